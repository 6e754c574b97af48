//! One importer for the whole product: the columns of a sheet are recognised ([`headings`]), each row
//! is read and judged ([`rows`], [`issues`]), names in one cell are split ([`names`]), whoever may have a
//! file is asked about ([`namesakes`]). Nothing is guessed in
//! silence: what was assumed is a warning, what cannot be read is a refusal of that row.

pub mod dates;
pub mod headings;
pub mod issues;
pub mod names;
pub mod namesakes;
mod reader;
pub mod rows;
