//! What a move brings with it, said on a page before it is confirmed. The list is the same that the
//! system then does; a duty towards an authority arises only where its order is attached.

use chrono::{Days, NaiveDate};

use super::follow_up::follow_ups;
use super::moves::{CaseStanding, Move};
use super::reasons::Reason;
use super::{CaseState, Deed};
use crate::signals::{SignalKind, signal_of};

/// One consequence of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consequence {
    /// An appointment for the interview is needed.
    AppointmentNeeded,
    /// He stands on the waiting list.
    JoinsWaitingList,
    /// His attendance counts from here on.
    AttendanceBegins,
    /// No session counts for or against him until he is back: no absence, no dropout.
    AttendancePaused,
    /// He goes back to where he was.
    GoesBackTo(CaseState),
    /// He leaves his group, and a place in it is free.
    LeavesGroup,
    /// His appointments are cancelled and his tasks closed.
    TasksClosed,
    /// He is sent on to another service.
    ReferralOutExpected,
    /// The authority is owed a report.
    AuthorityIsOwed {
        /// By then, where the centre has set a term.
        by: Option<NaiveDate>,
    },
    /// The authority is owed a letter that the cause is the centre's.
    LetterOfCause {
        /// By then, where the centre has set a term.
        by: Option<NaiveDate>,
    },
    /// The women's service is told.
    WomensServiceTold(SignalKind),
    /// A completion certificate may be issued.
    CertificateMayBeIssued,
    /// He is asked after on these days.
    FollowUpsDue(Vec<NaiveDate>),
    /// He is not asked after: no follow-up is left.
    NoFollowUp,
    /// All that was written stays.
    HistoryKept,
    /// To come back takes a new episode.
    NewEpisodeToReturn,
}

impl Consequence {
    /// Its stable name, for text keys.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::AppointmentNeeded => "appointment-needed",
            Self::JoinsWaitingList => "joins-waiting-list",
            Self::AttendanceBegins => "attendance-begins",
            Self::AttendancePaused => "attendance-paused",
            Self::GoesBackTo(_) => "goes-back-to",
            Self::LeavesGroup => "leaves-group",
            Self::TasksClosed => "tasks-closed",
            Self::ReferralOutExpected => "referral-out-expected",
            Self::AuthorityIsOwed { .. } => "authority-is-owed",
            Self::LetterOfCause { .. } => "letter-of-cause",
            Self::WomensServiceTold(_) => "womens-service-told",
            Self::CertificateMayBeIssued => "certificate-may-be-issued",
            Self::FollowUpsDue(_) => "follow-ups-due",
            Self::NoFollowUp => "no-follow-up",
            Self::HistoryKept => "history-kept",
            Self::NewEpisodeToReturn => "new-episode-to-return",
        }
    }
}

/// What, besides the standing, decides what a move brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting<'a> {
    /// He is in a group.
    pub in_group: bool,
    /// An order of an authority is attached.
    pub order_attached: bool,
    /// Days within which the centre reports to the authority, if it has set them.
    pub report_days: Option<u8>,
    /// Months after the end at which the centre asks after him.
    pub follow_up_months: &'a [u8],
}

/// What `asked` brings with it, in the order in which it is said.
///
/// ```
/// # use domain::cases::{*, consequences::*, moves::*, reasons::*}; use domain::signals::SignalKind;
/// # use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let case = CaseStanding { state: CaseState::Active, ..CaseStanding::opened(day(1, 5), None) };
/// let setting =
///     Setting { in_group: true, order_attached: true, report_days: Some(7), follow_up_months: &[1] };
/// let reason = Some(Reason::Withdrawal(WithdrawalCause::Absences));
/// let leave = Move { deed: Deed::Withdraw, reason, on: day(3, 5), expected_return: None };
/// let all = consequences(&leave, &case, &setting);
/// assert_eq!(all[0], Consequence::LeavesGroup);
/// assert!(all.contains(&Consequence::AuthorityIsOwed { by: Some(day(3, 12)) }));
/// assert!(all.contains(&Consequence::WomensServiceTold(SignalKind::DroppedOut)));
/// assert!(all.contains(&Consequence::FollowUpsDue(vec![day(4, 5)])));
/// ```
#[must_use]
pub fn consequences(asked: &Move, case: &CaseStanding, setting: &Setting) -> Vec<Consequence> {
    let ends = matches!(asked.deed, Deed::Refuse | Deed::Complete | Deed::Withdraw);
    let is_last = ends || asked.deed == Deed::Close;
    let is_reported = (ends || asked.deed == Deed::Admit) && setting.order_attached;
    let by = setting.report_days.and_then(|days| asked.on.checked_add_days(Days::new(days.into())));
    let (sent_on, excused) = match asked.reason {
        Some(Reason::Refusal(cause)) => (cause.expects_referral_out(), false),
        Some(Reason::Suspension(cause)) => (false, cause.is_of_the_centre() && setting.order_attached),
        _ => (false, false),
    };
    let all = [
        at_once(asked.deed, case),
        (ends && setting.in_group).then_some(Consequence::LeavesGroup),
        is_last.then_some(Consequence::TasksClosed),
        sent_on.then_some(Consequence::ReferralOutExpected),
        is_reported.then_some(Consequence::AuthorityIsOwed { by }),
        excused.then_some(Consequence::LetterOfCause { by }),
        signal(asked, case).map(Consequence::WomensServiceTold),
        (asked.deed == Deed::Complete).then_some(Consequence::CertificateMayBeIssued),
        asked_after(asked, case, setting.follow_up_months),
        is_last.then_some(Consequence::HistoryKept),
        is_last.then_some(Consequence::NewEpisodeToReturn),
    ];
    all.into_iter().flatten().collect()
}

fn at_once(deed: Deed, case: &CaseStanding) -> Option<Consequence> {
    match deed {
        Deed::ScheduleInterview => Some(Consequence::AppointmentNeeded),
        Deed::PutOnList => Some(Consequence::JoinsWaitingList),
        Deed::Start => Some(Consequence::AttendanceBegins),
        Deed::Suspend => Some(Consequence::AttendancePaused),
        Deed::Resume => case.interrupted.map(Consequence::GoesBackTo),
        _ => None,
    }
}

fn signal(asked: &Move, case: &CaseStanding) -> Option<SignalKind> {
    signal_of(case.state, asked.deed.leads_to()?, asked.reason)
}

fn asked_after(asked: &Move, case: &CaseStanding, months: &[u8]) -> Option<Consequence> {
    let due = |is_due: bool| match follow_ups(asked.on, months) {
        days if is_due && !days.is_empty() => Consequence::FollowUpsDue(days),
        _ => Consequence::NoFollowUp,
    };
    match (asked.deed, asked.reason) {
        (Deed::Complete, _) => Some(due(true)),
        (Deed::Withdraw, Some(Reason::Withdrawal(cause))) => {
            Some(due(case.state.is_in_service() && cause.has_follow_up()))
        }
        (Deed::Close, _) => Some(Consequence::NoFollowUp),
        _ => None,
    }
}
