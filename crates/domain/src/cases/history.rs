//! The history of a case: every change is a row with its day, reason, author and instant. The state
//! is what the rows add up to; a row that does not follow from the one before is found.

use chrono::{DateTime, NaiveDate, Utc};

use super::moves::CaseStanding;
use super::reasons::Reason;
use super::{CaseState, Deed};
use crate::ids::UserId;
use crate::named::named;

/// One change of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseChange {
    /// Where it stood.
    pub from: CaseState,
    /// Where it stands since.
    pub to: CaseState,
    /// What was done.
    pub deed: Deed,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Why, where the deed needs it.
    pub reason: Option<Reason>,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: UserId,
}

named! {
    /// What is wrong with a row of a history.
    Flaw {
        /// It does not begin where the row before ends, or the first not with first contact.
        Gap = "gap",
        /// Its deed is not allowed there, or leads elsewhere.
        Illegal = "illegal",
        /// It has no reason, or one of another deed.
        ReasonMissing = "reason-missing",
        /// Its day lies before that of the row before.
        OutOfOrder = "out-of-order",
    }
}

/// A history that does not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("row {row}: {}", .flaw.name())]
pub struct BrokenHistory {
    /// The first wrong row, from 0.
    pub row: usize,
    /// What is wrong.
    pub flaw: Flaw,
}

/// The state that `changes` add up to, oldest first; without any it is first contact.
///
/// # Errors
/// [`BrokenHistory`] names the first row that does not follow.
pub fn replay(changes: &[CaseChange]) -> Result<CaseState, BrokenHistory> {
    let opened = CaseStanding::opened(NaiveDate::MIN, None);
    follow(opened, changes).map(|case| case.state)
}

impl CaseStanding {
    /// The standing that `changes` add up to, for a case opened on `opened`.
    ///
    /// # Errors
    /// [`BrokenHistory`].
    pub fn replayed(
        opened: NaiveDate,
        born: Option<NaiveDate>,
        changes: &[CaseChange],
    ) -> Result<Self, BrokenHistory> {
        follow(Self::opened(opened, born), changes)
    }
}

fn follow(opened: CaseStanding, changes: &[CaseChange]) -> Result<CaseStanding, BrokenHistory> {
    changes.iter().enumerate().try_fold(opened, |case, (row, change)| match flaw(&case, change) {
        Some(flaw) => Err(BrokenHistory { row, flaw }),
        None => Ok(after(case, change)),
    })
}

fn flaw(case: &CaseStanding, change: &CaseChange) -> Option<Flaw> {
    let leads_to = change.deed.leads_to().or(case.interrupted);
    let flaws = [
        (change.from != case.state, Flaw::Gap),
        (!case.legal().contains(&change.deed) || leads_to != Some(change.to), Flaw::Illegal),
        (!Reason::suffices(change.reason, change.deed, change.from), Flaw::ReasonMissing),
        (change.on < case.last_change, Flaw::OutOfOrder),
    ];
    flaws.into_iter().find_map(|(holds, flaw)| holds.then_some(flaw))
}

fn after(case: CaseStanding, change: &CaseChange) -> CaseStanding {
    CaseStanding {
        state: change.to,
        interrupted: (change.deed == Deed::Suspend).then_some(change.from),
        admitted: case.admitted || change.deed == Deed::Admit,
        ended_by: match change.reason {
            Some(Reason::Withdrawal(cause)) => Some(cause),
            _ => case.ended_by,
        },
        last_change: change.on,
        ..case
    }
}
