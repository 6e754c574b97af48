//! What can go wrong with stored data, as situations that a page or a command can answer. Any function
//! of the store may answer `NotFound` for what is out of reach, and `Unavailable`; its docs say what else.

use domain::access::Denied;
use sea_orm::{DbErr, SqlErr};
use uuid::Uuid;

/// Result of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A situation of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Absent, or outside the scope of whoever asks: the two are never told apart.
    #[error("not found")]
    NotFound,
    /// The route was bound to another action. Answers like `NotFound`.
    #[error("denied")]
    Denied,
    /// A unique constraint was violated; carries the constraint's name as `table.columns`.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Somebody saved meanwhile.
    #[error("stale")]
    Stale,
    /// A rule of the domain refused; carries its code, as in the text keys (`group-full`).
    #[error("refused: {0}")]
    Refused(&'static str),
    /// This write was done before with the same key and body; carries what it made or changed.
    #[error("replayed")]
    Replayed(Option<Uuid>),
    /// The idempotency key was used with another body.
    #[error("idempotency key reused")]
    KeyReused,
    /// A sealed value does not open: another key, or somebody changed the database.
    #[error("sealed value does not open")]
    Damaged,
    /// The root key file does not belong to this data.
    #[error("root key of other data")]
    WrongRootKey,
    /// Migrations are due.
    #[error("schema behind this version")]
    SchemaBehind,
    /// The data was made by a later version of the program.
    #[error("data of a newer version: {0}")]
    NewerData(String),
    /// A write without an audit entry: a mistake in the code, never committed.
    #[error("write without audit entry: {0}")]
    Unaudited(&'static str),
    /// The disk has no room.
    #[error("disk full")]
    DiskFull,
    /// A database does not answer, or answered with something unforeseen.
    #[error("database unavailable: {0}")]
    Unavailable(String),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(what)) = error.sql_err() {
            return Self::Conflict(what);
        }
        if matches!(error, DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated) {
            return Self::NotFound;
        }
        let text = error.to_string();
        if text.contains("disk is full") || text.contains("No space left") || text.contains("(code: 13)") {
            return Self::DiskFull;
        }
        Self::Unavailable(text)
    }
}

impl From<Denied> for Error {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl From<vault::VaultError> for Error {
    fn from(_: vault::VaultError) -> Self {
        Self::Damaged
    }
}

impl Error {
    /// Whether a unique constraint over this column was violated, on either engine.
    #[must_use]
    pub fn is_conflict_on(&self, column: &str) -> bool {
        matches!(self, Self::Conflict(what) if what.contains(column))
    }
}
