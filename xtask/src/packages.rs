//! The programs that the tests need besides Rust: found, installed from Debian's packages when we
//! may, else named in one line to run.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{postgres, run};

/// Makes sure of PostgreSQL, Chromium and poppler-utils (the tests of documents read PDFs back).
pub fn ensure() -> Result<(), String> {
    let node = run::output(Command::new("node").arg("--version")).unwrap_or_default();
    let major: u32 =
        node.trim().trim_start_matches('v').split('.').next().and_then(|m| m.parse().ok()).unwrap_or(0);
    if major < 20 || !run::exists("npm") {
        return Err(
            "Node 20 or newer with npm is needed for the browser tests and the front-end packages".into()
        );
    }
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let install =
        format!("apt-get update && apt-get install -y --no-install-recommends {}", missing.join(" "));
    if !(postgres::is_root() && run::exists("apt-get")) {
        return Err(format!("these programs are missing; run as root:\n{install}"));
    }
    let mut shell = Command::new("sh");
    shell.args(["-c", &install]).env("DEBIAN_FRONTEND", "noninteractive");
    if run::succeeds(&mut shell)? && self::missing().is_empty() {
        return Ok(());
    }
    Err(format!("installing failed; run as root:\n{install}"))
}

fn missing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if postgres::programs().is_none() {
        missing.push("postgresql");
    }
    if chromium().is_none() {
        missing.extend(["chromium", "fonts-liberation"]);
    }
    if !run::exists("pdftotext") {
        missing.push("poppler-utils");
    }
    missing
}

/// The browser: `CHROMIUM`, else Debian's, else one on the path.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)));
    let debian = Path::new("/usr/bin/chromium").to_path_buf();
    named.into_iter().chain([debian]).chain(folders).find(|program| program.is_file())
}
