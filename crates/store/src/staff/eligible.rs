//! Who may be assigned, from contracts, checks and sanctions: what is registered goes to the rule of
//! `domain::centres::staff` as one record per person.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Role},
    centres::{
        contract::{facilitates, first_gap},
        staff::{Ineligible, Record, Sanction, ViolenceCheck, may_be_assigned},
    },
    ids::{CentreId, StaffId},
    people::name::PersonName,
    period::Period,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    Programme, Result, Store, boxed, centres,
    entity::staff::{staff, staff_contract, staff_sanction, violence_check},
};

/// Somebody who might facilitate a group.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub staff: StaffId,
    /// The name.
    pub name: PersonName,
    /// The first day of the period on which they may not, and why.
    pub gap: Option<(NaiveDate, Ineligible)>,
}

impl Candidate {
    /// Whether they may be assigned on the first day of the period.
    #[must_use]
    pub fn may_begin(&self, from: NaiveDate) -> bool {
        self.gap.is_none_or(|(day, _)| day > from)
    }
}

/// What is registered of somebody, by kind; [`Self::record`] is what the rule asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Registered {
    pub(crate) contracts: Vec<Period>,
    pub(crate) facilitating: Vec<Period>,
    pub(crate) checks: Vec<ViolenceCheck>,
    pub(crate) sanctions: Vec<Sanction>,
    /// Roles with the period of their contract.
    pub(crate) roles: Vec<(Role, Period)>,
}

impl Registered {
    /// For facilitating: contracts for other roles do not count.
    pub(crate) fn record(&self) -> Record<'_> {
        Record {
            contracts: &self.facilitating,
            has_other_contracts: self.contracts.len() > self.facilitating.len(),
            checks: &self.checks,
            sanctions: &self.sanctions,
        }
    }

    /// Whether they may be assigned to a group on `day`. What bars any work is told first: an expired
    /// check matters for who facilitates nothing, too.
    pub(crate) fn standing(&self, day: NaiveDate) -> std::result::Result<(), Ineligible> {
        may_be_assigned(day, self.employment())?;
        may_be_assigned(day, self.record())
    }

    /// For work in general.
    fn employment(&self) -> Record<'_> {
        Record { contracts: &self.contracts, ..self.record() }
    }
}

impl Store<Programme> {
    /// The staff of a centre with whether each may facilitate from one day to another (inclusive):
    /// who may all the time first, then by surname. Who has left is absent.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a centre out of reach, [`crate::Error::Damaged`].
    #[boxed]
    pub async fn eligible_facilitators(
        &self,
        ctx: &Ctx,
        centre: CentreId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Candidate>> {
        ctx.demand(Action::ManageGroups)?;
        centres::reachable(self.read(), ctx, centre).await?;
        self.candidates(centre, from, to).await
    }

    pub(super) async fn candidates(
        &self,
        centre: CentreId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Candidate>> {
        let rows = staff::Entity::find()
            .filter(staff::Column::CentreId.eq(centre.0))
            .filter(staff::Column::LeftAt.is_null())
            .all(self.read())
            .await?;
        let registered = registered(self.read(), rows.iter().map(|row| StaffId(row.id))).await?;
        let mut candidates = Vec::with_capacity(rows.len());
        for row in &rows {
            let person = self.open_staff(row)?;
            let gap = first_gap(from, to, registered[&person.id].record());
            candidates.push(Candidate { staff: person.id, name: person.name, gap });
        }
        candidates.sort_by_cached_key(|one| (one.gap.is_some(), one.name.sort_key()));
        Ok(candidates)
    }
}

/// For each of `people`, whether they may facilitate on `day`: three queries.
pub(crate) async fn eligible<C: ConnectionTrait>(
    db: &C,
    people: &[StaffId],
    day: NaiveDate,
) -> Result<HashMap<StaffId, std::result::Result<(), Ineligible>>> {
    let registered = registered(db, people.iter().copied()).await?;
    Ok(registered.iter().map(|(id, one)| (*id, may_be_assigned(day, one.record()))).collect())
}

/// What is registered of each of `people`: three queries.
pub(crate) async fn registered<C: ConnectionTrait>(
    db: &C,
    people: impl Iterator<Item = StaffId>,
) -> Result<HashMap<StaffId, Registered>> {
    let mut all: HashMap<StaffId, Registered> = people.map(|id| (id, Registered::default())).collect();
    let ids: Vec<Uuid> = all.keys().map(|id| id.0).collect();
    let contracts = staff_contract::Entity::find()
        .filter(staff_contract::Column::StaffId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let checks = violence_check::Entity::find()
        .filter(violence_check::Column::StaffId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let sanctions = staff_sanction::Entity::find()
        .filter(staff_sanction::Column::StaffId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    for row in contracts {
        let contract = super::contracts::contract(row)?;
        let one = all.entry(contract.staff).or_default();
        one.contracts.push(contract.period);
        one.roles.push((contract.role, contract.period));
        if facilitates(contract.role) {
            one.facilitating.push(contract.period);
        }
    }
    for row in checks {
        all.entry(StaffId(row.staff_id)).or_default().checks.push(super::conduct::check(row));
    }
    for row in sanctions {
        all.entry(StaffId(row.staff_id)).or_default().sanctions.push(super::conduct::sanction(&row));
    }
    Ok(all)
}
