//! Days on which no session is held, and working days.
//!
//! The mandatory rest days of art. 74 of the Ley Federal del Trabajo (LFT) are computed for any
//! year. What the state or the centre adds, and election days (art. 74-IX), come from outside as
//! data: they are not in the article.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::named::named;

named! {
    /// A mandatory rest day of LFT art. 74.
    RestDay {
        /// 1 January (I).
        NewYear = "new-year",
        /// First Monday of February, for the 5th (II).
        Constitution = "constitution",
        /// Third Monday of March, for the 21st (III).
        Juarez = "juarez",
        /// 1 May (IV).
        Labour = "labour",
        /// 16 September (V).
        Independence = "independence",
        /// 1 October every six years, when the federal executive changes (VII).
        FederalExecutive = "federal-executive",
        /// Third Monday of November, for the 20th (VI).
        Revolution = "revolution",
        /// 25 December (VIII).
        Christmas = "christmas",
    }
}

/// Why a day is skipped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// The law says so.
    Law(RestDay),
    /// The state's or the centre's calendar says so, in its words.
    Extra(String),
}

/// The mandatory rest days of a year, in order (LFT art. 74, I–VIII).
///
/// The moved Mondays come from the reform DOF 17-01-2006 (that of March counts from 2007: second
/// transitory article); before, the dates themselves were kept: 5 February, 21 March, 20 November.
/// The executive changed on 1 December up to 2018; since the reform DOF 30-09-2024 it is 1 October.
///
/// ```
/// # use domain::calendar::{rest_days, RestDay}; use chrono::NaiveDate;
/// let days = rest_days(2026);
/// assert_eq!(days[2], (NaiveDate::from_ymd_opt(2026, 3, 16).unwrap(), RestDay::Juarez));
/// assert_eq!(days.len(), 7);
/// assert_eq!(rest_days(2030).len(), 8, "the executive changes on 1 October 2030");
/// ```
#[must_use]
pub fn rest_days(year: i32) -> Vec<(NaiveDate, RestDay)> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let moved = |month, week, day, since| {
        let monday = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, week);
        if year >= since { monday } else { fixed(month, day) }
    };
    let executive = match year {
        _ if year % 6 != 2 => None,
        2024.. => fixed(10, 1),
        _ => fixed(12, 1),
    };
    let days = [
        (fixed(1, 1), RestDay::NewYear),
        (moved(2, 1, 5, 2006), RestDay::Constitution),
        (moved(3, 3, 21, 2007), RestDay::Juarez),
        (fixed(5, 1), RestDay::Labour),
        (fixed(9, 16), RestDay::Independence),
        (executive, RestDay::FederalExecutive),
        (moved(11, 3, 20, 2006), RestDay::Revolution),
        (fixed(12, 25), RestDay::Christmas),
    ];
    let mut days: Vec<_> = days.into_iter().filter_map(|(date, name)| Some((date?, name))).collect();
    days.sort_unstable();
    days
}

/// The calendar of a centre: the law's rest days and its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days that the state or the centre adds, with the reason.
    pub extra: Vec<(NaiveDate, String)>,
}

impl Calendar {
    /// Why no session is held on `day`, if so.
    #[must_use]
    pub fn skip(&self, day: NaiveDate) -> Option<Skip> {
        let by_law = rest_days(day.year()).into_iter().find(|&(date, _)| date == day);
        let by_centre = || self.extra.iter().find(|(date, _)| *date == day);
        by_law
            .map(|(_, name)| Skip::Law(name))
            .or_else(|| by_centre().map(|(_, why)| Skip::Extra(why.clone())))
    }

    /// Monday to Friday, and no rest day.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && self.skip(day).is_none()
    }

    /// The first working day after `day`.
    #[must_use]
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        let mut next = day;
        loop {
            next = next
                .checked_add_days(Days::new(1))
                .expect("a date of an office is far from the last of chrono");
            if self.is_working_day(next) {
                return next;
            }
        }
    }

    /// The `count`-th working day after `day`: how the terms of LGPDPPSO count (art. 3-XII, «días» are
    /// working days). With 0 it is `day` itself.
    ///
    /// ```
    /// # use domain::calendar::Calendar; use chrono::NaiveDate;
    /// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    /// let (friday, monday_of_rest) = (day(3, 13), day(3, 16));
    /// assert_eq!(Calendar::default().add_working_days(friday, 1), day(3, 17));
    /// assert!(!Calendar::default().is_working_day(monday_of_rest));
    /// ```
    #[must_use]
    pub fn add_working_days(&self, day: NaiveDate, count: u32) -> NaiveDate {
        (0..count).fold(day, |at, _| self.next_working_day(at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, RestDay, Skip, rest_days};
    use chrono::NaiveDate;
    use proptest::prelude::{prop_assert, proptest};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn dates(year: i32) -> Vec<String> {
        rest_days(year).into_iter().map(|(date, _)| date.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn the_rest_days_of_published_calendars() {
        assert_eq!(dates(2026), ["01-01", "02-02", "03-16", "05-01", "09-16", "11-16", "12-25"]);
        assert_eq!(dates(2024), ["01-01", "02-05", "03-18", "05-01", "09-16", "10-01", "11-18", "12-25"]);
    }

    #[test]
    fn the_executive_changes_every_six_years_on_1_december_until_2018() {
        assert!(rest_days(2018).contains(&(day(2018, 12, 1), RestDay::FederalExecutive)));
        assert!(rest_days(2030).contains(&(day(2030, 10, 1), RestDay::FederalExecutive)));
        assert!((2025..2030).all(|year| rest_days(year).len() == 7));
    }

    #[test]
    fn dates_are_moved_from_2006_on_and_that_of_march_from_2007() {
        assert_eq!(dates(2006)[1..3], ["02-06", "03-21"]);
        assert_eq!(dates(2007)[1..3], ["02-05", "03-19"]);
        assert_eq!(dates(2005), ["01-01", "02-05", "03-21", "05-01", "09-16", "11-20", "12-25"]);
    }

    #[test]
    fn the_centre_adds_its_own_days() {
        let calendar = Calendar { extra: vec![(day(2026, 2, 17), "carnaval".into())] };
        assert_eq!(calendar.skip(day(2026, 2, 17)), Some(Skip::Extra("carnaval".into())));
        assert_eq!(calendar.next_working_day(day(2026, 2, 16)), day(2026, 2, 18));
        assert_eq!(calendar.skip(day(2026, 2, 18)), None);
    }

    proptest! {
        #[test]
        fn adding_working_days_lands_on_one_and_adds_up(offset in 0_u64..20_000, a in 0_u32..40, b in 1_u32..40) {
            let calendar = Calendar::default();
            let start = day(1990, 1, 1) + chrono::Days::new(offset);
            let there = calendar.add_working_days(start, a + b);
            prop_assert!(calendar.is_working_day(there));
            prop_assert!(there == calendar.add_working_days(calendar.add_working_days(start, a), b));
        }
    }
}
