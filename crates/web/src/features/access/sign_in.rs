//! Sign-in in two steps: username and password, then the code of the second factor. The first time,
//! the second step is one's own password and enrolling the factor.
//!
//! An unknown user and a wrong password get the same answer for the same work. A login that waits for
//! its second factor opens nothing; after it a new token is given.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Html, response::IntoResponse};
use axum_extra::extract::CookieJar;
use chrono::Duration;
use domain::{
    access::{Action, Ctx, decide},
    ids::LoginId,
};
use store::accounts::{Account, Attempt, AttemptBy, Presence};
use vault::Sensitive;

use super::{factor, password};
use crate::{
    cookies,
    error::Error,
    kit::Kit,
    request::{Answer, Guest, GuestDeed, mistakes, page, see},
    ui::{FormView, Shell, form::encode_query},
};

#[derive(Debug, Template)]
#[template(path = "features/access/sign_in.html")]
struct SignInPage {
    shell: Shell,
    form: FormView,
    /// Key of why one is here again.
    why: Option<&'static str>,
    /// Seconds to wait before the next attempt.
    wait: Option<i64>,
}

#[derive(Debug, Template)]
#[template(path = "features/access/code.html")]
struct CodePage {
    shell: Shell,
    form: FormView,
    wait: Option<i64>,
}

#[derive(Debug, Template)]
#[template(path = "features/access/enrol.html")]
struct EnrolPage {
    shell: Shell,
    form: FormView,
    enrolment: factor::Enrolment,
    new_password: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/access/codes.html")]
pub(super) struct CodesPage {
    shell: Shell,
    codes: Vec<String>,
    next: String,
}

impl CodesPage {
    /// Shown once: without the form for theme and language, which would lead away from it.
    pub(super) fn new(mut shell: Shell, codes: Vec<String>, next: String) -> Self {
        shell.csrf.clear();
        Self { shell, codes, next }
    }
}

/// Where to go after signing in: a path of ours, else the home page.
pub(super) fn local_path(text: &str) -> String {
    let local = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\r', '\n', '\t']);
    if local { text.to_owned() } else { "/".to_owned() }
}

fn with_destination(path: &str, destination: &str) -> String {
    match local_path(destination) {
        home if home == "/" => path.to_owned(),
        there => format!("{path}?{}", encode_query(&[("destino".to_owned(), there)])),
    }
}

fn destination_form(guest: &Guest) -> FormView {
    FormView::default().with("destino", local_path(guest.query.value("destino")))
}

pub(super) async fn ask(guest: Guest) -> Answer {
    let why = match guest.query.value("motivo") {
        "guardado" => Some("access-why-kept"),
        "caducada" => Some("access-why-expired"),
        "salida" => Some("access-why-left"),
        _ => None,
    };
    guest.page(&SignInPage { shell: guest.shell.clone(), form: destination_form(&guest), why, wait: None })
}

pub(super) async fn enter(State(kit): State<Kit>, mut deed: GuestDeed) -> Answer {
    let username = deed.form.required("usuario", "access-mistake-username");
    let secret = deed.secret("contrasena");
    if secret.expose().is_empty() {
        deed.form.fail("contrasena", "access-mistake-password");
    }
    if !deed.form.is_right() {
        return mistakes(&SignInPage { shell: deed.shell, form: deed.form, why: None, wait: None });
    }
    let by = AttemptBy { username: &username, address: &deed.address };
    if let Attempt::Wait(time) = kit.base().claim_attempt(&deed.ctx, by).await? {
        let wait = Some(seconds(time));
        return too_many(&SignInPage { shell: deed.shell, form: deed.form, why: None, wait }, time);
    }
    let candidate = kit.base().candidate(&deed.ctx, &username).await?;
    let hash = candidate.as_ref().map(|known| known.password_hash.clone());
    let fits = kit.hasher().fits(secret, hash).await?;
    let Some(known) = candidate.filter(|_| fits) else {
        deed.form.fail("usuario", "access-mistake-sign-in");
        return mistakes(&SignInPage { shell: deed.shell, form: deed.form, why: None, wait: None });
    };
    let token = kit.base().open_half_login(&deed.ctx, known.user, &deed.device).await?;
    let mut answer = see(with_destination("/entrar/codigo", deed.form.value("destino")))?;
    cookies::add(answer.headers_mut(), &cookies::set_login(&kit, token));
    Ok(answer)
}

fn seconds(time: Duration) -> i64 {
    time.num_seconds() + 1
}

fn too_many(template: &impl Template, time: Duration) -> Answer {
    let retry = [(axum::http::header::RETRY_AFTER, seconds(time).to_string())];
    Ok((StatusCode::TOO_MANY_REQUESTS, retry, Html(template.render()?)).into_response())
}

/// The login that waits for its second factor.
async fn half(kit: &Kit, ctx: &Ctx, jar: &CookieJar) -> Result<Option<(LoginId, Account)>, Error> {
    let Some(token) = cookies::login(kit, jar) else { return Ok(None) };
    Ok(match kit.base().presence(ctx, &token, kit.idle(), false).await? {
        Presence::Half { login, account } => Some((login, *account)),
        _ => None,
    })
}

pub(super) async fn ask_code(State(kit): State<Kit>, jar: CookieJar, guest: Guest) -> Answer {
    let Some((_, account)) = half(&kit, &guest.ctx, &jar).await? else { return see("/entrar") };
    if account.second_factor_at.is_none() {
        return see(with_destination("/entrar/alta", guest.query.value("destino")));
    }
    guest.page(&CodePage { shell: guest.shell.clone(), form: destination_form(&guest), wait: None })
}

pub(super) async fn enter_code(State(kit): State<Kit>, jar: CookieJar, mut deed: GuestDeed) -> Answer {
    let Some((login, account)) = half(&kit, &deed.ctx, &jar).await? else {
        return see("/entrar?motivo=caducada");
    };
    let code = deed.form.required("codigo", "access-mistake-code-missing");
    if !deed.form.is_right() {
        return mistakes(&CodePage { shell: deed.shell, form: deed.form, wait: None });
    }
    let by = AttemptBy { username: &account.username, address: &deed.address };
    if let Attempt::Wait(time) = kit.base().claim_attempt(&deed.ctx, by).await? {
        let wait = Some(seconds(time));
        return too_many(&CodePage { shell: deed.shell, form: FormView::default(), wait }, time);
    }
    if !factor::accepts(&kit, &deed.ctx, account.id, &code).await? {
        deed.form = FormView::default().with("destino", deed.form.value("destino"));
        deed.form.fail("codigo", "access-mistake-code");
        return mistakes(&CodePage { shell: deed.shell, form: deed.form, wait: None });
    }
    kit.base().attempt_succeeded(&deed.ctx, by).await?;
    let token = kit.base().complete_login(&deed.ctx, login, kit.settings().longest).await?;
    let mut answer = see(after(&kit, &deed.ctx, &account, deed.form.value("destino")).await?)?;
    cookies::add(answer.headers_mut(), &cookies::set_login(&kit, token));
    Ok(answer)
}

/// Where to go now: to a password of one's own, to a form kept over an expired login, or where one was going.
async fn after(kit: &Kit, ctx: &Ctx, account: &Account, destination: &str) -> Result<String, Error> {
    if account.must_change_password {
        return Ok("/cuenta/contrasena".to_owned());
    }
    let own = decide(&account.subject(), Action::UseOwnAccount, ctx.now(), ctx.request());
    if let Ok(own) = own
        && kit.base().kept_form(&own).await?.is_some()
    {
        return Ok("/formulario-guardado".to_owned());
    }
    Ok(local_path(destination))
}

pub(super) async fn ask_enrolment(State(kit): State<Kit>, jar: CookieJar, guest: Guest) -> Answer {
    let Some((_, account)) = half(&kit, &guest.ctx, &jar).await? else { return see("/entrar") };
    if account.second_factor_at.is_some() {
        return see(with_destination("/entrar/codigo", guest.query.value("destino")));
    }
    let enrolment = factor::begin(&kit, &guest.ctx, &account).await?;
    let new_password = account.must_change_password;
    guest.page(&EnrolPage {
        shell: guest.shell.clone(),
        form: destination_form(&guest),
        enrolment,
        new_password,
    })
}

pub(super) async fn enrol(State(kit): State<Kit>, jar: CookieJar, mut deed: GuestDeed) -> Answer {
    let Some((login, account)) = half(&kit, &deed.ctx, &jar).await? else { return see("/") };
    if account.second_factor_at.is_some() {
        return see("/entrar/codigo");
    }
    let enrolment = factor::begin(&kit, &deed.ctx, &account).await?;
    let new_password = account.must_change_password;
    let typed = ["nueva", "repetida"].map(|name| deed.secret(name));
    let secret = new_password.then(|| chosen_password(&mut deed.form, typed, &account.username));
    let code = deed.form.required("codigo", "access-mistake-code-missing");
    let step = factor::step_of(&enrolment.secret, &code, deed.ctx.now());
    if step.is_none() && deed.form.mistake("codigo").is_none() {
        deed.form.fail("codigo", "access-mistake-code");
    }
    let (true, Some(step)) = (deed.form.is_right(), step) else {
        return mistakes(&EnrolPage { shell: deed.shell, form: deed.form, enrolment, new_password });
    };
    if let Some(secret) = secret {
        let hash = kit.hasher().hash(secret).await?;
        kit.base().set_password(&deed.ctx, account.id, &hash, Some(login)).await?;
    }
    let codes = kit.base().confirm_second_factor(&deed.ctx, account.id, step).await?;
    let by = AttemptBy { username: &account.username, address: &deed.address };
    kit.base().attempt_succeeded(&deed.ctx, by).await?;
    let token = kit.base().complete_login(&deed.ctx, login, kit.settings().longest).await?;
    let next = local_path(deed.form.value("destino"));
    let mut answer = page(&CodesPage::new(deed.shell, codes, next))?;
    cookies::add(answer.headers_mut(), &cookies::set_login(&kit, token));
    Ok(answer)
}

/// A new password typed twice, with its mistakes noted at `nueva` and `repetida`.
pub(super) fn chosen_password(
    form: &mut FormView,
    [chosen, again]: [Sensitive<String>; 2],
    username: &str,
) -> Sensitive<String> {
    if let Some(why) = password::weakness(chosen.expose(), username) {
        form.fail("nueva", why);
    } else if chosen != again {
        form.fail("repetida", "access-password-differs");
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn signing_in_leads_to_no_other_site() {
        for elsewhere in ["https://a.mx", "//a.mx", "/\\a.mx", "a", "", "/\t/a.mx"] {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(local_path("/grupos?estado=abierto"), "/grupos?estado=abierto");
    }
}
