//! The interview of admission: what he says of himself, kept sealed with his key. What a group must
//! answer to (reading, language, disability, hours) is [`crate::placement::needs::Needs`].
//!
//! It asks nothing of the woman, of an address or of money: there is no field for it.

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::named::named;
use crate::people::name::fold;
use crate::placement::needs::Language;

named! {
    /// The last level of school that he finished.
    Schooling {
        /// Sin escolaridad.
        None = "none",
        /// Primaria.
        Primary = "primary",
        /// Secundaria.
        LowerSecondary = "lower-secondary",
        /// Media superior.
        UpperSecondary = "upper-secondary",
        /// Superior.
        Higher = "higher",
    }
}

/// An interview; it is never changed, the next one follows it. `Debug` leaves words out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// Why he comes, as he says it.
    pub reasons: String,
    /// What he expects.
    pub expectations: String,
    /// What he works as; may be empty.
    pub occupation: String,
    /// Where he works, by its name; may be empty.
    pub workplace: String,
    /// If he was asked.
    pub schooling: Option<Schooling>,
    /// Whether he has children.
    pub has_children: Answer,
    /// What he speaks.
    pub languages: Vec<Language>,
    /// Whatever else matters; may be empty.
    pub notes: String,
}

impl std::fmt::Debug for Interview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Interview({:?}, children {:?})", self.languages, self.has_children)
    }
}

impl Interview {
    /// The name of where he works as it is compared: two men of one workplace are not put in one group.
    ///
    /// ```
    /// # use domain::admission::{Answer, interview::Interview};
    /// let at = |name: &str| Interview {
    ///     reasons: String::new(), expectations: String::new(), occupation: String::new(),
    ///     workplace: name.into(), schooling: None, has_children: Answer::Unknown,
    ///     languages: Vec::new(), notes: String::new(),
    /// }.workplace_key();
    /// assert_eq!(at("Policía  Municipal, S.A."), at("policia municipal sa"));
    /// assert_eq!(at(" . "), None);
    /// ```
    #[must_use]
    pub fn workplace_key(&self) -> Option<String> {
        let folded = fold(&self.workplace).replace('.', "");
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}
