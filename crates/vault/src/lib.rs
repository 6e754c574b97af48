//! The cryptography of Buentrato, and nothing else: key ring, sealed fields, blind index, hash chain, signatures.
//!
//! Pure: no file, no network, no clock, no source of randomness of its own ([`Entropy`] is handed in).
//! No type here prints its secret: `Debug` says «oculto», and there is no `Display` and no `Serialize`.
//! Every construction carries a version in its domain label or header, so that it can be replaced later.

pub mod chain;
mod entropy;
mod index;
mod keyring;
mod sealed;
mod sensitive;
mod signature;

pub use entropy::Entropy;
pub use index::BlindIndex;
pub use keyring::{KeyRing, RootKey};
pub use sealed::{DataKey, Place};
pub use sensitive::Sensitive;
pub use signature::{PublicKey, Signer};

/// Why something could not be opened, read or believed. It never says which byte was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Too short or without the shape that this crate writes.
    #[error("malformed")]
    Malformed,
    /// Written by an algorithm this version does not know.
    #[error("unknown algorithm")]
    UnknownAlgorithm,
    /// Sealed under another version of the key than the one held.
    #[error("sealed under another key version")]
    OtherKeyVersion,
    /// Altered, moved to another place, or made with another key.
    #[error("rejected")]
    Rejected,
    /// A key typed or copied wrongly: its check does not fit.
    #[error("the check of the text does not fit")]
    BadChecksum,
}

/// Compares secrets in a time that does not depend on where they differ.
pub fn equal(left: &[u8], right: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    left.ct_eq(right).into()
}

/// Joins parts so that no two different lists give the same bytes: each part is preceded by its length.
///
/// `["ab", "c"]` and `["a", "bc"]` differ; plain concatenation would make them equal.
fn framed<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Text for keys that people copy: `prefix` + base32 of the 32 bytes and a 3-byte check (56 characters).
fn to_checked_text(prefix: &str, key: &[u8; 32]) -> zeroize::Zeroizing<String> {
    let mut bytes = zeroize::Zeroizing::new([0u8; 35]);
    bytes[..32].copy_from_slice(key);
    bytes[32..].copy_from_slice(&check(prefix, key));
    let mut text = zeroize::Zeroizing::new(String::with_capacity(prefix.len() + 56));
    text.push_str(prefix);
    data_encoding::BASE32_NOPAD.encode_append(&*bytes, &mut text);
    text
}

/// Reads [`to_checked_text`] again; spaces, hyphens and case inside the key are forgiven, since it may come from paper.
fn from_checked_text(prefix: &str, text: &str) -> Result<zeroize::Zeroizing<[u8; 32]>, VaultError> {
    let body = text.trim().strip_prefix(prefix).ok_or(VaultError::Malformed)?;
    let mut compact = zeroize::Zeroizing::new(String::with_capacity(body.len()));
    compact.extend(body.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()));
    let decoded =
        data_encoding::BASE32_NOPAD.decode(compact.as_bytes()).map_err(|_| VaultError::Malformed)?;
    let decoded = zeroize::Zeroizing::new(decoded);
    let (key, found) = decoded.split_first_chunk::<32>().ok_or(VaultError::Malformed)?;
    if found.len() != 3 {
        return Err(VaultError::Malformed);
    }
    if !equal(found, &check(prefix, key)) {
        return Err(VaultError::BadChecksum);
    }
    Ok(zeroize::Zeroizing::new(*key))
}

fn check(prefix: &str, key: &[u8; 32]) -> [u8; 3] {
    let digest = chain::sha256(&[prefix.as_bytes(), key]);
    [digest[0], digest[1], digest[2]]
}
