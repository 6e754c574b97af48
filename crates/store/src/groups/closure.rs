//! Closing a centre for a hurricane or another emergency: all its sessions move in one act.
//!
//! Sessions move by whole weeks, so that everybody keeps weekday and hour. What would then clash is
//! shown first; whoever closes the centre gives those sessions another time, and only then is
//! anything written: the closure, and a row for each session that says from when to when.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::{
    access::{Action, Ctx},
    calendar::Calendar,
    groups::{
        Audience,
        changes::{Scheduled, SessionState, close_centre, may_move},
        schedule::{Clash, instant, local},
    },
    ids::{CentreId, GroupId, RoomId, SessionId, StaffId},
    period::Period,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    Obstacle, ScheduleError,
    booking::{self, Wish, clashes_of, distinct, staff_of, substitutes_of},
    plan::{calendar, women_attended},
    sessions::{refresh_dates, scheduled},
};
use crate::{
    Error, Programme, Result, Store, boxed, centres,
    entity::{
        centres::{centre, centre_closure},
        groups::{group_facilitator, session, training_group},
    },
};

/// What is asked to close a centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// The centre.
    pub centre: CentreId,
    /// First day closed.
    pub from: NaiveDate,
    /// Last day closed.
    pub last: NaiveDate,
    /// Why.
    pub reason: String,
    /// Times for sessions that cannot simply move by weeks, in the centre's hours.
    pub instead: Vec<(SessionId, NaiveDateTime)>,
}

/// What closing would do.
#[derive(Debug, Clone)]
pub struct ClosurePlan {
    /// Every session that moves, by group and number.
    pub moves: Vec<MovedSession>,
    /// What stands in the way, with the session that it concerns.
    pub obstacles: Vec<(SessionId, Obstacle)>,
    /// The centre's zone.
    pub zone: Tz,
}

/// A session that moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSession {
    /// Which.
    pub session: SessionId,
    /// Its number.
    pub number: u16,
    /// Its group.
    pub group: GroupId,
    /// Name of the group.
    pub group_name: String,
    /// When it was to begin.
    pub from: DateTime<Utc>,
    /// When it begins instead.
    pub to: DateTime<Utc>,
}

struct Drawn {
    zone: Tz,
    groups: HashMap<Uuid, training_group::Model>,
    /// Rows before and after.
    moves: Vec<(session::Model, session::Model)>,
    staff: Vec<Vec<StaffId>>,
    obstacles: Vec<(SessionId, Obstacle)>,
}

impl Store<Programme> {
    /// What closing a centre would do; writes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] `period-reversed`.
    #[boxed]
    pub async fn plan_closure(&self, ctx: &Ctx, closure: &Closure) -> Result<ClosurePlan> {
        ctx.demand(Action::CloseCentre)?;
        let drawn = draw(self.read(), ctx, closure).await?;
        let clashes = clashes_of(self.read(), &drawn.wishes(), drawn.zone).await?;
        let mut obstacles = drawn.obstacles.clone();
        obstacles.extend(self.named(ctx, &drawn, &clashes).await?);
        let moved = |(old, new): &(session::Model, session::Model)| {
            let group = drawn.groups.get(&old.group_id).ok_or(Error::Damaged)?;
            Ok(MovedSession {
                session: SessionId(old.id),
                number: u16::try_from(old.number).map_err(|_| Error::Damaged)?,
                group: GroupId(group.id),
                group_name: group.name.clone(),
                from: old.starts_at,
                to: new.starts_at,
            })
        };
        let mut moves = drawn.moves.iter().map(moved).collect::<Result<Vec<_>>>()?;
        moves.sort_by(|a, b| (&a.group_name, a.group, a.number).cmp(&(&b.group_name, b.group, b.number)));
        Ok(ClosurePlan { moves, obstacles, zone: drawn.zone })
    }

    /// Closes a centre and moves its sessions.
    ///
    /// # Errors
    /// [`ScheduleError::Refused`] with what stands in the way; `Refused` `period-reversed` or
    /// `closure-reason`.
    #[boxed]
    pub async fn close_centre(&self, ctx: &Ctx, closure: &Closure) -> Result<Uuid, ScheduleError> {
        ctx.demand(Action::CloseCentre)?;
        if closure.reason.trim().is_empty() {
            return Err(Error::Refused("closure-reason").into());
        }
        let mut tx = self.begin(ctx).await?;
        let groups: Vec<GroupId> =
            groups_of(tx.db(), closure.centre).await?.into_keys().map(GroupId).collect();
        booking::lock(tx.db(), &groups, &[], &[]).await?;
        let drawn = draw(tx.db(), ctx, closure).await?;
        let wishes = drawn.wishes();
        let rooms = distinct(wishes.iter().map(|wish| wish.room.0)).into_iter().map(RoomId);
        let people = distinct(wishes.iter().flat_map(|wish| wish.staff.iter().map(|id| id.0)));
        let people: Vec<StaffId> = people.into_iter().map(StaffId).collect();
        booking::lock(tx.db(), &[], &rooms.collect::<Vec<_>>(), &people).await?;
        let clashes = clashes_of(tx.db(), &wishes, drawn.zone).await?;
        if !clashes.is_empty() || !drawn.obstacles.is_empty() {
            drop(tx);
            let mut obstacles = drawn.obstacles.clone();
            obstacles.extend(self.named(ctx, &drawn, &clashes).await?);
            return Err(ScheduleError::Refused(obstacles.into_iter().map(|(_, what)| what).collect()));
        }
        let id = self.entropy().uuid();
        let row = centre_closure::ActiveModel {
            id: Set(id),
            centre_id: Set(closure.centre.0),
            since: Set(closure.from),
            until: Set(closure.last),
            reason: Set(closure.reason.trim().to_owned()),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        centre_closure::Entity::insert(row).exec_without_returning(tx.db()).await?;
        for (old, new) in &drawn.moves {
            self.put_session(&tx, ctx, new, (old, &closure.reason, Some(id))).await?;
        }
        for group in distinct(drawn.moves.iter().map(|(old, _)| old.group_id)) {
            if let Some(group) = drawn.groups.get(&group) {
                refresh_dates(&tx, group, drawn.zone).await?;
            }
        }
        tx.audit("centre.closed", "centre", closure.centre.0).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }

    /// Names the clashes, each with the session that it concerns.
    async fn named(&self, ctx: &Ctx, drawn: &Drawn, clashes: &[Clash]) -> Result<Vec<(SessionId, Obstacle)>> {
        let named = self.name_clashes(ctx, clashes).await?;
        // Numbers repeat between groups: the wish is found by what it shares with the clash.
        let wishes = drawn.wishes();
        let concerned = |clash: &Clash| {
            let overlaps = |wish: &&Wish| {
                wish.number == clash.number
                    && wish.session != Some(clash.with.session)
                    && wish.span.start < clash.with.span.end
                    && clash.with.span.start < wish.span.end
            };
            wishes.iter().find(overlaps).and_then(|wish| wish.session)
        };
        Ok(clashes.iter().zip(named).filter_map(|(clash, what)| Some((concerned(clash)?, what))).collect())
    }
}

impl Drawn {
    fn wishes(&self) -> Vec<Wish> {
        let wish = |((old, new), staff): (&(session::Model, session::Model), &Vec<StaffId>)| Wish {
            session: Some(SessionId(old.id)),
            number: u16::try_from(old.number).unwrap_or(0),
            span: booking::span_of(new),
            room: RoomId(old.room_id),
            staff: staff.clone(),
        };
        self.moves.iter().zip(&self.staff).map(wish).collect()
    }
}

async fn groups_of<C: ConnectionTrait>(
    db: &C,
    centre: CentreId,
) -> Result<HashMap<Uuid, training_group::Model>> {
    let rows = training_group::Entity::find()
        .filter(training_group::Column::CentreId.eq(centre.0))
        .filter(training_group::Column::State.is_in(["planned", "running"]))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn draw<C: ConnectionTrait>(db: &C, ctx: &Ctx, closure: &Closure) -> Result<Drawn> {
    let centre = centres::reachable(db, ctx, closure.centre).await?;
    if closure.last < closure.from {
        return Err(Error::Refused("period-reversed"));
    }
    let zone = centres::zone_of(&centre)?;
    let calendar = calendar(db, closure.centre, closure.from).await?;
    let groups = groups_of(db, closure.centre).await?;
    let rows = session::Entity::find()
        .filter(session::Column::GroupId.is_in(groups.keys().copied()))
        .filter(
            session::Column::StartsAt
                .gte(instant(closure.from.and_hms_opt(0, 0, 0).ok_or(Error::Damaged)?, zone)),
        )
        .filter(session::Column::State.eq(SessionState::Planned.name()))
        .all(db)
        .await?;
    let before = rows.iter().map(|row| scheduled(row, zone)).collect::<Result<Vec<_>>>()?;
    let closed = Period::through(closure.from, closure.last);
    let mut to: HashMap<Uuid, NaiveDateTime> =
        close_centre(&before, closed, &calendar).into_iter().map(|moved| (moved.id.0, moved.to)).collect();
    let moved_anyway: Vec<_> =
        closure.instead.iter().filter(|(id, _)| to.contains_key(&id.0)).copied().collect();
    to.extend(moved_anyway.iter().map(|(id, at)| (id.0, *at)));
    let mut obstacles = misplaced(&before, &to, &moved_anyway, (closed, &calendar, &closure.reason));
    let moves: Vec<_> = rows
        .into_iter()
        .filter_map(|row| {
            let starts_at = instant(*to.get(&row.id)?, zone);
            Some((row.clone(), session::Model { starts_at, ..row }))
        })
        .collect();
    obstacles.extend(women_there(db, &centre, &groups, &moves, zone).await?);
    let pairs = group_facilitator::Entity::find()
        .filter(group_facilitator::Column::GroupId.is_in(groups.keys().copied()))
        .all(db)
        .await?;
    let substitutes = substitutes_of(db, moves.iter().map(|(old, _)| old.id)).await?;
    let staff = moves.iter().map(|(_, new)| staff_of(new, &pairs, &substitutes, zone)).collect();
    Ok(Drawn { zone, groups, moves, staff, obstacles })
}

/// Times given by hand that are no better: closed, a rest day, or out of the group's order.
fn misplaced(
    before: &[Scheduled],
    to: &HashMap<Uuid, NaiveDateTime>,
    instead: &[(SessionId, NaiveDateTime)],
    (closed, calendar, reason): (Period, &Calendar, &str),
) -> Vec<(SessionId, Obstacle)> {
    let mut calendar = calendar.clone();
    let days = closed.from.iter_days().take_while(|day| closed.contains(*day));
    calendar.extra.extend(days.map(|day| (day, reason.to_owned())));
    let after: Vec<Scheduled> = before
        .iter()
        .map(|s| Scheduled { starts_at: to.get(&s.id.0).copied().unwrap_or(s.starts_at), ..*s })
        .collect();
    let refused = |(id, at): &(SessionId, NaiveDateTime)| {
        let old = before.iter().find(|s| s.id == *id)?;
        let why = may_move(old, *at, "closure", &after, &calendar).err()?;
        Some((*id, Obstacle::Session(why)))
    };
    instead.iter().filter_map(refused).collect()
}

async fn women_there<C: ConnectionTrait>(
    db: &C,
    centre: &centre::Model,
    groups: &HashMap<Uuid, training_group::Model>,
    moves: &[(session::Model, session::Model)],
    zone: Tz,
) -> Result<Vec<(SessionId, Obstacle)>> {
    let rooms = centres::rooms_of(db, centre).await?;
    let mut found = Vec::new();
    for (old, new) in moves {
        let Some(room) = rooms.iter().find(|room| room.id.0 == old.room_id) else { continue };
        let audience = groups.get(&old.group_id).and_then(|group| Audience::from_name(&group.audience));
        let marks = room.periods();
        let day = local(new.starts_at, zone).date();
        let hindered = women_attended(&marks, audience.ok_or(Error::Damaged)?.into(), std::iter::once(day));
        found.extend(hindered.into_iter().map(|what| (SessionId(old.id), what)));
    }
    Ok(found)
}
