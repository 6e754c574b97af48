//! A new version of a programme, edited in one form: titles, aims, activities, materials, what is
//! observed, and the completion rule. The version that groups keep is never touched.

use askama::Template;
use axum::extract::State;
use domain::{
    attendance::dose::CompletionRule,
    ids::ProgrammeVersionId,
    programmes::{
        PlannedActivity, Programme as Pack, SessionKind, SessionPlan,
        rules::{Place, Problem},
    },
};
use store::ProgrammeError;

use crate::{
    error::{Error, Replayed},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{FormView, Shell},
};

/// One session of the form: its number and how many rows for activities it shows.
struct Part {
    number: usize,
    title: String,
    activities: usize,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "features/programmes/edit.html")]
struct EditPage {
    shell: Shell,
    form: FormView,
    id: ProgrammeVersionId,
    parts: Vec<Part>,
}

/// Name of a field of a session: `s3-titulo`.
fn of_session(session: usize, field: &str) -> String {
    format!("s{session}-{field}")
}

/// Name of a field of an activity: `s3-a2-minutos`.
fn of_activity(session: usize, activity: usize, field: &str) -> String {
    format!("s{session}-a{activity}-{field}")
}

/// A programme as the values of the form.
fn filled(pack: &Pack) -> FormView {
    let mut form = FormView::default()
        .with("titulo", &pack.title)
        .with("resumen", &pack.summary)
        .with("minimo", pack.completion.min_sessions.to_string())
        .with("porcentaje", pack.completion.min_minutes_percent.to_string())
        .with("sesiones", pack.sessions.len().to_string());
    for (index, session) in pack.sessions.iter().enumerate() {
        let n = index + 1;
        form = form
            .with(&of_session(n, "titulo"), &session.title)
            .with(&of_session(n, "minutos"), session.minutes.to_string())
            .with(&of_session(n, "tipo"), session.kind.name())
            .with(&of_session(n, "objetivo"), &session.aim)
            .with(&of_session(n, "materiales"), session.materials.join("\n"))
            .with(&of_session(n, "fidelidad"), session.fidelity.join("\n"))
            .with(&of_session(n, "ejemplo"), if session.is_example_title { "si" } else { "" })
            .with(&of_session(n, "renglones"), session.activities.len().to_string());
        for (index, activity) in session.activities.iter().enumerate() {
            form = form
                .with(&of_activity(n, index + 1, "titulo"), &activity.title)
                .with(&of_activity(n, index + 1, "minutos"), activity.minutes.to_string())
                .with(&of_activity(n, index + 1, "como"), &activity.how);
        }
    }
    form
}

fn number(form: &FormView, name: &str) -> u16 {
    form.value(name).parse().unwrap_or(0)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The programme that the form describes, whatever is wrong with it, and for each of its sessions and
/// activities the number they have in the form: rows left empty are no activities.
fn read(form: &FormView, old: &Pack) -> (Pack, Vec<(usize, Vec<usize>)>) {
    let mut places = Vec::new();
    let mut sessions = Vec::new();
    for n in 1..=usize::from(number(form, "sesiones")).min(100) {
        let value = |field: &str| form.value(&of_session(n, field));
        if form.has(&of_session(n, "quitar"), "si") {
            continue;
        }
        let rows = 1..=usize::from(number(form, &of_session(n, "renglones"))).min(40) + 2;
        let is_filled = |row: &usize| {
            ["titulo", "minutos", "como"].iter().any(|f| !form.value(&of_activity(n, *row, f)).is_empty())
        };
        let rows: Vec<usize> = rows.filter(is_filled).collect();
        let activity = |row: &usize| PlannedActivity {
            title: form.value(&of_activity(n, *row, "titulo")).to_owned(),
            minutes: number(form, &of_activity(n, *row, "minutos")),
            how: form.value(&of_activity(n, *row, "como")).to_owned(),
        };
        sessions.push(SessionPlan {
            number: u16::try_from(sessions.len() + 1).unwrap_or(u16::MAX),
            kind: SessionKind::from_name(value("tipo")).unwrap_or(SessionKind::Group),
            minutes: number(form, &of_session(n, "minutos")),
            title: value("titulo").to_owned(),
            is_example_title: form.has(&of_session(n, "ejemplo"), "si"),
            aim: value("objetivo").to_owned(),
            materials: lines(value("materiales")),
            fidelity: lines(value("fidelidad")),
            activities: rows.iter().map(activity).collect(),
        });
        places.push((n, rows));
    }
    let completion = CompletionRule {
        min_sessions: number(form, "minimo"),
        of: u16::try_from(sessions.len()).unwrap_or(u16::MAX),
        min_minutes_percent: u8::try_from(number(form, "porcentaje")).unwrap_or(u8::MAX),
    };
    let (title, summary) = (form.value("titulo").to_owned(), form.value("resumen").to_owned());
    (Pack { title, summary, completion, sessions, ..old.clone() }, places)
}

/// The field of the form for a place of the programme.
fn field_of(place: &Place, places: &[(usize, Vec<usize>)]) -> String {
    let name = match place.field {
        "title" => "titulo",
        "summary" => "resumen",
        "min_sessions" => "minimo",
        "min_minutes_percent" => "porcentaje",
        "minutes" | "activities" => "minutos",
        "aim" => "objetivo",
        "materials" => "materiales",
        "fidelity" => "fidelidad",
        "how" => "como",
        _ => "titulo",
    };
    match (place.session.and_then(|session| places.get(session)), place.activity) {
        (Some((n, rows)), Some(activity)) => of_activity(*n, rows.get(activity).copied().unwrap_or(1), name),
        (Some((n, _)), None) => of_session(*n, name),
        (None, _) => name.to_owned(),
    }
}

fn mistake_key(place: &Place, problem: &Problem) -> &'static str {
    match (problem, place.field) {
        (Problem::Empty, "session") => "programmes-mistake-no-sessions",
        (Problem::Empty | Problem::Missing, _) => "programmes-mistake-empty",
        (Problem::TooLong { .. }, "session") => "programmes-mistake-many-sessions",
        (Problem::TooLong { .. }, _) => "programmes-mistake-long",
        (Problem::MinutesDoNotAddUp { .. }, _) => "programmes-mistake-sum",
        (Problem::OutOfRange { .. }, "min_sessions") => "programmes-mistake-min-sessions",
        (Problem::OutOfRange { .. }, "min_minutes_percent") => "programmes-mistake-percent",
        (Problem::OutOfRange { .. }, _) if place.activity.is_some() => "programmes-mistake-activity-minutes",
        (Problem::OutOfRange { .. }, _) => "programmes-mistake-minutes",
        _ => "programmes-mistake-other",
    }
}

fn form_page(shell: Shell, mut form: FormView, id: ProgrammeVersionId) -> EditPage {
    let part = |n: usize| {
        let prefix = of_session(n, "");
        Part {
            number: n,
            title: form.value(&of_session(n, "titulo")).to_owned(),
            activities: usize::from(number(&form, &of_session(n, "renglones"))).min(40) + 2,
            is_open: form.mistakes.iter().any(|mistake| mistake.field.starts_with(&prefix)),
        }
    };
    let parts = (1..=usize::from(number(&form, "sesiones")).min(100)).map(part).collect();
    form.mistakes.dedup();
    EditPage { shell, form, id, parts }
}

/// The form, filled with the version it starts from.
pub(super) async fn ask(
    State(store): ProgrammeState,
    At(id): At<ProgrammeVersionId>,
    visit: Visit,
) -> Answer {
    let file = store.get_programme(&visit.ctx, id).await?;
    if file.row.is_retired {
        return Err(Error::Conflict);
    }
    page(&form_page(visit.shell, filled(&file.pack), id))
}

/// Writes the next version; or, asked for more rows, shows the form again with them.
pub(super) async fn save(
    State(store): ProgrammeState,
    At(id): At<ProgrammeVersionId>,
    mut deed: Deed,
) -> Answer {
    let old = store.get_programme(&deed.ctx, id).await?.pack;
    let (edited, places) = read(&deed.form, &old);
    if deed.form.value("accion") != "guardar" {
        let mut pack = edited;
        if deed.form.value("accion") == "sesion" {
            pack.sessions.push(SessionPlan {
                number: u16::try_from(pack.sessions.len() + 1).unwrap_or(u16::MAX),
                kind: SessionKind::Group,
                minutes: pack.sessions.last().map_or(150, |session| session.minutes),
                title: String::new(),
                is_example_title: false,
                aim: String::new(),
                materials: Vec::new(),
                fidelity: Vec::new(),
                activities: Vec::new(),
            });
        }
        return page(&form_page(deed.shell, filled(&pack), id));
    }
    match store.save_programme(&deed.ctx, id, edited).await {
        Ok(next) => deed.done(format!("/programas/{next}"), "programmes-done-saved"),
        Err(ProgrammeError::Mistakes(found)) => {
            for (place, problem) in &found {
                deed.form.fail(&field_of(place, &places), mistake_key(place, problem));
            }
            mistakes(&form_page(deed.shell, deed.form, id))
        }
        Err(ProgrammeError::Store(error)) => {
            let next: ProgrammeVersionId = Err(error).replayed()?;
            deed.done(format!("/programas/{next}"), "programmes-done-saved")
        }
    }
}
