//! One session on the screen: what it is and what it still owes; its log (bitácora), written and signed.

mod log;
mod record;
mod show;
mod signing;

use chrono::{DateTime, Utc};
use domain::{access::Action, attendance::roll::RollState, ids::UserId};
use store::{Programme, attendance::Sheet};

use crate::{
    routes::Route,
    ui::{Fact, FormView, Link, Shell},
};

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
        // «Sesión: sesión 7» would say it twice.
        let heading = if what == "sessions-title" { "sessions-heading-plain" } else { "sessions-heading" };
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
            title: shell.ta(heading, &title),
            lead: shell.ta("sessions-lead", &lead),
        }
    }
}

/// The mistakes of a form with many like fields, each with whose it is, as links to the fields.
pub(super) fn summary(shell: &Shell, form: &FormView, whose: impl Fn(&str) -> String) -> Vec<Link> {
    let link = |one: &crate::ui::form::Mistake| {
        let (whose, said) = (whose(&one.field), shell.t(one.key));
        let text = if whose.is_empty() { said } else { format!("{whose}: {said}") };
        Link::new(format!("#{}", one.field), text)
    };
    form.mistakes.iter().map(link).collect()
}

/// Who signed the roll and when, and who copied it from paper, as facts.
pub(super) fn signatures(shell: &Shell, sheet: &Sheet) -> Vec<Fact> {
    let RollState::Closed { by, at } = sheet.roll.state else { return Vec::new() };
    let when = |at: DateTime<Utc>| format!("{}, {}", shell.long_date(shell.day_of(at)), shell.hour(at));
    let fact = |key: &str, value: String| Fact::new(shell.t(key), value);
    let mut facts = vec![
        fact("sessions-signed-by", account(shell, sheet, Some(by))),
        fact("sessions-signed-at", when(at)),
    ];
    if let Some((user, at)) = sheet.transcribed {
        let who = format!("{}, {}", account(shell, sheet, Some(user)), when(at));
        facts.push(fact("sessions-transcribed-by", who));
    }
    facts
}

/// The same in one paragraph.
pub(super) fn signed_words(shell: &Shell, sheet: &Sheet) -> String {
    let facts = signatures(shell, sheet).into_iter();
    facts.map(|one| format!("{}: {}.", one.term, one.value)).collect::<Vec<_>>().join(" ")
}

/// An account in words; of the system, or gone, it is said that nobody is on record.
pub(super) fn account(shell: &Shell, sheet: &Sheet, user: Option<UserId>) -> String {
    let label = user.and_then(|user| sheet.accounts.get(&user.0).cloned());
    label.unwrap_or_else(|| shell.t("sessions-nobody-known"))
}
