//! People: search, registration with likely duplicates, files, merges, transfers, who opened a
//! file, erasure. Names and CURPs come by POST and never stand in an address or a title.

pub(crate) mod create;
mod edit;
mod erase;
pub mod form;
pub(crate) mod list;
mod merge;
pub(crate) mod show;

use domain::{
    access::{Action, Subject, reach},
    people::{CurpOrReason, Sex},
};
use store::{Programme, people::PersonFile};

use crate::{
    routes::Route,
    ui::{Badge, Fact, PersonBanner, Shell, Tone},
};

/// Routes of the feature.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{
        EditPerson, ErasePerson, ManageCentres, MergePeople, SearchPeople, ViewFileReaders, ViewPerson,
    };
    vec![
        Route::get("/personas", ViewPerson, list::list),
        Route::post("/personas", EditPerson, create::create),
        Route::get("/personas/busqueda", SearchPeople, list::ask),
        Route::post("/personas/busqueda", SearchPeople, list::search),
        Route::get("/personas/nueva", EditPerson, create::ask),
        Route::get("/personas/borrados", ErasePerson, erase::list),
        Route::get("/personas/conservacion", ManageCentres, erase::ask_retention),
        Route::post("/personas/conservacion", ManageCentres, erase::set_retention),
        Route::get("/personas/{persona}", ViewPerson, show::show),
        Route::get("/personas/{persona}/edicion", EditPerson, edit::ask),
        Route::post("/personas/{persona}/edicion", EditPerson, edit::save),
        Route::get("/personas/{persona}/traslado", EditPerson, edit::ask_transfer),
        Route::post("/personas/{persona}/traslado", EditPerson, edit::transfer),
        Route::get("/personas/{persona}/lecturas", ViewFileReaders, show::readers),
        Route::get("/personas/{persona}/union", MergePeople, merge::ask),
        Route::post("/personas/{persona}/union", MergePeople, merge::search),
        Route::get("/personas/{persona}/union/{otra}", MergePeople, merge::compare),
        Route::post("/personas/{persona}/union/{otra}", MergePeople, merge::merge),
        Route::get("/personas/{persona}/uniones/{union}/deshacer", MergePeople, merge::ask_undo),
        Route::post("/personas/{persona}/uniones/{union}/deshacer", MergePeople, merge::undo),
        Route::get("/personas/{persona}/borrado", ErasePerson, erase::ask),
        Route::post("/personas/{persona}/borrado", ErasePerson, erase::request),
        Route::post("/personas/{persona}/borrado/aprobacion", ErasePerson, erase::approve),
        Route::post("/personas/{persona}/borrado/retiro", ErasePerson, erase::withdraw),
        Route::post("/personas/{persona}/borrado/reservas", ErasePerson, erase::hold),
        Route::post("/personas/{persona}/borrado/reservas/{reserva}/fin", ErasePerson, erase::lift),
    ]
}

/// Whether somebody may do something somewhere: for showing a link or not.
fn may(subject: &Subject, action: Action) -> bool {
    reach(subject, action).is_ok()
}

/// The key of the name of a sex.
#[must_use]
pub fn sex_key(sex: Sex) -> &'static str {
    match sex {
        Sex::Man => "people-sex-man",
        Sex::Woman => "people-sex-woman",
        Sex::X => "people-sex-x",
    }
}

/// The CURP, or in words why there is none.
fn curp_text(shell: &Shell, curp: &CurpOrReason) -> String {
    use domain::people::WithoutCurp as W;
    match curp {
        CurpOrReason::Curp(curp) => curp.as_str().to_owned(),
        CurpOrReason::Without(W::Foreign) => shell.t("people-no-curp-foreign"),
        CurpOrReason::Without(W::NotAtHand) => shell.t("people-no-curp-not-at-hand"),
        CurpOrReason::Without(W::Refused) => shell.t("people-no-curp-refused"),
        CurpOrReason::Without(W::Other(words)) => words.clone(),
    }
}

/// Whose file this is: stands above every page of it.
#[must_use]
pub fn banner(shell: &Shell, file: &PersonFile) -> PersonBanner {
    let data = &file.data;
    let born = data.birth.map(|day| shell.date(day)).unwrap_or_else(|| shell.t("ui-no-value"));
    let mut badges = Vec::new();
    if data.curp.curp().is_none() {
        badges.push(Badge::new(Tone::Watch, shell.t("people-no-curp")));
    }
    PersonBanner {
        href: format!("/personas/{}", file.id),
        name: data.name.display(),
        facts: vec![
            Fact::new(shell.t("people-curp"), curp_text(shell, &data.curp)),
            Fact::new(shell.t("people-born"), born),
        ],
        badges,
    }
}
