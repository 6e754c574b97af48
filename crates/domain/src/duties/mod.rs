//! Duties that come before confidentiality: the mandatory report ([`report`]) and what is done at
//! once when a man threatens ([`threat`]).
//!
//! Nothing here decides that something must be reported: people do. What is said of the woman or the
//! child is not held here.

pub mod report;
pub mod threat;

use crate::named::named;

named! {
    /// What is wrong in the hour or the words of a step.
    StepMistake {
        /// It lies after now.
        InFuture = "in-future",
        /// It lies before what it follows.
        TooEarly = "too-early",
        /// Already recorded: what was recorded is not told otherwise.
        AlreadyDone = "already-done",
        /// Nothing was told yet, so there is no receipt.
        NotToldYet = "not-told-yet",
        /// That is not whom the law names.
        WrongRecipient = "wrong-recipient",
        /// The number of the receipt is missing.
        ReceiptMissing = "receipt-missing",
        /// With whom they spoke is missing.
        PersonMissing = "person-missing",
    }
}
