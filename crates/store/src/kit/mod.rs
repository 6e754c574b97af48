//! What every feature of the store uses. The differences between the engines live here and only
//! here, each as a named function.

pub(crate) mod db;
pub mod faults;
pub(crate) mod scope;
pub(crate) mod tx;

use sea_orm::{ColumnTrait, EntityTrait, RelationDef};

/// How two tables are joined: where these columns are equal.
pub(crate) fn joined<A, B>(from: A, to: B) -> RelationDef
where
    A: ColumnTrait,
    A::EntityName: EntityTrait<Column = A>,
    B: ColumnTrait,
    B::EntityName: EntityTrait<Column = B>,
{
    A::EntityName::belongs_to(B::EntityName::default()).from(from).to(to).into()
}
