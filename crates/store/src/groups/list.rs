//! The list of groups: filters, counts by state and one page of rows, in six queries at most.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx},
    groups::{Audience, GroupState},
    ids::{CentreId, GroupId, ProgrammeVersionId, StaffId},
    people::name::fold,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::by_id;
use crate::{
    Error, Programme, Result, Store, boxed,
    entity::{
        centres::centre,
        groups::{group_facilitator, programme_version, training_group},
    },
    kit::scope,
};

/// Which groups are asked for.
#[derive(Debug, Clone, Default)]
pub struct GroupFilter {
    /// Only in this state.
    pub state: Option<GroupState>,
    /// Only of this centre.
    pub centre: Option<CentreId>,
    /// Only those that this member of staff facilitates or did.
    pub facilitator: Option<StaffId>,
    /// Only those whose name has this in it; accents and capitals do not matter.
    pub name: String,
}

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Whom it is for.
    pub audience: Audience,
    /// Where it stands.
    pub state: GroupState,
    /// Its centre.
    pub centre: CentreId,
    /// Name of the centre.
    pub centre_name: String,
    /// The version of the programme that it keeps.
    pub programme: ProgrammeVersionId,
    /// Title of the programme.
    pub programme_title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Day of the last session as planned now.
    pub ends_on: NaiveDate,
    /// People enrolled now.
    pub enrolled: u32,
    /// How many it takes.
    pub capacity: u32,
    /// Whether people may still join after the start.
    pub is_open: bool,
    /// Sessions held so far.
    pub sessions_held: u32,
    /// Sessions of the programme.
    pub sessions_total: u32,
    /// Names of those who facilitate it now.
    pub facilitators: Vec<String>,
}

/// One page of groups, with counts for the tabs.
#[derive(Debug, Clone)]
pub struct GroupList {
    /// The rows of the page.
    pub rows: Vec<GroupRow>,
    /// How many groups pass the filters, by state; the filter by state itself is left out.
    pub by_state: Vec<(GroupState, u64)>,
    /// How many pass all filters.
    pub total: u64,
}

impl Store<Programme> {
    /// The groups within reach that pass `filter`, the latest start first: `limit` of them after
    /// the first `offset`.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Unavailable`].
    #[boxed]
    pub async fn list_groups(
        &self,
        ctx: &Ctx,
        filter: &GroupFilter,
        offset: u64,
        limit: u64,
    ) -> Result<GroupList> {
        ctx.demand(Action::ViewGroups)?;
        let passing = training_group::Entity::find().filter(scope::groups(ctx)).filter(condition(filter));
        let counts: Vec<(String, i64)> = passing
            .clone()
            .select_only()
            .column(training_group::Column::State)
            .column_as(training_group::Column::Id.count(), "n")
            .group_by(training_group::Column::State)
            .into_tuple()
            .all(self.read())
            .await?;
        let count = |state: GroupState| {
            counts.iter().find(|(name, _)| name == state.name()).map_or(0, |(_, n)| n.unsigned_abs())
        };
        let by_state: Vec<_> = GroupState::ALL.iter().map(|state| (*state, count(*state))).collect();
        let shown = |state: GroupState| filter.state.is_none_or(|wanted| wanted == state);
        let total = by_state.iter().filter(|(state, _)| shown(*state)).map(|(_, n)| n).sum();
        let rows = passing
            .apply_if(filter.state, |query, state| {
                query.filter(training_group::Column::State.eq(state.name()))
            })
            .order_by_desc(training_group::Column::StartsOn)
            .order_by_asc(training_group::Column::Name)
            .order_by_asc(training_group::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(self.read())
            .await?;
        Ok(GroupList { rows: self.group_rows(ctx, rows).await?, by_state, total })
    }

    /// Whoever facilitates a group within reach now, by name: for the filter of the list.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Unavailable`].
    #[boxed]
    pub async fn current_facilitators(&self, ctx: &Ctx) -> Result<Vec<(StaffId, String)>> {
        ctx.demand(Action::ViewGroups)?;
        let ids: Vec<Uuid> = group_facilitator::Entity::find()
            .select_only()
            .column(group_facilitator::Column::StaffId)
            .distinct()
            .filter(scope::of_groups(ctx, group_facilitator::Column::GroupId))
            .filter(lasting(ctx.now().date_naive()))
            .into_tuple()
            .all(self.read())
            .await?;
        let ids: Vec<StaffId> = ids.into_iter().map(StaffId).collect();
        let names = self.staff_names(ctx, &ids).await?;
        let mut found: Vec<_> = names.into_iter().collect();
        found.sort_by_cached_key(|(_, name)| name.sort_key());
        Ok(found.into_iter().map(|(id, name)| (id, name.display())).collect())
    }

    /// Groups as rows of a list, with the names of what they refer to.
    pub(super) async fn group_rows(
        &self,
        ctx: &Ctx,
        rows: Vec<training_group::Model>,
    ) -> Result<Vec<GroupRow>> {
        let db = self.read();
        let centres: HashMap<Uuid, String> = by_id(
            db,
            centre::Entity::find()
                .select_only()
                .columns([centre::Column::Id, centre::Column::Name])
                .filter(centre::Column::Id.is_in(rows.iter().map(|row| row.centre_id))),
        )
        .await?;
        let programmes: HashMap<Uuid, String> = by_id(
            db,
            programme_version::Entity::find()
                .select_only()
                .columns([programme_version::Column::Id, programme_version::Column::Title])
                .filter(programme_version::Column::Id.is_in(rows.iter().map(|row| row.programme_version_id))),
        )
        .await?;
        let today = ctx.now().date_naive();
        let pairs = group_facilitator::Entity::find()
            .filter(group_facilitator::Column::GroupId.is_in(rows.iter().map(|row| row.id)))
            .filter(lasting(today))
            .order_by_asc(group_facilitator::Column::Since)
            .all(db)
            .await?;
        let ids: Vec<StaffId> = pairs.iter().map(|pair| StaffId(pair.staff_id)).collect();
        let staff = self.staff_names(ctx, &ids).await?;
        let facilitators = |group: Uuid| {
            let here = pairs.iter().filter(|pair| pair.group_id == group);
            here.filter_map(|pair| Some(staff.get(&StaffId(pair.staff_id))?.display())).collect()
        };
        let row = |row: training_group::Model| {
            Ok(GroupRow {
                facilitators: facilitators(row.id),
                id: GroupId(row.id),
                audience: Audience::from_name(&row.audience).ok_or(Error::Damaged)?,
                state: GroupState::from_name(&row.state).ok_or(Error::Damaged)?,
                centre: CentreId(row.centre_id),
                centre_name: centres.get(&row.centre_id).cloned().unwrap_or_default(),
                programme: ProgrammeVersionId(row.programme_version_id),
                programme_title: programmes.get(&row.programme_version_id).cloned().unwrap_or_default(),
                name: row.name,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                enrolled: row.enrolled.unsigned_abs(),
                capacity: row.capacity.unsigned_abs(),
                is_open: row.is_open,
                sessions_held: row.sessions_held.unsigned_abs(),
                sessions_total: row.sessions_total.unsigned_abs(),
            })
        };
        rows.into_iter().map(row).collect()
    }
}

/// Assignments that have not ended before `day`.
fn lasting(day: NaiveDate) -> Condition {
    let until = group_facilitator::Column::Until;
    Condition::any().add(until.is_null()).add(until.gte(day))
}

/// Everything but the state, so that the counts by state stay whole.
fn condition(filter: &GroupFilter) -> Condition {
    let folded = fold(&filter.name).replace(['%', '_', '\\'], " ");
    let facilitated = |staff: StaffId| {
        group_facilitator::Entity::find()
            .select_only()
            .column(group_facilitator::Column::GroupId)
            .filter(group_facilitator::Column::StaffId.eq(staff.0))
            .into_query()
    };
    Condition::all()
        .add_option(filter.centre.map(|centre| training_group::Column::CentreId.eq(centre.0)))
        .add_option(
            filter.facilitator.map(|staff| training_group::Column::Id.in_subquery(facilitated(staff))),
        )
        .add_option(
            (!folded.trim().is_empty()).then(|| training_group::Column::NameFolded.contains(folded.trim())),
        )
}
