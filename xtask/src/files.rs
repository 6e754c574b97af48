//! The project's own text files: what git knows or would add, never what it ignores.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run;

/// A text file of the project, its path relative to the root with `/`.
pub struct Text {
    pub path: String,
    pub text: String,
}

impl Text {
    /// Whether it holds only tests.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/")
            || self.path.contains("/examples/")
            || self.path.ends_with("tests.rs")
            || self.path.starts_with("e2e/")
    }

    pub fn is_rust(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|e| e == "rs")
    }

    /// The folder of the crate that it belongs to.
    pub fn crate_name(&self) -> &str {
        self.path.trim_start_matches("crates/").split('/').next().unwrap_or_default()
    }

    /// Numbered lines, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(i, line)| (i + 1, line))
    }

    /// What stands before a test module at the end of the file: the product's own lines.
    pub fn product(&self) -> &str {
        self.text.find("\n#[cfg(test)]\nmod ").map_or(&self.text, |at| &self.text[..at])
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands one folder below the root")
        .to_path_buf()
}

/// Every text file of the project under `folder` ("" for all), sorted by path.
///
/// # Panics
/// Where git is missing or this is not a repository: nothing can be checked then.
pub fn texts(folder: &str) -> Vec<Text> {
    let mut git = Command::new("git");
    git.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        if folder.is_empty() { "." } else { folder },
    ]);
    let listing = run::output(&mut git).expect("git lists the files of this repository");
    let mut texts: Vec<Text> = listing
        .lines()
        .filter_map(|path| Some(Text { path: path.to_owned(), text: std::fs::read_to_string(path).ok()? }))
        .collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
