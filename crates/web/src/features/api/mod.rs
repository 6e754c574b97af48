//! The REST API, version 1: for programs of an institution, in English under `/api/v1`. Each handler
//! calls the same function of `store` as the page of the same thing, so rights and audit are the same.
//!
//! [`document()`] is made from the table of routes; what a route does says the text `api-op-OPERATION`.

mod attendance;
mod document;
mod groups;
mod public;

use domain::access::Action;
use store::Programme;

pub use document::document;

use crate::{api::ApiDoc, routes::Route};

/// The routes of the API.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{TakeRoll, ViewCentres, ViewCertificates, ViewGroups, ViewProgrammes, ViewSession};
    use attendance::{Closing, NewRoll, Roll};
    vec![
        Route::public_get("/api", document::page),
        Route::public_get("/api/v1/openapi.json", document::serve),
        Route::public_get("/api/v1/salud", public::health).doc(ApiDoc::one::<public::Health>("getHealth")),
        Route::public_get("/api/v1/verifications/{token}", public::verify)
            .doc(ApiDoc::one::<public::Verification>("verifyCertificate").query(&["folio"])),
        Route::api_get("/api/v1/centres", ViewCentres, groups::centres)
            .doc(ApiDoc::list::<groups::Centre>("listCentres")),
        Route::api_get("/api/v1/programmes", ViewProgrammes, groups::programmes).doc(ApiDoc::list::<
            groups::Programme,
        >(
            "listProgrammes"
        )),
        Route::api_get("/api/v1/groups", ViewGroups, groups::list)
            .doc(ApiDoc::list::<groups::Group>("listGroups").query(&["page", "state", "centre", "name"])),
        Route::api_get("/api/v1/groups/{group}", ViewGroups, groups::show)
            .doc(ApiDoc::one::<groups::Group>("getGroup")),
        Route::api_get("/api/v1/groups/{group}/sessions", ViewGroups, groups::sessions).doc(ApiDoc::list::<
            groups::Session,
        >(
            "listSessions"
        )),
        Route::api_get("/api/v1/groups/{group}/participants", ViewGroups, groups::participants)
            .doc(ApiDoc::list::<groups::Participant>("listParticipants")),
        Route::api_get("/api/v1/groups/{group}/certificates", ViewCertificates, groups::certificates)
            .doc(ApiDoc::list::<groups::Certificate>("listCertificates")),
        Route::api_get("/api/v1/sessions/{session}", ViewSession, groups::session).doc(ApiDoc::one::<
            groups::Session,
        >(
            "getSession"
        )),
        Route::api_get("/api/v1/sessions/{session}/attendance", ViewSession, attendance::show)
            .doc(ApiDoc::one::<Roll>("getAttendance")),
        Route::api_put("/api/v1/sessions/{session}/attendance", TakeRoll, attendance::save)
            .doc(ApiDoc::one::<Roll>("saveAttendance").takes::<NewRoll>()),
        Route::api_post("/api/v1/sessions/{session}/attendance/close", TakeRoll, attendance::close)
            .doc(ApiDoc::one::<Roll>("closeAttendance").takes::<Closing>()),
    ]
}
