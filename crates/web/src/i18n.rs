//! Every word on screen, by key: Fluent files under `locales/{es,en}`, Spanish where one is missing.
//!
//! A key is `feature-thing` and stands in `FEATURE.ftl` of both languages. No other module holds text
//! that a user sees; `cargo xtask i18n` fails on a key that no file has.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue};
use unic_langid::langid;

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "es",
        // The marks that isolate writing directions would be noise between two left-to-right languages.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const ES: LanguageIdentifier = langid!("es");
const EN: LanguageIdentifier = langid!("en");

/// A language of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Locale {
    /// Spanish of Mexico.
    #[default]
    Es,
    /// English.
    En,
}

impl Locale {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Es, Self::En];

    /// As kept in a cookie and in an account: `es`, `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// The language with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// As declared by a page: `es-MX`, `en`.
    #[must_use]
    pub fn html_lang(self) -> &'static str {
        match self {
            Self::Es => "es-MX",
            Self::En => "en",
        }
    }

    /// Its own name, the same in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Es => "Español",
            Self::En => "English",
        }
    }
}

/// Values for the places of a text, by name.
pub type Arguments<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

/// The text of a key. A key that no file has shows as `[[key]]`, which the tests look for.
#[must_use]
pub fn text(locale: Locale, key: &str, arguments: Option<&Arguments<'_>>) -> String {
    let language = match locale {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    TEXTS.try_lookup_complete(language, key, arguments).unwrap_or_else(|| format!("[[{key}]]"))
}

#[cfg(test)]
mod tests {
    use super::{Locale, text};

    #[test]
    fn a_text_is_there_in_each_language() {
        assert_eq!(text(Locale::Es, "ui-skip", None), "Ir al contenido");
        assert_eq!(text(Locale::En, "ui-skip", None), "Skip to content");
    }

    #[test]
    fn a_key_that_is_nowhere_shows_itself() {
        assert_eq!(text(Locale::Es, "no-such-text", None), "[[no-such-text]]");
    }
}
