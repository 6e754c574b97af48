//! The rules of a case: reasons, readiness, consequences, next step, follow-up, signals.

use chrono::NaiveDate;
use domain::cases::consequences::{Consequence, Setting, consequences};
use domain::cases::follow_up::{RecordSource, Reoffence, follow_ups};
use domain::cases::moves::{CaseStanding, Move, MoveRefused, apply};
use domain::cases::next_step::{Situation, StepKind, Why, next_step};
use domain::cases::readiness::{AdmissionFile, ClosingFile, ClosingRule, Lack, LegalBasis};
use domain::cases::reasons::{CloseCause, Reason, RefusalCause, SuspensionCause, WithdrawalCause};
use domain::cases::{CaseState, Deed, Episode, OpenRefused, may_open};
use domain::signals::{SignalKind, signal_of};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn case(state: CaseState) -> CaseStanding {
    CaseStanding { state, admitted: true, ..CaseStanding::opened(day(1, 5), None) }
}

fn deed(deed: Deed, reason: Option<Reason>) -> Move {
    Move { deed, reason, on: day(3, 5), expected_return: None }
}

fn leave(cause: WithdrawalCause) -> Move {
    deed(Deed::Withdraw, Some(Reason::Withdrawal(cause)))
}

fn setting() -> Setting<'static> {
    Setting { in_group: true, order_attached: true, report_days: Some(7), follow_up_months: &[1, 3] }
}

fn done(asked: &Move, case: &CaseStanding) -> Result<CaseState, MoveRefused> {
    apply(case, asked, day(3, 5))
}

#[test]
fn a_suspended_case_goes_back_to_what_was_interrupted() {
    let waiting = CaseStanding { interrupted: Some(CaseState::Waiting), ..case(CaseState::Suspended) };
    assert_eq!(done(&deed(Deed::Resume, None), &waiting), Ok(CaseState::Waiting));
}

#[test]
fn a_move_is_neither_to_come_nor_before_birth_nor_before_the_last_change() {
    let active = CaseStanding { born: Some(day(1, 3)), ..case(CaseState::Active) };
    let on = |on| done(&Move { on, ..leave(WithdrawalCause::Moved) }, &active);
    assert_eq!(on(day(3, 5)), Ok(CaseState::Withdrawn));
    assert_eq!(on(day(1, 5)), Ok(CaseState::Withdrawn), "the same day as the last change");
    assert_eq!(on(day(3, 6)), Err(MoveRefused::InFuture));
    assert_eq!(on(day(1, 4)), Err(MoveRefused::BeforeLastChange));
    assert_eq!(on(day(1, 2)), Err(MoveRefused::BeforeBirth));
}

#[test]
fn who_leaves_leaves_for_a_reason_and_an_admitted_man_did_not_only_ask() {
    let active = case(CaseState::Active);
    assert_eq!(done(&deed(Deed::Withdraw, None), &active), Err(MoveRefused::ReasonMissing));
    assert_eq!(done(&leave(WithdrawalCause::OnlyAsked), &active), Err(MoveRefused::ReasonMissing));
    let asked = case(CaseState::FirstContact);
    assert_eq!(done(&leave(WithdrawalCause::OnlyAsked), &asked), Ok(CaseState::Withdrawn));
}

#[test]
fn an_ended_case_is_closed_without_follow_up_only_for_a_reason() {
    let completed = case(CaseState::Completed);
    assert_eq!(done(&deed(Deed::Close, None), &completed), Err(MoveRefused::ReasonMissing));
    let declined = deed(Deed::Close, Some(Reason::Close(CloseCause::Declined)));
    assert_eq!(done(&declined, &completed), Ok(CaseState::Closed));
    assert_eq!(done(&deed(Deed::Close, None), &case(CaseState::FollowUp)), Ok(CaseState::Closed));
}

#[test]
fn nobody_is_asked_after_who_died_or_was_never_admitted() {
    let only_close = Err(MoveRefused::Illegal { legal: vec![Deed::Close] });
    let dead = CaseStanding { ended_by: Some(WithdrawalCause::Death), ..case(CaseState::Withdrawn) };
    assert_eq!(done(&deed(Deed::FollowUp, None), &dead), only_close);
    let never = CaseStanding { admitted: false, ..case(CaseState::Withdrawn) };
    assert_eq!(done(&deed(Deed::FollowUp, None), &never), only_close);
}

#[test]
fn only_a_suspension_has_a_return_and_it_comes_after_it() {
    let suspend = deed(Deed::Suspend, Some(Reason::Suspension(SuspensionCause::Disaster)));
    let back = |asked: Move, on| done(&Move { expected_return: Some(on), ..asked }, &case(CaseState::Active));
    assert_eq!(back(suspend, day(4, 1)), Ok(CaseState::Suspended));
    assert_eq!(back(suspend, day(3, 5)), Err(MoveRefused::ReturnDoesNotFollow));
    assert_eq!(back(leave(WithdrawalCause::Moved), day(4, 1)), Err(MoveRefused::ReturnDoesNotFollow));
}

#[test]
fn nobody_is_admitted_or_completed_with_an_incomplete_file() {
    let interviewed = CaseStanding { lacks: AdmissionFile::default().lacks(), ..case(CaseState::Interview) };
    let lacks = vec![
        Lack::PrivacyNotice,
        Lack::LegalBasis,
        Lack::CommitmentLetter,
        Lack::RiskRecord,
        Lack::DecisionReason,
    ];
    assert_eq!(done(&deed(Deed::Admit, None), &interviewed), Err(MoveRefused::NotReady(lacks)));
    let lacks =
        ClosingFile { dose_met: true, ..ClosingFile::default() }.lacks(&ClosingRule::PROPOSED, day(3, 5));
    assert_eq!(lacks, [Lack::Goals, Lack::ClosingInterview], "attendance alone does not complete");
    let active = CaseStanding { lacks: lacks.clone(), ..case(CaseState::Active) };
    assert_eq!(done(&deed(Deed::Complete, None), &active), Err(MoveRefused::NotReady(lacks)));
    assert_eq!(
        done(&leave(WithdrawalCause::Moved), &active),
        Ok(CaseState::Withdrawn),
        "he may always leave"
    );
}

#[test]
fn a_volunteer_consents_in_writing_and_a_refusal_to_sign_has_two_witnesses() {
    let volunteer = AdmissionFile {
        privacy_notice: true,
        basis: Some(LegalBasis::Consent),
        risk_record: true,
        decision_reason: true,
        refusal_witnesses: Some(1),
        ..AdmissionFile::default()
    };
    assert_eq!(volunteer.lacks(), [Lack::Consent, Lack::Witnesses]);
    assert!(AdmissionFile { consent: true, refusal_witnesses: Some(2), ..volunteer }.lacks().is_empty());
    assert!(AdmissionFile { consent: true, commitment_letter: true, ..volunteer }.lacks().is_empty());
}

#[test]
fn a_rule_of_attendance_alone_completes_nobody() {
    let rule = ClosingRule { needs_goals: false, needs_closing_interview: false, ..ClosingRule::PROPOSED };
    let file = ClosingFile { dose_met: true, ..ClosingFile::default() };
    assert_eq!(file.lacks(&rule, day(3, 5)), [Lack::MoreThanAttendance]);
    let zero = ClosingRule { months_without_reported_violence: Some(0), ..rule };
    assert!(zero.is_attendance_alone());
    let assessed = ClosingRule { needs_assessment: true, ..rule };
    assert_eq!(file.lacks(&assessed, day(3, 5)), [Lack::Assessment]);
}

#[test]
fn a_second_episode_waits_for_the_end_of_the_first_and_not_for_its_follow_up() {
    for &state in CaseState::ALL {
        let first = Episode { number: 1, state, last_change: day(2, 1) };
        let ended = matches!(
            state,
            CaseState::NotAdmitted
                | CaseState::Completed
                | CaseState::Withdrawn
                | CaseState::FollowUp
                | CaseState::Closed
        );
        let expected = if ended { Ok(2) } else { Err(OpenRefused::AlreadyOpen { number: 1 }) };
        assert_eq!(may_open(&[first], day(3, 5), None, day(3, 5)), expected, "{}", state.name());
    }
    assert_eq!(may_open(&[], day(3, 6), None, day(3, 5)), Err(OpenRefused::InFuture));
    assert_eq!(may_open(&[], day(3, 4), Some(day(3, 5)), day(3, 5)), Err(OpenRefused::BeforeBirth));
}

#[test]
fn completing_is_told_with_all_it_brings() {
    let all = consequences(&deed(Deed::Complete, None), &case(CaseState::Active), &setting());
    assert_eq!(
        all,
        [
            Consequence::LeavesGroup,
            Consequence::TasksClosed,
            Consequence::AuthorityIsOwed { by: Some(day(3, 12)) },
            Consequence::WomensServiceTold(SignalKind::Completed),
            Consequence::CertificateMayBeIssued,
            Consequence::FollowUpsDue(vec![day(4, 5), day(6, 5)]),
            Consequence::HistoryKept,
            Consequence::NewEpisodeToReturn,
        ]
    );
}

#[test]
fn an_order_that_is_not_attached_obliges_to_nothing() {
    let unproved = Setting { order_attached: false, ..setting() };
    let moves =
        [leave(WithdrawalCause::Absences), deed(Deed::Admit, None), suspension(SuspensionCause::NoFunds)];
    for asked in moves {
        let all = consequences(&asked, &case(CaseState::Active), &unproved);
        let owed = |c: &Consequence| matches!(c.name(), "authority-is-owed" | "letter-of-cause");
        assert!(!all.iter().any(owed), "{asked:?}");
    }
}

fn suspension(cause: SuspensionCause) -> Move {
    deed(Deed::Suspend, Some(Reason::Suspension(cause)))
}

#[test]
fn the_authority_gets_a_letter_when_the_cause_is_the_centres() {
    for &cause in SuspensionCause::ALL {
        let all = consequences(&suspension(cause), &case(CaseState::Active), &setting());
        assert_eq!(all[0], Consequence::AttendancePaused);
        let letter = Consequence::LetterOfCause { by: Some(day(3, 12)) };
        let centres = matches!(cause, SuspensionCause::NoFunds | SuspensionCause::Disaster);
        assert_eq!(all.contains(&letter), centres, "{}", cause.name());
        assert_eq!(all.len(), if centres { 2 } else { 1 }, "no dropout is told");
    }
}

#[test]
fn who_is_not_admitted_is_sent_on() {
    let refuse = |cause| deed(Deed::Refuse, Some(Reason::Refusal(cause)));
    let all = |cause| consequences(&refuse(cause), &case(CaseState::Interview), &setting());
    assert!(all(RefusalCause::AddictionFirst).contains(&Consequence::ReferralOutExpected));
    assert!(!all(RefusalCause::RefusedToSign).contains(&Consequence::ReferralOutExpected));
}

#[test]
fn every_cause_of_leaving_has_its_signal_and_only_after_admission() {
    let told = |from, cause| signal_of(from, CaseState::Withdrawn, Some(Reason::Withdrawal(cause)));
    for &cause in WithdrawalCause::ALL {
        assert_eq!(told(CaseState::FirstContact, cause), None);
        assert!(told(CaseState::Suspended, cause).is_some(), "{}", cause.name());
    }
    assert_eq!(told(CaseState::Active, WithdrawalCause::Risk), Some(SignalKind::DroppedOut));
    assert_eq!(told(CaseState::Waiting, WithdrawalCause::Transfer), Some(SignalKind::Transferred));
    assert_eq!(told(CaseState::Active, WithdrawalCause::OrderEnded), Some(SignalKind::Released));
    assert_eq!(signal_of(CaseState::Interview, CaseState::Admitted, None), Some(SignalKind::Admitted));
    assert_eq!(signal_of(CaseState::Suspended, CaseState::Admitted, None), None);
}

#[test]
fn only_a_threat_is_urgent() {
    let urgent: Vec<_> = SignalKind::ALL.iter().filter(|kind| kind.is_urgent()).collect();
    assert_eq!(urgent, [&SignalKind::ThreatDisclosed]);
}

#[test]
fn each_situation_has_one_next_step() {
    let none = Situation::default();
    let booked = Situation { interview_on: Some(day(3, 9)), ..none };
    let held = Situation { interviewed: true, ..none };
    let place = Situation { place_free: true, order_unproved: true, ..none };
    let absent =
        Situation { in_group: true, contact_by: Some(day(3, 7)), report_by: Some(day(3, 6)), ..none };
    let owed = Situation { in_group: true, report_by: Some(day(3, 6)), ..none };
    let unproved = Situation { in_group: true, order_unproved: true, ..none };
    let over = Situation { in_group: true, course_over: true, ..none };
    let back = Situation { expected_return: Some(day(4, 1)), ..none };
    let planned = Situation { follow_up_on: Some(day(4, 5)), ..none };
    let came_back = Situation { came_back: true, ..planned };
    let table = [
        (CaseState::FirstContact, none, StepKind::BookInterview, None),
        (CaseState::Interview, none, StepKind::BookInterview, None),
        (CaseState::Interview, booked, StepKind::HoldInterview, Some(day(3, 9))),
        (CaseState::Interview, held, StepKind::Decide, None),
        (CaseState::Admitted, none, StepKind::PutOnList, None),
        (CaseState::Admitted, place, StepKind::AssignToGroup, None),
        (CaseState::Waiting, place, StepKind::AssignToGroup, None),
        (CaseState::Active, none, StepKind::AssignToGroup, None),
        (CaseState::Active, absent, StepKind::ContactAfterAbsence, Some(day(3, 7))),
        (CaseState::Active, owed, StepKind::ReportToAuthority, Some(day(3, 6))),
        (CaseState::Active, unproved, StepKind::AttachOrder, None),
        (CaseState::Active, over, StepKind::Complete, None),
        (CaseState::Suspended, back, StepKind::Resume, Some(day(4, 1))),
        (CaseState::Completed, planned, StepKind::BeginFollowUp, Some(day(4, 5))),
        (CaseState::FollowUp, planned, StepKind::FollowUpDue, Some(day(4, 5))),
        (CaseState::FollowUp, came_back, StepKind::Close, None),
        (CaseState::FollowUp, none, StepKind::Close, None),
        (CaseState::NotAdmitted, none, StepKind::Close, None),
        (CaseState::NotAdmitted, Situation { referral_out_owed: true, ..none }, StepKind::ReferOut, None),
    ];
    for (state, now, kind, due) in table {
        let step = next_step(&case(state), &now).unwrap();
        assert_eq!((step.kind, step.due), (kind, due), "{} {now:?}", state.name());
    }
    assert_eq!(next_step(&case(CaseState::Active), &Situation { in_group: true, ..none }), None);
    assert_eq!(next_step(&case(CaseState::Waiting), &none), None);
    assert_eq!(next_step(&case(CaseState::Closed), &owed), None);
}

#[test]
fn a_step_names_the_first_lack() {
    let over = Situation { in_group: true, course_over: true, ..Situation::default() };
    let step = |lacks: &[Lack]| {
        let case = CaseStanding { lacks: lacks.to_vec(), ..case(CaseState::Active) };
        next_step(&case, &over).map(|step| (step.kind, step.lack))
    };
    let interview = (StepKind::TakeClosingInterview, Some(Lack::ClosingInterview));
    assert_eq!(step(&[Lack::ClosingInterview]), Some(interview));
    let goals = (StepKind::CompleteClosingFile, Some(Lack::Goals));
    assert_eq!(step(&[Lack::Goals, Lack::ClosingInterview]), Some(goals));
}

#[test]
fn a_case_ended_by_death_is_closed_at_once() {
    let dead = CaseStanding { ended_by: Some(WithdrawalCause::Death), ..case(CaseState::Withdrawn) };
    let step = next_step(&dead, &Situation::default()).unwrap();
    assert_eq!((step.kind, step.why), (StepKind::Close, Why::NothingPending));
    let all = consequences(&leave(WithdrawalCause::Death), &case(CaseState::Active), &setting());
    assert!(all.contains(&Consequence::NoFollowUp));
}

#[test]
fn follow_ups_keep_to_the_month() {
    let january = follow_ups(day(1, 31), &[1, 2, 3]);
    assert_eq!(january, [day(2, 28), day(3, 31), day(4, 30)]);
    assert!(follow_ups(day(1, 31), &[]).is_empty());
}

#[test]
fn new_violence_happened_before_it_was_known_and_that_is_not_to_come() {
    let event = |on, known_on| Reoffence { on, known_on, source: RecordSource::Police };
    assert!(event(day(2, 1), day(3, 5)).is_possible(None, day(3, 5)));
    assert!(!event(day(3, 5), day(2, 1)).is_possible(None, day(3, 5)));
    assert!(!event(day(3, 5), day(3, 6)).is_possible(None, day(3, 5)));
    assert!(!event(day(2, 1), day(3, 5)).is_possible(Some(day(2, 2)), day(3, 5)));
}
