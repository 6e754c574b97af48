//! What the programme side tells the safety side of a case. Signals go one way, for every case, and
//! whether there is somebody on the other side is never known here (LGAMVLV art. 8-III). His identity
//! is in `admitted` alone; nothing of her ever comes back.

use crate::cases::CaseState;
use crate::cases::reasons::{Reason, WithdrawalCause};
use crate::named::named;

named! {
    /// What is told.
    SignalKind {
        /// He was admitted.
        Admitted = "admitted",
        /// He threatened: the same day.
        ThreatDisclosed = "threat-disclosed",
        /// He missed a session without excuse.
        UnexcusedAbsence = "unexcused-absence",
        /// He left before the end.
        DroppedOut = "dropped-out",
        /// Another centre goes on with him.
        Transferred = "transferred",
        /// He completed.
        Completed = "completed",
        /// Nothing binds him to the service any more: the order ended, he died, or it was a mistake.
        Released = "released",
        /// What an order or a mandatory report says of her; sealed when it is typed.
        WomanReported = "woman-reported",
    }
}

impl SignalKind {
    /// A person is told at once (CNPP 178: objective and imminent risk).
    #[must_use]
    pub fn is_urgent(self) -> bool {
        self == Self::ThreatDisclosed
    }
}

/// The signal of a change of state, if it has one. Who was never admitted is not known over there, so
/// his leaving is no signal; nor is coming back from a suspension an admission.
///
/// ```
/// # use domain::{cases::{CaseState, reasons::{Reason, WithdrawalCause}}, signals::{SignalKind, signal_of}};
/// let absences = Some(Reason::Withdrawal(WithdrawalCause::Absences));
/// let left = signal_of(CaseState::Active, CaseState::Withdrawn, absences);
/// assert_eq!(left, Some(SignalKind::DroppedOut));
/// assert_eq!(signal_of(CaseState::Interview, CaseState::Withdrawn, absences), None);
/// ```
#[must_use]
pub fn signal_of(from: CaseState, to: CaseState, reason: Option<Reason>) -> Option<SignalKind> {
    match (from, to, reason) {
        (CaseState::Interview, CaseState::Admitted, _) => Some(SignalKind::Admitted),
        (_, CaseState::Completed, _) => Some(SignalKind::Completed),
        (_, CaseState::Withdrawn, Some(Reason::Withdrawal(cause))) if from.is_in_service() => {
            Some(match cause {
                WithdrawalCause::Transfer => SignalKind::Transferred,
                WithdrawalCause::OrderEnded | WithdrawalCause::Death | WithdrawalCause::Mistake => {
                    SignalKind::Released
                }
                _ => SignalKind::DroppedOut,
            })
        }
        _ => None,
    }
}
