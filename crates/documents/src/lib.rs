//! Documents on paper and as PDF: certificates, attendance lists, session plans, letters. PDF/A-2a and PDF/UA-1, in Spanish.
//!
//! Each document is a plain struct of what it shows and a `render` that gives the bytes; nothing here knows a store,
//! a clock or a file system. Data reaches a template as JSON and is never read as markup.
//! Rendering takes tens of milliseconds of CPU: call it off the async threads.

pub mod case_letters;
pub mod certificate;
pub mod compliance;
pub mod letter;
mod letterhead;
pub mod mandatory_report;
pub mod plan_sheet;
mod press;
pub mod roll;
pub mod seal;
pub mod service_text;
pub mod slip;
mod text;

pub use letterhead::{Accent, Letterhead, Logo, LogoFormat};
pub use press::{Press, PressError};
