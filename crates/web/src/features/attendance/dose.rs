//! The dose of a group: what each participant has received of what is prescribed, who may not reach
//! the end, and since when. An owed roll is shown as unknown, never as an absence.

use askama::Template;
use axum::extract::State;
use domain::{
    attendance::dose::{Dose, Fact as Happened, Receipt, Standing},
    ids::GroupId,
};
use store::attendance::{PersonDose, standing_name};

use crate::{
    features::groups::tabs,
    request::{Answer, At, ProgrammeState, Visit, page},
    ui::{Badge, Shell, Stat, Tab, Tone},
};

/// Height of the bar of a whole session, and the room of each bar.
const HIGH: u32 = 18;
const WIDE: usize = 12;

/// What is drawn for one session: never told by colour alone.
struct Bar {
    x: usize,
    y: u32,
    height: u32,
    what: &'static str,
}

struct Line {
    name: String,
    is_gone: bool,
    sessions: String,
    percent: String,
    minutes: String,
    dose: Dose,
    badge: Badge,
    bars: Vec<Bar>,
    width: usize,
    drawing: String,
}

#[derive(Template)]
#[template(path = "features/attendance/dose.html")]
struct DosePage {
    shell: Shell,
    group: GroupId,
    name: String,
    tabs: Vec<Tab>,
    rule: String,
    stats: Vec<Stat>,
    /// Sessions whose roll is owed.
    owed: u32,
    /// Whether only one standing is shown.
    is_filtered: bool,
    lines: Vec<Line>,
}

/// The standings in the order of what can still be done about them, with what the tiles say.
const STANDINGS: [(&str, &str, Tone); 4] = [
    ("at-risk", "attendance-figure-at-risk", Tone::Watch),
    ("impossible", "attendance-figure-impossible", Tone::Bad),
    ("on-track", "attendance-figure-on-track", Tone::Info),
    ("met", "attendance-figure-met", Tone::Good),
];

/// How each participant of a group stands; `?situacion=` shows those of one standing.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<GroupId>, visit: Visit) -> Answer {
    let mut found = store.group_dose(&visit.ctx, id).await?;
    let subject = visit.subject();
    let shell = visit.shell;
    let rule = [
        ("n", u32::from(found.rule.min_sessions)),
        ("of", u32::from(found.rule.of)),
        ("percent", u32::from(found.rule.min_minutes_percent)),
    ];
    let owed = found.people.iter().map(|person| person.dose.unknown).max().unwrap_or_default();
    let stat = |(standing, key, tone): (&str, &str, Tone)| Stat {
        href: format!("/grupos/{id}/avance?situacion={standing}"),
        figure: found.people.iter().filter(|person| stands(person) == Some(standing)).count().to_string(),
        label: shell.t(key),
        note: String::new(),
        tone,
    };
    let stats = STANDINGS.map(stat).into();
    let wanted = visit.query.value("situacion");
    let is_filtered = STANDINGS.iter().any(|(standing, ..)| *standing == wanted);
    found.people.retain(|person| !is_filtered || stands(person) == Some(wanted));
    found.people.sort_by_key(urgency);
    page(&DosePage {
        group: id,
        tabs: tabs(&shell, &subject, (id, "/avance")),
        rule: shell.ta("attendance-rule", &rule),
        stats,
        owed,
        is_filtered,
        lines: found.people.iter().map(|person| line(&shell, person)).collect(),
        name: found.name,
        shell,
    })
}

/// The standing of whoever is in the group.
fn stands(person: &PersonDose) -> Option<&'static str> {
    (person.state != "withdrawn").then(|| standing_name(person.standing).0)
}

/// Who is to be looked at first: those at risk, the closest to the edge before the others; who left
/// comes last.
fn urgency(person: &PersonDose) -> (usize, u16) {
    let place = STANDINGS.iter().position(|(standing, ..)| stands(person) == Some(*standing));
    (place.unwrap_or(STANDINGS.len()), measure(person.standing).1)
}

fn line(shell: &Shell, person: &PersonDose) -> Line {
    let dose = person.dose;
    let values = [("n", dose.attended), ("of", dose.sessions), ("unknown", dose.unknown)];
    Line {
        name: person.name.as_ref().map_or_else(|| shell.t("attendance-erased"), |name| name.display()),
        is_gone: person.state == "withdrawn",
        sessions: shell.ta("attendance-of", &[("n", dose.attended), ("of", dose.sessions)]),
        percent: shell.percent(f64::from(dose.minutes_received) / f64::from(dose.minutes_prescribed.max(1))),
        minutes: shell.ta("attendance-of", &[("n", dose.minutes_received), ("of", dose.minutes_prescribed)]),
        dose,
        badge: standing_badge(shell, person.standing),
        bars: person.receipts.iter().enumerate().map(bar).collect(),
        width: person.receipts.len() * WIDE,
        drawing: shell.ta("attendance-drawing", &values),
    }
}

fn bar((place, receipt): (usize, &Receipt)) -> Bar {
    let part =
        |minutes: u16| (u32::from(minutes) * HIGH / u32::from(receipt.prescribed.max(1))).clamp(3, HIGH);
    let (what, height) = match receipt.fact {
        Happened::Attended(minutes) => ("attended", part(minutes)),
        Happened::Missed { excused: true } => ("excused", HIGH),
        Happened::Missed { excused: false } => ("unexcused", HIGH),
        Happened::Unknown => ("unknown", HIGH),
        Happened::ToCome => ("to-come", 2),
        Happened::NotOffered => ("not-offered", 2),
    };
    Bar { x: place * WIDE + 1, y: HIGH - height + 1, height, what }
}

/// The colour of a standing and the number that goes with it: how many sessions can be missed, or since
/// which one it is impossible.
fn measure(standing: Standing) -> (Tone, u16) {
    match standing {
        Standing::Met => (Tone::Good, 0),
        Standing::OnTrack { can_miss } => (Tone::Neutral, can_miss),
        Standing::AtRisk { can_miss } => (Tone::Watch, can_miss),
        Standing::Impossible { since_session } => (Tone::Bad, since_session),
    }
}

/// Where a participant stands, in words.
fn standing_badge(shell: &Shell, standing: Standing) -> Badge {
    let (tone, n) = measure(standing);
    Badge::new(tone, shell.tn(&format!("attendance-standing-{}", standing_name(standing).0), "n", n))
}
