//! A fresh store for each test, on SQLite and, when `BUENTRATO_TEST_PG` names a server, on
//! PostgreSQL. Time stands still at 2026-03-05T09:00Z; randomness is seeded.

pub mod sample;
pub mod workshop;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, TimeZone, Utc};
use domain::{
    access::{Action, Ctx},
    clock::Clock,
};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use sea_orm::{ConnectionTrait, Database};
use store::{Programme, Side, Source, Store};
use uuid::Uuid;
use vault::{Entropy, RootKey};

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 5, 9, 0, 0).single().expect("a real instant")
}

pub fn entropy(seed: u64) -> Entropy {
    let rng = Mutex::new(ChaCha20Rng::seed_from_u64(seed));
    Entropy::new(move |bytes| rng.lock().expect("not poisoned").fill_bytes(bytes))
}

pub fn system(action: Action) -> Ctx {
    Ctx::system(action, now(), Uuid::from_u128(7))
}

/// A store that vanishes with its folder.
pub struct Fresh<S = Programme> {
    pub store: Store<S>,
    pub source: Source,
    pub root: RootKey,
    pub folder: Arc<tempfile::TempDir>,
}

pub async fn sqlite<S: Side>() -> Fresh<S> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = Source::Sqlite(folder.path().to_owned());
    open(source, folder).await
}

pub async fn postgres<S: Side>() -> Option<Fresh<S>> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let server = std::env::var("BUENTRATO_TEST_PG").ok().filter(|server| !server.is_empty())?;
    let admin = Database::connect(&server).await.expect("the test server answers");
    let name = format!("t_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    for suffix in ["", "_keys"] {
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}{suffix}")).await.expect("dropped");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}{suffix}")).await.expect("created");
    }
    let base = server.rsplit_once('/').expect("a URL with a database").0.to_owned();
    let source = Source::Postgres { url: format!("{base}/{name}"), keys_url: format!("{base}/{name}_keys") };
    Some(open(source, tempfile::tempdir().expect("a temporary folder")).await)
}

async fn open<S: Side>(source: Source, folder: tempfile::TempDir) -> Fresh<S> {
    let entropy = entropy(1);
    let root = RootKey::generate(&entropy);
    let store = Store::open_migrated(&source, &root, Clock::fixed(now()), entropy).await.expect("opens");
    Fresh { store, source, root, folder: Arc::new(folder) }
}

/// Runs an async test body on both engines: `on_both_engines!(name, |fresh| async move { .. });`
#[macro_export]
macro_rules! on_both_engines {
    ($name:ident, $body:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let fresh = $crate::support::sqlite().await;
                let _folder = fresh.folder.clone();
                let body = $body;
                body(fresh).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(fresh) = $crate::support::postgres().await {
                    let _folder = fresh.folder.clone();
                    let body = $body;
                    body(fresh).await;
                }
            }
        }
    };
}
