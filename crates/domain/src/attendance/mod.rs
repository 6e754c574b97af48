//! Attendance: the roll of a session ([`roll`]) and what each participant has received ([`dose`]).

pub mod dose;
pub mod roll;
