//! The member of staff behind an account: what a facilitator's own groups hang on. Programme side only.

use domain::{
    access::{Compartment, Ctx},
    ids::{CentreId, StaffId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
};

use super::manage::demand;
use crate::{
    Base, Error, Result, boxed,
    entity::{accounts::account, staff::staff},
};

/// Somebody on the staff who has no account yet.
#[derive(Debug, Clone)]
pub struct WithoutAccount {
    /// Who.
    pub id: StaffId,
    /// Name, as the screen of an account shows it.
    pub name: String,
    /// Centre of work.
    pub centre: CentreId,
}

impl Base {
    /// The staff that has no account and has not left, by name. Empty on the safety side.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Damaged`].
    #[boxed]
    pub async fn staff_without_account(&self, ctx: &Ctx) -> Result<Vec<WithoutAccount>> {
        demand(ctx)?;
        if self.compartment() == Compartment::Safety {
            return Ok(Vec::new());
        }
        let with_account = account::Entity::find()
            .select_only()
            .column(account::Column::StaffId)
            .filter(account::Column::StaffId.is_not_null())
            .into_query();
        let rows = staff::Entity::find()
            .filter(staff::Column::LeftAt.is_null())
            .filter(staff::Column::Id.not_in_subquery(with_account))
            .all(self.read())
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let person = self.open_staff(&row)?;
            found.push(WithoutAccount { id: person.id, name: person.name.display(), centre: person.centre });
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// Refuses a member of staff who is absent, has left, or has an account already.
    pub(super) async fn check_behind<C: ConnectionTrait>(&self, db: &C, id: StaffId) -> Result<()> {
        let unknown = Error::Refused("access-staff-unknown");
        if self.compartment() == Compartment::Safety {
            return Err(unknown);
        }
        let row = staff::Entity::find_by_id(id.0).filter(staff::Column::LeftAt.is_null()).one(db).await?;
        row.ok_or(unknown)?;
        let accounts = account::Entity::find().filter(account::Column::StaffId.eq(id.0)).count(db).await?;
        if accounts == 0 { Ok(()) } else { Err(Error::Refused("access-staff-has-account")) }
    }
}
