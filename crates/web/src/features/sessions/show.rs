//! The page of a session: its roll, its log and its signed list, each with its state and what to do.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx},
    attendance::roll::RollState,
    ids::SessionId,
    sessions::log::LogState,
};
use store::{Programme, Store, sessions::SessionFile};

use super::{Head, signed_words};
use crate::{
    error::Error,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Badge, Fact, FormView, Shell, Tone},
};

/// One of the three things a session leaves behind.
struct Part {
    title: String,
    badge: Badge,
    text: String,
    href: String,
    action: String,
}

#[derive(Template)]
#[template(path = "features/sessions/show.html")]
struct SessionPage {
    shell: Shell,
    form: FormView,
    head: Head,
    group: String,
    session: SessionId,
    parts: Vec<Part>,
    facts: Vec<Fact>,
    takes_list: bool,
}

/// The session.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    let may_take = visit.ctx.also(&subject, Action::TakeRoll).is_ok();
    page(&session(&store, &visit.ctx, id, (visit.shell, FormView::default(), may_take)).await?)
}

/// The same page with the mistake of an upload.
///
/// # Errors
/// Those of the store.
pub async fn again(store: &Store<Programme>, id: SessionId, deed: Deed) -> Answer {
    mistakes(&session(store, &deed.ctx, id, (deed.shell, deed.form, true)).await?)
}

async fn session(
    store: &Store<Programme>,
    ctx: &Ctx,
    id: SessionId,
    (mut shell, form, may_take): (Shell, FormView, bool),
) -> Result<SessionPage, Error> {
    let found = store.get_session(ctx, id).await?;
    let sheet = &found.sheet;
    shell.zone = sheet.zone;
    let names = store.staff_names(ctx, &sheet.facilitators).await?;
    let names: Vec<String> =
        sheet.facilitators.iter().filter_map(|staff| Some(names.get(staff)?.display())).collect();
    let is_held = sheet.state == "held";
    let is_to_come = sheet.state == "cancelled" || sheet.roll.starts_at > ctx.now();
    let facts = vec![
        Fact::new(shell.t("sessions-group"), sheet.group_name.clone()),
        Fact::new(shell.t("sessions-centre"), sheet.centre_name.clone()),
        Fact::new(shell.t("sessions-room"), sheet.room.clone()),
        Fact::new(shell.t("sessions-facilitators"), names.join(", ")),
        Fact::new(shell.t("sessions-enrolled"), found.enrolled.to_string()),
    ];
    Ok(SessionPage {
        head: Head::of(&shell, sheet, "sessions-title"),
        group: format!("/grupos/{}", sheet.group),
        session: id,
        parts: vec![
            roll_part(&shell, &found, is_to_come),
            log_part(&shell, &found, is_to_come),
            list_part(&shell, &found, is_held),
        ],
        facts,
        takes_list: may_take && is_held,
        form,
        shell,
    })
}

/// A part by title, tone, state and text, with where it leads and what for.
fn part(
    shell: &Shell,
    (title, tone, state, text): (&str, Tone, &str, String),
    (href, action): (String, &str),
) -> Part {
    let action = if href.is_empty() { String::new() } else { shell.t(action) };
    Part { title: shell.t(title), badge: Badge::new(tone, shell.t(state)), text, href, action }
}

fn roll_part(shell: &Shell, found: &SessionFile, is_to_come: bool) -> Part {
    let sheet = &found.sheet;
    let roll = format!("/sesiones/{}/lista", sheet.session);
    let (tone, state, text, lead) = match sheet.roll.state {
        RollState::Closed { .. } => {
            (Tone::Good, "sessions-signed", signed_words(shell, sheet), (roll, "sessions-roll-see"))
        }
        RollState::Saved => {
            (Tone::Watch, "sessions-draft", shell.t("sessions-roll-saved"), (roll, "sessions-roll-go-on"))
        }
        RollState::Owed if is_to_come => {
            (Tone::Neutral, "sessions-to-come", shell.t("sessions-roll-to-come"), (String::new(), ""))
        }
        RollState::Owed => {
            (Tone::Bad, "sessions-owed", shell.t("sessions-roll-owed"), (roll, "sessions-roll-take"))
        }
    };
    part(shell, ("sessions-roll", tone, state, text), lead)
}

fn log_part(shell: &Shell, found: &SessionFile, is_to_come: bool) -> Part {
    let log = format!("/sesiones/{}/bitacora", found.sheet.session);
    let (tone, state, text, lead) = match found.log {
        LogState::Signed => (Tone::Good, "sessions-signed", "sessions-log-signed", (log, "sessions-log-see")),
        LogState::HalfSigned => {
            (Tone::Watch, "sessions-half-signed", "sessions-log-half", (log, "sessions-log-see"))
        }
        LogState::Draft if is_to_come => {
            (Tone::Neutral, "sessions-to-come", "sessions-log-to-come", (String::new(), ""))
        }
        LogState::Draft if !found.is_log_begun => {
            (Tone::Bad, "sessions-owed", "sessions-log-owed", (log, "sessions-log-write"))
        }
        LogState::Draft => (Tone::Watch, "sessions-draft", "sessions-log-owed", (log, "sessions-log-write")),
    };
    part(shell, ("sessions-log", tone, state, shell.t(text)), lead)
}

fn list_part(shell: &Shell, found: &SessionFile, is_held: bool) -> Part {
    let list = format!("/sesiones/{}/lista-firmada", found.sheet.session);
    let (tone, state, text, href) = match found.sheet.signed_list {
        Some(_) => (Tone::Good, "sessions-attached", "sessions-list-there", list),
        None if is_held => (Tone::Bad, "sessions-owed", "sessions-list-owed", String::new()),
        None => (Tone::Neutral, "sessions-to-come", "sessions-list-to-come", String::new()),
    };
    part(shell, ("sessions-list", tone, state, shell.t(text)), (href, "sessions-list-see"))
}
