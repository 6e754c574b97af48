//! The staff of the centres within reach, and one member's file.
//!
//! A centre has a dozen people and a state some hundreds: names are opened and sorted in memory; everything else is asked for the page only.

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Role},
    centres::staff::{Ineligible, ViolenceCheck, contract_ends_in},
    ids::{CentreId, GroupId, StaffId},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Contract, SanctionRow, Staff, conduct, contracts, eligible::registered, handover, reachable};
use crate::{
    Programme, Result, Store, boxed,
    entity::{
        accounts::account,
        groups::{group_facilitator, training_group},
        staff::{staff, staff_contract, violence_check},
    },
    kit::scope,
};

/// How many lines a page of the list has.
pub const STAFF_PAGE: usize = 50;

/// Which staff to list.
#[derive(Debug, Clone, Default)]
pub struct StaffFilter {
    /// Only of this centre.
    pub centre: Option<CentreId>,
    /// Those who have left instead of those who are there.
    pub has_left: bool,
    /// The page, from 1.
    pub page: usize,
}

/// A page of the list.
#[derive(Debug, Clone)]
pub struct StaffList {
    /// The lines of the page.
    pub lines: Vec<StaffLine>,
    /// How many match in all.
    pub total: usize,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub struct StaffLine {
    /// Who.
    pub staff: Staff,
    /// For what, by contracts in force.
    pub roles: Vec<Role>,
    /// Whether they may be assigned today, and why not.
    pub standing: std::result::Result<(), Ineligible>,
    /// The first day on which the last check no longer counts.
    pub check_expires: Option<NaiveDate>,
    /// Days left, when the contract ends soon and none follows.
    pub ends_in: Option<i64>,
}

/// What is known of a member of staff.
#[derive(Debug, Clone)]
pub struct StaffFile {
    /// The line that lists show.
    pub line: StaffLine,
    /// All contracts, the latest first.
    pub contracts: Vec<Contract>,
    /// All checks, the latest first.
    pub checks: Vec<ViolenceCheck>,
    /// All sanctions, the latest first.
    pub sanctions: Vec<SanctionRow>,
    /// Groups facilitated today or later.
    pub groups: Vec<(GroupId, String)>,
    /// Accounts: user name and whether it is suspended.
    pub accounts: Vec<(String, bool)>,
}

impl Store<Programme> {
    /// A page of the staff within reach, by surname.
    ///
    /// # Errors
    /// [`crate::Error::Denied`], [`crate::Error::Damaged`].
    #[boxed]
    pub async fn list_staff(&self, ctx: &Ctx, filter: &StaffFilter) -> Result<StaffList> {
        ctx.demand(Action::ViewStaff)?;
        let mut query = staff::Entity::find().filter(scope::centres(ctx, staff::Column::CentreId));
        query = match filter.has_left {
            true => query.filter(staff::Column::LeftAt.is_not_null()),
            false => query.filter(staff::Column::LeftAt.is_null()),
        };
        if let Some(centre) = filter.centre {
            query = query.filter(staff::Column::CentreId.eq(centre.0));
        }
        let rows = query.all(self.read()).await?;
        let mut people = rows.iter().map(|row| self.open_staff(row)).collect::<Result<Vec<_>>>()?;
        people.sort_by_cached_key(|one| one.name.sort_key());
        let total = people.len();
        let start = filter.page.saturating_sub(1) * STAFF_PAGE;
        let page = people.into_iter().skip(start).take(STAFF_PAGE).collect();
        Ok(StaffList { lines: self.lines(ctx, page).await?, total })
    }

    /// The file of a member of staff within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], [`crate::Error::Damaged`].
    #[boxed]
    pub async fn get_staff(&self, ctx: &Ctx, id: StaffId) -> Result<StaffFile> {
        ctx.demand(Action::ViewStaff)?;
        let row = reachable(self.read(), ctx, id).await?;
        let mut lines = self.lines(ctx, vec![self.open_staff(&row)?]).await?;
        let contracts = staff_contract::Entity::find()
            .filter(staff_contract::Column::StaffId.eq(id.0))
            .order_by_desc(staff_contract::Column::StartsOn)
            .all(self.read())
            .await?;
        let checks = violence_check::Entity::find()
            .filter(violence_check::Column::StaffId.eq(id.0))
            .order_by_desc(violence_check::Column::CheckedOn)
            .all(self.read())
            .await?;
        let accounts: Vec<(String, Option<chrono::DateTime<chrono::Utc>>)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Username, account::Column::SuspendedAt])
            .filter(account::Column::StaffId.eq(id.0))
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(StaffFile {
            line: lines.remove(0),
            contracts: contracts.into_iter().map(contracts::contract).collect::<Result<_>>()?,
            checks: checks.into_iter().map(conduct::check).collect(),
            sanctions: self.sanctions_of(id).await?,
            groups: groups_of(self.read(), id, handover::not_ended(ctx.now().date_naive())).await?,
            accounts: accounts.into_iter().map(|(name, suspended)| (name, suspended.is_some())).collect(),
        })
    }

    async fn lines(&self, ctx: &Ctx, people: Vec<Staff>) -> Result<Vec<StaffLine>> {
        let today = ctx.now().date_naive();
        let mut known = registered(self.read(), people.iter().map(|one| one.id)).await?;
        let line = |staff: Staff| {
            let known = known.remove(&staff.id).unwrap_or_default();
            let in_force = known.roles.iter().filter(|(_, period)| period.contains(today));
            let mut roles: Vec<Role> = in_force.map(|(role, _)| *role).collect();
            roles.sort_unstable();
            roles.dedup();
            StaffLine {
                roles,
                standing: known.standing(today),
                check_expires: known.checks.iter().map(|check| check.expires_on).max(),
                ends_in: contract_ends_in(today, &known.contracts),
                staff,
            }
        };
        Ok(people.into_iter().map(line).collect())
    }
}

/// The groups in which somebody has an assignment that meets a condition: id and name.
pub(super) async fn groups_of<C: ConnectionTrait>(
    db: &C,
    id: StaffId,
    assignment: Condition,
) -> Result<Vec<(GroupId, String)>> {
    let ids: Vec<Uuid> = group_facilitator::Entity::find()
        .select_only()
        .column(group_facilitator::Column::GroupId)
        .filter(group_facilitator::Column::StaffId.eq(id.0))
        .filter(assignment)
        .into_tuple()
        .all(db)
        .await?;
    let groups: Vec<(Uuid, String)> = training_group::Entity::find()
        .select_only()
        .columns([training_group::Column::Id, training_group::Column::Name])
        .filter(training_group::Column::Id.is_in(ids))
        .filter(training_group::Column::State.is_in(["planned", "running"]))
        .order_by_asc(training_group::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    Ok(groups.into_iter().map(|(id, name)| (GroupId(id), name)).collect())
}
