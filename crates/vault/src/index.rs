//! Blind index: keyed tokens by which a sealed value can be found without being stored in clear.
//! It leaks equality and frequency to who holds the database, never the value without the key; normalising is the caller's.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::keyring::hmac_sha256;

/// The index key of one compartment.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct BlindIndex([u8; 32]);

impl BlindIndex {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The token of a normalised value in a field: the first 96 bits of an HMAC-SHA-256.
    ///
    /// The same text in two fields gives two tokens, so that a surname cannot be matched with a given name.
    pub fn token(&self, field: &str, normalised: &str) -> [u8; 12] {
        let mac = hmac_sha256(&self.0, &crate::framed([field.as_bytes(), normalised.as_bytes()]));
        *mac.first_chunk().expect("an HMAC-SHA-256 has 32 bytes")
    }
}

impl std::fmt::Debug for BlindIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BlindIndex(«oculto»)")
    }
}
