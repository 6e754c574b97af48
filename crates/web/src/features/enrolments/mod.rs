//! Enrolment: participants of a group, one by one or from a list in a spreadsheet, and the privacy
//! notice that they accept. Between the steps of a list nothing is written but its sealed upload.

mod columns;
mod enrol;
mod notice;
mod participants;
mod review;
mod sheet;
mod table;
mod upload;

use domain::{access::Action, imports::issues::RowIssue, people::contact::ContactError};
use store::Programme;

use crate::{features::people::form::curp_mistake, routes::Route, ui::Shell};

/// Routes of the feature.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{Enrol, ManageDocuments, ViewGroups};
    vec![
        Route::get("/importar", Enrol, upload::ask),
        Route::post("/importar", Enrol, upload::keep).upload(),
        Route::get("/importar/plantilla", Enrol, upload::template),
        Route::get("/importar/{lista}/columnas", Enrol, columns::ask),
        Route::post("/importar/{lista}/columnas", Enrol, columns::choose),
        Route::get("/importar/{lista}/revision", Enrol, review::show),
        Route::post("/importar/{lista}/revision", Enrol, review::confirm),
        Route::get("/importar/{lista}/copia", Enrol, review::copy),
        Route::get("/importar/{lista}/resultado", Enrol, review::result),
        Route::post("/importar/{lista}/descarte", Enrol, upload::discard),
        Route::get("/grupos/{grupo}/participantes", ViewGroups, participants::list),
        Route::get("/grupos/{grupo}/participantes/nueva", Enrol, enrol::ask),
        Route::post("/grupos/{grupo}/participantes/nueva", Enrol, enrol::enrol),
        Route::post("/grupos/{grupo}/participantes/aviso", Enrol, participants::accept),
        Route::get("/grupos/{grupo}/participantes/{inscripcion}/baja", Enrol, participants::ask_leave),
        Route::post("/grupos/{grupo}/participantes/{inscripcion}/baja", Enrol, participants::leave),
        Route::post("/grupos/{grupo}/participantes/{inscripcion}/regreso", Enrol, participants::come_back),
        Route::get("/centros/{centro}/aviso", ManageDocuments, notice::ask),
        Route::post("/centros/{centro}/aviso", ManageDocuments, notice::save),
    ]
}

/// What is to be said of a row, and what to do about it; where it names a column, after it and its value.
fn issue_text(shell: &Shell, issue: &RowIssue) -> String {
    use RowIssue as I;
    let key = match issue {
        I::NameMissing => "enrolments-issue-name-missing",
        I::Name(_) => "enrolments-issue-name",
        I::NameSplit => "enrolments-issue-name-split",
        I::NameDisagreesWithCurp => "enrolments-issue-name-curp",
        I::CurpMissing => "enrolments-issue-curp-missing",
        I::Curp(error) => curp_mistake(*error),
        I::CurpSexX => "enrolments-issue-sex-x",
        I::SexMissing => "enrolments-issue-sex-missing",
        I::SexUnreadable => "enrolments-issue-sex-unreadable",
        I::SexAmbiguous => "enrolments-issue-sex-ambiguous",
        I::SexDisagreesWithCurp => "enrolments-issue-sex-curp",
        I::BirthDateUnreadable => "enrolments-issue-birth-unreadable",
        I::BirthCenturyGuessed => "enrolments-issue-birth-century",
        I::BirthDateFromNumber => "enrolments-issue-birth-number",
        I::BirthDateInTheFuture => "enrolments-issue-birth-future",
        I::BirthDateDisagreesWithCurp => "enrolments-issue-birth-curp",
        I::Formula(_) => "enrolments-issue-formula",
        I::FormulaWithoutValue(_) => "enrolments-issue-formula-empty",
        I::WrongKind(_) => "enrolments-issue-kind",
        I::TooLong(_) => "enrolments-issue-long",
        I::ContactLeftOut(ContactError::Email) => "enrolments-issue-email",
        I::ContactLeftOut(_) => "enrolments-issue-phone",
        I::SamePersonTwice { row } => return shell.tn("enrolments-issue-twice", "row", *row),
        I::SameNameTwice { row } => return shell.tn("enrolments-issue-name-twice", "row", *row),
        I::AlreadyEnrolled => "enrolments-issue-enrolled",
        I::KnownPerson => "enrolments-issue-known",
        I::LooksLikeKnownPerson => "enrolments-issue-looks-known",
        I::SameNameAsKnown => "enrolments-issue-same-name",
        I::KnownElsewhere => "enrolments-issue-elsewhere",
        I::ElsewhereLimited => "enrolments-issue-limited",
        I::LeftBefore => "enrolments-issue-left-before",
        I::OtherAudience => "enrolments-other-audience",
        I::DependencyMissing => "enrolments-issue-dependency",
    };
    shell.t(key)
}

/// Whether a field is the enrolment form's own, not carried along from the search.
fn is_own_field(name: &str) -> bool {
    let own = "persona accion buscar dependencia area puesto aviso aviso-fecha desde";
    own.split(' ').any(|one| one == name)
}
