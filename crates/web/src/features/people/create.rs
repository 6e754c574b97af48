//! Registering a person. Before anything is written, people who are likely the same one and data
//! that do not agree are shown; whoever registers looks and decides.

use askama::Template;
use axum::extract::State;
use domain::{
    ids::CentreId,
    people::likeness::{Likeness, Reason},
};
use store::people::Candidate;

use super::form::{self, Choices};
use crate::{
    error::Replayed,
    request::{Answer, Deed, ProgrammeState, Visit, mistakes, page},
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
    /// The file that has this CURP: no other one can be registered with it.
    known: Option<String>,
    doubts: Vec<&'static str>,
}

impl NewPage {
    /// The centres are offered when there are several.
    fn new(shell: Shell, form: FormView, own: Vec<(CentreId, String, String)>) -> Self {
        let centres = own.into_iter().map(|(id, name, _)| Choice::new(id.to_string(), name));
        let centres = Some(centres.collect::<Vec<_>>()).filter(|all| all.len() > 1).unwrap_or_default();
        Self { choices: Choices::new(&shell), shell, form, centres }
    }
}

pub(super) async fn ask(State(store): ProgrammeState, visit: Visit) -> Answer {
    let own = form::own_centres(&store, &visit.ctx, &visit.subject()).await?;
    let municipality = own.first().map_or_else(String::new, |(.., municipality)| municipality.clone());
    page(&NewPage::new(visit.shell, FormView::default().with("municipio", municipality), own))
}

pub(super) async fn create(State(store): ProgrammeState, mut deed: Deed) -> Answer {
    let data = form::read(&mut deed.form);
    let own = form::own_centres(&store, &deed.ctx, &deed.subject()).await?;
    let asked = deed.form.parsed("centro", "people-mistake-centre", |text| text.parse::<CentreId>().ok());
    let centre = asked.or(if own.len() == 1 { own.first().map(|(id, ..)| *id) } else { None });
    if centre.is_none() {
        deed.form.fail("centro", "people-mistake-centre");
    }
    let (true, Some(data), Some(centre)) = (deed.form.is_right(), data, centre) else {
        return mistakes(&NewPage::new(deed.shell, deed.form, own));
    };
    match deed.form.value("accion") {
        "corregir" => return page(&NewPage::new(deed.shell, deed.form, own)),
        "registrar" => {}
        _ => {
            let found = store.likely_duplicates(&deed.ctx, &data, None).await?;
            let doubts = form::doubts(&data);
            if !(found.is_empty() && doubts.is_empty()) {
                let known = with_same_curp(&found).map(|one| format!("/personas/{}", one.id));
                let alike = found.iter().map(|(one, alike)| line(&deed.shell, one, &alike.reasons)).collect();
                return page(&ReviewPage { shell: deed.shell, form: deed.form, alike, known, doubts });
            }
        }
    }
    match store.create_person(&deed.ctx, centre, &data).await.replayed() {
        Ok(id) => deed.done(format!("/personas/{id}"), "people-done-created"),
        Err(store::Error::Refused(code)) => {
            deed.form.fail("curp", code);
            mistakes(&NewPage::new(deed.shell, deed.form, own))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whoever among them has the very CURP: the same person.
pub(crate) fn with_same_curp(found: &[(Candidate, Likeness)]) -> Option<&Candidate> {
    found.iter().find(|(_, likeness)| likeness.reasons.contains(&Reason::SameCurp)).map(|(one, _)| one)
}

pub(super) fn line(shell: &Shell, one: &Candidate, reasons: &[Reason]) -> Alike {
    let words = reasons.iter().map(|reason| shell.t(&format!("people-alike-{}", reason.name())));
    Alike {
        href: format!("/personas/{}", one.id),
        name: one.name.display(),
        born: one.birth.map(|day| shell.date(day)).unwrap_or_default(),
        why: words.collect::<Vec<_>>().join(" · "),
    }
}
