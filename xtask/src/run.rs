//! Runs programs: shows what it runs, passes their output on, and counts the tests they report.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// One check that passed or failed.
    pub fn one(passed: bool) -> Self {
        Self { passed: usize::from(passed), failed: usize::from(!passed) }
    }

    /// What one line of a runner's output reports: nextest, libtest or node's runner.
    fn of_line(line: &str) -> Self {
        let line = without_colour(line);
        let line = line.trim_end();
        if line.trim_start().starts_with("Summary [") {
            let failed = ["failed", "timed out", "exec failed"].map(|word| before(line, word)).iter().sum();
            return Self { passed: before(line, "passed"), failed };
        }
        // Nextest repeats the lines of a failed test, indented: those are counted already.
        if line.starts_with("test result:") {
            return Self { passed: before(line, "passed"), failed: before(line, "failed") };
        }
        let node = |word: &str| {
            let counted = line.strip_prefix("# ").or_else(|| line.strip_prefix("\u{2139} "));
            counted.and_then(|l| l.strip_prefix(word)?.strip_prefix(' ')?.parse().ok()).unwrap_or(0)
        };
        Self { passed: node("pass"), failed: node("fail") + node("cancelled") }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The number before `word` ("3 passed" for "passed"), 0 if the line does not say.
fn before(line: &str, word: &str) -> usize {
    let parts: Vec<&str> = line.split([',', ';', ':', '.', '(']).map(str::trim).collect();
    let number = |part: &&str| part.strip_suffix(word)?.trim().parse().ok();
    parts.iter().find_map(number).unwrap_or(0)
}

/// The line without terminal colour sequences.
fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        let end = rest[at..].find('m').map_or(rest.len(), |m| at + m + 1);
        rest = &rest[end..];
    }
    plain + rest
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs it with our own input and output.
pub fn succeeds(command: &mut Command) -> Result<bool, String> {
    eprintln!("$ {}", shown(command));
    command.status().map(|status| status.success()).map_err(|why| format!("{}: {why}", shown(command)))
}

/// Its standard output; an error with what it wrote to standard error if it fails.
pub fn output(command: &mut Command) -> Result<String, String> {
    let out = command.output().map_err(|why| format!("{}: {why}", shown(command)))?;
    if out.status.success() {
        return Ok(String::from_utf8_lossy(&out.stdout).into_owned());
    }
    Err(format!("{}: {}", shown(command), String::from_utf8_lossy(&out.stderr).trim()))
}

/// Runs a test runner, passes its lines to `each`, and counts what they report. A runner that
/// ends badly without a failed test counts as one failure: it did not even start.
pub fn counted(command: &mut Command, each: impl Fn(&str) + Send + Sync + 'static) -> Result<Tally, String> {
    eprintln!("$ {}", shown(command));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| format!("{}: {why}", shown(command)))?;
    let total = Arc::new(Mutex::new(Tally::default()));
    let each = Arc::new(each);
    let pipes: [Option<Box<dyn Read + Send>>; 2] =
        [child.stdout.take().map(|p| Box::new(p) as _), child.stderr.take().map(|p| Box::new(p) as _)];
    let readers = pipes.into_iter().flatten().map(|pipe| {
        let (total, each) = (Arc::clone(&total), Arc::clone(&each));
        thread::spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                println!("{line}");
                each(&line);
                *total.lock().expect("no reader panics while it counts") += Tally::of_line(&line);
            }
        })
    });
    for reader in readers.collect::<Vec<_>>() {
        reader.join().map_err(|_| "reading the output of a runner failed")?;
    }
    let ended_well = child.wait().map_err(|why| why.to_string())?.success();
    let mut tally = *total.lock().expect("all readers have ended");
    if !ended_well && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Whether a program can be found on the path.
pub fn exists(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::{Tally, before};

    #[test]
    fn the_closing_lines_of_three_runners_are_counted() {
        let tally = |line| Tally::of_line(line);
        assert_eq!(
            tally(
                "     Summary [   1.203s] 14 tests run: 12 passed (1 slow), 1 failed, 1 timed out, 2 skipped"
            ),
            Tally { passed: 12, failed: 2 }
        );
        assert_eq!(
            tally("test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out"),
            Tally { passed: 3, failed: 1 }
        );
        assert_eq!(tally("\u{2139} pass 7"), Tally { passed: 7, failed: 0 });
        assert_eq!(tally("# fail 2"), Tally { passed: 0, failed: 2 });
        assert_eq!(tally("# passage 2"), Tally::default());
    }

    #[test]
    fn colour_does_not_hide_a_count() {
        let line = "\u{1b}[32;1m     Summary\u{1b}[0m [ 0.1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped";
        assert_eq!(Tally::of_line(line), Tally { passed: 2, failed: 0 });
    }

    #[test]
    fn a_failure_that_nextest_shows_again_is_counted_once() {
        assert_eq!(
            Tally::of_line("    test result: FAILED. 0 passed; 1 failed; 0 ignored"),
            Tally::default()
        );
    }

    #[test]
    fn a_word_that_is_not_there_counts_nothing() {
        assert_eq!(before("5 tests run: 5 passed", "failed"), 0);
    }
}
