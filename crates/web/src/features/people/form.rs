//! The form of a person: from what was sent to checked data, with a mistake at each field, and back.

use domain::{
    access::{Action, Ctx, Subject},
    centres::place::{Municipality, municipality_name},
    ids::CentreId,
    people::{
        CurpOrReason, Sex, WithoutCurp,
        contact::{Contact, ContactError},
        curp::{Curp, CurpError},
        name::{NameError, NamePart, PersonName},
    },
};
use store::{Programme, Store, people::PersonData};

use super::sex_key;
use crate::{
    error::Error,
    ui::{Choice, FormView, Shell},
};

/// The key of what is wrong in a CURP and how to mend it.
#[must_use]
pub fn curp_mistake(error: CurpError) -> &'static str {
    match error {
        CurpError::Length { .. } => "people-mistake-curp-length",
        CurpError::Character { .. } => "people-mistake-curp-character",
        CurpError::Date => "people-mistake-curp-date",
        CurpError::State => "people-mistake-curp-state",
        CurpError::SexLetter { .. } => "people-mistake-curp-sex",
        CurpError::InnerConsonant { .. } => "people-mistake-curp-consonant",
        CurpError::Century { .. } => "people-mistake-curp-century",
        CurpError::CheckDigit { .. } => "people-mistake-curp-check",
    }
}

/// The data in the form, or `None` with its mistakes noted. Birth date and sex may be left to the CURP.
pub fn read(form: &mut FormView) -> Option<PersonData> {
    let name = read_name(form);
    let curp = read_curp(form);
    let from_curp = curp.as_ref().and_then(CurpOrReason::curp).cloned();
    let birth = form.date("nacimiento").or(from_curp.as_ref().map(Curp::birth_date));
    let sex = Sex::from_name(form.value("sexo")).or(from_curp.as_ref().map(Curp::sex));
    if sex.is_none() {
        form.fail("sexo", "people-mistake-sex");
    }
    let municipality = form.parsed("municipio", "people-mistake-municipality", Municipality::parse);
    let contact = read_contact(form);
    if !form.is_right() {
        return None;
    }
    let municipality = municipality.map(|key| key.as_str().to_owned());
    Some(PersonData { name: name?, birth, curp: curp?, sex: sex?, contact: contact?, municipality })
}

fn read_name(form: &mut FormView) -> Option<PersonName> {
    let parts = ["nombres", "primer-apellido", "segundo-apellido"];
    let [given, first, second] = parts.map(|field| form.value(field).to_owned());
    let error = match PersonName::parse(&given, &first, &second) {
        Ok(name) => return Some(name),
        Err(error) => error,
    };
    let (NameError::Missing(part) | NameError::TooLong(part) | NameError::Character(part, _)) = error;
    let field = match part {
        NamePart::Given => parts[0],
        NamePart::FirstSurname => parts[1],
        NamePart::SecondSurname => parts[2],
    };
    let key = match (error, part) {
        (NameError::Missing(_), NamePart::Given) => "people-mistake-given",
        (NameError::Missing(_), _) => "people-mistake-surname",
        (NameError::TooLong(_), _) => "people-mistake-name-long",
        (NameError::Character(..), _) => "people-mistake-name-character",
    };
    form.fail(field, key);
    None
}

fn read_curp(form: &mut FormView) -> Option<CurpOrReason> {
    let text = form.value("curp");
    if !text.is_empty() {
        return match Curp::parse(text) {
            Ok(curp) => Some(CurpOrReason::Curp(curp)),
            Err(error) => {
                form.fail("curp", curp_mistake(error));
                None
            }
        };
    }
    let (reason, words) = (form.value("sin-curp"), form.value("sin-curp-motivo"));
    let without = WithoutCurp::from_name(reason, words);
    match (&without, reason) {
        (Some(_), _) => {}
        (None, "other") => form.fail("sin-curp-motivo", "people-mistake-no-curp-words"),
        (None, _) => form.fail("curp", "people-mistake-curp-missing"),
    }
    without.map(CurpOrReason::Without)
}

fn read_contact(form: &mut FormView) -> Option<Contact> {
    let (field, key) =
        match Contact::parse(form.value("telefono"), form.value("correo"), form.value("domicilio")) {
            Ok(contact) => return Some(contact),
            Err(ContactError::Phone) => ("telefono", "people-mistake-phone"),
            Err(ContactError::Email) => ("correo", "people-mistake-email"),
            Err(ContactError::AddressTooLong) => ("domicilio", "people-mistake-address"),
        };
    form.fail(field, key);
    None
}

/// The form of a person as it is kept.
#[must_use]
pub fn filled(data: &PersonData) -> FormView {
    let (reason, words) = match &data.curp {
        CurpOrReason::Curp(_) => ("", String::new()),
        CurpOrReason::Without(WithoutCurp::Other(words)) => ("other", words.clone()),
        CurpOrReason::Without(reason) => (reason.name(), String::new()),
    };
    let part = |what: &str| data.birth.map(|day| day.format(what).to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    FormView::default()
        .with("nombres", data.name.given())
        .with("primer-apellido", data.name.first_surname())
        .with("segundo-apellido", data.name.second_surname().unwrap_or_default())
        .with("curp", data.curp.curp().map_or("", Curp::as_str))
        .with("sin-curp", reason)
        .with("sin-curp-motivo", words)
        .with("nacimiento-dia", part("%d"))
        .with("nacimiento-mes", part("%m"))
        .with("nacimiento-anio", part("%Y"))
        .with("sexo", data.sex.name())
        .with("municipio", data.municipality.as_deref().map(municipality_name).unwrap_or_default())
        .with("telefono", text(&data.contact.phone))
        .with("correo", text(&data.contact.email))
        .with("domicilio", text(&data.contact.address))
}

/// What does not agree in a person's data, as keys: to be looked at, not refused.
#[must_use]
pub fn doubts(data: &PersonData) -> Vec<&'static str> {
    let curp = data.curp.curp();
    let mut keys = Vec::new();
    if data.sex == Sex::X {
        keys.push("people-doubt-sex-x");
    }
    if curp.is_some_and(|curp| curp.sex() != data.sex) {
        keys.push("people-doubt-sex");
    }
    if curp.is_some_and(|curp| data.birth.is_some_and(|birth| birth != curp.birth_date())) {
        keys.push("people-doubt-birth");
    }
    keys
}

/// What the form offers to choose from.
#[derive(Debug)]
pub struct Choices {
    /// H, M, X.
    pub sexes: Vec<Choice>,
    /// Why there is no CURP.
    pub reasons: Vec<Choice>,
}

impl Choices {
    /// The choices in the language of the page.
    #[must_use]
    pub fn new(shell: &Shell) -> Self {
        let sexes = Sex::ALL.iter().map(|sex| Choice::new(sex.name(), shell.t(sex_key(*sex)))).collect();
        let reasons = [
            ("not-at-hand", "people-no-curp-not-at-hand"),
            ("foreign", "people-no-curp-foreign"),
            ("refused", "people-no-curp-refused"),
            ("other", "people-no-curp-other"),
        ];
        Self { sexes, reasons: reasons.map(|(value, key)| Choice::new(value, shell.t(key))).to_vec() }
    }
}

/// The open centres at which somebody may register, with their municipality.
pub async fn own_centres(
    store: &Store<Programme>,
    ctx: &Ctx,
    subject: &Subject,
) -> Result<Vec<(CentreId, String, String)>, Error> {
    let centres = store.list_centres(&ctx.also(subject, Action::ViewCentres)?).await?;
    let open = centres.into_iter().filter(|centre| centre.is_open);
    Ok(open.map(|centre| (centre.id, centre.name, municipality_name(&centre.municipality))).collect())
}
