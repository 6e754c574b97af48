//! Changes to one session: another time or room, cancellation, a substitute. Each says why.

use askama::Template;
use axum::extract::State;
use domain::{
    groups::schedule::local,
    ids::{GroupId, SessionId, StaffId},
};
use store::{GroupFile, Obstacle, Programme, SessionMove, SessionRow, Store, Substitute};

use super::{facilitator_choices, hour, names, texts, written};
use crate::{
    error::Error,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, FormView, Shell},
};
use domain::access::{Action, Ctx, Subject};

/// Which change a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deeds {
    Move,
    Cancel,
    Substitute,
}

#[derive(Template)]
#[template(path = "features/groups/session.html")]
struct ChangePage {
    shell: Shell,
    form: FormView,
    id: GroupId,
    deed: Deeds,
    session: SessionRow,
    obstacles: Vec<String>,
    rooms: Vec<Choice>,
    pair: Vec<Choice>,
    facilitators: Vec<Choice>,
}

/// A group and one of its sessions.
struct Found<'a> {
    store: &'a Store<Programme>,
    ctx: &'a Ctx,
    subject: &'a Subject,
    file: GroupFile,
    session: SessionRow,
}

impl<'a> Found<'a> {
    async fn load(
        store: &'a Store<Programme>,
        ctx: &'a Ctx,
        subject: &'a Subject,
        (group, session): (GroupId, SessionId),
    ) -> Result<Self, Error> {
        let file = store.get_group(&ctx.also(subject, Action::ViewGroups)?, group).await?;
        let session = file.sessions.iter().find(|row| row.id == session).cloned().ok_or(Error::NotFound)?;
        Ok(Self { store, ctx, subject, file, session })
    }

    async fn page(
        &self,
        mut shell: Shell,
        form: FormView,
        deed: Deeds,
        found: &[Obstacle],
    ) -> Result<ChangePage, Error> {
        shell.zone = self.file.zone;
        let centre = self.file.row.centre;
        let day = local(self.session.starts_at, self.file.zone).date();
        let (mut rooms, mut pair, mut facilitators) = (Vec::new(), Vec::new(), Vec::new());
        match deed {
            Deeds::Move => {
                let all =
                    self.store.list_rooms(&self.ctx.also(self.subject, Action::ViewCentres)?, centre).await?;
                let open = all.into_iter().filter(|room| !room.is_retired);
                rooms = open.map(|room| Choice::new(room.id.to_string(), room.name)).collect();
            }
            Deeds::Cancel => {}
            Deeds::Substitute => {
                let there =
                    |f: &&store::Facilitation| f.since <= day && f.until.is_none_or(|until| day <= until);
                let there = self.file.facilitators.iter().filter(there);
                pair = there.map(|f| Choice::new(f.staff.to_string(), &f.name)).collect();
                facilitators = facilitator_choices(self.store, self.ctx, &shell, (centre, day, day)).await?;
                facilitators.retain(|choice| !pair.iter().any(|there| there.value == choice.value));
            }
        }
        let names = names(self.store, self.ctx, found).await?;
        Ok(ChangePage {
            obstacles: texts::obstacles(&shell, found, self.file.zone, &names),
            id: self.file.row.id,
            deed,
            session: self.session.clone(),
            rooms,
            pair,
            facilitators,
            shell,
            form,
        })
    }

    fn answers(&self) -> FormView {
        let when = local(self.session.starts_at, self.file.zone);
        FormView::default()
            .with("visto", self.session.starts_at.timestamp_millis().to_string())
            .with("fecha", when.date().to_string())
            .with("hora", when.format("%H:%M").to_string())
            .with("sala", self.session.room.0.to_string())
    }
}

async fn asked(store: &Store<Programme>, visit: Visit, ids: (GroupId, SessionId), deed: Deeds) -> Answer {
    let subject = visit.subject();
    let found = Found::load(store, &visit.ctx, &subject, ids).await?;
    let form = found.answers();
    page(&found.page(visit.shell, form, deed, &[]).await?)
}

/// Another time or room.
pub(super) async fn ask_move(
    State(store): ProgrammeState,
    At(ids): At<(GroupId, SessionId)>,
    visit: Visit,
) -> Answer {
    asked(&store, visit, ids, Deeds::Move).await
}

/// Cancellation, with what it brings about.
pub(super) async fn ask_cancel(
    State(store): ProgrammeState,
    At(ids): At<(GroupId, SessionId)>,
    visit: Visit,
) -> Answer {
    asked(&store, visit, ids, Deeds::Cancel).await
}

/// A substitute.
pub(super) async fn ask_substitute(
    State(store): ProgrammeState,
    At(ids): At<(GroupId, SessionId)>,
    visit: Visit,
) -> Answer {
    asked(&store, visit, ids, Deeds::Substitute).await
}

/// Moves the session.
pub(super) async fn move_to(
    State(store): ProgrammeState,
    At(ids): At<(GroupId, SessionId)>,
    mut deed: Deed,
) -> Answer {
    let subject = deed.subject();
    let found = Found::load(&store, &deed.ctx, &subject, ids).await?;
    let form = &mut deed.form;
    let seen = form.value("visto").parse().ok().and_then(chrono::DateTime::from_timestamp_millis);
    let day = form.needed_date("fecha", "groups-mistake-day");
    let hour = form.needed("hora", "groups-mistake-hour", hour);
    let room = form.needed("sala", "groups-mistake-room", |text| text.parse().ok());
    let reason = form.required("motivo", "groups-mistake-reason");
    let (true, Some(seen), Some(day), Some(hour), Some(room)) = (form.is_right(), seen, day, hour, room)
    else {
        return mistakes(&found.page(deed.shell, deed.form, Deeds::Move, &[]).await?);
    };
    let new = SessionMove { seen, to: day.and_time(hour), room, reason };
    match written(store.move_session(&deed.ctx, ids.1, new).await)? {
        Ok(_) => deed.done(format!("/grupos/{}", ids.0), "groups-done-moved"),
        Err(obstacles) => mistakes(&found.page(deed.shell, deed.form, Deeds::Move, &obstacles).await?),
    }
}

/// Cancels the session.
pub(super) async fn cancel(
    State(store): ProgrammeState,
    At(ids): At<(GroupId, SessionId)>,
    mut deed: Deed,
) -> Answer {
    let subject = deed.subject();
    let found = Found::load(&store, &deed.ctx, &subject, ids).await?;
    let reason = deed.form.required("motivo", "groups-mistake-reason");
    if !deed.form.is_right() {
        return mistakes(&found.page(deed.shell, deed.form, Deeds::Cancel, &[]).await?);
    }
    match written(store.cancel_session(&deed.ctx, ids.1, &reason).await)? {
        Ok(_) => deed.done(format!("/grupos/{}", ids.0), "groups-done-cancelled"),
        Err(obstacles) => mistakes(&found.page(deed.shell, deed.form, Deeds::Cancel, &obstacles).await?),
    }
}

/// Records the substitute.
pub(super) async fn substitute(
    State(store): ProgrammeState,
    At(ids): At<(GroupId, SessionId)>,
    mut deed: Deed,
) -> Answer {
    let subject = deed.subject();
    let found = Found::load(&store, &deed.ctx, &subject, ids).await?;
    let mut person =
        |field| deed.form.needed(field, "groups-mistake-facilitator", |text| text.parse::<StaffId>().ok());
    let (absent, staff) = (person("ausente"), person("suple"));
    let reason = deed.form.required("motivo", "groups-mistake-reason");
    let (true, Some(absent), Some(staff)) = (deed.form.is_right(), absent, staff) else {
        return mistakes(&found.page(deed.shell, deed.form, Deeds::Substitute, &[]).await?);
    };
    match written(store.substitute(&deed.ctx, ids.1, Substitute { absent, staff, reason }).await)? {
        Ok(_) => deed.done(format!("/grupos/{}", ids.0), "groups-done-substituted"),
        Err(obstacles) => mistakes(&found.page(deed.shell, deed.form, Deeds::Substitute, &obstacles).await?),
    }
}
