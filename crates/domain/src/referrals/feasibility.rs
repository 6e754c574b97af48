//! Whether a man can end his process before the deadline of his order.
//!
//! A conditional suspension lasts six months to three years (CNPP art. 195, text with the reform DOF
//! 28-11-2025), a workshop of 16 weekly sessions about four months: a group that starts too late
//! makes the order impossible to keep. This only warns; it never refuses a man.

use chrono::{Days, NaiveDate};

/// What has to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Groups that began before this day are out of reach.
    pub today: NaiveDate,
    /// The last day on which the process may end.
    pub deadline: NaiveDate,
    /// Sessions of the programme, one a week.
    pub sessions: u32,
    /// With fewer days than these to spare it is tight: one or two sessions that move use them up.
    pub margin_days: u32,
}

/// Days to spare below which it is tight: two weekly sessions. Ours, editable.
pub const MARGIN_DAYS: u32 = 14;

/// Whether it can end in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feasibility {
    /// The group that ends first does so with days to spare.
    InTime {
        /// Its last day.
        ends_on: NaiveDate,
    },
    /// It ends in time, with less than the margin to spare.
    Tight {
        /// Its last day.
        ends_on: NaiveDate,
    },
    /// Every group ends after the deadline.
    TooLate {
        /// The last day on which one could begin and still end in time; before today, none can.
        start_by: NaiveDate,
    },
    /// There is no group to enter.
    NoGroup {
        /// The last day on which one could begin and still end in time; before today, none can.
        start_by: NaiveDate,
    },
}

/// Whether one of `groups` (his first and the last session in each) ends by the deadline.
///
/// ```
/// # use domain::referrals::feasibility::*; use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// // 16 weekly sessions from 16 March end on 29 June.
/// let need = Need { today: day(3, 5), deadline: day(9, 2), sessions: 16, margin_days: MARGIN_DAYS };
/// assert_eq!(can_end_in_time(&[(day(3, 16), day(6, 29))], need), Feasibility::InTime { ends_on: day(6, 29) });
/// // The next group begins on 1 June; to end by 2 September one must begin by 20 May.
/// assert_eq!(can_end_in_time(&[(day(6, 1), day(9, 14))], need), Feasibility::TooLate { start_by: day(5, 20) });
/// ```
#[must_use]
pub fn can_end_in_time(groups: &[(NaiveDate, NaiveDate)], need: Need) -> Feasibility {
    let start_by = latest_start(need.deadline, need.sessions);
    let ends = groups.iter().filter(|(start, _)| *start >= need.today).map(|&(_, end)| end);
    match ends.min() {
        None => Feasibility::NoGroup { start_by },
        Some(end) if end > need.deadline => Feasibility::TooLate { start_by },
        Some(ends_on) if (need.deadline - ends_on).num_days() < i64::from(need.margin_days) => {
            Feasibility::Tight { ends_on }
        }
        Some(ends_on) => Feasibility::InTime { ends_on },
    }
}

/// The last day on which `sessions` weekly sessions can begin and end by `deadline`, without counting
/// rest days on which none is held.
#[must_use]
pub fn latest_start(deadline: NaiveDate, sessions: u32) -> NaiveDate {
    let days = 7 * u64::from(sessions.saturating_sub(1));
    deadline.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::{Feasibility, Need, can_end_in_time, latest_start};
    use chrono::{Days, NaiveDate};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn with(deadline: NaiveDate, groups: &[(NaiveDate, NaiveDate)]) -> Feasibility {
        can_end_in_time(groups, Need { today: day(3, 5), deadline, sessions: 16, margin_days: 14 })
    }

    #[test]
    fn sixteen_weekly_sessions_need_fifteen_weeks() {
        assert_eq!(latest_start(day(6, 29), 16), day(3, 16));
        assert_eq!(latest_start(day(6, 29), 1), day(6, 29));
    }

    #[test]
    fn the_margin_and_the_deadline_are_boundaries() {
        let end = day(6, 29);
        let after = |days| with(end + Days::new(days), &[(day(3, 16), end)]);
        assert_eq!(after(14), Feasibility::InTime { ends_on: end });
        assert_eq!(after(13), Feasibility::Tight { ends_on: end });
        assert_eq!(after(0), Feasibility::Tight { ends_on: end });
        let late = with(day(6, 28), &[(day(3, 16), end)]);
        assert_eq!(late, Feasibility::TooLate { start_by: day(3, 15) });
    }

    #[test]
    fn a_group_that_has_begun_is_no_group_to_enter() {
        let begun = with(day(9, 2), &[(day(3, 4), day(6, 17))]);
        assert_eq!(begun, Feasibility::NoGroup { start_by: day(5, 20) });
        let today = with(day(9, 2), &[(day(3, 5), day(6, 18))]);
        assert_eq!(today, Feasibility::InTime { ends_on: day(6, 18) });
    }

    #[test]
    fn the_group_that_ends_first_counts() {
        let groups = [(day(4, 6), day(7, 20)), (day(3, 16), day(6, 29)), (day(6, 1), day(9, 14))];
        assert_eq!(with(day(9, 2), &groups), Feasibility::InTime { ends_on: day(6, 29) });
    }
}
