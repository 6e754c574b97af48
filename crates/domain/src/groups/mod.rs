//! Groups: whom they are for, how many fit, through which states they go, who facilitates.
//! The schedule is in [`schedule`], changes to sessions in [`changes`].

pub mod changes;
pub mod schedule;

use chrono::{DateTime, Utc};

use crate::centres::staff::Ineligible;
use crate::ids::{StaffId, UserId};
use crate::named::named;
use crate::people::Sex;

named! {
    /// Whom a programme and a group are for.
    Audience {
        /// Men of the attention strand.
        Men = "men",
        /// Public servants: «participantes», never men who use violence.
        PublicServants = "public-servants",
        /// Young people of the prevention strand.
        Youth = "youth",
    }
}

impl Audience {
    /// The default capacity: 20, for youth 30. Inferred from what a Quintana Roo centre was
    /// dimensioned for in 2022 (16 workshops for 320 men, 24 for 720 adolescents); editable.
    #[must_use]
    pub fn default_capacity(self) -> u16 {
        match self {
            Self::Men | Self::PublicServants => 20,
            Self::Youth => 30,
        }
    }

    /// Whether somebody of that sex can take part. The groups of the attention strand are for men
    /// (LGAMVLV art. 8-III keeps the woman of the same case away from them); X is the person's word.
    #[must_use]
    pub fn takes(self, sex: Sex) -> bool {
        self != Self::Men || sex != Sex::Woman
    }
}

named! {
    /// Where a group stands.
    GroupState {
        /// Has a schedule, no session held.
        Planned = "planned",
        /// Sessions are being held.
        Running = "running",
        /// All done.
        Finished = "finished",
        /// Called off, with a reason.
        Cancelled = "cancelled",
    }
}

named! {
    /// Why somebody left a group. Codes, not words: words would tell of the person in clear.
    WithdrawalReason {
        /// Decided so.
        OwnDecision = "own-decision",
        /// Work or its hours do not allow it.
        Work = "work",
        /// Illness or care of somebody.
        Health = "health",
        /// Moved away, or to another dependency.
        Moved = "moved",
        /// Too many absences.
        Absences = "absences",
        /// Put in by mistake.
        Mistake = "mistake",
        /// Another one, known to the coordination.
        Other = "other",
    }
}

named! {
    /// How it is known that a person accepted the privacy notice.
    NoticeEvidence {
        /// Signed on a sheet of their own.
        SignedSheet = "signed-sheet",
        /// Signed beside their name on a list.
        SignedList = "signed-list",
        /// Answered by e-mail or another electronic means that is kept.
        Electronic = "electronic",
    }
}

named! {
    /// Where an enrolment stands.
    EnrolmentState {
        /// Is expected at each session.
        Active = "active",
        /// Left, with a reason.
        Withdrawn = "withdrawn",
        /// Reached the end.
        Completed = "completed",
    }
}

/// A change of state: a row with author, date and reason, never an overwritten flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateChange {
    /// The new state.
    pub to: GroupState,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the system (the first closed roll starts a group).
    pub by: Option<UserId>,
    /// Why; needed to cancel.
    pub reason: String,
}

/// Why a group cannot change state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// That state cannot follow.
    #[error("{to:?} cannot follow {from:?}")]
    NotFrom {
        /// Where it stands.
        from: GroupState,
        /// Where it was to go.
        to: GroupState,
    },
    /// Cancelling needs a reason.
    #[error("reason is missing")]
    ReasonMissing,
}

impl GroupState {
    /// Whether `change` may follow: planned → running → finished, cancelled from either of the first two.
    ///
    /// # Errors
    /// [`ChangeRefused`].
    pub fn may_change(self, change: &StateChange) -> Result<(), ChangeRefused> {
        let follows = matches!(
            (self, change.to),
            (Self::Planned, Self::Running | Self::Cancelled)
                | (Self::Running, Self::Finished | Self::Cancelled)
        );
        if !follows {
            return Err(ChangeRefused::NotFrom { from: self, to: change.to });
        }
        if change.to == Self::Cancelled && change.reason.trim().is_empty() {
            return Err(ChangeRefused::ReasonMissing);
        }
        Ok(())
    }

    /// The state after all changes, in order.
    #[must_use]
    pub fn after(changes: &[StateChange]) -> Self {
        changes.last().map_or(Self::Planned, |change| change.to)
    }
}

/// Why nobody more can be enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnrolRefused {
    /// No place is left for all of them.
    #[error("{free} of {capacity} places are free")]
    Full {
        /// How many fit.
        capacity: u16,
        /// How many places are left.
        free: u16,
    },
    /// The group has ended or was called off.
    #[error("the group is {0:?}")]
    Over(GroupState),
}

/// Whether `more` people fit into a group with `active` enrolments.
///
/// # Errors
/// [`EnrolRefused`].
pub fn may_enrol(state: GroupState, capacity: u16, active: u16, more: u16) -> Result<(), EnrolRefused> {
    if matches!(state, GroupState::Finished | GroupState::Cancelled) {
        return Err(EnrolRefused::Over(state));
    }
    let free = capacity.saturating_sub(active);
    if more > free { Err(EnrolRefused::Full { capacity, free }) } else { Ok(()) }
}

/// Why two people cannot facilitate together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairRefused {
    /// One person, twice.
    #[error("a pair is two people")]
    SamePerson,
    /// One of them cannot be assigned.
    #[error("{who} cannot be assigned: {why}")]
    Ineligible {
        /// Who.
        who: StaffId,
        /// Why.
        why: Ineligible,
    },
}

/// Whether two people may facilitate a group together (or one substitute the other's partner).
///
/// # Errors
/// [`PairRefused`].
pub fn may_facilitate(pair: [(StaffId, Result<(), Ineligible>); 2]) -> Result<(), PairRefused> {
    if pair[0].0 == pair[1].0 {
        return Err(PairRefused::SamePerson);
    }
    for (who, eligible) in pair {
        eligible.map_err(|why| PairRefused::Ineligible { who, why })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{
        Audience, ChangeRefused, EnrolRefused, GroupState, PairRefused, StateChange, may_enrol,
        may_facilitate,
    };
    use crate::centres::staff::Ineligible;
    use crate::ids::StaffId;
    use chrono::DateTime;
    use uuid::Uuid;

    fn change(to: GroupState, reason: &str) -> StateChange {
        StateChange { to, at: DateTime::UNIX_EPOCH, by: None, reason: reason.to_owned() }
    }

    #[test]
    fn a_group_runs_and_finishes() {
        let steps = [change(GroupState::Running, ""), change(GroupState::Finished, "")];
        for (done, step) in steps.iter().enumerate() {
            assert_eq!(GroupState::after(&steps[..done]).may_change(step), Ok(()));
        }
    }

    #[test]
    fn nothing_follows_an_ended_group_and_cancelling_needs_a_reason() {
        for ended in [GroupState::Finished, GroupState::Cancelled] {
            for &to in GroupState::ALL {
                let refused = ended.may_change(&change(to, "x"));
                assert_eq!(refused, Err(ChangeRefused::NotFrom { from: ended, to }));
            }
        }
        let cancelled = change(GroupState::Cancelled, " ");
        assert_eq!(GroupState::Running.may_change(&cancelled), Err(ChangeRefused::ReasonMissing));
    }

    #[test]
    fn a_full_group_takes_nobody_more() {
        assert_eq!(may_enrol(GroupState::Planned, 20, 18, 2), Ok(()));
        assert_eq!(
            may_enrol(GroupState::Running, 20, 18, 3),
            Err(EnrolRefused::Full { capacity: 20, free: 2 })
        );
        assert_eq!(may_enrol(GroupState::Finished, 20, 0, 1), Err(EnrolRefused::Over(GroupState::Finished)));
        assert_eq!(
            (Audience::PublicServants.default_capacity(), Audience::Youth.default_capacity()),
            (20, 30)
        );
    }

    #[test]
    fn a_pair_is_two_eligible_people() {
        let (ana, bruno) = (StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
        assert_eq!(may_facilitate([(ana, Ok(())), (bruno, Ok(()))]), Ok(()));
        assert_eq!(may_facilitate([(ana, Ok(())), (ana, Ok(()))]), Err(PairRefused::SamePerson));
        let refused = may_facilitate([(ana, Ok(())), (bruno, Err(Ineligible::NoCheck))]);
        assert_eq!(refused, Err(PairRefused::Ineligible { who: bruno, why: Ineligible::NoCheck }));
    }
}
