//! Admission: the [`interview`], the [`criteria`], the [`risk`] record, the texts that are given and signed
//! ([`texts`]) and the evidence of it ([`signature`]).
//!
//! Nothing here decides: it suggests, says what is missing and keeps why. A person decides, with a reason.
//! The model's own criteria, forms and texts are not public (reference `domain-mexico` §1.3, §6): what
//! comes with the program is this project's proposal, is marked so, and each centre edits it.

pub mod criteria;
pub mod interview;
pub mod risk;
pub mod signature;
pub mod texts;

use crate::named::named;

named! {
    /// An answer to a question of a form. What nobody has answered is unknown, never a «no».
    Answer {
        /// Sí.
        Yes = "yes",
        /// No.
        No = "no",
        /// No se sabe.
        Unknown = "unknown",
    }
}

named! {
    /// A form of questions that each centre can change for its own.
    FormKind {
        /// The criteria of admission.
        Criteria = "criteria",
        /// The risk record.
        Risk = "risk",
    }
}

impl FormKind {
    /// The proposal that comes with the program, as TOML.
    #[must_use]
    pub const fn proposal(self) -> &'static str {
        match self {
            Self::Criteria => include_str!("criteria.toml"),
            Self::Risk => include_str!("risk.toml"),
        }
    }

    /// The version of a form that can be used.
    ///
    /// # Errors
    /// [`FormError`].
    pub fn version_of(self, text: &str) -> Result<u16, FormError> {
        match self {
            Self::Criteria => criteria::Criteria::parse(text).map(|form| form.version),
            Self::Risk => risk::RiskForm::parse(text).map(|form| form.version),
        }
    }
}

/// Why a form of questions cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not TOML, or a field missing, unknown or of another type.
    #[error("line {line}: {what}")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// What: the reader's own words.
        what: String,
    },
    /// No question in it.
    #[error("no questions")]
    Empty,
    /// An id of other characters than a–z, 0–9 and hyphens, or twice.
    #[error("id {0}")]
    Id(String),
    /// A question without words, or with more than 300 characters.
    #[error("text of {0}")]
    Text(String),
    /// A number that cannot be.
    #[error("number of {0}")]
    Number(String),
}

impl FormError {
    /// Reads TOML; what is wrong has its line.
    fn reading<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Self> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            Self::Syntax { line: before.matches('\n').count() + 1, what: error.message().to_owned() }
        })
    }

    /// The line of the form where it is, from 1.
    ///
    /// ```
    /// # use domain::admission::FormKind;
    /// let text = FormKind::Risk.proposal().replacen("high_from = 10", "high_from = 4", 1);
    /// let error = FormKind::Risk.version_of(&text).unwrap_err();
    /// assert_eq!(error.line(&text), 9, "the line of high_from");
    /// ```
    #[must_use]
    pub fn line(&self, text: &str) -> usize {
        let last = |begins: &str, has: &str| {
            let is_it = |line: &str| line.trim_start().starts_with(begins) && line.contains(has);
            text.lines().enumerate().filter(|(_, line)| is_it(line)).last().map_or(1, |(n, _)| n + 1)
        };
        match self {
            Self::Syntax { line, .. } => *line,
            Self::Empty => 1,
            Self::Id(id) | Self::Text(id) => last("id", id),
            Self::Number(field) if field == "review_days" => last("[review_days]", ""),
            Self::Number(field) => last(field, "="),
        }
    }
}

/// The ids and texts of a form must be there, each id once.
fn check_questions<'a>(questions: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), FormError> {
    let mut seen = std::collections::BTreeSet::new();
    for (id, text) in questions {
        let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || !id.chars().all(is_key) || !seen.insert(id) {
            return Err(FormError::Id(id.to_owned()));
        }
        if text.trim().is_empty() || text.chars().count() > 300 {
            return Err(FormError::Text(id.to_owned()));
        }
    }
    if seen.is_empty() { Err(FormError::Empty) } else { Ok(()) }
}
