//! Keys as text, separation of keys, tokens, and what `Debug` shows.

mod common;

use std::collections::HashSet;

use common::{ring, seeded};
use proptest::prelude::*;
use uuid::Uuid;
use vault::{KeyRing, PublicKey, RootKey, Sensitive, VaultError};

#[test]
fn a_root_key_survives_its_text() {
    let root = RootKey::generate(&seeded(1));
    let text = root.to_text();
    assert!(text.starts_with("buentrato-root-1:") && text.len() == 17 + 56);
    assert_eq!(RootKey::parse(&format!("  {}\n", &*text)), Ok(root));
}

#[test]
fn a_root_key_copied_from_paper_in_groups_and_lower_case_is_read() {
    let root = RootKey::generate(&seeded(1));
    let text = root.to_text();
    let body: Vec<_> =
        text[17..].as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).to_lowercase()).collect();
    assert_eq!(RootKey::parse(&format!("buentrato-root-1:{}", body.join("-"))), Ok(root));
}

#[test]
fn a_slip_in_any_character_of_a_root_key_is_noticed() {
    let text = RootKey::generate(&seeded(2)).to_text();
    for at in 17..text.len() {
        let mut slip = text.as_bytes().to_vec();
        slip[at] = if slip[at] == b'A' { b'B' } else { b'A' };
        let slip = String::from_utf8(slip).unwrap();
        assert_eq!(RootKey::parse(&slip), Err(VaultError::BadChecksum), "position {at}");
    }
}

#[test]
fn what_is_no_root_key_is_refused() {
    let public = ring(1, "programme").audit_signer().public_key().to_text();
    let as_root = public.replace("-pub-", "-root-");
    for text in ["", "hola", "buentrato-root-1:", "buentrato-root-1:AAAA", &public] {
        assert_eq!(RootKey::parse(text), Err(VaultError::Malformed), "{text}");
    }
    assert_eq!(RootKey::parse(&as_root), Err(VaultError::BadChecksum));
}

#[test]
fn a_public_key_survives_its_text_and_is_named_by_its_fingerprint() {
    let key = ring(1, "programme").certificate_signer(Uuid::from_u128(1)).public_key();
    assert_eq!(PublicKey::parse(&key.to_text()), Ok(key));
    assert_eq!(key.fingerprint().len(), 32);
    assert!(key.fingerprint().bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c)));
}

#[test]
fn a_key_under_which_anything_verifies_is_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    assert_eq!(PublicKey::from_bytes(&identity), Err(VaultError::Malformed));
}

#[test]
fn the_same_root_gives_the_same_ring_again() {
    let (one, two) = (ring(1, "programme"), ring(1, "programme"));
    assert_eq!(one.system_key(), two.system_key());
    assert_eq!(one.index().token("surname", "PENA"), two.index().token("surname", "PENA"));
    assert_eq!(one.audit_signer().public_key(), two.audit_signer().public_key());
    assert_eq!(one.keyed_hash("csrf", b"x"), two.keyed_hash("csrf", b"x"));
}

#[test]
fn compartments_and_roots_share_no_key() {
    let rings: [KeyRing; 3] = [ring(1, "programme"), ring(1, "safety"), ring(2, "programme")];
    let distinct = |values: Vec<Vec<u8>>| values.iter().collect::<HashSet<_>>().len() == rings.len();
    assert!(distinct(rings.iter().map(|r| r.index().token("curp", "X").to_vec()).collect()));
    assert!(distinct(rings.iter().map(|r| r.keyed_hash("csrf", b"x").to_vec()).collect()));
    assert!(distinct(rings.iter().map(|r| r.audit_signer().public_key().to_bytes().to_vec()).collect()));
    assert!(distinct(
        rings.iter().map(|r| r.certificate_signer(Uuid::nil()).public_key().to_bytes().to_vec()).collect()
    ));
    assert!(rings[0].system_key() != rings[1].system_key() && rings[0].system_key() != rings[2].system_key());
}

#[test]
fn each_centre_has_its_own_seal() {
    let ring = ring(1, "programme");
    let keys = (0..50).map(|n| ring.certificate_signer(Uuid::from_u128(n)).public_key().to_bytes());
    assert_eq!(keys.collect::<HashSet<_>>().len(), 50);
}

#[test]
fn debug_shows_no_secret() {
    let ring = ring(1, "programme");
    let root = RootKey::generate(&seeded(1));
    let shown = format!(
        "{root:?} {ring:?} {:?} {:?} {:?} {:?}",
        ring.system_key(),
        ring.index(),
        Sensitive::new("Peña"),
        ring.audit_signer(),
    );
    assert!(!shown.contains("Peña") && !shown.contains(&root.to_text()[17..25]));
    assert_eq!(shown.matches("«oculto»").count(), 6);
}

#[test]
fn entropy_gives_version_four_ids_and_tokens_of_full_length() {
    let entropy = seeded(9);
    assert_eq!(entropy.uuid().get_version_num(), 4);
    assert_eq!((entropy.token().len(), entropy.short_token().len()), (52, 26));
    assert_ne!(entropy.token(), entropy.token());
}

#[test]
fn equal_compares_contents_and_lengths() {
    assert!(vault::equal(b"abc", b"abc"));
    assert!(!vault::equal(b"abc", b"abd") && !vault::equal(b"abc", b"ab"));
}

proptest! {
    #[test]
    fn a_token_depends_on_field_and_value(field in "[a-c]{0,3}", value in "[a-c]{0,3}", f2 in "[a-c]{0,3}", v2 in "[a-c]{0,3}") {
        let ring = ring(1, "programme");
        let same = (&field, &value) == (&f2, &v2);
        prop_assert_eq!(ring.index().token(&field, &value) == ring.index().token(&f2, &v2), same);
        prop_assert_eq!(ring.keyed_hash(&field, value.as_bytes()) == ring.keyed_hash(&f2, v2.as_bytes()), same);
    }

    #[test]
    fn reading_a_key_never_panics(text: String) {
        let _ = RootKey::parse(&text);
        let _ = PublicKey::parse(&format!("buentrato-pub-1:{text}"));
    }
}
