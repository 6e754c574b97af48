//! The page of an error: what happened, what to do, and a way out.
//!
//! It never says what was looked for nor why it was refused: what is hidden answers like what does not
//! exist. Made with a bare shell, the page of a 404 is the same bytes for everybody.

use askama::Template;

use super::Shell;

/// A situation in which a page cannot be shown. Keys are `ui-error-NAME-{title,what,do}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// It does not exist, or it is not for this person (404).
    NotFound,
    /// The form was too old or came from elsewhere (403).
    Stale,
    /// Somebody else changed it in the meantime (409).
    Conflict,
    /// Too many attempts (429).
    TooMany,
    /// What was sent is too large (413).
    TooLarge,
    /// It could not be understood (400).
    Malformed,
    /// The system failed (500).
    Failure,
    /// The system is busy or in maintenance, or its database does not answer (503).
    Unavailable,
    /// There is no room to keep anything more (507).
    Full,
}

impl Situation {
    /// The keys of title, of what happened, and of what to do.
    #[must_use]
    pub fn keys(self) -> [&'static str; 3] {
        match self {
            Self::NotFound => ["ui-error-404-title", "ui-error-404-what", "ui-error-404-do"],
            Self::Stale => ["ui-error-403-title", "ui-error-403-what", "ui-error-403-do"],
            Self::Conflict => ["ui-error-409-title", "ui-error-409-what", "ui-error-409-do"],
            Self::TooMany => ["ui-error-429-title", "ui-error-429-what", "ui-error-429-do"],
            Self::TooLarge => ["ui-error-413-title", "ui-error-413-what", "ui-error-413-do"],
            Self::Malformed => ["ui-error-400-title", "ui-error-400-what", "ui-error-400-do"],
            Self::Failure => ["ui-error-500-title", "ui-error-500-what", "ui-error-500-do"],
            Self::Unavailable => ["ui-error-503-title", "ui-error-503-what", "ui-error-503-do"],
            Self::Full => ["ui-error-507-title", "ui-error-507-what", "ui-error-507-do"],
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "ui/error.html")]
pub struct ErrorPage {
    /// Surroundings; bare for 404.
    pub shell: Shell,
    /// What happened.
    pub situation: Situation,
    /// Id of the request, to quote when asking for help; empty shows nothing.
    pub reference: String,
}
