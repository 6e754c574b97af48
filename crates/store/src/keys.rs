//! Data keys behind their own connection, and the sealed fields that use them.
//!
//! A key is durable before the row that uses it; erasing a person is destroying the key. The list
//! of what was erased is applied again at every start and at every restore.

use std::collections::HashMap;

use chrono::Duration;
use domain::access::Ctx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QueryFilter,
    QuerySelect, Schema,
};
use uuid::Uuid;
use vault::{DataKey, Place};

use crate::{
    Base, Error, Result, boxed,
    entity::machinery::{key_owner, setting, shred},
    kit::faults,
};

mod data_key {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "data_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub owner_id: Uuid,
        pub wrapped: Vec<u8>,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Opened bytes as the text they were.
pub(crate) fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| Error::Damaged)
}

pub(crate) async fn create_table(keys: &DatabaseConnection) -> Result<()> {
    let schema = Schema::new(keys.get_database_backend());
    let mut table = schema.create_table_from_entity(data_key::Entity);
    keys.execute(table.if_not_exists()).await?;
    Ok(())
}

impl Base {
    /// Makes the data key of a new owner, durable when this returns.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the key database does not answer.
    pub(crate) async fn new_key(&self, owner: Uuid) -> Result<DataKey> {
        let mut keys = self.new_keys(&[owner]).await?;
        keys.remove(&owner).ok_or(Error::Damaged)
    }

    /// Makes the data keys of several new owners in one durable write.
    pub(crate) async fn new_keys(&self, owners: &[Uuid]) -> Result<HashMap<Uuid, DataKey>> {
        let mut made = HashMap::with_capacity(owners.len());
        let mut rows = Vec::with_capacity(owners.len());
        for owner in owners {
            let key = self.ring().new_data_key(self.entropy());
            rows.push(data_key::ActiveModel {
                owner_id: Set(*owner),
                wrapped: Set(self.ring().wrap(*owner, &key, self.entropy())),
                created_at: Set(self.clock().now()),
            });
            made.insert(*owner, key);
        }
        let kept = if faults::control("key-unkept") { &[] } else { rows.as_slice() };
        for batch in kept.chunks(500) {
            data_key::Entity::insert_many(batch.to_vec()).exec_without_returning(&self.0.keys).await?;
        }
        faults::point("key-made");
        Ok(made)
    }

    /// The data key of one owner.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was destroyed, [`Error::Damaged`] when it does not unwrap.
    pub(crate) async fn key_of(&self, owner: Uuid) -> Result<DataKey> {
        self.keys_of(&[owner]).await?.remove(&owner).ok_or(Error::NotFound)
    }

    /// The data keys of several owners, in one query per 500. Destroyed ones are absent.
    pub(crate) async fn keys_of(&self, owners: &[Uuid]) -> Result<HashMap<Uuid, DataKey>> {
        let mut found = HashMap::with_capacity(owners.len());
        for batch in owners.chunks(500) {
            let rows = data_key::Entity::find()
                .filter(data_key::Column::OwnerId.is_in(batch.iter().copied()))
                .all(&self.0.keys)
                .await?;
            for row in rows {
                found.insert(row.owner_id, self.ring().unwrap_key(row.owner_id, &row.wrapped)?);
            }
        }
        Ok(found)
    }

    /// Seals a value under `key` at its place. With the known-bad control `sealing-off` the value
    /// stays in clear, which the canary proof must find.
    pub(crate) fn seal(&self, key: &DataKey, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        if faults::control("sealing-off") {
            return [b"clear:".as_slice(), plain].concat();
        }
        key.seal(place, plain, self.entropy())
    }

    /// Opens a sealed value.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it was changed, moved, or sealed under another key.
    pub(crate) fn unseal(&self, key: &DataKey, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>> {
        if faults::control("sealing-off")
            && let Some(clear) = sealed.strip_prefix(b"clear:")
        {
            return Ok(clear.to_vec());
        }
        Ok(key.open(place, sealed)?)
    }

    /// Destroys keys for good: overwritten in the file, gone from the write-ahead log.
    pub(crate) async fn destroy_keys(&self, owners: &[Uuid]) -> Result<()> {
        if owners.is_empty() {
            return Ok(());
        }
        for batch in owners.chunks(500) {
            data_key::Entity::delete_many()
                .filter(data_key::Column::OwnerId.is_in(batch.iter().copied()))
                .exec(&self.0.keys)
                .await?;
        }
        faults::point("key-destroyed");
        if self.0.keys.get_database_backend() == DbBackend::Sqlite {
            self.0.keys.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Applies the list of what was erased: at start, and after a restore of older keys.
    pub(crate) async fn apply_shred_list(&self) -> Result<()> {
        if faults::control("shred-list-off") {
            return Ok(());
        }
        let owners: Vec<Uuid> = shred::Entity::find()
            .select_only()
            .column(shred::Column::OwnerId)
            .into_tuple()
            .all(self.read())
            .await?;
        self.destroy_keys(&owners).await
    }

    /// Sweeps keys older than 24 hours that no committed row uses; returns how many.
    #[boxed]
    pub async fn sweep_unused_keys(&self, ctx: &Ctx) -> Result<usize> {
        let old: Vec<Uuid> = data_key::Entity::find()
            .select_only()
            .column(data_key::Column::OwnerId)
            .filter(data_key::Column::CreatedAt.lt(ctx.now() - Duration::hours(24)))
            .into_tuple()
            .all(&self.0.keys)
            .await?;
        let mut unused = Vec::new();
        for batch in old.chunks(500) {
            let used: Vec<Uuid> = key_owner::Entity::find()
                .select_only()
                .column(key_owner::Column::OwnerId)
                .filter(key_owner::Column::OwnerId.is_in(batch.iter().copied()))
                .into_tuple()
                .all(self.read())
                .await?;
            unused.extend(batch.iter().filter(|id| !used.contains(id)).copied());
        }
        self.destroy_keys(&unused).await?;
        Ok(unused.len())
    }

    /// Checks that the root key is the one this data were made with; a first start writes the mark.
    pub(crate) async fn check_root_key(&self) -> Result<()> {
        const NAME: &str = "root-key-mark";
        let mark: String =
            self.ring().keyed_hash(NAME, b"").iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        match setting::Entity::find_by_id(NAME.to_owned()).one(&self.0.db.write).await? {
            Some(row) if row.value == mark => Ok(()),
            Some(_) => Err(Error::WrongRootKey),
            None => {
                let row = setting::ActiveModel {
                    name: Set(NAME.to_owned()),
                    value: Set(mark),
                    set_at: Set(self.clock().now()),
                };
                setting::Entity::insert(row).exec_without_returning(&self.0.db.write).await?;
                Ok(())
            }
        }
    }
}
