//! What all documents of an institution share at a date: names, logos, legend of the year, one colour.
//! The caller gives the letterhead that was valid then; an old document keeps the institution's old name.

use serde_json::{Value, json};

/// Institution, centre and their signs.
#[derive(Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The institution that issues, as it is called on that date.
    pub institution: String,
    /// The centre, as it is called on that date.
    pub centre: String,
    /// None, one or several; the first half stands on the left.
    pub logos: Vec<Logo>,
    /// The legend that official papers carry in some years.
    pub legend_of_year: Option<String>,
    /// Rules and headings are drawn in it.
    pub accent: Accent,
}

/// A logo and what a screen reader says of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub format: LogoFormat,
    /// "Logotipo de ...": never empty, PDF/UA demands it.
    pub alt: String,
}

/// Accepted kinds of logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoFormat {
    /// Portable network graphics.
    Png,
    /// Scalable vector graphics; links to other files are not followed.
    Svg,
}

/// One dark colour. Text set in it on white has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent([u8; 3]);

impl Accent {
    /// `None` if the colour is too pale to be read on white.
    pub fn new(red: u8, green: u8, blue: u8) -> Option<Self> {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        (1.05 / (luminance + 0.05) >= 4.5).then_some(Self([red, green, blue]))
    }
}

impl Default for Accent {
    /// A dark wine red.
    fn default() -> Self {
        Self([0x6f, 0x1d, 0x3f])
    }
}

impl Letterhead {
    pub(crate) fn json(&self) -> Value {
        let [r, g, b] = self.accent.0;
        let logos: Vec<Value> = self
            .logos
            .iter()
            .enumerate()
            .map(|(n, logo)| json!({ "file": Logo::path(n), "format": logo.format.name(), "alt": logo.alt }))
            .collect();
        json!({
            "institution": self.institution,
            "centre": self.centre,
            "legend": self.legend_of_year,
            "accent": format!("#{r:02x}{g:02x}{b:02x}"),
            "logos": logos,
        })
    }

    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.logos.iter().enumerate().map(|(n, logo)| (Logo::path(n), logo.bytes.clone())).collect()
    }
}

impl Logo {
    fn path(number: usize) -> String {
        format!("/logo-{number}")
    }
}

impl LogoFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_too_pale_to_read_is_refused() {
        assert!(Accent::new(0x6f, 0x1d, 0x3f).is_some() && Accent::new(0, 0, 0).is_some());
        assert!(Accent::new(0x76, 0x76, 0x76).is_some(), "4.54 : 1");
        assert!(Accent::new(0x77, 0x77, 0x77).is_none(), "4.48 : 1");
        assert!(Accent::new(255, 220, 0).is_none());
    }
}
