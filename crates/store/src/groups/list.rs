//! The list of groups: filters, counts by state and one page of rows, in four queries.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    groups::{Audience, GroupState},
    ids::{CentreId, GroupId, ProgrammeVersionId, StaffId},
    people::name::fold,
};
use sea_orm::{
    ColumnTrait, Condition, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use crate::{
    Error, Programme, Result, Store, boxed,
    entity::{
        centres::centre,
        groups::{group_facilitator, programme_version, session, training_group},
        staff::staff,
    },
    kit::{joined, scope},
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
    /// When its next session begins, if one is to come; read for lists alone.
    pub next_at: Option<DateTime<Utc>>,
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

/// A group with what its page of a list names.
#[derive(DerivePartialModel)]
struct Listed {
    #[sea_orm(nested)]
    group: training_group::Model,
    #[sea_orm(from_expr = "centre::Column::Name")]
    centre_name: String,
    #[sea_orm(from_expr = "programme_version::Column::Title")]
    programme_title: String,
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
        let version = joined(training_group::Column::ProgrammeVersionId, programme_version::Column::Id);
        let rows = passing
            .apply_if(filter.state, |query, state| {
                query.filter(training_group::Column::State.eq(state.name()))
            })
            .order_by_desc(training_group::Column::StartsOn)
            .order_by_asc(training_group::Column::Name)
            .order_by_asc(training_group::Column::Id)
            .offset(offset)
            .limit(limit)
            .join(JoinType::LeftJoin, joined(training_group::Column::CentreId, centre::Column::Id))
            .join(JoinType::LeftJoin, version)
            .into_partial_model()
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
        let facilitating = group_facilitator::Entity::find()
            .select_only()
            .column(group_facilitator::Column::StaffId)
            .filter(scope::of_groups(ctx, group_facilitator::Column::GroupId))
            .filter(lasting(ctx.now().date_naive()))
            .into_query();
        let staff = staff::Entity::find().filter(staff::Column::Id.in_subquery(facilitating));
        let mut found = Vec::new();
        for row in staff.all(self.read()).await? {
            let staff = self.open_staff(&row)?;
            found.push((staff.id, staff.name));
        }
        found.sort_by_cached_key(|(_, name)| name.sort_key());
        Ok(found.into_iter().map(|(id, name)| (id, name.display())).collect())
    }

    /// Groups within reach as rows of a list, with the names of who facilitates them now.
    async fn group_rows(&self, ctx: &Ctx, rows: Vec<Listed>) -> Result<Vec<GroupRow>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let pairs = group_facilitator::Entity::find()
            .join(JoinType::LeftJoin, joined(group_facilitator::Column::StaffId, staff::Column::Id))
            .select_also(staff::Entity)
            .filter(group_facilitator::Column::GroupId.is_in(rows.iter().map(|row| row.group.id)))
            .filter(lasting(ctx.now().date_naive()))
            .order_by_asc(group_facilitator::Column::Since);
        let mut facilitators: HashMap<Uuid, Vec<String>> = HashMap::new();
        for (pair, staff) in pairs.all(self.read()).await? {
            let name = self.open_staff(&staff.ok_or(Error::Damaged)?)?.name;
            facilitators.entry(pair.group_id).or_default().push(name.display());
        }
        let next = session::Entity::find()
            .select_only()
            .column(session::Column::GroupId)
            .column_as(session::Column::StartsAt.min(), "next_at")
            .filter(session::Column::GroupId.is_in(rows.iter().map(|row| row.group.id)))
            .filter(session::Column::State.eq("planned"))
            .filter(session::Column::StartsAt.gte(ctx.now()))
            .group_by(session::Column::GroupId)
            .into_tuple();
        let next: Vec<(Uuid, DateTime<Utc>)> = next.all(self.read()).await?;
        let next: HashMap<Uuid, DateTime<Utc>> = next.into_iter().collect();
        let row = |Listed { group, centre_name, programme_title }| {
            let (id, names) = (group.id, (centre_name, programme_title));
            let row = group_row(group, names, facilitators.remove(&id).unwrap_or_default())?;
            Ok(GroupRow { next_at: next.get(&id).copied(), ..row })
        };
        rows.into_iter().map(row).collect()
    }
}

/// A group with the names of its centre, its programme and who facilitates it now.
pub(super) fn group_row(
    row: training_group::Model,
    (centre_name, programme_title): (String, String),
    facilitators: Vec<String>,
) -> Result<GroupRow> {
    Ok(GroupRow {
        id: GroupId(row.id),
        audience: Audience::from_name(&row.audience).ok_or(Error::Damaged)?,
        state: GroupState::from_name(&row.state).ok_or(Error::Damaged)?,
        centre: CentreId(row.centre_id),
        centre_name,
        programme: ProgrammeVersionId(row.programme_version_id),
        programme_title,
        name: row.name,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        enrolled: row.enrolled.unsigned_abs(),
        capacity: row.capacity.unsigned_abs(),
        is_open: row.is_open,
        sessions_held: row.sessions_held.unsigned_abs(),
        sessions_total: row.sessions_total.unsigned_abs(),
        next_at: None,
        facilitators,
    })
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
