//! Leaving: by hand, and by the end of a contract. The last coordinator of a centre is not cut off
//! without a successor; whoever still has groups hands them over first.

use domain::{
    access::{Action, Ctx, Grant, Role},
    centres::staff::contract_ends_in,
    ids::{CentreId, StaffId, UserId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};

use super::{conduct::suspend_accounts, eligible::registered, handover, list::groups_of, reachable};
use crate::{
    Error, Programme, Result, Store, Tx, accounts, boxed,
    entity::{
        accounts::{account, account_grant},
        attendance::task,
        staff::staff,
    },
    tasks::NewTask,
};

/// What a daily look at the contracts did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ContractsWatched {
    /// Hand-overs announced.
    pub announced: u64,
    /// Accounts suspended since no contract is in force.
    pub suspended: u64,
}

impl Store<Programme> {
    /// Takes somebody off the staff: accounts are suspended, nothing they did is lost.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] `staff-is-oneself`, `staff-has-groups`, or
    /// `access-last-coordinator` when nobody else coordinates the centre.
    #[boxed]
    pub async fn let_go(&self, ctx: &Ctx, id: StaffId) -> Result<()> {
        ctx.demand(Action::ManageStaff)?;
        if ctx.staff() == Some(id) {
            return Err(Error::Refused("staff-is-oneself"));
        }
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, id).await?;
        let assigned = handover::not_ended(ctx.now().date_naive());
        if !groups_of(tx.db(), id, assigned).await?.is_empty() {
            return Err(Error::Refused("staff-has-groups"));
        }
        successors_exist(&tx, id).await?;
        suspend_accounts(&tx, ctx, id).await?;
        close_announcements(&tx, ctx, id).await?;
        let row =
            staff::ActiveModel { id: Unchanged(id.0), left_at: Set(Some(ctx.now())), ..Default::default() };
        row.update(tx.db()).await?;
        tx.audit("staff.left", "staff", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Looks at every contract, once a day: announces hand-overs 30 days before, and suspends the
    /// accounts of whoever has had contracts and has none in force, except a last coordinator.
    #[boxed]
    pub async fn watch_contracts(&self, ctx: &Ctx) -> Result<ContractsWatched> {
        ctx.demand(Action::ManageStaff)?;
        let today = ctx.now().date_naive();
        let rows = staff::Entity::find().filter(staff::Column::LeftAt.is_null()).all(self.read()).await?;
        let known = registered(self.read(), rows.iter().map(|row| StaffId(row.id))).await?;
        let mut watched = ContractsWatched::default();
        for row in &rows {
            let id = StaffId(row.id);
            let contracts = &known[&id].contracts;
            let is_over = !contracts.is_empty()
                && contracts.iter().all(|one| one.last_day().is_some_and(|last| last < today));
            if let Some(left) = contract_ends_in(today, contracts) {
                let task = NewTask {
                    kind: "contract-ending",
                    centre: CentreId(row.centre_id),
                    group: None,
                    staff: Some(id),
                    due_on: today + chrono::Days::new(left.unsigned_abs()),
                    cause: format!("contract-ending:{id}:{}", today + chrono::Days::new(left.unsigned_abs())),
                };
                watched.announced += self.announce(ctx, id, task).await?;
            } else if is_over {
                watched.suspended += self.suspend_without_contract(ctx, id).await?;
            }
        }
        Ok(watched)
    }

    async fn announce(&self, ctx: &Ctx, id: StaffId, task: NewTask) -> Result<u64> {
        let mut tx = self.begin(ctx).await?;
        if !self.open_task(&tx, ctx, task).await? {
            return Ok(0);
        }
        tx.audit("hand-over.announced", "staff", id.0).await?;
        tx.commit().await?;
        Ok(1)
    }

    async fn suspend_without_contract(&self, ctx: &Ctx, id: StaffId) -> Result<u64> {
        let mut tx = self.begin(ctx).await?;
        if matches!(successors_exist(&tx, id).await, Err(Error::Refused(_))) {
            return Ok(0);
        }
        let suspended = suspend_accounts(&tx, ctx, id).await?;
        if suspended > 0 {
            tx.audit("staff.contract-over", "staff", id.0).await?;
            tx.commit().await?;
        }
        Ok(suspended)
    }
}

/// Refuses when an account of somebody is the last that holds a role which must be held.
async fn successors_exist(tx: &Tx, id: StaffId) -> Result<()> {
    let active = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::StaffId.eq(id.0))
        .filter(account::Column::SuspendedAt.is_null())
        .into_query();
    let grants = account_grant::Entity::find()
        .filter(account_grant::Column::AccountId.in_subquery(active))
        .filter(account_grant::Column::EndedAt.is_null())
        .all(tx.db())
        .await?;
    for row in grants {
        let role = Role::from_name(&row.role).ok_or(Error::Damaged)?;
        let grant = Grant { role, centre: row.centre_id.map(CentreId) };
        accounts::successor_exists(tx, UserId(row.account_id), grant).await?;
    }
    Ok(())
}

/// Closes the announcements of somebody's hand-over: it was done, or they have left.
pub(super) async fn close_announcements(tx: &Tx, ctx: &Ctx, id: StaffId) -> Result<()> {
    task::Entity::update_many()
        .col_expr(task::Column::DoneAt, Expr::value(ctx.now()))
        .col_expr(task::Column::DoneBy, Expr::value(ctx.user().map(|user| user.0)))
        .filter(task::Column::Kind.eq("contract-ending"))
        .filter(task::Column::StaffId.eq(id.0))
        .filter(task::Column::DoneAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}
