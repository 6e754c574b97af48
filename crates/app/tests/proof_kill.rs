//! Proof 6, first half: killed under eight writers, the server loses and doubles no acknowledged write.
//!
//! It is killed at random moments while they save rolls. With acknowledgement before the commit the
//! same check finds losses.

#[path = "support/browser.rs"]
mod browser;
#[path = "support/program.rs"]
mod program;

mod proof {
    use std::{
        process::Stdio,
        sync::{
            Arc, Mutex,
            atomic::{AtomicBool, Ordering},
            mpsc,
        },
        thread,
        time::Duration,
    };

    use serde_json::{Value, json};

    use super::{
        browser::{Account, Browser},
        program::{Place, code, postgres, run},
    };

    const WRITERS: usize = 8;

    /// A session whose roll one writer saves again and again; each save carries its number in the
    /// minutes of two late lines, so that what is stored says which save it was.
    struct Writer {
        session: String,
        enrolments: Vec<String>,
        /// Saves that were acknowledged.
        acknowledged: u64,
        /// The last save that was sent; at most one more than acknowledged.
        sent: u64,
    }

    /// The API with somebody's token.
    #[derive(Clone)]
    struct Api(String);

    impl Api {
        fn get(&self, browser: &mut Browser, path: &str) -> Value {
            let answer = browser.send(("GET", path), &[("Authorization", &self.0)], b"").expect("it answers");
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            serde_json::from_str(&answer.text()).expect("JSON")
        }
    }

    impl Writer {
        fn path(&self) -> String {
            format!("/api/v1/sessions/{}/attendance", self.session)
        }

        /// Sends a save. Sent again, it has the same key.
        fn save(&self, browser: &mut Browser, api: &Api, number: u64) -> std::io::Result<(u16, String)> {
            let line = |(place, enrolment): (usize, &String)| {
                let minutes = match place {
                    0 => Some(1 + number / 100),
                    1 => Some(1 + number % 100),
                    _ => None,
                };
                let mark = if minutes.is_some() { "late" } else { "present" };
                json!({ "enrolment": enrolment, "mark": mark, "minutes": minutes, "reason": null, "complied": true })
            };
            let lines: Vec<Value> = self.enrolments.iter().enumerate().map(line).collect();
            let body =
                json!({ "version": number - 1, "close": false, "transcription": false, "lines": lines });
            let key = format!("{}{number:012}", &self.session[..24]);
            let headers = [
                ("Authorization", api.0.as_str()),
                ("Idempotency-Key", &key),
                ("Content-Type", "application/json"),
            ];
            let answer = browser.send(("PUT", &self.path()), &headers, body.to_string().as_bytes())?;
            Ok((answer.status, answer.text()))
        }

        /// Which save is stored, and how often the roll was written.
        fn stored(&self, browser: &mut Browser, api: &Api) -> (u64, u64) {
            let state = api.get(browser, &self.path());
            let minutes = |enrolment: &str| {
                let lines = state["lines"].as_array().expect("lines");
                let line = lines.iter().find(|line| line["enrolment"] == enrolment);
                line.and_then(|line| line["minutes"].as_u64()).unwrap_or(1)
            };
            let number = (minutes(&self.enrolments[0]) - 1) * 100 + minutes(&self.enrolments[1]) - 1;
            (number, state["version"].as_u64().expect("a version"))
        }
    }

    struct Proof {
        _folder: tempfile::TempDir,
        place: Place,
        api: Api,
        writers: Vec<Arc<Mutex<Writer>>>,
    }

    /// A store with eight sessions in the past whose rolls are owed.
    fn prepare(server: Option<&str>) -> Proof {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::new(folder.path(), server);
        run(&mut place.command(&["synth", "--centres", "1", "--people", "20", "--owed", "8"]));
        let add = ["user", "add", "proof", "--name", "Prueba", "--role", "coordinator", "--centre", "EJ01"];
        let (password, _) = run(&mut place.command(&add));
        let (token, _) =
            run(&mut place.command(&["token", "create", "--user", "proof", "--label", "prueba", "--write"]));
        let api = Api(format!("Bearer {}", token.trim()));
        let served = place.serve(&[], Stdio::null());
        let mut browser = Browser::new(&served.address);
        // A temporary password opens nothing yet: the account chooses its own first.
        let mut account =
            Account { username: "proof".into(), password: password.trim().into(), secret: None };
        browser.sign_in(&mut account, &code).expect("signed in");
        let mut writers = Vec::new();
        let mut page = |path: String| browser.get(&path).expect("it answers");
        for group in page("/grupos".to_owned()).ids("href=\"/grupos/") {
            for session in page(format!("/grupos/{group}")).ids("/sesiones/") {
                let enrolments = page(format!("/sesiones/{session}/lista")).ids("name=\"marca-");
                if !enrolments.is_empty() {
                    writers.push(Arc::new(Mutex::new(Writer {
                        session,
                        enrolments,
                        acknowledged: 0,
                        sent: 0,
                    })));
                }
            }
        }
        assert!(writers.len() >= WRITERS, "only {} owed rolls", writers.len());
        writers.truncate(WRITERS);
        Proof { _folder: folder, place, api, writers }
    }

    impl Proof {
        /// Eight writers save until the server is killed. Gives what was lost or doubled.
        fn cycle(&self, after: Duration, environment: &[(&str, &str)]) -> Vec<String> {
            let served = self.place.serve(environment, Stdio::null());
            let stop = Arc::new(AtomicBool::new(false));
            let threads: Vec<_> = self
                .writers
                .iter()
                .map(|writer| {
                    let (writer, stop, api) = (Arc::clone(writer), Arc::clone(&stop), self.api.clone());
                    let browser = Browser::new(&served.address);
                    thread::spawn(move || write_until(&writer, &stop, browser, &api))
                })
                .collect();
            wait(after);
            // Dropping it kills it, as a power cut would.
            drop(served);
            stop.store(true, Ordering::SeqCst);
            threads.into_iter().for_each(|thread| thread.join().expect("the writer ends"));
            self.check()
        }

        /// After a restart without faults: each roll holds the last acknowledged save or the one after
        /// it, and was written exactly that often.
        fn check(&self) -> Vec<String> {
            let served = self.place.serve(&[], Stdio::null());
            let mut browser = Browser::new(&served.address);
            let mut wrong = Vec::new();
            for writer in &self.writers {
                let writer = writer.lock().expect("not poisoned");
                let (stored, version) = writer.stored(&mut browser, &self.api);
                if stored < writer.acknowledged {
                    wrong.push(format!("lost: {} acknowledged, {stored} stored", writer.acknowledged));
                }
                if stored > writer.sent || version != stored {
                    wrong.push(format!("doubled: {} sent, {stored} stored, {version} times", writer.sent));
                }
            }
            wrong
        }

        fn holds(&self, engine: &str, full: u64) {
            let count =
                if std::env::var("BUENTRATO_PROOF").as_deref() == Ok("full") { full } else { full / 10 };
            for number in 0..count {
                let wrong = self.cycle(moment(number), &[]);
                assert!(wrong.is_empty(), "cycle {number}: {wrong:?}");
            }
            let count_of = |writer: &Arc<Mutex<Writer>>| writer.lock().expect("not poisoned").acknowledged;
            let saved: u64 = self.writers.iter().map(count_of).sum();
            eprintln!("proof: {engine}: kills under {WRITERS} writers = {count}");
            eprintln!("proof: {engine}: acknowledged writes = {saved}, lost = 0, doubled = 0");
            assert!(saved > count, "hardly anybody saved anything: the proof proved nothing");
        }
    }

    fn write_until(writer: &Mutex<Writer>, stop: &AtomicBool, mut browser: Browser, api: &Api) {
        let mut writer = writer.lock().expect("not poisoned");
        while !stop.load(Ordering::SeqCst) {
            // A save that was sent but never acknowledged is sent again with its own key.
            let number = writer.acknowledged + 1;
            writer.sent = number;
            match writer.save(&mut browser, api, number) {
                Ok((200, _)) => writer.acknowledged = number,
                Ok((status, body)) => panic!("save {number} was answered {status}: {body}"),
                Err(_) => return,
            }
        }
    }

    /// Moments that repeat: between 100 ms and 1,400 ms after the writers began.
    fn moment(cycle: u64) -> Duration {
        Duration::from_millis(100 + cycle.wrapping_mul(0x9E37_79B9).wrapping_add(7) % 1_300)
    }

    /// Nobody ever sends: what is waited for is the time.
    fn wait(time: Duration) {
        let (_keep, nothing) = mpsc::channel::<()>();
        let _ = nothing.recv_timeout(time);
    }

    #[test]
    fn no_acknowledged_roll_is_lost_or_doubled_on_sqlite() {
        prepare(None).holds("SQLite", 50);
    }

    #[test]
    fn no_acknowledged_roll_is_lost_or_doubled_on_postgres() {
        if let Some(server) = postgres() {
            prepare(Some(&server)).holds("PostgreSQL", 20);
        }
    }

    #[cfg(feature = "faults")]
    #[test]
    fn an_early_acknowledgement_is_caught() {
        let proof = prepare(None);
        let control = [("BUENTRATO_CONTROL", "early-acknowledgement")];
        let caught = (0..20).position(|number| !proof.cycle(moment(number), &control).is_empty());
        eprintln!("proof: control, early acknowledgement: caught in cycle = {:?}", caught.map(|n| n + 1));
        assert!(caught.is_some(), "acknowledging before the commit went unnoticed");
    }
}
