//! The CURP (Clave Única de Registro de Población): 18 characters, checked one by one.
//!
//! Format and check digit as in RENAPO's Instructivo Normativo (DOF 18-10-2021), recomputed on
//! published examples. A CURP that parses is well formed; it is never proof that it was issued.

use chrono::NaiveDate;

use super::Sex;

/// The order in which RENAPO's check digit counts characters: Ñ stands between N and O.
const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

/// Keys of the federative entities in a CURP; NE is «nacido en el extranjero».
pub const STATES: [&str; 33] = [
    "AS", "BC", "BS", "CC", "CL", "CM", "CS", "CH", "DF", "DG", "GT", "GR", "HG", "JC", "MC", "MN", "MS",
    "NT", "NL", "OC", "PL", "QT", "QR", "SP", "SL", "SR", "TC", "TS", "TL", "VZ", "YN", "ZS", "NE",
];

/// A well-formed CURP, upper case. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Curp {
    text: String,
    birth_date: NaiveDate,
    sex: Sex,
}

/// The first thing wrong in a CURP, from left to right. Positions count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CurpError {
    /// Not 18 characters.
    #[error("{found} characters")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that cannot stand there.
    #[error("character at {position}")]
    Character {
        /// Where, from 1.
        position: usize,
        /// What stands there.
        found: char,
    },
    /// Positions 5–10 are no date of the calendar.
    #[error("date")]
    Date,
    /// Positions 12–13 are no federative entity.
    #[error("state")]
    State,
    /// Position 11 is not H, M or X.
    #[error("sex letter {found}")]
    SexLetter {
        /// What stands there.
        found: char,
    },
    /// One of positions 14–16 is not a consonant.
    #[error("consonant at {position}")]
    InnerConsonant {
        /// Where, from 1.
        position: usize,
        /// What stands there.
        found: char,
    },
    /// Position 17 is neither a digit (born before 2000) nor a letter (from 2000 on).
    #[error("century character {found}")]
    Century {
        /// What stands there.
        found: char,
    },
    /// Position 18 is not the digit that the other 17 give.
    #[error("check digit {found}, expected {expected}")]
    CheckDigit {
        /// What the other characters give.
        expected: u8,
        /// What stands there.
        found: char,
    },
}

impl Curp {
    /// Reads a CURP written in either case, with or without spaces.
    ///
    /// ```
    /// use domain::people::{curp::{Curp, CurpError}, Sex};
    /// let curp = Curp::parse(" hegg560427 mvzrrl04 ").unwrap();
    /// assert_eq!(curp.as_str(), "HEGG560427MVZRRL04");
    /// assert_eq!((curp.sex(), curp.state()), (Sex::Woman, "VZ"));
    /// assert_eq!(curp.birth_date().to_string(), "1956-04-27");
    /// let slip = Curp::parse("HEGG560427MVZRRL05");
    /// assert_eq!(slip, Err(CurpError::CheckDigit { expected: 4, found: '5' }));
    /// ```
    ///
    /// # Errors
    /// The first thing wrong, from left to right; the check digit last.
    pub fn parse(text: &str) -> Result<Self, CurpError> {
        let chars: Vec<char> =
            text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
        if chars.len() != 18 {
            return Err(CurpError::Length { found: chars.len() });
        }
        check_characters(&chars)?;
        let birth_date = birth_date(&chars).ok_or(CurpError::Date)?;
        let sex = Sex::from_name(&chars[10].to_string()).ok_or(CurpError::SexLetter { found: chars[10] })?;
        let state: String = chars[11..13].iter().collect();
        if !STATES.contains(&state.as_str()) {
            return Err(CurpError::State);
        }
        for (position, &found) in chars.iter().enumerate().skip(13).take(3) {
            if "AEIOU".contains(found) {
                return Err(CurpError::InnerConsonant { position: position + 1, found });
            }
        }
        let expected = check_digit(&chars);
        if chars[17].to_digit(10) != Some(u32::from(expected)) {
            return Err(CurpError::CheckDigit { expected, found: chars[17] });
        }
        Ok(Self { text: chars.into_iter().collect(), birth_date, sex })
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The birth date it says; the century comes from character 17.
    #[must_use]
    pub fn birth_date(&self) -> NaiveDate {
        self.birth_date
    }

    /// The sex it says. [`Sex::X`] is accepted; the screen asks to look again at the document.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The key of the federative entity of birth, `NE` when born abroad.
    #[must_use]
    pub fn state(&self) -> &str {
        let from = self.byte_at(11);
        &self.text[from..from + 2]
    }

    /// The first 16 characters: they come from the person's data, the last two are assigned.
    /// Two CURPs with one root are most likely of one person.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.text[..self.byte_at(16)]
    }

    /// The four letters taken from the surnames and the given name.
    #[must_use]
    pub fn initials(&self) -> &str {
        &self.text[..self.byte_at(4)]
    }

    /// Ñ takes two bytes, so places are counted in characters.
    fn byte_at(&self, place: usize) -> usize {
        self.text.char_indices().nth(place).map_or(self.text.len(), |(at, _)| at)
    }
}

impl std::fmt::Debug for Curp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Curp(oculto)")
    }
}

fn check_characters(chars: &[char]) -> Result<(), CurpError> {
    for (at, &found) in chars.iter().enumerate() {
        let is_letter = found.is_ascii_uppercase() || found == 'Ñ';
        let fits = match at {
            1 => "AEIOUX".contains(found),
            0 | 2..=3 | 11..=15 => is_letter,
            4..=9 | 17 => found.is_ascii_digit(),
            _ => true,
        };
        if at == 16 && !(found.is_ascii_digit() || found.is_ascii_uppercase()) {
            return Err(CurpError::Century { found });
        }
        if at == 10 && !"HMX".contains(found) {
            return Err(CurpError::SexLetter { found });
        }
        if !fits {
            return Err(CurpError::Character { position: at + 1, found });
        }
    }
    Ok(())
}

fn birth_date(chars: &[char]) -> Option<NaiveDate> {
    let two = |at: usize| Some(chars[at].to_digit(10)? * 10 + chars[at + 1].to_digit(10)?);
    let century = if chars[16].is_ascii_digit() { 1900 } else { 2000 };
    NaiveDate::from_ymd_opt(century + i32::try_from(two(4)?).ok()?, two(6)?, two(8)?)
}

/// RENAPO's check digit: each of the first 17 characters is worth its place in [`ALPHABET`], times
/// 18, 17, … 2; the digit is what the sum lacks to the next ten.
fn check_digit(chars: &[char]) -> u8 {
    let value = |c: char| ALPHABET.chars().position(|a| a == c).unwrap_or(0);
    let sum: usize = chars[..17].iter().enumerate().map(|(i, &c)| value(c) * (18 - i)).sum();
    u8::try_from((10 - sum % 10) % 10).expect("a remainder of ten fits in a byte")
}

#[cfg(test)]
mod tests {
    use super::{Curp, CurpError, check_digit};
    use crate::people::Sex;

    /// Replaces the characters from `place` (counted from 1) and mends the check digit.
    fn with(place: usize, new: &str) -> String {
        let mut chars: Vec<char> = "HEGG560427MVZRRL04".chars().collect();
        for (i, c) in new.chars().enumerate() {
            chars[place - 1 + i] = c;
        }
        let digit = check_digit(&chars);
        chars[17] = char::from(b'0' + digit);
        chars.into_iter().collect()
    }

    #[test]
    fn published_examples_pass() {
        for text in ["HEGG560427MVZRRL04", "BOXW310820HNERXN09", "SABC560626MDFLRN01"] {
            assert_eq!(Curp::parse(text).expect(text).as_str(), text);
        }
    }

    #[test]
    fn each_way_of_being_wrong_has_its_name() {
        let of = |text: &str| Curp::parse(text).unwrap_err();
        assert_eq!(of("HEGG560427MVZRRL0"), CurpError::Length { found: 17 });
        assert_eq!(of(&with(1, "4")), CurpError::Character { position: 1, found: '4' });
        assert_eq!(of(&with(2, "R")), CurpError::Character { position: 2, found: 'R' });
        assert_eq!(of(&with(5, "O")), CurpError::Character { position: 5, found: 'O' });
        assert_eq!(of(&with(7, "13")), CurpError::Date);
        assert_eq!(of(&with(7, "0230")), CurpError::Date);
        assert_eq!(of(&with(11, "F")), CurpError::SexLetter { found: 'F' });
        assert_eq!(of(&with(12, "ZZ")), CurpError::State);
        assert_eq!(of(&with(14, "A")), CurpError::InnerConsonant { position: 14, found: 'A' });
        assert_eq!(of(&with(17, "-")), CurpError::Century { found: '-' });
        assert_eq!(of("HEGG560427MVZRRL09"), CurpError::CheckDigit { expected: 4, found: '9' });
    }

    #[test]
    fn the_seventeenth_character_tells_the_century() {
        let leap = |century: &str| Curp::parse(&with(5, &format!("000229MVZRRL{century}")));
        assert_eq!(leap("A").unwrap().birth_date().to_string(), "2000-02-29");
        assert_eq!(leap("0").unwrap_err(), CurpError::Date, "1900 was no leap year");
    }

    #[test]
    fn enye_counts_in_the_check_digit_and_x_is_a_sex() {
        let enye = with(3, "Ñ");
        let curp = Curp::parse(&enye.to_lowercase()).unwrap();
        assert_eq!((curp.state(), curp.root().chars().count()), ("VZ", 16));
        assert_eq!(Curp::parse(&with(11, "X")).unwrap().sex(), Sex::X);
        assert!(Curp::parse(&enye.replace('Ñ', "N")).is_err(), "Ñ and N have different values");
    }

    #[test]
    fn a_curp_never_shows_in_debug() {
        let curp = Curp::parse("HEGG560427MVZRRL04").unwrap();
        assert_eq!(format!("{curp:?}"), "Curp(oculto)");
    }
}
