//! Session plans (cartas descriptivas) of a programme version: one, or all.

use axum::extract::State;
use domain::ids::ProgrammeVersionId;
use store::{DocumentFace, Programme, ProgrammeFile, Store};

use crate::{
    Error,
    download::{self, file},
    request::{Answer, At, ProgrammeState, Visit},
};

/// All plans of a version.
pub(super) async fn all(
    State(store): ProgrammeState,
    At(id): At<ProgrammeVersionId>,
    visit: Visit,
) -> Answer {
    let programme = store.get_programme(&visit.ctx, id).await?;
    let whole = programme.pack.sessions.len();
    plans(&store, visit, (programme, whole), "cartas-descriptivas.pdf").await
}

/// The plan of one session.
pub(super) async fn one(
    State(store): ProgrammeState,
    At((id, number)): At<(ProgrammeVersionId, u16)>,
    visit: Visit,
) -> Answer {
    let mut programme = store.get_programme(&visit.ctx, id).await?;
    let whole = programme.pack.sessions.len();
    programme.pack.sessions.retain(|session| session.number == number);
    if programme.pack.sessions.is_empty() {
        return Err(Error::NotFound);
    }
    plans(&store, visit, (programme, whole), &format!("carta-descriptiva-{number}.pdf")).await
}

/// The plans that are left in a programme of `whole` sessions.
async fn plans(
    store: &Store<Programme>,
    visit: Visit,
    (programme, whole): (ProgrammeFile, usize),
    name: &str,
) -> Answer {
    let own = store.own_face(&visit.ctx).await?;
    file(download::PDF, name, print(visit, programme, own, whole).await?)
}

#[cfg(feature = "pdf")]
async fn print(
    visit: Visit,
    programme: ProgrammeFile,
    own: Option<(Option<DocumentFace>, String)>,
    whole: usize,
) -> Result<Vec<u8>, Error> {
    use documents::plan_sheet::{Activity, PlanSheetData, SessionSheet, render};
    use domain::groups::Audience;

    let pack = programme.pack;
    let audience = match pack.audience {
        Audience::Men => "printed-audience-men",
        Audience::PublicServants => "printed-audience-public-servants",
        Audience::Youth => "printed-audience-youth",
    };
    let sessions = pack.sessions.into_iter().map(|session| SessionSheet {
        number: session.number.into(),
        minutes: session.minutes.into(),
        title: session.title,
        is_example_title: session.is_example_title,
        aim: session.aim,
        activities: session
            .activities
            .into_iter()
            .map(|one| Activity {
                text: if one.how.is_empty() { one.title } else { format!("{}. {}", one.title, one.how) },
                minutes: Some(one.minutes.into()),
            })
            .collect(),
        materials: session.materials,
        fidelity: session.fidelity,
    });
    let (face, centre) = own.unwrap_or_default();
    let data = PlanSheetData {
        letterhead: super::press::letterhead(face.as_ref(), &centre),
        programme_title: pack.title,
        programme_version: pack.version.to_string(),
        audience: visit.shell.t(audience),
        of: u32::try_from(whole).unwrap_or(u32::MAX),
        sessions: sessions.collect(),
        made_at: visit.ctx.now(),
    };
    super::press::print(move |press| render(press, &data)).await
}

#[cfg(not(feature = "pdf"))]
async fn print(
    _: Visit,
    _: ProgrammeFile,
    _: Option<(Option<DocumentFace>, String)>,
    _: usize,
) -> Result<Vec<u8>, Error> {
    Err(super::NO_PRINTER)
}
