//! The arrows between the crates, and what the pure ones may stand on.

use super::Finding;
use crate::files::Text;

/// Which of our crates each crate may depend on: `app -> web -> {store, documents} -> {domain, vault}`.
const ARROWS: [(&str, &[&str]); 8] = [
    ("app", &["assets", "documents", "domain", "store", "vault", "web"]),
    ("assets", &[]),
    ("documents", &["domain", "vault"]),
    ("domain", &[]),
    ("store", &["domain", "vault"]),
    ("vault", &[]),
    ("web", &["assets", "documents", "domain", "store", "vault"]),
    ("xtask", &[]),
];

/// Crates without async, I/O, clock or randomness; and what would bring them in.
const PURE: [&str; 2] = ["domain", "vault"];
const IMPURE: [&str; 14] = [
    "async",
    "axum",
    "fs",
    "futures",
    "getrandom",
    "hyper",
    "notify",
    "rand",
    "reqwest",
    "rusqlite",
    "sea-orm",
    "sqlx",
    "tempfile",
    "tokio",
];

/// Direct dependencies of the whole, and packages in the lock file.
const DIRECT: usize = 70;
const LOCKED: usize = 700;

pub fn findings(texts: &[Text]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut direct = std::collections::BTreeSet::new();
    for text in texts {
        let Some(name) = crate_name(&text.path) else { continue };
        let Some((_, allowed)) = ARROWS.iter().find(|(crate_, _)| *crate_ == name) else {
            findings.push(Finding::at(
                text,
                1,
                "a new crate: add its arrows to xtask/src/tidy/crates.rs and an ADR",
            ));
            continue;
        };
        for (number, section, dependency) in dependencies(&text.text) {
            let ours = ARROWS.iter().any(|(crate_, _)| *crate_ == dependency);
            if ours && !allowed.contains(&dependency) {
                findings.push(Finding::at(text, number, format!("{name} must not depend on {dependency}")));
            }
            let root = dependency.split('-').next().unwrap_or(dependency);
            if section == "dependencies"
                && PURE.contains(&name)
                && (IMPURE.contains(&dependency) || IMPURE.contains(&root))
            {
                findings.push(Finding::at(text, number, format!("{name} is pure: no {dependency}")));
            }
            if !ours {
                direct.insert(dependency.to_owned());
            }
        }
        let hooks = text.lines().find(|(_, line)| line.starts_with("default") && line.contains("faults"));
        if let Some((number, _)) = hooks {
            findings.push(Finding::at(text, number, "fault hooks must never be on by default"));
        }
    }
    let lock = texts.iter().find(|text| text.path == "Cargo.lock");
    let locked = lock.map_or(0, |lock| lock.text.matches("\n[[package]]").count());
    println!("packages: {} direct of at most {DIRECT}, {locked} locked of at most {LOCKED}", direct.len());
    if direct.len() > DIRECT || locked > LOCKED {
        findings.push(Finding {
            place: "Cargo.lock".into(),
            what: "more packages than the budget: do without one".into(),
        });
    }
    findings
}

/// The folder name of the crate whose manifest this is.
fn crate_name(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("/Cargo.toml")?;
    Some(folder.strip_prefix("crates/").unwrap_or(folder))
}

/// Line, section and name of each dependency in a manifest.
fn dependencies(manifest: &str) -> Vec<(usize, &str, &str)> {
    let mut section = "";
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']');
            continue;
        }
        if !section.ends_with("dependencies") || line.starts_with('#') {
            continue;
        }
        if let Some(end) = line.find(['.', '=', ' ']) {
            found.push((index + 1, section, line[..end].trim_matches('"')));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::files::Text;

    fn of(folder: &str, manifest: &str) -> Vec<String> {
        let text = Text { path: format!("crates/{folder}/Cargo.toml"), text: manifest.into() };
        findings(&[text]).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn an_arrow_that_points_back_is_found() {
        assert_eq!(
            of("domain", "[dependencies]\nstore.workspace = true\n"),
            ["domain must not depend on store"]
        );
        assert!(of("store", "[dependencies]\ndomain.workspace = true\n").is_empty());
    }

    #[test]
    fn the_domain_stands_on_nothing_that_waits() {
        let manifest =
            "[dependencies]\ntokio = { version = \"1\" }\n\n[dev-dependencies]\nrand_chacha = \"0\"\n";
        assert_eq!(of("domain", manifest), ["domain is pure: no tokio"]);
    }

    #[test]
    fn fault_hooks_are_never_on_by_default() {
        assert_eq!(
            of("app", "[features]\ndefault = [\"faults\"]\n"),
            ["fault hooks must never be on by default"]
        );
    }
}
