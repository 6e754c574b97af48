//! The cookies: the login's, the visitor's before it, appearance, and the notice of the last deed.
//!
//! Over TLS the login's is `__Host-programa` or `__Host-enlace`; on loopback the same without prefix
//! and `Secure`, since browsers refuse `__Host-` there.
//!
//! `SameSite=Lax`, not `Strict`: a link in an e-mail or a calendar would otherwise open the sign-in
//! page although one is signed in, and would train people to type their password after a click in a
//! message. Nothing is changed by a GET, and each POST carries its own token and origin check.

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::access::Compartment;

use crate::kit::Kit;

/// Name of the cookie that says which notice the next page shows.
pub(crate) const NOTICE: &str = "aviso";
/// Name of the cookie with light or dark.
pub(crate) const THEME: &str = "tema";
/// Name of the cookie with the language.
pub(crate) const LOCALE: &str = "idioma";

fn prefixed(kit: &Kit, name: &str) -> String {
    if kit.settings().over_tls { format!("__Host-{name}") } else { name.to_owned() }
}

fn login_name(kit: &Kit) -> String {
    match kit.compartment() {
        Compartment::Programme => prefixed(kit, "programa"),
        Compartment::Safety => prefixed(kit, "enlace"),
    }
}

fn cookie(kit: &Kit, name: String, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(kit.settings().over_tls)
        .build()
}

/// The token of the login, as sent.
pub(crate) fn login(kit: &Kit, jar: &CookieJar) -> Option<String> {
    jar.get(&login_name(kit)).map(|cookie| cookie.value().to_owned()).filter(|token| !token.is_empty())
}

/// The cookie of a login. It ends with the browser; how long the login lasts is the server's to say.
pub(crate) fn set_login(kit: &Kit, token: String) -> Cookie<'static> {
    cookie(kit, login_name(kit), token)
}

/// Takes the login's cookie away.
pub(crate) fn end_login(kit: &Kit) -> Cookie<'static> {
    let mut gone = cookie(kit, login_name(kit), String::new());
    gone.make_removal();
    gone
}

/// The visitor's number: what the token of a form before sign-in hangs on.
pub(crate) fn visitor(kit: &Kit, jar: &CookieJar) -> Option<String> {
    jar.get(&prefixed(kit, "visita"))
        .map(|cookie| cookie.value().to_owned())
        .filter(|token| token.len() == 52)
}

/// Gives a visitor a number.
pub(crate) fn set_visitor(kit: &Kit, token: String) -> Cookie<'static> {
    cookie(kit, prefixed(kit, "visita"), token)
}

/// Appearance or language, for a year.
pub(crate) fn preference(kit: &Kit, name: &'static str, value: &'static str) -> Cookie<'static> {
    let mut kept = cookie(kit, name.to_owned(), value.to_owned());
    kept.make_permanent();
    kept
}

/// Says to the next page what was done: a key of a text, never a value.
pub(crate) fn notice(kit: &Kit, key: &str) -> Cookie<'static> {
    cookie(kit, NOTICE.to_owned(), key.to_owned())
}

/// Adds `Set-Cookie` without touching those set before.
pub(crate) fn add(headers: &mut HeaderMap, cookie: &Cookie<'_>) {
    let value = HeaderValue::from_str(&cookie.encoded().to_string());
    headers.append(header::SET_COOKIE, value.expect("an encoded cookie is a header value"));
}
