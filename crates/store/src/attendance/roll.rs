//! Saving, closing and correcting a roll: one transaction each, with the dose of the group and the
//! tasks that follow from it kept up to date in the same one.

use std::collections::HashMap;

use domain::{
    access::{Action, Ctx},
    attendance::roll::{Entry, Line, Roll, RollState},
    ids::{EnrolmentId, GroupId, SessionId, UserId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::LockType,
};
use uuid::Uuid;
use vault::{DataKey, Place};

use super::{
    RollError,
    sheet::{enrolled_on, stored_roll},
};
use crate::{
    Error, Programme, ReadEntry, Result, Store, Tx, boxed,
    entity::{
        attendance::{attendance, attendance_correction},
        centres::centre,
        groups::{enrolment, session, training_group},
    },
    kit::scope,
};

/// What happens after saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It stays open.
    KeepOpen,
    /// It is signed and closed.
    Close,
}

/// A roll as a form or an API call sends it.
#[derive(Debug, Clone)]
pub struct RollForm {
    /// The version that the form was made from.
    pub version: i32,
    /// One entry per participant marked.
    pub entries: Vec<Entry>,
    /// Whether it was transcribed from the paper list.
    pub is_transcription: bool,
    /// Whether it stays open.
    pub then: Then,
}

impl RollForm {
    /// The roll as it stands, to be signed.
    #[must_use]
    pub fn closing(version: i32, roll: &Roll) -> Self {
        let entry = |line: &Line| Entry {
            enrolment: line.enrolment,
            mark: line.mark,
            minutes: line.mark.is_attendance().then_some(line.minutes_present),
            reason: line.reason.clone().unwrap_or_default(),
            complied: line.complied,
        };
        let entries = roll.lines.iter().map(entry).collect();
        Self { version, entries, is_transcription: false, then: Then::Close }
    }
}

/// A roll as it is kept, without names.
#[derive(Debug, Clone)]
pub struct KeptRoll {
    /// Whose session it is.
    pub group: GroupId,
    /// The version that the next save starts from.
    pub version: i32,
    /// The lines, by enrolment.
    pub roll: Roll,
}

impl Store<Programme> {
    /// The roll of a session within reach; the read is on record before it is answered.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn get_roll(&self, ctx: &Ctx, id: SessionId) -> Result<KeptRoll> {
        if !matches!(ctx.action(), Action::ViewSession | Action::TakeRoll) {
            return Err(Error::Denied);
        }
        let row = self.session_in_reach(ctx, id).await?;
        let read = ReadEntry { deed: "session.read", kind: "session", object: Some(id.0) };
        self.record_read(ctx, read).await?;
        let lines = attendance::Entity::find()
            .filter(attendance::Column::SessionId.eq(id.0))
            .order_by_asc(attendance::Column::EnrolmentId)
            .all(self.read())
            .await?;
        let with_reason = lines.iter().filter(|line| line.reason.is_some()).map(|line| line.enrolment_id);
        let keys = self.keys_behind(row.group_id, with_reason.collect()).await?;
        let mut roll = stored_roll(&row)?;
        let line = |line: &attendance::Model| self.line_of(line, keys.get(&EnrolmentId(line.enrolment_id)));
        roll.lines = lines.iter().map(line).collect::<Result<_>>()?;
        Ok(KeptRoll { group: GroupId(row.group_id), version: row.roll_version, roll })
    }

    /// Saves a roll, and closes it when asked to.
    ///
    /// # Errors
    /// [`RollError::Refused`] with each line that is wrong, [`RollError::Stale`] when somebody saved
    /// meanwhile, [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn save_roll(&self, ctx: &Ctx, id: SessionId, form: &RollForm) -> Result<(), RollError> {
        ctx.demand(Action::TakeRoll)?;
        let keys = self.keys_for_reasons(ctx, id, &form.entries).await?;
        let mut tx = self.begin(ctx).await?;
        let (group, row) = lock_session(&tx, ctx, id).await?;
        if row.roll_version != form.version {
            return Err(RollError::Stale);
        }
        if row.state == "cancelled" {
            return Err(Error::Refused("session-cancelled").into());
        }
        let active = self.active_on(&tx, &row, &group).await?;
        let roll = stored_roll(&row)?.save(&form.entries, &active, ctx.now())?;
        let roll = match form.then {
            Then::KeepOpen => roll,
            Then::Close => roll.close(ctx.user().unwrap_or(UserId(Uuid::nil())), ctx.now(), &active)?,
        };
        let old = attendance::Entity::delete_many().filter(attendance::Column::SessionId.eq(id.0));
        old.exec(tx.db()).await?;
        self.insert_lines(&tx, ctx, id, &roll.lines, &keys).await?;
        let is_closed = matches!(roll.state, RollState::Closed { .. });
        let mut change = row.clone().into_active_model();
        change.roll_state = Set(roll.state.name().to_owned());
        change.roll_version = Set(row.roll_version + 1);
        change.roll_saved_at = Set(Some(ctx.now()));
        if form.is_transcription {
            change.transcribed_by = Set(ctx.user().map(|user| user.0));
            change.transcribed_at = Set(Some(ctx.now()));
        }
        if is_closed {
            change.roll_closed_at = Set(Some(ctx.now()));
            change.roll_closed_by = Set(ctx.user().map(|user| user.0));
        }
        if row.state != "held" {
            change.state = Set("held".to_owned());
            self.count_held(&tx, ctx, &group).await?;
        }
        change.update(tx.db()).await?;
        self.refresh_dose(&tx, ctx, &group).await?;
        tx.audit(if is_closed { "roll.closed" } else { "roll.saved" }, "session", id.0).await?;
        tx.commit_as(id.0).await?;
        Ok(())
    }

    /// Corrects one line of a closed roll, with its trace.
    ///
    /// # Errors
    /// [`RollError::Refused`], [`RollError::Stale`], [`Error::NotFound`].
    #[boxed]
    pub async fn correct_roll(
        &self,
        ctx: &Ctx,
        id: SessionId,
        version: i32,
        entry: &Entry,
        reason: &str,
    ) -> Result<(), RollError> {
        ctx.demand(Action::CorrectRoll)?;
        let line = attendance::Entity::find()
            .filter(attendance::Column::SessionId.eq(id.0))
            .filter(attendance::Column::EnrolmentId.eq(entry.enrolment.0))
            .one(self.read())
            .await?
            .ok_or(Error::NotFound)?;
        let person = person_of(self, entry.enrolment).await?;
        let key = self.key_of(person).await?;
        let mut tx = self.begin(ctx).await?;
        let (group, row) = lock_session(&tx, ctx, id).await?;
        if row.roll_version != version {
            return Err(RollError::Stale);
        }
        let mut roll = stored_roll(&row)?;
        roll.lines = vec![self.line_of(&line, Some(&key))?];
        let author = ctx.user().unwrap_or(UserId(Uuid::nil()));
        let (_, correction) = roll.correct(entry, reason, author, ctx.now())?;
        let trace = self.entropy().uuid();
        let place = Place { table: "attendance_correction", column: "reason", row: trace };
        let sealed = self.seal(&key, place, correction.reason.as_bytes());
        let trace = attendance_correction::ActiveModel {
            id: Set(trace),
            session_id: Set(id.0),
            enrolment_id: Set(entry.enrolment.0),
            old_mark: Set(correction.old.mark.name().to_owned()),
            old_minutes: Set(correction.old.minutes_present.into()),
            old_complied: Set(correction.old.complied),
            new_mark: Set(correction.new.mark.name().to_owned()),
            new_minutes: Set(correction.new.minutes_present.into()),
            new_complied: Set(correction.new.complied),
            reason: Set(sealed),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        attendance_correction::Entity::insert(trace).exec_without_returning(tx.db()).await?;
        attendance::Entity::delete_by_id(line.id).exec(tx.db()).await?;
        self.insert_lines(&tx, ctx, id, &[correction.new], &HashMap::from([(entry.enrolment, key)])).await?;
        let mut change = row.clone().into_active_model();
        change.roll_version = Set(row.roll_version + 1);
        change.update(tx.db()).await?;
        self.refresh_dose(&tx, ctx, &group).await?;
        tx.audit("roll.corrected", "session", id.0).await?;
        tx.commit_as(id.0).await?;
        Ok(())
    }

    /// One more session held; the first one starts the group.
    async fn count_held(&self, tx: &Tx, ctx: &Ctx, group: &training_group::Model) -> Result<()> {
        self.start_group(tx, ctx, group).await?;
        let change = training_group::ActiveModel {
            id: Unchanged(group.id),
            sessions_held: Set(group.sessions_held + 1),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        Ok(())
    }

    /// The keys of the people whose line carries a reason; fetched before the transaction, since
    /// they live behind another connection.
    async fn keys_for_reasons(
        &self,
        ctx: &Ctx,
        id: SessionId,
        entries: &[Entry],
    ) -> Result<HashMap<EnrolmentId, DataKey>> {
        let with_reason = entries.iter().filter(|entry| !entry.reason.trim().is_empty());
        let with_reason: Vec<Uuid> = with_reason.map(|entry| entry.enrolment.0).collect();
        if with_reason.is_empty() {
            return Ok(HashMap::new());
        }
        let row = self.session_in_reach(ctx, id).await?;
        self.keys_behind(row.group_id, with_reason).await
    }

    /// The keys of the people behind these enrolments of a group.
    pub(crate) async fn keys_behind(
        &self,
        group: Uuid,
        enrolments: Vec<Uuid>,
    ) -> Result<HashMap<EnrolmentId, DataKey>> {
        if enrolments.is_empty() {
            return Ok(HashMap::new());
        }
        let pairs: Vec<(Uuid, Uuid)> = enrolment::Entity::find()
            .select_only()
            .columns([enrolment::Column::Id, enrolment::Column::PersonId])
            .filter(enrolment::Column::GroupId.eq(group))
            .filter(enrolment::Column::Id.is_in(enrolments))
            .into_tuple()
            .all(self.read())
            .await?;
        let people: Vec<Uuid> = pairs.iter().map(|(_, person)| *person).collect();
        let keys = self.keys_of(&people).await?;
        Ok(pairs
            .into_iter()
            .filter_map(|(enrolment, person)| Some((EnrolmentId(enrolment), keys.get(&person)?.clone())))
            .collect())
    }

    async fn active_on(
        &self,
        tx: &Tx,
        row: &session::Model,
        group: &training_group::Model,
    ) -> Result<Vec<EnrolmentId>> {
        let centre = centre::Entity::find_by_id(group.centre_id).one(tx.db()).await?.ok_or(Error::Damaged)?;
        let day = row.starts_at.with_timezone(&crate::centres::zone_of(&centre)?).date_naive();
        let enrolled = enrolled_on(tx.db(), group.id, day).await?;
        Ok(enrolled.into_iter().map(|(id, _)| EnrolmentId(id)).collect())
    }

    async fn insert_lines(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        id: SessionId,
        lines: &[Line],
        keys: &HashMap<EnrolmentId, DataKey>,
    ) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            let row = self.entropy().uuid();
            let place = Place { table: "attendance", column: "reason", row };
            let seal = |reason: &String| {
                let key = keys.get(&line.enrolment).ok_or(Error::NotFound)?;
                Ok::<_, Error>(self.seal(key, place, reason.as_bytes()))
            };
            rows.push(attendance::ActiveModel {
                id: Set(row),
                session_id: Set(id.0),
                enrolment_id: Set(line.enrolment.0),
                mark: Set(line.mark.name().to_owned()),
                minutes: Set(line.minutes_present.into()),
                complied: Set(line.complied),
                reason: Set(line.reason.as_ref().map(seal).transpose()?),
                author_id: Set(ctx.user().map(|user| user.0)),
                at: Set(ctx.now()),
            });
        }
        attendance::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
        Ok(())
    }
}

/// The session and its group, the group's row locked until the end of the transaction: rolls of one
/// group are written one after the other, and so is what is counted from them. On SQLite the
/// transaction itself is the lock.
async fn lock_session(tx: &Tx, ctx: &Ctx, id: SessionId) -> Result<(training_group::Model, session::Model)> {
    let of_session =
        session::Entity::find_by_id(id.0).select_only().column(session::Column::GroupId).into_query();
    let group = training_group::Entity::find()
        .filter(training_group::Column::Id.in_subquery(of_session))
        .filter(scope::groups(ctx))
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?
        .ok_or(Error::NotFound)?;
    let row = session::Entity::find_by_id(id.0).one(tx.db()).await?.ok_or(Error::NotFound)?;
    Ok((group, row))
}

async fn person_of(store: &Store<Programme>, id: EnrolmentId) -> Result<Uuid> {
    let row = enrolment::Entity::find_by_id(id.0).one(store.read()).await?.ok_or(Error::NotFound)?;
    Ok(row.person_id)
}
