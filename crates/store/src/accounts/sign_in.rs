//! The way in: attempts that slow down, logins that expire.
//!
//! Nothing here locks anybody out: an aggressor must not be able to lock a liaison out of her work.
//! A failed attempt makes the next one wait, most of all for the same account from the same address.

use std::cmp::min;

use chrono::{DateTime, Duration, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{LoginId, UserId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, TransactionTrait,
    sea_query::{Expr, ExprTrait as _},
};
use vault::Sensitive;

use super::Account;
use crate::{
    Base, Error, Result, boxed,
    entity::accounts::{account, login, login_attempt},
};

/// How long after the password the second factor may come.
const HALF_LOGIN: Duration = Duration::minutes(10);
/// How long a password given by somebody else is good.
const TEMPORARY: Duration = Duration::days(7);
/// Ended logins older than this are swept.
const HISTORY: Duration = Duration::days(30);
/// Failures older than this are forgotten.
const MEMORY: Duration = Duration::hours(24);

/// From where and for whom somebody tries to sign in.
#[derive(Debug, Clone, Copy)]
pub struct AttemptBy<'a> {
    /// As typed; it need not exist.
    pub username: &'a str,
    /// Address of the device, or the part of it that stands for a household or office.
    pub address: &'a str,
}

/// Whether an attempt may be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// It may; it already counts as failed until [`Base::attempt_succeeded`].
    Allowed,
    /// Not before so much time.
    Wait(Duration),
}

/// Failures in a row that are told to whoever watches the log, without saying whose.
const ALERT: i32 = 10;

/// What waits for what: (label, free failures, longest wait in seconds).
///
/// The pair of account and address waits longest. An account alone waits at most 30 s, whatever is
/// tried against it from elsewhere; an address alone, shared by a whole office, at most 60 s.
const LIMITS: [(&str, i32, i64); 3] = [("pair", 5, 900), ("account", 20, 30), ("address", 30, 60)];

/// Wait after `failures`: none while free, then 1, 2, 4, ... seconds up to `longest`.
fn wait_after(failures: i32, free: i32, longest: i64) -> Duration {
    match failures - free {
        over if over < 0 => Duration::zero(),
        // Beyond 2^30 seconds every wait is the longest.
        over => Duration::seconds(min(1_i64 << min(over, 30), longest)),
    }
}

/// What signing in needs to know of an account.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The account.
    pub user: UserId,
    /// Argon2id hash in PHC form.
    pub password_hash: Sensitive<String>,
}

/// A complete login, as found at the start of a request.
#[derive(Debug, Clone)]
pub struct Login {
    /// The login.
    pub id: LoginId,
    /// Whose it is.
    pub account: Account,
    /// When it ends if nothing more is asked for.
    pub ends_at: DateTime<Utc>,
}

/// What a login token stands for now.
#[derive(Debug)]
pub enum Presence {
    /// Unknown, ended, revoked, or its account is suspended.
    Nobody,
    /// A complete login that ran out: its form can be kept for the same account.
    Expired {
        /// Whose it was.
        user: UserId,
    },
    /// Password accepted, second factor due.
    Half {
        /// The login.
        login: LoginId,
        /// Whose it is.
        account: Box<Account>,
    },
    /// Signed in.
    Present(Box<Login>),
}

impl Base {
    /// Counts an attempt before it is made, so that many at once cannot slip through.
    pub async fn claim_attempt(&self, ctx: &Ctx, by: AttemptBy<'_>) -> Result<Attempt> {
        let now = ctx.now();
        let tx = self.0.db.write.begin().await?;
        for (subject, (_, free, longest)) in self.attempt_subjects(by).into_iter().zip(LIMITS) {
            let row = login_attempt::ActiveModel {
                subject: Set(subject.clone()),
                failures: Set(0),
                last_at: Set(now),
            };
            login_attempt::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(&tx).await?;
            // The row is locked until the end of the transaction; SQLite has one writer anyway.
            let row = login_attempt::Entity::find_by_id(subject.clone()).lock_exclusive().one(&tx).await?;
            let row = row.ok_or(Error::NotFound)?;
            let failures = if now - row.last_at > MEMORY { 0 } else { row.failures };
            if failures == ALERT {
                tracing::warn!("many failed sign-ins in a row: see «Cuentas» and the network");
            }
            let open_at = row.last_at + wait_after(failures, free, longest);
            if failures > 0 && now < open_at {
                return Ok(Attempt::Wait(open_at - now));
            }
            let row = login_attempt::ActiveModel {
                subject: Set(subject),
                failures: Set(failures + 1),
                last_at: Set(now),
            };
            row.update(&tx).await?;
        }
        tx.commit().await?;
        Ok(Attempt::Allowed)
    }

    /// Forgets the failures of the account from this address, and gives back what was counted.
    pub async fn attempt_succeeded(&self, _ctx: &Ctx, by: AttemptBy<'_>) -> Result<()> {
        let [pair, account, address] = self.attempt_subjects(by);
        let write = &self.0.db.write;
        login_attempt::Entity::delete_many()
            .filter(login_attempt::Column::Subject.is_in([pair, account]))
            .exec(write)
            .await?;
        login_attempt::Entity::update_many()
            .col_expr(login_attempt::Column::Failures, Expr::col(login_attempt::Column::Failures).sub(1))
            .filter(login_attempt::Column::Subject.eq(address))
            .filter(login_attempt::Column::Failures.gt(0))
            .exec(write)
            .await?;
        Ok(())
    }

    /// Keyed hashes: the table says neither who was tried nor from where.
    fn attempt_subjects(&self, by: AttemptBy<'_>) -> [Vec<u8>; 3] {
        let username = by.username.trim().to_lowercase();
        let texts = [format!("{username}\n{}", by.address), username, by.address.to_owned()];
        let mut labels = LIMITS.iter().map(|(label, ..)| label);
        texts.map(|text| {
            let label = labels.next().copied().unwrap_or_default();
            self.ring().keyed_hash(&format!("attempt/{label}"), text.as_bytes()).to_vec()
        })
    }

    /// The account that signs in with this name; a suspended one is not found, nor one whose temporary
    /// password was not used within a week.
    #[boxed]
    pub async fn candidate(&self, ctx: &Ctx, username: &str) -> Result<Option<Candidate>> {
        ctx.demand(Action::UseOwnAccount)?;
        let Some(username) = super::username(username) else { return Ok(None) };
        let row = account::Entity::find()
            .filter(account::Column::Username.eq(username))
            .filter(account::Column::SuspendedAt.is_null())
            .one(self.read())
            .await?
            .filter(|row| !row.must_change_password || ctx.now() - row.password_set_at < TEMPORARY);
        Ok(row
            .map(|row| Candidate { user: UserId(row.id), password_hash: Sensitive::new(row.password_hash) }))
    }

    /// Opens a login that still owes its second factor; returns its token, which is nowhere else.
    #[boxed]
    pub async fn open_half_login(&self, ctx: &Ctx, user: UserId, device: &str) -> Result<String> {
        ctx.demand(Action::UseOwnAccount)?;
        let (token, row) = self.login_row(ctx, user, device, HALF_LOGIN);
        login::Entity::insert(row).exec_without_returning(&self.0.db.write).await?;
        Ok(token)
    }

    fn login_row(
        &self,
        ctx: &Ctx,
        user: UserId,
        device: &str,
        length: Duration,
    ) -> (String, login::ActiveModel) {
        let token = self.entropy().token();
        let row = login::ActiveModel {
            id: Set(self.entropy().uuid()),
            account_id: Set(user.0),
            token_hash: Set(self.login_hash(&token)),
            created_at: Set(ctx.now()),
            seen_at: Set(ctx.now()),
            expires_at: Set(ctx.now() + length),
            ended_at: Set(None),
            complete: Set(false),
            device: Set(device.chars().take(80).collect()),
        };
        (token, row)
    }

    fn login_hash(&self, token: &str) -> Vec<u8> {
        self.ring().keyed_hash("login", token.as_bytes()).to_vec()
    }

    /// Turns a half login into a complete one under a new token; the old token is worth nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the half login ended or ran out meanwhile.
    #[boxed]
    pub async fn complete_login(&self, ctx: &Ctx, half: LoginId, longest: Duration) -> Result<String> {
        let mut tx = self.begin(ctx).await?;
        let old = login::Entity::find_by_id(half.0).lock_exclusive().one(tx.db()).await?;
        let old = old.filter(|row| !row.complete && row.ended_at.is_none() && ctx.now() < row.expires_at);
        let old = old.ok_or(Error::NotFound)?;
        let (token, mut row) = self.login_row(ctx, UserId(old.account_id), &old.device, longest);
        row.complete = Set(true);
        login::Entity::insert(row).exec_without_returning(tx.db()).await?;
        login::ActiveModel { id: Set(old.id), ended_at: Set(Some(ctx.now())), ..Default::default() }
            .update(tx.db())
            .await?;
        tx.audit("login.opened", "account", old.account_id).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// What the token of a request stands for. `idle` is how long a login may rest; `seen` says
    /// whether this request counts as somebody being there.
    #[boxed]
    pub async fn presence(&self, ctx: &Ctx, token: &str, idle: Duration, seen: bool) -> Result<Presence> {
        let now = ctx.now();
        let owner = login::Entity::belongs_to(account::Entity)
            .from(login::Column::AccountId)
            .to(account::Column::Id)
            .into();
        let found = login::Entity::find()
            .join(JoinType::InnerJoin, owner)
            .select_also(account::Entity)
            .filter(login::Column::TokenHash.eq(self.login_hash(token)))
            .one(self.read())
            .await?;
        let Some((row, Some(owner))) = found else { return Ok(Presence::Nobody) };
        if row.ended_at.is_some() || owner.suspended_at.is_some() {
            return Ok(Presence::Nobody);
        }
        let user = UserId(owner.id);
        if row.complete && now >= min(row.expires_at, row.seen_at + idle) {
            return Ok(Presence::Expired { user });
        }
        if now >= row.expires_at {
            return Ok(Presence::Nobody);
        }
        let grants = self.grants_of(&[owner.id]).await?.remove(&owner.id).unwrap_or_default();
        let account = self.account_of(owner, grants)?;
        let login = LoginId(row.id);
        if !row.complete {
            return Ok(Presence::Half { login, account: Box::new(account) });
        }
        let seen_at = if seen { self.touch_login(&row, now).await? } else { row.seen_at };
        Ok(Presence::Present(Box::new(Login {
            id: login,
            account,
            ends_at: min(row.expires_at, seen_at + idle),
        })))
    }

    /// Sweeps what nobody needs any more: failures of yesterday, logins that ended a month ago, forms
    /// that nobody fetched within a day. Returns how many rows.
    #[boxed]
    pub async fn sweep_sign_in(&self, ctx: &Ctx) -> Result<u64> {
        let write = &self.0.db.write;
        let attempts = login_attempt::Entity::delete_many()
            .filter(login_attempt::Column::LastAt.lt(ctx.now() - MEMORY))
            .exec(write)
            .await?;
        let logins = login::Entity::delete_many()
            .filter(login::Column::ExpiresAt.lt(ctx.now() - HISTORY))
            .exec(write)
            .await?;
        let forms = self.sweep_kept_forms(ctx).await?;
        Ok(attempts.rows_affected + logins.rows_affected + forms)
    }

    /// Notes that somebody is there, at most once a minute: a page read is no write to the disk.
    async fn touch_login(&self, row: &login::Model, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
        if now - row.seen_at < Duration::minutes(1) {
            return Ok(row.seen_at);
        }
        login::Entity::update_many()
            .col_expr(login::Column::SeenAt, Expr::value(now))
            .filter(login::Column::Id.eq(row.id))
            .exec(&self.0.db.write)
            .await?;
        Ok(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_doubles_and_has_an_end() {
        let waits: Vec<i64> = (0..8).map(|n| wait_after(n, 3, 10).num_seconds()).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 10]);
        assert_eq!(wait_after(i32::MAX, 3, 900).num_seconds(), 900);
    }
}
