//! A log that somebody has signed: what was written, to read and to print, no form. Whoever signed as
//! the first of two may withdraw the signature here; the other one goes on from here to sign.

use askama::Template;
use domain::{
    access::{Action, Ctx, Subject},
    ids::SessionId,
    sessions::log::{ActivityDone, LogState},
};
use store::{Programme, Store, sessions::LogSheet};

use super::{
    Head,
    log::{done_text, kind_text},
    signing,
};
use crate::{
    features::attendance::name_of,
    request::{Answer, page},
    ui::{Event, Shell},
};

struct Activity {
    title: String,
    done: String,
    note: String,
}

#[derive(Template)]
#[template(path = "features/sessions/record.html")]
struct RecordPage {
    shell: Shell,
    head: Head,
    session: SessionId,
    activities: Vec<Activity>,
    /// Kind and words.
    incidents: Vec<(String, String)>,
    /// Of whom, and what; only those of whom something was written.
    observations: Vec<(String, String)>,
    signatures: Vec<Event>,
    /// Who facilitated: lines for signing the printed record by hand.
    pair: Vec<String>,
    may_sign: bool,
    may_withdraw: bool,
}

/// The record.
pub(super) async fn show(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    (mut shell, found): (Shell, LogSheet),
) -> Answer {
    let (log, sheet) = (&found.log, &found.sheet);
    shell.zone = sheet.zone;
    let staff = ctx.staff();
    let is_open = log.state() == LogState::HalfSigned;
    let has_signed = log.signatures.iter().any(|one| Some(one.by) == staff);
    let facilitated = staff.is_some_and(|staff| sheet.facilitators.contains(&staff));
    let activity = |one: &ActivityDone| Activity {
        title: found.activities.get(one.activity).cloned().unwrap_or_default(),
        done: one.done.map(|done| done_text(&shell, done)).unwrap_or_default(),
        note: one.note.clone(),
    };
    let observed = |line: &store::attendance::SheetLine| {
        let of = log.observations.iter().find(|one| one.enrolment == line.enrolment)?;
        (!of.text.is_empty()).then(|| (name_of(&shell, line), of.text.clone()))
    };
    let incidents = log.incidents.iter().map(|one| (kind_text(&shell, one.kind), one.text.clone()));
    let signed = log.signatures.iter().map(|one| one.by);
    let staff: Vec<_> = sheet.facilitators.iter().copied().chain(signed).collect();
    let names = store.staff_names(ctx, &staff).await?;
    page(&RecordPage {
        head: Head::of(&shell, sheet, "sessions-log"),
        session: sheet.session,
        activities: log.activities.iter().map(activity).collect(),
        incidents: incidents.collect(),
        observations: sheet.lines.iter().filter_map(observed).collect(),
        signatures: signing::signatures(&shell, &found, &names),
        pair: sheet.facilitators.iter().filter_map(|staff| Some(names.get(staff)?.display())).collect(),
        may_sign: is_open && facilitated && ctx.also(subject, Action::WriteLog).is_ok(),
        may_withdraw: is_open && has_signed,
        shell,
    })
}
