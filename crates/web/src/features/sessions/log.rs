//! The log of a session: plan against done, what happened outside the plan, what was seen of somebody.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse},
};
use domain::{
    ids::{EnrolmentId, SessionId},
    sessions::log::{
        ActivityDone, Done, Incident, IncidentKind, LogRefused, LogState, Observation, SessionLog,
    },
};
use store::sessions::{LogError, LogSheet};

use super::{Head, record, summary};
use crate::{
    error::Error,
    features::attendance::name_of,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Choice, FormView, Link, Notice, Shell, Tone},
};

/// Empty places for incidents beyond those written.
const SPARE: usize = 2;

struct Activity {
    title: String,
    done: String,
    note: String,
}

struct Observed {
    field: String,
    name: String,
}

#[derive(Template)]
#[template(path = "features/sessions/log.html")]
struct LogPage {
    shell: Shell,
    form: FormView,
    head: Head,
    notice: Option<Notice>,
    session: SessionId,
    version: i32,
    activities: Vec<Activity>,
    incidents: Vec<(String, String)>,
    people: Vec<Observed>,
    done: Vec<Choice>,
    kinds: Vec<Choice>,
    /// What hinders a signature, each thing at its field.
    summary: Vec<Link>,
}

/// The log: to be written, or as it was signed.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let found = store.session_log(&visit.ctx, id).await?;
    if found.sheet.roll.starts_at > visit.ctx.now() {
        return see(format!("/sesiones/{id}"));
    }
    if found.log.state() != LogState::Draft {
        return record::show(&store, (&visit.ctx, &visit.subject()), (visit.shell, found)).await;
    }
    page(&log(visit.shell, fill(&found), &found, None))
}

/// Saves the log; goes on to sign it when asked to and nothing is missing.
pub(super) async fn save(State(store): ProgrammeState, At(id): At<SessionId>, deed: Deed) -> Answer {
    let found = store.session_log(&deed.ctx, id).await?;
    let log_sent = read(&deed.form, &found);
    let version = deed.form.value("version").parse().unwrap_or(-1);
    match store.save_log(&deed.ctx, id, version, &log_sent).await {
        Ok(()) | Err(LogError::Store(store::Error::Replayed(_))) => {
            if deed.form.has("accion", "firmar") {
                let saved = store.session_log(&deed.ctx, id).await?;
                return to_sign(deed.shell, &saved);
            }
            deed.done(format!("/sesiones/{id}/bitacora"), "sessions-done-log")
        }
        Err(LogError::Store(error)) => Err(error.into()),
        Err(LogError::Refused(LogRefused::InTheFuture)) => see(format!("/sesiones/{id}")),
        // Both versions: in the fields what was sent, on top what somebody saved or signed meanwhile.
        Err(error) => {
            let key = match error {
                LogError::Stale => "sessions-log-stale",
                _ => "sessions-log-signed-meanwhile",
            };
            let text = format!("{} {}", deed.shell.t(key), in_words(&deed.shell, &found));
            let link = Link::new(format!("/sesiones/{id}/bitacora"), deed.shell.t("sessions-log-drop"));
            let notice = Notice { tone: Tone::Bad, text, link: Some(link) };
            let shown = log(deed.shell, deed.form, &found, Some(notice));
            Ok((StatusCode::CONFLICT, Html(shown.render()?)).into_response())
        }
    }
}

/// On to the signature; or the draft again, which is saved, with everything that hinders it.
fn to_sign(shell: Shell, saved: &LogSheet) -> Answer {
    let hindrances = saved.log.hindrances();
    if hindrances.is_empty() {
        return see(format!("/sesiones/{}/bitacora/firma", saved.sheet.session));
    }
    let mut form = fill(saved);
    for refused in hindrances {
        match refused {
            LogRefused::ActivityOpen { activity } => {
                form.fail(&format!("hecho-{activity}"), "sessions-mistake-open");
            }
            LogRefused::NoteMissing { activity } => {
                form.fail(&format!("nota-{activity}"), "sessions-mistake-note");
            }
            LogRefused::IncidentUntold { incident } => {
                form.fail(&format!("texto-{incident}"), "sessions-mistake-incident");
            }
            _ => {}
        }
    }
    let notice = Notice::good(shell.t("sessions-done-log"));
    mistakes(&log(shell, form, saved, Some(notice)))
}

/// What a field of the log is about: the title of its activity, the kind of its incident.
fn whose(shell: &Shell, found: &LogSheet, field: &str) -> String {
    let Some((name, place)) = field.split_once('-') else { return String::new() };
    let Ok(place) = place.parse::<usize>() else { return String::new() };
    let said = match name {
        "texto" => found.log.incidents.get(place).map(|one| kind_text(shell, one.kind)),
        _ => found.activities.get(place).cloned(),
    };
    said.unwrap_or_default()
}

fn log(mut shell: Shell, form: FormView, found: &LogSheet, notice: Option<Notice>) -> LogPage {
    shell.zone = found.sheet.zone;
    let activity = |(n, title): (usize, &String)| Activity {
        title: title.clone(),
        done: format!("hecho-{n}"),
        note: format!("nota-{n}"),
    };
    let is_written =
        |n: &usize| ["texto", "tipo"].iter().any(|field| !form.value(&format!("{field}-{n}")).is_empty());
    let written = (0..).take_while(is_written).count();
    let observed = |line: &store::attendance::SheetLine| Observed {
        field: format!("observacion-{}", line.enrolment),
        name: name_of(&shell, line),
    };
    LogPage {
        head: Head::of(&shell, &found.sheet, "sessions-log"),
        notice,
        session: found.sheet.session,
        version: found.version,
        activities: found.activities.iter().enumerate().map(activity).collect(),
        incidents: (0..written + SPARE).map(|n| (format!("tipo-{n}"), format!("texto-{n}"))).collect(),
        people: found.sheet.lines.iter().map(observed).collect(),
        done: Done::ALL.iter().map(|done| Choice::new(done.name(), done_text(&shell, *done))).collect(),
        kinds: IncidentKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.name(), kind_text(&shell, *kind)))
            .collect(),
        summary: summary(&shell, &form, |field| whose(&shell, found, field)),
        form,
        shell,
    }
}

/// How far an activity was done, in words.
pub(super) fn done_text(shell: &Shell, done: Done) -> String {
    shell.t(&format!("sessions-done-{}", done.name()))
}

/// What kind of incident, in words.
pub(super) fn kind_text(shell: &Shell, kind: IncidentKind) -> String {
    shell.t(&format!("sessions-incident-{}", kind.name()))
}

fn fill(found: &LogSheet) -> FormView {
    let mut form = FormView::default();
    for one in &found.log.activities {
        form = form
            .with(&format!("hecho-{}", one.activity), one.done.map_or("", Done::name))
            .with(&format!("nota-{}", one.activity), &one.note);
    }
    for (n, one) in found.log.incidents.iter().enumerate() {
        form = form.with(&format!("tipo-{n}"), one.kind.name()).with(&format!("texto-{n}"), &one.text);
    }
    for one in &found.log.observations {
        form = form.with(&format!("observacion-{}", one.enrolment), &one.text);
    }
    form
}

fn read(form: &FormView, found: &LogSheet) -> SessionLog {
    let activity = |activity: usize| ActivityDone {
        activity,
        done: Done::from_name(form.value(&format!("hecho-{activity}"))),
        note: form.value(&format!("nota-{activity}")).to_owned(),
    };
    let incident = |(name, text): &(String, String)| {
        let n = name.strip_prefix("texto-")?;
        let kind = IncidentKind::from_name(form.value(&format!("tipo-{n}")));
        // A kind without words is kept, so that nobody loses it; it hinders the signature.
        (kind.is_some() || !text.is_empty())
            .then(|| Incident { kind: kind.unwrap_or(IncidentKind::Other), text: text.clone() })
    };
    let observation = |enrolment: EnrolmentId| Observation {
        enrolment,
        text: form.value(&format!("observacion-{enrolment}")).to_owned(),
    };
    SessionLog {
        activities: (0..found.activities.len()).map(activity).collect(),
        incidents: form.pairs().iter().filter_map(incident).collect(),
        observations: found.sheet.lines.iter().map(|line| observation(line.enrolment)).collect(),
        ..SessionLog::default()
    }
}

/// What is kept, in one paragraph, for comparing.
fn in_words(shell: &Shell, found: &LogSheet) -> String {
    let done = found.log.activities.iter().filter_map(|one| {
        let title = found.activities.get(one.activity)?;
        Some(format!("{title}: {} {}", done_text(shell, one.done?), one.note))
    });
    let incidents =
        found.log.incidents.iter().map(|one| format!("{}: {}", kind_text(shell, one.kind), one.text));
    done.chain(incidents).map(|words| words.trim().to_owned()).collect::<Vec<_>>().join(" · ")
}

/// What still hinders a signature, in words.
pub(super) fn hindrance(shell: &Shell, found: &LogSheet, refused: LogRefused) -> Result<String, Error> {
    let of = |activity: usize, key: &str| {
        format!("«{}»: {}", found.activities.get(activity).cloned().unwrap_or_default(), shell.t(key))
    };
    Ok(match refused {
        LogRefused::ActivityOpen { activity } => of(activity, "sessions-mistake-open"),
        LogRefused::NoteMissing { activity } => of(activity, "sessions-mistake-note"),
        LogRefused::IncidentUntold { .. } => shell.t("sessions-mistake-incident"),
        LogRefused::NotFacilitator => shell.t("sessions-mistake-not-facilitator"),
        LogRefused::Signed | LogRefused::SignedTwice => shell.t("sessions-mistake-signed"),
        LogRefused::ReasonMissing | LogRefused::InTheFuture => return Err(Error::Conflict),
    })
}
