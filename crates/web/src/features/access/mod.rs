//! Who comes in, and accounts: sign-in, one's own account, administration of accounts, API tokens.
//! The same on both sides; each side has its own accounts, cookie and keys.

pub mod password;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::access::{Action, Role};
use store::{Programme, Safety, Side};

use crate::{
    error::Error,
    request::{At, Visit},
    routes::Route,
};

/// The key of the name of a role.
#[must_use]
pub fn role_key(role: Role) -> &'static str {
    match role {
        Role::Facilitator => "access-role-facilitator",
        Role::Intake => "access-role-intake",
        Role::Coordinator => "access-role-coordinator",
        Role::StateEvaluator => "access-role-state-evaluator",
        Role::Commission => "access-role-commission",
        Role::Auditor => "access-role-auditor",
        Role::Transparency => "access-role-transparency",
        Role::TechnicalAdministrator => "access-role-technical-administrator",
        Role::SafetyLiaison => "access-role-safety-liaison",
        Role::SafetyCoordinator => "access-role-safety-coordinator",
    }
}

/// Routes that both sides have.
pub fn routes<S: Side>() -> Vec<Route<S>> {
    vec![Route::public_get("/recursos/{archivo}", file)]
}

pub fn programme_home() -> Vec<Route<Programme>> {
    vec![]
}
pub fn safety_home() -> Vec<Route<Safety>> {
    vec![]
}

/// An embedded file under its hashed name: may be kept for ever.
async fn file(At(name): At<String>, headers: HeaderMap) -> Result<Response, Error> {
    let asset = assets::get(&name).ok_or(Error::NotFound)?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let gzip = accepted.split(',').any(|coding| coding.trim().split(';').next() == Some("gzip"));
    let mut response = if gzip { asset.gzip } else { asset.bytes }.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}
