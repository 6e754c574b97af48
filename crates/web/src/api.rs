//! What handlers of the API take: [`ApiVisit`] to read, [`ApiDeed`] to change. Answers are JSON.
//!
//! The bearer token was checked by the door before the body is read. An `Idempotency-Key` makes a
//! repeat harmless: the same key with the same body is answered as the first time, with another body
//! it is refused.

use axum::{
    Json,
    extract::{FromRef, FromRequest, FromRequestParts, Request},
    http::{StatusCode, request::Parts},
    response::IntoResponse,
};
use domain::access::{Ctx, Once, Subject};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use store::accounts::Account;
use vault::chain;

use crate::{door::Entered, error::Error, kit::Kit, request::Answer, routes::FORM_LIMIT};

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
        Ok(Self { ctx: entered.ctx, account: entered.account })
    }
}

/// A program changes a resource; `T` is the body.
#[derive(Debug)]
pub struct ApiDeed<T> {
    /// The decision for the action of this route, with the idempotency key of the call.
    pub ctx: Ctx,
    /// Whose token it is.
    pub account: Arc<Account>,
    /// What was sent.
    pub body: T,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for ApiDeed<T>
where
    Kit: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let ApiVisit { ctx, account } = ApiVisit::from_request_parts(&mut parts, state).await?;
        let bytes = axum::body::to_bytes(body, FORM_LIMIT).await.map_err(|_| Error::TooLarge)?;
        let ctx = match parts.headers.get("idempotency-key") {
            None => ctx,
            Some(key) => ctx.once(once(key.as_bytes(), &parts, &bytes)?),
        };
        // The message of serde names fields and lines, never values of ours.
        let body = serde_json::from_slice(&bytes).map_err(|error| Error::Malformed(error.to_string()))?;
        Ok(Self { ctx, account, body })
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
