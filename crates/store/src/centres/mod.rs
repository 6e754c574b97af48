//! Centres and their rooms, «aquí se atiende a mujeres» marks and rest days.
//!
//! A centre or room is never deleted: it is closed or retired with its date, since groups and
//! certificates go on naming it. A centre is made only by whoever reaches the whole installation.

mod calendar;
mod rooms;

use chrono_tz::Tz;
use domain::{
    access::{Action, Ctx, Reach},
    ids::CentreId,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

pub use calendar::{NewRestDay, RestDay};
pub use rooms::{MarkConflict, NewRoom, NewWomenMark, Room, RoomChange, WomenMark};

pub(crate) use calendar::rest_days_of;
pub(crate) use rooms::rooms_of;

use crate::{Error, Programme, Result, Store, boxed, entity::centres::centre, kit::scope};

/// What is asked to open a centre.
#[derive(Debug, Clone)]
pub struct NewCentre {
    /// As on its documents.
    pub name: String,
    /// Short code in folios, unique: `CUN`.
    pub code: String,
    /// INEGI key of state and municipality: `23005`.
    pub municipality: String,
    /// Street, number, neighbourhood.
    pub address: String,
    /// IANA time zone: `America/Cancun`.
    pub zone: String,
}

/// A centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Centre {
    /// Its id.
    pub id: CentreId,
    /// As on its documents.
    pub name: String,
    /// Short code in folios.
    pub code: String,
    /// INEGI key of state and municipality.
    pub municipality: String,
    /// Street, number, neighbourhood.
    pub address: String,
    /// IANA time zone.
    pub zone: String,
    /// Whether it is in service.
    pub is_open: bool,
}

impl From<centre::Model> for Centre {
    fn from(row: centre::Model) -> Self {
        Self {
            id: CentreId(row.id),
            name: row.name,
            code: row.code,
            municipality: row.municipality,
            address: row.address,
            zone: row.zone,
            is_open: row.closed_at.is_none(),
        }
    }
}

impl Store<Programme> {
    /// The centres within reach, by name.
    #[boxed]
    pub async fn list_centres(&self, ctx: &Ctx) -> Result<Vec<Centre>> {
        ctx.demand(Action::ViewCentres)?;
        let rows = centre::Entity::find()
            .filter(scope::centres(ctx, centre::Column::Id))
            .order_by_asc(centre::Column::Name)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(Centre::from).collect())
    }

    /// A centre within reach.
    #[boxed]
    pub async fn get_centre(&self, ctx: &Ctx, id: CentreId) -> Result<Centre> {
        ctx.demand(Action::ViewCentres)?;
        reachable(self.read(), ctx, id).await.map(Centre::from)
    }

    /// Opens a centre.
    ///
    /// # Errors
    /// [`Error::NotFound`] without reach over the installation, [`Error::Conflict`] on `code`.
    #[boxed]
    pub async fn create_centre(&self, ctx: &Ctx, new: NewCentre) -> Result<CentreId> {
        ctx.demand(Action::ManageCentres)?;
        everywhere(ctx)?;
        let mut tx = self.begin(ctx).await?;
        let id = self.entropy().uuid();
        let row = centre::ActiveModel {
            id: Set(id),
            name: Set(new.name),
            municipality: Set(new.municipality),
            address: Set(new.address),
            zone: Set(new.zone),
            code: Set(new.code),
            created_at: Set(ctx.now()),
            closed_at: Set(None),
        };
        centre::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("centre.created", "centre", id).await?;
        tx.commit_as(id).await?;
        Ok(CentreId(id))
    }

    /// Changes what a centre is called and where it is. Its code stays: folios carry it.
    #[boxed]
    pub async fn change_centre(&self, ctx: &Ctx, id: CentreId, new: NewCentre) -> Result<()> {
        ctx.demand(Action::ManageCentres)?;
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, id).await?;
        let row = centre::ActiveModel {
            id: Unchanged(id.0),
            name: Set(new.name),
            municipality: Set(new.municipality),
            address: Set(new.address),
            zone: Set(new.zone),
            ..Default::default()
        };
        row.update(tx.db()).await?;
        tx.audit("centre.changed", "centre", id.0).await?;
        tx.commit_as(id.0).await
    }
}

/// The zone of a centre.
pub(crate) fn zone_of(centre: &centre::Model) -> Result<Tz> {
    centre.zone.parse().map_err(|_| Error::Damaged)
}

/// The centre, if it is within reach.
pub(crate) async fn reachable<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: CentreId) -> Result<centre::Model> {
    centre::Entity::find_by_id(id.0)
        .filter(scope::centres(ctx, centre::Column::Id))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}

/// Refuses whoever does not reach the whole installation.
pub(crate) fn everywhere(ctx: &Ctx) -> Result<()> {
    if *ctx.reach() == Reach::All { Ok(()) } else { Err(Error::NotFound) }
}
