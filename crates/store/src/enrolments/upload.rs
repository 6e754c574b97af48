//! A list between its upload and its confirmation: sealed under a key of its own, seen only by whoever
//! uploaded it, gone with the confirmation or after 24 hours. Nothing of it is on disk in clear.

use chrono::{Duration, NaiveDate};
use domain::{
    access::{Action, Ctx},
    groups::{Audience, EnrolRefused},
    ids::{CentreId, GroupId, ImportId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::Place;

use crate::{
    Base, Error, Programme, Result, Store, Tx, boxed, centres,
    entity::machinery::{attachment, key_owner},
};

const WAITING: &str = "import";
const DONE: &str = "import-result";

/// Where the people of a list go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// Into a group.
    Group(GroupId),
    /// Only into the register of a centre.
    Register(CentreId),
}

/// What a page says of the target.
#[derive(Debug, Clone)]
pub struct TargetPlace {
    /// Name of the group or centre.
    pub name: String,
    /// The centre.
    pub centre: CentreId,
    /// Audience of the group.
    pub audience: Option<Audience>,
    /// The day at the centre.
    pub today: NaiveDate,
    /// The first day of whoever is enrolled, unless another one is said.
    pub since: NaiveDate,
    /// Why nobody can be enrolled, if so.
    pub refused: Option<EnrolRefused>,
}

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadState {
    /// Waits for its confirmation.
    Waiting,
    /// Imported; the content is the annotated copy now.
    Done {
        /// How many rows were taken.
        taken: u32,
        /// How many of them made a new file.
        registered: u32,
        /// How many were left out.
        left_out: u32,
    },
}

/// An uploaded list.
#[derive(Clone)]
pub struct Upload {
    /// Where it goes.
    pub target: Target,
    /// Where it stands.
    pub state: UploadState,
    /// The name of the file as it came.
    pub name: String,
    /// The file.
    pub content: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    target: Target,
    state: UploadState,
    name: String,
}

impl Upload {
    /// The header, its length before it, and the file.
    fn plain(&self) -> Vec<u8> {
        let header = Header { target: self.target, state: self.state, name: self.name.clone() };
        let header = serde_json::to_vec(&header).expect("ids, numbers and a text always serialise");
        let length = u32::try_from(header.len()).expect("a name is short").to_be_bytes();
        [length.as_slice(), &header, &self.content].concat()
    }

    fn parse(plain: &[u8]) -> Option<Self> {
        let (length, rest) = plain.split_first_chunk::<4>()?;
        let (header, content) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        let Header { target, state, name } = serde_json::from_slice(header).ok()?;
        Some(Self { target, state, name, content: content.to_vec() })
    }
}

fn place(row: Uuid) -> Place<'static> {
    Place { table: "attachment", column: "content", row }
}

impl Store<Programme> {
    /// Keeps a list until it is confirmed.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the target is out of reach.
    #[boxed]
    pub async fn keep_upload(&self, ctx: &Ctx, upload: Upload) -> Result<ImportId> {
        ctx.demand(Action::Enrol)?;
        self.target_place(ctx, upload.target).await?;
        let id = self.entropy().uuid();
        let key = self.new_key(id).await?;
        let row = attachment::ActiveModel {
            id: Set(id),
            owner_id: Set(id),
            kind: Set(WAITING.to_owned()),
            media_type: Set("application/octet-stream".to_owned()),
            content: Set(self.seal(&key, place(id), &upload.plain())),
            size: Set(i64::try_from(upload.content.len()).unwrap_or(i64::MAX)),
            added_at: Set(ctx.now()),
            added_by: Set(ctx.user().map(|user| user.0)),
        };
        let mut tx = self.begin(ctx).await?;
        tx.own_key(id, WAITING).await?;
        attachment::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("import.uploaded", "import", id).await?;
        tx.commit_as(id).await?;
        Ok(ImportId(id))
    }

    /// An upload of one's own, with where it goes.
    ///
    /// # Errors
    /// [`Error::NotFound`], also when its target is out of reach now.
    #[boxed]
    pub async fn open_upload(&self, ctx: &Ctx, id: ImportId) -> Result<(Upload, TargetPlace)> {
        ctx.demand(Action::Enrol)?;
        let row = attachment::Entity::find_by_id(id.0)
            .filter(attachment::Column::Kind.is_in([WAITING, DONE]))
            .filter(match ctx.user() {
                Some(user) => attachment::Column::AddedBy.eq(user.0),
                None => attachment::Column::AddedBy.is_null(),
            })
            .one(self.read())
            .await?
            .ok_or(Error::NotFound)?;
        let key = self.key_of(id.0).await?;
        let upload = Upload::parse(&self.unseal(&key, place(id.0), &row.content)?).ok_or(Error::Damaged)?;
        let place = self.target_place(ctx, upload.target).await?;
        Ok((upload, place))
    }

    /// Forgets an upload of one's own, confirmed or not.
    #[boxed]
    pub async fn discard_upload(&self, ctx: &Ctx, id: ImportId) -> Result<()> {
        self.open_upload(ctx, id).await?;
        self.forget(ctx, &[id.0]).await
    }

    /// The sealed row that takes the place of a confirmed list: its annotated copy.
    pub(super) async fn finish_upload(&self, tx: &Tx, id: ImportId, sealed: Vec<u8>) -> Result<()> {
        let row = attachment::ActiveModel {
            kind: Set(DONE.to_owned()),
            content: Set(sealed),
            ..Default::default()
        };
        let updated = attachment::Entity::update_many()
            .set(row)
            .filter(attachment::Column::Id.eq(id.0))
            .filter(attachment::Column::Kind.eq(WAITING))
            .exec(tx.db())
            .await?;
        // Confirmed in the same moment from another window.
        if updated.rows_affected == 0 { Err(Error::Replayed(Some(id.0))) } else { Ok(()) }
    }

    pub(super) async fn seal_upload(&self, id: ImportId, upload: &Upload) -> Result<Vec<u8>> {
        let key = self.key_of(id.0).await?;
        Ok(self.seal(&key, place(id.0), &upload.plain()))
    }

    /// What a page says of a target within reach.
    #[boxed]
    pub async fn target_place(&self, ctx: &Ctx, target: Target) -> Result<TargetPlace> {
        match target {
            Target::Group(id) => {
                let place = self.place_in(ctx, id).await?;
                Ok(TargetPlace {
                    audience: Some(place.audience()?),
                    since: place.usual_since(),
                    refused: place.refused(),
                    name: place.group.name,
                    centre: place.group.centre_id.into(),
                    today: place.today,
                })
            }
            Target::Register(id) => {
                let centre = centres::reachable(self.read(), ctx, id).await?;
                let zone = centres::zone_of(&centre)?;
                let today = ctx.now().with_timezone(&zone).date_naive();
                Ok(TargetPlace {
                    name: centre.name,
                    centre: id,
                    audience: None,
                    today,
                    since: today,
                    refused: None,
                })
            }
        }
    }
}

impl Base {
    /// Forgets what was uploaded more than 24 hours ago.
    #[boxed]
    pub async fn sweep_uploads(&self, ctx: &Ctx) -> Result<usize> {
        let old: Vec<Uuid> = attachment::Entity::find()
            .select_only()
            .column(attachment::Column::Id)
            .filter(attachment::Column::Kind.is_in([WAITING, DONE]))
            .filter(attachment::Column::AddedAt.lt(ctx.now() - Duration::hours(24)))
            .into_tuple()
            .all(self.read())
            .await?;
        if !old.is_empty() {
            self.forget(ctx, &old).await?;
        }
        Ok(old.len())
    }

    async fn forget(&self, ctx: &Ctx, ids: &[Uuid]) -> Result<()> {
        let mut tx = self.begin(ctx).await?;
        let these = attachment::Column::Id.is_in(ids.iter().copied());
        attachment::Entity::delete_many().filter(these).exec(tx.db()).await?;
        let owned = key_owner::Column::OwnerId.is_in(ids.iter().copied());
        key_owner::Entity::delete_many().filter(owned).exec(tx.db()).await?;
        tx.audit_all("import.forgotten", "import", ids).await?;
        tx.commit().await?;
        self.destroy_keys(ids).await
    }
}
