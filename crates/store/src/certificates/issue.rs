//! Issuing for a whole group: a job asks, reserves folios, and files each PDF as it is printed.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use domain::{
    access::{Action, Ctx},
    attendance::roll::Mark,
    certificates::{Kind, folio, withheld},
    groups::Audience,
    ids::{CentreId, CertificateId, GroupId, JobId},
    people::name::PersonName,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;
use vault::{DataKey, Place, chain::sha256};

use super::{Course, group_in_reach};
use crate::{
    DocumentFace, Error, Programme, Result, Store, Tx, boxed,
    entity::{
        attendance::attendance,
        certificates::{certificate, folio as folios},
        groups::{enrolment, programme_version, training_group},
    },
    kit::scope,
    programmes::pack_of,
};

/// Kind of the job that issues; its input is the group.
pub const JOB: &str = "certificates";

/// What is to be printed for a group.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The centre, whose key seals.
    pub centre: CentreId,
    /// Its name on the day of issue.
    pub centre_name: String,
    /// Whom the group is for.
    pub audience: Audience,
    /// How documents look on that day.
    pub face: DocumentFace,
    /// Title of the programme.
    pub programme: String,
    /// Version of the programme that the group keeps.
    pub version: u16,
    /// Sessions and minutes prescribed.
    pub prescribed: (u32, u32),
    /// One per document.
    pub drafts: Vec<Draft>,
}

/// A document with its folio and without its PDF.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The certificate.
    pub id: CertificateId,
    /// Which document.
    pub kind: Kind,
    /// Its folio.
    pub folio: String,
    /// Whose.
    pub name: PersonName,
    /// Sessions and minutes received.
    pub received: (u32, u32),
    /// First and last day attended.
    pub period: (NaiveDate, NaiveDate),
    /// Its date.
    pub issued_on: NaiveDate,
    /// 128 random bits for the address in the QR code. Only their keyed hash is stored.
    pub token: String,
    person: Uuid,
}

impl Store<Programme> {
    /// Asks for the certificates of a group. While that is waiting or running, it is the same job.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] `certificates-no-face` when nobody is named to sign.
    #[boxed]
    pub async fn ask_for_certificates(&self, ctx: &Ctx, id: GroupId) -> Result<JobId> {
        ctx.demand(Action::IssueCertificates)?;
        let group = group_in_reach(self.read(), ctx, id).await?;
        self.face_to_print(CentreId(group.centre_id), ctx.now().date_naive()).await?;
        let mut tx = self.begin(ctx).await?;
        let job = self.enqueue(&tx, JOB, id.0).await?;
        tx.audit("certificates.asked", "group", id.0).await?;
        tx.commit_as(job.0).await?;
        Ok(job)
    }

    /// Reserves a folio for each document that is due, by surname, and gives what is to be printed:
    /// these, and what an interrupted job left. Doing it again reserves nothing twice.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] `certificates-no-face`.
    #[boxed]
    pub async fn reserve_certificates(&self, ctx: &Ctx, id: GroupId) -> Result<Batch> {
        ctx.demand(Action::IssueCertificates)?;
        let course =
            Course::load(self.read(), group_in_reach(self.read(), ctx, id).await?, ctx.now()).await?;
        let people = course.people();
        let (names, keys) = (self.person_names(&people).await?, self.keys_of(&people).await?);
        let face = self.face_to_print(CentreId(course.centre.id), course.today).await?;
        let mut tx = self.begin(ctx).await?;
        // On PostgreSQL one job at a time per group; SQLite has one writer anyway.
        let group = training_group::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
        let course = Course::load(tx.db(), group.ok_or(Error::NotFound)?, ctx.now()).await?;
        let due = due(&course, &names);
        if !due.is_empty() {
            self.insert_reserved(&mut tx, &course, &due, (&names, &keys)).await?;
            tx.commit_as(id.0).await?;
        }
        self.batch(ctx, id, face, &names).await
    }

    async fn insert_reserved(
        &self,
        tx: &mut Tx,
        course: &Course,
        due: &[(&enrolment::Model, Kind)],
        (names, keys): (&HashMap<Uuid, PersonName>, &HashMap<Uuid, DataKey>),
    ) -> Result<()> {
        let (ctx, year) = (tx.ctx().clone(), course.today.year());
        let mut number = self.take_folios(tx, course.centre.id, year, due.len()).await?;
        let mut rows = Vec::with_capacity(due.len());
        for (enrolment, kind) in due {
            number += 1;
            let key = keys.get(&enrolment.person_id).ok_or(Error::Damaged)?;
            let name = names.get(&enrolment.person_id).ok_or(Error::Damaged)?;
            let id = self.entropy().uuid();
            let place = Place { table: "certificate", column: "initials", row: id };
            let (sessions, minutes) = course.received(enrolment);
            rows.push(certificate::ActiveModel {
                id: Set(id),
                enrolment_id: Set(enrolment.id),
                centre_id: Set(course.centre.id),
                group_id: Set(course.group.id),
                kind: Set(kind.name().to_owned()),
                audience: Set(course.group.audience.clone()),
                folio: Set(folio(&course.centre.code, year, number)),
                // Of a token that nobody knows: found by nobody until the PDF is filed.
                token_hash: Set(self.token_hash(&self.entropy().short_token())),
                initials: Set(self.seal(key, place, name.initials().as_bytes())),
                minutes: Set(i32::try_from(minutes).unwrap_or(i32::MAX)),
                sessions: Set(i32::try_from(sessions).unwrap_or(i32::MAX)),
                programme_version_id: Set(course.group.programme_version_id),
                issued_on: Set(course.today),
                issued_by: Set(ctx.user().map(|user| user.0)),
                pdf: Set(None),
                pdf_sha256: Set(None),
                signed_scan_id: Set(None),
                created_at: Set(ctx.now()),
                revoked_at: Set(None),
                revoked_by: Set(None),
                revoked_reason: Set(None),
                live_key: Set(Some(format!("{}:{}", enrolment.id, kind.name()))),
            });
            tx.audit("certificate.issued", "certificate", id).await?;
        }
        certificate::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
        Ok(())
    }

    /// Takes `n` folios of a centre and year under the lock of their row: none is left out, since a
    /// transaction that fails gives them back. The number before the first.
    async fn take_folios(&self, tx: &Tx, centre: Uuid, year: i32, n: usize) -> Result<u32> {
        let first = folios::ActiveModel {
            id: Set(self.entropy().uuid()),
            centre_id: Set(centre),
            year: Set(year),
            last_number: Set(0),
        };
        let key = [folios::Column::CentreId, folios::Column::Year];
        folios::Entity::insert(first).on_conflict_do_nothing_on(key).exec_without_returning(tx.db()).await?;
        let row = folios::Entity::find()
            .filter(folios::Column::CentreId.eq(centre))
            .filter(folios::Column::Year.eq(year))
            .lock_exclusive()
            .one(tx.db())
            .await?
            .ok_or(Error::Damaged)?;
        let taken = row.last_number + i32::try_from(n).map_err(|_| Error::Damaged)?;
        let change =
            folios::ActiveModel { id: Unchanged(row.id), last_number: Set(taken), ..Default::default() };
        change.update(tx.db()).await?;
        Ok(row.last_number.unsigned_abs())
    }

    async fn batch(
        &self,
        ctx: &Ctx,
        id: GroupId,
        face: DocumentFace,
        names: &HashMap<Uuid, PersonName>,
    ) -> Result<Batch> {
        let db = self.read();
        let course = Course::load(db, group_in_reach(db, ctx, id).await?, ctx.now()).await?;
        let version =
            programme_version::Entity::find_by_id(course.group.programme_version_id).one(db).await?;
        let pack = pack_of(&version.ok_or(Error::Damaged)?)?;
        let mut periods: HashMap<Uuid, (NaiveDate, NaiveDate)> = HashMap::new();
        let days: HashMap<Uuid, NaiveDate> =
            course.sessions.iter().map(|(row, day)| (row.id, *day)).collect();
        let there = [Mark::Present, Mark::Late].map(Mark::name);
        let attended = attendance::Entity::find()
            .filter(attendance::Column::SessionId.is_in(days.keys().copied()))
            .filter(attendance::Column::Mark.is_in(there))
            .all(db)
            .await?;
        for row in attended {
            let Some(day) = days.get(&row.session_id).copied() else { continue };
            let period = periods.entry(row.enrolment_id).or_insert((day, day));
            *period = (period.0.min(day), period.1.max(day));
        }
        let people: HashMap<Uuid, Uuid> =
            course.enrolments.iter().map(|row| (row.id, row.person_id)).collect();
        let unprinted =
            course.certificates.iter().filter(|row| row.live_key.is_some() && row.pdf_sha256.is_none());
        let drafts = unprinted.filter_map(|row| {
            let person = *people.get(&row.enrolment_id)?;
            Some(Ok(Draft {
                id: CertificateId(row.id),
                kind: Kind::from_name(&row.kind)?,
                folio: row.folio.clone(),
                name: names.get(&person)?.clone(),
                received: (row.sessions.unsigned_abs(), row.minutes.unsigned_abs()),
                period: periods.get(&row.enrolment_id).copied().unwrap_or((row.issued_on, row.issued_on)),
                issued_on: row.issued_on,
                token: self.entropy().short_token(),
                person,
            }))
        });
        Ok(Batch {
            centre: CentreId(course.centre.id),
            centre_name: course.centre.name.clone(),
            audience: Audience::from_name(&course.group.audience).ok_or(Error::Damaged)?,
            drafts: drafts.collect::<Result<_>>()?,
            face,
            prescribed: (u32::try_from(pack.sessions.len()).unwrap_or(u32::MAX), pack.minutes()),
            programme: pack.title.clone(),
            version: pack.version,
        })
    }

    /// Files the sealed PDF of a draft; from now on its address is known. Another that was faster
    /// stays: the file that is kept is the one whose address holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person was erased meanwhile.
    #[boxed]
    pub async fn file_certificate(&self, ctx: &Ctx, draft: &Draft, pdf: &[u8]) -> Result<()> {
        ctx.demand(Action::IssueCertificates)?;
        let key = self.key_of(draft.person).await?;
        let place = Place { table: "certificate", column: "pdf", row: draft.id.0 };
        let sealed = self.seal(&key, place, pdf);
        let mut tx = self.begin(ctx).await?;
        let filed = certificate::Entity::update_many()
            .col_expr(certificate::Column::TokenHash, Expr::value(self.token_hash(&draft.token)))
            .col_expr(certificate::Column::Pdf, Expr::value(sealed))
            .col_expr(certificate::Column::PdfSha256, Expr::value(sha256(&[pdf]).to_vec()))
            .filter(certificate::Column::Id.eq(draft.id.0))
            .filter(scope::of_groups(ctx, certificate::Column::GroupId))
            .filter(certificate::Column::PdfSha256.is_null())
            .filter(certificate::Column::RevokedAt.is_null())
            .exec(tx.db())
            .await?;
        if filed.rows_affected == 0 {
            return Ok(());
        }
        tx.audit("certificate.printed", "certificate", draft.id.0).await?;
        tx.commit_as(draft.id.0).await
    }

    pub(super) fn token_hash(&self, token: &str) -> Vec<u8> {
        self.ring().keyed_hash("certificate token", token.as_bytes()).to_vec()
    }

    async fn face_to_print(&self, centre: CentreId, day: NaiveDate) -> Result<DocumentFace> {
        let face = self.face_on(centre, day).await?;
        face.filter(|face| !face.signatories.is_empty()).ok_or(Error::Refused("certificates-no-face"))
    }
}

/// The documents that are due, by surname, participation before completion.
fn due<'c>(course: &'c Course, names: &HashMap<Uuid, PersonName>) -> Vec<(&'c enrolment::Model, Kind)> {
    let mut readable: Vec<_> = course
        .enrolments
        .iter()
        .filter_map(|row| Some((names.get(&row.person_id)?.sort_key(), row)))
        .collect();
    readable.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.id.cmp(&b.1.id)));
    let of = |row: &'c enrolment::Model| {
        let basis = course.basis(row, false);
        let kinds = Kind::ALL.iter().copied();
        kinds.filter(move |kind| withheld(*kind, &basis).is_none() && course.live(row, *kind).is_none())
    };
    readable.into_iter().flat_map(|(_, row)| of(row).map(move |kind| (row, kind))).collect()
}
