//! Correcting one line of a signed roll: with a reason, and a trace that stays.

use askama::Template;
use axum::extract::State;
use domain::{
    attendance::roll::{RollRefused, RollState},
    ids::{EnrolmentId, SessionId},
};
use store::attendance::{RollError, Sheet, SheetLine};

use super::{
    line_of,
    marks::{self, Fields},
    name_of, written,
};
use crate::{
    features::sessions::Head,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Choice, FormView, RollMark, RollRow, Shell},
};

#[derive(Template)]
#[template(path = "features/attendance/correction.html")]
struct CorrectionPage {
    shell: Shell,
    form: FormView,
    head: Head,
    path: String,
    version: i32,
    row: RollRow,
    fields: Fields,
    marks: Vec<RollMark>,
    late: Vec<Choice>,
    reasons: Vec<Choice>,
    compliances: Vec<Choice>,
}

/// The line as it stands.
pub(super) async fn ask(
    State(store): ProgrammeState,
    At((id, enrolment)): At<(SessionId, EnrolmentId)>,
    visit: Visit,
) -> Answer {
    let sheet = store.session_sheet(&visit.ctx, id).await?;
    let line = line_of(&sheet, enrolment)?;
    if !matches!(sheet.roll.state, RollState::Closed { .. }) || line.line.is_none() {
        return see(format!("/sesiones/{id}/lista"));
    }
    let form = Fields::of(enrolment).fill(FormView::default(), line.line.as_ref(), sheet.roll.minutes);
    page(&correction(visit.shell, form, &sheet, line))
}

/// Writes the correction.
pub(super) async fn correct(
    State(store): ProgrammeState,
    At((id, enrolment)): At<(SessionId, EnrolmentId)>,
    mut deed: Deed,
) -> Answer {
    let sheet = store.session_sheet(&deed.ctx, id).await?;
    let line = line_of(&sheet, enrolment)?;
    let fields = Fields::of(enrolment);
    let why = deed.form.required("porque", "attendance-mistake-why");
    let entry = fields.read(&deed.form, line, sheet.roll.minutes);
    let (Some(entry), true) = (entry, deed.form.is_right()) else {
        return mistakes(&correction(deed.shell, deed.form, &sheet, line));
    };
    let version = deed.form.value("version").parse().unwrap_or(-1);
    match written(store.correct_roll(&deed.ctx, id, version, &entry, &why).await)? {
        Ok(()) => return deed.done(format!("/sesiones/{id}/lista"), "attendance-done-corrected"),
        Err(RollError::Refused(RollRefused::Lines(lines))) => {
            lines.into_iter().for_each(|(_, error)| fields.fail(&mut deed.form, error));
        }
        Err(RollError::Refused(RollRefused::NothingChanges)) => {
            deed.form.fail(&format!("{}-present", fields.mark), "attendance-mistake-same");
        }
        Err(RollError::Stale) => deed.form.fail("porque", "attendance-mistake-stale"),
        Err(_) => return see(format!("/sesiones/{id}/lista")),
    }
    mistakes(&correction(deed.shell, deed.form, &sheet, line))
}

fn correction(mut shell: Shell, form: FormView, sheet: &Sheet, line: &SheetLine) -> CorrectionPage {
    shell.zone = sheet.zone;
    let fields = Fields::of(line.enrolment);
    let kept = line.line.as_ref().map(|kept| marks::line_sentence(&shell, kept));
    let row = RollRow {
        field: fields.mark.clone(),
        number: 1,
        name: name_of(&shell, line),
        note: shell.tn("attendance-stale-kept", "mark", kept.unwrap_or_default()),
        mark: form.value(&fields.mark).to_owned(),
    };
    CorrectionPage {
        head: Head::of(&shell, sheet, "attendance-correction-title"),
        path: format!("/sesiones/{}/lista/{}", sheet.session, line.enrolment),
        version: sheet.version,
        row,
        fields,
        marks: marks::marks(&shell),
        late: marks::late_choices(&shell, &form, sheet.roll.minutes),
        reasons: marks::reasons(&shell),
        compliances: marks::compliances(&shell),
        form,
        shell,
    }
}
