//! Sealed fields: XChaCha20-Poly1305 with a random 24-byte nonce, bound to the place where the value lies.
//!
//! A sealed value moved to another row, column or table, or under another person's key, does not open.
//! Layout: algorithm (1 byte), key version (1 byte), nonce (24), ciphertext, tag (16).

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Entropy, VaultError, framed};

const XCHACHA20_POLY1305: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
const HEADER: usize = 2 + NONCE;

/// Where a sealed value lies. It is not stored with the value but proved by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Table name.
    pub table: &'a str,
    /// Column name.
    pub column: &'a str,
    /// Id of the row.
    pub row: Uuid,
}

/// The key that seals the fields of one person (or of the system), with its version.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DataKey {
    version: u8,
    key: [u8; 32],
}

impl DataKey {
    pub(crate) fn new(version: u8, key: [u8; 32]) -> Self {
        Self { version, key }
    }

    pub(crate) fn parts(&self) -> (u8, &[u8; 32]) {
        (self.version, &self.key)
    }

    /// Seals `plain` for `place`. Two seals of the same value differ.
    pub fn seal(&self, place: Place<'_>, plain: &[u8], entropy: &Entropy) -> Vec<u8> {
        seal_box(&self.key, self.version, &place_bytes(place), plain, entropy)
    }

    /// Opens what [`DataKey::seal`] made for the same place; anything else is refused whole, never in part.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        open_box(&self.key, self.version, &place_bytes(place), sealed)
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(«oculto»)")
    }
}

fn place_bytes(place: Place<'_>) -> Vec<u8> {
    framed([b"field".as_slice(), place.table.as_bytes(), place.column.as_bytes(), place.row.as_bytes()])
}

/// Seals under a version; header and `bound` are authenticated with the text.
pub(crate) fn seal_box(
    key: &[u8; 32],
    version: u8,
    bound: &[u8],
    plain: &[u8],
    entropy: &Entropy,
) -> Vec<u8> {
    let nonce: [u8; NONCE] = entropy.bytes();
    let mut out = Vec::with_capacity(HEADER + plain.len() + TAG);
    out.extend_from_slice(&[XCHACHA20_POLY1305, version]);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&encrypt(key, &nonce, &bound_with_header(version, bound), plain));
    out
}

/// Opens [`seal_box`].
pub(crate) fn open_box(
    key: &[u8; 32],
    version: u8,
    bound: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, VaultError> {
    if sealed.len() < HEADER + TAG {
        return Err(VaultError::Malformed);
    }
    if sealed[0] != XCHACHA20_POLY1305 {
        return Err(VaultError::UnknownAlgorithm);
    }
    if sealed[1] != version {
        return Err(VaultError::OtherKeyVersion);
    }
    let (nonce, body) = sealed[2..].split_first_chunk::<NONCE>().ok_or(VaultError::Malformed)?;
    decrypt(key, nonce, &bound_with_header(version, bound), body)
}

fn bound_with_header(version: u8, bound: &[u8]) -> Vec<u8> {
    framed([b"buentrato/sealed/1".as_slice(), &[XCHACHA20_POLY1305, version], bound])
}

fn encrypt(key: &[u8; 32], nonce: &[u8; NONCE], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad })
        .expect("a field is far below the 256 GiB that one nonce may seal")
}

fn decrypt(key: &[u8; 32], nonce: &[u8; NONCE], aad: &[u8], body: &[u8]) -> Result<Vec<u8>, VaultError> {
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad })
        .map_err(|_| VaultError::Rejected)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn xchacha20_poly1305_gives_the_published_vector() {
        let key: [u8; 32] = std::array::from_fn(|i| 0x80 + i as u8);
        let nonce: [u8; 24] = std::array::from_fn(|i| 0x40 + i as u8);
        let aad = HEXLOWER.decode(b"50515253c0c1c2c3c4c5c6c7").unwrap();
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let expected = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39\
                        ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
                        21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49";
        let sealed = encrypt(&key, &nonce, &aad, plain);
        assert_eq!(HEXLOWER.encode(&sealed), expected);
        assert_eq!(decrypt(&key, &nonce, &aad, &sealed).unwrap(), plain);
    }
}
