//! Each of the 18 rules just met and just not.

use chrono::{Days, NaiveDate};
use domain::ids::{StaffId, UserId};
use domain::period::Period;
use domain::standards::attendance::{
    r1_contact_hours, r2_calendar_weeks, r6_unexcused_absences, r7_excuse_evidence, r8_breaks,
};
use domain::standards::centre::{r15_internal_audit, r16_staff, r17_separation, r18_agreement};
use domain::standards::course::{r11_completion, r14_reentry};
use domain::standards::duties::{
    r9_notice_to_authority, r10_notice_to_womens_service, r12_plan_reviews, r13_progress_reports,
};
use domain::standards::evaluate;
use domain::standards::facts::{
    ApprovedBreak, Audit, AuthorityNotice, Earlier, EarlierKind, Ending, Facts, NonCompliance, NoticeReason,
    Order, ServiceNotice, SessionFact, Since, StaffFacts,
};
use domain::standards::judgement::{Evidence, Judgement, Subject, Unit};
use domain::standards::profile::{SHIPPED, parse};
use domain::standards::sessions::{r3_session_length, r4_group_size, r5_facilitator_pair};
use domain::standards::tasks::{TaskKind, proposals};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{day, said, session};

fn params<P: DeserializeOwned>(text: &str) -> P {
    toml::from_str(text).unwrap()
}

fn says(judged: &[Judgement]) -> Vec<String> {
    judged.iter().map(said).collect()
}

/// Weekly from 7 January, one letter each, of 150 minutes.
fn weekly(marks: &str, today: NaiveDate) -> Facts {
    let on = |week: u64| day(1, 7) + Days::new(week * 7);
    let sessions = (0..).zip(marks.chars()).map(|(week, letter)| session(on(week), letter, 150)).collect();
    Facts { today, started: Some(day(1, 7)), sessions, ..Facts::default() }
}

fn completed(facts: Facts) -> Facts {
    Facts { ended: Some(Ending { on: facts.today, is_completed: true }), ..facts }
}

fn attached() -> Option<Order> {
    Some(Order { is_attached: true, deadline: None })
}

fn with_session(change: impl Fn(&mut SessionFact)) -> Facts {
    let mut facts = weekly("P", day(1, 8));
    change(&mut facts.sessions[0]);
    facts
}

fn staff() -> StaffFacts {
    StaffFacts {
        staff: StaffId(Uuid::nil()),
        since: day(1, 7),
        training_hours: Some(40),
        observed_groups: Some(12),
        check_expires_on: Some(day(12, 31)),
        sanctioned: Since::Never,
        attends_her: Since::Never,
    }
}

#[test]
fn r1_is_met_at_the_last_minute_of_forty_hours() {
    let p = params("min_hours = 40");
    let mut facts = completed(weekly(&"P".repeat(16), day(4, 22)));
    assert_eq!(says(&r1_contact_hours(&facts, &p)), ["2026-01-07 met"]);
    facts.sessions[15].minutes_present = 149;
    assert_eq!(says(&r1_contact_hours(&facts, &p)), ["2026-01-07 not-met 2026-04-22"]);
    let amount = Evidence::Amount { unit: Unit::Minutes, found: 2399, limit: 2400 };
    assert_eq!(r1_contact_hours(&facts, &p)[0].evidence, [amount]);
    facts.ended = Some(Ending { on: day(4, 22), is_completed: false });
    assert!(r1_contact_hours(&facts, &p).is_empty(), "who left owes no hours");
}

#[test]
fn r2_is_met_in_the_sixteenth_week() {
    let p = params("min_weeks = 16");
    let of = |sessions| r2_calendar_weeks(&completed(weekly(&"P".repeat(sessions), day(4, 22))), &p);
    assert_eq!(says(&of(16)), ["2026-01-07 met"]);
    assert_eq!(says(&of(15)), ["2026-01-07 not-met 2026-04-22"]);
}

#[test]
fn r2_says_when_the_weeks_do_not_fit_before_the_deadline() {
    let p = params("min_weeks = 16");
    let until = |deadline| {
        let order = Some(Order { is_attached: true, deadline: Some(deadline) });
        r2_calendar_weeks(&Facts { order, ..weekly("P", day(1, 8)) }, &p)
    };
    assert_eq!(says(&until(day(4, 22))), ["2026-01-07 pending"]);
    assert_eq!(says(&until(day(4, 21)))[1], "2026-04-21 not-met 2026-01-07 due 2026-04-21");
}

#[test]
fn r3_depends_on_the_head_count() {
    let p = params("min_minutes = 90\nsmall_group_up_to = 3\nsmall_group_minutes = 60");
    let of = |minutes, there| {
        let facts = with_session(|s| (s.prescribed_minutes, s.head_count) = (minutes, there));
        says(&r3_session_length(&facts, &p)).join("")
    };
    assert_eq!(of(90, Some(12)), "2026-01-07 met");
    assert_eq!(of(89, Some(4)), "2026-01-07 not-met 2026-01-07");
    assert_eq!(of(60, Some(3)), "2026-01-07 met");
    assert_eq!(of(59, Some(3)), "2026-01-07 not-met 2026-01-07");
    assert_eq!(of(60, None), "2026-01-07 unknown head-count");
    let alone = with_session(|s| (s.prescribed_minutes, s.is_group) = (50, false));
    assert!(r3_session_length(&alone, &p).is_empty(), "a session with him alone is not judged");
}

#[test]
fn r4_has_two_bounds_and_a_second_facilitator() {
    let p = params("min = 2\nmax = 18\none_facilitator_up_to = 10");
    let of = |size, facilitators| {
        let facts = with_session(|s| (s.group_size, s.facilitators) = (size, facilitators));
        says(&r4_group_size(&facts, &p)).join("")
    };
    assert_eq!(of(Some(2), None), "2026-01-07 met");
    assert_eq!(of(Some(1), None), "2026-01-07 not-met 2026-01-07");
    assert_eq!(of(Some(10), Some(1)), "2026-01-07 met");
    assert_eq!(of(Some(11), Some(1)), "2026-01-07 not-met 2026-01-07");
    assert_eq!(of(Some(18), Some(2)), "2026-01-07 met");
    assert_eq!(of(Some(19), Some(2)), "2026-01-07 not-met 2026-01-07");
    assert_eq!(of(None, Some(2)), "2026-01-07 unknown group-size");
    assert_eq!(of(Some(11), None), "2026-01-07 unknown facilitators");
}

#[test]
fn r5_is_a_part_of_the_sessions() {
    let p = params("two_percent = 80\nmixed_percent = 40");
    let of = |facilitators: [Option<u8>; 5], mixed: usize| {
        let mut facts = weekly("PPPPP", day(2, 5));
        for (index, session) in facts.sessions.iter_mut().enumerate() {
            (session.facilitators, session.is_mixed_pair) = (facilitators[index], Some(index < mixed));
        }
        says(&r5_facilitator_pair(&facts, &p))
    };
    let four_of_five = [Some(2), Some(2), Some(2), Some(2), Some(1)];
    let three_of_five = [Some(2), Some(2), Some(2), Some(1), Some(1)];
    let perhaps_four = [Some(2), Some(2), Some(2), None, Some(1)];
    assert_eq!(of(four_of_five, 2), ["2026-01-07 met", "2026-01-07 met"]);
    assert_eq!(of(three_of_five, 1), ["2026-01-07 not-met 2026-02-04"; 2]);
    assert_eq!(of(perhaps_four, 2)[0], "2026-01-07 unknown facilitators");
}

#[test]
fn r6_is_broken_by_the_third_in_a_row_or_the_fourth_in_all() {
    let p = params("consecutive = 3\ntotal = 4");
    let of = |marks| says(&r6_unexcused_absences(&weekly(marks, day(4, 22)), &p)).join("");
    assert_eq!(of("UUPU"), "2026-01-07 met");
    assert_eq!(of("UUEP"), "2026-01-07 met");
    assert_eq!(of("PUUU"), "2026-01-07 not-met 2026-01-28");
    assert_eq!(of("UUEU"), "2026-01-07 not-met 2026-01-28");
    assert_eq!(of("UUPUPU"), "2026-01-07 not-met 2026-02-11");
    assert_eq!(of("UULU"), "2026-01-07 met");
    assert_eq!(of("UU?"), "2026-01-07 unknown roll");
    assert_eq!(of("U?U"), "2026-01-07 unknown roll");
    assert_eq!(of("????"), "2026-01-07 unknown roll");
}

#[test]
fn r6_asks_for_contact_until_somebody_spoke_or_he_came_back() {
    let p = params("total = 9\ncontact_days = 2");
    let on = |today, contacts: &[NaiveDate], marks| {
        let facts = Facts { contacts: contacts.to_vec(), ..weekly(marks, today) };
        says(&r6_unexcused_absences(&facts, &p))[1..].join("")
    };
    assert_eq!(on(day(1, 9), &[], "U"), "2026-01-07 pending due 2026-01-09");
    assert_eq!(on(day(1, 10), &[], "U"), "2026-01-07 not-met 2026-01-10 due 2026-01-09");
    assert_eq!(on(day(1, 10), &[day(1, 9)], "U"), "");
    assert_eq!(on(day(1, 10), &[day(1, 6)], "U"), "2026-01-07 not-met 2026-01-10 due 2026-01-09");
    assert_eq!(on(day(1, 15), &[], "UP"), "2026-01-07 not-met 2026-01-10", "late, and nothing is left to do");
}

#[test]
fn r7_counts_working_days() {
    let p = params("working_days = 1");
    let of = |handed_in| {
        let facts = with_session(|s| (s.mark, s.excuse_on) = (crate::mark('E'), handed_in));
        says(&r7_excuse_evidence(&facts, &p)).join("")
    };
    assert_eq!(of(Some(day(1, 8))), "");
    assert_eq!(of(Some(day(1, 9))), "2026-01-07 not-met 2026-01-09");
    assert_eq!(of(None), "2026-01-07 pending due 2026-01-08");
    let mut over_weekend = weekly("E", day(1, 12));
    over_weekend.sessions[0].on = day(1, 9);
    assert_eq!(says(&r7_excuse_evidence(&over_weekend, &p)), ["2026-01-09 pending due 2026-01-12"]);
    over_weekend.centre.rest_days = vec![day(1, 12)];
    assert_eq!(says(&r7_excuse_evidence(&over_weekend, &p)), ["2026-01-09 pending due 2026-01-13"]);
}

#[test]
fn r8_needs_approval_from_the_31st_day() {
    let p = params("max_days = 30");
    let on = |today| says(&r8_breaks(&weekly("P", today), &p)).join("");
    assert_eq!(on(day(2, 7)), "2026-01-07 met", "8 January to 6 February are 30 days");
    assert_eq!(on(day(2, 8)), "2026-01-07 not-met 2026-02-07 due 2026-02-07");
    let by = UserId(Uuid::nil());
    let days = |from, until| Period { from, until: Some(until) };
    let approved = |from, until| {
        let approved_breaks = vec![ApprovedBreak { days: days(from, until), by }];
        says(&r8_breaks(&Facts { approved_breaks, ..weekly("P", day(2, 10)) }, &p)).join("")
    };
    assert_eq!(approved(day(2, 7), day(2, 10)), "2026-01-07 met");
    assert_eq!(approved(day(2, 7), day(2, 9)), "2026-01-07 not-met 2026-02-09 due 2026-02-09");
    let suspended = Facts { suspensions: vec![days(day(1, 10), day(1, 11))], ..weekly("P", day(2, 8)) };
    assert_eq!(says(&r8_breaks(&suspended, &p)), ["2026-01-07 met"]);
}

#[test]
fn r8_is_not_broken_while_a_roll_is_owed_within() {
    let p = params("max_days = 20");
    assert_eq!(says(&r8_breaks(&weekly("PEE?", day(2, 11)), &p)), ["2026-01-07 unknown roll"]);
    assert_eq!(says(&r8_breaks(&weekly("PEEE", day(2, 11)), &p)).join("").find("not-met"), Some(11));
}

#[test]
fn r9_runs_from_the_non_compliance_or_from_too_many_absences() {
    let p = params("days = 7");
    let notice = |what, since, sent_on| AuthorityNotice { what, since, sent_on };
    let of = |notices: &[AuthorityNotice], too_many| {
        let facts =
            Facts { order: attached(), authority_notices: notices.to_vec(), ..weekly("", day(3, 12)) };
        says(&r9_notice_to_authority(&facts, &p, too_many))
    };
    let rules = |sent| notice(NonCompliance::Rules, day(3, 2), sent);
    assert_eq!(of(&[rules(Some(day(3, 9)))], None), ["2026-03-02 met"]);
    assert_eq!(of(&[rules(Some(day(3, 10)))], None), ["2026-03-02 not-met 2026-03-10"]);
    assert_eq!(of(&[rules(None)], None), ["2026-03-02 not-met 2026-03-10 due 2026-03-09"]);
    assert_eq!(of(&[], Some(day(3, 5))), ["2026-03-05 pending due 2026-03-12"]);
    let absences = notice(NonCompliance::Absences, day(3, 6), Some(day(3, 5)));
    assert_eq!(of(&[absences], Some(day(3, 5))), ["2026-03-05 met"], "told on the day itself, and one event");
    let early = notice(NonCompliance::Absences, day(3, 1), Some(day(3, 4)));
    assert_eq!(of(&[early], Some(day(3, 5))), ["2026-03-05 pending due 2026-03-12"], "told of less");
    let alone = weekly("", day(3, 12));
    assert!(r9_notice_to_authority(&alone, &p, Some(day(3, 5))).is_empty(), "he came by himself");
}

#[test]
fn r10_judges_the_outbox_by_reason() {
    let p = params("accepted_days = 14\nthreat_days = 0");
    let of = |reason, queued_on, today| {
        let service_notices = vec![ServiceNotice { reason, on: day(3, 2), queued_on }];
        says(&r10_notice_to_womens_service(&Facts { today, service_notices, ..Facts::default() }, &p))
            .join("")
    };
    let (accepted, threat) = (NoticeReason::Accepted, NoticeReason::Threat);
    assert_eq!(of(accepted, Some(day(3, 16)), day(4, 1)), "2026-03-02 met");
    assert_eq!(of(accepted, Some(day(3, 17)), day(4, 1)), "2026-03-02 not-met 2026-03-17");
    assert_eq!(of(threat, Some(day(3, 2)), day(4, 1)), "2026-03-02 met");
    assert_eq!(of(threat, None, day(3, 2)), "2026-03-02 pending due 2026-03-02");
    assert_eq!(of(threat, None, day(3, 3)), "2026-03-02 not-met 2026-03-03 due 2026-03-02");
    assert_eq!(of(NoticeReason::Dropped, None, day(4, 1)), "", "a reason without a term is not judged");
}

#[test]
fn r11_wants_goals_assessment_and_quiet_months() {
    let p = params("goals = true\nassessment = true\nmonths_without_violence = 6");
    let of = |goals_met, assessed_on, last_violence_on| {
        let facts = Facts { goals_met, assessed_on, last_violence_on, ..completed(weekly("P", day(7, 1))) };
        says(&r11_completion(&facts, &p)).join("")
    };
    let (assessed, not_met) = (Some(day(7, 1)), "2026-07-01 not-met 2026-07-01");
    assert_eq!(of(Some(true), assessed, None), "2026-07-01 met");
    assert_eq!(of(Some(true), assessed, Some(day(1, 1))), "2026-07-01 met");
    assert_eq!(of(Some(true), assessed, Some(day(1, 2))), not_met);
    assert_eq!(of(Some(true), None, None), not_met);
    assert_eq!(of(Some(true), Some(day(7, 2)), None), not_met);
    assert_eq!(of(Some(false), assessed, None), not_met);
    assert_eq!(of(None, assessed, None), "2026-07-01 unknown goals");
}

#[test]
fn r12_wants_reviews_apart_and_in_number() {
    let p = params("every_months = 3\nmin_reviews = 2");
    let of = |plan_reviews: &[NaiveDate], facts: Facts| {
        says(&r12_plan_reviews(&Facts { plan_reviews: plan_reviews.to_vec(), ..facts }, &p))
    };
    let open = |today| weekly("P", today);
    assert_eq!(of(&[], open(day(4, 7))), ["2026-01-07 pending due 2026-04-07"]);
    assert_eq!(of(&[], open(day(4, 8))), ["2026-01-07 not-met 2026-04-08 due 2026-04-07"]);
    assert_eq!(of(&[day(4, 7)], open(day(4, 8))), ["2026-04-07 pending due 2026-07-07"]);
    assert_eq!(of(&[day(4, 8)], open(day(4, 9)))[0], "2026-01-07 not-met 2026-04-08");
    let end = completed(open(day(6, 1)));
    assert_eq!(of(&[day(1, 7), day(4, 1)], end.clone()), ["2026-04-01 met", "2026-06-01 met"]);
    assert_eq!(of(&[day(4, 1)], end)[1], "2026-06-01 not-met 2026-06-01");
}

#[test]
fn r13_reports_only_with_the_order_at_hand() {
    let p = params("every_months = 3");
    let of = |order, today| says(&r13_progress_reports(&Facts { order, ..weekly("P", today) }, &p)).join("");
    assert_eq!(of(attached(), day(4, 7)), "2026-01-07 pending due 2026-04-07");
    assert_eq!(of(attached(), day(4, 8)), "2026-01-07 not-met 2026-04-08 due 2026-04-07");
    assert_eq!(of(Some(Order { is_attached: false, deadline: None }), day(4, 8)), "");
    assert_eq!(of(None, day(4, 8)), "");
}

#[test]
fn r14_allows_so_many_transfers_and_may_begin_at_nought() {
    let p = params("max_transfers = 1\nresets_hours = true");
    let came = |kind, on, kept_minutes| Earlier { kind, on, kept_minutes };
    let of = |earlier: &[Earlier]| {
        says(&r14_reentry(&Facts { earlier: earlier.to_vec(), ..Facts::default() }, &p)).join("")
    };
    let (moved, back) = (EarlierKind::Transfer, EarlierKind::Reentry);
    assert_eq!(of(&[came(moved, day(1, 5), Some(600))]), "2026-01-05 met");
    let twice = [came(moved, day(1, 5), Some(600)), came(moved, day(2, 9), Some(900))];
    assert_eq!(of(&twice), "2026-01-05 not-met 2026-02-09");
    assert_eq!(of(&[came(back, day(1, 5), Some(0))]), "2026-01-05 met");
    assert_eq!(of(&[came(back, day(1, 5), Some(1))]), "2026-01-05 not-met 2026-01-05");
    assert_eq!(of(&[came(back, day(1, 5), None)]), "2026-01-05 unknown kept-hours");
}

#[test]
fn r15_counts_only_a_whole_audit() {
    let p = params("every_months = 6");
    let of = |observed_a_group, sampled_files, today| {
        let mut facts = Facts { today, ..Facts::default() };
        facts.centre.since = day(1, 1);
        facts.centre.audits = vec![Audit { on: day(1, 15), observed_a_group, sampled_files }];
        says(&r15_internal_audit(&facts, &p)).join("")
    };
    assert_eq!(of(true, true, day(7, 15)), "2026-01-15 pending due 2026-07-15");
    assert_eq!(of(true, true, day(7, 16)), "2026-01-15 not-met 2026-07-16 due 2026-07-15");
    assert_eq!(of(false, true, day(7, 2)), "2026-01-01 not-met 2026-07-02 due 2026-07-01");
    assert_eq!(of(true, false, day(7, 1)), "2026-01-01 pending due 2026-07-01");
}

#[test]
fn r16_looks_at_each_member_of_staff() {
    let p = params(
        "training_hours = 40\nobserved_groups = 12\nvalid_check = true\nnot_sanctioned = true\nseparate = true",
    );
    let of = |change: fn(&mut StaffFacts)| {
        let (mut facts, mut one) = (Facts { today: day(3, 5), ..Facts::default() }, staff());
        change(&mut one);
        facts.centre.staff = vec![one];
        says(&r16_staff(&facts, &p)).join("")
    };
    let since_start = "2026-01-07 not-met 2026-01-07 due 2026-01-07";
    assert_eq!(of(|_| {}), "2026-01-07 met");
    assert_eq!(of(|s| s.training_hours = Some(39)), since_start);
    assert_eq!(of(|s| s.observed_groups = Some(11)), since_start);
    assert_eq!(of(|s| s.training_hours = None), "2026-01-07 unknown training");
    assert_eq!(of(|s| s.check_expires_on = Some(day(3, 6))), "2026-01-07 met");
    assert_eq!(of(|s| s.check_expires_on = Some(day(3, 5))), "2026-01-07 not-met 2026-03-05 due 2026-03-05");
    assert_eq!(of(|s| s.check_expires_on = None), since_start);
    assert_eq!(of(|s| s.sanctioned = Since::Day(day(2, 2))), "2026-01-07 not-met 2026-02-02 due 2026-02-02");
    assert_eq!(of(|s| s.sanctioned = Since::Unknown), "2026-01-07 unknown sanction");
    assert_eq!(of(|s| s.attends_her = Since::Day(day(2, 2))), "2026-01-07 not-met 2026-02-02 due 2026-02-02");
    assert_eq!(of(|s| s.attends_her = Since::Unknown), "2026-01-07 unknown separation");
}

#[test]
fn r17_judges_data_and_place() {
    let of = |her_data_in_his_file, same_place, asked| {
        let mut facts = Facts { today: day(3, 5), ..Facts::default() };
        facts.centre.since = day(1, 1);
        (facts.centre.her_data_in_his_file, facts.centre.same_place) = (her_data_in_his_file, same_place);
        says(&r17_separation(&facts, &params(asked))).join("")
    };
    let (both, place) = ("data = true\nplace = true", "place = true");
    let mixed = Since::Day(day(2, 2));
    assert_eq!(of(Since::Never, Since::Never, both), "2026-01-01 met");
    assert_eq!(of(mixed, Since::Never, both), "2026-01-01 not-met 2026-02-02 due 2026-02-02");
    assert_eq!(of(Since::Never, mixed, both), "2026-01-01 not-met 2026-02-02 due 2026-02-02");
    assert_eq!(of(mixed, Since::Never, place), "2026-01-01 met");
    assert_eq!(of(Since::Never, Since::Unknown, both), "2026-01-01 unknown separation");
}

#[test]
fn r18_wants_an_agreement_in_date_and_its_renewal_in_time() {
    let of = |agreement_expires_on, today| {
        let mut facts = Facts { today, ..Facts::default() };
        facts.centre.since = day(1, 1);
        facts.centre.agreement_expires_on = agreement_expires_on;
        says(&r18_agreement(&facts, &params("renew_days = 30"))).join("")
    };
    let expiry = Some(day(6, 30));
    assert_eq!(of(expiry, day(5, 30)), "2026-06-30 met");
    assert_eq!(of(expiry, day(5, 31)), "2026-06-30 met due 2026-06-30");
    assert_eq!(of(expiry, day(6, 29)), "2026-06-30 met due 2026-06-30");
    assert_eq!(of(expiry, day(6, 30)), "2026-06-30 not-met 2026-06-30 due 2026-06-30");
    assert_eq!(of(None, day(3, 5)), "2026-01-01 not-met 2026-01-01 due 2026-01-01");
}

#[test]
fn what_is_due_becomes_a_task_once_and_the_same_on_every_day() {
    let (proposal, law) = (parse(SHIPPED[0]).unwrap(), parse(SHIPPED[1]).unwrap());
    let tasks_on = |today| {
        let mut facts = Facts { order: attached(), ..weekly("PUUU", today) };
        facts.centre.since = day(1, 1);
        facts.centre.staff = vec![StaffFacts { sanctioned: Since::Day(day(1, 20)), ..staff() }];
        let results: Vec<_> =
            [&proposal, &law].into_iter().flat_map(|profile| evaluate(profile, &facts)).collect();
        proposals(&results)
    };
    let tasks = tasks_on(day(1, 29));
    let of = |kind| tasks.iter().filter(move |task| task.kind == kind);
    assert_eq!(of(TaskKind::ContactAfterAbsence).count(), 3);
    let notice = of(TaskKind::NoticeToAuthority).next().unwrap();
    assert_eq!((notice.subject, notice.period, notice.due_on), (Subject::Case, day(1, 28), day(2, 4)));
    let staff = of(TaskKind::StaffSuitability).collect::<Vec<_>>();
    assert_eq!(staff.len(), 1, "two profiles ask for the same");
    assert_eq!(staff[0].subject, Subject::Staff(StaffId(Uuid::nil())));
    assert_eq!(tasks, tasks_on(day(1, 30)), "a day later nothing else is due");
}

#[test]
fn a_rule_that_is_off_says_nothing() {
    let washington = SHIPPED[2].replacen("enabled = true", "enabled = false", 1);
    let (on, off) = (parse(SHIPPED[2]).unwrap(), parse(&washington).unwrap());
    let facts = weekly("P", day(1, 8));
    assert_eq!(evaluate(&on, &facts).len(), evaluate(&off, &facts).len() + 1);
}
