//! Forms kept over an expired login, sealed, for the account that filled them.
//!
//! Only a login that really was this account's can leave one here, and only that account gets it
//! back, once. What nobody fetched is swept after a day.

use chrono::{DateTime, Duration, Utc};
use domain::{
    access::{Action, Ctx},
    ids::UserId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use vault::{Place, Sensitive};

use crate::{Base, Error, Result, boxed, entity::accounts::kept_form};

const KEPT: Duration = Duration::hours(24);

/// A form that was being sent when its login had run out.
#[derive(Debug, Clone)]
pub struct KeptForm {
    /// Its id.
    pub id: Uuid,
    /// Where it was sent to.
    pub path: String,
    /// Its fields, form-encoded.
    pub body: Sensitive<String>,
    /// When it was kept.
    pub kept_at: DateTime<Utc>,
}

fn body_place(row: Uuid) -> Place<'static> {
    Place { table: "kept_form", column: "body", row }
}

impl Base {
    /// Keeps a form for `user`, in place of an earlier one.
    #[boxed]
    pub async fn keep_form(&self, ctx: &Ctx, user: UserId, path: &str, body: &str) -> Result<()> {
        let id = self.entropy().uuid();
        let sealed = self.seal(self.ring().system_key(), body_place(id), body.as_bytes());
        let mut tx = self.begin(ctx).await?;
        kept_form::Entity::delete_many()
            .filter(kept_form::Column::AccountId.eq(user.0))
            .exec(tx.db())
            .await?;
        let row = kept_form::ActiveModel {
            id: Set(id),
            account_id: Set(user.0),
            path: Set(path.to_owned()),
            body: Set(sealed),
            kept_at: Set(ctx.now()),
        };
        kept_form::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("form.kept", "account", user.0).await?;
        tx.commit().await
    }

    /// The form kept for whoever asks, if any.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Damaged`].
    #[boxed]
    pub async fn kept_form(&self, ctx: &Ctx) -> Result<Option<KeptForm>> {
        ctx.demand(Action::UseOwnAccount)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let row = kept_form::Entity::find()
            .filter(kept_form::Column::AccountId.eq(user.0))
            .filter(kept_form::Column::KeptAt.gt(ctx.now() - KEPT))
            .order_by_desc(kept_form::Column::KeptAt)
            .one(self.read())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let body = self.unseal(self.ring().system_key(), body_place(row.id), &row.body)?;
        let body = String::from_utf8(body).map_err(|_| Error::Damaged)?;
        Ok(Some(KeptForm { id: row.id, path: row.path, body: Sensitive::new(body), kept_at: row.kept_at }))
    }

    /// Drops the form kept for whoever asks: it was sent again, or is not wanted.
    #[boxed]
    pub async fn drop_kept_form(&self, ctx: &Ctx) -> Result<()> {
        ctx.demand(Action::UseOwnAccount)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let write = &self.0.db.write;
        kept_form::Entity::delete_many().filter(kept_form::Column::AccountId.eq(user.0)).exec(write).await?;
        Ok(())
    }

    /// Sweeps forms that nobody fetched within a day; returns how many.
    pub(super) async fn sweep_kept_forms(&self, ctx: &Ctx) -> Result<u64> {
        let swept = kept_form::Entity::delete_many()
            .filter(kept_form::Column::KeptAt.lt(ctx.now() - KEPT))
            .exec(&self.0.db.write)
            .await?;
        Ok(swept.rows_affected)
    }
}
