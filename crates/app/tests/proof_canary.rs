//! Proof 4: no personal value that was entered through the pages stands anywhere in clear.
//!
//! Searched are databases, write-ahead logs, the program's log, temporary files, in every usual
//! encoding. With sealing turned off the same search finds all of them.

#[path = "support/browser.rs"]
mod browser;
#[path = "support/demo.rs"]
mod demo;
#[path = "support/program.rs"]
mod program;

mod canary {
    pub mod entered;
    pub mod search;
}

mod proof {
    use std::{
        collections::BTreeSet,
        fs::File,
        path::{Path, PathBuf},
        process::Stdio,
    };

    use super::{
        canary::{
            entered::{Values, enter},
            search::{Needles, tables},
        },
        demo::Cast,
        program::{Place, postgres},
    };

    /// A log that is appended to.
    fn appended(file: &Path) -> Stdio {
        Stdio::from(File::options().create(true).append(true).open(file).expect("a log"))
    }

    /// Every file below a folder.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries =
            std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
        let (folders, mut found): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
        found.extend(folders.iter().flat_map(|folder| files(folder)));
        found
    }

    /// Enters everything and looks for it, while the server runs and after it ended.
    fn search(server: Option<&str>, control: Option<&str>) -> (Values, BTreeSet<usize>) {
        let folder = tempfile::tempdir().expect("a folder");
        let temporary = folder.path().join("tmp");
        std::fs::create_dir(&temporary).expect("made");
        let mut place = Place::new(folder.path(), server);
        place.environment.push(("TMPDIR", temporary.to_str().expect("a path").to_owned()));
        place.environment.push(("BUENTRATO_LOG", "debug,sqlx=trace".to_owned()));
        place.environment.extend(control.map(|control| ("BUENTRATO_CONTROL", control.to_owned())));
        let log = folder.path().join("log");
        let cast = Cast::enter(&place, appended(&log));
        let served = place.serve(&[], appended(&log));
        let said = || std::fs::read_to_string(&log).expect("readable");
        assert!(!served.address.is_empty(), "it did not listen: {}", said());
        let mut values = Values::default();
        enter(&served.address, &cast, &mut values);
        let needles = Needles::of(values.0.iter().map(|value| value.text.as_str()));
        let mut found = BTreeSet::new();
        let mut bytes = 0;
        let mut look = |running: bool| {
            for file in files(folder.path()) {
                let content = std::fs::read(&file).expect("readable");
                bytes += content.len();
                for at in needles.within(&content) {
                    found.insert(at);
                    if control.is_none() {
                        eprintln!("{} in {} (running: {running})", values.0[at].what, file.display());
                    }
                }
            }
            for (table, content) in tables(&place) {
                bytes += content.len();
                for at in needles.within(&content) {
                    found.insert(at);
                    if control.is_none() {
                        eprintln!("{} in table {table}", values.0[at].what);
                    }
                }
            }
        };
        look(true);
        drop(served);
        look(false);
        eprintln!("proof: bytes searched = {bytes}");
        (values, found)
    }

    fn nothing_is_in_clear(server: Option<&str>) {
        let (values, found) = search(server, None);
        let stored = values.0.iter().filter(|value| value.is_kept).count();
        eprintln!("proof: values entered and kept = {stored}");
        eprintln!("proof: values typed and not kept = {}", values.0.len() - stored);
        eprintln!("proof: values found in clear = {}", found.len());
        assert!(stored >= 40, "only {stored} values");
        assert!(found.is_empty(), "{} values in clear", found.len());
    }

    fn with_sealing_off_they_are_found(server: Option<&str>) {
        let (values, found) = search(server, Some("sealing-off"));
        let missed = |(at, value): (usize, &super::canary::entered::Value)| {
            (value.is_kept && !found.contains(&at)).then_some(value.what)
        };
        let missed: Vec<&str> = values.0.iter().enumerate().filter_map(missed).collect();
        eprintln!("proof: control, sealing off: values found = {}", found.len());
        assert!(missed.is_empty(), "the search does not see {missed:?}");
    }

    #[test]
    fn no_value_entered_is_in_clear_on_sqlite() {
        nothing_is_in_clear(None);
    }

    #[test]
    fn no_value_entered_is_in_clear_on_postgres() {
        if let Some(server) = postgres() {
            nothing_is_in_clear(Some(&server));
        }
    }

    #[cfg(feature = "faults")]
    #[test]
    fn values_are_found_when_nothing_is_sealed_on_sqlite() {
        with_sealing_off_they_are_found(None);
    }

    #[cfg(feature = "faults")]
    #[test]
    fn values_are_found_when_nothing_is_sealed_on_postgres() {
        if let Some(server) = postgres() {
            with_sealing_off_they_are_found(Some(&server));
        }
    }
}
