//! Enrolments: who takes part in which group, from when to when. An enrolment owns attendance, dose and
//! certificate. Area and post are sealed with the person's key; the dependency is in clear, for reports.

use domain::{
    access::Ctx,
    groups::EnrolmentState,
    ids::{GroupId, PersonId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::{DataKey, Place};

use crate::{Base, Error, Result, entity::groups::enrolment};

/// What is kept of a participant beside who it is; reported for public servants.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EnrolmentDetails {
    /// Dependencia; empty when there is none.
    pub dependency: String,
    /// Área.
    pub area: String,
    /// Puesto.
    pub post: String,
}

impl std::fmt::Debug for EnrolmentDetails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnrolmentDetails(oculto)")
    }
}

#[derive(Serialize, Deserialize)]
struct SealedDetails {
    area: String,
    post: String,
}

fn place(row: Uuid) -> Place<'static> {
    Place { table: "enrolment", column: "details", row }
}

impl Base {
    /// The row of a new enrolment, sealed under the person's key, without acceptance of the notice.
    pub(crate) fn enrolment_row(
        &self,
        ctx: &Ctx,
        (group, person): (GroupId, PersonId),
        key: &DataKey,
        details: &EnrolmentDetails,
    ) -> Result<enrolment::ActiveModel> {
        let id = self.entropy().uuid();
        let sealed = SealedDetails { area: details.area.clone(), post: details.post.clone() };
        let plain = serde_json::to_vec(&sealed).map_err(|_| Error::Damaged)?;
        Ok(enrolment::ActiveModel {
            id: Set(id),
            person_id: Set(person.0),
            group_id: Set(group.0),
            state: Set(EnrolmentState::Active.name().to_owned()),
            since: Set(ctx.now().date_naive()),
            until: Set(None),
            dependency: Set(details.dependency.clone()),
            details: Set(self.seal(key, place(id), &plain)),
            notice_version: Set(None),
            notice_accepted_at: Set(None),
            notice_evidence: Set(None),
            created_at: Set(ctx.now()),
        })
    }

    /// Opens what [`Base::enrolment_row`] sealed.
    pub(crate) fn open_details(&self, key: &DataKey, row: &enrolment::Model) -> Result<EnrolmentDetails> {
        let plain = self.unseal(key, place(row.id), &row.details)?;
        let SealedDetails { area, post } = serde_json::from_slice(&plain).map_err(|_| Error::Damaged)?;
        Ok(EnrolmentDetails { dependency: row.dependency.clone(), area, post })
    }
}
