//! Fills a group with people and taken rolls in one transaction: for demo data and for measuring at
//! size. It writes the same rows as the pages do, in bulk, with one audit entry.

use domain::{
    access::{Action, Ctx},
    attendance::roll::Mark,
    groups::GroupState,
    ids::GroupId,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::{
    Error, Programme, Result, Store, Tx, boxed,
    enrolments::EnrolmentDetails,
    entity::{
        attendance::attendance,
        groups::{enrolment, session, training_group},
    },
    people::NewPerson,
};

/// A group to fill.
#[derive(Debug)]
pub struct FilledGroup {
    /// Which one; it has its schedule.
    pub group: GroupId,
    /// Who is in it.
    pub participants: Vec<Participant>,
    /// How many of its sessions were held, from the first on.
    pub held: usize,
}

/// Somebody in it.
#[derive(Debug)]
pub struct Participant {
    /// The person, to be registered.
    pub person: NewPerson,
    /// Dependency, area and post.
    pub details: EnrolmentDetails,
    /// One mark with its minutes for each session held.
    pub marks: Vec<(Mark, u16)>,
}

impl Store<Programme> {
    /// Registers and enrols the participants, and takes and closes the rolls.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an absent group, [`Error::Unavailable`].
    #[boxed]
    pub async fn fill_group(&self, ctx: &Ctx, filled: FilledGroup) -> Result<()> {
        ctx.demand(Action::Enrol)?;
        let db = self.read();
        let group =
            training_group::Entity::find_by_id(filled.group.0).one(db).await?.ok_or(Error::NotFound)?;
        let sessions = session::Entity::find()
            .filter(session::Column::GroupId.eq(group.id))
            .order_by_asc(session::Column::Number)
            .all(db)
            .await?;
        let people = filled.participants.iter().map(|one| one.person.clone()).collect();
        let prepared = self.prepare_people(ctx, people).await?;
        let ids: Vec<Uuid> = filled.participants.iter().map(|one| one.person.id.0).collect();
        let keys = self.keys_of(&ids).await?;
        let mut enrolments = Vec::with_capacity(ids.len());
        let mut marks = Vec::with_capacity(ids.len() * filled.held);
        for one in &filled.participants {
            let key = keys.get(&one.person.id.0).ok_or(Error::Damaged)?;
            let (enrolled, row) =
                self.enrolment_row(ctx, (filled.group, one.person.id), key, &one.details)?;
            enrolments.push(row);
            for (session, (mark, minutes)) in sessions.iter().zip(&one.marks) {
                marks.push(attendance::ActiveModel {
                    id: Set(self.entropy().uuid()),
                    session_id: Set(session.id),
                    enrolment_id: Set(enrolled),
                    mark: Set(mark.name().to_owned()),
                    minutes: Set((*minutes).into()),
                    complied: Set(mark.is_attendance().then_some(true)),
                    reason: Set(None),
                    author_id: Set(None),
                    at: Set(session.starts_at),
                });
            }
        }
        let mut tx = self.begin(ctx).await?;
        self.insert_people(&tx, prepared).await?;
        if !enrolments.is_empty() {
            enrolment::Entity::insert_many(enrolments).exec_without_returning(tx.db()).await?;
        }
        for batch in marks.chunks(500) {
            attendance::Entity::insert_many(batch.to_vec()).exec_without_returning(tx.db()).await?;
        }
        close_rolls(&tx, &sessions[..filled.held.min(sessions.len())]).await?;
        let mut change = group.clone().into_active_model();
        change.enrolled = Set(i32::try_from(ids.len()).unwrap_or(i32::MAX));
        change.sessions_held = Set(i32::try_from(filled.held).unwrap_or(i32::MAX));
        change.update(tx.db()).await?;
        // What follows from the rolls bears the day of the last one.
        let last = sessions[..filled.held.min(sessions.len())].last();
        let end = |row: &session::Model| row.starts_at + chrono::Duration::minutes(row.minutes.into());
        let ctx = &last.map_or(ctx.clone(), |row| Ctx::system(Action::Enrol, end(row), ctx.request()));
        self.refresh_dose(&tx, ctx, &group).await?;
        if filled.held > 0 {
            self.start_group(&tx, ctx, &group).await?;
        }
        if filled.held == sessions.len() && filled.held > 0 {
            let running =
                training_group::Model { state: GroupState::Running.name().to_owned(), ..group.clone() };
            self.enter_state(&tx, ctx, &running, (GroupState::Finished, "")).await?;
        }
        tx.audit("group.filled", "group", group.id).await?;
        tx.commit().await
    }
}

async fn close_rolls(tx: &Tx, sessions: &[session::Model]) -> Result<()> {
    for row in sessions {
        let end = row.starts_at + chrono::Duration::minutes(i64::from(row.minutes));
        let mut change = row.clone().into_active_model();
        change.state = Set("held".to_owned());
        change.roll_state = Set("closed".to_owned());
        change.roll_version = Set(1);
        change.roll_saved_at = Set(Some(end));
        change.roll_closed_at = Set(Some(end));
        change.update(tx.db()).await?;
    }
    Ok(())
}
