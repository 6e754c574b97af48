//! The documents of a group: who gets which and why not, one button for all that are due.

use std::io::{Cursor, Write};

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Subject},
    certificates::{Kind, Withheld},
    ids::GroupId,
};
use store::{GroupCertificates, Job, Programme, Standing, Store};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{hours_text, kind_text, signatories_text};
use crate::{
    Error,
    download::{self, file},
    error::Replayed,
    features::groups::tabs,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Badge, Notice, Shell, Tab, Tone},
};

#[derive(Debug, Template)]
#[template(path = "features/certificates/list.html")]
struct ListPage {
    shell: Shell,
    group: GroupId,
    name: String,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    may_issue: bool,
    /// What is going on just now, when somebody asked for the documents.
    job: Option<Job>,
    /// Whether whoever looks asked for it: only they see its page.
    is_own_job: bool,
    /// Who signs by hand, in words; empty when nobody is named.
    signatories: String,
    /// Where they are named, for who may do so.
    names_signatories: bool,
    /// What keeps documents back, when none is given or due: how many, and what to do.
    hindrances: Vec<String>,
    due: usize,
    given: usize,
}

#[derive(Debug)]
struct Line {
    name: String,
    sessions: u32,
    hours: String,
    documents: Vec<Cell>,
}

/// A document, or why there is none.
#[derive(Debug)]
struct Cell {
    kind: String,
    badge: Badge,
    href: String,
    link: String,
}

/// The documents of a group.
pub(super) async fn list(State(store): ProgrammeState, At(group): At<GroupId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    page(&list_page(&store, (&visit.ctx, &subject), group, visit.shell).await?)
}

/// Asks for all that are due. The job tells how it goes.
pub(super) async fn issue(State(store): ProgrammeState, At(group): At<GroupId>, deed: Deed) -> Answer {
    match store.ask_for_certificates(&deed.ctx, group).await.replayed() {
        Ok(job) => see(format!("/trabajos/{job}")),
        Err(store::Error::Refused(code)) => {
            let subject = deed.subject();
            let ctx = deed.ctx.also(&subject, Action::ViewCertificates)?;
            let mut shell = deed.shell;
            shell.notice = Some(Notice::bad(shell.t(code)));
            mistakes(&list_page(&store, (&ctx, &subject), group, shell).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// All PDFs in force in one file, named by folio.
pub(super) async fn download(State(store): ProgrammeState, At(group): At<GroupId>, visit: Visit) -> Answer {
    let pdfs = store.group_pdfs(&visit.ctx, group).await?;
    let broken = |_| Error::Failure("zip".to_owned());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A PDF is compressed already.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (folio, kind, pdf) in pdfs {
        let name = if kind == Kind::Completion { "conclusion" } else { "participacion" };
        zip.start_file(format!("{folio}-{name}.pdf"), options).map_err(broken)?;
        zip.write_all(&pdf).map_err(|_| Error::Failure("zip".to_owned()))?;
    }
    file(download::ZIP, "constancias.zip", zip.finish().map_err(broken)?.into_inner())
}

async fn list_page(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    id: GroupId,
    shell: Shell,
) -> Result<ListPage, Error> {
    let group: GroupCertificates = store.group_certificates(ctx, id).await?;
    let standings =
        || group.lines.iter().flat_map(|line| line.documents.iter().map(|(_, standing)| standing));
    let due = standings().filter(|standing| standing.is_due()).count();
    let given = standings().filter(|standing| matches!(standing, Standing::Given(_))).count();
    let hindrance = |reason: &Withheld| {
        let is_it = |standing: &&Standing| matches!(standing, Standing::Withheld(why) if why == reason);
        let n = standings().filter(is_it).count();
        (n > 0).then(|| shell.tn(&format!("certificates-remedy-{}", reason.name()), "n", n))
    };
    let hindrances: Vec<String> = match (due, given) {
        (0, 0) => Withheld::ALL.iter().filter_map(hindrance).collect(),
        _ => Vec::new(),
    };
    let line = |line: &store::ParticipantLine| {
        let name =
            line.name.as_ref().map_or_else(|| shell.t("certificates-erased"), |name| name.by_surname());
        let current =
            line.documents.iter().map(|(kind, standing)| cell(&shell, *kind, standing, line.minutes));
        let revoked = line.revoked.iter().map(|given| {
            let badge = Badge::new(Tone::Bad, shell.t("certificates-revoked"));
            linked(&shell, given, badge)
        });
        Line {
            name,
            sessions: line.sessions,
            hours: hours_text(&shell, line.minutes),
            documents: current.chain(revoked).collect(),
        }
    };
    let lines = group.lines.iter().map(line).collect();
    Ok(ListPage {
        group: id,
        tabs: tabs(&shell, subject, (id, "/constancias")),
        lines,
        may_issue: ctx.also(subject, Action::IssueCertificates).is_ok(),
        is_own_job: group.job.as_ref().is_some_and(|job| job.account == ctx.user()),
        job: group.job,
        signatories: signatories_text(&group.signatories),
        names_signatories: ctx.also(subject, Action::ManageDocuments).is_ok(),
        hindrances,
        due,
        given,
        name: group.name,
        shell,
    })
}

fn cell(shell: &Shell, kind: Kind, standing: &Standing, minutes: u32) -> Cell {
    let plain = |tone, key: &str| {
        let badge = Badge::new(tone, shell.t(key));
        Cell { kind: kind_text(shell, kind), badge, href: String::new(), link: String::new() }
    };
    match standing {
        Standing::Given(given) if given.minutes != minutes => {
            linked(shell, given, Badge::new(Tone::Watch, shell.t("certificates-differs")))
        }
        Standing::Given(given) => linked(shell, given, Badge::new(Tone::Good, shell.t("certificates-given"))),
        Standing::Due => plain(Tone::Info, "certificates-due"),
        Standing::Printing => plain(Tone::Watch, "certificates-printing"),
        Standing::Withheld(reason) => {
            plain(Tone::Neutral, &format!("certificates-withheld-{}", reason.name()))
        }
    }
}

fn linked(shell: &Shell, given: &store::Given, badge: Badge) -> Cell {
    let href = format!("/constancias/{}", given.id);
    Cell { kind: kind_text(shell, given.kind), badge, href, link: given.folio.clone() }
}
