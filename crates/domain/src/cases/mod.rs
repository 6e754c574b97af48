//! A case: one episode of a man in the service, from first contact to closed. Which moves each state
//! allows is one table, [`legal`]; where a move leads is said by its deed.
//!
//! States and moves follow the practice of the centres (reference `domain-mexico` §1.3, §7 row 28);
//! the model's own wording is not public. Only codes here: reasons are never words, and nothing of
//! her is known to this side.

pub mod consequences;
pub mod follow_up;
pub mod history;
pub mod moves;
pub mod next_step;
pub mod readiness;
pub mod reasons;

use chrono::NaiveDate;

use crate::named::named;

named! {
    /// Where a case stands.
    CaseState {
        /// Somebody asked, called, was sent.
        FirstContact = "first-contact",
        /// An interview is booked or was held; nothing is decided.
        Interview = "interview",
        /// Admitted, neither on the list nor in a group.
        Admitted = "admitted",
        /// Not admitted; what is left is to send him elsewhere and answer the sender.
        NotAdmitted = "not-admitted",
        /// On the waiting list.
        Waiting = "waiting",
        /// In a group or in individual sessions.
        Active = "active",
        /// Interrupted with a cause: no absence, no dropout.
        Suspended = "suspended",
        /// Reached the end with all the closing rule asks.
        Completed = "completed",
        /// Left before the end.
        Withdrawn = "withdrawn",
        /// Asked after at set months.
        FollowUp = "follow-up",
        /// Nothing more happens in this episode.
        Closed = "closed",
    }
}

impl CaseState {
    /// The service still owes a decision or sessions: no second episode can be opened.
    #[must_use]
    pub fn is_open(self) -> bool {
        legal(self).contains(&Deed::Withdraw)
    }

    /// Admitted and not at an end: what the women's service was told of as admitted still holds.
    #[must_use]
    pub fn is_in_service(self) -> bool {
        matches!(self, Self::Admitted | Self::Waiting | Self::Active | Self::Suspended)
    }
}

named! {
    /// What moves a case.
    Deed {
        /// Book the interview.
        ScheduleInterview = "schedule-interview",
        /// Admit.
        Admit = "admit",
        /// Do not admit.
        Refuse = "refuse",
        /// Put on the waiting list.
        PutOnList = "put-on-list",
        /// Begin in a group or in individual sessions.
        Start = "start",
        /// Interrupt, with cause and expected return.
        Suspend = "suspend",
        /// Go back to what was interrupted.
        Resume = "resume",
        /// End as completed.
        Complete = "complete",
        /// End before completion.
        Withdraw = "withdraw",
        /// Begin the follow-up.
        FollowUp = "follow-up",
        /// Close the episode.
        Close = "close",
    }
}

impl Deed {
    /// The state it leads to; resuming leads to what was interrupted, which only the case knows.
    #[must_use]
    pub fn leads_to(self) -> Option<CaseState> {
        Some(match self {
            Self::ScheduleInterview => CaseState::Interview,
            Self::Admit => CaseState::Admitted,
            Self::Refuse => CaseState::NotAdmitted,
            Self::PutOnList => CaseState::Waiting,
            Self::Start => CaseState::Active,
            Self::Suspend => CaseState::Suspended,
            Self::Resume => return None,
            Self::Complete => CaseState::Completed,
            Self::Withdraw => CaseState::Withdrawn,
            Self::FollowUp => CaseState::FollowUp,
            Self::Close => CaseState::Closed,
        })
    }
}

/// The moves a state allows. He may leave from any state before an end; an end leads on to follow-up
/// or to closed; closed is final, and who comes back begins a new episode.
///
/// ```
/// # use domain::cases::{CaseState, Deed, legal};
/// assert_eq!(legal(CaseState::Suspended), [Deed::Resume, Deed::Withdraw]);
/// assert!(legal(CaseState::Closed).is_empty());
/// ```
#[must_use]
pub fn legal(state: CaseState) -> &'static [Deed] {
    match state {
        CaseState::FirstContact => &[Deed::ScheduleInterview, Deed::Refuse, Deed::Withdraw],
        CaseState::Interview => &[Deed::Admit, Deed::Refuse, Deed::Withdraw],
        CaseState::Admitted => &[Deed::PutOnList, Deed::Start, Deed::Suspend, Deed::Withdraw],
        CaseState::Waiting => &[Deed::Start, Deed::Suspend, Deed::Withdraw],
        CaseState::Active => &[Deed::Suspend, Deed::Complete, Deed::Withdraw],
        CaseState::Suspended => &[Deed::Resume, Deed::Withdraw],
        CaseState::Completed | CaseState::Withdrawn => &[Deed::FollowUp, Deed::Close],
        CaseState::NotAdmitted | CaseState::FollowUp => &[Deed::Close],
        CaseState::Closed => &[],
    }
}

named! {
    /// By what channel a first contact came.
    Channel {
        /// He came to the centre.
        InPerson = "in-person",
        /// He, or somebody for him, telephoned.
        Telephone = "telephone",
        /// A message.
        Message = "message",
        /// An e-mail.
        Email = "email",
        /// An oficio of an authority.
        Oficio = "oficio",
        /// Another service brought him.
        OtherService = "other-service",
        /// Another one.
        Other = "other",
    }
}

/// One episode of a man, as opening another one needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// Its number, from 1.
    pub number: u16,
    /// Where it stands.
    pub state: CaseState,
    /// The day of its last change.
    pub last_change: NaiveDate,
}

/// Why an episode cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenRefused {
    /// Another one is open.
    #[error("case {number} is open")]
    AlreadyOpen {
        /// Which.
        number: u16,
    },
    /// The day is to come.
    #[error("in the future")]
    InFuture,
    /// The day lies before he was born.
    #[error("before birth")]
    BeforeBirth,
    /// The day lies before the last change of an earlier episode.
    #[error("before the last change of an earlier episode")]
    BeforeLastChange,
}

/// The number of the new episode, if one may be opened on `on`. Earlier ones are kept as they are.
///
/// ```
/// # use domain::cases::{CaseState, Episode, OpenRefused, may_open}; use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let first = Episode { number: 1, state: CaseState::Withdrawn, last_change: day(2, 3) };
/// assert_eq!(may_open(&[first], day(3, 5), None, day(3, 5)), Ok(2));
/// let open = Episode { state: CaseState::Active, ..first };
/// assert_eq!(may_open(&[open], day(3, 5), None, day(3, 5)), Err(OpenRefused::AlreadyOpen { number: 1 }));
/// ```
///
/// # Errors
/// [`OpenRefused`].
pub fn may_open(
    episodes: &[Episode],
    on: NaiveDate,
    born: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<u16, OpenRefused> {
    if let Some(open) = episodes.iter().find(|episode| episode.state.is_open()) {
        return Err(OpenRefused::AlreadyOpen { number: open.number });
    }
    if on > today {
        return Err(OpenRefused::InFuture);
    }
    if born.is_some_and(|born| on < born) {
        return Err(OpenRefused::BeforeBirth);
    }
    if episodes.iter().any(|episode| on < episode.last_change) {
        return Err(OpenRefused::BeforeLastChange);
    }
    Ok(episodes.iter().map(|episode| episode.number).max().unwrap_or(0) + 1)
}
