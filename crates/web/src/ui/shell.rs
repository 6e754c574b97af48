//! What surrounds every page: who is signed in, navigation, language, theme, the keys that forms carry.
//!
//! The first field of every page struct is a `Shell`; templates take words and dates from it. It holds
//! nothing of a person's file.

use std::borrow::{Borrow, Cow};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::access::Compartment;
use fluent_templates::fluent_bundle::FluentValue;

use super::kit::{NavItem, Notice};
use crate::dates;
use crate::i18n::{self, Arguments, Locale};

/// Light, dark, or as the device is set. Kept in a cookie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Device, Self::Light, Self::Dark];

    /// As kept in the cookie.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Device => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Device => "ui-theme-device",
            Self::Light => "ui-theme-light",
            Self::Dark => "ui-theme-dark",
        }
    }

    /// The theme with that code; anything unknown follows the device.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or_default()
    }
}

/// Who is signed in, as shown in the shell.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Name of the member of staff.
    pub name: String,
    /// Role and centre in words: «Facilitadora · CECOVIM Chetumal».
    pub role: String,
    /// Seconds until the session ends if nothing is asked for.
    pub session_seconds: u32,
}

/// The surroundings of a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Language of the screen.
    pub locale: Locale,
    /// Light or dark.
    pub theme: Theme,
    /// Zone of the centre, in which hours are shown.
    pub zone: Tz,
    /// Which half of the system: the accent colour tells them apart.
    pub compartment: Compartment,
    /// Synthetic data: a ribbon says so on every page.
    pub demo: bool,
    /// Path of this page, for forms that come back to it (language, theme).
    pub path: String,
    /// Destinations this person may go to.
    pub nav: Vec<NavItem>,
    /// Who is signed in, if anybody.
    pub user: Option<SignedIn>,
    /// Carried by every form as `_csrf`.
    pub csrf: String,
    /// Carried by every form as `_key`: what makes a second sending harmless. New for each page; the
    /// store keeps it together with the route, so two forms of one page may share it.
    pub key: String,
    /// What the action before this page did.
    pub notice: Option<Notice>,
}

/// The help of a page, by what its path begins with and what it ends with; the first that fits.
const HELP: [(&str, &str, &str); 20] = [
    ("/sesiones", "/lista", "help-roll"),
    ("/sesiones", "/bitacora", "help-log"),
    ("/sesiones", "", "help-session"),
    ("/grupos", "/participantes", "help-participants"),
    ("/grupos", "/avance", "help-progress"),
    ("/grupos", "/constancias", "help-certificates"),
    ("/grupos", "", "help-groups"),
    ("/pendientes", "", "help-calls"),
    ("/importar", "", "help-import"),
    ("/personas", "", "help-people"),
    ("/programas", "", "help-programmes"),
    ("/centros", "", "help-centres"),
    ("/personal", "", "help-staff"),
    ("/proyectos", "", "help-projects"),
    ("/documentos", "", "help-documents"),
    ("/cuentas", "", "help-accounts"),
    ("/cuenta", "", "help-account"),
    ("/constancias", "", "help-certificates"),
    ("/primeros-pasos", "", "help-guide"),
    ("/auditoria", "", "help-audit"),
];

impl Shell {
    /// The key of what helps whoever opens this page for the first time.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        self.user.as_ref()?;
        let path = self.path.split('?').next().unwrap_or_default();
        if path == "/" {
            return Some(if self.compartment == Compartment::Safety { "help-safety" } else { "help-home" });
        }
        let fits = |(begins, ends, _): &&(&str, &str, &str)| path.starts_with(begins) && path.ends_with(ends);
        HELP.iter().find(fits).map(|(_, _, key)| *key)
    }

    /// The surroundings of a page for nobody in particular: sign-in, errors, public verification.
    #[must_use]
    pub fn bare(locale: Locale, compartment: Compartment) -> Self {
        Self {
            locale,
            theme: Theme::Device,
            zone: chrono_tz::America::Cancun,
            compartment,
            demo: false,
            path: String::from("/"),
            nav: Vec::new(),
            user: None,
            csrf: String::new(),
            key: String::new(),
            notice: None,
        }
    }

    /// The text of a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        i18n::text(self.locale, key, None)
    }

    /// The text of a key with one value in it: a count, a name, a date already written.
    #[must_use]
    pub fn tn<'v>(&self, key: &str, name: &'static str, value: impl Into<FluentValue<'v>>) -> String {
        i18n::text(self.locale, key, Some(&Arguments::from([(Cow::Borrowed(name), value.into())])))
    }

    /// The text of a key with several values of one type; for mixed types give `FluentValue`s.
    #[must_use]
    pub fn ta<'v, V: Clone + Into<FluentValue<'v>>>(
        &self,
        key: &str,
        values: &[(&'static str, V)],
    ) -> String {
        let arguments: Arguments<'v> =
            values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone().into())).collect();
        i18n::text(self.locale, key, Some(&arguments))
    }

    /// `05/03/2026`.
    #[must_use]
    pub fn date(&self, date: impl Borrow<NaiveDate>) -> String {
        dates::short(*date.borrow())
    }

    /// «jueves 5 de marzo de 2026».
    #[must_use]
    pub fn long_date(&self, date: impl Borrow<NaiveDate>) -> String {
        dates::long(*date.borrow(), self.locale)
    }

    /// «marzo de 2026».
    #[must_use]
    pub fn month(&self, date: impl Borrow<NaiveDate>) -> String {
        dates::month(*date.borrow(), self.locale)
    }

    /// The day on which an instant falls in the centre's zone.
    #[must_use]
    pub fn day_of(&self, instant: impl Borrow<DateTime<Utc>>) -> NaiveDate {
        dates::local(*instant.borrow(), self.zone).date()
    }

    /// `16:30` in the centre's zone.
    #[must_use]
    pub fn hour(&self, instant: impl Borrow<DateTime<Utc>>) -> String {
        dates::hour(*instant.borrow(), self.zone)
    }

    /// `05/03/2026 16:30` in the centre's zone.
    #[must_use]
    pub fn moment(&self, instant: impl Borrow<DateTime<Utc>>) -> String {
        dates::moment(*instant.borrow(), self.zone)
    }

    /// An instant for `<time datetime>`.
    #[must_use]
    pub fn machine(&self, instant: impl Borrow<DateTime<Utc>>) -> String {
        dates::machine(*instant.borrow(), self.zone)
    }

    /// `1,250`.
    #[must_use]
    pub fn number(&self, value: impl Borrow<i64>) -> String {
        dates::number(*value.borrow())
    }

    /// A share of one as `87.5 %`.
    #[must_use]
    pub fn percent(&self, share: impl Borrow<f64>) -> String {
        dates::percent(*share.borrow(), self.locale)
    }

    /// Where an embedded file is: `shell.asset("app.css")`.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    /// Whether this is the women's-safety side.
    #[must_use]
    pub fn is_safety(&self) -> bool {
        self.compartment == Compartment::Safety
    }

    /// The key of the name of this side.
    #[must_use]
    pub fn side_key(&self) -> &'static str {
        if self.is_safety() { "ui-side-safety" } else { "ui-side-programme" }
    }
}
