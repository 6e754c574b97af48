//! The year of a centre: the law's rest days, those of all centres and its own.

use askama::Template;
use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use domain::{
    access::Action,
    calendar::{RestDay, Skip, rest_days},
    ids::CentreId,
};
use store::{NewRestDay, Programme, Store};
use uuid::Uuid;

use super::{managed, may_at, may_everywhere};
use crate::{
    error::{Error, Replayed, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Badge, FormView, Shell, Tone},
};

#[derive(Debug, Template)]
#[template(path = "features/centres/calendar.html")]
struct CalendarPage {
    shell: Shell,
    form: FormView,
    centre: CentreId,
    name: String,
    year: i32,
    days: Vec<DayLine>,
    may_manage: bool,
    may_everywhere: bool,
}

/// A day without sessions.
#[derive(Debug)]
struct DayLine {
    day: NaiveDate,
    reason: String,
    origin: Badge,
    remove: Option<Uuid>,
}

/// Why no session is held on a day.
pub(crate) fn skip_text(shell: &Shell, skip: &Skip) -> String {
    match skip {
        Skip::Law(day) => shell.t(law_key(*day)),
        Skip::Extra(reason) => reason.clone(),
    }
}

fn law_key(day: RestDay) -> &'static str {
    match day {
        RestDay::NewYear => "centres-rest-new-year",
        RestDay::Constitution => "centres-rest-constitution",
        RestDay::Juarez => "centres-rest-juarez",
        RestDay::Labour => "centres-rest-labour",
        RestDay::Independence => "centres-rest-independence",
        RestDay::FederalExecutive => "centres-rest-federal-executive",
        RestDay::Revolution => "centres-rest-revolution",
        RestDay::Christmas => "centres-rest-christmas",
    }
}

pub(super) async fn show(State(store): ProgrammeState, At(centre): At<CentreId>, visit: Visit) -> Answer {
    let this_year = visit.shell.day_of(visit.ctx.now()).year();
    let year = visit.query.value("anio").parse().ok().filter(|year| (2000..2100).contains(year));
    let (ctx, subject) = (visit.ctx.clone(), visit.subject());
    let year = year.unwrap_or(this_year);
    page(&build(&store, (&ctx, &subject), (centre, year), visit.shell, FormView::default()).await?)
}

pub(super) async fn add(State(store): ProgrammeState, At(centre): At<CentreId>, mut deed: Deed) -> Answer {
    managed(&store, (&deed.ctx, &deed.subject()), centre).await?;
    deed.form.required("dia", "centres-mistake-day");
    let day = deed.form.date("dia");
    let reason = deed.form.required("motivo", "centres-mistake-reason");
    let (true, Some(day)) = (deed.form.is_right(), day) else {
        let year = day.unwrap_or(deed.shell.day_of(deed.ctx.now())).year();
        let (subject, ctx) = (deed.subject(), deed.ctx.also(&deed.subject(), Action::ViewCentres)?);
        return mistakes(&build(&store, (&ctx, &subject), (centre, year), deed.shell, deed.form).await?);
    };
    let everywhere = deed.form.has("todos", "si");
    let new = NewRestDay { centre: (!everywhere).then_some(centre), day, reason };
    store.add_rest_day(&deed.ctx, new).await.replayed()?;
    deed.done(format!("/centros/{centre}/calendario?anio={}", day.year()), "centres-done-day-added")
}

pub(super) async fn remove(State(store): ProgrammeState, At(centre): At<CentreId>, mut deed: Deed) -> Answer {
    managed(&store, (&deed.ctx, &deed.subject()), centre).await?;
    // Without a day there is nothing to take away; a second click finds it gone.
    if let Some(day) = deed.form.parsed("quitar", "centres-mistake-day", |text| text.parse::<Uuid>().ok()) {
        done_before(store.remove_rest_day(&deed.ctx, day).await)?;
    }
    deed.done(format!("/centros/{centre}/calendario"), "centres-done-day-removed")
}

async fn build(
    store: &Store<Programme>,
    (ctx, subject): (&domain::access::Ctx, &domain::access::Subject),
    (centre, year): (CentreId, i32),
    shell: Shell,
    form: FormView,
) -> Result<CalendarPage, Error> {
    let name = store.get_centre(ctx, centre).await?.name;
    let may_manage = may_at(ctx, subject, Action::ManageCentres, centre);
    let may_everywhere = may_everywhere(ctx, subject, Action::ManageCentres);
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let own = store.list_rest_days(ctx, centre, day(1, 1), day(12, 31)).await?;
    let by_law = |(day, why): (NaiveDate, RestDay)| DayLine {
        day,
        reason: skip_text(&shell, &Skip::Law(why)),
        origin: Badge::new(Tone::Info, shell.t("centres-origin-law")),
        remove: None,
    };
    let added = |rest: store::RestDay| {
        let (key, tone, mine) = match rest.centre {
            Some(_) => ("centres-origin-centre", Tone::Neutral, may_manage),
            None => ("centres-origin-all", Tone::Neutral, may_everywhere),
        };
        let origin = Badge::new(tone, shell.t(key));
        DayLine { day: rest.day, reason: rest.reason, origin, remove: mine.then_some(rest.id) }
    };
    let mut days: Vec<DayLine> = rest_days(year).into_iter().map(by_law).collect();
    days.extend(own.into_iter().map(added));
    days.sort_by_key(|line| line.day);
    Ok(CalendarPage { shell, form, centre, name, year, days, may_manage, may_everywhere })
}
