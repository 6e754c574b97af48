//! The scope of a decision as conditions of a query. Every list and every look-up of a feature
//! goes through one of these: what is out of reach is not found.

use domain::access::{Ctx, Reach};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use crate::Result;
use crate::entity::groups::{enrolment, group_facilitator, session, session_substitute, training_group};
use crate::entity::people::person;
use crate::entity::staff::staff;

/// Centres within reach. A facilitator's reach is by groups: none of the centre's own pages.
pub(crate) fn centres<C: ColumnTrait>(ctx: &Ctx, centre_id: C) -> Condition {
    match ctx.reach() {
        Reach::All => Condition::all(),
        Reach::Centres(ids) => Condition::all().add(centre_id.is_in(ids.iter().map(|id| id.0))),
        Reach::OwnGroups(_) => nothing(),
    }
}

/// Groups within reach: of the centres, or those that the member of staff facilitates or
/// substitutes in.
pub(crate) fn groups(ctx: &Ctx) -> Condition {
    match ctx.reach() {
        Reach::All => Condition::all(),
        Reach::Centres(ids) => {
            Condition::all().add(training_group::Column::CentreId.is_in(ids.iter().map(|id| id.0)))
        }
        Reach::OwnGroups(staff) => {
            let today = ctx.now().date_naive();
            let facilitated = group_facilitator::Entity::find()
                .select_only()
                .column(group_facilitator::Column::GroupId)
                .filter(group_facilitator::Column::StaffId.eq(staff.0))
                .filter(
                    Condition::any()
                        .add(group_facilitator::Column::Until.is_null())
                        .add(group_facilitator::Column::Until.gte(today)),
                )
                .into_query();
            let substituted = session::Entity::find()
                .select_only()
                .column(session::Column::GroupId)
                .filter(
                    session::Column::Id.in_subquery(
                        session_substitute::Entity::find()
                            .select_only()
                            .column(session_substitute::Column::SessionId)
                            .filter(session_substitute::Column::StaffId.eq(staff.0))
                            .into_query(),
                    ),
                )
                .into_query();
            Condition::any()
                .add(training_group::Column::Id.in_subquery(facilitated))
                .add(training_group::Column::Id.in_subquery(substituted))
        }
    }
}

/// The ids of the groups within reach, as a subquery.
pub(crate) fn group_ids(ctx: &Ctx) -> SelectStatement {
    training_group::Entity::find()
        .select_only()
        .column(training_group::Column::Id)
        .filter(groups(ctx))
        .into_query()
}

/// Rows that hang on a group (sessions, enrolments, certificates) within reach.
pub(crate) fn of_groups<C: ColumnTrait>(ctx: &Ctx, group_id: C) -> Condition {
    match ctx.reach() {
        Reach::All => Condition::all(),
        _ => Condition::all().add(group_id.in_subquery(group_ids(ctx))),
    }
}

/// People within reach: of the centres, or enrolled in a group within reach.
pub(crate) fn people(ctx: &Ctx) -> Condition {
    let enrolled = || {
        enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::PersonId)
            .filter(enrolment::Column::GroupId.in_subquery(group_ids(ctx)))
            .into_query()
    };
    match ctx.reach() {
        Reach::All => Condition::all(),
        Reach::Centres(ids) => Condition::any()
            .add(person::Column::CentreId.is_in(ids.iter().map(|id| id.0)))
            .add(person::Column::Id.in_subquery(enrolled())),
        Reach::OwnGroups(_) => Condition::all().add(person::Column::Id.in_subquery(enrolled())),
    }
}

/// Who is in a group of the centres within reach while another centre keeps the file. They are few,
/// the enrolments of a centre are thousands: a list that is told its guests goes by the centre alone.
pub(crate) async fn guests<C: ConnectionTrait>(db: &C, ctx: &Ctx) -> Result<Vec<Uuid>> {
    if !matches!(ctx.reach(), Reach::Centres(_)) {
        return Ok(Vec::new());
    }
    let guests = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::PersonId)
        .filter(enrolment::Column::GroupId.in_subquery(group_ids(ctx)))
        // Not bound: PostgreSQL must see that they are few.
        .filter(Expr::cust("enrolment.is_guest = TRUE"));
    Ok(guests.into_tuple().all(db).await?)
}

/// The same people as [`people`], whose guests are known.
pub(crate) fn people_with(ctx: &Ctx, guests: &[Uuid]) -> Condition {
    let own = centres(ctx, person::Column::CentreId);
    match ctx.reach() {
        Reach::OwnGroups(_) => people(ctx),
        _ if guests.is_empty() => own,
        _ => Condition::any().add(own).add(person::Column::Id.is_in(guests.iter().copied())),
    }
}

/// Staff whose names a reach shows: of its centres, and who facilitates or substitutes in a group
/// within it.
pub(crate) fn staff(ctx: &Ctx) -> Condition {
    let facilitators = group_facilitator::Entity::find()
        .select_only()
        .column(group_facilitator::Column::StaffId)
        .filter(group_facilitator::Column::GroupId.in_subquery(group_ids(ctx)))
        .into_query();
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::GroupId.in_subquery(group_ids(ctx)))
        .into_query();
    let substitutes = session_substitute::Entity::find()
        .select_only()
        .column(session_substitute::Column::StaffId)
        .filter(session_substitute::Column::SessionId.in_subquery(sessions))
        .into_query();
    match ctx.reach() {
        Reach::All => Condition::all(),
        _ => Condition::any()
            .add(centres(ctx, staff::Column::CentreId))
            .add(staff::Column::Id.in_subquery(facilitators))
            .add(staff::Column::Id.in_subquery(substitutes)),
    }
}

/// A condition that no row meets.
fn nothing() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}
