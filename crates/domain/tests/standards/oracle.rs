//! The rules that attendance decides, compared with an independent oracle on 1,000 random histories.
//! `tests/golden/standards/oracle.py` makes the file, from the rule texts and not from this code.

use chrono::{Days, NaiveDate};
use domain::ids::UserId;
use domain::period::Period;
use domain::standards::attendance::{
    r1_contact_hours, r2_calendar_weeks, r6_unexcused_absences, r7_excuse_evidence, r8_breaks,
    too_many_absences_on,
};
use domain::standards::course::r14_reentry;
use domain::standards::duties::{r9_notice_to_authority, r12_plan_reviews, r13_progress_reports};
use domain::standards::facts::{
    ApprovedBreak, AuthorityNotice, Earlier, Ending, Facts, NonCompliance, Order, SessionFact,
};
use domain::standards::judgement::Judgement;
use domain::standards::sessions::{r3_session_length, r4_group_size, r5_facilitator_pair};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::said;

type Row = (i64, u8, char, u16, u16, u16, Option<u16>, Option<u16>, Option<u8>, Option<u8>, Option<i64>);

/// A history as the oracle writes it; days are counted from its start.
#[derive(Deserialize)]
struct History {
    start: NaiveDate,
    today: i64,
    ended: Option<(i64, bool)>,
    order: Option<(bool, Option<i64>)>,
    suspensions: Vec<(i64, Option<i64>)>,
    approved: Vec<(i64, Option<i64>)>,
    contacts: Vec<i64>,
    reviews: Vec<i64>,
    reports: Vec<i64>,
    rest_days: Vec<i64>,
    notices: Vec<(NonCompliance, i64, Option<i64>)>,
    earlier: Vec<(domain::standards::facts::EarlierKind, i64, Option<u32>)>,
    sessions: Vec<Row>,
    params: Value,
    want: Value,
}

impl History {
    fn day(&self, offset: i64) -> NaiveDate {
        let days = Days::new(offset.unsigned_abs());
        if offset < 0 { self.start - days } else { self.start + days }
    }

    fn days(&self, offsets: &[i64]) -> Vec<NaiveDate> {
        offsets.iter().map(|offset| self.day(*offset)).collect()
    }

    fn period(&self, &(from, until): &(i64, Option<i64>)) -> Period {
        Period { from: self.day(from), until: until.map(|day| self.day(day)) }
    }

    fn session(&self, index: usize, row: &Row) -> SessionFact {
        let &(on, group, mark, present, breaks, minutes, heads, size, leaders, mixed, excuse) = row;
        SessionFact {
            number: u16::try_from(index + 1).unwrap(),
            on: self.day(on),
            is_group: group == 1,
            mark: crate::mark(mark),
            minutes_present: present,
            break_minutes: breaks,
            prescribed_minutes: minutes,
            head_count: heads,
            group_size: size,
            facilitators: leaders,
            is_mixed_pair: mixed.map(|mixed| mixed == 1),
            excuse_on: excuse.map(|day| self.day(day)),
        }
    }

    fn facts(&self) -> Facts {
        let mut facts = Facts {
            today: self.day(self.today),
            started: Some(self.start),
            ended: self.ended.map(|(on, is_completed)| Ending { on: self.day(on), is_completed }),
            order: self.order.map(|(is_attached, deadline)| Order {
                is_attached,
                deadline: deadline.map(|day| self.day(day)),
            }),
            suspensions: self.suspensions.iter().map(|period| self.period(period)).collect(),
            contacts: self.days(&self.contacts),
            plan_reviews: self.days(&self.reviews),
            progress_reports: self.days(&self.reports),
            ..Facts::default()
        };
        let by = UserId(Uuid::nil());
        let approved = self.approved.iter().map(|period| ApprovedBreak { days: self.period(period), by });
        facts.approved_breaks = approved.collect();
        let notice = |&(what, since, sent): &(NonCompliance, i64, Option<i64>)| AuthorityNotice {
            what,
            since: self.day(since),
            sent_on: sent.map(|day| self.day(day)),
        };
        facts.authority_notices = self.notices.iter().map(notice).collect();
        let earlier = self.earlier.iter().map(|&(kind, on, kept_minutes)| Earlier {
            kind,
            on: self.day(on),
            kept_minutes,
        });
        facts.earlier = earlier.collect();
        facts.sessions =
            self.sessions.iter().enumerate().map(|(index, row)| self.session(index, row)).collect();
        facts.centre.rest_days = self.days(&self.rest_days);
        facts
    }

    fn params<P: DeserializeOwned>(&self, rule: &str) -> P {
        serde_json::from_value(self.params[rule].clone()).unwrap()
    }

    fn found(&self, rule: &str) -> Vec<Judgement> {
        let facts = &self.facts();
        match rule {
            "R1" => r1_contact_hours(facts, &self.params(rule)),
            "R2" => r2_calendar_weeks(facts, &self.params(rule)),
            "R3" => r3_session_length(facts, &self.params(rule)),
            "R4" => r4_group_size(facts, &self.params(rule)),
            "R5" => r5_facilitator_pair(facts, &self.params(rule)),
            "R6" => r6_unexcused_absences(facts, &self.params(rule)),
            "R7" => r7_excuse_evidence(facts, &self.params(rule)),
            "R8" => r8_breaks(facts, &self.params(rule)),
            "R9" => {
                let too_many = too_many_absences_on(facts, &self.params("R6"));
                r9_notice_to_authority(facts, &self.params(rule), too_many)
            }
            "R12" => r12_plan_reviews(facts, &self.params(rule)),
            "R13" => r13_progress_reports(facts, &self.params(rule)),
            "R14" => r14_reentry(facts, &self.params(rule)),
            _ => panic!("the oracle knows no {rule}"),
        }
    }

    /// The rules that say something else than is wanted.
    fn differences(&self) -> Vec<String> {
        let wanted = self.want.as_object().unwrap();
        let differs = wanted.iter().filter_map(|(rule, want)| {
            let found: Vec<String> = self.found(rule).iter().map(said).collect();
            let want: Vec<String> = serde_json::from_value(want.clone()).unwrap();
            (found != want).then(|| format!("{rule}: found {found:?}, wanted {want:?}"))
        });
        differs.collect()
    }
}

fn histories() -> Vec<History> {
    let lines = include_str!("../golden/standards/oracle.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_thousand_random_histories_are_judged_as_the_oracle_judges_them() {
    let histories = histories();
    assert_eq!(histories.len(), 1000);
    let differ: Vec<_> =
        histories.iter().map(History::differences).enumerate().filter(|d| !d.1.is_empty()).collect();
    assert!(differ.is_empty(), "{} histories differ: {:#?}", differ.len(), &differ[..differ.len().min(5)]);
}

#[test]
fn a_planted_wrong_expectation_is_found_in_every_rule() {
    let mut histories = histories();
    for rule in ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R12", "R13", "R14"] {
        let planted = histories.iter_mut().find(|h| h.want[rule].as_array().is_some_and(|w| !w.is_empty()));
        let planted = planted.expect("a history on which the rule says something");
        let honest = planted.want[rule].clone();
        let said = honest[0].as_str().unwrap();
        let day = said.split(' ').next().unwrap();
        planted.want[rule][0] =
            Value::from(if said.ends_with("met") { format!("{day} pending") } else { format!("{day} met") });
        let found = planted.differences();
        assert_eq!(found.len(), 1, "{rule}: {found:?}");
        assert!(found[0].starts_with(&format!("{rule}:")));
        planted.want[rule] = honest;
    }
}
