//! The digital seal of a finished PDF: one comment line immediately before the final `startxref`.
//!
//! ```text
//! ...endobj
//! %buentrato-sello:1:<32 hexadecimal: fingerprint of the key>:<128 hexadecimal: Ed25519 signature>
//! startxref
//! 12345
//! %%EOF
//! ```
//!
//! PDF/A lets nothing follow `%%EOF`, but allows comments before it, and no offset in the file moves.
//! The signature covers every byte but the line itself; verification accepts one form only, so that nothing can be
//! added, cut, appended or saved over without breaking it. It proves integrity and origin; it replaces no signature.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use vault::{PublicKey, Signer};

const MARK: &[u8] = b"%buentrato-sello:";
const FIRST: &[u8] = b"%buentrato-sello:1:";
const FINGERPRINT: usize = 32;
const SIGNATURE: usize = 128;
const LINE: usize = FIRST.len() + FINGERPRINT + 1 + SIGNATURE + 1;

/// What a valid or well-formed seal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Fingerprint of the key that made it.
    pub fingerprint: String,
}

/// Why a file cannot be sealed or is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The file does not end as a finished PDF does (also: something was appended).
    #[error("the file does not end as a PDF that was sealed")]
    NotFinished,
    /// There is no seal.
    #[error("the file has no seal")]
    Missing,
    /// A seal stands in the wrong place, twice, or is not written as seals are.
    #[error("the seal is damaged")]
    Damaged,
    /// The seal names another key than the one offered.
    #[error("sealed with another key")]
    OtherKey,
    /// The content, or the seal, was altered after sealing.
    #[error("the file was altered after it was sealed")]
    Altered,
}

/// Seals a finished PDF that has no seal yet.
pub fn seal(pdf: &[u8], signer: &Signer) -> Result<Vec<u8>, SealError> {
    let (prefix, suffix) = pdf.split_at(final_startxref(pdf)?);
    if !prefix.ends_with(b"\n") || marks(pdf) != 0 {
        return Err(SealError::Damaged);
    }
    let signature = signer.sign(&message(prefix, suffix));
    let mut sealed = Vec::with_capacity(pdf.len() + LINE);
    sealed.extend_from_slice(prefix);
    sealed.extend_from_slice(FIRST);
    sealed.extend_from_slice(signer.public_key().fingerprint().as_bytes());
    sealed.push(b':');
    sealed.extend_from_slice(HEXLOWER.encode(&signature).as_bytes());
    sealed.push(b'\n');
    sealed.extend_from_slice(suffix);
    Ok(sealed)
}

/// Believes the file only if every byte of it was sealed by this key.
pub fn verify(pdf: &[u8], key: &PublicKey) -> Result<Seal, SealError> {
    let parts = take_apart(pdf)?;
    if parts.seal.fingerprint != key.fingerprint() {
        return Err(SealError::OtherKey);
    }
    key.verify(&message(parts.prefix, parts.suffix), &parts.signature).map_err(|_| SealError::Altered)?;
    Ok(parts.seal)
}

/// Reads which key a file claims to be sealed with. It proves nothing: [`verify`] does.
pub fn read(pdf: &[u8]) -> Result<Seal, SealError> {
    Ok(take_apart(pdf)?.seal)
}

struct Parts<'a> {
    prefix: &'a [u8],
    suffix: &'a [u8],
    seal: Seal,
    signature: [u8; 64],
}

fn take_apart(pdf: &[u8]) -> Result<Parts<'_>, SealError> {
    let (before, suffix) = pdf.split_at(final_startxref(pdf)?);
    match marks(pdf) {
        0 => return Err(SealError::Missing),
        1 => {}
        _ => return Err(SealError::Damaged),
    }
    let (prefix, line) =
        before.split_at_checked(before.len().wrapping_sub(LINE)).ok_or(SealError::Damaged)?;
    let (seal, signature) = read_line(line).ok_or(SealError::Damaged)?;
    if !prefix.ends_with(b"\n") {
        return Err(SealError::Damaged);
    }
    Ok(Parts { prefix, suffix, seal, signature })
}

fn read_line(line: &[u8]) -> Option<(Seal, [u8; 64])> {
    let (fingerprint, rest) = line.strip_prefix(FIRST)?.strip_suffix(b"\n")?.split_at_checked(FINGERPRINT)?;
    let signature = HEXLOWER.decode(rest.strip_prefix(b":")?).ok()?.try_into().ok()?;
    HEXLOWER.decode(fingerprint).ok()?;
    Some((Seal { fingerprint: String::from_utf8(fingerprint.to_vec()).ok()? }, signature))
}

/// Where `startxref\n<digits>\n%%EOF` begins, with at most one newline after it and nothing else.
fn final_startxref(pdf: &[u8]) -> Result<usize, SealError> {
    let find = || {
        let body = pdf.strip_suffix(b"\n").unwrap_or(pdf).strip_suffix(b"\n%%EOF")?;
        let digits = body.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let start = body[..body.len() - digits].strip_suffix(b"startxref\n")?.len();
        (digits > 0).then_some(start)
    };
    find().ok_or(SealError::NotFinished)
}

/// How many seal lines begin in the file.
fn marks(pdf: &[u8]) -> usize {
    pdf.split(|byte| *byte == b'%').skip(1).filter(|comment| comment.starts_with(&MARK[1..])).count()
}

/// What is signed: a label, and SHA-256 over the prefix's length, the prefix and the suffix.
fn message(prefix: &[u8], suffix: &[u8]) -> Vec<u8> {
    let hash = Sha256::new_with_prefix((prefix.len() as u64).to_be_bytes())
        .chain_update(prefix)
        .chain_update(suffix);
    [b"buentrato/pdf seal/1\n".as_slice(), &hash.finalize()].concat()
}
