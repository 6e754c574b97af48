//! The rules of the centre and of who works there: R15–R18.

use chrono::{Days, Months, NaiveDate};

use super::facts::{Facts, Since, StaffFacts};
use super::judgement::{DayOf, Evidence, Judgement, Missing, Subject, Unit, Verdict};
use super::params::{Agreement, InternalAudit, Separation, StaffSuitability};

/// R15: an internal audit at most so many months apart; one counts only with a group observed directly
/// and a sample of files read (Washington, WAC 388-60B-0125 (1)(a): 6 months).
#[must_use]
pub fn r15_internal_audit(facts: &Facts, p: &InternalAudit) -> Vec<Judgement> {
    let whole = facts.centre.audits.iter().filter(|audit| audit.observed_a_group && audit.sampled_files);
    let last = whole.map(|audit| audit.on).max().unwrap_or(facts.centre.since);
    let due = last + Months::new(p.every_months.get().into());
    vec![Judgement::duty(last, due, None, facts.today).of(Subject::Centre)]
}

/// R16: who works with him is trained and has observed groups (Oklahoma, OAC 75:25-5-21: 20 hours and 12
/// groups), has a check in force, was never sanctioned for violence and does not attend the woman (the
/// last two: LGAMVLV art. 8-III).
#[must_use]
pub fn r16_staff(facts: &Facts, p: &StaffSuitability) -> Vec<Judgement> {
    facts.centre.staff.iter().map(|staff| suitability(staff, p, facts.today)).collect()
}

fn suitability(staff: &StaffFacts, p: &StaffSuitability, today: NaiveDate) -> Judgement {
    let not_met = |since: NaiveDate| Verdict::NotMet { since: since.max(staff.since) };
    let enough = |has: Option<u16>, least: u16| match has {
        Some(has) if has >= least => Verdict::Met,
        Some(_) => not_met(staff.since),
        None => Verdict::Unknown { missing: Missing::Training },
    };
    let check = match staff.check_expires_on {
        Some(expiry) if today < expiry => Verdict::Met,
        expiry => not_met(expiry.unwrap_or(staff.since)),
    };
    let parts = [
        p.not_sanctioned.then(|| never(staff.sanctioned, Missing::Sanction)),
        p.separate.then(|| never(staff.attends_her, Missing::Separation)),
        p.valid_check.then_some(check),
        p.training_hours.map(|least| enough(staff.training_hours, least.get())),
        p.observed_groups.map(|least| enough(staff.observed_groups, least.get())),
    ];
    let amount = |unit, found: Option<u16>, limit: u16| {
        found.map(|found| Evidence::Amount { unit, found: found.into(), limit: limit.into() })
    };
    let trained = p.training_hours.and_then(|l| amount(Unit::TrainingHours, staff.training_hours, l.get()));
    let observed =
        p.observed_groups.and_then(|l| amount(Unit::ObservedGroups, staff.observed_groups, l.get()));
    let expiry = staff.check_expires_on.filter(|_| p.valid_check);
    let expiry = expiry.map(|day| Evidence::Day(DayOf::Expiry, day));
    let evidence = [Some(Evidence::Day(DayOf::Start, staff.since)), trained, observed, expiry];
    let evidence = evidence.into_iter().flatten().collect();
    standing(staff.since, &parts, evidence).of(Subject::Staff(staff.staff))
}

/// R17: nothing of hers lies in his file (Washington, WAC 388-60-0155), and women are not attended in the
/// same place (LGAMVLV art. 8-III).
#[must_use]
pub fn r17_separation(facts: &Facts, p: &Separation) -> Vec<Judgement> {
    let centre = &facts.centre;
    let data = p.data.then(|| never(centre.her_data_in_his_file, Missing::Separation));
    let place = p.place.then(|| never(centre.same_place, Missing::Separation));
    let evidence = vec![Evidence::Day(DayOf::Start, centre.since)];
    vec![standing(centre.since, &[data, place], evidence).of(Subject::Centre)]
}

/// R18: an agreement with a women's service is in force (Texas: a condition of accreditation).
#[must_use]
pub fn r18_agreement(facts: &Facts, p: &Agreement) -> Vec<Judgement> {
    let since = facts.centre.since;
    let expiry = facts.centre.agreement_expires_on;
    let renew = Days::new(p.renew_days.map_or(0, |days| days.get().into()));
    let (verdict, due_on) = match expiry {
        Some(day) if facts.today < day => (Verdict::Met, (facts.today + renew >= day).then_some(day)),
        expiry => {
            let since = expiry.unwrap_or(since);
            (Verdict::NotMet { since }, Some(since))
        }
    };
    let evidence = expiry.map(|day| Evidence::Day(DayOf::Expiry, day)).into_iter().collect();
    let on = expiry.unwrap_or(since);
    vec![Judgement { due_on, ..Judgement::new(on, verdict, evidence) }.of(Subject::Centre)]
}

fn never(fact: Since, missing: Missing) -> Verdict {
    match fact {
        Since::Unknown => Verdict::Unknown { missing },
        Since::Never => Verdict::Met,
        Since::Day(since) => Verdict::NotMet { since },
    }
}

/// Parts as one judgement: not met since the first day, else unknown, else met.
fn standing(on: NaiveDate, parts: &[Option<Verdict>], mut evidence: Vec<Evidence>) -> Judgement {
    let parts = || parts.iter().flatten().copied();
    let since = |verdict| if let Verdict::NotMet { since } = verdict { Some(since) } else { None };
    let first = parts().filter_map(since).min();
    let unknown = parts().find(|verdict| matches!(verdict, Verdict::Unknown { .. }));
    let verdict = first.map_or(unknown.unwrap_or(Verdict::Met), |since| Verdict::NotMet { since });
    evidence.extend(first.map(|day| Evidence::Day(DayOf::Limit, day)));
    Judgement { due_on: first, ..Judgement::new(on, verdict, evidence) }
}
