//! One root key, and every other key of a compartment derived from it by HKDF-SHA-256 (RFC 5869).
//!
//! The root key is a file (or a paper copy) of one line; the ring lives in memory only and is wiped on drop.
//! Keys of persons are random, not derived: deleting one makes its fields unreadable for ever.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    BlindIndex, DataKey, Entropy, Signer, VaultError, framed, from_checked_text,
    sealed::{open_box, seal_box},
    to_checked_text,
};

const ROOT_PREFIX: &str = "buentrato-root-1:";
const SALT: &[u8] = b"buentrato/keyring/1";
const RING_VERSION: u8 = 1;
const DATA_KEY_VERSION: u8 = 1;

/// The secret from which a compartment's keys come. Who holds it and the database reads everything.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RootKey([u8; 32]);

impl RootKey {
    /// A new random root key.
    pub fn generate(entropy: &Entropy) -> Self {
        Self(entropy.bytes())
    }

    /// Reads the line that [`RootKey::to_text`] writes. A slip of the pen is found by the check.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        Ok(Self(*from_checked_text(ROOT_PREFIX, text)?))
    }

    /// One line for the key file: `buentrato-root-1:` and 56 characters of base32 that end in a check.
    pub fn to_text(&self) -> Zeroizing<String> {
        to_checked_text(ROOT_PREFIX, &self.0)
    }
}

impl std::fmt::Debug for RootKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RootKey(«oculto»)")
    }
}

/// All keys of one compartment. Two compartments of one root share no key.
pub struct KeyRing {
    prk: Zeroizing<[u8; 32]>,
    compartment: String,
    wrapping: Zeroizing<[u8; 32]>,
    hashing: Zeroizing<[u8; 32]>,
    system: DataKey,
    index: BlindIndex,
    audit: Signer,
}

impl KeyRing {
    /// Derives the ring of `compartment` (`programme` or `safety`).
    pub fn derive(root: &RootKey, compartment: &str) -> Self {
        let prk = extract(SALT, &root.0);
        let key = |label: &str| expand(&prk, compartment, &[label.as_bytes()]);
        Self {
            wrapping: key("wrapping"),
            hashing: key("keyed hash"),
            system: DataKey::new(DATA_KEY_VERSION, *key("system fields")),
            index: BlindIndex::new(*key("blind index")),
            audit: Signer::from_seed(&key("audit signing")),
            compartment: compartment.to_owned(),
            prk,
        }
    }

    /// A random key for a new person.
    pub fn new_data_key(&self, entropy: &Entropy) -> DataKey {
        DataKey::new(DATA_KEY_VERSION, entropy.bytes())
    }

    /// Wraps a person's key for storage. It opens only for the same owner, in the same compartment.
    pub fn wrap(&self, owner: Uuid, key: &DataKey, entropy: &Entropy) -> Vec<u8> {
        let (version, bytes) = key.parts();
        let mut plain = Zeroizing::new([0u8; 33]);
        plain[0] = version;
        plain[1..].copy_from_slice(bytes);
        seal_box(&self.wrapping, RING_VERSION, &owner_bytes(owner), &*plain, entropy)
    }

    /// Opens a wrapped key.
    pub fn unwrap_key(&self, owner: Uuid, wrapped: &[u8]) -> Result<DataKey, VaultError> {
        let plain = Zeroizing::new(open_box(&self.wrapping, RING_VERSION, &owner_bytes(owner), wrapped)?);
        match plain.split_first_chunk::<1>() {
            Some(([version], key)) => {
                Ok(DataKey::new(*version, key.try_into().map_err(|_| VaultError::Malformed)?))
            }
            None => Err(VaultError::Malformed),
        }
    }

    /// Seals what belongs to no person: staff names, TOTP secrets, the job queue.
    pub fn system_key(&self) -> &DataKey {
        &self.system
    }

    /// Tokens for searching sealed values.
    pub fn index(&self) -> &BlindIndex {
        &self.index
    }

    /// Signs checkpoints of the audit chain.
    pub fn audit_signer(&self) -> &Signer {
        &self.audit
    }

    /// Seals the certificates of one centre; each centre has its own key.
    pub fn certificate_signer(&self, centre: Uuid) -> Signer {
        Signer::from_seed(&expand(&self.prk, &self.compartment, &[b"certificate signing", centre.as_bytes()]))
    }

    /// HMAC-SHA-256 under a label, for form tokens and for storing session tokens as hashes.
    pub fn keyed_hash(&self, label: &str, data: &[u8]) -> [u8; 32] {
        hmac_sha256(&self.hashing, &framed([label.as_bytes(), data]))
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({}, «oculto»)", self.compartment)
    }
}

fn owner_bytes(owner: Uuid) -> Vec<u8> {
    framed([b"wrapped key".as_slice(), owner.as_bytes()])
}

fn extract(salt: &[u8], secret: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Hkdf::<Sha256>::extract(Some(salt), secret).0.into())
}

fn expand(prk: &[u8; 32], compartment: &str, label: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let info = framed(std::iter::once(compartment.as_bytes()).chain(label.iter().copied()));
    let mut key = Zeroizing::new([0u8; 32]);
    Hkdf::<Sha256>::from_prk(prk)
        .expect("a pseudo-random key of 32 bytes is long enough for SHA-256")
        .expand(&info, &mut *key)
        .expect("32 bytes are within the 8,160 that HKDF-SHA-256 can give");
    key
}

pub(crate) fn hmac_sha256(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(data);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    /// RFC 5869, test case 1: the extraction through our own function, the expansion through the same library type.
    #[test]
    fn hkdf_sha256_gives_the_vector_of_rfc_5869() {
        let salt: Vec<u8> = (0..=12).collect();
        let prk = extract(&salt, &[0x0b; 22]);
        assert_eq!(
            HEXLOWER.encode(&*prk),
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
        );
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let mut okm = [0u8; 42];
        Hkdf::<Sha256>::from_prk(&*prk).unwrap().expand(&info, &mut okm).unwrap();
        assert_eq!(
            HEXLOWER.encode(&okm),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        );
    }

    /// RFC 4231, test case 2 (key "Jefe", here padded with zeros as HMAC itself does).
    #[test]
    fn hmac_sha256_gives_the_vector_of_rfc_4231() {
        let mut key = [0u8; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mac = hmac_sha256(&key, b"what do ya want for nothing?");
        assert_eq!(HEXLOWER.encode(&mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
