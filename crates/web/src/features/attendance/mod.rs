//! The roll on the screen: taken, signed, corrected; the scan of the paper list; the dose of a group.
//! Every page works without JavaScript at 360 px, and nothing that was marked is ever lost.

mod closing;
mod correction;
mod dose;
mod marks;
mod roll;
mod signed_list;

use domain::{access::Action, ids::EnrolmentId};
use store::{
    Programme,
    attendance::{RollError, Sheet, SheetLine},
};

use crate::{error::Error, routes::Route, ui::Shell};

/// The routes of attendance.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{CorrectRoll, TakeRoll, ViewSession};
    vec![
        Route::get("/sesiones/{sesion}/lista", ViewSession, roll::show),
        Route::post("/sesiones/{sesion}/lista", TakeRoll, roll::save),
        Route::get("/sesiones/{sesion}/lista/cierre", TakeRoll, closing::ask),
        Route::post("/sesiones/{sesion}/lista/cierre", TakeRoll, closing::close),
        Route::get("/sesiones/{sesion}/lista/{inscripcion}", CorrectRoll, correction::ask),
        Route::post("/sesiones/{sesion}/lista/{inscripcion}", CorrectRoll, correction::correct),
        Route::get("/sesiones/{sesion}/lista-firmada", ViewSession, signed_list::show),
        Route::post("/sesiones/{sesion}/lista-firmada", TakeRoll, signed_list::attach).upload(),
        Route::get("/grupos/{grupo}/avance", ViewSession, dose::show),
    ]
}

/// The name of a participant; who was erased has none any more.
pub(super) fn name_of(shell: &Shell, line: &SheetLine) -> String {
    line.name.as_ref().map_or_else(|| shell.t("attendance-erased"), |name| name.display())
}

/// The line of a participant on a sheet.
fn line_of(sheet: &Sheet, id: EnrolmentId) -> Result<&SheetLine, Error> {
    sheet.lines.iter().find(|line| line.enrolment == id).ok_or(Error::NotFound)
}

/// A roll that was written, or why not; a repeat of what was done counts as done.
pub(super) fn written(outcome: Result<(), RollError>) -> Result<Result<(), RollError>, Error> {
    match outcome {
        Err(RollError::Store(store::Error::Replayed(_))) => Ok(Ok(())),
        Err(RollError::Store(error)) => Err(error.into()),
        other => Ok(other),
    }
}
