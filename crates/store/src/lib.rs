//! The only crate that knows SQL. Two engines, SQLite and PostgreSQL, from one source.
//!
//! How to read it: `lib.rs` opens a compartment; `kit/` holds what every feature uses (connections,
//! transactions, scope); `keys.rs` and `audit/` the sealed fields and the audit chain; then one
//! file per feature. Every public function takes `&Ctx` first, adds its scope to each query and
//! writes its audit entry in the same transaction. Entities never leave this crate. Any function can
//! fail with [`Error::Unavailable`]; its docs name what else can happen.

pub mod accounts;
mod attachments;
pub mod attendance;
mod audit;
mod backup;
mod centres;
mod certificates;
mod document_face;
pub mod enrolments;
mod entity;
mod error;
mod first_steps;
mod groups;
pub mod home;
mod jobs;
mod keys;
mod kit;
mod migration;
mod paper;
pub mod people;
mod programmes;
mod projects;
pub mod sessions;
mod staff;
pub mod synthetic;
mod tasks;

/// Puts the future of a public function in a box. Without it every crate that calls the function
/// compiles the body anew, once in each unit: two fifths of `web` was the code of this crate.
pub(crate) use async_recursion::async_recursion as boxed;
use std::{marker::PhantomData, ops::Deref, path::PathBuf, sync::Arc};

use domain::{access::Compartment, clock::Clock};
use sea_orm::DatabaseConnection;
use vault::{Entropy, KeyRing, RootKey};

pub use attachments::Attachment;
pub use audit::{AuditFilter, AuditLine, AuditReport, AuditState, ReadEntry};
pub use centres::{
    Centre, MarkConflict, NewCentre, NewRestDay, NewRoom, NewWomenMark, RestDay, Room, RoomChange, WomenMark,
};
pub use certificates::{
    Batch, CertificateFile, Draft, Given, GroupCertificates, JOB as CERTIFICATES_JOB, ParticipantLine,
    PublicDetails, PublicState, PublicView, Standing,
};
pub use document_face::{DocumentFace, FaceLogo, NewFace, Signatory};
pub use enrolments::EnrolmentDetails;
pub use error::{Error, Result};
pub use first_steps::{FirstSteps, GuideMark};
pub use groups::{
    Available, BookingClash, Change, Closure, ClosurePlan, Facilitation, FacilitatorChange, Feed,
    FeedSession, GroupFile, GroupFilter, GroupList, GroupPlan, GroupRow, MovedSession, NewGroup, Obstacle,
    ScheduleError, SessionChange, SessionMove, SessionRow, Substitute, Substitution, Taken, Warning,
};
pub use jobs::{Job, JobState};
pub use kit::{
    db::{Engine, Source, create_database},
    faults,
    tx::Tx,
};
pub use paper::Paper;
pub use programmes::{ProgrammeError, ProgrammeFile, ProgrammeRow, SHIPPED_PACKS};
pub use projects::{NewProject, Project, ProjectGroup, Target};
pub use staff::{
    Candidate, Caseload, CaseloadGroup, Contract, ContractsWatched, HandOver, HandOverError, NewContract,
    NewSanction, NewStaff, NewViolenceCheck, STAFF_PAGE, SanctionRow, Staff, StaffFile, StaffFilter,
    StaffLine, StaffList, Suspended,
};

/// The programme compartment, as a type: its store cannot be passed where the other is meant.
#[derive(Debug, Clone, Copy)]
pub struct Programme;

/// The safety compartment, as a type.
#[derive(Debug, Clone, Copy)]
pub struct Safety;

/// What tells the two compartments apart.
pub trait Side: Send + Sync + 'static {
    /// Which compartment it is.
    const COMPARTMENT: Compartment;
}

impl Side for Programme {
    const COMPARTMENT: Compartment = Compartment::Programme;
}

impl Side for Safety {
    const COMPARTMENT: Compartment = Compartment::Safety;
}

/// One compartment's store. What both sides have (accounts, audit, jobs) is on [`Base`], which it
/// derefs to; what only one side has is implemented on `Store<Programme>` or `Store<Safety>`.
#[derive(Debug)]
pub struct Store<S> {
    base: Base,
    side: PhantomData<S>,
}

impl<S> Clone for Store<S> {
    fn clone(&self) -> Self {
        Self { base: self.base.clone(), side: PhantomData }
    }
}

impl<S> Deref for Store<S> {
    type Target = Base;
    fn deref(&self) -> &Base {
        &self.base
    }
}

/// Connections, keys, clock and randomness of one compartment. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Base(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    compartment: Compartment,
    db: kit::db::Db,
    keys: DatabaseConnection,
    ring: KeyRing,
    clock: Clock,
    entropy: Entropy,
    reads: tokio::sync::mpsc::Sender<audit::WaitingRead>,
    folder: Option<PathBuf>,
}

impl<S: Side> Store<S> {
    /// Opens a compartment whose schema is up to date.
    ///
    /// # Errors
    /// [`Error::SchemaBehind`] when migrations are due, [`Error::NewerData`] when the data was made
    /// by a later version, [`Error::Unavailable`] when a database does not answer.
    #[boxed]
    pub async fn open(source: &Source, root: &RootKey, clock: Clock, entropy: Entropy) -> Result<Self> {
        let opened = kit::db::open(source).await?;
        if opened.pending_migrations::<S>().await? > 0 {
            return Err(Error::SchemaBehind);
        }
        Self::assemble(source, opened, root, clock, entropy).await
    }

    /// Opens a compartment, making or bringing up to date its schema first.
    ///
    /// # Errors
    /// As [`Store::open`], without `SchemaBehind`.
    #[boxed]
    pub async fn open_migrated(
        source: &Source,
        root: &RootKey,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<Self> {
        let opened = kit::db::open(source).await?;
        opened.migrate::<S>().await?;
        Self::assemble(source, opened, root, clock, entropy).await
    }

    async fn assemble(
        source: &Source,
        opened: kit::db::Opened,
        root: &RootKey,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<Self> {
        let reads = audit::start_read_writer(opened.db.clone());
        let base = Base(Arc::new(Inner {
            compartment: S::COMPARTMENT,
            db: opened.db,
            keys: opened.keys,
            ring: KeyRing::derive(root, S::COMPARTMENT.name()),
            clock,
            entropy,
            reads,
            folder: source.folder().map(Into::into),
        }));
        base.check_root_key().await?;
        base.apply_shred_list().await?;
        Ok(Self { base, side: PhantomData })
    }
}

impl Base {
    /// Which compartment this is.
    #[must_use]
    pub fn compartment(&self) -> Compartment {
        self.0.compartment
    }

    /// Which engine it runs on.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.db.engine
    }

    /// The key ring of the compartment.
    #[must_use]
    pub fn ring(&self) -> &KeyRing {
        &self.0.ring
    }

    /// The injected randomness.
    #[must_use]
    pub fn entropy(&self) -> &Entropy {
        &self.0.entropy
    }

    /// The injected clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The data folder, on SQLite.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.0.folder.as_deref()
    }

    /// The connection for reads: a read-only pool on SQLite.
    pub(crate) fn read(&self) -> &DatabaseConnection {
        &self.0.db.read
    }

    /// Says whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    #[boxed]
    pub async fn ping(&self) -> Result<()> {
        Ok(self.read().ping().await?)
    }

    /// Waits until neither database holds a connection of ours any more. The writer goes last: it
    /// is the one that can bring the write-ahead log into the file.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when a database does not answer.
    #[boxed]
    pub async fn close(&self) -> Result<()> {
        self.0.db.read.clone().close().await?;
        self.0.db.write.clone().close().await?;
        self.0.keys.clone().close().await?;
        Ok(())
    }
}
