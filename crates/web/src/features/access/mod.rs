//! Who comes in, and accounts: sign-in, one's own account, administration of accounts, API tokens.
//! The same on both sides; each side has its own accounts, cookie and keys.

pub mod factor;
mod manage;
mod own;
pub mod password;
mod sign_in;

use std::collections::HashMap;

use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    access::{Action, Grant, Role},
    ids::CentreId,
};
use store::{Safety, Side, accounts::Account};

use crate::{
    error::Error,
    request::{Answer, At, Visit, page},
    routes::Route,
    ui::Shell,
};

/// The key of the name of a role.
#[must_use]
pub fn role_key(role: Role) -> String {
    format!("access-role-{}", role.name())
}

/// Routes that both sides have.
#[must_use]
pub fn routes<S: Side>() -> Vec<Route<S>> {
    use Action::{ManageAccounts, ManageTokens, UseOwnAccount};
    vec![
        Route::public_get("/recursos/{archivo}", file),
        Route::public_get("/entrar", sign_in::ask),
        Route::public_post("/entrar", sign_in::enter),
        Route::public_get("/entrar/codigo", sign_in::ask_code),
        Route::public_post("/entrar/codigo", sign_in::enter_code),
        Route::public_get("/entrar/alta", sign_in::ask_enrolment),
        Route::public_post("/entrar/alta", sign_in::enrol),
        Route::post("/sesion/continuar", UseOwnAccount, own::stay),
        Route::post("/sesion/cerrar", UseOwnAccount, own::leave),
        Route::public_post("/apariencia", own::appearance),
        Route::get("/cuenta", UseOwnAccount, own::show),
        Route::get("/cuenta/contrasena", UseOwnAccount, own::ask_password),
        Route::post("/cuenta/contrasena", UseOwnAccount, own::change_password),
        Route::get("/cuenta/codigos", UseOwnAccount, own::ask_codes),
        Route::post("/cuenta/codigos", UseOwnAccount, own::renew_codes),
        Route::post("/cuenta/sesiones/{ingreso}/cierre", UseOwnAccount, own::close_login),
        Route::get("/cuenta/claves", ManageTokens, own::tokens),
        Route::post("/cuenta/claves", ManageTokens, own::create_token),
        Route::post("/cuenta/claves/{token}/revocacion", ManageTokens, own::revoke_token),
        Route::get("/formulario-guardado", UseOwnAccount, own::kept),
        Route::post("/formulario-guardado", UseOwnAccount, own::send_kept),
        Route::post("/formulario-guardado/descarte", UseOwnAccount, own::drop_kept),
        Route::get("/cuentas", ManageAccounts, manage::list),
        Route::post("/cuentas", ManageAccounts, manage::create),
        Route::get("/cuentas/nueva", ManageAccounts, manage::ask),
        Route::get("/cuentas/{cuenta}", ManageAccounts, manage::show),
        Route::post("/cuentas/{cuenta}/funciones", ManageAccounts, manage::grant),
        Route::post("/cuentas/{cuenta}/funciones/{funcion}/fin", ManageAccounts, manage::end_role),
        Route::get("/cuentas/{cuenta}/suspension", ManageAccounts, manage::ask_suspension),
        Route::post("/cuentas/{cuenta}/suspension", ManageAccounts, manage::suspend),
        Route::post("/cuentas/{cuenta}/reactivacion", ManageAccounts, manage::reinstate),
        Route::get("/cuentas/{cuenta}/reingreso", ManageAccounts, manage::ask_reentry),
        Route::post("/cuentas/{cuenta}/reingreso", ManageAccounts, manage::reentry),
    ]
}

/// The safety side's home, empty until the women's service is built.
#[must_use]
pub fn safety_home() -> Route<Safety> {
    Route::get("/", Action::ViewSafetyHome, home)
}

#[derive(Debug, Template)]
#[template(path = "features/access/home.html")]
struct HomePage {
    shell: Shell,
}

async fn home(visit: Visit) -> Answer {
    page(&HomePage { shell: visit.shell })
}

/// The roles of an account in words, each with its centre.
fn role_lines(shell: &Shell, account: &Account, centres: &HashMap<CentreId, String>) -> Vec<String> {
    let line = |(_, grant): &(_, Grant)| {
        let role = shell.t(&role_key(grant.role));
        match grant.centre.and_then(|centre| centres.get(&centre)) {
            Some(centre) => format!("{role} ({centre})"),
            None => role,
        }
    };
    account.grants.iter().map(line).collect()
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
