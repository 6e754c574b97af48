//! The dose of a group: what each participant has received of what is prescribed, who may not reach
//! the end, and since when. An owed roll is shown as unknown, never as an absence.

use askama::Template;
use axum::extract::State;
use domain::{
    attendance::dose::{Fact as Happened, Receipt, Standing},
    ids::GroupId,
};
use store::{Programme, Store, attendance::PersonDose};

use crate::{
    features::groups::tabs,
    request::{Answer, At, Visit, page},
    ui::{Badge, Fact, Shell, Tab, Tone},
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
    minutes: String,
    absences: String,
    unknown: u32,
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
    figures: Vec<Fact>,
    lines: Vec<Line>,
}

/// How each participant of a group stands.
pub(super) async fn show(State(store): State<Store<Programme>>, At(id): At<GroupId>, visit: Visit) -> Answer {
    let found = store.group_dose(&visit.ctx, id).await?;
    let subject = visit.subject();
    let shell = visit.shell;
    let rule = [
        ("n", u32::from(found.rule.min_sessions)),
        ("of", u32::from(found.rule.of)),
        ("percent", u32::from(found.rule.min_minutes_percent)),
    ];
    let active: Vec<&PersonDose> = found.people.iter().filter(|person| person.state == "active").collect();
    let count =
        |is: fn(Standing) -> bool| active.iter().filter(|person| is(person.standing)).count().to_string();
    let unknown = active.iter().map(|person| person.dose.unknown).max().unwrap_or_default();
    let figures = vec![
        Fact::new(shell.t("attendance-standing-met"), count(|s| s == Standing::Met)),
        Fact::new(shell.t("attendance-figure-on-track"), count(|s| matches!(s, Standing::OnTrack { .. }))),
        Fact::new(shell.t("attendance-figure-at-risk"), count(|s| matches!(s, Standing::AtRisk { .. }))),
        Fact::new(
            shell.t("attendance-figure-impossible"),
            count(|s| matches!(s, Standing::Impossible { .. })),
        ),
        Fact::new(shell.t("attendance-figure-owed"), unknown.to_string()),
    ];
    page(&DosePage {
        group: id,
        tabs: tabs(&shell, &subject, (id, "/avance")),
        rule: shell.ta("attendance-rule", &rule),
        figures,
        lines: found.people.iter().map(|person| line(&shell, person)).collect(),
        name: found.name,
        shell,
    })
}

fn line(shell: &Shell, person: &PersonDose) -> Line {
    let dose = person.dose;
    let values = [("n", dose.attended), ("of", dose.sessions), ("unknown", dose.unknown)];
    Line {
        name: person.name.as_ref().map_or_else(|| shell.t("attendance-erased"), |name| name.display()),
        is_gone: person.state == "withdrawn",
        sessions: shell.ta("attendance-of", &[("n", dose.attended), ("of", dose.sessions)]),
        minutes: shell.ta("attendance-of", &[("n", dose.minutes_received), ("of", dose.minutes_prescribed)]),
        absences: shell
            .ta("attendance-absences", &[("excused", dose.excused), ("unexcused", dose.unexcused)]),
        unknown: dose.unknown,
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

/// Where a participant stands, in words.
fn standing_badge(shell: &Shell, standing: Standing) -> Badge {
    match standing {
        Standing::Met => Badge::new(Tone::Good, shell.t("attendance-standing-met")),
        Standing::OnTrack { can_miss } => {
            Badge::new(Tone::Neutral, shell.tn("attendance-standing-on-track", "n", can_miss))
        }
        Standing::AtRisk { can_miss } => {
            Badge::new(Tone::Watch, shell.tn("attendance-standing-at-risk", "n", can_miss))
        }
        Standing::Impossible { since_session } => {
            Badge::new(Tone::Bad, shell.tn("attendance-standing-impossible", "n", since_session))
        }
    }
}
