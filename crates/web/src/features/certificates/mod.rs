//! Certificates: of a group with one button, one by one, revoked, and what anybody sees of one.

mod issue;
pub(crate) mod job;
mod list;
#[cfg(feature = "pdf")]
mod print;
mod public;
mod show;

use domain::{access::Action, certificates::Kind};
use store::Programme;

use crate::{routes::Route, ui::Shell};

/// Routes of certificates.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{IssueCertificates, RevokeCertificate, ViewCertificates};
    vec![
        Route::get("/grupos/{grupo}/constancias", ViewCertificates, list::list),
        Route::post("/grupos/{grupo}/constancias", IssueCertificates, list::issue),
        Route::get("/grupos/{grupo}/constancias/emision", IssueCertificates, issue::ask),
        Route::get("/grupos/{grupo}/constancias.zip", ViewCertificates, list::download),
        Route::get("/trabajos/{trabajo}", IssueCertificates, job::progress).quiet(),
        Route::get("/constancias/{constancia}", ViewCertificates, show::show),
        Route::get("/constancias/{constancia}/pdf", ViewCertificates, show::download),
        Route::get("/constancias/{constancia}/firmada", ViewCertificates, show::scan),
        Route::post("/constancias/{constancia}/firmada", IssueCertificates, show::attach).upload(),
        Route::get("/constancias/{constancia}/revocacion", RevokeCertificate, show::ask_revocation),
        Route::post("/constancias/{constancia}/revocacion", RevokeCertificate, show::revoke),
        Route::public_get("/v/{clave}", public::verify),
        Route::public_get("/llaves/{centro}", public::key),
    ]
}

/// Who signs by hand, in words; empty when nobody is named.
fn signatories_text(signatories: &[store::Signatory]) -> String {
    let one = |one: &store::Signatory| format!("{}, {}", one.name, one.post);
    signatories.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The name of a kind of document.
fn kind_text(shell: &Shell, kind: Kind) -> String {
    shell.t(match kind {
        Kind::Participation => "certificates-kind-participation",
        Kind::Completion => "certificates-kind-completion",
    })
}

/// What a document of a kind says of who holds it.
fn proves_text(shell: &Shell, kind: Kind) -> String {
    shell.t(match kind {
        Kind::Participation => "certificates-proves-participation",
        Kind::Completion => "certificates-proves-completion",
    })
}

/// «40 h», «37 h 30 min».
fn hours_text(shell: &Shell, minutes: u32) -> String {
    let parts = [("h", i64::from(minutes / 60)), ("m", i64::from(minutes % 60))];
    shell.ta(
        if minutes.is_multiple_of(60) { "certificates-hours" } else { "certificates-hours-minutes" },
        &parts,
    )
}
