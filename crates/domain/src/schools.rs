//! Prevention workshops in schools: which school, how many pupils by sex and age, who facilitates.
//!
//! Heads are counted; there is no field for a pupil's name (LGPDPPSO arts. 7, 19). What a pupil
//! discloses starts a mandatory report ([`crate::duties::report`]) and is not written here.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::named::named;
use crate::people::Sex;

/// A school's key, Clave de Centro de Trabajo: state (2 digits), classifier (1 letter), identifier (2
/// letters), number (4 digits), check letter. Only the form is checked: how the last letter is computed
/// is not published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolKey(String);

/// Not of the form of a school's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a school key")]
pub struct NotASchoolKey;

impl SchoolKey {
    /// The ten characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for SchoolKey {
    type Err = NotASchoolKey;

    /// ```
    /// # use domain::schools::SchoolKey;
    /// assert_eq!(" 23est0001x".parse::<SchoolKey>().unwrap().as_str(), "23EST0001X");
    /// assert!("33EST0001X".parse::<SchoolKey>().is_err(), "there are 32 states");
    /// ```
    fn from_str(text: &str) -> Result<Self, NotASchoolKey> {
        let key = text.trim().to_uppercase();
        let fits = |(at, byte): (usize, u8)| match at {
            0 | 1 | 5..=8 => byte.is_ascii_digit(),
            _ => byte.is_ascii_uppercase(),
        };
        let has_form = key.len() == 10 && key.bytes().enumerate().all(fits);
        let is_state = has_form && ("01"..="32").contains(&&key[..2]);
        if is_state { Ok(Self(key)) } else { Err(NotASchoolKey) }
    }
}

named! {
    /// The level of a school.
    SchoolLevel {
        /// Secundaria.
        Secundaria = "secundaria",
        /// Telesecundaria.
        Telesecundaria = "telesecundaria",
        /// Bachillerato.
        Bachillerato = "bachillerato",
    }
}

impl SchoolLevel {
    /// The last grade: three years, or up to six half-years in bachillerato.
    #[must_use]
    pub fn last_grade(self) -> u8 {
        match self {
            Self::Secundaria | Self::Telesecundaria => 3,
            Self::Bachillerato => 6,
        }
    }
}

named! {
    /// Ages, as they are counted. Ours.
    AgeBand {
        /// 11 or younger.
        Under12 = "under-12",
        /// 12 to 14.
        From12To14 = "12-14",
        /// 15 to 17.
        From15To17 = "15-17",
        /// 18 or older.
        From18 = "18-and-over",
    }
}

/// The longest name of a group, in signs: a letter or two, never somebody's name. Ours.
const LONGEST_GROUP: usize = 10;

/// A line that names a group of a school: its grade, then how the school calls it.
///
/// ```
/// # use domain::schools::group_line;
/// assert_eq!(group_line(" 2° b "), Some((2, "B".to_owned())));
/// assert_eq!(group_line("1A"), Some((1, "A".to_owned())));
/// assert_eq!(group_line("A"), None);
/// assert_eq!(group_line("2"), None);
/// ```
#[must_use]
pub fn group_line(line: &str) -> Option<(u8, String)> {
    let line = line.trim();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let grade = line[..digits].parse().ok()?;
    let name = line[digits..].trim_start_matches(['°', 'º', '.', '-', ' ']).to_uppercase();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_GROUP;
    fits.then_some((grade, name))
}

named! {
    /// When pupils answer without their names: by paper, tallied by whoever facilitates.
    Moment {
        /// Before the first session.
        Before = "before",
        /// After the last one.
        After = "after",
    }
}

named! {
    /// An answer to an item of the tally. Ours: an item says something that one shares or not.
    TallyAnswer {
        /// De acuerdo.
        Agree = "agree",
        /// No sé.
        Unsure = "unsure",
        /// En desacuerdo.
        Disagree = "disagree",
    }
}

/// How many gave each answer to an item.
pub type Tally = BTreeMap<TallyAnswer, u32>;

/// The most heads of one session that are believed; more is a slip of the finger. Ours.
pub const MOST_HEADS: u32 = 500;

/// Heads by sex and age.
pub type Heads = BTreeMap<(Sex, AgeBand), u32>;

/// One session with one group of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The school.
    pub school: SchoolKey,
    /// Its level.
    pub level: SchoolLevel,
    /// The grade.
    pub grade: u8,
    /// The group, as the school calls it («B»).
    pub group: String,
    /// The day.
    pub held_on: NaiveDate,
    /// How long.
    pub minutes: u16,
    /// Heads by sex and age.
    pub heads: Heads,
}

named! {
    /// What is wrong in a visit.
    VisitMistake {
        /// The level has no such grade.
        Grade = "grade",
        /// The group is not named.
        GroupMissing = "group-missing",
        /// After today.
        InFuture = "in-future",
        /// No minutes, or more than a day has.
        Minutes = "minutes",
        /// Nobody was there.
        NoHeads = "no-heads",
        /// More heads than are believed.
        TooManyHeads = "too-many-heads",
    }
}

impl Visit {
    /// How many were there.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.heads.values().fold(0, |sum, heads| sum.saturating_add(*heads))
    }

    /// What keeps it from being saved.
    #[must_use]
    pub fn mistakes(&self, today: NaiveDate) -> Vec<VisitMistake> {
        let mistakes = [
            (!(1..=self.level.last_grade()).contains(&self.grade), VisitMistake::Grade),
            (self.group.trim().is_empty(), VisitMistake::GroupMissing),
            (self.held_on > today, VisitMistake::InFuture),
            (!(1..=24 * 60).contains(&self.minutes), VisitMistake::Minutes),
            (self.total() == 0, VisitMistake::NoHeads),
            (self.total() > MOST_HEADS, VisitMistake::TooManyHeads),
        ];
        mistakes.into_iter().filter_map(|(holds, mistake)| holds.then_some(mistake)).collect()
    }
}

/// Whether a pair is a woman and a man, as youth workshops have it (a Quintana Roo centre, 2022). It
/// warns; when one of them falls ill the session is still held.
#[must_use]
pub fn is_mixed_pair(one: Sex, other: Sex) -> bool {
    matches!((one, other), (Sex::Man, Sex::Woman) | (Sex::Woman, Sex::Man))
}

#[cfg(test)]
mod tests {
    use super::{AgeBand, Heads, MOST_HEADS, SchoolKey, SchoolLevel, Visit, VisitMistake, is_mixed_pair};
    use crate::people::Sex;
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn heads(count: u32) -> Heads {
        Heads::from([((Sex::Woman, AgeBand::From12To14), 1), ((Sex::Man, AgeBand::From12To14), count - 1)])
    }

    /// A visit in order, after `change`.
    fn mistakes(change: impl FnOnce(&mut Visit)) -> Vec<VisitMistake> {
        let mut visit = Visit {
            school: "23EST0001X".parse().unwrap(),
            level: SchoolLevel::Secundaria,
            grade: 3,
            group: "B".into(),
            held_on: day(5),
            minutes: 100,
            heads: heads(30),
        };
        change(&mut visit);
        visit.mistakes(day(5))
    }

    #[test]
    fn a_school_key_has_ten_characters_in_their_places() {
        for key in ["01DES0001A", "32PBH9999Z", "23dtv0123k"] {
            assert!(key.parse::<SchoolKey>().is_ok(), "{key}");
        }
        for key in [
            "",
            "23EST0001",
            "23EST0001XX",
            "00EST0001X",
            "33EST0001X",
            "2AEST0001X",
            "23E5T0001X",
            "23ESTO001X",
            "23EST00011",
            "23ÑST001X",
        ] {
            assert!(key.parse::<SchoolKey>().is_err(), "{key}");
        }
    }

    #[test]
    fn a_visit_counts_heads_and_no_names() {
        assert_eq!(mistakes(|_| ()), []);
        assert_eq!(mistakes(|v| v.heads = heads(MOST_HEADS)), []);
    }

    #[test]
    fn each_mistake_of_a_visit_has_its_name() {
        use VisitMistake as M;
        assert_eq!(mistakes(|v| v.grade = 4), [M::Grade]);
        assert_eq!(mistakes(|v| v.grade = 0), [M::Grade]);
        let sixth = |v: &mut Visit| (v.level, v.grade) = (SchoolLevel::Bachillerato, 6);
        assert_eq!(mistakes(sixth), []);
        assert_eq!(mistakes(|v| v.group = " ".into()), [M::GroupMissing]);
        assert_eq!(mistakes(|v| v.held_on = day(6)), [M::InFuture]);
        assert_eq!(mistakes(|v| v.minutes = 0), [M::Minutes]);
        assert_eq!(mistakes(|v| v.heads = Heads::new()), [M::NoHeads]);
        assert_eq!(mistakes(|v| v.heads = heads(MOST_HEADS + 1)), [M::TooManyHeads]);
        let absurd = |v: &mut Visit| v.heads = heads(u32::MAX);
        assert_eq!(mistakes(absurd), [M::TooManyHeads]);
    }

    #[test]
    fn a_mixed_pair_is_a_woman_and_a_man() {
        assert!(is_mixed_pair(Sex::Man, Sex::Woman) && is_mixed_pair(Sex::Woman, Sex::Man));
        assert!(!is_mixed_pair(Sex::Man, Sex::Man) && !is_mixed_pair(Sex::Woman, Sex::X));
    }
}
