//! The list of centres, one centre, and its data.

use askama::Template;
use axum::extract::State;
use domain::{
    access::Action,
    centres::place::{CentreCode, Municipality, ZONES, municipality_name},
    ids::CentreId,
};
use store::{Centre, MarkConflict, NewCentre, RestDay, Room, WomenMark};

use super::{managed, may_at, may_everywhere};
use crate::{
    error::{Error, Replayed, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, Fact, FormView, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/centres/list.html")]
struct ListPage {
    shell: Shell,
    centres: Vec<Centre>,
    may_create: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/centres/show.html")]
struct ShowPage {
    shell: Shell,
    centre: Centre,
    facts: Vec<Fact>,
    rooms: Vec<Room>,
    marks: Vec<MarkLine>,
    conflicts: Vec<MarkConflict>,
    rest_days: Vec<RestDay>,
    may_manage: bool,
    may_close: bool,
    may_see_staff: bool,
    may_write_notice: bool,
}

/// A mark with where it holds.
#[derive(Debug)]
struct MarkLine {
    mark: WomenMark,
    place: String,
    is_over: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/centres/edit.html")]
struct EditPage {
    shell: Shell,
    form: FormView,
    zones: Vec<Choice>,
    is_new: bool,
    action: String,
    back: String,
}

impl EditPage {
    fn new(shell: Shell, form: FormView, centre: Option<CentreId>) -> Self {
        let zones = ZONES.iter().map(|(zone, _)| Choice::new(*zone, zone_text(&shell, zone))).collect();
        let back = centre.map_or_else(|| "/centros".to_owned(), |id| format!("/centros/{id}"));
        let action = centre.map_or_else(|| back.clone(), |_| format!("{back}/editar"));
        Self { shell, form, zones, is_new: centre.is_none(), action, back }
    }
}

/// A time zone by the city whose clock it is.
fn zone_text(shell: &Shell, zone: &str) -> String {
    let city = ZONES.iter().find(|(name, _)| *name == zone).map_or(zone, |(_, city)| *city);
    shell.tn("centres-zone-of", "city", city.to_owned())
}

pub(super) async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    let centres = store.list_centres(&visit.ctx).await?;
    let may_create = may_everywhere(&visit.ctx, &visit.subject(), Action::ManageCentres);
    page(&ListPage { shell: visit.shell, centres, may_create })
}

pub(super) async fn show(State(store): ProgrammeState, At(id): At<CentreId>, visit: Visit) -> Answer {
    let (ctx, subject) = (&visit.ctx, visit.subject());
    let centre = store.get_centre(ctx, id).await?;
    let rooms = store.list_rooms(ctx, id).await?;
    let today = visit.shell.day_of(ctx.now());
    let rest_days = store.list_rest_days(ctx, id, today, today + chrono::Days::new(120)).await?;
    let shell = visit.shell;
    let mut marks: Vec<MarkLine> = Vec::new();
    for mark in rooms.iter().flat_map(|room| &room.women) {
        if marks.iter().any(|line| line.mark.id == mark.id) {
            continue;
        }
        let room = mark.room.and_then(|id| rooms.iter().find(|room| room.id == id));
        let place = room.map_or_else(|| shell.t("centres-mark-address"), |room| room.name.clone());
        let is_over = mark.until.is_some_and(|until| until < today);
        marks.push(MarkLine { mark: mark.clone(), place, is_over });
    }
    let facts = vec![
        Fact::new(shell.t("centres-code"), &*centre.code),
        Fact::new(shell.t("centres-municipality"), municipality_name(&centre.municipality)),
        Fact::new(shell.t("centres-address"), &*centre.address),
        Fact::new(shell.t("centres-zone"), zone_text(&shell, &centre.zone)),
    ];
    let conflicts = store.mark_conflicts(ctx, id).await?;
    let (may_manage, may_close, may_see_staff, may_write_notice) = (
        may_at(ctx, &subject, Action::ManageCentres, id),
        may_at(ctx, &subject, Action::CloseCentre, id),
        may_at(ctx, &subject, Action::ViewStaff, id),
        may_at(ctx, &subject, Action::ManageDocuments, id),
    );
    page(&ShowPage {
        shell,
        centre,
        facts,
        rooms,
        marks,
        conflicts,
        rest_days,
        may_manage,
        may_close,
        may_see_staff,
        may_write_notice,
    })
}

pub(super) async fn ask(visit: Visit) -> Answer {
    if !may_everywhere(&visit.ctx, &visit.subject(), Action::ManageCentres) {
        return Err(Error::NotFound);
    }
    page(&EditPage::new(visit.shell, FormView::default().with("zona", ZONES[0].0), None))
}

pub(super) async fn create(State(store): ProgrammeState, mut deed: Deed) -> Answer {
    if !may_everywhere(&deed.ctx, &deed.subject(), Action::ManageCentres) {
        return Err(Error::NotFound);
    }
    let Some(new) = read(&mut deed.form, None) else {
        return mistakes(&EditPage::new(deed.shell, deed.form, None));
    };
    match store.create_centre(&deed.ctx, new).await.replayed() {
        Ok(id) => deed.done(format!("/centros/{id}"), "centres-done-created"),
        Err(error) if error.is_conflict_on("code") => {
            deed.form.fail("clave", "centres-mistake-code-taken");
            mistakes(&EditPage::new(deed.shell, deed.form, None))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn edit(State(store): ProgrammeState, At(id): At<CentreId>, visit: Visit) -> Answer {
    let centre = managed(&store, (&visit.ctx, &visit.subject()), id).await?;
    let form = FormView::default()
        .with("nombre", centre.name)
        .with("municipio", municipality_name(&centre.municipality))
        .with("domicilio", centre.address)
        .with("zona", centre.zone);
    page(&EditPage::new(visit.shell, form, Some(id)))
}

pub(super) async fn change(State(store): ProgrammeState, At(id): At<CentreId>, mut deed: Deed) -> Answer {
    managed(&store, (&deed.ctx, &deed.subject()), id).await?;
    let Some(new) = read(&mut deed.form, Some(id)) else {
        return mistakes(&EditPage::new(deed.shell, deed.form, Some(id)));
    };
    done_before(store.change_centre(&deed.ctx, id, new).await)?;
    deed.done(format!("/centros/{id}"), "centres-done-changed")
}

/// The form as typed data; the code is asked once, since folios carry it.
fn read(form: &mut FormView, existing: Option<CentreId>) -> Option<NewCentre> {
    let name = form.required("nombre", "centres-mistake-name");
    let mut code = String::new();
    if existing.is_none() {
        form.required("clave", "centres-mistake-code");
        code = form
            .parsed("clave", "centres-mistake-code", CentreCode::parse)
            .map(|code| code.to_string())
            .unwrap_or_default();
    }
    form.required("municipio", "centres-mistake-municipality");
    let municipality = form.parsed("municipio", "centres-mistake-municipality", Municipality::parse);
    let address = form.required("domicilio", "centres-mistake-address");
    form.required("zona", "centres-mistake-zone");
    let zone =
        form.parsed("zona", "centres-mistake-zone", |text| ZONES.into_iter().find(|(zone, _)| *zone == text));
    let municipality = municipality?.as_str().to_owned();
    form.is_right().then_some(NewCentre { name, code, municipality, address, zone: zone?.0.to_owned() })
}
