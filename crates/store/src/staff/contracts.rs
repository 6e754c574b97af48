//! Contracts: a role from one day to another, hanging on a subsidy project or on none.
//! A contract that hangs on a project ends with it at the latest.

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Role},
    centres::contract::{ContractError, contract_period},
    ids::{ProjectId, StaffId},
    period::Period,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::reachable;
use crate::{
    Error, Programme, Result, Store, boxed,
    entity::{centres::subsidy_project, staff::staff_contract},
};

/// What is asked for a contract.
#[derive(Debug, Clone, Copy)]
pub struct NewContract {
    /// Whose.
    pub staff: StaffId,
    /// For what.
    pub role: Role,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; `None` for the project's last day, or for no end without a project.
    pub ends_on: Option<NaiveDate>,
    /// The project that pays it.
    pub project: Option<ProjectId>,
}

/// A contract of a member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub staff: StaffId,
    /// For what.
    pub role: Role,
    /// From when until when.
    pub period: Period,
    /// The project that pays it.
    pub project: Option<ProjectId>,
}

impl Store<Programme> {
    /// Adds a contract.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] `staff-contract-reversed` or `staff-contract-after-project`.
    #[boxed]
    pub async fn add_contract(&self, ctx: &Ctx, new: NewContract) -> Result<Uuid> {
        ctx.demand(Action::ManageStaff)?;
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, new.staff).await?;
        let project_end = match new.project {
            Some(id) => {
                let row = subsidy_project::Entity::find_by_id(id.0).one(tx.db()).await?;
                Some(row.ok_or(Error::NotFound)?.ends_on)
            }
            None => None,
        };
        let period = contract_period(new.starts_on, new.ends_on, project_end).map_err(|why| match why {
            ContractError::Reversed => Error::Refused("staff-contract-reversed"),
            ContractError::AfterProject => Error::Refused("staff-contract-after-project"),
        })?;
        let id = self.entropy().uuid();
        let row = staff_contract::ActiveModel {
            id: Set(id),
            staff_id: Set(new.staff.0),
            role: Set(new.role.name().to_owned()),
            starts_on: Set(new.starts_on),
            ends_on: Set(period.last_day()),
            project_id: Set(new.project.map(|project| project.0)),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        staff_contract::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("contract.added", "staff", new.staff.0).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }
}

/// The contract of a row.
pub(crate) fn contract(row: staff_contract::Model) -> Result<Contract> {
    Ok(Contract {
        id: row.id,
        staff: StaffId(row.staff_id),
        role: Role::from_name(&row.role).ok_or(Error::Damaged)?,
        period: match row.ends_on {
            Some(last) => Period::through(row.starts_on, last),
            None => Period { from: row.starts_on, until: None },
        },
        project: row.project_id.map(ProjectId),
    })
}
