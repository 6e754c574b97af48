//! What printed lists and session plans need beside what they are about: the face of the documents on
//! that day, the programme's title, the names of whoever leads and signed.

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx, Reach},
    attendance::roll::RollState,
};
use sea_orm::EntityTrait;

use crate::{DocumentFace, Programme, Result, Store, attendance::Sheet, boxed, entity::centres::centre};

/// What surrounds a printed list of a session.
#[derive(Debug, Clone)]
pub struct Paper {
    /// How documents of the centre look on the day of the session.
    pub face: Option<DocumentFace>,
    /// Title of the programme.
    pub programme: String,
    /// Sessions of its version.
    pub of: u16,
    /// Who leads the session.
    pub facilitators: Vec<String>,
    /// Who closed the roll, and when.
    pub closed: Option<(String, DateTime<Utc>)>,
}

impl Store<Programme> {
    /// What surrounds the list of a session whose sheet was read.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`], [`crate::Error::Unavailable`].
    #[boxed]
    pub async fn paper_of(&self, ctx: &Ctx, sheet: &Sheet) -> Result<Paper> {
        let names = self.staff_names(ctx, &sheet.facilitators).await?;
        let closed = match sheet.roll.state {
            RollState::Closed { by, at } => {
                let look = Ctx::system(Action::ManageAccounts, ctx.now(), ctx.request());
                let account = self.account(&look, by).await.ok();
                Some((account.map(|account| account.display_name.into_inner()).unwrap_or_default(), at))
            }
            _ => None,
        };
        Ok(Paper {
            face: self.face_on(sheet.centre, sheet.day()).await?,
            of: u16::try_from(sheet.plan.sessions.len()).unwrap_or(u16::MAX),
            programme: sheet.plan.title.clone(),
            facilitators: sheet.facilitators.iter().filter_map(|id| Some(names.get(id)?.display())).collect(),
            closed,
        })
    }

    /// The face of today and the name of the centre of whoever asks, if they are of one centre.
    #[boxed]
    pub async fn own_face(&self, ctx: &Ctx) -> Result<Option<(Option<DocumentFace>, String)>> {
        let Reach::Centres(centres) = ctx.reach() else { return Ok(None) };
        let Some(id) = centres.first().filter(|_| centres.len() == 1) else { return Ok(None) };
        let Some(centre) = centre::Entity::find_by_id(id.0).one(self.read()).await? else { return Ok(None) };
        let today = ctx.now().with_timezone(&crate::centres::zone_of(&centre)?).date_naive();
        Ok(Some((self.face_on(*id, today).await?, centre.name)))
    }
}
