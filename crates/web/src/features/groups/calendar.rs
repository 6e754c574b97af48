//! Calendar feeds (iCalendar, RFC 5545) at addresses that nobody can guess. A telephone shows them on
//! its locked screen: they hold a number, an hour, a room and nothing about anybody.

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use domain::ids::GroupId;
use store::Feed;

use crate::{
    error::{Error, done_before},
    kit::Kit,
    request::{Answer, At, Deed, Guest, ProgrammeState, Visit, page},
    ui::Shell,
};

#[derive(Template)]
#[template(path = "features/groups/calendar.html")]
struct CalendarPage {
    shell: Shell,
    address: Option<String>,
    has_staff: bool,
}

/// One's own feed: its address, or how to make one.
pub(super) async fn own(State(store): ProgrammeState, State(kit): State<Kit>, visit: Visit) -> Answer {
    let token = store.own_calendar_feed(&visit.ctx).await?;
    let address = token.map(|token| format!("{}/calendario/{token}.ics", kit.settings().public_url));
    page(&CalendarPage { has_staff: visit.ctx.staff().is_some(), shell: visit.shell, address })
}

/// A new address for one's own feed.
pub(super) async fn renew_own(State(store): ProgrammeState, deed: Deed) -> Answer {
    done_before(store.renew_own_calendar_feed(&deed.ctx).await)?;
    deed.done("/calendario", "groups-done-feed")
}

/// A new address for a group's feed.
pub(super) async fn renew_group(State(store): ProgrammeState, At(id): At<GroupId>, deed: Deed) -> Answer {
    done_before(store.renew_group_feed(&deed.ctx, id).await)?;
    deed.done(format!("/grupos/{id}"), "groups-done-feed")
}

/// The feed itself, for calendar programs.
pub(super) async fn feed(
    State(store): ProgrammeState,
    State(kit): State<Kit>,
    At(name): At<String>,
    guest: Guest,
) -> Result<Response, Error> {
    let token = name.strip_suffix(".ics").unwrap_or(&name);
    let feed = store.calendar_feed(&guest.ctx, token).await?;
    let text = written(&guest.shell, &feed, guest.ctx.now(), &kit.settings().public_url);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

fn written(shell: &Shell, feed: &Feed, now: DateTime<Utc>, url: &str) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Buentrato//ES");
    line("X-WR-CALNAME", &escaped(&shell.t("groups-feed-name")));
    for session in &feed.sessions {
        let title = shell.ta("groups-feed-session", &[("n", session.number), ("of", session.of)]);
        line("BEGIN", "VEVENT");
        line("UID", &format!("{}@buentrato", session.id));
        line("DTSTAMP", &instant(now));
        line("SEQUENCE", &session.version.to_string());
        line("DTSTART", &instant(session.starts_at));
        line("DTEND", &instant(session.ends_at));
        line("SUMMARY", &escaped(&title));
        line("LOCATION", &escaped(&session.room));
        line("URL", &format!("{url}/sesiones/{}", session.id));
        line("STATUS", if session.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Backslash, semicolon, comma and line break are written with a backslash (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace(['\r', '\n'], " ")
}

/// Lines of at most 75 bytes, continued with a space; never inside a character (RFC 5545, 3.1).
fn fold(text: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            width = 1;
        }
        width += c.len_utf8();
        text.push(c);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{escaped, fold};

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let mut text = String::new();
        fold(&mut text, &format!("SUMMARY:{}", "ñ".repeat(60)));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "ñ".repeat(60)));
    }

    #[test]
    fn what_means_something_to_a_calendar_is_escaped() {
        assert_eq!(escaped("Sala 1, planta; b\\c\nx"), "Sala 1\\, planta\\; b\\\\c x");
    }
}
