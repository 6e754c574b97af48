//! One session on the screen: what it is and what it still owes; its log (bitácora), written and signed.

mod log;
mod show;
mod signing;

use domain::{access::Action, attendance::roll::RollState};
use store::{Programme, attendance::Sheet};

use crate::{routes::Route, ui::Shell};

pub use show::again;

/// The routes of sessions.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{ViewSession, WriteLog};
    vec![
        Route::get("/sesiones/{sesion}", ViewSession, show::show),
        Route::get("/sesiones/{sesion}/bitacora", ViewSession, log::show),
        Route::post("/sesiones/{sesion}/bitacora", WriteLog, log::save),
        Route::get("/sesiones/{sesion}/bitacora/firma", WriteLog, signing::ask),
        Route::post("/sesiones/{sesion}/bitacora/firma", WriteLog, signing::sign),
        Route::post("/sesiones/{sesion}/bitacora/retiro", WriteLog, signing::withdraw),
    ]
}

/// The title of each page of a session, and the way back to it.
pub(super) struct Head {
    /// The session.
    pub(super) href: String,
    /// The words of the way back.
    pub(super) back: String,
    /// «Sesión 7. Escuchar antes de responder».
    pub(super) title: String,
    /// Group, day, hours, room.
    pub(super) lead: String,
}

impl Head {
    /// Of a page called `what`.
    pub(super) fn of(shell: &Shell, sheet: &Sheet, what: &str) -> Self {
        let number = sheet.number.to_string();
        let title = [("n", number), ("title", sheet.title.clone()), ("what", shell.t(what))];
        let ends = sheet.roll.starts_at + chrono::Duration::minutes(sheet.roll.minutes.into());
        let lead = [
            ("group", sheet.group_name.clone()),
            ("day", shell.long_date(shell.day_of(sheet.roll.starts_at))),
            ("from", shell.hour(sheet.roll.starts_at)),
            ("to", shell.hour(ends)),
            ("room", sheet.room.clone()),
        ];
        Self {
            href: format!("/sesiones/{}", sheet.session),
            back: shell.t("sessions-back"),
            title: shell.ta("sessions-heading", &title),
            lead: shell.ta("sessions-lead", &lead),
        }
    }
}

/// Who signed the roll, when, and whether it was copied from paper.
pub(super) fn signed_words(shell: &Shell, sheet: &Sheet) -> String {
    let RollState::Closed { by, at } = sheet.roll.state else { return String::new() };
    let who = |id: uuid::Uuid| sheet.accounts.get(&id).cloned().unwrap_or_default();
    let signed = shell.ta("sessions-roll-signed", &[("who", who(by.0)), ("when", shell.moment(at))]);
    match sheet.transcribed {
        None => signed,
        Some((user, at)) => {
            let values = [("who", who(user.0)), ("when", shell.moment(at))];
            format!("{signed} {}", shell.ta("sessions-roll-transcribed", &values))
        }
    }
}
