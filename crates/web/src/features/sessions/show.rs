//! The page of a session: its roll, its log and its signed list, each with its state and what to do.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx},
    attendance::roll::RollState,
    ids::SessionId,
    sessions::log::LogState,
};
use store::{Programme, Store, sessions::LogSheet};

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
    let found = store.session_log(ctx, id).await?;
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
        Fact::new(shell.t("sessions-enrolled"), sheet.lines.len().to_string()),
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

fn part(shell: &Shell, title: &str, (tone, state): (Tone, &str), text: String) -> Part {
    let badge = Badge::new(tone, shell.t(state));
    Part { title: shell.t(title), badge, text, href: String::new(), action: String::new() }
}

impl Part {
    fn leading(mut self, href: String, action: String) -> Self {
        (self.href, self.action) = (href, action);
        self
    }
}

fn roll_part(shell: &Shell, found: &LogSheet, is_to_come: bool) -> Part {
    let sheet = &found.sheet;
    let href = format!("/sesiones/{}/lista", sheet.session);
    let title = "sessions-roll";
    match sheet.roll.state {
        RollState::Closed { .. } => {
            let text = signed_words(shell, sheet);
            part(shell, title, (Tone::Good, "sessions-signed"), text)
                .leading(href, shell.t("sessions-roll-see"))
        }
        RollState::Saved => {
            let text = shell.t("sessions-roll-saved");
            part(shell, title, (Tone::Watch, "sessions-draft"), text)
                .leading(href, shell.t("sessions-roll-go-on"))
        }
        RollState::Owed if is_to_come => {
            let text = shell.t("sessions-roll-to-come");
            part(shell, title, (Tone::Neutral, "sessions-to-come"), text).leading(
                format!("/sesiones/{}/lista-en-blanco.pdf", found.sheet.session),
                shell.t("sessions-roll-print"),
            )
        }
        RollState::Owed => {
            let text = shell.t("sessions-roll-owed");
            part(shell, title, (Tone::Bad, "sessions-owed"), text)
                .leading(href, shell.t("sessions-roll-take"))
        }
    }
}

fn log_part(shell: &Shell, found: &LogSheet, is_to_come: bool) -> Part {
    let href = format!("/sesiones/{}/bitacora", found.sheet.session);
    let title = "sessions-log";
    match found.log.state() {
        LogState::Signed => {
            part(shell, title, (Tone::Good, "sessions-signed"), shell.t("sessions-log-signed"))
                .leading(href, shell.t("sessions-log-see"))
        }
        LogState::HalfSigned => {
            part(shell, title, (Tone::Watch, "sessions-half-signed"), shell.t("sessions-log-half"))
                .leading(href, shell.t("sessions-log-see"))
        }
        LogState::Draft if is_to_come => {
            part(shell, title, (Tone::Neutral, "sessions-to-come"), shell.t("sessions-log-to-come"))
        }
        LogState::Draft => {
            let state = if found.version == 0 {
                (Tone::Bad, "sessions-owed")
            } else {
                (Tone::Watch, "sessions-draft")
            };
            part(shell, title, state, shell.t("sessions-log-owed"))
                .leading(href, shell.t("sessions-log-write"))
        }
    }
}

fn list_part(shell: &Shell, found: &LogSheet, is_held: bool) -> Part {
    let title = "sessions-list";
    if found.sheet.signed_list.is_some() {
        let href = format!("/sesiones/{}/lista-firmada", found.sheet.session);
        part(shell, title, (Tone::Good, "sessions-attached"), shell.t("sessions-list-there"))
            .leading(href, shell.t("sessions-list-see"))
    } else if is_held {
        part(shell, title, (Tone::Bad, "sessions-owed"), shell.t("sessions-list-owed"))
    } else {
        part(shell, title, (Tone::Neutral, "sessions-to-come"), shell.t("sessions-list-to-come"))
    }
}
