//! Calendar feeds: what a calendar program asks for without a login. An address that nobody can
//! guess, and in it nothing about anybody: numbers, hours and rooms.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    groups::changes::SessionState,
    ids::{GroupId, SessionId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    booking::{staff_of, substitutes_of},
    by_id,
};
use crate::{
    Error, Programme, Result, Store, boxed,
    entity::{
        centres::room,
        groups::{
            calendar_feed, group_facilitator, session, session_change, session_substitute, training_group,
        },
    },
    kit::scope,
};

/// A feed: its sessions, the first one first.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The sessions.
    pub sessions: Vec<FeedSession>,
}

/// A session of a feed.
#[derive(Debug, Clone)]
pub struct FeedSession {
    /// Its id: what a calendar knows it by.
    pub id: SessionId,
    /// Its number.
    pub number: u16,
    /// How many the programme has.
    pub of: u16,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Name of the room.
    pub room: String,
    /// Whether it will not be held.
    pub is_cancelled: bool,
    /// How often it changed: calendars take the version with the higher number.
    pub version: u64,
}

impl Store<Programme> {
    /// The feed at an address; nobody is signed in.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an address that no feed has.
    #[boxed]
    pub async fn calendar_feed(&self, _ctx: &Ctx, token: &str) -> Result<Feed> {
        let db = self.read();
        let group = training_group::Entity::find()
            .filter(training_group::Column::FeedToken.eq(token))
            .one(db)
            .await?;
        let rows = match group {
            Some(group) => {
                let own = session::Column::GroupId.eq(group.id);
                session::Entity::find().filter(own).order_by_asc(session::Column::StartsAt).all(db).await?
            }
            None => {
                let feed =
                    calendar_feed::Entity::find().filter(calendar_feed::Column::Token.eq(token)).one(db);
                self.sessions_with(feed.await?.ok_or(Error::NotFound)?.staff_id).await?
            }
        };
        self.feed_of(rows).await
    }

    /// The sessions that somebody facilitates or stands in for.
    async fn sessions_with(&self, staff: Uuid) -> Result<Vec<session::Model>> {
        let db = self.read();
        let pairs = group_facilitator::Entity::find()
            .filter(group_facilitator::Column::StaffId.eq(staff))
            .all(db)
            .await?;
        let standing_in: Vec<Uuid> = session_substitute::Entity::find()
            .select_only()
            .column(session_substitute::Column::SessionId)
            .filter(session_substitute::Column::StaffId.eq(staff))
            .into_tuple()
            .all(db)
            .await?;
        let concerned = Condition::any()
            .add(session::Column::GroupId.is_in(pairs.iter().map(|pair| pair.group_id)))
            .add(session::Column::Id.is_in(standing_in));
        let rows =
            session::Entity::find().filter(concerned).order_by_asc(session::Column::StartsAt).all(db).await?;
        let substitutes = substitutes_of(db, rows.iter().map(|row| row.id)).await?;
        // A day too many at the seam of two facilitators does no harm: UTC is near enough.
        let is_there = |row: &session::Model| {
            staff_of(row, &pairs, &substitutes, chrono_tz::UTC).iter().any(|id| id.0 == staff)
        };
        Ok(rows.into_iter().filter(|row| is_there(row)).collect())
    }

    async fn feed_of(&self, rows: Vec<session::Model>) -> Result<Feed> {
        let db = self.read();
        let rooms: HashMap<Uuid, String> = by_id(
            db,
            room::Entity::find()
                .select_only()
                .columns([room::Column::Id, room::Column::Name])
                .filter(room::Column::Id.is_in(rows.iter().map(|row| row.room_id))),
        )
        .await?;
        let totals: HashMap<Uuid, i32> = by_id(
            db,
            training_group::Entity::find()
                .select_only()
                .columns([training_group::Column::Id, training_group::Column::SessionsTotal])
                .filter(training_group::Column::Id.is_in(rows.iter().map(|row| row.group_id))),
        )
        .await?;
        let versions: HashMap<Uuid, i64> = by_id(
            db,
            session_change::Entity::find()
                .select_only()
                .column(session_change::Column::SessionId)
                .column_as(session_change::Column::Id.count(), "n")
                .filter(session_change::Column::SessionId.is_in(rows.iter().map(|row| row.id)))
                .group_by(session_change::Column::SessionId),
        )
        .await?;
        let of = |row: session::Model| FeedSession {
            id: SessionId(row.id),
            number: u16::try_from(row.number).unwrap_or(0),
            of: totals.get(&row.group_id).and_then(|n| u16::try_from(*n).ok()).unwrap_or(0),
            starts_at: row.starts_at,
            ends_at: super::booking::span_of(&row).end,
            room: rooms.get(&row.room_id).cloned().unwrap_or_default(),
            is_cancelled: row.state == SessionState::Cancelled.name(),
            version: versions.get(&row.id).map_or(0, |n| n.unsigned_abs()),
        };
        Ok(Feed { sessions: rows.into_iter().map(of).collect() })
    }

    /// The unguessable part of the address of one's own feed, if it was made.
    #[boxed]
    pub async fn own_calendar_feed(&self, ctx: &Ctx) -> Result<Option<String>> {
        ctx.demand(Action::ViewGroups)?;
        let Some(staff) = ctx.staff() else { return Ok(None) };
        let row = calendar_feed::Entity::find_by_id(staff.0).one(self.read()).await?;
        Ok(row.map(|row| row.token))
    }

    /// Gives one's own feed a new address; the old one answers no more.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account without a member of staff.
    #[boxed]
    pub async fn renew_own_calendar_feed(&self, ctx: &Ctx) -> Result<()> {
        ctx.demand(Action::ViewGroups)?;
        let staff = ctx.staff().ok_or(Error::NotFound)?;
        let mut tx = self.begin(ctx).await?;
        let row = calendar_feed::ActiveModel {
            staff_id: Set(staff.0),
            token: Set(self.entropy().short_token()),
            made_at: Set(ctx.now()),
        };
        let replace = OnConflict::column(calendar_feed::Column::StaffId)
            .update_columns([calendar_feed::Column::Token, calendar_feed::Column::MadeAt])
            .to_owned();
        calendar_feed::Entity::insert(row).on_conflict(replace).exec_without_returning(tx.db()).await?;
        tx.audit("calendar-feed.renewed", "staff", staff.0).await?;
        tx.commit_as(staff.0).await
    }

    /// Gives a group's feed a new address; the old one answers no more.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn renew_group_feed(&self, ctx: &Ctx, id: GroupId) -> Result<()> {
        ctx.demand(Action::ManageGroups)?;
        let mut tx = self.begin(ctx).await?;
        let found =
            training_group::Entity::find_by_id(id.0).filter(scope::groups(ctx)).count(tx.db()).await?;
        if found == 0 {
            return Err(Error::NotFound);
        }
        let row = training_group::ActiveModel {
            id: Unchanged(id.0),
            feed_token: Set(self.entropy().short_token()),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        tx.audit("calendar-feed.renewed", "group", id.0).await?;
        tx.commit_as(id.0).await
    }
}
