//! A session with what it leaves behind beside its roll: its log (bitácora), the scan of the signed
//! list. Its own page names no participant and opens nothing that was written about one.

mod log;
mod signed_list;

use domain::{
    access::Ctx,
    ids::SessionId,
    sessions::log::{LogState, SessionLog},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use log::signatures_of;
pub use log::{LogError, LogSheet};

use crate::{
    Programme, ReadEntry, Result, Store,
    attendance::{Sheet, enrolled_on},
    boxed,
    entity::attendance::session_log,
};

/// A session with the state of its log.
#[derive(Debug, Clone)]
pub struct SessionFile {
    /// The session, without its participants.
    pub sheet: Sheet,
    /// How many are enrolled on its day.
    pub enrolled: usize,
    /// How far its log has come.
    pub log: LogState,
    /// Whether any of the log was saved.
    pub is_log_begun: bool,
}

impl Store<Programme> {
    /// A session within reach; the read is on record before it is answered.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn get_session(&self, ctx: &Ctx, id: SessionId) -> Result<SessionFile> {
        let mut sheet = self.empty_sheet(ctx, id).await?;
        let read = ReadEntry { deed: "session.read", kind: "session", object: Some(id.0) };
        self.record_read(ctx, read).await?;
        sheet.accounts = self.accounts_on(&sheet).await?;
        let db = self.read();
        let enrolled = enrolled_on(db, sheet.group.0, sheet.day()).await?.len();
        let saved = session_log::Entity::find().filter(session_log::Column::SessionId.eq(id.0));
        let is_log_begun = saved.count(db).await? > 0;
        let mut log = SessionLog::default();
        let signatures = signatures_of(db, id).await?;
        if !signatures.is_empty()
            && let Some(key) = self.keys_of(&[id.0]).await?.get(&id.0)
        {
            log = self.signed(log, signatures, key)?;
        }
        Ok(SessionFile { sheet, enrolled, log: log.state(), is_log_begun })
    }
}
