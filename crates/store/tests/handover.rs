//! Hand-over of a caseload, and the place that a suspended facilitator leaves.

use crate::support::workshop::{Workshop, day, facilitator, workshop};
use crate::support::{Fresh, system};
use domain::{
    access::{Action, Ctx},
    ids::{GroupId, StaffId},
};
use store::{
    Error, FacilitatorChange, HandOver, HandOverError, NewRoom, NewSanction, Obstacle, Programme, Store,
    Taken,
};

fn manage() -> Ctx {
    system(Action::ManageStaff)
}

async fn group(store: &Store<Programme>, world: &Workshop, name: &str) -> GroupId {
    store.create_group(&system(Action::ManageGroups), world.group(name)).await.expect("created")
}

async fn facilitators(store: &Store<Programme>, id: GroupId) -> Vec<String> {
    let file = store.get_group(&system(Action::ViewGroups), id).await.expect("found");
    let mut names = file.row.facilitators;
    names.sort();
    names
}

fn to_carlos(world: &Workshop, groups: &[GroupId]) -> HandOver {
    HandOver {
        from: world.ana,
        first_day: day("2026-03-05"),
        groups: groups.iter().map(|id| (*id, world.carlos)).collect(),
        tasks_to: Some(world.carlos),
    }
}

async fn sanction(store: &Store<Programme>, staff: StaffId) {
    let new = NewSanction { staff, since: day("2026-03-01"), note: "resolución 7/2026".into() };
    store.sanction_staff(&manage(), new).await.expect("sanctioned");
}

on_both_engines!(a_caseload_goes_over_in_one_act_and_then_somebody_may_leave, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, "Lunes").await;
    let before = store.caseload(&manage(), world.ana, day("2026-03-05")).await.expect("a caseload");
    assert_eq!((before.groups.len(), before.groups[0].owed, before.groups[0].to_come), (1, 0, 16));
    let mut there = before.groups[0].facilitators.clone();
    there.retain(|one| *one != world.ana);
    assert_eq!(there.len(), 1, "whoever stays cannot take it over");
    let years_later = store.caseload(&manage(), world.ana, day("2030-01-01")).await.expect("a caseload");
    assert_eq!((years_later.groups[0].to_come, years_later.groups.len()), (0, 1));
    let stays = store.let_go(&manage(), world.ana).await;
    assert!(matches!(stays, Err(Error::Refused("staff-has-groups"))));

    let successors = store.successors(&manage(), world.ana, day("2026-03-05")).await.expect("successors");
    assert!(successors.iter().all(|one| one.staff != world.ana));
    assert!(successors.iter().any(|one| one.staff == world.carlos && one.gap.is_none()));
    store.hand_over(&manage(), to_carlos(&world, &[id])).await.expect("handed over");
    assert_eq!(facilitators(&store, id).await, ["Berta Ejemplo", "Carlos Ejemplo"]);
    assert_eq!(store.caseload(&manage(), world.ana, day("2026-03-05")).await.expect("a caseload").groups, []);
    store.let_go(&manage(), world.ana).await.expect("let go");
});

on_both_engines!(if_one_group_cannot_go_over_nothing_does, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let first = group(&store, &world, "Lunes").await;
    // Carlos facilitates at the same hour in another room, so that only he is taken.
    let room = NewRoom { centre: world.centre, name: "Sala 2".into(), address: String::new(), capacity: 20 };
    let dora = facilitator(&store, world.centre, "Dora").await;
    let mut busy = world.group("Otra sala");
    busy.room = store.create_room(&system(Action::ManageCentres), room).await.expect("created");
    busy.facilitators = [world.carlos, dora];
    store.create_group(&system(Action::ManageGroups), busy).await.expect("created");
    let refused = store.hand_over(&manage(), to_carlos(&world, &[first])).await;
    let Err(HandOverError::Refused(at, obstacles)) = refused else { panic!("{refused:?}") };
    assert_eq!(at, first);
    let Obstacle::Clash(clash) = &obstacles[0] else { panic!("a clash") };
    assert_eq!(clash.taken, Taken::Facilitator("Carlos Ejemplo".into()));
    assert_eq!(facilitators(&store, first).await, ["Ana Ejemplo", "Berta Ejemplo"]);
    let nothing = HandOver { groups: vec![], tasks_to: None, ..to_carlos(&world, &[]) };
    let refused = store.hand_over(&manage(), nothing).await;
    assert!(matches!(refused, Err(HandOverError::Store(Error::Refused("staff-handover-of-nothing")))));
});

on_both_engines!(a_sanction_ends_assignments_and_somebody_takes_the_place, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, "Lunes").await;
    sanction(&store, world.ana).await;
    assert_eq!(facilitators(&store, id).await, ["Berta Ejemplo"]);
    let change = FacilitatorChange { leaving: world.ana, arriving: world.carlos, from: day("2026-03-05") };
    let ctx = system(Action::ManageGroups);
    store.change_facilitator(&ctx, id, change).await.expect("changed");
    assert_eq!(facilitators(&store, id).await, ["Berta Ejemplo", "Carlos Ejemplo"]);
    let again = store.change_facilitator(&ctx, id, change).await;
    assert!(again.is_err(), "the place is taken");
});
