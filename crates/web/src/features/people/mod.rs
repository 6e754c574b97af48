//! stub
pub mod form;
