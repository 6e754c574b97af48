//! Programmes: the list, one version with its sessions, the descriptive sheet of a session on screen and
//! on paper, and a new version made by editing.

mod edit;
mod show;

use domain::{access::Action, groups::Audience};
use store::Programme;

use crate::routes::Route;

/// The routes of programmes.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{EditProgrammes, ViewProgrammes};
    vec![
        Route::get("/programas", ViewProgrammes, show::list),
        Route::get("/programas/{programa}", ViewProgrammes, show::show),
        Route::get("/programas/{programa}/cartas", ViewProgrammes, show::sheets),
        Route::get("/programas/{programa}/cartas/{numero}", ViewProgrammes, show::sheet),
        Route::get("/programas/{programa}/version", EditProgrammes, edit::ask),
        Route::post("/programas/{programa}/version", EditProgrammes, edit::save),
    ]
}

/// The key of the name of an audience.
#[must_use]
pub fn audience_key(audience: Audience) -> &'static str {
    match audience {
        Audience::Men => "programmes-audience-men",
        Audience::PublicServants => "programmes-audience-public-servants",
        Audience::Youth => "programmes-audience-youth",
    }
}
