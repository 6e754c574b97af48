//! One file per command.

pub mod audit;
pub mod backup;
#[cfg(feature = "pdf")]
pub mod certificate;
pub mod demo;
pub mod doctor;
pub mod init;
pub mod migrate;
pub mod openapi;
pub mod serve;
pub mod synth;
pub mod token;
pub mod user;
