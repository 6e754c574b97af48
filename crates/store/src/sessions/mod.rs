//! What surrounds the roll of a session: its log (bitácora), the scan of the signed list.

mod log;
mod signed_list;

pub use log::{LogError, LogSheet};
