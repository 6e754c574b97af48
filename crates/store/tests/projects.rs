//! What subsidy projects reached, and what hangs on them.

use chrono::NaiveTime;
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    ids::{CentreId, PersonId, UserId},
    people::merge::MergeReason,
    projects::{Measure, Tally},
};
use store::{NewContract, NewGroup, NewProject, synthetic::FilledGroup};
use uuid::Uuid;

use crate::support::{
    Fresh, now,
    sample::participant,
    system,
    workshop::{day, workshop},
};

/// Groups, sessions, participants, completions.
fn all(numbers: [u32; 4]) -> Tally {
    Measure::ALL.iter().copied().zip(numbers).collect()
}

/// A coordinator of another centre.
fn elsewhere(action: Action) -> Ctx {
    let grants = vec![Grant { role: Role::Coordinator, centre: Some(CentreId(Uuid::from_u128(9))) }];
    let karla = Subject { user: UserId(Uuid::from_u128(12)), staff: None, grants };
    decide(&karla, action, now(), Uuid::nil()).expect("a coordinator may")
}

on_both_engines!(a_project_counts_each_person_of_its_groups_once, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let project = NewProject {
        key: "PFP-2026-02".into(),
        action: "Talleres".into(),
        responsible: "Instituto estatal".into(),
        receiving: "Ayuntamiento".into(),
        starts_on: day("2026-02-01"),
        ends_on: day("2026-12-31"),
        targets: Vec::new(),
    };
    let project = store.create_project(&system(Action::ManageProjects), project).await.expect("created");
    let view = system(Action::ViewProjects);
    assert_eq!(store.project_tally(&view, project).await.expect("counts"), all([0; 4]));
    let plan = |name: &str| NewGroup { project: Some(project), ..world.group(name) };
    let manage = system(Action::ManageGroups);
    let taught = store.create_group(&manage, plan("Lunes")).await.expect("created");
    let participants = vec![
        participant(world.centre, 1, ["Uno", "Ejemplo", ""], 16),
        participant(world.centre, 2, ["Dos", "Ejemplo", ""], 1),
        participant(world.centre, 3, ["Tres", "Ejemplo", ""], 0),
        participant(world.centre, 4, ["Uno", "Exemplo", ""], 16),
    ];
    let filled = FilledGroup { group: taught, participants, held: 16 };
    store.fill_group(&system(Action::Enrol), filled).await.expect("filled");
    let planned = NewGroup { first_day: day("2026-08-03"), ..plan("Agosto") };
    store.create_group(&manage, planned).await.expect("created");
    let other = NewGroup {
        first_day: day("2026-08-03"),
        start: NaiveTime::from_hms_opt(14, 0, 0).expect("an hour"),
        ..world.group("De nadie")
    };
    store.create_group(&manage, other).await.expect("created");
    let tally = store.project_tally(&view, project).await.expect("counts");
    assert_eq!(tally, all([1, 16, 3, 2]));
    let merge = system(Action::MergePeople);
    let (kept, absorbed) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(4)));
    store.merge_people(&merge, kept, absorbed, MergeReason::Slip).await.expect("merged");
    let tally = store.project_tally(&view, project).await.expect("counts");
    assert_eq!(tally, all([1, 16, 2, 1]), "one person with two files is one");

    let groups = store.project_groups(&view, project).await.expect("listed");
    assert_eq!(groups.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Agosto", "Lunes"]);
    let ctx = elsewhere(Action::ViewProjects);
    assert!(store.project_groups(&ctx, project).await.expect("listed").is_empty());

    let contract = NewContract {
        staff: world.ana,
        role: Role::Facilitator,
        starts_on: day("2026-03-01"),
        ends_on: None,
        project: Some(project),
    };
    store.add_contract(&system(Action::ManageStaff), contract).await.expect("added");
    let paid = store.project_contracts(&system(Action::ViewStaff), project).await.expect("listed");
    assert_eq!(paid.len(), 1);
    assert_eq!((paid[0].0.staff, paid[0].0.period.last_day()), (world.ana, Some(day("2026-12-31"))));
    let ctx = elsewhere(Action::ViewStaff);
    assert!(store.project_contracts(&ctx, project).await.expect("listed").is_empty());
});
