//! What anybody may learn of a certificate: only by the random token in its address, and only what
//! the paper in their hands says already. A man's names neither centre nor programme, unless the
//! centre wants it so.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Ctx,
    certificates::Kind,
    groups::Audience,
    ids::{CentreId, CertificateId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use vault::{Place, PublicKey};

use crate::{
    Error, Programme, Result, Store, boxed,
    entity::{
        centres::centre,
        certificates::certificate,
        groups::{enrolment, programme_version},
        people::person,
    },
    keys::text,
};

/// What the public page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicView {
    /// The certificate; not for the page.
    pub id: CertificateId,
    /// Whether it holds.
    pub state: PublicState,
    /// Its folio.
    pub folio: String,
    /// Which document.
    pub kind: Kind,
    /// For whom.
    pub audience: Audience,
    /// Its date.
    pub issued_on: NaiveDate,
    /// Sessions attended.
    pub sessions: u32,
    /// Minutes received.
    pub minutes: u32,
    /// Initials of whom it names.
    pub initials: String,
    /// Institution, centre and programme, where they may be named.
    pub details: Option<PublicDetails>,
    /// The centre whose key sealed it.
    pub centre: CentreId,
    /// That key.
    pub key: PublicKey,
}

/// Whether a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicState {
    /// It does.
    InForce,
    /// It was revoked.
    Revoked(DateTime<Utc>),
    /// The person's data were erased: nothing can be said of it any more.
    Withdrawn,
}

/// What a man's certificate says in public only if the centre wants it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicDetails {
    /// The institution, as it was called on the day of issue.
    pub institution: String,
    /// The centre.
    pub centre: String,
    /// Title of the programme.
    pub programme: String,
    /// Its version.
    pub version: u32,
}

impl Store<Programme> {
    /// What anybody may learn of the certificate with this token. It needs no login and no scope: the
    /// token is the permission.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other text, a folio among them.
    #[boxed]
    pub async fn certificate_public(&self, ctx: &Ctx, token: &str) -> Result<PublicView> {
        let db = self.read();
        let hash = certificate::Column::TokenHash.eq(self.token_hash(token));
        let row = certificate::Entity::find().filter(hash).one(db).await?.ok_or(Error::NotFound)?;
        let enrolment =
            enrolment::Entity::find_by_id(row.enrolment_id).one(db).await?.ok_or(Error::Damaged)?;
        let person = person::Entity::find_by_id(enrolment.person_id).one(db).await?.ok_or(Error::Damaged)?;
        let keys = self.keys_of(&[person.id]).await?;
        let (state, initials) = match (keys.get(&person.id), person.erased_at, row.revoked_at) {
            (None, ..) | (_, Some(_), _) => (PublicState::Withdrawn, String::new()),
            (Some(key), None, revoked) => {
                let place = Place { table: "certificate", column: "initials", row: row.id };
                let initials = text(self.unseal(key, place, &row.initials)?)?;
                (revoked.map_or(PublicState::InForce, PublicState::Revoked), initials)
            }
        };
        let audience = Audience::from_name(&row.audience).ok_or(Error::Damaged)?;
        let centre = CentreId(row.centre_id);
        Ok(PublicView {
            id: CertificateId(row.id),
            state,
            kind: Kind::from_name(&row.kind).ok_or(Error::Damaged)?,
            audience,
            issued_on: row.issued_on,
            sessions: row.sessions.unsigned_abs(),
            minutes: row.minutes.unsigned_abs(),
            initials,
            details: self.public_details(ctx, &row, audience).await?,
            centre,
            key: self.ring().certificate_signer(centre.0).public_key(),
            folio: row.folio,
        })
    }

    async fn public_details(
        &self,
        ctx: &Ctx,
        row: &certificate::Model,
        audience: Audience,
    ) -> Result<Option<PublicDetails>> {
        let centre = CentreId(row.centre_id);
        let now = self.face_on(centre, ctx.now().date_naive()).await?;
        if audience == Audience::Men && !now.is_some_and(|face| face.public_details) {
            return Ok(None);
        }
        let db = self.read();
        let then = self.face_on(centre, row.issued_on).await?;
        let version = programme_version::Entity::find_by_id(row.programme_version_id).one(db).await?;
        let version = version.ok_or(Error::Damaged)?;
        let centre = centre::Entity::find_by_id(row.centre_id).one(db).await?.ok_or(Error::Damaged)?;
        Ok(Some(PublicDetails {
            institution: then.map(|face| face.institution).unwrap_or_default(),
            centre: centre.name,
            programme: version.title,
            version: version.version.unsigned_abs(),
        }))
    }

    /// The key that verifies the seals of a centre: for anybody.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    #[boxed]
    pub async fn certificate_key(&self, _ctx: &Ctx, centre: CentreId) -> Result<PublicKey> {
        centre::Entity::find_by_id(centre.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        Ok(self.ring().certificate_signer(centre.0).public_key())
    }
}
