//! The rules of the roll: what can be saved, closed and corrected.

use chrono::{DateTime, TimeDelta, Utc};
use domain::attendance::roll::{Entry, LineError, Mark, Roll, RollRefused, RollState};
use domain::ids::{EnrolmentId, UserId};
use proptest::prelude::{prop_assert_eq, proptest};
use uuid::Uuid;

const ANA: UserId = UserId(Uuid::from_u128(1));

fn now() -> DateTime<Utc> {
    "2026-03-05T09:00:00Z".parse().unwrap()
}

fn enrolled(count: u128) -> Vec<EnrolmentId> {
    (1..=count).map(|n| EnrolmentId(Uuid::from_u128(n))).collect()
}

fn all_present(active: &[EnrolmentId]) -> Vec<Entry> {
    active.iter().map(|&id| Entry::present(id)).collect()
}

fn owed() -> Roll {
    Roll::owed(now() - TimeDelta::minutes(30), 150)
}

fn closed(active: &[EnrolmentId]) -> Roll {
    owed().save(&all_present(active), active, now()).unwrap().close(ANA, now(), active).unwrap()
}

#[test]
fn a_roll_is_saved_and_closed() {
    let active = enrolled(20);
    let roll = closed(&active);
    assert_eq!(roll.state, RollState::Closed { by: ANA, at: now() });
    assert!(roll.lines.iter().all(|line| line.mark == Mark::Present && line.minutes_present == 150));
}

#[test]
fn saving_twice_changes_nothing() {
    let active = enrolled(3);
    let once = owed().save(&all_present(&active), &active, now()).unwrap();
    assert_eq!(once.save(&all_present(&active), &active, now()).unwrap(), once);
}

#[test]
fn a_session_in_the_future_has_no_roll() {
    let active = enrolled(1);
    let tomorrow = Roll::owed(now() + TimeDelta::days(1), 150);
    assert_eq!(tomorrow.save(&all_present(&active), &active, now()), Err(RollRefused::InTheFuture));
    assert_eq!(tomorrow.close(ANA, now(), &[]), Err(RollRefused::InTheFuture));
}

#[test]
fn closing_needs_every_active_participant_marked() {
    let active = enrolled(3);
    let draft = owed().save(&all_present(&active[..1]), &active, now()).unwrap();
    assert_eq!(draft.close(ANA, now(), &active), Err(RollRefused::Unmarked(active[1..].to_vec())));
    assert_eq!(owed().close(ANA, now(), &active), Err(RollRefused::Unmarked(active)));
}

#[test]
fn a_closed_roll_cannot_be_overwritten_or_closed_again() {
    let active = enrolled(2);
    let roll = closed(&active);
    assert_eq!(roll.save(&all_present(&active), &active, now()), Err(RollRefused::Closed));
    assert_eq!(roll.close(ANA, now(), &active), Err(RollRefused::Closed));
}

#[test]
fn a_correction_keeps_both_lines_author_date_and_reason() {
    let active = enrolled(2);
    let entry = Entry { mark: Mark::Late, minutes: Some(100), ..Entry::present(active[1]) };
    let (roll, correction) = closed(&active).correct(&entry, " llegó tarde ", ANA, now()).unwrap();
    assert_eq!((correction.old.mark, correction.new.mark), (Mark::Present, Mark::Late));
    assert_eq!((correction.author, correction.at, correction.reason.as_str()), (ANA, now(), "llegó tarde"));
    assert_eq!(roll.lines[1], correction.new);
    assert_eq!(roll.lines[0].mark, Mark::Present);
}

#[test]
fn only_a_closed_roll_is_corrected_and_only_with_a_reason_and_a_change() {
    let active = enrolled(1);
    let late = Entry { mark: Mark::Late, minutes: Some(100), ..Entry::present(active[0]) };
    let draft = owed().save(&all_present(&active), &active, now()).unwrap();
    assert_eq!(draft.correct(&late, "x", ANA, now()).unwrap_err(), RollRefused::NotClosed);
    let roll = closed(&active);
    assert_eq!(roll.correct(&late, " ", ANA, now()).unwrap_err(), RollRefused::ReasonMissing);
    let same = Entry::present(active[0]);
    assert_eq!(roll.correct(&same, "x", ANA, now()).unwrap_err(), RollRefused::NothingChanges);
    let stranger = Entry::present(enrolled(9)[8]);
    assert_eq!(
        roll.correct(&stranger, "x", ANA, now()).unwrap_err(),
        RollRefused::NotOnRoll(stranger.enrolment)
    );
}

#[test]
fn every_wrong_line_is_named_and_nothing_is_saved() {
    let active = enrolled(4);
    let mut entries = all_present(&active);
    entries[0].minutes = Some(151);
    entries[1] = Entry { mark: Mark::Late, minutes: Some(150), ..entries[1].clone() };
    entries[2] = Entry { mark: Mark::Unexcused, minutes: Some(10), ..entries[2].clone() };
    let wrong = vec![
        (active[0], LineError::MinutesOutOfRange { most: 150 }),
        (active[1], LineError::MinutesOutOfRange { most: 149 }),
        (active[2], LineError::AbsentWithMinutes),
    ];
    assert_eq!(owed().save(&entries, &active, now()), Err(RollRefused::Lines(wrong)));
}

#[test]
fn strangers_and_doubles_are_refused() {
    let active = enrolled(2);
    let stranger = all_present(&enrolled(3));
    assert_eq!(owed().save(&stranger, &active, now()), Err(RollRefused::NotOnRoll(stranger[2].enrolment)));
    let double = all_present(&[active[0], active[0]]);
    assert_eq!(owed().save(&double, &active, now()), Err(RollRefused::Twice(active[0])));
}

#[test]
fn attendance_says_nothing_of_compliance() {
    let active = enrolled(3);
    let excused = Entry {
        mark: Mark::Excused,
        reason: "cita médica".into(),
        complied: Some(true),
        ..Entry::present(active[0])
    };
    let idle = Entry { complied: Some(false), ..Entry::present(active[1]) };
    let roll = owed().save(&[excused, idle, Entry::present(active[2])], &active, now()).unwrap();
    let facts: Vec<_> =
        roll.lines.iter().map(|l| (l.mark.is_attendance(), l.minutes_present, l.complied)).collect();
    assert_eq!(facts, [(false, 0, Some(true)), (true, 150, Some(false)), (true, 150, None)]);
}

#[test]
fn the_reason_of_an_absence_never_shows_in_debug() {
    let entry = Entry { reason: "hospital".into(), ..Entry::present(enrolled(1)[0]) };
    assert!(!format!("{entry:?} {:?}", entry.read(150)).contains("hospital"));
}

proptest! {
    #[test]
    fn a_roll_closes_exactly_when_all_are_marked(marked in proptest::collection::vec(proptest::bool::ANY, 0..25)) {
        let active = enrolled(u128::try_from(marked.len()).unwrap());
        let entries: Vec<Entry> = active.iter().zip(&marked).filter(|m| *m.1).map(|m| Entry::present(*m.0)).collect();
        let closes = owed().save(&entries, &active, now()).and_then(|roll| roll.close(ANA, now(), &active)).is_ok();
        prop_assert_eq!(closes, !marked.is_empty() && marked.iter().all(|&m| m));
    }
}
