//! An early absence asks for a call: what to say, what was tried before, and how this attempt went.

use askama::Template;
use axum::extract::State;
use domain::ids::TaskId;
use store::{
    Programme, Store,
    home::{Attempt, ContactAttempt, TaskFile},
};

use crate::{
    error::done_before,
    request::{Answer, At, Deed, Visit, mistakes, page},
    ui::{Choice, Event, FormView, Shell, Tone},
};

#[derive(Template)]
#[template(path = "features/home/contact.html")]
struct ContactPage {
    shell: Shell,
    form: FormView,
    task: TaskId,
    name: String,
    why: String,
    file: String,
    channels: Vec<Choice>,
    outcomes: Vec<Choice>,
    attempts: Vec<Event>,
}

/// The task.
pub(super) async fn ask(State(store): State<Store<Programme>>, At(id): At<TaskId>, visit: Visit) -> Answer {
    let file = store.task_file(&visit.ctx, id).await?;
    page(&contact(visit.shell, FormView::default(), &file))
}

/// Logs an attempt.
pub(super) async fn log(State(store): State<Store<Programme>>, At(id): At<TaskId>, mut deed: Deed) -> Answer {
    let file = store.task_file(&deed.ctx, id).await?;
    let mut one_of = |field: &str, known: Vec<Choice>, mistake: &'static str| {
        let value = deed.form.value(field).to_owned();
        if !known.iter().any(|choice| choice.value == value) {
            deed.form.fail(field, mistake);
        }
        value
    };
    let channel = one_of("canal", channels(&deed.shell), "home-mistake-channel");
    let outcome = one_of("resultado", outcomes(&deed.shell), "home-mistake-outcome");
    if !deed.form.is_right() {
        return mistakes(&contact(deed.shell, deed.form, &file));
    }
    let attempt = ContactAttempt {
        channel,
        outcome,
        note: deed.form.value("nota").to_owned(),
        closes_task: deed.form.has("terminado", "si"),
    };
    done_before(store.log_contact(&deed.ctx, id, &attempt).await)?;
    if attempt.closes_task {
        return deed.done("/", "home-done-closed");
    }
    deed.done(format!("/pendientes/{id}"), "home-done-logged")
}

fn contact(shell: Shell, form: FormView, file: &TaskFile) -> ContactPage {
    let task = &file.task;
    let group = task.group.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let number = task.session_number.map(|n| n.to_string()).unwrap_or_default();
    ContactPage {
        task: task.id,
        name: task.name.as_ref().map_or_else(|| shell.t("attendance-erased"), |name| name.display()),
        why: shell.ta("home-task-absence-why", &[("group", group), ("n", number)]),
        file: task.person.map(|person| format!("/personas/{person}")).unwrap_or_default(),
        channels: channels(&shell),
        outcomes: outcomes(&shell),
        attempts: file.attempts.iter().map(|attempt| event(&shell, attempt)).collect(),
        form,
        shell,
    }
}

fn channels(shell: &Shell) -> Vec<Choice> {
    vec![
        Choice::new("call", shell.t("home-channel-call")),
        Choice::new("message", shell.t("home-channel-message")),
        Choice::new("visit", shell.t("home-channel-visit")),
        Choice::new("other", shell.t("home-channel-other")),
    ]
}

fn outcomes(shell: &Shell) -> Vec<Choice> {
    vec![
        Choice::new("reached", shell.t("home-outcome-reached")),
        Choice::new("no-answer", shell.t("home-outcome-no-answer")),
        Choice::new("left-message", shell.t("home-outcome-left-message")),
        Choice::new("wrong-number", shell.t("home-outcome-wrong-number")),
    ]
}

fn event(shell: &Shell, attempt: &Attempt) -> Event {
    let label = |choices: Vec<Choice>, value: &str| {
        choices
            .into_iter()
            .find(|choice| choice.value == value)
            .map(|choice| choice.label)
            .unwrap_or_default()
    };
    let (channel, outcome) =
        (label(channels(shell), &attempt.channel), label(outcomes(shell), &attempt.outcome));
    Event {
        when: shell.moment(attempt.at),
        machine: shell.machine(attempt.at),
        title: format!("{channel}: {outcome}"),
        text: attempt.note.clone(),
        by: String::new(),
        tone: if attempt.outcome == "reached" { Tone::Good } else { Tone::Neutral },
    }
}
