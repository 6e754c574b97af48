//! Reading the log: who did what to what, and when. Entries hold ids and codes, so a page of them shows
//! nothing of anybody's file. Pages go by key, the newest first; each reading is itself on record.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    ids::CentreId,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use uuid::Uuid;
use vault::chain::Checkpoint;

use super::{ReadEntry, last_checkpoint};
use crate::{
    Base, Error, Result, boxed,
    entity::{
        accounts::{account, account_grant},
        audit::{audit_entry, audit_link},
    },
};

/// Entries on a page of the log.
const PAGE: usize = 50;

/// Which entries to show.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// From this instant on.
    pub since: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Only this deed.
    pub deed: Option<String>,
    /// Only by the account with this username.
    pub account: Option<String>,
    /// Only by accounts that have or had a role at this centre.
    pub centre: Option<CentreId>,
    /// Only on this thing.
    pub object: Option<Uuid>,
    /// Only what is older than this entry: its instant and its id.
    pub before: Option<(DateTime<Utc>, Uuid)>,
}

/// An entry of the log.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// `account`, `system` or `anonymous`.
    pub actor_kind: String,
    /// The account that acted: name and username.
    pub actor: Option<String>,
    /// What was done.
    pub deed: String,
    /// To what kind of thing.
    pub kind: String,
    /// To which one; none for a list.
    pub object: Option<Uuid>,
    /// The account it was done to, in words, where it was one.
    pub object_account: Option<String>,
    /// Its number in the chain, once it is sealed.
    pub number: Option<u64>,
}

impl Base {
    /// A page of the log, and whether there are older entries.
    #[boxed]
    pub async fn audit_log(&self, ctx: &Ctx, filter: &AuditFilter) -> Result<(Vec<AuditLine>, bool)> {
        ctx.demand(Action::ViewAudit)?;
        let mut rows = audit_entry::Entity::find()
            .filter(condition(filter))
            .order_by_desc(audit_entry::Column::At)
            .order_by_desc(audit_entry::Column::Id)
            .limit(PAGE as u64 + 1)
            .all(self.read())
            .await?;
        let has_older = rows.len() > PAGE;
        rows.truncate(PAGE);
        let of_account = |row: &audit_entry::Model| row.object_id.filter(|_| row.object_kind == "account");
        let accounts: Vec<Uuid> =
            rows.iter().filter_map(|row| row.actor_id).chain(rows.iter().filter_map(of_account)).collect();
        let labels = self.account_labels(&accounts).await?;
        let label = |id: Option<Uuid>| id.and_then(|id| labels.get(&id).cloned());
        let links: HashMap<Uuid, i64> = audit_link::Entity::find()
            .filter(audit_link::Column::EntryId.is_in(rows.iter().map(|row| row.id)))
            .all(self.read())
            .await?
            .into_iter()
            .map(|link| (link.entry_id, link.seq))
            .collect();
        self.record_read(ctx, ReadEntry { deed: "audit.read", kind: "audit", object: filter.object }).await?;
        let line = |row: audit_entry::Model| AuditLine {
            actor: label(row.actor_id),
            object_account: label(of_account(&row)),
            number: links.get(&row.id).map(|seq| seq.unsigned_abs()),
            id: row.id,
            at: row.at,
            actor_kind: row.actor_kind,
            deed: row.deed,
            kind: row.object_kind,
            object: row.object_id,
        };
        Ok((rows.into_iter().map(line).collect(), has_older))
    }

    /// The last signed checkpoint, to be kept elsewhere.
    ///
    /// # Errors
    /// [`Error::NotFound`] before the first, [`Error::Unavailable`].
    #[boxed]
    pub async fn last_checkpoint(&self, ctx: &Ctx) -> Result<Checkpoint> {
        ctx.demand(Action::ViewAudit)?;
        let row = last_checkpoint(self.read()).await?.ok_or(Error::NotFound)?;
        let read = ReadEntry { deed: "audit.checkpoint-read", kind: "audit", object: None };
        self.record_read(ctx, read).await?;
        self.checkpoint_of(&row)
    }
}

fn condition(filter: &AuditFilter) -> Condition {
    use audit_entry::Column as C;
    let older = |(at, id): (DateTime<Utc>, Uuid)| {
        Condition::all().add(C::At.lte(at)).add(Condition::any().add(C::At.lt(at)).add(C::Id.lt(id)))
    };
    Condition::all()
        .add_option(filter.since.map(|at| C::At.gte(at)))
        .add_option(filter.until.map(|at| C::At.lt(at)))
        .add_option(filter.deed.as_deref().map(|deed| C::Deed.eq(deed)))
        .add_option(filter.account.as_deref().map(|name| C::ActorId.in_subquery(named(name))))
        .add_option(filter.centre.map(|centre| C::ActorId.in_subquery(of_centre(centre))))
        .add_option(filter.object.map(|id| C::ObjectId.eq(id)))
        .add_option(filter.before.map(older))
}

fn named(username: &str) -> SelectStatement {
    let query = account::Entity::find().select_only().column(account::Column::Id);
    query.filter(account::Column::Username.eq(username.to_lowercase())).into_query()
}

fn of_centre(centre: CentreId) -> SelectStatement {
    let query = account_grant::Entity::find().select_only().column(account_grant::Column::AccountId);
    query.filter(account_grant::Column::CentreId.eq(centre.0)).into_query()
}
