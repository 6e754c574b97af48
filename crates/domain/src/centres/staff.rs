//! Who may be assigned to a group: a contract that covers the day, a check that no sanction for
//! violence exists, and no sanction (LGAMVLV art. 8-III: nobody sanctioned for any type of violence
//! gives attention). A sanction learned of later suspends at once.

use chrono::{Months, NaiveDate};

use crate::period::Period;

/// A check that no sanction for violence exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolenceCheck {
    /// When it was made.
    pub checked_on: NaiveDate,
    /// The first day on which it no longer counts.
    pub expires_on: NaiveDate,
    /// What shows it: folio, letter, register consulted.
    pub evidence: String,
}

/// What is wrong with a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// Nothing shows it.
    #[error("evidence is missing")]
    EvidenceMissing,
    /// It would end before it was made.
    #[error("expires before it was made")]
    ExpiresBefore,
}

impl ViolenceCheck {
    /// A check; without an expiry of its own it counts for twelve months (our default, not the law's).
    ///
    /// # Errors
    /// [`CheckError`].
    pub fn new(
        checked_on: NaiveDate,
        expires_on: Option<NaiveDate>,
        evidence: &str,
    ) -> Result<Self, CheckError> {
        let expires_on =
            expires_on.or(checked_on.checked_add_months(Months::new(12))).ok_or(CheckError::ExpiresBefore)?;
        if evidence.trim().is_empty() {
            return Err(CheckError::EvidenceMissing);
        }
        if expires_on <= checked_on {
            return Err(CheckError::ExpiresBefore);
        }
        Ok(Self { checked_on, expires_on, evidence: evidence.trim().to_owned() })
    }
}

/// A sanction for violence; annulled ones no longer count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sanction {
    /// From when it holds.
    pub since: NaiveDate,
    /// From when it no longer does, if it was annulled.
    pub lifted: Option<NaiveDate>,
}

/// Why somebody cannot be assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Ineligible {
    /// A sanction for violence is in force.
    #[error("sanctioned since {since}")]
    Sanctioned {
        /// Since when.
        since: NaiveDate,
    },
    /// No contract was registered.
    #[error("no contract")]
    NoContract,
    /// There are contracts, but for another function.
    #[error("contract for another function")]
    OtherFunction,
    /// The next contract begins later.
    #[error("contract begins {on}")]
    ContractNotBegun {
        /// When.
        on: NaiveDate,
    },
    /// The last contract has ended.
    #[error("contract ended {last_day}")]
    ContractEnded {
        /// Its last day.
        last_day: NaiveDate,
    },
    /// No check was registered.
    #[error("no check")]
    NoCheck,
    /// The last check has expired.
    #[error("check expired {on}")]
    CheckExpired {
        /// When.
        on: NaiveDate,
    },
}

/// What is registered of a member of staff, for the rule.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The contracts that count.
    pub contracts: &'a [Period],
    /// Whether there are others, for a function that does not count.
    pub has_other_contracts: bool,
    /// All checks.
    pub checks: &'a [ViolenceCheck],
    /// All sanctions.
    pub sanctions: &'a [Sanction],
}

/// Whether somebody may be assigned on `day`.
///
/// ```
/// # use domain::{centres::staff::*, period::Period}; use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let (contracts, checks) = ([Period::through(day(1, 1), day(12, 31))],
///     [ViolenceCheck::new(day(1, 5), None, "oficio 12/2026").unwrap()]);
/// let clean =
///     Record { contracts: &contracts, has_other_contracts: false, checks: &checks, sanctions: &[] };
/// assert_eq!(may_be_assigned(day(3, 5), clean), Ok(()));
/// let sanctions = [Sanction { since: day(3, 5), lifted: None }];
/// assert_eq!(may_be_assigned(day(3, 5), Record { sanctions: &sanctions, ..clean }),
///     Err(Ineligible::Sanctioned { since: day(3, 5) }));
/// ```
///
/// # Errors
/// The gravest reason first: sanction, contract, check.
pub fn may_be_assigned(day: NaiveDate, record: Record<'_>) -> Result<(), Ineligible> {
    let in_force = |s: &&Sanction| s.since <= day && s.lifted.is_none_or(|lifted| day < lifted);
    if let Some(sanction) = record.sanctions.iter().find(in_force) {
        return Err(Ineligible::Sanctioned { since: sanction.since });
    }
    under_contract(day, record)?;
    let latest = record.checks.iter().filter(|c| c.checked_on <= day).max_by_key(|c| c.expires_on);
    match latest {
        None => Err(Ineligible::NoCheck),
        Some(check) if check.expires_on <= day => Err(Ineligible::CheckExpired { on: check.expires_on }),
        Some(_) => Ok(()),
    }
}

fn under_contract(day: NaiveDate, record: Record<'_>) -> Result<(), Ineligible> {
    let contracts = record.contracts;
    if contracts.iter().any(|c| c.contains(day)) {
        return Ok(());
    }
    let next = contracts.iter().map(|c| c.from).filter(|&from| from > day).min();
    let last = contracts.iter().filter_map(Period::last_day).filter(|&last| last < day).max();
    Err(match (next, last) {
        (Some(on), _) => Ineligible::ContractNotBegun { on },
        (None, Some(last_day)) => Ineligible::ContractEnded { last_day },
        (None, None) if record.has_other_contracts => Ineligible::OtherFunction,
        (None, None) => Ineligible::NoContract,
    })
}

/// How many days before the end of a contract its hand-over is announced.
pub const HAND_OVER_DAYS: i64 = 30;

/// The days left, when the contracts that cover today end within [`HAND_OVER_DAYS`] and none follows.
#[must_use]
pub fn contract_ends_in(today: NaiveDate, contracts: &[Period]) -> Option<i64> {
    let current = contracts.iter().filter(|c| c.contains(today));
    let last_day = current.map(Period::last_day).max_by_key(|last| last.unwrap_or(NaiveDate::MAX))??;
    let follows = contracts.iter().any(|c| c.contains(last_day + chrono::Days::new(1)));
    let left = (last_day - today).num_days();
    (!follows && left <= HAND_OVER_DAYS).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::{CheckError, Ineligible, Record, Sanction, ViolenceCheck, contract_ends_in, may_be_assigned};
    use crate::period::Period;
    use chrono::NaiveDate;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn check(on: NaiveDate, until: Option<NaiveDate>) -> ViolenceCheck {
        ViolenceCheck::new(on, until, "oficio 12/2026").unwrap()
    }

    fn assigned(on: NaiveDate, checks: &[ViolenceCheck], sanctions: &[Sanction]) -> Result<(), Ineligible> {
        let contracts = &[Period::through(day(2, 1), day(11, 30))];
        may_be_assigned(on, Record { contracts, has_other_contracts: false, checks, sanctions })
    }

    #[test]
    fn a_contract_and_a_valid_check_are_enough() {
        assert_eq!(assigned(day(3, 5), &[check(day(2, 1), None)], &[]), Ok(()));
    }

    #[test]
    fn without_a_valid_check_nobody_is_assigned() {
        let expired = check(day(2, 1), Some(day(3, 5)));
        assert_eq!(assigned(day(3, 5), &[], &[]), Err(Ineligible::NoCheck));
        assert_eq!(assigned(day(3, 5), &[expired], &[]), Err(Ineligible::CheckExpired { on: day(3, 5) }));
        assert_eq!(
            assigned(day(3, 5), &[check(day(3, 6), None)], &[]),
            Err(Ineligible::NoCheck),
            "made later"
        );
    }

    #[test]
    fn a_check_counts_twelve_months_unless_told() {
        let made = check(day(2, 1), None);
        assert_eq!(made.expires_on, NaiveDate::from_ymd_opt(2027, 2, 1).unwrap());
        assert_eq!(ViolenceCheck::new(day(2, 1), None, " "), Err(CheckError::EvidenceMissing));
        assert_eq!(ViolenceCheck::new(day(2, 1), Some(day(2, 1)), "x"), Err(CheckError::ExpiresBefore));
    }

    #[test]
    fn a_sanction_suspends_at_once_and_an_annulled_one_does_not() {
        let checks = [check(day(2, 1), None)];
        let sanction = Sanction { since: day(3, 5), lifted: Some(day(4, 1)) };
        assert_eq!(assigned(day(3, 4), &checks, &[sanction]), Ok(()));
        assert_eq!(
            assigned(day(3, 5), &checks, &[sanction]),
            Err(Ineligible::Sanctioned { since: day(3, 5) })
        );
        assert_eq!(assigned(day(4, 1), &checks, &[sanction]), Ok(()));
    }

    #[test]
    fn outside_the_contract_nobody_is_assigned() {
        let checks = [check(day(1, 2), None)];
        assert_eq!(assigned(day(1, 5), &checks, &[]), Err(Ineligible::ContractNotBegun { on: day(2, 1) }));
        assert_eq!(
            assigned(day(12, 1), &checks, &[]),
            Err(Ineligible::ContractEnded { last_day: day(11, 30) })
        );
        let none = Record { contracts: &[], has_other_contracts: false, checks: &checks, sanctions: &[] };
        assert_eq!(may_be_assigned(day(3, 5), none), Err(Ineligible::NoContract));
    }

    #[test]
    fn a_contract_for_another_function_is_not_taken_for_none() {
        let checks = [check(day(1, 2), None)];
        let intake = Record { contracts: &[], has_other_contracts: true, checks: &checks, sanctions: &[] };
        assert_eq!(may_be_assigned(day(3, 5), intake), Err(Ineligible::OtherFunction));
    }

    #[test]
    fn the_end_of_a_contract_is_announced_thirty_days_before_unless_another_follows() {
        let contract = Period::through(day(2, 1), day(11, 30));
        assert_eq!(contract_ends_in(day(10, 30), &[contract]), None);
        assert_eq!(contract_ends_in(day(10, 31), &[contract]), Some(30));
        assert_eq!(contract_ends_in(day(11, 30), &[contract]), Some(0));
        let next = Period { from: day(12, 1), until: None };
        assert_eq!(contract_ends_in(day(11, 15), &[contract, next]), None);
        assert_eq!(contract_ends_in(day(11, 15), &[next]), None);
    }
}
