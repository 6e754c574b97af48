//! Taking the roll: the one screen for a whole group, on a phone too.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse},
};
use domain::{
    attendance::roll::{RollRefused, RollState},
    ids::SessionId,
};
use store::attendance::{RollError, RollForm, Sheet, Then};

use super::{
    marks::{self, Fields},
    name_of, written,
};
use crate::{
    features::sessions::{self, Head},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Badge, Choice, Event, Fact, FormView, Link, Notice, RollMark, RollRow, Shell, Tone},
};

struct Row {
    row: RollRow,
    fields: Fields,
}

#[derive(Template)]
#[template(path = "features/attendance/roll.html")]
struct RollPage {
    shell: Shell,
    form: FormView,
    head: Head,
    notice: Option<Notice>,
    /// What is to be mended, each with the name of whose it is.
    summary: Vec<Link>,
    session: SessionId,
    version: i32,
    is_paper: bool,
    rows: Vec<Row>,
    marks: Vec<RollMark>,
    late: Vec<Choice>,
    reasons: Vec<Choice>,
    compliances: Vec<Choice>,
}

impl RollPage {
    fn rows(&self) -> Vec<RollRow> {
        self.rows.iter().map(|row| row.row.clone()).collect()
    }
}

/// Why no roll can be taken.
#[derive(Template)]
#[template(path = "features/attendance/no_roll.html")]
struct NoRollPage {
    shell: Shell,
    head: Head,
    session: SessionId,
    title: String,
    text: String,
}

/// A line of a closed roll.
#[derive(Default)]
struct Closed {
    number: usize,
    name: String,
    mark: Option<Badge>,
    minutes: String,
    complied: String,
    reason: String,
    href: String,
    is_corrected: bool,
}

#[derive(Template)]
#[template(path = "features/attendance/closed.html")]
struct ClosedPage {
    shell: Shell,
    head: Head,
    session: SessionId,
    signed: Vec<Fact>,
    lines: Vec<Closed>,
    corrections: Vec<Event>,
}

/// The roll: to be taken, or as it was signed.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let sheet = store.session_sheet(&visit.ctx, id).await?;
    let mut shell = visit.shell;
    shell.zone = sheet.zone;
    let head = Head::of(&shell, &sheet, "attendance-title");
    if let RollState::Closed { .. } = sheet.roll.state {
        return page(&closed(shell, head, &sheet));
    }
    let (title, text) = if sheet.state == "cancelled" {
        ("attendance-cancelled-title", "attendance-cancelled-text")
    } else if sheet.roll.starts_at > visit.ctx.now() {
        ("attendance-future-title", "attendance-future-text")
    } else if sheet.lines.is_empty() {
        ("attendance-nobody-title", "attendance-nobody-text")
    } else {
        let form = sheet.lines.iter().fold(FormView::default(), |form, line| {
            Fields::of(line.enrolment).fill(form, line.line.as_ref(), sheet.roll.minutes)
        });
        let form = if visit.query.has("papel", "si") { form.with("papel", "si") } else { form };
        return page(&taking(shell, form, &sheet, None));
    };
    page(&NoRollPage { title: shell.t(title), text: shell.t(text), session: id, head, shell })
}

/// Saves the roll; goes on to sign it, or marks the rest present, when asked to.
pub(super) async fn save(State(store): ProgrammeState, At(id): At<SessionId>, mut deed: Deed) -> Answer {
    let sheet = store.session_sheet(&deed.ctx, id).await?;
    deed.shell.zone = sheet.zone;
    let session = sheet.roll.minutes;
    if let Some(spread) = marks::spread(deed.form.value("accion")) {
        let fields = sheet.lines.iter().map(|line| Fields::of(line.enrolment));
        let form = fields.fold(deed.form, |form, fields| spread(form, &fields));
        return page(&taking(deed.shell, form, &sheet, None));
    }
    let is_closing = deed.form.has("accion", "firmar");
    let mut entries = Vec::with_capacity(sheet.lines.len());
    for line in &sheet.lines {
        let fields = Fields::of(line.enrolment);
        match fields.read(&deed.form, line, session) {
            Some(entry) => entries.push(entry),
            // The first one is enough: twenty equal messages would push the roll off the screen.
            None if is_closing && deed.form.is_right() => {
                deed.form.fail(&format!("{}-present", fields.mark), "attendance-mistake-unmarked")
            }
            None => {}
        }
    }
    if !deed.form.is_right() {
        return mistakes(&taking(deed.shell, deed.form, &sheet, None));
    }
    let form = RollForm {
        version: deed.form.value("version").parse().unwrap_or(-1),
        entries,
        is_transcription: deed.form.has("papel", "si"),
        then: Then::KeepOpen,
    };
    match written(store.save_roll(&deed.ctx, id, &form).await)? {
        Ok(()) if is_closing => see(format!("/sesiones/{id}/lista/cierre")),
        Ok(()) => deed.done(format!("/sesiones/{id}/lista"), "attendance-done-saved"),
        Err(RollError::Refused(RollRefused::Lines(lines))) => {
            for (enrolment, error) in lines {
                Fields::of(enrolment).fail(&mut deed.form, error);
            }
            mistakes(&taking(deed.shell, deed.form, &sheet, None))
        }
        Err(RollError::Refused(RollRefused::NobodyMarked)) => {
            if let Some(first) = sheet.lines.first() {
                let field = format!("{}-present", Fields::of(first.enrolment).mark);
                deed.form.fail(&field, "attendance-mistake-nobody");
            }
            mistakes(&taking(deed.shell, deed.form, &sheet, None))
        }
        Err(_) if matches!(sheet.roll.state, RollState::Closed { .. }) => {
            let key = "attendance-stale-closed";
            conflict(deed.shell, deed.form, &sheet, key)
        }
        Err(RollError::Stale) => conflict(deed.shell, deed.form, &sheet, "attendance-stale"),
        // In the future, cancelled, somebody who left: the page as it stands now says so.
        Err(_) => see(format!("/sesiones/{id}/lista")),
    }
}

/// Both versions side by side: in the fields what was sent, beside each name what is kept.
fn conflict(shell: Shell, form: FormView, sheet: &Sheet, key: &str) -> Answer {
    let notice = Notice {
        tone: Tone::Bad,
        text: shell.t(key),
        link: Some(Link::new(format!("/sesiones/{}/lista", sheet.session), shell.t("attendance-stale-drop"))),
    };
    let shown = taking(shell, form, sheet, Some(notice));
    Ok((StatusCode::CONFLICT, Html(shown.render()?)).into_response())
}

/// The screen with what the form says.
fn taking(shell: Shell, form: FormView, sheet: &Sheet, notice: Option<Notice>) -> RollPage {
    let is_stale = notice.is_some();
    let row = |(number, line): (usize, &store::attendance::SheetLine)| {
        let fields = Fields::of(line.enrolment);
        let mark = form.value(&fields.mark).to_owned();
        let kept = line.line.as_ref();
        let differs = fields
            .read(&form, line, sheet.roll.minutes)
            .as_ref()
            .and_then(|entry| entry.read(sheet.roll.minutes).ok());
        let note = if form.mistake(&format!("{}-present", fields.mark)).is_some() {
            shell.t("attendance-unmarked")
        } else if is_stale && differs.as_ref() != kept {
            let kept = kept
                .map_or_else(|| shell.t("attendance-unmarked"), |kept| marks::line_sentence(&shell, kept));
            shell.tn("attendance-stale-kept", "mark", kept)
        } else {
            String::new()
        };
        let number = u32::try_from(number + 1).unwrap_or_default();
        let row = RollRow { field: fields.mark.clone(), number, name: name_of(&shell, line), note, mark };
        Row { row, fields }
    };
    let whose = |field: &str| {
        let line = sheet.lines.iter().find(|line| field.contains(&line.enrolment.to_string()));
        line.map(|line| name_of(&shell, line)).unwrap_or_default()
    };
    RollPage {
        summary: sessions::summary(&shell, &form, whose),
        head: Head::of(&shell, sheet, "attendance-title"),
        notice,
        session: sheet.session,
        version: sheet.version,
        is_paper: form.has("papel", "si"),
        rows: sheet.lines.iter().enumerate().map(row).collect(),
        marks: marks::marks(&shell),
        late: marks::late_choices(&shell, &form, sheet.roll.minutes),
        reasons: marks::reasons(&shell),
        compliances: marks::compliances(&shell),
        form,
        shell,
    }
}

fn closed(shell: Shell, head: Head, sheet: &Sheet) -> ClosedPage {
    let line = |(number, line): (usize, &store::attendance::SheetLine)| {
        let closed = Closed {
            number: number + 1,
            name: name_of(&shell, line),
            is_corrected: sheet.corrections.iter().any(|one| one.enrolment == line.enrolment),
            ..Closed::default()
        };
        let Some(kept) = &line.line else { return closed };
        Closed {
            mark: Some(marks::badge(&shell, kept.mark)),
            minutes: kept.minutes_present.to_string(),
            complied: marks::complied_text(&shell, kept.complied),
            reason: kept.reason.clone().unwrap_or_default(),
            href: format!("/sesiones/{}/lista/{}", sheet.session, line.enrolment),
            ..closed
        }
    };
    ClosedPage {
        session: sheet.session,
        signed: sessions::signatures(&shell, sheet),
        lines: sheet.lines.iter().enumerate().map(line).collect(),
        corrections: corrections(&shell, sheet),
        head,
        shell,
    }
}

fn corrections(shell: &Shell, sheet: &Sheet) -> Vec<Event> {
    let event = |line: &store::attendance::CorrectionLine| {
        let whose = sheet.lines.iter().find(|other| other.enrolment == line.enrolment);
        let values = [
            ("name", whose.map(|whose| name_of(shell, whose)).unwrap_or_default()),
            ("old", marks::sentence(shell, (line.old.0, line.old.1, line.complied.0))),
            ("new", marks::sentence(shell, (line.new.0, line.new.1, line.complied.1))),
        ];
        Event {
            when: shell.moment(line.at),
            machine: shell.machine(line.at),
            title: shell.ta("attendance-correction", &values),
            text: shell.tn("attendance-correction-why", "why", line.reason.as_str()),
            by: shell.tn("attendance-correction-by", "who", sessions::account(shell, sheet, line.author)),
            tone: Tone::Watch,
        }
    };
    sheet.corrections.iter().rev().map(event).collect()
}
