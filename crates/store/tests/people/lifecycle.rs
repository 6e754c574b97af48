//! Files merged, handed on and erased; who opened them.

use chrono::{Duration, NaiveDate};
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    clock::Clock,
    groups::NoticeEvidence,
    ids::{CentreId, PersonId, StaffId, UserId},
    people::{TransferReason, curp::Curp, merge::MergeReason},
    retention::ErasureRefused,
};
use store::{
    Error, Programme, Store,
    enrolments::{Acceptance, NoticeTexts},
    people::{CurpAnswer, ErasureAsked, NewPerson, PeopleFilter, PeopleReport},
};
use uuid::Uuid;

use crate::{
    people::cast::{
        CANCUN, CHETUMAL, CURP, Seat, at, copy_of_keys, create, intake, owe_a_call, person, restore_keys,
        seat, stolen, with_centres, with_curp,
    },
    support::{Fresh, now, system},
};

fn coordinator(centre: CentreId, action: Action) -> Ctx {
    at(Role::Coordinator, centre, action)
}

/// Another coordinator of Chetumal than [`coordinator`], with or without a member of staff behind.
fn second(action: Action, staff: Option<StaffId>) -> Ctx {
    let grants = vec![Grant { role: Role::Coordinator, centre: Some(CHETUMAL) }];
    let subject = Subject { user: UserId(Uuid::from_u128(99)), staff, grants };
    decide(&subject, action, now(), Uuid::from_u128(7)).expect("may")
}

async fn merged(fresh: &Fresh) -> (PersonId, PersonId, Uuid) {
    with_centres(fresh).await;
    let kept = create(fresh, CHETUMAL, &person("José Luis", "Hernández", "Gil")).await;
    let absorbed = create(fresh, CHETUMAL, &with_curp(person("Pepe", "Xool", ""), CURP)).await;
    let ctx = coordinator(CHETUMAL, Action::MergePeople);
    let merge =
        fresh.store.merge_people(&ctx, kept, absorbed, MergeReason::SameDocument).await.expect("merges");
    (kept, absorbed, merge)
}

on_both_engines!(a_merged_file_leads_to_the_one_kept, |fresh: Fresh| async move {
    let (kept, absorbed, merge) = merged(&fresh).await;
    let ctx = |action| intake(CHETUMAL, action);
    let file = fresh.store.get_person(&ctx(Action::ViewPerson), absorbed).await.expect("opens");
    assert_eq!((file.id, file.data.name.given()), (kept, "José Luis"));
    assert_eq!((file.absorbed.len(), file.absorbed[0].merge), (1, merge));
    let found =
        fresh.store.search_people(&ctx(Action::SearchPeople), "pepe xool", None).await.expect("searches");
    assert_eq!(
        found.people.iter().map(|one| one.id).collect::<Vec<_>>(),
        [kept],
        "found by the absorbed name"
    );
    let curp = Curp::parse(CURP).expect("a CURP");
    let by_curp = fresh.store.find_by_curp(&ctx(Action::SearchPeople), &curp).await.expect("answers");
    assert!(matches!(by_curp, CurpAnswer::Here(one) if one.id == kept));
    let list =
        fresh.store.list_people(&ctx(Action::ViewPerson), PeopleFilter::default()).await.expect("lists");
    assert_eq!((list.total, list.lines[0].id), (1, kept));
});

on_both_engines!(an_undone_merge_loses_nothing, |fresh: Fresh| async move {
    let (kept, absorbed, merge) = merged(&fresh).await;
    let ctx = coordinator(CHETUMAL, Action::MergePeople);
    assert_eq!(fresh.store.undo_merge(&ctx, merge).await.expect("undoes"), absorbed);
    let view = intake(CHETUMAL, Action::ViewPerson);
    let file = fresh.store.get_person(&view, absorbed).await.expect("opens");
    assert_eq!((file.id, file.data.name.given()), (absorbed, "Pepe"));
    assert!(fresh.store.get_person(&view, kept).await.expect("opens").absorbed.is_empty());
    assert!(matches!(fresh.store.undo_merge(&ctx, merge).await, Err(Error::Stale)), "once");
});

on_both_engines!(merges_never_close_a_circle, |fresh: Fresh| async move {
    let (kept, absorbed, _) = merged(&fresh).await;
    let ctx = coordinator(CHETUMAL, Action::MergePeople);
    let merge = async |a, b| fresh.store.merge_people(&ctx, a, b, MergeReason::Slip).await;
    assert!(matches!(merge(kept, kept).await, Err(Error::Refused("people-merge-same"))));
    assert!(matches!(merge(absorbed, kept).await, Err(Error::Refused("people-merge-kept-absorbed"))));
    let third = create(&fresh, CHETUMAL, &person("Otra", "Persona", "")).await;
    assert!(matches!(merge(third, absorbed).await, Err(Error::Refused("people-merge-absorbed"))));
    merge(third, kept).await.expect("a chain is no circle");
    let file = fresh.store.get_person(&intake(CHETUMAL, Action::ViewPerson), absorbed).await.expect("opens");
    assert_eq!((file.id, file.absorbed.len()), (third, 2));
});

on_both_engines!(a_form_of_a_file_absorbed_meanwhile_is_stale, |fresh: Fresh| async move {
    let (_, absorbed, _) = merged(&fresh).await;
    let ctx = intake(CHETUMAL, Action::EditPerson);
    let saved = fresh.store.edit_person(&ctx, absorbed, 1, &person("Pepe", "Xool", "")).await;
    assert!(matches!(saved, Err(Error::Stale)));
});

on_both_engines!(files_of_another_centre_cannot_be_merged, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let (a, b) = (
        create(&fresh, CHETUMAL, &person("Juan", "Pech", "")).await,
        create(&fresh, CANCUN, &person("Juan", "Pech", "")).await,
    );
    let ctx = coordinator(CHETUMAL, Action::MergePeople);
    let merged = fresh.store.merge_people(&ctx, a, b, MergeReason::SaidSo).await;
    assert!(matches!(merged, Err(Error::NotFound)));
});

on_both_engines!(a_file_handed_on_is_found_at_its_new_centre_only, |fresh: Fresh| async move {
    let (kept, absorbed, _) = merged(&fresh).await;
    let hand_on = async |centre, to| {
        let ctx = intake(centre, Action::EditPerson);
        fresh.store.transfer_person(&ctx, absorbed, to, TransferReason::Moved).await
    };
    assert!(matches!(hand_on(CANCUN, CANCUN).await, Err(Error::NotFound)), "only its own centre hands it on");
    assert!(matches!(hand_on(CHETUMAL, CHETUMAL).await, Err(Error::Refused("people-transfer-same"))));
    hand_on(CHETUMAL, CANCUN).await.expect("handed on");
    let search = async |centre| {
        let found = fresh.store.search_people(&intake(centre, Action::SearchPeople), "pepe xool", None).await;
        found.expect("searches").people.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!((search(CHETUMAL).await, search(CANCUN).await), (vec![], vec![kept]));
    let old = fresh.store.get_person(&intake(CHETUMAL, Action::ViewPerson), kept).await;
    assert!(matches!(old, Err(Error::NotFound)));
});

on_both_engines!(a_guest_of_ones_group_is_within_reach, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CANCUN, &with_curp(person("Juan", "Pech", "Canul"), CURP)).await;
    let Seat { centre, .. } = seat(&fresh, id).await;
    let ctx = |action| intake(centre, action);
    let found =
        fresh.store.search_people(&ctx(Action::SearchPeople), "juan pehc", None).await.expect("searches");
    assert_eq!(found.people.len(), 1, "found as one's own, slip and all");
    fresh.store.get_person(&ctx(Action::ViewPerson), id).await.expect("opens");
    let groups = fresh.store.get_person_record(&ctx(Action::ViewPerson), id).await.expect("opens").enrolments;
    assert_eq!((groups.len(), groups[0].group_name.as_str(), groups[0].sessions), (1, "Grupo 1", (0, 16)));
    let at_home =
        fresh.store.get_person_record(&intake(CANCUN, Action::ViewPerson), id).await.expect("opens");
    assert!(at_home.enrolments.is_empty(), "the group is the other centre's");

    // The file moves in and away again: within reach all the time, and once.
    for (from, to) in [(CANCUN, centre), (centre, CHETUMAL)] {
        let give = intake(from, Action::EditPerson);
        fresh.store.transfer_person(&give, id, to, TransferReason::ALL[0]).await.expect("handed over");
        let list = fresh.store.list_people(&ctx(Action::ViewPerson), PeopleFilter::default()).await;
        assert_eq!(list.expect("lists").total, 1);
        let found = fresh.store.search_people(&ctx(Action::SearchPeople), "juan pech", None).await;
        assert_eq!(found.expect("searches").people.len(), 1);
    }
});

on_both_engines!(a_file_says_work_notice_and_call_of_each_enrolment, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Pech", "Canul")).await;
    let seat = seat(&fresh, id).await;
    let view = system(Action::ViewPerson);
    let before = fresh.store.get_person_record(&view, id).await.expect("opens").enrolments.remove(0);
    assert_eq!((before.details.dependency.as_str(), before.details.post.as_str()), ("Sefiplan", "Analista"));
    assert_eq!((before.notice, before.call), (None, None));

    let texts = NoticeTexts { short: "Breve".into(), full: "Integral".into() };
    fresh.store.save_notice(&system(Action::ManageDocuments), seat.centre, 0, &texts).await.expect("written");
    let day = NaiveDate::from_ymd_opt(2026, 3, 4).expect("a day");
    let acceptance = Acceptance { evidence: NoticeEvidence::SignedList, day };
    let enrol = system(Action::Enrol);
    fresh.store.accept_notice(&enrol, seat.group, &[seat.enrolment], acceptance).await.expect("accepted");
    let task = owe_a_call(&fresh, &seat).await;
    let after = fresh.store.get_person_record(&view, id).await.expect("opens").enrolments.remove(0);
    assert_eq!(after.notice, Some(("1".to_owned(), day, NoticeEvidence::SignedList)));
    assert_eq!(after.call.map(|(call, _)| call), Some(task));
});

on_both_engines!(who_opened_a_file_is_told_apart_from_what_was_done_to_it, |fresh: Fresh| async move {
    let (kept, absorbed, _) = merged(&fresh).await;
    fresh.store.get_person(&intake(CHETUMAL, Action::ViewPerson), absorbed).await.expect("opens");
    let ctx = coordinator(CHETUMAL, Action::ViewFileReaders);
    let (readers, total) = fresh.store.person_readers(&ctx, kept, 0).await.expect("lists");
    assert_eq!((total, readers.len(), readers[0].deed.as_str()), (1, 1, "person.read"));
    let record =
        fresh.store.get_person_record(&intake(CHETUMAL, Action::ViewPerson), kept).await.expect("opens");
    let mut deeds: Vec<String> = record.deeds.into_iter().map(|deed| deed.deed).collect();
    deeds.sort_unstable();
    assert_eq!(deeds, ["person.absorbed", "person.created", "person.created", "person.merged"]);
});

fn asked() -> ErasureAsked {
    let blocked_until = NaiveDate::from_ymd_opt(2026, 3, 1);
    ErasureAsked { act: "UT/014/2026".into(), closed_on: None, blocked_until }
}

/// Asks for an erasure that the rules let pass.
async fn request(fresh: &Fresh, id: PersonId) -> Uuid {
    let ctx = coordinator(CHETUMAL, Action::ErasePerson);
    fresh.store.request_erasure(&ctx, id, asked()).await.expect("answers").expect("may be asked for")
}

async fn report(fresh: &Store<Programme>) -> PeopleReport {
    fresh.verify_people(&system(Action::ViewAudit)).await.expect("verifies")
}

on_both_engines!(an_erased_person_can_be_read_by_nobody, |fresh: Fresh| async move {
    let (kept, absorbed, merge) = merged(&fresh).await;
    let other = create(&fresh, CHETUMAL, &person("Otra", "Persona", "")).await;
    let asked_for = request(&fresh, kept).await;
    let before = report(&fresh.store).await;
    assert_eq!((before.people, before.erased), (3, 0));
    let ctx = second(Action::ErasePerson, None);
    assert_eq!(fresh.store.approve_erasure(&ctx, asked_for).await.expect("answers"), Ok(()));

    let view = intake(CHETUMAL, Action::ViewPerson);
    for id in [kept, absorbed] {
        assert!(matches!(fresh.store.get_person(&view, id).await, Err(Error::Refused("people-erased"))));
    }
    assert_eq!(fresh.store.erased_under(&view, absorbed).await.expect("says").1, "UT/014/2026");
    let search = intake(CHETUMAL, Action::SearchPeople);
    assert!(
        fresh
            .store
            .search_people(&search, "jose luis hernandez", None)
            .await
            .expect("searches")
            .people
            .is_empty()
    );
    let curp = fresh.store.find_by_curp(&search, &Curp::parse(CURP).expect("a CURP")).await.expect("answers");
    assert!(matches!(curp, CurpAnswer::Nowhere));
    let again = fresh.store.approve_erasure(&ctx, asked_for).await;
    assert!(matches!(again, Err(Error::Stale)), "decided once");
    let undone = fresh.store.undo_merge(&coordinator(CHETUMAL, Action::MergePeople), merge).await;
    assert!(matches!(undone, Err(Error::Refused("people-erased"))));
    fresh.store.get_person(&view, other).await.expect("the others are still there");
    let expected = PeopleReport { people: 1, erased: 2, ..Default::default() };
    assert_eq!(report(&fresh.store).await, expected);
});

on_both_engines!(an_older_copy_of_the_keys_brings_nobody_back, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Pech", "")).await;
    create(&fresh, CHETUMAL, &person("Otra", "Persona", "")).await;
    let copy = copy_of_keys(&fresh).await;
    let asked_for = request(&fresh, id).await;
    let approved = fresh.store.approve_erasure(&second(Action::ErasePerson, None), asked_for).await;
    assert_eq!(approved.expect("answers"), Ok(()));
    fresh.store.close().await.expect("closes");
    restore_keys(&fresh, copy).await;
    let clock = Clock::fixed(now());
    let reopened =
        Store::<Programme>::open(&fresh.source, &fresh.root, clock, crate::support::entropy(2)).await;
    let expected = PeopleReport { people: 1, erased: 1, ..Default::default() };
    assert_eq!(report(&reopened.expect("opens")).await, expected);
});

on_both_engines!(a_key_without_a_person_is_swept_and_nobody_loses_theirs, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    create(&fresh, CHETUMAL, &person("Juan", "Pech", "")).await;
    let id = PersonId(fresh.store.entropy().uuid());
    let new = NewPerson { id, centre: CHETUMAL, data: person("Nunca", "Llegó", "") };
    drop(fresh.store.prepare_people(&system(Action::Enrol), vec![new]).await.expect("seals"));
    let later = Ctx::system(Action::ManageAccounts, now() + Duration::hours(25), Uuid::from_u128(7));
    assert_eq!(fresh.store.sweep_unused_keys(&later).await.expect("sweeps"), 1);
    assert_eq!(report(&fresh.store).await, PeopleReport { people: 1, ..Default::default() });
});

on_both_engines!(an_erasure_is_refused_with_its_reason, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Pech", "")).await;
    let ctx = coordinator(CHETUMAL, Action::ErasePerson);
    let ask = async |asked| fresh.store.request_erasure(&ctx, id, asked).await.expect("answers");
    assert_eq!(ask(ErasureAsked { act: " ".into(), ..asked() }).await, Err(ErasureRefused::ActMissing));
    let never = ErasureAsked { blocked_until: None, ..asked() };
    assert_eq!(ask(never).await, Err(ErasureRefused::NotBlocked));
    // It is 5 March in London, 4 March in Tijuana.
    let until = NaiveDate::from_ymd_opt(2026, 3, 6).expect("a day");
    let blocked = ErasureAsked { blocked_until: Some(until), ..asked() };
    assert_eq!(ask(blocked).await, Err(ErasureRefused::Blocked { until }));
    let expired = ErasureAsked { closed_on: NaiveDate::from_ymd_opt(2015, 1, 31), ..asked() };
    assert_eq!(ask(expired.clone()).await, Err(ErasureRefused::PeriodNotConfigured));

    let state = system(Action::ManageCentres);
    assert!(fresh.store.set_retention_years(&state, 26).await.is_err(), "the law allows 25");
    fresh.store.set_retention_years(&state, 12).await.expect("configured");
    let until = NaiveDate::from_ymd_opt(2027, 1, 31).expect("a day");
    assert_eq!(ask(expired.clone()).await, Err(ErasureRefused::WithinPeriod { until }));
    fresh.store.set_retention_years(&state, 10).await.expect("configured again");
    assert_eq!(fresh.store.retention_years(&state).await.expect("says"), Some(10));

    let hold = fresh.store.place_legal_hold(&ctx, id, "Amparo 12/2026").await.expect("placed");
    assert_eq!(ask(expired.clone()).await, Err(ErasureRefused::LegalHold));
    fresh.store.lift_legal_hold(&ctx, hold).await.expect("lifted");
    ask(expired.clone()).await.expect("may be asked for");
    let twice = fresh.store.request_erasure(&ctx, id, expired).await;
    assert!(matches!(twice, Err(Error::Refused("people-erasure-pending"))));
});

on_both_engines!(what_a_hold_is_for_is_sealed, |fresh: Fresh| async move {
    let (kept, absorbed, _) = merged(&fresh).await;
    let ctx = coordinator(CHETUMAL, Action::ErasePerson);
    fresh.store.place_legal_hold(&ctx, absorbed, " Amparo 12/2026 ").await.expect("placed");
    let file = fresh.store.person_erasure(&ctx, kept).await.expect("says");
    assert_eq!(file.holds.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["Amparo 12/2026"]);
    let stolen = stolen(&fresh, "SELECT reason FROM legal_hold").await;
    assert!(!stolen.windows(6).any(|part| part == b"Amparo"), "as it stands in the database");
});

on_both_engines!(whoever_asked_for_an_erasure_cannot_approve_it, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Pech", "")).await;
    let ctx = coordinator(CHETUMAL, Action::ErasePerson);
    let asked_for = request(&fresh, id).await;
    let alone = fresh.store.approve_erasure(&ctx, asked_for).await.expect("answers");
    assert_eq!(alone, Err(ErasureRefused::SamePersonTwice));
    let from_cancun = fresh.store.approve_erasure(&coordinator(CANCUN, Action::ErasePerson), asked_for).await;
    assert!(matches!(from_cancun, Err(Error::NotFound)));
    let hold = fresh.store.place_legal_hold(&ctx, id, "Amparo 12/2026").await.expect("placed");
    let other = second(Action::ErasePerson, Some(StaffId(Uuid::from_u128(98))));
    let held = fresh.store.approve_erasure(&other, asked_for).await.expect("answers");
    assert_eq!(held, Err(ErasureRefused::LegalHold), "asked for before the hold, not carried out under it");
    fresh.store.lift_legal_hold(&ctx, hold).await.expect("lifted");
    let pending = fresh.store.list_erasures(&other).await.expect("lists");
    assert_eq!(pending.iter().map(|one| one.id).collect::<Vec<_>>(), [asked_for]);
    fresh.store.withdraw_erasure(&other, asked_for).await.expect("withdrawn");
    assert!(matches!(fresh.store.approve_erasure(&other, asked_for).await, Err(Error::Stale)));
    fresh.store.get_person(&intake(CHETUMAL, Action::ViewPerson), id).await.expect("still there");
});
