//! The privacy notice of a centre: versions of two texts, the short one that is shown and the full one.
//! A version is never changed: enrolments say which one was accepted.

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    ids::CentreId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use crate::{Base, Error, Programme, Result, Store, boxed, centres, entity::machinery::setting};

/// A version of the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// From 1.
    pub version: u32,
    /// Its texts.
    pub texts: NoticeTexts,
    /// In force since.
    pub since: DateTime<Utc>,
}

/// The two texts of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeTexts {
    /// Simplificado.
    pub short: String,
    /// Integral.
    pub full: String,
}

impl Store<Programme> {
    /// The notices of a centre within reach, the one in force last.
    #[boxed]
    pub async fn privacy_notices(&self, ctx: &Ctx, centre: CentreId) -> Result<Vec<Notice>> {
        centres::reachable(self.read(), ctx, centre).await?;
        self.notices_of(centre).await
    }

    /// The notice that whoever is enrolled at a centre within reach accepts.
    #[boxed]
    pub async fn notice_in_force(&self, ctx: &Ctx, centre: CentreId) -> Result<Option<Notice>> {
        Ok(self.privacy_notices(ctx, centre).await?.pop())
    }

    /// Puts a new version in force after the one seen; answers its number. The same texts again
    /// change nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Stale`] when somebody wrote one meanwhile.
    #[boxed]
    pub async fn save_notice(
        &self,
        ctx: &Ctx,
        centre: CentreId,
        seen: u32,
        texts: &NoticeTexts,
    ) -> Result<u32> {
        ctx.demand(Action::ManageDocuments)?;
        let notices = self.privacy_notices(ctx, centre).await?;
        if let Some(last) = notices.last().filter(|last| last.texts == *texts) {
            return Ok(last.version);
        }
        if notices.last().map_or(0, |last| last.version) != seen {
            return Err(Error::Stale);
        }
        let mut tx = self.begin(ctx).await?;
        let row = setting::ActiveModel {
            name: Set(format!("{}{:06}", prefix(centre), seen + 1)),
            value: Set(serde_json::to_string(texts).map_err(|_| Error::Damaged)?),
            set_at: Set(ctx.now()),
        };
        match setting::Entity::insert(row).exec_without_returning(tx.db()).await.map_err(Error::from) {
            Err(Error::Conflict(_)) => return Err(Error::Stale),
            inserted => inserted?,
        };
        tx.audit("notice.written", "centre", centre.0).await?;
        tx.commit_as(centre.0).await?;
        Ok(seen + 1)
    }
}

impl Base {
    pub(super) async fn notices_of(&self, centre: CentreId) -> Result<Vec<Notice>> {
        let rows = setting::Entity::find()
            .filter(setting::Column::Name.starts_with(prefix(centre)))
            .order_by_asc(setting::Column::Name)
            .all(self.read())
            .await?;
        let read = |(version, row): (u32, setting::Model)| {
            let texts = serde_json::from_str(&row.value).map_err(|_| Error::Damaged)?;
            Ok(Notice { version, texts, since: row.set_at })
        };
        (1..).zip(rows).map(read).collect()
    }
}

fn prefix(centre: CentreId) -> String {
    format!("privacy-notice:{centre}:")
}
