//! What a programme must fulfil, whether it comes from a pack or from the screen.

use super::Programme;
use crate::named::named;

/// A place in a programme: a field of it, of a session, or of an activity (both counted from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Which session, if in one.
    pub session: Option<usize>,
    /// Which activity, if in one.
    pub activity: Option<usize>,
    /// The field, as the pack writes it.
    pub field: &'static str,
}

impl Place {
    /// A field of the programme itself.
    #[must_use]
    pub const fn top(field: &'static str) -> Self {
        Self { session: None, activity: None, field }
    }

    /// A field of a session.
    #[must_use]
    pub const fn session(session: usize, field: &'static str) -> Self {
        Self { session: Some(session), activity: None, field }
    }

    /// A field of an activity.
    #[must_use]
    pub const fn activity(session: usize, activity: usize, field: &'static str) -> Self {
        Self { session: Some(session), activity: Some(activity), field }
    }
}

named! {
    /// What was expected where something else stands.
    Expected {
        /// Words in quotes.
        Text = "text",
        /// A whole number.
        Number = "number",
        /// `true` or `false`.
        Flag = "flag",
        /// A list of texts.
        Texts = "texts",
        /// A table.
        Table = "table",
        /// A list of tables.
        Tables = "tables",
    }
}

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML; the reader's own words.
    #[error("{0}")]
    Syntax(String),
    /// A field that packs do not have.
    #[error("unknown field {0}")]
    UnknownField(String),
    /// A field that is needed.
    #[error("missing")]
    Missing,
    /// Something of another type.
    #[error("not a {}", .0.name())]
    WrongType(Expected),
    /// A word that is none of those allowed.
    #[error("unknown value {0}")]
    UnknownValue(String),
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// More characters, or more entries, than fit.
    #[error("more than {most}")]
    TooLong {
        /// The most that fits.
        most: usize,
    },
    /// A number outside its range.
    #[error("not from {least} to {most}")]
    OutOfRange {
        /// The least allowed.
        least: u16,
        /// The most allowed.
        most: u16,
    },
    /// A key of other characters than a–z, 0–9 and hyphens.
    #[error("not a key")]
    NotAKey,
    /// Sessions are numbered from 1 without gaps.
    #[error("expected number {expected}")]
    NotInSequence {
        /// The number that belongs here.
        expected: u16,
    },
    /// The activities take longer or shorter than the session.
    #[error("activities take {activities} of {session} minutes")]
    MinutesDoNotAddUp {
        /// What they take.
        activities: u32,
        /// What the session has.
        session: u16,
    },
    /// The completion rule speaks of another number of sessions.
    #[error("the programme has {sessions} sessions")]
    RuleDoesNotFit {
        /// How many there are.
        sessions: usize,
    },
}

/// The most sessions a programme can have.
pub const MOST_SESSIONS: usize = 60;

/// Everything wrong with a programme, in the order of the pack; empty when it can be used.
#[must_use]
pub fn problems(programme: &Programme) -> Vec<(Place, Problem)> {
    let mut found = Found(Vec::new());
    found.key(Place::top("key"), &programme.key);
    found.text(Place::top("title"), &programme.title, 160);
    found.text(Place::top("summary"), &programme.summary, 2_000);
    found.range(Place::top("version"), programme.version, 1..=9_999);
    let sessions = programme.sessions.len();
    match sessions {
        0 => found.push(Place::top("session"), Problem::Empty),
        1..=MOST_SESSIONS => {}
        _ => found.push(Place::top("session"), Problem::TooLong { most: MOST_SESSIONS }),
    }
    let rule = programme.completion;
    if usize::from(rule.of) != sessions {
        found.push(Place::top("of"), Problem::RuleDoesNotFit { sessions });
    }
    found.range(Place::top("min_sessions"), rule.min_sessions, 1..=rule.of.max(1));
    found.range(Place::top("min_minutes_percent"), rule.min_minutes_percent.into(), 0..=100);
    for index in 0..sessions {
        found.session(programme, index);
    }
    found.0
}

struct Found(Vec<(Place, Problem)>);

impl Found {
    fn push(&mut self, place: Place, problem: Problem) {
        self.0.push((place, problem));
    }

    fn session(&mut self, programme: &Programme, index: usize) {
        let session = &programme.sessions[index];
        let at = |field| Place::session(index, field);
        let expected = u16::try_from(index + 1).unwrap_or(u16::MAX);
        if session.number != expected {
            self.push(at("number"), Problem::NotInSequence { expected });
        }
        self.range(at("minutes"), session.minutes, 15..=480);
        self.text(at("title"), &session.title, 160);
        self.text(at("aim"), &session.aim, 1_000);
        self.texts(at("materials"), &session.materials);
        self.texts(at("fidelity"), &session.fidelity);
        for (place, activity) in session.activities.iter().enumerate() {
            let at = |field| Place::activity(index, place, field);
            self.text(at("title"), &activity.title, 160);
            self.text(at("how"), &activity.how, 2_000);
            self.range(at("minutes"), activity.minutes, 1..=480);
        }
        let activities: u32 = session.activities.iter().map(|a| u32::from(a.minutes)).sum();
        if !session.activities.is_empty() && activities != u32::from(session.minutes) {
            self.push(at("activities"), Problem::MinutesDoNotAddUp { activities, session: session.minutes });
        }
    }

    fn key(&mut self, place: Place, key: &str) {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if key.is_empty() || key.len() > 60 || !key.chars().all(fits) {
            self.push(place, Problem::NotAKey);
        }
    }

    fn text(&mut self, place: Place, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.push(place, Problem::Empty);
        } else if text.chars().count() > most {
            self.push(place, Problem::TooLong { most });
        }
    }

    fn texts(&mut self, place: Place, texts: &[String]) {
        if texts.len() > 30 {
            self.push(place, Problem::TooLong { most: 30 });
        }
        if let Some(text) = texts.iter().find(|text| text.trim().is_empty() || text.chars().count() > 300) {
            self.text(place, text, 300);
        }
    }

    fn range(&mut self, place: Place, number: u16, allowed: std::ops::RangeInclusive<u16>) {
        if !allowed.contains(&number) {
            self.push(place, Problem::OutOfRange { least: *allowed.start(), most: *allowed.end() });
        }
    }
}
