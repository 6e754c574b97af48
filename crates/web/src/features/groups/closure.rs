//! Closing a centre for an emergency: days and reason, then every session that moves with its old and
//! its new time, and other times for those that would clash; only then is it done.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDateTime;
use domain::{
    access::{Action, Ctx, Subject},
    groups::schedule::local,
    ids::{CentreId, SessionId},
};
use store::{Closure, MovedSession, Programme, Store};

use super::{hour, names, texts, written};
use crate::{
    error::Error,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{FormView, Shell, form::whole_date},
};

struct Line {
    moved: MovedSession,
    /// What stands in the way of its new time.
    obstacles: Vec<String>,
    /// Whether another time is asked for.
    is_asked: bool,
}

#[derive(Template)]
#[template(path = "features/groups/closure.html")]
struct ClosurePage {
    shell: Shell,
    form: FormView,
    centre: CentreId,
    name: String,
    is_planned: bool,
    is_clear: bool,
    lines: Vec<Line>,
}

/// The days, the reason and the other times as answered.
fn read(form: &mut FormView, centre: CentreId) -> Option<Closure> {
    let mut day = |field| form.needed_date(field, "groups-mistake-day");
    let (from, last) = (day("desde"), day("hasta"));
    if from.zip(last).is_some_and(|(from, last)| last < from) {
        form.fail("hasta", "groups-mistake-reversed");
    }
    let reason = form.required("motivo", "groups-mistake-reason");
    let instead = form.pairs().iter().filter_map(|(name, value)| {
        let session: SessionId = name.strip_prefix("otra-fecha-")?.parse().ok()?;
        let hour = hour(form.value(&format!("otra-hora-{session}")))?;
        Some((session, NaiveDateTime::new(whole_date(value)?, hour)))
    });
    let instead = instead.collect();
    Some(Closure { centre, from: from?, last: last?, reason, instead }).filter(|_| form.is_right())
}

async fn planned(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    (mut shell, mut form): (Shell, FormView),
    (centre, closure): (CentreId, Option<Closure>),
) -> Result<ClosurePage, Error> {
    let name = store.get_centre(&ctx.also(subject, Action::ViewCentres)?, centre).await?.name;
    let Some(closure) = closure else {
        return Ok(ClosurePage {
            shell,
            form,
            centre,
            name,
            is_planned: false,
            is_clear: false,
            lines: Vec::new(),
        });
    };
    let plan = store.plan_closure(ctx, &closure).await?;
    shell.zone = plan.zone;
    let all: Vec<_> = plan.obstacles.iter().map(|(_, what)| what.clone()).collect();
    let names = names(store, ctx, &all).await?;
    let mut lines = Vec::new();
    for moved in plan.moves {
        let here: Vec<_> = plan
            .obstacles
            .iter()
            .filter(|(id, _)| *id == moved.session)
            .map(|(_, what)| what.clone())
            .collect();
        let field = format!("otra-fecha-{}", moved.session);
        let is_asked = !here.is_empty() || !form.value(&field).is_empty();
        if is_asked && form.value(&field).is_empty() {
            let to = local(moved.to, plan.zone);
            form = form
                .with(&field, to.date().to_string())
                .with(&format!("otra-hora-{}", moved.session), to.format("%H:%M").to_string());
        }
        lines.push(Line { obstacles: texts::obstacles(&shell, &here, plan.zone, &names), is_asked, moved });
    }
    let is_clear = plan.obstacles.is_empty();
    Ok(ClosurePage { shell, form, centre, name, is_planned: true, is_clear, lines })
}

/// Asks for the days; with them in the address, shows what would move.
pub(super) async fn ask(State(store): ProgrammeState, At(centre): At<CentreId>, visit: Visit) -> Answer {
    let mut form = visit.query;
    if form.pairs().is_empty() {
        return page(
            &planned(&store, (&visit.ctx, &visit.account.subject()), (visit.shell, form), (centre, None))
                .await?,
        );
    }
    let closure = read(&mut form, centre);
    let is_right = form.is_right();
    let shown =
        planned(&store, (&visit.ctx, &visit.account.subject()), (visit.shell, form), (centre, closure))
            .await?;
    if is_right { page(&shown) } else { mistakes(&shown) }
}

/// Closes the centre and moves its sessions.
pub(super) async fn close(State(store): ProgrammeState, At(centre): At<CentreId>, mut deed: Deed) -> Answer {
    let Some(closure) = read(&mut deed.form, centre) else {
        return mistakes(
            &planned(&store, (&deed.ctx, &deed.account.subject()), (deed.shell, deed.form), (centre, None))
                .await?,
        );
    };
    match written(store.close_centre(&deed.ctx, &closure).await)? {
        Ok(_) => deed.done("/grupos", "groups-done-closed"),
        Err(_) => {
            let shown = planned(
                &store,
                (&deed.ctx, &deed.account.subject()),
                (deed.shell, deed.form),
                (centre, Some(closure)),
            )
            .await?;
            mistakes(&shown)
        }
    }
}
