//! Certificates of a group: who gets which and why not, issuing them in a job, reading, revoking,
//! verifying. The folio is reserved in one transaction, the PDF is filed in another: a job that dies
//! in between goes on where it stopped, and no folio is lost or given twice.
//!
//! Initials and PDF are sealed with the person's key; an erased person's certificate names nobody.

mod issue;
mod read;
mod verify;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    certificates::{Basis, Kind, Withheld, withheld},
    groups::EnrolmentState,
    ids::{CentreId, CertificateId, EnrolmentId, GroupId, PersonId},
    people::name::PersonName,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    Error, Job, Programme, ReadEntry, Result, Signatory, Store, boxed,
    centres::zone_of,
    entity::{
        attendance::dose,
        centres::centre,
        certificates::certificate,
        groups::{enrolment, session, training_group},
    },
    kit::scope,
};

pub use issue::{Batch, Draft, JOB};
pub use read::CertificateFile;
pub use verify::{PublicDetails, PublicState, PublicView};

/// Everybody in a group with their documents.
#[derive(Debug, Clone)]
pub struct GroupCertificates {
    /// The name of the group.
    pub name: String,
    /// Today at its centre: the date of what is issued now.
    pub today: NaiveDate,
    /// The job that issues for it just now.
    pub job: Option<Job>,
    /// Whose names stand under the lines for signing; without any nothing is issued.
    pub signatories: Vec<Signatory>,
    /// One per participant, by surname.
    pub lines: Vec<ParticipantLine>,
}

/// A participant with what was received and what is given for it.
#[derive(Debug, Clone)]
pub struct ParticipantLine {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The person.
    pub person: PersonId,
    /// The name; `None` for an erased person.
    pub name: Option<PersonName>,
    /// Sessions attended.
    pub sessions: u32,
    /// Minutes received.
    pub minutes: u32,
    /// Where each kind of document stands.
    pub documents: Vec<(Kind, Standing)>,
    /// Documents that were revoked.
    pub revoked: Vec<Given>,
}

/// Where a document of one kind stands for one participant.
#[derive(Debug, Clone)]
pub enum Standing {
    /// Not to be given, with the reason.
    Withheld(Withheld),
    /// To be given.
    Due,
    /// Has its folio; is being printed.
    Printing,
    /// Was given.
    Given(Given),
}

impl Standing {
    /// Whether the next job prints it: what an interrupted one left, too.
    #[must_use]
    pub fn is_due(&self) -> bool {
        matches!(self, Self::Due | Self::Printing)
    }
}

/// A document that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The certificate.
    pub id: CertificateId,
    /// Which document.
    pub kind: Kind,
    /// Its folio.
    pub folio: String,
    /// Its date.
    pub issued_on: NaiveDate,
    /// The minutes that it states.
    pub minutes: u32,
    /// The scan with signatures and stamp is kept.
    pub has_scan: bool,
    /// When and why it was revoked.
    pub revoked: Option<(DateTime<Utc>, String)>,
}

impl TryFrom<&certificate::Model> for Given {
    type Error = Error;

    fn try_from(row: &certificate::Model) -> Result<Self> {
        Ok(Self {
            id: CertificateId(row.id),
            kind: Kind::from_name(&row.kind).ok_or(Error::Damaged)?,
            folio: row.folio.clone(),
            issued_on: row.issued_on,
            minutes: row.minutes.unsigned_abs(),
            has_scan: row.signed_scan_id.is_some(),
            revoked: row.revoked_at.map(|at| (at, row.revoked_reason.clone().unwrap_or_default())),
        })
    }
}

impl Store<Programme> {
    /// Everybody in a group within reach with their documents: a list, one entry on record.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn group_certificates(&self, ctx: &Ctx, id: GroupId) -> Result<GroupCertificates> {
        ctx.demand(Action::ViewCertificates)?;
        let group = group_in_reach(self.read(), ctx, id).await?;
        let read = ReadEntry { deed: "certificates.listed", kind: "group", object: Some(id.0) };
        self.record_read(ctx, read).await?;
        let course = Course::load(self.read(), group, ctx.now()).await?;
        let face = self.face_on(CentreId(course.centre.id), course.today).await?;
        let names = self.person_names(&course.people()).await?;
        let mut lines = Vec::with_capacity(course.enrolments.len());
        for enrolment in &course.enrolments {
            let name = names.get(&enrolment.person_id).cloned();
            let basis = course.basis(enrolment, name.is_none());
            let (sessions, minutes) = course.received(enrolment);
            let documents =
                Kind::ALL.iter().map(|kind| Ok((*kind, course.standing(enrolment, *kind, &basis)?)));
            let revoked = course.of(enrolment).filter(|row| row.revoked_at.is_some()).map(Given::try_from);
            lines.push(ParticipantLine {
                enrolment: EnrolmentId(enrolment.id),
                person: PersonId(enrolment.person_id),
                name,
                sessions,
                minutes,
                documents: documents.collect::<Result<_>>()?,
                revoked: revoked.collect::<Result<_>>()?,
            });
        }
        lines.sort_by_cached_key(|line| line.name.as_ref().map(PersonName::sort_key));
        Ok(GroupCertificates {
            name: course.group.name,
            today: course.today,
            job: self.live_job(JOB, id.0).await?,
            signatories: face.map(|face| face.signatories).unwrap_or_default(),
            lines,
        })
    }
}

async fn group_in_reach<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: GroupId) -> Result<training_group::Model> {
    training_group::Entity::find_by_id(id.0).filter(scope::groups(ctx)).one(db).await?.ok_or(Error::NotFound)
}

/// A group with what its certificates are decided by. The PDFs stay where they are.
struct Course {
    group: training_group::Model,
    centre: centre::Model,
    today: NaiveDate,
    now: DateTime<Utc>,
    sessions: Vec<(session::Model, NaiveDate)>,
    enrolments: Vec<enrolment::Model>,
    doses: HashMap<Uuid, dose::Model>,
    certificates: Vec<certificate::Model>,
}

impl Course {
    async fn load<C: ConnectionTrait>(
        db: &C,
        group: training_group::Model,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let centre = centre::Entity::find_by_id(group.centre_id).one(db).await?.ok_or(Error::Damaged)?;
        let zone = zone_of(&centre)?;
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let sessions = session::Entity::find()
            .filter(session::Column::GroupId.eq(group.id))
            .filter(session::Column::State.ne("cancelled"))
            .order_by_asc(session::Column::Number)
            .all(db)
            .await?;
        let enrolments =
            enrolment::Entity::find().filter(enrolment::Column::GroupId.eq(group.id)).all(db).await?;
        let doses = dose::Entity::find().filter(dose::Column::GroupId.eq(group.id)).all(db).await?;
        let certificates = certificates_of(db, group.id).await?;
        Ok(Self {
            sessions: sessions
                .into_iter()
                .map(|row| (day(row.starts_at), row))
                .map(|(d, row)| (row, d))
                .collect(),
            doses: doses.into_iter().map(|row| (row.enrolment_id, row)).collect(),
            today: day(now),
            group,
            centre,
            now,
            enrolments,
            certificates,
        })
    }

    fn people(&self) -> Vec<Uuid> {
        self.enrolments.iter().map(|row| row.person_id).collect()
    }

    fn received(&self, enrolment: &enrolment::Model) -> (u32, u32) {
        let dose = self.doses.get(&enrolment.id);
        dose.map_or((0, 0), |row| (row.sessions_received.unsigned_abs(), row.minutes_received.unsigned_abs()))
    }

    fn basis(&self, enrolment: &enrolment::Model, erased: bool) -> Basis {
        let within =
            |day: NaiveDate| day >= enrolment.since && enrolment.until.is_none_or(|until| day <= until);
        let own = || self.sessions.iter().filter(|(_, day)| within(*day)).map(|(row, _)| row);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Basis {
            attended: self.received(enrolment).0,
            rule_met: self.doses.get(&enrolment.id).is_some_and(|row| row.standing == "met"),
            rolls_open: count(
                own().filter(|row| row.starts_at <= self.now && row.roll_state != "closed").count(),
            ),
            to_come: count(own().filter(|row| row.starts_at > self.now).count()),
            withdrawn: enrolment.state == EnrolmentState::Withdrawn.name(),
            erased,
        }
    }

    /// The certificates of a participant.
    fn of(&self, enrolment: &enrolment::Model) -> impl Iterator<Item = &certificate::Model> {
        self.certificates.iter().filter(|row| row.enrolment_id == enrolment.id)
    }

    /// The certificate in force of one kind.
    fn live(&self, enrolment: &enrolment::Model, kind: Kind) -> Option<&certificate::Model> {
        self.of(enrolment).find(|row| row.revoked_at.is_none() && row.kind == kind.name())
    }

    fn standing(&self, enrolment: &enrolment::Model, kind: Kind, basis: &Basis) -> Result<Standing> {
        Ok(match (self.live(enrolment, kind), withheld(kind, basis)) {
            (Some(row), _) if row.pdf_sha256.is_some() => Standing::Given(row.try_into()?),
            (Some(_), _) => Standing::Printing,
            (None, Some(reason)) => Standing::Withheld(reason),
            (None, None) => Standing::Due,
        })
    }
}

/// The certificates of a group, without the bytes of their PDFs.
async fn certificates_of<C: ConnectionTrait>(db: &C, group: Uuid) -> Result<Vec<certificate::Model>> {
    use certificate::Column as C;
    let light = certificate::Entity::find()
        .select_only()
        .columns(C::iter().filter(|column| !matches!(column, C::Pdf)))
        .expr_as(Expr::value(None::<Vec<u8>>), "pdf")
        .filter(C::GroupId.eq(group))
        .order_by_asc(C::Folio);
    Ok(light.all(db).await?)
}
