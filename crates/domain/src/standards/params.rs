//! The parameters of each rule: numbers within bounds and flags, nothing that could be computed with.

use serde::Deserialize;

/// A whole number from `LEAST` to `MOST`; a profile with another one is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u16")]
pub struct Within<const LEAST: u16, const MOST: u16>(u16);

impl<const LEAST: u16, const MOST: u16> TryFrom<u16> for Within<LEAST, MOST> {
    type Error = String;

    fn try_from(number: u16) -> Result<Self, String> {
        let is_within = (LEAST..=MOST).contains(&number);
        if is_within { Ok(Self(number)) } else { Err(format!("{number} is not from {LEAST} to {MOST}")) }
    }
}

impl<const LEAST: u16, const MOST: u16> Within<LEAST, MOST> {
    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

/// Days of a term.
pub type Days = Within<0, 366>;
/// Months between two of a kind.
pub type Months = Within<1, 36>;
/// People or sessions.
pub type Count = Within<1, 200>;
/// Minutes of a session.
pub type Minutes = Within<15, 480>;
/// Per cent.
pub type Percent = Within<1, 100>;

/// Defines parameter structs: no other field is read.
macro_rules! params {
    ($($(#[$doc:meta])* $name:ident { $($(#[$serde:meta])? $field:ident: $type:ty),* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$serde])? pub $field: $type),* }
    )*};
}

params! {
    /// R1: the hours needed.
    ContactHours { min_hours: Within<1, 500> }
    /// R2: the calendar weeks needed.
    Weeks { min_weeks: Within<1, 156> }
    /// R3: the least a session lasts, and what is enough with up to so many present; whether breaks are left out.
    SessionLength {
        min_minutes: Minutes, small_group_up_to: Option<Count>, small_group_minutes: Option<Minutes>,
        #[serde(default)] without_breaks: bool
    }
    /// R4: the smallest and the largest group, and up to which size one facilitator is enough.
    GroupSize { min: Option<Count>, max: Count, one_facilitator_up_to: Option<Count> }
    /// R5: the part of the sessions with two facilitators, and with a woman and a man.
    FacilitatorPair { two_percent: Percent, mixed_percent: Option<Percent> }
    /// R6: so many in a row, or so many in all, are too many; within how many days somebody speaks with him.
    Absences { consecutive: Option<Count>, total: Option<Count>, contact_days: Option<Days> }
    /// R7: working days for handing in evidence.
    Excuse { working_days: Within<0, 30> }
    /// R8: days without a session that need nobody's approval.
    Break { max_days: Within<1, 366> }
    /// R9: days for telling the authority.
    AuthorityTerm { days: Days }
    /// R10: days for telling the women's service, by reason; a reason left out is not judged.
    ServiceTerms {
        accepted_days: Option<Days>, refused_days: Option<Days>, dropped_days: Option<Days>,
        discharged_days: Option<Days>, threat_days: Option<Days>
    }
    /// R11: goals met, assessment made, months without violence reported.
    Completion {
        #[serde(default)] goals: bool, #[serde(default)] assessment: bool,
        months_without_violence: Option<Months>
    }
    /// R12: the most months apart, and how many before completion.
    PlanReviews { every_months: Months, min_reviews: Option<Count> }
    /// R13: the most months apart.
    ProgressReports { every_months: Months }
    /// R14: the most transfers in one cycle; whether who comes back begins at nought.
    Reentry { max_transfers: Option<Within<0, 20>>, #[serde(default)] resets_hours: bool }
    /// R15: the most months apart.
    InternalAudit { every_months: Months }
    /// R16: hours of training and groups observed before leading; a check in force; nobody sanctioned for
    /// violence; nobody who attends the woman too.
    StaffSuitability {
        training_hours: Option<Count>, observed_groups: Option<Count>, #[serde(default)] valid_check: bool,
        #[serde(default)] not_sanctioned: bool, #[serde(default)] separate: bool
    }
    /// R17: no data of hers in his file; not in the same place.
    Separation { #[serde(default)] data: bool, #[serde(default)] place: bool }
    /// R18: days before its end at which it is to be renewed.
    Agreement { renew_days: Option<Days> }
}
