//! Administration of accounts: make one with a role and a centre, grant and end roles, suspend, let in
//! again. A temporary password is shown once, to be handed over in person.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use data_encoding::BASE32_NOPAD;
use domain::{
    access::{Ctx, Grant, Role},
    ids::{CentreId, StaffId, UserId},
};
use store::accounts::{Account, AccountFilter, NewAccount, WithoutAccount, username};
use uuid::Uuid;
use vault::Sensitive;

use super::{role_key, role_lines};
use crate::{
    error::{Error, done_before},
    kit::Kit,
    request::{Answer, At, Deed, Visit, mistakes, page, see},
    ui::{Badge, Choice, Fact, FormView, Pager, Shell, Tone},
};

const PER_PAGE: u64 = 25;

struct Line {
    id: UserId,
    username: String,
    name: String,
    roles: String,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "features/access/accounts.html")]
struct AccountsPage {
    shell: Shell,
    query: FormView,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    pager: Pager,
    lines: Vec<Line>,
}

#[derive(Debug, Template)]
#[template(path = "features/access/new_account.html")]
struct NewAccountPage {
    shell: Shell,
    form: FormView,
    roles: Vec<Choice>,
    centres: Vec<Choice>,
    staff: Vec<Choice>,
}

#[derive(Debug, Template)]
#[template(path = "features/access/handed_over.html")]
struct HandedOverPage {
    shell: Shell,
    id: UserId,
    username: String,
    password: Sensitive<String>,
}

struct HeldRole {
    row: Uuid,
    text: String,
}

#[derive(Template)]
#[template(path = "features/access/show_account.html")]
struct ShowAccountPage {
    shell: Shell,
    form: FormView,
    id: UserId,
    name: String,
    badge: Badge,
    suspended: bool,
    facts: Vec<Fact>,
    held: Vec<HeldRole>,
    roles: Vec<Choice>,
    centres: Vec<Choice>,
}

#[derive(Debug, Template)]
#[template(path = "features/access/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    form: FormView,
    id: UserId,
    /// Suspend, or let in again with a temporary password.
    suspend: bool,
    name: String,
}

/// Roles of this side, in words.
fn role_choices(kit: &Kit, shell: &Shell) -> Vec<Choice> {
    let of_side = Role::ALL.iter().filter(|role| role.compartment() == kit.compartment());
    of_side.map(|role| Choice::new(role.name(), shell.t(&role_key(*role)))).collect()
}

fn centre_choices(centres: &HashMap<CentreId, String>) -> Vec<Choice> {
    let mut centres: Vec<_> = centres.iter().collect();
    centres.sort_by(|a, b| a.1.cmp(b.1));
    centres.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect()
}

fn badge(shell: &Shell, account: &Account) -> Badge {
    match (account.suspended_at, account.second_factor_at) {
        (Some(_), _) => Badge::new(Tone::Bad, shell.t("access-state-suspended")),
        (None, None) => Badge::new(Tone::Watch, shell.t("access-state-waiting")),
        (None, Some(_)) => Badge::new(Tone::Good, shell.t("access-state-active")),
    }
}

pub(super) async fn list(State(kit): State<Kit>, visit: Visit) -> Answer {
    let suspended = match visit.query.value("estado") {
        "suspendidas" => Some(true),
        "activas" => Some(false),
        _ => None,
    };
    let filter = AccountFilter { role: Role::from_name(visit.query.value("funcion")), suspended };
    let offset = (visit.page_number().max(1) - 1) * PER_PAGE;
    let (accounts, total) = kit.base().accounts(&visit.ctx, filter, offset, PER_PAGE).await?;
    let pager = Pager::new(visit.page_number(), PER_PAGE, total, "/cuentas", visit.query.pairs());
    let shell = visit.shell;
    let centres = kit.base().centre_names().await?;
    let line = |account: &Account| Line {
        id: account.id,
        username: account.username.clone(),
        name: account.display_name.expose().clone(),
        roles: role_lines(&shell, account, &centres).join(" · "),
        badge: badge(&shell, account),
    };
    let lines = accounts.iter().map(line).collect();
    let roles = role_choices(&kit, &shell);
    let states = vec![
        Choice::new("activas", shell.t("access-filter-active")),
        Choice::new("suspendidas", shell.t("access-filter-suspended")),
    ];
    page(&AccountsPage { shell, query: visit.query, roles, states, pager, lines })
}

async fn new_account_page(
    kit: &Kit,
    ctx: &Ctx,
    shell: Shell,
    form: FormView,
) -> Result<NewAccountPage, Error> {
    let names = kit.base().centre_names().await?;
    let staff = kit.base().staff_without_account(ctx).await?;
    let place = |centre: CentreId| names.get(&centre).map(|name| format!(" ({name})")).unwrap_or_default();
    let choice = |person: WithoutAccount| {
        Choice::new(person.id.to_string(), format!("{}{}", person.name, place(person.centre)))
    };
    let staff = staff.into_iter().map(choice).collect();
    Ok(NewAccountPage {
        roles: role_choices(kit, &shell),
        centres: centre_choices(&names),
        staff,
        shell,
        form,
    })
}

pub(super) async fn ask(State(kit): State<Kit>, visit: Visit) -> Answer {
    let form = FormView::default().with("personal", visit.query.value("personal"));
    page(&new_account_page(&kit, &visit.ctx, visit.shell, form).await?)
}

/// The role and centre of a form; mistakes are noted at their fields.
fn sent_grant(form: &mut FormView) -> Option<Grant> {
    let role = form.required("funcion", "access-mistake-role");
    let role = Role::from_name(&role);
    let centre = form.parsed("centro", "access-mistake-centre", |text| text.parse::<CentreId>().ok());
    let role = role?;
    match (role.is_of_a_centre(), centre) {
        (true, None) => {
            form.fail("centro", "access-mistake-centre");
            None
        }
        (true, centre) => Some(Grant { role, centre }),
        (false, _) => Some(Grant { role, centre: None }),
    }
}

/// Twenty letters and digits in groups of five: 100 random bits that can be read out.
fn temporary_password(kit: &Kit) -> Sensitive<String> {
    let bytes: [u8; 13] = kit.base().entropy().bytes();
    let text = BASE32_NOPAD.encode(&bytes).to_ascii_lowercase();
    Sensitive::new([&text[0..5], &text[5..10], &text[10..15], &text[15..20]].join("-"))
}

pub(super) async fn create(State(kit): State<Kit>, mut deed: Deed) -> Answer {
    let staff = deed.form.parsed("personal", "access-staff-unknown", |text| text.parse::<StaffId>().ok());
    let display_name = match staff {
        Some(staff) if deed.form.value("nombre").is_empty() => staff_name(&kit, &deed, staff).await?,
        _ => deed.form.required("nombre", "access-mistake-name"),
    };
    let name = deed.form.required("usuario", "access-mistake-username");
    let name = username(&name);
    if name.is_none() && deed.form.mistake("usuario").is_none() {
        deed.form.fail("usuario", "access-mistake-username-shape");
    }
    let grant = sent_grant(&mut deed.form);
    let (true, Some(username), Some(grant)) = (deed.form.is_right(), name, grant) else {
        return mistakes(&new_account_page(&kit, &deed.ctx, deed.shell, deed.form).await?);
    };
    let password = temporary_password(&kit);
    let password_hash = kit.hasher().hash(password.clone()).await?;
    let new = NewAccount {
        username: username.clone(),
        display_name,
        grant,
        staff,
        password_hash,
        must_change_password: true,
    };
    match kit.base().create_account(&deed.ctx, new).await {
        Ok(id) => page(&HandedOverPage { shell: deed.shell, id, username, password }),
        // Sent twice: the password was shown the first time; «nuevo ingreso» gives another.
        Err(store::Error::Replayed(Some(id))) => see(format!("/cuentas/{id}")),
        Err(error) if error.is_conflict_on("username") => {
            deed.form.fail("usuario", "access-mistake-username-taken");
            mistakes(&new_account_page(&kit, &deed.ctx, deed.shell, deed.form).await?)
        }
        Err(store::Error::Refused(code)) => {
            deed.form.fail(if code.starts_with("access-staff") { "personal" } else { "funcion" }, code);
            mistakes(&new_account_page(&kit, &deed.ctx, deed.shell, deed.form).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The name of whoever was chosen from the staff; unknown staff is refused when the account is made.
async fn staff_name(kit: &Kit, deed: &Deed, id: StaffId) -> Result<String, Error> {
    let staff = kit.base().staff_without_account(&deed.ctx).await?;
    Ok(staff.into_iter().find(|person| person.id == id).map(|person| person.name).unwrap_or_default())
}

async fn show_page(
    kit: &Kit,
    shell: Shell,
    form: FormView,
    account: Account,
) -> Result<ShowAccountPage, Error> {
    let centres = kit.base().centre_names().await?;
    let texts = role_lines(&shell, &account, &centres);
    let held = account.grants.iter().zip(&texts);
    let held = held.map(|((row, _), text)| HeldRole { row: *row, text: text.clone() }).collect();
    let factor = account.second_factor_at.map(|at| shell.date(shell.day_of(at))).unwrap_or_default();
    let facts = vec![
        Fact::new(shell.t("access-username"), &account.username),
        Fact::new(shell.t("access-created"), shell.moment(account.created_at)),
        Fact::new(shell.t("access-factor-since"), factor),
    ];
    let (badge, roles, centres) =
        (badge(&shell, &account), role_choices(kit, &shell), centre_choices(&centres));
    let (id, suspended) = (account.id, account.suspended_at.is_some());
    let name = account.display_name.into_inner();
    Ok(ShowAccountPage { shell, form, id, name, badge, suspended, facts, held, roles, centres })
}

pub(super) async fn show(State(kit): State<Kit>, At(id): At<UserId>, visit: Visit) -> Answer {
    let account = kit.base().account(&visit.ctx, id).await?;
    page(&show_page(&kit, visit.shell, FormView::default(), account).await?)
}

pub(super) async fn grant(State(kit): State<Kit>, At(id): At<UserId>, mut deed: Deed) -> Answer {
    let account = kit.base().account(&deed.ctx, id).await?;
    let granted = match sent_grant(&mut deed.form) {
        Some(grant) if deed.form.is_right() => done_before(kit.base().grant_role(&deed.ctx, id, grant).await),
        _ => return mistakes(&show_page(&kit, deed.shell, deed.form, account).await?),
    };
    settle(&kit, deed, account, granted, "access-done-role-granted").await
}

pub(super) async fn end_role(
    State(kit): State<Kit>,
    At((id, row)): At<(UserId, Uuid)>,
    deed: Deed,
) -> Answer {
    let account = kit.base().account(&deed.ctx, id).await?;
    let ended = done_before(kit.base().end_role(&deed.ctx, id, row).await);
    settle(&kit, deed, account, ended, "access-done-role-ended").await
}

/// Back to the account, or the account with the reason why not.
async fn settle(
    kit: &Kit,
    mut deed: Deed,
    account: Account,
    outcome: Result<(), store::Error>,
    notice: &str,
) -> Answer {
    match outcome {
        Ok(()) => deed.done(format!("/cuentas/{}", account.id), notice),
        Err(store::Error::Refused(code)) => {
            deed.form.fail("funcion", code);
            mistakes(&show_page(kit, deed.shell, deed.form, account).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn confirm_page(kit: &Kit, visit: Visit, id: UserId, suspend: bool) -> Answer {
    let name = kit.base().account(&visit.ctx, id).await?.display_name.into_inner();
    page(&ConfirmPage { shell: visit.shell, form: FormView::default(), id, suspend, name })
}

pub(super) async fn ask_suspension(State(kit): State<Kit>, At(id): At<UserId>, visit: Visit) -> Answer {
    confirm_page(&kit, visit, id, true).await
}

pub(super) async fn suspend(State(kit): State<Kit>, At(id): At<UserId>, mut deed: Deed) -> Answer {
    match done_before(kit.base().suspend_account(&deed.ctx, id).await) {
        Ok(()) => deed.done(format!("/cuentas/{id}"), "access-done-suspended"),
        Err(store::Error::Refused(code)) => {
            deed.form.fail("contenido", code);
            let name = kit.base().account(&deed.ctx, id).await?.display_name.into_inner();
            mistakes(&ConfirmPage { shell: deed.shell, form: deed.form, id, suspend: true, name })
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn reinstate(State(kit): State<Kit>, At(id): At<UserId>, deed: Deed) -> Answer {
    done_before(kit.base().reinstate_account(&deed.ctx, id).await)?;
    deed.done(format!("/cuentas/{id}"), "access-done-reinstated")
}

pub(super) async fn ask_reentry(State(kit): State<Kit>, At(id): At<UserId>, visit: Visit) -> Answer {
    confirm_page(&kit, visit, id, false).await
}

pub(super) async fn reentry(State(kit): State<Kit>, At(id): At<UserId>, deed: Deed) -> Answer {
    let username = kit.base().account(&deed.ctx, id).await?.username;
    let password = temporary_password(&kit);
    let hash = kit.hasher().hash(password.clone()).await?;
    match kit.base().reset_entry(&deed.ctx, id, &hash).await {
        Ok(()) => page(&HandedOverPage { shell: deed.shell, id, username, password }),
        Err(store::Error::Replayed(_)) => see(format!("/cuentas/{id}")),
        Err(error) => Err(error.into()),
    }
}
