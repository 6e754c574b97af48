//! Staff: sealed identity, contracts, the check that no sanction for violence exists, sanctions,
//! hand-over.
//!
//! Identities are sealed by the compartment's own key (staff are no case), places
//! `staff.identity` and `staff_sanction.note`. Nobody is deleted: who left has `left_at`.

mod conduct;
mod contracts;
mod eligible;
mod handover;
mod leaving;
mod list;

use std::collections::HashMap;

use domain::{
    access::{Action, Ctx},
    ids::{CentreId, StaffId},
    people::{Sex, curp::Curp, name::PersonName},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::Place;

pub use conduct::{NewSanction, NewViolenceCheck, SanctionRow, Suspended};
pub(crate) use contracts::contract;
pub use contracts::{Contract, NewContract};
pub use eligible::Candidate;
pub(crate) use eligible::eligible;
pub use handover::{Caseload, CaseloadGroup, HandOver, HandOverError};
pub use leaving::ContractsWatched;
pub use list::{STAFF_PAGE, StaffFile, StaffFilter, StaffLine, StaffList};

use crate::{Base, Error, Programme, Result, Store, boxed, centres, entity::staff::staff, kit::scope};

/// What is asked to register a member of staff.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// The centre of work.
    pub centre: CentreId,
    /// The name.
    pub name: PersonName,
    /// The CURP, by which nobody works on both sides.
    pub curp: Option<Curp>,
    /// Sex, for figures of staff.
    pub sex: Sex,
}

/// A member of staff.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Its id.
    pub id: StaffId,
    /// The centre of work.
    pub centre: CentreId,
    /// The name.
    pub name: PersonName,
    /// The CURP, if known.
    pub curp: Option<Curp>,
    /// Sex.
    pub sex: Sex,
    /// No longer on the staff.
    pub has_left: bool,
}

/// What is sealed of a member of staff.
#[derive(Serialize, Deserialize)]
struct Identity {
    given: String,
    first_surname: String,
    second_surname: String,
    curp: String,
}

impl Store<Programme> {
    /// Registers a member of staff.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a centre out of reach, [`Error::Conflict`] on `curp_token`.
    #[boxed]
    pub async fn create_staff(&self, ctx: &Ctx, new: NewStaff) -> Result<StaffId> {
        ctx.demand(Action::ManageStaff)?;
        let mut tx = self.begin(ctx).await?;
        centres::reachable(tx.db(), ctx, new.centre).await?;
        let id = self.entropy().uuid();
        let mut row = self.staff_columns(id, &new)?;
        row.id = Set(id);
        row.created_at = Set(ctx.now());
        row.left_at = Set(None);
        staff::Entity::insert(row).exec_without_returning(tx.db()).await?;
        tx.audit("staff.created", "staff", id).await?;
        tx.commit_as(id).await?;
        Ok(StaffId(id))
    }

    /// Changes the identity or the centre of a member of staff.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] on `curp_token`.
    #[boxed]
    pub async fn change_staff(&self, ctx: &Ctx, id: StaffId, new: NewStaff) -> Result<()> {
        ctx.demand(Action::ManageStaff)?;
        let mut tx = self.begin(ctx).await?;
        reachable(tx.db(), ctx, id).await?;
        centres::reachable(tx.db(), ctx, new.centre).await?;
        let mut row = self.staff_columns(id.0, &new)?;
        row.id = Unchanged(id.0);
        row.update(tx.db()).await?;
        tx.audit("staff.changed", "staff", id.0).await?;
        tx.commit_as(id.0).await
    }

    fn staff_columns(&self, id: Uuid, new: &NewStaff) -> Result<staff::ActiveModel> {
        let identity = Identity {
            given: new.name.given().to_owned(),
            first_surname: new.name.first_surname().to_owned(),
            second_surname: new.name.second_surname().unwrap_or_default().to_owned(),
            curp: new.curp.as_ref().map(|curp| curp.as_str().to_owned()).unwrap_or_default(),
        };
        let plain = serde_json::to_vec(&identity).map_err(|_| Error::Damaged)?;
        let token = new.curp.as_ref().map(|curp| self.ring().index().token("staff-curp", curp.as_str()));
        Ok(staff::ActiveModel {
            centre_id: Set(new.centre.0),
            identity: Set(self.seal(self.ring().system_key(), identity_place(id), &plain)),
            sex: Set(new.sex.name().to_owned()),
            curp_token: Set(token.map(|token| token.to_vec())),
            ..Default::default()
        })
    }

    /// The names of members of staff that pages of groups and rolls show: of the centres within
    /// reach, and whoever facilitates a group within reach. Others are absent.
    ///
    /// # Errors
    /// [`Error::Denied`] for an action whose pages name no staff, [`Error::Damaged`].
    #[boxed]
    pub async fn staff_names(&self, ctx: &Ctx, ids: &[StaffId]) -> Result<HashMap<StaffId, PersonName>> {
        use Action as A;
        let names_staff = matches!(
            ctx.action(),
            A::ViewStaff
                | A::ManageStaff
                | A::ViewGroups
                | A::ManageGroups
                | A::CloseCentre
                | A::Enrol
                | A::ViewSession
                | A::TakeRoll
                | A::CorrectRoll
                | A::WriteLog
                | A::ViewCertificates
                | A::IssueCertificates
        );
        if !names_staff {
            return Err(Error::Denied);
        }
        let rows = staff::Entity::find()
            .filter(staff::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(scope::staff(ctx))
            .all(self.read())
            .await?;
        rows.iter().map(|row| Ok((StaffId(row.id), self.open_staff(row)?.name))).collect()
    }
}

impl Base {
    /// Opens the sealed identity of a row.
    pub(crate) fn open_staff(&self, row: &staff::Model) -> Result<Staff> {
        let plain = self.unseal(self.ring().system_key(), identity_place(row.id), &row.identity)?;
        let identity: Identity = serde_json::from_slice(&plain).map_err(|_| Error::Damaged)?;
        let name = PersonName::parse(&identity.given, &identity.first_surname, &identity.second_surname);
        Ok(Staff {
            id: StaffId(row.id),
            centre: CentreId(row.centre_id),
            name: name.map_err(|_| Error::Damaged)?,
            curp: Curp::parse(&identity.curp).ok(),
            sex: Sex::from_name(&row.sex).ok_or(Error::Damaged)?,
            has_left: row.left_at.is_some(),
        })
    }
}

fn identity_place(id: Uuid) -> Place<'static> {
    Place { table: "staff", column: "identity", row: id }
}

/// The member of staff, if their centre is within reach.
pub(crate) async fn reachable<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: StaffId) -> Result<staff::Model> {
    staff::Entity::find_by_id(id.0)
        .filter(scope::centres(ctx, staff::Column::CentreId))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}
