//! Moving a case: one function decides whether a move may be made and where it leads. It never
//! changes anything; the change is a row ([`super::history`]).

use chrono::NaiveDate;

use super::readiness::Lack;
use super::reasons::{Reason, WithdrawalCause};
use super::{CaseState, Deed, legal};

/// A move that somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What is to be done.
    pub deed: Deed,
    /// Why, where the deed needs it.
    pub reason: Option<Reason>,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// When a suspended case is expected back, if that is known.
    pub expected_return: Option<NaiveDate>,
}

/// What is known of a case when a move is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseStanding {
    /// Where it stands.
    pub state: CaseState,
    /// What a suspension interrupted.
    pub interrupted: Option<CaseState>,
    /// He was admitted in this episode.
    pub admitted: bool,
    /// Why it ended before completion, if it did.
    pub ended_by: Option<WithdrawalCause>,
    /// The day of the last change, or of opening.
    pub last_change: NaiveDate,
    /// When he was born, if known.
    pub born: Option<NaiveDate>,
    /// What the file lacks for the decision that comes next ([`super::readiness`]): admission in
    /// interview, completion when active.
    pub lacks: Vec<Lack>,
}

/// Why a move is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefused {
    /// The state does not allow it.
    #[error("illegal")]
    Illegal {
        /// What it allows.
        legal: Vec<Deed>,
    },
    /// The reason is missing, or not one of this deed.
    #[error("reason is missing")]
    ReasonMissing,
    /// The day is to come.
    #[error("in the future")]
    InFuture,
    /// The day lies before he was born.
    #[error("before birth")]
    BeforeBirth,
    /// The day lies before the last change.
    #[error("before the last change")]
    BeforeLastChange,
    /// He would be back before, or on, the day he left; or the deed is no suspension.
    #[error("return does not follow")]
    ReturnDoesNotFollow,
    /// The file is not complete.
    #[error("not ready")]
    NotReady(Vec<Lack>),
}

impl CaseStanding {
    /// A case just opened on `on`.
    #[must_use]
    pub fn opened(on: NaiveDate, born: Option<NaiveDate>) -> Self {
        Self {
            state: CaseState::FirstContact,
            interrupted: None,
            admitted: false,
            ended_by: None,
            last_change: on,
            born,
            lacks: vec![],
        }
    }

    /// Whether he is asked after when the case has ended: not who was never admitted, nor after death,
    /// transfer or mistake.
    #[must_use]
    pub fn has_follow_up(&self) -> bool {
        self.admitted && self.ended_by.is_none_or(WithdrawalCause::has_follow_up)
    }

    /// The moves this case allows: those of its state, and follow-up only where it has one.
    #[must_use]
    pub fn legal(&self) -> Vec<Deed> {
        let allowed = |deed: &Deed| match deed {
            Deed::FollowUp => self.has_follow_up(),
            Deed::Resume => self.interrupted.is_some(),
            _ => true,
        };
        legal(self.state).iter().copied().filter(allowed).collect()
    }
}

/// Where `asked` leads, if it may be made.
///
/// ```
/// # use domain::cases::{CaseState, Deed, moves::{CaseStanding, Move, MoveRefused, apply}};
/// # use chrono::NaiveDate;
/// let day = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
/// let case = CaseStanding::opened(day, None);
/// let book = Move { deed: Deed::ScheduleInterview, reason: None, on: day, expected_return: None };
/// assert_eq!(apply(&case, &book, day), Ok(CaseState::Interview));
/// let start = Move { deed: Deed::Start, ..book };
/// let legal = vec![Deed::ScheduleInterview, Deed::Refuse, Deed::Withdraw];
/// assert_eq!(apply(&case, &start, day), Err(MoveRefused::Illegal { legal }));
/// ```
///
/// # Errors
/// [`MoveRefused`], the first that applies.
pub fn apply(case: &CaseStanding, asked: &Move, today: NaiveDate) -> Result<CaseState, MoveRefused> {
    let illegal = || MoveRefused::Illegal { legal: case.legal() };
    if !case.legal().contains(&asked.deed) {
        return Err(illegal());
    }
    let to = asked.deed.leads_to().or(case.interrupted).ok_or_else(illegal)?;
    if !Reason::suffices(asked.reason, asked.deed, case.state) {
        return Err(MoveRefused::ReasonMissing);
    }
    if asked.on > today {
        return Err(MoveRefused::InFuture);
    }
    if case.born.is_some_and(|born| asked.on < born) {
        return Err(MoveRefused::BeforeBirth);
    }
    if asked.on < case.last_change {
        return Err(MoveRefused::BeforeLastChange);
    }
    if asked.expected_return.is_some_and(|back| asked.deed != Deed::Suspend || back <= asked.on) {
        return Err(MoveRefused::ReturnDoesNotFollow);
    }
    if matches!(asked.deed, Deed::Admit | Deed::Complete) && !case.lacks.is_empty() {
        return Err(MoveRefused::NotReady(case.lacks.clone()));
    }
    Ok(to)
}
