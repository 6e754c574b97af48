//! After the end: when he is asked after, what came of it, and new violence known from records.
//!
//! 1, 3, 6 and 12 months are practice (reference `domain-mexico` §7 row 31) and can be changed.
//! Nothing of what the women's service knows ever comes here.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::named::named;

/// Months after the end, where a centre sets none of its own.
pub const MONTHS: [u8; 4] = [1, 3, 6, 12];

/// The days on which follow-ups are due. A month without that day gives its last one.
///
/// ```
/// # use domain::cases::follow_up::{MONTHS, follow_ups}; use chrono::NaiveDate;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// let due = follow_ups(day(2025, 10, 31), &MONTHS);
/// assert_eq!(due, [day(2025, 11, 30), day(2026, 1, 31), day(2026, 4, 30), day(2026, 10, 31)]);
/// ```
#[must_use]
pub fn follow_ups(ended_on: NaiveDate, months: &[u8]) -> Vec<NaiveDate> {
    months.iter().filter_map(|&m| ended_on.checked_add_months(Months::new(m.into()))).collect()
}

named! {
    /// What came of a follow-up.
    FollowUpResult {
        /// He was spoken to.
        Reached = "reached",
        /// He was not found.
        NotLocated = "not-located",
        /// He does not want to talk.
        Declined = "declined",
        /// He is held by an authority.
        InCustody = "in-custody",
        /// He died.
        Deceased = "deceased",
    }
}

named! {
    /// Where a fact about new violence comes from.
    RecordSource {
        /// Judicial record.
        JudicialRecord = "judicial-record",
        /// Police.
        Police = "police",
        /// Report of the authority that sent him.
        AuthorityReport = "authority-report",
        /// He says so himself.
        SelfReport = "self-report",
    }
}

/// A follow-up that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The day for which it was due.
    pub due: NaiveDate,
    /// The day on which it was made.
    pub on: NaiveDate,
    /// What came of it.
    pub result: FollowUpResult,
    /// Where what is known of him comes from, if something is.
    pub source: Option<RecordSource>,
    /// A new protection order is known; `None` when nobody knows.
    pub new_order: Option<bool>,
    /// A new complaint is known; `None` when nobody knows.
    pub new_complaint: Option<bool>,
}

impl FollowUp {
    /// It was made after the end, and that is not to come.
    #[must_use]
    pub fn is_possible(&self, ended_on: NaiveDate, today: NaiveDate) -> bool {
        ended_on <= self.on && self.on <= today
    }

    /// Nobody asks after him any more: he declined, or died.
    #[must_use]
    pub fn is_last(&self) -> bool {
        matches!(self.result, FollowUpResult::Declined | FollowUpResult::Deceased)
    }
}

/// New violence known from records: an event with date and source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reoffence {
    /// When it happened.
    pub on: NaiveDate,
    /// When the centre learned of it.
    pub known_on: NaiveDate,
    /// From where.
    pub source: RecordSource,
}

impl Reoffence {
    /// It happened in his life and before it was known, and that is not to come.
    #[must_use]
    pub fn is_possible(&self, born: Option<NaiveDate>, today: NaiveDate) -> bool {
        born.is_none_or(|born| born <= self.on) && self.on <= self.known_on && self.known_on <= today
    }
}

/// The first follow-up that is due and not made; none once he declined or died.
///
/// ```
/// # use domain::cases::follow_up::*; use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let due = [day(4, 5), day(6, 5)];
/// let made = FollowUp {
///     due: day(4, 5), on: day(4, 7), result: FollowUpResult::NotLocated,
///     source: None, new_order: None, new_complaint: Some(false),
/// };
/// assert_eq!(next_follow_up(&due, &[made]), Some(day(6, 5)));
/// assert_eq!(next_follow_up(&due, &[FollowUp { result: FollowUpResult::Declined, ..made }]), None);
/// ```
#[must_use]
pub fn next_follow_up(due: &[NaiveDate], made: &[FollowUp]) -> Option<NaiveDate> {
    if made.iter().any(FollowUp::is_last) {
        return None;
    }
    due.iter().copied().find(|day| made.iter().all(|f| f.due != *day))
}
