//! A person's name: given names and one or two surnames, as in Mexican documents.
//!
//! Parsed once: trimmed, inner spaces single, Unicode NFC, no digits or signs. `Debug` hides it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest name part accepted, in characters.
pub const LONGEST: usize = 80;

/// A name that can be stored and printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName {
    given: String,
    first_surname: String,
    second_surname: Option<String>,
}

/// A part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamePart {
    /// Nombre(s).
    Given,
    /// Primer apellido.
    FirstSurname,
    /// Segundo apellido.
    SecondSurname,
}

/// What is wrong in a name, and in which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A part that is needed is empty.
    #[error("{0:?} is missing")]
    Missing(NamePart),
    /// Longer than [`LONGEST`].
    #[error("{0:?} is too long")]
    TooLong(NamePart),
    /// A digit or sign that no name has.
    #[error("{0:?} holds {1:?}")]
    Character(NamePart, char),
}

impl PersonName {
    /// Reads the three parts; an empty second surname is none.
    ///
    /// ```
    /// use domain::people::name::PersonName;
    /// let name = PersonName::parse(" María  de la Luz ", "Hernández", "García").unwrap();
    /// assert_eq!(name.display(), "María de la Luz Hernández García");
    /// assert_eq!(name.by_surname(), "Hernández García, María de la Luz");
    /// assert_eq!(name.initials(), "M. L. H. G.");
    /// ```
    ///
    /// # Errors
    /// The first part that is missing, too long or holds what no name holds.
    pub fn parse(given: &str, first_surname: &str, second_surname: &str) -> Result<Self, NameError> {
        Ok(Self {
            given: part(NamePart::Given, given)?.ok_or(NameError::Missing(NamePart::Given))?,
            first_surname: part(NamePart::FirstSurname, first_surname)?
                .ok_or(NameError::Missing(NamePart::FirstSurname))?,
            second_surname: part(NamePart::SecondSurname, second_surname)?,
        })
    }

    /// Nombre(s).
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// Primer apellido.
    #[must_use]
    pub fn first_surname(&self) -> &str {
        &self.first_surname
    }

    /// Segundo apellido, if there is one.
    #[must_use]
    pub fn second_surname(&self) -> Option<&str> {
        self.second_surname.as_deref()
    }

    /// Given names first, as on a certificate.
    #[must_use]
    pub fn display(&self) -> String {
        let second = self.second_surname.iter().map(String::as_str);
        [self.given.as_str(), self.first_surname.as_str()]
            .into_iter()
            .chain(second)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Surnames first, as in a register.
    #[must_use]
    pub fn by_surname(&self) -> String {
        let second = self.second_surname.as_ref().map(|s| format!(" {s}")).unwrap_or_default();
        format!("{}{second}, {}", self.first_surname, self.given)
    }

    /// Initials without particles: all that the public page of a certificate shows.
    #[must_use]
    pub fn initials(&self) -> String {
        let words = self.display();
        let letters = words
            .split([' ', '-'])
            .filter(|word| !super::matching::is_particle(&fold(word)))
            .filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
        letters.map(|c| format!("{}.", c.to_uppercase())).collect::<Vec<_>>().join(" ")
    }

    /// Key for sorting a register in Spanish: surnames, then given names, accents aside, Ñ after N.
    #[must_use]
    pub fn sort_key(&self) -> String {
        let second = self.second_surname.as_deref().unwrap_or_default();
        // '~' sorts after every letter, so that «Muñoz» follows «Munuera»; ',' before them all.
        fold(&format!("{},{second},{}", self.first_surname, self.given)).replace('ñ', "n~")
    }
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(oculto)")
    }
}

/// Lower case without accents or dieresis; Ñ stays a letter of its own.
///
/// ```
/// # use domain::people::name::fold;
/// assert_eq!(fold("PEÑA Agüero Núñez"), "peña aguero nuñez");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd() {
        if c == '\u{303}' && folded.ends_with('n') {
            folded.pop();
            folded.push('ñ');
        } else if !is_combining_mark(c) {
            folded.extend(c.to_lowercase());
        }
    }
    folded
}

fn part(which: NamePart, text: &str) -> Result<Option<String>, NameError> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    if text.chars().count() > LONGEST {
        return Err(NameError::TooLong(which));
    }
    let fits = |c: char| c.is_alphabetic() || is_combining_mark(c) || " .-'’´ªº·".contains(c);
    if let Some(found) = text.chars().find(|&c| !fits(c)) {
        return Err(NameError::Character(which, found));
    }
    Ok(text.chars().any(char::is_alphabetic).then_some(text))
}

#[cfg(test)]
mod tests {
    use super::{NameError, NamePart, PersonName, fold};

    fn name(given: &str, first: &str, second: &str) -> PersonName {
        PersonName::parse(given, first, second).unwrap()
    }

    #[test]
    fn one_surname_is_enough_and_none_is_not() {
        assert_eq!(name("Ana", "Pech", " ").second_surname(), None);
        assert_eq!(PersonName::parse("Ana", "-", ""), Err(NameError::Missing(NamePart::FirstSurname)));
        assert_eq!(PersonName::parse("", "Pech", ""), Err(NameError::Missing(NamePart::Given)));
    }

    #[test]
    fn a_name_is_stored_composed_and_without_double_spaces() {
        assert_eq!(name("Jose\u{301}  Luis", "Mun\u{303}oz", "").display(), "José Luis Muñoz");
    }

    #[test]
    fn digits_and_long_texts_are_no_names() {
        assert_eq!(PersonName::parse("Ana2", "Pech", ""), Err(NameError::Character(NamePart::Given, '2')));
        let long = "a".repeat(81);
        assert_eq!(PersonName::parse("Ana", "Pech", &long), Err(NameError::TooLong(NamePart::SecondSurname)));
    }

    #[test]
    fn a_register_sorts_by_surname_with_enye_after_n() {
        let mut list = [
            name("Zoe", "Muñoz", ""),
            name("Eva", "Núñez", ""),
            name("Ana", "Munuera", ""),
            name("Ana", "Múñoz", ""),
        ];
        list.sort_by_key(PersonName::sort_key);
        let order: Vec<_> = list.iter().map(PersonName::by_surname).collect();
        assert_eq!(order, ["Munuera, Ana", "Múñoz, Ana", "Muñoz, Zoe", "Núñez, Eva"]);
    }

    #[test]
    fn folding_keeps_enye_only() {
        assert_eq!(fold("ÁÉÍÓÚÜÑ"), "aeiouuñ");
    }
}
