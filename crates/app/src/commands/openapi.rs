//! `openapi`: the document of the API. Needs no data.

use std::io::Write;

use crate::failure::Failure;

pub fn run() -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{:#}", web::document())?)
}
