//! Rooms, and the marks that women are attended in one or at the whole address.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx},
    centres::rooms::may_end,
    ids::{CentreId, RoomId},
};
use store::{NewRoom, NewWomenMark, Programme, RoomChange, Store, WomenMark};
use uuid::Uuid;

use super::managed;
use crate::{
    error::{Error, Replayed, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, Fact, FormView, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/centres/room.html")]
struct RoomPage {
    shell: Shell,
    form: FormView,
    is_new: bool,
    action: String,
    back: String,
}

impl RoomPage {
    fn new(shell: Shell, form: FormView, centre: CentreId, room: Option<RoomId>) -> Self {
        let back = format!("/centros/{centre}");
        let action = room.map_or_else(|| format!("{back}/salas"), |id| format!("/salas/{id}"));
        Self { shell, form, is_new: room.is_none(), action, back }
    }
}

#[derive(Debug, Template)]
#[template(path = "features/centres/mark.html")]
struct MarkPage {
    shell: Shell,
    form: FormView,
    action: String,
    back: String,
    places: Vec<Choice>,
}

impl MarkPage {
    fn new(shell: Shell, form: FormView, centre: CentreId, places: Vec<Choice>) -> Self {
        let back = format!("/centros/{centre}");
        Self { shell, form, action: format!("{back}/mujeres"), back, places }
    }
}

#[derive(Debug, Template)]
#[template(path = "features/centres/end_mark.html")]
struct EndMarkPage {
    shell: Shell,
    form: FormView,
    facts: Vec<Fact>,
    action: String,
    back: String,
}

impl EndMarkPage {
    async fn build(
        store: &Store<Programme>,
        ctx: &Ctx,
        (centre, mark): (CentreId, WomenMark),
        shell: Shell,
        form: FormView,
    ) -> Result<Self, Error> {
        let place = match mark.room {
            Some(room) => store.get_room(ctx, room).await?.name,
            None => shell.t("centres-mark-address"),
        };
        let facts = vec![
            Fact::new(shell.t("centres-women-place"), place),
            Fact::new(shell.t("centres-women-from"), shell.date(mark.since)),
        ];
        let (action, back) = (format!("/marcas/{}/fin", mark.id), format!("/centros/{centre}"));
        Ok(Self { shell, form, facts, action, back })
    }
}

/// Value of the choice «todo el domicilio».
const WHOLE_ADDRESS: &str = "domicilio";

pub(super) async fn ask(State(store): ProgrammeState, At(centre): At<CentreId>, visit: Visit) -> Answer {
    managed(&store, (&visit.ctx, &visit.subject()), centre).await?;
    let form = FormView::default().with("cupo", "20");
    page(&RoomPage::new(visit.shell, form, centre, None))
}

pub(super) async fn create(State(store): ProgrammeState, At(centre): At<CentreId>, mut deed: Deed) -> Answer {
    managed(&store, (&deed.ctx, &deed.subject()), centre).await?;
    let Some((name, address, capacity)) = read(&mut deed.form) else {
        return mistakes(&RoomPage::new(deed.shell, deed.form, centre, None));
    };
    match store.create_room(&deed.ctx, NewRoom { centre, name, address, capacity }).await.replayed() {
        Ok(_) => deed.done(format!("/centros/{centre}"), "centres-done-room-created"),
        Err(error) if error.is_conflict_on("name") => {
            deed.form.fail("nombre", "centres-mistake-room-taken");
            mistakes(&RoomPage::new(deed.shell, deed.form, centre, None))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn edit(State(store): ProgrammeState, At(id): At<RoomId>, visit: Visit) -> Answer {
    let room = store.get_room(&visit.ctx.also(&visit.subject(), Action::ViewCentres)?, id).await?;
    managed(&store, (&visit.ctx, &visit.subject()), room.centre).await?;
    let form = FormView::default()
        .with("nombre", room.name)
        .with("domicilio", room.address)
        .with("cupo", room.capacity.to_string())
        .with("retirada", if room.is_retired { "si" } else { "" });
    page(&RoomPage::new(visit.shell, form, room.centre, Some(id)))
}

pub(super) async fn change(State(store): ProgrammeState, At(id): At<RoomId>, mut deed: Deed) -> Answer {
    let centre = store.get_room(&deed.ctx.also(&deed.subject(), Action::ViewCentres)?, id).await?.centre;
    managed(&store, (&deed.ctx, &deed.subject()), centre).await?;
    let Some((name, address, capacity)) = read(&mut deed.form) else {
        return mistakes(&RoomPage::new(deed.shell, deed.form, centre, Some(id)));
    };
    let change = RoomChange { name, address, capacity, is_retired: deed.form.has("retirada", "si") };
    match done_before(store.change_room(&deed.ctx, id, change).await) {
        Ok(()) => deed.done(format!("/centros/{centre}"), "centres-done-room-changed"),
        Err(error) if error.is_conflict_on("name") => {
            deed.form.fail("nombre", "centres-mistake-room-taken");
            mistakes(&RoomPage::new(deed.shell, deed.form, centre, Some(id)))
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &mut FormView) -> Option<(String, String, u16)> {
    let name = form.required("nombre", "centres-mistake-room-name");
    let address = form.value("domicilio").to_owned();
    form.required("cupo", "centres-mistake-capacity");
    let capacity =
        form.parsed("cupo", "centres-mistake-capacity", |text| text.parse().ok().filter(|n| *n > 0))?;
    form.is_right().then_some((name, address, capacity))
}

pub(super) async fn ask_mark(State(store): ProgrammeState, At(centre): At<CentreId>, visit: Visit) -> Answer {
    managed(&store, (&visit.ctx, &visit.subject()), centre).await?;
    let today = visit.shell.day_of(visit.ctx.now());
    let form = FormView::default().with("lugar", WHOLE_ADDRESS).with("desde", today.to_string());
    let ctx = visit.ctx.also(&visit.subject(), Action::ViewCentres)?;
    let places = places(&store, &ctx, centre, &visit.shell).await?;
    page(&MarkPage::new(visit.shell, form, centre, places))
}

pub(super) async fn mark(State(store): ProgrammeState, At(centre): At<CentreId>, mut deed: Deed) -> Answer {
    managed(&store, (&deed.ctx, &deed.subject()), centre).await?;
    let form = &mut deed.form;
    form.required("lugar", "centres-mistake-place");
    let room = form.parsed("lugar", "centres-mistake-place", |text| match text {
        WHOLE_ADDRESS => Some(None),
        id => id.parse().ok().map(Some),
    });
    form.required("desde", "centres-mistake-since");
    let (since, until) = (form.date("desde"), form.date("hasta"));
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        form.fail("hasta", "centres-mistake-until");
    }
    let (true, Some(room), Some(since)) = (deed.form.is_right(), room, since) else {
        let ctx = deed.ctx.also(&deed.subject(), Action::ViewCentres)?;
        let places = places(&store, &ctx, centre, &deed.shell).await?;
        return mistakes(&MarkPage::new(deed.shell, deed.form, centre, places));
    };
    store.mark_women_attended(&deed.ctx, NewWomenMark { centre, room, since, until }).await.replayed()?;
    deed.done(format!("/centros/{centre}"), "centres-done-marked")
}

pub(super) async fn ask_end(State(store): ProgrammeState, At(id): At<Uuid>, visit: Visit) -> Answer {
    let found = store.get_women_mark(&visit.ctx, id).await?;
    let today = visit.shell.day_of(visit.ctx.now());
    if found.1.until.is_some_and(|last| last < today) {
        return Err(Error::NotFound);
    }
    let form = FormView::default().with("hasta", found.1.until.unwrap_or(today).to_string());
    let ctx = visit.ctx.also(&visit.subject(), Action::ViewCentres)?;
    page(&EndMarkPage::build(&store, &ctx, found, visit.shell, form).await?)
}

pub(super) async fn end_mark(State(store): ProgrammeState, At(id): At<Uuid>, mut deed: Deed) -> Answer {
    let found = store.get_women_mark(&deed.ctx, id).await?;
    let until = deed.form.needed_date("hasta", "centres-mistake-end");
    let reason = deed.form.required("motivo", "centres-mistake-end-reason");
    let today = deed.shell.day_of(deed.ctx.now());
    if let Some(Err(why)) = until.map(|until| may_end((found.1.since, found.1.until), until, today)) {
        deed.form.fail("hasta", why.name());
    }
    if let (true, Some(until)) = (deed.form.is_right(), until) {
        match done_before(store.end_women_mark(&deed.ctx, id, until, &reason).await.map(drop)) {
            Ok(()) => return deed.done(format!("/centros/{}", found.0), "centres-done-mark-ended"),
            Err(store::Error::Refused(code)) => deed.form.fail("hasta", code),
            Err(error) => return Err(error.into()),
        }
    }
    let ctx = deed.ctx.also(&deed.subject(), Action::ViewCentres)?;
    mistakes(&EndMarkPage::build(&store, &ctx, found, deed.shell, deed.form).await?)
}

async fn places(
    store: &Store<Programme>,
    ctx: &Ctx,
    centre: CentreId,
    shell: &Shell,
) -> Result<Vec<Choice>, Error> {
    let whole = Choice::new(WHOLE_ADDRESS, shell.t("centres-mark-address"))
        .hint(shell.t("centres-mark-address-hint"));
    let rooms = store.list_rooms(ctx, centre).await?.into_iter().filter(|room| !room.is_retired);
    let room = rooms.map(|room| Choice::new(room.id.to_string(), room.name));
    Ok(std::iter::once(whole).chain(room).collect())
}
