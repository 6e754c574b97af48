//! What is registered of a member of staff: contracts, checks and sanctions. A sanction states what it
//! ends before it is recorded.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Role, Subject},
    ids::{ProjectId, StaffId},
};
use store::{NewContract, NewSanction, NewViolenceCheck, Programme, StaffFile, Store};
use uuid::Uuid;

use super::ROLES;
use crate::{
    error::{Error, Replayed},
    features::access::role_key,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, FormView, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/staff/contract.html")]
struct ContractPage {
    shell: Shell,
    form: FormView,
    back: String,
    roles: Vec<Choice>,
    projects: Vec<Choice>,
}

#[derive(Debug, Template)]
#[template(path = "features/staff/check.html")]
struct CheckPage {
    shell: Shell,
    form: FormView,
    back: String,
}

#[derive(Debug, Template)]
#[template(path = "features/staff/sanction.html")]
struct SanctionPage {
    shell: Shell,
    form: FormView,
    back: String,
    groups: usize,
    accounts: usize,
}

/// Who it is about, if within reach: a form for somebody out of reach is the 404 page.
async fn about(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    id: StaffId,
) -> Result<StaffFile, Error> {
    Ok(store.get_staff(&ctx.also(subject, Action::ViewStaff)?, id).await?)
}

async fn contract_page(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    id: StaffId,
    shell: Shell,
    form: FormView,
) -> Result<ContractPage, Error> {
    about(store, (ctx, subject), id).await?;
    let projects = match ctx.also(subject, Action::ViewProjects) {
        Ok(ctx) => store.list_projects(&ctx).await?,
        Err(_) => Vec::new(),
    };
    let project = |one: store::Project| {
        let label = format!("{} · {}", one.key, shell.date(one.ends_on));
        Choice::new(one.id.to_string(), label)
    };
    let projects = projects.into_iter().map(project).collect();
    let roles = ROLES.iter().map(|role| Choice::new(role.name(), shell.t(&role_key(*role)))).collect();
    Ok(ContractPage { shell, form, back: format!("/personal/{id}"), roles, projects })
}

pub(super) async fn ask_contract(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    page(&contract_page(&store, (&visit.ctx, &subject), id, visit.shell, FormView::default()).await?)
}

pub(super) async fn add_contract(
    State(store): ProgrammeState,
    At(staff): At<StaffId>,
    mut deed: Deed,
) -> Answer {
    let form = &mut deed.form;
    form.required("funcion", "staff-mistake-role");
    let role = form.parsed("funcion", "staff-mistake-role", |text| {
        Role::from_name(text).filter(|role| ROLES.contains(role))
    });
    form.required("inicio", "staff-mistake-starts");
    let (starts_on, ends_on) = (form.date("inicio"), form.date("termino"));
    let project = form.parsed("proyecto", "staff-mistake-project", |text| text.parse::<ProjectId>().ok());
    if let (true, Some(role), Some(starts_on)) = (deed.form.is_right(), role, starts_on) {
        let new = NewContract { staff, role, starts_on, ends_on, project };
        match store.add_contract(&deed.ctx, new).await.replayed() {
            Ok(_) => return deed.done(format!("/personal/{staff}"), "staff-done-contract"),
            Err(store::Error::Refused(code)) => deed.form.fail("termino", code),
            Err(error) => return Err(error.into()),
        }
    }
    let subject = deed.subject();
    mistakes(&contract_page(&store, (&deed.ctx, &subject), staff, deed.shell, deed.form).await?)
}

pub(super) async fn ask_check(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    about(&store, (&visit.ctx, &visit.subject()), id).await?;
    page(&CheckPage { shell: visit.shell, form: FormView::default(), back: format!("/personal/{id}") })
}

pub(super) async fn add_check(
    State(store): ProgrammeState,
    At(staff): At<StaffId>,
    mut deed: Deed,
) -> Answer {
    let today = deed.shell.day_of(deed.ctx.now());
    let form = &mut deed.form;
    form.required("fecha", "staff-mistake-checked");
    let (checked_on, expires_on) = (form.date("fecha"), form.date("vence"));
    if checked_on.is_some_and(|day| day > today) {
        form.fail("fecha", "staff-mistake-checked-future");
    }
    let evidence = form.required("evidencia", "staff-check-evidence-missing");
    if let (true, Some(checked_on)) = (deed.form.is_right(), checked_on) {
        let new = NewViolenceCheck { staff, checked_on, expires_on, evidence };
        match store.add_violence_check(&deed.ctx, new).await.replayed() {
            Ok(_) => return deed.done(format!("/personal/{staff}"), "staff-done-check"),
            Err(store::Error::Refused(code)) => deed.form.fail("vence", code),
            Err(error) => return Err(error.into()),
        }
    }
    about(&store, (&deed.ctx, &deed.subject()), staff).await?;
    mistakes(&CheckPage { shell: deed.shell, form: deed.form, back: format!("/personal/{staff}") })
}

fn sanction_page(shell: Shell, form: FormView, id: StaffId, file: &StaffFile) -> SanctionPage {
    let accounts = file.accounts.iter().filter(|(_, suspended)| !suspended).count();
    SanctionPage { shell, form, back: format!("/personal/{id}"), groups: file.groups.len(), accounts }
}

pub(super) async fn ask_sanction(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    let file = about(&store, (&visit.ctx, &visit.subject()), id).await?;
    let form = FormView::default().with("desde", visit.shell.day_of(visit.ctx.now()).to_string());
    page(&sanction_page(visit.shell, form, id, &file))
}

pub(super) async fn sanction(State(store): ProgrammeState, At(staff): At<StaffId>, mut deed: Deed) -> Answer {
    deed.form.required("desde", "staff-mistake-sanction-since");
    let since = deed.form.date("desde");
    let note = deed.form.required("nota", "staff-mistake-sanction-note");
    let (true, Some(since)) = (deed.form.is_right(), since) else {
        let file = about(&store, (&deed.ctx, &deed.subject()), staff).await?;
        return mistakes(&sanction_page(deed.shell, deed.form, staff, &file));
    };
    match store.sanction_staff(&deed.ctx, NewSanction { staff, since, note }).await {
        Ok(_) | Err(store::Error::Replayed(_)) => {
            deed.done(format!("/personal/{staff}"), "staff-done-sanctioned")
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn lift(State(store): ProgrammeState, At(id): At<Uuid>, deed: Deed) -> Answer {
    let staff = store.lift_sanction(&deed.ctx, id).await.replayed()?;
    deed.done(format!("/personal/{staff}"), "staff-done-lifted")
}
