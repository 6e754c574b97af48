//! What happened around a person: groups with their dose, certificates, changes of the file, and
//! who opened it. Only what is within reach of whoever asks.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    groups::NoticeEvidence,
    ids::{GroupId, PersonId, TaskId},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Family, reachable_family};
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
    kit::scope,
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

/// Entries of who opened a file, per page.
pub const READERS_PAGE: u64 = 50;

const READ: &str = "person.read";

impl Store<Programme> {
    /// The groups of a person that whoever asks may see, newest first, with dose and certificates.
    #[boxed]
    pub async fn person_enrolments(&self, ctx: &Ctx, id: PersonId) -> Result<Vec<PersonEnrolment>> {
        ctx.demand(Action::ViewPerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let enrolments = enrolment::Entity::find()
            .filter(enrolment::Column::PersonId.is_in(family.all.iter().copied()))
            .filter(scope::of_groups(ctx, enrolment::Column::GroupId))
            .order_by_desc(enrolment::Column::Since)
            .all(self.read())
            .await?;
        let ids: Vec<Uuid> = enrolments.iter().map(|row| row.id).collect();
        let groups = self.groups_with_programme(&enrolments).await?;
        let doses: HashMap<Uuid, dose::Model> = dose::Entity::find()
            .filter(dose::Column::EnrolmentId.is_in(ids.iter().copied()))
            .all(self.read())
            .await?
            .into_iter()
            .map(|row| (row.enrolment_id, row))
            .collect();
        let mut certificates = self.certificates_of(&ids).await?;
        let keys = self.keys_of(&family.all).await?;
        let calls = self.calls_of(&enrolments).await?;
        let count = |n: Option<i32>| n.unwrap_or_default().unsigned_abs();
        let mut lines = Vec::with_capacity(enrolments.len());
        for row in enrolments {
            let Some((group, programme)) = groups.get(&row.group_id) else { continue };
            let dose = doses.get(&row.id);
            lines.push(PersonEnrolment {
                details: self.details_of(&keys, &row)?,
                notice: row.accepted_notice(),
                call: calls.get(&row.id).copied(),
                group: GroupId(row.group_id),
                group_name: group.name.clone(),
                programme: programme.as_ref().map(|version| version.title.clone()).unwrap_or_default(),
                state: row.state,
                sessions: (
                    count(dose.map(|dose| dose.sessions_received)),
                    group.sessions_total.unsigned_abs(),
                ),
                minutes: count(dose.map(|dose| dose.minutes_received)),
                certificates: certificates.remove(&row.id).unwrap_or_default(),
            });
        }
        Ok(lines)
    }

    /// The calls owed of these enrolments.
    pub(super) async fn calls_of(
        &self,
        enrolments: &[enrolment::Model],
    ) -> Result<HashMap<Uuid, (TaskId, NaiveDate)>> {
        let rows = open_calls()
            .filter(task::Column::GroupId.is_in(enrolments.iter().map(|row| row.group_id)))
            .filter(task::Column::EnrolmentId.is_in(enrolments.iter().map(|row| row.id)))
            .all(self.read())
            .await?;
        let call = |row: task::Model| Some((row.enrolment_id?, (TaskId(row.id), row.due_on)));
        Ok(rows.into_iter().filter_map(call).collect())
    }

    async fn groups_with_programme(
        &self,
        enrolments: &[enrolment::Model],
    ) -> Result<HashMap<Uuid, (training_group::Model, Option<programme_version::Model>)>> {
        let groups = training_group::Entity::find()
            .filter(training_group::Column::Id.is_in(enrolments.iter().map(|row| row.group_id)))
            .all(self.read())
            .await?;
        let versions: HashMap<Uuid, programme_version::Model> = programme_version::Entity::find()
            .filter(programme_version::Column::Id.is_in(groups.iter().map(|row| row.programme_version_id)))
            .all(self.read())
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let with_version = |group: training_group::Model| {
            let version = versions.get(&group.programme_version_id).cloned();
            (group.id, (group, version))
        };
        Ok(groups.into_iter().map(with_version).collect())
    }

    async fn certificates_of(&self, enrolments: &[Uuid]) -> Result<HashMap<Uuid, Vec<PersonCertificate>>> {
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

    /// What was done to a file, newest first; at most a hundred deeds. Readings are not among them.
    #[boxed]
    pub async fn person_timeline(&self, ctx: &Ctx, id: PersonId) -> Result<Vec<FileDeed>> {
        ctx.demand(Action::ViewPerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let rows = deeds_on(&family)
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
            deeds_on(&family).filter(audit_entry::Column::Deed.is_in([READ, super::known::ELSEWHERE]));
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
    task::Entity::find().filter(task::Column::Kind.eq(EARLY_ABSENCE)).filter(task::Column::DoneAt.is_null())
}

fn deeds_on(family: &Family) -> sea_orm::Select<audit_entry::Entity> {
    audit_entry::Entity::find().filter(audit_entry::Column::ObjectId.is_in(family.all.iter().copied()))
}
