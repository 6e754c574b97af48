//! Words and constructs that must not stand in a file of their kind.

use super::Finding;
use crate::files::Text;

/// What is banned, where, and what to do instead.
struct Ban {
    words: &'static [&'static str],
    applies: fn(&Text) -> bool,
    instead: &'static str,
}

// Written in two halves, so that this file does not find itself.
const BANS: &[Ban] = &[
    Ban {
        words: &[
            concat!("#[ign", "ore"),
            concat!("#[should_", "panic"),
            concat!("#[all", "ow("),
            concat!("#![all", "ow("),
        ],
        applies: Text::is_rust,
        instead: "a test runs or does not exist, a refusal is asserted, an exception is #[expect(.., reason)]",
    },
    Ban {
        words: &["sea_orm", "sqlx", "sea_query", "rusqlite"],
        applies: outside_store,
        instead: "only crates/store knows the database",
    },
    Ban {
        words: &[
            "\"SELECT ",
            "INSERT INTO ",
            "DELETE FROM ",
            "CREATE TABLE ",
            "\"UPDATE ",
            "\"PRAGMA ",
            "\"ALTER TABLE ",
        ],
        applies: outside_store,
        instead: "SQL stands only in crates/store",
    },
    Ban {
        words: &["std::fs", "std::net", "std::env", "std::process", "std::thread", "async fn", ".await"],
        applies: |text| {
            text.is_rust()
                && (text.path.starts_with("crates/domain/src/") || text.path.starts_with("crates/vault/src/"))
        },
        instead: "domain and vault are pure: no async, no I/O",
    },
    Ban {
        words: &[
            concat!("fn han", "dle_"),
            concat!("fn pro", "cess_"),
            concat!("fn hel", "per"),
            concat!("Man", "ager "),
        ],
        applies: Text::is_rust,
        instead: "say the deed: close, refer, assign",
    },
    Ban {
        words: &[
            "style=",
            "<style",
            "hx-on",
            "<script>",
            "onclick=",
            "onsubmit=",
            "onchange=",
            "onload=",
            "javascript:",
        ],
        applies: |text| text.path.ends_with(".html"),
        instead: "the content security policy forbids it: a class in app.css, or app.js",
    },
    Ban {
        words: &["style=\\\"", "style=\"#", "hx-on"],
        applies: |text| text.is_rust() && text.path.starts_with("crates/web/") && !text.is_test(),
        instead: "the content security policy forbids it: SVG by presentation attributes, else a class",
    },
    Ban {
        words: &[
            concat!("/wo", "rk/"),
            concat!("/ro", "ot/"),
            concat!("/ho", "me/"),
            concat!("/Us", "ers/"),
            concat!("crates.io", "/api"),
            concat!("static.", "crates.io"),
            concat!("registry.", "npmjs"),
            concat!("deb.", "debian.org"),
            concat!("pypi.", "org"),
        ],
        // The feature «home» has templates of its own.
        applies: |text| {
            !text.path.ends_with(".lock")
                && !text.path.ends_with("package-lock.json")
                && !text.path.starts_with(concat!("crates/web/src/features/ho", "me/"))
        },
        instead: "no machine's paths and no registry's host in the project",
    },
];

/// The proofs attack the database from outside; nobody else but `store` may speak to it.
fn outside_store(text: &Text) -> bool {
    let free = ["crates/store/", "crates/app/tests/", "xtask/"];
    text.is_rust() && !free.iter().any(|folder| text.path.starts_with(folder))
}

/// Names of files that say nothing about what is in them.
const EMPTY_NAMES: [&str; 5] = ["util.rs", "utils.rs", "helper.rs", "helpers.rs", "manager.rs"];

pub fn findings(texts: &[Text]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for text in texts {
        for ban in BANS.iter().filter(|ban| (ban.applies)(text)) {
            for (number, line) in text.lines() {
                if let Some(word) = ban.words.iter().find(|word| found(line, word)) {
                    findings.push(Finding::at(text, number, format!("`{}`: {}", word.trim(), ban.instead)));
                }
            }
        }
        if EMPTY_NAMES.iter().any(|name| text.path.ends_with(&format!("/{name}"))) {
            findings.push(Finding::at(text, 1, "a name that says nothing: name it after what is in it"));
        }
        let module = text.is_rust() && text.path.contains("/src/") && !text.is_test();
        if module && !text.text.is_empty() && !text.text.starts_with("//!") {
            findings.push(Finding::at(
                text,
                1,
                "a module opens with `//!`: what it is for, what it must never do",
            ));
        }
    }
    findings
}

/// Whether the word stands in the line at the start of a word: `fstyle=` is not `style=`.
fn found(line: &str, word: &str) -> bool {
    let letters = word.starts_with(|c: char| c.is_ascii_alphabetic());
    line.match_indices(word).any(|(at, _)| {
        let previous = line[..at].chars().next_back();
        !(letters && previous.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-'))
    })
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::files::Text;

    fn in_file(path: &str, text: &str) -> Vec<String> {
        let text = Text { path: path.into(), text: text.into() };
        findings(&[text]).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn a_style_attribute_in_a_template_is_found() {
        assert_eq!(in_file("crates/web/src/a.html", "<p>\n<p style=\"x\">"), ["crates/web/src/a.html:2"]);
        assert!(in_file("crates/web/src/a.html", "<p data-style=\"x\">").is_empty());
    }

    #[test]
    fn sql_is_at_home_in_store_only() {
        let select = "//! x\nlet q = \"SELECT 1\";";
        assert_eq!(in_file("crates/web/src/a.rs", select), ["crates/web/src/a.rs:2"]);
        assert!(in_file("crates/store/src/a.rs", select).is_empty());
    }

    #[test]
    fn the_domain_may_not_wait() {
        assert_eq!(in_file("crates/domain/src/a.rs", "//! x\nx.await"), ["crates/domain/src/a.rs:2"]);
    }
}
