//! Why a case was refused, suspended, ended or closed. Codes only: a free text about a man's life is
//! not needed to count, and would be read by too many.

use super::{CaseState, Deed};
use crate::named::named;

named! {
    /// Why he is not admitted.
    RefusalCause {
        /// The criteria of the centre are not met.
        NotACandidate = "not-a-candidate",
        /// A mental illness is to be treated first.
        MentalHealthFirst = "mental-health-first",
        /// A dependence on alcohol or drugs is to be treated first.
        AddictionFirst = "addiction-first",
        /// Not of age.
        UnderAge = "under-age",
        /// The risk is too high for this service.
        RiskTooHigh = "risk-too-high",
        /// Signs neither consent nor commitment letter.
        RefusedToSign = "refused-to-sign",
        /// Another centre or service fits better (where he lives, his language).
        OtherPlace = "other-place",
        /// Something else.
        Other = "other",
    }
}

impl RefusalCause {
    /// Whether he is to be sent on to another service.
    #[must_use]
    pub fn expects_referral_out(self) -> bool {
        !matches!(self, Self::RefusedToSign | Self::Other)
    }
}

named! {
    /// Why a case is suspended.
    SuspensionCause {
        /// The centre has no funds or no staff.
        NoFunds = "no-funds",
        /// Hurricane or other disaster.
        Disaster = "disaster",
        /// He is ill.
        Illness = "illness",
        /// He is held by an authority.
        Custody = "custody",
        /// Something else.
        Other = "other",
    }
}

impl SuspensionCause {
    /// The centre's cause, not his: the authority gets a letter that says so.
    #[must_use]
    pub fn is_of_the_centre(self) -> bool {
        matches!(self, Self::NoFunds | Self::Disaster)
    }
}

named! {
    /// Why a case ends before completion.
    WithdrawalCause {
        /// He wants to leave.
        OwnDecision = "own-decision",
        /// Absences.
        Absences = "absences",
        /// The risk for her, for others or for the group.
        Risk = "risk",
        /// Another centre goes on with him.
        Transfer = "transfer",
        /// He died.
        Death = "death",
        /// He is held by an authority.
        Custody = "custody",
        /// He moved away.
        Moved = "moved",
        /// His health.
        Health = "health",
        /// The order that sent him ended.
        OrderEnded = "order-ended",
        /// It was only a question.
        OnlyAsked = "only-asked",
        /// Opened by mistake.
        Mistake = "mistake",
        /// Something else.
        Other = "other",
    }
}

impl WithdrawalCause {
    /// Whether he is asked after later.
    #[must_use]
    pub fn has_follow_up(self) -> bool {
        !matches!(self, Self::Transfer | Self::Death | Self::OnlyAsked | Self::Mistake)
    }

    /// Whether it can end a case in `state`: who was admitted did not only ask.
    #[must_use]
    pub fn fits(self, state: CaseState) -> bool {
        self != Self::OnlyAsked || !state.is_in_service()
    }
}

named! {
    /// Why an episode is closed.
    CloseCause {
        /// Every follow-up was made.
        FollowUpDone = "follow-up-done",
        /// Not found any more.
        NotLocated = "not-located",
        /// Wants no follow-up.
        Declined = "declined",
        /// He died.
        Death = "death",
        /// A new episode was opened.
        CameBack = "came-back",
        /// Nothing is left to do (transfer, question, mistake).
        NothingPending = "nothing-pending",
        /// Something else.
        Other = "other",
    }
}

/// The reason of a move: each deed has its own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Of [`Deed::Refuse`].
    Refusal(RefusalCause),
    /// Of [`Deed::Suspend`].
    Suspension(SuspensionCause),
    /// Of [`Deed::Withdraw`].
    Withdrawal(WithdrawalCause),
    /// Of [`Deed::Close`].
    Close(CloseCause),
}

impl Reason {
    /// Its stable name, unique beside the deed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refusal(cause) => cause.name(),
            Self::Suspension(cause) => cause.name(),
            Self::Withdrawal(cause) => cause.name(),
            Self::Close(cause) => cause.name(),
        }
    }

    /// The reason of that name in the list of `deed`.
    ///
    /// ```
    /// # use domain::cases::{Deed, reasons::{Reason, WithdrawalCause}};
    /// let reason = Reason::from_name(Deed::Withdraw, "absences");
    /// assert_eq!(reason, Some(Reason::Withdrawal(WithdrawalCause::Absences)));
    /// assert_eq!(Reason::from_name(Deed::Admit, "absences"), None);
    /// ```
    #[must_use]
    pub fn from_name(deed: Deed, name: &str) -> Option<Self> {
        match deed {
            Deed::Refuse => RefusalCause::from_name(name).map(Self::Refusal),
            Deed::Suspend => SuspensionCause::from_name(name).map(Self::Suspension),
            Deed::Withdraw => WithdrawalCause::from_name(name).map(Self::Withdrawal),
            Deed::Close => CloseCause::from_name(name).map(Self::Close),
            _ => None,
        }
    }

    /// Whether `reason` is what `deed` needs in `state`: one of its own list, or none where none is
    /// asked. Closing an ended case without follow-up needs one; after follow-up or refusal it may be left out.
    #[must_use]
    pub fn suffices(reason: Option<Self>, deed: Deed, state: CaseState) -> bool {
        match (deed, reason) {
            (Deed::Refuse, Some(Self::Refusal(_)))
            | (Deed::Suspend, Some(Self::Suspension(_)))
            | (Deed::Close, Some(Self::Close(_))) => true,
            (Deed::Withdraw, Some(Self::Withdrawal(cause))) => cause.fits(state),
            (Deed::Close, None) => !matches!(state, CaseState::Completed | CaseState::Withdrawn),
            (Deed::Refuse | Deed::Suspend | Deed::Withdraw, None) | (_, Some(_)) => false,
            (_, None) => true,
        }
    }
}
