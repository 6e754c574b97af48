//! A change of one of the pair from a day on, and the end of a group.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Subject},
    groups::GroupState,
    ids::{GroupId, StaffId},
};
use store::{FacilitatorChange, GroupFile, Obstacle, Programme, Store};

use super::{facilitator_choices, names, texts};
use crate::{
    error::{Error, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, FormView, Shell},
};

#[derive(Template)]
#[template(path = "features/groups/staffing.html")]
struct StaffingPage {
    shell: Shell,
    form: FormView,
    id: GroupId,
    obstacles: Vec<String>,
    pair: Vec<Choice>,
    facilitators: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "features/groups/state.html")]
struct StatePage {
    shell: Shell,
    form: FormView,
    id: GroupId,
    choices: Vec<Choice>,
}

async fn load(
    store: &Store<Programme>,
    ctx: &Ctx,
    subject: &Subject,
    id: GroupId,
) -> Result<GroupFile, Error> {
    Ok(store.get_group(&ctx.also(subject, Action::ViewGroups)?, id).await?)
}

async fn staffing(
    store: &Store<Programme>,
    ctx: &Ctx,
    file: &GroupFile,
    (shell, form, found): (Shell, FormView, &[Obstacle]),
) -> Result<StaffingPage, Error> {
    let today = ctx.now().date_naive();
    let staying = |f: &&store::Facilitation| f.until.is_none_or(|until| until >= today);
    let pair: Vec<Choice> =
        file.facilitators.iter().filter(staying).map(|f| Choice::new(f.staff.to_string(), &f.name)).collect();
    let times = (file.row.centre, today.max(file.row.starts_on), file.row.ends_on.max(today));
    let mut facilitators = facilitator_choices(store, ctx, &shell, times).await?;
    facilitators.retain(|choice| !pair.iter().any(|there| there.value == choice.value));
    let names = names(store, ctx, found).await?;
    let obstacles = texts::obstacles(&shell, found, file.zone, &names);
    Ok(StaffingPage { shell, form, id: file.row.id, obstacles, pair, facilitators })
}

/// Who leaves and who takes over.
pub(super) async fn ask_change(State(store): ProgrammeState, At(id): At<GroupId>, visit: Visit) -> Answer {
    let file = load(&store, &visit.ctx, &visit.subject(), id).await?;
    let form =
        FormView::default().with("desde", visit.ctx.now().date_naive().max(file.row.starts_on).to_string());
    page(&staffing(&store, &visit.ctx, &file, (visit.shell, form, &[])).await?)
}

/// Changes one of the pair.
pub(super) async fn change(State(store): ProgrammeState, At(id): At<GroupId>, mut deed: Deed) -> Answer {
    let file = load(&store, &deed.ctx, &deed.subject(), id).await?;
    let mut person =
        |field| deed.form.needed(field, "groups-mistake-facilitator", |text| text.parse::<StaffId>().ok());
    let (leaving, arriving) = (person("sale"), person("entra"));
    let from = deed.form.needed_date("desde", "groups-mistake-day");
    let (true, Some(leaving), Some(arriving), Some(from)) = (deed.form.is_right(), leaving, arriving, from)
    else {
        return mistakes(&staffing(&store, &deed.ctx, &file, (deed.shell, deed.form, &[])).await?);
    };
    let outcome =
        store.change_facilitator(&deed.ctx, id, FacilitatorChange { leaving, arriving, from }).await;
    match super::written(outcome.map(|()| id))? {
        Ok(_) => deed.done(format!("/grupos/{id}"), "groups-done-facilitator"),
        Err(found) => mistakes(&staffing(&store, &deed.ctx, &file, (deed.shell, deed.form, &found)).await?),
    }
}

fn state_page(shell: Shell, form: FormView, file: &GroupFile) -> StatePage {
    let mut choices = Vec::new();
    if file.row.state == GroupState::Running {
        let finished = Choice::new(GroupState::Finished.name(), shell.t("groups-finish"));
        choices.push(finished.hint(shell.t("groups-finish-hint")));
    }
    let off = Choice::new(GroupState::Cancelled.name(), shell.t("groups-call-off"));
    choices.push(off.hint(shell.t("groups-call-off-hint")));
    StatePage { shell, form, id: file.row.id, choices }
}

/// Finish or call off, with what each brings about.
pub(super) async fn ask_state(State(store): ProgrammeState, At(id): At<GroupId>, visit: Visit) -> Answer {
    let file = load(&store, &visit.ctx, &visit.subject(), id).await?;
    page(&state_page(visit.shell, FormView::default(), &file))
}

/// Finishes the group or calls it off.
pub(super) async fn change_state(
    State(store): ProgrammeState,
    At(id): At<GroupId>,
    mut deed: Deed,
) -> Answer {
    let file = load(&store, &deed.ctx, &deed.subject(), id).await?;
    let to = deed.form.needed("estado", "groups-mistake-state", GroupState::from_name);
    let (true, Some(to)) = (deed.form.is_right(), to) else {
        return mistakes(&state_page(deed.shell, deed.form, &file));
    };
    let reason = deed.form.value("motivo").to_owned();
    match done_before(store.change_group_state(&deed.ctx, id, to, &reason).await) {
        Ok(()) => deed.done(format!("/grupos/{id}"), "groups-done-state"),
        Err(store::Error::Refused("group-reason")) => {
            deed.form.fail("motivo", "groups-mistake-reason");
            mistakes(&state_page(deed.shell, deed.form, &file))
        }
        Err(error) => Err(error.into()),
    }
}
