//! Ed25519 signatures: of audit checkpoints and of documents.
//! Callers sign domain-separated messages; a signer never signs bytes that came from outside as they are.

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::{VaultError, chain::sha256, from_checked_text, to_checked_text};

const PUBLIC_PREFIX: &str = "buentrato-pub-1:";

/// A signing key. It is wiped when dropped.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl Signer {
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    /// The key by which others verify.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({}, «oculto»)", self.public_key().fingerprint())
    }
}

/// A key that verifies signatures. It may be published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads the line that [`PublicKey::to_text`] writes.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        Self::from_bytes(&*from_checked_text(PUBLIC_PREFIX, text)?)
    }

    /// Takes the 32 bytes of RFC 8032; bytes that are no key are refused, and so are keys under which anything verifies.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, VaultError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| VaultError::Malformed)?;
        if key.is_weak() { Err(VaultError::Malformed) } else { Ok(Self(key)) }
    }

    /// The 32 bytes of RFC 8032.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// One line: `buentrato-pub-1:` and 56 characters of base32 that end in a check.
    pub fn to_text(&self) -> String {
        to_checked_text(PUBLIC_PREFIX, &self.0.to_bytes()).to_string()
    }

    /// 32 hexadecimal characters by which people and documents name the key (first 128 bits of a SHA-256).
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&sha256(&[b"buentrato/public key/1", self.0.as_bytes()])[..16])
    }

    /// Verifies strictly (no second signature of the same message can be derived from a first).
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), VaultError> {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).map_err(|_| VaultError::Rejected)
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, test 1.
    #[test]
    fn ed25519_gives_the_vector_of_rfc_8032() {
        let seed =
            HEXLOWER.decode(b"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
        let signer = Signer::from_seed(&seed.try_into().unwrap());
        assert_eq!(
            HEXLOWER.encode(&signer.public_key().to_bytes()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        assert_eq!(
            HEXLOWER.encode(&signer.sign(b"")),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b\
             d25bf5f0595bbe24655141438e7a100b"
        );
    }
}
