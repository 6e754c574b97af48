//! Enrolments: who takes part in which group, from when to when. An enrolment owns attendance, dose and
//! certificate. Area and post are sealed with the person's key; the dependency is in clear, for reports.
//!
//! `write` enrols one by one, `import` from a list that waits sealed in `upload`, `notice` keeps the
//! versions of the privacy notice.

mod import;
mod notice;
mod upload;
mod write;

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx},
    groups::{EnrolmentState, NoticeEvidence, WithdrawalReason},
    ids::{CentreId, EnrolmentId, GroupId, PersonId},
    people::name::PersonName,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;
use vault::{DataKey, Place};

use crate::{
    Base, Error, Programme, ReadEntry, Result, Store, boxed,
    entity::groups::{enrolment, enrolment_change},
};

pub use import::{Import, Namesakes, Preview, PreviewRow};
pub use notice::{Notice, NoticeTexts};
pub use upload::{Target, TargetPlace, Upload, UploadState};
pub(crate) use write::note_guests;
pub use write::{Acceptance, NewEnrolment, Who};

/// What is kept of a participant beside who it is; reported for public servants.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EnrolmentDetails {
    /// Dependencia; empty when there is none.
    pub dependency: String,
    /// Área.
    pub area: String,
    /// Puesto.
    pub post: String,
}

impl EnrolmentDetails {
    /// What there is of the three, in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let said = [&self.dependency, &self.area, &self.post].into_iter().filter(|text| !text.is_empty());
        said.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

impl std::fmt::Debug for EnrolmentDetails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnrolmentDetails(oculto)")
    }
}

#[derive(Serialize, Deserialize)]
struct SealedDetails {
    area: String,
    post: String,
}

/// Somebody in a group.
#[derive(Debug, Clone)]
pub struct Participant {
    /// The enrolment.
    pub id: EnrolmentId,
    /// Their file.
    pub person: PersonId,
    /// Their name; `None` for an erased person.
    pub name: Option<PersonName>,
    /// Dependency, area and post.
    pub details: EnrolmentDetails,
    /// Where they stand.
    pub state: EnrolmentState,
    /// First day.
    pub since: NaiveDate,
    /// Last day and why, for whoever left.
    pub left: Option<(NaiveDate, WithdrawalReason)>,
    /// Version of the notice, day and evidence.
    pub notice: Option<(String, NaiveDate, NoticeEvidence)>,
}

/// A group with who is in it.
#[derive(Debug, Clone)]
pub struct Participants {
    /// Its centre.
    pub centre: CentreId,
    /// Its name.
    pub group: String,
    /// How many fit.
    pub capacity: u32,
    /// The notice in force.
    pub notice: Option<Notice>,
    /// The day at the centre.
    pub today: NaiveDate,
    /// Everybody who is or was in it, by surname.
    pub people: Vec<Participant>,
}

fn place(row: Uuid) -> Place<'static> {
    Place { table: "enrolment", column: "details", row }
}

impl Base {
    /// The id and the row of a new enrolment, sealed under the person's key, without acceptance of the notice.
    pub(crate) fn enrolment_row(
        &self,
        ctx: &Ctx,
        (group, person): (GroupId, PersonId),
        key: &DataKey,
        details: &EnrolmentDetails,
    ) -> Result<(Uuid, enrolment::ActiveModel)> {
        let id = self.entropy().uuid();
        let sealed = SealedDetails { area: details.area.clone(), post: details.post.clone() };
        let plain = serde_json::to_vec(&sealed).map_err(|_| Error::Damaged)?;
        let row = enrolment::ActiveModel {
            id: Set(id),
            person_id: Set(person.0),
            group_id: Set(group.0),
            // Until the group is settled.
            is_guest: Set(false),
            state: Set(EnrolmentState::Active.name().to_owned()),
            since: Set(ctx.now().date_naive()),
            until: Set(None),
            dependency: Set(details.dependency.clone()),
            details: Set(self.seal(key, place(id), &plain)),
            notice_version: Set(None),
            notice_accepted_at: Set(None),
            notice_evidence: Set(None),
            created_at: Set(ctx.now()),
        };
        Ok((id, row))
    }

    /// Opens what [`Base::enrolment_row`] sealed; nothing is left of an erased person's.
    pub(crate) fn details_of(
        &self,
        keys: &HashMap<Uuid, DataKey>,
        row: &enrolment::Model,
    ) -> Result<EnrolmentDetails> {
        let Some(key) = keys.get(&row.person_id) else { return Ok(EnrolmentDetails::default()) };
        let plain = self.unseal(key, place(row.id), &row.details)?;
        let SealedDetails { area, post } = serde_json::from_slice(&plain).map_err(|_| Error::Damaged)?;
        Ok(EnrolmentDetails { dependency: row.dependency.clone(), area, post })
    }
}

impl enrolment::Model {
    /// The notice that was accepted: version, day and evidence.
    pub(crate) fn accepted_notice(&self) -> Option<(String, NaiveDate, NoticeEvidence)> {
        let evidence = self.notice_evidence.as_deref().and_then(NoticeEvidence::from_name)?;
        Some((self.notice_version.clone()?, self.notice_accepted_at?.date_naive(), evidence))
    }
}

impl Store<Programme> {
    /// Who is in a group within reach, and who left it.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn participants(&self, ctx: &Ctx, id: GroupId) -> Result<Participants> {
        let write::Place { group, today, .. } = self.place_in(ctx, id).await?;
        if !matches!(ctx.action(), Action::ViewGroups | Action::Enrol) {
            return Err(Error::Denied);
        }
        let read = ReadEntry { deed: "participants.read", kind: "group", object: Some(id.0) };
        self.record_read(ctx, read).await?;
        let rows =
            enrolment::Entity::find().filter(enrolment::Column::GroupId.eq(id.0)).all(self.read()).await?;
        let people: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
        let (names, keys) = self.names_and_keys(&people).await?;
        let reasons = self.reasons_of(&rows).await?;
        let mut people = Vec::with_capacity(rows.len());
        for row in rows {
            people.push(Participant {
                id: EnrolmentId(row.id),
                person: PersonId(row.person_id),
                name: names.get(&row.person_id).cloned(),
                details: self.details_of(&keys, &row)?,
                state: EnrolmentState::from_name(&row.state).ok_or(Error::Damaged)?,
                since: row.since,
                left: row.until.zip(reasons.get(&row.id).copied()),
                notice: row.accepted_notice(),
            });
        }
        people.sort_by_cached_key(|one| one.name.as_ref().map(PersonName::sort_key));
        let (centre, capacity) = (CentreId(group.centre_id), group.capacity.unsigned_abs());
        let notice = self.notices_of(centre).await?.pop();
        Ok(Participants { centre, group: group.name, capacity, notice, today, people })
    }

    /// Why each of these left, the last time.
    async fn reasons_of(&self, rows: &[enrolment::Model]) -> Result<HashMap<Uuid, WithdrawalReason>> {
        let left: Vec<Uuid> = rows.iter().filter(|row| row.until.is_some()).map(|row| row.id).collect();
        if left.is_empty() {
            return Ok(HashMap::new());
        }
        let changes = enrolment_change::Entity::find()
            .filter(enrolment_change::Column::EnrolmentId.is_in(left))
            .filter(enrolment_change::Column::State.eq(EnrolmentState::Withdrawn.name()))
            .order_by_asc(enrolment_change::Column::At)
            .all(self.read());
        let reason = |code: &str| WithdrawalReason::from_name(code).unwrap_or(WithdrawalReason::Other);
        Ok(changes.await?.into_iter().map(|row| (row.enrolment_id, reason(&row.reason))).collect())
    }
}
