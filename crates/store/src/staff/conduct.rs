//! The check that no sanction for violence exists, and sanctions.
//!
//! A sanction suspends at once: assignments to groups end, accounts are suspended and their logins
//! ended, in the same transaction.

use chrono::{Months, NaiveDate};
use domain::{
    access::{Action, Ctx},
    ids::StaffId,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::reachable;
use crate::{Error, Programme, Result, Store, entity::staff::violence_check};

/// What is asked to record a check.
#[derive(Debug, Clone)]
pub struct NewViolenceCheck {
    /// Who was checked.
    pub staff: StaffId,
    /// When.
    pub checked_on: NaiveDate,
    /// Until when it holds (inclusive); `None` for twelve months.
    pub expires_on: Option<NaiveDate>,
    /// What proves it: office and number of the document.
    pub evidence: String,
}

/// A check that no sanction for violence exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolenceCheck {
    /// When.
    pub checked_on: NaiveDate,
    /// Until when it holds (inclusive).
    pub expires_on: NaiveDate,
    /// What proves it.
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

/// A sanction for violence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// Its id.
    pub id: Uuid,
    /// Since when.
    pub since: NaiveDate,
    /// Who decided what.
    pub note: String,
    /// Whether it was lifted.
    pub is_lifted: bool,
}

impl Store<Programme> {
    /// Records a check that no sanction for violence exists.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] `check-in-the-future` or `period-reversed`.
    pub async fn add_violence_check(&self, ctx: &Ctx, new: NewViolenceCheck) -> Result<Uuid> {
        ctx.demand(Action::ManageStaff)?;
        let expires_on = new.expires_on.unwrap_or(new.checked_on + Months::new(12));
        if new.checked_on > ctx.now().date_naive() {
            return Err(Error::Refused("check-in-the-future"));
        }
        if expires_on < new.checked_on {
            return Err(Error::Refused("period-reversed"));
        }
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, new.staff).await?;
        let id = self.entropy().uuid();
        let row = violence_check::ActiveModel {
            id: Set(id),
            staff_id: Set(new.staff.0),
            checked_on: Set(new.checked_on),
            expires_on: Set(expires_on),
            evidence: Set(new.evidence),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        violence_check::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("violence-check.added", "staff", new.staff.0).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }
}
