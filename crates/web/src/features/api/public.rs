//! What needs no token: whether the server answers, and whether a certificate holds.

use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use store::PublicState;
use utoipa::ToSchema;

use crate::{
    api::json,
    error::Error,
    kit::Kit,
    request::{Answer, At, Guest, ProgrammeState},
};

/// The server answers, and so does its database.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`.
    status: &'static str,
    /// The version of the program.
    version: &'static str,
}

/// What anybody may learn of a certificate: no more than its public page says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Verification {
    folio: String,
    /// `in_force`, `revoked`, or `withdrawn` when the person's data were erased.
    state: &'static str,
    revoked_at: Option<DateTime<Utc>>,
    /// `participation` or `completion`.
    kind: Option<&'static str>,
    initials: Option<String>,
    sessions: Option<u32>,
    minutes: Option<u32>,
    issued_on: Option<NaiveDate>,
    institution: Option<String>,
    centre: Option<String>,
    programme: Option<String>,
    programme_version: Option<u32>,
    /// Of the key that sealed it.
    key_fingerprint: Option<String>,
}

/// Whether the server answers.
pub(super) async fn health(State(kit): State<Kit>) -> Answer {
    kit.base().ping().await?;
    json(StatusCode::OK, &Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// Whether the certificate with this token holds; a folio behind `?` must be its own.
pub(super) async fn verify(State(store): ProgrammeState, At(token): At<String>, guest: Guest) -> Answer {
    let view = store.certificate_public(&guest.ctx, &token).await?;
    let folio = guest.query.value("folio");
    if !folio.is_empty() && folio != view.folio {
        return Err(Error::NotFound);
    }
    let (state, revoked_at) = match view.state {
        PublicState::InForce => ("in_force", None),
        PublicState::Revoked(at) => ("revoked", Some(at)),
        PublicState::Withdrawn => ("withdrawn", None),
    };
    let says = state != "withdrawn";
    let details = view.details.filter(|_| says);
    let verification = Verification {
        folio: view.folio,
        state,
        revoked_at,
        kind: says.then(|| view.kind.name()),
        initials: says.then_some(view.initials),
        sessions: says.then_some(view.sessions),
        minutes: says.then_some(view.minutes),
        issued_on: says.then_some(view.issued_on),
        institution: details.as_ref().map(|details| details.institution.clone()),
        centre: details.as_ref().map(|details| details.centre.clone()),
        programme: details.as_ref().map(|details| details.programme.clone()),
        programme_version: details.map(|details| details.version),
        key_fingerprint: says.then(|| view.key.fingerprint()),
    };
    json(StatusCode::OK, &verification)
}
