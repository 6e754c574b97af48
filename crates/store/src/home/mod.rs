//! «Hoy»: what somebody has before them today, and what is owed. Each list is one query over an
//! index, within reach; nothing is computed over a centre, let alone a state.

mod tasks;

use chrono::{DateTime, Duration, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{GroupId, SessionId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use crate::{
    Error, Programme, ReadEntry, Result, Store, boxed,
    entity::{
        attendance::log_signature,
        centres::centre,
        groups::{session, training_group},
    },
    kit::{joined, scope},
};

pub use tasks::{Attempt, ContactAttempt, HomeTask, TaskFile};

/// How many lines each list of the page shows at most.
const LINES: u64 = 25;

/// The home of somebody who works with groups.
#[derive(Debug, Clone, Default)]
pub struct Home {
    /// Sessions of today and the next seven days, soonest first.
    pub coming: Vec<HomeSession>,
    /// Sessions held or past whose roll is not closed: owed, oldest first.
    pub owed_rolls: Vec<HomeSession>,
    /// Closed rolls whose signed list is not attached.
    pub owed_lists: Vec<HomeSession>,
    /// Closed rolls whose log lacks a signature.
    pub owed_logs: Vec<HomeSession>,
    /// Open tasks, by due day.
    pub tasks: Vec<HomeTask>,
}

/// A session on the home page.
#[derive(Debug, Clone)]
pub struct HomeSession {
    /// The session.
    pub session: SessionId,
    /// Its number.
    pub number: u16,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// The centre's zone.
    pub zone: chrono_tz::Tz,
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub group_name: String,
    /// How many are enrolled.
    pub enrolled: u32,
    /// `owed`, `saved` or `closed`.
    pub roll_state: String,
}

impl Store<Programme> {
    /// What is before somebody today. One entry in the audit log, not one per line.
    #[boxed]
    pub async fn home(&self, ctx: &Ctx) -> Result<Home> {
        ctx.demand(Action::ViewGroups)?;
        self.record_read(ctx, ReadEntry { deed: "home.read", kind: "home", object: None }).await?;
        let now = ctx.now();
        let day = Duration::hours(12);
        let coming = Condition::all()
            .add(session::Column::StartsAt.gte(now - day))
            .add(session::Column::StartsAt.lt(now + Duration::days(8)))
            .add(session::Column::State.ne("cancelled"));
        // Not bound: PostgreSQL must see that these are few, or it reads all sessions from the first on.
        let owed = Condition::all()
            .add(Expr::cust("session.roll_state IN ('owed', 'saved')"))
            .add(session::Column::StartsAt.lt(now))
            .add(session::Column::State.ne("cancelled"));
        let recent = Condition::all()
            .add(session::Column::RollState.eq("closed"))
            .add(session::Column::StartsAt.gte(now - Duration::days(90)));
        let theirs = session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .filter(recent.clone())
            .filter(scope::of_groups(ctx, session::Column::GroupId))
            .into_query();
        let of = || {
            let signed = log_signature::Entity::find().select_only().column(log_signature::Column::SessionId);
            signed.filter(log_signature::Column::SessionId.in_subquery(theirs.clone()))
        };
        let by_both = of()
            .group_by(log_signature::Column::SessionId)
            .having(log_signature::Column::Id.count().gte(2))
            .into_query();
        let alone = of().filter(log_signature::Column::OtherAbsent.is_not_null()).into_query();
        let no_list = recent.clone().add(session::Column::SignedListId.is_null());
        let no_log = recent
            .add(session::Column::Id.not_in_subquery(by_both))
            .add(session::Column::Id.not_in_subquery(alone));
        let mut home = Home::default();
        for (condition, list) in [
            (coming, &mut home.coming),
            (owed, &mut home.owed_rolls),
            (no_list, &mut home.owed_lists),
            (no_log, &mut home.owed_logs),
        ] {
            *list = self.sessions_where(ctx, condition).await?;
        }
        home.tasks = self.open_tasks(ctx).await?;
        Ok(home)
    }

    async fn sessions_where(&self, ctx: &Ctx, condition: Condition) -> Result<Vec<HomeSession>> {
        let rows = session::Entity::find()
            .select_only()
            .columns([session::Column::Id, session::Column::Number, session::Column::StartsAt])
            .columns([session::Column::GroupId, session::Column::RollState])
            .columns([training_group::Column::Name, training_group::Column::Enrolled])
            .column(centre::Column::Zone)
            .join(JoinType::InnerJoin, joined(session::Column::GroupId, training_group::Column::Id))
            .join(JoinType::InnerJoin, joined(training_group::Column::CentreId, centre::Column::Id))
            .filter(condition)
            .filter(scope::of_groups(ctx, session::Column::GroupId))
            .order_by_asc(session::Column::StartsAt)
            .limit(LINES)
            .into_model::<Line>()
            .all(self.read())
            .await?;
        rows.into_iter().map(Line::read).collect()
    }
}

/// A session beside its group's name and its centre's zone, as they are stored.
#[derive(FromQueryResult)]
struct Line {
    id: Uuid,
    number: i32,
    starts_at: DateTime<Utc>,
    group_id: Uuid,
    roll_state: String,
    name: String,
    enrolled: i32,
    zone: String,
}

impl Line {
    fn read(self) -> Result<HomeSession> {
        Ok(HomeSession {
            session: SessionId(self.id),
            number: u16::try_from(self.number).map_err(|_| Error::Damaged)?,
            starts_at: self.starts_at,
            zone: self.zone.parse().map_err(|_| Error::Damaged)?,
            group: GroupId(self.group_id),
            group_name: self.name,
            enrolled: self.enrolled.unsigned_abs(),
            roll_state: self.roll_state,
        })
    }
}
