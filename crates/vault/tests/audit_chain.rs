//! The chain changes with any edit, and a checkpoint is believed only from its own key.

mod common;

use common::ring;
use proptest::prelude::*;
use vault::{
    VaultError,
    chain::{Checkpoint, GENESIS, entry_digest, link},
};

const AT_MS: i64 = 1_772_701_200_000; // 2026-03-05T09:00Z

type Entry = Vec<Vec<u8>>;

fn head(entries: &[Entry]) -> [u8; 32] {
    (1u64..).zip(entries).fold(GENESIS, |prev, (seq, entry)| {
        let fields: Vec<&[u8]> = entry.iter().map(Vec::as_slice).collect();
        link(&prev, seq, &entry_digest(&fields))
    })
}

fn checkpoint() -> Checkpoint {
    Checkpoint::sign(
        "programme",
        1000,
        head(&[vec![b"a".to_vec()]]),
        AT_MS,
        ring(1, "programme").audit_signer(),
    )
}

#[test]
fn the_digest_can_be_recomputed_with_any_tool() {
    // printf 'buentrato/audit entry/1\0\0\0\0\0\0\0\1a\0\0\0\0\0\0\0\2bc' | sha256sum
    assert_eq!(
        data_encoding::HEXLOWER.encode(&entry_digest(&[b"a", b"bc"])),
        "054953d83c6a44669a25c9e89bfe901627df890cf7ebd7a941942c621cd26dac"
    );
}

#[test]
fn a_checkpoint_survives_its_text_and_is_believed() {
    let checkpoint = checkpoint();
    let read = Checkpoint::parse(&checkpoint.to_text()).unwrap();
    assert_eq!(read, checkpoint);
    assert_eq!(read.verify(&ring(1, "programme").audit_signer().public_key()), Ok(()));
    assert_eq!(Checkpoint::parse(&checkpoint.to_text().replace('\n', "\r\n")), Ok(checkpoint));
}

#[test]
fn a_checkpoint_is_not_believed_from_another_key() {
    let checkpoint = checkpoint();
    for other in [ring(1, "safety"), ring(2, "programme")] {
        assert_eq!(checkpoint.verify(&other.audit_signer().public_key()), Err(VaultError::Rejected));
    }
}

#[test]
fn a_checkpoint_re_signed_by_another_key_is_not_believed() {
    let forged = Checkpoint::sign("programme", 1000, [7; 32], AT_MS, ring(2, "programme").audit_signer());
    assert_eq!(forged.verify(&ring(1, "programme").audit_signer().public_key()), Err(VaultError::Rejected));
}

#[test]
fn a_checkpoint_with_any_fact_changed_is_not_believed() {
    let (good, key) = (checkpoint(), ring(1, "programme").audit_signer().public_key());
    let mut head = good.head;
    head[31] ^= 1;
    let changed = [
        Checkpoint { compartment: "safety".into(), ..good.clone() },
        Checkpoint { seq: 999, ..good.clone() },
        Checkpoint { head, ..good.clone() },
        Checkpoint { at_ms: AT_MS + 1, ..good.clone() },
    ];
    for checkpoint in changed {
        assert_eq!(checkpoint.verify(&key), Err(VaultError::Rejected));
    }
}

#[test]
fn a_checkpoint_file_with_a_line_more_or_less_is_refused() {
    let text = checkpoint().to_text();
    assert!(Checkpoint::parse(&format!("{text}note: x\n")).is_err());
    for cut in 1..text.lines().count() {
        let short: Vec<_> = text.lines().take(cut).collect();
        assert!(Checkpoint::parse(&short.join("\n")).is_err());
    }
}

proptest! {
    #[test]
    fn any_edit_of_the_chain_changes_its_head(
        entries in prop::collection::vec(prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6), 1..4), 2..12),
        position: prop::sample::Index,
        other: prop::sample::Index,
    ) {
        let (honest, at, to) = (head(&entries), position.index(entries.len()), other.index(entries.len()));
        let mut deleted = entries.clone();
        deleted.remove(at);
        prop_assert_ne!(head(&deleted), honest);
        let mut inserted = entries.clone();
        inserted.insert(at, vec![b"x".to_vec()]);
        prop_assert_ne!(head(&inserted), honest);
        let mut edited = entries.clone();
        edited[at][0].push(0);
        prop_assert_ne!(head(&edited), honest);
        let mut shifted = entries.clone();
        shifted[at].push(Vec::new());
        prop_assert_ne!(head(&shifted), honest);
        let mut reordered = entries.clone();
        reordered.swap(at, to);
        prop_assert_eq!(head(&reordered) == honest, entries[at] == entries[to]);
    }

    #[test]
    fn fields_cannot_flow_into_each_other(a in "[ab]{0,3}", b in "[ab]{0,3}", c in "[ab]{0,3}", d in "[ab]{0,3}") {
        let same = (&a, &b) == (&c, &d);
        let digest = |x: &str, y: &str| entry_digest(&[x.as_bytes(), y.as_bytes()]);
        prop_assert_eq!(digest(&a, &b) == digest(&c, &d), same);
    }

    #[test]
    fn reading_a_checkpoint_never_panics(text: String) {
        let _ = Checkpoint::parse(&format!("buentrato-checkpoint-1\n{text}"));
    }
}
