//! What handlers take: [`Visit`] for a page, [`Deed`] for a form, [`Guest`] and [`GuestDeed`] for pages
//! before sign-in, [`At`] for ids in the path. Files and the API have their own modules.
//!
//! All of them only read what the door let in: none can be had without its decision.

use askama::Template;
use axum::{
    extract::{FromRef, FromRequest, FromRequestParts, Path, Query, Request, State},
    http::{Method, StatusCode, request::Parts},
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::{CookieJar, Form};
use chrono::Duration;
use domain::{
    access::{Ctx, Once, Subject, reach},
    ids::LoginId,
};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use store::{Programme, Store, accounts::Account};
use uuid::Uuid;
use vault::{Sensitive, chain};

use crate::{
    client, cookies, csrf,
    door::{self, Entered},
    envelope::RequestId,
    error::Error,
    features,
    i18n::Locale,
    kit::Kit,
    ui::{FormView, NavItem, Notice, Shell, Theme, shell::SignedIn},
};

/// What a handler answers.
pub type Answer = Result<Response, Error>;

/// The programme side's store, as a handler takes it.
pub type ProgrammeState = State<Store<Programme>>;

/// A page.
///
/// # Errors
/// [`Error::Failure`] when the template fails.
pub fn page(template: &impl Template) -> Answer {
    Ok(Html(template.render()?).into_response())
}

/// The same page again, with its mistakes: 422.
///
/// # Errors
/// [`Error::Failure`] when the template fails.
pub fn mistakes(template: &impl Template) -> Answer {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(template.render()?)).into_response())
}

/// 303 to a path of ours: what a form that was saved answers.
pub fn see(path: impl AsRef<str>) -> Answer {
    Ok(door::see_other(path.as_ref()))
}

/// Somebody signed in asks for a page.
#[derive(Debug)]
pub struct Visit {
    /// The decision for the action of this route.
    pub ctx: Ctx,
    /// Whose login it is.
    pub account: Arc<Account>,
    /// The login.
    pub login: LoginId,
    /// First field of the page's struct.
    pub shell: Shell,
    /// What stands behind `?` in the address: filters, page.
    pub query: FormView,
    kit: Kit,
}

impl Visit {
    /// Who asks: for a second decision on the same page (`visit.ctx.also(&visit.subject(), ..)`).
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.account.subject()
    }

    /// The page of a long list that was asked for, from 1.
    #[must_use]
    pub fn page_number(&self) -> u64 {
        self.query.value("pagina").parse().unwrap_or(1)
    }

    /// 303 to a path, whose page says what was done: a key with `-done-` in it.
    pub fn done(&self, path: impl AsRef<str>, notice: &str) -> Answer {
        done(&self.kit, path.as_ref(), notice)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit
where
    Kit: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let kit = Kit::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let entered = parts.extensions.get::<Entered>().cloned();
        let entered = entered.ok_or_else(|| Error::Failure("a page outside the door".to_owned()))?;
        let login =
            entered.login.as_ref().ok_or_else(|| Error::Failure("a page behind a token".to_owned()))?;
        let shell = signed_in_shell(&kit, &jar, parts, &entered, login);
        let (login, query) = (login.id, query_of(parts));
        Ok(Self { ctx: entered.ctx, account: entered.account, login, shell, query, kit })
    }
}

/// Somebody signed in sends a form.
#[derive(Debug)]
pub struct Deed {
    /// The decision for the action of this route, with the idempotency key of the form.
    pub ctx: Ctx,
    /// Whose login it is.
    pub account: Arc<Account>,
    /// The login.
    pub login: LoginId,
    /// For showing the page again.
    pub shell: Shell,
    /// The fields, without `_csrf` and `_key`.
    pub form: FormView,
    raw: Raw,
    kit: Kit,
}

impl Deed {
    /// A secret exactly as it was typed: [`FormView`] trims.
    #[must_use]
    pub fn secret(&self, name: &str) -> Sensitive<String> {
        self.raw.secret(name)
    }

    /// Who acts.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.account.subject()
    }

    /// 303 to a path, whose page says what was done: a key with `-done-` in it.
    pub fn done(&self, path: impl AsRef<str>, notice: &str) -> Answer {
        done(&self.kit, path.as_ref(), notice)
    }

    pub(crate) fn made(
        visit: Visit,
        pairs: Vec<(String, String)>,
        (method, path): (&Method, &str),
        files: &[&[u8]],
    ) -> Result<Self, Error> {
        let sent = Sent::check(&[visit.shell.csrf.as_str()], pairs)?;
        let ctx = sent.once(visit.ctx, method, path, files);
        let (form, raw) = (FormView::sent(sent.fields.clone()), Raw(sent.fields));
        Ok(Self {
            ctx,
            account: visit.account,
            login: visit.login,
            shell: visit.shell,
            form,
            raw,
            kit: visit.kit,
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Deed
where
    Kit: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let pairs = form_pairs(Request::from_parts(parts, body)).await?;
        Self::made(visit, pairs, (&method, &path), &[])
    }
}

/// The fields as they came.
struct Raw(Vec<(String, String)>);

impl Raw {
    fn secret(&self, name: &str) -> Sensitive<String> {
        let found = self.0.iter().find(|(field, _)| field == name);
        Sensitive::new(found.map(|(_, value)| value.clone()).unwrap_or_default())
    }
}

impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("«oculto»")
    }
}

fn done(kit: &Kit, path: &str, notice: &str) -> Answer {
    let mut response = door::see_other(path);
    cookies::add(response.headers_mut(), &cookies::notice(kit, notice));
    Ok(response)
}

/// A form with its token checked and its key taken out.
pub(crate) struct Sent {
    key: Option<Uuid>,
    pub(crate) fields: Vec<(String, String)>,
}

impl Sent {
    pub(crate) fn check(tokens: &[&str], pairs: Vec<(String, String)>) -> Result<Self, Error> {
        let value =
            |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value);
        if !tokens.iter().any(|token| csrf::matches(token, value("_csrf"))) {
            return Err(Error::Forged);
        }
        let key = value("_key").parse().ok();
        let fields = pairs.into_iter().filter(|(name, _)| name != "_csrf" && name != "_key").collect();
        Ok(Self { key, fields })
    }

    /// Puts the idempotency key into the decision. The key of a page is bound to method and path, so
    /// that two forms of one page may carry the same; the body's digest leaves the form token out, so
    /// that a form kept over an expired login is still the same form.
    pub(crate) fn once(&self, ctx: Ctx, method: &Method, path: &str, files: &[&[u8]]) -> Ctx {
        let Some(key) = self.key else { return ctx };
        let route = format!("{method} {path}");
        let bound = chain::entry_digest(&[key.as_bytes(), route.as_bytes()]);
        let mut parts: Vec<&[u8]> = Vec::with_capacity(self.fields.len() * 2 + files.len());
        for (name, value) in &self.fields {
            parts.extend([name.as_bytes(), value.as_bytes()]);
        }
        parts.extend(files);
        let key = uuid::Builder::from_random_bytes(*bound.first_chunk().expect("a digest has 32 bytes"))
            .into_uuid();
        ctx.once(Once { key, route, body: chain::entry_digest(&parts) })
    }
}

pub(crate) async fn form_pairs(request: Request) -> Result<Vec<(String, String)>, Error> {
    match Form::<Vec<(String, String)>>::from_request(request, &()).await {
        Ok(Form(pairs)) => Ok(pairs),
        Err(rejection) => Err(match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
            _ => Error::Malformed("form".to_owned()),
        }),
    }
}

/// Somebody not signed in asks for a page.
#[derive(Debug)]
pub struct Guest {
    /// A decision for nothing but signing in: it reaches no data.
    pub ctx: Ctx,
    /// First field of the page's struct.
    pub shell: Shell,
    /// What stands behind `?` in the address.
    pub query: FormView,
    fresh: Option<String>,
    kit: Kit,
}

impl Guest {
    /// The page, with the cookie that its form's token hangs on.
    ///
    /// # Errors
    /// [`Error::Failure`] when the template fails.
    pub fn page(&self, template: &impl Template) -> Answer {
        let mut response = page(template)?;
        if let Some(fresh) = &self.fresh {
            cookies::add(response.headers_mut(), &cookies::set_visitor(&self.kit, fresh.clone()));
        }
        Ok(response)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Guest
where
    Kit: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let kit = Kit::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let id = parts.extensions.get::<RequestId>().map(|id| id.0).unwrap_or_default();
        let known = cookies::visitor(&kit, &jar);
        let fresh = known.is_none().then(|| kit.base().entropy().token());
        let mut shell = bare_shell(&kit, &jar);
        shell.csrf = csrf::token(&kit, known.as_ref().or(fresh.as_ref()).map_or("", String::as_str));
        shell.key = kit.uuid().to_string();
        shell.path = parts.uri.path().to_owned();
        Ok(Self { ctx: kit.anonymous(id), shell, query: query_of(parts), fresh, kit })
    }
}

/// Somebody not signed in sends a form.
#[derive(Debug)]
pub struct GuestDeed {
    /// A decision for nothing but signing in.
    pub ctx: Ctx,
    /// For showing the page again.
    pub shell: Shell,
    /// The form without `_csrf` and `_key`.
    pub form: FormView,
    /// Where it comes from, for slowing attempts down.
    pub(crate) address: String,
    /// What it was sent with, in words.
    pub(crate) device: String,
    raw: Raw,
}

impl GuestDeed {
    /// A secret exactly as it was typed.
    #[must_use]
    pub fn secret(&self, name: &str) -> Sensitive<String> {
        self.raw.secret(name)
    }
}

impl<S: Send + Sync> FromRequest<S> for GuestDeed
where
    Kit: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let guest = Guest::from_request_parts(&mut parts, state).await?;
        let (address, device) = (client::address(&guest.kit, &parts), client::device(&parts.headers));
        // A page for anybody may also be sent from a page of somebody signed in (language, theme).
        let login = cookies::login(&guest.kit, &CookieJar::from_headers(&parts.headers));
        let login = login.map(|secret| csrf::token(&guest.kit, &secret)).unwrap_or_default();
        let pairs = form_pairs(Request::from_parts(parts, body)).await?;
        let sent = Sent::check(&[guest.shell.csrf.as_str(), login.as_str()], pairs)?;
        let (form, raw) = (FormView::sent(sent.fields.clone()), Raw(sent.fields));
        Ok(Self { ctx: guest.ctx, shell: guest.shell, form, address, device, raw })
    }
}

/// Ids in the path: `At(group): At<GroupId>`, `At((group, number)): At<(GroupId, u32)>`. What does not
/// parse does not exist: 404.
#[derive(Debug)]
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Path::from_request_parts(parts, state).await.map(|Path(at)| Self(at)).map_err(|_| Error::NotFound)
    }
}

/// What stands behind `?`; what cannot be read there is nothing.
pub(crate) fn query_of(parts: &Parts) -> FormView {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    FormView::sent(pairs.map(|Query(pairs)| pairs).unwrap_or_default())
}

/// The surroundings of a page for nobody in particular, in the language and theme of the device.
pub(crate) fn bare_shell(kit: &Kit, jar: &CookieJar) -> Shell {
    let cookie = |name: &str| jar.get(name).map_or("", |cookie| cookie.value()).to_owned();
    let locale = Locale::from_code(&cookie(cookies::LOCALE)).unwrap_or_default();
    let mut shell = Shell::bare(locale, kit.compartment());
    shell.theme = Theme::from_code(&cookie(cookies::THEME));
    shell.zone = kit.settings().zone;
    shell.demo = kit.settings().demo;
    shell
}

fn signed_in_shell(
    kit: &Kit,
    jar: &CookieJar,
    parts: &Parts,
    entered: &Entered,
    login: &door::OfLogin,
) -> Shell {
    let mut shell = bare_shell(kit, jar);
    let account = &entered.account;
    shell.locale = Locale::from_code(&account.locale).unwrap_or(shell.locale);
    shell.path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut roles: Vec<_> = account.grants.iter().map(|(_, grant)| grant.role).collect();
    roles.dedup();
    let roles: Vec<String> = roles.iter().map(|role| shell.t(&features::access::role_key(*role))).collect();
    let left = login.ends_at.signed_duration_since(entered.ctx.now()).max(Duration::zero());
    shell.user = Some(SignedIn {
        name: account.display_name.expose().clone(),
        role: roles.join(" · "),
        session_seconds: u32::try_from(left.num_seconds()).unwrap_or(0),
    });
    shell.nav = navigation(kit, account, parts.uri.path());
    shell.csrf = csrf::token(kit, &login.secret);
    shell.key = kit.uuid().to_string();
    shell.notice = jar.get(cookies::NOTICE).and_then(|cookie| notice(&shell, cookie.value()));
    shell
}

/// The notice that a cookie names. It may have been written by anybody: only keys of texts count.
fn notice(shell: &Shell, key: &str) -> Option<Notice> {
    let plain =
        key.len() <= 60 && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !plain || !key.contains("-done-") {
        return None;
    }
    let text = shell.t(key);
    (!text.starts_with("[[")).then(|| Notice::good(text))
}

fn navigation(kit: &Kit, account: &Account, path: &str) -> Vec<NavItem> {
    let subject = account.subject();
    let within = |href: &str| {
        path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    };
    features::destinations(kit.compartment())
        .iter()
        .filter(|place| reach(&subject, place.action).is_ok())
        .map(|place| NavItem {
            href: place.href,
            key: place.key,
            icon: place.icon,
            current: within(place.href),
            waiting: None,
        })
        .collect()
}
