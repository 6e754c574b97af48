//! `cargo xtask prove`: the fault proofs at full counts.
//!
//! A proof is a test target `crates/*/tests/proof_<name>.rs`. `cargo xtask test` runs it at a
//! reduced count; here `BUENTRATO_PROOF=full` asks for the whole, and `BUENTRATO_PROOF_DIR` names
//! a folder, one per commit, in which the proof keeps how far it came, so that a run that was
//! interrupted goes on. What it prints as `proof: NAME = VALUE` is kept in `docs/proofs/<name>.md`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::postgres::Postgres;
use crate::{files, packages, run};

/// A proof: its name and the first line of what it says of itself.
struct Proof {
    name: String,
    says: String,
}

fn proofs() -> Vec<Proof> {
    let texts = files::texts("crates");
    let proof = |text: &files::Text| {
        let (_, file) = text.path.strip_prefix("crates/")?.split_once("/tests/proof_")?;
        let name = file.strip_suffix(".rs").filter(|name| !name.contains('/'))?.replace('_', "-");
        let says = text.text.lines().next().unwrap_or("").trim_start_matches("//!").trim();
        Some(Proof { name, says: says.into() })
    };
    texts.iter().filter_map(proof).collect()
}

pub fn list() -> Result<bool, String> {
    let proofs = proofs();
    for proof in &proofs {
        let recorded = std::fs::read_to_string(record(&proof.name)).unwrap_or_default();
        let last =
            recorded.lines().find_map(|line| line.strip_prefix("* result: ")).unwrap_or("never run in full");
        println!("{:<24} {}\n{:<24} {last}", proof.name, proof.says, "");
    }
    println!("{} proofs; `cargo xtask prove NAME` runs one in full, `prove all` all of them", proofs.len());
    Ok(true)
}

pub fn prove(name: &str, again: bool) -> Result<bool, String> {
    let chosen: Vec<Proof> =
        proofs().into_iter().filter(|proof| name == "all" || proof.name == name).collect();
    if chosen.is_empty() {
        return Err(format!("no proof is called `{name}`: `cargo xtask prove` lists them"));
    }
    packages::ensure()?;
    let postgres = Postgres::start()?;
    let mut all_hold = true;
    for proof in &chosen {
        all_hold &= run_one(proof, again, &postgres.url())?;
    }
    Ok(all_hold)
}

#[expect(clippy::disallowed_methods, reason = "measures how long a proof takes")]
fn run_one(proof: &Proof, again: bool, postgres: &str) -> Result<bool, String> {
    let commit = commit();
    let state = files::target().join("proofs").join(&proof.name).join(&commit);
    if again {
        let _ = std::fs::remove_dir_all(&state);
    }
    std::fs::create_dir_all(&state).map_err(|why| format!("{}: {why}", state.display()))?;
    if state.join("passed").exists() {
        println!("{}: has passed at this commit; --again runs it anew", proof.name);
        return Ok(true);
    }
    let figures = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&figures);
    let began = Instant::now();
    let tally = run::counted(&mut at_full_count(proof, &state, postgres), move |line| {
        // The test runner may have put its own words before it.
        if let Some((_, figure)) = line.split_once("proof: ") {
            kept.lock().expect("no reader panics while it keeps a figure").push(figure.to_owned());
        }
    })?;
    let holds = tally.failed == 0 && tally.passed > 0;
    let verdict = if holds { "holds" } else { "DOES NOT HOLD" };
    let mut lines = vec![
        format!("* result: {verdict} ({} tests passed, {} failed) at {commit}", tally.passed, tally.failed),
        format!("* took: {} s on {}", began.elapsed().as_secs(), machine()),
        format!("* command: `cargo xtask prove {}`", proof.name),
    ];
    lines.extend(figures.lock().expect("all readers have ended").iter().map(|figure| format!("* {figure}")));
    let page = format!("# Proof: {}\n\n{}\n\n{}\n", proof.name, proof.says, lines.join("\n"));
    let written =
        std::fs::create_dir_all("docs/proofs").and_then(|()| std::fs::write(record(&proof.name), page));
    written.map_err(|why| format!("docs/proofs: {why}"))?;
    if holds {
        std::fs::write(state.join("passed"), "").map_err(|why| why.to_string())?;
    }
    println!("{}: {verdict}, written to {}", proof.name, record(&proof.name).display());
    Ok(holds)
}

/// A proof of a budget runs in release, and one that verifies a thousand chains, which would take
/// hours without; the others with the build that the tests have made already.
const IN_RELEASE: [&str; 2] = ["audit", "import"];

fn at_full_count(proof: &Proof, state: &Path, postgres: &str) -> Command {
    let target = format!("proof_{}", proof.name.replace('-', "_"));
    let mut test = Command::new("cargo");
    test.args(["test", "--workspace", "--features", "buentrato/faults", "--test", &target]);
    if IN_RELEASE.contains(&proof.name.as_str()) {
        test.arg("--release");
    }
    test.args(["--", "--nocapture", "--test-threads=1"]);
    test.env("BUENTRATO_PROOF", "full").env("BUENTRATO_PROOF_DIR", state).env("BUENTRATO_TEST_PG", postgres);
    test
}

fn record(name: &str) -> PathBuf {
    Path::new("docs/proofs").join(format!("{name}.md"))
}

/// The commit, marked when the tree has changes that it does not hold.
fn commit() -> String {
    let head = run::output(Command::new("git").args(["rev-parse", "--short=12", "HEAD"])).unwrap_or_default();
    let changes =
        run::output(Command::new("git").args(["status", "--porcelain", "--", "crates", "Cargo.lock"]));
    let changed = changes.is_ok_and(|changes| !changes.trim().is_empty());
    format!("{}{}", head.trim(), if changed { "-changed" } else { "" })
}

/// The machine in one line: processor, cores, memory, system.
pub fn machine() -> String {
    let of = |file: &str, key: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let value = text.lines().find(|line| line.starts_with(key)).and_then(|line| line.split_once(':'));
        value.map(|(_, value)| value.trim().to_owned())
    };
    let processor = of("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.into());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kib =
        of("/proc/meminfo", "MemTotal").and_then(|m| m.split(' ').next()?.parse::<u64>().ok()).unwrap_or(0);
    format!("{processor}, {cores} cores, {} GiB, {}", kib.div_ceil(1 << 20), std::env::consts::OS)
}
