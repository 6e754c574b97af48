//! Subsidy projects: the key, bodies, term and targets that groups and contracts hang on.
//!
//! A project is of the whole installation. Whoever reaches some centres only may change it as long
//! as no group of another centre hangs on it.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Reach},
    groups::GroupState,
    ids::{GroupId, ProjectId},
    people::name::PersonName,
    projects::{Measure, Tally},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Statement,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Contract, Error, Programme, Result, Store, Tx, boxed,
    entity::{
        centres::{centre, subsidy_project},
        groups::training_group,
        staff::{staff, staff_contract},
    },
    kit::scope,
    staff::contract,
};

/// What a project promises: «talleres con personas servidoras públicas», 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What is counted.
    pub what: String,
    /// How many.
    pub target: u32,
    /// How it is counted; a target without a measure is kept elsewhere.
    #[serde(default)]
    pub measure: Option<Measure>,
}

/// A group that hangs on a project.
#[derive(Debug, Clone)]
pub struct ProjectGroup {
    /// Which one.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// The name of its centre.
    pub centre: String,
    /// Where it stands.
    pub state: GroupState,
    /// How many are enrolled.
    pub enrolled: u32,
    /// Sessions held, of how many.
    pub sessions: (u32, u32),
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
    #[boxed]
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
    #[boxed]
    pub async fn get_project(&self, ctx: &Ctx, id: ProjectId) -> Result<Project> {
        ctx.demand(Action::ViewProjects)?;
        let row = subsidy_project::Entity::find_by_id(id.0).one(self.read()).await?;
        row.map(Project::from).ok_or(Error::NotFound)
    }

    /// What was done so far in all groups of a project: numbers, whatever the reach.
    #[boxed]
    pub async fn project_tally(&self, ctx: &Ctx, id: ProjectId) -> Result<Tally> {
        ctx.demand(Action::ViewProjects)?;
        // Who was merged with another person of the project counts once.
        let sql = "SELECT COUNT(DISTINCT who) AS participants, COUNT(DISTINCT completer) AS completed, \
             (SELECT COUNT(*) FROM training_group WHERE project_id = $1 AND state IN ('running', 'finished')) \
             AS \"groups\", \
             (SELECT COALESCE(SUM(sessions_held), 0) FROM training_group WHERE project_id = $1) AS sessions \
             FROM (SELECT COALESCE(m.kept_id, e.person_id) AS who, \
             CASE WHEN d.standing = 'met' THEN COALESCE(m.kept_id, e.person_id) END AS completer \
             FROM training_group g JOIN dose d ON d.group_id = g.id JOIN enrolment e ON e.id = d.enrolment_id \
             LEFT JOIN person_merge m ON m.absorbed_id = e.person_id AND m.undone_at IS NULL \
             WHERE g.project_id = $1 AND d.sessions_received > 0) AS came";
        let query = Statement::from_sql_and_values(self.read().get_database_backend(), sql, [id.0.into()]);
        let row = self.read().query_one_raw(query).await?.ok_or(Error::NotFound)?;
        let count = |one: &Measure| {
            let number: i64 = row.try_get("", one.name())?;
            Ok((*one, u32::try_from(number).unwrap_or(u32::MAX)))
        };
        Measure::ALL.iter().map(count).collect()
    }

    /// The groups within reach that hang on a project, the latest to begin first.
    #[boxed]
    pub async fn project_groups(&self, ctx: &Ctx, id: ProjectId) -> Result<Vec<ProjectGroup>> {
        ctx.demand(Action::ViewProjects)?;
        let rows = training_group::Entity::find()
            .filter(training_group::Column::ProjectId.eq(id.0))
            .filter(scope::groups(ctx))
            .order_by_desc(training_group::Column::StartsOn)
            .order_by_asc(training_group::Column::Name)
            .all(self.read())
            .await?;
        let centres: HashMap<Uuid, String> = centre::Entity::find()
            .filter(centre::Column::Id.is_in(rows.iter().map(|row| row.centre_id)))
            .all(self.read())
            .await?
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect();
        let group = |row: training_group::Model| {
            Ok(ProjectGroup {
                id: GroupId(row.id),
                centre: centres.get(&row.centre_id).cloned().unwrap_or_default(),
                state: GroupState::from_name(&row.state).ok_or(Error::Damaged)?,
                enrolled: row.enrolled.unsigned_abs(),
                sessions: (row.sessions_held.unsigned_abs(), row.sessions_total.unsigned_abs()),
                name: row.name,
            })
        };
        rows.into_iter().map(group).collect()
    }

    /// The contracts that a project pays, of staff within reach, with whose they are.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Unavailable`].
    #[boxed]
    pub async fn project_contracts(&self, ctx: &Ctx, id: ProjectId) -> Result<Vec<(Contract, PersonName)>> {
        ctx.demand(Action::ViewStaff)?;
        let contracts = staff_contract::Entity::find()
            .filter(staff_contract::Column::ProjectId.eq(id.0))
            .order_by_asc(staff_contract::Column::StartsOn)
            .all(self.read())
            .await?;
        let people = staff::Entity::find()
            .filter(staff::Column::Id.is_in(contracts.iter().map(|row| row.staff_id)))
            .filter(scope::centres(ctx, staff::Column::CentreId))
            .all(self.read())
            .await?;
        let mut names = HashMap::with_capacity(people.len());
        for row in &people {
            names.insert(row.id, self.open_staff(row)?.name);
        }
        let reached = contracts.into_iter().filter_map(|row| Some((names.get(&row.staff_id)?.clone(), row)));
        reached.map(|(name, row)| Ok((contract(row)?, name))).collect()
    }

    /// Registers a project.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `key`, [`Error::Refused`] `projects-period-reversed`.
    #[boxed]
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
    #[boxed]
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
