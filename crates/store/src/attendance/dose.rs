//! Dose per enrolment: how much was received of what was prescribed. Rows are kept up to date with
//! each roll, so that no page recomputes a group, let alone a state.

use std::collections::HashMap;

use chrono::Duration;
use domain::{
    access::{Action, Ctx},
    attendance::{
        dose::{CompletionRule, Dose, Fact, Receipt, Standing, early_absence, standing},
        roll::Mark,
    },
    ids::{EnrolmentId, GroupId, PersonId},
    people::name::PersonName,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    Error, Programme, ReadEntry, Result, Store, Tx, boxed,
    entity::{
        attendance::{attendance, dose, task},
        groups::{enrolment, session, training_group},
    },
    kit::scope,
};

use super::sheet::plan_of;

/// Working time in which somebody is to be called after a first early absence.
const CONTACT_WITHIN: Duration = Duration::days(2);

/// Kind of the task that an early absence opens.
pub(crate) const EARLY_ABSENCE: &str = "early-absence";

/// The dose of a whole group.
#[derive(Debug, Clone)]
pub struct GroupDose {
    /// The group's name.
    pub name: String,
    /// The rule of its programme version.
    pub rule: CompletionRule,
    /// Minutes prescribed in all.
    pub minutes_prescribed: u32,
    /// One per participant, by surname.
    pub people: Vec<PersonDose>,
}

/// The dose of a participant.
#[derive(Debug, Clone)]
pub struct PersonDose {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The person.
    pub person: PersonId,
    /// The name; `None` for an erased person.
    pub name: Option<PersonName>,
    /// `active`, `withdrawn` or `completed`.
    pub state: String,
    /// What was received, missed, and what nobody knows yet.
    pub dose: Dose,
    /// Whether the rule can still be met.
    pub standing: Standing,
    /// Session by session, in order.
    pub receipts: Vec<Receipt>,
}

impl Store<Programme> {
    /// The dose of everybody in a group within reach.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn group_dose(&self, ctx: &Ctx, id: GroupId) -> Result<GroupDose> {
        ctx.demand(Action::ViewSession)?;
        let group = training_group::Entity::find_by_id(id.0)
            .filter(scope::groups(ctx))
            .one(self.read())
            .await?
            .ok_or(Error::NotFound)?;
        self.record_read(ctx, ReadEntry { deed: "dose.read", kind: "group", object: Some(id.0) }).await?;
        let course = self.course_of(self.read(), ctx, &group).await?;
        let people: Vec<Uuid> = course.enrolments.iter().map(|row| row.person_id).collect();
        let names = self.person_names(&people).await?;
        let rule = course.rule;
        let mut people: Vec<PersonDose> = course
            .enrolments
            .iter()
            .map(|row| {
                let receipts = course.receipts(row);
                PersonDose {
                    enrolment: EnrolmentId(row.id),
                    person: PersonId(row.person_id),
                    name: names.get(&row.person_id).cloned(),
                    state: row.state.clone(),
                    dose: Dose::of(&receipts),
                    standing: standing(&receipts, rule),
                    receipts,
                }
            })
            .collect();
        people.sort_by_cached_key(|person| person.name.as_ref().map(PersonName::sort_key));
        let minutes_prescribed = course.sessions.iter().map(|row| row.minutes.unsigned_abs()).sum();
        Ok(GroupDose { name: group.name, rule, minutes_prescribed, people })
    }

    /// Brings the dose rows of a group up to date, and the tasks of early absences: opened, and closed
    /// when a correction takes their cause away. Call it in the transaction of whatever changes a
    /// roll, a session or an enrolment, with the group's row locked.
    pub(crate) async fn refresh_dose(&self, tx: &Tx, ctx: &Ctx, group: &training_group::Model) -> Result<()> {
        let course = self.course_of(tx.db(), ctx, group).await?;
        let mut rows = Vec::with_capacity(course.enrolments.len());
        let (mut tasks, mut causes) = (Vec::new(), Vec::new());
        for row in &course.enrolments {
            let receipts = course.receipts(row);
            rows.push(dose_row(row, &receipts, course.rule));
            if row.state == "active"
                && let Some(number) = early_absence(&receipts)
            {
                let cause = format!("{EARLY_ABSENCE}:{}:{number}", row.id);
                causes.push(cause.clone());
                tasks.push(self.early_absence_task(ctx, group, row.id, cause));
            }
        }
        if !rows.is_empty() {
            let columns = [
                dose::Column::SessionsReceived,
                dose::Column::MinutesReceived,
                dose::Column::SessionsExcused,
                dose::Column::SessionsUnexcused,
                dose::Column::SessionsTaken,
                dose::Column::Standing,
                dose::Column::ImpossibleSince,
            ];
            let update = OnConflict::column(dose::Column::EnrolmentId).update_columns(columns).to_owned();
            dose::Entity::insert_many(rows).on_conflict(update).exec_without_returning(tx.db()).await?;
        }
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(ctx.now()))
            .filter(task::Column::GroupId.eq(group.id))
            .filter(task::Column::Kind.eq(EARLY_ABSENCE))
            .filter(task::Column::DoneAt.is_null())
            .filter(task::Column::Cause.is_not_in(causes))
            .exec(tx.db())
            .await?;
        if !tasks.is_empty() {
            task::Entity::insert_many(tasks)
                .on_conflict_do_nothing_on([task::Column::Cause])
                .exec_without_returning(tx.db())
                .await?;
        }
        Ok(())
    }

    fn early_absence_task(
        &self,
        ctx: &Ctx,
        group: &training_group::Model,
        enrolment: Uuid,
        cause: String,
    ) -> task::ActiveModel {
        task::ActiveModel {
            id: Set(self.entropy().uuid()),
            kind: Set(EARLY_ABSENCE.to_owned()),
            centre_id: Set(group.centre_id),
            group_id: Set(Some(group.id)),
            session_id: Set(None),
            enrolment_id: Set(Some(enrolment)),
            staff_id: Set(None),
            due_on: Set((ctx.now() + CONTACT_WITHIN).date_naive()),
            created_at: Set(ctx.now()),
            done_at: Set(None),
            done_by: Set(None),
            cause: Set(cause),
        }
    }

    async fn course_of<C: sea_orm::ConnectionTrait>(
        &self,
        db: &C,
        ctx: &Ctx,
        group: &training_group::Model,
    ) -> Result<Course> {
        let sessions = session::Entity::find()
            .filter(session::Column::GroupId.eq(group.id))
            .order_by_asc(session::Column::Number)
            .all(db)
            .await?;
        let enrolments =
            enrolment::Entity::find().filter(enrolment::Column::GroupId.eq(group.id)).all(db).await?;
        let marks = attendance::Entity::find()
            .filter(attendance::Column::SessionId.is_in(sessions.iter().map(|row| row.id)))
            .all(db)
            .await?;
        let marks = marks.into_iter().map(|row| ((row.session_id, row.enrolment_id), row)).collect();
        let rule = plan_of(db, group.programme_version_id).await?.completion;
        Ok(Course { rule, sessions, enrolments, marks, now: ctx.now() })
    }
}

/// The sessions of a group with every mark in it.
struct Course {
    rule: CompletionRule,
    sessions: Vec<session::Model>,
    enrolments: Vec<enrolment::Model>,
    marks: HashMap<(Uuid, Uuid), attendance::Model>,
    now: chrono::DateTime<chrono::Utc>,
}

impl Course {
    /// What happened in each session for one participant. Until its roll is closed a session is
    /// unknown, never an absence.
    fn receipts(&self, enrolment: &enrolment::Model) -> Vec<Receipt> {
        self.sessions
            .iter()
            .map(|session| Receipt {
                number: u16::try_from(session.number).unwrap_or_default(),
                prescribed: u16::try_from(session.minutes).unwrap_or_default(),
                fact: self.fact(session, enrolment),
            })
            .collect()
    }

    fn fact(&self, session: &session::Model, enrolment: &enrolment::Model) -> Fact {
        if session.state == "cancelled" {
            return Fact::NotOffered;
        }
        if session.roll_state != "closed" {
            return if session.starts_at > self.now { Fact::ToCome } else { Fact::Unknown };
        }
        // Without a line it was held before he joined or after he left: he was offered nothing.
        let Some(row) = self.marks.get(&(session.id, enrolment.id)) else { return Fact::NotOffered };
        match Mark::from_name(&row.mark) {
            Some(Mark::Present | Mark::Late) => {
                Fact::Attended(u16::try_from(row.minutes).unwrap_or_default())
            }
            Some(Mark::Excused) => Fact::Missed { excused: true },
            Some(Mark::Unexcused) => Fact::Missed { excused: false },
            None => Fact::Unknown,
        }
    }
}

fn dose_row(row: &enrolment::Model, receipts: &[Receipt], rule: CompletionRule) -> dose::ActiveModel {
    let received = Dose::of(receipts);
    let count = |n: u32| Set(i32::try_from(n).unwrap_or(i32::MAX));
    let (name, since) = standing_name(standing(receipts, rule));
    dose::ActiveModel {
        enrolment_id: Set(row.id),
        group_id: Set(row.group_id),
        sessions_received: count(received.attended),
        minutes_received: count(received.minutes_received),
        sessions_excused: count(received.excused),
        sessions_unexcused: count(received.unexcused),
        sessions_taken: count(received.attended + received.excused + received.unexcused),
        standing: Set(name.to_owned()),
        impossible_since: Set(since.map(i32::from)),
    }
}

/// The stable name of a standing, as stored and as used in text keys.
#[must_use]
pub fn standing_name(standing: Standing) -> (&'static str, Option<u16>) {
    match standing {
        Standing::OnTrack { .. } => ("on-track", None),
        Standing::AtRisk { .. } => ("at-risk", None),
        Standing::Impossible { since_session } => ("impossible", Some(since_session)),
        Standing::Met => ("met", None),
    }
}
