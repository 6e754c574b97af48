//! How long it takes to judge 10,000 men with two years of weekly sessions by all 18 rules:
//! `cargo run --release -p domain --example standards_speed`.

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use domain::attendance::roll::Mark;
use domain::ids::StaffId;
use domain::period::Period;
use domain::standards::evaluate;
use domain::standards::facts::{
    Audit, Facts, NoticeReason, Order, ServiceNotice, SessionFact, Since, StaffFacts,
};
use domain::standards::profile::{SHIPPED, parse};
use domain::standards::tasks::proposals;
use uuid::Uuid;

const MEN: u64 = 10_000;
const WEEKS: u64 = 104;

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement, and its result")]
fn main() {
    let profile = parse(SHIPPED[0]).expect("a shipped profile is valid");
    let start = NaiveDate::from_ymd_opt(2026, 1, 7).expect("a date");
    let men: Vec<Facts> = (0..MEN).map(|man| facts(man, start)).collect();
    let began = Instant::now();
    let (mut results, mut tasks) = (0, 0);
    for man in &men {
        let judged = evaluate(&profile, man);
        results += judged.len();
        tasks += proposals(&judged).len();
    }
    let took = began.elapsed();
    println!("{MEN} men x {WEEKS} weekly sessions, 18 rules: {took:.2?}, {results} results, {tasks} tasks");
    assert!(took < Duration::from_secs(2), "more than two seconds");
}

/// A man whose marks follow from his number, without chance.
fn facts(man: u64, start: NaiveDate) -> Facts {
    let on = |week: u64| start + Days::new(week * 7);
    let session = |week: u64| SessionFact {
        number: u16::try_from(week + 1).expect("two years of weeks"),
        on: on(week),
        is_group: true,
        mark: match (man * 31 + week * 17) % 23 {
            0 | 1 => Some(Mark::Unexcused),
            2 | 3 => Some(Mark::Excused),
            4 if week + 3 > WEEKS => None,
            _ => Some(Mark::Present),
        },
        minutes_present: 150,
        break_minutes: 10,
        prescribed_minutes: 150,
        head_count: Some(9),
        group_size: Some(12),
        facilitators: Some(2),
        is_mixed_pair: Some(week % 3 != 1),
        excuse_on: Some(on(week) + Days::new(man % 5)),
    };
    let every = |weeks: usize| (0..WEEKS).step_by(weeks).map(on).collect::<Vec<_>>();
    let mut facts = Facts {
        today: on(WEEKS),
        started: Some(start),
        order: Some(Order { is_attached: true, deadline: Some(on(WEEKS)) }),
        sessions: (0..WEEKS).map(session).collect(),
        suspensions: vec![Period { from: on(man % 90), until: Some(on(man % 90 + 3)) }],
        contacts: every(4),
        plan_reviews: every(8),
        progress_reports: every(12),
        service_notices: vec![ServiceNotice {
            reason: NoticeReason::Accepted,
            on: start,
            queued_on: Some(start),
        }],
        ..Facts::default()
    };
    let one = StaffFacts {
        staff: StaffId(Uuid::nil()),
        since: start,
        training_hours: Some(40),
        observed_groups: Some(12),
        check_expires_on: Some(on(WEEKS + 20)),
        sanctioned: Since::Never,
        attends_her: Since::Never,
    };
    facts.centre.since = start;
    facts.centre.staff = vec![one; 2];
    facts.centre.audits = vec![Audit { on: on(90), observed_a_group: true, sampled_files: true }];
    facts
}
