//! From what the store gives to a sealed PDF. Runs on a blocking thread.

use chrono::{DateTime, Utc};
use documents::{
    certificate::{Audience as Reader, CertificateData, Dose, Kind as Document, Signatory, render},
    seal::seal,
};
use domain::{certificates::Kind, groups::Audience};
use store::{Batch, DocumentFace};
use vault::Signer;

use crate::features::printed::press::{PRESS, letterhead, problem};

/// Prints and seals the `number`-th document of a batch.
///
/// # Errors
/// A code for the job's page.
pub(super) fn certificate(
    batch: &Batch,
    number: usize,
    base_url: &str,
    (signer, made_at): (&Signer, DateTime<Utc>),
) -> Result<Vec<u8>, &'static str> {
    let draft = batch.drafts.get(number).ok_or("other")?;
    let data = CertificateData {
        kind: match draft.kind {
            Kind::Participation => Document::Participation,
            Kind::Completion => Document::Completion,
        },
        audience: match batch.audience {
            Audience::Men => Reader::Man,
            Audience::PublicServants | Audience::Youth => Reader::PublicServant,
        },
        letterhead: letterhead(Some(&batch.face), &batch.centre_name),
        folio: draft.folio.clone(),
        full_name: draft.name.display(),
        programme_title: batch.programme.clone(),
        programme_version: batch.version.to_string(),
        dose: Dose {
            sessions: draft.received.0,
            of_sessions: batch.prescribed.0,
            minutes: draft.received.1,
            of_minutes: batch.prescribed.1,
        },
        period: draft.period,
        place: batch.face.place.clone(),
        issued_on: draft.issued_on,
        signatories: signatories(&batch.face),
        verify_url: format!("{base_url}/v/{}", draft.token),
        key_fingerprint: signer.public_key().fingerprint(),
        made_at,
    };
    let pdf = render(&PRESS, &data).map_err(|error| problem(&error))?;
    seal(&pdf, signer).map_err(|_| "other")
}

/// Frees what the printer remembers of the batch.
pub(super) fn batch_done() {
    PRESS.evict();
}

fn signatories(face: &DocumentFace) -> Vec<Signatory> {
    face.signatories.iter().map(|one| Signatory { name: one.name.clone(), post: one.post.clone() }).collect()
}
