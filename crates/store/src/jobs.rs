//! Work that takes longer than a request: a table of jobs, taken one at a time under a lease.
//!
//! A job is put down in the transaction that asks for it, and is done at least once: whoever takes it
//! may die, and another takes it again when the lease runs out. So each step must be safe to repeat.
//! Input holds ids and codes only. Taking a job and noting progress are machinery, not deeds: the
//! deeds of a job write their own audit entries.

use chrono::{DateTime, Duration, Utc};
use domain::{
    access::Ctx,
    ids::{JobId, UserId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, Statement,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use crate::{Base, Engine, Error, Result, Tx, boxed, entity::machinery::job};

/// How long whoever took a job is left alone with it; each step of progress renews it.
const LEASE: Duration = Duration::minutes(2);
/// How often a job is tried before it is given up.
const ATTEMPTS: i32 = 5;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has taken it, or it is to be tried again.
    Waiting,
    /// Somebody is at it.
    Running,
    /// Done.
    Done,
    /// Given up.
    Failed,
}

impl JobState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Failed];

    /// Stable name, as stored and as the last part of text keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what: an id.
    pub input: String,
    /// Where it stands.
    pub state: JobState,
    /// Steps done.
    pub done: u32,
    /// Steps in all; 0 while that is not known.
    pub total: u32,
    /// How often it was taken.
    pub attempts: i32,
    /// Code of what went wrong last.
    pub problem: Option<String>,
    /// Who asked for it; `None` for the system.
    pub account: Option<UserId>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

impl TryFrom<job::Model> for Job {
    type Error = Error;

    fn try_from(row: job::Model) -> Result<Self> {
        Ok(Self {
            id: JobId(row.id),
            kind: row.kind,
            input: row.input,
            state: JobState::ALL.into_iter().find(|state| state.name() == row.state).ok_or(Error::Damaged)?,
            done: row.done.unsigned_abs(),
            total: row.total.unsigned_abs(),
            attempts: row.attempts,
            problem: row.problem,
            account: row.account_id.map(UserId),
            created_at: row.created_at,
        })
    }
}

impl Base {
    /// Puts a job down in a transaction. While one with the same key waits or runs, that one is meant.
    pub(crate) async fn enqueue(&self, tx: &Tx, kind: &str, input: Uuid) -> Result<JobId> {
        let key = format!("{kind}:{input}");
        let (id, now) = (self.entropy().uuid(), tx.ctx().now());
        let row = job::ActiveModel {
            id: Set(id),
            kind: Set(kind.to_owned()),
            input: Set(input.to_string()),
            state: Set(JobState::Waiting.name().to_owned()),
            done: Set(0),
            total: Set(0),
            attempts: Set(0),
            problem: Set(None),
            account_id: Set(tx.ctx().user().map(|user| user.0)),
            created_at: Set(now),
            run_at: Set(now),
            leased_until: Set(None),
            finished_at: Set(None),
            unique_key: Set(key.clone()),
        };
        job::Entity::insert(row)
            .on_conflict_do_nothing_on([job::Column::UniqueKey])
            .exec_without_returning(tx.db())
            .await?;
        let row = job::Entity::find().filter(job::Column::UniqueKey.eq(key)).one(tx.db()).await?;
        row.map(|row| JobId(row.id)).ok_or(Error::Damaged)
    }

    /// The job of this kind that waits or runs for `input`, if there is one.
    pub(crate) async fn live_job(&self, kind: &str, input: Uuid) -> Result<Option<Job>> {
        let live = job::Entity::find().filter(job::Column::UniqueKey.eq(format!("{kind}:{input}")));
        live.one(self.read()).await?.map(Job::try_from).transpose()
    }

    /// Takes the next job that is due, or whose taker has been silent for too long.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    #[boxed]
    pub async fn take_job(&self, ctx: &Ctx) -> Result<Option<Job>> {
        let due = Condition::any()
            .add(job::Column::State.eq(JobState::Waiting.name()).and(job::Column::RunAt.lte(ctx.now())))
            .add(job::Column::State.eq(JobState::Running.name()).and(job::Column::LeasedUntil.lt(ctx.now())));
        // Most of the time there is none: that is found out without the write lock.
        if job::Entity::find().filter(due).count(self.read()).await? == 0 {
            return Ok(None);
        }
        let (backend, skip) = match self.engine() {
            Engine::Sqlite => (sea_orm::DbBackend::Sqlite, ""),
            Engine::Postgres => (sea_orm::DbBackend::Postgres, "FOR UPDATE SKIP LOCKED"),
        };
        let sql = format!(
            "UPDATE job SET state = 'running', attempts = attempts + 1, leased_until = $2 WHERE id = (SELECT id FROM job \
             WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND leased_until < $1) \
             ORDER BY run_at, id LIMIT 1 {skip}) RETURNING *"
        );
        let values = [ctx.now().into(), (ctx.now() + LEASE).into()];
        let taken = Statement::from_sql_and_values(backend, sql, values);
        let row = job::Entity::find().from_raw_sql(taken).one(&self.0.db.write).await?;
        row.map(Job::try_from).transpose()
    }

    /// Notes progress and keeps the job for another while.
    ///
    /// # Errors
    /// [`Error::Stale`] when another took the job meanwhile: stop.
    #[boxed]
    pub async fn note_progress(&self, ctx: &Ctx, job: &Job, done: usize, total: usize) -> Result<()> {
        let count = |n: usize| Expr::value(i32::try_from(n).unwrap_or(i32::MAX));
        let values = [
            (job::Column::Done, count(done)),
            (job::Column::Total, count(total)),
            (job::Column::LeasedUntil, Expr::value(ctx.now() + LEASE)),
        ];
        self.update_taken(job, values).await
    }

    /// The job is done; its key is free for another.
    ///
    /// # Errors
    /// [`Error::Stale`] when another took it meanwhile.
    #[boxed]
    pub async fn finish_job(&self, ctx: &Ctx, job: &Job) -> Result<()> {
        self.end_job(ctx, job, JobState::Done, None).await
    }

    /// The job went wrong. What may pass by itself is tried again, later each time (10 s, 20 s, 40 s,
    /// 80 s); `for_good` and after the last attempt it is given up, with the code of the problem.
    ///
    /// # Errors
    /// [`Error::Stale`] when another took it meanwhile.
    #[boxed]
    pub async fn fail_job(&self, ctx: &Ctx, job: &Job, problem: &str, for_good: bool) -> Result<()> {
        if for_good || job.attempts >= ATTEMPTS {
            return self.end_job(ctx, job, JobState::Failed, Some(problem)).await;
        }
        let wait = Duration::seconds(5 << job.attempts.clamp(1, 10));
        let values = [
            (job::Column::State, Expr::value(JobState::Waiting.name())),
            (job::Column::Problem, Expr::value(problem)),
            (job::Column::RunAt, Expr::value(ctx.now() + wait)),
        ];
        self.update_taken(job, values).await
    }

    /// A job that the account asked for itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody else's.
    #[boxed]
    pub async fn own_job(&self, ctx: &Ctx, id: JobId) -> Result<Job> {
        let user = ctx.user().ok_or(Error::NotFound)?;
        let row =
            job::Entity::find_by_id(id.0).filter(job::Column::AccountId.eq(user.0)).one(self.read()).await?;
        row.ok_or(Error::NotFound)?.try_into()
    }

    async fn end_job(&self, ctx: &Ctx, job: &Job, state: JobState, problem: Option<&str>) -> Result<()> {
        let values = [
            (job::Column::State, Expr::value(state.name())),
            (job::Column::Problem, Expr::value(problem)),
            (job::Column::FinishedAt, Expr::value(ctx.now())),
            (job::Column::UniqueKey, Expr::value(job.id.to_string())),
        ];
        self.update_taken(job, values).await
    }

    /// Changes a job while it is still held by whoever took it for the `attempts`-th time.
    async fn update_taken<const N: usize>(&self, job: &Job, values: [(job::Column, Expr); N]) -> Result<()> {
        let mut update = job::Entity::update_many();
        for (column, value) in values {
            update = update.col_expr(column, value);
        }
        let held = update
            .filter(job::Column::Id.eq(job.id.0))
            .filter(job::Column::State.eq(JobState::Running.name()))
            .filter(job::Column::Attempts.eq(job.attempts));
        match held.exec(&self.0.db.write).await?.rows_affected {
            0 => Err(Error::Stale),
            _ => Ok(()),
        }
    }
}
