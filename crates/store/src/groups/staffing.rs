//! Who facilitates: a change of one of the pair from a day on, a substitute for one session, and the
//! states of a group.

use chrono::{Days, NaiveDate};
use domain::{
    access::{Action, Ctx},
    centres::staff::Ineligible,
    groups::{
        GroupState, StateChange,
        changes::{SessionChangeRefused, SessionState},
        schedule::{Clash, local},
    },
    ids::{CentreId, GroupId, RoomId, SessionId, StaffId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ConnectionTrait, EntityTrait, QueryFilter,
};

use super::{
    Obstacle, ScheduleError,
    booking::{self, Wish, clashes_of, span_of, staff_of, substitutes_of},
    plan::work_there,
    sessions::{hold, rows_of},
    show::facilitations_of,
    unhindered,
};
use crate::{
    Error, Programme, Result, Store, Tx,
    attendance::EARLY_ABSENCE,
    boxed, centres,
    entity::groups::{group_change, group_facilitator, session, session_substitute, training_group},
    kit::scope,
    staff::eligible,
};

/// Somebody takes over from one of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacilitatorChange {
    /// Who leaves.
    pub leaving: StaffId,
    /// Who takes over.
    pub arriving: StaffId,
    /// The first day of the new one.
    pub from: NaiveDate,
}

/// Somebody stands in for somebody in one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitute {
    /// Who is absent.
    pub absent: StaffId,
    /// Who comes.
    pub staff: StaffId,
    /// Why.
    pub reason: String,
}

/// What stands in the way of a change, before it is named.
#[derive(Debug, Default)]
pub(crate) struct Hindered {
    obstacles: Vec<Obstacle>,
    clashes: Vec<Clash>,
}

impl Hindered {
    pub(crate) fn is_empty(&self) -> bool {
        self.obstacles.is_empty() && self.clashes.is_empty()
    }
}

impl Store<Programme> {
    /// Changes one of the pair from a day on; earlier sessions keep who held them.
    ///
    /// # Errors
    /// [`ScheduleError::Refused`] with what stands in the way; `Stale` when `leaving` no longer
    /// facilitates the group.
    #[boxed]
    pub async fn change_facilitator(
        &self,
        ctx: &Ctx,
        id: GroupId,
        new: FacilitatorChange,
    ) -> Result<(), ScheduleError> {
        ctx.demand(Action::ManageGroups)?;
        let mut tx = self.begin(ctx).await?;
        let hindered = self.replace_facilitator(&tx, ctx, id, new).await?;
        if !hindered.is_empty() {
            drop(tx);
            return Err(ScheduleError::Refused(self.name_hindrances(ctx, hindered).await?));
        }
        tx.audit("group.facilitator-changed", "group", id.0).await?;
        Ok(tx.commit_as(id.0).await?)
    }

    /// The same inside a transaction that goes on: writes nothing when something stands in the way.
    pub(crate) async fn replace_facilitator(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        id: GroupId,
        new: FacilitatorChange,
    ) -> Result<Hindered> {
        let group = lock_group(tx, ctx, id).await?;
        let centre = centres::reachable(tx.db(), ctx, CentreId(group.centre_id)).await?;
        let zone = centres::zone_of(&centre)?;
        work_there(tx.db(), CentreId(group.centre_id), &[new.arriving]).await?;
        booking::lock(tx.db(), &[], &[], &[new.arriving]).await?;
        let pairs = facilitations_of(tx.db(), id).await?;
        let lasts = |row: &&group_facilitator::Model| row.until.is_none_or(|until| new.from <= until);
        let leaving = pairs.iter().filter(lasts).find(|row| row.staff_id == new.leaving.0);
        // Whoever was suspended no longer lasts, and leaves a place that somebody has to take.
        let left_a_place =
            pairs.iter().filter(lasts).count() < 2 && pairs.iter().any(|row| row.staff_id == new.leaving.0);
        if leaving.is_none() && !left_a_place {
            return Err(Error::Stale);
        }
        let stays = pairs.iter().filter(lasts).any(|row| row.staff_id == new.arriving.0);
        let obstacles = bar(tx.db(), new.arriving, stays, new.from.max(ctx.now().date_naive())).await?;
        let later = rows_of(tx.db(), group.id).await?.into_iter().filter(|row| {
            row.state == SessionState::Planned.name() && local(row.starts_at, zone).date() >= new.from
        });
        let clashes =
            clashes_of(tx.db(), &later.map(|row| wish(&row, new.arriving)).collect::<Vec<_>>(), zone).await?;
        let hindered = Hindered { obstacles, clashes };
        if !hindered.is_empty() {
            return Ok(hindered);
        }
        if let Some(leaving) = leaving {
            let ends = group_facilitator::ActiveModel {
                id: Unchanged(leaving.id),
                until: Set(new.from.checked_sub_days(Days::new(1))),
                ..Default::default()
            };
            ends.update(tx.db()).await?;
        }
        let begins = self.facilitation(id.0, new.arriving, new.from);
        group_facilitator::Entity::insert(begins).exec_without_returning(tx.db()).await?;
        self.close_group_tasks(tx, ctx, "facilitator-missing", id).await?;
        Ok(hindered)
    }

    /// What stood in the way, in names that whoever asks may know; after the transaction.
    pub(crate) async fn name_hindrances(&self, ctx: &Ctx, hindered: Hindered) -> Result<Vec<Obstacle>> {
        let clashes = self.name_clashes(ctx, &hindered.clashes).await?;
        Ok(hindered.obstacles.into_iter().chain(clashes).collect())
    }

    /// Records who stands in for one of the pair in one session.
    ///
    /// # Errors
    /// [`ScheduleError::Refused`] with what stands in the way; `Stale` when `absent` does not
    /// facilitate that session.
    #[boxed]
    pub async fn substitute(
        &self,
        ctx: &Ctx,
        id: SessionId,
        new: Substitute,
    ) -> Result<GroupId, ScheduleError> {
        ctx.demand(Action::ManageGroups)?;
        let mut tx = self.begin(ctx).await?;
        let held = hold(&tx, ctx, id).await?;
        let group = GroupId(held.group.id);
        work_there(tx.db(), CentreId(held.group.centre_id), &[new.staff]).await?;
        booking::lock(tx.db(), &[], &[], &[new.staff]).await?;
        let pairs = facilitations_of(tx.db(), group).await?;
        let assigned = staff_of(&held.row, &pairs, &Default::default(), held.zone);
        if !assigned.contains(&new.absent) {
            return Err(Error::Stale.into());
        }
        let there = staff_of(&held.row, &pairs, &substitutes_of(tx.db(), [id.0]).await?, held.zone);
        let day = local(held.row.starts_at, held.zone).date();
        let mut obstacles = bar(tx.db(), new.staff, there.contains(&new.staff), day).await?;
        let state = SessionState::from_name(&held.row.state).ok_or(Error::Damaged)?;
        if state == SessionState::Cancelled {
            obstacles.push(Obstacle::Session(SessionChangeRefused::Cancelled));
        }
        if new.reason.trim().is_empty() {
            obstacles.push(Obstacle::Session(SessionChangeRefused::ReasonMissing));
        }
        let clashes = clashes_of(tx.db(), &[wish(&held.row, new.staff)], held.zone).await?;
        if !clashes.is_empty() {
            drop(tx);
            obstacles.extend(self.name_clashes(ctx, &clashes).await?);
            return Err(ScheduleError::Refused(obstacles));
        }
        unhindered(obstacles)?;
        let row = session_substitute::ActiveModel {
            id: Set(self.entropy().uuid()),
            session_id: Set(id.0),
            absent_staff_id: Set(new.absent.0),
            staff_id: Set(new.staff.0),
            reason: Set(new.reason.trim().to_owned()),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        session_substitute::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("session.substituted", "session", id.0).await?;
        tx.commit_as(group.0).await?;
        Ok(group)
    }

    /// Changes the state of a group by hand: finishes it, or calls it off with its sessions.
    ///
    /// # Errors
    /// [`Error::Refused`] `group-state` when that state cannot follow, `group-reason` when calling
    /// off lacks a reason.
    #[boxed]
    pub async fn change_group_state(
        &self,
        ctx: &Ctx,
        id: GroupId,
        to: GroupState,
        reason: &str,
    ) -> Result<()> {
        ctx.demand(Action::ManageGroups)?;
        let mut tx = self.begin(ctx).await?;
        let group = lock_group(&tx, ctx, id).await?;
        self.enter_state(&tx, ctx, &group, (to, reason)).await?;
        if to == GroupState::Cancelled {
            let rows = rows_of(tx.db(), id.0).await?;
            for row in rows.iter().filter(|row| row.state == SessionState::Planned.name()) {
                self.cancel_row(&tx, ctx, row, reason).await?;
            }
        }
        tx.audit("group.state-changed", "group", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Writes the next state of a locked group, if it may follow.
    pub(crate) async fn enter_state(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        group: &training_group::Model,
        (to, reason): (GroupState, &str),
    ) -> Result<()> {
        let now = GroupState::from_name(&group.state).ok_or(Error::Damaged)?;
        let change = StateChange { to, at: ctx.now(), by: ctx.user(), reason: reason.trim().to_owned() };
        now.may_change(&change).map_err(|refused| match refused {
            domain::groups::ChangeRefused::NotFrom { .. } => Error::Refused("group-state"),
            domain::groups::ChangeRefused::ReasonMissing => Error::Refused("group-reason"),
        })?;
        let row = training_group::ActiveModel {
            id: Unchanged(group.id),
            state: Set(to.name().to_owned()),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        let change = self.group_change(ctx, group.id, to, reason.trim());
        group_change::Entity::insert(change).exec_without_returning(tx.db()).await?;
        if matches!(to, GroupState::Finished | GroupState::Cancelled) {
            // There is no next session to bring anybody back to.
            self.close_group_tasks(tx, ctx, EARLY_ABSENCE, GroupId(group.id)).await?;
        }
        Ok(())
    }

    /// Says, inside the transaction of the first roll, that a group runs. Does nothing when it does.
    pub(crate) async fn start_group(&self, tx: &Tx, ctx: &Ctx, group: &training_group::Model) -> Result<()> {
        if group.state != GroupState::Planned.name() {
            return Ok(());
        }
        self.enter_state(tx, ctx, group, (GroupState::Running, "")).await
    }
}

/// Why somebody cannot join, if so.
async fn bar<C: ConnectionTrait>(
    db: &C,
    who: StaffId,
    is_there: bool,
    day: NaiveDate,
) -> Result<Vec<Obstacle>> {
    if is_there {
        return Ok(vec![Obstacle::SamePerson]);
    }
    let verdict = eligible(db, &[who], day).await?.remove(&who).unwrap_or(Err(Ineligible::NoContract));
    Ok(verdict.err().map(|why| Obstacle::Ineligible { who, why }).into_iter().collect())
}

/// What only one person needs of a session: the room is the session's own.
fn wish(row: &session::Model, who: StaffId) -> Wish {
    Wish {
        session: Some(SessionId(row.id)),
        number: u16::try_from(row.number).unwrap_or(0),
        span: span_of(row),
        room: RoomId(row.room_id),
        staff: vec![who],
    }
}

/// A group within reach, locked until the transaction ends.
async fn lock_group(tx: &Tx, ctx: &Ctx, id: GroupId) -> Result<training_group::Model> {
    booking::lock(tx.db(), &[id], &[], &[]).await?;
    training_group::Entity::find_by_id(id.0)
        .filter(scope::groups(ctx))
        .one(tx.db())
        .await?
        .ok_or(Error::NotFound)
}
