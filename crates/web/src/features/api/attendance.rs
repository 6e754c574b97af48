//! The roll of a session: read, saved whole, closed. The same store function as the roll page; answered
//! only after it is durable, and a repeat with the same `Idempotency-Key` changes nothing.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
};
use domain::{
    access::Ctx,
    attendance::roll::{Entry, LineError, Mark, RollRefused},
    ids::{EnrolmentId, SessionId},
};
use serde::{Deserialize, Serialize};
use store::{
    Programme, Store,
    attendance::{RollError, RollForm, Then},
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api::{ApiDeed, ApiVisit, Mistake, json},
    error::Error,
    features::attendance::written,
    i18n::{Arguments, Locale, text},
    request::{Answer, At, ProgrammeState},
};

/// A roll as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Roll {
    /// The session.
    session: Uuid,
    /// The version that the next save starts from; also the `ETag`.
    version: i32,
    /// `owed`, `saved` or `closed`.
    roll_state: &'static str,
    /// One line per participant marked.
    lines: Vec<Line>,
}

/// A participant on a roll.
#[derive(Debug, Serialize, ToSchema)]
struct Line {
    enrolment: Uuid,
    /// `present`, `late`, `excused` or `unexcused`.
    mark: &'static str,
    /// Minutes present.
    minutes: u16,
    /// Why, when there is something to say.
    reason: Option<String>,
    /// Whether what had been agreed for the session was done; `null` while nobody has said so.
    complied: Option<bool>,
}

/// A whole roll to be saved.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewRoll {
    /// The version that it was made from; may stand in `If-Match` instead.
    version: Option<i32>,
    /// Whether it is signed and closed: every participant must be marked.
    #[serde(default)]
    close: bool,
    /// Whether it was transcribed from the paper list.
    #[serde(default)]
    transcription: bool,
    /// One line per participant marked; who is left out has no mark any more.
    lines: Vec<NewLine>,
}

/// A participant to be marked.
#[derive(Debug, Deserialize, ToSchema)]
struct NewLine {
    enrolment: Uuid,
    /// `present`, `late`, `excused` or `unexcused`.
    #[schema(value_type = String)]
    mark: Mark,
    /// Minutes present: needed for `late`, the whole session when left out for `present`.
    minutes: Option<u16>,
    /// Needed for `excused`.
    reason: Option<String>,
    /// Whether what had been agreed for the session was done; left out while nobody has said so.
    complied: Option<bool>,
}

/// Which roll is closed.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Closing {
    /// The version that is signed; may stand in `If-Match` instead.
    version: Option<i32>,
}

/// The roll.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<SessionId>, visit: ApiVisit) -> Answer {
    answer(&store, &visit.ctx, id).await
}

/// Saves the roll.
pub(super) async fn save(
    State(store): ProgrammeState,
    At(id): At<SessionId>,
    deed: ApiDeed<NewRoll>,
) -> Answer {
    let body = deed.body.and_then(|body| Ok((version(body.version, deed.if_match)?, body)));
    let (version, body) = judged(&store, &deed.ctx, id, body).await?;
    let entry = |line: NewLine| Entry {
        enrolment: EnrolmentId(line.enrolment),
        mark: line.mark,
        minutes: line.minutes,
        reason: line.reason.unwrap_or_default(),
        complied: line.complied,
    };
    let form = RollForm {
        version,
        entries: body.lines.into_iter().map(entry).collect(),
        is_transcription: body.transcription,
        then: if body.close { Then::Close } else { Then::KeepOpen },
    };
    write(&store, &deed.ctx, id, &form).await
}

/// Signs and closes the roll as it was saved.
pub(super) async fn close(
    State(store): ProgrammeState,
    At(id): At<SessionId>,
    deed: ApiDeed<Closing>,
) -> Answer {
    let body = deed.body.and_then(|body| version(body.version, deed.if_match));
    let version = judged(&store, &deed.ctx, id, body).await?;
    let kept = store.get_roll(&deed.ctx, id).await?;
    write(&store, &deed.ctx, id, &RollForm::closing(version, &kept.roll)).await
}

/// What was sent, if it reads; what is out of reach is absent, however wrong the body.
async fn judged<T>(
    store: &Store<Programme>,
    ctx: &Ctx,
    id: SessionId,
    body: Result<T, Error>,
) -> Result<T, Error> {
    if body.is_err() {
        store.get_roll(ctx, id).await?;
    }
    body
}

fn version(in_body: Option<i32>, if_match: Option<i32>) -> Result<i32, Error> {
    match (in_body, if_match) {
        (Some(one), Some(other)) if one != other => Err(Error::Conflict),
        (Some(version), _) | (None, Some(version)) => Ok(version),
        (None, None) => {
            let detail = text(Locale::Es, "api-mistake-version", None);
            Err(Error::Invalid("invalid", vec![Mistake { pointer: "/version".to_owned(), detail }]))
        }
    }
}

async fn write(store: &Store<Programme>, ctx: &Ctx, id: SessionId, form: &RollForm) -> Answer {
    match written(store.save_roll(ctx, id, form).await)? {
        Ok(()) => answer(store, ctx, id).await,
        Err(RollError::Refused(why)) => Err(refused(why, &form.entries)),
        Err(RollError::Stale) => Err(Error::Conflict),
        Err(RollError::Store(error)) => Err(error.into()),
    }
}

async fn answer(store: &Store<Programme>, ctx: &Ctx, id: SessionId) -> Answer {
    let kept = store.get_roll(ctx, id).await?;
    let line = |line: domain::attendance::roll::Line| Line {
        enrolment: line.enrolment.0,
        mark: line.mark.name(),
        minutes: line.minutes_present,
        reason: line.reason,
        complied: line.complied,
    };
    let roll_state = kept.roll.state.name();
    let lines = kept.roll.lines.into_iter().map(line).collect();
    let mut response =
        json(StatusCode::OK, &Roll { session: id.0, version: kept.version, roll_state, lines })?;
    let tag = HeaderValue::from_str(&format!("\"{}\"", kept.version));
    let tag = tag.map_err(|error| Error::Failure(error.to_string()))?;
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}

/// Why the roll was refused, at the lines as they were sent.
fn refused(why: RollRefused, sent: &[Entry]) -> Error {
    let at = |id: EnrolmentId, field: &str, key: &str, arguments: Option<&Arguments<'_>>| {
        let line = sent.iter().rposition(|entry| entry.enrolment == id);
        Mistake {
            pointer: line.map_or_else(String::new, |line| format!("/lines/{line}/{field}")),
            detail: text(Locale::Es, key, arguments),
        }
    };
    let line = |(id, error)| match error {
        LineError::LateNeedsMinutes => at(id, "minutes", "api-mistake-late", None),
        LineError::AbsentWithMinutes => at(id, "minutes", "api-mistake-absent", None),
        LineError::ReasonMissing => at(id, "reason", "api-mistake-reason", None),
        LineError::MinutesOutOfRange { most } => {
            at(id, "minutes", "api-mistake-minutes", Some(&Arguments::from([("n".into(), most.into())])))
        }
    };
    match why {
        RollRefused::InTheFuture => Error::Refused("roll-in-the-future"),
        RollRefused::Closed => Error::Refused("roll-closed"),
        RollRefused::NobodyMarked => Error::Refused("roll-nobody-marked"),
        RollRefused::Lines(wrong) => Error::Invalid("invalid", wrong.into_iter().map(line).collect()),
        RollRefused::NotOnRoll(id) => {
            Error::Invalid("invalid", vec![at(id, "enrolment", "api-mistake-not-on-roll", None)])
        }
        RollRefused::Twice(id) => {
            Error::Invalid("invalid", vec![at(id, "enrolment", "api-mistake-twice", None)])
        }
        RollRefused::Unmarked(ids) => {
            let mistake = |id: EnrolmentId| Mistake {
                pointer: "/lines".to_owned(),
                detail: format!("{} {id}", text(Locale::Es, "api-mistake-unmarked", None)),
            };
            Error::Invalid("roll-unmarked", ids.into_iter().map(mistake).collect())
        }
        RollRefused::NotClosed | RollRefused::ReasonMissing | RollRefused::NothingChanges => {
            Error::Failure(why.to_string())
        }
    }
}
