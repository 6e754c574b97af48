//! A stretch of days, closed at its start and open at its end: `until` is the first day outside.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// From `from` up to, and without, `until`; without `until` it has no end yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Period {
    /// The first day inside.
    pub from: NaiveDate,
    /// The first day outside.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// The period that ends with `last`, as papers write it («del 1 de julio al 31 de diciembre»).
    ///
    /// ```
    /// # use domain::period::Period; use chrono::NaiveDate;
    /// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    /// let contract = Period::through(day(7, 1), day(12, 31));
    /// assert!(contract.contains(day(12, 31)));
    /// assert_eq!(contract.last_day(), Some(day(12, 31)));
    /// ```
    #[must_use]
    pub fn through(from: NaiveDate, last: NaiveDate) -> Self {
        Self { from, until: last.checked_add_days(Days::new(1)) }
    }

    /// Whether `day` lies inside.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The last day inside, if the period has an end.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.until.and_then(|until| until.checked_sub_days(Days::new(1)))
    }
}
