//! Hand-over.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};

use crate::entity::groups::group_facilitator;

/// Assignments that hold on `today` or later.
pub(super) fn not_ended(today: NaiveDate) -> Condition {
    Condition::any()
        .add(group_facilitator::Column::Until.is_null())
        .add(group_facilitator::Column::Until.gte(today))
}
