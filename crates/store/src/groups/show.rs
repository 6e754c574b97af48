//! One group with its sessions, its facilitators and what happened to it. No participants: their
//! names are the roll's.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    access::Ctx,
    groups::{GroupState, changes::SessionState},
    ids::{GroupId, ProjectId, RoomId, SessionId, StaffId},
};
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{GroupRow, by_id, list::group_row};
use crate::{
    Error, Programme, Result, Store, boxed, centres,
    entity::{
        centres::{centre, room, subsidy_project},
        groups::{
            group_change, group_facilitator, programme_version, session, session_change, session_substitute,
            training_group,
        },
    },
    kit::{joined, scope},
    programmes::pack_of,
};

/// A group as its own page shows it.
#[derive(Debug, Clone)]
pub struct GroupFile {
    /// What lists show of it.
    pub row: GroupRow,
    /// Version of the programme.
    pub programme_version: u32,
    /// Its room.
    pub room: (RoomId, String),
    /// Its project: id, key, last day.
    pub project: Option<(ProjectId, String, NaiveDate)>,
    /// The centre's zone.
    pub zone: Tz,
    /// Its sessions in order.
    pub sessions: Vec<SessionRow>,
    /// Everybody who facilitates it, did or will.
    pub facilitators: Vec<Facilitation>,
    /// Its states, the first one first.
    pub changes: Vec<Change>,
    /// The unguessable part of the address of its calendar feed.
    pub feed_token: String,
}

/// A session of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Its number for ever.
    pub number: u16,
    /// Its title in the programme.
    pub title: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How long it lasts.
    pub minutes: u16,
    /// Where.
    pub room: (RoomId, String),
    /// Where it stands.
    pub state: SessionState,
    /// `owed`, `saved` or `closed`.
    pub roll_state: String,
    /// The version that the next save of the roll starts from.
    pub roll_version: i32,
    /// What happened to it, the first thing first.
    pub changes: Vec<SessionChange>,
    /// Who stands in for whom.
    pub substitutions: Vec<Substitution>,
}

/// A session was moved or cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChange {
    /// `moved` or `cancelled`.
    pub kind: String,
    /// When it was to begin.
    pub moved_from: Option<DateTime<Utc>>,
    /// When it begins instead.
    pub moved_to: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
    /// Whether the whole centre was closed.
    pub is_closure: bool,
    /// When that was decided.
    pub at: DateTime<Utc>,
}

/// Somebody stands in for somebody in one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitution {
    /// Who is absent.
    pub absent: String,
    /// Who comes.
    pub staff: String,
    /// Why.
    pub reason: String,
}

/// Somebody facilitates a group from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facilitation {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// First day.
    pub since: NaiveDate,
    /// Last day; `None` while it lasts.
    pub until: Option<NaiveDate>,
}

/// A group changed its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// To what.
    pub state: GroupState,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A group with what it refers to.
#[derive(DerivePartialModel)]
struct Found {
    #[sea_orm(nested)]
    group: training_group::Model,
    #[sea_orm(nested)]
    centre: centre::Model,
    #[sea_orm(nested)]
    version: programme_version::Model,
    #[sea_orm(nested)]
    project: Option<subsidy_project::Model>,
}

impl Store<Programme> {
    /// A group within reach.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`] for an action whose pages show no group.
    #[boxed]
    pub async fn get_group(&self, ctx: &Ctx, id: GroupId) -> Result<GroupFile> {
        let db = self.read();
        let version = joined(training_group::Column::ProgrammeVersionId, programme_version::Column::Id);
        let found = training_group::Entity::find_by_id(id.0)
            .filter(scope::groups(ctx))
            .join(JoinType::LeftJoin, joined(training_group::Column::CentreId, centre::Column::Id))
            .join(JoinType::LeftJoin, version)
            .join(JoinType::LeftJoin, joined(training_group::Column::ProjectId, subsidy_project::Column::Id))
            .into_partial_model::<Found>()
            .one(db);
        let Found { group: row, centre, version, project } = found.await?.ok_or(Error::NotFound)?;
        let rooms: HashMap<Uuid, String> = by_id(
            db,
            room::Entity::find()
                .select_only()
                .columns([room::Column::Id, room::Column::Name])
                .filter(room::Column::CentreId.eq(row.centre_id)),
        )
        .await?;
        let room_of = |id: Uuid| (RoomId(id), rooms.get(&id).cloned().unwrap_or_default());
        let feed_token = row.feed_token.clone();
        let room = room_of(row.room_id);
        let facilitations = facilitations_of(db, id).await?;
        let (sessions, substitutes) = self.sessions_of(id, &version, room_of).await?;
        let people = facilitations.iter().map(|row| row.staff_id);
        let people = people.chain(substitutes.iter().flat_map(|row| [row.absent_staff_id, row.staff_id]));
        let names = self.staff_names(ctx, &people.map(StaffId).collect::<Vec<_>>()).await?;
        let name = |id: Uuid| names.get(&StaffId(id)).map(|name| name.display()).unwrap_or_default();
        let today = ctx.now().date_naive();
        let now = facilitations.iter().filter(|row| row.until.is_none_or(|until| until >= today));
        let now = now.map(|row| name(row.staff_id)).collect();
        let with_substitutes = |mut session: SessionRow| {
            let here = substitutes.iter().filter(|row| row.session_id == session.id.0);
            session.substitutions = here
                .map(|row| Substitution {
                    absent: name(row.absent_staff_id),
                    staff: name(row.staff_id),
                    reason: row.reason.clone(),
                })
                .collect();
            session
        };
        Ok(GroupFile {
            programme_version: version.version.unsigned_abs(),
            room,
            project: project.map(|project| (ProjectId(project.id), project.key, project.ends_on)),
            zone: centres::zone_of(&centre)?,
            sessions: sessions.into_iter().map(with_substitutes).collect(),
            facilitators: facilitations
                .into_iter()
                .map(|row| Facilitation {
                    staff: StaffId(row.staff_id),
                    name: name(row.staff_id),
                    since: row.since,
                    until: row.until,
                })
                .collect(),
            changes: self.changes_of(id).await?,
            feed_token,
            row: group_row(row, (centre.name, version.title), now)?,
        })
    }

    async fn sessions_of(
        &self,
        group: GroupId,
        version: &programme_version::Model,
        room_of: impl Fn(Uuid) -> (RoomId, String),
    ) -> Result<(Vec<SessionRow>, Vec<session_substitute::Model>)> {
        let db = self.read();
        let pack = pack_of(version)?;
        let rows = session::Entity::find()
            .filter(session::Column::GroupId.eq(group.0))
            .order_by_asc(session::Column::Number)
            .all(db)
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let changes = session_change::Entity::find()
            .filter(session_change::Column::SessionId.is_in(ids.iter().copied()))
            .order_by_asc(session_change::Column::At)
            .all(db)
            .await?;
        let substitutes = session_substitute::Entity::find()
            .filter(session_substitute::Column::SessionId.is_in(ids))
            .order_by_asc(session_substitute::Column::At)
            .all(db)
            .await?;
        let session = |row: session::Model| {
            let here = changes.iter().filter(|change| change.session_id == row.id);
            let number = u16::try_from(row.number).map_err(|_| Error::Damaged)?;
            let planned = pack.sessions.iter().find(|planned| planned.number == number);
            Ok(SessionRow {
                id: SessionId(row.id),
                number,
                title: planned.map(|planned| planned.title.clone()).unwrap_or_default(),
                starts_at: row.starts_at,
                minutes: u16::try_from(row.minutes).map_err(|_| Error::Damaged)?,
                room: room_of(row.room_id),
                state: SessionState::from_name(&row.state).ok_or(Error::Damaged)?,
                roll_state: row.roll_state.clone(),
                roll_version: row.roll_version,
                changes: here.map(change_of).collect(),
                substitutions: Vec::new(),
            })
        };
        let sessions: Result<Vec<SessionRow>> = rows.into_iter().map(session).collect();
        Ok((sessions?, substitutes))
    }

    async fn changes_of(&self, group: GroupId) -> Result<Vec<Change>> {
        let rows = group_change::Entity::find()
            .filter(group_change::Column::GroupId.eq(group.0))
            .order_by_asc(group_change::Column::At)
            .all(self.read())
            .await?;
        let change = |row: group_change::Model| {
            let state = GroupState::from_name(&row.state).ok_or(Error::Damaged)?;
            Ok(Change { state, reason: row.reason, at: row.at })
        };
        rows.into_iter().map(change).collect()
    }
}

fn change_of(row: &session_change::Model) -> SessionChange {
    SessionChange {
        kind: row.kind.clone(),
        moved_from: row.moved_from,
        moved_to: row.moved_to,
        reason: row.reason.clone(),
        is_closure: row.closure_id.is_some(),
        at: row.at,
    }
}

/// Everybody who facilitates a group, did or will.
pub(super) async fn facilitations_of<C: sea_orm::ConnectionTrait>(
    db: &C,
    group: GroupId,
) -> Result<Vec<group_facilitator::Model>> {
    let rows = group_facilitator::Entity::find()
        .filter(group_facilitator::Column::GroupId.eq(group.0))
        .order_by_asc(group_facilitator::Column::Since)
        .all(db)
        .await?;
    Ok(rows)
}
