//! Reading, revoking and completing certificates that were given.

use std::collections::HashMap;

use domain::{
    access::{Action, Ctx},
    certificates::Kind,
    ids::{CertificateId, EnrolmentId, GroupId, PersonId},
    people::name::PersonName,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use vault::{DataKey, Place};

use super::{Given, group_in_reach};
use crate::{
    Attachment, Error, Programme, ReadEntry, Result, Store, boxed,
    entity::{certificates::certificate, groups::enrolment},
    kit::scope,
};

/// A certificate as its own page shows it.
#[derive(Debug, Clone)]
pub struct CertificateFile {
    /// What lists show of it.
    pub given: Given,
    /// The group.
    pub group: GroupId,
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The person.
    pub person: PersonId,
    /// The name; `None` for an erased person.
    pub name: Option<PersonName>,
    /// Who issued it, if an account did.
    pub issued_by: Option<String>,
    /// Who revoked it.
    pub revoked_by: Option<String>,
}

impl Store<Programme> {
    /// A certificate of a group within reach; the read is on record.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn get_certificate(&self, ctx: &Ctx, id: CertificateId) -> Result<CertificateFile> {
        let (row, enrolment) = self.certificate_in_reach(ctx, id).await?;
        self.read_certificate(ctx, id).await?;
        let name = self.person_names(&[enrolment.person_id]).await?.remove(&enrolment.person_id);
        let authors: Vec<Uuid> = row.issued_by.into_iter().chain(row.revoked_by).collect();
        let labels = self.account_labels(&authors).await?;
        let label = |account: Option<Uuid>| account.and_then(|id| labels.get(&id).cloned());
        Ok(CertificateFile {
            issued_by: label(row.issued_by),
            revoked_by: label(row.revoked_by),
            given: Given::try_from(&row)?,
            group: GroupId(row.group_id),
            enrolment: EnrolmentId(enrolment.id),
            person: PersonId(enrolment.person_id),
            name,
        })
    }

    /// Folio and sealed PDF of a certificate; the read is on record.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for an erased person's.
    #[boxed]
    pub async fn certificate_pdf(&self, ctx: &Ctx, id: CertificateId) -> Result<(String, Vec<u8>)> {
        ctx.demand(Action::ViewCertificates)?;
        let (row, enrolment) = self.certificate_in_reach(ctx, id).await?;
        self.read_certificate(ctx, id).await?;
        let key = self.key_of(enrolment.person_id).await?;
        let pdf = self.open_pdf(&key, &row)?.ok_or(Error::NotFound)?;
        Ok((row.folio, pdf))
    }

    /// Folios and sealed PDFs of all certificates in force of a group: one read on record.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn group_pdfs(&self, ctx: &Ctx, id: GroupId) -> Result<Vec<(String, Kind, Vec<u8>)>> {
        ctx.demand(Action::ViewCertificates)?;
        group_in_reach(self.read(), ctx, id).await?;
        let read = ReadEntry { deed: "certificates.read", kind: "group", object: Some(id.0) };
        self.record_read(ctx, read).await?;
        let rows = certificate::Entity::find()
            .filter(certificate::Column::GroupId.eq(id.0))
            .filter(certificate::Column::RevokedAt.is_null())
            .filter(certificate::Column::PdfSha256.is_not_null())
            .order_by_asc(certificate::Column::Folio)
            .all(self.read())
            .await?;
        let enrolments =
            enrolment::Entity::find().filter(enrolment::Column::GroupId.eq(id.0)).all(self.read()).await?;
        let people: HashMap<Uuid, Uuid> = enrolments.iter().map(|row| (row.id, row.person_id)).collect();
        let keys = self.keys_of(&people.values().copied().collect::<Vec<_>>()).await?;
        let mut pdfs = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(key) = people.get(&row.enrolment_id).and_then(|person| keys.get(person)) else {
                continue;
            };
            let kind = Kind::from_name(&row.kind).ok_or(Error::Damaged)?;
            if let Some(pdf) = self.open_pdf(key, &row)? {
                pdfs.push((row.folio, kind, pdf));
            }
        }
        Ok(pdfs)
    }

    /// Revokes a certificate for good: its public page says so from now on, and another of its kind
    /// can be given.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] `certificates-reason-missing`, `certificates-revoked-before`.
    #[boxed]
    pub async fn revoke_certificate(&self, ctx: &Ctx, id: CertificateId, reason: &str) -> Result<()> {
        ctx.demand(Action::RevokeCertificate)?;
        if reason.trim().is_empty() {
            return Err(Error::Refused("certificates-reason-missing"));
        }
        let mut tx = self.begin(ctx).await?;
        let row = certificate::Entity::find_by_id(id.0)
            .filter(scope::of_groups(ctx, certificate::Column::GroupId))
            .lock_exclusive()
            .one(tx.db())
            .await?
            .ok_or(Error::NotFound)?;
        if row.revoked_at.is_some() {
            return Err(Error::Refused("certificates-revoked-before"));
        }
        let change = certificate::ActiveModel {
            id: Unchanged(id.0),
            revoked_at: Set(Some(ctx.now())),
            revoked_by: Set(ctx.user().map(|user| user.0)),
            revoked_reason: Set(Some(reason.trim().to_owned())),
            live_key: Set(None),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        tx.audit("certificate.revoked", "certificate", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// Keeps the scan of a certificate with its autograph signatures and stamp, sealed with the
    /// person's key; a later one takes its place.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn attach_signed_certificate(
        &self,
        ctx: &Ctx,
        id: CertificateId,
        file: &Attachment,
    ) -> Result<()> {
        ctx.demand(Action::IssueCertificates)?;
        let (_, enrolment) = self.certificate_in_reach(ctx, id).await?;
        let person = enrolment.person_id;
        let key = self.key_of(person).await?;
        let mut tx = self.begin(ctx).await?;
        let scan = self.insert_attachment(&tx, (person, &key), "signed-certificate", file).await?;
        let change = certificate::ActiveModel {
            id: Unchanged(id.0),
            signed_scan_id: Set(Some(scan.0)),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        tx.audit("certificate.scan-attached", "certificate", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// The scan of a certificate; the read is on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    #[boxed]
    pub async fn signed_certificate(&self, ctx: &Ctx, id: CertificateId) -> Result<Attachment> {
        ctx.demand(Action::ViewCertificates)?;
        let (row, enrolment) = self.certificate_in_reach(ctx, id).await?;
        let scan = row.signed_scan_id.ok_or(Error::NotFound)?;
        self.read_certificate(ctx, id).await?;
        self.open_attachment(enrolment.person_id, scan.into()).await
    }

    async fn read_certificate(&self, ctx: &Ctx, id: CertificateId) -> Result<()> {
        self.record_read(ctx, ReadEntry { deed: "certificate.read", kind: "certificate", object: Some(id.0) })
            .await
    }

    fn open_pdf(&self, key: &DataKey, row: &certificate::Model) -> Result<Option<Vec<u8>>> {
        let place = Place { table: "certificate", column: "pdf", row: row.id };
        row.pdf.as_ref().map(|sealed| self.unseal(key, place, sealed)).transpose()
    }

    async fn certificate_in_reach(
        &self,
        ctx: &Ctx,
        id: CertificateId,
    ) -> Result<(certificate::Model, enrolment::Model)> {
        let db = self.read();
        let row = certificate::Entity::find_by_id(id.0)
            .filter(scope::of_groups(ctx, certificate::Column::GroupId))
            .one(db)
            .await?
            .ok_or(Error::NotFound)?;
        let enrolment =
            enrolment::Entity::find_by_id(row.enrolment_id).one(db).await?.ok_or(Error::Damaged)?;
        Ok((row, enrolment))
    }
}
