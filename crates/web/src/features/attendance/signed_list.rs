//! The scan or photo of the signed paper list: attached to its session, shown to who may see the session.

use axum::{extract::State, http::header, response::IntoResponse};
use domain::ids::SessionId;
use store::Attachment;

use crate::{
    download::ending,
    features::sessions,
    request::{Answer, At, ProgrammeState, Visit},
    ui::FormView,
    upload::{SentFile, Upload},
};

/// The scan as it was sent. A PDF is downloaded: a page of ours does not let a plug-in in.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let list = store.signed_list(&visit.ctx, id).await?;
    let end = ending(&list.media_type);
    let how = if end == "pdf" { "attachment" } else { "inline" };
    let how = format!("{how}; filename=\"lista-firmada.{end}\"");
    Ok(([(header::CONTENT_TYPE, list.media_type), (header::CONTENT_DISPOSITION, how)], list.content)
        .into_response())
}

/// Attaches it.
pub(super) async fn attach(
    State(store): ProgrammeState,
    At(id): At<SessionId>,
    mut upload: Upload,
) -> Answer {
    match read(upload.file("archivo")) {
        Ok(list) => {
            let attached = store.attach_signed_list(&upload.deed.ctx, id, &list).await;
            match crate::error::done_before(attached) {
                Ok(()) => upload.deed.done(format!("/sesiones/{id}"), "attendance-done-list"),
                Err(store::Error::Refused(_)) => {
                    upload.deed.form.fail("archivo", "attendance-mistake-not-held");
                    sessions::again(&store, id, upload.deed).await
                }
                Err(error) => Err(error.into()),
            }
        }
        Err(key) => {
            upload.deed.form = FormView::default();
            upload.deed.form.fail("archivo", key);
            sessions::again(&store, id, upload.deed).await
        }
    }
}

/// The scan that was sent; else the key of what is wrong.
fn read(file: Option<&SentFile>) -> Result<Attachment, &'static str> {
    file.ok_or("attendance-mistake-file")?.scan().ok_or("attendance-mistake-kind")
}
