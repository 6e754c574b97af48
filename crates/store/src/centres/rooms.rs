//! Rooms, and the marks that women are attended in one or at the whole address.
//!
//! A mark without room covers every room at the centre's own address (LGAMVLV art. 8-III speaks of
//! the same place, not of the same door).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    centres::rooms::{Activity, may_end, may_schedule},
    groups::Audience,
    ids::{CentreId, GroupId, RoomId},
    period::Period,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{reachable, zone_of};
use crate::{
    Error, Programme, Result, Store, boxed,
    entity::{
        centres::{centre, room, women_attended},
        groups::{session, training_group},
    },
    kit::scope,
};

/// What is asked to register a room.
#[derive(Debug, Clone)]
pub struct NewRoom {
    /// Its centre.
    pub centre: CentreId,
    /// Unique in the centre.
    pub name: String,
    /// Where it is, when not at the centre's address; else empty.
    pub address: String,
    /// How many people fit.
    pub capacity: u16,
}

/// A change of a room.
#[derive(Debug, Clone)]
pub struct RoomChange {
    /// New name.
    pub name: String,
    /// New address; empty for the centre's.
    pub address: String,
    /// How many people fit.
    pub capacity: u16,
    /// No longer in use.
    pub is_retired: bool,
}

/// A room with the marks that cover it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// Its centre.
    pub centre: CentreId,
    /// Its name.
    pub name: String,
    /// Its own address; empty when it is the centre's.
    pub address: String,
    /// How many people fit.
    pub capacity: u16,
    /// No longer in use.
    pub is_retired: bool,
    /// When women are attended there, of the room itself and of its whole address.
    pub women: Vec<WomenMark>,
}

/// «Aquí se atiende a mujeres», from a date on, perhaps until another (inclusive).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WomenMark {
    /// Its id.
    pub id: Uuid,
    /// The room; `None` for the whole address.
    pub room: Option<RoomId>,
    /// First day.
    pub since: NaiveDate,
    /// Last day; `None` while it lasts.
    pub until: Option<NaiveDate>,
    /// Why it was ended; empty when it was not, or ended as foreseen.
    pub end_reason: String,
}

impl From<&women_attended::Model> for WomenMark {
    fn from(row: &women_attended::Model) -> Self {
        Self {
            id: row.id,
            room: row.room_id.map(RoomId),
            since: row.since,
            until: row.until,
            end_reason: row.end_reason.clone().unwrap_or_default(),
        }
    }
}

/// What is asked for a mark.
#[derive(Debug, Clone, Copy)]
pub struct NewWomenMark {
    /// The centre.
    pub centre: CentreId,
    /// The room; `None` for the whole address.
    pub room: Option<RoomId>,
    /// First day.
    pub since: NaiveDate,
    /// Last day, if known.
    pub until: Option<NaiveDate>,
}

impl Store<Programme> {
    /// The rooms of a centre within reach, by name, each with the marks that cover it.
    #[boxed]
    pub async fn list_rooms(&self, ctx: &Ctx, centre: CentreId) -> Result<Vec<Room>> {
        ctx.demand(Action::ViewCentres)?;
        let centre = reachable(self.read(), ctx, centre).await?;
        rooms_of(self.read(), &centre).await
    }

    /// A room within reach, with the marks that cover it.
    #[boxed]
    pub async fn get_room(&self, ctx: &Ctx, id: RoomId) -> Result<Room> {
        let row = reachable_room(self.read(), ctx, id).await?;
        let rooms = self.list_rooms(ctx, CentreId(row.centre_id)).await?;
        rooms.into_iter().find(|room| room.id == id).ok_or(Error::NotFound)
    }

    /// Registers a room.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] on `name`.
    #[boxed]
    pub async fn create_room(&self, ctx: &Ctx, new: NewRoom) -> Result<RoomId> {
        ctx.demand(Action::ManageCentres)?;
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, new.centre).await?;
        let id = self.entropy().uuid();
        let row = room::ActiveModel {
            id: Set(id),
            centre_id: Set(new.centre.0),
            name: Set(new.name),
            address: Set(new.address),
            capacity: Set(i32::from(new.capacity)),
            created_at: Set(ctx.now()),
            retired_at: Set(None),
        };
        room::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("room.created", "room", id).await?;
        tx.commit_as(id).await?;
        Ok(RoomId(id))
    }

    /// Changes a room, takes it out of use or back.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] on `name`.
    #[boxed]
    pub async fn change_room(&self, ctx: &Ctx, id: RoomId, change: RoomChange) -> Result<()> {
        ctx.demand(Action::ManageCentres)?;
        let mut tx = self.begin(ctx).await?;
        let old = reachable_room(tx.db(), ctx, id).await?;
        let retired_at = change.is_retired.then(|| old.retired_at.unwrap_or(ctx.now()));
        let row = room::ActiveModel {
            id: Unchanged(id.0),
            name: Set(change.name),
            address: Set(change.address),
            capacity: Set(i32::from(change.capacity)),
            retired_at: Set(retired_at),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        tx.audit("room.changed", "room", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Records that women are attended in a room or at the whole address.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] `centres-mistake-until`.
    #[boxed]
    pub async fn mark_women_attended(&self, ctx: &Ctx, new: NewWomenMark) -> Result<Uuid> {
        ctx.demand(Action::ManageCentres)?;
        if new.until.is_some_and(|until| until < new.since) {
            return Err(Error::Refused("centres-mistake-until"));
        }
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, new.centre).await?;
        if let Some(id) = new.room
            && reachable_room(tx.db(), ctx, id).await?.centre_id != new.centre.0
        {
            return Err(Error::NotFound);
        }
        let id = self.entropy().uuid();
        let row = women_attended::ActiveModel {
            id: Set(id),
            centre_id: Set(new.centre.0),
            room_id: Set(new.room.map(|room| room.0)),
            since: Set(new.since),
            until: Set(new.until),
            end_reason: Set(None),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        women_attended::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("women-mark.created", "women-mark", id).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }

    /// A mark of a centre within reach, with its centre.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn get_women_mark(&self, ctx: &Ctx, id: Uuid) -> Result<(CentreId, WomenMark)> {
        ctx.demand(Action::ManageCentres)?;
        let row = reachable_mark(self.read(), ctx, id).await?;
        Ok((CentreId(row.centre_id), WomenMark::from(&row)))
    }

    /// Says until which day (inclusive) a mark holds, and why no longer: from the next day on men's
    /// groups may be planned there again. Days that are past stay as they are.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Refused`] with the name of an [`EndRefused`](domain::centres::rooms::EndRefused).
    #[boxed]
    pub async fn end_women_mark(
        &self,
        ctx: &Ctx,
        id: Uuid,
        until: NaiveDate,
        reason: &str,
    ) -> Result<CentreId> {
        ctx.demand(Action::ManageCentres)?;
        let mut tx = self.begin(ctx).await?;
        let mark = reachable_mark(tx.db(), ctx, id).await?;
        let zone = zone_of(&reachable(tx.db(), ctx, CentreId(mark.centre_id)).await?)?;
        let today = ctx.now().with_timezone(&zone).date_naive();
        may_end((mark.since, mark.until), until, today).map_err(|why| Error::Refused(why.name()))?;
        let row = women_attended::ActiveModel {
            id: Unchanged(id),
            until: Set(Some(until)),
            end_reason: Set(Some(reason.to_owned())),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        tx.audit("women-mark.ended", "women-mark", id).await?;
        tx.commit_as(mark.centre_id).await?;
        Ok(CentreId(mark.centre_id))
    }
}

/// A men's group planned where women are attended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkConflict {
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// How many of its sessions to come.
    pub sessions: usize,
}

impl Store<Programme> {
    /// The men's groups with sessions to come in rooms where women are attended on that day: a mark
    /// states a fact and is never refused, so what was planned before it has to be moved.
    #[boxed]
    pub async fn mark_conflicts(&self, ctx: &Ctx, centre: CentreId) -> Result<Vec<MarkConflict>> {
        ctx.demand(Action::ViewCentres)?;
        let centre = reachable(self.read(), ctx, centre).await?;
        let rooms = rooms_of(self.read(), &centre).await?;
        let groups: Vec<(Uuid, String, String)> = training_group::Entity::find()
            .select_only()
            .columns([
                training_group::Column::Id,
                training_group::Column::Name,
                training_group::Column::Audience,
            ])
            .filter(training_group::Column::CentreId.eq(centre.id))
            .filter(training_group::Column::State.is_in(["planned", "running"]))
            .order_by_asc(training_group::Column::Name)
            .into_tuple()
            .all(self.read())
            .await?;
        let marked: Vec<&Room> = rooms.iter().filter(|room| !room.women.is_empty()).collect();
        let sessions: Vec<(Uuid, Uuid, DateTime<Utc>)> = session::Entity::find()
            .select_only()
            .columns([session::Column::GroupId, session::Column::RoomId, session::Column::StartsAt])
            .filter(session::Column::GroupId.is_in(groups.iter().map(|(id, ..)| *id)))
            .filter(session::Column::RoomId.is_in(marked.iter().map(|room| room.id.0)))
            .filter(session::Column::State.eq("planned"))
            .filter(session::Column::StartsAt.gte(ctx.now()))
            .into_tuple()
            .all(self.read())
            .await?;
        let zone = super::zone_of(&centre)?;
        let conflict = |(id, name, audience): (Uuid, String, String)| {
            let activity = Activity::from(Audience::from_name(&audience)?);
            let is_barred = |(group, room, starts_at): &&(Uuid, Uuid, DateTime<Utc>)| {
                let marks = marked.iter().find(|one| one.id.0 == *room).map(|one| one.periods());
                let day = starts_at.with_timezone(&zone).date_naive();
                *group == id && may_schedule(activity, &marks.unwrap_or_default(), day).is_err()
            };
            let sessions = sessions.iter().filter(is_barred).count();
            (sessions > 0).then_some(MarkConflict { group: GroupId(id), name, sessions })
        };
        Ok(groups.into_iter().filter_map(conflict).collect())
    }
}

impl Room {
    /// When women are attended there.
    #[must_use]
    pub fn periods(&self) -> Vec<Period> {
        let period = |mark: &WomenMark| match mark.until {
            Some(last) => Period::through(mark.since, last),
            None => Period { from: mark.since, until: None },
        };
        self.women.iter().map(period).collect()
    }
}

async fn reachable_mark<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: Uuid) -> Result<women_attended::Model> {
    women_attended::Entity::find_by_id(id)
        .filter(scope::centres(ctx, women_attended::Column::CentreId))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}

/// The rooms of a centre with their marks: two queries.
pub(crate) async fn rooms_of<C: ConnectionTrait>(db: &C, centre: &centre::Model) -> Result<Vec<Room>> {
    let rows = room::Entity::find()
        .filter(room::Column::CentreId.eq(centre.id))
        .order_by_asc(room::Column::Name)
        .all(db)
        .await?;
    let marks = women_attended::Entity::find()
        .filter(women_attended::Column::CentreId.eq(centre.id))
        .order_by_asc(women_attended::Column::Since)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| with_marks(row, centre, &marks)).collect())
}

fn with_marks(row: room::Model, centre: &centre::Model, marks: &[women_attended::Model]) -> Room {
    let at_the_centre = row.address.is_empty() || row.address == centre.address;
    let covers = |mark: &&women_attended::Model| match mark.room_id {
        Some(room) => room == row.id,
        None => at_the_centre,
    };
    let women = marks.iter().filter(covers).map(WomenMark::from);
    Room {
        id: RoomId(row.id),
        centre: CentreId(row.centre_id),
        women: women.collect(),
        name: row.name,
        address: row.address,
        capacity: u16::try_from(row.capacity).unwrap_or(0),
        is_retired: row.retired_at.is_some(),
    }
}

async fn reachable_room<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: RoomId) -> Result<room::Model> {
    room::Entity::find_by_id(id.0)
        .filter(scope::centres(ctx, room::Column::CentreId))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}
