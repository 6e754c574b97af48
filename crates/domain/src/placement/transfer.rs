//! From one centre to another: asked for by the one that has him, decided by the one that takes him.
//!
//! What he received goes with him and counts once. Until it is accepted the first centre keeps him; the
//! second sees of the file only what it needs to answer.

use crate::attendance::dose::Dose;
use crate::ids::CentreId;
use crate::moves::{Illegal, step};
use crate::named::named;

named! {
    /// Where a transfer stands.
    TransferState {
        /// The receiving centre owes an answer.
        Asked = "asked",
        /// He is taken; the case goes on there.
        Accepted = "accepted",
        /// He is not taken.
        Refused = "refused",
        /// The asking centre took it back.
        Withdrawn = "withdrawn",
    }
}

named! {
    /// Why a centre does not take him.
    TransferRefusal {
        /// No place.
        NoPlace = "no-place",
        /// No group that suits him.
        NoGroup = "no-group",
        /// It would bring him where he may not be, or to whom he may not meet.
        Safety = "safety",
        /// Another reason, known to the coordination.
        Other = "other",
    }
}

/// Why a transfer cannot be asked for or answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// That state cannot follow: it was answered.
    #[error(transparent)]
    Illegal(#[from] Illegal<TransferState>),
    /// From a centre to itself.
    #[error("the same centre")]
    SameCentre,
    /// Another transfer of the case waits for its answer.
    #[error("one is waiting")]
    OneIsWaiting,
    /// The receiving centre answers, the asking one withdraws.
    #[error("another centre does that")]
    NotTheirs,
    /// A refusal says why.
    #[error("reason is missing")]
    ReasonMissing,
}

/// A transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The centre that has him.
    pub from: CentreId,
    /// The centre that is asked.
    pub to: CentreId,
    /// Where it stands.
    pub state: TransferState,
}

impl TransferState {
    /// What may follow.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Asked => &[Self::Accepted, Self::Refused, Self::Withdrawn],
            Self::Accepted | Self::Refused | Self::Withdrawn => &[],
        }
    }
}

impl Transfer {
    /// A new one. `is_one_waiting`: the case has one without an answer.
    ///
    /// # Errors
    /// [`TransferError`].
    pub fn ask(from: CentreId, to: CentreId, is_one_waiting: bool) -> Result<Self, TransferError> {
        if from == to {
            return Err(TransferError::SameCentre);
        }
        if is_one_waiting {
            return Err(TransferError::OneIsWaiting);
        }
        Ok(Self { from, to, state: TransferState::Asked })
    }

    /// The transfer answered by a centre, once.
    ///
    /// # Errors
    /// [`TransferError`].
    pub fn answer(
        self,
        by: CentreId,
        answer: TransferState,
        why: Option<TransferRefusal>,
    ) -> Result<Self, TransferError> {
        step(self.state, answer, self.state.next())?;
        let theirs = if answer == TransferState::Withdrawn { self.from } else { self.to };
        if by != theirs {
            return Err(TransferError::NotTheirs);
        }
        if answer == TransferState::Refused && why.is_none() {
            return Err(TransferError::ReasonMissing);
        }
        Ok(Self { state: answer, ..self })
    }
}

/// What goes with him.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Sessions received.
    pub sessions: u32,
    /// Minutes received.
    pub minutes: u32,
}

impl Kept {
    /// What a centre passes on: what he came with, and what he received there. `dose` is of that centre
    /// alone: with credits of the centre before in it, `came_with` is nothing, or it would count twice.
    ///
    /// ```
    /// # use domain::{attendance::dose::Dose, placement::transfer::Kept};
    /// let here = Dose { attended: 4, minutes_received: 600, ..Dose::default() };
    /// let kept = Kept::of(&here, Kept { sessions: 3, minutes: 450 });
    /// assert_eq!(kept, Kept { sessions: 7, minutes: 1050 });
    /// ```
    #[must_use]
    pub fn of(dose: &Dose, came_with: Self) -> Self {
        Self {
            sessions: came_with.sessions + dose.attended,
            minutes: came_with.minutes + dose.minutes_received,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Transfer, TransferError, TransferRefusal, TransferState};
    use crate::ids::CentreId;
    use uuid::Uuid;

    fn centre(id: u128) -> CentreId {
        Uuid::from_u128(id).into()
    }

    fn asked() -> Transfer {
        Transfer::ask(centre(1), centre(2), false).unwrap()
    }

    #[test]
    fn the_receiving_centre_accepts() {
        let accepted = asked().answer(centre(2), TransferState::Accepted, None).unwrap();
        assert_eq!(accepted.state, TransferState::Accepted);
    }

    #[test]
    fn a_transfer_goes_to_another_centre_and_one_at_a_time() {
        assert_eq!(Transfer::ask(centre(1), centre(1), false), Err(TransferError::SameCentre));
        assert_eq!(Transfer::ask(centre(1), centre(2), true), Err(TransferError::OneIsWaiting));
    }

    #[test]
    fn each_centre_does_its_own_part() {
        let by = |id, state| asked().answer(centre(id), state, Some(TransferRefusal::NoPlace));
        for state in [TransferState::Accepted, TransferState::Refused] {
            assert_eq!(by(1, state), Err(TransferError::NotTheirs));
            assert_eq!(by(3, state), Err(TransferError::NotTheirs));
        }
        assert_eq!(by(2, TransferState::Withdrawn), Err(TransferError::NotTheirs));
        assert!(by(1, TransferState::Withdrawn).is_ok() && by(2, TransferState::Refused).is_ok());
    }

    #[test]
    fn a_refusal_says_why_and_an_answer_stands() {
        let refused = asked().answer(centre(2), TransferState::Refused, None);
        assert_eq!(refused, Err(TransferError::ReasonMissing));
        let accepted = asked().answer(centre(2), TransferState::Accepted, None).unwrap();
        for &state in TransferState::ALL {
            let again = accepted.answer(centre(2), state, Some(TransferRefusal::Other));
            assert!(matches!(again, Err(TransferError::Illegal(_))), "hours are not passed on twice");
        }
    }
}
