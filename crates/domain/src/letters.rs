//! Letters to the authority: which, how numbered, where they stand, and the only facts they may tell.
//!
//! [`ComplianceFacts`] has dates, marks, minutes, a stage and the references of the order: there is no
//! field for what was said in a session, because what a conditional suspension produces cannot be used
//! if the process goes on (CNPP art. 196, last paragraph, text with the reform DOF 28-11-2025).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::attendance::roll::Mark;
use crate::cases::{CaseState, moves::CaseStanding};
use crate::moves::{self, Illegal};
use crate::named::named;
use crate::referrals::title::{EntryKind, EntryTitle};

named! {
    /// Which letter.
    ReportKind {
        /// Informe de cumplimiento.
        Compliance = "compliance",
        /// Informe de incumplimiento (CNPP arts. 209–210).
        NonCompliance = "non-compliance",
        /// Informe de avance.
        Progress = "progress",
        /// Informe final.
        Final = "final",
        /// The service stands still, with the cause when it is the centre's.
        SuspensionNotice = "suspension-notice",
        /// The answer to a referral.
        ReferralAnswer = "referral-answer",
    }
}

impl ReportKind {
    /// Whether it tells the facts of attendance; the others tell a suspension or an answer.
    #[must_use]
    pub fn is_of_attendance(self) -> bool {
        !matches!(self, Self::SuspensionNotice | Self::ReferralAnswer)
    }
}

named! {
    /// What somebody outside the centre was told of a person (register of disclosures, LGPDPPSO 64).
    Told {
        /// A letter of the centre.
        Letter = "letter",
        /// Dates and attendance.
        Attendance = "attendance",
        /// Who he is and where he is found.
        Identity = "identity",
        /// A copy of documents of his file.
        Documents = "documents",
        /// A copy of his data, to himself (LGPDPPSO 43-51).
        OwnCopy = "own-copy",
        /// Something else.
        Other = "other",
    }
}

impl Told {
    /// Whether it is noted by hand; the others stand in the register by themselves.
    #[must_use]
    pub fn is_noted_by_hand(self) -> bool {
        !matches!(self, Self::Letter | Self::OwnCopy)
    }
}

named! {
    /// Where a letter stands.
    LetterState {
        /// Being written.
        Draft = "draft",
        /// Signed, with its number.
        Signed = "signed",
        /// On its way.
        Sent = "sent",
        /// Received, with the acknowledgement.
        Received = "received",
    }
}

impl LetterState {
    /// What may follow.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Signed],
            Self::Signed => &[Self::Sent],
            Self::Sent => &[Self::Received],
            Self::Received => &[],
        }
    }
}

/// Why a letter cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LetterRefused {
    /// That state cannot follow.
    #[error(transparent)]
    Illegal(#[from] Illegal<LetterState>),
    /// Nobody is named to receive it.
    #[error("recipient is missing")]
    RecipientMissing,
    /// The register of disclosures needs its legal basis (LGPDPPSO art. 64).
    #[error("legal basis is missing")]
    LegalBasisMissing,
}

/// Whether a letter may go from `from` to `to`: with whom it goes to, and on what basis.
///
/// ```
/// # use domain::letters::*;
/// assert_eq!(may_move(LetterState::Draft, LetterState::Signed, "Juez de control", "CNPP 209"), Ok(()));
/// let nobody = may_move(LetterState::Draft, LetterState::Signed, " ", "CNPP 209");
/// assert_eq!(nobody, Err(LetterRefused::RecipientMissing));
/// ```
///
/// # Errors
/// [`LetterRefused`].
pub fn may_move(
    from: LetterState,
    to: LetterState,
    recipient: &str,
    legal_basis: &str,
) -> Result<(), LetterRefused> {
    moves::step(from, to, from.next())?;
    is_addressed(recipient, legal_basis)
}

/// Whether somebody is named to receive it, on some basis.
///
/// # Errors
/// [`LetterRefused::RecipientMissing`], [`LetterRefused::LegalBasisMissing`].
pub fn is_addressed(recipient: &str, legal_basis: &str) -> Result<(), LetterRefused> {
    match () {
        () if recipient.trim().is_empty() => Err(LetterRefused::RecipientMissing),
        () if legal_basis.trim().is_empty() => Err(LetterRefused::LegalBasisMissing),
        () => Ok(()),
    }
}

/// The number of the `number`-th oficio of a centre in a year.
///
/// ```
/// assert_eq!(domain::letters::oficio("CUN", 41, 2026), "CUN/041/2026");
/// ```
#[must_use]
pub fn oficio(code: &str, number: u32, year: i32) -> String {
    format!("{code}/{number:03}/{year}")
}

/// Whether a letter about such an entry warns of CNPP art. 196.
#[must_use]
pub fn warns_of_196(kind: EntryKind) -> bool {
    kind == EntryKind::ConditionalSuspension
}

named! {
    /// How far a man is, as a letter says it.
    Stage {
        /// Admitted, not begun.
        Waiting = "waiting",
        /// Takes part.
        Active = "active",
        /// Stands still, with a cause.
        Suspended = "suspended",
        /// Has completed.
        Completed = "completed",
        /// Has left.
        Withdrawn = "withdrawn",
    }
}

impl Stage {
    /// The stage of a case; none before admission.
    ///
    /// ```
    /// # use domain::{cases::{CaseState, moves::CaseStanding}, letters::Stage};
    /// let opened = CaseStanding::opened(chrono::NaiveDate::MIN, None);
    /// assert_eq!(Stage::of(&opened), None);
    /// let active = CaseStanding { state: CaseState::Active, admitted: true, ..opened };
    /// assert_eq!(Stage::of(&active), Some(Stage::Active));
    /// ```
    #[must_use]
    pub fn of(case: &CaseStanding) -> Option<Self> {
        match case.state {
            _ if !case.admitted => None,
            CaseState::Active => Some(Self::Active),
            CaseState::Suspended => Some(Self::Suspended),
            CaseState::Completed | CaseState::Withdrawn | CaseState::FollowUp | CaseState::Closed => {
                Some(if case.ended_by.is_some() { Self::Withdrawn } else { Self::Completed })
            }
            _ => Some(Self::Waiting),
        }
    }
}

/// One session, as a letter tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceLine {
    /// Its number.
    pub number: u32,
    /// Its day.
    pub held_on: NaiveDate,
    /// The mark.
    pub mark: Mark,
    /// Minutes present.
    pub minutes: u16,
}

/// Everything that a letter on compliance may tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplianceFacts {
    /// On what the entry rests, with its references.
    pub title: EntryTitle,
    /// The first day that the letter is about.
    pub from: NaiveDate,
    /// The last.
    pub through: NaiveDate,
    /// How far he is.
    pub stage: Stage,
    /// Sessions that the programme has.
    pub prescribed: u32,
    /// Sessions held in that time for which there is a mark.
    pub lines: Vec<AttendanceLine>,
}

/// The sums of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Sessions with a mark.
    pub held: u32,
    /// Attended, late or not.
    pub attended: u32,
    /// Justified absences: told apart, because only the others are reported as breach (CNPP art. 210).
    pub excused: u32,
    /// Unjustified absences.
    pub unexcused: u32,
    /// Minutes attended.
    pub minutes: u32,
}

impl ComplianceFacts {
    /// The sums over the lines.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.lines.iter().fold(Counts::default(), |sum, line| Counts {
            held: sum.held + 1,
            attended: sum.attended + u32::from(line.mark.is_attendance()),
            excused: sum.excused + u32::from(line.mark == Mark::Excused),
            unexcused: sum.unexcused + u32::from(line.mark == Mark::Unexcused),
            minutes: sum.minutes + u32::from(line.minutes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{
        AttendanceLine, ComplianceFacts, Counts, LetterRefused, LetterState, Stage, may_move, warns_of_196,
    };
    use crate::attendance::roll::Mark;
    use crate::referrals::title::{EntryKind, EntryTitle};
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_letter_goes_from_draft_to_received_step_by_step() {
        for step in LetterState::ALL.windows(2) {
            assert_eq!(may_move(step[0], step[1], "Juzgado cívico", "LGPDPPSO 64"), Ok(()));
        }
        let Err(LetterRefused::Illegal(refused)) =
            may_move(LetterState::Draft, LetterState::Sent, "Juzgado cívico", "LGPDPPSO 64")
        else {
            panic!("what is not signed is not sent");
        };
        assert_eq!(refused.legal, [LetterState::Signed]);
    }

    #[test]
    fn a_letter_has_a_legal_basis() {
        let refused = may_move(LetterState::Signed, LetterState::Sent, "Juzgado cívico", "");
        assert_eq!(refused, Err(LetterRefused::LegalBasisMissing));
    }

    #[test]
    fn only_a_conditional_suspension_warns_of_196() {
        let warned: Vec<_> = EntryKind::ALL.iter().filter(|kind| warns_of_196(**kind)).collect();
        assert_eq!(warned, [&EntryKind::ConditionalSuspension]);
    }

    #[test]
    fn justified_and_unjustified_absences_are_told_apart() {
        let marks = [(Mark::Present, 150), (Mark::Late, 120), (Mark::Excused, 0), (Mark::Unexcused, 0)];
        let line = |(number, (mark, minutes))| AttendanceLine { number, held_on: day(number), mark, minutes };
        let facts = ComplianceFacts {
            title: EntryTitle {
                kind: EntryKind::Civic,
                fraction: None,
                oficio: Some("JC-1/2026".into()),
                file_number: None,
                dated_on: Some(day(1)),
                received_on: day(1),
                deadline_on: None,
                has_order_attached: true,
            },
            from: day(1),
            through: day(31),
            stage: Stage::Active,
            prescribed: 16,
            lines: (1..).zip(marks).map(line).collect(),
        };
        let expected = Counts { held: 4, attended: 2, excused: 1, unexcused: 1, minutes: 270 };
        assert_eq!(facts.counts(), expected);
    }
}
