//! The log of a session (bitácora): plan against done, incidents, observations per participant,
//! signed by both facilitators. Free text is sealed: incidents and notes under the session's own
//! key, an observation under the key of the person it is about.

use std::collections::HashMap;

use domain::{
    access::{Action, Ctx},
    ids::{EnrolmentId, SessionId, StaffId},
    sessions::log::{
        ActivityDone, Alone, Done, Incident, IncidentKind, LogRefused, Observation, SessionLog, Signature,
    },
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::{DataKey, Place};

use crate::{
    Error, Programme, ReadEntry, Result, Store, Tx,
    attendance::Sheet,
    boxed,
    entity::{
        attendance::{log_observation, log_signature, session_log},
        groups::session,
    },
};

/// Why a log was not saved or signed.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A rule of the log refused.
    #[error(transparent)]
    Refused(#[from] LogRefused),
    /// Somebody saved it meanwhile.
    #[error("stale")]
    Stale,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<sea_orm::DbErr> for LogError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<domain::access::Denied> for LogError {
    fn from(denied: domain::access::Denied) -> Self {
        Self::Store(denied.into())
    }
}

/// A log with the sheet of its session.
#[derive(Debug, Clone)]
pub struct LogSheet {
    /// The session with its participants, without what was marked.
    pub sheet: Sheet,
    /// The plan's activities, in order.
    pub activities: Vec<String>,
    /// The log as it stands.
    pub log: SessionLog,
    /// Its version, which a form sends back.
    pub version: i32,
}

#[derive(Serialize, Deserialize)]
struct StoredDone {
    activity: usize,
    done: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredIncident {
    kind: String,
    text: String,
}

impl Store<Programme> {
    /// The log of a session within reach; the read is on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn session_log(&self, ctx: &Ctx, id: SessionId) -> Result<LogSheet> {
        let mut sheet = self.empty_sheet(ctx, id).await?;
        let read = |deed| ReadEntry { deed, kind: "session", object: Some(id.0) };
        let (session, log) = (read("session.read"), read("log.read"));
        // Together, so that one commit makes both durable.
        tokio::try_join!(self.record_read(ctx, session), self.record_read(ctx, log))?;
        sheet.lines = self.lines_of(&sheet).await?;
        let plan = sheet.plan.sessions.iter().find(|plan| plan.number == sheet.number);
        let activities: Vec<String> = plan
            .map(|plan| plan.activities.iter().map(|activity| activity.title.clone()).collect())
            .unwrap_or_default();
        let (log, version) = self.stored_log(&sheet, activities.len()).await?;
        Ok(LogSheet { sheet, activities, log, version })
    }

    /// Saves the draft of a log.
    ///
    /// # Errors
    /// [`LogError::Refused`] once somebody signed or before the session, [`LogError::Stale`].
    #[boxed]
    pub async fn save_log(
        &self,
        ctx: &Ctx,
        id: SessionId,
        version: i32,
        log: &SessionLog,
    ) -> Result<(), LogError> {
        ctx.demand(Action::WriteLog)?;
        let group = self.session_in_reach(ctx, id).await?.group_id;
        let key = self.key_or_new(id.0).await?;
        let observed = log.observations.iter().map(|one| one.enrolment.0).collect();
        let people = self.keys_behind(group, observed).await?;
        let mut tx = self.begin(ctx).await?;
        let row = lock_session(&tx, id).await?;
        let signatures = signatures_of(tx.db(), id).await?;
        self.signed(SessionLog::default(), signatures, &key)?.may_write(row.starts_at, ctx.now())?;
        let earlier =
            session_log::Entity::find().filter(session_log::Column::SessionId.eq(id.0)).one(tx.db()).await?;
        if earlier.as_ref().map_or(0, |row| row.version) != version {
            return Err(LogError::Stale);
        }
        tx.own_key(id.0, "session").await?;
        let row_id = earlier.as_ref().map_or_else(|| self.entropy().uuid(), |row| row.id);
        let row = self.log_row(ctx, (row_id, id), version + 1, &key, log)?;
        let columns = [
            session_log::Column::Done,
            session_log::Column::Incidents,
            session_log::Column::Notes,
            session_log::Column::Version,
            session_log::Column::SavedAt,
            session_log::Column::SavedBy,
        ];
        let update = OnConflict::column(session_log::Column::SessionId).update_columns(columns).to_owned();
        session_log::Entity::insert(row).on_conflict(update).exec_without_returning(tx.db()).await?;
        self.replace_observations(&tx, ctx, id, &log.observations, &people).await?;
        tx.audit("log.saved", "session", id.0).await?;
        tx.commit_as(id.0).await?;
        Ok(())
    }

    /// Signs a log; with `alone`, as the only one who can, and why.
    ///
    /// # Errors
    /// [`LogError::Refused`] by a rule of signing, [`Error::NotFound`].
    #[boxed]
    pub async fn sign_log(&self, ctx: &Ctx, id: SessionId, alone: Option<Alone>) -> Result<(), LogError> {
        ctx.demand(Action::WriteLog)?;
        let staff = ctx.staff().ok_or(Error::Refused("not-facilitator"))?;
        let sheet = self.session_log(ctx, id).await?;
        let key = self.key_or_new(id.0).await?;
        let mut tx = self.begin(ctx).await?;
        lock_session(&tx, id).await?;
        let pair = sheet.sheet.pair().ok_or(Error::Refused("no-facilitator"))?;
        let signature = Signature { by: staff, at: ctx.now() };
        let log = self.signed(sheet.log, signatures_of(tx.db(), id).await?, &key)?;
        let signed = match alone {
            None => log.sign(signature, pair)?,
            Some(why) => log.sign_alone(signature, pair, why)?,
        };
        let row_id = self.entropy().uuid();
        let other_absent = signed.alone.as_ref().map(|why| {
            let text = format!("{}:{}", why.name(), why.reason());
            self.seal(&key, alone_at(id), text.as_bytes())
        });
        let row = log_signature::ActiveModel {
            id: Set(row_id),
            session_id: Set(id.0),
            staff_id: Set(staff.0),
            other_absent: Set(other_absent),
            at: Set(ctx.now()),
        };
        let columns = [log_signature::Column::SessionId, log_signature::Column::StaffId];
        let update =
            OnConflict::columns(columns).update_column(log_signature::Column::OtherAbsent).to_owned();
        log_signature::Entity::insert(row).on_conflict(update).exec_without_returning(tx.db()).await?;
        tx.own_key(id.0, "session").await?;
        tx.audit("log.signed", "session", id.0).await?;
        tx.commit_as(id.0).await?;
        Ok(())
    }

    /// Withdraws the only signature of a log, so that it can be written again.
    ///
    /// # Errors
    /// [`LogError::Refused`] when it is another's or both have signed, [`Error::NotFound`].
    #[boxed]
    pub async fn withdraw_signature(&self, ctx: &Ctx, id: SessionId) -> Result<(), LogError> {
        ctx.demand(Action::WriteLog)?;
        self.session_in_reach(ctx, id).await?;
        let staff = ctx.staff().ok_or(Error::Refused("not-facilitator"))?;
        let key = self.key_or_new(id.0).await?;
        let mut tx = self.begin(ctx).await?;
        lock_session(&tx, id).await?;
        let signatures = signatures_of(tx.db(), id).await?;
        self.signed(SessionLog::default(), signatures, &key)?.withdraw(staff)?;
        log_signature::Entity::delete_many()
            .filter(log_signature::Column::SessionId.eq(id.0))
            .exec(tx.db())
            .await?;
        tx.audit("log.signature-withdrawn", "session", id.0).await?;
        tx.commit_as(id.0).await?;
        Ok(())
    }

    /// A log with these signatures.
    pub(super) fn signed(
        &self,
        mut log: SessionLog,
        signatures: Vec<log_signature::Model>,
        key: &DataKey,
    ) -> Result<SessionLog> {
        (log.signatures, log.alone) = (Vec::new(), None);
        for row in signatures {
            log.signatures.push(Signature { by: StaffId(row.staff_id), at: row.at });
            let Some(sealed) = row.other_absent else { continue };
            let text = crate::keys::text(self.unseal(key, alone_at(SessionId(row.session_id)), &sealed)?)?;
            log.alone = match text.split_once(':') {
                Some(("other-left", reason)) => Some(Alone::OtherLeft(reason.to_owned())),
                Some((_, reason)) => Some(Alone::OtherAbsent(reason.to_owned())),
                None => return Err(Error::Damaged),
            };
        }
        Ok(log)
    }

    async fn stored_log(&self, sheet: &Sheet, activities: usize) -> Result<(SessionLog, i32)> {
        let (db, id) = (self.read(), sheet.session);
        let mut log = SessionLog::of_plan(activities);
        let row = session_log::Entity::find().filter(session_log::Column::SessionId.eq(id.0)).one(db).await?;
        let signatures = signatures_of(db, id).await?;
        if row.is_none() && signatures.is_empty() {
            return Ok((log, 0));
        }
        let observed = log_observation::Column::SessionId.eq(id.0);
        let observed = log_observation::Entity::find().filter(observed).all(db).await?;
        let people = observed.iter().filter_map(|row| sheet.person_behind(row.enrolment_id));
        let keys = self.keys_of(&people.chain([id.0]).collect::<Vec<_>>()).await?;
        let version = row.as_ref().map_or(0, |row| row.version);
        if let Some(key) = keys.get(&id.0) {
            if let Some(row) = row {
                self.open_log(&mut log, &row, key)?;
            }
            log = self.signed(log, signatures, key)?;
        }
        for row in observed {
            // The key of an erased person is gone, and with it what was observed of him.
            let Some(key) = sheet.person_behind(row.enrolment_id).and_then(|person| keys.get(&person)) else {
                continue;
            };
            let place = Place { table: "log_observation", column: "text", row: row.id };
            let text = crate::keys::text(self.unseal(key, place, &row.text)?)?;
            log.observations.push(Observation { enrolment: EnrolmentId(row.enrolment_id), text });
        }
        Ok((log, version))
    }

    fn open_log(&self, log: &mut SessionLog, row: &session_log::Model, key: &DataKey) -> Result<()> {
        let damaged = |_| Error::Damaged;
        let place = |column| Place { table: "session_log", column, row: row.id };
        let done: Vec<StoredDone> = serde_json::from_str(&row.done).map_err(damaged)?;
        let open = |column, sealed: &Option<Vec<u8>>| match sealed {
            Some(sealed) => self.unseal(key, place(column), sealed),
            None => Ok(b"[]".to_vec()),
        };
        let notes: Vec<String> = serde_json::from_slice(&open("notes", &row.notes)?).map_err(damaged)?;
        log.activities = done
            .into_iter()
            .enumerate()
            .map(|(n, stored)| ActivityDone {
                activity: stored.activity,
                done: stored.done.as_deref().and_then(Done::from_name),
                note: notes.get(n).cloned().unwrap_or_default(),
            })
            .collect();
        let incidents: Vec<StoredIncident> =
            serde_json::from_slice(&open("incidents", &row.incidents)?).map_err(damaged)?;
        let read = |stored: StoredIncident| {
            let kind = IncidentKind::from_name(&stored.kind).ok_or(Error::Damaged)?;
            Ok(Incident { kind, text: stored.text })
        };
        log.incidents = incidents.into_iter().map(read).collect::<Result<_>>()?;
        Ok(())
    }

    fn log_row(
        &self,
        ctx: &Ctx,
        (row, session): (Uuid, SessionId),
        version: i32,
        key: &DataKey,
        log: &SessionLog,
    ) -> Result<session_log::ActiveModel> {
        let damaged = |_| Error::Damaged;
        let place = |column| Place { table: "session_log", column, row };
        let done: Vec<StoredDone> = log
            .activities
            .iter()
            .map(|one| StoredDone {
                activity: one.activity,
                done: one.done.map(|done| done.name().to_owned()),
            })
            .collect();
        let notes: Vec<&str> = log.activities.iter().map(|one| one.note.as_str()).collect();
        let incidents: Vec<StoredIncident> = log
            .incidents
            .iter()
            .map(|one| StoredIncident { kind: one.kind.name().to_owned(), text: one.text.clone() })
            .collect();
        let notes = serde_json::to_vec(&notes).map_err(damaged)?;
        let incidents = serde_json::to_vec(&incidents).map_err(damaged)?;
        Ok(session_log::ActiveModel {
            id: Set(row),
            session_id: Set(session.0),
            done: Set(serde_json::to_string(&done).map_err(damaged)?),
            incidents: Set(Some(self.seal(key, place("incidents"), &incidents))),
            notes: Set(Some(self.seal(key, place("notes"), &notes))),
            version: Set(version),
            saved_at: Set(ctx.now()),
            saved_by: Set(ctx.user().map(|user| user.0)),
        })
    }

    async fn replace_observations(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        id: SessionId,
        observations: &[Observation],
        keys: &HashMap<EnrolmentId, DataKey>,
    ) -> Result<()> {
        log_observation::Entity::delete_many()
            .filter(log_observation::Column::SessionId.eq(id.0))
            .exec(tx.db())
            .await?;
        let mut rows = Vec::new();
        for one in observations.iter().filter(|one| !one.text.trim().is_empty()) {
            let row = self.entropy().uuid();
            let key = keys.get(&one.enrolment).ok_or(Error::NotFound)?;
            let place = Place { table: "log_observation", column: "text", row };
            rows.push(log_observation::ActiveModel {
                id: Set(row),
                session_id: Set(id.0),
                enrolment_id: Set(one.enrolment.0),
                text: Set(self.seal(key, place, one.text.trim().as_bytes())),
                author_id: Set(ctx.user().map(|user| user.0)),
                at: Set(ctx.now()),
            });
        }
        if !rows.is_empty() {
            log_observation::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
        }
        Ok(())
    }
}

/// Where the reason of a signature alone is sealed.
fn alone_at(id: SessionId) -> Place<'static> {
    Place { table: "log_signature", column: "other_absent", row: id.0 }
}

/// The session's row, locked until the end of the transaction: nobody signs what is being written.
async fn lock_session(tx: &Tx, id: SessionId) -> Result<session::Model> {
    let query = session::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate);
    query.one(tx.db()).await?.ok_or(Error::NotFound)
}

pub(super) async fn signatures_of<C: ConnectionTrait>(
    db: &C,
    id: SessionId,
) -> Result<Vec<log_signature::Model>> {
    let rows = log_signature::Entity::find().filter(log_signature::Column::SessionId.eq(id.0));
    Ok(rows.order_by_asc(log_signature::Column::At).all(db).await?)
}
