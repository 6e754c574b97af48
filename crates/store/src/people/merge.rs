//! Two files of one person, and files that change centre. Both are rows; no child record moves.
//! A merge that is undone goes out of force and the files stand for themselves again.

use domain::{
    access::{Action, Ctx},
    ids::{CentreId, PersonId},
    people::{
        TransferReason,
        merge::{MergeReason, MergeRefused, may_merge},
    },
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{as_rules, demand_centre, family_of, reachable_family};
use crate::{
    Error, Programme, Result, Store, boxed,
    enrolments::note_guests,
    entity::{
        centres::centre,
        groups::enrolment,
        people::{person, person_merge, person_transfer, search_token},
    },
};

impl Store<Programme> {
    /// Lets `absorbed` lead to `kept` from now on; both must be within reach.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with `people-merge-same`, `people-merge-absorbed`,
    /// `people-merge-kept-absorbed` or `people-erased`.
    #[boxed]
    pub async fn merge_people(
        &self,
        ctx: &Ctx,
        kept: PersonId,
        absorbed: PersonId,
        reason: MergeReason,
    ) -> Result<Uuid> {
        ctx.demand(Action::MergePeople)?;
        reachable_family(self.read(), ctx, kept).await?;
        reachable_family(self.read(), ctx, absorbed).await?;
        let mut tx = self.begin(ctx).await?;
        let both = lock(tx.db(), &[kept.0, absorbed.0]).await?;
        if both.iter().any(|row| row.erased_at.is_some()) {
            return Err(Error::Refused("people-erased"));
        }
        let mut merges = family_of(tx.db(), kept.0).await?.merges;
        merges.extend(family_of(tx.db(), absorbed.0).await?.merges);
        may_merge(kept, absorbed, &as_rules(&merges)).map_err(|refused| {
            Error::Refused(match refused {
                MergeRefused::SameFile => "people-merge-same",
                MergeRefused::AlreadyAbsorbed { .. } => "people-merge-absorbed",
                MergeRefused::KeptIsAbsorbed { .. } => "people-merge-kept-absorbed",
            })
        })?;
        let id = self.entropy().uuid();
        let row = person_merge::ActiveModel {
            id: Set(id),
            kept_id: Set(kept.0),
            absorbed_id: Set(absorbed.0),
            reason: Set(reason.name().to_owned()),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
            undone_at: Set(None),
            undone_by: Set(None),
        };
        person_merge::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("person.merged", "person", kept.0).await?;
        tx.audit("person.absorbed", "person", absorbed.0).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }

    /// Takes a merge out of force; answers with the file that stands for itself again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Stale`] when it was undone before; [`Error::Refused`] with
    /// `people-erased`.
    #[boxed]
    pub async fn undo_merge(&self, ctx: &Ctx, merge: Uuid) -> Result<PersonId> {
        ctx.demand(Action::MergePeople)?;
        let row = person_merge::Entity::find_by_id(merge).one(self.read()).await?.ok_or(Error::NotFound)?;
        reachable_family(self.read(), ctx, PersonId(row.kept_id)).await?;
        let mut tx = self.begin(ctx).await?;
        let both = lock(tx.db(), &[row.kept_id, row.absorbed_id]).await?;
        if both.iter().any(|file| file.erased_at.is_some()) {
            return Err(Error::Refused("people-erased"));
        }
        let undone = person_merge::Entity::update_many()
            .col_expr(person_merge::Column::UndoneAt, Expr::value(ctx.now()))
            .col_expr(person_merge::Column::UndoneBy, Expr::value(ctx.user().map(|user| user.0)))
            .filter(person_merge::Column::Id.eq(merge))
            .filter(person_merge::Column::UndoneAt.is_null())
            .exec(tx.db())
            .await?;
        if undone.rows_affected != 1 {
            return Err(Error::Stale);
        }
        tx.audit("person.unmerged", "person", row.kept_id).await?;
        tx.audit("person.stands-again", "person", row.absorbed_id).await?;
        tx.commit_as(row.absorbed_id).await?;
        Ok(PersonId(row.absorbed_id))
    }

    /// Hands a file, with those that lead to it, to another centre. Groups keep their people: who
    /// reaches the person by a group still does.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the file is not of a centre within reach or the other centre does
    /// not exist; [`Error::Refused`] with `people-transfer-same` or `people-erased`.
    #[boxed]
    pub async fn transfer_person(
        &self,
        ctx: &Ctx,
        id: PersonId,
        to: CentreId,
        reason: TransferReason,
    ) -> Result<()> {
        ctx.demand(Action::EditPerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let target = centre::Entity::find_by_id(to.0).filter(centre::Column::ClosedAt.is_null());
        target.one(self.read()).await?.ok_or(Error::NotFound)?;
        let mut tx = self.begin(ctx).await?;
        let files = lock(tx.db(), &family.all).await?;
        let file = files.iter().find(|row| row.id == family.kept).ok_or(Error::NotFound)?;
        demand_centre(ctx, CentreId(file.centre_id))?;
        if file.erased_at.is_some() {
            return Err(Error::Refused("people-erased"));
        }
        if file.centre_id == to.0 {
            return Err(Error::Refused("people-transfer-same"));
        }
        let row = person_transfer::ActiveModel {
            id: Set(self.entropy().uuid()),
            person_id: Set(family.kept),
            from_centre_id: Set(file.centre_id),
            to_centre_id: Set(to.0),
            reason: Set(reason.name().to_owned()),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        person_transfer::Entity::insert(row).exec_without_returning(tx.db()).await?;
        person::Entity::update_many()
            .col_expr(person::Column::CentreId, Expr::value(to.0))
            .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
            .col_expr(person::Column::ChangedAt, Expr::value(ctx.now()))
            .filter(person::Column::Id.is_in(family.all.iter().copied()))
            .exec(tx.db())
            .await?;
        search_token::Entity::update_many()
            .col_expr(search_token::Column::CentreId, Expr::value(to.0))
            .filter(search_token::Column::PersonId.is_in(family.all.iter().copied()))
            .exec(tx.db())
            .await?;
        note_guests(&tx, enrolment::Column::PersonId.is_in(family.all.iter().copied())).await?;
        tx.audit("person.transferred", "person", family.kept).await?;
        tx.commit_as(family.kept).await
    }
}

/// The rows of these files, held until the transaction ends: on PostgreSQL two merges of the same
/// files wait for each other; SQLite has one writer anyhow.
pub(super) async fn lock<C: ConnectionTrait>(db: &C, ids: &[Uuid]) -> Result<Vec<person::Model>> {
    Ok(person::Entity::find()
        .filter(person::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(person::Column::Id)
        .lock_exclusive()
        .all(db)
        .await?)
}
