//! Measures a release build against the budgets of the design and writes the page about it.
//!
//! `cargo xtask bench` starts it with the program, a PostgreSQL server, the name of the machine and
//! the report's place in the environment. What it fills is kept below `target/bench` for the next run.

#[path = "../../tests/support/browser.rs"]
mod browser;
mod load;
mod machine;
#[path = "../../tests/support/program.rs"]
mod program;
mod report;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use browser::{Account, Browser};
use load::{Figures, Request, Server, drive, pause};
use program::{Place, code, run};
use report::{Measured, Report};

const HELP: &str = "bench [--small] [--engine sqlite|postgres|both] [--seconds N] [--folder DIR]

  --small      a twentieth of the load: for trying the measurement, not for figures
  --engine     both by default; PostgreSQL only when BUENTRATO_TEST_PG names a server
  --seconds    length of each measurement (4)
  --folder     where the filled stores are kept (target/bench)";

/// What is measured, and how much of it.
struct Plan {
    small: bool,
    seconds: f64,
    folder: PathBuf,
    engines: Vec<(&'static str, Option<String>)>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help") {
        eprintln!("{HELP}");
        return;
    }
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let engine = value("--engine").unwrap_or_else(|| "both".to_owned());
    let postgres = program::postgres().filter(|_| engine != "sqlite");
    let sqlite = (engine != "postgres").then_some(("SQLite", None));
    let plan = Plan {
        small: arguments.iter().any(|argument| argument == "--small"),
        seconds: value("--seconds").and_then(|text| text.parse().ok()).unwrap_or(4.0),
        folder: value("--folder").map_or_else(|| PathBuf::from("target/bench"), PathBuf::from),
        engines: sqlite.into_iter().chain(postgres.map(|url| ("PostgreSQL", Some(url)))).collect(),
    };
    let mut report = Report {
        machine: std::env::var("BUENTRATO_MACHINE").unwrap_or_else(|_| "not named".to_owned()),
        load: format!(
            "{} people in {} centres over 10 years, {} attendances",
            plan.people(),
            plan.centres(),
            plan.people() * 16 - plan.centres() * 20 * OWED
        ),
        ..Report::default()
    };
    for (engine, server) in plan.engines.clone() {
        measure(&plan, engine, server.as_deref(), &mut report);
    }
    let page = std::env::var("BUENTRATO_REPORT").unwrap_or_else(|_| "docs/benchmarks.md".to_owned());
    std::fs::write(&page, report.to_text()).unwrap_or_else(|why| panic!("{page}: {why}"));
    eprintln!("written: {page}");
}

/// Rolls left untaken in the last group of each centre: two centres make one for each of 32 clients.
const OWED: usize = 16;

impl Plan {
    /// 16 sessions each make 2,000,000 attendances of 125,000 people.
    fn people(&self) -> usize {
        if self.small { 6_000 } else { 125_000 }
    }

    fn centres(&self) -> usize {
        if self.small { 4 } else { 40 }
    }

    /// A filled store: the one of an earlier run, or a new one.
    #[expect(clippy::disallowed_methods, reason = "measures")]
    fn fill(&self, engine: &str, server: Option<&str>, report: &mut Report) -> Place {
        let size = if self.small { "small" } else { "whole" };
        let folder = self.folder.join(format!("{}{size}", engine.to_lowercase()));
        let filled = folder.join("filled");
        if filled.exists() && server.is_none() {
            return Place::new(&folder, server);
        }
        let _ = std::fs::remove_dir_all(&folder);
        let place = Place::new(&folder, server);
        let begun = Instant::now();
        let (people, centres) = (self.people().to_string(), self.centres().to_string());
        let owed = OWED.to_string();
        let size = ["synth", "--people", &people, "--centres", &centres, "--years", "10", "--owed", &owed];
        let status = place.command(&size).status().expect("it runs");
        assert!(status.success(), "the store could not be filled");
        count_rows(&place);
        report.note(format!("{engine}: filled in {} s", begun.elapsed().as_secs()));
        std::fs::write(filled, "").expect("written");
        place
    }
}

/// Has a PostgreSQL server count what it holds, as it does by itself some minutes after a great change.
fn count_rows(place: &Place) {
    let Some((data, keys)) = place.urls("programme") else { return };
    for url in [data, keys] {
        run(Command::new("psql").args(["--quiet", "--command", "VACUUM ANALYZE", &url]));
    }
}

/// Whoever uses the system, signed in.
struct Cast {
    facilitator: Browser,
    coordinators: [Browser; 2],
    intake: Browser,
    evaluator: Browser,
    administrator: Browser,
}

fn get(browser: &mut Browser, path: &str) -> browser::Answer {
    let answer = browser.get(path).expect("it answers");
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer
}

/// A user name of its own: the store may be of an earlier run, its passwords are not.
fn fresh(name: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{name}{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn enter(place: &Place, address: &str, (name, role, centre): (&str, &str, Option<&str>)) -> Browser {
    let username = fresh(name);
    let mut add = place.command(&["user", "add", &username, "--name", "Prueba", "--role", role]);
    add.args(centre.map(|centre| ["--centre", centre]).into_iter().flatten());
    let password = run(&mut add).0.trim().to_owned();
    let mut browser = Browser::new(address);
    browser.sign_in(&mut Account { username, password, secret: None }, &code).expect("signed in");
    browser
}

/// The last group of a centre, whose rolls are owed.
fn owed_group(coordinator: &mut Browser) -> String {
    let sessions = get(coordinator, "/").ids("/sesiones/");
    let session = sessions.first().expect("a roll that is owed");
    get(coordinator, &format!("/sesiones/{session}")).ids("/grupos/").remove(0)
}

/// The coordinators of two centres.
fn coordinators(place: &Place, address: &str) -> [Browser; 2] {
    ["EJ01", "EJ02"].map(|centre| enter(place, address, ("coordina", "coordinator", Some(centre))))
}

/// The one centre that somebody may choose.
fn own_centre(coordinator: &mut Browser) -> String {
    let form = get(coordinator, "/personal/nuevo").text();
    let after = form.split_once("name=\"centro\"").expect("a choice of centres").1;
    after.split('"').find(|part| part.parse::<uuid::Uuid>().is_ok()).expect("a centre").to_owned()
}

/// An account for whoever facilitates the last group; only the administrator's page ties one to staff.
fn facilitates(coordinator: &mut Browser, administrator: &mut Browser) -> Account {
    let group = owed_group(coordinator);
    let staff =
        get(coordinator, &format!("/grupos/{group}/facilitacion")).ids("name=\"sale\" value=\"").remove(0);
    let (username, centre) = (fresh("ana"), own_centre(coordinator));
    let fields = [
        ("personal", staff.as_str()),
        ("usuario", &username),
        ("funcion", "facilitator"),
        ("centro", &centre),
    ];
    let handed = administrator.post("/cuentas", &fields).expect("it answers").text();
    let password = handed.split("<code class=\"fs-3\">").nth(2).and_then(|rest| rest.split('<').next());
    let password = password.unwrap_or_else(|| panic!("no password: {handed}")).to_owned();
    Account { username, password, secret: None }
}

impl Cast {
    fn enter(place: &Place, address: &str) -> Self {
        let mut coordinators = coordinators(place, address);
        let mut administrator = enter(place, address, ("elena", "technical-administrator", None));
        let kept = place.data.with_file_name("facilitator");
        let mut ana = match std::fs::read_to_string(&kept) {
            Ok(text) => {
                let mut lines = text.lines().map(str::to_owned);
                let mut line = || lines.next().expect("a name, a password, a secret");
                Account { username: line(), password: line(), secret: Some(line()) }
            }
            Err(_) => facilitates(&mut coordinators[0], &mut administrator),
        };
        let mut facilitator = Browser::new(address);
        facilitator.sign_in(&mut ana, &code).expect("signed in");
        // One member of staff has one account: the next run on this store needs the same again.
        let secret = ana.secret.as_deref().unwrap_or_default();
        std::fs::write(kept, format!("{}\n{}\n{secret}\n", ana.username, ana.password)).expect("written");
        Self {
            facilitator,
            coordinators,
            intake: enter(place, address, ("gala", "intake", Some("EJ01"))),
            evaluator: enter(place, address, ("dario", "state-evaluator", None)),
            administrator,
        }
    }
}

/// A page that is asked for again and again; of several, one after the other.
fn asking(paths: Vec<String>) -> Arc<Request> {
    Arc::new(move |browser, client, sent| {
        let at = (client as u64 * 7_919 + sent) % paths.len() as u64;
        let path = &paths[usize::try_from(at).unwrap_or(0)];
        assert_eq!(browser.get(path).expect("it answers").status, 200, "{path}");
    })
}

fn searching(names: Vec<String>) -> Arc<Request> {
    Arc::new(move |browser, client, sent| {
        let at = (client as u64 * 7_919 + sent) % names.len() as u64;
        let name = &names[usize::try_from(at).unwrap_or(0)];
        let answer = browser.post("/personas/busqueda", &[("buscar", name)]).expect("it answers");
        assert_eq!(answer.status, 200, "{}", answer.text());
    })
}

/// The rolls of the two centres, and which version each stands at.
fn saving(coordinators: &[Browser; 2]) -> Arc<Request> {
    let mut rolls = Vec::new();
    for coordinator in coordinators {
        let mut browser = coordinator.clone();
        let group = owed_group(&mut browser);
        for session in get(&mut browser, &format!("/grupos/{group}")).ids("/sesiones/") {
            let path = format!("/sesiones/{session}/lista");
            let sheet = get(&mut browser, &path);
            let marks = sheet.ids("name=\"marca-");
            if !marks.is_empty() {
                let version: i64 = sheet.field("version").parse().expect("a version");
                rolls.push((std::sync::Mutex::new((browser.clone(), version)), path, marks));
            }
        }
    }
    assert!(rolls.len() >= 32, "only {} rolls to save", rolls.len());
    Arc::new(move |_, client, sent| {
        let (own, path, marks) = &rolls[client % rolls.len()];
        let mut own = own.lock().expect("a client of its own");
        let (version, browser) = (own.1.to_string(), &mut own.0);
        // Somebody else is excused each time, so that each save changes lines.
        let mut fields = vec![("version".to_owned(), version), ("accion".to_owned(), "guardar".to_owned())];
        for (place, id) in (0_u64..).zip(marks) {
            let excused = place == sent % marks.len() as u64;
            fields.push((format!("marca-{id}"), if excused { "excused" } else { "present" }.to_owned()));
            fields.push((format!("motivo-{id}"), "health".to_owned()));
            fields.push((format!("cumplio-{id}"), "si".to_owned()));
        }
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = browser.post(path, &fields).expect("it answers");
        assert_eq!(answer.status, 303, "{}", answer.text());
        own.1 += 1;
    })
}

fn measure(plan: &Plan, engine: &'static str, postgres: Option<&str>, report: &mut Report) {
    let place = plan.fill(engine, postgres, report);
    let (p50, p99) = machine::fdatasync(&place.data);
    report.note(format!("{engine}: fdatasync of 4 KiB: p50 {p50:.2} ms, p99 {p99:.2} ms"));
    cold_start(&place, engine, report);
    let server = Server::start(&place, &[]);
    let mut cast = Cast::enter(&place, &server.served.address);
    for (role, what, limit, request) in pages(&mut cast) {
        let browser = match role {
            "facilitator" => &cast.facilitator,
            "intake" => &cast.intake,
            "state evaluator" => &cast.evaluator,
            "technical administrator" => &cast.administrator,
            _ => &cast.coordinators[0],
        };
        let [_, p95, _] = each(plan, (browser, &server), (engine, role, what), &request, report);
        report.budget(format!("{engine}: {role}, {what}: p95"), (limit, "ms"), p95);
    }
    let saved = |report: &mut Report, server: &Server, own: &[Browser; 2], what| {
        each(plan, (&own[0], server), (engine, "coordinator", what), &saving(own), report)
    };
    let what = "a roll of 20 saved, durable";
    let [_, _, p99] = saved(report, &server, &cast.coordinators, what);
    report.budget(format!("{engine}: {what}: p99"), (25.0, "ms"), p99);
    let (_, most) = machine::memory(server.process());
    report.budget(format!("{engine}: memory of the process while serving, the most"), (150.0, "MiB"), most);
    certificates(&mut cast, server.process(), engine, report);
    let (now, most) = machine::memory(server.process());
    report
        .note(format!("{engine}: resident {now:.0} MiB after documents were printed, {most:.0} MiB at most"));
    drop(server);
    if postgres.is_none() {
        on_a_slower_disk(&place, report, |report, server| {
            let own = coordinators(&place, &server.served.address);
            saved(report, server, &own, "a roll of 20 saved, fsync 5 ms slower")
        });
    }
}

type Page = (&'static str, &'static str, f64, Arc<Request>);

/// The pages of each role, with their budgets.
fn pages(cast: &mut Cast) -> Vec<Page> {
    let under = |prefix: &str, ids: Vec<String>, end: &str| {
        ids.into_iter().map(|id| format!("{prefix}{id}{end}")).collect::<Vec<_>>()
    };
    let coordinator = &mut cast.coordinators[0];
    let people = get(coordinator, "/personas").ids("/personas/");
    let groups = get(coordinator, "/grupos").ids("href=\"/grupos/");
    let staff = get(coordinator, "/personal").ids("/personal/");
    let own = get(&mut cast.facilitator, "/grupos").ids("href=\"/grupos/");
    let sessions = get(&mut cast.facilitator, &format!("/grupos/{}", own[0])).ids("/sesiones/");
    let names =
        ["Hernández García", "jose luis peres", "Canul Pech Wilberth", "MARIA GUADALUPE CHAN", "Ucán Dzul"];
    let names: Vec<String> = names.map(str::to_owned).to_vec();
    let one = |path: &str| asking(vec![path.to_owned()]);
    let home = |role| (role, "home", 10.0, asking(vec!["/".to_owned()]));
    let far: Vec<String> = (1..=20).map(|page| format!("/personas?pagina={}", page * 7)).collect();
    vec![
        home("facilitator"),
        ("facilitator", "list of groups", 10.0, one("/grupos")),
        ("facilitator", "a group", 10.0, asking(under("/grupos/", own.clone(), ""))),
        ("facilitator", "a session", 10.0, asking(under("/sesiones/", sessions.clone(), ""))),
        ("facilitator", "a roll", 10.0, asking(under("/sesiones/", sessions, "/lista"))),
        home("coordinator"),
        ("coordinator", "list of groups", 10.0, one("/grupos")),
        ("coordinator", "a group's progress", 10.0, asking(under("/grupos/", groups.clone(), "/avance"))),
        ("coordinator", "a group's participants", 10.0, asking(under("/grupos/", groups, "/participantes"))),
        ("coordinator", "list of people", 10.0, asking(far)),
        ("coordinator", "file of a person", 10.0, asking(under("/personas/", people.clone(), ""))),
        ("coordinator", "file of staff", 10.0, asking(under("/personal/", staff, ""))),
        home("intake"),
        ("intake", "file of a person", 10.0, asking(under("/personas/", people, ""))),
        ("intake", "name search", 50.0, searching(names)),
        home("state evaluator"),
        ("state evaluator", "list of centres", 10.0, one("/centros")),
        home("technical administrator"),
        ("technical administrator", "list of accounts", 10.0, one("/cuentas")),
        ("technical administrator", "list of staff", 10.0, one("/personal")),
    ]
}

/// Measures with 1, 8 and 32 clients; gives the server's times with 8.
fn each(
    plan: &Plan,
    (browser, server): (&Browser, &Server),
    (engine, role, what): (&'static str, &'static str, &'static str),
    request: &Arc<Request>,
    report: &mut Report,
) -> [f64; 3] {
    let mut at_eight = [f64::NAN; 3];
    for clients in [1, 8, 32] {
        let figures: Figures = drive((clients, plan.seconds), (browser, server), request);
        if clients == 8 {
            at_eight = figures.server;
        }
        report.measured.push(Measured { engine, role, what, figures });
    }
    at_eight
}

/// From starting the process to the first page answered, ten times.
#[expect(clippy::disallowed_methods, reason = "measures")]
fn cold_start(place: &Place, engine: &str, report: &mut Report) {
    let mut times: Vec<f64> = (0..10)
        .map(|_| {
            let begun = Instant::now();
            let served = place.serve(&[], Stdio::null());
            get(&mut Browser::new(&served.address), "/entrar");
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    report.budget(
        format!("{engine}: cold start to the first page, the slowest of 10"),
        (300.0, "ms"),
        times[9],
    );
}

/// The first document this process prints, a blank roll: fonts are read once. Then two batches of
/// certificates, one group each.
fn certificates(cast: &mut Cast, process: u32, engine: &str, report: &mut Report) {
    let coordinator = &mut cast.coordinators[0];
    let centre = own_centre(coordinator);
    let token = coordinator.take_token("/documentos/nuevo").expect("a token");
    let fields = [
        ("_csrf", token.as_str()),
        ("centro", &centre),
        ("desde", "2010-01-01"),
        ("institucion", "Institución de ejemplo"),
        ("lugar", "Chetumal, Quintana Roo"),
        ("firma-1", "Nombre de ejemplo"),
        ("cargo-1", "Cargo de ejemplo"),
    ];
    let part = |(name, value): &(&str, &str)| {
        format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = fields.iter().map(part).collect::<String>() + "--X--\r\n";
    let kind = [("Content-Type", "multipart/form-data; boundary=X")];
    let made = coordinator.send(("POST", "/documentos"), &kind, body.as_bytes()).expect("it answers");
    assert_eq!(made.status, 303, "{}", made.text());
    let groups = get(coordinator, "/grupos?pagina=2").ids("href=\"/grupos/");
    let sessions = get(coordinator, &format!("/grupos/{}", groups[0])).ids("/sesiones/");
    let cpu = machine::cpu_seconds(process);
    let blank = get(coordinator, &format!("/sesiones/{}/lista-en-blanco.pdf", sessions[0]));
    assert_eq!(blank.status, 200, "a blank roll");
    let first = (machine::cpu_seconds(process) - cpu) * 1_000.0;
    let mut costs = Vec::new();
    for group in groups {
        let list = format!("/grupos/{group}/constancias");
        if costs.len() == 2 || !get(coordinator, &list).ids("/constancias/").is_empty() {
            continue;
        }
        let cpu = machine::cpu_seconds(process);
        let asked = coordinator.post(&list, &[]).expect("it answers");
        if asked.status != 303 {
            continue;
        }
        let job = asked.location().to_owned();
        while get(coordinator, &job).text().contains("hx-trigger=\"every 1s\"") {
            pause(0.25);
        }
        let count = get(coordinator, &list).ids("/constancias/").len();
        costs.push(((machine::cpu_seconds(process) - cpu) * 1_000.0, count.max(1) as f64));
    }
    let [(one, documents), (other, others)] = costs[..] else {
        report.note(format!("{engine}: fewer than two groups have documents to print"));
        return;
    };
    report.note(format!("{engine}: batches of {documents} and {others} documents"));
    let each = (one + other) / (documents + others);
    report.budget(format!("{engine}: CPU of a document in a batch"), (20.0, "ms"), each);
    report.budget(format!("{engine}: CPU of the first document, a blank roll"), (300.0, "ms"), first);
}

/// The same rolls saved while each fsync takes 5 ms longer.
fn on_a_slower_disk(place: &Place, report: &mut Report, save: impl Fn(&mut Report, &Server) -> [f64; 3]) {
    let scratch: &Path = place.data.parent().unwrap_or(&place.data);
    let library = scratch.canonicalize().ok().and_then(|scratch| machine::slow_sync(&scratch));
    let Some(library) = library else {
        report.note("no C compiler: not measured with a slower disk".to_owned());
        return;
    };
    let server = Server::start(place, &[("LD_PRELOAD", library.to_str().unwrap_or_default())]);
    let [_, _, p99] = save(report, &server);
    let of_one = |clients: usize| {
        let slower = report
            .measured
            .iter()
            .rfind(|one| one.what.ends_with("slower") && one.figures.clients == clients);
        slower.map_or(f64::NAN, |one| one.figures.per_second)
    };
    let (alone, eight) = (of_one(1), of_one(8));
    report.note(format!(
        "SQLite with 5 ms more per fsync: {alone:.0} rolls per second from 1 client, {eight:.0} from 8 (p99 {p99:.1} ms)"
    ));
}
