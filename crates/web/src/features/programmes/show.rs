//! Programmes as they are: all of them, one version, the sheets of its sessions.

use askama::Template;
use axum::extract::State;
use domain::{
    access::Action,
    ids::ProgrammeVersionId,
    programmes::{Programme as Pack, SessionKind, SessionPlan},
};
use store::{ProgrammeFile, ProgrammeRow};

use super::audience_key;
use crate::{
    error::Error,
    request::{Answer, At, ProgrammeState, Visit, page},
    ui::{Badge, Fact, Shell, Tone},
};

#[derive(Template)]
#[template(path = "features/programmes/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<ProgrammeRow>,
}

#[derive(Template)]
#[template(path = "features/programmes/show.html")]
struct ShowPage {
    shell: Shell,
    row: ProgrammeRow,
    badge: Badge,
    pack: Pack,
    facts: Vec<Fact>,
    others: Vec<ProgrammeRow>,
    has_examples: bool,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "features/programmes/sheet.html")]
struct SheetPage {
    shell: Shell,
    id: ProgrammeVersionId,
    pack: Pack,
    sessions: Vec<SessionPlan>,
}

/// All programmes in their latest version.
pub(super) async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    page(&ListPage { rows: store.list_programmes(&visit.ctx).await?, shell: visit.shell })
}

/// One version.
pub(super) async fn show(
    State(store): ProgrammeState,
    At(id): At<ProgrammeVersionId>,
    visit: Visit,
) -> Answer {
    let file = store.get_programme(&visit.ctx, id).await?;
    let may_edit = !file.row.is_retired && visit.ctx.also(&visit.subject(), Action::EditProgrammes).is_ok();
    let shell = visit.shell;
    let badge = if file.row.is_retired {
        Badge::new(Tone::Neutral, shell.t("programmes-retired"))
    } else {
        Badge::new(Tone::Good, shell.t("programmes-current"))
    };
    page(&ShowPage {
        facts: facts(&shell, &file),
        has_examples: file.pack.sessions.iter().any(|session| session.is_example_title),
        row: file.row,
        pack: file.pack,
        others: file.others,
        badge,
        may_edit,
        shell,
    })
}

fn facts(shell: &Shell, file: &ProgrammeFile) -> Vec<Fact> {
    let pack = &file.pack;
    let rule = pack.completion;
    let completion = [
        ("sessions", rule.min_sessions.to_string()),
        ("of", rule.of.to_string()),
        ("percent", rule.min_minutes_percent.to_string()),
    ];
    let fact = |key: &str, value: String| Fact::new(shell.t(key), value);
    vec![
        fact("programmes-audience", shell.t(audience_key(pack.audience))),
        fact("programmes-version", pack.version.to_string()),
        fact("programmes-sessions", pack.sessions.len().to_string()),
        fact("programmes-hours", hours(pack.minutes())),
        fact("programmes-completion", shell.ta("programmes-rule", &completion)),
        fact("programmes-groups", file.groups.to_string()),
    ]
}

/// Minutes as hours, `2.5` for 150.
fn hours(minutes: u32) -> String {
    let tenths = (minutes * 10).div_ceil(60);
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// The sheets of all sessions, to print.
pub(super) async fn sheets(
    State(store): ProgrammeState,
    At(id): At<ProgrammeVersionId>,
    visit: Visit,
) -> Answer {
    let pack = store.get_programme(&visit.ctx, id).await?.pack;
    page(&SheetPage { shell: visit.shell, id, sessions: pack.sessions.clone(), pack })
}

/// The sheet of one session.
pub(super) async fn sheet(
    State(store): ProgrammeState,
    At((id, number)): At<(ProgrammeVersionId, u16)>,
    visit: Visit,
) -> Answer {
    let pack = store.get_programme(&visit.ctx, id).await?.pack;
    let session = pack.sessions.iter().find(|session| session.number == number).cloned();
    page(&SheetPage { shell: visit.shell, id, sessions: vec![session.ok_or(Error::NotFound)?], pack })
}
