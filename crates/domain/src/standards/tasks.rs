//! The tasks that results propose. A proposal decides nothing: a human does the task or drops it.

use chrono::NaiveDate;

use super::judgement::{Judgement, Subject};
use super::{RuleId, RuleResult};
use crate::named::named;

named! {
    /// What somebody is to do.
    TaskKind {
        /// End before the order's deadline, or ask for more time.
        OrderDeadline = "order-deadline",
        /// Speak with him after an absence.
        ContactAfterAbsence = "contact-after-absence",
        /// Get evidence of an excuse, or change the mark.
        ExcuseEvidence = "excuse-evidence",
        /// Approve a break, or end it.
        BreakApproval = "break-approval",
        /// Tell the authority.
        NoticeToAuthority = "notice-to-authority",
        /// Tell the women's service.
        NoticeToWomensService = "notice-to-womens-service",
        /// Review the plan.
        PlanReview = "plan-review",
        /// Report progress.
        ProgressReport = "progress-report",
        /// Audit.
        InternalAudit = "internal-audit",
        /// See to who may work with him.
        StaffSuitability = "staff-suitability",
        /// Separate data or place.
        Separation = "separation",
        /// Sign or renew the agreement.
        Agreement = "agreement",
    }
}

/// A task that a result proposes; unique by rule, subject and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskProposal {
    /// By which rule.
    pub rule: RuleId,
    /// About whom.
    pub subject: Subject,
    /// The day that names what it is about.
    pub period: NaiveDate,
    /// What is to be done.
    pub kind: TaskKind,
    /// By when.
    pub due_on: NaiveDate,
}

impl RuleId {
    /// The task that the rule proposes while something is due.
    #[must_use]
    pub fn task(self) -> Option<TaskKind> {
        match self {
            Self::R2 => Some(TaskKind::OrderDeadline),
            Self::R6 => Some(TaskKind::ContactAfterAbsence),
            Self::R7 => Some(TaskKind::ExcuseEvidence),
            Self::R8 => Some(TaskKind::BreakApproval),
            Self::R9 => Some(TaskKind::NoticeToAuthority),
            Self::R10 => Some(TaskKind::NoticeToWomensService),
            Self::R12 => Some(TaskKind::PlanReview),
            Self::R13 => Some(TaskKind::ProgressReport),
            Self::R15 => Some(TaskKind::InternalAudit),
            Self::R16 => Some(TaskKind::StaffSuitability),
            Self::R17 => Some(TaskKind::Separation),
            Self::R18 => Some(TaskKind::Agreement),
            Self::R1 | Self::R3 | Self::R4 | Self::R5 | Self::R11 | Self::R14 => None,
        }
    }
}

/// The tasks that results propose, in order, each once. Results of several profiles may be given together:
/// of two terms for the same thing the earlier one counts.
#[must_use]
pub fn proposals(results: &[RuleResult<'_>]) -> Vec<TaskProposal> {
    let propose = |result: &RuleResult<'_>| {
        let Judgement { subject, on, due_on, .. } = result.judgement;
        Some(TaskProposal {
            rule: result.rule,
            subject,
            period: on,
            kind: result.rule.task()?,
            due_on: due_on?,
        })
    };
    let mut tasks: Vec<TaskProposal> = results.iter().filter_map(propose).collect();
    tasks.sort_unstable();
    tasks.dedup_by_key(|task| (task.rule, task.subject, task.period));
    tasks
}
