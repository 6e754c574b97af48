//! Centres: who may work in them ([`staff`]) and what may happen in which room ([`rooms`]).

pub mod rooms;
pub mod staff;
