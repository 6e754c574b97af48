//! Pages and API of both compartments, in Spanish first. How a request goes:
//! `envelope` (id, headers, errors) -> `routes` (the one table) -> `door` (login, decision) ->
//! extractor of `request`, `upload` or `api` -> handler of a feature -> template beside it.
//!
//! Handlers are short and straight; rules are in `domain`, queries in `store`, words in `locales/`.

pub mod api;
mod client;
mod cookies;
mod csrf;
pub mod dates;
mod door;
pub mod download;
mod envelope;
pub mod error;
pub mod features;
mod headers;
pub mod i18n;
pub mod kit;
pub mod request;
pub mod routes;
pub mod ui;
pub mod upload;
mod work;
pub mod workbook;

use axum::Router;
use store::{Programme, Safety, Store};

pub use error::Error;
pub use features::api::document;
pub use kit::{App, Kit, Settings};
pub use work::work_off;

/// The pages and the API of the programme side.
pub fn programme(store: Store<Programme>, settings: Settings) -> Router {
    routes::router(App::new(store, settings), features::programme())
}

/// The pages of the safety side.
pub fn safety(store: Store<Safety>, settings: Settings) -> Router {
    routes::router(App::new(store, settings), features::safety())
}
