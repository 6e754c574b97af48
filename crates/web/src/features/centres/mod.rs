//! Centres: where they are, their rooms, «aquí se atiende a mujeres», their calendar, and the guide of
//! the first start. Closing one for an emergency is in `groups`, which owns the sessions it moves.

mod calendar;
mod centre;
mod guide;
mod room;

use domain::{
    access::{Action, Ctx, Reach, Subject},
    ids::CentreId,
};
use store::{Centre, Programme, Store};

use crate::{error::Error, routes::Route, ui::Choice};

/// The pages of centres.
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{ManageCentres, ViewCentres};
    vec![
        Route::get("/centros", ViewCentres, centre::list),
        Route::get("/centros/nuevo", ManageCentres, centre::ask),
        Route::post("/centros", ManageCentres, centre::create),
        Route::get("/centros/{centro}", ViewCentres, centre::show),
        Route::get("/centros/{centro}/editar", ManageCentres, centre::edit),
        Route::post("/centros/{centro}/editar", ManageCentres, centre::change),
        Route::get("/centros/{centro}/salas/nueva", ManageCentres, room::ask),
        Route::post("/centros/{centro}/salas", ManageCentres, room::create),
        Route::get("/salas/{sala}", ManageCentres, room::edit),
        Route::post("/salas/{sala}", ManageCentres, room::change),
        Route::get("/centros/{centro}/mujeres", ManageCentres, room::ask_mark),
        Route::post("/centros/{centro}/mujeres", ManageCentres, room::mark),
        Route::get("/marcas/{marca}/fin", ManageCentres, room::ask_end),
        Route::post("/marcas/{marca}/fin", ManageCentres, room::end_mark),
        Route::get("/centros/{centro}/calendario", ViewCentres, calendar::show),
        Route::post("/centros/{centro}/calendario", ManageCentres, calendar::add),
        Route::post("/centros/{centro}/calendario/quitar", ManageCentres, calendar::remove),
        Route::get("/primeros-pasos", ManageCentres, guide::show),
        Route::post("/primeros-pasos", ManageCentres, guide::mark),
    ]
}

/// Whether somebody may perform an action at a centre: for showing or hiding what leads there.
pub(crate) fn may_at(ctx: &Ctx, subject: &Subject, action: Action, centre: CentreId) -> bool {
    match ctx.also(subject, action).map(|ctx| ctx.reach().clone()) {
        Ok(Reach::All) => true,
        Ok(Reach::Centres(ids)) => ids.contains(&centre),
        _ => false,
    }
}

/// Whether somebody may perform an action over the whole installation.
pub(crate) fn may_everywhere(ctx: &Ctx, subject: &Subject, action: Action) -> bool {
    ctx.also(subject, action).is_ok_and(|ctx| *ctx.reach() == Reach::All)
}

/// A centre that somebody manages; any other is not there, before a form is even read.
async fn managed(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    id: CentreId,
) -> Result<Centre, Error> {
    let centre = store.get_centre(&ctx.also(subject, Action::ViewCentres)?, id).await?;
    if may_at(ctx, subject, Action::ManageCentres, id) { Ok(centre) } else { Err(Error::NotFound) }
}

/// The centres within reach, to choose from.
pub(crate) async fn centre_choices(
    store: &Store<Programme>,
    ctx: &Ctx,
    subject: &Subject,
) -> Result<Vec<Choice>, Error> {
    let list = store.list_centres(&ctx.also(subject, Action::ViewCentres)?).await?;
    Ok(list.into_iter().map(|centre| Choice::new(centre.id.to_string(), centre.name)).collect())
}
