//! How documents look from a day on: institution, legend of the year, signatories, logo. A face is
//! never changed; a new one takes over from its day on.

mod logo;

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    access::{Action, Ctx, Subject},
    ids::CentreId,
};
use store::{DocumentFace, FaceLogo, NewFace, Programme, Signatory, Store};
use uuid::Uuid;

#[cfg(feature = "pdf")]
use super::printed::press::can_carry;
use crate::{
    error::{Error, Replayed},
    features::centres::{centre_choices, may_everywhere},
    request::{Answer, At, ProgrammeState, Visit, mistakes, page},
    routes::Route,
    ui::{Choice, FormView, Shell},
    upload::Upload,
};

/// Without the printer there is no document to carry it.
#[cfg(not(feature = "pdf"))]
async fn can_carry(_: &FaceLogo) -> bool {
    true
}

/// How many signatories the form offers: what fits under a certificate.
const SIGNATORIES: usize = 3;
/// Value of the choice «todos los centros».
const EVERYWHERE: &str = "todos";

/// The pages of document faces.
pub fn routes() -> Vec<Route<Programme>> {
    use Action::ManageDocuments;
    vec![
        Route::get("/documentos", ManageDocuments, list),
        Route::get("/documentos/nuevo", ManageDocuments, ask),
        Route::post("/documentos", ManageDocuments, create).upload(),
        Route::get("/documentos/{imagen}/logotipo", ManageDocuments, show_logo),
    ]
}

#[derive(Debug, Template)]
#[template(path = "features/documents/list.html")]
struct ListPage {
    shell: Shell,
    faces: Vec<(DocumentFace, String)>,
}

#[derive(Debug, Template)]
#[template(path = "features/documents/edit.html")]
struct EditPage {
    shell: Shell,
    form: FormView,
    centres: Vec<Choice>,
    signatories: Vec<SignatoryFields>,
}

/// Names of the fields of one signatory.
#[derive(Debug)]
struct SignatoryFields {
    n: usize,
    name: String,
    post: String,
}

async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    let names = store.centre_names().await?;
    let common = visit.shell.t("documents-everywhere");
    let name = |face: DocumentFace| {
        let name = face.centre.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| common.clone());
        (face, name)
    };
    let faces = store.list_faces(&visit.ctx).await?.into_iter().map(name).collect();
    page(&ListPage { shell: visit.shell, faces })
}

async fn edit_page(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    shell: Shell,
    form: FormView,
) -> Result<EditPage, Error> {
    let mut centres = centre_choices(store, ctx, subject).await?;
    if may_everywhere(ctx, subject, Action::ManageDocuments) {
        let hint = shell.t("documents-everywhere-hint");
        centres.insert(0, Choice::new(EVERYWHERE, shell.t("documents-everywhere")).hint(hint));
    }
    let fields = |n| SignatoryFields { n, name: format!("firma-{n}"), post: format!("cargo-{n}") };
    Ok(EditPage { shell, form, centres, signatories: (1..=SIGNATORIES).map(fields).collect() })
}

/// The form of a new face, filled from the one it follows (`?de=`), whose logo it keeps.
async fn ask(State(store): ProgrammeState, visit: Visit) -> Answer {
    let subject = visit.subject();
    let today = visit.shell.day_of(visit.ctx.now());
    let mut form = FormView::default().with("desde", today.to_string());
    if let Ok(id) = visit.query.value("de").parse::<Uuid>() {
        let face = store.get_face(&visit.ctx, id).await?;
        let centre = face.centre.map_or_else(|| EVERYWHERE.to_owned(), |id| id.to_string());
        form = form
            .with("centro", centre)
            .with("institucion", face.institution)
            .with("lugar", face.place)
            .with("leyenda", face.legend)
            .with("detalles", if face.public_details { "si" } else { "" });
        for (n, one) in face.signatories.into_iter().enumerate() {
            form =
                form.with(&format!("firma-{}", n + 1), one.name).with(&format!("cargo-{}", n + 1), one.post);
        }
    }
    page(&edit_page(&store, (&visit.ctx, &subject), visit.shell, form).await?)
}

async fn create(State(store): ProgrammeState, upload: Upload) -> Answer {
    let sent = upload.file("logotipo").map(|file| logo::checked(&file.bytes));
    let mut deed = upload.deed;
    let mistake = match &sent {
        Some(Err(mistake)) => Some(*mistake),
        Some(Ok(logo)) if !can_carry(logo).await => Some("documents-mistake-logo-damaged"),
        _ => None,
    };
    if let Some(mistake) = mistake {
        deed.form.fail("logotipo", mistake);
    }
    let Some(new) = read(&mut deed.form, sent.and_then(Result::ok)) else {
        let subject = deed.subject();
        return mistakes(&edit_page(&store, (&deed.ctx, &subject), deed.shell, deed.form).await?);
    };
    store.create_face(&deed.ctx, new).await.replayed()?;
    deed.done("/documentos", "documents-done-created")
}

fn read(form: &mut FormView, logo: Option<FaceLogo>) -> Option<NewFace> {
    let centre = form.needed("centro", "documents-mistake-centre", |text| match text {
        EVERYWHERE => Some(None),
        id => id.parse::<CentreId>().ok().map(Some),
    });
    let since = form.needed_date("desde", "documents-mistake-since");
    let institution = form.required("institucion", "documents-mistake-institution");
    let place = form.required("lugar", "documents-mistake-place");
    let mut signatories = Vec::new();
    for n in 1..=SIGNATORIES {
        let (name, post) = (format!("firma-{n}"), format!("cargo-{n}"));
        match (form.value(&name).to_owned(), form.value(&post).to_owned()) {
            (name, post) if name.is_empty() && post.is_empty() => {}
            (_, missing) if missing.is_empty() => form.fail(&post, "documents-mistake-post"),
            (missing, _) if missing.is_empty() => form.fail(&name, "documents-mistake-signatory"),
            (name, post) => signatories.push(Signatory { name, post }),
        }
    }
    if signatories.is_empty() && ["firma-1", "cargo-1"].iter().all(|field| form.mistake(field).is_none()) {
        form.fail("firma-1", "documents-mistake-nobody-signs");
    }
    let (legend, public_details) = (form.value("leyenda").to_owned(), form.has("detalles", "si"));
    if !form.is_right() {
        return None;
    }
    let (centre, since) = (centre?, since?);
    Some(NewFace { centre, since, institution, place, legend, signatories, logo, public_details })
}

/// The logo of a face, for its page. As an image it runs no script, whatever it holds.
async fn show_logo(State(store): ProgrammeState, At(id): At<Uuid>, visit: Visit) -> Answer {
    let logo = store.get_face(&visit.ctx, id).await?.logo.ok_or(Error::NotFound)?;
    let response: Response = ([(header::CONTENT_TYPE, logo.media_type)], logo.bytes).into_response();
    Ok(response)
}
