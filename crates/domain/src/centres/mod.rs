//! Centres: where they are ([`place`]), who may work in them ([`staff`], [`contract`]) and what may
//! happen in which room ([`rooms`]).

pub mod contract;
pub mod place;
pub mod rooms;
pub mod staff;
