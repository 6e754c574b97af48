//! Hand-over of a caseload on one screen, and leaving.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Subject},
    centres::staff::Ineligible,
    ids::{GroupId, StaffId},
};
use store::{Candidate, Caseload, CaseloadGroup, HandOver, HandOverError, Obstacle, Programme, Store, Taken};

use super::ineligible_text;
use crate::{
    error::{Error, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Choice, FormView, Shell, form::whole_date},
};

#[derive(Debug, Template)]
#[template(path = "features/staff/handover.html")]
struct HandOverPage {
    shell: Shell,
    form: FormView,
    name: String,
    back: String,
    action: String,
    groups: Vec<GroupField>,
    tasks: u64,
    substitutions: u64,
    /// Who may take the open tasks.
    for_tasks: Vec<Choice>,
    /// Whether on that day nobody may take over a group.
    is_dead_end: bool,
}

/// A group to hand over, with whoever may take it.
#[derive(Debug)]
struct GroupField {
    field: String,
    name: String,
    hint: String,
    successors: Vec<Choice>,
}

/// The group that cannot go, and what stands in the way.
type Refused = Option<(GroupId, Vec<Obstacle>)>;

#[derive(Debug, Template)]
#[template(path = "features/staff/leave.html")]
struct LeavePage {
    shell: Shell,
    form: FormView,
    name: String,
    back: String,
    action: String,
    handover: String,
    groups: usize,
}

impl HandOverPage {
    async fn build(
        store: &Store<Programme>,
        (ctx, subject): (&Ctx, &Subject),
        id: StaffId,
        shell: Shell,
        (form, refused): (FormView, Refused),
    ) -> Result<Self, Error> {
        let file = store.get_staff(&ctx.also(subject, Action::ViewStaff)?, id).await?;
        let on = whole_date(form.value("desde")).unwrap_or_else(|| shell.day_of(ctx.now()));
        let Caseload { groups, tasks, substitutions } = store.caseload(ctx, id, on).await?;
        let candidates = store.successors(ctx, id, on).await?;
        let field = |group: CaseloadGroup| {
            let load = shell.ta("staff-group-load", &[("owed", group.owed), ("left", group.to_come)]);
            let why = refused.iter().filter(|(refused, _)| *refused == group.id);
            let mut hint: Vec<String> = why.flat_map(|(_, obstacles)| said(&shell, obstacles)).collect();
            hint.push(load);
            GroupField {
                field: format!("grupo-{}", group.id),
                hint: hint.join(". "),
                successors: candidates.iter().map(|one| for_group(&shell, one, &group)).collect(),
                name: group.name,
            }
        };
        let (back, name) = (format!("/personal/{id}"), file.line.staff.name.display());
        Ok(Self {
            action: format!("{back}/entrega"),
            groups: groups.into_iter().map(field).collect(),
            for_tasks: candidates.iter().map(|one| for_tasks(&shell, one)).collect(),
            is_dead_end: candidates.iter().all(|one| one.gap.is_some()),
            shell,
            form,
            name,
            back,
            tasks,
            substitutions,
        })
    }
}

/// Somebody as the successor in a group; barred with the reason.
fn for_group(shell: &Shell, one: &Candidate, group: &CaseloadGroup) -> Choice {
    let why = match one.gap {
        Some((_, why)) => Some(ineligible_text(shell, why)),
        None => group.facilitators.contains(&one.staff).then(|| shell.t("staff-clash-same")),
    };
    successor(one, why)
}

/// Somebody for the open tasks: a contract of any function will do.
fn for_tasks(shell: &Shell, one: &Candidate) -> Choice {
    use Ineligible::{CheckExpired, NoCheck, OtherFunction};
    let why = one.gap.filter(|(_, why)| !matches!(why, CheckExpired { .. } | NoCheck | OtherFunction));
    successor(one, why.map(|(_, why)| ineligible_text(shell, why)))
}

fn successor(one: &Candidate, why: Option<String>) -> Choice {
    let (name, is_barred) = (one.name.by_surname(), why.is_some());
    let label = why.map_or(name.clone(), |why| format!("{name} ({why})"));
    Choice { is_barred, ..Choice::new(one.staff.to_string(), label) }
}

pub(super) async fn ask(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    let today = visit.shell.day_of(visit.ctx.now());
    let file = store.get_staff(&visit.ctx.also(&subject, Action::ViewStaff)?, id).await?;
    let mut first_day = whole_date(visit.query.value("desde"));
    // Usually the day after the last contract, unless everybody's has ended by then.
    let last = file.contracts.iter().filter_map(|contract| contract.period.until).max();
    if let (None, Some(day)) = (first_day, last.filter(|day| *day >= today)) {
        let successors = store.successors(&visit.ctx, id, day).await?;
        first_day = successors.iter().any(|one| one.gap.is_none()).then_some(day);
    }
    let form = FormView::default().with("desde", first_day.unwrap_or(today).to_string());
    page(&HandOverPage::build(&store, (&visit.ctx, &subject), id, visit.shell, (form, None)).await?)
}

pub(super) async fn hand_over(State(store): ProgrammeState, At(from): At<StaffId>, mut deed: Deed) -> Answer {
    let subject = deed.subject();
    let day = whole_date(deed.form.value("desde"));
    if let (true, Some(day)) = (deed.form.has("accion", "dia"), day) {
        return see(format!("/personal/{from}/entrega?desde={day}"));
    }
    let today = deed.shell.day_of(deed.ctx.now());
    let caseload = store.caseload(&deed.ctx, from, day.unwrap_or(today)).await?;
    let new = read(&mut deed.form, from, &caseload);
    let mut refused = None;
    if let Some(new) = new {
        match store.hand_over(&deed.ctx, new).await {
            Ok(()) | Err(HandOverError::Store(store::Error::Replayed(_))) => {
                return deed.done(format!("/personal/{from}"), "staff-done-handed-over");
            }
            Err(HandOverError::Refused(group, obstacles)) => {
                deed.form.fail(&format!("grupo-{group}"), "staff-mistake-successor");
                refused = Some((group, obstacles));
            }
            Err(HandOverError::Store(store::Error::Refused(code))) => deed.form.fail("desde", code),
            Err(HandOverError::Store(error)) => return Err(error.into()),
        }
    }
    let told = (deed.form, refused);
    mistakes(&HandOverPage::build(&store, (&deed.ctx, &subject), from, deed.shell, told).await?)
}

fn read(form: &mut FormView, from: StaffId, caseload: &Caseload) -> Option<HandOver> {
    form.required("desde", "staff-mistake-first-day");
    let first_day = form.date("desde");
    let mut successor =
        |field: &str| form.parsed(field, "staff-mistake-successor", |text| text.parse::<StaffId>().ok());
    let groups = caseload.groups.iter();
    let groups: Vec<(GroupId, StaffId)> =
        groups.filter_map(|group| Some((group.id, successor(&format!("grupo-{}", group.id))?))).collect();
    let tasks_to = successor("pendientes");
    form.is_right().then_some(HandOver { from, first_day: first_day?, groups, tasks_to })
}

/// What stands in the way, each thing once.
fn said(shell: &Shell, obstacles: &[Obstacle]) -> Vec<String> {
    let say = |obstacle: &Obstacle| match obstacle {
        Obstacle::Clash(clash) => {
            let what = match &clash.taken {
                Taken::Room(name) | Taken::Facilitator(name) => name.clone(),
            };
            shell.ta("staff-clash", &[("what", what), ("when", shell.moment(clash.starts_at))])
        }
        Obstacle::Ineligible { why, .. } => ineligible_text(shell, *why),
        _ => shell.t("staff-clash-same"),
    };
    let mut said: Vec<String> = obstacles.iter().map(say).collect();
    said.dedup();
    said.truncate(5);
    said
}

impl LeavePage {
    async fn build(
        store: &Store<Programme>,
        (ctx, subject): (&Ctx, &Subject),
        id: StaffId,
        shell: Shell,
        form: FormView,
    ) -> Result<Self, Error> {
        let file = store.get_staff(&ctx.also(subject, Action::ViewStaff)?, id).await?;
        let back = format!("/personal/{id}");
        let (action, handover) = (format!("{back}/baja"), format!("{back}/entrega"));
        let (name, groups) = (file.line.staff.name.display(), file.groups.len());
        Ok(Self { shell, form, name, back, action, handover, groups })
    }
}

pub(super) async fn ask_leave(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    let form = FormView::default();
    page(&LeavePage::build(&store, (&visit.ctx, &subject), id, visit.shell, form).await?)
}

pub(super) async fn leave(State(store): ProgrammeState, At(id): At<StaffId>, mut deed: Deed) -> Answer {
    match done_before(store.let_go(&deed.ctx, id).await) {
        Ok(()) => deed.done(format!("/personal/{id}"), "staff-done-left"),
        Err(store::Error::Refused(code)) => {
            let subject = deed.subject();
            deed.form.fail("baja", code);
            mistakes(&LeavePage::build(&store, (&deed.ctx, &subject), id, deed.shell, deed.form).await?)
        }
        Err(error) => Err(error.into()),
    }
}
