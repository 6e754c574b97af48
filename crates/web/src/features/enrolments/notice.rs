//! The privacy notice: its texts, versioned per centre, and how its acceptance is known.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{groups::NoticeEvidence, ids::CentreId};
use store::enrolments::{Acceptance, NoticeTexts};

use crate::request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page};
use crate::ui::{Choice, FormView, Shell};

/// Drafts to be completed by whoever is responsible: what stands in square brackets is theirs to say.
const SHORT: &str = include_str!("notice_short.txt");
const FULL: &str = include_str!("notice_full.txt");

/// How an acceptance can be known.
pub(super) fn evidences(shell: &Shell) -> Vec<Choice> {
    let choice = |evidence: &NoticeEvidence| {
        Choice::new(evidence.name(), shell.t(&format!("enrolments-evidence-{}", evidence.name())))
    };
    NoticeEvidence::ALL.iter().map(choice).collect()
}

/// The acceptance in a form, if any; a day is needed with it, not after today.
pub(super) fn read(form: &mut FormView, today: NaiveDate) -> Option<Acceptance> {
    let evidence = NoticeEvidence::from_name(form.value("aviso"));
    let day = form.date("aviso-fecha");
    let Some(evidence) = evidence else {
        if day.is_some() {
            form.fail("aviso", "enrolments-mistake-evidence");
        }
        return None;
    };
    if day.is_none_or(|day| day > today) && form.mistake("aviso-fecha").is_none() {
        form.fail("aviso-fecha", "enrolments-mistake-notice-day");
    }
    day.map(|day| Acceptance { evidence, day })
}

#[derive(Debug, Template)]
#[template(path = "features/enrolments/notice.html")]
struct NoticePage {
    shell: Shell,
    centre: CentreId,
    form: FormView,
    version: u32,
    since: String,
}

pub(super) async fn ask(State(store): ProgrammeState, At(centre): At<CentreId>, visit: Visit) -> Answer {
    let notice = store.privacy_notices(&visit.ctx, centre).await?.pop();
    let since = notice.as_ref().map(|one| visit.shell.moment(one.since)).unwrap_or_default();
    let version = notice.as_ref().map_or(0, |one| one.version);
    let texts = notice.map(|one| one.texts);
    let texts = texts.unwrap_or_else(|| NoticeTexts { short: SHORT.to_owned(), full: FULL.to_owned() });
    let form = FormView::default()
        .with("breve", texts.short)
        .with("integral", texts.full)
        .with("version", version.to_string());
    page(&NoticePage { shell: visit.shell, centre, form, version, since })
}

pub(super) async fn save(State(store): ProgrammeState, At(centre): At<CentreId>, mut deed: Deed) -> Answer {
    // Whoever does not reach the centre learns nothing from a wrong form.
    store.privacy_notices(&deed.ctx, centre).await?;
    let short = deed.form.required("breve", "enrolments-mistake-notice");
    let full = deed.form.required("integral", "enrolments-mistake-notice");
    for (field, text) in [("breve", &short), ("integral", &full)] {
        if text.contains('[') && deed.form.mistake(field).is_none() {
            deed.form.fail(field, "enrolments-mistake-notice-draft");
        }
    }
    let seen = deed.form.value("version").parse().unwrap_or(0);
    if !deed.form.is_right() {
        let since = String::new();
        return mistakes(&NoticePage { shell: deed.shell, centre, form: deed.form, version: seen, since });
    }
    match store.save_notice(&deed.ctx, centre, seen, &NoticeTexts { short, full }).await {
        Ok(_) | Err(store::Error::Replayed(_)) => {
            deed.done(format!("/centros/{centre}/aviso"), "enrolments-done-notice")
        }
        Err(error) => Err(error.into()),
    }
}
