//! The check that no sanction for violence exists, and sanctions.
//!
//! A sanction suspends at once: assignments to groups end, accounts are suspended and their logins
//! end, in the same transaction; each group left with one facilitator becomes a task. It does so
//! even to the last coordinator of a centre: the law leaves no choice, and the technical
//! administration can let in a successor.

use chrono::{Days, NaiveDate};
use domain::{
    access::{Action, Ctx},
    centres::staff::{CheckError, Sanction, ViolenceCheck},
    ids::{CentreId, GroupId, StaffId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;
use vault::Place;

use super::{handover, reachable};
use crate::{
    Base, Error, Programme, Result, Store, Tx, boxed,
    entity::{
        accounts::{account, login},
        groups::{group_facilitator, training_group},
        staff::{staff_sanction, violence_check},
    },
    tasks::NewTask,
};

/// What is asked to record a check.
#[derive(Debug, Clone)]
pub struct NewViolenceCheck {
    /// Who was checked.
    pub staff: StaffId,
    /// When.
    pub checked_on: NaiveDate,
    /// The first day on which it no longer counts; `None` for twelve months later.
    pub expires_on: Option<NaiveDate>,
    /// What shows it: office and number of the document.
    pub evidence: String,
}

/// What is asked to record a sanction.
#[derive(Debug, Clone)]
pub struct NewSanction {
    /// Who was sanctioned.
    pub staff: StaffId,
    /// Since when.
    pub since: NaiveDate,
    /// Who decided what, sealed.
    pub note: String,
}

/// A sanction as registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SanctionRow {
    /// Its id.
    pub id: Uuid,
    /// Since when, and until when.
    pub sanction: Sanction,
    /// Who decided what.
    pub note: String,
}

/// What a sanction ended at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspended {
    /// Assignments to groups.
    pub groups: u64,
    /// Accounts.
    pub accounts: u64,
}

impl Store<Programme> {
    /// Records a check that no sanction for violence exists.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] `staff-check-evidence-missing` or `staff-check-expires-before`.
    #[boxed]
    pub async fn add_violence_check(&self, ctx: &Ctx, new: NewViolenceCheck) -> Result<Uuid> {
        ctx.demand(Action::ManageStaff)?;
        let check = ViolenceCheck::new(new.checked_on, new.expires_on, &new.evidence);
        let check = check.map_err(|error| match error {
            CheckError::EvidenceMissing => Error::Refused("staff-check-evidence-missing"),
            CheckError::ExpiresBefore => Error::Refused("staff-check-expires-before"),
        })?;
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, new.staff).await?;
        let id = self.entropy().uuid();
        let row = violence_check::ActiveModel {
            id: Set(id),
            staff_id: Set(new.staff.0),
            checked_on: Set(check.checked_on),
            expires_on: Set(check.expires_on),
            evidence: Set(check.evidence),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        violence_check::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("violence-check.added", "staff", new.staff.0).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }

    /// Records a sanction and suspends at once; says what ended.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    #[boxed]
    pub async fn sanction_staff(&self, ctx: &Ctx, new: NewSanction) -> Result<Suspended> {
        ctx.demand(Action::ManageStaff)?;
        let mut tx = self.begin(ctx).await?;
        let person = reachable(tx.db(), ctx, new.staff).await?;
        let id = self.entropy().uuid();
        let note = self.seal(self.ring().system_key(), note_place(id), new.note.as_bytes());
        let row = staff_sanction::ActiveModel {
            id: Set(id),
            staff_id: Set(new.staff.0),
            since: Set(new.since),
            note: Set(note),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
            lifted_at: Set(None),
            lifted_by: Set(None),
        };
        staff_sanction::Entity::insert(row).exec_without_returning(tx.db()).await?;
        let groups = self.end_assignments(&tx, ctx, new.staff).await?;
        let accounts = suspend_accounts(&tx, ctx, new.staff).await?;
        tx.audit("staff.sanctioned", "staff", person.id).await?;
        tx.commit_as(person.id).await?;
        Ok(Suspended { groups, accounts })
    }

    /// Records that a sanction was annulled. Nothing that it ended comes back by itself.
    ///
    /// # Errors
    /// [`Error::NotFound`]. Lifted before, it stays as it is.
    #[boxed]
    pub async fn lift_sanction(&self, ctx: &Ctx, id: Uuid) -> Result<StaffId> {
        ctx.demand(Action::ManageStaff)?;
        let mut tx = self.begin(ctx).await?;
        let row = staff_sanction::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::NotFound)?;
        let who = StaffId(row.staff_id);
        reachable(tx.db(), ctx, who).await?;
        if row.lifted_at.is_none() {
            let row = staff_sanction::ActiveModel {
                id: Unchanged(id),
                lifted_at: Set(Some(ctx.now())),
                lifted_by: Set(ctx.user().map(|user| user.0)),
                ..Default::default()
            };
            row.update(tx.db()).await?;
        }
        tx.audit("sanction.lifted", "staff", who.0).await?;
        tx.commit_as(who.0).await?;
        Ok(who)
    }

    /// Ends every assignment of somebody, as of yesterday; each group becomes a task. Returns how many.
    async fn end_assignments(&self, tx: &Tx, ctx: &Ctx, who: StaffId) -> Result<u64> {
        let today = ctx.now().date_naive();
        let in_force = Condition::all()
            .add(group_facilitator::Column::StaffId.eq(who.0))
            .add(handover::not_ended(today));
        let assigned: Vec<Uuid> = group_facilitator::Entity::find()
            .select_only()
            .column(group_facilitator::Column::GroupId)
            .filter(in_force.clone())
            .into_tuple()
            .all(tx.db())
            .await?;
        group_facilitator::Entity::update_many()
            .col_expr(group_facilitator::Column::Until, Expr::value(today - Days::new(1)))
            .filter(in_force)
            .exec(tx.db())
            .await?;
        let groups = training_group::Entity::find()
            .filter(training_group::Column::Id.is_in(assigned))
            .filter(training_group::Column::State.is_in(["planned", "running"]))
            .all(tx.db())
            .await?;
        for group in &groups {
            let task = NewTask {
                kind: "facilitator-missing",
                centre: CentreId(group.centre_id),
                group: Some(GroupId(group.id)),
                staff: None,
                due_on: today,
                cause: format!("facilitator-missing:{}:{}", group.id, who),
            };
            self.open_task(tx, ctx, task).await?;
        }
        Ok(groups.len() as u64)
    }
}

impl Base {
    /// The sanctions of somebody, with what was noted.
    pub(super) async fn sanctions_of(&self, who: StaffId) -> Result<Vec<SanctionRow>> {
        let rows = staff_sanction::Entity::find()
            .filter(staff_sanction::Column::StaffId.eq(who.0))
            .order_by_desc(staff_sanction::Column::Since)
            .all(self.read())
            .await?;
        let open = |row: &staff_sanction::Model| {
            let note = self.unseal(self.ring().system_key(), note_place(row.id), &row.note)?;
            let note = String::from_utf8(note).map_err(|_| Error::Damaged)?;
            Ok(SanctionRow { id: row.id, sanction: sanction(row), note })
        };
        rows.iter().map(open).collect()
    }
}

/// Suspends the accounts of somebody and ends their logins. Returns how many.
pub(super) async fn suspend_accounts(tx: &Tx, ctx: &Ctx, who: StaffId) -> Result<u64> {
    let accounts: Vec<Uuid> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::StaffId.eq(who.0))
        .filter(account::Column::SuspendedAt.is_null())
        .into_tuple()
        .all(tx.db())
        .await?;
    account::Entity::update_many()
        .col_expr(account::Column::SuspendedAt, Expr::value(ctx.now()))
        .col_expr(account::Column::SuspendedBy, Expr::value(ctx.user().map(|user| user.0)))
        .filter(account::Column::Id.is_in(accounts.iter().copied()))
        .exec(tx.db())
        .await?;
    login::Entity::update_many()
        .col_expr(login::Column::EndedAt, Expr::value(ctx.now()))
        .filter(login::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(login::Column::EndedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(accounts.len() as u64)
}

/// The check of a row.
pub(super) fn check(row: violence_check::Model) -> ViolenceCheck {
    ViolenceCheck { checked_on: row.checked_on, expires_on: row.expires_on, evidence: row.evidence }
}

/// The sanction of a row, for the rule.
pub(super) fn sanction(row: &staff_sanction::Model) -> Sanction {
    Sanction { since: row.since, lifted: row.lifted_at.map(|at| at.date_naive()) }
}

fn note_place(id: Uuid) -> Place<'static> {
    Place { table: "staff_sanction", column: "note", row: id }
}
