//! The rules of the service: what may happen, who may do it, what counts.
//!
//! Pure by construction: no async, no I/O, no SQL, no HTTP, no clock and no randomness. Ids and
//! instants come in as arguments; a decision goes out as a value or as a small enum of refusals.
//! No text meant for the screen lives here.

pub mod access;
pub mod admission;
pub mod alliances;
pub mod appointments;
pub mod attendance;
pub mod audit;
pub mod calendar;
pub mod cases;
pub mod centres;
pub mod certificates;
pub mod clock;
pub mod duties;
pub mod groups;
pub mod ids;
pub mod imports;
pub mod letters;
pub mod moves;
mod named;
pub mod orders;
pub mod people;
pub mod period;
pub mod placement;
pub mod programmes;
pub mod projects;
pub mod referrals;
pub mod retention;
pub mod rights;
pub mod schools;
pub mod sessions;
pub mod signals;
pub mod standards;
pub mod tasks;
