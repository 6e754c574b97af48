//! Randomness, handed in: `app` gives the operating system's, tests give a seeded stream.
//! Nothing in this crate or above it draws randomness in any other way.

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use uuid::Uuid;

type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// A source of random bytes. Cheap to clone; all clones draw from the same source.
#[derive(Clone)]
pub struct Entropy(Arc<Fill>);

impl Entropy {
    /// Wraps a function that fills the whole slice with unpredictable bytes, or does not return.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        (self.0)(&mut out);
        out
    }

    /// A random id (UUID version 4: it carries no time).
    pub fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// 256 random bits as 52 lower-case characters, for session and API tokens.
    pub fn token(&self) -> String {
        BASE32_NOPAD.encode(&self.bytes::<32>()).to_ascii_lowercase()
    }

    /// 128 random bits as 26 lower-case characters, for the address inside a QR code.
    pub fn short_token(&self) -> String {
        BASE32_NOPAD.encode(&self.bytes::<16>()).to_ascii_lowercase()
    }
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy")
    }
}
