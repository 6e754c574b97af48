//! Registering a person. Before anything is written, people who are likely the same one and data
//! that do not agree are shown; whoever registers looks and decides.

use askama::Template;
use axum::extract::State;
use domain::{ids::CentreId, people::likeness::Reason};
use store::{
    Programme, Store,
    people::{Candidate, PersonData},
};

use super::form::{self, Choices};
use crate::{
    error::{Error, Replayed},
    request::{Answer, Deed, Visit, mistakes, page},
    ui::{Choice, FormView, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/people/new.html")]
struct NewPage {
    shell: Shell,
    form: FormView,
    choices: Choices,
    centres: Vec<Choice>,
}

/// A file that may be of the same person.
#[derive(Debug)]
pub(super) struct Alike {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) born: String,
    pub(super) why: String,
}

#[derive(Debug, Template)]
#[template(path = "features/people/review.html")]
struct ReviewPage {
    shell: Shell,
    form: FormView,
    alike: Vec<Alike>,
    doubts: Vec<&'static str>,
}

async fn new_page(store: &Store<Programme>, deed: Deed) -> Result<NewPage, Error> {
    let subject = deed.subject();
    let centres = form::own_centres(store, &deed.ctx, &subject).await?;
    Ok(NewPage {
        choices: Choices::new(&deed.shell),
        shell: deed.shell,
        form: deed.form,
        centres: offered(centres),
    })
}

/// The centres to choose from; none when there is only one.
fn offered(centres: Vec<(CentreId, String, String)>) -> Vec<Choice> {
    let choices: Vec<Choice> =
        centres.into_iter().map(|(id, name, _)| Choice::new(id.to_string(), name)).collect();
    if choices.len() > 1 { choices } else { Vec::new() }
}

pub(super) async fn ask(State(store): State<Store<Programme>>, visit: Visit) -> Answer {
    let centres = form::own_centres(&store, &visit.ctx, &visit.subject()).await?;
    let municipality = centres.first().map_or_else(String::new, |(_, _, key)| key.clone());
    let form = FormView::default().with("municipio", municipality);
    let choices = Choices::new(&visit.shell);
    page(&NewPage { shell: visit.shell, form, choices, centres: offered(centres) })
}

pub(super) async fn create(State(store): State<Store<Programme>>, mut deed: Deed) -> Answer {
    let data = form::read(&mut deed.form);
    let own = form::own_centres(&store, &deed.ctx, &deed.subject()).await?;
    let asked = deed.form.parsed("centro", "people-mistake-centre", |text| text.parse::<CentreId>().ok());
    let centre = asked.or(if own.len() == 1 { own.first().map(|(id, ..)| *id) } else { None });
    if centre.is_none() {
        deed.form.fail("centro", "people-mistake-centre");
    }
    let (true, Some(data), Some(centre)) = (deed.form.is_right(), data, centre) else {
        return mistakes(&new_page(&store, deed).await?);
    };
    match deed.form.value("accion") {
        "corregir" => return page(&new_page(&store, deed).await?),
        "registrar" => {}
        _ => {
            let alike = alike(&store, &deed, &data).await?;
            let doubts = form::doubts(&data);
            if !(alike.is_empty() && doubts.is_empty()) {
                return page(&ReviewPage { shell: deed.shell, form: deed.form, alike, doubts });
            }
        }
    }
    match store.create_person(&deed.ctx, centre, &data).await.replayed() {
        Ok(id) => deed.done(format!("/personas/{id}"), "people-done-created"),
        Err(store::Error::Refused(code)) => {
            deed.form.fail("curp", code);
            mistakes(&new_page(&store, deed).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn alike(store: &Store<Programme>, deed: &Deed, data: &PersonData) -> Result<Vec<Alike>, Error> {
    let found = store.likely_duplicates(&deed.ctx, data, None).await?;
    Ok(found.into_iter().map(|(one, likeness)| line(&deed.shell, &one, &likeness.reasons)).collect())
}

pub(super) fn line(shell: &Shell, one: &Candidate, reasons: &[Reason]) -> Alike {
    let key = |reason: &Reason| match reason {
        Reason::SameCurp => "people-alike-curp",
        Reason::SameCurpRoot => "people-alike-curp-root",
        Reason::SameBirthDate => "people-alike-birth",
        Reason::SimilarBirthDate => "people-alike-birth-slip",
        Reason::SameName => "people-alike-name",
        Reason::SimilarName => "people-alike-name-slip",
    };
    Alike {
        href: format!("/personas/{}", one.id),
        name: one.name.display(),
        born: one.birth.map(|day| shell.date(day)).unwrap_or_default(),
        why: reasons.iter().map(|reason| shell.t(key(reason))).collect::<Vec<_>>().join(" · "),
    }
}
