//! Enums without fields that carry a stable name: stored in columns and JSON, and the last part of
//! text keys. A name once stored never changes; the words on screen are the text catalogue's.

/// Defines such an enum with `ALL`, `name` and `from_name`, serialised by its name.
///
/// ```text
/// named! { /// What it is. Colour { /// As of blood. Red = "red" } }
/// ```
macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($(#[$vdoc:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $enum { $($(#[$vdoc])* #[serde(rename = $name)] $variant),* }

        impl $enum {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Stable name, as stored and as used in text keys.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The value with that stable name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;
