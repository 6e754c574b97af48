//! Hand-over of a caseload on one screen, and leaving.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Subject},
    ids::{GroupId, StaffId},
};
use store::{Caseload, CaseloadGroup, HandOver, HandOverError, Obstacle, Programme, Store, Taken};

use super::ineligible_text;
use crate::{
    error::{Error, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, FormView, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/staff/handover.html")]
struct HandOverPage {
    shell: Shell,
    form: FormView,
    name: String,
    back: String,
    action: String,
    /// Each group with the name of its field.
    groups: Vec<(String, CaseloadGroup)>,
    tasks: u64,
    substitutions: u64,
    successors: Vec<Choice>,
    /// The group that cannot go, and why.
    refused: Option<(GroupId, Vec<String>)>,
}

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
        form: FormView,
    ) -> Result<Self, Error> {
        let file = store.get_staff(&ctx.also(subject, Action::ViewStaff)?, id).await?;
        let caseload = store.caseload(ctx, id).await?;
        let today = shell.day_of(ctx.now());
        let on = form.value("desde").parse().unwrap_or(today);
        let candidates = store.successors(ctx, id, on).await?;
        let choice = |one: &store::Candidate| {
            let name = one.name.by_surname();
            let label = match one.gap {
                None => name,
                Some((_, why)) => format!("{name} ({})", ineligible_text(&shell, why)),
            };
            Choice::new(one.staff.to_string(), label)
        };
        let successors = candidates.iter().map(choice).collect();
        let (back, name) = (format!("/personal/{id}"), file.line.staff.name.display());
        let action = format!("{back}/entrega");
        let Caseload { groups, tasks, substitutions } = caseload;
        let groups = groups.into_iter().map(|group| (format!("grupo-{}", group.id), group)).collect();
        Ok(Self { shell, form, name, back, action, groups, tasks, substitutions, successors, refused: None })
    }

    /// What stands in the way at a group, if it is this one.
    fn hindrances(&self, group: &GroupId) -> &[String] {
        match &self.refused {
            Some((refused, why)) if refused == group => why,
            _ => &[],
        }
    }
}

pub(super) async fn ask(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    let today = visit.shell.day_of(visit.ctx.now());
    let file = store.get_staff(&visit.ctx.also(&subject, Action::ViewStaff)?, id).await?;
    // Usually the day after the last contract, if that is still to come.
    let last = file.contracts.iter().filter_map(|contract| contract.period.until).max();
    let first_day = last.filter(|day| *day >= today).unwrap_or(today);
    let form = FormView::default().with("desde", first_day.to_string());
    page(&HandOverPage::build(&store, (&visit.ctx, &subject), id, visit.shell, form).await?)
}

pub(super) async fn hand_over(State(store): ProgrammeState, At(from): At<StaffId>, mut deed: Deed) -> Answer {
    let subject = deed.subject();
    let caseload = store.caseload(&deed.ctx, from).await?;
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
    let build = HandOverPage::build(&store, (&deed.ctx, &subject), from, deed.shell, deed.form);
    let mut shown = build.await?;
    shown.refused = refused.map(|(group, obstacles)| (group, said(&shown.shell, &obstacles)));
    mistakes(&shown)
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
