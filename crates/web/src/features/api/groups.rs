//! Groups with their sessions, participants and certificates; centres and programmes.

use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    groups::GroupState,
    ids::{GroupId, SessionId},
    people::name::PersonName,
};
use serde::Serialize;
use serde_json::json;
use store::{GroupFilter, GroupRow, ParticipantLine, SessionRow, Standing, Store};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api::{self, ApiVisit, Mistake},
    error::Error,
    i18n::{Locale, text},
    request::{Answer, At},
    ui::FormView,
};

/// Groups on a page of the list.
const PER_PAGE: u32 = 50;

/// A centre.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Centre {
    id: Uuid,
    name: String,
    /// Short code in folios.
    code: String,
    /// INEGI key of state and municipality.
    municipality: String,
    address: String,
    /// IANA time zone.
    zone: String,
    is_open: bool,
}

/// A version of a programme.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Programme {
    id: Uuid,
    /// The same in all versions.
    key: String,
    version: u16,
    title: String,
    /// `men`, `public-servants` or `youth`.
    audience: &'static str,
    created_at: DateTime<Utc>,
}

/// A group.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Group {
    id: Uuid,
    name: String,
    /// `men`, `public-servants` or `youth`.
    audience: &'static str,
    /// `planned`, `running`, `finished` or `cancelled`.
    state: &'static str,
    centre_id: Uuid,
    centre: String,
    programme_id: Uuid,
    programme: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    enrolled: u32,
    capacity: u32,
    /// Whether people may still join after the start.
    is_open: bool,
    sessions_held: u32,
    sessions_total: u32,
    facilitators: Vec<String>,
}

impl From<GroupRow> for Group {
    fn from(row: GroupRow) -> Self {
        Self {
            id: row.id.0,
            name: row.name,
            audience: row.audience.name(),
            state: row.state.name(),
            centre_id: row.centre.0,
            centre: row.centre_name,
            programme_id: row.programme.0,
            programme: row.programme_title,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            enrolled: row.enrolled,
            capacity: row.capacity,
            is_open: row.is_open,
            sessions_held: row.sessions_held,
            sessions_total: row.sessions_total,
            facilitators: row.facilitators,
        }
    }
}

/// A session of a group.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    id: Uuid,
    group: Uuid,
    /// Its number, which it keeps when it is moved.
    number: u16,
    title: String,
    starts_at: DateTime<Utc>,
    minutes: u16,
    room: String,
    /// `planned`, `held` or `cancelled`.
    state: &'static str,
    /// `owed`, `saved` or `closed`.
    roll_state: String,
    /// The version that the next save of the roll starts from.
    roll_version: i32,
}

impl Session {
    fn of(group: GroupId, row: SessionRow) -> Self {
        Self {
            id: row.id.0,
            group: group.0,
            number: row.number,
            title: row.title,
            starts_at: row.starts_at,
            minutes: row.minutes,
            room: row.room.1,
            state: row.state.name(),
            roll_state: row.roll_state,
            roll_version: row.roll_version,
        }
    }
}

/// A person's name.
#[derive(Debug, Serialize, ToSchema)]
struct Name {
    given: String,
    first_surname: String,
    second_surname: Option<String>,
}

impl From<PersonName> for Name {
    fn from(name: PersonName) -> Self {
        Self {
            given: name.given().to_owned(),
            first_surname: name.first_surname().to_owned(),
            second_surname: name.second_surname().map(str::to_owned),
        }
    }
}

/// Somebody who is or was in a group.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Participant {
    enrolment: Uuid,
    person: Uuid,
    /// Nothing when the person's data were erased.
    name: Option<Name>,
    state: &'static str,
    /// First day.
    since: NaiveDate,
    /// Last day, for whoever left.
    until: Option<NaiveDate>,
    dependency: String,
    area: String,
    post: String,
}

/// Where a document of a participant stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Certificate {
    enrolment: Uuid,
    person: Uuid,
    /// `participation` or `completion`.
    kind: &'static str,
    /// `withheld`, `due`, `printing`, `given` or `revoked`.
    state: &'static str,
    /// Why it is withheld.
    withheld: Option<&'static str>,
    /// The certificate, once given.
    id: Option<Uuid>,
    folio: Option<String>,
    issued_on: Option<NaiveDate>,
    /// The minutes that it states.
    minutes: Option<u32>,
    revoked_at: Option<DateTime<Utc>>,
}

/// The centres within reach.
pub(super) async fn centres(State(store): State<Store<store::Programme>>, visit: ApiVisit) -> Answer {
    let centres = store.list_centres(&visit.ctx).await?;
    api::list(centres.into_iter().map(|row| Centre {
        id: row.id.0,
        name: row.name,
        code: row.code,
        municipality: row.municipality,
        address: row.address,
        zone: row.zone,
        is_open: row.is_open,
    }))
}

/// The programmes that new groups can take.
pub(super) async fn programmes(State(store): State<Store<store::Programme>>, visit: ApiVisit) -> Answer {
    let programmes = store.list_programmes(&visit.ctx).await?;
    api::list(programmes.into_iter().map(|row| Programme {
        id: row.id.0,
        key: row.key,
        version: row.version,
        title: row.title,
        audience: row.audience.name(),
        created_at: row.created_at,
    }))
}

/// The groups within reach, the latest start first.
pub(super) async fn list(State(store): State<Store<store::Programme>>, visit: ApiVisit) -> Answer {
    let filter = GroupFilter {
        state: asked(&visit.query, "state", GroupState::from_name)?,
        centre: asked(&visit.query, "centre", |text| text.parse().ok())?,
        name: visit.query.value("name").to_owned(),
        ..GroupFilter::default()
    };
    let page = asked(&visit.query, "page", |text| text.parse().ok().filter(|page| *page > 0))?;
    let page: u32 = page.unwrap_or(1);
    let offset = u64::from(page - 1) * u64::from(PER_PAGE);
    let found = store.list_groups(&visit.ctx, &filter, offset, PER_PAGE.into()).await?;
    let items: Vec<Group> = found.rows.into_iter().map(Group::from).collect();
    api::json(StatusCode::OK, &json!({ "items": items, "total": found.total, "page": page }))
}

/// A parameter behind `?`: none, or one that reads.
fn asked<T>(query: &FormView, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Error> {
    let value = query.value(name);
    if value.is_empty() {
        return Ok(None);
    }
    let mistake = || {
        let detail = text(Locale::Es, "api-mistake-parameter", None);
        Error::Invalid("invalid", vec![Mistake { pointer: name.to_owned(), detail }])
    };
    read(value).ok_or_else(mistake).map(Some)
}

/// A group.
pub(super) async fn show(
    State(store): State<Store<store::Programme>>,
    At(id): At<GroupId>,
    visit: ApiVisit,
) -> Answer {
    api::json(StatusCode::OK, &Group::from(store.get_group(&visit.ctx, id).await?.row))
}

/// The sessions of a group, in order.
pub(super) async fn sessions(
    State(store): State<Store<store::Programme>>,
    At(id): At<GroupId>,
    visit: ApiVisit,
) -> Answer {
    let file = store.get_group(&visit.ctx, id).await?;
    api::list(file.sessions.into_iter().map(|row| Session::of(id, row)))
}

/// A session.
pub(super) async fn session(
    State(store): State<Store<store::Programme>>,
    At(id): At<SessionId>,
    visit: ApiVisit,
) -> Answer {
    let group = store.get_roll(&visit.ctx, id).await?.group;
    let file = store.get_group(&visit.ctx, group).await?;
    let row = file.sessions.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    api::json(StatusCode::OK, &Session::of(group, row))
}

/// Who is or was in a group, by surname; the read is on record.
pub(super) async fn participants(
    State(store): State<Store<store::Programme>>,
    At(id): At<GroupId>,
    visit: ApiVisit,
) -> Answer {
    let people = store.participants(&visit.ctx, id).await?.people;
    api::list(people.into_iter().map(|one| Participant {
        enrolment: one.id.0,
        person: one.person.0,
        name: one.name.map(Name::from),
        state: one.state.name(),
        since: one.since,
        until: one.left.map(|(day, _)| day),
        dependency: one.details.dependency,
        area: one.details.area,
        post: one.details.post,
    }))
}

/// The documents of a group: given, due or withheld; the read is on record.
pub(super) async fn certificates(
    State(store): State<Store<store::Programme>>,
    At(id): At<GroupId>,
    visit: ApiVisit,
) -> Answer {
    let lines = store.group_certificates(&visit.ctx, id).await?.lines;
    api::list(lines.iter().flat_map(documents))
}

fn documents(line: &ParticipantLine) -> Vec<Certificate> {
    let revoked = line.revoked.iter().map(|given| (given.kind, Standing::Given(given.clone())));
    let all = line.documents.iter().cloned().chain(revoked);
    all.map(|(kind, standing)| {
        let (state, withheld, given) = match standing {
            Standing::Withheld(why) => ("withheld", Some(why.name()), None),
            Standing::Due => ("due", None, None),
            Standing::Printing => ("printing", None, None),
            Standing::Given(given) if given.revoked.is_some() => ("revoked", None, Some(given)),
            Standing::Given(given) => ("given", None, Some(given)),
        };
        Certificate {
            enrolment: line.enrolment.0,
            person: line.person.0,
            kind: kind.name(),
            state,
            withheld,
            id: given.as_ref().map(|given| given.id.0),
            folio: given.as_ref().map(|given| given.folio.clone()),
            issued_on: given.as_ref().map(|given| given.issued_on),
            minutes: given.as_ref().map(|given| given.minutes),
            revoked_at: given.and_then(|given| given.revoked.map(|(at, _)| at)),
        }
    })
    .collect()
}
