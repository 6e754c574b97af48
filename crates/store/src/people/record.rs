//! What happened around a person: groups with their dose, certificates, changes of the file, and
//! who opened it. Only what is within reach of whoever asks.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    groups::NoticeEvidence,
    ids::{GroupId, PersonId, TaskId},
};
use sea_orm::{
    ColumnTrait, Condition, DerivePartialModel, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::ExprTrait as _,
};
use uuid::Uuid;
use vault::DataKey;

use super::{PersonFile, reachable_family};
use crate::{
    Programme, Result, Store,
    attendance::EARLY_ABSENCE,
    boxed,
    enrolments::EnrolmentDetails,
    entity::{
        attendance::{dose, task},
        audit::audit_entry,
        certificates::certificate,
        groups::{enrolment, programme_version, training_group},
    },
    kit::{joined, scope},
};

/// A group that a person is or was in.
#[derive(Debug, Clone)]
pub struct PersonEnrolment {
    /// The group.
    pub group: GroupId,
    /// The group's name.
    pub group_name: String,
    /// The programme's title.
    pub programme: String,
    /// `active`, `withdrawn` or `completed`.
    pub state: String,
    /// Sessions received, and of how many.
    pub sessions: (u32, u32),
    /// Minutes received.
    pub minutes: u32,
    /// Dependency, area and post; empty for whoever has none.
    pub details: EnrolmentDetails,
    /// The privacy notice that was accepted: version, day and evidence.
    pub notice: Option<(String, NaiveDate, NoticeEvidence)>,
    /// The call that is owed after an early absence, and by when.
    pub call: Option<(TaskId, NaiveDate)>,
    /// Certificates issued for it.
    pub certificates: Vec<PersonCertificate>,
}

/// A certificate of a person.
#[derive(Debug, Clone)]
pub struct PersonCertificate {
    /// Its folio.
    pub folio: String,
    /// Whether it was revoked.
    pub is_revoked: bool,
}

/// A deed on a person's file.
#[derive(Debug, Clone)]
pub struct FileDeed {
    /// When.
    pub at: DateTime<Utc>,
    /// What, e.g. `person.identity-changed`.
    pub deed: String,
    /// Who: name and user name; `None` is the system.
    pub who: Option<String>,
}

/// A person's file with what happened around it.
#[derive(Debug, Clone)]
pub struct PersonRecord {
    /// The file.
    pub file: PersonFile,
    /// The groups within reach, newest first.
    pub enrolments: Vec<PersonEnrolment>,
    /// What was done to it, newest first.
    pub deeds: Vec<FileDeed>,
}

/// An enrolment with what lists show beside it.
#[derive(DerivePartialModel)]
pub(super) struct EnrolmentRow {
    #[sea_orm(nested)]
    pub(super) enrolment: enrolment::Model,
    #[sea_orm(from_expr = "training_group::Column::Name")]
    pub(super) group_name: String,
    #[sea_orm(from_expr = "training_group::Column::SessionsTotal")]
    sessions_total: i32,
    #[sea_orm(from_expr = "programme_version::Column::Title")]
    programme: String,
    #[sea_orm(from_expr = "dose::Column::SessionsReceived")]
    received: Option<i32>,
    #[sea_orm(from_expr = "dose::Column::MinutesReceived")]
    minutes: Option<i32>,
    /// The call that is owed.
    #[sea_orm(from_expr = "task::Column::Id")]
    pub(super) call: Option<Uuid>,
    #[sea_orm(from_expr = "task::Column::DueOn")]
    call_due: Option<NaiveDate>,
}

/// Entries of who opened a file, per page.
pub const READERS_PAGE: u64 = 50;

const READ: &str = "person.read";

impl Store<Programme> {
    /// Opens a person's file with what happened around it; see [`Store::get_person`].
    ///
    /// # Errors
    /// As [`Store::get_person`].
    #[boxed]
    pub async fn get_person_record(&self, ctx: &Ctx, id: PersonId) -> Result<PersonRecord> {
        let (file, all, keys) = self.open_family(ctx, id).await?;
        let deeds = self.deeds_done(&all).await?;
        Ok(PersonRecord { file, enrolments: self.enrolments_of(ctx, all, &keys).await?, deeds })
    }

    /// The groups within reach, newest first, with dose and certificates.
    async fn enrolments_of(
        &self,
        ctx: &Ctx,
        files: Vec<Uuid>,
        keys: &HashMap<Uuid, DataKey>,
    ) -> Result<Vec<PersonEnrolment>> {
        let rows = self.enrolments_within(ctx, files).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.enrolment.id).collect();
        let mut certificates = self.certificates_of(&ids).await?;
        let count = |n: Option<i32>| n.unwrap_or_default().unsigned_abs();
        let line = |row: EnrolmentRow| {
            let enrolment = row.enrolment;
            Ok(PersonEnrolment {
                details: self.details_of(keys, &enrolment)?,
                notice: enrolment.accepted_notice(),
                call: row.call.map(TaskId).zip(row.call_due),
                group: GroupId(enrolment.group_id),
                group_name: row.group_name,
                programme: row.programme,
                sessions: (count(row.received), row.sessions_total.unsigned_abs()),
                minutes: count(row.minutes),
                certificates: certificates.remove(&enrolment.id).unwrap_or_default(),
                state: enrolment.state,
            })
        };
        rows.into_iter().map(line).collect()
    }

    /// The enrolments of these files that are within reach, newest first.
    pub(super) async fn enrolments_within(&self, ctx: &Ctx, files: Vec<Uuid>) -> Result<Vec<EnrolmentRow>> {
        // An enrolment has one open call at most: see `refresh_dose`.
        let call = joined(enrolment::Column::GroupId, task::Column::GroupId).on_condition(|_, _| {
            is_open_call().add(task::Column::EnrolmentId.into_expr().eq(enrolment::Column::Id.into_expr()))
        });
        let version = joined(training_group::Column::ProgrammeVersionId, programme_version::Column::Id);
        let rows = enrolment::Entity::find()
            .join(JoinType::LeftJoin, joined(enrolment::Column::GroupId, training_group::Column::Id))
            .join(JoinType::LeftJoin, version)
            .join(JoinType::LeftJoin, joined(enrolment::Column::Id, dose::Column::EnrolmentId))
            .join(JoinType::LeftJoin, call)
            .filter(enrolment::Column::PersonId.is_in(files))
            .filter(scope::of_groups(ctx, enrolment::Column::GroupId))
            .order_by_desc(enrolment::Column::Since);
        Ok(rows.into_partial_model().all(self.read()).await?)
    }

    async fn certificates_of(&self, enrolments: &[Uuid]) -> Result<HashMap<Uuid, Vec<PersonCertificate>>> {
        if enrolments.is_empty() {
            return Ok(HashMap::new());
        }
        type Row = (Uuid, String, Option<DateTime<Utc>>);
        // Not the PDF: a file page never reads it.
        let rows: Vec<Row> = certificate::Entity::find()
            .select_only()
            .column(certificate::Column::EnrolmentId)
            .columns([certificate::Column::Folio, certificate::Column::RevokedAt])
            .filter(certificate::Column::EnrolmentId.is_in(enrolments.iter().copied()))
            .order_by_asc(certificate::Column::Folio)
            .into_tuple()
            .all(self.read())
            .await?;
        let mut found: HashMap<Uuid, Vec<PersonCertificate>> = HashMap::new();
        for (enrolment, folio, revoked) in rows {
            let line = PersonCertificate { folio, is_revoked: revoked.is_some() };
            found.entry(enrolment).or_default().push(line);
        }
        Ok(found)
    }

    /// What was done to these files, newest first; at most a hundred deeds. Readings are not among them.
    async fn deeds_done(&self, files: &[Uuid]) -> Result<Vec<FileDeed>> {
        let rows = deeds_on(files)
            .filter(audit_entry::Column::Deed.is_not_in([READ, super::known::ELSEWHERE]))
            .order_by_desc(audit_entry::Column::At)
            .limit(100)
            .all(self.read())
            .await?;
        self.as_deeds(rows).await
    }

    /// Who opened a file, newest first: a page of entries and how many there are.
    #[boxed]
    pub async fn person_readers(&self, ctx: &Ctx, id: PersonId, page: u64) -> Result<(Vec<FileDeed>, u64)> {
        ctx.demand(Action::ViewFileReaders)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let query =
            deeds_on(&family.all).filter(audit_entry::Column::Deed.is_in([READ, super::known::ELSEWHERE]));
        let total = query.clone().count(self.read()).await?;
        let rows = query
            .order_by_desc(audit_entry::Column::At)
            .offset(page.saturating_mul(READERS_PAGE))
            .limit(READERS_PAGE)
            .all(self.read())
            .await?;
        Ok((self.as_deeds(rows).await?, total))
    }

    async fn as_deeds(&self, rows: Vec<audit_entry::Model>) -> Result<Vec<FileDeed>> {
        let mut accounts: Vec<Uuid> = rows.iter().filter_map(|row| row.actor_id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let labels = self.account_labels(&accounts).await?;
        let deed = |row: audit_entry::Model| FileDeed {
            at: row.at,
            deed: row.deed,
            who: row.actor_id.and_then(|id| labels.get(&id).cloned()),
        };
        Ok(rows.into_iter().map(deed).collect())
    }
}

/// The calls after an early absence that are still owed.
pub(super) fn open_calls() -> sea_orm::Select<task::Entity> {
    task::Entity::find().filter(is_open_call())
}

fn is_open_call() -> Condition {
    Condition::all().add(task::Column::Kind.eq(EARLY_ABSENCE)).add(task::Column::DoneAt.is_null())
}

fn deeds_on(files: &[Uuid]) -> sea_orm::Select<audit_entry::Entity> {
    audit_entry::Entity::find().filter(audit_entry::Column::ObjectId.is_in(files.iter().copied()))
}
