//! Programmes and their versions, stored as packs. A version that exists never changes: an edit makes
//! the next one, and a group keeps the version it began with.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    groups::Audience,
    ids::ProgrammeVersionId,
    programmes::{
        Programme as Pack,
        pack::{parse, write},
        rules::{Place, Problem, problems},
    },
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::{
    Error, Programme, Result, Store, Tx, boxed,
    entity::groups::{programme_version, training_group},
    kit::scope,
};

/// The packs that come with the program: `init` and `demo` install them.
pub const SHIPPED_PACKS: [&str; 4] = [
    include_str!("../../../programmes/reflexion-accion-servidores-publicos.toml"),
    include_str!("../../../programmes/reflexion-accion-hombres.toml"),
    include_str!("../../../programmes/masculinidades-igualitarias-juventudes.toml"),
    include_str!("../../../programmes/individual-grupal-12-12.toml"),
];

/// A version of a programme in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeRow {
    /// Its id.
    pub id: ProgrammeVersionId,
    /// Key of the programme, the same in all its versions.
    pub key: String,
    /// From 1.
    pub version: u16,
    /// The title, as on a certificate.
    pub title: String,
    /// Whom it is for.
    pub audience: Audience,
    /// When this version was made.
    pub created_at: DateTime<Utc>,
    /// No new group can take it.
    pub is_retired: bool,
}

/// A version of a programme with all its sessions.
#[derive(Debug, Clone)]
pub struct ProgrammeFile {
    /// What lists show of it.
    pub row: ProgrammeRow,
    /// The programme.
    pub pack: Pack,
    /// Its other versions, the latest first.
    pub others: Vec<ProgrammeRow>,
    /// How many groups within reach keep this version.
    pub groups: u64,
}

/// Why a new version was not written.
#[derive(Debug, thiserror::Error)]
pub enum ProgrammeError {
    /// The programme has mistakes, each with its place.
    #[error("programme with mistakes")]
    Mistakes(Vec<(Place, Problem)>),
    /// A situation of the store.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Store<Programme> {
    /// Installs a pack, unless that version of the programme is there already with the same content.
    /// Older versions of the programme take no new groups from then on.
    ///
    /// # Errors
    /// [`Error::Refused`] `pack-mistakes` when it does not read (`domain::programmes::pack::parse`
    /// says where), `pack-differs` when that version is there with another content.
    #[boxed]
    pub async fn install_pack(&self, ctx: &Ctx, text: &str) -> Result<ProgrammeVersionId> {
        ctx.demand(Action::EditProgrammes)?;
        let pack = parse(text).map_err(|_| Error::Refused("pack-mistakes"))?;
        let mut tx = self.begin(ctx).await?;
        let there = programme_version::Entity::find()
            .filter(programme_version::Column::Key.eq(&pack.key))
            .filter(programme_version::Column::Version.eq(i32::from(pack.version)))
            .one(tx.db())
            .await?;
        if let Some(row) = there {
            let is_same = *pack_of(&row)? == pack;
            return if is_same {
                Ok(ProgrammeVersionId(row.id))
            } else {
                Err(Error::Refused("pack-differs"))
            };
        }
        let id = self.insert_version(&tx, ctx, &pack).await?;
        tx.audit("programme.installed", "programme-version", id).await?;
        tx.commit_as(id).await?;
        Ok(ProgrammeVersionId(id))
    }

    /// Writes the next version of a programme from an edited one. `seen` is the version that was
    /// edited: if a later one was made meanwhile, nothing is written.
    ///
    /// # Errors
    /// [`ProgrammeError::Mistakes`] with everything wrong; `Stale` when a later version was made.
    #[boxed]
    pub async fn save_programme(
        &self,
        ctx: &Ctx,
        seen: ProgrammeVersionId,
        mut edited: Pack,
    ) -> Result<ProgrammeVersionId, ProgrammeError> {
        ctx.demand(Action::EditProgrammes).map_err(Error::from)?;
        let mut tx = self.begin(ctx).await?;
        let row = programme_version::Entity::find_by_id(seen.0).one(tx.db()).await.map_err(Error::from)?;
        let row = row.ok_or(Error::NotFound)?;
        if row.retired_at.is_some() {
            return Err(Error::Stale.into());
        }
        edited.key = row.key;
        edited.version = u16::try_from(row.version + 1).map_err(|_| Error::Damaged)?;
        edited.audience = Audience::from_name(&row.audience).ok_or(Error::Damaged)?;
        let mistakes = problems(&edited);
        if !mistakes.is_empty() {
            return Err(ProgrammeError::Mistakes(mistakes));
        }
        // Two edits at once make the same next version: the second one is stale.
        let id = self
            .insert_version(&tx, ctx, &edited)
            .await
            .map_err(|error| if error.is_conflict_on("version") { Error::Stale } else { error })?;
        tx.audit("programme.edited", "programme-version", id).await?;
        tx.commit_as(id).await?;
        Ok(ProgrammeVersionId(id))
    }

    async fn insert_version(&self, tx: &Tx, ctx: &Ctx, pack: &Pack) -> Result<Uuid> {
        let versions = programme_version::Entity::find()
            .filter(programme_version::Column::Key.eq(&pack.key))
            .filter(programme_version::Column::RetiredAt.is_null())
            .all(tx.db())
            .await?;
        let is_latest = versions.iter().all(|row| row.version < i32::from(pack.version));
        for old in versions.iter().filter(|_| is_latest) {
            let retired = programme_version::ActiveModel {
                id: Unchanged(old.id),
                retired_at: Set(Some(ctx.now())),
                ..Default::default()
            };
            retired.update(tx.db()).await?;
        }
        let id = self.entropy().uuid();
        let row = programme_version::ActiveModel {
            id: Set(id),
            key: Set(pack.key.clone()),
            version: Set(i32::from(pack.version)),
            title: Set(pack.title.clone()),
            audience: Set(pack.audience.name().to_owned()),
            pack: Set(write(pack)),
            author_id: Set(ctx.user().map(|user| user.0)),
            created_at: Set(ctx.now()),
            retired_at: Set((!is_latest).then(|| ctx.now())),
        };
        programme_version::Entity::insert(row).exec_without_returning(tx.db()).await?;
        Ok(id)
    }

    /// The versions that new groups can take, by title. Programmes are of the whole installation.
    #[boxed]
    pub async fn list_programmes(&self, _ctx: &Ctx) -> Result<Vec<ProgrammeRow>> {
        let rows = light()
            .filter(programme_version::Column::RetiredAt.is_null())
            .order_by_asc(programme_version::Column::Title)
            .order_by_asc(programme_version::Column::Audience)
            .into_tuple()
            .all(self.read())
            .await?;
        rows.into_iter().map(row_of).collect()
    }

    /// A version of a programme.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Damaged`] when its pack does not read.
    #[boxed]
    pub async fn get_programme(&self, ctx: &Ctx, id: ProgrammeVersionId) -> Result<ProgrammeFile> {
        let db = self.read();
        let found = programme_version::Entity::find_by_id(id.0).one(db).await?.ok_or(Error::NotFound)?;
        let versions = light()
            .filter(programme_version::Column::Key.eq(&found.key))
            .order_by_desc(programme_version::Column::Version)
            .into_tuple()
            .all(db)
            .await?;
        let versions = versions.into_iter().map(row_of).collect::<Result<Vec<_>>>()?;
        let (row, others): (Vec<_>, Vec<_>) = versions.into_iter().partition(|row| row.id == id);
        let groups = training_group::Entity::find()
            .filter(training_group::Column::ProgrammeVersionId.eq(id.0))
            .filter(scope::groups(ctx))
            .count(db)
            .await?;
        let row = row.into_iter().next().ok_or(Error::NotFound)?;
        Ok(ProgrammeFile { row, pack: pack_of(&found)?.as_ref().clone(), others, groups })
    }
}

type Light = (Uuid, String, i32, String, String, DateTime<Utc>, Option<DateTime<Utc>>);

/// Versions without their packs.
fn light() -> sea_orm::Select<programme_version::Entity> {
    use programme_version::Column as C;
    let columns = [C::Id, C::Key, C::Version, C::Title, C::Audience, C::CreatedAt, C::RetiredAt];
    programme_version::Entity::find().select_only().columns(columns)
}

fn row_of((id, key, version, title, audience, created_at, retired_at): Light) -> Result<ProgrammeRow> {
    Ok(ProgrammeRow {
        id: ProgrammeVersionId(id),
        key,
        version: u16::try_from(version).map_err(|_| Error::Damaged)?,
        title,
        audience: Audience::from_name(&audience).ok_or(Error::Damaged)?,
        created_at,
        is_retired: retired_at.is_some(),
    })
}

/// The programme in a row. Most pages of a group need it, and reading its text takes longer than all
/// their queries: what was read is kept, by its text.
pub(crate) fn pack_of(row: &programme_version::Model) -> Result<Arc<Pack>> {
    static READ: Mutex<BTreeMap<String, Arc<Pack>>> = Mutex::new(BTreeMap::new());
    const KEPT: usize = 100;
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pack) = read.get(&row.pack) {
        return Ok(Arc::clone(pack));
    }
    let pack = Arc::new(parse(&row.pack).map_err(|_| Error::Damaged)?);
    if read.len() >= KEPT {
        read.clear();
    }
    read.insert(row.pack.clone(), Arc::clone(&pack));
    Ok(pack)
}
