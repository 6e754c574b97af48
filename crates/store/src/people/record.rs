//! What happened around a person: groups with their dose, certificates, changes of the file, and
//! who opened it. Only what is within reach of whoever asks.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{CertificateId, EnrolmentId, GroupId, PersonId},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Family, reachable_family};
use crate::{
    Programme, Result, Store,
    entity::{
        attendance::dose,
        audit::audit_entry,
        certificates::certificate,
        groups::{enrolment, programme_version, training_group},
    },
    kit::scope,
};

/// A group that a person is or was in.
#[derive(Debug, Clone)]
pub struct PersonEnrolment {
    /// The enrolment.
    pub id: EnrolmentId,
    /// The group.
    pub group: GroupId,
    /// The group's name.
    pub group_name: String,
    /// The programme's title.
    pub programme: String,
    /// `active`, `withdrawn` or `completed`.
    pub state: String,
    /// From.
    pub since: NaiveDate,
    /// Until, when it ended.
    pub until: Option<NaiveDate>,
    /// Sessions received, and of how many.
    pub sessions: (u32, u32),
    /// Minutes received.
    pub minutes: u32,
    /// Certificates issued for it.
    pub certificates: Vec<PersonCertificate>,
}

/// A certificate of a person.
#[derive(Debug, Clone)]
pub struct PersonCertificate {
    /// Its id.
    pub id: CertificateId,
    /// Its folio.
    pub folio: String,
    /// `participation` or `completion`.
    pub kind: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
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
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], [`crate::Error::Unavailable`].
    pub async fn person_enrolments(&self, ctx: &Ctx, id: PersonId) -> Result<Vec<PersonEnrolment>> {
        ctx.demand(Action::ViewPerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let enrolments = enrolment::Entity::find()
            .filter(enrolment::Column::PersonId.is_in(family.all))
            .filter(scope::of_groups(ctx, enrolment::Column::GroupId))
            .order_by_desc(enrolment::Column::Since)
            .all(self.read())
            .await?;
        let ids: Vec<Uuid> = enrolments.iter().map(|row| row.id).collect();
        let groups: HashMap<Uuid, (training_group::Model, Option<programme_version::Model>)> =
            self.groups_with_programme(&enrolments).await?;
        let doses: HashMap<Uuid, dose::Model> = dose::Entity::find()
            .filter(dose::Column::EnrolmentId.is_in(ids.iter().copied()))
            .all(self.read())
            .await?
            .into_iter()
            .map(|row| (row.enrolment_id, row))
            .collect();
        let mut certificates = self.certificates_of(&ids).await?;
        let lines = enrolments.into_iter().filter_map(|row| {
            let (group, programme) = groups.get(&row.group_id)?;
            let dose = doses.get(&row.id);
            let count = |n: Option<i32>| n.unwrap_or_default().unsigned_abs();
            Some(PersonEnrolment {
                id: EnrolmentId(row.id),
                group: GroupId(row.group_id),
                group_name: group.name.clone(),
                programme: programme.as_ref().map(|version| version.title.clone()).unwrap_or_default(),
                state: row.state,
                since: row.since,
                until: row.until,
                sessions: (
                    count(dose.map(|dose| dose.sessions_received)),
                    group.sessions_total.unsigned_abs(),
                ),
                minutes: count(dose.map(|dose| dose.minutes_received)),
                certificates: certificates.remove(&row.id).unwrap_or_default(),
            })
        });
        Ok(lines.collect())
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
        type Row = (Uuid, Uuid, String, String, NaiveDate, Option<DateTime<Utc>>);
        // Not the PDF: a file page never reads it.
        let rows: Vec<Row> = certificate::Entity::find()
            .select_only()
            .columns([
                certificate::Column::EnrolmentId,
                certificate::Column::Id,
                certificate::Column::Folio,
                certificate::Column::Kind,
                certificate::Column::IssuedOn,
                certificate::Column::RevokedAt,
            ])
            .filter(certificate::Column::EnrolmentId.is_in(enrolments.iter().copied()))
            .order_by_asc(certificate::Column::Folio)
            .into_tuple()
            .all(self.read())
            .await?;
        let mut found: HashMap<Uuid, Vec<PersonCertificate>> = HashMap::new();
        for (enrolment, id, folio, kind, issued_on, revoked) in rows {
            let id = CertificateId(id);
            let line = PersonCertificate { id, folio, kind, issued_on, is_revoked: revoked.is_some() };
            found.entry(enrolment).or_default().push(line);
        }
        Ok(found)
    }

    /// What was done to a file, newest first; at most a hundred deeds. Readings are not among them.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], [`crate::Error::Unavailable`].
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
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], [`crate::Error::Unavailable`].
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

fn deeds_on(family: &Family) -> sea_orm::Select<audit_entry::Entity> {
    audit_entry::Entity::find().filter(audit_entry::Column::ObjectId.is_in(family.all.iter().copied()))
}
