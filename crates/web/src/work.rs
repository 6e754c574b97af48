//! Doing the jobs that pages asked for: `app serve` calls [`work_off`] again and again.

use axum::extract::FromRef;
use domain::access::{Action, Ctx, Subject, decide};
use store::{CERTIFICATES_JOB, Error, Job, Programme, Store};

use crate::{App, features::certificates};

/// How a job goes wrong.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Another took it meanwhile: leave it alone.
    Lost,
    /// It may go better later.
    Later(&'static str),
    /// It will not.
    GivenUp(&'static str),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::Stale => Self::Lost,
            Error::NotFound | Error::Denied => Self::GivenUp("gone"),
            Error::Refused(code) => Self::GivenUp(code),
            Error::DiskFull => Self::Later("disk-full"),
            other => {
                tracing::warn!(cause = %other, "a job met trouble");
                Self::Later("unavailable")
            }
        }
    }
}

/// On whose behalf a job runs. Each step is decided anew, by the roles of now.
pub(crate) struct Behalf<'a> {
    app: &'a App<Programme>,
    subject: Option<Subject>,
}

impl Behalf<'_> {
    /// The decision for a step.
    ///
    /// # Errors
    /// [`Trouble::GivenUp`] when whoever asked may not do that any more.
    pub(crate) fn ctx(&self, action: Action) -> Result<Ctx, Trouble> {
        let (now, request) = (self.app.kit().now(), self.app.kit().uuid());
        match &self.subject {
            Some(subject) => {
                decide(subject, action, now, request).map_err(|denied| Error::from(denied).into())
            }
            None => Ok(Ctx::system(action, now, request)),
        }
    }
}

/// Does one job, if any is due. Says whether there was one: then there may be another.
pub async fn work_off(app: &App<Programme>) -> bool {
    let store = Store::<Programme>::from_ref(app);
    let system = || Ctx::system(Action::UseOwnAccount, app.kit().now(), app.kit().uuid());
    let job = match store.take_job(&system()).await {
        Ok(Some(job)) => job,
        Ok(None) => return false,
        Err(error) => {
            tracing::warn!(cause = %error, "jobs cannot be looked at");
            return false;
        }
    };
    let ended = match run(app, &store, &job).await {
        Ok(()) => store.finish_job(&system(), &job).await,
        Err(Trouble::Lost) => Err(Error::Stale),
        Err(Trouble::Later(problem)) => store.fail_job(&system(), &job, problem, false).await,
        Err(Trouble::GivenUp(problem)) => store.fail_job(&system(), &job, problem, true).await,
    };
    if let Err(error) = ended {
        tracing::warn!(job = %job.id, kind = job.kind, cause = %error, "a job was not brought to an end");
    }
    true
}

async fn run(app: &App<Programme>, store: &Store<Programme>, job: &Job) -> Result<(), Trouble> {
    let subject = match job.account {
        None => None,
        Some(user) => {
            let look = Ctx::system(Action::ManageAccounts, app.kit().now(), app.kit().uuid());
            let account = store.account(&look, user).await?;
            if account.suspended_at.is_some() {
                return Err(Trouble::GivenUp("gone"));
            }
            Some(account.subject())
        }
    };
    let behalf = Behalf { app, subject };
    match job.kind.as_str() {
        CERTIFICATES_JOB => certificates::job::issue(store, app.kit(), job, &behalf).await,
        _ => Err(Trouble::GivenUp("unknown-kind")),
    }
}
