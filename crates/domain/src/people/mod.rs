//! People: who somebody is, how to reach them, and when two files are of one person.
//!
//! What identifies a person never shows in `Debug`: such types print «oculto». The rules of search
//! are in [`matching`], those of merged files in [`merge`].

pub mod contact;
pub mod curp;
pub mod likeness;
pub mod matching;
pub mod merge;
pub mod name;
mod sound;

use crate::named::named;
use curp::Curp;

named! {
    /// Sex as CURP letters write it. `X` is accepted with a warning (issued in recent years).
    Sex {
        /// Hombre.
        Man = "H",
        /// Mujer.
        Woman = "M",
        /// No binario.
        X = "X",
    }
}

named! {
    /// Why a file is handed to another centre.
    TransferReason {
        /// The person lives elsewhere now.
        Moved = "moved",
        /// The person begins in a group of the other centre.
        GroupThere = "group-there",
        /// An authority ordered it.
        Ordered = "ordered",
        /// It was registered at the wrong centre.
        WrongCentre = "wrong-centre",
    }
}

/// A CURP, or why there is none. Every public body must ask for it (LGP art. 91 Sexies, DOF
/// 16-07-2025); nobody is turned away for not having it at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurpOrReason {
    /// The CURP, checked.
    Curp(Curp),
    /// «Sin CURP», with the reason.
    Without(WithoutCurp),
}

/// Why a person is registered without CURP.
#[derive(Clone, PartialEq, Eq)]
pub enum WithoutCurp {
    /// A foreigner who has none.
    Foreign,
    /// Has one, not at hand: owed data.
    NotAtHand,
    /// Did not want to give it.
    Refused,
    /// Another reason, in words.
    Other(String),
}

impl WithoutCurp {
    /// Stable name of the reason; the words of [`Self::Other`] are stored apart, sealed.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Foreign => "foreign",
            Self::NotAtHand => "not-at-hand",
            Self::Refused => "refused",
            Self::Other(_) => "other",
        }
    }

    /// The reason with that stable name. `None` when unknown, or when `other` comes without words.
    #[must_use]
    pub fn from_name(name: &str, words: &str) -> Option<Self> {
        match name {
            "foreign" => Some(Self::Foreign),
            "not-at-hand" => Some(Self::NotAtHand),
            "refused" => Some(Self::Refused),
            "other" if !words.trim().is_empty() => Some(Self::Other(words.trim().to_owned())),
            _ => None,
        }
    }
}

impl std::fmt::Debug for WithoutCurp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl CurpOrReason {
    /// The CURP, if there is one.
    #[must_use]
    pub fn curp(&self) -> Option<&Curp> {
        match self {
            Self::Curp(curp) => Some(curp),
            Self::Without(_) => None,
        }
    }
}
