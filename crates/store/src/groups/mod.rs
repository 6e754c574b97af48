//! Groups: their schedule, the rooms and facilitators it takes, and every change to it.
//!
//! What a group takes is checked inside the transaction that books it, after locking the rows of
//! the rooms and of the staff (see [`booking::lock`]): two bookings of one room never both pass.
//! Nothing is overwritten silently: a move, a cancellation or a change of state is a row.

mod booking;
mod closure;
mod create;
mod feed;
mod list;
mod plan;
mod sessions;
mod show;
mod staffing;

use std::collections::HashMap;

use domain::{centres::staff::Ineligible, groups::changes::SessionChangeRefused, ids::StaffId};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, Select, TryGetableMany};
use uuid::Uuid;

pub use booking::{BookingClash, Taken};
pub use closure::{Closure, ClosurePlan, MovedSession};
pub use create::NewGroup;
pub use feed::{Feed, FeedSession};
pub use list::{GroupFilter, GroupList, GroupRow};
pub use plan::{Available, GroupPlan, Warning};
pub use sessions::SessionMove;
pub use show::{Change, Facilitation, GroupFile, SessionChange, SessionRow, Substitution};
pub use staffing::{FacilitatorChange, Substitute};

use crate::Error;

/// What stands in the way of a schedule or of a change to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A room or a facilitator is taken.
    Clash(BookingClash),
    /// Women are attended in the room on that day (LGAMVLV art. 8-III).
    WomenAttended(chrono::NaiveDate),
    /// The group would not fit in the room.
    RoomTooSmall {
        /// How many the room holds.
        holds: u16,
    },
    /// A pair is two people.
    SamePerson,
    /// Somebody cannot be assigned.
    Ineligible {
        /// Who.
        who: StaffId,
        /// Why.
        why: Ineligible,
    },
    /// The session cannot be changed like that.
    Session(SessionChangeRefused),
}

/// Why a schedule was not written.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// Something stands in the way; all of it is named.
    #[error("schedule refused")]
    Refused(Vec<Obstacle>),
    /// A situation of the store.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<DbErr> for ScheduleError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<domain::access::Denied> for ScheduleError {
    fn from(denied: domain::access::Denied) -> Self {
        Self::Store(denied.into())
    }
}

/// The rows of a query of two columns, by the first.
async fn by_id<C: ConnectionTrait, E: EntityTrait, V>(
    db: &C,
    query: Select<E>,
) -> Result<HashMap<Uuid, V>, Error>
where
    (Uuid, V): TryGetableMany,
{
    Ok(query.into_tuple::<(Uuid, V)>().all(db).await?.into_iter().collect())
}

/// Refuses when something stands in the way.
fn unhindered(obstacles: Vec<Obstacle>) -> Result<(), ScheduleError> {
    if obstacles.is_empty() { Ok(()) } else { Err(ScheduleError::Refused(obstacles)) }
}
