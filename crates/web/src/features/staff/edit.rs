//! Registering a member of staff, and correcting their data.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Subject},
    ids::{CentreId, StaffId},
    people::{
        Sex,
        curp::Curp,
        name::{NameError, NamePart, PersonName},
    },
};
use store::{NewStaff, Programme, Store};

use crate::{
    error::{Error, Replayed, done_before},
    features::centres::{centre_choices, may_at},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, FormView, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/staff/edit.html")]
struct EditPage {
    shell: Shell,
    form: FormView,
    centres: Vec<Choice>,
    sexes: Vec<Choice>,
    is_new: bool,
    action: String,
    back: String,
}

impl EditPage {
    async fn build(
        store: &Store<Programme>,
        (ctx, subject): (&Ctx, &Subject),
        shell: Shell,
        form: FormView,
        id: Option<StaffId>,
    ) -> Result<Self, Error> {
        let mut centres = centre_choices(store, ctx, subject).await?;
        centres.retain(|choice| {
            choice.value.parse().is_ok_and(|centre| may_at(ctx, subject, Action::ManageStaff, centre))
        });
        let sexes = Sex::ALL.iter().map(|sex| Choice::new(sex.name(), shell.t(sex_key(*sex)))).collect();
        let back = id.map_or_else(|| "/personal".to_owned(), |id| format!("/personal/{id}"));
        let action = id.map_or_else(|| back.clone(), |_| format!("{back}/editar"));
        Ok(Self { shell, form, centres, sexes, is_new: id.is_none(), action, back })
    }
}

/// The key of the name of a sex.
pub(super) fn sex_key(sex: Sex) -> &'static str {
    match sex {
        Sex::Man => "staff-sex-man",
        Sex::Woman => "staff-sex-woman",
        Sex::X => "staff-sex-x",
    }
}

pub(super) async fn ask(State(store): ProgrammeState, visit: Visit) -> Answer {
    let subject = visit.subject();
    let mut form = FormView::default();
    let build = EditPage::build(&store, (&visit.ctx, &subject), visit.shell, FormView::default(), None);
    let mut shown = build.await?;
    if let [only] = shown.centres.as_slice() {
        form = form.with("centro", only.value.clone());
    }
    shown.form = form;
    page(&shown)
}

pub(super) async fn create(State(store): ProgrammeState, mut deed: Deed) -> Answer {
    if let Some(new) = read(&mut deed.form) {
        match store.create_staff(&deed.ctx, new).await.replayed() {
            Ok(id) => return deed.done(format!("/personal/{id}"), "staff-done-created"),
            Err(error) if error.is_conflict_on("curp_token") => {
                deed.form.fail("curp", "staff-mistake-curp-taken");
            }
            Err(error) => return Err(error.into()),
        }
    }
    let subject = deed.subject();
    mistakes(&EditPage::build(&store, (&deed.ctx, &subject), deed.shell, deed.form, None).await?)
}

pub(super) async fn edit(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    let person = store.get_staff(&visit.ctx.also(&subject, Action::ViewStaff)?, id).await?.line.staff;
    let form = FormView::default()
        .with("nombres", person.name.given())
        .with("primer-apellido", person.name.first_surname())
        .with("segundo-apellido", person.name.second_surname().unwrap_or_default())
        .with("curp", person.curp.as_ref().map(Curp::as_str).unwrap_or_default())
        .with("sexo", person.sex.name())
        .with("centro", person.centre.to_string());
    page(&EditPage::build(&store, (&visit.ctx, &subject), visit.shell, form, Some(id)).await?)
}

pub(super) async fn change(State(store): ProgrammeState, At(id): At<StaffId>, mut deed: Deed) -> Answer {
    if let Some(new) = read(&mut deed.form) {
        match done_before(store.change_staff(&deed.ctx, id, new).await) {
            Ok(()) => return deed.done(format!("/personal/{id}"), "staff-done-changed"),
            Err(error) if error.is_conflict_on("curp_token") => {
                deed.form.fail("curp", "staff-mistake-curp-taken");
            }
            Err(error) => return Err(error.into()),
        }
    }
    let subject = deed.subject();
    store.get_staff(&deed.ctx.also(&subject, Action::ViewStaff)?, id).await?;
    mistakes(&EditPage::build(&store, (&deed.ctx, &subject), deed.shell, deed.form, Some(id)).await?)
}

fn read(form: &mut FormView) -> Option<NewStaff> {
    let name = read_name(form);
    let curp = match form.value("curp") {
        "" => None,
        text => Curp::parse(text).map_err(|_| form.fail("curp", "staff-mistake-curp")).ok(),
    };
    form.required("sexo", "staff-mistake-sex");
    let sex = form.parsed("sexo", "staff-mistake-sex", Sex::from_name);
    form.required("centro", "staff-mistake-centre");
    let centre = form.parsed("centro", "staff-mistake-centre", |text| text.parse::<CentreId>().ok());
    if !form.is_right() {
        return None;
    }
    Some(NewStaff { centre: centre?, name: name?, curp, sex: sex? })
}

fn read_name(form: &mut FormView) -> Option<PersonName> {
    let fields = ["nombres", "primer-apellido", "segundo-apellido"];
    let [given, first, second] = fields.map(|field| form.value(field).to_owned());
    let error = match PersonName::parse(&given, &first, &second) {
        Ok(name) => return Some(name),
        Err(error) => error,
    };
    let (NameError::Missing(part) | NameError::TooLong(part) | NameError::Character(part, _)) = error;
    let field = match part {
        NamePart::Given => fields[0],
        NamePart::FirstSurname => fields[1],
        NamePart::SecondSurname => fields[2],
    };
    form.fail(field, "staff-mistake-name");
    None
}
