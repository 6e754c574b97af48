//! What stands against erasing a person: proceedings that need the data, and the years for which
//! the disposal catalogue keeps a file. There is no default for the latter.

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    ids::PersonId,
    retention,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;
use vault::Place;

use super::{
    Family,
    erase::{ErasureState, pending},
    merge::lock,
    reachable_family,
};
use crate::{
    Error, Programme, Result, Store, boxed,
    centres::everywhere,
    entity::{
        machinery::setting,
        people::{erasure_request, legal_hold},
    },
    keys::text,
};

const KEEP_YEARS: &str = "retention-years";

/// Something that needs the data: nobody may be erased meanwhile.
#[derive(Debug, Clone)]
pub struct LegalHold {
    /// Its id.
    pub id: Uuid,
    /// The proceeding; sealed with the person's key.
    pub reason: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// What stands for and against erasing a person.
#[derive(Debug, Clone)]
pub struct ErasureFile {
    /// The request in course, if there is one.
    pub pending: Option<ErasureState>,
    /// What needs the data.
    pub holds: Vec<LegalHold>,
    /// How many years the catalogue keeps a file, if that is configured.
    pub keep_years: Option<u32>,
}

impl Store<Programme> {
    /// What stands for and against erasing a person.
    #[boxed]
    pub async fn person_erasure(&self, ctx: &Ctx, id: PersonId) -> Result<ErasureFile> {
        ctx.demand(Action::ErasePerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let of_family = erasure_request::Column::PersonId.is_in(family.all.iter().copied());
        let rows = pending().filter(of_family).all(self.read()).await?;
        let (held, keys) = (holds(self.read(), &family).await?, self.keys_of(&family.all).await?);
        let open = |row: legal_hold::Model| {
            let key = keys.get(&row.person_id).ok_or(Error::Damaged)?;
            let reason = text(self.unseal(key, reason_of(row.id), &row.reason)?)?;
            Ok(LegalHold { id: row.id, reason, at: row.at })
        };
        Ok(ErasureFile {
            pending: self.as_states(rows).await?.pop(),
            holds: held.into_iter().map(open).collect::<Result<_>>()?,
            keep_years: keep_years(self.read()).await?,
        })
    }

    /// Says that a proceeding needs a person's data.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with `people-erased`.
    #[boxed]
    pub async fn place_legal_hold(&self, ctx: &Ctx, id: PersonId, reason: &str) -> Result<Uuid> {
        ctx.demand(Action::ErasePerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let key = self.keys_of(&[family.kept]).await?.remove(&family.kept);
        let key = key.ok_or(Error::Refused("people-erased"))?;
        let hold = self.entropy().uuid();
        let sealed = self.seal(&key, reason_of(hold), reason.trim().as_bytes());
        let mut tx = self.begin(ctx).await?;
        if lock(tx.db(), &family.all).await?.iter().any(|row| row.erased_at.is_some()) {
            return Err(Error::Refused("people-erased"));
        }
        let row = legal_hold::ActiveModel {
            id: Set(hold),
            person_id: Set(family.kept),
            reason: Set(sealed),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
            lifted_at: Set(None),
            lifted_by: Set(None),
        };
        legal_hold::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("person.hold-placed", "person", family.kept).await?;
        tx.commit_as(family.kept).await?;
        Ok(hold)
    }

    /// Says that it does not any more.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Stale`] when it was lifted before.
    #[boxed]
    pub async fn lift_legal_hold(&self, ctx: &Ctx, hold: Uuid) -> Result<PersonId> {
        ctx.demand(Action::ErasePerson)?;
        let row = legal_hold::Entity::find_by_id(hold).one(self.read()).await?.ok_or(Error::NotFound)?;
        reachable_family(self.read(), ctx, PersonId(row.person_id)).await?;
        let mut tx = self.begin(ctx).await?;
        let lifted = legal_hold::Entity::update_many()
            .col_expr(legal_hold::Column::LiftedAt, Expr::value(ctx.now()))
            .col_expr(legal_hold::Column::LiftedBy, Expr::value(ctx.user().map(|user| user.0)))
            .filter(legal_hold::Column::Id.eq(hold))
            .filter(legal_hold::Column::LiftedAt.is_null())
            .exec(tx.db())
            .await?;
        if lifted.rows_affected != 1 {
            return Err(Error::Stale);
        }
        tx.audit("person.hold-lifted", "person", row.person_id).await?;
        tx.commit_as(row.person_id).await?;
        Ok(PersonId(row.person_id))
    }

    /// How many years the disposal catalogue keeps a person's file, if somebody has said so.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless whoever asks configures the whole installation.
    #[boxed]
    pub async fn retention_years(&self, ctx: &Ctx) -> Result<Option<u32>> {
        ctx.demand(Action::ManageCentres)?;
        everywhere(ctx)?;
        keep_years(self.read()).await
    }

    /// Says how many years; there is no default.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless whoever asks configures the whole installation;
    /// [`Error::Refused`] with `people-retention-too-long` over what the law allows.
    #[boxed]
    pub async fn set_retention_years(&self, ctx: &Ctx, years: u32) -> Result<()> {
        ctx.demand(Action::ManageCentres)?;
        everywhere(ctx)?;
        if years > retention::MOST_YEARS {
            return Err(Error::Refused("people-retention-too-long"));
        }
        let mut tx = self.begin(ctx).await?;
        let row = setting::ActiveModel {
            name: Set(KEEP_YEARS.to_owned()),
            value: Set(years.to_string()),
            set_at: Set(ctx.now()),
        };
        let columns = [setting::Column::Value, setting::Column::SetAt];
        setting::Entity::insert(row)
            .on_conflict(OnConflict::column(setting::Column::Name).update_columns(columns).to_owned())
            .exec_without_returning(tx.db())
            .await?;
        tx.audit("retention.changed", "setting", Uuid::nil()).await?;
        tx.commit().await
    }
}

fn reason_of(hold: Uuid) -> Place<'static> {
    Place { table: "legal_hold", column: "reason", row: hold }
}

pub(super) async fn holds<C: ConnectionTrait>(db: &C, family: &Family) -> Result<Vec<legal_hold::Model>> {
    Ok(legal_hold::Entity::find()
        .filter(legal_hold::Column::PersonId.is_in(family.all.iter().copied()))
        .filter(legal_hold::Column::LiftedAt.is_null())
        .order_by_asc(legal_hold::Column::At)
        .all(db)
        .await?)
}

pub(super) async fn keep_years<C: ConnectionTrait>(db: &C) -> Result<Option<u32>> {
    let row = setting::Entity::find_by_id(KEEP_YEARS.to_owned()).one(db).await?;
    row.map(|row| row.value.parse().map_err(|_| Error::Damaged)).transpose()
}
