//! The audit log: entries in the transaction of their action, a chain made afterwards by one
//! sealer, signed checkpoints that can leave the machine. Entries hold ids and codes, never values.
//!
//! No request takes a lock on the chain's head: an entry goes in unlinked; the sealer links
//! committed entries in batches, within a second and at start.

mod log;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Actor, Ctx};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;
use vault::chain::{self, Checkpoint};

use crate::{
    Base, Error, Result, boxed,
    entity::audit::{audit_checkpoint, audit_entry, audit_link, audit_pending, lease},
    kit::{db::Db, faults},
};

pub use log::{AuditFilter, AuditLine};

const CHECKPOINT_ENTRIES: i64 = 1_000;
const CHECKPOINT_AGE: Duration = Duration::hours(1);
const BATCH: u64 = 1_000;

/// A read that must be on record before it is answered.
#[derive(Debug, Clone)]
pub struct ReadEntry {
    /// What was done, e.g. `person.read`.
    pub deed: &'static str,
    /// What it was done to.
    pub kind: &'static str,
    /// Which one; `None` for a list.
    pub object: Option<Uuid>,
}

#[derive(Debug)]
pub(crate) struct WaitingRead {
    row: audit_entry::Model,
    answer: oneshot::Sender<std::result::Result<(), String>>,
}

fn entry(ctx: &Ctx, id: Uuid, deed: &str, kind: &str, object: Option<Uuid>) -> audit_entry::Model {
    debug_assert!(domain::audit::is_known(deed), "`{deed}` has no words for an auditor: domain::audit");
    let (actor_kind, actor_id) = match ctx.actor() {
        Actor::User { user, .. } => ("account", Some(user.0)),
        Actor::System => ("system", None),
        Actor::Anonymous => ("anonymous", None),
    };
    let mut row = audit_entry::Model {
        id,
        at: ctx.now(),
        actor_kind: actor_kind.to_owned(),
        actor_id,
        deed: deed.to_owned(),
        object_kind: kind.to_owned(),
        object_id: object,
        request_id: ctx.request(),
        digest: Vec::new(),
    };
    row.digest = digest(&row).to_vec();
    row
}

/// The digest of an entry's content, as the chain links it.
fn digest(row: &audit_entry::Model) -> [u8; 32] {
    let optional = |id: Option<Uuid>| id.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    chain::entry_digest(&[
        row.id.as_bytes(),
        &row.at.timestamp_millis().to_be_bytes(),
        row.actor_kind.as_bytes(),
        &optional(row.actor_id),
        row.deed.as_bytes(),
        row.object_kind.as_bytes(),
        &optional(row.object_id),
        row.request_id.as_bytes(),
    ])
}

/// Inserts entries and puts them on the sealer's list.
async fn insert<C: ConnectionTrait>(db: &C, rows: Vec<audit_entry::Model>) -> Result<()> {
    let pending = rows
        .iter()
        .map(|row| audit_pending::ActiveModel { entry_id: Set(row.id), at: Set(row.at) })
        .collect::<Vec<_>>();
    let entries = rows.into_iter().map(|row| row.into_active_model().reset_all());
    audit_entry::Entity::insert_many(entries).exec_without_returning(db).await?;
    audit_pending::Entity::insert_many(pending).exec_without_returning(db).await?;
    Ok(())
}

/// One entry for each of the objects of a deed.
pub(crate) async fn insert_entries<C: ConnectionTrait>(
    db: &C,
    ctx: &Ctx,
    base: &Base,
    (deed, kind, objects): (&str, &str, &[Uuid]),
) -> Result<()> {
    let rows = objects.iter().map(|object| entry(ctx, base.entropy().uuid(), deed, kind, Some(*object)));
    insert(db, rows.collect()).await
}

/// The one task that makes reads durable: takes every read that waits and commits them together.
pub(crate) fn start_read_writer(db: Db) -> mpsc::Sender<WaitingRead> {
    let (sender, mut receiver) = mpsc::channel::<WaitingRead>(1_024);
    tokio::spawn(async move {
        let mut waiting = Vec::new();
        while receiver.recv_many(&mut waiting, 256).await > 0 {
            let rows = waiting.iter().map(|read| read.row.clone()).collect();
            let outcome = commit_reads(&db, rows).await.map_err(|error| error.to_string());
            for read in waiting.drain(..) {
                // Whoever asked may have gone; the entry stands all the same.
                let _ = read.answer.send(outcome.clone());
            }
        }
    });
    sender
}

async fn commit_reads(db: &Db, rows: Vec<audit_entry::Model>) -> Result<()> {
    let tx = db.write.begin().await?;
    insert(&tx, rows).await?;
    tx.commit().await?;
    Ok(())
}

impl Base {
    /// Puts a read on record and waits until that is durable: no record, no answer.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the entry could not be written.
    #[boxed]
    pub async fn record_read(&self, ctx: &Ctx, read: ReadEntry) -> Result<()> {
        let row = entry(ctx, self.entropy().uuid(), read.deed, read.kind, read.object);
        let (answer, answered) = oneshot::channel();
        let gone = || Error::Unavailable("the audit writer has stopped".to_owned());
        self.0.reads.send(WaitingRead { row, answer }).await.map_err(|_| gone())?;
        // The known-bad setting waits for nothing to be durable, neither here nor after a commit.
        if faults::control("early-acknowledgement") {
            return Ok(());
        }
        answered.await.map_err(|_| gone())?.map_err(Error::Unavailable)
    }

    /// Links what was committed since the last time; returns how many entries. Only the holder of
    /// the lease works; others return 0.
    #[boxed]
    pub async fn seal_audit(&self) -> Result<u64> {
        let holder = self.entropy().uuid();
        if !self.take_lease("audit-sealer", holder, Duration::seconds(30)).await? {
            return Ok(0);
        }
        let mut total = 0;
        loop {
            let linked = self.seal_batch().await?;
            total += linked;
            if linked < BATCH {
                break;
            }
        }
        self.end_lease("audit-sealer", holder).await?;
        Ok(total)
    }

    async fn seal_batch(&self) -> Result<u64> {
        let now = self.clock().now();
        let tx = self.0.db.write.begin().await?;
        let pending = audit_pending::Entity::find()
            .order_by_asc(audit_pending::Column::At)
            .order_by_asc(audit_pending::Column::EntryId)
            .limit(BATCH)
            .all(&tx)
            .await?;
        let ids: Vec<Uuid> = pending.iter().map(|row| row.entry_id).collect();
        let last = audit_link::Entity::find().order_by_desc(audit_link::Column::Seq).one(&tx).await?;
        let (mut seq, mut head) = match &last {
            Some(link) => (link.seq, to_array(&link.head)?),
            None => (0, [0; 32]),
        };
        if !ids.is_empty() {
            let entries = audit_entry::Entity::find()
                .filter(audit_entry::Column::Id.is_in(ids.iter().copied()))
                .order_by_asc(audit_entry::Column::At)
                .order_by_asc(audit_entry::Column::Id)
                .all(&tx)
                .await?;
            let mut links = Vec::with_capacity(entries.len());
            for entry in &entries {
                seq += 1;
                head = chain::link(&head, seq.unsigned_abs(), &digest(entry));
                links.push(audit_link::ActiveModel {
                    seq: Set(seq),
                    entry_id: Set(entry.id),
                    head: Set(head.to_vec()),
                });
            }
            if !links.is_empty() {
                audit_link::Entity::insert_many(links).exec_without_returning(&tx).await?;
            }
            audit_pending::Entity::delete_many()
                .filter(audit_pending::Column::EntryId.is_in(ids.iter().copied()))
                .exec(&tx)
                .await?;
        }
        self.checkpoint_if_due(&tx, seq, head, now).await?;
        tx.commit().await?;
        Ok(ids.len() as u64)
    }

    async fn checkpoint_if_due<C: ConnectionTrait>(
        &self,
        db: &C,
        seq: i64,
        head: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let last = last_checkpoint(db).await?;
        let due = match &last {
            None => seq > 0,
            Some(last) => {
                seq > last.seq && (seq - last.seq >= CHECKPOINT_ENTRIES || now - last.at >= CHECKPOINT_AGE)
            }
        };
        if due { self.insert_checkpoint(db, seq, head, now).await } else { Ok(()) }
    }

    async fn insert_checkpoint<C: ConnectionTrait>(
        &self,
        db: &C,
        seq: i64,
        head: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let signed = Checkpoint::sign(
            self.compartment().name(),
            seq.unsigned_abs(),
            head,
            now.timestamp_millis(),
            self.ring().audit_signer(),
        );
        let row = audit_checkpoint::ActiveModel {
            seq: Set(seq),
            head: Set(head.to_vec()),
            at: Set(now),
            signature: Set(signed.signature.to_vec()),
        };
        audit_checkpoint::Entity::insert(row).exec_without_returning(db).await?;
        Ok(())
    }

    /// Links what is waiting and signs a checkpoint of the whole chain now, to be kept elsewhere.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the chain is empty, [`Error::Unavailable`].
    #[boxed]
    pub async fn checkpoint_now(&self) -> Result<Checkpoint> {
        self.seal_audit().await?;
        let write = &self.0.db.write;
        let link = audit_link::Entity::find().order_by_desc(audit_link::Column::Seq).one(write).await?;
        let link = link.ok_or(Error::NotFound)?;
        if audit_checkpoint::Entity::find_by_id(link.seq).one(write).await?.is_none() {
            self.insert_checkpoint(write, link.seq, to_array(&link.head)?, self.clock().now()).await?;
        }
        let row = audit_checkpoint::Entity::find_by_id(link.seq).one(write).await?.ok_or(Error::NotFound)?;
        self.checkpoint_of(&row)
    }

    fn checkpoint_of(&self, row: &audit_checkpoint::Model) -> Result<Checkpoint> {
        Ok(Checkpoint {
            compartment: self.compartment().name().to_owned(),
            seq: row.seq.unsigned_abs(),
            head: to_array(&row.head)?,
            at_ms: row.at.timestamp_millis(),
            public_key: self.ring().audit_signer().public_key(),
            signature: row.signature.as_slice().try_into().map_err(|_| Error::Damaged)?,
        })
    }

    /// Takes or renews a lease: only one process at a time holds it.
    pub(crate) async fn take_lease(&self, name: &str, holder: Uuid, length: Duration) -> Result<bool> {
        let now = self.clock().now();
        let write = &self.0.db.write;
        let row =
            lease::ActiveModel { name: Set(name.to_owned()), holder: Set(holder), until: Set(now + length) };
        let free = lease::Entity::update_many()
            .set(row.clone())
            .filter(lease::Column::Name.eq(name))
            .filter(Condition::any().add(lease::Column::Until.lt(now)).add(lease::Column::Holder.eq(holder)))
            .exec(write)
            .await?;
        if free.rows_affected == 1 {
            return Ok(true);
        }
        match lease::Entity::insert(row).exec_without_returning(write).await.map_err(Error::from) {
            Ok(_) => Ok(true),
            Err(Error::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Gives a lease back.
    pub(crate) async fn end_lease(&self, name: &str, holder: Uuid) -> Result<()> {
        lease::Entity::delete_many()
            .filter(lease::Column::Name.eq(name))
            .filter(lease::Column::Holder.eq(holder))
            .exec(&self.0.db.write)
            .await?;
        Ok(())
    }
}

async fn last_checkpoint<C: ConnectionTrait>(db: &C) -> Result<Option<audit_checkpoint::Model>> {
    Ok(audit_checkpoint::Entity::find().order_by_desc(audit_checkpoint::Column::Seq).one(db).await?)
}

fn to_array(bytes: &[u8]) -> Result<[u8; 32]> {
    bytes.try_into().map_err(|_| Error::Damaged)
}

/// What a verification of the audit chain found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// Entries in the log.
    pub entries: u64,
    /// Entries linked into the chain.
    pub linked: u64,
    /// Signed checkpoints found good.
    pub checkpoints: u64,
    /// Number of the last good checkpoint: all before it is proven unchanged.
    pub proven_up_to: u64,
    /// Linked and waiting entries after it: the window that no checkpoint covers yet.
    pub window: u64,
    /// What is wrong, as codes with the place in the chain; empty when all is well.
    pub problems: Vec<String>,
}

/// The log at a glance, without reading the chain.
#[derive(Debug, Clone, Copy)]
pub struct AuditState {
    /// Entries linked into the chain.
    pub linked: u64,
    /// Entries that wait to be linked; more than a few seconds' worth means that the sealer stands still.
    pub waiting: u64,
    /// Number and instant of the last signed checkpoint.
    pub checkpoint: Option<(u64, DateTime<Utc>)>,
}

impl Base {
    /// The state of the log for whoever keeps an eye on it.
    #[boxed]
    pub async fn audit_state(&self, ctx: &Ctx) -> Result<AuditState> {
        ctx.demand(Action::ViewAudit)?;
        let db = self.read();
        let last = last_checkpoint(db).await?;
        let link = audit_link::Entity::find().order_by_desc(audit_link::Column::Seq).one(db).await?;
        Ok(AuditState {
            linked: link.map_or(0, |row| row.seq.unsigned_abs()),
            waiting: audit_pending::Entity::find().count(db).await?,
            checkpoint: last.map(|row| (row.seq.unsigned_abs(), row.at)),
        })
    }

    /// Verifies the whole chain, and a checkpoint that was kept elsewhere.
    ///
    /// Finds each edit, deletion, insertion and reordering of linked entries, a chain computed
    /// anew (its checkpoints' signatures fail), and with `kept` also a cut of the tail.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the log cannot be read. What is *wrong* is in the report.
    #[boxed]
    pub async fn verify_audit(&self, kept: Option<&Checkpoint>) -> Result<AuditReport> {
        let db = self.read();
        let mut report =
            AuditReport { entries: audit_entry::Entity::find().count(db).await?, ..Default::default() };
        let checkpoints =
            audit_checkpoint::Entity::find().order_by_asc(audit_checkpoint::Column::Seq).all(db).await?;
        let key = self.ring().audit_signer().public_key();
        let mut to_meet: Vec<(u64, [u8; 32])> = Vec::new();
        for row in &checkpoints {
            let Ok(checkpoint) = self.checkpoint_of(row) else {
                report.problems.push(format!("checkpoint-damaged {}", row.seq));
                continue;
            };
            if checkpoint.verify(&key).is_ok() {
                report.checkpoints += 1;
                to_meet.push((checkpoint.seq, checkpoint.head));
            } else {
                report.problems.push(format!("checkpoint-signature {}", row.seq));
            }
        }
        if let Some(kept) = kept {
            if kept.compartment != self.compartment().name() || kept.verify(&key).is_err() {
                report.problems.push(format!("kept-checkpoint-signature {}", kept.seq));
            } else {
                to_meet.push((kept.seq, kept.head));
            }
        }
        to_meet.sort_unstable();
        self.walk_chain(&mut report, &to_meet).await?;
        self.check_unlinked(&mut report).await?;
        report.proven_up_to =
            to_meet.iter().map(|(seq, _)| *seq).filter(|seq| *seq <= report.linked).max().unwrap_or(0);
        report.window = report.entries.saturating_sub(report.proven_up_to);
        Ok(report)
    }

    async fn walk_chain(&self, report: &mut AuditReport, to_meet: &[(u64, [u8; 32])]) -> Result<()> {
        let mut head = [0; 32];
        let mut after = 0_i64;
        let mut meet = to_meet.iter().peekable();
        loop {
            let links = audit_link::Entity::find()
                .filter(audit_link::Column::Seq.gt(after))
                .order_by_asc(audit_link::Column::Seq)
                .limit(5_000)
                .all(self.read())
                .await?;
            if links.is_empty() {
                break;
            }
            let entries = self.entries_by_id(&links).await?;
            for link in &links {
                if link.seq != after + 1 {
                    report.problems.push(format!("link-missing {}", after + 1));
                }
                after = link.seq;
                report.linked += 1;
                match entries.get(&link.entry_id) {
                    None => report.problems.push(format!("entry-missing {}", link.seq)),
                    Some(entry) => {
                        let digest = digest(entry);
                        if entry.digest != digest {
                            report.problems.push(format!("entry-changed {}", link.seq));
                        }
                        head = chain::link(&head, link.seq.unsigned_abs(), &digest);
                        if link.head != head {
                            report.problems.push(format!("link-changed {}", link.seq));
                            head = to_array(&link.head).unwrap_or(head);
                        }
                    }
                }
                while let Some((_, expected)) = meet.next_if(|(seq, _)| *seq == link.seq.unsigned_abs()) {
                    if *expected != head {
                        report.problems.push(format!("checkpoint-differs {}", link.seq));
                    }
                }
            }
        }
        for (seq, _) in meet {
            report.problems.push(format!("chain-cut-before {seq}"));
        }
        Ok(())
    }

    async fn entries_by_id(
        &self,
        links: &[audit_link::Model],
    ) -> Result<std::collections::HashMap<Uuid, audit_entry::Model>> {
        let mut found = std::collections::HashMap::with_capacity(links.len());
        for batch in links.chunks(500) {
            let rows = audit_entry::Entity::find()
                .filter(audit_entry::Column::Id.is_in(batch.iter().map(|link| link.entry_id)))
                .all(self.read())
                .await?;
            found.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(found)
    }

    /// Entries outside the chain must be waiting for the sealer, and nothing may be missing there.
    async fn check_unlinked(&self, report: &mut AuditReport) -> Result<()> {
        let pending = audit_pending::Entity::find().count(self.read()).await?;
        if report.entries != report.linked + pending {
            report
                .problems
                .push(format!("entries-outside-chain {}", report.entries.abs_diff(report.linked + pending)));
        }
        Ok(())
    }
}
