//! One certificate: its facts, its PDF, the scan with signatures, and its revocation.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Ctx, Subject},
    ids::CertificateId,
};
use store::{CertificateFile, Programme, Store};

use super::{hours_text, kind_text, proves_text};
use crate::{
    Error,
    download::{self, ending, file},
    error::done_before,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Badge, Fact, FormView, Shell, Tone},
    upload::Upload,
};

#[derive(Debug, Template)]
#[template(path = "features/certificates/show.html")]
struct ShowPage {
    shell: Shell,
    form: FormView,
    file: CertificateFile,
    state: Badge,
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
    page(&shown(&store, (&visit.ctx, &visit.subject()), id, (visit.shell, FormView::default())).await?)
}

async fn shown(
    store: &Store<Programme>,
    (ctx, subject): (&Ctx, &Subject),
    id: CertificateId,
    (shell, form): (Shell, FormView),
) -> Result<ShowPage, Error> {
    let file = store.get_certificate(ctx, id).await?;
    let may = |action| ctx.also(subject, action).is_ok();
    let (may_issue, may_revoke) = (may(Action::IssueCertificates), may(Action::RevokeCertificate));
    let mut facts = facts(&shell, &file);
    if let Ok(ctx) = ctx.also(subject, Action::ViewGroups) {
        let group = store.get_group(&ctx, file.group).await?;
        let version = group.programme_version.to_string();
        let programme = [("title", group.row.programme_title), ("version", version)];
        let programme = shell.ta("certificates-programme-version", &programme);
        facts.push(Fact::new(shell.t("certificates-programme"), programme));
        facts.push(Fact::new(shell.t("certificates-group"), group.row.name));
        facts.push(Fact::new(shell.t("certificates-centre"), group.row.centre_name));
    }
    let (tone, state) = match (&file.given.revoked, &file.name) {
        (Some(_), _) => (Tone::Bad, "certificates-revoked"),
        (None, None) => (Tone::Neutral, "certificates-erased"),
        (None, Some(_)) => (Tone::Good, "certificates-in-force"),
    };
    let state = Badge::new(tone, shell.t(state));
    Ok(ShowPage { shell, form, file, state, facts, may_issue, may_revoke })
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
    facts.extend(file.issued_by.as_ref().map(|who| Fact::new(shell.t("certificates-issued-by"), who)));
    if let Some((at, reason)) = &given.revoked {
        facts.push(Fact::new(shell.t("certificates-revoked-on"), shell.long_date(shell.day_of(at))));
        facts.extend(file.revoked_by.as_ref().map(|who| Fact::new(shell.t("certificates-revoked-by"), who)));
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
    let subject = deed.subject();
    let ctx = deed.ctx.also(&subject, Action::ViewCertificates)?;
    mistakes(&shown(&store, (&ctx, &subject), id, (deed.shell, deed.form)).await?)
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
