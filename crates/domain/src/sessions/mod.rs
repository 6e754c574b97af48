//! What happened in a session: its log ([`log`]). When it is held is in `groups`, who came in
//! `attendance`.

pub mod log;
