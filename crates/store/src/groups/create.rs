//! Making a group: the group, its schedule and its facilitators in one transaction.

use chrono::{NaiveDate, NaiveTime, Weekday};
use domain::{
    access::{Action, Ctx},
    groups::{
        GroupState,
        changes::SessionState,
        schedule::{PlannedSession, instant},
    },
    ids::{CentreId, GroupId, ProgrammeVersionId, ProjectId, RoomId, StaffId},
    people::name::fold,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::{
    ScheduleError, booking,
    plan::{Drawn, bounds, draw},
};
use crate::{
    Programme, Result, Store, Tx, boxed,
    entity::groups::{group_change, group_facilitator, session, training_group},
};

/// What is asked to make a group. The audience and the length of the sessions are the programme's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// The version of the programme, which the group keeps.
    pub programme: ProgrammeVersionId,
    /// The centre.
    pub centre: CentreId,
    /// A room of the centre.
    pub room: RoomId,
    /// The subsidy project that pays for it.
    pub project: Option<ProjectId>,
    /// A name without anybody's name in it.
    pub name: String,
    /// How many it takes.
    pub capacity: u16,
    /// Whether people may still join after the start.
    pub is_open: bool,
    /// The day of the week.
    pub weekday: Weekday,
    /// The hour, in the centre's zone.
    pub start: NaiveTime,
    /// No session is before this day.
    pub first_day: NaiveDate,
    /// The pair that facilitates it.
    pub facilitators: [StaffId; 2],
}

impl Store<Programme> {
    /// Makes a group with its schedule.
    ///
    /// # Errors
    /// [`ScheduleError::Refused`] with everything that stands in the way; `NotFound` for a centre,
    /// room, programme version or project that is absent or out of reach.
    #[boxed]
    pub async fn create_group(&self, ctx: &Ctx, new: NewGroup) -> Result<GroupId, ScheduleError> {
        ctx.demand(Action::ManageGroups)?;
        let mut tx = self.begin(ctx).await?;
        booking::lock(tx.db(), &[], &[new.room], &new.facilitators).await?;
        let drawn = draw(tx.db(), ctx, &new).await?;
        if !drawn.clashes.is_empty() || !drawn.obstacles.is_empty() {
            drop(tx);
            let mut obstacles = drawn.obstacles;
            obstacles.extend(self.name_clashes(ctx, &drawn.clashes).await?);
            return Err(ScheduleError::Refused(obstacles));
        }
        let id = self.entropy().uuid();
        self.insert_group(&tx, ctx, id, (&new, &drawn)).await?;
        tx.audit("group.created", "group", id).await?;
        tx.commit_as(id).await?;
        Ok(GroupId(id))
    }

    async fn insert_group(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        id: Uuid,
        (new, drawn): (&NewGroup, &Drawn),
    ) -> Result<()> {
        let (starts_on, ends_on) = bounds(&drawn.sessions).unwrap_or((new.first_day, new.first_day));
        let row = training_group::ActiveModel {
            id: Set(id),
            centre_id: Set(new.centre.0),
            programme_version_id: Set(new.programme.0),
            room_id: Set(new.room.0),
            project_id: Set(new.project.map(|project| project.0)),
            name: Set(new.name.clone()),
            name_folded: Set(fold(&new.name)),
            audience: Set(drawn.audience.name().to_owned()),
            capacity: Set(i32::from(new.capacity)),
            is_open: Set(new.is_open),
            starts_on: Set(starts_on),
            ends_on: Set(ends_on),
            state: Set(GroupState::Planned.name().to_owned()),
            enrolled: Set(0),
            sessions_held: Set(0),
            sessions_total: Set(i32::try_from(drawn.sessions.len()).unwrap_or(i32::MAX)),
            feed_token: Set(self.entropy().short_token()),
            created_at: Set(ctx.now()),
        };
        training_group::Entity::insert(row).exec_without_returning(tx.db()).await?;
        let change = self.group_change(ctx, id, GroupState::Planned, "");
        group_change::Entity::insert(change).exec_without_returning(tx.db()).await?;
        let facilitators = new.facilitators.map(|staff| self.facilitation(id, staff, starts_on));
        group_facilitator::Entity::insert_many(facilitators).exec_without_returning(tx.db()).await?;
        let sessions = drawn.sessions.iter().map(|planned| session::ActiveModel {
            starts_at: Set(instant(planned.starts_at, drawn.zone)),
            ..self.session_row(id, new.room, planned)
        });
        session::Entity::insert_many(sessions.collect::<Vec<_>>()).exec_without_returning(tx.db()).await?;
        Ok(())
    }

    fn session_row(&self, group: Uuid, room: RoomId, planned: &PlannedSession) -> session::ActiveModel {
        session::ActiveModel {
            id: Set(self.entropy().uuid()),
            group_id: Set(group),
            number: Set(i32::from(planned.number)),
            minutes: Set(i32::from(planned.minutes)),
            room_id: Set(room.0),
            state: Set(SessionState::Planned.name().to_owned()),
            roll_state: Set("owed".to_owned()),
            roll_version: Set(0),
            roll_saved_at: Set(None),
            roll_closed_at: Set(None),
            roll_closed_by: Set(None),
            transcribed_by: Set(None),
            transcribed_at: Set(None),
            signed_list_id: Set(None),
            ..Default::default()
        }
    }

    pub(super) fn facilitation(
        &self,
        group: Uuid,
        staff: StaffId,
        since: NaiveDate,
    ) -> group_facilitator::ActiveModel {
        group_facilitator::ActiveModel {
            id: Set(self.entropy().uuid()),
            group_id: Set(group),
            staff_id: Set(staff.0),
            since: Set(since),
            until: Set(None),
        }
    }

    pub(super) fn group_change(
        &self,
        ctx: &Ctx,
        group: Uuid,
        state: GroupState,
        reason: &str,
    ) -> group_change::ActiveModel {
        group_change::ActiveModel {
            id: Set(self.entropy().uuid()),
            group_id: Set(group),
            state: Set(state.name().to_owned()),
            reason: Set(reason.to_owned()),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        }
    }
}
