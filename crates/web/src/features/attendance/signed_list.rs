//! The scan or photo of the signed paper list: attached to its session, shown to who may see the session.

use axum::{extract::State, http::header, response::IntoResponse};
use domain::ids::SessionId;
use store::Attachment;

use crate::{
    features::sessions,
    request::{Answer, At, ProgrammeState, Visit},
    ui::FormView,
    upload::{FileKind, SentFile, Upload},
};

/// The scan as it was sent. A PDF is downloaded: a page of ours does not let a plug-in in.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let list = store.signed_list(&visit.ctx, id).await?;
    let (how, end) = match list.media_type.as_str() {
        "image/png" => ("inline", "png"),
        "image/jpeg" => ("inline", "jpg"),
        _ => ("attachment", "pdf"),
    };
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
    let file = upload.file("archivo").cloned();
    match read(file.as_ref()) {
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

/// A scan by its first bytes: PDF, JPEG or PNG; else the key of what is wrong.
fn read(file: Option<&SentFile>) -> Result<Attachment, &'static str> {
    let file = file.ok_or("attendance-mistake-file")?;
    let media_type = match file.kind() {
        FileKind::Pdf => "application/pdf",
        FileKind::Jpeg => "image/jpeg",
        FileKind::Png => "image/png",
        _ => return Err("attendance-mistake-kind"),
    };
    Ok(Attachment { media_type: media_type.to_owned(), content: file.bytes.clone() })
}
