//! One's own account: «Mi cuenta», password, open sessions, recovery codes, appearance, API tokens;
//! and staying signed in, signing out, and the form kept over an expired login.

use askama::Template;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use axum_extra::extract::CookieJar;
use chrono::Duration;
use domain::{
    access::{Action, decide, reach},
    ids::{LoginId, TokenId},
};
use store::accounts::{NewToken, OpenLogin, Presence, Token};
use vault::Sensitive;

use super::sign_in::{CodesPage, chosen_password, local_path};
use crate::{
    cookies,
    door::see_other,
    error::Error,
    i18n::Locale,
    kit::Kit,
    request::{Answer, At, Deed, GuestDeed, Visit, form_pairs, mistakes, page, see},
    ui::{Choice, Fact, FormView, Shell, Theme},
};

#[derive(Debug, Template)]
#[template(path = "features/access/account.html")]
struct AccountPage {
    shell: Shell,
    facts: Vec<Fact>,
    logins: Vec<OpenLogin>,
    this: LoginId,
    codes_left: u64,
    may_have_tokens: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/access/password.html")]
struct PasswordPage {
    shell: Shell,
    form: FormView,
    required: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/access/renew_codes.html")]
struct RenewPage {
    shell: Shell,
    form: FormView,
}

#[derive(Debug, Template)]
#[template(path = "features/access/tokens.html")]
struct TokensPage {
    shell: Shell,
    form: FormView,
    tokens: Vec<Token>,
    scopes: Vec<Choice>,
    lifetimes: Vec<Choice>,
    /// A token just made: shown this once.
    made: Option<Sensitive<String>>,
}

#[derive(Debug, Template)]
#[template(path = "features/access/kept.html")]
struct KeptPage {
    shell: Shell,
    fields: Vec<(String, String)>,
    kept_at: String,
    filled: usize,
}

pub(super) async fn show(State(kit): State<Kit>, visit: Visit) -> Answer {
    let (shell, account) = (visit.shell, &visit.account);
    let logins = kit.base().own_logins(&visit.ctx, kit.idle()).await?;
    let codes_left = kit.base().recovery_codes_left(&visit.ctx).await?;
    let roles = super::role_lines(&shell, account, &kit.base().centre_names().await?);
    let since = account.second_factor_at.map(|at| shell.date(shell.day_of(at))).unwrap_or_default();
    let facts = vec![
        Fact::new(shell.t("access-name"), account.display_name.expose()),
        Fact::new(shell.t("access-username"), &account.username),
        Fact::new(shell.t("access-roles"), roles.join(" · ")),
        Fact::new(shell.t("access-factor-since"), since),
    ];
    let may_have_tokens = reach(&account.subject(), Action::ManageTokens).is_ok();
    page(&AccountPage { shell, facts, logins, this: visit.login, codes_left, may_have_tokens })
}

pub(super) async fn close_login(State(kit): State<Kit>, At(login): At<LoginId>, deed: Deed) -> Answer {
    if login == deed.login {
        return leave(State(kit), deed).await;
    }
    kit.base().end_own_login(&deed.ctx, login).await?;
    deed.done("/cuenta", "access-done-login-closed")
}

/// Ends the login, and everything that the browser kept of it.
pub(super) async fn leave(State(kit): State<Kit>, deed: Deed) -> Answer {
    kit.base().end_own_login(&deed.ctx, deed.login).await?;
    let mut answer = see("/entrar?motivo=salida")?;
    let headers = answer.headers_mut();
    cookies::add(headers, &cookies::end_login(&kit));
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(answer)
}

/// Somebody is still there: passing the door has noted it.
pub(super) async fn stay(_deed: Deed) -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Theme and language, for anybody; the language also for the account that is signed in.
pub(super) async fn appearance(State(kit): State<Kit>, jar: CookieJar, deed: GuestDeed) -> Answer {
    let mut answer = see(local_path(deed.form.value("volver")))?;
    let theme = deed.form.value("tema");
    if !theme.is_empty() {
        let code = Theme::from_code(theme).code();
        cookies::add(answer.headers_mut(), &cookies::preference(&kit, cookies::THEME, code));
    }
    if let Some(locale) = Locale::from_code(deed.form.value("idioma")) {
        if let Some(token) = cookies::login(&kit, &jar)
            && let Presence::Present(login) = kit.base().presence(&deed.ctx, &token, kit.idle(), true).await?
        {
            let (now, request) = (deed.ctx.now(), deed.ctx.request());
            let own = decide(&login.account.subject(), Action::UseOwnAccount, now, request)?;
            kit.base().set_locale(&own, locale.code()).await?;
        }
        cookies::add(answer.headers_mut(), &cookies::preference(&kit, cookies::LOCALE, locale.code()));
    }
    Ok(answer)
}

pub(super) async fn ask_password(visit: Visit) -> Answer {
    let required = visit.account.must_change_password;
    page(&PasswordPage { shell: visit.shell, form: FormView::default(), required })
}

pub(super) async fn change_password(State(kit): State<Kit>, mut deed: Deed) -> Answer {
    require_own_password(&kit, &mut deed).await?;
    let typed = ["nueva", "repetida"].map(|name| deed.secret(name));
    let chosen = chosen_password(&mut deed.form, typed, &deed.account.username);
    if !deed.form.is_right() {
        let required = deed.account.must_change_password;
        return mistakes(&PasswordPage { shell: deed.shell, form: deed.form, required });
    }
    let hash = kit.hasher().hash(chosen).await?;
    kit.base().set_password(&deed.ctx, deed.account.id, &hash, Some(deed.login)).await?;
    deed.done("/cuenta", "access-done-password")
}

/// Notes a mistake at `actual` when it is not the password in force.
async fn require_own_password(kit: &Kit, deed: &mut Deed) -> Result<(), Error> {
    let hash = kit.base().password_hash(&deed.ctx, deed.account.id).await?;
    if !kit.hasher().fits(deed.secret("actual"), Some(hash)).await? {
        deed.form.fail("actual", "access-mistake-own-password");
    }
    Ok(())
}

pub(super) async fn ask_codes(visit: Visit) -> Answer {
    page(&RenewPage { shell: visit.shell, form: FormView::default() })
}

pub(super) async fn renew_codes(State(kit): State<Kit>, mut deed: Deed) -> Answer {
    require_own_password(&kit, &mut deed).await?;
    if !deed.form.is_right() {
        return mistakes(&RenewPage { shell: deed.shell, form: deed.form });
    }
    let codes = kit.base().renew_recovery_codes(&deed.ctx).await?;
    page(&CodesPage::new(deed.shell, codes, "/cuenta".to_owned()))
}

pub(super) async fn tokens(State(kit): State<Kit>, visit: Visit) -> Answer {
    let tokens = kit.base().own_tokens(&visit.ctx).await?;
    page(&tokens_page(
        visit.shell,
        FormView::default().with("dias", "90").with("alcance", "leer"),
        tokens,
        None,
    ))
}

fn tokens_page(
    shell: Shell,
    form: FormView,
    tokens: Vec<Token>,
    made: Option<Sensitive<String>>,
) -> TokensPage {
    let scopes = vec![
        Choice::new("leer", shell.t("access-token-read")),
        Choice::new("escribir", shell.t("access-token-write")).hint(shell.t("access-token-write-hint")),
    ];
    let lifetimes =
        [7, 30, 90, 365].map(|days| Choice::new(days.to_string(), shell.tn("access-token-days", "n", days)));
    TokensPage { shell, form, tokens, scopes, lifetimes: lifetimes.to_vec(), made }
}

pub(super) async fn create_token(State(kit): State<Kit>, mut deed: Deed) -> Answer {
    let label = deed.form.required("para", "access-mistake-token-label");
    let scope = deed.form.required("alcance", "access-mistake-token-scope");
    let days = deed.form.required("dias", "access-mistake-token-days");
    let days = days.parse::<i64>().ok().filter(|days| (1..=365).contains(days));
    if days.is_none() && deed.form.mistake("dias").is_none() {
        deed.form.fail("dias", "access-mistake-token-days");
    }
    let (true, Some(days)) = (deed.form.is_right(), days) else {
        let tokens = kit.base().own_tokens(&deed.ctx).await?;
        return mistakes(&tokens_page(deed.shell, deed.form, tokens, None));
    };
    let new = NewToken { label, may_write: scope == "escribir", lifetime: Duration::days(days) };
    match kit.base().create_token(&deed.ctx, new).await {
        Ok((_, secret)) => {
            let tokens = kit.base().own_tokens(&deed.ctx).await?;
            page(&tokens_page(deed.shell, FormView::default(), tokens, Some(secret)))
        }
        // Sent twice: it was made, and its secret was shown the first time only.
        Err(store::Error::Replayed(_)) => see("/cuenta/claves"),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn revoke_token(State(kit): State<Kit>, At(token): At<TokenId>, deed: Deed) -> Answer {
    kit.base().revoke_token(&deed.ctx, token).await?;
    deed.done("/cuenta/claves", "access-done-token-revoked")
}

pub(super) async fn kept(State(kit): State<Kit>, visit: Visit) -> Answer {
    let Some(kept) = kit.base().kept_form(&visit.ctx).await? else { return see("/") };
    let fields = decoded(kept.body.into_inner()).await?;
    let filled = fields.iter().filter(|(name, value)| name != "_key" && !value.trim().is_empty()).count();
    let kept_at = visit.shell.moment(kept.kept_at);
    page(&KeptPage { shell: visit.shell, fields, kept_at, filled })
}

async fn decoded(body: String) -> Result<Vec<(String, String)>, Error> {
    let kind = "application/x-www-form-urlencoded";
    let request = Request::post("/").header(header::CONTENT_TYPE, kind).body(Body::from(body));
    form_pairs(request.map_err(|error| Error::Failure(error.to_string()))?).await
}

/// Sends the kept form on to where it was going: 307 makes the browser send the same body there, and
/// it passes that route's door and checks like any other.
pub(super) async fn send_kept(State(kit): State<Kit>, deed: Deed) -> Answer {
    let Some(kept) = kit.base().kept_form(&deed.ctx).await? else { return see("/") };
    kit.base().drop_kept_form(&deed.ctx).await?;
    let mut answer = see_other(&local_path(&kept.path));
    *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    Ok(answer)
}

pub(super) async fn drop_kept(State(kit): State<Kit>, deed: Deed) -> Answer {
    kit.base().drop_kept_form(&deed.ctx).await?;
    deed.done("/", "access-done-kept-dropped")
}
