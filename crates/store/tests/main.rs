//! The contract of the store on SQLite and, when `BUENTRATO_TEST_PG` names one, on PostgreSQL: one
//! binary, since linking it is what costs. A feature adds its file here.

#[macro_use]
mod support;
mod accounts;
mod attendance;
mod audit_log;
mod centres;
mod certificates;
mod enrolments;
mod groups;
mod handover;
mod jobs;
mod kit;
mod people;
mod programmes;
mod projects;
mod staff;
