//! How documents look from a day on: institution, legend of the year, signatories, logo. Of one
//! centre, or of all that have none of their own.
//!
//! A face is never changed: a new one with its day takes over, so that old documents keep the name
//! that the institution had. Logos come in checked and cleaned by the page that takes them.

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx},
    ids::CentreId,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error, Programme, Result, Store, boxed,
    centres::{everywhere, reachable},
    entity::centres::document_face,
    kit::scope,
};

/// Who signs documents: a public function, with the name that stands under the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// Name as printed.
    pub name: String,
    /// Post as printed.
    pub post: String,
}

/// A logo.
#[derive(Clone, PartialEq, Eq)]
pub struct FaceLogo {
    /// Content.
    pub bytes: Vec<u8>,
    /// `image/png` or `image/svg+xml`.
    pub media_type: String,
}

impl std::fmt::Debug for FaceLogo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.media_type, self.bytes.len())
    }
}

/// How documents look from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFace {
    /// Its id.
    pub id: Uuid,
    /// The centre; `None` for all that have none of their own.
    pub centre: Option<CentreId>,
    /// First day.
    pub since: NaiveDate,
    /// Name of the institution.
    pub institution: String,
    /// Where documents are issued: «Chetumal, Quintana Roo».
    pub place: String,
    /// Legend of the year, as printed in official letters; may be empty.
    pub legend: String,
    /// Who signs.
    pub signatories: Vec<Signatory>,
    /// Logo.
    pub logo: Option<FaceLogo>,
    /// Whether the public page of a man's certificate names centre and programme.
    pub public_details: bool,
}

/// What is asked for a new face.
#[derive(Debug, Clone)]
pub struct NewFace {
    /// The centre; `None` for all that have none of their own.
    pub centre: Option<CentreId>,
    /// First day.
    pub since: NaiveDate,
    /// Name of the institution.
    pub institution: String,
    /// Where documents are issued: «Chetumal, Quintana Roo».
    pub place: String,
    /// Legend of the year; may be empty.
    pub legend: String,
    /// Who signs.
    pub signatories: Vec<Signatory>,
    /// A new logo; `None` keeps that of the face in force.
    pub logo: Option<FaceLogo>,
    /// Whether the public page of a man's certificate names centre and programme.
    pub public_details: bool,
}

impl From<document_face::Model> for DocumentFace {
    fn from(row: document_face::Model) -> Self {
        let logo = row.logo.zip(row.logo_type).map(|(bytes, media_type)| FaceLogo { bytes, media_type });
        Self {
            id: row.id,
            centre: row.centre_id.map(CentreId),
            since: row.since,
            institution: row.institution,
            place: row.place,
            legend: row.legend,
            signatories: serde_json::from_str(&row.signatories).unwrap_or_default(),
            logo,
            public_details: row.public_details,
        }
    }
}

impl Store<Programme> {
    /// The faces of the centres within reach and of all, the latest first.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Unavailable`].
    #[boxed]
    pub async fn list_faces(&self, ctx: &Ctx) -> Result<Vec<DocumentFace>> {
        ctx.demand(Action::ManageDocuments)?;
        let rows = document_face::Entity::find()
            .filter(visible(ctx))
            .order_by_desc(document_face::Column::Since)
            .order_by_desc(document_face::Column::At)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(DocumentFace::from).collect())
    }

    /// One face.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    #[boxed]
    pub async fn get_face(&self, ctx: &Ctx, id: Uuid) -> Result<DocumentFace> {
        ctx.demand(Action::ManageDocuments)?;
        let row = document_face::Entity::find_by_id(id).filter(visible(ctx)).one(self.read()).await?;
        row.map(DocumentFace::from).ok_or(Error::NotFound)
    }

    /// The face in force at a centre on a day: what a document of that day looks like.
    pub(crate) async fn face_on(&self, centre: CentreId, day: NaiveDate) -> Result<Option<DocumentFace>> {
        in_force(self.read(), Some(centre), day).await
    }

    /// Sets how documents look from a day on.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of reach, [`Error::Unavailable`].
    #[boxed]
    pub async fn create_face(&self, ctx: &Ctx, new: NewFace) -> Result<Uuid> {
        ctx.demand(Action::ManageDocuments)?;
        let signatories = serde_json::to_string(&new.signatories).map_err(|_| Error::Damaged)?;
        let mut tx = self.begin(ctx).await?;
        match new.centre {
            Some(centre) => drop(reachable(tx.db(), ctx, centre).await?),
            None => everywhere(ctx)?,
        }
        let logo = match new.logo {
            Some(logo) => Some(logo),
            None => in_force(tx.db(), new.centre, new.since).await?.and_then(|before| before.logo),
        };
        let id = self.entropy().uuid();
        let (logo, logo_type) = logo.map(|logo| (logo.bytes, logo.media_type)).unzip();
        let row = document_face::ActiveModel {
            id: Set(id),
            centre_id: Set(new.centre.map(|centre| centre.0)),
            since: Set(new.since),
            institution: Set(new.institution),
            place: Set(new.place),
            legend: Set(new.legend),
            signatories: Set(signatories),
            logo: Set(logo),
            logo_type: Set(logo_type),
            public_details: Set(new.public_details),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        document_face::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("document-face.created", "document-face", id).await?;
        tx.commit_as(id).await?;
        Ok(id)
    }
}

/// Faces of the centres within reach, and those of all centres.
fn visible(ctx: &Ctx) -> Condition {
    Condition::any()
        .add(document_face::Column::CentreId.is_null())
        .add(scope::centres(ctx, document_face::Column::CentreId))
}

/// The latest face of the centre by its day (of two of one day, the one written later); else of all.
async fn in_force<C: ConnectionTrait>(
    db: &C,
    centre: Option<CentreId>,
    day: NaiveDate,
) -> Result<Option<DocumentFace>> {
    let of = |condition: Condition| {
        document_face::Entity::find()
            .filter(condition)
            .filter(document_face::Column::Since.lte(day))
            .order_by_desc(document_face::Column::Since)
            .order_by_desc(document_face::Column::At)
            .one(db)
    };
    if let Some(centre) = centre {
        let own = of(Condition::all().add(document_face::Column::CentreId.eq(centre.0))).await?;
        if own.is_some() {
            return Ok(own.map(DocumentFace::from));
        }
    }
    let common = of(Condition::all().add(document_face::Column::CentreId.is_null())).await?;
    Ok(common.map(DocumentFace::from))
}
