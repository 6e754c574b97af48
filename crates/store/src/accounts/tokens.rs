//! Bearer tokens of the API: opaque, with a scope and an end, stored as keyed hashes.
//!
//! A token acts as its account and never beyond it: the same decisions, the same scope.

use chrono::{DateTime, Duration, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{TokenId, UserId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use vault::Sensitive;

use super::Account;
use crate::{
    Base, Error, Result, boxed,
    entity::accounts::{account, api_token},
};

/// The longest a token may live.
const LONGEST: Duration = Duration::days(366);

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for, in the owner's words.
    pub label: String,
    /// Whether it may change things.
    pub may_write: bool,
    /// How long it is good for, at most a year.
    pub lifetime: Duration,
}

/// A token as listed: the secret itself is nowhere.
#[derive(Debug, Clone)]
pub struct Token {
    /// The token.
    pub id: TokenId,
    /// What it is for.
    pub label: String,
    /// Whether it may change things.
    pub may_write: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub used_at: Option<DateTime<Utc>>,
}

/// Who stands behind a request with a token.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The account.
    pub account: Account,
    /// Whether the token may change things.
    pub may_write: bool,
}

impl Base {
    /// Makes a token for whoever asks; returns it once.
    #[boxed]
    pub async fn create_token(&self, ctx: &Ctx, new: NewToken) -> Result<(TokenId, Sensitive<String>)> {
        let user = ctx.user().ok_or(Error::NotFound)?;
        self.create_token_for(ctx, user, new).await
    }

    /// Makes a token for an account: the command `token create`.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such an account.
    #[boxed]
    pub async fn create_token_for(
        &self,
        ctx: &Ctx,
        user: UserId,
        new: NewToken,
    ) -> Result<(TokenId, Sensitive<String>)> {
        ctx.demand(Action::ManageTokens)?;
        if ctx.user().is_some_and(|actor| actor != user) {
            return Err(Error::NotFound);
        }
        account::Entity::find_by_id(user.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        let id = self.entropy().uuid();
        let secret = format!("bt_{}", self.entropy().token());
        let mut tx = self.begin(ctx).await?;
        let row = api_token::ActiveModel {
            id: Set(id),
            account_id: Set(user.0),
            token_hash: Set(self.token_hash(&secret)),
            label: Set(new.label),
            may_write: Set(new.may_write),
            created_at: Set(ctx.now()),
            expires_at: Set(ctx.now() + new.lifetime.min(LONGEST)),
            used_at: Set(None),
            revoked_at: Set(None),
        };
        api_token::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("token.created", "token", id).await?;
        tx.commit_as(id).await?;
        Ok((TokenId(id), Sensitive::new(secret)))
    }

    /// The tokens of whoever asks that are in force, the newest first.
    #[boxed]
    pub async fn own_tokens(&self, ctx: &Ctx) -> Result<Vec<Token>> {
        ctx.demand(Action::ManageTokens)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let rows = api_token::Entity::find()
            .filter(api_token::Column::AccountId.eq(user.0))
            .filter(api_token::Column::RevokedAt.is_null())
            .filter(api_token::Column::ExpiresAt.gt(ctx.now()))
            .order_by_desc(api_token::Column::CreatedAt)
            .all(self.read())
            .await?;
        let listed = |row: api_token::Model| Token {
            id: TokenId(row.id),
            label: row.label,
            may_write: row.may_write,
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// Revokes a token of whoever asks.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not theirs or was revoked before.
    #[boxed]
    pub async fn revoke_token(&self, ctx: &Ctx, id: TokenId) -> Result<()> {
        ctx.demand(Action::ManageTokens)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let mut tx = self.begin(ctx).await?;
        let revoked = api_token::Entity::update_many()
            .col_expr(api_token::Column::RevokedAt, Expr::value(ctx.now()))
            .filter(api_token::Column::Id.eq(id.0))
            .filter(api_token::Column::AccountId.eq(user.0))
            .filter(api_token::Column::RevokedAt.is_null())
            .exec(tx.db())
            .await?;
        if revoked.rows_affected == 0 {
            return Err(Error::NotFound);
        }
        tx.audit("token.revoked", "token", id.0).await?;
        tx.commit().await
    }

    /// Who stands behind a token, if it is in force.
    #[boxed]
    pub async fn bearer(&self, ctx: &Ctx, secret: &str) -> Result<Option<Bearer>> {
        let now = ctx.now();
        let owner = api_token::Entity::belongs_to(account::Entity)
            .from(api_token::Column::AccountId)
            .to(account::Column::Id)
            .into();
        let found = api_token::Entity::find()
            .join(JoinType::InnerJoin, owner)
            .select_also(account::Entity)
            .filter(api_token::Column::TokenHash.eq(self.token_hash(secret)))
            .filter(api_token::Column::RevokedAt.is_null())
            .filter(api_token::Column::ExpiresAt.gt(now))
            .filter(account::Column::SuspendedAt.is_null())
            .one(self.read())
            .await?;
        let Some((token, Some(owner))) = found else { return Ok(None) };
        if token.used_at.is_none_or(|used| now - used >= Duration::minutes(1)) {
            api_token::Entity::update_many()
                .col_expr(api_token::Column::UsedAt, Expr::value(now))
                .filter(api_token::Column::Id.eq(token.id))
                .exec(&self.0.db.write)
                .await?;
        }
        let grants = self.grants_of(&[owner.id]).await?.remove(&owner.id).unwrap_or_default();
        Ok(Some(Bearer { account: self.account_of(owner, grants)?, may_write: token.may_write }))
    }

    fn token_hash(&self, secret: &str) -> Vec<u8> {
        self.ring().keyed_hash("api-token", secret.as_bytes()).to_vec()
    }
}
