//! Proof 5: who may write the database but has no signing key changes nothing unseen before the last checkpoint.
//! Reduced count here; `BUENTRATO_PROOF=full` runs 1,000.

#[expect(dead_code, reason = "the contract tests use the rest")]
mod support;

use chrono::{DateTime, Utc};
use domain::{access::Action, clock::Clock};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, Value};
use store::{AuditReport, Programme, Source, Store};
use support::{now, system};
use uuid::Uuid;
use vault::chain::{self, Checkpoint};

const ENTRIES: u64 = 2_500;

fn rounds() -> u64 {
    if std::env::var("BUENTRATO_PROOF").as_deref() == Ok("full") { 1_000 } else { 42 }
}

struct Log {
    fresh: support::Fresh,
    kept: Checkpoint,
}

/// A log with several checkpoints, the last one kept elsewhere, and a few entries after it.
async fn log() -> Log {
    let fresh = support::sqlite::<Programme>().await;
    let ctx = system(Action::ManageCentres);
    for batch in 0..25_u128 {
        let mut tx = fresh.store.begin(&ctx).await.expect("begins");
        for n in 0..u128::from(ENTRIES / 25) {
            tx.audit("centre.changed", "centre", Uuid::from_u128(batch * 1_000 + n)).await.expect("audits");
        }
        tx.commit().await.expect("commits");
        if batch % 10 == 9 {
            fresh.store.seal_audit().await.expect("seals");
        }
    }
    let kept = fresh.store.checkpoint_now().await.expect("signs");
    let mut tx = fresh.store.begin(&ctx).await.expect("begins");
    tx.audit("centre.changed", "centre", Uuid::nil()).await.expect("audits");
    tx.commit().await.expect("commits");
    fresh.store.seal_audit().await.expect("seals");
    fresh.store.close().await.expect("closes");
    Log { fresh, kept }
}

async fn run(db: &DatabaseConnection, sql: &str, values: Vec<Value>) -> u64 {
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    db.execute_raw(statement).await.expect("the attacker's statement runs").rows_affected()
}

/// Copies the log, lets the attacker at it, and verifies the copy.
async fn attack<F>(log: &Log, deed: F) -> AuditReport
where
    F: AsyncFnOnce(&DatabaseConnection),
{
    let folder = tempfile::tempdir().expect("a folder");
    let from = log.fresh.source.folder().expect("on SQLite");
    for file in ["data.db", "keys.db"] {
        std::fs::copy(from.join(file), folder.path().join(file)).expect("copied");
    }
    let url = format!("sqlite://{}?mode=rw", folder.path().join("data.db").display());
    let db = Database::connect(url).await.expect("opens");
    for pragma in ["foreign_keys = OFF", "synchronous = OFF", "journal_mode = MEMORY"] {
        db.execute_unprepared(&format!("PRAGMA {pragma}")).await.expect("set");
    }
    db.execute_unprepared("BEGIN").await.expect("begins");
    deed(&db).await;
    db.execute_unprepared("COMMIT").await.expect("commits");
    db.close().await.expect("closes");
    let source = Source::Sqlite(folder.path().to_owned());
    let store = Store::<Programme>::open(&source, &log.fresh.root, Clock::fixed(now()), support::entropy(9));
    let store = store.await.expect("opens");
    let report = store.verify_audit(Some(&log.kept)).await.expect("verifies");
    store.close().await.expect("closes");
    report
}

/// Links every entry anew, as somebody would who knows the program but not the signing key.
async fn recompute(db: &DatabaseConnection) {
    let rows = db
        .query_all_raw(Statement::from_string(
            DbBackend::Sqlite,
            "SELECT l.seq, e.id, e.at, e.actor_kind, e.actor_id, e.deed, e.object_kind, e.object_id, e.request_id \
             FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id ORDER BY l.seq",
        ))
        .await
        .expect("reads");
    let mut head = [0; 32];
    for row in rows {
        let get_id =
            |name| row.try_get::<Option<Uuid>>("", name).expect("a column").map(|id| id.as_bytes().to_vec());
        let text = |name| row.try_get::<String>("", name).expect("a column");
        let seq: i64 = row.try_get("", "seq").expect("a column");
        let id: Uuid = row.try_get("", "id").expect("a column");
        let at: DateTime<Utc> = row.try_get("", "at").expect("a column");
        let digest = chain::entry_digest(&[
            id.as_bytes(),
            &at.timestamp_millis().to_be_bytes(),
            text("actor_kind").as_bytes(),
            &get_id("actor_id").unwrap_or_default(),
            text("deed").as_bytes(),
            text("object_kind").as_bytes(),
            &get_id("object_id").unwrap_or_default(),
            &get_id("request_id").unwrap_or_default(),
        ]);
        head = chain::link(&head, seq.unsigned_abs(), &digest);
        run(db, "UPDATE audit_entry SET digest = $1 WHERE id = $2", vec![digest.to_vec().into(), id.into()])
            .await;
        run(db, "UPDATE audit_link SET head = $1 WHERE seq = $2", vec![head.to_vec().into(), seq.into()])
            .await;
        run(
            db,
            "UPDATE audit_checkpoint SET head = $1 WHERE seq = $2",
            vec![head.to_vec().into(), seq.into()],
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_untouched_log_verifies_and_its_window_is_told() {
    let log = log().await;
    let report = attack(&log, async |_| {}).await;
    assert_eq!(report.problems, Vec::<String>::new());
    assert_eq!((report.proven_up_to, report.window), (ENTRIES, 1));
    eprintln!("proof: entries in the window after the last checkpoint = {}", report.window);
}

/// The control: computing the chain anew without having changed anything is no finding, so the
/// finding below comes from the change and not from the computing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn computing_an_unchanged_chain_anew_changes_nothing() {
    let log = log().await;
    assert_eq!(attack(&log, async |db| recompute(db).await).await.problems, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_before_the_last_checkpoint_is_found() {
    const ENTRY: &str = "(SELECT entry_id FROM audit_link WHERE seq = $1)";
    let log = log().await;
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    for round in 0..rounds() {
        let seq = i64::try_from(1 + rng.next_u64() % (ENTRIES - 1)).expect("small");
        let kind = round % 7;
        let report = attack(&log, async |db| {
            match kind {
                0 => {
                    let sql = format!("UPDATE audit_entry SET deed = 'centre.created' WHERE id = {ENTRY}");
                    run(db, &sql, vec![seq.into()]).await;
                }
                1 => {
                    run(db, &format!("DELETE FROM audit_entry WHERE id = {ENTRY}"), vec![seq.into()]).await;
                }
                2 => {
                    run(db, &format!("DELETE FROM audit_entry WHERE id = {ENTRY}"), vec![seq.into()]).await;
                    run(db, "DELETE FROM audit_link WHERE seq = $1", vec![seq.into()]).await;
                }
                3 => {
                    let sql = format!(
                        "INSERT INTO audit_entry SELECT $2, at, actor_kind, actor_id, deed, object_kind, object_id, \
                         request_id, digest FROM audit_entry WHERE id = {ENTRY}"
                    );
                    run(db, &sql, vec![seq.into(), Uuid::from_u128(rng.next_u64().into()).into()]).await;
                }
                4 => {
                    let swap = "UPDATE audit_link SET entry_id = CASE seq \
                         WHEN $1 THEN (SELECT entry_id FROM audit_link WHERE seq = $1 + 1) \
                         ELSE (SELECT entry_id FROM audit_link WHERE seq = $1) END WHERE seq IN ($1, $1 + 1)";
                    run(db, "DROP INDEX uq_audit_link_entry_id", vec![]).await;
                    run(db, swap, vec![seq.into()]).await;
                }
                5 => {
                    run(db, "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE seq >= $1)", vec![seq.into()]).await;
                    run(db, "DELETE FROM audit_link WHERE seq >= $1", vec![seq.into()]).await;
                    run(db, "DELETE FROM audit_checkpoint WHERE seq >= $1", vec![seq.into()]).await;
                }
                _ => {
                    let sql = format!("UPDATE audit_entry SET actor_kind = 'anonymous' WHERE id = {ENTRY}");
                    run(db, &sql, vec![seq.into()]).await;
                    recompute(db).await;
                }
            }
        })
        .await;
        assert!(!report.problems.is_empty(), "kind {kind} at {seq} was not found");
    }
    eprintln!("proof: changes at random positions among {ENTRIES} entries = {}, not found = 0", rounds());
}
