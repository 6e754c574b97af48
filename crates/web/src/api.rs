//! What handlers of the API take: [`ApiVisit`] to read, [`ApiDeed`] to change. Answers are JSON, errors
//! are RFC 9457; [`ApiDoc`] is what the document says of a route.
//!
//! The bearer token was checked by the door before the body is read. An `Idempotency-Key` makes a
//! repeat harmless: the same key with the same body is answered as the first time, with another body
//! it is refused.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, header, request::Parts},
    response::IntoResponse,
};
use domain::access::{Ctx, Once, Subject};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::sync::Arc;
use store::accounts::Account;
use utoipa::{
    ToSchema,
    openapi::{Ref, RefOr, Schema},
};
use uuid::Uuid;
use vault::chain;

use crate::{
    door::Entered,
    error::Error,
    request::{Answer, query_of},
    routes::FORM_LIMIT,
    ui::FormView,
};

/// What went wrong with a call (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:buentrato:problem:CODE`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in Spanish.
    pub title: String,
    /// What to do, in Spanish.
    pub detail: String,
    /// The status of the answer.
    pub status: u16,
    /// The id to mention when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Uuid>,
    /// Which parts of what was sent are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Mistake>,
}

/// A part of a call that is wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Mistake {
    /// JSON pointer into the body, or the name of a parameter.
    pub pointer: String,
    /// What is wrong.
    pub detail: String,
}

/// A schema by reference; itself and those that it refers to are put into the list.
pub type Shape = fn(&mut Vec<(String, RefOr<Schema>)>) -> RefOr<Schema>;

fn shape<T: ToSchema>(found: &mut Vec<(String, RefOr<Schema>)>) -> RefOr<Schema> {
    found.push((T::name().into_owned(), T::schema()));
    T::schemas(found);
    RefOr::Ref(Ref::from_schema_name(T::name()))
}

/// What the API document says of a route. The text `api-op-OPERATION` says what it does.
#[derive(Debug, Clone, Copy)]
pub struct ApiDoc {
    /// Name of the operation.
    pub operation: &'static str,
    /// The body that it takes.
    pub takes: Option<Shape>,
    /// What it answers.
    pub answers: Option<Shape>,
    /// Whether it answers a list of them.
    pub is_list: bool,
    /// What may stand behind `?`; with `page` the list comes in pages.
    pub query: &'static [&'static str],
}

impl ApiDoc {
    /// An operation that answers one thing.
    #[must_use]
    pub fn one<T: ToSchema>(operation: &'static str) -> Self {
        Self { operation, takes: None, answers: Some(shape::<T>), is_list: false, query: &[] }
    }

    /// An operation that answers a list of things.
    #[must_use]
    pub fn list<T: ToSchema>(operation: &'static str) -> Self {
        Self { is_list: true, ..Self::one::<T>(operation) }
    }

    /// The body that it takes.
    #[must_use]
    pub fn takes<T: ToSchema>(self) -> Self {
        Self { takes: Some(shape::<T>), ..self }
    }

    /// What may stand behind `?`.
    #[must_use]
    pub fn query(self, query: &'static [&'static str]) -> Self {
        Self { query, ..self }
    }
}

/// A list of resources, as JSON.
///
/// # Errors
/// [`Error::Failure`] when it cannot be written as JSON.
pub fn list(items: impl IntoIterator<Item = impl Serialize>) -> Answer {
    json(StatusCode::OK, &json!({ "items": items.into_iter().map(|item| json!(item)).collect::<Vec<_>>() }))
}

/// A resource, as JSON.
///
/// # Errors
/// [`Error::Failure`] when it cannot be written as JSON.
pub fn json(status: StatusCode, resource: &impl Serialize) -> Answer {
    let value = serde_json::to_value(resource).map_err(|error| Error::Failure(error.to_string()))?;
    Ok((status, Json(value)).into_response())
}

/// A program asks for a resource.
#[derive(Debug)]
pub struct ApiVisit {
    /// The decision for the action of this route.
    pub ctx: Ctx,
    /// Whose token it is.
    pub account: Arc<Account>,
    /// What stands behind `?` in the address.
    pub query: FormView,
}

impl ApiVisit {
    /// Who asks.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.account.subject()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ApiVisit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Error> {
        let entered = parts.extensions.get::<Entered>().cloned();
        let entered = entered.ok_or_else(|| Error::Failure("a call outside the door".to_owned()))?;
        Ok(Self { ctx: entered.ctx, account: entered.account, query: query_of(parts) })
    }
}

/// A program changes a resource; `T` is the body.
#[derive(Debug)]
pub struct ApiDeed<T> {
    /// The decision for the action of this route, with the idempotency key of the call.
    pub ctx: Ctx,
    /// Whose token it is.
    pub account: Arc<Account>,
    /// What was sent, or why it does not read: to be answered only to whom the resource is in reach.
    pub body: Result<T, Error>,
    /// The version in `If-Match`.
    pub if_match: Option<i32>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for ApiDeed<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let ApiVisit { ctx, account, .. } = ApiVisit::from_request_parts(&mut parts, state).await?;
        let bytes = axum::body::to_bytes(body, FORM_LIMIT).await.map_err(|_| Error::TooLarge)?;
        let ctx = match parts.headers.get("idempotency-key") {
            None => ctx,
            Some(key) => ctx.once(once(key.as_bytes(), &parts, &bytes)?),
        };
        // The message of serde names fields and lines, never values of ours.
        let body = serde_json::from_slice(&bytes).map_err(|error| Error::Malformed(error.to_string()));
        let if_match = parts.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        let if_match = if_match.and_then(|tag| tag.trim_start_matches("W/").trim_matches('"').parse().ok());
        Ok(Self { ctx, account, body, if_match })
    }
}

fn once(key: &[u8], parts: &Parts, body: &[u8]) -> Result<Once, Error> {
    if !(8..=128).contains(&key.len()) {
        return Err(Error::Malformed("Idempotency-Key".to_owned()));
    }
    let route = format!("{} {}", parts.method, parts.uri.path());
    let bound = chain::entry_digest(&[b"api", key]);
    let key =
        uuid::Builder::from_random_bytes(*bound.first_chunk().expect("a digest has 32 bytes")).into_uuid();
    Ok(Once { key, route, body: chain::entry_digest(&[body]) })
}
