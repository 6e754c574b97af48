//! When a person's data may be erased: never by one person alone, never without an act.
//!
//! Data no longer needed are blocked, then erased (LGPDPPSO arts. 17–18; cancellation: 43–49). A file
//! is kept for the period of the disposal catalogue, at most 25 years, and not disposed of within it
//! (LGA arts. 37, 55). Texts read 2026-11-24. The periods are the institution's: none is assumed.

use chrono::{Months, NaiveDate};

use crate::ids::UserId;

/// The longest that a file may be kept (LGA art. 37).
pub const MOST_YEARS: u32 = 25;

/// On what an erasure rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// The person asked for cancellation and it was granted.
    GrantedCancellation {
        /// The number of the act.
        act: String,
    },
    /// The series of the catalogue to which the file belongs has expired.
    ExpiredSeries {
        /// The number of the disposal act.
        act: String,
        /// When the file was closed.
        closed_on: NaiveDate,
        /// How many years the catalogue keeps it; `None` when nobody has configured it.
        keep_years: Option<u32>,
    },
}

/// A request to erase one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureRequest {
    /// On what it rests.
    pub basis: Basis,
    /// The first day on which blocking is over; `None` when the data were never blocked.
    pub blocked_until: Option<NaiveDate>,
    /// A proceeding needs the data.
    pub has_legal_hold: bool,
    /// Who asks.
    pub first_by: UserId,
    /// Who approves.
    pub second_by: Option<UserId>,
}

/// Why a person may not be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErasureRefused {
    /// The act has no number.
    #[error("the act is missing")]
    ActMissing,
    /// No period is configured for the series.
    #[error("no period is configured")]
    PeriodNotConfigured,
    /// The period configured is longer than the law allows.
    #[error("period over {MOST_YEARS} years")]
    PeriodTooLong,
    /// The file must still be kept.
    #[error("to be kept until {until}")]
    WithinPeriod {
        /// The first day on which it need not be.
        until: NaiveDate,
    },
    /// The data were not blocked first.
    #[error("not blocked")]
    NotBlocked,
    /// Blocking is not over.
    #[error("blocked until {until}")]
    Blocked {
        /// The first day on which it is.
        until: NaiveDate,
    },
    /// A proceeding needs the data.
    #[error("legal hold")]
    LegalHold,
    /// Nobody has approved.
    #[error("a second person is missing")]
    SecondPersonMissing,
    /// Who asked cannot approve.
    #[error("the second person is the first")]
    SamePersonTwice,
}

/// Whether the person may be erased on `today`.
///
/// ```
/// # use domain::{ids::UserId, retention::*}; use chrono::NaiveDate; use uuid::Uuid;
/// let today = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
/// let request = ErasureRequest {
///     basis: Basis::GrantedCancellation { act: "UT/014/2026".into() },
///     blocked_until: Some(today), has_legal_hold: false,
///     first_by: UserId(Uuid::from_u128(1)), second_by: Some(UserId(Uuid::from_u128(2))),
/// };
/// assert_eq!(may_erase(&request, today), Ok(()));
/// let held = ErasureRequest { has_legal_hold: true, ..request };
/// assert_eq!(may_erase(&held, today), Err(ErasureRefused::LegalHold));
/// ```
///
/// # Errors
/// The first reason against it.
pub fn may_erase(request: &ErasureRequest, today: NaiveDate) -> Result<(), ErasureRefused> {
    check_basis(&request.basis, today)?;
    if request.has_legal_hold {
        return Err(ErasureRefused::LegalHold);
    }
    let until = request.blocked_until.ok_or(ErasureRefused::NotBlocked)?;
    if today < until {
        return Err(ErasureRefused::Blocked { until });
    }
    match request.second_by {
        None => Err(ErasureRefused::SecondPersonMissing),
        Some(second) if second == request.first_by => Err(ErasureRefused::SamePersonTwice),
        Some(_) => Ok(()),
    }
}

fn check_basis(basis: &Basis, today: NaiveDate) -> Result<(), ErasureRefused> {
    let (Basis::GrantedCancellation { act } | Basis::ExpiredSeries { act, .. }) = basis;
    if act.trim().is_empty() {
        return Err(ErasureRefused::ActMissing);
    }
    let Basis::ExpiredSeries { closed_on, keep_years, .. } = basis else { return Ok(()) };
    let years = keep_years.ok_or(ErasureRefused::PeriodNotConfigured)?;
    if years > MOST_YEARS {
        return Err(ErasureRefused::PeriodTooLong);
    }
    let until = closed_on.checked_add_months(Months::new(12 * years)).unwrap_or(NaiveDate::MAX);
    if today < until { Err(ErasureRefused::WithinPeriod { until }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{Basis, ErasureRefused, ErasureRequest, may_erase};
    use crate::ids::UserId;
    use chrono::NaiveDate;
    use uuid::Uuid;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// A cancellation in order, after `change`.
    fn answer(change: impl FnOnce(&mut ErasureRequest)) -> Result<(), ErasureRefused> {
        let mut request = ErasureRequest {
            basis: Basis::GrantedCancellation { act: "UT/014/2026".into() },
            blocked_until: Some(day(2026, 3, 5)),
            has_legal_hold: false,
            first_by: UserId(Uuid::from_u128(1)),
            second_by: Some(UserId(Uuid::from_u128(2))),
        };
        change(&mut request);
        may_erase(&request, day(2026, 3, 5))
    }

    fn series(closed_on: NaiveDate, keep_years: Option<u32>) -> Basis {
        Basis::ExpiredSeries { act: "ADD/3/2026".into(), closed_on, keep_years }
    }

    #[test]
    fn a_granted_cancellation_after_blocking_by_two_people_is_carried_out() {
        assert_eq!(answer(|_| ()), Ok(()));
        assert_eq!(answer(|r| r.basis = series(day(2020, 3, 5), Some(6))), Ok(()));
    }

    #[test]
    fn each_reason_against_an_erasure_has_its_name() {
        use ErasureRefused as R;
        let no_act = Basis::GrantedCancellation { act: " ".into() };
        assert_eq!(answer(|r| r.basis = no_act), Err(R::ActMissing));
        assert_eq!(answer(|r| r.basis = series(day(2000, 1, 1), None)), Err(R::PeriodNotConfigured));
        assert_eq!(answer(|r| r.basis = series(day(1990, 1, 1), Some(26))), Err(R::PeriodTooLong));
        let until = day(2026, 3, 6);
        assert_eq!(answer(|r| r.basis = series(day(2020, 3, 6), Some(6))), Err(R::WithinPeriod { until }));
        assert_eq!(answer(|r| r.has_legal_hold = true), Err(R::LegalHold));
        assert_eq!(answer(|r| r.blocked_until = None), Err(R::NotBlocked));
        assert_eq!(answer(|r| r.blocked_until = Some(until)), Err(R::Blocked { until }));
        assert_eq!(answer(|r| r.second_by = None), Err(R::SecondPersonMissing));
        assert_eq!(answer(|r| r.second_by = Some(r.first_by)), Err(R::SamePersonTwice));
    }
}
