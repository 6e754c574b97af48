//! What a man needs of a group, as asked in the interview: reading, language, disability, hours. Kept
//! sealed with his key, as JSON of [`Needs`].

use chrono::{NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use crate::named::named;

named! {
    /// How well he reads and writes.
    Literacy {
        /// Without help.
        Reads = "reads",
        /// With help.
        NeedsHelp = "needs-help",
        /// Not at all.
        DoesNotRead = "does-not-read",
    }
}

named! {
    /// A disability that a room or a session must answer to.
    Disability {
        /// Of movement.
        Mobility = "mobility",
        /// Of sight.
        Sight = "sight",
        /// Of hearing or speech.
        Hearing = "hearing",
        /// Intellectual.
        Intellectual = "intellectual",
        /// Psychosocial.
        Psychosocial = "psychosocial",
    }
}

named! {
    /// A language that he needs, or that a pair speaks.
    Language {
        /// Spanish.
        Spanish = "es",
        /// Maya of the peninsula.
        Maya = "maya",
        /// Another one.
        Other = "other",
    }
}

/// A stretch of hours on a weekday, local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The day.
    pub weekday: Weekday,
    /// From.
    pub from: NaiveTime,
    /// How long.
    pub minutes: u16,
}

impl Hours {
    fn bounds(self) -> (u32, u32) {
        let from = self.from.hour() * 60 + self.from.minute();
        (from, from + u32::from(self.minutes))
    }

    /// Whether `other` lies within.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        let (own, their) = (self.bounds(), other.bounds());
        self.weekday == other.weekday && own.0 <= their.0 && their.1 <= own.1
    }
}

/// What somebody needs of a group, as asked in the interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// How he reads.
    pub literacy: Literacy,
    /// What a room or a session must answer to.
    pub disabilities: Vec<Disability>,
    /// The language that he needs.
    pub language: Language,
    /// When he can come; empty when he has not said so.
    pub available: Vec<Hours>,
}

impl Default for Needs {
    /// What is assumed while nobody has asked: nothing that stands in the way.
    fn default() -> Self {
        let (disabilities, available) = (Vec::new(), Vec::new());
        Self { literacy: Literacy::Reads, disabilities, language: Language::Spanish, available }
    }
}
