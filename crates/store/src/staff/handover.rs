//! Hand-over: groups with their open rolls, and tasks, go to successors in one transaction.
//!
//! Open rolls go with their group: whoever facilitates a group takes all its rolls. Earlier sessions
//! keep who held them. If one group cannot be handed over, nothing is.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    groups::schedule::local,
    ids::{CentreId, GroupId, StaffId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{Candidate, leaving::close_announcements, list::groups_of, reachable};
use crate::{
    Error, FacilitatorChange, Obstacle, Programme, Result, Store, boxed,
    centres::zone_of,
    entity::{
        attendance::task,
        centres::centre,
        groups::{group_facilitator, session, session_substitute},
        staff::handover,
    },
};

/// What somebody leaves behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caseload {
    /// Groups that nobody has taken over yet.
    pub groups: Vec<CaseloadGroup>,
    /// Open tasks of one's own.
    pub tasks: u64,
    /// Sessions to come in which they stand in for somebody: to be changed at the session.
    pub substitutions: u64,
}

/// A group of a caseload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseloadGroup {
    /// The group.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Past sessions whose roll is not closed.
    pub owed: u64,
    /// Sessions still to come from the day of the hand-over on.
    pub to_come: u64,
    /// Who facilitates it on that day or later: they cannot take it over.
    pub facilitators: Vec<StaffId>,
}

/// Who takes what, from which day on.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// Who hands over.
    pub from: StaffId,
    /// The successors' first day.
    pub first_day: NaiveDate,
    /// Each group with its successor.
    pub groups: Vec<(GroupId, StaffId)>,
    /// Who takes the open tasks; `None` leaves them.
    pub tasks_to: Option<StaffId>,
}

/// Why a hand-over was not written.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    /// Something stands in the way at a group.
    #[error("hand-over refused")]
    Refused(GroupId, Vec<Obstacle>),
    /// A situation of the store.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<sea_orm::DbErr> for HandOverError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Store<Programme> {
    /// What somebody leaves behind when others take over on a day.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    #[boxed]
    pub async fn caseload(&self, ctx: &Ctx, id: StaffId, on: NaiveDate) -> Result<Caseload> {
        ctx.demand(Action::ManageStaff)?;
        let db = self.read();
        let row = reachable(db, ctx, id).await?;
        let centre = centre::Entity::find_by_id(row.centre_id).one(db).await?.ok_or(Error::NotFound)?;
        let zone = zone_of(&centre)?;
        let groups = groups_of(db, id, not_handed_over()).await?;
        let sessions = open_sessions(db, groups.iter().map(|(id, _)| *id)).await?;
        let facilitators: Vec<(Uuid, Uuid)> = group_facilitator::Entity::find()
            .select_only()
            .columns([group_facilitator::Column::GroupId, group_facilitator::Column::StaffId])
            .filter(group_facilitator::Column::GroupId.is_in(groups.iter().map(|(id, _)| id.0)))
            .filter(not_ended(on))
            .into_tuple()
            .all(db)
            .await?;
        let group = |(id, name): (GroupId, String)| {
            let own = || sessions.iter().filter(|(group, _)| *group == id.0).map(|(_, starts_at)| *starts_at);
            let starts = |at: DateTime<Utc>| local(at, zone).date();
            let there = facilitators.iter().filter(|(group, _)| *group == id.0);
            CaseloadGroup {
                owed: own().filter(|at| *at < ctx.now()).count() as u64,
                to_come: own().filter(|at| *at >= ctx.now() && starts(*at) >= on).count() as u64,
                facilitators: there.map(|(_, staff)| StaffId(*staff)).collect(),
                id,
                name,
            }
        };
        let standing_in: Vec<Uuid> = session_substitute::Entity::find()
            .select_only()
            .column(session_substitute::Column::SessionId)
            .filter(session_substitute::Column::StaffId.eq(id.0))
            .into_tuple()
            .all(db)
            .await?;
        let to_come = session::Entity::find()
            .filter(session::Column::Id.is_in(standing_in))
            .filter(session::Column::State.eq("planned"))
            .filter(session::Column::StartsAt.gte(ctx.now()));
        Ok(Caseload {
            groups: groups.into_iter().map(group).collect(),
            tasks: task::Entity::find().filter(own_tasks(id)).count(db).await?,
            substitutions: to_come.count(db).await?,
        })
    }

    /// Who could take over from somebody on a day: the rest of the centre's staff, whoever may first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Damaged`].
    #[boxed]
    pub async fn successors(&self, ctx: &Ctx, id: StaffId, on: NaiveDate) -> Result<Vec<Candidate>> {
        ctx.demand(Action::ManageStaff)?;
        let row = reachable(self.read(), ctx, id).await?;
        let mut list = self.candidates(CentreId(row.centre_id), on, on).await?;
        list.retain(|one| one.staff != id);
        Ok(list)
    }

    /// Hands over; all or nothing.
    ///
    /// # Errors
    /// [`HandOverError::Refused`] with what stands in the way at the first group that cannot go;
    /// [`Error::NotFound`] for a successor out of reach; [`Error::Stale`] when a group is no longer
    /// theirs; [`Error::Refused`] `staff-handover-of-nothing`.
    #[boxed]
    pub async fn hand_over(&self, ctx: &Ctx, new: HandOver) -> Result<(), HandOverError> {
        ctx.demand(Action::ManageStaff).map_err(Error::from)?;
        if new.groups.is_empty() && new.tasks_to.is_none() {
            return Err(Error::Refused("staff-handover-of-nothing").into());
        }
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, new.from).await?;
        let before = groups_of(tx.db(), new.from, not_handed_over()).await?;
        let mut taken: HashMap<StaffId, handover::ActiveModel> = HashMap::new();
        let successors = new.groups.iter().map(|(_, to)| *to).chain(new.tasks_to);
        for to in successors {
            let row = reachable(tx.db(), ctx, to).await?;
            if row.left_at.is_some() || to == new.from {
                return Err(Error::NotFound.into());
            }
            taken.entry(to).or_insert_with(|| self.handover_row(ctx, new.from, to));
        }
        // Always in the order of ids, so that two hand-overs never wait for each other in a circle.
        let mut groups = new.groups.clone();
        groups.sort_unstable();
        for (group, to) in groups {
            let change = FacilitatorChange { leaving: new.from, arriving: to, from: new.first_day };
            let hindered = self.replace_facilitator(&tx, ctx, group, change).await?;
            if !hindered.is_empty() {
                drop(tx);
                return Err(HandOverError::Refused(group, self.name_hindrances(ctx, hindered).await?));
            }
            tx.audit("group.facilitator-changed", "group", group.0).await?;
            let open = open_sessions(tx.db(), [group].into_iter()).await?;
            let owed = open.iter().filter(|(_, starts_at)| *starts_at < ctx.now()).count();
            let row = taken.get_mut(&to).expect("every successor has a row");
            row.groups = Set(row.groups.take().unwrap_or(0) + 1);
            row.sessions = Set(row.sessions.take().unwrap_or(0) + i32::try_from(owed).unwrap_or(i32::MAX));
        }
        if let Some(to) = new.tasks_to {
            let moved = task::Entity::update_many()
                .col_expr(task::Column::StaffId, Expr::value(to.0))
                .filter(own_tasks(new.from))
                .exec(tx.db())
                .await?;
            let row = taken.get_mut(&to).expect("every successor has a row");
            row.tasks = Set(i32::try_from(moved.rows_affected).unwrap_or(i32::MAX));
        }
        handover::Entity::insert_many(taken.into_values()).exec_without_returning(tx.db()).await?;
        if before.iter().all(|(group, _)| new.groups.iter().any(|(handed, _)| handed == group)) {
            close_announcements(&tx, ctx, new.from).await?;
        }
        tx.audit("staff.handed-over", "staff", new.from.0).await?;
        Ok(tx.commit_as(new.from.0).await?)
    }

    fn handover_row(&self, ctx: &Ctx, from: StaffId, to: StaffId) -> handover::ActiveModel {
        handover::ActiveModel {
            id: Set(self.entropy().uuid()),
            from_staff_id: Set(from.0),
            to_staff_id: Set(to.0),
            groups: Set(0),
            sessions: Set(0),
            tasks: Set(0),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        }
    }
}

/// Assignments that hold on `today` or later.
pub(super) fn not_ended(today: NaiveDate) -> Condition {
    Condition::any()
        .add(group_facilitator::Column::Until.is_null())
        .add(group_facilitator::Column::Until.gte(today))
}

/// Assignments whose end nobody has set.
fn not_handed_over() -> Condition {
    Condition::all().add(group_facilitator::Column::Until.is_null())
}

/// Open tasks that are somebody's to do; the announcement of their own hand-over is about them.
fn own_tasks(id: StaffId) -> Condition {
    Condition::all()
        .add(task::Column::StaffId.eq(id.0))
        .add(task::Column::Kind.ne("contract-ending"))
        .add(task::Column::DoneAt.is_null())
}

/// Sessions of groups that were not cancelled and whose roll is not closed: group and start.
async fn open_sessions<C: ConnectionTrait>(
    db: &C,
    groups: impl Iterator<Item = GroupId>,
) -> Result<Vec<(Uuid, chrono::DateTime<chrono::Utc>)>> {
    Ok(session::Entity::find()
        .select_only()
        .columns([session::Column::GroupId, session::Column::StartsAt])
        .filter(session::Column::GroupId.is_in(groups.map(|id| id.0)))
        .filter(session::Column::State.ne("cancelled"))
        .filter(session::Column::RollState.ne("closed"))
        .into_tuple()
        .all(db)
        .await?)
}
