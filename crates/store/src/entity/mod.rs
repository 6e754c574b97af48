//! SeaORM entities, one per table, private to this crate. No relations, no hooks: queries say what
//! they join, and the schema lives in the migrations.

macro_rules! entity {
    ($module:ident, $table:literal, { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        pub(crate) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model { $($(#[$meta])* pub $field: $type),* }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}
pub(crate) mod accounts;
pub(crate) mod attendance;
pub(crate) mod audit;
pub(crate) mod centres;
pub(crate) mod certificates;
pub(crate) mod groups;
pub(crate) mod machinery;
pub(crate) mod people;
pub(crate) mod staff;
