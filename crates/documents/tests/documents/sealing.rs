//! The seal is believed for the untouched file and for nothing else.

use std::sync::LazyLock;

use crate::samples::{PRESS, certificate, keep, pages_of, rng, signer, text_of};
use documents::{
    certificate::{Audience, Kind, render},
    seal::{Seal, SealError, read, seal, verify},
};
use rand_chacha::rand_core::Rng;

static PLAIN: LazyLock<Vec<u8>> =
    LazyLock::new(|| render(&PRESS, &certificate(Kind::Completion, Audience::Man)).unwrap());
static SEALED: LazyLock<Vec<u8>> = LazyLock::new(|| seal(&PLAIN, &signer(1)).unwrap());

fn check(pdf: &[u8]) -> Result<Seal, SealError> {
    verify(pdf, &signer(1).public_key())
}

fn line() -> std::ops::Range<usize> {
    let start = SEALED.windows(17).position(|w| w == b"%buentrato-sello:").unwrap();
    start..start + 19 + 32 + 1 + 128 + 1
}

fn spliced(range: std::ops::Range<usize>, with: &[u8]) -> Vec<u8> {
    [&SEALED[..range.start], with, &SEALED[range.end..]].concat()
}

#[test]
fn the_untouched_file_is_believed_and_names_its_key() {
    let fingerprint = signer(1).public_key().fingerprint();
    assert_eq!(check(&SEALED), Ok(Seal { fingerprint: fingerprint.clone() }));
    assert_eq!(read(&SEALED), Ok(Seal { fingerprint }));
}

#[test]
fn sealing_adds_one_line_before_startxref_and_the_file_still_opens() {
    let line = line();
    assert!(SEALED[line.end..].starts_with(b"startxref\n") && SEALED.ends_with(b"%%EOF"));
    assert!(spliced(line, b"") == *PLAIN);
    keep("sellada", &SEALED);
    assert_eq!(pages_of(&SEALED), 1);
    assert_eq!(text_of(&SEALED), text_of(&PLAIN));
}

#[test]
fn another_centres_key_does_not_believe_it() {
    assert_eq!(verify(&SEALED, &signer(2).public_key()), Err(SealError::OtherKey));
}

#[test]
fn a_seal_that_only_borrows_the_name_of_the_key_is_not_believed() {
    let others = seal(&PLAIN, &signer(2)).unwrap();
    let renamed = String::from_utf8(others[line()].to_vec())
        .unwrap()
        .replace(&signer(2).public_key().fingerprint(), &signer(1).public_key().fingerprint());
    assert_eq!(check(&spliced(line(), renamed.as_bytes())), Err(SealError::Altered));
}

#[test]
fn one_thousand_random_changed_bytes_are_all_found() {
    let mut rng = rng(20_260_305);
    let key = signer(1).public_key();
    for round in 0..1_000 {
        let mut altered = SEALED.clone();
        let at = (rng.next_u64() % altered.len() as u64) as usize;
        altered[at] ^= (rng.next_u32() % 255 + 1) as u8;
        assert!(verify(&altered, &key).is_err(), "round {round}, byte {at}");
    }
}

#[test]
fn every_byte_of_the_seal_and_of_the_end_matters() {
    let key = signer(1).public_key();
    for at in line().start - 1..SEALED.len() {
        for flip in [1, 0x20, 0x80] {
            let mut altered = SEALED.clone();
            altered[at] ^= flip;
            assert!(verify(&altered, &key).is_err(), "byte {at} ^ {flip:#x}");
        }
    }
}

#[test]
fn nothing_may_be_appended_cut_or_put_before() {
    for extra in
        [b"\n".as_slice(), b"\r\n", b" ", b"\0", b"%\n", b"\n%%EOF", b"%%EOF", b"startxref\n0\n%%EOF"]
    {
        assert!(check(&[&SEALED, extra].concat()).is_err(), "{extra:?}");
        assert!(check(&[extra, &SEALED].concat()).is_err(), "{extra:?}");
    }
    for end in (0..SEALED.len()).rev().step_by(97) {
        assert!(check(&SEALED[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn an_incremental_update_is_found() {
    let update = b"\n9999 0 obj\n<</Type/Catalog>>\nendobj\nxref\n9999 1\n0000000000 00000 n \ntrailer\n<</Size 10000/Root 9999 0 R/Prev 1>>\nstartxref\n1\n%%EOF";
    assert_eq!(check(&[&SEALED, update.as_slice()].concat()), Err(SealError::Damaged));
    // The same with the old seal carried along to the new end.
    let moved =
        [&PLAIN, &update[..update.len() - 17], &SEALED[line()], b"startxref\n1\n%%EOF".as_slice()].concat();
    assert_eq!(check(&moved), Err(SealError::Altered));
}

#[test]
fn a_second_seal_and_a_seal_elsewhere_are_refused() {
    let doubled = spliced(line().end..line().end, &SEALED[line()]);
    assert_eq!(check(&doubled), Err(SealError::Damaged));
    let moved = [&SEALED[line()], &PLAIN].concat();
    assert_eq!(check(&moved), Err(SealError::Damaged));
    assert_eq!(seal(&SEALED, &signer(1)), Err(SealError::Damaged));
}

#[test]
fn upper_case_and_other_versions_of_the_line_are_refused() {
    let text = String::from_utf8(SEALED[line()].to_vec()).unwrap();
    let (head, hex) = text.split_at(19);
    for other in [
        format!("{head}{}", hex.to_uppercase()),
        text.replace(":1:", ":2:"),
        text.replace('\n', "\r\n"),
        text.replace('\n', " \n"),
        text.replace("%buentrato", "% buentrato"),
        text[..text.len() - 2].to_owned() + "\n",
    ] {
        assert!(check(&spliced(line(), other.as_bytes())).is_err(), "{other}");
    }
}

#[test]
fn a_file_without_seal_or_that_is_no_pdf_is_named_so() {
    assert_eq!(check(&PLAIN), Err(SealError::Missing));
    for file in [b"".as_slice(), b"hola", b"%%EOF", b"\n%%EOF", b"startxref\n\n%%EOF"] {
        assert_eq!(check(file), Err(SealError::NotFinished), "{file:?}");
    }
    assert_eq!(check(b"startxref\n0\n%%EOF"), Err(SealError::Missing));
    assert_eq!(check(b"%buentrato-sello:startxref\n0\n%%EOF"), Err(SealError::Damaged));
}
