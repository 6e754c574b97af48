//! The second factor: TOTP secret (sealed), the last step used, ten recovery codes (keyed hashes).
//!
//! A code is good once. Checking the arithmetic of a code is `web`'s; here is what must be atomic.

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    ids::UserId,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};
use uuid::Uuid;
use vault::{Place, Sensitive};

use crate::{
    Base, Error, Result, Tx, boxed,
    entity::accounts::{account, recovery_code},
};

/// How many recovery codes are given at a time.
pub const RECOVERY_CODES: usize = 10;

/// The TOTP secret of an account.
#[derive(Debug, Clone)]
pub struct SecondFactor {
    /// 20 bytes.
    pub secret: Sensitive<Vec<u8>>,
    /// Since when it is in force; none while its first code is awaited.
    pub confirmed_at: Option<DateTime<Utc>>,
}

fn secret_place(row: Uuid) -> Place<'static> {
    Place { table: "account", column: "totp_secret", row }
}

impl Base {
    /// The second factor of an account, if one was begun.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such an account, [`Error::Damaged`].
    #[boxed]
    pub async fn second_factor(&self, ctx: &Ctx, user: UserId) -> Result<Option<SecondFactor>> {
        ctx.demand(Action::UseOwnAccount)?;
        let row = account::Entity::find_by_id(user.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        let Some(sealed) = row.totp_secret else { return Ok(None) };
        let secret = self.unseal(self.ring().system_key(), secret_place(row.id), &sealed)?;
        Ok(Some(SecondFactor { secret: Sensitive::new(secret), confirmed_at: row.totp_confirmed_at }))
    }

    /// Begins a second factor, or gives the one begun before. One in force is not replaced here.
    ///
    /// # Errors
    /// [`Error::Refused`] when one is in force.
    #[boxed]
    pub async fn begin_second_factor(&self, ctx: &Ctx, user: UserId) -> Result<Sensitive<Vec<u8>>> {
        match self.second_factor(ctx, user).await? {
            Some(begun) if begun.confirmed_at.is_none() => return Ok(begun.secret),
            Some(_) => return Err(Error::Refused("access-factor-in-force")),
            None => {}
        }
        let secret: [u8; 20] = self.entropy().bytes();
        let sealed = self.seal(self.ring().system_key(), secret_place(user.0), &secret);
        let mut tx = self.begin(ctx).await?;
        account::ActiveModel { id: Set(user.0), totp_secret: Set(Some(sealed)), ..Default::default() }
            .update(tx.db())
            .await?;
        tx.audit("account.factor-begun", "account", user.0).await?;
        tx.commit().await?;
        Ok(Sensitive::new(secret.to_vec()))
    }

    /// Puts a begun second factor in force with its first code's step; returns the recovery codes,
    /// to be shown once.
    ///
    /// # Errors
    /// [`Error::NotFound`] when none was begun or it is in force already.
    #[boxed]
    pub async fn confirm_second_factor(&self, ctx: &Ctx, user: UserId, step: u64) -> Result<Vec<String>> {
        ctx.demand(Action::UseOwnAccount)?;
        let mut tx = self.begin(ctx).await?;
        let changed = account::Entity::update_many()
            .col_expr(account::Column::TotpConfirmedAt, Expr::value(ctx.now()))
            .col_expr(account::Column::TotpLastStep, Expr::value(signed(step)))
            .filter(account::Column::Id.eq(user.0))
            .filter(account::Column::TotpSecret.is_not_null())
            .filter(account::Column::TotpConfirmedAt.is_null())
            .exec(tx.db())
            .await?;
        if changed.rows_affected != 1 {
            return Err(Error::NotFound);
        }
        let codes = self.replace_recovery_codes(&tx, user).await?;
        tx.audit("account.factor-confirmed", "account", user.0).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Uses up the step of a TOTP code: false when it, or a later one, was used before.
    #[boxed]
    pub async fn use_totp_step(&self, ctx: &Ctx, user: UserId, step: u64) -> Result<bool> {
        ctx.demand(Action::UseOwnAccount)?;
        let step = signed(step);
        let unused = Condition::any()
            .add(account::Column::TotpLastStep.is_null())
            .add(account::Column::TotpLastStep.lt(step));
        let changed = account::Entity::update_many()
            .col_expr(account::Column::TotpLastStep, Expr::value(step))
            .filter(account::Column::Id.eq(user.0))
            .filter(unused)
            .exec(&self.0.db.write)
            .await?;
        Ok(changed.rows_affected == 1)
    }

    /// Uses up a recovery code: false when it is none of this account's, or was used before.
    #[boxed]
    pub async fn use_recovery_code(&self, ctx: &Ctx, user: UserId, code: &str) -> Result<bool> {
        ctx.demand(Action::UseOwnAccount)?;
        let mut tx = self.begin(ctx).await?;
        let used = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(ctx.now()))
            .filter(recovery_code::Column::AccountId.eq(user.0))
            .filter(recovery_code::Column::CodeHash.eq(self.code_hash(user, code)))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(tx.db())
            .await?;
        if used.rows_affected == 0 {
            return Ok(false);
        }
        tx.audit("account.recovery-used", "account", user.0).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// How many recovery codes are left.
    #[boxed]
    pub async fn recovery_codes_left(&self, ctx: &Ctx) -> Result<u64> {
        let user = ctx.user().ok_or(Error::NotFound)?;
        Ok(recovery_code::Entity::find()
            .filter(recovery_code::Column::AccountId.eq(user.0))
            .filter(recovery_code::Column::UsedAt.is_null())
            .count(self.read())
            .await?)
    }

    /// Ten new recovery codes; the old ones are void.
    #[boxed]
    pub async fn renew_recovery_codes(&self, ctx: &Ctx) -> Result<Vec<String>> {
        ctx.demand(Action::UseOwnAccount)?;
        let user = ctx.user().ok_or(Error::NotFound)?;
        let mut tx = self.begin(ctx).await?;
        let codes = self.replace_recovery_codes(&tx, user).await?;
        tx.audit("account.recovery-renewed", "account", user.0).await?;
        tx.commit().await?;
        Ok(codes)
    }

    async fn replace_recovery_codes(&self, tx: &Tx, user: UserId) -> Result<Vec<String>> {
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::AccountId.eq(user.0))
            .exec(tx.db())
            .await?;
        // 50 bits each: with the slow-down of attempts, beyond guessing.
        let codes: Vec<String> = (0..RECOVERY_CODES)
            .map(|_| {
                let token = self.entropy().token();
                format!("{}-{}", &token[..5], &token[5..10])
            })
            .collect();
        let rows = codes.iter().map(|code| recovery_code::ActiveModel {
            id: Set(self.entropy().uuid()),
            account_id: Set(user.0),
            code_hash: Set(self.code_hash(user, code)),
            used_at: Set(None),
        });
        recovery_code::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
        Ok(codes)
    }

    fn code_hash(&self, user: UserId, code: &str) -> Vec<u8> {
        let mut text = user.0.to_string();
        text.extend(code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
        self.ring().keyed_hash("recovery-code", text.as_bytes()).to_vec()
    }
}

fn signed(step: u64) -> i64 {
    i64::try_from(step).unwrap_or(i64::MAX)
}
