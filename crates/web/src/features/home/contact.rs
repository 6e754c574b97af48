//! An early absence asks for a call: what to say, what was tried before, and how this attempt went.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Subject},
    ids::TaskId,
};
use store::{
    Programme, Store,
    home::{Attempt, ContactAttempt, TaskFile},
};

use crate::{
    error::{Error, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, Event, FormView, Shell, Tone},
};

const CHANNELS: [&str; 4] = ["call", "message", "visit", "other"];
const OUTCOMES: [&str; 4] = ["reached", "no-answer", "left-message", "wrong-number"];

#[derive(Template)]
#[template(path = "features/home/contact.html")]
struct ContactPage {
    shell: Shell,
    form: FormView,
    task: TaskId,
    name: String,
    why: String,
    due: String,
    file: String,
    /// For the link that dials, and as people read it; empty when there is none or one may not see it.
    phone: (String, String),
    channels: Vec<Choice>,
    outcomes: Vec<Choice>,
    attempts: Vec<Event>,
}

/// The task.
pub(super) async fn ask(State(store): ProgrammeState, At(id): At<TaskId>, visit: Visit) -> Answer {
    let file = store.task_file(&visit.ctx, id).await?;
    let phone = phone(&store, (&visit.ctx, &visit.subject()), &file).await?;
    page(&contact(visit.shell, FormView::default(), (&file, phone)))
}

/// Logs an attempt.
pub(super) async fn log(State(store): ProgrammeState, At(id): At<TaskId>, mut deed: Deed) -> Answer {
    let file = store.task_file(&deed.ctx, id).await?;
    let known = |all: [&'static str; 4]| move |text: &str| all.into_iter().find(|one| *one == text);
    let channel = deed.form.needed("canal", "home-mistake-channel", known(CHANNELS));
    let outcome = deed.form.needed("resultado", "home-mistake-outcome", known(OUTCOMES));
    let (Some(channel), Some(outcome)) = (channel, outcome) else {
        let phone = phone(&store, (&deed.ctx, &deed.subject()), &file).await?;
        return mistakes(&contact(deed.shell, deed.form, (&file, phone)));
    };
    let attempt = ContactAttempt {
        channel: channel.to_owned(),
        outcome: outcome.to_owned(),
        note: deed.form.value("nota").to_owned(),
        closes_task: deed.form.has("terminado", "si"),
    };
    done_before(store.log_contact(&deed.ctx, id, &attempt).await)?;
    if attempt.closes_task {
        return deed.done("/", "home-done-closed");
    }
    deed.done(format!("/pendientes/{id}"), "home-done-logged")
}

/// The number in the person's file, for who may open that; the reading is on record.
async fn phone(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    file: &TaskFile,
) -> Result<Option<String>, Error> {
    let (Ok(ctx), Some(person)) = (ctx.also(subject, Action::ViewPerson), file.task.person) else {
        return Ok(None);
    };
    match store.get_person(&ctx, person).await {
        Ok(found) => Ok(found.data.contact.phone),
        Err(store::Error::NotFound | store::Error::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// «983 555 0102»; a number with its country code as it was given.
fn spaced(phone: &str) -> String {
    match (phone.get(..3), phone.get(3..6), phone.get(6..10)) {
        (Some(area), Some(middle), Some(end)) if phone.len() == 10 => format!("{area} {middle} {end}"),
        _ => phone.to_owned(),
    }
}

fn contact(shell: Shell, form: FormView, (file, phone): (&TaskFile, Option<String>)) -> ContactPage {
    let task = &file.task;
    let outcome = |one: &str| {
        Choice::new(one, outcome_text(&shell, one)).hint(shell.t(&format!("home-outcome-{one}-then")))
    };
    let group = task.group.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let number = task.session_number.map(|n| n.to_string()).unwrap_or_default();
    ContactPage {
        task: task.id,
        name: task.name.as_ref().map_or_else(|| shell.t("attendance-erased"), |name| name.display()),
        why: format!(
            "{} {}",
            shell.ta("home-task-absence-why", &[("group", group), ("n", number)]),
            shell.t("home-tasks-calls")
        ),
        due: shell.tn("home-due", "day", shell.date(task.due_on)),
        phone: phone.map(|phone| (format!("tel:{phone}"), spaced(&phone))).unwrap_or_default(),
        file: task.person.map(|person| format!("/personas/{person}")).unwrap_or_default(),
        channels: CHANNELS.map(|one| Choice::new(one, channel_text(&shell, one))).into(),
        outcomes: OUTCOMES.map(outcome).into(),
        attempts: file.attempts.iter().map(|attempt| event(&shell, attempt)).collect(),
        form,
        shell,
    }
}

fn channel_text(shell: &Shell, channel: &str) -> String {
    shell.t(&format!("home-channel-{channel}"))
}

fn outcome_text(shell: &Shell, outcome: &str) -> String {
    shell.t(&format!("home-outcome-{outcome}"))
}

fn event(shell: &Shell, attempt: &Attempt) -> Event {
    let how = (channel_text(shell, &attempt.channel), outcome_text(shell, &attempt.outcome));
    Event {
        when: shell.moment(attempt.at),
        machine: shell.machine(attempt.at),
        title: format!("{}: {}", how.0, how.1),
        text: attempt.note.clone(),
        by: String::new(),
        tone: if attempt.outcome == "reached" { Tone::Good } else { Tone::Neutral },
    }
}
