//! Dates, lengths of time and lists as they are written in Mexican Spanish.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde_json::{Value, json};

const MONTHS: &str =
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";
const WEEKDAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

fn month(date: NaiveDate) -> &'static str {
    MONTHS.split(' ').nth(date.month0() as usize).expect("twelve months")
}

/// `5 de marzo de 2026`, `1 de mayo de 2026` (written «1.º de mayo» as official papers do).
pub(crate) fn long_date(date: NaiveDate) -> String {
    format!("{} de {} de {}", day(date), month(date), date.year())
}

fn day(date: NaiveDate) -> String {
    if date.day() == 1 { "1.º".to_owned() } else { date.day().to_string() }
}

/// `jueves 5 de marzo de 2026`
pub(crate) fn day_and_date(date: NaiveDate) -> String {
    format!("{} {}", WEEKDAYS[date.weekday().num_days_from_monday() as usize], long_date(date))
}

/// `05/03/2026`
pub(crate) fn short_date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// `05/03/2026, 17:30 h`
pub(crate) fn short_instant(at: NaiveDateTime) -> String {
    format!("{}, {}", short_date(at.date()), clock_time(at))
}

/// `17:30 h`
pub(crate) fn clock_time(at: NaiveDateTime) -> String {
    format!("{}:{:02} h", at.hour(), at.minute())
}

/// `el 5 de marzo de 2026`, `del 5 al 26 de marzo de 2026`, `del 5 de marzo al 18 de junio de 2026`,
/// `del 4 de noviembre de 2026 al 17 de febrero de 2027`
pub(crate) fn period(from: NaiveDate, to: NaiveDate) -> String {
    let end = long_date(to);
    match (from == to, from.year() == to.year(), from.month() == to.month()) {
        (true, _, _) => format!("el {end}"),
        (_, true, true) => format!("del {} al {end}", day(from)),
        (_, true, false) => format!("del {} de {} al {end}", day(from), month(from)),
        (_, false, _) => format!("del {} al {end}", long_date(from)),
    }
}

/// `40 horas`, `37 horas y 30 minutos`, `1 hora`, `45 minutos`
pub(crate) fn duration(minutes: u32) -> String {
    let hours = |n| counted(n, "hora", "horas");
    let minutes_of = |n| counted(n, "minuto", "minutos");
    match (minutes / 60, minutes % 60) {
        (0, m) => minutes_of(m),
        (h, 0) => hours(h),
        (h, m) => format!("{} y {}", hours(h), minutes_of(m)),
    }
}

/// `1 falta`, `3 faltas`
pub(crate) fn counted(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A plain text as the templates show it: one paragraph a line, "# " a heading, "- " an item of a list.
pub(crate) fn blocks(text: &str) -> Vec<Value> {
    let block = |line: &str| match (line.strip_prefix("# "), line.strip_prefix("- ")) {
        (Some(heading), _) => json!({ "kind": "heading", "text": heading }),
        (_, Some(item)) => json!({ "kind": "item", "text": item }),
        _ => json!({ "kind": "paragraph", "text": line }),
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(block).collect()
}

/// `las 16 sesiones`, `14 de las 16 sesiones`, `la única sesión`
pub(crate) fn sessions(attended: u32, prescribed: u32) -> String {
    match (attended, prescribed) {
        (1, 1) => "la única sesión".to_owned(),
        (a, p) if a == p => format!("las {p} sesiones"),
        (a, p) => format!("{a} de las {p} sesiones"),
    }
}

/// `Ana`, `Ana y Bruno`, `Ana, Bruno e Inés`
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), and_before(last)),
    }
}

/// «y» becomes «e» before the sound i: «e Inés», «e Hilda»; but «y Hierro», «y Yolanda».
fn and_before(word: &str) -> &'static str {
    let word = word.to_lowercase();
    let sounds_i = word.starts_with(['i', 'í']) || word.starts_with("hi") || word.starts_with("hí");
    let diphthong =
        ["ia", "ie", "io", "iu", "hia", "hie", "hio", "hiu"].iter().any(|start| word.starts_with(start));
    if sounds_i && !diphthong { "e" } else { "y" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_and_periods_are_written_out() {
        assert_eq!(long_date(on(2026, 3, 5)), "5 de marzo de 2026");
        assert_eq!(long_date(on(2026, 5, 1)), "1.º de mayo de 2026");
        assert_eq!(day_and_date(on(2026, 3, 5)), "jueves 5 de marzo de 2026");
        assert_eq!(period(on(2026, 3, 5), on(2026, 3, 5)), "el 5 de marzo de 2026");
        assert_eq!(period(on(2026, 3, 5), on(2026, 3, 26)), "del 5 al 26 de marzo de 2026");
        assert_eq!(period(on(2026, 3, 5), on(2026, 6, 18)), "del 5 de marzo al 18 de junio de 2026");
        assert_eq!(
            period(on(2026, 11, 4), on(2027, 2, 17)),
            "del 4 de noviembre de 2026 al 17 de febrero de 2027"
        );
        assert_eq!(short_instant(on(2026, 3, 5).and_hms_opt(9, 5, 0).unwrap()), "05/03/2026, 9:05 h");
    }

    #[test]
    fn lengths_of_time_agree_in_number() {
        let written = [1, 45, 60, 61, 2250, 2400].map(duration);
        assert_eq!(
            written,
            ["1 minuto", "45 minutos", "1 hora", "1 hora y 1 minuto", "37 horas y 30 minutos", "40 horas"]
        );
    }

    #[test]
    fn a_plain_text_has_headings_items_and_paragraphs() {
        let kinds: Vec<_> = blocks("# Uno\r\n\r\nDos -tres\n- cuatro\n-cinco")
            .iter()
            .map(|block| format!("{} {}", block["kind"], block["text"]).replace('"', ""))
            .collect();
        assert_eq!(kinds, ["heading Uno", "paragraph Dos -tres", "item cuatro", "paragraph -cinco"]);
    }

    #[test]
    fn sessions_are_counted_in_words_that_fit() {
        assert_eq!(sessions(14, 16), "14 de las 16 sesiones");
        assert_eq!(sessions(16, 16), "las 16 sesiones");
        assert_eq!(sessions(1, 1), "la única sesión");
    }

    #[test]
    fn a_list_ends_in_y_or_e_by_sound() {
        let list = |names: &[&str]| listed(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["Ana"]), "Ana");
        assert_eq!(list(&["Ana", "Bruno"]), "Ana y Bruno");
        assert_eq!(list(&["Ana", "Bruno", "Inés"]), "Ana, Bruno e Inés");
        assert_eq!(list(&["Ana", "Hilda"]), "Ana e Hilda");
        assert_eq!(list(&["Ana", "Yolanda"]), "Ana y Yolanda");
        assert_eq!(list(&["Ana", "Ian"]), "Ana y Ian");
    }
}
