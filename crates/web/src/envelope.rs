//! Around every answer of a side, whatever made it: request id, time-out, panic, error page, headers
//! and one line in the access log.
//!
//! The log has method, route pattern, status, milliseconds and request id: no address, no query, no
//! name. The cause of an error is logged under the id that the page shows.

use std::{any::Any, sync::Arc};

use askama::Template;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;
use uuid::Uuid;

use crate::{
    api::Problem,
    cookies,
    error::{Error, Trouble},
    headers,
    i18n::{self, Locale},
    kit::Kit,
    ui::{ErrorPage, Shell, error::Situation},
};

/// The id of a request: in the log, in audit entries, on an error page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestId(pub(crate) Uuid);

/// The pattern of the route that answered, for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern(pub(crate) &'static str);

#[derive(Clone)]
struct Envelope {
    kit: Kit,
    /// The 404 page: rendered once, the same bytes for everybody.
    absent: Arc<[Bytes; 2]>,
}

pub(crate) fn around(kit: Kit, inner: Router) -> Router {
    let shell = Shell::bare(Locale::Es, kit.compartment());
    let page = ErrorPage { shell, situation: Situation::NotFound, reference: String::new() };
    let page = page.render().expect("the 404 page takes nothing that could fail");
    let absent = Arc::new([page.into(), problem(&Error::NotFound.trouble(), None).into()]);
    Router::new()
        .fallback_service(inner)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(Envelope { kit, absent }, wrap))
}

/// What a panic says may hold a value of a person: it is not repeated here.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    Error::Failure("panic".to_owned()).into_response()
}

async fn wrap(
    State(envelope): State<Envelope>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    #[expect(clippy::disallowed_methods, reason = "measures how long the answer took, for the log")]
    let started = std::time::Instant::now();
    let id = envelope.kit.uuid();
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let api = request.uri().path().starts_with("/api/");
    let patience = envelope.kit.settings().patience;
    let mut response = match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Unavailable("time-out".to_owned()).into_response(),
    };
    if let Some(trouble) = trouble_in(&mut response) {
        log_cause(&trouble, id);
        response = envelope.explain(response, &trouble, id, (&jar, api));
    }
    forget_notice(&envelope.kit, &jar, &mut response);
    headers::set(response.headers_mut(), envelope.kit.settings().over_tls);
    let pattern = response.extensions().get::<Pattern>().map_or("-", |pattern| pattern.0);
    let status = response.status().as_u16();
    let ms = started.elapsed().as_secs_f64() * 1_000.0;
    tracing::info!(target: "access", %method, route = pattern, status, ms, request = %id);
    response
}

/// The trouble that a handler or the door left, or one for an answer that a library made (a refused
/// body, a bad path): those are plain text in English.
fn trouble_in(response: &mut Response) -> Option<Trouble> {
    if let Some(trouble) = response.extensions_mut().remove::<Trouble>() {
        return Some(trouble);
    }
    let status = response.status();
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !(status.is_client_error() || status.is_server_error())
        || kind.contains("html")
        || kind.contains("json")
    {
        return None;
    }
    let error = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Error::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        status if status.is_client_error() => Error::Malformed(status.to_string()),
        status => Error::Failure(status.to_string()),
    };
    *response.status_mut() = error.status();
    trouble_in(&mut error.into_response())
}

fn log_cause(trouble: &Trouble, id: Uuid) {
    match trouble.situation {
        Situation::Failure | Situation::Unavailable | Situation::Full => {
            tracing::error!(request = %id, code = trouble.code, cause = %trouble.cause);
        }
        _ => tracing::debug!(request = %id, code = trouble.code),
    }
}

impl Envelope {
    fn explain(
        &self,
        mut response: Response,
        trouble: &Trouble,
        id: Uuid,
        (jar, api): (&CookieJar, bool),
    ) -> Response {
        let status = response.status();
        let [page, problem_json] = &*self.absent;
        let (kind, body) = match (api, trouble.situation) {
            (false, Situation::NotFound) => ("text/html; charset=utf-8", page.clone()),
            (true, Situation::NotFound) => ("application/problem+json", problem_json.clone()),
            (true, _) => ("application/problem+json", problem(trouble, Some((status, id))).into()),
            (false, situation) => ("text/html; charset=utf-8", self.error_page(jar, situation, id)),
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.remove(header::CONTENT_LENGTH);
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        *response.body_mut() = Body::from(body);
        response
    }

    fn error_page(&self, jar: &CookieJar, situation: Situation, id: Uuid) -> Bytes {
        let shell = crate::request::bare_shell(&self.kit, jar);
        let reference = match situation {
            Situation::Failure | Situation::Unavailable | Situation::Full => id.to_string(),
            _ => String::new(),
        };
        let page = ErrorPage { shell, situation, reference }.render();
        page.map_or_else(|_| Bytes::from_static(b"500"), Bytes::from)
    }
}

/// An error of the API. That of a 404 carries no id: hidden and absent are the same bytes.
fn problem(trouble: &Trouble, at: Option<(StatusCode, Uuid)>) -> String {
    let status = at.map_or(404, |(status, _)| status.as_u16());
    let [title, what, _] = trouble.situation.keys();
    let either = |own: String, other: &str| {
        let text = i18n::text(Locale::Es, &own, None);
        if text.starts_with("[[") { i18n::text(Locale::Es, other, None) } else { text }
    };
    let problem = Problem {
        kind: format!("urn:buentrato:problem:{}", trouble.code),
        title: either(format!("api-title-{status}"), title),
        detail: either(format!("api-problem-{}", trouble.code), what),
        status,
        request: at.map(|(_, id)| id),
        errors: trouble.mistakes.clone(),
    };
    json!(problem).to_string()
}

/// A notice is shown once: the page that showed it takes its cookie away.
fn forget_notice(kit: &Kit, jar: &CookieJar, response: &mut Response) {
    let is_page = response.status() == StatusCode::OK
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page && jar.get(cookies::NOTICE).is_some_and(|cookie| !cookie.value().is_empty()) {
        let mut gone = cookies::notice(kit, "");
        gone.make_removal();
        cookies::add(response.headers_mut(), &gone);
    }
}
