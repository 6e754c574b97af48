//! Copies of a compartment for a backup: data first, keys second, so that every sealed row of the
//! copy finds its key. SQLite only; a backup copies PostgreSQL with its own tools.

use std::path::Path;

use domain::access::Ctx;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter, Statement};

use crate::{Base, Engine, Error, Result, boxed, entity::machinery::idempotency};

impl Base {
    /// Copies the data into a new file, consistent at one instant.
    ///
    /// # Errors
    /// [`Error::Refused`] on PostgreSQL, [`Error::Unavailable`] when the file cannot be written.
    #[boxed]
    pub async fn copy_data(&self, file: &Path) -> Result<()> {
        self.copy(&self.0.db.write, file).await
    }

    /// Copies the data keys into a new file. Call it after [`Base::copy_data`].
    ///
    /// # Errors
    /// As [`Base::copy_data`].
    #[boxed]
    pub async fn copy_keys(&self, file: &Path) -> Result<()> {
        self.copy(&self.0.keys, file).await
    }

    async fn copy(&self, db: &DatabaseConnection, file: &Path) -> Result<()> {
        if self.engine() != Engine::Sqlite {
            return Err(Error::Refused("backup-own-tools"));
        }
        let target = file.to_str().ok_or(Error::Refused("backup-path"))?.to_owned();
        let backend = db.get_database_backend();
        db.execute_raw(Statement::from_sql_and_values(backend, "VACUUM INTO $1", [target.into()])).await?;
        Ok(())
    }

    /// Forgets idempotency keys older than 30 days; returns how many.
    #[boxed]
    pub async fn forget_old_keys(&self, ctx: &Ctx) -> Result<u64> {
        let old = ctx.now() - chrono::Duration::days(30);
        let gone = idempotency::Entity::delete_many()
            .filter(idempotency::Column::At.lt(old))
            .exec(&self.0.db.write)
            .await?;
        Ok(gone.rows_affected)
    }

    /// Asks both databases for a sign of life, and SQLite for a quick check of its files.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when one does not answer, [`Error::Damaged`] when a check fails.
    #[boxed]
    pub async fn check_health(&self) -> Result<()> {
        for db in [&self.0.db.write, &self.0.keys] {
            let backend = db.get_database_backend();
            let sql = match self.engine() {
                Engine::Sqlite => "PRAGMA quick_check(1)",
                Engine::Postgres => "SELECT 'ok'",
            };
            let row = db.query_one_raw(Statement::from_string(backend, sql)).await?.ok_or(Error::Damaged)?;
            if row.try_get_by_index::<String>(0)? != "ok" {
                return Err(Error::Damaged);
            }
        }
        Ok(())
    }
}
