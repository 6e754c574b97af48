//! Contracts of staff: a role for a time, paid by a subsidy project or not. What a project pays ends
//! with it (the federal subsidy is of one fiscal year, at the latest 31 December).

use chrono::{Days, NaiveDate};

use super::staff::{Ineligible, Record, may_be_assigned};
use crate::{access::Role, period::Period};

/// Why a contract cannot be as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContractError {
    /// It would end before it begins.
    #[error("ends before it begins")]
    Reversed,
    /// It would outlive the project that pays it.
    #[error("outlives its project")]
    AfterProject,
}

/// The time of a contract. Without a last day of its own it ends with the project, if there is one.
///
/// ```
/// # use domain::centres::contract::{contract_period, ContractError}; use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let project = Some(day(12, 31));
/// assert_eq!(contract_period(day(2, 1), None, project).unwrap().last_day(), project);
/// let late = NaiveDate::from_ymd_opt(2027, 1, 1);
/// assert_eq!(contract_period(day(2, 1), late, project), Err(ContractError::AfterProject));
/// ```
///
/// # Errors
/// [`ContractError`].
pub fn contract_period(
    starts_on: NaiveDate,
    last_day: Option<NaiveDate>,
    project_last_day: Option<NaiveDate>,
) -> Result<Period, ContractError> {
    let last = last_day.or(project_last_day);
    if last.is_some_and(|last| last < starts_on) {
        return Err(ContractError::Reversed);
    }
    match (last, project_last_day) {
        (Some(last), Some(end)) if last > end => Err(ContractError::AfterProject),
        (Some(last), _) => Ok(Period::through(starts_on, last)),
        (None, _) => Ok(Period { from: starts_on, until: None }),
    }
}

/// Whether a contract for this role lets its holder facilitate groups.
#[must_use]
pub fn facilitates(role: Role) -> bool {
    matches!(role, Role::Facilitator | Role::Coordinator)
}

/// The first day between two (inclusive) on which somebody may not be assigned, and why.
///
/// ```
/// # use domain::{centres::{contract::first_gap, staff::*}, period::Period}; use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let (contracts, checks) = ([Period::through(day(1, 1), day(6, 30))],
///     [ViolenceCheck::new(day(1, 5), None, "oficio 12/2026").unwrap()]);
/// let record =
///     Record { contracts: &contracts, has_other_contracts: false, checks: &checks, sanctions: &[] };
/// assert_eq!(first_gap(day(3, 5), day(6, 30), record), None);
/// assert_eq!(first_gap(day(3, 5), day(7, 16), record),
///     Some((day(7, 1), Ineligible::ContractEnded { last_day: day(6, 30) })));
/// ```
#[must_use]
pub fn first_gap(from: NaiveDate, to: NaiveDate, record: Record<'_>) -> Option<(NaiveDate, Ineligible)> {
    // Standing changes only where a contract ends, a check expires or a sanction begins.
    let ends = record.contracts.iter().filter_map(Period::last_day).map(|last| last + Days::new(1));
    let expiries = record.checks.iter().map(|check| check.expires_on);
    let sanctions = record.sanctions.iter().map(|sanction| sanction.since);
    let mut days: Vec<NaiveDate> = ends.chain(expiries).chain(sanctions).collect();
    days.retain(|&day| from < day && day <= to);
    days.push(from);
    days.sort_unstable();
    days.into_iter().find_map(|day| may_be_assigned(day, record).err().map(|why| (day, why)))
}

#[cfg(test)]
mod tests {
    use super::{ContractError, contract_period, first_gap};
    use crate::{
        centres::staff::{Ineligible, Record, Sanction, ViolenceCheck},
        period::Period,
    };
    use chrono::NaiveDate;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn a_contract_ends_with_its_project_or_before() {
        let until = |last| contract_period(day(2, 1), last, Some(day(11, 30))).map(|p| p.last_day());
        assert_eq!(until(None), Ok(Some(day(11, 30))));
        assert_eq!(until(Some(day(6, 30))), Ok(Some(day(6, 30))));
        assert_eq!(until(Some(day(12, 1))), Err(ContractError::AfterProject));
        assert_eq!(until(Some(day(1, 31))), Err(ContractError::Reversed));
        assert_eq!(contract_period(day(2, 1), None, None).map(|p| p.last_day()), Ok(None));
    }

    #[test]
    fn the_first_gap_is_where_a_check_expires_or_a_sanction_begins() {
        let contracts = [Period { from: day(1, 1), until: None }];
        let checks = [ViolenceCheck::new(day(1, 5), Some(day(6, 1)), "oficio").unwrap()];
        let record =
            Record { contracts: &contracts, has_other_contracts: false, checks: &checks, sanctions: &[] };
        let gap = |record| first_gap(day(3, 5), day(7, 1), record);
        assert_eq!(gap(record), Some((day(6, 1), Ineligible::CheckExpired { on: day(6, 1) })));
        let sanctions = [Sanction { since: day(4, 1), lifted: None }];
        let why = Ineligible::Sanctioned { since: day(4, 1) };
        assert_eq!(gap(Record { sanctions: &sanctions, ..record }), Some((day(4, 1), why)));
    }
}
