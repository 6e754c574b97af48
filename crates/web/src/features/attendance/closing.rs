//! Signing a roll: what it says and what follows, before it is done.

use askama::Template;
use axum::extract::State;
use domain::{
    attendance::roll::{Line, Mark, RollState},
    ids::SessionId,
};
use store::attendance::{RollForm, Sheet};

use super::{marks, name_of, written};
use crate::{
    features::sessions::Head,
    request::{Answer, At, Deed, ProgrammeState, Visit, page, see},
    ui::{Fact, Notice, Shell},
};

#[derive(Template)]
#[template(path = "features/attendance/closing.html")]
struct ClosingPage {
    shell: Shell,
    head: Head,
    notice: Option<Notice>,
    session: SessionId,
    version: i32,
    figures: Vec<Fact>,
    exceptions: Vec<Fact>,
}

/// What is about to be signed.
pub(super) async fn ask(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let sheet = store.session_sheet(&visit.ctx, id).await?;
    if sheet.roll.state != RollState::Saved || sheet.roll.lines.len() < sheet.lines.len() {
        return see(format!("/sesiones/{id}/lista"));
    }
    page(&closing(visit.shell, &sheet, None))
}

/// Signs it, as it was shown.
pub(super) async fn close(State(store): ProgrammeState, At(id): At<SessionId>, deed: Deed) -> Answer {
    let sheet = store.session_sheet(&deed.ctx, id).await?;
    let version = deed.form.value("version").parse().unwrap_or(-1);
    let form = RollForm::closing(version, &sheet.roll);
    match written(store.save_roll(&deed.ctx, id, &form).await)? {
        Ok(()) => deed.done(format!("/sesiones/{id}"), "attendance-done-signed"),
        Err(_) if sheet.roll.state == RollState::Saved && form.version != sheet.version => {
            let notice = Notice::bad(deed.shell.t("attendance-closing-stale"));
            page(&closing(deed.shell, &sheet, Some(notice)))
        }
        Err(_) => see(format!("/sesiones/{id}/lista")),
    }
}

fn closing(mut shell: Shell, sheet: &Sheet, notice: Option<Notice>) -> ClosingPage {
    shell.zone = sheet.zone;
    let count = |mark: Mark| sheet.roll.lines.iter().filter(|line| line.mark == mark).count();
    let figure = |mark: &Mark| Fact::new(marks::mark_text(&shell, *mark), count(*mark).to_string());
    let said = |is| sheet.roll.lines.iter().filter(|line| line.complied == is).count();
    let said = [("yes", said(Some(true))), ("no", said(Some(false))), ("unsaid", said(None))];
    let complied = Fact::new(shell.t("attendance-complied"), shell.ta("attendance-complied-figures", &said));
    let exceptions = sheet.lines.iter().filter_map(|line| {
        let is_one = |kept: &&Line| kept.mark != Mark::Present || kept.complied == Some(false);
        let kept = line.line.as_ref().filter(is_one)?;
        let mut words = marks::line_sentence(&shell, kept);
        if let Some(reason) = &kept.reason {
            words = format!("{words}: {reason}");
        }
        Some(Fact::new(name_of(&shell, line), words).change(format!("/sesiones/{}/lista", sheet.session)))
    });
    ClosingPage {
        head: Head::of(&shell, sheet, "attendance-closing-title"),
        notice,
        session: sheet.session,
        version: sheet.version,
        figures: Mark::ALL.iter().map(figure).chain([complied]).collect(),
        exceptions: exceptions.collect(),
        shell,
    }
}
