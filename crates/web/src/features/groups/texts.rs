//! What stands in the way of a schedule, in words: what, when, and what to do.

use std::collections::HashMap;

use chrono::Weekday;
use chrono_tz::Tz;
use domain::{
    calendar::Skip,
    centres::staff::Ineligible,
    groups::{
        GroupState,
        changes::{SessionChangeRefused, SessionState},
        schedule::local,
    },
    ids::StaffId,
};
use store::{BookingClash, Obstacle, Taken, Warning};

use crate::{
    dates,
    ui::{Badge, Choice, Shell, Tone},
};

/// Names by id.
pub(super) type Names = HashMap<StaffId, String>;

/// The name of a state.
pub(super) fn state_text(shell: &Shell, state: GroupState) -> String {
    shell.t(&format!("groups-state-{}", state.name()))
}

/// Where a group stands.
pub(in crate::features) fn state_badge(shell: &Shell, state: GroupState) -> Badge {
    let tone = match state {
        GroupState::Planned => Tone::Info,
        GroupState::Running => Tone::Good,
        GroupState::Finished => Tone::Neutral,
        GroupState::Cancelled => Tone::Bad,
    };
    Badge::new(tone, state_text(shell, state))
}

/// Where a session stands, with its roll once it should have been held.
pub(super) fn session_badge(shell: &Shell, state: SessionState, roll: &str, is_past: bool) -> Badge {
    match (state, roll) {
        (SessionState::Cancelled, _) => Badge::new(Tone::Bad, shell.t("groups-session-cancelled")),
        (_, "closed") => Badge::new(Tone::Good, shell.t("groups-session-closed")),
        (_, "saved") => Badge::new(Tone::Watch, shell.t("groups-session-saved")),
        _ if is_past => Badge::new(Tone::Bad, shell.t("groups-session-owed")),
        _ => Badge::new(Tone::Neutral, shell.t("groups-session-planned")),
    }
}

/// The days of the week, Monday first.
pub(super) fn weekdays(shell: &Shell) -> Vec<Choice> {
    let day = |number: u8| {
        let weekday = Weekday::try_from(number).expect("0 to 6 are days of the week");
        let monday = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a Monday");
        let name = dates::day_name(monday + chrono::Days::new(number.into()), shell.locale);
        Choice::new(weekday.to_string(), name)
    };
    (0..7).map(day).collect()
}

/// Why somebody cannot be assigned.
pub(super) fn ineligible(shell: &Shell, why: Ineligible) -> String {
    let day = |day| dates::short(day);
    match why {
        Ineligible::Sanctioned { since } => shell.tn("groups-bar-sanctioned", "day", day(since)),
        Ineligible::NoContract => shell.t("groups-bar-no-contract"),
        Ineligible::OtherFunction => shell.t("groups-bar-other-function"),
        Ineligible::ContractNotBegun { on } => shell.tn("groups-bar-contract-later", "day", day(on)),
        Ineligible::ContractEnded { last_day } => shell.tn("groups-bar-contract-ended", "day", day(last_day)),
        Ineligible::NoCheck => shell.t("groups-bar-no-check"),
        Ineligible::CheckExpired { on } => shell.tn("groups-bar-check-expired", "day", day(on)),
    }
}

/// Why no session is held on a day.
pub(super) fn skip(shell: &Shell, why: &Skip) -> String {
    match why {
        Skip::Law(day) => shell.t(&format!("groups-rest-{}", day.name())),
        Skip::Extra(reason) => reason.clone(),
    }
}

/// Everything that stands in the way, each thing once: the clashes of one group with one room or
/// facilitator are one sentence, however many sessions they concern.
pub(super) fn obstacles(shell: &Shell, found: &[Obstacle], zone: Tz, names: &Names) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut clashing: Vec<(&BookingClash, Vec<String>)> = Vec::new();
    for obstacle in found {
        match obstacle {
            Obstacle::Clash(clash) => {
                let day = dates::short(local(clash.starts_at, zone).date());
                match clashing.iter_mut().find(|(c, _)| c.taken == clash.taken && c.group == clash.group) {
                    Some((_, days)) => days.push(day),
                    None => clashing.push((clash, vec![day])),
                }
            }
            other => said.push(plain(shell, other, names)),
        }
    }
    said.extend(clashing.into_iter().map(|(clash, days)| clash_text(shell, clash, &days, zone)));
    said.dedup();
    said
}

fn clash_text(shell: &Shell, clash: &BookingClash, days: &[String], zone: Tz) -> String {
    let (key, what) = match &clash.taken {
        Taken::Room(name) => ("groups-clash-room", name),
        Taken::Facilitator(name) => ("groups-clash-facilitator", name),
    };
    let group =
        clash.group.as_ref().map_or_else(|| shell.t("groups-clash-elsewhere"), |(_, name)| name.clone());
    let more = days.len().saturating_sub(3);
    let mut list = days.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 {
        list = format!("{list} {}", shell.tn("groups-and-more", "n", more));
    }
    let hours = format!("{}–{}", dates::hour(clash.starts_at, zone), dates::hour(clash.ends_at, zone));
    let values = [("what", what.clone()), ("group", group), ("days", list), ("hours", hours)];
    shell.ta(key, &values)
}

fn plain(shell: &Shell, obstacle: &Obstacle, names: &Names) -> String {
    use SessionChangeRefused as R;
    match obstacle {
        Obstacle::Clash(_) => String::new(),
        Obstacle::WomenAttended(day) => shell.tn("groups-women-attended", "day", dates::short(*day)),
        Obstacle::RoomTooSmall { holds } => shell.tn("groups-room-too-small", "n", *holds),
        Obstacle::SamePerson => shell.t("groups-same-person"),
        Obstacle::Ineligible { who, why } => {
            let name = names.get(who).cloned().unwrap_or_default();
            let why = ineligible(shell, *why);
            shell.ta("groups-cannot-facilitate", &[("name", name), ("why", why)])
        }
        Obstacle::Session(R::Held) => shell.t("groups-session-was-held"),
        Obstacle::Session(R::Cancelled) => shell.t("groups-session-was-cancelled"),
        Obstacle::Session(R::ReasonMissing) => shell.t("groups-mistake-reason"),
        Obstacle::Session(R::SameTime) => shell.t("groups-same-time"),
        Obstacle::Session(R::RestDay(why)) => shell.tn("groups-rest-day", "why", skip(shell, why)),
        Obstacle::Session(R::OutOfOrder { number }) => shell.tn("groups-out-of-order", "n", *number),
    }
}

/// What is worth knowing before a group is made.
pub(super) fn warning(shell: &Shell, warning: &Warning, names: &Names) -> String {
    match warning {
        Warning::EndsAfterProject(end) => {
            let values = [("day", dates::short(end.last)), ("n", end.sessions.to_string())];
            shell.ta("groups-warn-project", &values)
        }
        Warning::NotUntilTheEnd { who, why } => {
            let name = names.get(who).cloned().unwrap_or_default();
            shell.ta("groups-warn-facilitator", &[("name", name), ("why", ineligible(shell, *why))])
        }
        Warning::BeginsInThePast => shell.t("groups-warn-past"),
    }
}
