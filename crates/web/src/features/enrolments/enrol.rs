//! One person into a group: found by name or CURP among those who have a file, or registered. Whoever
//! is likely the same person is shown first; the user looks and decides.

use askama::Template;
use axum::extract::State;
use domain::{
    access::Action,
    groups::{Audience, EnrolRefused},
    ids::{GroupId, PersonId},
    people::likeness::Likeness,
};
use store::{
    Programme, Store,
    enrolments::{EnrolmentDetails, NewEnrolment, Notice as PrivacyNotice, Target, TargetPlace, Who},
    people::Candidate,
};

use super::notice;
use crate::{
    error::{Error, Replayed},
    features::people::{
        create::with_same_curp,
        form::{self, Choices},
        list,
    },
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, FormView, Notice, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/enrolments/enrol.html")]
struct EnrolPage {
    shell: Shell,
    id: GroupId,
    form: FormView,
    choices: Choices,
    /// Who was found or may be the same person; empty before a search.
    found: Vec<Choice>,
    /// Whether the only one found has the very CURP that was written.
    is_known: bool,
    place: TargetPlace,
    /// Why nobody can be enrolled, said before anything is asked.
    refused: Option<Notice>,
    privacy: Option<PrivacyNotice>,
    evidences: Vec<Choice>,
}

impl EnrolPage {
    /// Offers whoever may be the same person; whoever has the very CURP is, and is offered alone.
    fn offer(&mut self, alike: Vec<(Candidate, Likeness)>) {
        if let Some(known) = with_same_curp(&alike).cloned() {
            self.form = std::mem::take(&mut self.form).with("persona", known.id.to_string());
            (self.is_known, self.found) = (true, candidates(&self.shell, vec![known]));
            return;
        }
        self.found = candidates(&self.shell, alike.into_iter().map(|(one, _)| one).collect());
        self.found.push(Choice::new("nueva", self.shell.t("enrolments-other-person")));
    }
}

async fn enrol_page(
    store: &Store<Programme>,
    ctx: &domain::access::Ctx,
    (id, place): (GroupId, TargetPlace),
    (shell, form): (Shell, FormView),
) -> Result<EnrolPage, Error> {
    let privacy = store.notice_in_force(ctx, place.centre).await?;
    let (choices, evidences) = (Choices::new(&shell), notice::evidences(&shell));
    let refused = place.refused.map(|refused| match refused {
        EnrolRefused::Full { .. } => Notice::bad(shell.t("enrolments-full")),
        EnrolRefused::Over(_) => Notice::bad(shell.t("enrolments-over")),
    });
    let (found, is_known) = (Vec::new(), false);
    Ok(EnrolPage { shell, id, form, choices, found, is_known, place, refused, privacy, evidences })
}

pub(super) async fn ask(State(store): ProgrammeState, At(id): At<GroupId>, visit: Visit) -> Answer {
    let place = store.target_place(&visit.ctx, Target::Group(id)).await?;
    let form = visit.query.with("desde", place.since.to_string());
    page(&enrol_page(&store, &visit.ctx, (id, place), (visit.shell, form)).await?)
}

pub(super) async fn enrol(State(store): ProgrammeState, At(id): At<GroupId>, mut deed: Deed) -> Answer {
    let place = store.target_place(&deed.ctx, Target::Group(id)).await?;
    if deed.form.value("accion") == "buscar" {
        let found = search(&store, &mut deed).await?;
        let mut shown = enrol_page(&store, &deed.ctx, (id, place), (deed.shell, deed.form)).await?;
        shown.found = candidates(&shown.shell, found);
        return if shown.form.is_right() { page(&shown) } else { mistakes(&shown) };
    }
    if deed.form.value("accion") == "corregir" {
        return page(&enrol_page(&store, &deed.ctx, (id, place), (deed.shell, deed.form)).await?);
    }
    let acceptance = notice::read(&mut deed.form, place.today);
    let since = deed.form.date("desde");
    if place.audience == Some(Audience::PublicServants) {
        deed.form.required("dependencia", "enrolments-issue-dependency");
    }
    let chosen: Option<PersonId> = deed.form.value("persona").parse().ok();
    let who = match chosen {
        Some(person) => Some(Who::Known(person)),
        None => form::read(&mut deed.form).map(Who::New),
    };
    if let (true, Some(Who::New(data))) = (deed.form.is_right(), &who)
        && deed.form.value("persona") != "nueva"
    {
        let edit = deed.ctx.also(&deed.subject(), Action::EditPerson)?;
        let alike = store.likely_duplicates(&edit, data, None).await?;
        if !alike.is_empty() {
            let mut shown = enrol_page(&store, &deed.ctx, (id, place), (deed.shell, deed.form)).await?;
            shown.offer(alike);
            return page(&shown);
        }
    }
    if let (true, Some(who)) = (deed.form.is_right(), who) {
        let text = |name: &str| deed.form.value(name).chars().take(200).collect();
        let details =
            EnrolmentDetails { dependency: text("dependencia"), area: text("area"), post: text("puesto") };
        match store.enrol(&deed.ctx, id, NewEnrolment { who, details, acceptance, since }).await.replayed() {
            Ok(_) => return deed.done(format!("/grupos/{id}/participantes"), "enrolments-done-enrolled"),
            Err(store::Error::Refused(code)) if code.starts_with("enrolments-since") => {
                deed.form.fail("desde", code);
            }
            Err(store::Error::Refused(code)) => deed.form.fail("curp", code),
            Err(error) => return Err(error.into()),
        }
    }
    mistakes(&enrol_page(&store, &deed.ctx, (id, place), (deed.shell, deed.form)).await?)
}

async fn search(store: &Store<Programme>, deed: &mut Deed) -> Result<Vec<Candidate>, Error> {
    let Some(found) = list::find(store, deed).await? else { return Ok(Vec::new()) };
    if let Some(key) = found.notice {
        deed.form.fail("buscar", key);
    } else if found.people.is_empty() {
        deed.form.fail("buscar", "enrolments-mistake-not-found");
    }
    Ok(found.people)
}

fn candidates(shell: &Shell, found: Vec<Candidate>) -> Vec<Choice> {
    let choice = |one: Candidate| {
        let born = one.birth.map(|day| shell.date(day)).unwrap_or_default();
        Choice::new(one.id.to_string(), one.name.display()).hint(born)
    };
    found.into_iter().map(choice).collect()
}
