//! «Hoy»: what somebody has before them and what is owed, each with why it is there. The page is one
//! for all roles; what is on it follows from what one may do.

mod contact;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use domain::access::Action;
use store::{
    AuditState, Programme,
    attendance::DoseFigures,
    home::{Home, HomeSession, HomeTask},
};

use crate::{
    dates,
    request::{Answer, ProgrammeState, Visit, page},
    routes::Route,
    ui::{Badge, Pager, Shell, Tone},
};

/// The routes of the home page.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    vec![
        Route::get("/", Action::UseOwnAccount, home),
        Route::get("/pendientes/{tarea}", Action::WriteLog, contact::ask),
        Route::post("/pendientes/{tarea}", Action::WriteLog, contact::log),
    ]
}

/// Groups on a page of figures.
const FIGURES: u64 = 25;

/// A thing to do.
struct Item {
    href: String,
    title: String,
    badges: Vec<Badge>,
    why: String,
}

struct Section {
    title: String,
    /// Why what is in it matters, said once; may be empty.
    why: String,
    items: Vec<Item>,
}

/// A line of figures of a group.
struct Figures {
    group: String,
    centre: String,
    sessions: String,
    enrolled: u32,
    standings: [u32; 4],
    owed: u32,
}

#[derive(Template)]
#[template(path = "features/home/home.html")]
struct HomePage {
    shell: Shell,
    day: String,
    works_with_groups: bool,
    may_search: bool,
    may_register: bool,
    may_manage_accounts: bool,
    may_see_groups: bool,
    sections: Vec<Section>,
    figures: Option<(Vec<Figures>, Pager)>,
    audit: Option<(Badge, String)>,
    empty: String,
}

async fn home(State(store): ProgrammeState, visit: Visit) -> Answer {
    let subject = visit.subject();
    let (ctx, shell) = (&visit.ctx, visit.shell.clone());
    let may = |action| ctx.also(&subject, action).ok();
    let works_with_groups = may(Action::ViewSession).is_some();
    let sections = match may(Action::ViewGroups).filter(|_| works_with_groups) {
        Some(groups) => sections(&shell, &store.home(&groups).await?, ctx.now()),
        None => Vec::new(),
    };
    let figures = match may(Action::ViewFigures).filter(|_| !works_with_groups) {
        Some(allowed) => {
            let offset = (visit.page_number().saturating_sub(1)) * FIGURES;
            let found = store.dose_figures(&allowed, offset, FIGURES).await?;
            let pager = Pager::new(visit.page_number(), FIGURES, found.total, "/", visit.query.pairs());
            Some((lines(&shell, found), pager))
        }
        None => None,
    };
    let audit = match may(Action::ViewAudit) {
        Some(allowed) => Some(audit(&shell, store.audit_state(&allowed).await?)),
        None => None,
    };
    let may_search = may(Action::SearchPeople).is_some();
    let empty = match (works_with_groups, may_search) {
        (true, _) => shell.t("home-empty-groups"),
        (false, true) => shell.t("home-empty-intake"),
        (false, false) => shell.t("home-empty-other"),
    };
    page(&HomePage {
        empty,
        day: shell.long_date(shell.day_of(ctx.now())),
        works_with_groups,
        may_search,
        may_register: may(Action::EditPerson).is_some(),
        may_manage_accounts: may(Action::ManageAccounts).is_some(),
        may_see_groups: may(Action::ViewGroups).is_some(),
        sections,
        figures,
        audit,
        shell,
    })
}

fn sections(shell: &Shell, home: &Home, now: chrono::DateTime<chrono::Utc>) -> Vec<Section> {
    let day = |at, zone| dates::local(at, zone).date();
    let ahead = |one: &HomeSession| (day(one.starts_at, one.zone) - day(now, one.zone)).num_days();
    let is_today = |one: &&HomeSession| ahead(one) == 0;
    let is_later = |one: &&HomeSession| (1..=7).contains(&ahead(one));
    let owed = |one: &HomeSession| {
        session(shell, one, "/lista", vec![Badge::new(Tone::Bad, shell.t("home-why-roll"))])
    };
    let state = |one: &HomeSession| match one.roll_state.as_str() {
        "closed" => Badge::new(Tone::Good, shell.t("home-roll-signed")),
        "saved" => Badge::new(Tone::Watch, shell.t("home-roll-draft")),
        _ => Badge::new(Tone::Info, shell.tn("home-enrolled", "n", one.enrolled)),
    };
    let planned = |one: &HomeSession| session(shell, one, "", vec![state(one)]);
    let section =
        |title: &str, items: Vec<Item>| Section { title: shell.t(title), why: String::new(), items };
    let calls = home.tasks.iter().any(|one| one.kind == "early-absence");
    let tasks = home.tasks.iter().map(|one| task(shell, one, now)).collect();
    let why = if calls { shell.t("home-tasks-calls") } else { String::new() };
    let all = vec![
        section("home-today", home.coming.iter().filter(is_today).map(planned).collect()),
        section("home-owed-rolls", home.owed_rolls.iter().map(owed).collect()),
        Section { why, ..section("home-tasks", tasks) },
        section("home-owed-records", owed_records(shell, home)),
        section("home-coming", home.coming.iter().filter(is_later).map(planned).collect()),
    ];
    all.into_iter().filter(|section| !section.items.is_empty()).collect()
}

/// What is missing of sessions whose roll is closed, each session once, the oldest first.
fn owed_records(shell: &Shell, home: &Home) -> Vec<Item> {
    let mut by_session: BTreeMap<_, (&HomeSession, Vec<Badge>)> = BTreeMap::new();
    for (list, key) in [(&home.owed_logs, "home-why-log"), (&home.owed_lists, "home-why-list")] {
        for one in list {
            let entry = by_session.entry((one.starts_at, one.session));
            entry.or_insert((one, Vec::new())).1.push(Badge::new(Tone::Watch, shell.t(key)));
        }
    }
    by_session.into_values().map(|(one, badges)| session(shell, one, "", badges)).collect()
}

fn session(shell: &Shell, one: &HomeSession, path: &str, badges: Vec<Badge>) -> Item {
    let day = dates::local(one.starts_at, one.zone).date();
    let values = [("group", one.group_name.clone()), ("n", one.number.to_string())];
    let when = [("day", shell.long_date(day)), ("hour", dates::hour(one.starts_at, one.zone))];
    Item {
        href: format!("/sesiones/{}{path}", one.session),
        title: shell.ta("home-session", &values),
        badges,
        why: shell.ta("home-when", &when),
    }
}

fn task(shell: &Shell, one: &HomeTask, now: chrono::DateTime<chrono::Utc>) -> Item {
    let who = one.name.as_ref().map(|name| name.display()).unwrap_or_default();
    let group = one.group.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let number = one.session_number.map(|n| n.to_string()).unwrap_or_default();
    let values = [("who", who), ("group", group), ("n", number)];
    let of_group =
        || one.group.as_ref().map_or_else(|| "/personal".to_owned(), |(id, _)| format!("/grupos/{id}"));
    let (title, why, href) = match one.kind.as_str() {
        "early-absence" => ("home-task-absence", "home-task-absence-why", format!("/pendientes/{}", one.id)),
        "contract-ending" => ("home-task-contract", "home-task-contract-why", "/personal".to_owned()),
        "facilitator-missing" => ("home-task-facilitator", "home-task-facilitator-why", of_group()),
        _ => ("home-task-other", "home-task-other-why", of_group()),
    };
    let (tone, due) =
        if one.due_on < shell.day_of(now) { (Tone::Bad, "home-overdue") } else { (Tone::Watch, "home-due") };
    let due = shell.tn(due, "day", shell.date(one.due_on));
    Item {
        href,
        title: shell.ta(title, &values),
        badges: vec![Badge::new(tone, due)],
        why: shell.ta(why, &values),
    }
}

fn lines(shell: &Shell, found: DoseFigures) -> Vec<Figures> {
    let standings = ["met", "on-track", "at-risk", "impossible"];
    let line = |one: store::attendance::GroupFigures| Figures {
        standings: standings.map(|name| one.standings.get(name).copied().unwrap_or_default()),
        sessions: shell.ta("attendance-of", &[("n", one.sessions.0), ("of", one.sessions.1)]),
        group: one.name,
        centre: one.centre,
        enrolled: one.enrolled,
        owed: one.owed_rolls,
    };
    found.groups.into_iter().map(line).collect()
}

fn audit(shell: &Shell, state: AuditState) -> (Badge, String) {
    let mut text = shell.ta("home-audit", &[("n", state.linked), ("waiting", state.waiting)]);
    if let Some((seq, at)) = state.checkpoint {
        let values = [("n", seq.to_string()), ("when", shell.moment(at))];
        text = format!("{text} {}", shell.ta("home-audit-checkpoint", &values));
    }
    (super::audit::badge(shell, state), text)
}
