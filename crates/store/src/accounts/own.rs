//! What somebody does to their own account: password, open logins, language.

use chrono::{DateTime, Duration, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{LoginId, UserId},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use vault::Sensitive;

use crate::{
    Base, Error, Result, boxed,
    entity::accounts::{account, login},
};

/// A login that is open now.
#[derive(Debug, Clone)]
pub struct OpenLogin {
    /// The login.
    pub id: LoginId,
    /// What it was opened with, in words.
    pub device: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
}

impl Base {
    /// The open logins of whoever asks, the last used first.
    #[boxed]
    pub async fn own_logins(&self, ctx: &Ctx, idle: Duration) -> Result<Vec<OpenLogin>> {
        ctx.demand(Action::UseOwnAccount)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let rows = login::Entity::find()
            .filter(login::Column::AccountId.eq(user.0))
            .filter(login::Column::Complete.eq(true))
            .filter(login::Column::EndedAt.is_null())
            .filter(login::Column::ExpiresAt.gt(ctx.now()))
            .filter(login::Column::SeenAt.gt(ctx.now() - idle))
            .order_by_desc(login::Column::SeenAt)
            .all(self.read())
            .await?;
        let open = |row: login::Model| OpenLogin {
            id: LoginId(row.id),
            device: row.device,
            opened_at: row.created_at,
            seen_at: row.seen_at,
        };
        Ok(rows.into_iter().map(open).collect())
    }

    /// Ends a login of whoever asks: signing out, or closing it on another device.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not theirs or ended before.
    #[boxed]
    pub async fn end_own_login(&self, ctx: &Ctx, id: LoginId) -> Result<()> {
        ctx.demand(Action::UseOwnAccount)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let mut tx = self.begin(ctx).await?;
        let ended = login::Entity::update_many()
            .col_expr(login::Column::EndedAt, Expr::value(ctx.now()))
            .filter(login::Column::Id.eq(id.0))
            .filter(login::Column::AccountId.eq(user.0))
            .filter(login::Column::EndedAt.is_null())
            .exec(tx.db())
            .await?;
        if ended.rows_affected == 0 {
            return Err(Error::NotFound);
        }
        tx.audit("login.ended", "login", id.0).await?;
        tx.commit().await
    }

    /// The password hash of an account, to check the old password before a new one.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn password_hash(&self, ctx: &Ctx, user: UserId) -> Result<Sensitive<String>> {
        ctx.demand(Action::UseOwnAccount)?;
        let row = account::Entity::find_by_id(user.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        Ok(Sensitive::new(row.password_hash))
    }

    /// Sets a password chosen by its owner; ends every other login of the account.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn set_password(
        &self,
        ctx: &Ctx,
        user: UserId,
        hash: &str,
        keep: Option<LoginId>,
    ) -> Result<()> {
        ctx.demand(Action::UseOwnAccount)?;
        let mut tx = self.begin(ctx).await?;
        let row = account::ActiveModel {
            id: Set(user.0),
            password_hash: Set(hash.to_owned()),
            must_change_password: Set(false),
            password_set_at: Set(ctx.now()),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        end_logins(tx.db(), ctx, user, keep).await?;
        tx.audit("account.password-set", "account", user.0).await?;
        tx.commit().await
    }

    /// Sets the language of the screen.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn set_locale(&self, ctx: &Ctx, locale: &str) -> Result<()> {
        ctx.demand(Action::UseOwnAccount)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let row =
            account::ActiveModel { id: Set(user.0), locale: Set(locale.to_owned()), ..Default::default() };
        row.update(&self.0.db.write).await?;
        Ok(())
    }
}

/// Ends the logins of an account, but for `keep`.
pub(super) async fn end_logins<C: ConnectionTrait>(
    db: &C,
    ctx: &Ctx,
    user: UserId,
    keep: Option<LoginId>,
) -> Result<()> {
    let mut ending = login::Entity::update_many()
        .col_expr(login::Column::EndedAt, Expr::value(ctx.now()))
        .filter(login::Column::AccountId.eq(user.0))
        .filter(login::Column::EndedAt.is_null());
    if let Some(keep) = keep {
        ending = ending.filter(login::Column::Id.ne(keep.0));
    }
    ending.exec(db).await?;
    Ok(())
}
