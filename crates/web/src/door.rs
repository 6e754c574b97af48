//! The door of each route: who comes, may they, before anything of the body is read.
//!
//! It stands before every handler, so a handler cannot forget it; what it let in is handed on as
//! [`Entered`], from which the extractors of [`crate::request`] take the typed decision.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::{CookieJar, Form};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx, decide},
    ids::{LoginId, UserId},
};
use store::accounts::{Account, Presence};

use crate::{
    cookies, csrf,
    envelope::{Pattern, RequestId},
    error::Error,
    kit::Kit,
    routes::{Entry, Row},
    ui::form::encode_query,
};

/// The door of one route.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) kit: Kit,
    pub(crate) row: Row,
}

/// Who was let in, and for what.
#[derive(Debug, Clone)]
pub(crate) struct Entered {
    pub(crate) ctx: Ctx,
    pub(crate) account: Arc<Account>,
    /// None for a bearer token.
    pub(crate) login: Option<OfLogin>,
}

/// The login that came in.
#[derive(Debug, Clone)]
pub(crate) struct OfLogin {
    pub(crate) id: LoginId,
    pub(crate) ends_at: DateTime<Utc>,
    /// What the tokens of its forms are made from.
    pub(crate) secret: String,
}

pub(crate) async fn pass(State(gate): State<Gate>, jar: CookieJar, request: Request, next: Next) -> Response {
    let pattern = Pattern(gate.row.path);
    let mut response = match gate.admit(&jar, request).await {
        Ok(request) => next.run(*request).await,
        Err(answer) => *answer,
    };
    response.extensions_mut().insert(pattern);
    response
}

type Admitted = Result<Box<Request>, Box<Response>>;

fn refuse(error: Error) -> Admitted {
    Err(Box::new(error.into_response()))
}

impl Gate {
    async fn admit(&self, jar: &CookieJar, request: Request) -> Admitted {
        let id = request.extensions().get::<RequestId>().map(|id| id.0).unwrap_or_default();
        let anonymous = self.kit.anonymous(id);
        match self.row.entry {
            Entry::Public if csrf::same_origin(&self.kit, request.method(), request.headers()) => {
                Ok(Box::new(request))
            }
            Entry::Public => refuse(Error::Forged),
            Entry::Page(action) => self.admit_login(&anonymous, action, jar, request).await,
            Entry::Api(action) => self.admit_token(&anonymous, action, request).await,
        }
    }

    async fn admit_login(
        &self,
        ctx: &Ctx,
        action: Action,
        jar: &CookieJar,
        mut request: Request,
    ) -> Admitted {
        let Some(secret) = cookies::login(&self.kit, jar) else { return self.to_sign_in(&request, None) };
        let presence = self.kit.base().presence(ctx, &secret, self.kit.idle(), !self.row.quiet).await;
        let login = match presence {
            Err(error) => return refuse(error.into()),
            Ok(Presence::Nobody) => return self.to_sign_in(&request, None),
            Ok(Presence::Half { .. }) => return Err(Box::new(see_other("/entrar/codigo"))),
            Ok(Presence::Expired { user }) => return self.keep_form(ctx, user, &secret, request).await,
            Ok(Presence::Present(login)) => login,
        };
        if !csrf::same_origin(&self.kit, request.method(), request.headers()) {
            return refuse(Error::Forged);
        }
        let Ok(decided) = decide(&login.account.subject(), action, ctx.now(), ctx.request()) else {
            return refuse(Error::NotFound);
        };
        let of_login = OfLogin { id: login.id, ends_at: login.ends_at, secret };
        let entered = Entered { ctx: decided, account: Arc::new(login.account), login: Some(of_login) };
        request.extensions_mut().insert(entered);
        Ok(Box::new(request))
    }

    async fn admit_token(&self, ctx: &Ctx, action: Action, mut request: Request) -> Admitted {
        let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(secret) = sent.and_then(|value| value.strip_prefix("Bearer ")) else {
            return refuse(Error::NoToken);
        };
        let bearer = match self.kit.base().bearer(ctx, secret.trim()).await {
            Err(error) => return refuse(error.into()),
            Ok(None) => return refuse(Error::NoToken),
            Ok(Some(bearer)) => bearer,
        };
        let Ok(decided) = decide(&bearer.account.subject(), action, ctx.now(), ctx.request()) else {
            return refuse(Error::NotFound);
        };
        if !bearer.may_write && !matches!(*request.method(), Method::GET | Method::HEAD) {
            return refuse(Error::ReadOnlyToken);
        }
        let entered = Entered { ctx: decided, account: Arc::new(bearer.account), login: None };
        request.extensions_mut().insert(entered);
        Ok(Box::new(request))
    }

    /// To the sign-in page, and back to where a GET wanted to go.
    fn to_sign_in(&self, request: &Request, why: Option<&str>) -> Admitted {
        let mut query = Vec::new();
        if *request.method() == Method::GET && request.uri().path() != "/" {
            let there = request.uri().path_and_query().map_or("/", |there| there.as_str());
            query.push(("destino".to_owned(), there.to_owned()));
        }
        query.extend(why.map(|why| ("motivo".to_owned(), why.to_owned())));
        let page =
            if query.is_empty() { "/entrar".to_owned() } else { format!("/entrar?{}", encode_query(&query)) };
        let mut answer = see_other(&page);
        if request.headers().contains_key("hx-request") {
            // htmx would put the sign-in page into a corner of the old one.
            *answer.status_mut() = StatusCode::NO_CONTENT;
            answer.headers_mut().remove(header::LOCATION);
            answer.headers_mut().insert("hx-redirect", HeaderValue::from_static("/entrar"));
        }
        Err(Box::new(answer))
    }

    /// A login ran out while somebody was filling a form. What was sent is kept, so that nothing has
    /// to be typed twice: sealed in a row of the database, for this account only, for a day; after
    /// signing in, the same account finds it under `/formulario-guardado` and sends it again by one
    /// button, through all the usual checks. A row rather than a hidden field of the sign-in page: so
    /// nothing of it lies on a screen that whoever sits down next could open. Only a login that was
    /// this account's, with the token of its own page, can leave one, so nobody fills the table from
    /// outside. Files are not kept.
    async fn keep_form(&self, ctx: &Ctx, user: UserId, secret: &str, request: Request) -> Admitted {
        let (parts, body) = request.into_parts();
        let bare = Request::from_parts(parts.clone(), axum::body::Body::empty());
        if parts.method != Method::POST || !csrf::same_origin(&self.kit, &parts.method, &parts.headers) {
            return self.to_sign_in(&bare, Some("caducada"));
        }
        let request = Request::from_parts(parts, body);
        let Ok(Form(pairs)) = Form::<Vec<(String, String)>>::from_request(request, &()).await else {
            return self.to_sign_in(&bare, Some("caducada"));
        };
        let token = pairs.iter().find(|(name, _)| name == "_csrf").map_or("", |(_, value)| value);
        let right = csrf::matches(&csrf::token(&self.kit, secret), token);
        let fields: Vec<_> = pairs.into_iter().filter(|(name, _)| name != "_csrf").collect();
        if !right || fields.iter().all(|(name, _)| name == "_key") {
            return self.to_sign_in(&bare, Some("caducada"));
        }
        match self.kit.base().keep_form(ctx, user, bare.uri().path(), &encode_query(&fields)).await {
            Ok(()) => self.to_sign_in(&bare, Some("guardado")),
            Err(error) => refuse(error.into()),
        }
    }
}

/// 303 to a path of ours.
pub(crate) fn see_other(path: &str) -> Response {
    let place = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}
