//! Derived tasks: what somebody has to do, and why. A task has one cause and opens once for it.

use chrono::NaiveDate;
use domain::{
    access::Ctx,
    ids::{CentreId, GroupId, StaffId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{Base, Result, Tx, entity::attendance::task};

/// A task to open. Its kind is the last part of a text key; its cause opens it at most once.
pub(crate) struct NewTask {
    pub(crate) kind: &'static str,
    pub(crate) centre: CentreId,
    pub(crate) group: Option<GroupId>,
    pub(crate) staff: Option<StaffId>,
    pub(crate) due_on: NaiveDate,
    pub(crate) cause: String,
}

impl Base {
    /// Opens a task, unless its cause opened it before. Says whether it did.
    pub(crate) async fn open_task(&self, tx: &Tx, ctx: &Ctx, new: NewTask) -> Result<bool> {
        let row = task::ActiveModel {
            id: Set(self.entropy().uuid()),
            kind: Set(new.kind.to_owned()),
            centre_id: Set(new.centre.0),
            group_id: Set(new.group.map(|group| group.0)),
            session_id: Set(None),
            enrolment_id: Set(None),
            staff_id: Set(new.staff.map(|staff| staff.0)),
            due_on: Set(new.due_on),
            created_at: Set(ctx.now()),
            done_at: Set(None),
            done_by: Set(None),
            cause: Set(new.cause),
        };
        let inserted = task::Entity::insert(row)
            .on_conflict_do_nothing_on([task::Column::Cause])
            .exec_without_returning(tx.db())
            .await?;
        Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(n) if n > 0))
    }

    /// Closes the open tasks of one kind of a group: what they asked for was done.
    pub(crate) async fn close_group_tasks(
        &self,
        tx: &Tx,
        ctx: &Ctx,
        kind: &str,
        group: GroupId,
    ) -> Result<()> {
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(ctx.now()))
            .col_expr(task::Column::DoneBy, Expr::value(ctx.user().map(|user| user.0)))
            .filter(task::Column::Kind.eq(kind))
            .filter(task::Column::GroupId.eq(group.0))
            .filter(task::Column::DoneAt.is_null())
            .exec(tx.db())
            .await?;
        Ok(())
    }
}
