//! The signed paper list of a session: the evidence. A session without it is owed work.

use domain::{
    access::{Action, Ctx},
    ids::SessionId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::{Error, Programme, ReadEntry, Result, Store, attachments::Attachment, boxed};

impl Store<Programme> {
    /// Attaches the scan or photo of the signed list; a later one takes its place, the former stays
    /// among the session's attachments.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach; [`Error::Refused`] `session-not-held` before the roll.
    #[boxed]
    pub async fn attach_signed_list(&self, ctx: &Ctx, id: SessionId, file: &Attachment) -> Result<()> {
        ctx.demand(Action::TakeRoll)?;
        let row = self.session_in_reach(ctx, id).await?;
        if row.state != "held" {
            return Err(Error::Refused("session-not-held"));
        }
        let key = self.key_or_new(id.0).await?;
        let mut tx = self.begin(ctx).await?;
        tx.own_key(id.0, "session").await?;
        let attachment = self.insert_attachment(&tx, (id.0, &key), "signed-list", file).await?;
        let mut change = row.into_active_model();
        change.signed_list_id = Set(Some(attachment.0));
        change.update(tx.db()).await?;
        tx.audit("signed-list.attached", "session", id.0).await?;
        tx.commit_as(id.0).await
    }

    /// The signed list of a session within reach; the read is on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach or when there is none.
    #[boxed]
    pub async fn signed_list(&self, ctx: &Ctx, id: SessionId) -> Result<Attachment> {
        let row = self.session_in_reach(ctx, id).await?;
        let attachment = row.signed_list_id.ok_or(Error::NotFound)?;
        self.record_read(ctx, ReadEntry { deed: "signed-list.read", kind: "session", object: Some(id.0) })
            .await?;
        self.open_attachment(id.0, attachment.into()).await
    }
}
