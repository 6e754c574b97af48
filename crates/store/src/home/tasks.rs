//! The open tasks of «Hoy», and the attempts to reach a participant that a task asks for.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{EnrolmentId, GroupId, PersonId, TaskId},
    people::name::PersonName,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult,
    IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;
use vault::Place;

use super::LINES;
use crate::{
    Error, Programme, ReadEntry, Result, Store, boxed,
    entity::{
        attendance::{contact_attempt, task},
        groups::{enrolment, training_group},
    },
    kit::{joined, scope},
};

/// An open task.
#[derive(Debug, Clone)]
pub struct HomeTask {
    /// The task.
    pub id: TaskId,
    /// What is to be done: a text key.
    pub kind: String,
    /// The day it is due.
    pub due_on: NaiveDate,
    /// The group, when it is about one.
    pub group: Option<(GroupId, String)>,
    /// The participant, when it is about one.
    pub enrolment: Option<EnrolmentId>,
    /// Whose it is.
    pub person: Option<PersonId>,
    /// The participant's name.
    pub name: Option<PersonName>,
    /// In which session the cause lies, for an early absence.
    pub session_number: Option<u16>,
}

/// An attempt to reach a participant.
#[derive(Debug, Clone)]
pub struct ContactAttempt {
    /// `call`, `message`, `visit` or `other`.
    pub channel: String,
    /// `reached`, `no-answer`, `wrong-number` or `left-message`.
    pub outcome: String,
    /// What was said; sealed with the person's key.
    pub note: String,
    /// Whether the task is done with it.
    pub closes_task: bool,
}

/// A task with what was tried before.
#[derive(Debug, Clone)]
pub struct TaskFile {
    /// The task.
    pub task: HomeTask,
    /// Earlier attempts with this participant, the latest first.
    pub attempts: Vec<Attempt>,
}

/// An attempt that was made.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// When.
    pub at: DateTime<Utc>,
    /// As in [`ContactAttempt`].
    pub channel: String,
    /// As in [`ContactAttempt`].
    pub outcome: String,
    /// What was said; empty when the person's key was destroyed.
    pub note: String,
}

impl Store<Programme> {
    pub(super) async fn open_tasks(&self, ctx: &Ctx) -> Result<Vec<HomeTask>> {
        let open = task::Entity::find()
            .filter(task::Column::DoneAt.is_null())
            .filter(within(ctx))
            .order_by_asc(task::Column::DueOn)
            .order_by_asc(task::Column::Id)
            .limit(LINES);
        let mut tasks = self.with_names(open).await?;
        let name = |task: &HomeTask| task.name.as_ref().map(PersonName::sort_key);
        tasks
            .sort_by_cached_key(|task| (task.due_on, task.group.clone().map(|(_, group)| group), name(task)));
        Ok(tasks)
    }

    async fn with_names(&self, tasks: Select<task::Entity>) -> Result<Vec<HomeTask>> {
        let rows = tasks
            .join(JoinType::LeftJoin, joined(task::Column::GroupId, training_group::Column::Id))
            .join(JoinType::LeftJoin, joined(task::Column::EnrolmentId, enrolment::Column::Id))
            .column_as(training_group::Column::Name, "group_name")
            .column_as(enrolment::Column::PersonId, "person_id")
            .into_model::<Line>()
            .all(self.read())
            .await?;
        let people: Vec<Uuid> = rows.iter().filter_map(|line| line.person_id).collect();
        let names = self.person_names(&people).await?;
        Ok(rows
            .into_iter()
            .map(|Line { row, group_name, person_id }| HomeTask {
                id: TaskId(row.id),
                due_on: row.due_on,
                group: row.group_id.map(GroupId).zip(group_name),
                enrolment: row.enrolment_id.map(EnrolmentId),
                person: person_id.map(PersonId),
                name: person_id.and_then(|id| names.get(&id).cloned()),
                session_number: row.cause.rsplit(':').next().and_then(|number| number.parse().ok()),
                kind: row.kind,
            })
            .collect())
    }

    /// A task about a participant within reach, with earlier attempts; the read is on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn task_file(&self, ctx: &Ctx, id: TaskId) -> Result<TaskFile> {
        ctx.demand(Action::WriteLog)?;
        let task = self.with_names(about_somebody(ctx, id)).await?.pop().ok_or(Error::NotFound)?;
        let enrolment = task.enrolment.map(|enrolment| enrolment.0);
        self.record_read(ctx, ReadEntry { deed: "contact.read", kind: "enrolment", object: enrolment })
            .await?;
        let rows = contact_attempt::Entity::find()
            .filter(contact_attempt::Column::EnrolmentId.eq(enrolment))
            .order_by_desc(contact_attempt::Column::At)
            .limit(LINES)
            .all(self.read())
            .await?;
        let keys = self.keys_of(&task.person.map(|person| person.0).into_iter().collect::<Vec<_>>()).await?;
        let read = |row: contact_attempt::Model| {
            let note = match (&row.note, keys.values().next()) {
                (Some(sealed), Some(key)) => crate::keys::text(self.unseal(key, note_at(row.id), sealed)?)?,
                _ => String::new(),
            };
            Ok(Attempt { at: row.at, channel: row.channel, outcome: row.outcome, note })
        };
        let attempts = rows.into_iter().map(read).collect::<Result<_>>()?;
        Ok(TaskFile { task, attempts })
    }

    /// Logs an attempt to reach a participant after an early absence; may close the task.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the reach.
    #[boxed]
    pub async fn log_contact(&self, ctx: &Ctx, id: TaskId, attempt: &ContactAttempt) -> Result<()> {
        ctx.demand(Action::WriteLog)?;
        let row = about_somebody(ctx, id).one(self.read()).await?.ok_or(Error::NotFound)?;
        let enrolment_id = row.enrolment_id.ok_or(Error::NotFound)?;
        let enrolled =
            enrolment::Entity::find_by_id(enrolment_id).one(self.read()).await?.ok_or(Error::NotFound)?;
        let key = self.key_of(enrolled.person_id).await?;
        let mut tx = self.begin(ctx).await?;
        let attempt_id = self.entropy().uuid();
        let note = (!attempt.note.trim().is_empty())
            .then(|| self.seal(&key, note_at(attempt_id), attempt.note.trim().as_bytes()));
        let line = contact_attempt::ActiveModel {
            id: Set(attempt_id),
            enrolment_id: Set(enrolment_id),
            task_id: Set(Some(row.id)),
            channel: Set(attempt.channel.clone()),
            outcome: Set(attempt.outcome.clone()),
            note: Set(note),
            author_id: Set(ctx.user().map(|user| user.0)),
            at: Set(ctx.now()),
        };
        contact_attempt::Entity::insert(line).exec_without_returning(tx.db()).await?;
        if attempt.closes_task && row.done_at.is_none() {
            let mut done = row.into_active_model();
            done.done_at = Set(Some(ctx.now()));
            done.done_by = Set(ctx.user().map(|user| user.0));
            done.update(tx.db()).await?;
        }
        tx.audit("contact.attempted", "enrolment", enrolment_id).await?;
        tx.commit_as(enrolment_id).await
    }
}

/// A task beside its group's name and its participant's file.
#[derive(FromQueryResult)]
struct Line {
    #[sea_orm(nested)]
    row: task::Model,
    group_name: Option<String>,
    person_id: Option<Uuid>,
}

/// A task within reach that is about a participant.
fn about_somebody(ctx: &Ctx, id: TaskId) -> Select<task::Entity> {
    task::Entity::find_by_id(id.0).filter(within(ctx)).filter(task::Column::EnrolmentId.is_not_null())
}

/// Tasks within reach: of its groups, and those of its centres that are about no group.
fn within(ctx: &Ctx) -> Condition {
    let of_groups = scope::of_groups(ctx, task::Column::GroupId);
    let of_centres = scope::centres(ctx, task::Column::CentreId).add(task::Column::GroupId.is_null());
    Condition::any().add(of_groups).add(of_centres)
}

fn note_at(row: Uuid) -> Place<'static> {
    Place { table: "contact_attempt", column: "note", row }
}
