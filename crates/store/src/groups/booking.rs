//! What rooms and facilitators are taken, and the locks under which that is asked.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::{
    access::Ctx,
    groups::{
        changes::SessionState,
        schedule::{Candidate, Clash, Occupied, Resource, Span, clashes, local},
    },
    ids::{GroupId, RoomId, SessionId, StaffId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::LockType,
};
use uuid::Uuid;

use super::{Obstacle, by_id};
use crate::{
    Programme, Result, Store,
    entity::{
        centres::room,
        groups::{group_facilitator, session, session_substitute, training_group},
        staff::staff,
    },
    kit::scope,
};

/// A room or a facilitator, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The room.
    Room(String),
    /// The facilitator.
    Facilitator(String),
}

/// A clash with everything named that whoever asks may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingClash {
    /// Number of the session that was to be booked.
    pub number: u16,
    /// What is taken.
    pub taken: Taken,
    /// The group that takes it; `None` when it lies out of reach.
    pub group: Option<(GroupId, String)>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
}

/// A session that wants a room and facilitators.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) session: Option<SessionId>,
    pub(super) number: u16,
    pub(super) span: Span,
    pub(super) room: RoomId,
    pub(super) staff: Vec<StaffId>,
}

/// Locks groups, then rooms, then staff, each by id, until the transaction ends. Every booking goes
/// through here before it looks at what is taken, always in this order: on PostgreSQL two bookings
/// of one room or facilitator wait for each other (`FOR NO KEY UPDATE`, which leaves foreign keys
/// to those rows alone) and the second sees what the first wrote; SQLite has only one writer, and
/// its query has no such clause.
pub(super) async fn lock<C: ConnectionTrait>(
    db: &C,
    groups: &[GroupId],
    rooms: &[RoomId],
    people: &[StaffId],
) -> Result<()> {
    hold::<training_group::Entity, _>(db, training_group::Column::Id, groups.iter().map(|id| id.0)).await?;
    hold::<room::Entity, _>(db, room::Column::Id, rooms.iter().map(|id| id.0)).await?;
    hold::<staff::Entity, _>(db, staff::Column::Id, people.iter().map(|id| id.0)).await
}

async fn hold<E: EntityTrait, C: ConnectionTrait>(
    db: &C,
    id: E::Column,
    ids: impl Iterator<Item = Uuid>,
) -> Result<()> {
    let rows = E::find().select_only().column(id).filter(id.is_in(ids)).order_by_asc(id);
    rows.lock(LockType::NoKeyUpdate).into_tuple::<Uuid>().all(db).await?;
    Ok(())
}

/// The clashes of `wishes` with what is booked, and with each other when they move together: a
/// session that is itself among the wishes no longer takes its old time.
pub(super) async fn clashes_of<C: ConnectionTrait>(db: &C, wishes: &[Wish], zone: Tz) -> Result<Vec<Clash>> {
    let candidates: Vec<Candidate> = wishes.iter().map(candidate).collect();
    let mut taken = occupied(db, wishes, zone).await?;
    taken.retain(|slot| !wishes.iter().any(|wish| wish.session == Some(slot.session)));
    for (wish, candidate) in wishes.iter().zip(&candidates) {
        let Some(session) = wish.session else { continue };
        // The group is filled in when the clash is named.
        let slot = |&resource| Occupied { resource, span: wish.span, session, group: GroupId(Uuid::nil()) };
        taken.extend(candidate.needs.iter().map(slot));
    }
    Ok(clashes(&taken, &candidates))
}

fn candidate(wish: &Wish) -> Candidate {
    let people = wish.staff.iter().copied().map(Resource::Facilitator);
    Candidate {
        number: wish.number,
        span: wish.span,
        needs: std::iter::once(Resource::Room(wish.room)).chain(people).collect(),
        session: wish.session,
    }
}

/// What is booked of the rooms and facilitators that the wishes need, around their times.
async fn occupied<C: ConnectionTrait>(db: &C, wishes: &[Wish], zone: Tz) -> Result<Vec<Occupied>> {
    let (Some(first), Some(last)) =
        (wishes.iter().map(|w| w.span.start).min(), wishes.iter().map(|w| w.span.end).max())
    else {
        return Ok(Vec::new());
    };
    let rooms: Vec<Uuid> = distinct(wishes.iter().map(|wish| wish.room.0));
    let people: Vec<Uuid> = distinct(wishes.iter().flat_map(|wish| wish.staff.iter().map(|id| id.0)));
    let facilitated = group_facilitator::Entity::find()
        .filter(group_facilitator::Column::StaffId.is_in(people.iter().copied()))
        .all(db)
        .await?;
    let substituting = session_substitute::Entity::find()
        .select_only()
        .column(session_substitute::Column::SessionId)
        .filter(session_substitute::Column::StaffId.is_in(people.iter().copied()))
        .into_query();
    let concerned = Condition::any()
        .add(session::Column::RoomId.is_in(rooms.iter().copied()))
        .add(session::Column::GroupId.is_in(facilitated.iter().map(|row| row.group_id)))
        .add(session::Column::Id.in_subquery(substituting));
    // A session lasts less than a day.
    let rows = session::Entity::find()
        .filter(session::Column::State.ne(SessionState::Cancelled.name()))
        .filter(session::Column::StartsAt.between(first - Duration::days(1), last))
        .filter(concerned)
        .all(db)
        .await?;
    let substitutes = substitutes_of(db, rows.iter().map(|row| row.id)).await?;
    let mut taken = Vec::new();
    for row in rows {
        let there = staff_of(&row, &facilitated, &substitutes, zone);
        let mut slot = |resource| taken.push(occupied_by(&row, resource));
        if rooms.contains(&row.room_id) {
            slot(Resource::Room(RoomId(row.room_id)));
        }
        there.into_iter().filter(|id| people.contains(&id.0)).for_each(|id| slot(Resource::Facilitator(id)));
    }
    Ok(taken)
}

fn occupied_by(row: &session::Model, resource: Resource) -> Occupied {
    Occupied { resource, span: span_of(row), session: SessionId(row.id), group: GroupId(row.group_id) }
}

/// The stretch of time of a session.
pub(super) fn span_of(row: &session::Model) -> Span {
    Span::of(row.starts_at, u16::try_from(row.minutes).unwrap_or(u16::MAX))
}

/// Who stands in for whom: session -> (absent, substitute), the latest row for each absent person.
pub(super) type Substitutes = HashMap<Uuid, HashMap<Uuid, Uuid>>;

/// The substitutes of sessions.
pub(super) async fn substitutes_of<C: ConnectionTrait>(
    db: &C,
    sessions: impl IntoIterator<Item = Uuid>,
) -> Result<Substitutes> {
    let rows = session_substitute::Entity::find()
        .filter(session_substitute::Column::SessionId.is_in(sessions))
        .order_by_asc(session_substitute::Column::At)
        .all(db)
        .await?;
    let mut found = Substitutes::new();
    for row in rows {
        found.entry(row.session_id).or_default().insert(row.absent_staff_id, row.staff_id);
    }
    Ok(found)
}

/// Who facilitates a session: whoever is assigned to the group that day, absent ones replaced.
pub(super) fn staff_of(
    row: &session::Model,
    facilitated: &[group_facilitator::Model],
    substitutes: &Substitutes,
    zone: Tz,
) -> Vec<StaffId> {
    let day = local(row.starts_at, zone).date();
    let stand_ins = substitutes.get(&row.id);
    let assigned = facilitated
        .iter()
        .filter(|f| f.group_id == row.group_id && f.since <= day && f.until.is_none_or(|until| day <= until));
    let mut there: Vec<Uuid> = assigned
        .map(|f| f.staff_id)
        .filter(|id| stand_ins.is_none_or(|stand_ins| !stand_ins.contains_key(id)))
        .collect();
    there.extend(stand_ins.into_iter().flat_map(HashMap::values));
    distinct(there).into_iter().map(StaffId).collect()
}

pub(super) fn distinct(ids: impl IntoIterator<Item = Uuid>) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Store<Programme> {
    /// Names what stands in the way, as far as `ctx` may know it.
    pub(super) async fn name_clashes(&self, ctx: &Ctx, found: &[Clash]) -> Result<Vec<Obstacle>> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let db = self.read();
        let group_of: HashMap<Uuid, Uuid> = by_id(
            db,
            session::Entity::find()
                .select_only()
                .columns([session::Column::Id, session::Column::GroupId])
                .filter(session::Column::Id.is_in(found.iter().map(|clash| clash.with.session.0))),
        )
        .await?;
        let groups: HashMap<Uuid, String> = by_id(
            db,
            training_group::Entity::find()
                .select_only()
                .columns([training_group::Column::Id, training_group::Column::Name])
                .filter(training_group::Column::Id.is_in(group_of.values().copied()))
                .filter(scope::groups(ctx)),
        )
        .await?;
        let (mut room_ids, mut people) = (Vec::new(), Vec::new());
        for clash in found {
            match clash.with.resource {
                Resource::Room(id) => room_ids.push(id.0),
                Resource::Facilitator(id) => people.push(id),
            }
        }
        let rooms: HashMap<Uuid, String> = by_id(
            db,
            room::Entity::find()
                .select_only()
                .columns([room::Column::Id, room::Column::Name])
                .filter(room::Column::Id.is_in(room_ids)),
        )
        .await?;
        let people = self.staff_names(ctx, &people).await?;
        let name = |clash: &Clash| {
            let group = group_of.get(&clash.with.session.0);
            let taken = match clash.with.resource {
                Resource::Room(id) => Taken::Room(rooms.get(&id.0).cloned().unwrap_or_default()),
                Resource::Facilitator(id) => {
                    Taken::Facilitator(people.get(&id).map(|name| name.display()).unwrap_or_default())
                }
            };
            Obstacle::Clash(BookingClash {
                number: clash.number,
                taken,
                group: group.and_then(|id| Some((GroupId(*id), groups.get(id)?.clone()))),
                starts_at: clash.with.span.start,
                ends_at: clash.with.span.end,
            })
        };
        Ok(found.iter().map(name).collect())
    }
}
