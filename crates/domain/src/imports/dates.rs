//! Dates as lists write them: dd/mm/aaaa, d-m-aa, ISO, with the month in words, or as the number that
//! a spreadsheet keeps.

use chrono::{Datelike, Days, NaiveDate};

use crate::people::name::fold;

/// A date read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadDate {
    /// The date.
    pub date: NaiveDate,
    /// The year had two digits: the century is a guess, the last one that is not in the future.
    pub century_guessed: bool,
}

/// Reads a date; day before month, as in Mexico.
///
/// ```
/// # use domain::imports::dates::read; use chrono::NaiveDate;
/// let today = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
/// let iso = |text: &str| read(text, today).map(|d| (d.date.to_string(), d.century_guessed));
/// assert_eq!(iso("04/03/1990"), Some(("1990-03-04".into(), false)));
/// assert_eq!(iso("4-3-90"), Some(("1990-03-04".into(), true)));
/// assert_eq!(iso("1990-03-04"), Some(("1990-03-04".into(), false)));
/// assert_eq!(iso("4 de marzo de 1990"), Some(("1990-03-04".into(), false)));
/// assert_eq!(iso("31/02/1990"), None);
/// ```
#[must_use]
pub fn read(text: &str, today: NaiveDate) -> Option<ReadDate> {
    let folded = fold(text.trim());
    let date_only =
        folded.split(['t']).next().filter(|d| d.len() == 10 && d.contains('-')).unwrap_or(&folded);
    let parts: Vec<&str> = date_only
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !matches!(*part, "" | "de" | "del"))
        .collect();
    let [first, second, third] = *parts.as_slice() else { return None };
    if first.len() == 4 {
        let date = NaiveDate::from_ymd_opt(first.parse().ok()?, month(second)?, third.parse().ok()?)?;
        return Some(ReadDate { date, century_guessed: false });
    }
    let (year, century_guessed) = match (third.len(), third.parse::<i32>().ok()?) {
        (4, year) => (year, false),
        (2, year) if 2000 + year <= today.year() => (2000 + year, true),
        (2, year) => (1900 + year, true),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(year, month(second)?, first.parse().ok()?)?;
    Some(ReadDate { date, century_guessed })
}

fn month(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let start = text.get(..3)?.replace("set", "sep");
    (1..).zip(MONTHS).find(|&(_, name)| name == start).map(|(number, _)| number)
}

/// The date that a spreadsheet keeps as the number of days since 1899-12-30, from 1 March 1900 on.
#[must_use]
pub fn from_serial(number: f64) -> Option<NaiveDate> {
    // In range, so the cut of the fraction (the hour) is all that is lost.
    let days = (61.0..80_000.0).contains(&number).then_some(number as u64)?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::{from_serial, read};
    use chrono::NaiveDate;
    use proptest::prelude::{prop_assert_eq, proptest};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "1990", "abc", "13/13/1990", "4/3/990", "4/3", "1/2/3/4", "04/xyz/1990", "١/٢/١٩٩٠"]
        {
            assert_eq!(read(text, today()), None, "{text}");
        }
    }

    #[test]
    fn two_digits_are_the_last_century_that_is_not_in_the_future() {
        let year = |text| read(text, today()).unwrap().date.format("%Y").to_string();
        assert_eq!(
            (year("1/1/26"), year("1/1/27"), year("1/1/00")),
            ("2026".into(), "1927".into(), "2000".into())
        );
    }

    #[test]
    fn hours_after_an_iso_date_are_dropped_and_short_months_read() {
        assert_eq!(read("1990-03-04T00:00:00", today()).unwrap().date.to_string(), "1990-03-04");
        assert_eq!(read("04-Sept-1990", today()).unwrap().date.to_string(), "1990-09-04");
    }

    #[test]
    fn serial_numbers_of_spreadsheets_are_dates() {
        assert_eq!(from_serial(46_023.0).unwrap().to_string(), "2026-01-01");
        assert_eq!(from_serial(32_936.75).unwrap().to_string(), "1990-03-04");
        assert_eq!((from_serial(12.0), from_serial(f64::NAN), from_serial(9e9)), (None, None, None));
    }

    proptest! {
        #[test]
        fn a_date_as_mexico_writes_it_is_read_back(days in 0_u64..40_000) {
            let date = NaiveDate::from_ymd_opt(1930, 1, 1).unwrap() + chrono::Days::new(days);
            for format in ["%d/%m/%Y", "%-d-%-m-%Y", "%Y-%m-%d", "%d.%m.%Y"] {
                prop_assert_eq!(read(&date.format(format).to_string(), today()).map(|d| d.date), Some(date));
            }
        }

        #[test]
        fn no_text_makes_the_reader_fall(text in "\\PC{0,30}", number in proptest::num::f64::ANY) {
            let _ = (read(&text, today()), from_serial(number));
        }
    }
}
