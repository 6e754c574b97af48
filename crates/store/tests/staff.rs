//! Staff: contracts, checks, sanctions, and who may be assigned.

use crate::support::{Fresh, now, system};
use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    centres::staff::Ineligible,
    ids::{CentreId, StaffId, UserId},
    people::{Sex, curp::Curp, name::PersonName},
};
use store::{
    Candidate, ContractsWatched, Error, NewCentre, NewContract, NewProject, NewSanction, NewStaff,
    NewViolenceCheck, Programme, StaffFilter, Store, accounts::NewAccount,
};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

async fn centre(store: &Store<Programme>, code: &str) -> CentreId {
    let new = NewCentre {
        name: format!("CECOVIM {code}"),
        code: code.into(),
        municipality: "23004".into(),
        address: "Calle de ejemplo 1".into(),
        zone: "America/Cancun".into(),
    };
    store.create_centre(&system(Action::ManageCentres), new).await.expect("created")
}

fn ana(centre: CentreId) -> NewStaff {
    NewStaff {
        centre,
        name: PersonName::parse("Ana", "Pech", "Muñoz").expect("a name"),
        curp: Some(Curp::parse("HEGG560427MVZRRL04").expect("a CURP")),
        sex: Sex::Woman,
    }
}

fn manage() -> Ctx {
    system(Action::ManageStaff)
}

fn contract(staff: StaffId, ends_on: Option<&str>) -> NewContract {
    let starts_on = day("2026-01-15");
    NewContract { staff, role: Role::Facilitator, starts_on, ends_on: ends_on.map(day), project: None }
}

fn check(staff: StaffId) -> NewViolenceCheck {
    let evidence = "oficio 12/2026".into();
    NewViolenceCheck { staff, checked_on: day("2026-01-10"), expires_on: None, evidence }
}

/// Ana with contract and check.
async fn ready(store: &Store<Programme>, centre: CentreId) -> StaffId {
    let ana = store.create_staff(&manage(), ana(centre)).await.expect("created");
    store.add_contract(&manage(), contract(ana, Some("2026-11-30"))).await.expect("added");
    store.add_violence_check(&manage(), check(ana)).await.expect("added");
    ana
}

async fn candidate(store: &Store<Programme>, centre: CentreId, to: &str) -> Option<Candidate> {
    let ctx = system(Action::ManageGroups);
    let list = store.eligible_facilitators(&ctx, centre, day("2026-03-05"), day(to)).await;
    list.expect("lists").into_iter().next()
}

on_both_engines!(with_contract_and_check_somebody_may_facilitate, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let ana = ready(&store, centre).await;
    let found = candidate(&store, centre, "2026-06-25").await.expect("a candidate");
    assert_eq!((found.staff, found.name.display().as_str()), (ana, "Ana Pech Muñoz"));
    assert_eq!(found.gap, None);
    let late = candidate(&store, centre, "2026-12-10").await.expect("a candidate");
    let why = Ineligible::ContractEnded { last_day: day("2026-11-30") };
    assert_eq!(late.gap, Some((day("2026-12-01"), why)));
    assert!(late.may_begin(day("2026-03-05")));

    let names = store.staff_names(&system(Action::ViewGroups), &[ana]).await.expect("named");
    assert_eq!(names[&ana].by_surname(), "Pech Muñoz, Ana");
    let other = store.staff_names(&system(Action::UseOwnAccount), &[ana]).await;
    assert!(matches!(other, Err(Error::Denied)));
});

on_both_engines!(without_the_check_nobody_may_be_assigned, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let ana = store.create_staff(&manage(), ana(centre)).await.expect("created");
    store.add_contract(&manage(), contract(ana, None)).await.expect("added");
    let found = candidate(&store, centre, "2026-06-25").await.expect("a candidate");
    assert_eq!(found.gap, Some((day("2026-03-05"), Ineligible::NoCheck)));
    let no_evidence = NewViolenceCheck { evidence: " ".into(), ..check(ana) };
    let refused = store.add_violence_check(&manage(), no_evidence).await;
    assert!(matches!(refused, Err(Error::Refused("staff-check-evidence-missing"))));
});

on_both_engines!(a_contract_for_another_function_is_not_enough, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let ana = store.create_staff(&manage(), ana(centre)).await.expect("created");
    let intake = NewContract { role: Role::Intake, ..contract(ana, None) };
    store.add_contract(&manage(), intake).await.expect("added");
    store.add_violence_check(&manage(), check(ana)).await.expect("added");
    let found = candidate(&store, centre, "2026-06-25").await.expect("a candidate");
    assert_eq!(found.gap, Some((day("2026-03-05"), Ineligible::OtherFunction)));
    let file = store.get_staff(&system(Action::ViewStaff), ana).await.expect("found");
    assert_eq!(file.line.standing, Err(Ineligible::OtherFunction));
});

on_both_engines!(a_contract_ends_with_its_project, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let ana = store.create_staff(&manage(), ana(centre)).await.expect("created");
    let project = NewProject {
        key: "PFP-2026-01".into(),
        action: "Talleres".into(),
        responsible: "Instituto estatal".into(),
        receiving: "Ayuntamiento".into(),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-03-31"),
        targets: vec![],
    };
    let project = store.create_project(&system(Action::ManageProjects), project).await.expect("created");
    let paid = NewContract { project: Some(project), ..contract(ana, None) };
    let late = NewContract { ends_on: Some(day("2026-04-01")), ..paid };
    let refused = store.add_contract(&manage(), late).await;
    assert!(matches!(refused, Err(Error::Refused("staff-contract-after-project"))));
    store.add_contract(&manage(), paid).await.expect("added");
    let file = store.get_staff(&system(Action::ViewStaff), ana).await.expect("found");
    assert_eq!(file.contracts[0].period.last_day(), Some(day("2026-03-31")));
    assert_eq!(file.line.ends_in, Some(26), "announced 30 days before");
});

on_both_engines!(a_sanction_suspends_at_once, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let ana = ready(&store, centre).await;
    let new = NewSanction { staff: ana, since: day("2026-03-01"), note: "resolución 7/2026".into() };
    store.sanction_staff(&manage(), new).await.expect("sanctioned");
    let why = Ineligible::Sanctioned { since: day("2026-03-01") };
    let found = candidate(&store, centre, "2026-06-25").await.expect("a candidate");
    assert_eq!(found.gap, Some((day("2026-03-05"), why)));

    let file = store.get_staff(&system(Action::ViewStaff), ana).await.expect("found");
    assert_eq!((file.sanctions[0].note.as_str(), file.line.standing), ("resolución 7/2026", Err(why)));
    store.lift_sanction(&manage(), file.sanctions[0].id).await.expect("lifted");
    assert_eq!(candidate(&store, centre, "2026-06-25").await.expect("a candidate").gap, None);
});

on_both_engines!(the_same_curp_is_registered_once, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    store.create_staff(&manage(), ana(centre)).await.expect("created");
    let again = store.create_staff(&manage(), ana(centre)).await.expect_err("refused");
    assert!(again.is_conflict_on("curp_token"), "{again:?}");
});

on_both_engines!(staff_of_another_centre_are_not_found, |fresh: Fresh| async move {
    let store = fresh.store;
    let (own, other) = (centre(&store, "CHE").await, centre(&store, "CUN").await);
    let carla = store.create_staff(&manage(), ana(other)).await.expect("created");
    let grants = vec![Grant { role: Role::Coordinator, centre: Some(own) }];
    let bruno = Subject { user: UserId(Uuid::from_u128(11)), staff: None, grants };
    let may = |action| decide(&bruno, action, now(), Uuid::nil()).expect("a coordinator may");
    for hidden in [carla, StaffId(Uuid::from_u128(404))] {
        assert!(matches!(store.get_staff(&may(Action::ViewStaff), hidden).await, Err(Error::NotFound)));
        let added = store.add_contract(&may(Action::ManageStaff), contract(hidden, None)).await;
        assert!(matches!(added, Err(Error::NotFound)));
        let new = NewSanction { staff: hidden, since: day("2026-03-01"), note: String::new() };
        let sanctioned = store.sanction_staff(&may(Action::ManageStaff), new).await;
        assert!(matches!(sanctioned, Err(Error::NotFound)));
    }
    let all = store.list_staff(&may(Action::ViewStaff), &StaffFilter::default()).await.expect("lists");
    assert_eq!(all.total, 0);
    let names = store.staff_names(&may(Action::ViewGroups), &[carla]).await.expect("answers");
    assert!(names.is_empty());
});

on_both_engines!(a_list_shows_roles_and_standing_of_its_centre, |fresh: Fresh| async move {
    let store = fresh.store;
    let (own, other) = (centre(&store, "CHE").await, centre(&store, "CUN").await);
    ready(&store, own).await;
    let list = |centre| {
        let (store, filter) = (&store, StaffFilter { centre: Some(centre), ..Default::default() });
        async move { store.list_staff(&system(Action::ViewStaff), &filter).await.expect("lists") }
    };
    let found = list(own).await;
    assert_eq!((found.total, found.lines[0].roles.as_slice()), (1, [Role::Facilitator].as_slice()));
    assert_eq!(found.lines[0].standing, Ok(()));
    assert_eq!(list(other).await.total, 0);
});

/// An account that coordinates the centre, of a member of staff.
async fn coordinates(store: &Store<Programme>, centre: CentreId, staff: StaffId, username: &str) -> UserId {
    let new = NewAccount {
        username: username.into(),
        display_name: username.into(),
        grant: Grant { role: Role::Coordinator, centre: Some(centre) },
        staff: Some(staff),
        password_hash: "$argon2id$unused".into(),
        must_change_password: false,
    };
    store.create_account(&system(Action::ManageAccounts), new).await.expect("created")
}

async fn is_suspended(store: &Store<Programme>, id: UserId) -> bool {
    let account = store.account(&system(Action::ManageAccounts), id).await.expect("found");
    account.suspended_at.is_some()
}

on_both_engines!(the_last_coordinator_is_not_let_go_without_a_successor, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let bruno = ready(&store, centre).await;
    let account = coordinates(&store, centre, bruno, "bruno").await;
    let refused = store.let_go(&manage(), bruno).await;
    assert!(matches!(refused, Err(Error::Refused("access-last-coordinator"))), "{refused:?}");

    let other = NewStaff { curp: None, ..ana(centre) };
    let other = store.create_staff(&manage(), other).await.expect("created");
    coordinates(&store, centre, other, "blanca").await;
    store.let_go(&manage(), bruno).await.expect("let go");
    assert!(is_suspended(&store, account).await);
    let file = store.get_staff(&system(Action::ViewStaff), bruno).await.expect("still on record");
    assert!(file.line.staff.has_left);
});

on_both_engines!(a_sanction_suspends_even_the_last_coordinator, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let bruno = ready(&store, centre).await;
    let account = coordinates(&store, centre, bruno, "bruno").await;
    let new = NewSanction { staff: bruno, since: day("2026-03-01"), note: "resolución 7/2026".into() };
    let ended = store.sanction_staff(&manage(), new).await.expect("sanctioned");
    assert_eq!((ended.accounts, ended.groups), (1, 0));
    assert!(is_suspended(&store, account).await);
});

on_both_engines!(an_ending_contract_is_announced_once_and_an_ended_one_suspends, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, "CHE").await;
    let person = |curp| NewStaff { curp, ..ana(centre) };
    let soon = store.create_staff(&manage(), person(None)).await.expect("created");
    store.add_contract(&manage(), contract(soon, Some("2026-03-20"))).await.expect("added");
    let over = store.create_staff(&manage(), person(None)).await.expect("created");
    store.add_contract(&manage(), contract(over, Some("2026-03-04"))).await.expect("added");
    let last = coordinates(&store, centre, over, "carla").await;
    let watch = || async { store.watch_contracts(&manage()).await.expect("watched") };
    assert_eq!(watch().await, ContractsWatched { announced: 1, suspended: 0 }, "the last coordinator stays");
    let successor = coordinates(&store, centre, soon, "dalia").await;
    assert_eq!(watch().await, ContractsWatched { announced: 0, suspended: 1 });
    assert!(is_suspended(&store, last).await && !is_suspended(&store, successor).await);
});
