//! Enrolling one person, leaving, coming back, accepting the notice: each a row with author and date.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use domain::{
    access::{Action, Ctx},
    groups::{
        Audience, EnrolRefused, EnrolmentState, GroupState, NoticeEvidence, WithdrawalReason, may_enrol,
        schedule::instant,
    },
    ids::{EnrolmentId, GroupId, PersonId},
    people::Sex,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, IntoCondition, LockType},
};
use uuid::Uuid;

use super::EnrolmentDetails;
use crate::{
    Base, Error, Programme, Result, Store, Tx, boxed, centres,
    entity::{
        attendance::task,
        centres::centre,
        groups::{enrolment, enrolment_change, session, training_group},
        people::person,
    },
    kit::{joined, scope},
    people::{NewPerson, PersonData, reachable_family},
};

/// Somebody to enrol.
#[derive(Debug, Clone)]
pub struct NewEnrolment {
    /// Who.
    pub who: Who,
    /// Dependency, area and post.
    pub details: EnrolmentDetails,
    /// The notice, if accepted already.
    pub acceptance: Option<Acceptance>,
    /// First day in the group, for whoever took part before being written down; today when left out.
    pub since: Option<NaiveDate>,
}

/// Who is enrolled.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody who has a file.
    Known(PersonId),
    /// Somebody who is registered with it.
    New(PersonData),
}

/// That the notice in force was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acceptance {
    /// How it is known.
    pub evidence: NoticeEvidence,
    /// When.
    pub day: NaiveDate,
}

/// A group that people are enrolled in, within reach.
pub(super) struct Place {
    pub(super) group: training_group::Model,
    pub(super) today: NaiveDate,
    zone: Tz,
}

impl Place {
    /// The first day of whoever is enrolled now, unless another one is said: the group's own while no
    /// roll of it was taken (it begins later, or began on paper), else today.
    pub(super) fn usual_since(&self) -> NaiveDate {
        if self.group.sessions_held == 0 { self.group.starts_on } else { self.today }
    }

    /// Refuses a first day outside the group's time (before its first one, or later than both today
    /// and that), and one that would leave somebody without a mark on a roll that is signed.
    pub(super) async fn refuse_since(&self, tx: &Tx, since: NaiveDate) -> Result<()> {
        if since == self.today {
            return Ok(());
        }
        if since > self.today.max(self.group.starts_on) || since < self.group.starts_on {
            return Err(Error::Refused("enrolments-since-outside"));
        }
        let signed = session::Entity::find()
            .filter(session::Column::GroupId.eq(self.group.id))
            .filter(session::Column::RollState.eq("closed"))
            .filter(session::Column::StartsAt.gte(instant(since.and_time(NaiveTime::MIN), self.zone)))
            .count(tx.db())
            .await?;
        if signed == 0 { Ok(()) } else { Err(Error::Refused("enrolments-since-signed")) }
    }

    /// Why nobody can be enrolled any more, if so.
    pub(super) fn refused(&self) -> Option<EnrolRefused> {
        room_for(&self.group, u16::try_from(self.group.enrolled).unwrap_or(u16::MAX), 1).err()
    }

    pub(super) fn audience(&self) -> Result<Audience> {
        Audience::from_name(&self.group.audience).ok_or(Error::Damaged)
    }
}

impl Store<Programme> {
    /// Enrols somebody, registering them first when they have no file.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with `enrolments-full`, `enrolments-over`,
    /// `enrolments-already`, `enrolments-left-before`, `enrolments-other-audience`, `enrolments-no-notice`, `enrolments-since-outside`,
    /// `enrolments-since-signed`, or as [`Store::create_person`].
    #[boxed]
    pub async fn enrol(&self, ctx: &Ctx, group: GroupId, new: NewEnrolment) -> Result<EnrolmentId> {
        ctx.demand(Action::Enrol)?;
        let place = self.place_in(ctx, group).await?;
        let notice = self.accepted(&place.group, new.acceptance).await?;
        let (files, sex, prepared) = match &new.who {
            Who::Known(id) => {
                let family = reachable_family(self.read(), ctx, *id).await?;
                let row = person::Entity::find_by_id(family.kept).one(self.read()).await?;
                let row = row.filter(|row| row.erased_at.is_none()).ok_or(Error::NotFound)?;
                let files = [vec![family.kept], family.all].concat();
                (files, Sex::from_name(&row.sex).ok_or(Error::Damaged)?, None)
            }
            Who::New(data) => {
                let id = PersonId(self.entropy().uuid());
                let person = NewPerson { id, centre: place.group.centre_id.into(), data: data.clone() };
                (vec![id.0], data.sex, Some(self.prepare_people(ctx, vec![person]).await?))
            }
        };
        if !place.audience()?.takes(sex) {
            return Err(Error::Refused("enrolments-other-audience"));
        }
        let person = PersonId(files[0]);
        let key = self.key_of(person.0).await?;
        let (id, row) = self.enrolment_row(ctx, (group, person), &key, &new.details)?;
        let since = new.since.unwrap_or(place.today);
        let row = enrolment::ActiveModel { since: Set(since), ..with_notice(row, notice.as_ref()) };

        let mut tx = self.begin(ctx).await?;
        if let Some(prepared) = prepared {
            let inserted = self.insert_people(&tx, prepared).await;
            if let (Err(error), Who::New(data)) = (inserted, &new.who) {
                drop(tx);
                return Err(self.curp_refusal(ctx, data, error).await);
            }
            tx.audit("person.created", "person", person.0).await?;
        }
        let group = lock_with_room(&tx, group, 1).await?;
        place.refuse_since(&tx, since).await?;
        refuse_enrolled(&tx, group.id, &files).await?;
        enrolment::Entity::insert(row).exec_without_returning(tx.db()).await?;
        self.change_state(&tx, ctx, &[id], (EnrolmentState::Active, "")).await?;
        self.settle(&tx, ctx, &group).await?;
        tx.audit("enrolment.created", "enrolment", id).await?;
        tx.commit_as(id).await?;
        Ok(EnrolmentId(id))
    }

    /// Somebody leaves a group; `until` is the last day. What was attended stays.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with `enrolments-not-active`, or with
    /// `enrolments-until-outside` for a day before the first one or after today. Whoever leaves before
    /// a first day that lies ahead leaves today.
    #[boxed]
    pub async fn withdraw(
        &self,
        ctx: &Ctx,
        id: EnrolmentId,
        reason: WithdrawalReason,
        until: NaiveDate,
    ) -> Result<()> {
        ctx.demand(Action::Enrol)?;
        let row = self.enrolment_in_reach(ctx, id).await?;
        let today = self.place_in(ctx, GroupId(row.group_id)).await?.today;
        if until < row.since.min(today) || until > today {
            return Err(Error::Refused("enrolments-until-outside"));
        }
        let mut tx = self.begin(ctx).await?;
        let group = locked(&tx, row.group_id).await?;
        let left = enrolment::Entity::update_many()
            .col_expr(enrolment::Column::State, Expr::value(EnrolmentState::Withdrawn.name()))
            .col_expr(enrolment::Column::Until, Expr::value(Some(until)))
            .filter(enrolment::Column::Id.eq(id.0))
            .filter(enrolment::Column::State.eq(EnrolmentState::Active.name()))
            .exec(tx.db())
            .await?;
        if left.rows_affected == 0 {
            return Err(Error::Refused("enrolments-not-active"));
        }
        self.change_state(&tx, ctx, &[id.0], (EnrolmentState::Withdrawn, reason.name())).await?;
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(ctx.now()))
            .col_expr(task::Column::DoneBy, Expr::value(ctx.user().map(|user| user.0)))
            .filter(task::Column::EnrolmentId.eq(id.0))
            .filter(task::Column::DoneAt.is_null())
            .exec(tx.db())
            .await?;
        self.settle(&tx, ctx, &group).await?;
        tx.audit("enrolment.withdrawn", "enrolment", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Somebody who left comes back to the same group.
    ///
    /// # Errors
    /// As [`Store::enrol`], and `enrolments-not-withdrawn`.
    #[boxed]
    pub async fn reinstate(&self, ctx: &Ctx, id: EnrolmentId) -> Result<()> {
        ctx.demand(Action::Enrol)?;
        let row = self.enrolment_in_reach(ctx, id).await?;
        let mut tx = self.begin(ctx).await?;
        let group = lock_with_room(&tx, GroupId(row.group_id), 1).await?;
        let back = enrolment::Entity::update_many()
            .col_expr(enrolment::Column::State, Expr::value(EnrolmentState::Active.name()))
            .col_expr(enrolment::Column::Until, Expr::value(None::<NaiveDate>))
            .filter(enrolment::Column::Id.eq(id.0))
            .filter(enrolment::Column::State.eq(EnrolmentState::Withdrawn.name()))
            .exec(tx.db())
            .await?;
        if back.rows_affected == 0 {
            return Err(Error::Refused("enrolments-not-withdrawn"));
        }
        self.change_state(&tx, ctx, &[id.0], (EnrolmentState::Active, "")).await?;
        self.settle(&tx, ctx, &group).await?;
        tx.audit("enrolment.reinstated", "enrolment", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Puts on record that participants of a group accepted the notice in force. Whoever had
    /// accepted one before keeps that.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a group out of reach; [`Error::Refused`] with `enrolments-no-notice`.
    #[boxed]
    pub async fn accept_notice(
        &self,
        ctx: &Ctx,
        group: GroupId,
        who: &[EnrolmentId],
        acceptance: Acceptance,
    ) -> Result<u64> {
        ctx.demand(Action::Enrol)?;
        let place = self.place_in(ctx, group).await?;
        let notice = self.accepted(&place.group, Some(acceptance)).await?;
        let mut tx = self.begin(ctx).await?;
        let mut done = Vec::new();
        for id in who {
            let row = with_notice(enrolment::ActiveModel::default(), notice.as_ref());
            let updated = enrolment::Entity::update_many()
                .set(row)
                .filter(enrolment::Column::Id.eq(id.0))
                .filter(enrolment::Column::GroupId.eq(group.0))
                .filter(enrolment::Column::NoticeVersion.is_null())
                .exec(tx.db())
                .await?;
            done.extend((updated.rows_affected > 0).then_some(id.0));
        }
        if done.is_empty() {
            return Ok(0);
        }
        tx.audit_all("notice.accepted", "enrolment", &done).await?;
        tx.commit_as(group.0).await?;
        Ok(done.len() as u64)
    }

    pub(super) async fn place_in(&self, ctx: &Ctx, id: GroupId) -> Result<Place> {
        let group = training_group::Entity::find_by_id(id.0)
            .filter(scope::groups(ctx))
            .join(JoinType::LeftJoin, joined(training_group::Column::CentreId, centre::Column::Id))
            .select_also(centre::Entity);
        let (group, centre) = group.one(self.read()).await?.ok_or(Error::NotFound)?;
        let zone = centres::zone_of(&centre.ok_or(Error::Damaged)?)?;
        Ok(Place { group, today: ctx.now().with_timezone(&zone).date_naive(), zone })
    }

    /// An acceptance with the version of the notice that it is of.
    pub(super) async fn accepted(
        &self,
        group: &training_group::Model,
        acceptance: Option<Acceptance>,
    ) -> Result<Option<(u32, Acceptance)>> {
        let Some(acceptance) = acceptance else { return Ok(None) };
        let notice = self.notices_of(group.centre_id.into()).await?.pop();
        let notice = notice.ok_or(Error::Refused("enrolments-no-notice"))?;
        Ok(Some((notice.version, acceptance)))
    }

    pub(super) async fn enrolment_in_reach(&self, ctx: &Ctx, id: EnrolmentId) -> Result<enrolment::Model> {
        enrolment::Entity::find_by_id(id.0)
            .filter(scope::of_groups(ctx, enrolment::Column::GroupId))
            .one(self.read())
            .await?
            .ok_or(Error::NotFound)
    }

    /// Brings up to date what is counted of a group.
    pub(super) async fn settle(&self, tx: &Tx, ctx: &Ctx, group: &training_group::Model) -> Result<()> {
        let enrolled = active(tx, group.id).await?;
        training_group::Entity::update_many()
            .col_expr(training_group::Column::Enrolled, Expr::value(i32::from(enrolled)))
            .filter(training_group::Column::Id.eq(group.id))
            .exec(tx.db())
            .await?;
        note_guests(tx, enrolment::Column::GroupId.eq(group.id)).await?;
        self.refresh_dose(tx, ctx, group).await
    }
}

impl Base {
    /// A change of state of enrolments, with its author and reason.
    pub(super) async fn change_state(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        ids: &[Uuid],
        (state, reason): (EnrolmentState, &str),
    ) -> Result<()> {
        let rows = ids.iter().map(|id| enrolment_change::ActiveModel {
            id: Set(self.entropy().uuid()),
            enrolment_id: Set(*id),
            state: Set(state.name().to_owned()),
            reason: Set(reason.to_owned()),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        });
        enrolment_change::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
        Ok(())
    }
}

/// Notes of these enrolments whether another centre than the group's keeps the file.
pub(crate) async fn note_guests(tx: &Tx, which: impl IntoCondition) -> Result<()> {
    let is_guest = "(SELECT centre_id FROM person WHERE person.id = enrolment.person_id) \
                    <> (SELECT centre_id FROM training_group WHERE training_group.id = enrolment.group_id)";
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::IsGuest, Expr::cust(is_guest))
        .filter(which)
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The row with an acceptance in it.
pub(super) fn with_notice(
    row: enrolment::ActiveModel,
    notice: Option<&(u32, Acceptance)>,
) -> enrolment::ActiveModel {
    let Some((version, acceptance)) = notice else { return row };
    // Noon in UTC is the same day in every zone of the country.
    let noon = acceptance.day.and_hms_opt(12, 0, 0).map(|noon| noon.and_utc());
    enrolment::ActiveModel {
        notice_version: Set(Some(version.to_string())),
        notice_accepted_at: Set(noon),
        notice_evidence: Set(Some(acceptance.evidence.name().to_owned())),
        ..row
    }
}

/// The group, which nobody else changes until the end of the transaction.
async fn locked(tx: &Tx, id: Uuid) -> Result<training_group::Model> {
    let group = training_group::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db());
    group.await?.ok_or(Error::NotFound)
}

/// The same, when `more` people still fit.
pub(super) async fn lock_with_room(tx: &Tx, id: GroupId, more: usize) -> Result<training_group::Model> {
    let group = locked(tx, id.0).await?;
    let active = active(tx, id.0).await?;
    room_for(&group, active, more).map_err(|refused| match refused {
        EnrolRefused::Full { .. } => Error::Refused("enrolments-full"),
        EnrolRefused::Over(_) => Error::Refused("enrolments-over"),
    })?;
    Ok(group)
}

/// Whether `more` people fit.
pub(super) fn room_for(group: &training_group::Model, active: u16, more: usize) -> Result<(), EnrolRefused> {
    let state = GroupState::from_name(&group.state).unwrap_or(GroupState::Cancelled);
    let capacity = u16::try_from(group.capacity).unwrap_or_default();
    may_enrol(state, capacity, active, u16::try_from(more).unwrap_or(u16::MAX))
}

async fn active(tx: &Tx, group: Uuid) -> Result<u16> {
    let active = enrolment::Entity::find()
        .filter(enrolment::Column::GroupId.eq(group))
        .filter(enrolment::Column::State.eq(EnrolmentState::Active.name()))
        .count(tx.db())
        .await?;
    Ok(u16::try_from(active).unwrap_or(u16::MAX))
}

async fn refuse_enrolled(tx: &Tx, group: Uuid, files: &[Uuid]) -> Result<()> {
    let before = enrolment::Entity::find()
        .filter(enrolment::Column::GroupId.eq(group))
        .filter(enrolment::Column::PersonId.is_in(files.iter().copied()))
        .one(tx.db())
        .await?;
    match before {
        None => Ok(()),
        Some(row) if row.state == EnrolmentState::Withdrawn.name() => {
            Err(Error::Refused("enrolments-left-before"))
        }
        Some(_) => Err(Error::Refused("enrolments-already")),
    }
}
