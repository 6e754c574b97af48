//! The safety side's own first migration. Its home is empty until the women's service is built;
//! what it already has is the inbox in which sealed signals will wait.

use sea_orm_migration::{prelude::*, schema::*};

use super::Table;

/// The first migration of the safety side.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One table for the tokens of both staffs: its primary key is what makes a person hold
        // roles on one side only (LGAMVLV art. 8-III).
        Table {
            name: "staff_token",
            columns: vec![
                blob("token").primary_key().take(),
                string("side"),
                timestamp_with_time_zone("seen_at"),
            ],
            refers: &[],
            indexes: &[],
        }
        .create(manager)
        .await
    }
}
