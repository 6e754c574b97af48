//! One transaction per action: begins with the idempotency row, ends with at least one audit entry.
//! Nothing but the database is awaited inside; an answer goes out only after [`Tx::commit`].

use domain::access::Ctx;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    SqliteTransactionMode, TransactionOptions, TransactionTrait, TryInsertResult,
};
use uuid::Uuid;

use super::faults;
use crate::{
    Base, Error, Result,
    entity::machinery::{idempotency, key_owner},
};

/// An open write transaction of one action.
pub struct Tx {
    inner: DatabaseTransaction,
    base: Base,
    ctx: Ctx,
    once: Option<Uuid>,
    entries: u32,
}

impl Base {
    /// Begins the transaction of one action. On SQLite it is immediate: it waits for the write
    /// lock now instead of failing later.
    ///
    /// # Errors
    /// [`Error::Replayed`] when the same write was done before, [`Error::KeyReused`] when its key
    /// came with another body, [`Error::Unavailable`].
    pub async fn begin(&self, ctx: &Ctx) -> Result<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let inner = self.0.db.write.begin_with_options(options).await?;
        let mut tx = Tx { inner, base: self.clone(), ctx: ctx.clone(), once: None, entries: 0 };
        tx.claim_key().await?;
        Ok(tx)
    }
}

impl Tx {
    /// The connection of the transaction.
    pub(crate) fn db(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// The decision that this transaction carries out.
    pub(crate) fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Inserts the idempotency row, or finds that the write was done. PostgreSQL waits here for a
    /// concurrent transaction with the same key; SQLite has only one writer.
    async fn claim_key(&mut self) -> Result<()> {
        let (Some(once), Some(user)) = (self.ctx.idempotency().cloned(), self.ctx.user()) else {
            return Ok(());
        };
        let id = self.base.entropy().uuid();
        let row = idempotency::ActiveModel {
            id: Set(id),
            account_id: Set(user.0),
            key: Set(once.key),
            route: Set(once.route.clone()),
            body_hash: Set(once.body.to_vec()),
            status: Set(303),
            resource_id: Set(None),
            at: Set(self.ctx.now()),
        };
        let columns = [idempotency::Column::AccountId, idempotency::Column::Key];
        let inserted = idempotency::Entity::insert(row)
            .on_conflict_do_nothing_on(columns)
            .exec_without_returning(&self.inner)
            .await?;
        if let TryInsertResult::Inserted(n) = inserted
            && n > 0
        {
            self.once = Some(id);
            return Ok(());
        }
        let earlier = idempotency::Entity::find()
            .filter(idempotency::Column::AccountId.eq(user.0))
            .filter(idempotency::Column::Key.eq(once.key))
            .one(&self.inner)
            .await?
            .ok_or(Error::NotFound)?;
        if earlier.route == once.route && earlier.body_hash == once.body {
            Err(Error::Replayed(earlier.resource_id))
        } else {
            Err(Error::KeyReused)
        }
    }

    /// Writes the audit entry of the action: a deed, what it was done to, never a value.
    pub async fn audit(&mut self, deed: &str, kind: &str, object: Uuid) -> Result<()> {
        self.audit_all(deed, kind, &[object]).await
    }

    /// Writes one entry for each of many objects, in few statements.
    pub async fn audit_all(&mut self, deed: &str, kind: &str, objects: &[Uuid]) -> Result<()> {
        for batch in objects.chunks(2_000) {
            crate::audit::insert_entries(&self.inner, &self.ctx, &self.base, (deed, kind, batch)).await?;
        }
        self.entries += u32::from(!objects.is_empty());
        Ok(())
    }

    /// Says that a committed row will use the data key of `owner`.
    pub async fn own_key(&self, owner: Uuid, kind: &str) -> Result<()> {
        let row = key_owner::ActiveModel { owner_id: Set(owner), kind: Set(kind.to_owned()) };
        key_owner::Entity::insert(row)
            .on_conflict_do_nothing_on([key_owner::Column::OwnerId])
            .exec_without_returning(&self.inner)
            .await?;
        Ok(())
    }

    /// Commits; the write is durable when this returns.
    ///
    /// # Errors
    /// [`Error::Unaudited`] when no audit entry was written, [`Error::Unavailable`].
    pub async fn commit(self) -> Result<()> {
        self.finish(None).await
    }

    /// Commits and keeps, beside the idempotency key, what the write made or changed.
    ///
    /// # Errors
    /// As [`Tx::commit`].
    pub async fn commit_as(self, resource: Uuid) -> Result<()> {
        self.finish(Some(resource)).await
    }

    async fn finish(self, resource: Option<Uuid>) -> Result<()> {
        if self.entries == 0 {
            return Err(Error::Unaudited("no entry in this transaction"));
        }
        if let (Some(id), Some(_)) = (self.once, resource) {
            let row =
                idempotency::ActiveModel { id: Set(id), resource_id: Set(resource), ..Default::default() };
            row.update(&self.inner).await?;
        }
        faults::point("before-commit");
        if faults::control("early-acknowledgement") {
            tokio::spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                let _ = self.inner.commit().await;
            });
            return Ok(());
        }
        self.inner.commit().await?;
        faults::point("after-commit");
        Ok(())
    }
}
