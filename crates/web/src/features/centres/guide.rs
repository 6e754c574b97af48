//! The guide of the first start: from nothing to the first group, in the order in which each step
//! becomes possible. It reads what is there; it never shows the root key.

use askama::Template;
use axum::extract::State;
use store::{FirstSteps, GuideMark};

use crate::{
    error::done_before,
    kit::Kit,
    request::{Answer, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{FormView, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/centres/guide.html")]
struct GuidePage {
    shell: Shell,
    form: FormView,
    steps: FirstSteps,
    /// Where the data live, on SQLite.
    folder: String,
}

pub(super) async fn show(State(store): ProgrammeState, State(kit): State<Kit>, visit: Visit) -> Answer {
    let steps = store.first_steps(&visit.ctx).await?;
    let form = FormView::default().with("lugar", steps.backup_place.clone());
    page(&GuidePage { shell: visit.shell, form, steps, folder: folder(&kit) })
}

pub(super) async fn mark(State(store): ProgrammeState, State(kit): State<Kit>, mut deed: Deed) -> Answer {
    let mark = match deed.form.value("paso") {
        "calendario" => GuideMark::CalendarSeen,
        "llave" => GuideMark::KeyCopied,
        _ => GuideMark::BackupPlace(deed.form.required("lugar", "centres-mistake-backup-place")),
    };
    if !deed.form.is_right() {
        let steps = store.first_steps(&deed.ctx).await?;
        return mistakes(&GuidePage { shell: deed.shell, form: deed.form, steps, folder: folder(&kit) });
    }
    done_before(store.mark_guide(&deed.ctx, mark).await)?;
    deed.done("/primeros-pasos", "centres-done-step")
}

fn folder(kit: &Kit) -> String {
    kit.base().folder().map(|folder| folder.display().to_string()).unwrap_or_default()
}
