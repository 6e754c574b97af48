//! What can happen to a request, as situations a person can understand. A mistake in a form is not
//! an error: it is data, shown at its field.
//!
//! An error leaves the handler as a status with a [`Trouble`] attached; [`crate::envelope`] makes the
//! page (or the JSON of the API) from it. The cause goes to the log under the request's id, never
//! to the screen.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use crate::{api::Mistake, ui::error::Situation};

/// A situation that ends a request.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Absent, or not for this person: the two are never told apart. 404.
    #[error("not found")]
    NotFound,
    /// A form without its token or from another site. 403.
    #[error("forged or stale form")]
    Forged,
    /// The API's token may only read. 403.
    #[error("token may only read")]
    ReadOnlyToken,
    /// No token, or none in force. 401, API only.
    #[error("no token in force")]
    NoToken,
    /// Somebody saved meanwhile and the page has nothing better to show. 409.
    #[error("conflict")]
    Conflict,
    /// Too many attempts; seconds to wait. 429.
    #[error("too many attempts")]
    TooMany(u64),
    /// The body is larger than its route takes. 413.
    #[error("body too large")]
    TooLarge,
    /// The body could not be understood. 400.
    #[error("malformed: {0}")]
    Malformed(String),
    /// The idempotency key came before with another body. 422.
    #[error("idempotency key reused")]
    KeyReused,
    /// A rule refused and the page has no place for the reason; carries its code. 422.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Parts of a call are wrong: the code, and each part with what to do. 422, API only.
    #[error("invalid: {0}")]
    Invalid(&'static str, Vec<Mistake>),
    /// The database does not answer. 503.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The disk has no room. 507.
    #[error("disk full")]
    DiskFull,
    /// A mistake of ours. 500.
    #[error("failure: {0}")]
    Failure(String),
}

/// What the envelope needs to know of an error.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    pub(crate) situation: Situation,
    /// Code for the API's `type` and for the log.
    pub(crate) code: &'static str,
    /// For the log only.
    pub(crate) cause: String,
    /// For the API.
    pub(crate) mistakes: Vec<Mistake>,
}

impl Error {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forged | Self::ReadOnlyToken => StatusCode::FORBIDDEN,
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::KeyReused | Self::Refused(_) | Self::Invalid(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Failure(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(crate) fn trouble(&self) -> Trouble {
        let (situation, code) = match self {
            Self::NotFound => (Situation::NotFound, "not-found"),
            Self::Forged => (Situation::Stale, "forged"),
            Self::ReadOnlyToken => (Situation::Stale, "read-only-token"),
            Self::NoToken => (Situation::Stale, "no-token"),
            Self::Conflict => (Situation::Conflict, "conflict"),
            Self::TooMany(_) => (Situation::TooMany, "too-many"),
            Self::TooLarge => (Situation::TooLarge, "too-large"),
            Self::Malformed(_) => (Situation::Malformed, "malformed"),
            Self::KeyReused => (Situation::Malformed, "key-reused"),
            Self::Refused(code) => (Situation::Conflict, *code),
            Self::Invalid(code, _) => (Situation::Malformed, *code),
            Self::Unavailable(_) => (Situation::Unavailable, "unavailable"),
            Self::DiskFull => (Situation::Full, "disk-full"),
            Self::Failure(_) => (Situation::Failure, "failure"),
        };
        let mistakes = match self {
            Self::Invalid(_, mistakes) => mistakes.clone(),
            Self::Malformed(what) => vec![Mistake { pointer: String::new(), detail: what.clone() }],
            _ => Vec::new(),
        };
        Trouble { situation, code, cause: self.to_string(), mistakes }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::TooMany(seconds) = self {
            response.headers_mut().insert(axum::http::header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self.trouble());
        response
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        use store::Error as E;
        match error {
            E::NotFound | E::Denied => Self::NotFound,
            E::Stale | E::Conflict(_) => Self::Conflict,
            E::KeyReused => Self::KeyReused,
            E::Refused(code) => Self::Refused(code),
            E::DiskFull => Self::DiskFull,
            E::Unavailable(_) => Self::Unavailable(error.to_string()),
            // A handler answers a replay with `Replayed::replayed`; reaching here is our mistake.
            other => Self::Failure(other.to_string()),
        }
    }
}

impl From<domain::access::Denied> for Error {
    fn from(_: domain::access::Denied) -> Self {
        Self::NotFound
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Failure(format!("template: {error}"))
    }
}

/// A write that was done before under the same key is answered as if it were done now.
pub trait Replayed<T> {
    /// The outcome of the first time, if this is a repeat.
    ///
    /// # Errors
    /// Every other error of the store.
    fn replayed(self) -> Result<T, store::Error>;
}

impl<T: From<Uuid>> Replayed<T> for Result<T, store::Error> {
    fn replayed(self) -> Result<T, store::Error> {
        match self {
            Err(store::Error::Replayed(Some(id))) => Ok(id.into()),
            other => other,
        }
    }
}

/// The same for a write that makes nothing with an id.
///
/// # Errors
/// Every other error of the store.
pub fn done_before(outcome: Result<(), store::Error>) -> Result<(), store::Error> {
    match outcome {
        Err(store::Error::Replayed(_)) => Ok(()),
        other => other,
    }
}
