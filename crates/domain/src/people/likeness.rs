//! Noticing that two files may be of one person, at capture and at import. Shown to whoever
//! registers, who looks and decides; nothing is ever merged by itself.

use chrono::{Datelike, NaiveDate};

use super::curp::Curp;
use super::matching::{compared_words, name_likeness};
use super::name::PersonName;
use crate::named::named;

/// What identifies a person, for comparing two.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The name.
    pub name: &'a PersonName,
    /// The birth date, if known.
    pub birth: Option<NaiveDate>,
    /// The CURP, if known.
    pub curp: Option<&'a Curp>,
}

/// That two files may be of one person, how much so, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// From 0 to 1; 1 is the same CURP.
    pub score: f64,
    /// What is alike, the strongest first.
    pub reasons: Vec<Reason>,
}

named! {
    /// What two files have in common.
    Reason {
        /// The same CURP.
        SameCurp = "same-curp",
        /// CURPs that differ only in the two characters that RENAPO assigns.
        SameCurpRoot = "same-curp-root",
        /// The same birth date.
        SameBirthDate = "same-birth-date",
        /// A birth date one slip away.
        SimilarBirthDate = "similar-birth-date",
        /// The same words in the name.
        SameName = "same-name",
        /// A name one slip away, or with a word less.
        SimilarName = "similar-name",
    }
}

/// Whether two files are likely of one person, to be shown to whoever registers; never merged by itself.
///
/// Likely are: one CURP or one CURP root; a similar name with one birth date (or one slip away); the
/// same name of three words or more when a birth date is unknown. Different birth dates, or
/// different CURP roots, tell namesakes apart.
#[must_use]
pub fn likely_duplicate(a: Identity<'_>, b: Identity<'_>) -> Option<Likeness> {
    let mut reasons = Vec::new();
    let curps = a.curp.zip(b.curp);
    match curps {
        Some((x, y)) if x == y => reasons.push(Reason::SameCurp),
        Some((x, y)) if x.root() == y.root() => reasons.push(Reason::SameCurpRoot),
        _ => {}
    }
    let birth_of = |i: Identity<'_>| i.birth.or(i.curp.map(Curp::birth_date));
    let birth = birth_likeness(birth_of(a), birth_of(b));
    match birth {
        BirthLikeness::Equal => reasons.push(Reason::SameBirthDate),
        BirthLikeness::OneSlip => reasons.push(Reason::SimilarBirthDate),
        _ => {}
    }
    let (words_a, words_b) = (compared_words(&a.name.display()), compared_words(&b.name.display()));
    let name = name_likeness(&words_a, &words_b).max(name_likeness(&words_b, &words_a));
    let fewest_words = words_a.len().min(words_b.len());
    if name >= 0.99 {
        reasons.push(Reason::SameName);
    } else if name >= 0.93 {
        reasons.push(Reason::SimilarName);
    }
    let by_curp = matches!(reasons.first(), Some(Reason::SameCurp | Reason::SameCurpRoot));
    let told_apart = curps.is_some() && !by_curp && birth != BirthLikeness::Equal;
    let by_name = match birth {
        BirthLikeness::Equal | BirthLikeness::OneSlip => name >= 0.93,
        BirthLikeness::Unknown => name >= 0.97 && fewest_words >= 3,
        BirthLikeness::Different => false,
    };
    let score = match reasons.first() {
        Some(Reason::SameCurp) => 1.0,
        Some(Reason::SameCurpRoot) => 0.95,
        _ if birth == BirthLikeness::Equal => name * 0.95,
        _ => name * 0.85,
    };
    (by_curp || (by_name && !told_apart)).then_some(Likeness { score, reasons })
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BirthLikeness {
    Equal,
    /// Day and month exchanged, or one of the three numbers different.
    OneSlip,
    Different,
    Unknown,
}

pub(super) fn birth_likeness(a: Option<NaiveDate>, b: Option<NaiveDate>) -> BirthLikeness {
    let (Some(a), Some(b)) = (a, b) else { return BirthLikeness::Unknown };
    let equal = [a.year() == b.year(), a.month() == b.month(), a.day() == b.day()];
    let exchanged = a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
    match equal.into_iter().filter(|&e| e).count() {
        3 => BirthLikeness::Equal,
        2 => BirthLikeness::OneSlip,
        _ if exchanged => BirthLikeness::OneSlip,
        _ => BirthLikeness::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::{Identity, Reason, likely_duplicate};
    use crate::people::{curp::Curp, name::PersonName};
    use chrono::NaiveDate;

    fn name(given: &str, first: &str, second: &str) -> PersonName {
        PersonName::parse(given, first, second).unwrap()
    }

    fn on(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    fn reasons(
        a: (&PersonName, Option<NaiveDate>),
        b: (&PersonName, Option<NaiveDate>),
    ) -> Option<Vec<Reason>> {
        let identity = |(name, birth)| Identity { name, birth, curp: None };
        likely_duplicate(identity(a), identity(b)).map(|l| l.reasons)
    }

    #[test]
    fn a_similar_name_with_one_birth_date_is_a_likely_duplicate() {
        let (a, b) = (name("José Luis", "Hernández", "Gil"), name("Jose Luis", "Ernandez", ""));
        let same = reasons((&a, on(1990, 3, 4)), (&b, on(1990, 3, 4)));
        assert_eq!(same, Some(vec![Reason::SameBirthDate, Reason::SimilarName]));
        let exchanged = reasons((&a, on(1990, 3, 4)), (&a, on(1990, 4, 3)));
        assert_eq!(exchanged, Some(vec![Reason::SimilarBirthDate, Reason::SameName]));
    }

    #[test]
    fn namesakes_of_other_birth_dates_are_two_people() {
        let a = name("José Luis", "Hernández", "Gil");
        assert_eq!(reasons((&a, on(1990, 3, 4)), (&a, on(1971, 8, 9))), None);
        assert!(reasons((&a, None), (&a, None)).is_some(), "without dates the full name is enough to ask");
        let short = name("Juan", "Pérez", "");
        assert_eq!(reasons((&short, None), (&short, None)), None, "two words are too few");
    }

    #[test]
    fn one_curp_is_one_person_whatever_the_name() {
        let curp = Curp::parse("HEGG560427MVZRRL04").unwrap();
        let (a, b) = (name("Gloria", "Hernández", "García"), name("G.", "Hdz.", ""));
        let likeness = likely_duplicate(
            Identity { name: &a, birth: None, curp: Some(&curp) },
            Identity { name: &b, birth: None, curp: Some(&curp) },
        )
        .unwrap();
        assert_eq!((likeness.score, likeness.reasons[0]), (1.0, Reason::SameCurp));
    }
}
