//! Choosing a list: what it may look like, a template, and what is wrong with a file that is not taken.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Ctx, Subject},
    ids::{GroupId, ImportId},
};
use store::{
    Programme, Store,
    enrolments::{Target, Upload as Kept, UploadState},
};

use super::sheet;
use crate::{
    error::{Error, Replayed},
    features::people::form::own_centres,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Choice, FormView, Shell},
    upload::Upload,
    workbook::{self, FileError},
};

#[derive(Debug, Template)]
#[template(path = "features/enrolments/upload.html")]
struct UploadPage {
    shell: Shell,
    form: FormView,
    back: String,
    /// The group, when people are enrolled in one.
    group: Option<String>,
    centres: Vec<Choice>,
}

async fn upload_page(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    (shell, form): (Shell, FormView),
) -> Result<UploadPage, Error> {
    let id = group_in(&form);
    let group = match id {
        Some(id) => Some(store.target_place(ctx, Target::Group(id)).await?.name),
        None => None,
    };
    let centres = own_centres(store, ctx, subject).await?;
    let centres = centres.into_iter().map(|(id, name, _)| Choice::new(id.to_string(), name)).collect();
    let back = id.map_or_else(|| "/personas".to_owned(), |id| format!("/grupos/{id}/participantes"));
    Ok(UploadPage { shell, form, back, group, centres })
}

fn group_in(form: &FormView) -> Option<GroupId> {
    form.value("grupo").parse().ok()
}

pub(super) async fn ask(State(store): ProgrammeState, visit: Visit) -> Answer {
    let who = (&visit.ctx, &visit.subject());
    page(&upload_page(&store, who, (visit.shell, visit.query)).await?)
}

pub(super) async fn keep(State(store): ProgrammeState, upload: Upload) -> Answer {
    let file = upload.file("archivo").cloned();
    let mut deed = upload.deed;
    let target = match group_in(&deed.form) {
        Some(group) => Some(Target::Group(group)),
        None => {
            let own = own_centres(&store, &deed.ctx, &deed.subject()).await?;
            let chosen = deed.form.value("centro").parse().ok();
            chosen.or((own.len() == 1).then(|| own[0].0)).map(Target::Register)
        }
    };
    if target.is_none() {
        deed.form.fail("centro", "enrolments-mistake-centre");
    }
    match &file {
        None => deed.form.fail("archivo", "enrolments-file-missing"),
        Some(file) => {
            let read = file.clone();
            let read = tokio::task::spawn_blocking(move || workbook::read(&read)).await;
            if let Err(error) = read.map_err(|_| Error::Failure("reading a file stopped".to_owned()))? {
                deed.form.fail("archivo", file_mistake(error));
            }
        }
    }
    let (true, Some(target), Some(file)) = (deed.form.is_right(), target, file) else {
        let who = (&deed.ctx, &deed.subject());
        return mistakes(&upload_page(&store, who, (deed.shell, deed.form)).await?);
    };
    let kept = Kept { target, state: UploadState::Waiting, name: file.name, content: file.bytes };
    let id = store.keep_upload(&deed.ctx, kept).await.replayed()?;
    see(format!("/importar/{id}/columnas"))
}

fn file_mistake(error: FileError) -> &'static str {
    match error {
        FileError::WrongType => "enrolments-file-type",
        FileError::OldFormat => "enrolments-file-old",
        FileError::Macros => "enrolments-file-macros",
        FileError::Encrypted => "enrolments-file-encrypted",
        FileError::TooManyRows => "enrolments-file-rows",
        FileError::TooBigInside => "enrolments-file-big",
        FileError::Broken => "enrolments-file-broken",
        FileError::Empty => "enrolments-file-empty",
    }
}

pub(super) async fn template(_visit: Visit) -> Answer {
    Ok(sheet::download("plantilla-participantes", sheet::template()?))
}

pub(super) async fn discard(State(store): ProgrammeState, At(id): At<ImportId>, deed: Deed) -> Answer {
    store.discard_upload(&deed.ctx, id).await?;
    deed.done("/importar", "enrolments-done-discarded")
}
