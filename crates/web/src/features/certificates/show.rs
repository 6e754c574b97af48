//! One certificate: its facts, its PDF, the scan with signatures, and its revocation.

use askama::Template;
use axum::extract::State;
use domain::{access::Action, ids::CertificateId};
use store::CertificateFile;

use super::{hours_text, kind_text, proves_text};
use crate::{
    Error,
    download::{self, ending, file},
    error::done_before,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Fact, FormView, Shell},
    upload::Upload,
};

#[derive(Debug, Template)]
#[template(path = "features/certificates/show.html")]
struct ShowPage {
    shell: Shell,
    form: FormView,
    file: CertificateFile,
    facts: Vec<Fact>,
    may_issue: bool,
    may_revoke: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/certificates/revoke.html")]
struct RevokePage {
    shell: Shell,
    form: FormView,
    file: CertificateFile,
}

/// A certificate.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<CertificateId>, visit: Visit) -> Answer {
    let file = store.get_certificate(&visit.ctx, id).await?;
    let may = |action| visit.ctx.also(&visit.subject(), action).is_ok();
    let (may_issue, may_revoke) = (may(Action::IssueCertificates), may(Action::RevokeCertificate));
    let facts = facts(&visit.shell, &file);
    page(&ShowPage { shell: visit.shell, form: FormView::default(), file, facts, may_issue, may_revoke })
}

fn facts(shell: &Shell, file: &CertificateFile) -> Vec<Fact> {
    let given = &file.given;
    let name = file.name.as_ref().map_or_else(|| shell.t("certificates-erased"), |name| name.display());
    let mut facts = vec![
        Fact::new(shell.t("certificates-participant"), name),
        Fact::new(shell.t("certificates-kind"), kind_text(shell, given.kind)),
        Fact::new(shell.t("certificates-proves"), proves_text(shell, given.kind)),
        Fact::new(shell.t("certificates-issued-on"), shell.long_date(given.issued_on)),
        Fact::new(shell.t("certificates-received"), hours_text(shell, given.minutes)),
    ];
    if let Some((at, reason)) = &given.revoked {
        facts.push(Fact::new(shell.t("certificates-revoked-on"), shell.long_date(shell.day_of(at))));
        facts.push(Fact::new(shell.t("certificates-revoked-why"), reason));
    }
    facts
}

/// The sealed PDF.
pub(super) async fn download(
    State(store): ProgrammeState,
    At(id): At<CertificateId>,
    visit: Visit,
) -> Answer {
    let (folio, pdf) = store.certificate_pdf(&visit.ctx, id).await?;
    file(download::PDF, &format!("constancia-{folio}.pdf"), pdf)
}

/// The scan with signatures.
pub(super) async fn scan(State(store): ProgrammeState, At(id): At<CertificateId>, visit: Visit) -> Answer {
    let scan = store.signed_certificate(&visit.ctx, id).await?;
    let ending = ending(&scan.media_type);
    file(&scan.media_type, &format!("constancia-firmada.{ending}"), scan.content)
}

/// Keeps the scan with signatures.
pub(super) async fn attach(
    State(store): ProgrammeState,
    At(id): At<CertificateId>,
    mut upload: Upload,
) -> Answer {
    let sent = upload.file("archivo").ok_or("certificates-mistake-scan-missing");
    match sent.and_then(|sent| sent.scan().ok_or("certificates-mistake-scan-kind")) {
        Ok(scan) => {
            done_before(store.attach_signed_certificate(&upload.deed.ctx, id, &scan).await)?;
            return upload.deed.done(format!("/constancias/{id}"), "certificates-done-scan");
        }
        Err(key) => upload.deed.form.fail("archivo", key),
    }
    let deed = upload.deed;
    let may = |action| deed.ctx.also(&deed.subject(), action);
    let file = store.get_certificate(&may(Action::ViewCertificates)?, id).await?;
    let may_revoke = may(Action::RevokeCertificate).is_ok();
    let facts = facts(&deed.shell, &file);
    mistakes(&ShowPage { shell: deed.shell, form: deed.form, file, facts, may_issue: true, may_revoke })
}

/// What revoking brings about, and the reason.
pub(super) async fn ask_revocation(
    State(store): ProgrammeState,
    At(id): At<CertificateId>,
    visit: Visit,
) -> Answer {
    let file = store.get_certificate(&visit.ctx, id).await?;
    if file.given.revoked.is_some() {
        return Err(Error::NotFound);
    }
    page(&RevokePage { shell: visit.shell, form: FormView::default(), file })
}

/// Revokes it.
pub(super) async fn revoke(
    State(store): ProgrammeState,
    At(id): At<CertificateId>,
    mut deed: Deed,
) -> Answer {
    let reason = deed.form.required("motivo", "certificates-reason-missing");
    if !deed.form.is_right() {
        let file = store.get_certificate(&deed.ctx, id).await?;
        return mistakes(&RevokePage { shell: deed.shell, form: deed.form, file });
    }
    done_before(store.revoke_certificate(&deed.ctx, id, &reason).await)?;
    deed.done(format!("/constancias/{id}"), "certificates-done-revoked")
}
