//! Programmes: what is given in so many sessions. A programme comes as a pack ([`pack`]) and has
//! versions; a group keeps the version it began with. [`rules`] holds what a programme must fulfil,
//! whether read from a pack or edited on the screen.

pub mod pack;
pub mod rules;

use serde::{Deserialize, Serialize};

use crate::attendance::dose::CompletionRule;
use crate::groups::Audience;
use crate::named::named;

named! {
    /// With whom a session is held.
    SessionKind {
        /// With the group.
        Group = "group",
        /// With one participant.
        Individual = "individual",
    }
}

/// One version of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Stable key, as in the file's name.
    pub key: String,
    /// The title, as on a certificate.
    pub title: String,
    /// Whom it is for.
    pub audience: Audience,
    /// From 1; an edit on the screen makes the next one.
    pub version: u16,
    /// What it is, in a few lines.
    pub summary: String,
    /// What completing it means.
    pub completion: CompletionRule,
    /// The sessions, in order.
    #[serde(rename = "session")]
    pub sessions: Vec<SessionPlan>,
}

/// The plan of one session: its descriptive sheet (carta descriptiva).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPlan {
    /// From 1, without gaps.
    pub number: u16,
    /// With whom.
    pub kind: SessionKind,
    /// How long it lasts.
    pub minutes: u16,
    /// Its title.
    pub title: String,
    /// The title is an example of ours, not the official one, and the screen says so.
    pub is_example_title: bool,
    /// What participants take with them.
    pub aim: String,
    /// What is needed in the room.
    pub materials: Vec<String>,
    /// What an observer checks: was it given as meant?
    pub fidelity: Vec<String>,
    /// What is done, in order; their minutes add up to the session's.
    pub activities: Vec<PlannedActivity>,
}

/// One activity of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedActivity {
    /// Its name.
    pub title: String,
    /// How long it takes.
    pub minutes: u16,
    /// How it is done.
    pub how: String,
}

impl Programme {
    /// All minutes of all sessions: the hours on a certificate are these by 60.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.sessions.iter().map(|session| u32::from(session.minutes)).sum()
    }
}
