//! `cargo xtask ...`: the one place for what a developer or CI runs.
//!
//! Plain standard library, so that it builds in seconds. Exit 0: done; 1: a check or test failed;
//! 2: wrong usage, or the machine lacks something (the message says what to do).
#![expect(clippy::print_stdout, reason = "a command for developers prints")]

mod bench;
mod files;
mod i18n;
mod packages;
mod postgres;
mod prove;
mod run;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [--fast]     all checks and tests; --fast: SQLite only, no browser
cargo xtask tidy              the house rules that no compiler checks
cargo xtask i18n              every text key in every language, none missing
cargo xtask pg                start a private PostgreSQL and print its address
cargo xtask prove [NAME|all]  list the fault proofs, or run one at full counts (--again: anew)
cargo xtask bench [ARGS]      measure against the budgets; writes docs/benchmarks.md";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    if let Err(why) = std::env::set_current_dir(files::root()) {
        eprintln!("xtask: the repository is not where it was built: {why}");
        return ExitCode::from(2);
    }
    let outcome = match args.as_slice() {
        ["test"] => test::test(test::Extent::Whole),
        ["test", "--fast"] => test::test(test::Extent::Fast),
        ["tidy"] => Ok(tidy::tidy()),
        ["i18n"] => Ok(i18n::i18n()),
        ["pg"] => postgres::serve(),
        ["prove"] => prove::list(),
        ["prove", name] => prove::prove(name, false),
        ["prove", name, "--again"] => prove::prove(name, true),
        ["bench", rest @ ..] => bench::bench(rest),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(true)
        }
        _ => Err(format!("unknown command\n{USAGE}")),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::from(2)
        }
    }
}
