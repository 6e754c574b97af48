//! Against forms sent from elsewhere: two independent checks on everything that is not a GET.
//!
//! First, before the body is read, what the browser says of the sender (`Sec-Fetch-Site`, else
//! `Origin`). Then, in the body, a token that only a page of this login could carry.

use axum::http::{HeaderMap, Method, header};
use data_encoding::BASE32_NOPAD;

use crate::kit::Kit;

/// Whether the request may come from one of our pages. A client that sends neither header (no
/// browser does) still needs the token.
pub(crate) fn same_origin(kit: &Kit, method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    let host = |url: &str| url.split_once("://").map(|(_, host)| host.to_ascii_lowercase());
    origin == kit.settings().public_url
        || (host(origin).is_some() && host(origin) == text("host").map(str::to_ascii_lowercase))
}

/// The token of the forms of one login (or visitor): a keyed hash of its secret, which it does not show.
pub(crate) fn token(kit: &Kit, secret: &str) -> String {
    let mac = kit.base().ring().keyed_hash("form-token", secret.as_bytes());
    BASE32_NOPAD.encode(&mac[..20]).to_ascii_lowercase()
}

/// Whether a form carries the right token.
pub(crate) fn matches(expected: &str, sent: &str) -> bool {
    !expected.is_empty() && vault::equal(expected.as_bytes(), sent.as_bytes())
}
