//! Erasure of a person: asked for by one, approved by another, only when `domain::retention` lets
//! it. The row of the shred list commits first, then the key is destroyed, and with it all that
//! was sealed under it in whatever table; the list is applied again at start and after a restore.

use std::result::Result as Decision;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{PersonId, UserId},
    retention::{self, Basis, ErasureRefused, may_erase},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Family, family_of,
    holds::{holds, keep_years},
    merge::lock,
    reachable_family,
};
use crate::{
    Error, Programme, Result, Store, boxed,
    centres::everywhere,
    entity::{
        accounts::account,
        certificates::certificate,
        groups::enrolment,
        machinery::shred,
        people::{erasure_request, person, search_token},
    },
    kit::{faults, scope},
};

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct ErasureAsked {
    /// The number of the act.
    pub act: String,
    /// When the file was closed, if it rests on an expired series; else on a granted cancellation.
    pub closed_on: Option<NaiveDate>,
    /// The first day on which blocking is over.
    pub blocked_until: Option<NaiveDate>,
}

/// A request to erase a person.
#[derive(Debug, Clone)]
pub struct ErasureState {
    /// Its id.
    pub id: Uuid,
    /// The file in force.
    pub person: PersonId,
    /// The number of the act.
    pub act: String,
    /// When the file was closed, for an expired series.
    pub closed_on: Option<NaiveDate>,
    /// The first day on which blocking is over.
    pub blocked_until: NaiveDate,
    /// The account that asked: it cannot approve.
    pub requested_by: UserId,
    /// Its name and user name.
    pub requester: String,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
}

/// Whether every person can be read who should be, and nobody who should not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleReport {
    /// Files that are not erased.
    pub people: u64,
    /// Files erased.
    pub erased: u64,
    /// Files not erased whose identity does not open.
    pub unreadable: Vec<PersonId>,
    /// Files erased whose key is still there.
    pub readable_after_erasure: Vec<PersonId>,
}

impl Store<Programme> {
    /// Asks for the erasure of a person and of the files that lead to theirs. The inner result is
    /// the rule's own answer.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with `people-erased` or `people-erasure-pending`.
    #[boxed]
    pub async fn request_erasure(
        &self,
        ctx: &Ctx,
        id: PersonId,
        asked: ErasureAsked,
    ) -> Result<Decision<Uuid, ErasureRefused>> {
        ctx.demand(Action::ErasePerson)?;
        let first_by = ctx.user().ok_or(Error::Denied)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let mut tx = self.begin(ctx).await?;
        if lock(tx.db(), &family.all).await?.iter().any(|row| row.erased_at.is_some()) {
            return Err(Error::Refused("people-erased"));
        }
        let of_family = erasure_request::Column::PersonId.is_in(family.all.iter().copied());
        if pending().filter(of_family).count(tx.db()).await? > 0 {
            return Err(Error::Refused("people-erasure-pending"));
        }
        let rules = retention::ErasureRequest {
            basis: basis(tx.db(), &asked.act, asked.closed_on).await?,
            blocked_until: asked.blocked_until,
            has_legal_hold: !holds(tx.db(), &family).await?.is_empty(),
            first_by,
            second_by: None,
        };
        match may_erase(&rules, today(ctx)) {
            Ok(()) | Err(ErasureRefused::SecondPersonMissing) => {}
            Err(refused) => return Ok(Err(refused)),
        }
        let request = self.entropy().uuid();
        let row = erasure_request::ActiveModel {
            id: Set(request),
            person_id: Set(family.kept),
            basis: Set(basis_name(asked.closed_on).to_owned()),
            act: Set(asked.act.trim().to_owned()),
            closed_on: Set(asked.closed_on),
            blocked_until: Set(asked.blocked_until.ok_or(Error::Damaged)?),
            requested_by: Set(first_by.0),
            requested_at: Set(ctx.now()),
            approved_by: Set(None),
            approved_at: Set(None),
            withdrawn_at: Set(None),
        };
        erasure_request::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("person.erasure-requested", "person", family.kept).await?;
        tx.commit_as(request).await?;
        Ok(Ok(request))
    }

    /// Approves a request as the second person and carries it out: when this returns, nothing that
    /// was sealed for the person can be opened any more.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Stale`] when it was decided before or the file was merged
    /// meanwhile. The inner result is the rule's own answer.
    #[boxed]
    pub async fn approve_erasure(&self, ctx: &Ctx, request: Uuid) -> Result<Decision<(), ErasureRefused>> {
        ctx.demand(Action::ErasePerson)?;
        let second_by = ctx.user().ok_or(Error::Denied)?;
        let row = self.reachable_request(ctx, request).await?;
        let mut tx = self.begin(ctx).await?;
        let family = family_of(tx.db(), row.person_id).await?;
        lock(tx.db(), &family.all).await?;
        if family.kept != row.person_id {
            return Err(Error::Stale);
        }
        let first_by = UserId(row.requested_by);
        let rules = retention::ErasureRequest {
            basis: basis(tx.db(), &row.act, row.closed_on).await?,
            blocked_until: Some(row.blocked_until),
            has_legal_hold: !holds(tx.db(), &family).await?.is_empty(),
            first_by,
            // Two accounts of one member of staff are one person.
            second_by: Some(if is_same_person(tx.db(), first_by, ctx).await? { first_by } else { second_by }),
        };
        if let Err(refused) = may_erase(&rules, today(ctx)) {
            return Ok(Err(refused));
        }
        let decided = erasure_request::Entity::update_many()
            .col_expr(erasure_request::Column::ApprovedBy, Expr::value(second_by.0))
            .col_expr(erasure_request::Column::ApprovedAt, Expr::value(ctx.now()))
            .filter(erasure_request::Column::Id.eq(request))
            .filter(erasure_request::Column::ApprovedAt.is_null())
            .filter(erasure_request::Column::WithdrawnAt.is_null())
            .exec(tx.db())
            .await?;
        if decided.rows_affected != 1 {
            return Err(Error::Stale);
        }
        erase_rows(tx.db(), &family, ctx.now()).await?;
        for owner in &family.all {
            let shred = shred::ActiveModel {
                owner_id: Set(*owner),
                basis: Set(row.basis.clone()),
                act: Set(row.act.clone()),
                at: Set(ctx.now()),
                first_by: Set(Some(first_by.0)),
                second_by: Set(Some(second_by.0)),
            };
            shred::Entity::insert(shred).exec_without_returning(tx.db()).await?;
            tx.audit("person.erased", "person", *owner).await?;
        }
        faults::point("erasure.row-written");
        tx.commit_as(family.kept).await?;
        faults::point("erasure.row-committed");
        self.destroy_keys(&family.all).await?;
        faults::point("erasure.key-destroyed");
        Ok(Ok(()))
    }

    /// Takes a request back; whoever may ask may also take back.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Stale`] when it was decided before.
    #[boxed]
    pub async fn withdraw_erasure(&self, ctx: &Ctx, request: Uuid) -> Result<PersonId> {
        ctx.demand(Action::ErasePerson)?;
        let row = self.reachable_request(ctx, request).await?;
        let mut tx = self.begin(ctx).await?;
        let withdrawn = erasure_request::Entity::update_many()
            .col_expr(erasure_request::Column::WithdrawnAt, Expr::value(ctx.now()))
            .filter(erasure_request::Column::Id.eq(request))
            .filter(erasure_request::Column::ApprovedAt.is_null())
            .filter(erasure_request::Column::WithdrawnAt.is_null())
            .exec(tx.db())
            .await?;
        if withdrawn.rows_affected != 1 {
            return Err(Error::Stale);
        }
        tx.audit("person.erasure-withdrawn", "person", row.person_id).await?;
        tx.commit_as(row.person_id).await?;
        Ok(PersonId(row.person_id))
    }

    /// The requests in course within reach, the oldest first.
    #[boxed]
    pub async fn list_erasures(&self, ctx: &Ctx) -> Result<Vec<ErasureState>> {
        ctx.demand(Action::ErasePerson)?;
        let within = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(scope::people(ctx))
            .into_query();
        let rows = pending()
            .filter(erasure_request::Column::PersonId.in_subquery(within))
            .order_by_asc(erasure_request::Column::RequestedAt)
            .all(self.read())
            .await?;
        self.as_states(rows).await
    }

    /// When, and under which act, a person was erased.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a person who is not erased.
    #[boxed]
    pub async fn erased_under(&self, ctx: &Ctx, id: PersonId) -> Result<(DateTime<Utc>, String)> {
        ctx.demand(Action::ViewPerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let row = shred::Entity::find_by_id(family.kept).one(self.read()).await?.ok_or(Error::NotFound)?;
        Ok((row.at, row.act))
    }

    /// Opens every file to prove that nobody is unreadable and nobody readable after erasure.
    ///
    /// # Errors
    /// [`Error::Unavailable`]. What is *wrong* is in the report.
    #[boxed]
    pub async fn verify_people(&self, ctx: &Ctx) -> Result<PeopleReport> {
        ctx.demand(Action::ViewAudit)?;
        everywhere(ctx)?;
        let mut report = PeopleReport::default();
        let rows = person::Entity::find().order_by_asc(person::Column::Id).all(self.read()).await?;
        let keys = self.keys_of(&rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        for row in &rows {
            let key = keys.get(&row.id);
            if row.erased_at.is_some() {
                report.erased += 1;
                report.readable_after_erasure.extend(key.map(|_| PersonId(row.id)));
                continue;
            }
            report.people += 1;
            if key.is_none_or(|key| self.open_person(key, row).is_err()) {
                report.unreadable.push(PersonId(row.id));
            }
        }
        Ok(report)
    }

    async fn reachable_request(&self, ctx: &Ctx, request: Uuid) -> Result<erasure_request::Model> {
        let row = erasure_request::Entity::find_by_id(request).one(self.read()).await?;
        let row = row.ok_or(Error::NotFound)?;
        reachable_family(self.read(), ctx, PersonId(row.person_id)).await?;
        Ok(row)
    }

    pub(super) async fn as_states(&self, rows: Vec<erasure_request::Model>) -> Result<Vec<ErasureState>> {
        let who: Vec<Uuid> = rows.iter().map(|row| row.requested_by).collect();
        let labels = self.account_labels(&who).await?;
        let state = |row: erasure_request::Model| ErasureState {
            id: row.id,
            person: PersonId(row.person_id),
            act: row.act,
            closed_on: row.closed_on,
            blocked_until: row.blocked_until,
            requested_by: UserId(row.requested_by),
            requester: labels.get(&row.requested_by).cloned().unwrap_or_default(),
            requested_at: row.requested_at,
        };
        Ok(rows.into_iter().map(state).collect())
    }
}

/// Empties what is kept of these files outside the seal, and the seals themselves.
async fn erase_rows<C: ConnectionTrait>(db: &C, family: &Family, now: DateTime<Utc>) -> Result<()> {
    let emptied = person::ActiveModel {
        identity: Set(Vec::new()),
        contact: Set(None),
        no_curp_reason: Set(None),
        curp_token: Set(None),
        erased_at: Set(Some(now)),
        changed_at: Set(now),
        ..Default::default()
    };
    person::Entity::update_many()
        .set(emptied)
        .filter(person::Column::Id.is_in(family.all.iter().copied()))
        .exec(db)
        .await?;
    search_token::Entity::delete_many()
        .filter(search_token::Column::PersonId.is_in(family.all.iter().copied()))
        .exec(db)
        .await?;
    let enrolments = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::PersonId.is_in(family.all.iter().copied()))
        .into_query();
    certificate::Entity::update_many()
        .col_expr(certificate::Column::Initials, Expr::value(Vec::<u8>::new()))
        .filter(certificate::Column::EnrolmentId.in_subquery(enrolments))
        .exec(db)
        .await?;
    Ok(())
}

pub(super) fn pending() -> sea_orm::Select<erasure_request::Entity> {
    erasure_request::Entity::find()
        .filter(erasure_request::Column::ApprovedAt.is_null())
        .filter(erasure_request::Column::WithdrawnAt.is_null())
}

async fn basis<C: ConnectionTrait>(db: &C, act: &str, closed_on: Option<NaiveDate>) -> Result<Basis> {
    let act = act.to_owned();
    Ok(match closed_on {
        None => Basis::GrantedCancellation { act },
        Some(closed_on) => Basis::ExpiredSeries { act, closed_on, keep_years: keep_years(db).await? },
    })
}

fn basis_name(closed_on: Option<NaiveDate>) -> &'static str {
    if closed_on.is_some() { "expired-series" } else { "granted-cancellation" }
}

async fn is_same_person<C: ConnectionTrait>(db: &C, first: UserId, ctx: &Ctx) -> Result<bool> {
    let Some(staff) = ctx.staff() else { return Ok(false) };
    let first = account::Entity::find_by_id(first.0).one(db).await?;
    Ok(first.is_some_and(|row| row.staff_id == Some(staff.0)))
}

/// The day in the westernmost zone of Mexico: no period ends a day too early.
fn today(ctx: &Ctx) -> NaiveDate {
    (ctx.now() - Duration::hours(8)).date_naive()
}
