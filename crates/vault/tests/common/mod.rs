//! What the tests of this crate share: a seeded source of randomness and a ring made from it.

use std::sync::Mutex;

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use vault::{Entropy, KeyRing, RootKey};

pub fn seeded(seed: u64) -> Entropy {
    let rng = Mutex::new(ChaCha20Rng::seed_from_u64(seed));
    Entropy::new(move |out| rng.lock().unwrap().fill_bytes(out))
}

pub fn ring(seed: u64, compartment: &str) -> KeyRing {
    KeyRing::derive(&RootKey::generate(&seeded(seed)), compartment)
}
