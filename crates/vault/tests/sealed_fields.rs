//! A sealed value opens only where it was sealed, whole, and with its own key.

mod common;

use common::{ring, seeded};
use proptest::prelude::*;
use uuid::Uuid;
use vault::{Place, VaultError};

const TABLES: [&str; 3] = ["person", "staff", "person_"];
const COLUMNS: [&str; 3] = ["names", "curp", "_names"];

fn place() -> impl Strategy<Value = (usize, usize, u128)> {
    (0..TABLES.len(), 0..COLUMNS.len(), 0..4u128)
}

fn at((table, column, row): (usize, usize, u128)) -> Place<'static> {
    Place { table: TABLES[table], column: COLUMNS[column], row: Uuid::from_u128(row) }
}

#[test]
fn what_is_sealed_opens_in_its_place() {
    let entropy = seeded(1);
    let key = ring(1, "programme").new_data_key(&entropy);
    let sealed = key.seal(at((0, 0, 1)), "María Peña".as_bytes(), &entropy);
    assert_eq!(key.open(at((0, 0, 1)), &sealed).unwrap(), "María Peña".as_bytes());
}

#[test]
fn the_same_value_sealed_twice_differs() {
    let entropy = seeded(2);
    let key = ring(1, "programme").new_data_key(&entropy);
    assert_ne!(key.seal(at((0, 0, 1)), b"si", &entropy), key.seal(at((0, 0, 1)), b"si", &entropy));
}

#[test]
fn a_boundary_between_table_and_column_cannot_be_moved() {
    let entropy = seeded(3);
    let key = ring(1, "programme").new_data_key(&entropy);
    let row = Uuid::from_u128(1);
    let sealed = key.seal(Place { table: "ab", column: "c", row }, b"x", &entropy);
    assert_eq!(key.open(Place { table: "a", column: "bc", row }, &sealed), Err(VaultError::Rejected));
}

#[test]
fn every_single_bit_matters() {
    let entropy = seeded(4);
    let key = ring(1, "programme").new_data_key(&entropy);
    let sealed = key.seal(at((0, 1, 1)), b"HEGG560427MVZRRL04", &entropy);
    for bit in 0..sealed.len() * 8 {
        let mut altered = sealed.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert!(key.open(at((0, 1, 1)), &altered).is_err(), "bit {bit}");
    }
}

#[test]
fn every_cut_and_every_appended_byte_is_refused() {
    let entropy = seeded(5);
    let key = ring(1, "programme").new_data_key(&entropy);
    let sealed = key.seal(at((0, 1, 1)), b"HEGG560427MVZRRL04", &entropy);
    for end in 0..sealed.len() {
        assert!(key.open(at((0, 1, 1)), &sealed[..end]).is_err());
    }
    assert!(key.open(at((0, 1, 1)), &[&sealed[..], &[0]].concat()).is_err());
}

#[test]
fn a_wrapped_key_opens_for_its_owner_only() {
    let entropy = seeded(6);
    let (ours, theirs) = (ring(1, "programme"), ring(1, "safety"));
    let (ana, carla) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let key = ours.new_data_key(&entropy);
    let wrapped = ours.wrap(ana, &key, &entropy);
    assert_eq!(ours.unwrap_key(ana, &wrapped), Ok(key));
    assert_eq!(ours.unwrap_key(carla, &wrapped), Err(VaultError::Rejected));
    assert_eq!(theirs.unwrap_key(ana, &wrapped), Err(VaultError::Rejected));
    for bit in 0..wrapped.len() * 8 {
        let mut altered = wrapped.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert!(ours.unwrap_key(ana, &altered).is_err(), "bit {bit}");
    }
}

#[test]
fn a_wrapped_key_is_no_sealed_field() {
    let entropy = seeded(7);
    let ring = ring(1, "programme");
    let wrapped = ring.wrap(Uuid::from_u128(1), &ring.new_data_key(&entropy), &entropy);
    assert!(ring.system_key().open(at((0, 0, 1)), &wrapped).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn moved_to_another_place_it_never_opens(from in place(), to in place(), plain: Vec<u8>, seed: u64) {
        let entropy = seeded(seed);
        let key = ring(1, "programme").new_data_key(&entropy);
        let sealed = key.seal(at(from), &plain, &entropy);
        if from == to {
            prop_assert_eq!(key.open(at(to), &sealed), Ok(plain));
        } else {
            prop_assert_eq!(key.open(at(to), &sealed), Err(VaultError::Rejected));
        }
    }

    #[test]
    fn with_another_persons_key_it_never_opens(spot in place(), plain: Vec<u8>, seed: u64) {
        let entropy = seeded(seed);
        let ring = ring(1, "programme");
        let (hers, his) = (ring.new_data_key(&entropy), ring.new_data_key(&entropy));
        let sealed = hers.seal(at(spot), &plain, &entropy);
        prop_assert_eq!(his.open(at(spot), &sealed), Err(VaultError::Rejected));
    }

    #[test]
    fn a_flipped_bit_is_always_an_error(plain: Vec<u8>, place_of_bit: prop::sample::Index, seed: u64) {
        let entropy = seeded(seed);
        let key = ring(1, "programme").new_data_key(&entropy);
        let mut sealed = key.seal(at((0, 0, 0)), &plain, &entropy);
        let bit = place_of_bit.index(sealed.len() * 8);
        sealed[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(key.open(at((0, 0, 0)), &sealed).is_err());
    }

    #[test]
    fn whatever_bytes_are_offered_nothing_opens_and_nothing_panics(bytes: Vec<u8>) {
        let ring = ring(1, "programme");
        prop_assert!(ring.system_key().open(at((0, 0, 0)), &bytes).is_err());
        prop_assert!(ring.unwrap_key(Uuid::nil(), &bytes).is_err());
    }
}
