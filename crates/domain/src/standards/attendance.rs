//! The rules that attendance decides for the man: R1, R2, R6, R7, R8.
//!
//! An owed roll is never an absence: where it could turn the verdict, the verdict is unknown. Days in a
//! suspension count neither as absence nor as break.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::facts::{Facts, SessionFact};
use super::judgement::{DayOf, Evidence, Judgement, Missing, Unit, Verdict};
use super::params::{Absences, Break, ContactHours, Excuse, Weeks};
use crate::attendance::roll::Mark;
use crate::calendar::Calendar;

/// R1: contact hours count only minutes present, without breaks, and what was kept from before
/// (Rhode Island 244-RICR-00-00-2.5.1-A). Judged when the case is completed.
#[must_use]
pub fn r1_contact_hours(facts: &Facts, p: &ContactHours) -> Vec<Judgement> {
    let Some(start) = facts.started else { return Vec::new() };
    let kept: u32 = facts.earlier.iter().filter_map(|earlier| earlier.kept_minutes).sum();
    let found = kept + facts.sessions.iter().map(SessionFact::contact_minutes).sum::<u32>();
    let at_most = |s: &SessionFact| u32::from(s.prescribed_minutes.saturating_sub(s.break_minutes));
    let owed: u32 = facts.sessions.iter().filter(|s| s.mark.is_none()).map(at_most).sum();
    let limit = u32::from(p.min_hours.get()) * 60;
    let missing = if facts.earlier.iter().any(|earlier| earlier.kept_minutes.is_none()) {
        Some(Missing::KeptHours)
    } else {
        (found + owed >= limit).then_some(Missing::Roll)
    };
    enough(facts, start, Evidence::Amount { unit: Unit::Minutes, found, limit }, missing)
}

/// R2: calendar weeks from the first session attended to the last, both included and without suspended
/// days: 16 weekly sessions are 16 weeks. Also says, while the case is open, whether so many weeks fit
/// before the deadline of the order (CNPP art. 191–195: a suspension of proceedings has an end).
#[must_use]
pub fn r2_calendar_weeks(facts: &Facts, p: &Weeks) -> Vec<Judgement> {
    let Some(start) = facts.started else { return Vec::new() };
    let limit = u32::from(p.min_weeks.get());
    let found = weeks(facts, SessionFact::is_attended);
    let possible = weeks(facts, |s| s.is_attended() || s.mark.is_none());
    let missing = (possible >= limit).then_some(Missing::Roll);
    let mut judged = enough(facts, start, Evidence::Amount { unit: Unit::Weeks, found, limit }, missing);
    if let (None, Some(deadline)) = (facts.ended, facts.order.and_then(|order| order.deadline)) {
        judged.extend(weeks_after_deadline(start, deadline, limit));
    }
    judged
}

fn weeks(facts: &Facts, counts: impl Fn(&SessionFact) -> bool) -> u32 {
    let mut days = facts.sessions.iter().filter(|s| counts(s)).map(|s| s.on);
    let Some(first) = days.next() else { return 0 };
    let last = days.last().unwrap_or(first);
    let between = u32::try_from(facts.days_between(first, last).count()).unwrap_or(u32::MAX);
    (between + 1) / 7 + 1
}

fn weeks_after_deadline(start: NaiveDate, deadline: NaiveDate, weeks: u32) -> Option<Judgement> {
    let needed = Days::new(u64::from(weeks.saturating_sub(1)) * 7);
    let earliest_end = start + needed;
    let evidence = vec![Evidence::Day(DayOf::Limit, deadline), Evidence::Day(DayOf::End, earliest_end)];
    let late = Judgement::new(deadline, Verdict::NotMet { since: start }, evidence);
    (earliest_end > deadline).then_some(Judgement { due_on: Some(deadline), ..late })
}

/// Whether enough was received; `missing` is what could still make it enough.
fn enough(facts: &Facts, on: NaiveDate, amount: Evidence, missing: Option<Missing>) -> Vec<Judgement> {
    let is_met = matches!(amount, Evidence::Amount { found, limit, .. } if found >= limit);
    let verdict = match (facts.completed_on(), missing) {
        _ if is_met => Verdict::Met,
        (Some(_), Some(missing)) => Verdict::Unknown { missing },
        (Some(since), None) => Verdict::NotMet { since },
        (None, _) if facts.ended.is_some() => return Vec::new(),
        (None, _) => Verdict::Pending,
    };
    vec![Judgement::new(on, verdict, vec![amount])]
}

/// Absences counted in the order of sessions.
#[derive(Default)]
struct Count {
    total: u32,
    in_a_row: u32,
    longest: u32,
    too_many_on: Option<NaiveDate>,
}

fn count_absences(facts: &Facts, p: &Absences, owed_are_absences: bool) -> Count {
    let mut count = Count::default();
    for session in &facts.sessions {
        let is_absence =
            session.mark == Some(Mark::Unexcused) || (owed_are_absences && session.mark.is_none());
        if session.is_attended() || (session.mark.is_none() && !owed_are_absences) {
            count.in_a_row = 0;
        } else if is_absence && !facts.is_suspended(session.on) {
            count.total += 1;
            count.in_a_row += 1;
            count.longest = count.longest.max(count.in_a_row);
            let is_reached = p.total.is_some_and(|most| count.total >= u32::from(most.get()))
                || p.consecutive.is_some_and(|most| count.in_a_row >= u32::from(most.get()));
            if is_reached {
                count.too_many_on.get_or_insert(session.on);
            }
        }
    }
    count
}

/// The day of the absence with which there were too many for R6, if it came to that.
#[must_use]
pub fn too_many_absences_on(facts: &Facts, p: &Absences) -> Option<NaiveDate> {
    count_absences(facts, p, false).too_many_on
}

/// R6: absences without a reason, in all and in a row (Oklahoma: 3 in a row or 7 in all). One with a
/// reason neither counts nor ends a row; only a session attended ends it. After each absence somebody tries
/// to speak with him, or he comes back, within the days of the profile.
#[must_use]
pub fn r6_unexcused_absences(facts: &Facts, p: &Absences) -> Vec<Judgement> {
    let Some(start) = facts.started else { return Vec::new() };
    let count = count_absences(facts, p, false);
    let verdict = match (count.too_many_on, count_absences(facts, p, true).too_many_on) {
        (Some(since), _) => Verdict::NotMet { since },
        (None, Some(_)) => Verdict::Unknown { missing: Missing::Roll },
        (None, None) => Verdict::Met,
    };
    let amount = |unit, found, limit: u16| Evidence::Amount { unit, found, limit: u32::from(limit) };
    let missed: Vec<&SessionFact> = absences(facts, Mark::Unexcused).collect();
    let mut evidence = vec![Evidence::Sessions(missed.iter().map(|s| s.number).collect())];
    evidence.extend(p.total.map(|most| amount(Unit::Absences, count.total, most.get())));
    evidence.extend(p.consecutive.map(|most| amount(Unit::AbsencesInARow, count.longest, most.get())));
    let mut judged = vec![Judgement::new(start, verdict, evidence)];
    if let Some(days) = p.contact_days {
        let contacts = missed.iter().map(|s| contact_after(facts, s, Days::new(days.get().into())));
        judged.extend(contacts.filter(|contact| contact.verdict != Verdict::Met));
    }
    judged
}

fn contact_after(facts: &Facts, missed: &SessionFact, within: Days) -> Judgement {
    let back = facts.sessions.iter().find(|s| s.on > missed.on && s.is_attended()).map(|s| s.on);
    let spoken = facts.contacts.iter().copied().find(|day| *day >= missed.on);
    let ended = facts.ended.map(|ending| ending.on);
    let done = [back, spoken, ended].into_iter().flatten().min();
    Judgement::duty(missed.on, missed.on + within, done, facts.today)
}

/// Absences with that mark, outside suspensions.
fn absences(facts: &Facts, mark: Mark) -> impl Iterator<Item = &SessionFact> {
    facts.sessions.iter().filter(move |s| s.mark == Some(mark) && !facts.is_suspended(s.on))
}

/// R7: evidence of an excuse is handed in within so many working days (a Virginia provider: the next
/// day). Says nothing of those handed in on time.
#[must_use]
pub fn r7_excuse_evidence(facts: &Facts, p: &Excuse) -> Vec<Judgement> {
    let extra = facts.centre.rest_days.iter().map(|day| (*day, String::new())).collect();
    let calendar = Calendar { extra };
    let within = u32::from(p.working_days.get());
    let excused = absences(facts, Mark::Excused).map(|s| {
        let due = calendar.add_working_days(s.on, within);
        let mut judged = Judgement::duty(s.on, due, s.excuse_on, facts.today);
        judged.evidence.push(Evidence::Sessions(vec![s.number]));
        judged
    });
    excused.filter(|judged| judged.verdict != Verdict::Met).collect()
}

/// R8: a break is the days between two sessions attended, without suspended days; each day beyond the
/// limit needs an approval (Washington, WAC 388-60B-0420 (4): 30 days, approved by the supervisor).
#[must_use]
pub fn r8_breaks(facts: &Facts, p: &Break) -> Vec<Judgement> {
    let attended: BTreeSet<NaiveDate> =
        facts.sessions.iter().filter(|s| s.is_attended()).map(|s| s.on).collect();
    let most = usize::from(p.max_days.get());
    let mut ends: Vec<NaiveDate> = attended.iter().copied().skip(1).collect();
    ends.push(facts.last_day());
    let breaks = attended.iter().zip(&ends).filter(|(from, to)| from < to);
    let mut judged: Vec<Judgement> =
        breaks.filter_map(|(&from, &to)| unapproved(facts, from, to, most)).collect();
    if let (true, Some(&last)) = (judged.is_empty(), attended.last()) {
        judged.push(Judgement::new(last, Verdict::Met, vec![Evidence::Day(DayOf::LastSession, last)]));
    }
    judged
}

fn unapproved(facts: &Facts, from: NaiveDate, to: NaiveDate, most: usize) -> Option<Judgement> {
    let is_approved = |day: NaiveDate| facts.approved_breaks.iter().any(|b| b.days.contains(day));
    let beyond = |from, to| facts.days_between(from, to).skip(most).find(|day| !is_approved(*day));
    beyond(from, to)?;
    let owed = facts.sessions.iter().filter(|s| s.mark.is_none() && s.on > from && s.on < to).map(|s| s.on);
    let mut stops = vec![from];
    stops.extend(owed);
    stops.push(to);
    let certain = stops.windows(2).find_map(|pair| beyond(pair[0], pair[1]));
    let verdict =
        certain.map_or(Verdict::Unknown { missing: Missing::Roll }, |since| Verdict::NotMet { since });
    let found = u32::try_from(facts.days_between(from, to).count()).unwrap_or(u32::MAX);
    let limit = u32::try_from(most).unwrap_or(u32::MAX);
    let evidence =
        vec![Evidence::Day(DayOf::LastSession, from), Evidence::Amount { unit: Unit::Days, found, limit }];
    let is_running = facts.ended.is_none() && to == facts.today;
    let due_on = certain.filter(|_| is_running);
    Some(Judgement { due_on, ..Judgement::new(from, verdict, evidence) })
}
