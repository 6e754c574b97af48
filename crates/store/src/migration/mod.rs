//! Forward-only migrations, one source for both engines. A migration that has landed in a release
//! is never edited; a later one changes what it made. Each compartment has its own list: the
//! tables that both have (accounts, audit, jobs) come from [`m0001_common`].

mod m0001_common;
mod m0001_programme;
mod m0001_safety;

use sea_orm_migration::prelude::*;

/// The programme compartment's migrations.
pub(crate) struct ProgrammeMigrator;

impl MigratorTrait for ProgrammeMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_common::Migration), Box::new(m0001_programme::Migration)]
    }
}

/// The safety compartment's migrations.
pub(crate) struct SafetyMigrator;

impl MigratorTrait for SafetyMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_common::Migration), Box::new(m0001_safety::Migration)]
    }
}

/// A table with its columns, foreign keys and indexes, written so that it reads as a list.
struct Table {
    name: &'static str,
    columns: Vec<ColumnDef>,
    /// (column, table it refers to by `id`).
    refers: &'static [(&'static str, &'static str)],
    /// (unique, columns).
    indexes: &'static [(bool, &'static [&'static str])],
}

impl Table {
    async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let mut table = sea_query::Table::create();
        table.table(self.name);
        for mut column in self.columns {
            table.col(&mut column);
        }
        for (column, other) in self.refers {
            table.foreign_key(
                ForeignKey::create()
                    .name(format!("fk_{}_{column}", self.name))
                    .from(self.name, *column)
                    .to(*other, "id")
                    .on_delete(ForeignKeyAction::Restrict),
            );
        }
        manager.create_table(table).await?;
        for (unique, columns) in self.indexes {
            let prefix = if *unique { "uq" } else { "ix" };
            let mut index = Index::create();
            index.name(format!("{prefix}_{}_{}", self.name, columns.join("_"))).table(self.name);
            for column in *columns {
                index.col(*column);
            }
            if *unique {
                index.unique();
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
