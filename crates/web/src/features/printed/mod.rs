//! What is printed for the room and kept on paper: attendance lists, session plans, and the group's
//! attendance as a spreadsheet. Certificates have their own feature.

mod matrix;
mod plan;
#[cfg(feature = "pdf")]
pub(crate) mod press;
mod roll;

use domain::access::Action;
use store::Programme;

use crate::routes::Route;

/// Routes of what is printed.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{ViewProgrammes, ViewSession};
    vec![
        Route::get("/sesiones/{sesion}/lista.pdf", ViewSession, roll::held),
        Route::get("/sesiones/{sesion}/lista-en-blanco.pdf", ViewSession, roll::blank),
        Route::get("/grupos/{grupo}/asistencia.xlsx", ViewSession, matrix::matrix),
        Route::get("/programas/{programa}/cartas.pdf", ViewProgrammes, plan::all),
        Route::get("/programas/{programa}/cartas/{numero}/carta.pdf", ViewProgrammes, plan::one),
    ]
}

/// A build without the printer says so; nothing else of it changes.
#[cfg(not(feature = "pdf"))]
const NO_PRINTER: crate::Error = crate::Error::Refused("printed-no-printer");
