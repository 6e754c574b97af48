//! Proof 6, second half: wherever the server ends, nobody is unreadable or readable after erasure.
//!
//! It ends at each step of creating and of erasing a person. A key that was not kept and a start that
//! does not apply the list of the erased are both found.
#![cfg(feature = "faults")]

#[path = "support/browser.rs"]
mod browser;
#[path = "support/demo.rs"]
mod demo;
#[path = "support/program.rs"]
mod program;

mod proof {
    use std::process::Stdio;

    use domain::{
        access::{Action, Ctx},
        clock::Clock,
    };
    use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
    use store::{Programme, Source, Store};
    use uuid::Uuid;
    use vault::{Entropy, RootKey};

    use super::{
        browser::{Account, Answer, Browser},
        demo::Cast,
        program::{Place, code, postgres, run},
    };

    /// The steps of creating a person after which the program may end.
    const CREATING: [&str; 4] = ["key-made", "person.key-made", "person.row-written", "person.row-committed"];
    /// The same of erasing one.
    const ERASING: [&str; 4] =
        ["erasure.row-written", "erasure.row-committed", "key-destroyed", "erasure.key-destroyed"];

    struct House {
        _folder: tempfile::TempDir,
        place: Place,
        /// Two coordinators of one centre.
        bruno: Browser,
        bea: Browser,
        people: u64,
    }

    /// What is wrong, if anything.
    #[derive(Debug)]
    struct Report {
        people: u64,
        unreadable: usize,
        readable_after_erasure: usize,
    }

    fn house(server: Option<&str>) -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::new(folder.path(), server);
        let cast = Cast::enter(&place, Stdio::null());
        let add = ["user", "add", "bea", "--name", "Bea", "--role", "coordinator", "--centre", "OPB"];
        let (password, _) = run(&mut place.command(&add));
        let served = place.serve(&[], Stdio::null());
        let (mut bruno, mut bea) = (Browser::new(&served.address), Browser::new(&served.address));
        bruno.sign_in(&mut cast.account("bruno"), &code).expect("signed in");
        let mut account = Account { username: "bea".into(), password: password.trim().into(), secret: None };
        bea.sign_in(&mut account, &code).expect("signed in");
        drop(served);
        let mut house = House { _folder: folder, place, bruno, bea, people: 0 };
        house.people = house.report().people;
        house
    }

    /// A name that no other number has.
    fn name(number: usize) -> String {
        let letters =
            number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect::<String>();
        format!("Quxovi{letters}")
    }

    fn key(number: usize, step: usize) -> String {
        format!("00000000-0000-4000-9000-{number:08}{step:04}")
    }

    impl House {
        /// Sends a form to a server that ends at `point`; then again, with the same key, to one that
        /// does not. `erases`: by the second coordinator.
        fn send(&mut self, point: &str, (path, fields): (&str, &[(&str, &str)]), erases: bool) -> Answer {
            let browser = if erases { &mut self.bea } else { &mut self.bruno };
            let mut ending = self.place.serve(&[("BUENTRATO_FAULT", point)], Stdio::null());
            browser.address.clone_from(&ending.address);
            // Once somebody is erased, every start goes through the same steps: it may end there already.
            let answered = !ending.address.is_empty() && browser.post(path, fields).is_ok();
            assert!(!answered, "it answered although it should end at {point}");
            assert!(!ending.child.wait().expect("it ended").success(), "it did not end at {point}");
            let served = self.place.serve(&[], Stdio::null());
            let report = self.report();
            assert_eq!(
                (report.unreadable, report.readable_after_erasure),
                (0, 0),
                "after {point}: {report:?}"
            );
            let browser = if erases { &mut self.bea } else { &mut self.bruno };
            browser.address.clone_from(&served.address);
            let answer = browser.post(path, fields).expect("it answers");
            assert_eq!(answer.status, 303, "after {point}: {}", answer.text());
            answer
        }

        fn create(&mut self, point: &str, number: usize) -> String {
            let (name, key) = (name(number), key(number, 1));
            let fields = [
                ("nombres", name.as_str()),
                ("primer-apellido", "Prueba"),
                ("sin-curp", "not-at-hand"),
                ("nacimiento", "1990-03-04"),
                ("sexo", "H"),
                ("accion", "registrar"),
                ("_key", &key),
            ];
            let file = self.send(point, ("/personas", &fields), false).location().to_owned();
            self.people += 1;
            let served = self.place.serve(&[], Stdio::null());
            self.bruno.address.clone_from(&served.address);
            let page = self.bruno.get(&file).expect("it answers").text();
            assert!(page.contains(&name), "{point}: the file does not show its name: {page}");
            let found = self.bruno.post("/personas/busqueda", &[("buscar", &name)]).expect("it answers");
            assert_eq!(found.ids("/personas/").len(), 1, "{point}: somebody is doubled");
            let asked = [("fundamento", "cancelacion"), ("acto", "ACTO-1"), ("bloqueo", "2026-01-01")];
            let asked = self.bruno.post(&format!("{file}/borrado"), &asked).expect("it answers");
            assert_eq!(asked.status, 303, "{}", asked.text());
            file
        }

        fn erase(&mut self, point: &str, number: usize, file: &str) {
            let key = key(number, 2);
            let wrapped = self.wrapped_key(file);
            let fields = [("confirmo", "si"), ("_key", key.as_str())];
            self.send(point, (&format!("{file}/borrado/aprobacion"), &fields), true);
            self.people -= 1;
            let served = self.place.serve(&[], Stdio::null());
            self.bruno.address.clone_from(&served.address);
            let page = self.bruno.get(file).expect("it answers").text();
            assert!(!page.contains(&name(number)), "{point}: an erased file shows its name");
            drop(served);
            assert!(!self.is_in_files(&wrapped), "{point}: the wrapped key is still in a file");
            let report = self.report();
            assert_eq!(report.people, self.people, "{point}: somebody is missing or doubled");
        }

        /// The key of a person as it is kept, wrapped.
        fn wrapped_key(&self, file: &str) -> Vec<u8> {
            let id: Uuid = file.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
            let read = async {
                let (_, keys) = self.databases().await;
                let sql = "SELECT wrapped FROM data_key WHERE owner_id = $1";
                let query = Statement::from_sql_and_values(keys.get_database_backend(), sql, [id.into()]);
                let row = keys.query_one_raw(query).await.expect("reads").expect("a key");
                keys.close().await.expect("closes");
                row.try_get::<Vec<u8>>("", "wrapped").expect("bytes")
            };
            runtime().block_on(read)
        }

        /// Whether the files of the keys hold these bytes; those of PostgreSQL are not the program's.
        fn is_in_files(&self, bytes: &[u8]) -> bool {
            let folder = self.place.data.join("programme");
            let files =
                ["keys.db", "keys.db-wal"].map(|file| std::fs::read(folder.join(file)).unwrap_or_default());
            files.iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
        }

        async fn databases(&self) -> (DatabaseConnection, DatabaseConnection) {
            let file =
                |file| format!("sqlite://{}?mode=rw", self.place.data.join("programme").join(file).display());
            let (data, keys) =
                self.place.urls("programme").unwrap_or_else(|| (file("data.db"), file("keys.db")));
            let open = async |url: String| Database::connect(url).await.expect("opens");
            (open(data).await, open(keys).await)
        }

        /// Looks beside the server, first past the program at the tables, then with it into each file.
        fn report(&self) -> Report {
            let look = async {
                let (data, keys) = self.databases().await;
                let ids = async |db: &DatabaseConnection, table: &str| {
                    let sql = format!("SELECT owner_id FROM {table}");
                    let query = Statement::from_string(db.get_database_backend(), sql);
                    let rows = db.query_all_raw(query).await.expect("reads");
                    rows.iter()
                        .map(|row| row.try_get::<Uuid>("", "owner_id").expect("an id"))
                        .collect::<Vec<_>>()
                };
                let (erased, kept) = (ids(&data, "shred").await, ids(&keys, "data_key").await);
                data.close().await.expect("closes");
                keys.close().await.expect("closes");
                let still = erased.iter().filter(|owner| kept.contains(owner)).count();
                let people = self.open_every_file().await;
                Report {
                    people: people.people,
                    unreadable: people.unreadable.len(),
                    readable_after_erasure: still.max(people.readable_after_erasure.len()),
                }
            };
            runtime().block_on(look)
        }

        async fn open_every_file(&self) -> store::people::PeopleReport {
            let folder = self.place.data.join("programme");
            let root = std::fs::read_to_string(folder.join("root.key")).expect("a root key");
            let source = match self.place.urls("programme") {
                None => Source::Sqlite(folder),
                Some((url, keys_url)) => Source::Postgres { url, keys_url },
            };
            let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
            let root = RootKey::parse(root.trim()).expect("a root key");
            let entropy = Entropy::new(|bytes| bytes.fill(1));
            let store =
                Store::<Programme>::open(&source, &root, Clock::fixed(now), entropy).await.expect("opens");
            let ctx = Ctx::system(Action::ViewAudit, now, Uuid::nil());
            let people = store.verify_people(&ctx).await.expect("verifies");
            store.close().await.expect("closes");
            people
        }
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Runtime::new().expect("a runtime")
    }

    fn holds(engine: &str, server: Option<&str>) {
        let full = std::env::var("BUENTRATO_PROOF").as_deref() == Ok("full");
        let rounds = if full { 100 } else { 4 };
        let mut house = house(server);
        for number in 0..rounds {
            let file = house.create(CREATING[number % CREATING.len()], number);
            house.erase(ERASING[number % ERASING.len()], number, &file);
        }
        eprintln!("proof: {engine}: ends in the middle of creating or erasing a person = {}", 2 * rounds);
        eprintln!("proof: {engine}: unreadable = 0, readable after erasure = 0");
    }

    #[test]
    fn nobody_is_unreadable_and_nobody_readable_after_erasure_on_sqlite() {
        holds("SQLite", None);
    }

    #[test]
    fn nobody_is_unreadable_and_nobody_readable_after_erasure_on_postgres() {
        if let Some(server) = postgres() {
            holds("PostgreSQL", Some(&server));
        }
    }

    /// The control of the first half: a row whose key was never kept.
    #[test]
    fn a_person_whose_key_was_lost_is_found() {
        let mut house = house(None);
        let served = house.place.serve(&[("BUENTRATO_CONTROL", "key-unkept")], Stdio::null());
        house.bruno.address.clone_from(&served.address);
        let fields =
            [("nombres", "Quxovi"), ("primer-apellido", "Prueba"), ("sin-curp", "refused"), ("sexo", "H")];
        let made = house.bruno.post("/personas", &fields).expect("it answers");
        assert_eq!(made.status, 303, "{}", made.text());
        let report = house.report();
        eprintln!("proof: control, a key that was not kept: unreadable = {}", report.unreadable);
        assert_eq!(report.unreadable, 1, "{report:?}");
    }

    /// The control of the second half: a start that does not apply the list of what was erased.
    #[test]
    fn a_key_that_outlives_its_erasure_is_found() {
        let mut house = house(None);
        let file = house.create("person.row-committed", 1);
        let ending = house.place.serve(&[("BUENTRATO_FAULT", "erasure.row-committed")], Stdio::null());
        house.bea.address.clone_from(&ending.address);
        assert!(house.bea.post(&format!("{file}/borrado/aprobacion"), &[("confirmo", "si")]).is_err());
        let _served = house.place.serve(&[("BUENTRATO_CONTROL", "shred-list-off")], Stdio::null());
        let report = house.report();
        eprintln!(
            "proof: control, shred list off: readable after erasure = {}",
            report.readable_after_erasure
        );
        assert_eq!(report.readable_after_erasure, 1, "{report:?}");
    }
}
