//! Rest days beyond those of LFT art. 74: of one centre, or of the state (no centre).
//! Only whoever reaches the whole installation says what rests everywhere.

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx},
    ids::CentreId,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::{everywhere, reachable};
use crate::{Error, Programme, Result, Store, boxed, entity::centres::rest_day};

/// What is asked for a rest day.
#[derive(Debug, Clone)]
pub struct NewRestDay {
    /// The centre; `None` for every centre.
    pub centre: Option<CentreId>,
    /// The day.
    pub day: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A rest day of a centre's own calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestDay {
    /// Its id.
    pub id: Uuid,
    /// The centre; `None` for every centre.
    pub centre: Option<CentreId>,
    /// The day.
    pub day: NaiveDate,
    /// Why.
    pub reason: String,
}

impl Store<Programme> {
    /// The rest days that hold at a centre between two days (inclusive), its own and everybody's.
    #[boxed]
    pub async fn list_rest_days(
        &self,
        ctx: &Ctx,
        centre: CentreId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<RestDay>> {
        ctx.demand(Action::ViewCentres)?;
        reachable(self.read(), ctx, centre).await?;
        rest_days_of(self.read(), centre, from, to).await
    }

    /// Adds a rest day.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of reach, [`Error::Unavailable`].
    #[boxed]
    pub async fn add_rest_day(&self, ctx: &Ctx, new: NewRestDay) -> Result<Uuid> {
        ctx.demand(Action::ManageCentres)?;
        let mut tx = self.begin(ctx).await?;
        match new.centre {
            Some(centre) => drop(reachable(tx.db(), ctx, centre).await?),
            None => everywhere(ctx)?,
        }
        let id = self.entropy().uuid();
        let row = rest_day::ActiveModel {
            id: Set(id),
            centre_id: Set(new.centre.map(|centre| centre.0)),
            day: Set(new.day),
            reason: Set(new.reason),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        rest_day::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("rest-day.added", "rest-day", id).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }

    /// Takes a rest day out of the calendar; sessions already planned stay where they are.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of reach, [`Error::Unavailable`].
    #[boxed]
    pub async fn remove_rest_day(&self, ctx: &Ctx, id: Uuid) -> Result<()> {
        ctx.demand(Action::ManageCentres)?;
        let mut tx = self.begin(ctx).await?;
        let row = rest_day::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::NotFound)?;
        match row.centre_id {
            Some(centre) => drop(reachable(tx.db(), ctx, CentreId(centre)).await?),
            None => everywhere(ctx)?,
        }
        row.delete(tx.db()).await?;
        tx.audit("rest-day.removed", "rest-day", id).await?;
        tx.commit().await
    }
}

/// The rest days that hold at a centre between two days, inclusive.
pub(crate) async fn rest_days_of<C: ConnectionTrait>(
    db: &C,
    centre: CentreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<RestDay>> {
    let here = Condition::any()
        .add(rest_day::Column::CentreId.is_null())
        .add(rest_day::Column::CentreId.eq(centre.0));
    let rows = rest_day::Entity::find()
        .filter(here)
        .filter(rest_day::Column::Day.between(from, to))
        .order_by_asc(rest_day::Column::Day)
        .all(db)
        .await?;
    let day = |row: rest_day::Model| RestDay {
        id: row.id,
        centre: row.centre_id.map(CentreId),
        day: row.day,
        reason: row.reason,
    };
    Ok(rows.into_iter().map(day).collect())
}
