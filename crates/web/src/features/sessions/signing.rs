//! Signing a log: by both who facilitated, or by one with the reason; and taking the only signature back.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use domain::{
    access::Ctx,
    ids::{SessionId, StaffId},
    people::name::PersonName,
    sessions::log::{Alone, LogRefused, LogState, Signature},
};
use store::sessions::{LogError, LogSheet};

use super::{Head, log::hindrance};
use crate::{
    error::Error,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, Event, FormView, Link, Notice, Shell, Tone},
};

#[derive(Template)]
#[template(path = "features/sessions/signing.html")]
struct SigningPage {
    shell: Shell,
    form: FormView,
    head: Head,
    session: SessionId,
    hindrance: Option<Notice>,
    ways: Vec<Choice>,
}

/// What a signature says, and who else is to sign.
pub(super) async fn ask(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let found = store.session_log(&visit.ctx, id).await?;
    page(&signing(visit.shell, FormView::default().with("como", "pareja"), &found, &visit.ctx)?)
}

/// Signs.
pub(super) async fn sign(State(store): ProgrammeState, At(id): At<SessionId>, mut deed: Deed) -> Answer {
    let reason = deed.form.value("razon").to_owned();
    let alone = match deed.form.value("como") {
        "falto" => Some(Alone::OtherAbsent(reason)),
        "dejo" => Some(Alone::OtherLeft(reason)),
        _ => None,
    };
    match store.sign_log(&deed.ctx, id, alone).await {
        Ok(()) | Err(LogError::Store(store::Error::Replayed(_))) => {
            return deed.done(format!("/sesiones/{id}/bitacora"), "sessions-done-signed");
        }
        Err(LogError::Refused(LogRefused::ReasonMissing)) => {
            deed.form.fail("razon", "sessions-mistake-reason")
        }
        Err(LogError::Refused(_) | LogError::Store(store::Error::Refused(_))) => {}
        Err(LogError::Stale) => return Err(Error::Conflict),
        Err(LogError::Store(error)) => return Err(error.into()),
    }
    let found = store.session_log(&deed.ctx, id).await?;
    mistakes(&signing(deed.shell, deed.form, &found, &deed.ctx)?)
}

/// Takes the only signature back.
pub(super) async fn withdraw(State(store): ProgrammeState, At(id): At<SessionId>, deed: Deed) -> Answer {
    match store.withdraw_signature(&deed.ctx, id).await {
        Ok(()) | Err(LogError::Store(store::Error::Replayed(_))) => {
            deed.done(format!("/sesiones/{id}/bitacora"), "sessions-done-withdrawn")
        }
        Err(LogError::Store(error)) => Err(error.into()),
        Err(_) => Err(Error::Conflict),
    }
}

fn signing(mut shell: Shell, form: FormView, found: &LogSheet, ctx: &Ctx) -> Result<SigningPage, Error> {
    shell.zone = found.sheet.zone;
    let by = ctx.staff().unwrap_or(StaffId(uuid::Uuid::nil()));
    let [first, second] = found.sheet.pair().unwrap_or([StaffId(uuid::Uuid::nil()); 2]);
    let waits = found.log.state() == LogState::HalfSigned && found.log.signatures[0].by == by;
    let tried = found.log.sign(Signature { by, at: ctx.now() }, [first, second]);
    let hindrance = match tried {
        // Who signed as one of two may say that the other never will.
        Err(LogRefused::SignedTwice) if waits => None,
        Err(refused) => {
            let text = hindrance(&shell, found, refused)?;
            let link =
                Link::new(format!("/sesiones/{}/bitacora", found.sheet.session), shell.t("sessions-to-log"));
            Some(Notice { tone: Tone::Bad, text, link: Some(link) })
        }
        Ok(_) => None,
    };
    let mut ways = Vec::new();
    if found.log.signatures.is_empty() && first != second || found.log.signatures.len() == 1 && !waits {
        ways.push(
            Choice::new("pareja", shell.t("sessions-way-both")).hint(shell.t("sessions-way-both-hint")),
        );
    }
    if found.log.signatures.is_empty() || waits {
        ways.push(Choice::new("falto", shell.t("sessions-way-absent")));
        ways.push(Choice::new("dejo", shell.t("sessions-way-left")));
    }
    let head = Head::of(&shell, &found.sheet, "sessions-signing-title");
    Ok(SigningPage { head, session: found.sheet.session, hindrance, ways, form, shell })
}

/// The signatures so far, as a timeline.
pub(super) fn signatures(
    shell: &Shell,
    found: &LogSheet,
    names: &HashMap<StaffId, PersonName>,
) -> Vec<Event> {
    let why = found.log.alone.as_ref().map(|why| match why {
        Alone::OtherAbsent(_) => shell.tn("sessions-alone-absent", "why", why.reason()),
        Alone::OtherLeft(_) => shell.tn("sessions-alone-left", "why", why.reason()),
    });
    let event = |one: &Signature| Event {
        when: shell.moment(one.at),
        machine: shell.machine(one.at),
        title: names.get(&one.by).map(|name| name.display()).unwrap_or_default(),
        text: why.clone().unwrap_or_default(),
        by: String::new(),
        tone: Tone::Good,
    };
    found.log.signatures.iter().map(event).collect()
}
