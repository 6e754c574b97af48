//! Erasure: asked for by one, approved by another, refused with its reason; what a proceeding needs
//! is held; how many years the catalogue keeps a file. The rule is `domain::retention`.

use askama::Template;
use axum::extract::State;
use domain::{
    access::Action,
    ids::{PersonId, UserId},
    retention::ErasureRefused,
};
use store::{
    Programme, Store,
    people::{ErasureAsked, ErasureFile},
};
use uuid::Uuid;

use super::banner;
use crate::{
    error::{Error, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, Fact, FormView, Notice, PersonBanner, Shell},
};

struct HoldLine {
    id: Uuid,
    reason: String,
    since: String,
}

#[derive(Template)]
#[template(path = "features/people/erase.html")]
struct ErasePage {
    shell: Shell,
    id: PersonId,
    banner: PersonBanner,
    form: FormView,
    bases: Vec<Choice>,
    /// The request in course.
    pending: Option<Vec<Fact>>,
    is_own: bool,
    holds: Vec<HoldLine>,
    keep_years: Option<u32>,
    refusal: Option<Notice>,
}

/// The reason against an erasure, in words.
fn refusal_text(shell: &Shell, refused: ErasureRefused) -> String {
    use ErasureRefused as R;
    match refused {
        R::ActMissing => shell.t("people-erasure-act-missing"),
        R::PeriodNotConfigured => shell.t("people-erasure-no-period"),
        R::PeriodTooLong => shell.t("people-retention-too-long"),
        R::WithinPeriod { until } => shell.tn("people-erasure-within-period", "until", shell.date(until)),
        R::NotBlocked => shell.t("people-erasure-not-blocked"),
        R::Blocked { until } => shell.tn("people-erasure-blocked", "until", shell.date(until)),
        R::LegalHold => shell.t("people-erasure-held"),
        R::SecondPersonMissing => shell.t("people-erasure-second-missing"),
        R::SamePersonTwice => shell.t("people-erasure-same-person"),
    }
}

async fn erase_page(
    store: &Store<Programme>,
    (view, erase): (&domain::access::Ctx, &domain::access::Ctx),
    id: PersonId,
    (shell, form, user): (Shell, FormView, UserId),
    refusal: Option<ErasureRefused>,
) -> Result<ErasePage, Error> {
    let file = store.get_person(view, id).await?;
    let ErasureFile { pending, holds, keep_years } = store.person_erasure(erase, id).await?;
    let is_own = pending.as_ref().is_some_and(|one| one.requested_by == user);
    let pending = pending.map(|one| {
        let basis = if one.closed_on.is_some() { "people-basis-series" } else { "people-basis-cancellation" };
        vec![
            Fact::new(shell.t("people-basis"), shell.t(basis)),
            Fact::new(shell.t("people-act"), one.act),
            Fact::new(shell.t("people-blocked-until"), shell.date(one.blocked_until)),
            Fact::new(shell.t("people-requested-by"), one.requester),
            Fact::new(shell.t("people-requested-at"), shell.moment(one.requested_at)),
        ]
    });
    let holds =
        holds.into_iter().map(|one| HoldLine { id: one.id, reason: one.reason, since: shell.moment(one.at) });
    Ok(ErasePage {
        id: file.id,
        banner: banner(&shell, &file),
        form,
        bases: vec![
            Choice::new("cancelacion", shell.t("people-basis-cancellation"))
                .hint(shell.t("people-basis-cancellation-hint")),
            Choice::new("serie", shell.t("people-basis-series")).hint(shell.t("people-basis-series-hint")),
        ],
        pending,
        is_own,
        holds: holds.collect(),
        keep_years,
        refusal: refusal.map(|refused| Notice::bad(refusal_text(&shell, refused))),
        shell,
    })
}

pub(super) async fn ask(State(store): ProgrammeState, At(id): At<PersonId>, visit: Visit) -> Answer {
    let view = visit.ctx.also(&visit.subject(), Action::ViewPerson)?;
    let asker = (visit.shell, FormView::default(), visit.account.id);
    page(&erase_page(&store, (&view, &visit.ctx), id, asker, None).await?)
}

/// The page again, with what was wrong or why it was refused.
async fn again(
    store: &Store<Programme>,
    id: PersonId,
    deed: Deed,
    refusal: Option<ErasureRefused>,
) -> Answer {
    let view = deed.ctx.also(&deed.subject(), Action::ViewPerson)?;
    let asker = (deed.shell, deed.form, deed.account.id);
    mistakes(&erase_page(store, (&view, &deed.ctx), id, asker, refusal).await?)
}

pub(super) async fn request(State(store): ProgrammeState, At(id): At<PersonId>, mut deed: Deed) -> Answer {
    let act = deed.form.required("acto", "people-erasure-act-missing");
    let basis = deed.form.required("fundamento", "people-mistake-basis");
    let closed_on = deed.form.date("cierre");
    if basis == "serie" && closed_on.is_none() && deed.form.mistake("cierre").is_none() {
        deed.form.fail("cierre", "people-mistake-closed-on");
    }
    let blocked_until = deed.form.date("bloqueo");
    if blocked_until.is_none() && deed.form.mistake("bloqueo").is_none() {
        deed.form.fail("bloqueo", "people-erasure-not-blocked");
    }
    if !deed.form.is_right() {
        return again(&store, id, deed, None).await;
    }
    let asked = ErasureAsked { act, closed_on: closed_on.filter(|_| basis == "serie"), blocked_until };
    match store.request_erasure(&deed.ctx, id, asked).await {
        Ok(Ok(_)) | Err(store::Error::Replayed(_)) => {
            deed.done(format!("/personas/{id}/borrado"), "people-done-erasure-requested")
        }
        Ok(Err(refused)) => again(&store, id, deed, Some(refused)).await,
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn approve(State(store): ProgrammeState, At(id): At<PersonId>, mut deed: Deed) -> Answer {
    let pending = match store.person_erasure(&deed.ctx, id).await?.pending {
        Some(pending) => pending.id,
        // Sent twice: the first time carried it out.
        None => return deed.done(format!("/personas/{id}"), "people-done-erased"),
    };
    if !deed.form.has("confirmo", "si") {
        deed.form.fail("confirmo", "people-mistake-confirm-erasure");
        return again(&store, id, deed, None).await;
    }
    match store.approve_erasure(&deed.ctx, pending).await {
        Ok(Ok(())) | Err(store::Error::Replayed(_)) => {
            deed.done(format!("/personas/{id}"), "people-done-erased")
        }
        Ok(Err(refused)) => again(&store, id, deed, Some(refused)).await,
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn withdraw(State(store): ProgrammeState, At(id): At<PersonId>, deed: Deed) -> Answer {
    if let Some(pending) = store.person_erasure(&deed.ctx, id).await?.pending {
        done_before(store.withdraw_erasure(&deed.ctx, pending.id).await.map(|_| ()))?;
    }
    deed.done(format!("/personas/{id}/borrado"), "people-done-erasure-withdrawn")
}

pub(super) async fn hold(State(store): ProgrammeState, At(id): At<PersonId>, mut deed: Deed) -> Answer {
    let reason = deed.form.required("procedimiento", "people-mistake-hold");
    if !deed.form.is_right() {
        return again(&store, id, deed, None).await;
    }
    done_before(store.place_legal_hold(&deed.ctx, id, &reason).await.map(|_| ()))?;
    deed.done(format!("/personas/{id}/borrado"), "people-done-held")
}

pub(super) async fn lift(
    State(store): ProgrammeState,
    At((id, hold)): At<(PersonId, Uuid)>,
    deed: Deed,
) -> Answer {
    done_before(store.lift_legal_hold(&deed.ctx, hold).await.map(|_| ()))?;
    deed.done(format!("/personas/{id}/borrado"), "people-done-lifted")
}

struct RequestLine {
    href: String,
    act: String,
    requester: String,
    since: String,
}

#[derive(Template)]
#[template(path = "features/people/erasures.html")]
struct ErasuresPage {
    shell: Shell,
    lines: Vec<RequestLine>,
}

/// Requests that wait for a second person.
pub(super) async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    let pending = store.list_erasures(&visit.ctx).await?;
    let shell = visit.shell;
    let lines = pending.into_iter().map(|one| RequestLine {
        href: format!("/personas/{}/borrado", one.person),
        act: one.act,
        requester: one.requester,
        since: shell.moment(one.requested_at),
    });
    page(&ErasuresPage { lines: lines.collect(), shell })
}

#[derive(Debug, Template)]
#[template(path = "features/people/retention.html")]
struct RetentionPage {
    shell: Shell,
    form: FormView,
}

pub(super) async fn ask_retention(State(store): ProgrammeState, visit: Visit) -> Answer {
    let years = store.retention_years(&visit.ctx).await?;
    let form = FormView::default().with("anios", years.map(|years| years.to_string()).unwrap_or_default());
    page(&RetentionPage { shell: visit.shell, form })
}

pub(super) async fn set_retention(State(store): ProgrammeState, mut deed: Deed) -> Answer {
    // Whoever does not configure the installation learns nothing from a wrong form.
    store.retention_years(&deed.ctx).await?;
    deed.form.required("anios", "people-mistake-years");
    if let Some(years) = deed.form.parsed("anios", "people-mistake-years", |text| text.parse::<u32>().ok()) {
        match done_before(store.set_retention_years(&deed.ctx, years).await) {
            Ok(()) => return deed.done("/personas/conservacion", "people-done-retention"),
            Err(store::Error::Refused(code)) => deed.form.fail("anios", code),
            Err(error) => return Err(error.into()),
        }
    }
    mistakes(&RetentionPage { shell: deed.shell, form: deed.form })
}
