//! Pages and API in process, on SQLite: one binary, since linking it is what costs. A feature adds
//! its file here and its sample ids to `support/samples.rs`.

mod access;
mod access_matrix;
mod api;
mod attendance;
mod audit;
mod centres;
mod certificates;
mod enrolments;
mod envelope;
mod groups;
mod people;
mod support;
