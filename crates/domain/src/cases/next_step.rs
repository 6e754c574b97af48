//! The one next step of a case: what to do now, why, and by when. It is a suggestion; a person decides.
//!
//! Absences come first: most men who leave do so in the first five sessions (reference
//! `domain-mexico` §0 row 10). A document that is still to come never holds the service up.

use chrono::NaiveDate;

use super::CaseState;
use super::moves::CaseStanding;
use super::readiness::Lack;
use crate::named::named;

named! {
    /// What to do.
    StepKind {
        /// Book the interview.
        BookInterview = "book-interview",
        /// Hold the interview.
        HoldInterview = "hold-interview",
        /// Complete the file for admission; the step names the first lack.
        CompleteAdmissionFile = "complete-admission-file",
        /// Decide on admission.
        Decide = "decide",
        /// Put him on the waiting list.
        PutOnList = "put-on-list",
        /// Assign him to a group.
        AssignToGroup = "assign-to-group",
        /// Contact him after an absence.
        ContactAfterAbsence = "contact-after-absence",
        /// Ask the sender for the document of the order and attach it.
        AttachOrder = "attach-order",
        /// Ask whether he can come back.
        Resume = "resume",
        /// Take the closing interview.
        TakeClosingInterview = "take-closing-interview",
        /// Complete the file for closing; the step names the first lack.
        CompleteClosingFile = "complete-closing-file",
        /// End the case as completed.
        Complete = "complete",
        /// Report to the authority.
        ReportToAuthority = "report-to-authority",
        /// Send him on to another service.
        ReferOut = "refer-out",
        /// Begin the follow-up.
        BeginFollowUp = "begin-follow-up",
        /// Make the follow-up that is due.
        FollowUpDue = "follow-up-due",
        /// Close the episode.
        Close = "close",
    }
}

named! {
    /// Why that is the next step.
    Why {
        /// No appointment is made, or he did not come to the last one.
        NoAppointment = "no-appointment",
        /// The appointment is made.
        Appointment = "appointment",
        /// The file lacks something.
        FileLacks = "file-lacks",
        /// The file is complete.
        FileComplete = "file-complete",
        /// No group has a place.
        NoPlace = "no-place",
        /// A group has a place.
        Place = "place",
        /// He has begun and is in no group.
        InNoGroup = "in-no-group",
        /// He missed a session and nobody has spoken to him.
        Absence = "absence",
        /// He is said to be ordered and no document shows it.
        OrderNotAttached = "order-not-attached",
        /// The case is suspended.
        Suspended = "suspended",
        /// No session is left.
        CourseOver = "course-over",
        /// The authority waits for an answer.
        AuthorityWaits = "authority-waits",
        /// What keeps him from this service is treated elsewhere.
        NotAdmitted = "not-admitted",
        /// The case has ended.
        Ended = "ended",
        /// A follow-up is planned.
        FollowUpPlanned = "follow-up-planned",
        /// A new episode was opened.
        CameBack = "came-back",
        /// Nothing is left to do.
        NothingPending = "nothing-pending",
    }
}

/// The next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What to do.
    pub kind: StepKind,
    /// Why.
    pub why: Why,
    /// By when, if a day is known.
    pub due: Option<NaiveDate>,
    /// What the file lacks first, where the step is to complete it.
    pub lack: Option<Lack>,
}

/// What is going on around a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Situation {
    /// The interview booked and not missed: its day.
    pub interview_on: Option<NaiveDate>,
    /// The interview was held.
    pub interviewed: bool,
    /// He is said to be ordered and the document is not attached.
    pub order_unproved: bool,
    /// He is in a group or in individual sessions.
    pub in_group: bool,
    /// Some group that suits him has a place.
    pub place_free: bool,
    /// By when he is to be contacted after an absence that nobody has asked him about.
    pub contact_by: Option<NaiveDate>,
    /// No session of his is left.
    pub course_over: bool,
    /// By when the authority is owed a report or an answer not sent yet.
    pub report_by: Option<NaiveDate>,
    /// He is to be sent on to another service and was not yet.
    pub referral_out_owed: bool,
    /// When a suspended case is expected back.
    pub expected_return: Option<NaiveDate>,
    /// The next follow-up ([`super::follow_up::next_follow_up`]).
    pub follow_up_on: Option<NaiveDate>,
    /// A later episode was opened.
    pub came_back: bool,
}

/// The next step of a case; `None` when there is nothing to do but go on, or it is closed.
///
/// ```
/// # use domain::cases::{*, moves::*, next_step::*, readiness::*}; use chrono::NaiveDate;
/// let day = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
/// let case = CaseStanding {
///     state: CaseState::Interview, lacks: vec![Lack::RiskRecord], ..CaseStanding::opened(day, None)
/// };
/// let held = Situation { interviewed: true, ..Situation::default() };
/// let step = next_step(&case, &held).unwrap();
/// assert_eq!((step.kind, step.lack), (StepKind::CompleteAdmissionFile, Some(Lack::RiskRecord)));
/// ```
#[must_use]
pub fn next_step(case: &CaseStanding, now: &Situation) -> Option<Step> {
    let step = |kind, why, due| Some(Step { kind, why, due, lack: None });
    match case.state {
        CaseState::FirstContact => step(StepKind::BookInterview, Why::NoAppointment, None),
        CaseState::Interview => before_decision(case, now),
        CaseState::Active if now.contact_by.is_some() => {
            step(StepKind::ContactAfterAbsence, Why::Absence, now.contact_by)
        }
        state if state != CaseState::Closed && now.report_by.is_some() => {
            step(StepKind::ReportToAuthority, Why::AuthorityWaits, now.report_by)
        }
        CaseState::Admitted | CaseState::Waiting if now.place_free => {
            step(StepKind::AssignToGroup, Why::Place, None)
        }
        CaseState::Admitted => step(StepKind::PutOnList, Why::NoPlace, None),
        CaseState::Active if now.course_over => before_completion(case),
        CaseState::Active if !now.in_group => step(StepKind::AssignToGroup, Why::InNoGroup, None),
        state if state.is_in_service() && now.order_unproved => {
            step(StepKind::AttachOrder, Why::OrderNotAttached, None)
        }
        CaseState::Suspended => step(StepKind::Resume, Why::Suspended, now.expected_return),
        CaseState::NotAdmitted if now.referral_out_owed => step(StepKind::ReferOut, Why::NotAdmitted, None),
        CaseState::Completed | CaseState::Withdrawn | CaseState::FollowUp if now.came_back => {
            step(StepKind::Close, Why::CameBack, None)
        }
        CaseState::Completed | CaseState::Withdrawn if case.has_follow_up() => {
            step(StepKind::BeginFollowUp, Why::Ended, now.follow_up_on)
        }
        CaseState::FollowUp if now.follow_up_on.is_some() => {
            step(StepKind::FollowUpDue, Why::FollowUpPlanned, now.follow_up_on)
        }
        CaseState::NotAdmitted | CaseState::Completed | CaseState::Withdrawn | CaseState::FollowUp => {
            step(StepKind::Close, Why::NothingPending, None)
        }
        CaseState::Waiting | CaseState::Active | CaseState::Closed => None,
    }
}

fn before_decision(case: &CaseStanding, now: &Situation) -> Option<Step> {
    let missing = case.lacks.iter().copied().find(|lack| *lack != Lack::DecisionReason);
    let (kind, why, due) = match (now.interviewed, now.interview_on, missing) {
        (false, None, _) => (StepKind::BookInterview, Why::NoAppointment, None),
        (false, on, _) => (StepKind::HoldInterview, Why::Appointment, on),
        (true, _, Some(_)) => (StepKind::CompleteAdmissionFile, Why::FileLacks, None),
        (true, _, None) => (StepKind::Decide, Why::FileComplete, now.report_by),
    };
    let lack = missing.filter(|_| kind == StepKind::CompleteAdmissionFile);
    Some(Step { kind, why, due, lack })
}

fn before_completion(case: &CaseStanding) -> Option<Step> {
    let lack = case.lacks.first().copied();
    let kind = match lack {
        Some(_) if case.lacks == [Lack::ClosingInterview] => StepKind::TakeClosingInterview,
        Some(_) => StepKind::CompleteClosingFile,
        None => StepKind::Complete,
    };
    let why = if lack.is_some() { Why::CourseOver } else { Why::FileComplete };
    Some(Step { kind, why, due: None, lack })
}
