//! The course of one participant: which session of a pack with group and individual sessions comes next,
//! and how what was given apart from the group (individual session, catch-up, another centre) counts.
//!
//! A session counts once, however often it was given.

use crate::attendance::dose::{Fact, Receipt};
use crate::named::named;
use crate::programmes::{Programme, SessionKind, SessionPlan};

/// The next session of a kind that is neither given nor booked, by number.
///
/// ```
/// # use domain::{placement::course::next_session, programmes::{SessionKind, pack}};
/// let pack = pack::parse(include_str!("../../../../programmes/individual-grupal-12-12.toml")).unwrap();
/// let number = |kind, taken: &[u16]| next_session(&pack, kind, taken).map(|plan| plan.number);
/// assert_eq!(number(SessionKind::Individual, &[]), Some(1));
/// assert_eq!(number(SessionKind::Individual, &[1, 2]), Some(3));
/// assert_eq!(number(SessionKind::Group, &[1]), Some(2));
/// ```
#[must_use]
pub fn next_session<'a>(
    programme: &'a Programme,
    kind: SessionKind,
    taken: &[u16],
) -> Option<&'a SessionPlan> {
    programme.sessions.iter().find(|plan| plan.kind == kind && !taken.contains(&plan.number))
}

/// A session given apart from the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// The number in the programme.
    pub number: u16,
    /// The minutes that he was there.
    pub minutes: u16,
}

/// The receipts with what was given apart, each session once: one attended in the group stays as it is,
/// and of several credits the first counts. A roll that is owed stays unknown.
///
/// ```
/// # use domain::{attendance::dose::*, placement::course::*};
/// let missed = Receipt { number: 3, prescribed: 120, fact: Fact::Missed { excused: true } };
/// let twice = [Credit { number: 3, minutes: 60 }, Credit { number: 3, minutes: 60 }];
/// let dose = Dose::of(&credited(&[missed], &twice));
/// assert_eq!((dose.attended, dose.minutes_received, dose.excused), (1, 60, 0));
/// ```
#[must_use]
pub fn credited(receipts: &[Receipt], credits: &[Credit]) -> Vec<Receipt> {
    let with_credit = |receipt: &Receipt| {
        let credit = credits.iter().find(|one| one.number == receipt.number);
        match (receipt.fact, credit) {
            (Fact::Attended(_) | Fact::Unknown, _) | (_, None) => *receipt,
            (_, Some(credit)) => {
                let minutes = credit.minutes.min(receipt.prescribed);
                Receipt { fact: Fact::Attended(minutes), ..*receipt }
            }
        }
    };
    receipts.iter().map(with_credit).collect()
}

named! {
    /// Why a session cannot be made up for.
    CatchUpRefused {
        /// He was there, or nobody knows yet, or it was not held: only an absence is made up for.
        NotMissed = "not-missed",
        /// An appointment for it is booked or was attended.
        Twice = "twice",
        /// He is no longer in the group.
        NotActive = "not-active",
    }
}

/// Whether a catch-up may be booked for a session. `is_taken`: one is booked or attended for it.
///
/// # Errors
/// [`CatchUpRefused`].
pub fn may_catch_up(fact: Fact, is_taken: bool, is_active: bool) -> Result<(), CatchUpRefused> {
    match (fact, is_taken, is_active) {
        (_, _, false) => Err(CatchUpRefused::NotActive),
        (Fact::Missed { .. }, false, true) => Ok(()),
        (Fact::Missed { .. }, true, true) => Err(CatchUpRefused::Twice),
        (_, _, true) => Err(CatchUpRefused::NotMissed),
    }
}

#[cfg(test)]
mod tests {
    use super::{CatchUpRefused, Credit, credited, may_catch_up, next_session};
    use crate::attendance::dose::{Dose, Fact, Receipt};
    use crate::programmes::{SessionKind, pack};

    const MISSED: Fact = Fact::Missed { excused: false };

    fn receipt(number: u16, fact: Fact) -> Receipt {
        Receipt { number, prescribed: 120, fact }
    }

    #[test]
    fn twelve_individual_sessions_come_one_after_the_other() {
        let text = include_str!("../../../../programmes/individual-grupal-12-12.toml");
        let pack = pack::parse(text).unwrap();
        let mut taken = Vec::new();
        while let Some(plan) = next_session(&pack, SessionKind::Individual, &taken) {
            taken.push(plan.number);
        }
        assert_eq!((taken.len(), taken.is_sorted()), (12, true));
        assert_eq!(next_session(&pack, SessionKind::Group, &taken).map(|plan| plan.number), Some(2));
    }

    #[test]
    fn what_was_given_apart_counts_once_and_never_more_than_prescribed() {
        let receipts = [
            receipt(1, Fact::Attended(90)),
            receipt(2, MISSED),
            receipt(3, Fact::NotOffered),
            receipt(4, Fact::Unknown),
            receipt(5, Fact::ToCome),
            receipt(6, MISSED),
        ];
        let credits = [1, 2, 3, 4, 5].map(|number| Credit { number, minutes: 150 });
        let facts: Vec<Fact> = credited(&receipts, &credits).iter().map(|one| one.fact).collect();
        let whole = Fact::Attended(120);
        assert_eq!(facts, [Fact::Attended(90), whole, whole, Fact::Unknown, whole, MISSED]);
        assert_eq!(Dose::of(&credited(&receipts, &[])), Dose::of(&receipts));
    }

    #[test]
    fn only_an_absence_is_made_up_for_and_only_once() {
        assert_eq!(may_catch_up(MISSED, false, true), Ok(()));
        assert_eq!(may_catch_up(Fact::Missed { excused: true }, false, true), Ok(()));
        assert_eq!(may_catch_up(MISSED, true, true), Err(CatchUpRefused::Twice));
        assert_eq!(may_catch_up(MISSED, false, false), Err(CatchUpRefused::NotActive));
        for fact in [Fact::Attended(60), Fact::Unknown, Fact::ToCome, Fact::NotOffered] {
            assert_eq!(may_catch_up(fact, false, true), Err(CatchUpRefused::NotMissed));
        }
    }
}
