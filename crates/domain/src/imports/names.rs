//! A whole name in one cell, split; and the four letters that a CURP takes from a name, which tell
//! the right split and whether a CURP stands beside the wrong name.

use crate::people::curp::Curp;
use crate::people::matching::is_particle;
use crate::people::name::fold;

/// The parts of a name, not yet checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Split {
    /// Nombre(s).
    pub given: String,
    /// Primer apellido.
    pub first_surname: String,
    /// Segundo apellido, empty when there is none.
    pub second_surname: String,
}

/// Splits a whole name. A comma ends the surnames. Otherwise the CURP chooses among the ways of
/// splitting it, given names first or last; without one the last two words are taken as surnames.
/// Always to be confirmed by the user. `None` for a single word.
///
/// ```
/// # use domain::{imports::names::split_full, people::curp::Curp};
/// let parts = |text: &str, curp: Option<&Curp>| split_full(text, curp).map(|s| [s.given, s.first_surname, s.second_surname]);
/// let juan = Some(["Juan Carlos", "de la Cruz", "Pech"].map(str::to_owned));
/// assert_eq!(parts("Juan Carlos de la Cruz Pech", None), juan);
/// assert_eq!(parts("de la Cruz Pech, Juan Carlos", None), juan);
/// let curp = Curp::parse("HEGG560427MVZRRL04").unwrap();
/// assert_eq!(parts("HERRERA GARCIA GLORIA", Some(&curp)),
///     Some(["GLORIA", "HERRERA", "GARCIA"].map(str::to_owned)));
/// ```
#[must_use]
pub fn split_full(text: &str, curp: Option<&Curp>) -> Option<Split> {
    if let Some((surnames, given)) = text.split_once(',') {
        let (first_surname, second_surname) = split_surnames(surnames);
        return Some(Split { given: given.trim().to_owned(), first_surname, second_surname });
    }
    let units = units(text);
    let split = |given: &[String], first: &str, second: &str| Split {
        given: given.join(" "),
        first_surname: first.to_owned(),
        second_surname: second.to_owned(),
    };
    let ways = match units.as_slice() {
        [] | [_] => return None,
        [a, b] => vec![split(std::slice::from_ref(a), b, ""), split(std::slice::from_ref(b), a, "")],
        [given @ .., first, second] => {
            let rest = &units[2..];
            vec![
                split(given, first, second),
                split(rest, &units[0], &units[1]),
                split(&units[..units.len() - 1], second, ""),
                split(&units[1..], &units[0], ""),
            ]
        }
    };
    let fits = |way: &&Split| curp.is_some_and(|curp| agrees(curp, way));
    ways.iter().find(fits).or(ways.first()).cloned()
}

/// Two surnames in one cell: the first, with its particles, and the rest.
#[must_use]
pub fn split_surnames(text: &str) -> (String, String) {
    let mut units = units(text);
    if units.is_empty() {
        return (String::new(), String::new());
    }
    let first = units.remove(0);
    (first, units.join(" "))
}

/// Words, each with the particles before it: «de la Cruz» is one.
fn units(text: &str) -> Vec<String> {
    let mut units = Vec::new();
    let mut unit = String::new();
    for word in text.split_whitespace() {
        if !unit.is_empty() {
            unit.push(' ');
        }
        unit.push_str(word);
        if !is_particle(&fold(word)) {
            units.push(std::mem::take(&mut unit));
        }
    }
    if !unit.is_empty() {
        units.push(unit);
    }
    units
}

/// Whether the four letters of a CURP can come from a name. RENAPO writes X for Ñ, for a missing
/// vowel or surname, and in the second place instead of an improper word.
#[must_use]
pub fn agrees(curp: &Curp, name: &Split) -> bool {
    let (first, second) = (main_word(&name.first_surname), main_word(&name.second_surname));
    let inner_vowel = first.chars().skip(1).find(|c| "aeiou".contains(*c));
    let expected =
        [initial(&first), letter(inner_vowel), initial(&second), initial(&given_word(&name.given))];
    let found = curp.initials().chars().map(|c| if c == 'Ñ' { 'X' } else { c });
    let equal = expected.into_iter().zip(found).enumerate();
    equal.into_iter().all(|(place, (expected, found))| expected == found || (place == 1 && found == 'X'))
}

fn initial(word: &str) -> char {
    letter(word.chars().next())
}

fn letter(found: Option<char>) -> char {
    match found {
        None | Some('ñ') => 'X',
        Some(c) => c.to_ascii_uppercase(),
    }
}

/// The first word of a surname that is no particle, folded.
fn main_word(surname: &str) -> String {
    let folded = fold(surname);
    let mut words = folded.split([' ', '-', '.']).filter(|word| !word.is_empty());
    words.find(|word| !is_particle(word)).unwrap_or_default().to_owned()
}

/// The given name that counts: not María or José when another follows.
fn given_word(given: &str) -> String {
    let folded = fold(given);
    let words: Vec<&str> =
        folded.split([' ', '-', '.']).filter(|word| !word.is_empty() && !is_particle(word)).collect();
    let counts = |word: &&&str| !matches!(**word, "maria" | "ma" | "jose" | "j" | "m");
    words.iter().find(counts).or(words.first()).map_or_else(String::new, |word| (*word).to_owned())
}

impl std::fmt::Debug for Split {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Split(oculto)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Split, agrees, split_full, split_surnames};
    use crate::people::curp::Curp;

    fn split(given: &str, first: &str, second: &str) -> Split {
        Split { given: given.into(), first_surname: first.into(), second_surname: second.into() }
    }

    fn parts(text: &str) -> Option<[String; 3]> {
        split_full(text, None).map(|s| [s.given, s.first_surname, s.second_surname])
    }

    #[test]
    fn without_a_curp_the_last_two_words_are_surnames() {
        assert_eq!(parts("Ana Pech"), Some(["Ana", "Pech", ""].map(str::to_owned)));
        assert_eq!(
            parts("María de la Luz Uc May"),
            Some(["María de la Luz", "Uc", "May"].map(str::to_owned))
        );
        assert_eq!(parts("Ana"), None);
        assert_eq!(split_surnames("de los Santos Uc"), ("de los Santos".into(), "Uc".into()));
    }

    #[test]
    fn the_letters_of_a_curp_come_from_the_name() {
        let curp = Curp::parse("HEGG560427MVZRRL04").unwrap();
        assert!(agrees(&curp, &split("María Gloria", "Hernández", "García")));
        assert!(agrees(&curp, &split("Guadalupe", "de la Hera", "Gil")));
        assert!(!agrees(&curp, &split("María", "Hernández", "García")), "María counts when it stands alone");
        assert!(!agrees(&curp, &split("Gloria", "García", "Hernández")), "surnames swapped");
    }

    #[test]
    fn a_missing_surname_and_enye_are_written_x() {
        let curp = Curp::parse("BOXW310820HNERXN09").unwrap();
        assert!(agrees(&curp, &split("William", "Bonet", "")));
        assert!(agrees(&curp, &split("William", "Bonet", "Ñonguí")));
        assert!(!agrees(&curp, &split("William", "Bonet", "Pech")));
    }
}
