//! The rules of a standard for programmes with men who use violence, as data: 18 small functions over
//! [`Facts`], and profiles that hold parameters, level and source only.
//!
//! A rule never decides: it says met or not, since when, by which facts and by which source, and
//! proposes a task; a human confirms. The rules R1–R18 are those of the catalogue in `docs/standards.md`.

pub mod attendance;
pub mod centre;
pub mod course;
pub mod duties;
pub mod facts;
pub mod judgement;
pub mod params;
pub mod profile;
pub mod sessions;
pub mod tasks;

use self::facts::Facts;
use self::judgement::Judgement;
use self::profile::{Entry, Profile, Source};
use crate::named::named;

named! {
    /// A rule of the catalogue.
    RuleId {
        /// Contact hours: only minutes present count, without breaks.
        R1 = "R1",
        /// Calendar weeks from the first session to the last.
        R2 = "R2",
        /// Length of a session, by how many are there.
        R3 = "R3",
        /// Size of the group.
        R4 = "R4",
        /// Two facilitators, a woman and a man where possible.
        R5 = "R5",
        /// Absences without a reason.
        R6 = "R6",
        /// Evidence of an excuse, in time.
        R7 = "R7",
        /// A long break needs approval.
        R8 = "R8",
        /// Notice of non-compliance to the ordering authority.
        R9 = "R9",
        /// Notice to the women's service.
        R10 = "R10",
        /// Attendance alone does not complete.
        R11 = "R11",
        /// Reviews of the plan.
        R12 = "R12",
        /// Progress reports to the authority.
        R13 = "R13",
        /// Transfers, and the hours of who comes back.
        R14 = "R14",
        /// Internal audit.
        R15 = "R15",
        /// Suitability of staff.
        R16 = "R16",
        /// Her data and her place are apart.
        R17 = "R17",
        /// Agreement with a women's service.
        R18 = "R18",
    }
}

named! {
    /// What the screen does with a rule that is not met.
    Level {
        /// Refuses; only for a rule of Mexican law.
        Block = "block",
        /// Warns.
        Warn = "warn",
        /// Counts it in the quality report.
        Report = "report",
    }
}

/// A judgement under a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleResult<'p> {
    /// By which rule.
    pub rule: RuleId,
    /// What the screen does if it is not met.
    pub level: Level,
    /// Where the rule comes from.
    pub source: &'p Source,
    /// What it says.
    pub judgement: Judgement,
}

/// Judges by all rules of a profile that are enabled. A rule with nothing to judge yet says nothing.
///
/// ```
/// # use domain::standards::{RuleId, evaluate, facts::*, judgement::Verdict, profile::{SHIPPED, parse},
/// #     tasks::{TaskKind, proposals}};
/// # use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let washington = parse(SHIPPED[2]).unwrap();
/// let facts = Facts {
///     today: day(3, 9),
///     order: Some(Order { is_attached: true, deadline: None }),
///     authority_notices: vec![AuthorityNotice { what: NonCompliance::Rules, since: day(3, 5), sent_on: None }],
///     ..Facts::default()
/// };
/// let results = evaluate(&washington, &facts);
/// let notice = results.iter().find(|result| result.rule == RuleId::R9).unwrap();
/// assert_eq!(notice.judgement.verdict, Verdict::Pending);
/// assert!(notice.source.citation.starts_with("WAC 388-60B-0425"), "within seven days");
/// let task = proposals(&results).into_iter().find(|task| task.rule == RuleId::R9).unwrap();
/// assert_eq!((task.kind, task.due_on), (TaskKind::NoticeToAuthority, day(3, 12)));
/// ```
#[must_use]
pub fn evaluate<'p>(profile: &'p Profile, facts: &Facts) -> Vec<RuleResult<'p>> {
    let rules = &profile.rules;
    let mut results = Vec::new();
    let too_many = enabled(&rules.r6).and_then(|r6| attendance::too_many_absences_on(facts, &r6.params));
    judge(&mut results, RuleId::R1, &rules.r1, |p| attendance::r1_contact_hours(facts, p));
    judge(&mut results, RuleId::R2, &rules.r2, |p| attendance::r2_calendar_weeks(facts, p));
    judge(&mut results, RuleId::R3, &rules.r3, |p| sessions::r3_session_length(facts, p));
    judge(&mut results, RuleId::R4, &rules.r4, |p| sessions::r4_group_size(facts, p));
    judge(&mut results, RuleId::R5, &rules.r5, |p| sessions::r5_facilitator_pair(facts, p));
    judge(&mut results, RuleId::R6, &rules.r6, |p| attendance::r6_unexcused_absences(facts, p));
    judge(&mut results, RuleId::R7, &rules.r7, |p| attendance::r7_excuse_evidence(facts, p));
    judge(&mut results, RuleId::R8, &rules.r8, |p| attendance::r8_breaks(facts, p));
    judge(&mut results, RuleId::R9, &rules.r9, |p| duties::r9_notice_to_authority(facts, p, too_many));
    judge(&mut results, RuleId::R10, &rules.r10, |p| duties::r10_notice_to_womens_service(facts, p));
    judge(&mut results, RuleId::R11, &rules.r11, |p| course::r11_completion(facts, p));
    judge(&mut results, RuleId::R12, &rules.r12, |p| duties::r12_plan_reviews(facts, p));
    judge(&mut results, RuleId::R13, &rules.r13, |p| duties::r13_progress_reports(facts, p));
    judge(&mut results, RuleId::R14, &rules.r14, |p| course::r14_reentry(facts, p));
    judge(&mut results, RuleId::R15, &rules.r15, |p| centre::r15_internal_audit(facts, p));
    judge(&mut results, RuleId::R16, &rules.r16, |p| centre::r16_staff(facts, p));
    judge(&mut results, RuleId::R17, &rules.r17, |p| centre::r17_separation(facts, p));
    judge(&mut results, RuleId::R18, &rules.r18, |p| centre::r18_agreement(facts, p));
    results
}

fn enabled<P>(entry: &Option<Entry<P>>) -> Option<&Entry<P>> {
    entry.as_ref().filter(|entry| entry.enabled)
}

fn judge<'p, P>(
    results: &mut Vec<RuleResult<'p>>,
    rule: RuleId,
    entry: &'p Option<Entry<P>>,
    by: impl FnOnce(&P) -> Vec<Judgement>,
) {
    if let Some(Entry { level, source, params, .. }) = enabled(entry) {
        let of = |judgement| RuleResult { rule, level: *level, source, judgement };
        results.extend(by(params).into_iter().map(of));
    }
}
