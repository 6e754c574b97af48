//! Connections of one compartment: its database (one write connection and a read-only pool on
//! SQLite, one pool on PostgreSQL) and, apart, the database of the data keys. Never ATTACH.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::prelude::*;

use super::faults;
use crate::{
    Error, Result, Side,
    migration::{ProgrammeMigrator, SafetyMigrator},
};
use domain::access::Compartment;

/// Where a compartment's data live.
#[derive(Debug, Clone)]
pub enum Source {
    /// A folder with `data.db` and `keys.db`.
    Sqlite(PathBuf),
    /// Two PostgreSQL databases: data and keys.
    Postgres {
        /// URL of the data.
        url: String,
        /// URL of the keys, ideally of another cluster.
        keys_url: String,
    },
}

impl Source {
    /// The folder, on SQLite.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(folder) => Some(folder),
            Self::Postgres { .. } => None,
        }
    }
}

/// The engine in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

#[derive(Debug, Clone)]
pub(crate) struct Db {
    pub(crate) write: DatabaseConnection,
    pub(crate) read: DatabaseConnection,
    pub(crate) engine: Engine,
}

pub(crate) struct Opened {
    pub(crate) db: Db,
    pub(crate) keys: DatabaseConnection,
}

pub(crate) async fn open(source: &Source) -> Result<Opened> {
    match source {
        Source::Sqlite(folder) => {
            let data = folder.join("data.db");
            let write = sqlite(&data, false).await?;
            let read = sqlite(&data, true).await?;
            let keys = sqlite(&folder.join("keys.db"), false).await?;
            Ok(Opened { db: Db { write, read, engine: Engine::Sqlite }, keys })
        }
        Source::Postgres { url, keys_url } => {
            let pool = postgres(url, 16).await?;
            let keys = postgres(keys_url, 4).await?;
            Ok(Opened { db: Db { write: pool.clone(), read: pool, engine: Engine::Postgres }, keys })
        }
    }
}

/// Readers of one SQLite file. They use the processor, not the disk: more of them than it has cores
/// wait for each other and keep the same pages several times.
const READERS: u32 = 4;

/// `synchronous=FULL`: an acknowledged write survives a power cut. `secure_delete`: what is deleted
/// is overwritten. One write connection: writers queue in the program, not on a busy file.
async fn sqlite(file: &Path, read_only: bool) -> Result<DatabaseConnection> {
    let mode = if read_only { "ro" } else { "rwc" };
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode={mode}", file.display()));
    options
        .max_connections(if read_only { READERS } else { 1 })
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(20))
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |o| {
            let o = o
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("synchronous", "FULL")
                .pragma("secure_delete", "ON")
                .pragma("trusted_schema", "OFF")
                .pragma("temp_store", "MEMORY")
                // Each connection has its own: some 60 MB in all, of the 150 that a process may take.
                .pragma("cache_size", "-10000")
                .statement_cache_capacity(256);
            // The known-bad setting of a full disk: the file may not grow.
            let o = if faults::control("disk-full") { o.pragma("max_page_count", "1") } else { o };
            if read_only { o.read_only(true) } else { o.pragma("journal_mode", "WAL") }
        });
    Ok(Database::connect(options).await?)
}

async fn postgres(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(20))
        .connect_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .test_before_acquire(false);
    Ok(Database::connect(options).await?)
}

impl Opened {
    /// How many migrations are due.
    pub(crate) async fn pending_migrations<S: Side>(&self) -> Result<usize> {
        refuse_newer::<S>(&self.db.write).await?;
        let write = &self.db.write;
        Ok(match S::COMPARTMENT {
            Compartment::Programme => ProgrammeMigrator::get_pending_migrations(write).await?.len(),
            Compartment::Safety => SafetyMigrator::get_pending_migrations(write).await?.len(),
        })
    }

    /// Brings the schema of data and keys up to date.
    pub(crate) async fn migrate<S: Side>(&self) -> Result<()> {
        refuse_newer::<S>(&self.db.write).await?;
        match S::COMPARTMENT {
            Compartment::Programme => ProgrammeMigrator::up(&self.db.write, None).await?,
            Compartment::Safety => SafetyMigrator::up(&self.db.write, None).await?,
        }
        crate::keys::create_table(&self.keys).await
    }
}

/// Refuses data whose list of applied migrations has one that this program does not know.
async fn refuse_newer<S: Side>(db: &DatabaseConnection) -> Result<()> {
    let backend = db.get_database_backend();
    if !has_table(db, "seaql_migrations").await? {
        return Ok(());
    }
    let known: Vec<String> = match S::COMPARTMENT {
        Compartment::Programme => names::<ProgrammeMigrator>(),
        Compartment::Safety => names::<SafetyMigrator>(),
    };
    let query = Statement::from_string(backend, "SELECT version FROM seaql_migrations");
    for row in db.query_all_raw(query).await? {
        let version: String = row.try_get("", "version")?;
        if !known.contains(&version) {
            return Err(Error::NewerData(version));
        }
    }
    Ok(())
}

fn names<M: MigratorTrait>() -> Vec<String> {
    M::migrations().iter().map(|m| m.name().to_owned()).collect()
}

/// Whether a table exists. SQLite: `sqlite_master`; PostgreSQL: `to_regclass`.
pub(crate) async fn has_table(db: &DatabaseConnection, table: &str) -> Result<bool> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
        _ => "SELECT 1 WHERE to_regclass($1) IS NOT NULL",
    };
    let query = Statement::from_sql_and_values(backend, sql, [table.into()]);
    Ok(db.query_one_raw(query).await?.is_some())
}

/// Makes a PostgreSQL database when it is not there yet; the server must already answer.
///
/// # Errors
/// [`Error::Unavailable`] when the server does not answer or refuses.
pub async fn create_database(url: &str) -> Result<()> {
    if postgres(url, 1).await.is_ok() {
        return Ok(());
    }
    let (server, name) =
        url.rsplit_once('/').ok_or_else(|| Error::Unavailable("URL without database".to_owned()))?;
    let name = name.split('?').next().unwrap_or(name);
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(Error::Unavailable(
            "the database's name has other signs than letters, digits and _".to_owned(),
        ));
    }
    let admin = postgres(&format!("{server}/postgres"), 1).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE \"{name}\"")).await?;
    admin.close().await?;
    Ok(())
}
