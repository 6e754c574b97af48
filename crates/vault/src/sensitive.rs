//! A wrapper for personal data and secrets. It has no `Display` and no `Serialize`, and its `Debug` says «oculto»,
//! so that a value reaches a log, a page title or an error text only by somebody writing `.expose()`.

/// A value that must not be printed by accident.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// Looks at the value, on purpose.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Takes the value out, on purpose.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// Changes the value without letting it out.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sensitive<U> {
        Sensitive(change(self.0))
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> std::fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("«oculto»")
    }
}
