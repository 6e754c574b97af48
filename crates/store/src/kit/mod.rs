//! What every feature of the store uses. The differences between the engines live here and only
//! here, each as a named function.

pub(crate) mod db;
pub mod faults;
pub(crate) mod scope;
pub(crate) mod tx;
