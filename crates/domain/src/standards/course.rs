//! The rules of how a case ends and begins again: R11, R14.

use chrono::Months;

use super::facts::{EarlierKind, Facts};
use super::judgement::{DayOf, Evidence, Judgement, Missing, Unit, Verdict};
use super::params::{Completion, Reentry};

/// R11: attendance alone does not complete (Washington, WAC 388-60B-0420 (2) and 0430: goals met, and no
/// violence or threat in the last 6 months). Judged when the case is closed as completed.
#[must_use]
pub fn r11_completion(facts: &Facts, p: &Completion) -> Vec<Judgement> {
    let Some(end) = facts.completed_on() else { return Vec::new() };
    let is_quiet = match (p.months_without_violence, facts.last_violence_on) {
        (Some(months), Some(last)) => last + Months::new(months.get().into()) <= end,
        _ => true,
    };
    let is_assessed = !p.assessment || facts.assessed_on.is_some_and(|day| day <= end);
    let verdict = match facts.goals_met {
        _ if !is_quiet || !is_assessed => Verdict::NotMet { since: end },
        None if p.goals => Verdict::Unknown { missing: Missing::Goals },
        Some(false) if p.goals => Verdict::NotMet { since: end },
        _ => Verdict::Met,
    };
    let mut evidence = vec![Evidence::Day(DayOf::End, end)];
    evidence.extend(facts.last_violence_on.map(|day| Evidence::Day(DayOf::Violence, day)));
    evidence.extend(facts.assessed_on.map(|day| Evidence::Day(DayOf::Done, day)));
    vec![Judgement::new(end, verdict, evidence)]
}

/// R14: the most transfers in one cycle, and whether who comes back begins at nought (Rhode Island
/// 244-RICR-00-00-2.8.1-A-2-b: one; a US provider: expulsion resets).
#[must_use]
pub fn r14_reentry(facts: &Facts, p: &Reentry) -> Vec<Judgement> {
    let of = |kind| facts.earlier.iter().filter(move |earlier| earlier.kind == kind);
    let transfers = p.max_transfers.and_then(|most| {
        let first = of(EarlierKind::Transfer).next()?;
        let too_many = of(EarlierKind::Transfer).nth(usize::from(most.get()));
        let verdict = too_many.map_or(Verdict::Met, |transfer| Verdict::NotMet { since: transfer.on });
        let found = u32::try_from(of(EarlierKind::Transfer).count()).unwrap_or(u32::MAX);
        let amount = Evidence::Amount { unit: Unit::Transfers, found, limit: u32::from(most.get()) };
        Some(Judgement::new(first.on, verdict, vec![amount]))
    });
    let back = of(EarlierKind::Reentry).filter(|_| p.resets_hours).map(|back| {
        let verdict = match back.kept_minutes {
            None => Verdict::Unknown { missing: Missing::KeptHours },
            Some(0) => Verdict::Met,
            Some(_) => Verdict::NotMet { since: back.on },
        };
        let found = back.kept_minutes.unwrap_or_default();
        let amount = Evidence::Amount { unit: Unit::Minutes, found, limit: 0 };
        Judgement::new(back.on, verdict, vec![amount])
    });
    transfers.into_iter().chain(back).collect()
}
