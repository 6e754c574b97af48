//! The roll of a session: who was there. Saved as often as needed, closed once, corrected only with
//! a trace. A roll that nobody took is owed, never an absence.

mod dose;
mod figures;
mod roll;
mod sheet;

use domain::attendance::roll::RollRefused;

use crate::Error;

pub(crate) use sheet::enrolled_on;

pub(crate) use dose::EARLY_ABSENCE;
pub use dose::{GroupDose, PersonDose, standing_name};
pub use figures::{DoseFigures, GroupFigures};
pub use roll::{KeptRoll, RollForm, Then};
pub use sheet::{CorrectionLine, Sheet, SheetLine};

/// Why a roll was not saved.
#[derive(Debug, thiserror::Error)]
pub enum RollError {
    /// A rule of the roll refused.
    #[error(transparent)]
    Refused(#[from] RollRefused),
    /// Somebody saved it meanwhile: load it again and show both.
    #[error("stale")]
    Stale,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<sea_orm::DbErr> for RollError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<domain::access::Denied> for RollError {
    fn from(denied: domain::access::Denied) -> Self {
        Self::Store(denied.into())
    }
}
