//! Where a centre is: municipality by INEGI key, time zone, and its short code in folios.

use std::fmt;

/// Time zones of Mexico that a centre may be in; the first is Quintana Roo's.
pub const ZONES: [&str; 11] = [
    "America/Cancun",
    "America/Mexico_City",
    "America/Merida",
    "America/Monterrey",
    "America/Bahia_Banderas",
    "America/Chihuahua",
    "America/Ciudad_Juarez",
    "America/Hermosillo",
    "America/Mazatlan",
    "America/Ojinaga",
    "America/Tijuana",
];

/// An INEGI key of state (01–32) and municipality (001–999): `23005`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Municipality(String);

impl Municipality {
    /// Reads a key of five digits.
    ///
    /// ```
    /// # use domain::centres::place::Municipality;
    /// assert_eq!(Municipality::parse(" 23005 ").unwrap().as_str(), "23005");
    /// assert!(Municipality::parse("33001").is_none(), "there are 32 entities");
    /// assert!(Municipality::parse("23000").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_key = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (state, place) = (text.get(..2)?, text.get(2..)?);
        (is_key && ("01"..="32").contains(&state) && place != "000").then(|| Self(text.to_owned()))
    }

    /// The five digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
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
