//! The job that issues the certificates of a group, and the page that shows how it goes.

use askama::Template;
use axum::extract::State;
use domain::{access::Action, ids::JobId};
use store::{Job, JobState, Programme, Store};

use crate::{
    kit::Kit,
    request::{Answer, At, ProgrammeState, Visit, page},
    ui::{Notice, Shell},
    work::{Behalf, Trouble},
};

#[derive(Debug, Template)]
#[template(path = "features/certificates/job.html")]
struct JobPage {
    shell: Shell,
    job: Job,
    /// Whether the page asks again by itself.
    goes_on: bool,
    /// How it ended.
    ended: Option<Notice>,
}

/// How far the job is. The page asks again until it has ended.
pub(super) async fn progress(State(store): ProgrammeState, At(id): At<JobId>, visit: Visit) -> Answer {
    let job = store.own_job(&visit.ctx, id).await?;
    let shell = visit.shell;
    let ended = match job.state {
        JobState::Waiting | JobState::Running => None,
        JobState::Done => Some(Notice::good(shell.tn("certificates-job-ended", "n", job.done))),
        JobState::Failed => Some(Notice::bad(shell.t(&problem_key(job.problem.as_deref())))),
    };
    page(&JobPage { goes_on: ended.is_none(), ended, job, shell })
}

fn problem_key(problem: Option<&str>) -> String {
    match problem {
        Some("certificates-no-face") => "certificates-no-face".to_owned(),
        Some(code @ ("gone" | "unprintable" | "too-long" | "logo" | "disk-full")) => {
            format!("certificates-problem-{code}")
        }
        _ => "certificates-problem-other".to_owned(),
    }
}

/// Reserves the folios that are due, then prints, seals and files one document after the other. What
/// cannot be printed keeps its folio and does not stop the others.
#[cfg(feature = "pdf")]
pub(crate) async fn issue(
    store: &Store<Programme>,
    kit: &Kit,
    job: &Job,
    behalf: &Behalf<'_>,
) -> Result<(), Trouble> {
    use std::sync::Arc;

    let group = job.input.parse().map_err(|_| Trouble::GivenUp("gone"))?;
    let ctx = || behalf.ctx(Action::IssueCertificates);
    let batch = Arc::new(store.reserve_certificates(&ctx()?, group).await?);
    let total = batch.drafts.len();
    let mut unprinted = None;
    for (number, draft) in batch.drafts.iter().enumerate() {
        store.note_progress(&ctx()?, job, number, total).await?;
        let (signer, shared) = (store.ring().certificate_signer(batch.centre.0), Arc::clone(&batch));
        let (base_url, now) = (kit.settings().public_url.clone(), kit.now());
        let print = move || super::print::certificate(&shared, number, &base_url, (&signer, now));
        match tokio::task::spawn_blocking(print).await.map_err(|_| Trouble::Later("unavailable"))? {
            Ok(pdf) => store.file_certificate(&ctx()?, draft, &pdf).await?,
            Err(problem) => unprinted = Some(problem),
        }
    }
    store.note_progress(&ctx()?, job, total, total).await?;
    super::print::batch_done();
    unprinted.map_or(Ok(()), |problem| Err(Trouble::GivenUp(problem)))
}

/// Without the printer nothing is issued.
#[cfg(not(feature = "pdf"))]
pub(crate) async fn issue(
    _: &Store<Programme>,
    _: &Kit,
    _: &Job,
    behalf: &Behalf<'_>,
) -> Result<(), Trouble> {
    behalf.ctx(Action::IssueCertificates)?;
    Err(Trouble::GivenUp("no-pdf"))
}
