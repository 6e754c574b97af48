//! `cargo xtask tidy`: the house rules that no compiler checks, each with its budget.
//!
//! A finding names file, line and what to do instead. Rules on words are in [`words`], rules on
//! crates in [`crates`].

mod crates;
mod words;

use std::collections::BTreeMap;

use crate::files::{self, Text};

/// Lines of a source file; of one that holds tests.
const FILE: usize = 700;
const TEST_FILE: usize = 800;
/// Lines of our Rust, tests apart. The aim is 15,000 (see docs/progress.md); to raise it asks for a reason.
const WHOLE: usize = 53_300;

/// Something that breaks a house rule: where and what.
pub struct Finding {
    pub place: String,
    pub what: String,
}

impl Finding {
    pub fn at(text: &Text, line: usize, what: impl Into<String>) -> Self {
        Self { place: format!("{}:{line}", text.path), what: what.into() }
    }
}

/// Checks everything and prints what it found; true if nothing.
pub fn tidy() -> bool {
    let texts = files::texts("");
    let mut findings = sizes(&texts);
    findings.extend(words::findings(&texts));
    findings.extend(crates::findings(&texts));
    for finding in &findings {
        println!("{}: {}", finding.place, finding.what);
    }
    println!("tidy: {} findings in {} files", findings.len(), texts.len());
    findings.is_empty()
}

fn sizes(texts: &[Text]) -> Vec<Finding> {
    let measured = |text: &&Text| [".rs", ".html", ".js", ".mjs"].iter().any(|end| text.path.ends_with(end));
    let mut findings = Vec::new();
    for text in texts.iter().filter(measured) {
        let (own, all) = (text.product().lines().count(), text.text.lines().count());
        if !text.is_test() && own > FILE {
            findings.push(Finding::at(
                text,
                own,
                format!("{own} lines; at most {FILE}: cut it by what it is about"),
            ));
        }
        if all > TEST_FILE {
            findings.push(Finding::at(
                text,
                all,
                format!("{all} lines with tests; at most {TEST_FILE}: move tests out"),
            ));
        }
    }
    let mut crates: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tests = 0;
    for text in texts.iter().filter(|text| text.is_rust()) {
        let (own, all) = (text.product().lines().count(), text.text.lines().count());
        let own = if text.is_test() { 0 } else { own };
        *crates.entry(text.crate_name()).or_default() += own;
        tests += all - own;
    }
    let own: usize = crates.values().sum();
    let each: Vec<String> = crates.iter().map(|(name, lines)| format!("{name} {lines}")).collect();
    println!("our Rust: {own} lines of at most {WHOLE} ({}), and {tests} of tests", each.join(", "));
    if own > WHOLE {
        findings
            .push(Finding { place: "crates".into(), what: format!("{own} lines of Rust; at most {WHOLE}") });
    }
    findings
}
