//! Before documents are issued: how many of each kind, for whom, who signs, with which date. Nothing
//! is written before this page is sent. What is due may be less by then, never something not said here.

use askama::Template;
use axum::extract::State;
use domain::{access::Action, certificates::Kind, ids::GroupId};
use store::ParticipantLine;

use super::{kind_text, signatories_text};
use crate::{
    request::{Answer, At, ProgrammeState, Visit, page, see},
    ui::{Fact, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/certificates/issue.html")]
struct IssuePage {
    shell: Shell,
    group: GroupId,
    name: String,
    facts: Vec<Fact>,
    /// Who gets something, and which documents.
    people: Vec<(String, String)>,
    /// Where signatories are named, for who may do so.
    names_signatories: bool,
    due: usize,
}

/// What would be issued; back to the list when nothing can be.
pub(super) async fn ask(State(store): ProgrammeState, At(id): At<GroupId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    let also = |action| visit.ctx.also(&subject, action);
    let group = store.group_certificates(&also(Action::ViewCertificates)?, id).await?;
    let due = |kind: Kind| group.lines.iter().filter(|line| is_due(line, kind)).count();
    let total = Kind::ALL.iter().map(|kind| due(*kind)).sum();
    if total == 0 || group.job.is_some() || group.signatories.is_empty() {
        return see(format!("/grupos/{id}/constancias"));
    }
    let shell = visit.shell.clone();
    let person = |line: &ParticipantLine| {
        let kinds = Kind::ALL.iter().filter(|kind| is_due(line, **kind));
        let kinds = kinds.map(|kind| kind_text(&shell, *kind)).collect::<Vec<_>>().join("; ");
        let name = line.name.as_ref()?.by_surname();
        (!kinds.is_empty()).then_some((name, kinds))
    };
    let people: Vec<_> = group.lines.iter().filter_map(person).collect();
    let fact = |key: &str, value: String| Fact::new(shell.t(key), value);
    let counts = Kind::ALL.iter().map(|kind| Fact::new(kind_text(&shell, *kind), due(*kind).to_string()));
    let rest = [
        fact("certificates-check-people", people.len().to_string()),
        fact("certificates-check-signs", signatories_text(&group.signatories)),
        fact("certificates-issued-on", shell.long_date(group.today)),
    ];
    page(&IssuePage {
        group: id,
        name: group.name,
        facts: counts.chain(rest).collect(),
        people,
        names_signatories: also(Action::ManageDocuments).is_ok(),
        due: total,
        shell,
    })
}

fn is_due(line: &ParticipantLine, wanted: Kind) -> bool {
    line.documents.iter().any(|(kind, standing)| *kind == wanted && standing.is_due())
}
