//! The one table of routes. Router, access matrix, OpenAPI and crawl are made from it.
//!
//! A route says who may come in before its handler runs: [`crate::door`] decides on its action for
//! every route, whatever the handler asks for. What is not in the table is the constant 404 page.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    middleware,
    routing::{MethodFilter, MethodRouter, on},
};
use domain::access::Action;
use store::Side;

use crate::{api::ApiDoc, door, envelope, error::Error, kit::App};

/// Largest body of a form or call.
pub const FORM_LIMIT: usize = 1024 * 1024;
/// Largest body of a form with files.
pub const UPLOAD_LIMIT: usize = 10 * 1024 * 1024;

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Anybody: sign-in, public verification, embedded files.
    Public,
    /// A login whose account may perform the action; an answer is a page.
    Page(Action),
    /// A bearer token whose account may perform the action; an answer is JSON.
    Api(Action),
}

/// A row of the table, without its handler.
#[derive(Debug, Clone)]
pub struct Row {
    /// Method.
    pub method: Method,
    /// Pattern: `/grupos/{grupo}`.
    pub path: &'static str,
    /// Who may come in.
    pub entry: Entry,
    /// Largest body.
    pub limit: usize,
    /// Whether a request counts as somebody being there; progress that a page asks for by itself does not.
    pub quiet: bool,
    /// What the API document says.
    pub doc: Option<ApiDoc>,
}

/// A row of the table with its handler. `S` is the side: `Programme` or `Safety`.
#[derive(Debug, Clone)]
pub struct Route<S> {
    /// The row.
    pub row: Row,
    handler: MethodRouter<App<S>>,
}

macro_rules! ways {
    ($($(#[$doc:meta])* $name:ident: $method:ident $(, $action:ident)? => $entry:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name<H, T>(path: &'static str, $($action: Action,)? handler: H) -> Self
        where
            H: Handler<T, App<S>>,
            T: 'static,
        {
            Self::new(Method::$method, path, $entry, on(MethodFilter::$method, handler))
        }
    )*};
}

impl<S: Side> Route<S> {
    fn new(method: Method, path: &'static str, entry: Entry, handler: MethodRouter<App<S>>) -> Self {
        let row = Row { method, path, entry, limit: FORM_LIMIT, quiet: false, doc: None };
        Self { row, handler }
    }

    ways! {
        /// A page.
        get: GET, action => Entry::Page(action);
        /// A form; answers 303, or 422 with the same page and its mistakes.
        post: POST, action => Entry::Page(action);
        /// A page for anybody.
        public_get: GET => Entry::Public;
        /// A form for anybody.
        public_post: POST => Entry::Public;
        /// A resource of the API.
        api_get: GET, action => Entry::Api(action);
        /// A new resource of the API.
        api_post: POST, action => Entry::Api(action);
        /// A whole resource of the API, set.
        api_put: PUT, action => Entry::Api(action);
        /// A resource of the API, taken away.
        api_delete: DELETE, action => Entry::Api(action);
    }

    /// Takes files: up to 10 MB.
    #[must_use]
    pub fn upload(mut self) -> Self {
        self.row.limit = UPLOAD_LIMIT;
        self
    }

    /// Asked for by the page itself: does not keep the login alive.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.row.quiet = true;
        self
    }

    /// What the API document says of it.
    #[must_use]
    pub fn doc(mut self, doc: ApiDoc) -> Self {
        self.row.doc = Some(doc);
        self
    }
}

/// The router of one side: the door at each route, the envelope around everything.
pub fn router<S: Side>(app: App<S>, routes: Vec<Route<S>>) -> Router {
    let kit = app.kit().clone();
    let mut inner = Router::new();
    for route in routes {
        let gate = door::Gate { kit: kit.clone(), row: route.row.clone() };
        let handler = route
            .handler
            .route_layer(middleware::from_fn_with_state(gate, door::pass))
            .route_layer(DefaultBodyLimit::max(route.row.limit));
        inner = inner.route(route.row.path, handler);
    }
    let inner = inner
        .fallback(async || Error::NotFound)
        .method_not_allowed_fallback(async || Error::NotFound)
        .with_state(app);
    envelope::around(kit, inner)
}
