//! Proof 7: a restored backup holds the same; one flipped byte and it is refused.
//!
//! The same: an intact audit log, equal counts of rows, one decrypted roll. A refused restore leaves
//! nothing behind. On both engines; on PostgreSQL every command finds the databases by what the demo
//! keeps in its folder.

#[path = "support/browser.rs"]
mod browser;
#[path = "support/demo.rs"]
mod demo;
#[path = "support/program.rs"]
mod program;

mod proof {
    use std::{
        collections::BTreeMap,
        path::{Path, PathBuf},
        process::{Command, Stdio},
    };

    use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

    use super::{
        browser::Browser,
        demo::Cast,
        program::{Place, code, postgres, program, run},
    };

    const FILES: [&str; 4] = ["programme-data", "programme-keys", "safety-data", "safety-keys"];

    fn flips() -> usize {
        if std::env::var("BUENTRATO_PROOF").as_deref() == Ok("full") { 200 } else { 12 }
    }

    /// The demo, with a backup of it.
    struct Saved {
        folder: tempfile::TempDir,
        place: Place,
        cast: Cast,
        identity: PathBuf,
        backup: PathBuf,
    }

    fn saved(server: Option<&str>) -> Saved {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::new(folder.path(), server);
        if server.is_some() {
            // The demo keeps its own.
            std::fs::remove_file(place.data.join("config.toml")).expect("removed");
        }
        let cast = Cast::enter(&place, Stdio::null());
        let identity = folder.path().join("identity.txt");
        let (recipient, _) = run(Command::new(program()).args(["backup", "key", "--out"]).arg(&identity));
        let to = folder.path().join("backups");
        run(place.command(&["backup", "create", "--recipient", recipient.trim()]).arg("--to").arg(&to));
        let backup =
            std::fs::read_dir(&to).expect("a folder").next().expect("a backup").expect("readable").path();
        Saved { folder, place, cast, identity, backup }
    }

    impl Saved {
        fn restore(&self, backup: &Path, data: &Path) -> Command {
            let root = |side: &str| self.place.data.join(side).join("root.key");
            let mut command = Command::new(program());
            command.args(["backup", "restore"]).arg(backup).arg("--identity").arg(&self.identity);
            command.arg("--data").arg(data).arg("--programme-root-key").arg(root("programme"));
            command.arg("--safety-root-key").arg(root("safety"));
            command
        }

        /// An empty place to restore into, and the command that does it.
        fn copy(&self) -> (Place, Command) {
            let folder = self.folder.path().join("restored");
            let server = self.place.database.as_deref();
            let copy = Place::new(&folder, server);
            let mut command = self.restore(&self.backup, &copy.data);
            if server.is_some() {
                let config = folder.join("restored.toml");
                std::fs::rename(copy.data.join("config.toml"), &config).expect("moved");
                command.arg("--config").arg(config);
            }
            (copy, command)
        }

        fn verify(&self, backup: &Path) -> Command {
            let mut command = Command::new(program());
            command.args(["backup", "verify"]).arg(backup).arg("--identity").arg(&self.identity);
            command
        }
    }

    /// How many rows each table of both compartments has.
    fn counts(place: &Place) -> BTreeMap<String, i64> {
        let read = async {
            let mut counts = BTreeMap::new();
            for (side, part) in
                [("programme", "data"), ("programme", "keys"), ("safety", "data"), ("safety", "keys")]
            {
                let file = || place.data.join(side).join(format!("{part}.db"));
                let url = match place.urls(side) {
                    None => format!("sqlite://{}?mode=ro", file().display()),
                    Some((data, keys)) => {
                        if part == "data" {
                            data
                        } else {
                            keys
                        }
                    }
                };
                let db = Database::connect(url).await.expect("opens");
                let backend = db.get_database_backend();
                let all = async |sql: String| {
                    db.query_all_raw(Statement::from_string(backend, sql)).await.expect("reads")
                };
                let tables = match backend {
                    DbBackend::Sqlite => {
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                    }
                    _ => "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
                };
                for row in all(tables.to_owned()).await {
                    let table: String = row.try_get("", "name").expect("a name");
                    let count = &all(format!("SELECT count(*) AS n FROM \"{table}\"")).await[0];
                    counts
                        .insert(format!("{side} {part} {table}"), count.try_get("", "n").expect("a number"));
                }
                db.close().await.expect("closes");
            }
            counts
        };
        tokio::runtime::Runtime::new().expect("a runtime").block_on(read)
    }

    /// A closed roll as the page shows it: names, marks, minutes, reasons.
    fn roll(place: &Place, browser: &mut Browser, path: &str) -> String {
        let served = place.serve(&[], Stdio::null());
        browser.address.clone_from(&served.address);
        let page = browser.get(path).expect("it answers").text();
        let table = page.split_once("<tbody>").and_then(|(_, rest)| rest.split_once("</tbody>"));
        table.unwrap_or_else(|| panic!("no roll at {path}: {page}")).0.to_owned()
    }

    /// A roll that was closed, and a browser of somebody who may see it.
    fn closed_roll(saved: &Saved) -> (Browser, String) {
        let served = saved.place.serve(&[], Stdio::null());
        let mut bruno = Browser::new(&served.address);
        bruno.sign_in(&mut saved.cast.account("bruno"), &code).expect("signed in");
        let group =
            bruno.get("/grupos?nombre=finanzas").expect("it answers").ids("href=\"/grupos/").remove(0);
        let session = bruno.get(&format!("/grupos/{group}")).expect("it answers").ids("/sesiones/").remove(0);
        (bruno, format!("/sesiones/{session}/lista"))
    }

    fn holds_the_same(server: Option<&str>) {
        let saved = saved(server);
        let (copy, mut restore) = saved.copy();
        run(&mut restore);
        let before = counts(&saved.place);
        assert_eq!(counts(&copy), before);
        eprintln!("proof: tables with equal counts = {}", before.len());
        eprintln!("proof: rows = {}", before.values().sum::<i64>());
        for place in [&saved.place, &copy] {
            let (report, _) = run(place.command(&["audit", "verify", "--json"]).stderr(Stdio::null()));
            assert!(report.contains("\"problems\":[]") && !report.contains("\"problems\":[\""), "{report}");
        }

        // The login came after the backup: each copy is opened with one of its own.
        let (mut bruno, path) = closed_roll(&saved);
        let original = roll(&saved.place, &mut bruno, &path);
        let served = copy.serve(&[], Stdio::null());
        let mut again = Browser::new(&served.address);
        again.sign_in(&mut saved.cast.account("bruno"), &code).expect("signed in");
        drop(served);
        assert_eq!(roll(&copy, &mut again, &path), original);
        eprintln!("proof: lines of the roll that agree = {}", original.matches("<tr").count());
    }

    #[test]
    fn a_restored_backup_holds_the_same_on_sqlite() {
        holds_the_same(None);
    }

    #[test]
    fn a_restored_backup_holds_the_same_on_postgres() {
        if let Some(server) = postgres() {
            holds_the_same(Some(&server));
        }
    }

    #[test]
    fn a_demo_on_postgres_is_found_by_its_folder_and_started_again() {
        let Some(server) = postgres() else { return };
        let saved = saved(Some(&server));
        let config = saved.place.data.join("config.toml");
        let text = std::fs::read_to_string(&config).expect("kept");
        let (data, _) = saved.place.urls("programme").expect("on PostgreSQL");
        assert!(text.contains(&data) && text.contains("demo = true"), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&config).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "it may hold a password");
        }
        // Without --database too: the folder knows.
        let bare = Place { data: saved.place.data.clone(), database: None, environment: Vec::new() };
        let again = Cast::enter(&bare, Stdio::null());
        assert_eq!(again.account("ana").password, saved.cast.account("ana").password);
    }

    #[test]
    fn a_backup_is_restored_into_its_own_engine_only() {
        let Some(server) = postgres() else { return };
        let saved = saved(Some(&server));
        let target = saved.folder.path().join("never");
        let refused = saved.restore(&saved.backup, &target).output().expect("it runs");
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("--config") && !target.exists());
    }

    #[test]
    fn a_backup_with_one_flipped_byte_is_refused() {
        let saved = saved(None);
        run(&mut saved.verify(&saved.backup));
        let damaged = saved.folder.path().join("damaged");
        std::fs::create_dir(&damaged).expect("made");
        for file in FILES {
            let name = format!("{file}.age");
            std::fs::copy(saved.backup.join(&name), damaged.join(&name)).expect("copied");
        }
        let mut seed = 7_u64;
        for number in 0..flips() {
            let file = damaged.join(format!("{}.age", FILES[number % FILES.len()]));
            let whole = std::fs::read(&file).expect("readable");
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // The first byte, the last one, and then anywhere.
            let at = match number / FILES.len() {
                0 => 0,
                1 => whole.len() - 1,
                _ => (seed >> 20) as usize % whole.len(),
            };
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (seed >> 61);
            std::fs::write(&file, flipped).expect("written");
            let verified = saved.verify(&damaged).output().expect("it runs");
            assert_eq!(verified.status.code(), Some(1), "byte {at} of {} passes", file.display());
            let target = saved.folder.path().join("never");
            let restored = saved.restore(&damaged, &target).output().expect("it runs");
            assert_eq!(restored.status.code(), Some(1), "byte {at} of {} is restored", file.display());
            assert!(!target.exists(), "a refused restore left something behind");
            std::fs::write(&file, whole).expect("written");
        }
        eprintln!("proof: flipped bytes refused = {}", flips());
        // The control: mended again it is accepted, so it was the byte.
        run(&mut saved.verify(&damaged));
        run(&mut saved.restore(&damaged, &saved.folder.path().join("mended")));
    }
}
