//! The rules of standards: at their boundaries, on histories worked by hand, against an independent
//! oracle; and the profiles. Here is what these share: marks as letters, what a rule said as a line.

mod histories;
mod oracle;
mod profiles;
mod rules;

use chrono::NaiveDate;
use domain::attendance::roll::Mark;
use domain::standards::facts::SessionFact;
use domain::standards::judgement::{Judgement, Verdict};

/// P present, L late, E excused, U unexcused, ? owed.
pub fn mark(letter: char) -> Option<Mark> {
    match letter {
        'P' => Some(Mark::Present),
        'L' => Some(Mark::Late),
        'E' => Some(Mark::Excused),
        'U' => Some(Mark::Unexcused),
        '?' => None,
        _ => panic!("no mark: {letter}"),
    }
}

/// «DAY verdict [since DAY | missing] [due DAY]».
pub fn said(judgement: &Judgement) -> String {
    let verdict = match judgement.verdict {
        Verdict::Met => "met".to_owned(),
        Verdict::Pending => "pending".to_owned(),
        Verdict::NotMet { since } => format!("not-met {since}"),
        Verdict::Unknown { missing } => format!("unknown {}", missing.name()),
    };
    let due = judgement.due_on.map(|day| format!(" due {day}")).unwrap_or_default();
    format!("{} {verdict}{due}", judgement.on)
}

/// A day of 2026.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// A session of the group of which only day, mark and length are known.
pub fn session(on: NaiveDate, letter: char, minutes: u16) -> SessionFact {
    SessionFact {
        number: 1,
        on,
        is_group: true,
        mark: mark(letter),
        minutes_present: if letter == 'P' { minutes } else { 0 },
        break_minutes: 0,
        prescribed_minutes: minutes,
        head_count: None,
        group_size: None,
        facilitators: None,
        is_mixed_pair: None,
        excuse_on: None,
    }
}
