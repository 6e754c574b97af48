//! One group: what it is, its sessions with what happened to them, and what can be done.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use chrono::Duration;
use domain::{
    access::{Action, reach},
    groups::{GroupState, changes::SessionState},
    ids::{GroupId, SessionId},
};
use store::{GroupFile, SessionChange, SessionRow};

use super::{tabs, texts};
use crate::{
    dates,
    features::programmes::audience_key,
    kit::Kit,
    request::{Answer, At, ProgrammeState, Visit, page},
    ui::{Badge, Event, Fact, Notice, Shell, Stat, Tab, Tone},
};

struct Line {
    row: SessionRow,
    badge: Badge,
    notes: Vec<String>,
    may_change: bool,
    may_substitute: bool,
}

#[derive(Template)]
#[template(path = "features/groups/show.html")]
struct ShowPage {
    shell: Shell,
    id: GroupId,
    name: String,
    badge: Badge,
    tabs: Vec<Tab>,
    stats: Vec<Stat>,
    warning: Option<Notice>,
    facts: Vec<Fact>,
    lines: Vec<Line>,
    events: Vec<Event>,
    feed: String,
    may_open: bool,
    may_manage: bool,
    is_over: bool,
}

/// A group within reach.
pub(super) async fn show(
    State(store): ProgrammeState,
    State(kit): State<Kit>,
    At(id): At<GroupId>,
    mut visit: Visit,
) -> Answer {
    let file = store.get_group(&visit.ctx, id).await?;
    visit.shell.zone = file.zone;
    let subject = visit.subject();
    let may = |action| reach(&subject, action).is_ok();
    let (may_manage, may_open) = (may(Action::ManageGroups), may(Action::ViewSession));
    let (shell, now) = (visit.shell, visit.ctx.now());
    let is_over = matches!(file.row.state, GroupState::Finished | GroupState::Cancelled);
    let next = file.sessions.iter().find(|s| s.state == SessionState::Planned && s.starts_at >= now);
    let line = |row: &SessionRow| {
        let is_past = row.starts_at + Duration::minutes(row.minutes.into()) < now;
        Line {
            badge: texts::session_badge(&shell, row.state, &row.roll_state, is_past),
            notes: notes(&shell, row),
            may_change: may_manage
                && !is_over
                && row.state == SessionState::Planned
                && row.roll_state == "owed",
            may_substitute: may_manage && !is_over && row.state != SessionState::Cancelled,
            row: row.clone(),
        }
    };
    page(&ShowPage {
        id,
        name: file.row.name.clone(),
        badge: texts::state_badge(&shell, file.row.state),
        tabs: tabs(&shell, &subject, (id, "")),
        stats: stats(&shell, &file, (next.map(|session| session.id), may_open)),
        warning: late(&shell, &file),
        facts: facts(&shell, &file),
        lines: file.sessions.iter().map(line).collect(),
        events: events(&shell, &file),
        feed: format!("{}/calendario/{}.ics", kit.settings().public_url, file.feed_token),
        may_open,
        may_manage,
        is_over,
        shell,
    })
}

/// Figures, each a link to what it counts when that may be opened.
fn stats(shell: &Shell, file: &GroupFile, (next, may_open): (Option<SessionId>, bool)) -> Vec<Stat> {
    let id = file.row.id;
    let open = |path: String| if may_open { path } else { format!("/grupos/{id}") };
    let stat = |href: String, figure: String, key: &str, note: String| Stat {
        href,
        figure,
        label: shell.t(key),
        note,
        tone: Tone::Neutral,
    };
    let free = file.row.capacity.saturating_sub(file.row.enrolled);
    let next = next.and_then(|next| file.sessions.iter().find(|session| session.id == next));
    let mut stats = vec![
        stat(
            format!("/grupos/{id}/participantes"),
            format!("{}/{}", file.row.enrolled, file.row.capacity),
            "groups-enrolled",
            shell.tn("groups-free", "n", free),
        ),
        stat(
            open(format!("/grupos/{id}/avance")),
            format!("{}/{}", file.row.sessions_held, file.row.sessions_total),
            "groups-held",
            String::new(),
        ),
    ];
    stats.extend(next.map(|session| {
        let hour = shell.hour(session.starts_at);
        let note = shell.ta("groups-next-note", &[("n", session.number.to_string()), ("hour", hour)]);
        let day = shell.date(shell.day_of(session.starts_at));
        stat(open(format!("/sesiones/{}", session.id)), day, "groups-next", note)
    }));
    stats
}

/// That the group ends after the project that pays for it.
fn late(shell: &Shell, file: &GroupFile) -> Option<Notice> {
    let (_, _, ends_on) = file.project.as_ref()?;
    let beyond = file.row.ends_on > *ends_on && file.row.state != GroupState::Cancelled;
    beyond.then(|| Notice {
        tone: Tone::Watch,
        text: shell
            .ta("groups-late", &[("end", shell.date(file.row.ends_on)), ("project", shell.date(ends_on))]),
        link: None,
    })
}

/// The day of the week and the hour of most of its sessions; some are moved.
fn slot(shell: &Shell, file: &GroupFile) -> String {
    let mut slots: BTreeMap<_, (usize, String)> = BTreeMap::new();
    for session in file.sessions.iter().filter(|one| one.state != SessionState::Cancelled) {
        let day = dates::day_name(shell.day_of(session.starts_at), shell.locale);
        let hour = shell.hour(session.starts_at);
        let text = shell.ta("groups-slot-at", &[("day", day.to_owned()), ("hour", hour.clone())]);
        slots.entry((day, hour)).or_insert((0, text)).0 += 1;
    }
    slots.into_values().max_by_key(|(count, _)| *count).map(|(_, text)| text).unwrap_or_default()
}

fn facts(shell: &Shell, file: &GroupFile) -> Vec<Fact> {
    let row = &file.row;
    let fact = |key: &str, value: String| Fact::new(shell.t(key), value);
    let programme = shell.ta(
        "groups-programme-version",
        &[("title", row.programme_title.clone()), ("n", file.programme_version.to_string())],
    );
    let term = |f: &store::Facilitation| match f.until {
        Some(until) => shell.ta("groups-until", &[("name", f.name.clone()), ("day", shell.date(until))]),
        None if f.since > row.starts_on => {
            shell.ta("groups-since", &[("name", f.name.clone()), ("day", shell.date(f.since))])
        }
        None => f.name.clone(),
    };
    let people = file.facilitators.iter().map(term).collect::<Vec<_>>().join("; ");
    vec![
        fact("groups-programme", programme),
        fact("groups-audience", shell.t(audience_key(row.audience))),
        fact("groups-centre", row.centre_name.clone()),
        fact("groups-room", file.room.1.clone()),
        fact("groups-slot", slot(shell, file)),
        fact("groups-capacity", row.capacity.to_string()),
        fact("groups-dates", format!("{}–{}", shell.date(row.starts_on), shell.date(row.ends_on))),
        fact("groups-pair", people),
        fact("groups-project", file.project.as_ref().map(|(_, key, _)| key.clone()).unwrap_or_default()),
        fact("groups-entry", shell.t(if row.is_open { "groups-entry-open" } else { "groups-entry-closed" })),
    ]
}

/// What happened to a session, in sentences.
fn notes(shell: &Shell, row: &SessionRow) -> Vec<String> {
    let change = |change: &SessionChange| match change.moved_from {
        Some(from) if change.moved_to != change.moved_from => {
            let key = if change.is_closure { "groups-note-closure" } else { "groups-note-moved" };
            shell.ta(key, &[("from", shell.moment(from)), ("why", change.reason.clone())])
        }
        Some(_) => shell.tn("groups-note-room", "why", change.reason.clone()),
        None => shell.tn("groups-note-cancelled", "why", change.reason.clone()),
    };
    let substitution = |one: &store::Substitution| {
        let values =
            [("staff", one.staff.clone()), ("absent", one.absent.clone()), ("why", one.reason.clone())];
        shell.ta("groups-note-substitute", &values)
    };
    row.changes.iter().map(change).chain(row.substitutions.iter().map(substitution)).collect()
}

fn events(shell: &Shell, file: &GroupFile) -> Vec<Event> {
    let event = |change: &store::Change| Event {
        when: shell.moment(change.at),
        machine: shell.machine(change.at),
        title: texts::state_text(shell, change.state),
        text: change.reason.clone(),
        by: String::new(),
        tone: texts::state_badge(shell, change.state).tone,
    };
    file.changes.iter().map(event).collect()
}
