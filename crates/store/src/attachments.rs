//! Sealed attachments: scans of signed lists and certificates. Sealed with the key of their owner,
//! so that they are erased with it.

use domain::ids::AttachmentId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use vault::{DataKey, Place};

use crate::{Base, Error, Result, Tx, entity::machinery::attachment};

/// An attachment as it was uploaded.
#[derive(Clone)]
pub struct Attachment {
    /// `application/pdf`, `image/jpeg` or `image/png`; checked at upload.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({}, {} bytes)", self.media_type, self.content.len())
    }
}

impl Base {
    /// Stores an attachment of `owner`, sealed under the owner's key.
    pub(crate) async fn insert_attachment(
        &self,
        tx: &Tx,
        owner: (Uuid, &DataKey),
        kind: &str,
        file: &Attachment,
    ) -> Result<AttachmentId> {
        let id = self.entropy().uuid();
        let place = Place { table: "attachment", column: "content", row: id };
        let row = attachment::ActiveModel {
            id: Set(id),
            owner_id: Set(owner.0),
            kind: Set(kind.to_owned()),
            media_type: Set(file.media_type.clone()),
            content: Set(self.seal(owner.1, place, &file.content)),
            size: Set(i64::try_from(file.content.len()).unwrap_or(i64::MAX)),
            added_at: Set(tx.ctx().now()),
            added_by: Set(tx.ctx().user().map(|user| user.0)),
        };
        attachment::Entity::insert(row).exec_without_returning(tx.db()).await?;
        Ok(AttachmentId(id))
    }

    /// An attachment of `owner`; whoever calls has checked the reach over the owner.
    pub(crate) async fn open_attachment(&self, owner: Uuid, id: AttachmentId) -> Result<Attachment> {
        let row = attachment::Entity::find_by_id(id.0)
            .filter(attachment::Column::OwnerId.eq(owner))
            .one(self.read())
            .await?
            .ok_or(Error::NotFound)?;
        let key = self.key_of(owner).await?;
        let place = Place { table: "attachment", column: "content", row: row.id };
        let content = self.unseal(&key, place, &row.content)?;
        Ok(Attachment { media_type: row.media_type, content })
    }

    /// The key of an owner that may not have one yet.
    pub(crate) async fn key_or_new(&self, owner: Uuid) -> Result<DataKey> {
        match self.key_of(owner).await {
            Err(Error::NotFound) => match self.new_key(owner).await {
                // Somebody made it in the same moment.
                Err(Error::Conflict(_)) => self.key_of(owner).await,
                made => made,
            },
            found => found,
        }
    }
}
