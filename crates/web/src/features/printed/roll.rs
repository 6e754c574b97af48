//! The attendance list of a session: blank, to print and sign, and held, as it was recorded.

use axum::extract::State;
use domain::ids::SessionId;
use store::{Paper, attendance::Sheet};

use crate::{
    Error,
    download::{self, file},
    request::{Answer, At, ProgrammeState, Visit},
};

/// The list to print and sign.
pub(super) async fn blank(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let sheet = store.session_sheet(&visit.ctx, id).await?;
    let paper = store.paper_of(&visit.ctx, &sheet).await?;
    let name = format!("lista-sesion-{}.pdf", sheet.number);
    file(download::PDF, &name, print(sheet, paper, visit, false).await?)
}

/// The list with its marks.
pub(super) async fn held(State(store): ProgrammeState, At(id): At<SessionId>, visit: Visit) -> Answer {
    let sheet = store.session_sheet(&visit.ctx, id).await?;
    let paper = store.paper_of(&visit.ctx, &sheet).await?;
    let name = format!("asistencia-sesion-{}.pdf", sheet.number);
    file(download::PDF, &name, print(sheet, paper, visit, true).await?)
}

#[cfg(feature = "pdf")]
async fn print(sheet: Sheet, paper: Paper, visit: Visit, held: bool) -> Result<Vec<u8>, Error> {
    use documents::roll::{
        BlankRollData, HeldLine, HeldRollData, Mark, SessionFacts, render_blank, render_held,
    };
    use domain::attendance::roll::Mark as M;

    let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&sheet.zone).naive_local();
    let session = SessionFacts {
        letterhead: super::press::letterhead(paper.face.as_ref(), &sheet.centre_name),
        programme_title: paper.programme,
        group: sheet.group_name.clone(),
        number: sheet.number.into(),
        of: paper.of.into(),
        title: sheet.title.clone(),
        starts_at: local(sheet.roll.starts_at),
        minutes: sheet.roll.minutes.into(),
        room: sheet.room.clone(),
        facilitators: paper.facilitators,
        made_at: visit.ctx.now(),
    };
    // An erased person has no name any more; the line stays, so that the count is right.
    let erased = visit.shell.t("certificates-erased");
    let name = |line: &store::attendance::SheetLine| {
        line.name.as_ref().map_or_else(|| erased.clone(), |name| name.by_surname())
    };
    if !held {
        let names = sheet.lines.iter().map(name).collect();
        let data = BlankRollData { session, names, spare_rows: 3 };
        return super::press::print(move |press| render_blank(press, &data)).await;
    }
    let mark = |mark: M| match mark {
        M::Present => Mark::Present,
        M::Late => Mark::Late,
        M::Excused => Mark::Excused,
        M::Unexcused => Mark::Unexcused,
    };
    let lines = sheet.lines.iter().map(|line| HeldLine {
        name: name(line),
        mark: line.line.as_ref().map(|line| mark(line.mark)),
        minutes: line.line.as_ref().map_or(0, |line| line.minutes_present.into()),
        corrected: sheet.corrections.iter().any(|correction| correction.enrolment == line.enrolment),
    });
    let lines = lines.collect();
    let data = HeldRollData { closed: paper.closed.map(|(by, at)| (by, local(at))), session, lines };
    super::press::print(move |press| render_held(press, &data)).await
}

#[cfg(not(feature = "pdf"))]
async fn print(_: Sheet, _: Paper, _: Visit, _: bool) -> Result<Vec<u8>, Error> {
    Err(super::NO_PRINTER)
}
