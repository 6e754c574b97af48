//! `openapi`: the document of the API. Needs no data.

use crate::failure::Failure;

pub fn run() -> Result<(), Failure> {
    Err(Failure::environment("La API llega con la siguiente entrega."))
}
