//! The way from an empty installation to the first group: what is there already and what is next.
//!
//! The root key never passes through here; what is kept is only that somebody says to have copied it.

use domain::{
    access::{Action, Ctx, Role},
    ids::CentreId,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

use crate::{
    Programme, Result, Store, boxed,
    centres::everywhere,
    entity::{
        accounts::account_grant,
        centres::{centre, room},
        groups::training_group,
        machinery::setting,
        staff::staff,
    },
};

const KEY_COPIED: &str = "guide.root-key-copied";
const BACKUP_PLACE: &str = "guide.backup-place";
const CALENDAR_SEEN: &str = "guide.calendar-seen";

/// How far an installation has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstSteps {
    /// The first centre, if there is one.
    pub centre: Option<(CentreId, String)>,
    /// Whether it has a room.
    pub has_room: bool,
    /// Whether somebody looked at the calendar and found it right.
    pub calendar_is_seen: bool,
    /// Whether somebody is registered as staff.
    pub has_staff: bool,
    /// Whether an account coordinates a centre.
    pub has_coordinator: bool,
    /// Whether somebody says to have copied the root key.
    pub key_is_copied: bool,
    /// Where backups go, in words.
    pub backup_place: String,
    /// Whether there is a group.
    pub has_group: bool,
}

impl FirstSteps {
    /// The steps in the order in which the guide draws them, each with whether it is done.
    #[must_use]
    pub fn all(&self) -> [bool; 8] {
        [
            self.centre.is_some(),
            self.has_room,
            self.calendar_is_seen,
            self.has_staff,
            self.has_coordinator,
            self.key_is_copied,
            !self.backup_place.is_empty(),
            self.has_group,
        ]
    }

    /// How many steps are done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.all().into_iter().filter(|done| *done).count()
    }
}

/// What somebody says in the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuideMark {
    /// The calendar was looked at.
    CalendarSeen,
    /// The root key was copied to another place.
    KeyCopied,
    /// Where backups go.
    BackupPlace(String),
}

impl Store<Programme> {
    /// How far the installation has come; only for whoever reaches all of it.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] without that reach, [`crate::Error::Unavailable`].
    #[boxed]
    pub async fn first_steps(&self, ctx: &Ctx) -> Result<FirstSteps> {
        ctx.demand(Action::ManageCentres)?;
        everywhere(ctx)?;
        let db = self.read();
        let first = centre::Entity::find().order_by_asc(centre::Column::CreatedAt).one(db).await?;
        let marks = setting::Entity::find()
            .filter(setting::Column::Name.is_in([KEY_COPIED, BACKUP_PLACE, CALENDAR_SEEN]))
            .all(db)
            .await?;
        let mark = |name: &str| marks.iter().find(|row| row.name == name).map(|row| row.value.clone());
        let coordinators = account_grant::Entity::find()
            .filter(account_grant::Column::Role.eq(Role::Coordinator.name()))
            .filter(account_grant::Column::EndedAt.is_null());
        Ok(FirstSteps {
            centre: first.map(|row| (CentreId(row.id), row.name)),
            has_room: room::Entity::find().count(db).await? > 0,
            calendar_is_seen: mark(CALENDAR_SEEN).is_some(),
            has_staff: staff::Entity::find().count(db).await? > 0,
            has_coordinator: coordinators.count(db).await? > 0,
            key_is_copied: mark(KEY_COPIED).is_some(),
            backup_place: mark(BACKUP_PLACE).unwrap_or_default(),
            has_group: training_group::Entity::find().count(db).await? > 0,
        })
    }

    /// Keeps what somebody says in the guide.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] without reach over the installation.
    #[boxed]
    pub async fn mark_guide(&self, ctx: &Ctx, mark: GuideMark) -> Result<()> {
        ctx.demand(Action::ManageCentres)?;
        everywhere(ctx)?;
        let (name, value) = match mark {
            GuideMark::CalendarSeen => (CALENDAR_SEEN, "yes".to_owned()),
            GuideMark::KeyCopied => (KEY_COPIED, "yes".to_owned()),
            GuideMark::BackupPlace(place) => (BACKUP_PLACE, place),
        };
        let mut tx = self.begin(ctx).await?;
        let row = setting::Model { name: name.to_owned(), value, set_at: ctx.now() };
        let columns = [setting::Column::Value, setting::Column::SetAt];
        let change = OnConflict::column(setting::Column::Name).update_columns(columns).to_owned();
        setting::Entity::insert(setting::ActiveModel::from(row))
            .on_conflict(change)
            .exec_without_returning(tx.db())
            .await?;
        tx.audit(name, "setting", uuid::Uuid::nil()).await?;
        tx.commit().await
    }
}
