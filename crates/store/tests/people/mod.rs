//! The store's contract for people, on both engines.

mod cast;
mod lifecycle;
#[path = "../../../domain/tests/names/population.rs"]
mod population;
mod search;
#[path = "../../../domain/tests/names/variants.rs"]
mod variants;
