//! Moving and cancelling one session. It keeps its number; the row says what happened and why.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::{
    access::{Action, Ctx},
    groups::{
        Audience,
        changes::{Scheduled, SessionState, may_cancel, may_move},
        schedule::{instant, local},
    },
    ids::{CentreId, GroupId, RoomId, SessionId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    Obstacle, ScheduleError,
    booking::{self, Wish, clashes_of, span_of, staff_of, substitutes_of},
    plan::{calendar, place, women_attended},
    show::facilitations_of,
    unhindered,
};
use crate::{
    Error, Programme, Result, Store, Tx, boxed, centres,
    entity::groups::{session, session_change, training_group},
    kit::scope,
};

/// Where a session shall move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionMove {
    /// When it begins according to whoever moves it: if it was moved meanwhile, nothing is done.
    pub seen: DateTime<Utc>,
    /// When it shall begin, in the centre's hours.
    pub to: NaiveDateTime,
    /// Where.
    pub room: RoomId,
    /// Why.
    pub reason: String,
}

/// A session with all of its group, under the group's lock.
pub(super) struct Held {
    pub(super) row: session::Model,
    pub(super) group: training_group::Model,
    pub(super) zone: Tz,
    pub(super) all: Vec<session::Model>,
}

impl Store<Programme> {
    /// Moves a session to another time, another room or both.
    ///
    /// # Errors
    /// [`ScheduleError::Refused`] with what stands in the way; `Stale` when it was moved meanwhile.
    #[boxed]
    pub async fn move_session(
        &self,
        ctx: &Ctx,
        id: SessionId,
        new: SessionMove,
    ) -> Result<GroupId, ScheduleError> {
        ctx.demand(Action::ManageGroups)?;
        let mut tx = self.begin(ctx).await?;
        let held = hold(&tx, ctx, id).await?;
        if held.row.starts_at != new.seen {
            return Err(Error::Stale.into());
        }
        let centre = CentreId(held.group.centre_id);
        let to =
            session::Model { starts_at: instant(new.to, held.zone), room_id: new.room.0, ..held.row.clone() };
        let staff = staff_of(
            &to,
            &facilitations_of(tx.db(), GroupId(held.group.id)).await?,
            &substitutes_of(tx.db(), [id.0]).await?,
            held.zone,
        );
        booking::lock(tx.db(), &[], &[new.room], &staff).await?;
        let place = place(tx.db(), ctx, centre, new.room).await?;
        let calendar = calendar(tx.db(), centre, new.to.date()).await?;
        let session = scheduled(&held.row, held.zone)?;
        let is_in_place = new.to == session.starts_at && new.room.0 != held.row.room_id;
        let allowed = if is_in_place {
            may_cancel(&session, &new.reason)
        } else {
            may_move(&session, new.to, &new.reason, &held.scheduled()?, &calendar)
        };
        let mut obstacles: Vec<Obstacle> = allowed.err().map(Obstacle::Session).into_iter().collect();
        if new.room.0 != held.row.room_id && held.group.capacity > i32::from(place.room.capacity) {
            obstacles.push(Obstacle::RoomTooSmall { holds: place.room.capacity });
        }
        let audience = Audience::from_name(&held.group.audience).ok_or(Error::Damaged)?;
        obstacles.extend(women_attended(&place.marks, audience.into(), std::iter::once(new.to.date())));
        let wish =
            Wish { session: Some(id), number: session.number, span: span_of(&to), room: new.room, staff };
        let clashes = clashes_of(tx.db(), &[wish], held.zone).await?;
        if !clashes.is_empty() {
            drop(tx);
            obstacles.extend(self.name_clashes(ctx, &clashes).await?);
            return Err(ScheduleError::Refused(obstacles));
        }
        unhindered(obstacles)?;
        self.put_session(&tx, ctx, &to, (&held.row, &new.reason, None)).await?;
        refresh_dates(&tx, &held.group, held.zone).await?;
        tx.audit("session.moved", "session", id.0).await?;
        tx.commit_as(held.group.id).await?;
        Ok(GroupId(held.group.id))
    }

    /// Cancels a session.
    ///
    /// # Errors
    /// [`ScheduleError::Refused`] when it was held, was cancelled or the reason is missing.
    #[boxed]
    pub async fn cancel_session(
        &self,
        ctx: &Ctx,
        id: SessionId,
        reason: &str,
    ) -> Result<GroupId, ScheduleError> {
        ctx.demand(Action::ManageGroups)?;
        let mut tx = self.begin(ctx).await?;
        let held = hold(&tx, ctx, id).await?;
        let refused = may_cancel(&scheduled(&held.row, held.zone)?, reason).err();
        unhindered(refused.map(Obstacle::Session).into_iter().collect())?;
        self.cancel_row(&tx, ctx, &held.row, reason).await?;
        refresh_dates(&tx, &held.group, held.zone).await?;
        self.refresh_dose(&tx, ctx, &held.group).await?;
        tx.audit("session.cancelled", "session", id.0).await?;
        tx.commit_as(held.group.id).await?;
        Ok(GroupId(held.group.id))
    }

    /// Writes the new time and room of a session, and the row that says so.
    pub(super) async fn put_session(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        to: &session::Model,
        (old, reason, closure): (&session::Model, &str, Option<Uuid>),
    ) -> Result<()> {
        let row = session::ActiveModel {
            id: Unchanged(to.id),
            starts_at: Set(to.starts_at),
            room_id: Set(to.room_id),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        let change = session_change::ActiveModel {
            moved_from: Set(Some(old.starts_at)),
            moved_to: Set(Some(to.starts_at)),
            closure_id: Set(closure),
            ..self.session_change(ctx, old.id, "moved", reason)
        };
        session_change::Entity::insert(change).exec_without_returning(tx.db()).await?;
        Ok(())
    }

    pub(super) async fn cancel_row(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        old: &session::Model,
        reason: &str,
    ) -> Result<()> {
        let row = session::ActiveModel {
            id: Unchanged(old.id),
            state: Set(SessionState::Cancelled.name().to_owned()),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        let change = self.session_change(ctx, old.id, "cancelled", reason);
        session_change::Entity::insert(change).exec_without_returning(tx.db()).await?;
        Ok(())
    }

    fn session_change(
        &self,
        ctx: &Ctx,
        session: Uuid,
        kind: &str,
        reason: &str,
    ) -> session_change::ActiveModel {
        session_change::ActiveModel {
            id: Set(self.entropy().uuid()),
            session_id: Set(session),
            kind: Set(kind.to_owned()),
            moved_from: Set(None),
            moved_to: Set(None),
            reason: Set(reason.trim().to_owned()),
            closure_id: Set(None),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        }
    }
}

impl Held {
    /// The sessions of the group as the rules of change need them.
    pub(super) fn scheduled(&self) -> Result<Vec<Scheduled>> {
        self.all.iter().map(|row| scheduled(row, self.zone)).collect()
    }
}

/// A session within reach, with its group locked.
pub(super) async fn hold(tx: &Tx, ctx: &Ctx, id: SessionId) -> Result<Held> {
    let found = session::Entity::find_by_id(id.0)
        .filter(scope::of_groups(ctx, session::Column::GroupId))
        .one(tx.db())
        .await?
        .ok_or(Error::NotFound)?;
    booking::lock(tx.db(), &[GroupId(found.group_id)], &[], &[]).await?;
    let group = training_group::Entity::find_by_id(found.group_id).one(tx.db()).await?;
    let group = group.ok_or(Error::NotFound)?;
    let centre = centres::reachable(tx.db(), ctx, CentreId(group.centre_id)).await?;
    let all = rows_of(tx.db(), group.id).await?;
    let row = all.iter().find(|row| row.id == id.0).cloned().ok_or(Error::NotFound)?;
    Ok(Held { row, zone: centres::zone_of(&centre)?, group, all })
}

/// The sessions of a group by number.
pub(super) async fn rows_of<C: ConnectionTrait>(db: &C, group: Uuid) -> Result<Vec<session::Model>> {
    let rows = session::Entity::find()
        .filter(session::Column::GroupId.eq(group))
        .order_by_asc(session::Column::Number)
        .all(db)
        .await?;
    Ok(rows)
}

/// A session as the rules of change need it.
pub(super) fn scheduled(row: &session::Model, zone: Tz) -> Result<Scheduled> {
    Ok(Scheduled {
        id: SessionId(row.id),
        group: GroupId(row.group_id),
        number: u16::try_from(row.number).map_err(|_| Error::Damaged)?,
        starts_at: local(row.starts_at, zone),
        state: SessionState::from_name(&row.state).ok_or(Error::Damaged)?,
    })
}

/// Brings the first and last day of a group up to date with its sessions.
pub(super) async fn refresh_dates(tx: &Tx, group: &training_group::Model, zone: Tz) -> Result<()> {
    let rows = rows_of(tx.db(), group.id).await?;
    let days = || {
        let left = rows.iter().filter(|row| row.state != SessionState::Cancelled.name());
        left.map(|row| local(row.starts_at, zone).date())
    };
    let (Some(starts_on), Some(ends_on)) = (days().min(), days().max()) else { return Ok(()) };
    let row = training_group::ActiveModel {
        id: Unchanged(group.id),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        ..Default::default()
    };
    row.update(tx.db()).await?;
    Ok(())
}
