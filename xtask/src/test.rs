//! `cargo xtask test`: everything that must hold, in the order of what fails soonest.
//!
//! Each step runs even if an earlier one failed, so that one run tells the whole. The closing
//! line counts every test of every runner, and each check as one.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::postgres::Postgres;
use crate::run::{self, Tally};
use crate::{files, i18n, packages, tidy};

/// How much to run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Both engines and a real browser.
    Whole,
    /// The inner loop: SQLite only, no browser.
    Fast,
}

/// What each step brought.
#[derive(Default)]
struct Report(Vec<(&'static str, Duration, Tally)>);

impl Report {
    /// Runs a step; one that cannot run at all has failed, and its reason is shown.
    #[expect(clippy::disallowed_methods, reason = "measures how long a step takes")]
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<Tally, String>) {
        eprintln!("\n== {name}");
        let began = Instant::now();
        let tally = work().unwrap_or_else(|why| {
            eprintln!("xtask: {why}");
            Tally::one(false)
        });
        self.0.push((name, began.elapsed(), tally));
    }

    /// Prints the table and the closing line; true if nothing failed.
    fn close(&self) -> bool {
        let mut total = Tally::default();
        println!();
        for (name, time, tally) in &self.0 {
            let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
            println!(
                "{name:<28} {:>6} s  {:>5} passed {:>4} failed  {verdict}",
                time.as_secs(),
                tally.passed,
                tally.failed
            );
            total += *tally;
        }
        println!("\n{} passed, {} failed", total.passed, total.failed);
        total.failed == 0
    }
}

pub fn test(extent: Extent) -> Result<bool, String> {
    let postgres = match extent {
        Extent::Fast => None,
        Extent::Whole => {
            packages::ensure()?;
            Some(Postgres::start()?)
        }
    };
    let postgres = postgres.as_ref().map(Postgres::url);

    let mut report = Report::default();
    report.step("format", || check(cargo(&["fmt", "--all", "--", "--check"])));
    report.step("house rules (tidy)", || Ok(Tally::one(tidy::tidy())));
    report.step("texts (i18n)", || Ok(Tally::one(i18n::i18n())));
    report.step("lints (clippy)", || {
        let clippy = ["clippy", "--workspace", "--all-targets", "--features", FEATURES];
        check(cargo(&[&clippy[..], locked(), &["--", "-D", "warnings"]].concat()))
    });
    if run::exists("cargo-deny") {
        report.step("licences (cargo-deny)", || {
            check(cargo(&["deny", "check", "licenses", "bans", "sources"]))
        });
    } else {
        eprintln!("\n== licences: skipped, cargo-deny is not installed");
    }
    let engines = if postgres.is_some() { "tests, both engines" } else { "tests, SQLite" };
    report.step(engines, || {
        let mut tests = tests();
        tests.envs(postgres.as_ref().map(|url| ("BUENTRATO_TEST_PG", url)));
        run::counted(&mut tests, |_| ())
    });
    report.step("worked examples (doc tests)", || {
        let doc = ["test", "--doc", "--workspace", "--features", FEATURES];
        run::counted(&mut cargo(&[&doc[..], locked()].concat()), |_| ())
    });
    if let Some(url) = &postgres {
        let journeys = Journeys::prepare();
        for (name, database) in [("browser, SQLite", None), ("browser, PostgreSQL", Some(url.as_str()))] {
            report.step(name, || journeys.as_ref().map_err(String::clone)?.run(database));
        }
    }
    Ok(report.close())
}

/// The fault hooks of the proofs exist only here, never in what is installed.
const FEATURES: &str = "buentrato/faults";

fn tests() -> Command {
    let runner: &[&str] =
        if run::exists("cargo-nextest") { &["nextest", "run"] } else { &["test", "--no-fail-fast"] };
    let targets: &[&str] = &["--workspace", "--lib", "--bins", "--tests", "--features", FEATURES];
    cargo(&[runner, targets, locked()].concat())
}

/// Cargo, without an engine left over from the caller's shell.
fn cargo(args: &[&str]) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(args).env_remove("BUENTRATO_TEST_PG");
    if std::io::stdout().is_terminal() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo
}

/// CI must not change the lock file.
fn locked() -> &'static [&'static str] {
    if std::env::var_os("CI").is_some() { &["--locked"] } else { &[] }
}

fn check(mut command: Command) -> Result<Tally, String> {
    run::succeeds(&mut command).map(Tally::one)
}

/// The browser journeys of `e2e/`, ready to run.
struct Journeys {
    browser: PathBuf,
    binary: PathBuf,
    files: Vec<String>,
}

impl Journeys {
    fn prepare() -> Result<Self, String> {
        let browser = packages::chromium().ok_or("Chromium is not installed: apt-get install chromium")?;
        let lock = std::fs::metadata("e2e/package-lock.json").and_then(|m| m.modified()).ok();
        let installed =
            std::fs::metadata("e2e/node_modules/.package-lock.json").and_then(|m| m.modified()).ok();
        if installed.is_none() || installed < lock {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir("e2e");
            if !run::succeeds(&mut npm)? {
                return Err("npm ci in e2e/ failed".into());
            }
        }
        // The tests have built it a moment ago; a build without their features would compile the tree anew.
        let binary = files::target().join("debug/buentrato");
        if !binary.exists() {
            return Err("the binary for the browser journeys is missing: the tests did not build".into());
        }
        let texts = files::texts("e2e").into_iter().map(|text| text.path);
        let files = texts.filter(|path| path.ends_with(".test.mjs")).collect();
        Ok(Self { browser, binary, files })
    }

    fn run(&self, postgres: Option<&str>) -> Result<Tally, String> {
        let mut node = Command::new("node");
        // The crawl looks at pages, which are the same on either engine, and takes the longest.
        let files = self.files.iter().filter(|file| postgres.is_none() || !file.contains("crawl"));
        node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(files);
        node.env("CHROMIUM", &self.browser).env("BUENTRATO_BIN", &self.binary);
        node.env_remove("BUENTRATO_TEST_PG").envs(postgres.map(|url| ("BUENTRATO_TEST_PG", url)));
        run::counted(&mut node, |_| ())
    }
}
