//! Tasks that the system derives from dates and rules: which there are, who acts, how soon.
//!
//! A task exists once for its cause (kind, subject, period) and says why it exists: the facts beside it
//! are days and counts, never words. It decides nothing; a person does it, or drops it with a reason.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Role;
use crate::named::named;

named! {
    /// What is to be done.
    TaskKind {
        /// Book the first interview.
        BookInterview = "book-interview",
        /// Hold the interview that was booked.
        HoldInterview = "hold-interview",
        /// Complete the file for admission.
        CompleteAdmission = "complete-admission",
        /// Get a consent, or decide what follows without it (LGPDPPSO 15, 16).
        ConsentMissing = "consent-missing",
        /// Ask the sender for the document of an order that is still to be accredited.
        OrderToAccredit = "order-to-accredit",
        /// Answer a referral.
        ReferralAnswer = "referral-answer",
        /// Ask again for what a referral lacks.
        ReferralMoreInfo = "referral-more-info",
        /// Place somebody who has waited longer than the centre's term.
        WaitingTooLong = "waiting-too-long",
        /// No group ends before his deadline, or hardly (CNPP 195).
        DeadlineAtRisk = "deadline-at-risk",
        /// Answer a transfer from another centre.
        TransferAnswer = "transfer-answer",
        /// Say who came to an appointment that is over.
        AppointmentUnmarked = "appointment-unmarked",
        /// Call after an unexcused absence in sessions 1 to 5.
        EarlyAbsence = "early-absence",
        /// Call after another absence that the rules of the centre name.
        ContactAfterAbsence = "contact-after-absence",
        /// Get the evidence of an excuse, or change the mark.
        ExcuseEvidence = "excuse-evidence",
        /// Approve a break in the process, or end it.
        BreakApproval = "break-approval",
        /// Review the plan of work.
        PlanReview = "plan-review",
        /// Review the risk record.
        RiskReview = "risk-review",
        /// Tell the authority of a non-compliance (CNPP 209-210).
        NoticeToAuthority = "notice-to-authority",
        /// Tell the women's service of an admission, an exit or a dropout.
        NoticeToWomensService = "notice-to-womens-service",
        /// Report progress to the authority.
        ProgressReport = "progress-report",
        /// An order expires: ask whether it was extended (LGAMVLV 28).
        OrderExpiring = "order-expiring",
        /// A threat was disclosed: call now (CNPP 178).
        ThreatAlert = "threat-alert",
        /// Report a probable crime or violence against a minor (LGAMVLV 29; CNPP 222; LGDNNA 12).
        MandatoryReport = "mandatory-report",
        /// Ask whether a suspended process can go on.
        SuspensionReview = "suspension-review",
        /// Tell the authority that a suspension is the centre's cause.
        SuspensionLetter = "suspension-letter",
        /// Hold the closing interview.
        ClosingInterview = "closing-interview",
        /// Ask after somebody who ended.
        FollowUp = "follow-up",
        /// Answer a request on one's own data (LGPDPPSO 45).
        ArcoDue = "arco-due",
        /// Renew or end an agreement with an institution.
        AgreementExpiring = "agreement-expiring",
        /// Hand a caseload over before a contract ends.
        ContractEnding = "contract-ending",
        /// Assign somebody to a group that lacks a facilitator.
        FacilitatorMissing = "facilitator-missing",
        /// See to the check of somebody who works with him (LGAMVLV 8-III).
        StaffSuitability = "staff-suitability",
        /// Separate persons or places that attend both sides (LGAMVLV 8-III).
        Separation = "separation",
        /// Audit files and sessions.
        InternalAudit = "internal-audit",
    }
}

named! {
    /// How soon somebody must look at it; the order in which tasks of one day are shown.
    Priority {
        /// Somebody may be in danger, or a duty runs «at once».
        Urgent = "urgent",
        /// A term of a law or of an authority runs, or somebody is about to be lost.
        High = "high",
        /// All others.
        Normal = "normal",
    }
}

named! {
    /// Where a task stands in the board.
    Bucket {
        /// Due before today.
        Overdue = "overdue",
        /// Due today.
        Today = "today",
        /// Due within the next seven days.
        Week = "week",
        /// Due later.
        Later = "later",
    }
}

impl TaskKind {
    /// How soon somebody must look at it.
    #[must_use]
    pub fn priority(self) -> Priority {
        match self {
            Self::ThreatAlert | Self::MandatoryReport | Self::Separation => Priority::Urgent,
            Self::EarlyAbsence
            | Self::ContactAfterAbsence
            | Self::ReferralAnswer
            | Self::DeadlineAtRisk
            | Self::NoticeToAuthority
            | Self::NoticeToWomensService
            | Self::SuspensionLetter
            | Self::OrderExpiring
            | Self::ConsentMissing
            | Self::ArcoDue
            | Self::RiskReview
            | Self::FacilitatorMissing
            | Self::StaffSuitability => Priority::High,
            _ => Priority::Normal,
        }
    }

    /// Whose it is, where no one person is named. The coordinator of the centre sees all of them.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::BookInterview
            | Self::HoldInterview
            | Self::CompleteAdmission
            | Self::ConsentMissing
            | Self::OrderToAccredit
            | Self::ReferralMoreInfo
            | Self::FollowUp => Role::Intake,
            Self::AppointmentUnmarked
            | Self::EarlyAbsence
            | Self::ContactAfterAbsence
            | Self::ExcuseEvidence
            | Self::PlanReview
            | Self::RiskReview
            | Self::ClosingInterview
            | Self::ThreatAlert => Role::Facilitator,
            _ => Role::Coordinator,
        }
    }
}

/// What makes a task of one kind and subject another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskPeriod {
    /// It exists once for its subject.
    Once,
    /// Once for that day: a term, an end, an absence.
    Day(NaiveDate),
    /// Once for that number: a session, a round.
    Number(u16),
    /// Once for that other thing.
    Of(Uuid),
}

/// What opens a task at most once.
///
/// ```
/// # use domain::tasks::{Cause, TaskKind, TaskPeriod}; use uuid::Uuid;
/// let cause = Cause { kind: TaskKind::EarlyAbsence, subject: Uuid::nil(), period: TaskPeriod::Number(3) };
/// assert_eq!(cause.to_string(), "early-absence:00000000-0000-0000-0000-000000000000:3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// The kind.
    pub kind: TaskKind,
    /// The case, enrolment, referral, order, … that it is about.
    pub subject: Uuid,
    /// Which time.
    pub period: TaskPeriod,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.subject)?;
        match self.period {
            TaskPeriod::Once => Ok(()),
            TaskPeriod::Day(day) => write!(f, ":{day}"),
            TaskPeriod::Number(number) => write!(f, ":{number}"),
            TaskPeriod::Of(id) => write!(f, ":{id}"),
        }
    }
}

/// The bucket of a task that is due on `due_on`.
///
/// ```
/// # use domain::tasks::{Bucket, bucket}; use chrono::NaiveDate;
/// let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
/// assert_eq!([4, 5, 12, 13].map(|due| bucket(day(due), day(5))),
///     [Bucket::Overdue, Bucket::Today, Bucket::Week, Bucket::Later]);
/// ```
#[must_use]
pub fn bucket(due_on: NaiveDate, today: NaiveDate) -> Bucket {
    match due_on {
        due if due < today => Bucket::Overdue,
        due if due == today => Bucket::Today,
        due if due <= today + Days::new(7) => Bucket::Week,
        _ => Bucket::Later,
    }
}

named! {
    /// What a fact of a task is; «why it exists» is worded from it.
    FactName {
        /// The day since which it is so.
        Since = "since",
        /// The day of the deadline.
        Deadline = "deadline",
        /// The day on which something ends.
        Ends = "ends",
        /// The day of the last absence, contact or session.
        Last = "last",
        /// The day of an appointment.
        Appointment = "appointment",
        /// The number of a session, or of a month of follow-up.
        Number = "number",
        /// How many absences without reason.
        Unexcused = "unexcused",
        /// How many of them in a row.
        Consecutive = "consecutive",
        /// How many days have gone by.
        Days = "days",
        /// How many attempts were made.
        Attempts = "attempts",
        /// How many things are missing.
        Missing = "missing",
        /// The number of the rule of the centre's standard, as in R6.
        Rule = "rule",
    }
}

/// The facts that a task rests on, kept in clear beside it: days and counts, no words, nobody's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskFacts {
    /// Days.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub days: BTreeMap<FactName, NaiveDate>,
    /// Counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<FactName, u32>,
}

impl TaskFacts {
    /// With that day too.
    #[must_use]
    pub fn day(mut self, name: FactName, day: NaiveDate) -> Self {
        self.days.insert(name, day);
        self
    }

    /// With that count too.
    #[must_use]
    pub fn count(mut self, name: FactName, count: u32) -> Self {
        self.counts.insert(name, count);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Cause, FactName, Priority, TaskFacts, TaskKind, TaskPeriod, bucket};
    use crate::access::Role;
    use chrono::NaiveDate;
    use uuid::Uuid;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_cause_names_kind_subject_and_period() {
        let subject = Uuid::from_u128(1);
        let cause = |period| Cause { kind: TaskKind::OrderExpiring, subject, period }.to_string();
        let start = format!("order-expiring:{subject}");
        assert_eq!(cause(TaskPeriod::Once), start);
        assert_eq!(cause(TaskPeriod::Day(day(5))), format!("{start}:2026-03-05"));
        assert_eq!(cause(TaskPeriod::Of(subject)), format!("{start}:{subject}"));
    }

    #[test]
    fn a_task_due_in_seven_days_is_of_this_week_and_in_eight_is_later() {
        assert_eq!(bucket(day(6), day(5)), Bucket::Week);
        assert_eq!(bucket(day(12), day(5)), Bucket::Week);
        assert_eq!(bucket(day(13), day(5)), Bucket::Later);
    }

    #[test]
    fn danger_comes_first_and_only_roles_of_a_centre_act() {
        let urgent: Vec<_> =
            TaskKind::ALL.iter().filter(|kind| kind.priority() == Priority::Urgent).collect();
        assert_eq!(urgent, [&TaskKind::ThreatAlert, &TaskKind::MandatoryReport, &TaskKind::Separation]);
        assert!(TaskKind::ALL.iter().all(|kind| kind.role().is_of_a_centre()));
        assert_eq!(TaskKind::EarlyAbsence.role(), Role::Facilitator);
    }

    #[test]
    fn facts_are_days_and_counts_only() {
        let facts = TaskFacts::default().day(FactName::Last, day(5)).count(FactName::Unexcused, 3);
        let text = toml::to_string(&facts).unwrap();
        assert_eq!(toml::from_str::<TaskFacts>(&text).unwrap(), facts);
        assert!(toml::from_str::<TaskFacts>("[counts]\nunexcused = 'llamó su hermana'").is_err());
        assert!(toml::from_str::<TaskFacts>("note = 'llamó su hermana'").is_err());
    }
}
