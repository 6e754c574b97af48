//! Programme packs: TOML files under `programmes/`. Reading one finds every mistake at once, each
//! with its line; a pack with a mistake is no programme.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::rules::{Expected, Place, Problem, problems};
use super::{PlannedActivity, Programme, SessionKind, SessionPlan};
use crate::attendance::dose::CompletionRule;
use crate::groups::Audience;

/// A mistake in a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {}: {problem}", place.field)]
pub struct PackError {
    /// The line, from 1.
    pub line: usize,
    /// Where in the programme.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}

/// Reads a pack.
///
/// ```
/// # use domain::programmes::{pack::parse, rules::{Expected, Problem}};
/// let errors = parse("key = 'taller'\ntitle = 12\nversion = 0\n").unwrap_err();
/// let on = |line| errors.iter().find(|e| e.line == line).map(|e| &e.problem);
/// assert_eq!(on(2), Some(&Problem::WrongType(Expected::Text)));
/// assert_eq!(on(3), Some(&Problem::OutOfRange { least: 1, most: 9999 }));
/// ```
///
/// # Errors
/// Every mistake, in the order of lines.
pub fn parse(text: &str) -> Result<Programme, Vec<PackError>> {
    let breaks = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut reader = Reader { breaks, errors: Vec::new(), lines: HashMap::new() };
    let (table, syntax) = DeTable::parse_recoverable(text);
    for error in &syntax {
        let at = error.span().map_or(0, |span| span.start);
        reader.fail(at, Place::top("toml"), Problem::Syntax(error.message().to_owned()));
    }
    if !syntax.is_empty() {
        return Err(reader.sorted());
    }
    let programme = reader.programme(Level { table: table.get_ref(), at: 0, session: None, activity: None });
    for (place, problem) in problems(&programme) {
        if !reader.follows_from_what_is_reported(place) {
            let line = reader.line_of(place);
            reader.errors.push(PackError { line, place, problem });
        }
    }
    if reader.errors.is_empty() { Ok(programme) } else { Err(reader.sorted()) }
}

/// Writes a programme as a pack; reading it back gives the same programme.
#[must_use]
pub fn write(programme: &Programme) -> String {
    toml::to_string_pretty(programme).expect("a programme holds texts, numbers, flags and lists only")
}

/// A table of the pack, with where it begins and which session and activity it is of.
#[derive(Clone, Copy)]
struct Level<'a> {
    table: &'a DeTable<'a>,
    at: usize,
    session: Option<usize>,
    activity: Option<usize>,
}

impl<'a> Level<'a> {
    fn place(self, field: &'static str) -> Place {
        Place { session: self.session, activity: self.activity, field }
    }

    fn find(self, field: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(key, _)| key.get_ref() == field).map(|(_, value)| value)
    }
}

struct Reader {
    /// Where the lines end: a pack is read for every page of a session, each field with its line.
    breaks: Vec<usize>,
    errors: Vec<PackError>,
    /// The line of each field read, for the rules that are checked afterwards.
    lines: HashMap<Place, usize>,
}

impl Reader {
    fn programme(&mut self, top: Level<'_>) -> Programme {
        self.known(top, &["key", "title", "audience", "version", "summary", "completion", "session"]);
        let completion = self.tables(top, "completion", Expected::Table);
        let sessions = self.tables(top, "session", Expected::Tables);
        Programme {
            key: self.text(top, "key"),
            title: self.text(top, "title"),
            audience: self.word(top, "audience", Audience::from_name).unwrap_or(Audience::Men),
            version: self.number(top, "version"),
            summary: self.text(top, "summary"),
            completion: completion
                .first()
                .map_or_else(CompletionRule::default, |&rule| self.completion(rule)),
            sessions: sessions
                .iter()
                .enumerate()
                .map(|(index, &session)| self.session(Level { session: Some(index), ..session }))
                .collect(),
        }
    }

    fn completion(&mut self, rule: Level<'_>) -> CompletionRule {
        self.known(rule, &["min_sessions", "of", "min_minutes_percent"]);
        CompletionRule {
            min_sessions: self.number(rule, "min_sessions"),
            of: self.number(rule, "of"),
            min_minutes_percent: u8::try_from(self.number(rule, "min_minutes_percent")).unwrap_or(u8::MAX),
        }
    }

    fn session(&mut self, session: Level<'_>) -> SessionPlan {
        self.known(
            session,
            &[
                "number",
                "kind",
                "minutes",
                "title",
                "is_example_title",
                "aim",
                "materials",
                "fidelity",
                "activities",
            ],
        );
        let activities = match session.find("activities") {
            Some(_) => self.tables(session, "activities", Expected::Tables),
            None => Vec::new(),
        };
        let kind = match session.find("kind") {
            Some(_) => self.word(session, "kind", SessionKind::from_name),
            None => None,
        };
        SessionPlan {
            number: self.number(session, "number"),
            kind: kind.unwrap_or(SessionKind::Group),
            minutes: self.number(session, "minutes"),
            title: self.text(session, "title"),
            is_example_title: self.flag(session, "is_example_title"),
            aim: self.text(session, "aim"),
            materials: self.texts(session, "materials"),
            fidelity: self.texts(session, "fidelity"),
            activities: activities
                .iter()
                .enumerate()
                .map(|(index, &activity)| {
                    self.activity(Level { session: session.session, activity: Some(index), ..activity })
                })
                .collect(),
        }
    }

    fn activity(&mut self, activity: Level<'_>) -> PlannedActivity {
        self.known(activity, &["title", "minutes", "how"]);
        PlannedActivity {
            title: self.text(activity, "title"),
            minutes: self.number(activity, "minutes"),
            how: self.text(activity, "how"),
        }
    }

    fn known(&mut self, level: Level<'_>, fields: &[&str]) {
        for (key, _) in level.table {
            if !fields.contains(&key.get_ref().as_ref()) {
                let problem = Problem::UnknownField(key.get_ref().to_string());
                self.fail(key.span().start, level.place("field"), problem);
            }
        }
    }

    /// The value of a field that must be there, read by `read`; what fails is reported once.
    fn needed<'a, T>(
        &mut self,
        level: Level<'a>,
        field: &'static str,
        expected: Expected,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        let place = level.place(field);
        let Some(value) = level.find(field) else {
            self.fail(level.at, place, Problem::Missing);
            return None;
        };
        self.lines.insert(place, self.line(value.span().start));
        let found = read(value.get_ref());
        if found.is_none() {
            self.fail(value.span().start, place, Problem::WrongType(expected));
        }
        found
    }

    fn text(&mut self, level: Level<'_>, field: &'static str) -> String {
        self.needed(level, field, Expected::Text, |v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }

    fn number(&mut self, level: Level<'_>, field: &'static str) -> u16 {
        let read = |value: &DeValue<'_>| {
            let integer = value.as_integer()?;
            u16::from_str_radix(integer.as_str(), integer.radix()).ok()
        };
        self.needed(level, field, Expected::Number, read).unwrap_or_default()
    }

    fn word<T>(&mut self, level: Level<'_>, field: &'static str, known: fn(&str) -> Option<T>) -> Option<T> {
        let word = self.needed(level, field, Expected::Text, |v| v.as_str().map(str::to_owned))?;
        let found = known(&word);
        if found.is_none() {
            let place = level.place(field);
            let line = self.line_of(place);
            self.errors.push(PackError { line, place, problem: Problem::UnknownValue(word) });
        }
        found
    }

    /// An optional flag, `false` when left out.
    fn flag(&mut self, level: Level<'_>, field: &'static str) -> bool {
        level.find(field).is_some()
            && self.needed(level, field, Expected::Flag, DeValue::as_bool).unwrap_or_default()
    }

    /// An optional list of texts.
    fn texts(&mut self, level: Level<'_>, field: &'static str) -> Vec<String> {
        if level.find(field).is_none() {
            return Vec::new();
        }
        let read = |value: &DeValue<'_>| {
            let texts = value.as_array()?.iter().map(|text| text.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<Vec<String>>>()
        };
        self.needed(level, field, Expected::Texts, read).unwrap_or_default()
    }

    /// A table, or a list of tables, each with where it begins.
    fn tables<'a>(&mut self, level: Level<'a>, field: &'static str, expected: Expected) -> Vec<Level<'a>> {
        let at = level.find(field).map_or(level.at, |value| value.span().start);
        let table = |table: &'a DeTable<'a>, at| Level { table, at, session: None, activity: None };
        let read = |value: &'a DeValue<'a>| match expected {
            Expected::Table => value.as_table().map(|found| vec![table(found, at)]),
            _ => {
                let tables = value.as_array()?.iter();
                tables.map(|t| t.get_ref().as_table().map(|found| table(found, t.span().start))).collect()
            }
        };
        self.needed(level, field, expected, read).unwrap_or_default()
    }

    /// A field that could not be read was reported as such; so was all that depends on it.
    fn follows_from_what_is_reported(&self, place: Place) -> bool {
        let is_reported = |place| self.errors.iter().any(|error| error.place == place);
        let is_of_the_rule = matches!(place.field, "of" | "min_sessions" | "min_minutes_percent");
        is_reported(place)
            || (is_of_the_rule
                && (is_reported(Place::top("completion")) || is_reported(Place::top("session"))))
    }

    fn sorted(mut self) -> Vec<PackError> {
        self.errors.sort_by_key(|error| error.line);
        self.errors
    }

    fn fail(&mut self, at: usize, place: Place, problem: Problem) {
        let line = self.line(at);
        self.errors.push(PackError { line, place, problem });
    }

    fn line(&self, at: usize) -> usize {
        self.breaks.partition_point(|&end| end < at) + 1
    }

    /// The line of a place; of a field that is nowhere, the beginning of what it belongs to.
    fn line_of(&self, place: Place) -> usize {
        let known = |field| self.lines.get(&Place { field, ..place });
        known(place.field).or_else(|| known("number")).or_else(|| known("title")).copied().unwrap_or(1)
    }
}
