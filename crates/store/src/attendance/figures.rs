//! Figures of dose per group without anybody's name, read from the rows that rolls keep up to date.

use std::collections::HashMap;

use domain::{
    access::{Action, Ctx},
    ids::GroupId,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    Programme, Result, Store, boxed,
    entity::{
        attendance::dose,
        centres::centre,
        groups::{session, training_group},
    },
    kit::scope,
};

/// A page of figures.
#[derive(Debug, Clone)]
pub struct DoseFigures {
    /// How many groups there are in all.
    pub total: u64,
    /// One per group, the latest to begin first.
    pub groups: Vec<GroupFigures>,
}

/// How a group stands.
#[derive(Debug, Clone)]
pub struct GroupFigures {
    /// The group.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// The name of its centre.
    pub centre: String,
    /// How many are enrolled.
    pub enrolled: u32,
    /// Sessions held, of how many.
    pub sessions: (u32, u32),
    /// Sessions past whose roll is not closed: what they would say is unknown.
    pub owed_rolls: u32,
    /// How many participants stand how, by the stable name of the standing.
    pub standings: HashMap<String, u32>,
}

impl Store<Programme> {
    /// How the groups within reach stand.
    #[boxed]
    pub async fn dose_figures(&self, ctx: &Ctx, offset: u64, limit: u64) -> Result<DoseFigures> {
        ctx.demand(Action::ViewFigures)?;
        let db = self.read();
        let groups = training_group::Entity::find()
            .filter(training_group::Column::State.is_in(["running", "finished"]))
            .filter(scope::groups(ctx));
        let total = groups.clone().count(db).await?;
        let groups = groups
            .order_by_desc(training_group::Column::StartsOn)
            .order_by_asc(training_group::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(db)
            .await?;
        let ids = || groups.iter().map(|row| row.id);
        let centres = centre::Entity::find()
            .select_only()
            .columns([centre::Column::Id, centre::Column::Name])
            .filter(centre::Column::Id.is_in(groups.iter().map(|row| row.centre_id)))
            .into_tuple::<(Uuid, String)>();
        let centres: HashMap<Uuid, String> = centres.all(db).await?.into_iter().collect();
        let owed = session::Entity::find()
            .select_only()
            .column(session::Column::GroupId)
            .column_as(session::Column::Id.count(), "n")
            .filter(session::Column::GroupId.is_in(ids()))
            .filter(session::Column::RollState.ne("closed"))
            .filter(session::Column::State.ne("cancelled"))
            .filter(session::Column::StartsAt.lt(ctx.now()))
            .group_by(session::Column::GroupId)
            .into_tuple::<(Uuid, i64)>();
        let owed: HashMap<Uuid, i64> = owed.all(db).await?.into_iter().collect();
        let standings: Vec<(Uuid, String, i64)> = dose::Entity::find()
            .select_only()
            .columns([dose::Column::GroupId, dose::Column::Standing])
            .column_as(dose::Column::EnrolmentId.count(), "n")
            .filter(dose::Column::GroupId.is_in(ids()))
            .group_by(dose::Column::GroupId)
            .group_by(dose::Column::Standing)
            .into_tuple()
            .all(db)
            .await?;
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let groups = groups
            .into_iter()
            .map(|row| GroupFigures {
                id: GroupId(row.id),
                centre: centres.get(&row.centre_id).cloned().unwrap_or_default(),
                enrolled: row.enrolled.unsigned_abs(),
                sessions: (row.sessions_held.unsigned_abs(), row.sessions_total.unsigned_abs()),
                owed_rolls: owed.get(&row.id).copied().map_or(0, count),
                standings: standings
                    .iter()
                    .filter(|(group, ..)| *group == row.id)
                    .map(|(_, standing, n)| (standing.clone(), count(*n)))
                    .collect(),
                name: row.name,
            })
            .collect();
        Ok(DoseFigures { total, groups })
    }
}
