//! Certificates (constancias): who gets which, what they are numbered by, and where they stand.
//!
//! A certificate states hours, so none is given while a roll is open or a session is to come. What
//! was given is never changed: it is revoked, and another one is given.

use crate::named::named;

named! {
    /// Which document.
    Kind {
        /// Constancia de participación: facts and hours.
        Participation = "participation",
        /// Constancia de conclusión: the completion rule is met.
        Completion = "completion",
    }
}

named! {
    /// Why somebody does not get a document (yet).
    Withheld {
        /// Some session held has a roll that is not closed: the hours may still change.
        RollOpen = "roll-open",
        /// Sessions are to come.
        NotFinished = "not-finished",
        /// Attended no session.
        NothingReceived = "nothing-received",
        /// The completion rule is not met.
        RuleNotMet = "rule-not-met",
        /// Left the group.
        Withdrawn = "withdrawn",
        /// The person was erased: there is nobody to name.
        Erased = "erased",
    }
}

/// What is known of one participant, over the sessions from entering the group to leaving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Basis {
    /// Sessions attended.
    pub attended: u32,
    /// The completion rule is met.
    pub rule_met: bool,
    /// Sessions held whose roll is not closed.
    pub rolls_open: u32,
    /// Sessions to come.
    pub to_come: u32,
    /// Left before the end.
    pub withdrawn: bool,
    /// Was erased.
    pub erased: bool,
}

/// Why a document is withheld; `None` when it may be given. Who left gets participation for what was
/// attended, never completion.
///
/// ```
/// # use domain::certificates::{Basis, Kind, Withheld, withheld};
/// // Ended, 12 of 16 sessions attended where 13 are needed.
/// let ana = Basis { attended: 12, ..Basis::default() };
/// assert_eq!(withheld(Kind::Participation, &ana), None);
/// assert_eq!(withheld(Kind::Completion, &ana), Some(Withheld::RuleNotMet));
/// assert_eq!(withheld(Kind::Participation, &Basis { rolls_open: 1, ..ana }), Some(Withheld::RollOpen));
/// ```
#[must_use]
pub fn withheld(kind: Kind, basis: &Basis) -> Option<Withheld> {
    let completion = kind == Kind::Completion;
    let reasons = [
        (basis.erased, Withheld::Erased),
        (completion && basis.withdrawn, Withheld::Withdrawn),
        (basis.rolls_open > 0, Withheld::RollOpen),
        (basis.to_come > 0, Withheld::NotFinished),
        (basis.attended == 0, Withheld::NothingReceived),
        (completion && !basis.rule_met, Withheld::RuleNotMet),
    ];
    reasons.into_iter().find_map(|(holds, reason)| holds.then_some(reason))
}

/// The folio of the `number`-th certificate of a centre in a year.
///
/// ```
/// assert_eq!(domain::certificates::folio("CUN", 2026, 41), "CUN-2026-0041");
/// ```
#[must_use]
pub fn folio(code: &str, year: i32, number: u32) -> String {
    format!("{code}-{year}-{number:04}")
}
