//! The audit chain's arithmetic: digest of an entry, link to the one before, signed checkpoint.
//!
//! SHA-256 so that an auditor can recompute it with any tool. It holds no entry and stores nothing;
//! who reads and writes the chain is `store`. A cut of the tail is found only against a checkpoint kept elsewhere.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::{PublicKey, Signer, VaultError, framed};

/// What the first entry links to.
pub const GENESIS: [u8; 32] = [0; 32];

const TITLE: &str = "buentrato-checkpoint-1";

/// SHA-256 over an entry's fields, each preceded by its length (8 bytes, big-endian).
pub fn entry_digest(fields: &[&[u8]]) -> [u8; 32] {
    let label: &[u8] = b"buentrato/audit entry/1";
    sha256(&[label, &framed(fields.iter().copied())])
}

/// The head after appending entry number `seq`: SHA-256 over label, previous head, number and digest.
pub fn link(prev: &[u8; 32], seq: u64, digest: &[u8; 32]) -> [u8; 32] {
    sha256(&[b"buentrato/audit link/1", prev, &seq.to_be_bytes(), digest])
}

/// Plain SHA-256 over the parts, one after the other.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// A signed statement: "at this time the chain of this compartment had this many entries and this head".
/// It leaves the machine as a small text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// `programme` or `safety`.
    pub compartment: String,
    /// Number of the last entry covered.
    pub seq: u64,
    /// The head after that entry.
    pub head: [u8; 32],
    /// When it was signed, in milliseconds since 1970-01-01T00:00Z.
    pub at_ms: i64,
    /// The key that signed it.
    pub public_key: PublicKey,
    /// Ed25519 over the four facts above.
    pub signature: [u8; 64],
}

impl Checkpoint {
    /// Signs the state of a chain.
    pub fn sign(compartment: &str, seq: u64, head: [u8; 32], at_ms: i64, signer: &Signer) -> Self {
        let signature = signer.sign(&statement(compartment, seq, &head, at_ms));
        Self {
            compartment: compartment.to_owned(),
            seq,
            head,
            at_ms,
            public_key: signer.public_key(),
            signature,
        }
    }

    /// Holds only if `key` is the key named in it and the signature is that key's.
    pub fn verify(&self, key: &PublicKey) -> Result<(), VaultError> {
        if self.public_key != *key {
            return Err(VaultError::Rejected);
        }
        key.verify(&statement(&self.compartment, self.seq, &self.head, self.at_ms), &self.signature)
    }

    /// The text file: one fact a line.
    pub fn to_text(&self) -> String {
        format!(
            "{TITLE}\ncompartment: {}\nseq: {}\nhead: {}\nat_ms: {}\npublic_key: {}\nsignature: {}\n",
            self.compartment,
            self.seq,
            HEXLOWER.encode(&self.head),
            self.at_ms,
            self.public_key.to_text(),
            HEXLOWER.encode(&self.signature),
        )
    }

    /// Reads the text file; only what [`Checkpoint::to_text`] writes is accepted (line endings apart).
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mut lines = text.lines();
        if lines.next() != Some(TITLE) {
            return Err(VaultError::Malformed);
        }
        let mut fact = |name: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.ok_or(VaultError::Malformed)
        };
        let checkpoint = Self {
            compartment: fact("compartment")?.to_owned(),
            seq: fact("seq")?.parse().map_err(|_| VaultError::Malformed)?,
            head: hex(fact("head")?)?,
            at_ms: fact("at_ms")?.parse().map_err(|_| VaultError::Malformed)?,
            public_key: PublicKey::parse(fact("public_key")?)?,
            signature: hex(fact("signature")?)?,
        };
        match lines.next() {
            None => Ok(checkpoint),
            Some(_) => Err(VaultError::Malformed),
        }
    }
}

fn statement(compartment: &str, seq: u64, head: &[u8; 32], at_ms: i64) -> Vec<u8> {
    framed([
        b"buentrato/audit checkpoint/1".as_slice(),
        compartment.as_bytes(),
        &seq.to_be_bytes(),
        head,
        &at_ms.to_be_bytes(),
    ])
}

fn hex<const N: usize>(text: &str) -> Result<[u8; N], VaultError> {
    let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| VaultError::Malformed)?;
    bytes.try_into().map_err(|_| VaultError::Malformed)
}
