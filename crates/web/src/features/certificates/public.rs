//! What anybody sees: whether a certificate holds, by the address in its QR code; and the key of a
//! centre. Neither needs an account, and neither says more than the paper does.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse},
};
use domain::{groups::Audience, ids::CentreId};
use store::{PublicState, PublicView};

use super::{hours_text, kind_text, proves_text};
use crate::{
    Error,
    download::file,
    request::{Answer, At, Guest, ProgrammeState, page},
    ui::{Fact, Shell},
};

#[derive(Debug, Template)]
#[template(path = "features/certificates/public.html")]
struct PublicPage {
    shell: Shell,
    view: Option<PublicView>,
    facts: Vec<Fact>,
}

/// Whether the certificate with this token holds. Every other text gets one and the same page: a
/// folio, a wrong token, a token of the wrong length.
pub(super) async fn verify(State(store): ProgrammeState, At(token): At<String>, guest: Guest) -> Answer {
    // No form on this page: no token of one, and no cookie.
    let shell = Shell { csrf: String::new(), key: String::new(), ..guest.shell };
    match store.certificate_public(&guest.ctx, &token).await {
        Ok(view) => {
            let facts = facts(&shell, &view);
            page(&PublicPage { shell, view: Some(view), facts })
        }
        Err(store::Error::NotFound) => {
            let unknown = PublicPage { shell, view: None, facts: Vec::new() };
            Ok((StatusCode::NOT_FOUND, Html(unknown.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn facts(shell: &Shell, view: &PublicView) -> Vec<Fact> {
    let mut facts = vec![Fact::new(shell.t("certificates-folio"), &view.folio)];
    if view.state == PublicState::Withdrawn {
        return facts;
    }
    facts.push(Fact::new(shell.t("certificates-kind"), kind_text(shell, view.kind)));
    facts.push(Fact::new(shell.t("certificates-proves"), proves_text(shell, view.kind)));
    facts.push(Fact::new(shell.t("certificates-initials"), &view.initials));
    if let Some(details) = &view.details {
        let programme = [("title", details.programme.clone()), ("version", details.version.to_string())];
        facts.push(Fact::new(
            shell.t("certificates-programme"),
            shell.ta("certificates-programme-version", &programme),
        ));
        facts.push(Fact::new(shell.t("certificates-centre"), &details.centre));
        facts.push(Fact::new(shell.t("certificates-institution"), &details.institution));
    }
    facts.push(Fact::new(shell.t("certificates-received"), hours_text(shell, view.minutes)));
    facts.push(Fact::new(shell.t("certificates-issued-on"), shell.long_date(view.issued_on)));
    facts
}

/// The line by which seals of a centre are verified, as a text file.
pub(super) async fn key(State(store): ProgrammeState, At(centre): At<CentreId>, guest: Guest) -> Answer {
    let key = store.certificate_key(&guest.ctx, centre).await.map_err(Error::from)?;
    let name = format!("llave-{}.txt", &key.fingerprint()[..8]);
    file("text/plain; charset=utf-8", &name, format!("{}\n", key.to_text()).into_bytes())
}
