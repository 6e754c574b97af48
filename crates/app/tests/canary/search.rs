//! Looks for values in bytes: as UTF-8 and UTF-16, in capitals and small letters, in hexadecimal and
//! in base 64 at each of its three alignments.

use std::collections::{BTreeSet, HashMap};

use data_encoding::{BASE64, HEXLOWER, HEXUPPER};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

use crate::program::Place;

/// What is looked for, by its first four bytes.
pub struct Needles(HashMap<[u8; 4], Vec<(Vec<u8>, usize)>>, Vec<bool>);

impl Needles {
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut needles = Self(HashMap::new(), vec![false; 1 << 16]);
        for (at, value) in values.enumerate() {
            for form in [value.to_owned(), value.to_lowercase(), value.to_uppercase()] {
                let wide: Vec<u16> = form.encode_utf16().collect();
                needles.add(form.as_bytes(), at);
                needles.add(&wide.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>(), at);
                needles.add(&wide.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<_>>(), at);
                needles.add(HEXLOWER.encode(form.as_bytes()).as_bytes(), at);
                needles.add(HEXUPPER.encode(form.as_bytes()).as_bytes(), at);
                for (before, skipped) in [(0, 0), (1, 2), (2, 3)] {
                    let padded = [&vec![0; before], form.as_bytes()].concat();
                    let whole = padded.len() * 8 / 6;
                    needles.add(&BASE64.encode(&padded).as_bytes()[skipped..whole], at);
                }
            }
        }
        needles
    }

    fn add(&mut self, pattern: &[u8], at: usize) {
        let start = *pattern.first_chunk::<4>().expect("a value of some length");
        self.0.entry(start).or_default().push((pattern.to_vec(), at));
        self.1[usize::from(u16::from_le_bytes([start[0], start[1]]))] = true;
    }

    /// Which values are in `bytes`.
    pub fn within(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for at in 0..bytes.len().saturating_sub(3) {
            if !self.1[usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))] {
                continue;
            }
            let Some(start) = bytes[at..].first_chunk::<4>() else { continue };
            let patterns = self.0.get(start).into_iter().flatten();
            found.extend(patterns.filter(|(p, _)| bytes[at..].starts_with(p)).map(|(_, value)| *value));
        }
        found
    }
}

/// Every table of the four databases as text, on PostgreSQL, whose files are not the program's own.
pub fn tables(place: &Place) -> Vec<(String, Vec<u8>)> {
    const TABLES: &str = "SELECT tablename AS line FROM pg_tables WHERE schemaname = 'public'";
    let sides = ["programme", "safety"].into_iter().filter_map(|side| place.urls(side));
    let urls: Vec<String> = sides.flat_map(|(data, keys)| [data, keys]).collect();
    let read_all = async {
        let mut found = Vec::new();
        for url in urls {
            let db = Database::connect(&url).await.expect("answers");
            let lines = async |sql: String| {
                let rows =
                    db.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.expect("reads");
                rows.iter().map(|row| row.try_get::<String>("", "line").expect("text")).collect::<Vec<_>>()
            };
            for table in lines(TABLES.to_owned()).await {
                let text = lines(format!("SELECT t::text AS line FROM \"{table}\" t")).await.join("\n");
                found.push((table, text.into_bytes()));
            }
        }
        found
    };
    tokio::runtime::Runtime::new().expect("a runtime").block_on(read_all)
}
