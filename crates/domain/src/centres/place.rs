//! Where a centre is: municipality by INEGI key, time zone, and its short code in folios.

use std::fmt;

use crate::people::name::fold;

/// Time zones of Mexico that a centre may be in, each with the city whose clock it is; the first is
/// Quintana Roo's.
pub const ZONES: [(&str, &str); 11] = [
    ("America/Cancun", "Cancún, Quintana Roo"),
    ("America/Mexico_City", "Ciudad de México"),
    ("America/Merida", "Mérida, Yucatán"),
    ("America/Monterrey", "Monterrey, Nuevo León"),
    ("America/Bahia_Banderas", "Bahía de Banderas, Nayarit"),
    ("America/Chihuahua", "Chihuahua, Chihuahua"),
    ("America/Ciudad_Juarez", "Ciudad Juárez, Chihuahua"),
    ("America/Hermosillo", "Hermosillo, Sonora"),
    ("America/Mazatlan", "Mazatlán, Sinaloa"),
    ("America/Ojinaga", "Ojinaga, Chihuahua"),
    ("America/Tijuana", "Tijuana, Baja California"),
];

/// Keys and names of states and municipalities; the file says whose.
fn catalogue() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("places.txt").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

fn name_of(key: &str) -> Option<&'static str> {
    catalogue().find(|(known, _)| *known == key).map(|(_, name)| name)
}

/// An INEGI key of state (01–32) and municipality (001–999): `23005`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Municipality(String);

impl Municipality {
    /// Reads a key of five digits, or the name of a municipality in the catalogue, with its state or
    /// not; or what [`Municipality::name`] says.
    ///
    /// ```
    /// # use domain::centres::place::Municipality;
    /// assert_eq!(Municipality::parse(" 23005 ").unwrap().as_str(), "23005");
    /// assert_eq!(Municipality::parse("othon p. blanco, quintana roo").unwrap().as_str(), "23004");
    /// assert_eq!(Municipality::parse("Tulum").unwrap().as_str(), "23009");
    /// assert!(Municipality::parse("33001").is_none(), "there are 32 states");
    /// assert!(Municipality::parse("23000").is_none());
    /// assert!(Municipality::parse("Quintana Roo").is_none(), "a state is no municipality");
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.rsplit_once('(').map_or(text, |(_, key)| key.trim_end_matches(')')).trim();
        if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let (state, place) = text.split_at(2);
            return (name_of(state).is_some() && place != "000").then(|| Self(text.to_owned()));
        }
        let wanted = fold(text);
        Self::named().find(|one| {
            let full = fold(&one.name());
            full == wanted || full.split_once(',').is_some_and(|(name, _)| name == wanted)
        })
    }

    /// The municipalities whose names are known, to choose from.
    pub fn named() -> impl Iterator<Item = Self> {
        catalogue().filter(|(key, _)| key.len() == 5).map(|(key, _)| Self(key.to_owned()))
    }

    /// Its name with its state; of a municipality whose name is not known, the state and the key.
    ///
    /// ```
    /// # use domain::centres::place::Municipality;
    /// let name = |key| Municipality::parse(key).unwrap().name();
    /// assert_eq!(name("23005"), "Benito Juárez, Quintana Roo");
    /// assert_eq!(name("31050"), "Yucatán (31050)");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        let state = name_of(&self.0[..2]).unwrap_or_default();
        name_of(&self.0).map_or_else(|| format!("{state} ({})", self.0), |name| format!("{name}, {state}"))
    }

    /// The five digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of the municipality with a key that is kept.
#[must_use]
pub fn municipality_name(key: &str) -> String {
    Municipality::parse(key).map_or_else(|| key.to_owned(), |place| place.name())
}

/// The code of a centre in folios: two to eight capital letters or digits, the first a letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CentreCode(String);

impl CentreCode {
    /// Reads a code; lower case is raised.
    ///
    /// ```
    /// # use domain::centres::place::CentreCode;
    /// assert_eq!(CentreCode::parse("cun").unwrap().to_string(), "CUN");
    /// assert!(CentreCode::parse("C-1").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        let fits = (2..=8).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && code.as_bytes()[0].is_ascii_alphabetic();
        fits.then_some(Self(code))
    }
}

impl fmt::Display for CentreCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Municipality, catalogue};

    #[test]
    fn every_name_of_the_catalogue_leads_back_to_its_key() {
        assert_eq!(catalogue().filter(|(key, _)| key.len() == 2).count(), 32);
        assert_eq!(Municipality::named().count(), 11);
        for place in Municipality::named() {
            assert_eq!(Municipality::parse(&place.name()), Some(place));
        }
        let elsewhere = Municipality::parse("31050").unwrap();
        assert_eq!(Municipality::parse(&elsewhere.name()), Some(elsewhere), "as a form shows it again");
    }
}
