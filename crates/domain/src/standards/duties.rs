//! The rules with a term: notices (R9, R10), reviews and reports (R12, R13). They go on during a suspension.

use chrono::{Days, Months, NaiveDate};

use super::facts::{Facts, NonCompliance, NoticeReason};
use super::judgement::{DayOf, Evidence, Judgement, Missing, Unit, Verdict};
use super::params::{AuthorityTerm, PlanReviews, ProgressReports, ServiceTerms};

/// R9: the authority that ordered the service is told of a non-compliance within so many days
/// (Washington, WAC 388-60B-0425 (6): 7; unjustified ones go to the parties, CNPP art. 209–210). Too many
/// absences by R6 are one, from the day `too_many_on`. Nothing compulsory follows until the order is there.
#[must_use]
pub fn r9_notice_to_authority(
    facts: &Facts,
    p: &AuthorityTerm,
    too_many_on: Option<NaiveDate>,
) -> Vec<Judgement> {
    let Some(order) = facts.order else { return Vec::new() };
    let is_of_absences = |what| what == NonCompliance::Absences;
    let told_of_absences = |since| {
        let sent = facts.authority_notices.iter().filter(|n| is_of_absences(n.what));
        sent.filter_map(|n| n.sent_on).filter(|sent| *sent >= since).min()
    };
    let by_rule = too_many_on.map(|since| (since, told_of_absences(since)));
    let noted = facts.authority_notices.iter().filter(|n| too_many_on.is_none() || !is_of_absences(n.what));
    let events = by_rule.into_iter().chain(noted.map(|n| (n.since, n.sent_on)));
    events
        .map(|(since, sent_on)| match order.is_attached {
            true => Judgement::duty(since, after(since, p.days.get()), sent_on, facts.today),
            false => {
                let verdict = Verdict::Unknown { missing: Missing::OrderDocument };
                Judgement::new(since, verdict, vec![Evidence::Day(DayOf::Start, since)])
            }
        })
        .collect()
}

/// R10: the women's service is told that he was accepted, refused, dropped out, was discharged, or
/// disclosed a threat (Washington, WAC 110-60A-0325: 14 days for the first two). What counts is our
/// outbox: nothing comes back.
#[must_use]
pub fn r10_notice_to_womens_service(facts: &Facts, p: &ServiceTerms) -> Vec<Judgement> {
    let days = |reason| match reason {
        NoticeReason::Accepted => p.accepted_days,
        NoticeReason::Refused => p.refused_days,
        NoticeReason::Dropped => p.dropped_days,
        NoticeReason::Discharged => p.discharged_days,
        NoticeReason::Threat => p.threat_days,
    };
    let notices = facts.service_notices.iter();
    notices
        .filter_map(|n| {
            let due = after(n.on, days(n.reason)?.get());
            Some(Judgement::duty(n.on, due, n.queued_on, facts.today))
        })
        .collect()
}

/// R12: the plan is reviewed at most so many months apart, and so often before completion (Colorado:
/// every 2–3 months, at least 2).
#[must_use]
pub fn r12_plan_reviews(facts: &Facts, p: &PlanReviews) -> Vec<Judgement> {
    let Some(start) = facts.started else { return Vec::new() };
    let mut judged = periodic(facts, start, &facts.plan_reviews, p.every_months.get());
    if let (Some(end), Some(least)) = (facts.completed_on(), p.min_reviews) {
        let before_end = facts.plan_reviews.iter().filter(|day| **day >= start && **day <= end).count();
        let found = u32::try_from(before_end).unwrap_or(u32::MAX);
        let limit = u32::from(least.get());
        let verdict = if found >= limit { Verdict::Met } else { Verdict::NotMet { since: end } };
        judged.push(Judgement::new(
            end,
            verdict,
            vec![Evidence::Amount { unit: Unit::Reviews, found, limit }],
        ));
    }
    judged
}

/// R13: a report of progress to the authority at most so many months apart (California: 3). Only with the
/// order at hand.
#[must_use]
pub fn r13_progress_reports(facts: &Facts, p: &ProgressReports) -> Vec<Judgement> {
    match (facts.started, facts.order) {
        (Some(start), Some(order)) if order.is_attached => {
            periodic(facts, start, &facts.progress_reports, p.every_months.get())
        }
        _ => Vec::new(),
    }
}

/// Each stretch from the start or from one of `done` to the next that was too long, and the running one.
fn periodic(facts: &Facts, start: NaiveDate, done: &[NaiveDate], months: u16) -> Vec<Judgement> {
    let last_day = facts.last_day();
    let within = done.iter().copied().filter(|day| *day > start && *day <= last_day);
    let from: Vec<NaiveDate> = std::iter::once(start).chain(within).collect();
    let due = |from: NaiveDate| from + Months::new(months.into());
    let mut judged: Vec<Judgement> = from
        .windows(2)
        .map(|pair| Judgement::duty(pair[0], due(pair[0]), Some(pair[1]), last_day))
        .filter(|stretch| stretch.verdict != Verdict::Met)
        .collect();
    let last = *from.last().unwrap_or(&start);
    judged.push(match facts.ended {
        Some(ending) => Judgement::duty(last, due(last), Some(ending.on), last_day),
        None => Judgement::duty(last, due(last), None, last_day),
    });
    judged
}

fn after(day: NaiveDate, days: u16) -> NaiveDate {
    day + Days::new(days.into())
}
