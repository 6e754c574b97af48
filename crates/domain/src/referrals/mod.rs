//! Referrals (canalizaciones), in and out: where each stands, who owes what and since when.
//!
//! A referral is never a black hole: as long as something is open, [`owes`] names who must act. What
//! it rests on is in [`title`], whether a group can end in time in [`feasibility`]. Nothing here says
//! how a referral must be judged: people decide.

pub mod feasibility;
pub mod title;

use chrono::NaiveDate;

use crate::moves::{self, Illegal};
use crate::named::named;
use title::Accreditation;

named! {
    /// Which way it goes.
    Direction {
        /// An institution sends a man to the centre.
        In = "in",
        /// The centre sends a man elsewhere (health, addictions, another centre).
        Out = "out",
    }
}

named! {
    /// For what the centre sends a man elsewhere.
    Service {
        /// A health service.
        Health = "health",
        /// Mental health.
        MentalHealth = "mental-health",
        /// Addictions.
        Addictions = "addictions",
        /// Another centre of re-education.
        OtherCentre = "other-centre",
        /// Work or training.
        Employment = "employment",
        /// Legal advice.
        LegalAdvice = "legal-advice",
        /// Something else.
        Other = "other",
    }
}

named! {
    /// Where a referral stands, seen by who receives it.
    ReferralState {
        /// Lies with the receiver.
        Received = "received",
        /// The receiver asked the sender for more.
        MoreAsked = "more-asked",
        /// The receiver takes the man.
        Accepted = "accepted",
        /// The receiver does not take him, with a reason.
        Refused = "refused",
        /// The sender took it back, with a reason.
        Withdrawn = "withdrawn",
    }
}

impl ReferralState {
    /// What may follow. What was asked for puts it back to received.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Received => &[Self::MoreAsked, Self::Accepted, Self::Refused, Self::Withdrawn],
            Self::MoreAsked => &[Self::Received, Self::Accepted, Self::Refused, Self::Withdrawn],
            Self::Accepted | Self::Refused | Self::Withdrawn => &[],
        }
    }

    /// Whether the step needs words: what is asked for, or why.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::MoreAsked | Self::Refused | Self::Withdrawn)
    }
}

/// Why a referral cannot change state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefused {
    /// That state cannot follow.
    #[error(transparent)]
    Illegal(#[from] Illegal<ReferralState>),
    /// What is asked for, or why, is missing.
    #[error("reason is missing")]
    ReasonMissing,
}

/// Whether a referral may go from `from` to `to`.
///
/// # Errors
/// [`MoveRefused`].
pub fn may_move(from: ReferralState, to: ReferralState, reason: &str) -> Result<(), MoveRefused> {
    moves::step(from, to, from.next())?;
    if to.needs_reason() && reason.trim().is_empty() { Err(MoveRefused::ReasonMissing) } else { Ok(()) }
}

named! {
    /// Who has to act.
    Party {
        /// The centre.
        Centre = "centre",
        /// The institution at the other end.
        Institution = "institution",
    }
}

named! {
    /// What is owed.
    Debt {
        /// The receiver has to accept, refuse or ask for more.
        Decide = "decide",
        /// The sender has to give what was asked for.
        GiveMore = "give-more",
        /// The receiver has to tell the sender what was decided.
        TellAnswer = "tell-answer",
        /// The receiver has to ask for the order that is still to be shown.
        AskOrder = "ask-order",
        /// The sender has to give the order that is still to be shown.
        GiveOrder = "give-order",
    }
}

/// What is known of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferralFacts {
    /// Which way it goes.
    pub direction: Direction,
    /// Where it stands.
    pub state: ReferralState,
    /// Since when.
    pub since: NaiveDate,
    /// When the sender was told of the acceptance or refusal.
    pub told_on: Option<NaiveDate>,
    /// Whether an order is there, or still to be shown.
    pub accreditation: Accreditation,
    /// When the sender was asked for the order.
    pub order_asked_on: Option<NaiveDate>,
}

/// Who owes what, since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// Who.
    pub by: Party,
    /// What.
    pub what: Debt,
    /// Since which day.
    pub since: NaiveDate,
}

impl Owed {
    /// For how many days it has been owed.
    #[must_use]
    pub fn days(&self, today: NaiveDate) -> i64 {
        (today - self.since).num_days().max(0)
    }
}

/// Who owes what first; `None` when nothing is open.
///
/// ```
/// # use domain::referrals::{*, title::Accreditation}; use chrono::NaiveDate;
/// let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
/// // A judge's oficio lies on the desk since the 2nd.
/// let facts = ReferralFacts {
///     direction: Direction::In, state: ReferralState::Received, since: day(2), told_on: None,
///     accreditation: Accreditation::Accredited, order_asked_on: None,
/// };
/// let owed = owes(&facts).unwrap();
/// assert_eq!((owed.by, owed.what, owed.days(day(5))), (Party::Centre, Debt::Decide, 3));
/// ```
#[must_use]
pub fn owes(facts: &ReferralFacts) -> Option<Owed> {
    let (receiver, sender) = match facts.direction {
        Direction::In => (Party::Centre, Party::Institution),
        Direction::Out => (Party::Institution, Party::Centre),
    };
    let owed = |by, what, since| Some(Owed { by, what, since });
    match facts.state {
        ReferralState::Received => owed(receiver, Debt::Decide, facts.since),
        ReferralState::MoreAsked => owed(sender, Debt::GiveMore, facts.since),
        ReferralState::Accepted | ReferralState::Refused if facts.told_on.is_none() => {
            owed(receiver, Debt::TellAnswer, facts.since)
        }
        ReferralState::Accepted if facts.accreditation == Accreditation::ToBeAccredited => {
            match facts.order_asked_on {
                None => owed(receiver, Debt::AskOrder, facts.since),
                Some(asked_on) => owed(sender, Debt::GiveOrder, asked_on),
            }
        }
        ReferralState::Accepted | ReferralState::Refused | ReferralState::Withdrawn => None,
    }
}

#[cfg(test)]
mod tests {
    use super::title::Accreditation;
    use super::{Debt, Direction, MoveRefused, Owed, Party, ReferralFacts, ReferralState, may_move, owes};
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn facts(state: ReferralState) -> ReferralFacts {
        ReferralFacts {
            direction: Direction::In,
            state,
            since: day(2),
            told_on: None,
            accreditation: Accreditation::Accredited,
            order_asked_on: None,
        }
    }

    fn what(facts: &ReferralFacts) -> Option<(Party, Debt)> {
        owes(facts).map(|owed| (owed.by, owed.what))
    }

    #[test]
    fn a_referral_is_asked_about_then_accepted() {
        let way = [
            ReferralState::Received,
            ReferralState::MoreAsked,
            ReferralState::Received,
            ReferralState::Accepted,
        ];
        for step in way.windows(2) {
            assert_eq!(may_move(step[0], step[1], "falta la fecha"), Ok(()));
        }
    }

    #[test]
    fn an_illegal_step_says_which_are_legal_and_a_refusal_needs_a_reason() {
        let Err(MoveRefused::Illegal(refused)) =
            may_move(ReferralState::Refused, ReferralState::Accepted, "x")
        else {
            panic!("what was refused is over");
        };
        assert!(refused.legal.is_empty());
        let refused = may_move(ReferralState::Received, ReferralState::Refused, " ");
        assert_eq!(refused, Err(MoveRefused::ReasonMissing));
    }

    #[test]
    fn an_open_referral_always_has_somebody_who_must_act() {
        for &state in ReferralState::ALL {
            let is_open = !state.next().is_empty() || state.needs_answer();
            assert_eq!(owes(&facts(state)).is_some(), is_open, "{state:?}");
        }
    }

    #[test]
    fn an_accepted_man_without_the_order_makes_the_centre_ask_then_the_sender_owe() {
        let told = ReferralFacts {
            told_on: Some(day(3)),
            accreditation: Accreditation::ToBeAccredited,
            ..facts(ReferralState::Accepted)
        };
        assert_eq!(what(&told), Some((Party::Centre, Debt::AskOrder)));
        let asked = ReferralFacts { order_asked_on: Some(day(4)), ..told };
        let owed = Owed { by: Party::Institution, what: Debt::GiveOrder, since: day(4) };
        assert_eq!(owes(&asked), Some(owed));
        let shown = ReferralFacts { accreditation: Accreditation::Accredited, ..asked };
        assert_eq!(owes(&shown), None);
    }

    #[test]
    fn outgoing_referrals_swap_who_owes() {
        let out = ReferralFacts { direction: Direction::Out, ..facts(ReferralState::Received) };
        assert_eq!(what(&out), Some((Party::Institution, Debt::Decide)));
        let asked = ReferralFacts { state: ReferralState::MoreAsked, ..out };
        assert_eq!(what(&asked), Some((Party::Centre, Debt::GiveMore)));
    }

    impl ReferralState {
        fn needs_answer(self) -> bool {
            matches!(self, Self::Accepted | Self::Refused)
        }
    }
}
