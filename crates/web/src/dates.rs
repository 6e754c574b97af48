//! Dates, hours and figures as people of the centres write them: `05/03/2026`, «jueves 5 de marzo de
//! 2026», `16:30`, `1,250`, `87.5 %`.
//!
//! An instant is UTC everywhere else; only here does it become a local hour, in the zone it is given.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use chrono_tz::Tz;

use crate::i18n::Locale;

const DAYS_ES: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_ES: &str =
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";
const MONTHS_EN: &str =
    "January February March April May June July August September October November December";

/// The name of a month, 1 to 12, in lower case in Spanish.
#[must_use]
pub fn month_name(month: u32, locale: Locale) -> &'static str {
    let names = match locale {
        Locale::Es => MONTHS_ES,
        Locale::En => MONTHS_EN,
    };
    names.split(' ').nth((month as usize).clamp(1, 12) - 1).expect("twelve months")
}

/// The name of the day of the week.
#[must_use]
pub fn day_name(date: NaiveDate, locale: Locale) -> &'static str {
    let names = match locale {
        Locale::Es => DAYS_ES,
        Locale::En => DAYS_EN,
    };
    names[date.weekday().num_days_from_monday() as usize]
}

/// `05/03/2026`, the same in both languages: day first, as on every paper of the centre.
#[must_use]
pub fn short(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// «jueves 5 de marzo de 2026», "Thursday 5 March 2026".
#[must_use]
pub fn long(date: NaiveDate, locale: Locale) -> String {
    let (name, day, month) = (day_name(date, locale), date.day(), month_name(date.month(), locale));
    match locale {
        Locale::Es => format!("{name} {day} de {month} de {}", date.year()),
        Locale::En => format!("{name} {day} {month} {}", date.year()),
    }
}

/// «marzo de 2026», "March 2026".
#[must_use]
pub fn month(date: NaiveDate, locale: Locale) -> String {
    let name = month_name(date.month(), locale);
    match locale {
        Locale::Es => format!("{name} de {}", date.year()),
        Locale::En => format!("{name} {}", date.year()),
    }
}

/// What a clock on the wall of that zone shows at an instant.
#[must_use]
pub fn local(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    instant.with_timezone(&zone).naive_local()
}

/// `16:30`.
#[must_use]
pub fn hour(instant: DateTime<Utc>, zone: Tz) -> String {
    let local = local(instant, zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `05/03/2026 16:30`.
#[must_use]
pub fn moment(instant: DateTime<Utc>, zone: Tz) -> String {
    format!("{} {}", short(local(instant, zone).date()), hour(instant, zone))
}

/// `2026-03-05T16:30:00-05:00`, for `<time datetime>`.
#[must_use]
pub fn machine(instant: DateTime<Utc>, zone: Tz) -> String {
    instant.with_timezone(&zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// A whole number with commas by thousands, as Mexico writes it: `1,250`, `-3`.
#[must_use]
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < 0 { format!("-{grouped}") } else { grouped }
}

/// A share of one as a percentage with one decimal, none when it is whole: `87.5 %`, `100 %`.
/// Spanish sets a space (here one that does not break) before the sign, English none.
#[must_use]
pub fn percent(share: f64, locale: Locale) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    let figure = if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") };
    match locale {
        Locale::Es => format!("{figure}\u{a0}%"),
        Locale::En => format!("{figure}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon_in_london() -> DateTime<Utc> {
        "2026-03-05T12:05:00Z".parse().unwrap()
    }

    #[test]
    fn a_date_is_written_day_first() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
        assert_eq!(short(date), "05/03/2026");
        assert_eq!(long(date, Locale::Es), "jueves 5 de marzo de 2026");
        assert_eq!(long(date, Locale::En), "Thursday 5 March 2026");
        assert_eq!(month(date, Locale::Es), "marzo de 2026");
    }

    #[test]
    fn an_instant_is_shown_in_the_zone_of_the_centre() {
        assert_eq!(moment(noon_in_london(), chrono_tz::America::Cancun), "05/03/2026 07:05");
        assert_eq!(moment(noon_in_london(), chrono_tz::America::Mexico_City), "05/03/2026 06:05");
        assert_eq!(machine(noon_in_london(), chrono_tz::America::Cancun), "2026-03-05T07:05:00-05:00");
    }

    #[test]
    fn an_instant_after_midnight_in_london_is_still_the_day_before_in_cancun() {
        let instant = "2026-03-06T03:30:00Z".parse().unwrap();
        assert_eq!(moment(instant, chrono_tz::America::Cancun), "05/03/2026 22:30");
    }

    #[test]
    fn thousands_are_set_off_by_commas() {
        let written = [0, 7, 999, 1_250, 100_000, 2_000_000, -1_250].map(number);
        assert_eq!(written, ["0", "7", "999", "1,250", "100,000", "2,000,000", "-1,250"]);
    }

    #[test]
    fn a_percentage_has_one_decimal_or_none() {
        assert_eq!(percent(0.875, Locale::Es), "87.5\u{a0}%");
        assert_eq!(percent(1.0, Locale::Es), "100\u{a0}%");
        assert_eq!(percent(0.6666, Locale::En), "66.7%");
        assert_eq!(percent(0.0, Locale::En), "0%");
    }
}
