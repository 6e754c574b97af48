//! Groups: their list, the steps that make one, their schedule and every change to it, calendar feeds.

mod calendar;
mod closure;
mod list;
mod session;
mod show;
mod staffing;
mod texts;
mod wizard;

use chrono::NaiveTime;
use domain::{
    access::{Action, Ctx, Subject, reach},
    centres::staff::Ineligible,
    ids::{CentreId, GroupId, StaffId},
};
use store::{Programme, ScheduleError, Store};

use crate::{
    error::{Error, Replayed},
    routes::Route,
    ui::{Choice, Shell, Tab},
};

pub(super) use texts::state_badge;

/// The routes of groups.
#[must_use]
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{CloseCentre, ManageGroups, ViewGroups};
    vec![
        Route::get("/grupos", ViewGroups, list::list),
        Route::post("/grupos", ManageGroups, wizard::create),
        Route::get("/grupos/nuevo", ManageGroups, wizard::ask),
        Route::get("/grupos/{grupo}", ViewGroups, show::show),
        Route::get("/grupos/{grupo}/estado", ManageGroups, staffing::ask_state),
        Route::post("/grupos/{grupo}/estado", ManageGroups, staffing::change_state),
        Route::get("/grupos/{grupo}/facilitacion", ManageGroups, staffing::ask_change),
        Route::post("/grupos/{grupo}/facilitacion", ManageGroups, staffing::change),
        Route::post("/grupos/{grupo}/calendario", ManageGroups, calendar::renew_group),
        Route::get("/grupos/{grupo}/sesiones/{sesion}/cambio", ManageGroups, session::ask_move),
        Route::post("/grupos/{grupo}/sesiones/{sesion}/cambio", ManageGroups, session::move_to),
        Route::get("/grupos/{grupo}/sesiones/{sesion}/cancelacion", ManageGroups, session::ask_cancel),
        Route::post("/grupos/{grupo}/sesiones/{sesion}/cancelacion", ManageGroups, session::cancel),
        Route::get("/grupos/{grupo}/sesiones/{sesion}/suplencia", ManageGroups, session::ask_substitute),
        Route::post("/grupos/{grupo}/sesiones/{sesion}/suplencia", ManageGroups, session::substitute),
        Route::get("/centros/{centro}/cierre", CloseCentre, closure::ask),
        Route::post("/centros/{centro}/cierre", CloseCentre, closure::close),
        Route::get("/calendario", ViewGroups, calendar::own),
        Route::post("/calendario", ViewGroups, calendar::renew_own),
        Route::public_get("/calendario/{clave}", calendar::feed),
    ]
}

/// The views of a group that somebody may open, as links; `current` is the path of the one shown.
#[must_use]
pub fn tabs(shell: &Shell, subject: &Subject, (id, current): (GroupId, &str)) -> Vec<Tab> {
    let views = [
        ("", "groups-tab-sessions", Action::ViewGroups),
        ("/participantes", "groups-tab-people", Action::ViewGroups),
        ("/avance", "groups-tab-progress", Action::ViewSession),
        ("/constancias", "groups-tab-certificates", Action::ViewCertificates),
    ];
    let tab = |(path, key, _): (&str, &str, Action)| Tab {
        href: format!("/grupos/{id}{path}"),
        text: shell.t(key),
        current: path == current,
        count: String::new(),
    };
    views.into_iter().filter(|view| reach(subject, view.2).is_ok()).map(tab).collect()
}

/// A schedule that was written, or what stood in the way; a repeat of what was done counts as done.
fn written<T: From<uuid::Uuid>>(
    outcome: Result<T, ScheduleError>,
) -> Result<Result<T, Vec<store::Obstacle>>, Error> {
    match outcome {
        Ok(made) => Ok(Ok(made)),
        Err(ScheduleError::Refused(obstacles)) => Ok(Err(obstacles)),
        Err(ScheduleError::Store(error)) => Ok(Ok(Err(error).replayed()?)),
    }
}

/// An hour as a field sends it, `09:00` or `09:00:00`.
fn hour(text: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].into_iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

/// Who may facilitate at a centre, those who may in the whole time first; what bars the others is said.
async fn facilitator_choices(
    store: &Store<Programme>,
    ctx: &Ctx,
    shell: &Shell,
    (centre, from, to): (CentreId, chrono::NaiveDate, chrono::NaiveDate),
) -> Result<Vec<Choice>, Error> {
    let candidates = store.eligible_facilitators(ctx, centre, from, to).await?;
    let choice = |one: &store::Candidate| {
        // Whose contract is to begin may be chosen for a later day than the first one possible.
        let may_come = from < to && matches!(one.gap, Some((_, Ineligible::ContractNotBegun { .. })));
        facilitator_choice(shell, one, (!may_come && !one.may_begin(from), &[]))
    };
    Ok(candidates.iter().map(choice).collect())
}

/// A facilitator to choose, or not to be chosen; with what bars them and the groups that clash.
fn facilitator_choice(
    shell: &Shell,
    one: &store::Candidate,
    (is_barred, taken): (bool, &[store::BookingClash]),
) -> Choice {
    let mut remarks: Vec<String> = one.gap.iter().map(|(_, why)| texts::ineligible(shell, *why)).collect();
    if let Some(first) = taken.first() {
        let group = first.group.as_ref();
        let group = group.map_or_else(|| shell.t("groups-clash-elsewhere"), |(_, name)| name.clone());
        let values = [("group", group), ("n", taken.len().to_string())];
        remarks.push(shell.ta("groups-taken-by", &values));
    }
    let name = one.name.display();
    let label = if remarks.is_empty() { name } else { format!("{name} ({})", remarks.join("; ")) };
    Choice { is_barred, ..Choice::new(one.staff.to_string(), label) }
}

/// Names of staff for what stands in the way.
async fn names(
    store: &Store<Programme>,
    ctx: &Ctx,
    obstacles: &[store::Obstacle],
) -> Result<texts::Names, Error> {
    let barred = obstacles.iter().filter_map(|obstacle| match obstacle {
        store::Obstacle::Ineligible { who, .. } => Some(*who),
        _ => None,
    });
    let barred: Vec<StaffId> = barred.collect();
    Ok(store.staff_names(ctx, &barred).await?.into_iter().map(|(id, name)| (id, name.display())).collect())
}
