//! The people within reach, and the search. What is searched for comes by POST: a name or a CURP
//! never stands in an address, in the browser's history or in a log.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{access::Action, ids::TaskId, people::curp::Curp};
use store::{
    Programme, Store,
    people::{Candidate, CurpAnswer, PAGE, PeopleFilter, SORTED},
};

use super::{form::curp_mistake, may, sex_key};
use crate::{
    error::Error,
    request::{Answer, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Badge, Choice, FormView, Link, Notice, Pager, Shell, Tone},
};

#[derive(Default)]
struct Line {
    href: String,
    name: String,
    detail: String,
    centre: String,
    groups: Vec<Link>,
    /// The call that is owed; without a path for whoever does not make it.
    call: Option<Link>,
    badge: Option<Badge>,
}

#[derive(Template)]
#[template(path = "features/people/list.html")]
struct ListPage {
    shell: Shell,
    query: FormView,
    centres: Vec<Choice>,
    pager: Pager,
    order: String,
    lines: Vec<Line>,
    may_search: bool,
    may_enrol: bool,
    may_register: bool,
    may_erase: bool,
}

/// People within reach, by surname when they are few enough.
pub(super) async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    let filter = PeopleFilter {
        centre: visit.query.value("centro").parse().ok(),
        owes_curp: visit.query.has("pendiente", "curp"),
        without_group: visit.query.has("pendiente", "grupo"),
        owes_call: visit.query.has("pendiente", "llamada"),
        page: visit.page_number().max(1) - 1,
    };
    let found = store.list_people(&visit.ctx, filter).await?;
    let subject = visit.subject();
    let own = store.list_centres(&visit.ctx.also(&subject, Action::ViewCentres)?).await?;
    let shell = visit.shell;
    let may_call = may(&subject, Action::WriteLog);
    let call = |task: TaskId| if may_call { format!("/pendientes/{task}") } else { String::new() };
    let lines = found.lines.into_iter().map(|line| Line {
        href: format!("/personas/{}", line.id),
        name: line.name.by_surname(),
        detail: shell.t(sex_key(line.sex)),
        centre: line.centre_name,
        groups: line.groups.into_iter().map(|(id, name)| Link::new(format!("/grupos/{id}"), name)).collect(),
        call: line.call.map(|task| Link::new(call(task), shell.t("people-call-owed"))),
        badge: (!line.has_curp).then(|| Badge::new(Tone::Watch, shell.t("people-no-curp"))),
    });
    let order = if found.by_surname { "people-order-surname" } else { "people-order-changed" };
    page(&ListPage {
        lines: lines.collect(),
        order: shell.tn(order, "n", SORTED),
        pager: Pager::new(filter.page + 1, PAGE, found.total, "/personas", visit.query.pairs()),
        centres: own.into_iter().map(|centre| Choice::new(centre.id.to_string(), centre.name)).collect(),
        may_search: may(&subject, Action::SearchPeople),
        may_enrol: may(&subject, Action::Enrol),
        may_register: may(&subject, Action::EditPerson),
        may_erase: may(&subject, Action::ErasePerson),
        query: visit.query,
        shell,
    })
}

#[derive(Template)]
#[template(path = "features/people/search.html")]
struct SearchPage {
    shell: Shell,
    search: FormView,
    /// `None` before anything was searched for.
    lines: Option<Vec<Line>>,
    notice: Option<Notice>,
    may_register: bool,
}

pub(super) async fn ask(visit: Visit) -> Answer {
    let may_register = may(&visit.subject(), Action::EditPerson);
    page(&SearchPage {
        shell: visit.shell,
        search: FormView::default(),
        lines: None,
        notice: None,
        may_register,
    })
}

pub(super) async fn search(State(store): ProgrammeState, mut deed: Deed) -> Answer {
    let found = find(&store, &mut deed).await?;
    let may_register = may(&deed.subject(), Action::EditPerson);
    let Some(found) = found else {
        let (shell, search) = (deed.shell, deed.form);
        return mistakes(&SearchPage { shell, search, lines: None, notice: None, may_register });
    };
    let shell = deed.shell;
    let lines = found.people.into_iter().map(|one| line(&shell, one)).collect();
    let notice = found.notice.map(|key| Notice { tone: Tone::Info, text: shell.t(key), link: None });
    page(&SearchPage { shell, search: deed.form, lines: Some(lines), notice, may_register })
}

/// What was found, and the key of what else there is to say.
pub(crate) struct FoundPeople {
    pub(crate) people: Vec<Candidate>,
    pub(crate) notice: Option<&'static str>,
}

/// Searches for `buscar`, a name or a CURP; `None` with the mistake noted.
pub(crate) async fn find(store: &Store<Programme>, deed: &mut Deed) -> Result<Option<FoundPeople>, Error> {
    let ctx = deed.ctx.also(&deed.subject(), Action::SearchPeople)?;
    let text = deed.form.required("buscar", "people-mistake-search");
    let born: Option<NaiveDate> = deed.form.date("nacimiento");
    // No name has a digit: it is a CURP, or was meant to be one.
    if text.chars().any(|c| c.is_ascii_digit()) {
        let curp = match Curp::parse(&text) {
            Ok(curp) => curp,
            Err(error) => {
                deed.form.fail("buscar", curp_mistake(error));
                return Ok(None);
            }
        };
        let (people, notice) = match store.find_by_curp(&ctx, &curp).await? {
            CurpAnswer::Here(one) => (vec![one], None),
            CurpAnswer::Nowhere => (Vec::new(), None),
            CurpAnswer::Elsewhere => (Vec::new(), Some("people-curp-elsewhere")),
            CurpAnswer::Limited => (Vec::new(), Some("people-curp-limit")),
        };
        return Ok(Some(FoundPeople { people, notice }));
    }
    if !deed.form.is_right() {
        return Ok(None);
    }
    let found = store.search_people(&ctx, &text, born).await?;
    Ok(Some(FoundPeople { people: found.people, notice: found.more.then_some("people-search-more") }))
}

fn line(shell: &Shell, one: Candidate) -> Line {
    Line {
        href: format!("/personas/{}", one.id),
        name: one.name.by_surname(),
        detail: one.birth.map(|day| shell.date(day)).unwrap_or_default(),
        centre: one.centre_name,
        ..Line::default()
    }
}
