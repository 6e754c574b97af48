//! `cargo xtask bench`: measures a release build against the budgets of the design.
//!
//! The measuring program is the example `bench` of `crates/app`: it fills a store, drives the
//! server, and writes `docs/benchmarks.md`. This part builds it, starts PostgreSQL, and names the
//! machine; further arguments go to it as they are (`--help` lists them).

use std::path::Path;
use std::process::Command;

use crate::postgres::Postgres;
use crate::{packages, prove, run};

const PROGRAM: &str = "crates/app/examples/bench";
const REPORT: &str = "docs/benchmarks.md";

pub fn bench(args: &[&str]) -> Result<bool, String> {
    if !Path::new(PROGRAM).exists() && !Path::new(PROGRAM).with_extension("rs").exists() {
        return Err(format!("{PROGRAM} does not exist yet"));
    }
    packages::ensure()?;
    let postgres = Postgres::start()?;
    // The server under measurement is the released binary, without the hooks of the tests.
    if !run::succeeds(Command::new("cargo").args(["build", "--release", "--package", "buentrato"]))? {
        return Err("the release does not build".into());
    }
    let mut bench = Command::new("cargo");
    bench.args(["run", "--release", "--package", "buentrato", "--example", "bench", "--"]).args(args);
    bench.env("BUENTRATO_BIN", crate::files::target().join("release/buentrato"));
    bench.env("BUENTRATO_TEST_PG", postgres.url()).env("BUENTRATO_MACHINE", prove::machine());
    run::succeeds(bench.env("BUENTRATO_REPORT", REPORT))
}
