//! The rules of how his group's sessions are held: R3, R4, R5. Sessions with him alone are not judged.

use chrono::NaiveDate;

use super::facts::{Facts, SessionFact};
use super::judgement::{Evidence, Judgement, Missing, Unit, Verdict};
use super::params::{FacilitatorPair, GroupSize, SessionLength};

/// R3: the least length of a session, by how many are there (Washington, WAC 388-60B-0315 (1)(f)–(g): 90
/// minutes, or 60 with up to three).
#[must_use]
pub fn r3_session_length(facts: &Facts, p: &SessionLength) -> Vec<Judgement> {
    each(facts, Missing::HeadCount, |session| {
        let breaks = if p.without_breaks { session.break_minutes } else { 0 };
        let minutes = session.prescribed_minutes.saturating_sub(breaks);
        match (p.small_group_up_to, p.small_group_minutes) {
            _ if minutes >= p.min_minutes.get() => Some(true),
            (Some(few), Some(least)) if minutes >= least.get() => {
                session.head_count.map(|there| there <= few.get())
            }
            _ => Some(false),
        }
    })
}

/// R4: the size of the group, and when it needs a second facilitator (Washington: 2 to 12; Rhode Island
/// 244-RICR-00-00-2.5.1-A-4: more than 10 need a second one, at most 18).
#[must_use]
pub fn r4_group_size(facts: &Facts, p: &GroupSize) -> Vec<Judgement> {
    let missing = if facts.sessions.iter().any(|s| s.is_group && s.group_size.is_none()) {
        Missing::GroupSize
    } else {
        Missing::Facilitators
    };
    each(facts, missing, |session| {
        let size = session.group_size?;
        if size > p.max.get() || p.min.is_some_and(|min| size < min.get()) {
            return Some(false);
        }
        match p.one_facilitator_up_to {
            Some(most) if size > most.get() => session.facilitators.map(|there| there >= 2),
            _ => Some(true),
        }
    })
}

/// R5: the part of the sessions held by two facilitators, and by a woman and a man. Sessions of which it
/// is not known may turn out either way.
#[must_use]
pub fn r5_facilitator_pair(facts: &Facts, p: &FacilitatorPair) -> Vec<Judgement> {
    let two = share(facts, p.two_percent.get(), |s| s.facilitators.map(|there| there >= 2));
    let mixed = p.mixed_percent.and_then(|percent| share(facts, percent.get(), |s| s.is_mixed_pair));
    two.into_iter().chain(mixed).collect()
}

/// Judges each session of the group by `holds` (`None`: not known); not met since the first that fails.
fn each(facts: &Facts, missing: Missing, holds: impl Fn(&SessionFact) -> Option<bool>) -> Vec<Judgement> {
    let mut of_group = facts.sessions.iter().filter(|s| s.is_group).peekable();
    let Some(on) = of_group.peek().map(|s| s.on) else { return Vec::new() };
    let (mut failed, mut unknown): (Vec<&SessionFact>, Vec<&SessionFact>) = (Vec::new(), Vec::new());
    for session in of_group {
        match holds(session) {
            Some(true) => {}
            Some(false) => failed.push(session),
            None => unknown.push(session),
        }
    }
    let (verdict, by) = match (failed.first(), unknown.is_empty()) {
        (Some(first), _) => (Verdict::NotMet { since: first.on }, failed),
        (None, false) => (Verdict::Unknown { missing }, unknown),
        (None, true) => (Verdict::Met, Vec::new()),
    };
    vec![Judgement::new(on, verdict, vec![Evidence::Sessions(by.iter().map(|s| s.number).collect())])]
}

fn share(facts: &Facts, percent: u16, holds: impl Fn(&SessionFact) -> Option<bool>) -> Option<Judgement> {
    let of_group = || facts.sessions.iter().filter(|s| s.is_group);
    let (first, last): (NaiveDate, NaiveDate) = (of_group().next()?.on, of_group().next_back()?.on);
    let with = |wanted| u32::try_from(of_group().filter(|s| holds(s) == wanted).count()).unwrap_or(u32::MAX);
    let (yes, no, unknown) = (with(Some(true)), with(Some(false)), with(None));
    let (all, limit) = (yes + no + unknown, u32::from(percent));
    let verdict = if yes * 100 >= limit * all {
        Verdict::Met
    } else if (yes + unknown) * 100 >= limit * all {
        Verdict::Unknown { missing: Missing::Facilitators }
    } else {
        Verdict::NotMet { since: last }
    };
    let amount = Evidence::Amount { unit: Unit::Percent, found: yes * 100 / all, limit };
    Some(Judgement::new(first, verdict, vec![amount]))
}
