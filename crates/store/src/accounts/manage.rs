//! What an administrator does to accounts: make, grant, suspend, let in again.
//!
//! The last coordinator of a centre, and the last administrator, cannot be cut off: somebody must
//! be able to take over first.

use domain::{
    access::{Action, Ctx, Grant, Reach, Role},
    ids::{CentreId, StaffId, UserId},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{Account, name_place, own::end_logins};
use crate::{
    Base, Error, Result, Tx, boxed,
    entity::accounts::{account, account_grant, recovery_code},
};

/// An account to be made, with its first role.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// As checked by [`super::username`].
    pub username: String,
    /// Name on the screen.
    pub display_name: String,
    /// Role and, where the role is of a centre, the centre.
    pub grant: Grant,
    /// The member of staff behind it, if any.
    pub staff: Option<StaffId>,
    /// Argon2id hash of the password.
    pub password_hash: String,
    /// Whether the owner has to choose another password at the first sign-in.
    pub must_change_password: bool,
}

/// Which accounts to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Only accounts with this role in force.
    pub role: Option<Role>,
    /// Only suspended ones (true), or only those that may sign in (false).
    pub suspended: Option<bool>,
}

impl Base {
    /// Accounts by username, a page of them, and how many there are in all.
    #[boxed]
    pub async fn accounts(
        &self,
        ctx: &Ctx,
        filter: AccountFilter,
        offset: u64,
        limit: u64,
    ) -> Result<(Vec<Account>, u64)> {
        demand(ctx)?;
        let mut query = account::Entity::find();
        if let Some(role) = filter.role {
            let holders = account_grant::Entity::find()
                .select_only()
                .column(account_grant::Column::AccountId)
                .filter(account_grant::Column::Role.eq(role.name()))
                .filter(account_grant::Column::EndedAt.is_null())
                .into_query();
            query = query.filter(account::Column::Id.in_subquery(holders));
        }
        query = match filter.suspended {
            Some(true) => query.filter(account::Column::SuspendedAt.is_not_null()),
            Some(false) => query.filter(account::Column::SuspendedAt.is_null()),
            None => query,
        };
        let total = query.clone().count(self.read()).await?;
        let rows = query
            .order_by_asc(account::Column::Username)
            .offset(offset)
            .limit(limit)
            .all(self.read())
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut grants = self.grants_of(&ids).await?;
        let accounts = rows
            .into_iter()
            .map(|row| {
                let grants = grants.remove(&row.id).unwrap_or_default();
                self.account_of(row, grants)
            })
            .collect::<Result<_>>()?;
        Ok((accounts, total))
    }

    /// One account.
    #[boxed]
    pub async fn account(&self, ctx: &Ctx, id: UserId) -> Result<Account> {
        demand(ctx)?;
        let row = account::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        let grants = self.grants_of(&[id.0]).await?.remove(&id.0).unwrap_or_default();
        self.account_of(row, grants)
    }

    /// The account with a username: for commands.
    #[boxed]
    pub async fn account_named(&self, ctx: &Ctx, username: &str) -> Result<Account> {
        demand(ctx)?;
        let name = super::username(username).ok_or(Error::NotFound)?;
        let row = account::Entity::find().filter(account::Column::Username.eq(name)).one(self.read()).await?;
        self.account(ctx, UserId(row.ok_or(Error::NotFound)?.id)).await
    }

    /// Makes an account.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the username is taken; [`Error::Refused`] when role and compartment,
    /// or role and centre, do not go together, or when the member of staff cannot be behind it.
    #[boxed]
    pub async fn create_account(&self, ctx: &Ctx, new: NewAccount) -> Result<UserId> {
        demand(ctx)?;
        self.check_grant(new.grant)?;
        let username = super::username(&new.username).ok_or(Error::Refused("access-username-invalid"))?;
        let id = self.entropy().uuid();
        let mut tx = self.begin(ctx).await?;
        if let Some(staff) = new.staff {
            self.check_behind(tx.db(), staff).await?;
        }
        let row = account::ActiveModel {
            id: Set(id),
            username: Set(username),
            staff_id: Set(new.staff.map(|staff| staff.0)),
            display_name: Set(self.seal(
                self.ring().system_key(),
                name_place(id),
                new.display_name.as_bytes(),
            )),
            password_hash: Set(new.password_hash),
            totp_secret: Set(None),
            totp_last_step: Set(None),
            totp_confirmed_at: Set(None),
            must_change_password: Set(new.must_change_password),
            password_set_at: Set(ctx.now()),
            locale: Set("es".to_owned()),
            created_at: Set(ctx.now()),
            suspended_at: Set(None),
            suspended_by: Set(None),
            curp_token: Set(None),
        };
        account::Entity::insert(row).exec_without_returning(tx.db()).await?;
        self.insert_grant(&tx, ctx, id, new.grant).await?;
        tx.audit("account.created", "account", id).await?;
        tx.commit_as(id).await?;
        Ok(UserId(id))
    }

    fn check_grant(&self, grant: Grant) -> Result<()> {
        if grant.role.compartment() != self.compartment() {
            return Err(Error::Refused("access-role-of-other-side"));
        }
        if grant.role.is_of_a_centre() != grant.centre.is_some() {
            return Err(Error::Refused("access-role-needs-centre"));
        }
        Ok(())
    }

    async fn insert_grant(&self, tx: &Tx, ctx: &Ctx, account: Uuid, grant: Grant) -> Result<()> {
        let row = account_grant::ActiveModel {
            id: Set(self.entropy().uuid()),
            account_id: Set(account),
            role: Set(grant.role.name().to_owned()),
            centre_id: Set(grant.centre.map(|centre| centre.0)),
            granted_at: Set(ctx.now()),
            granted_by: Set(ctx.user().map(|user| user.0)),
            ended_at: Set(None),
            ended_by: Set(None),
        };
        account_grant::Entity::insert(row).exec_without_returning(tx.db()).await?;
        Ok(())
    }

    /// Gives an account one more role; a role it holds already stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] as in [`Base::create_account`].
    #[boxed]
    pub async fn grant_role(&self, ctx: &Ctx, id: UserId, grant: Grant) -> Result<()> {
        self.check_grant(grant)?;
        let account = self.account(ctx, id).await?;
        if account.grants.iter().any(|(_, held)| *held == grant) {
            return Ok(());
        }
        let mut tx = self.begin(ctx).await?;
        self.insert_grant(&tx, ctx, id.0, grant).await?;
        tx.audit("account.role-granted", "account", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Ends a role of an account, at once.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when nobody else holds a role that must be held.
    #[boxed]
    pub async fn end_role(&self, ctx: &Ctx, id: UserId, grant: Uuid) -> Result<()> {
        let account = self.account(ctx, id).await?;
        let held = account.grants.iter().find(|(row, _)| *row == grant).ok_or(Error::NotFound)?.1;
        let mut tx = self.begin(ctx).await?;
        successor_exists(&tx, id, held).await?;
        let row = account_grant::ActiveModel {
            id: Set(grant),
            ended_at: Set(Some(ctx.now())),
            ended_by: Set(ctx.user().map(|user| user.0)),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        tx.audit("account.role-ended", "account", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Suspends an account: its logins end at once, nothing it did is lost.
    ///
    /// # Errors
    /// [`Error::Refused`] for one's own account, or when nobody else holds a role that must be held.
    #[boxed]
    pub async fn suspend_account(&self, ctx: &Ctx, id: UserId) -> Result<()> {
        let account = self.account(ctx, id).await?;
        if ctx.user() == Some(id) {
            return Err(Error::Refused("access-suspend-self"));
        }
        let mut tx = self.begin(ctx).await?;
        if account.suspended_at.is_none() {
            for (_, grant) in &account.grants {
                successor_exists(&tx, id, *grant).await?;
            }
        }
        let row = account::ActiveModel {
            id: Set(id.0),
            suspended_at: Set(Some(account.suspended_at.unwrap_or(ctx.now()))),
            suspended_by: Set(ctx.user().map(|user| user.0)),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        end_logins(tx.db(), ctx, id, None).await?;
        tx.audit("account.suspended", "account", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Lets a suspended account sign in again.
    #[boxed]
    pub async fn reinstate_account(&self, ctx: &Ctx, id: UserId) -> Result<()> {
        self.account(ctx, id).await?;
        let mut tx = self.begin(ctx).await?;
        let row = account::ActiveModel {
            id: Set(id.0),
            suspended_at: Set(None),
            suspended_by: Set(None),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        tx.audit("account.reinstated", "account", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Gives an account a temporary password and takes its second factor away: its owner lost them
    /// and was identified in person. Its logins end at once.
    #[boxed]
    pub async fn reset_entry(&self, ctx: &Ctx, id: UserId, temporary_hash: &str) -> Result<()> {
        self.account(ctx, id).await?;
        let mut tx = self.begin(ctx).await?;
        let row = account::ActiveModel {
            id: Set(id.0),
            password_hash: Set(temporary_hash.to_owned()),
            must_change_password: Set(true),
            password_set_at: Set(ctx.now()),
            totp_secret: Set(None),
            totp_last_step: Set(None),
            totp_confirmed_at: Set(None),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::AccountId.eq(id.0))
            .exec(tx.db())
            .await?;
        end_logins(tx.db(), ctx, id, None).await?;
        tx.audit("account.entry-reset", "account", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Puts a known second factor in force at once: for the demo and for tests, whose users' codes
    /// must be computable from what is printed.
    #[boxed]
    pub async fn set_second_factor(&self, ctx: &Ctx, id: UserId, secret: &[u8]) -> Result<()> {
        self.account(ctx, id).await?;
        let place = vault::Place { table: "account", column: "totp_secret", row: id.0 };
        let sealed = self.seal(self.ring().system_key(), place, secret);
        let mut tx = self.begin(ctx).await?;
        account::Entity::update_many()
            .col_expr(account::Column::TotpSecret, Expr::value(sealed))
            .col_expr(account::Column::TotpConfirmedAt, Expr::value(ctx.now()))
            .filter(account::Column::Id.eq(id.0))
            .exec(tx.db())
            .await?;
        tx.audit("account.factor-set", "account", id.0).await?;
        tx.commit().await
    }
}

/// Accounts belong to no centre: only who reaches the whole compartment manages them.
pub(super) fn demand(ctx: &Ctx) -> Result<()> {
    ctx.demand(Action::ManageAccounts)?;
    if *ctx.reach() == Reach::All { Ok(()) } else { Err(Error::NotFound) }
}

/// Refuses when `leaving` is the last that can sign in with a role that must be held: coordination
/// of a centre, technical administration, coordination of safety.
pub(crate) async fn successor_exists(tx: &Tx, leaving: UserId, grant: Grant) -> Result<()> {
    let refusal = match grant.role {
        Role::Coordinator => "access-last-coordinator",
        Role::TechnicalAdministrator | Role::SafetyCoordinator => "access-last-administrator",
        _ => return Ok(()),
    };
    let active = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::SuspendedAt.is_null())
        .into_query();
    let mut holders = account_grant::Entity::find()
        .filter(account_grant::Column::Role.eq(grant.role.name()))
        .filter(account_grant::Column::EndedAt.is_null())
        .filter(account_grant::Column::AccountId.in_subquery(active));
    if let Some(CentreId(centre)) = grant.centre {
        holders = holders.filter(account_grant::Column::CentreId.eq(centre));
    }
    // Locked, so that two coordinators cannot be cut off by two administrators at the same moment.
    let holders = holders.lock_exclusive().all(tx.db()).await?;
    if holders.iter().any(|row| row.account_id != leaving.0) { Ok(()) } else { Err(Error::Refused(refusal)) }
}
