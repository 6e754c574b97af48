//! Subsidy projects: the key, bodies, term and targets that groups and contracts hang on.
//!
//! A project is of the whole installation. Whoever reaches some centres only may change it as long
//! as no group of another centre hangs on it.

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Reach},
    ids::ProjectId,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Programme, Result, Store, Tx,
    entity::{centres::subsidy_project, groups::training_group},
};

/// What a project promises: «talleres con personas servidoras públicas», 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What is counted.
    pub what: String,
    /// How many.
    pub target: u32,
}

/// What is asked to register a project.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Its key in the agreement, unique.
    pub key: String,
    /// The subsidised action.
    pub action: String,
    /// The body responsible.
    pub responsible: String,
    /// The body that receives the service.
    pub receiving: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// What it promises.
    pub targets: Vec<Target>,
}

/// A subsidy project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its key in the agreement.
    pub key: String,
    /// The subsidised action.
    pub action: String,
    /// The body responsible.
    pub responsible: String,
    /// The body that receives the service.
    pub receiving: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// What it promises.
    pub targets: Vec<Target>,
}

impl From<subsidy_project::Model> for Project {
    fn from(row: subsidy_project::Model) -> Self {
        Self {
            id: ProjectId(row.id),
            key: row.key,
            action: row.action,
            responsible: row.responsible,
            receiving: row.receiving,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            targets: serde_json::from_str(&row.targets).unwrap_or_default(),
        }
    }
}

impl Store<Programme> {
    /// All projects, the latest first.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn list_projects(&self, ctx: &Ctx) -> Result<Vec<Project>> {
        ctx.demand(Action::ViewProjects)?;
        let rows = subsidy_project::Entity::find()
            .order_by_desc(subsidy_project::Column::StartsOn)
            .order_by_asc(subsidy_project::Column::Key)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(Project::from).collect())
    }

    /// One project.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    pub async fn get_project(&self, ctx: &Ctx, id: ProjectId) -> Result<Project> {
        ctx.demand(Action::ViewProjects)?;
        let row = subsidy_project::Entity::find_by_id(id.0).one(self.read()).await?;
        row.map(Project::from).ok_or(Error::NotFound)
    }

    /// Registers a project.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `key`, [`Error::Refused`] `projects-period-reversed`.
    pub async fn create_project(&self, ctx: &Ctx, new: NewProject) -> Result<ProjectId> {
        ctx.demand(Action::ManageProjects)?;
        let mut row = columns(new)?;
        let mut tx = self.begin(ctx).await?;
        let id = self.entropy().uuid();
        row.id = Set(id);
        row.created_at = Set(ctx.now());
        subsidy_project::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("project.created", "project", id).await?;
        tx.commit_as(id).await?;
        Ok(ProjectId(id))
    }

    /// Changes a project.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] on `key`, [`Error::Refused`] `projects-period-reversed` or
    /// `projects-of-another-centre`.
    pub async fn change_project(&self, ctx: &Ctx, id: ProjectId, new: NewProject) -> Result<()> {
        ctx.demand(Action::ManageProjects)?;
        let mut row = columns(new)?;
        let mut tx = self.begin(ctx).await?;
        if used_elsewhere(&tx, ctx, id).await? {
            return Err(Error::Refused("projects-of-another-centre"));
        }
        row.id = Unchanged(id.0);
        row.update(tx.db()).await?;
        tx.audit("project.changed", "project", id.0).await?;
        tx.commit_as(id.0).await
    }
}

fn columns(new: NewProject) -> Result<subsidy_project::ActiveModel> {
    if new.ends_on < new.starts_on {
        return Err(Error::Refused("projects-period-reversed"));
    }
    let targets = serde_json::to_string(&new.targets).map_err(|_| Error::Damaged)?;
    Ok(subsidy_project::ActiveModel {
        key: Set(new.key),
        action: Set(new.action),
        responsible: Set(new.responsible),
        receiving: Set(new.receiving),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        targets: Set(targets),
        ..Default::default()
    })
}

async fn used_elsewhere(tx: &Tx, ctx: &Ctx, id: ProjectId) -> Result<bool> {
    let Reach::Centres(centres) = ctx.reach() else { return Ok(false) };
    let others = training_group::Entity::find()
        .filter(training_group::Column::ProjectId.eq(id.0))
        .filter(training_group::Column::CentreId.is_not_in(centres.iter().map(|id| id.0)))
        .count(tx.db())
        .await?;
    Ok(others > 0)
}
