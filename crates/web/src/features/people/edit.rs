//! Changing a person's file, and handing it to another centre. A form made from an older version is
//! shown beside what somebody saved meanwhile; whoever edits chooses.

use askama::Template;
use axum::extract::State;
use domain::{
    access::Action,
    ids::{CentreId, PersonId},
    people::TransferReason,
};
use store::{Programme, Store, people::PersonFile};

use super::{
    banner,
    form::{self, Choices},
};
use crate::features::centres::may_at;
use crate::{
    error::{Error, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Choice, FormView, PersonBanner, Shell},
};

/// A field in which the form and what was saved meanwhile differ.
#[derive(Debug)]
struct Difference {
    label: &'static str,
    mine: String,
    saved: String,
}

#[derive(Debug, Template)]
#[template(path = "features/people/edit.html")]
struct EditPage {
    shell: Shell,
    id: PersonId,
    banner: PersonBanner,
    form: FormView,
    choices: Choices,
    differences: Vec<Difference>,
}

async fn file(store: &Store<Programme>, visit: &Visit, id: PersonId) -> Result<PersonFile, Error> {
    Ok(store.get_person(&visit.ctx.also(&visit.subject(), Action::ViewPerson)?, id).await?)
}

pub(super) async fn ask(State(store): ProgrammeState, At(id): At<PersonId>, visit: Visit) -> Answer {
    let file = file(&store, &visit, id).await?;
    if file.id != id {
        return see(format!("/personas/{}/edicion", file.id));
    }
    let form = form::filled(&file.data).with("version", file.version.to_string());
    page(&EditPage {
        id,
        banner: banner(&visit.shell, &file),
        choices: Choices::new(&visit.shell),
        form,
        differences: Vec::new(),
        shell: visit.shell,
    })
}

pub(super) async fn save(State(store): ProgrammeState, At(id): At<PersonId>, mut deed: Deed) -> Answer {
    let version = deed.form.value("version").parse().unwrap_or(0);
    let outcome = match form::read(&mut deed.form) {
        Some(data) => done_before(store.edit_person(&deed.ctx, id, version, &data).await),
        None => Err(store::Error::Refused("")),
    };
    match outcome {
        Ok(()) => return deed.done(format!("/personas/{id}"), "people-done-saved"),
        Err(store::Error::Stale) => {}
        Err(store::Error::Refused("")) => {}
        Err(store::Error::Refused(code)) => deed.form.fail("curp", code),
        Err(error) => return Err(error.into()),
    }
    let file = store.get_person(&deed.ctx.also(&deed.subject(), Action::ViewPerson)?, id).await?;
    let is_stale = deed.form.is_right();
    let differences = if is_stale { differences(&deed.form, &form::filled(&file.data)) } else { Vec::new() };
    let form = if is_stale { at_version(&deed.form, file.version) } else { deed.form };
    mistakes(&EditPage {
        id: file.id,
        banner: banner(&deed.shell, &file),
        choices: Choices::new(&deed.shell),
        form,
        differences,
        shell: deed.shell,
    })
}

/// The fields of the form that are compared, with the keys of their labels.
const COMPARED: [(&str, &str); 14] = [
    ("nombres", "people-given"),
    ("primer-apellido", "people-first-surname"),
    ("segundo-apellido", "people-second-surname"),
    ("curp", "people-curp"),
    ("sin-curp", "people-no-curp-reason"),
    ("sin-curp-motivo", "people-no-curp-words"),
    ("nacimiento-dia", "people-born-day"),
    ("nacimiento-mes", "people-born-month"),
    ("nacimiento-anio", "people-born-year"),
    ("sexo", "people-sex"),
    ("municipio", "people-municipality"),
    ("telefono", "people-phone"),
    ("correo", "people-email"),
    ("domicilio", "people-address"),
];

fn differences(mine: &FormView, saved: &FormView) -> Vec<Difference> {
    let without_zero = |text: &str| text.trim_start_matches('0').to_owned();
    COMPARED
        .iter()
        .map(|(field, label)| (label, mine.value(field).to_owned(), saved.value(field).to_owned()))
        .filter(|(_, mine, saved)| without_zero(mine) != without_zero(saved))
        .map(|(label, mine, saved)| Difference { label, mine, saved })
        .collect()
}

/// The same form as if it had been made from another version.
fn at_version(form: &FormView, version: i32) -> FormView {
    let others = form.pairs().iter().filter(|(name, _)| name != "version").cloned().collect();
    FormView::sent(others).with("version", version.to_string())
}

#[derive(Debug, Template)]
#[template(path = "features/people/transfer.html")]
struct TransferPage {
    shell: Shell,
    id: PersonId,
    banner: PersonBanner,
    form: FormView,
    centres: Vec<Choice>,
    reasons: Vec<Choice>,
}

async fn transfer_page(
    store: &Store<Programme>,
    shell: Shell,
    form: FormView,
    file: PersonFile,
) -> Result<TransferPage, Error> {
    let mut centres: Vec<(CentreId, String)> = store.centre_names().await?.into_iter().collect();
    centres.retain(|(centre, _)| *centre != file.centre);
    centres.sort_by(|a, b| a.1.cmp(&b.1));
    let reason = |reason: &TransferReason| {
        Choice::new(reason.name(), shell.t(&format!("people-transfer-{}", reason.name())))
    };
    Ok(TransferPage {
        id: file.id,
        banner: banner(&shell, &file),
        form,
        centres: centres.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        reasons: TransferReason::ALL.iter().map(reason).collect(),
        shell,
    })
}

pub(super) async fn ask_transfer(State(store): ProgrammeState, At(id): At<PersonId>, visit: Visit) -> Answer {
    let file = file(&store, &visit, id).await?;
    // Whoever reaches the file by a group alone does not give it away.
    if !may_at(&visit.ctx, &visit.subject(), Action::EditPerson, file.centre) {
        return Err(Error::NotFound);
    }
    page(&transfer_page(&store, visit.shell, FormView::default(), file).await?)
}

pub(super) async fn transfer(State(store): ProgrammeState, At(id): At<PersonId>, mut deed: Deed) -> Answer {
    deed.form.required("centro", "people-mistake-transfer-centre");
    deed.form.required("motivo", "people-mistake-transfer-reason");
    let to = deed.form.parsed("centro", "people-mistake-transfer-centre", |text| text.parse().ok());
    let reason = deed.form.parsed("motivo", "people-mistake-transfer-reason", TransferReason::from_name);
    let (true, Some(to), Some(reason)) = (deed.form.is_right(), to, reason) else {
        let file = store.get_person(&deed.ctx.also(&deed.subject(), Action::ViewPerson)?, id).await?;
        return mistakes(&transfer_page(&store, deed.shell, deed.form, file).await?);
    };
    done_before(store.transfer_person(&deed.ctx, id, to, reason).await)?;
    // Its file may be out of reach from now on: the list is always there.
    deed.done("/personas", "people-done-transferred")
}
