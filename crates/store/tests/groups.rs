//! Groups: their schedule, what it takes, and every change to it.

use crate::support::workshop::{Workshop, day, obstacles, unchecked, workshop};
use crate::support::{Fresh, now, system};
use chrono::{NaiveDateTime, Timelike, Weekday};
use domain::{
    access::{Action, Ctx},
    centres::staff::Ineligible,
    groups::{
        GroupState,
        changes::{SessionChangeRefused, SessionState},
        schedule::{instant, local},
    },
    ids::{GroupId, RoomId},
};
use store::{
    Closure, Error, FacilitatorChange, GroupFile, GroupFilter, NewGroup, NewProject, NewRestDay, NewRoom,
    NewWomenMark, Obstacle, Programme, ScheduleError, SessionMove, Store, Substitute, Taken, Warning,
};
use uuid::Uuid;

const ZONE: chrono_tz::Tz = chrono_tz::America::Cancun;

fn manage() -> Ctx {
    system(Action::ManageGroups)
}

async fn show(store: &Store<Programme>, id: GroupId) -> GroupFile {
    store.get_group(&system(Action::ViewGroups), id).await.expect("found")
}

async fn created(store: &Store<Programme>, new: NewGroup) -> GroupId {
    store.create_group(&manage(), new).await.expect("created")
}

fn hour(file: &GroupFile, number: usize) -> NaiveDateTime {
    local(file.sessions[number - 1].starts_at, ZONE)
}

async fn second_room(store: &Store<Programme>, world: &Workshop) -> RoomId {
    let new = NewRoom { centre: world.centre, name: "Anexo".into(), address: String::new(), capacity: 20 };
    store.create_room(&system(Action::ManageCentres), new).await.expect("created")
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().expect("an hour")
}

on_both_engines!(a_group_is_made_with_its_schedule_around_the_rest_days, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let rest = NewRestDay { centre: None, day: day("2026-03-30"), reason: "Semana Santa".into() };
    store.add_rest_day(&system(Action::ManageCentres), rest).await.expect("added");
    let id = created(&store, world.group("Grupo de los lunes")).await;
    let file = show(&store, id).await;
    assert_eq!(file.sessions.len(), 16);
    assert_eq!(hour(&file, 1), at("2026-03-09T09:00:00"));
    assert_eq!(hour(&file, 2).date(), day("2026-03-23"), "the 16th is a rest day (LFT art. 74)");
    assert_eq!(hour(&file, 3).date(), day("2026-04-06"), "the 30th is the state's");
    assert_eq!(file.sessions[0].starts_at.hour(), 14, "nine in Cancun");
    assert_eq!((file.row.starts_on, file.row.ends_on), (day("2026-03-09"), hour(&file, 16).date()));
    assert_eq!(file.row.facilitators, ["Ana Ejemplo", "Berta Ejemplo"]);
    assert_eq!((file.row.state, file.changes.len()), (GroupState::Planned, 1));
    assert_eq!(file.sessions[4].title, "Sesión de ejemplo 5");
});

on_both_engines!(
    a_double_booked_room_or_facilitator_is_named_and_nothing_is_written,
    |fresh: Fresh| async move {
        let store = fresh.store;
        let world = workshop(&store, "CUN").await;
        created(&store, world.group("Lunes")).await;
        let mut other = world.group("Otro");
        other.facilitators = [world.ana, world.carlos];
        other.start = other.start.with_hour(11).expect("an hour");
        let found = obstacles(store.create_group(&manage(), other.clone()).await);
        assert_eq!(found.len(), 32, "the room and Ana, sixteen times");
        let Obstacle::Clash(first) = &found[0] else { panic!("a clash") };
        assert_eq!((first.number, &first.taken), (1, &Taken::Room("Leona Vicario".into())));
        assert_eq!(first.group.as_ref().map(|(_, name)| name.as_str()), Some("Lunes"));
        assert!(
            found.iter().any(
                |o| matches!(o, Obstacle::Clash(c) if c.taken == Taken::Facilitator("Ana Ejemplo".into()))
            )
        );
        let planned = store.plan_group(&manage(), &other).await.expect("planned");
        assert_eq!(planned.obstacles, found);

        // One may begin when the other ends.
        other.start = other.start.with_hour(11).and_then(|t| t.with_minute(30)).expect("an hour");
        created(&store, other).await;
        let list = store.list_groups(&system(Action::ViewGroups), &GroupFilter::default(), 0, 10).await;
        assert_eq!(list.expect("lists").total, 2);
    }
);

on_both_engines!(of_two_bookings_at_once_only_one_passes, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let second = second_room(&store, &world).await;
    // The same room with other people, and the same person in another room.
    let mut by_room = world.group("Sala");
    by_room.facilitators = [world.carlos, world.berta];
    let mut by_person = world.group("Persona");
    (by_person.room, by_person.facilitators) = (second, [world.ana, world.carlos]);
    let book = |new: NewGroup| {
        let store = store.clone();
        tokio::spawn(async move { store.create_group(&manage(), new).await })
    };
    let (a, b, c) = (book(world.group("Lunes")), book(by_room), book(by_person));
    let (a, b, c) = (a.await.expect("ran"), b.await.expect("ran"), c.await.expect("ran"));
    let passed = [a.is_ok(), b.is_ok(), c.is_ok()].into_iter().filter(|ok| *ok).count();
    assert_eq!(passed, 1, "{a:?} {b:?} {c:?}");
});

on_both_engines!(a_mens_group_is_not_where_women_are_attended, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let mark = NewWomenMark { centre: world.centre, room: None, since: day("2026-06-01"), until: None };
    store.mark_women_attended(&system(Action::ManageCentres), mark).await.expect("marked");
    let men = NewGroup { programme: world.men, ..world.group("Hombres") };
    let found = obstacles(store.create_group(&manage(), men).await);
    assert_eq!(found.first(), Some(&Obstacle::WomenAttended(day("2026-06-01"))));
    // The same room serves the workshop for public servants.
    created(&store, world.group("Servidores")).await;
});

on_both_engines!(whoever_cannot_be_assigned_makes_no_group, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let diana = unchecked(&store, world.centre, "Diana").await;
    let new = NewGroup { facilitators: [world.ana, diana], ..world.group("Lunes") };
    let found = obstacles(store.create_group(&manage(), new).await);
    assert_eq!(found, [Obstacle::Ineligible { who: diana, why: Ineligible::NoCheck }]);
    let alone = NewGroup { facilitators: [world.ana, world.ana], ..world.group("Lunes") };
    assert_eq!(obstacles(store.create_group(&manage(), alone).await), [Obstacle::SamePerson]);
    let crowd = NewGroup { capacity: 21, ..world.group("Lunes") };
    assert_eq!(obstacles(store.create_group(&manage(), crowd).await), [Obstacle::RoomTooSmall { holds: 20 }]);
});

on_both_engines!(
    who_may_facilitate_is_said_with_what_bars_them_and_what_clashes,
    |fresh: Fresh| async move {
        let store = fresh.store;
        let world = workshop(&store, "CUN").await;
        let dora = unchecked(&store, world.centre, "Dora").await;
        created(&store, world.group("Lunes")).await;
        let mut plan = world.group("Otro");
        plan.start = plan.start.with_hour(11).expect("an hour");
        let found = store.facilitators_for(&manage(), &plan).await.expect("found");
        let of = |who| found.iter().find(|one| one.candidate.staff == who).expect("of the centre");
        assert_eq!((of(world.ana).is_barred, of(world.ana).taken.len()), (false, 16));
        let clash = &of(world.ana).taken[0];
        assert_eq!(clash.group.as_ref().map(|(_, name)| name.as_str()), Some("Lunes"));
        assert_eq!((of(world.carlos).is_barred, of(world.carlos).taken.len()), (false, 0));
        assert!(of(dora).is_barred, "nobody checked her");
        assert_eq!(of(dora).candidate.gap.map(|(_, why)| why), Some(Ineligible::NoCheck));
        // Who was chosen so far does not matter.
        plan.facilitators = [dora, dora];
        assert_eq!(store.facilitators_for(&manage(), &plan).await.expect("found").len(), 4);
    }
);

on_both_engines!(an_end_after_the_project_warns, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let project = NewProject {
        key: "P-1".into(),
        action: "Talleres".into(),
        responsible: "Instituto".into(),
        receiving: "Centro".into(),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-06-15"),
        targets: Vec::new(),
    };
    let project = store.create_project(&system(Action::ManageProjects), project).await.expect("created");
    let new = NewGroup { project: Some(project), ..world.group("Lunes") };
    let plan = store.plan_group(&manage(), &new).await.expect("planned");
    assert!(
        matches!(plan.warnings[..], [Warning::EndsAfterProject(end)] if end.sessions == 2),
        "{:?}",
        plan.warnings
    );
    created(&store, new).await;
});

on_both_engines!(a_moved_session_keeps_its_number_and_says_why, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = created(&store, world.group("Lunes")).await;
    let session = show(&store, id).await.sessions[15].clone();
    let to = |when: &str, reason: &str| SessionMove {
        seen: session.starts_at,
        to: at(when),
        room: world.room,
        reason: reason.into(),
    };
    let refused = obstacles(store.move_session(&manage(), session.id, to("2026-07-08T10:00:00", " ")).await);
    assert_eq!(refused, [Obstacle::Session(SessionChangeRefused::ReasonMissing)]);
    store
        .move_session(&manage(), session.id, to("2026-07-08T10:00:00", "Evento oficial"))
        .await
        .expect("moved");
    let file = show(&store, id).await;
    let moved = &file.sessions[15];
    assert_eq!((moved.number, hour(&file, 16)), (16, at("2026-07-08T10:00:00")));
    assert_eq!(moved.changes.len(), 1);
    assert_eq!(
        (moved.changes[0].reason.as_str(), moved.changes[0].moved_from),
        ("Evento oficial", Some(session.starts_at))
    );
    assert_eq!(file.row.ends_on, day("2026-07-08"));
    // Whoever still sees the old time is told so.
    let stale = store.move_session(&manage(), session.id, to("2026-07-09T10:00:00", "x")).await;
    assert!(matches!(stale, Err(ScheduleError::Store(Error::Stale))));
});

on_both_engines!(a_session_does_not_move_onto_a_taken_room, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = created(&store, world.group("Lunes")).await;
    let mut tuesdays = world.group("Martes");
    (tuesdays.weekday, tuesdays.facilitators) = (Weekday::Tue, [world.carlos, world.berta]);
    created(&store, tuesdays).await;
    let session = show(&store, id).await.sessions[0].clone();
    let to = SessionMove {
        seen: session.starts_at,
        to: at("2026-03-10T09:30:00"),
        room: world.room,
        reason: "x".into(),
    };
    let found = obstacles(store.move_session(&manage(), session.id, to).await);
    let taken: Vec<_> = found
        .iter()
        .filter_map(|o| if let Obstacle::Clash(c) = o { Some(c.taken.clone()) } else { None })
        .collect();
    assert_eq!(taken, [Taken::Room("Leona Vicario".into()), Taken::Facilitator("Berta Ejemplo".into())]);
    let second = second_room(&store, &world).await;
    let aside = SessionMove {
        seen: session.starts_at,
        to: hour(&show(&store, id).await, 1),
        room: second,
        reason: "Sin luz".into(),
    };
    store.move_session(&manage(), session.id, aside).await.expect("moved to another room");
    assert_eq!(show(&store, id).await.sessions[0].room.1, "Anexo");
});

on_both_engines!(a_cancelled_session_keeps_its_number_and_frees_its_room, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = created(&store, world.group("Lunes")).await;
    let session = show(&store, id).await.sessions[15].clone();
    store.cancel_session(&manage(), session.id, "Sin personal").await.expect("cancelled");
    let file = show(&store, id).await;
    assert_eq!((file.sessions[15].number, file.sessions[15].state), (16, SessionState::Cancelled));
    assert_eq!(file.row.ends_on, hour(&file, 15).date());
    let again = obstacles(store.cancel_session(&manage(), session.id, "x").await);
    assert_eq!(again, [Obstacle::Session(SessionChangeRefused::Cancelled)]);
    let late = NewGroup { first_day: local(session.starts_at, ZONE).date(), ..world.group("Después") };
    created(&store, late).await;
});

on_both_engines!(a_substitute_is_eligible_free_and_for_one_session, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = created(&store, world.group("Lunes")).await;
    let session = show(&store, id).await.sessions[2].id;
    let stand_in = |absent, staff| Substitute { absent, staff, reason: "Incapacidad".into() };
    let twice = store.substitute(&manage(), session, stand_in(world.ana, world.berta)).await;
    assert_eq!(obstacles(twice), [Obstacle::SamePerson]);
    let stranger = store.substitute(&manage(), session, stand_in(world.carlos, world.ana)).await;
    assert!(matches!(stranger, Err(ScheduleError::Store(Error::Stale))));
    store.substitute(&manage(), session, stand_in(world.ana, world.carlos)).await.expect("substituted");
    let file = show(&store, id).await;
    assert_eq!(file.sessions[2].substitutions[0].staff, "Carlos Ejemplo");
    // Ana is free at that hour, Carlos is not.
    let second = second_room(&store, &world).await;
    let once = |pair| NewGroup {
        room: second,
        facilitators: pair,
        first_day: hour(&file, 3).date(),
        ..world.group("Otro")
    };
    let found =
        store.plan_group(&manage(), &once([world.carlos, world.ana])).await.expect("planned").obstacles;
    let clashes: Vec<_> = found
        .iter()
        .filter_map(|o| if let Obstacle::Clash(c) = o { Some((c.number, c.taken.clone())) } else { None })
        .collect();
    assert_eq!(clashes[0], (1, Taken::Facilitator("Carlos Ejemplo".into())));
    assert_eq!(clashes[1], (2, Taken::Facilitator("Ana Ejemplo".into())));
});

on_both_engines!(a_facilitator_changes_from_a_day_on, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = created(&store, world.group("Lunes")).await;
    let change = FacilitatorChange { leaving: world.ana, arriving: world.carlos, from: day("2026-04-20") };
    store.change_facilitator(&manage(), id, change).await.expect("changed");
    let file = show(&store, id).await;
    let terms: Vec<_> = file.facilitators.iter().map(|f| (f.name.as_str(), f.until)).collect();
    assert_eq!(
        terms,
        [("Ana Ejemplo", Some(day("2026-04-19"))), ("Berta Ejemplo", None), ("Carlos Ejemplo", None)]
    );
    let again = FacilitatorChange { leaving: world.ana, arriving: world.carlos, from: day("2026-05-04") };
    assert!(matches!(
        store.change_facilitator(&manage(), id, again).await,
        Err(ScheduleError::Store(Error::Stale))
    ));
});

on_both_engines!(closing_a_centre_moves_all_its_sessions_in_one_act, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let mondays = created(&store, world.group("Lunes")).await;
    let mut tuesdays = world.group("Martes");
    tuesdays.weekday = Weekday::Tue;
    let tuesdays = created(&store, tuesdays).await;
    let closure = Closure {
        centre: world.centre,
        from: day("2026-04-06"),
        last: day("2026-04-17"),
        reason: "Huracán".into(),
        instead: Vec::new(),
    };
    let ctx = system(Action::CloseCentre);
    let before = (show(&store, mondays).await, show(&store, tuesdays).await);
    let plan = store.plan_closure(&ctx, &closure).await.expect("planned");
    assert!(plan.obstacles.is_empty(), "{:?}", plan.obstacles);
    assert_eq!(show(&store, mondays).await.sessions, before.0.sessions, "a preview writes nothing");
    store.close_centre(&ctx, &closure).await.expect("closed");
    let (after, other) = (show(&store, mondays).await, show(&store, tuesdays).await);
    let moved =
        after.sessions.iter().chain(&other.sessions).filter(|s| s.changes.iter().any(|c| c.is_closure));
    assert_eq!(moved.count(), plan.moves.len());
    for file in [&after, &other] {
        assert!(
            file.sessions
                .iter()
                .all(|s| !(closure.from..=closure.last).contains(&local(s.starts_at, ZONE).date()))
        );
        assert!(
            file.sessions.windows(2).all(|w| w[0].starts_at < w[1].starts_at && w[0].number < w[1].number)
        );
    }
    assert_eq!(after.row.ends_on, hour(&after, 16).date());
    // Nothing new is put on those days.
    let late = NewGroup { first_day: day("2026-04-08"), weekday: Weekday::Wed, ..world.group("Miércoles") };
    let plan = store.plan_group(&manage(), &late).await.expect("planned");
    assert_eq!(plan.sessions[0].starts_at.date(), day("2026-04-22"));
});

on_both_engines!(what_clashes_after_a_closure_gets_another_time, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let first = created(&store, world.group("Termina")).await;
    let file = show(&store, first).await;
    let next = NewGroup { first_day: file.row.ends_on + chrono::Days::new(1), ..world.group("Empieza") };
    created(&store, next.clone()).await;
    let last = &file.sessions[15];
    let closed_on = file.row.ends_on;
    let mut closure = Closure {
        centre: world.centre,
        from: closed_on,
        last: closed_on,
        reason: "Ciclón".into(),
        instead: Vec::new(),
    };
    let ctx = system(Action::CloseCentre);
    let plan = store.plan_closure(&ctx, &closure).await.expect("planned");
    assert_eq!(plan.moves.len(), 1);
    assert!(plan.obstacles.iter().all(|(id, o)| *id == last.id && matches!(o, Obstacle::Clash(_))));
    assert_eq!(plan.obstacles.len(), 3, "the room, Ana, Berta");
    assert_eq!(obstacles(store.close_centre(&ctx, &closure).await).len(), 3);
    // A day that is closed is no way out; the Wednesday after is.
    closure.instead = vec![(last.id, closed_on.and_hms_opt(12, 0, 0).expect("an hour"))];
    let plan = store.plan_closure(&ctx, &closure).await.expect("planned");
    assert!(matches!(plan.obstacles[..], [(_, Obstacle::Session(SessionChangeRefused::RestDay(_)))]));
    let wednesday = (closed_on + chrono::Days::new(2)).and_hms_opt(9, 0, 0).expect("an hour");
    closure.instead = vec![(last.id, wednesday)];
    store.close_centre(&ctx, &closure).await.expect("closed");
    assert_eq!(show(&store, first).await.sessions[15].starts_at, instant(wednesday, ZONE));
});

on_both_engines!(calling_a_group_off_cancels_what_was_not_held, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = created(&store, world.group("Lunes")).await;
    let off = store.change_group_state(&manage(), id, GroupState::Cancelled, " ").await;
    assert!(matches!(off, Err(Error::Refused("group-reason"))));
    let finished = store.change_group_state(&manage(), id, GroupState::Finished, "").await;
    assert!(matches!(finished, Err(Error::Refused("group-state"))));
    store
        .change_group_state(&manage(), id, GroupState::Cancelled, "Sin inscripciones")
        .await
        .expect("called off");
    let file = show(&store, id).await;
    assert_eq!((file.row.state, file.changes.len()), (GroupState::Cancelled, 2));
    assert!(file.sessions.iter().all(|s| s.state == SessionState::Cancelled));
});

on_both_engines!(another_centres_group_answers_like_an_absent_one, |fresh: Fresh| async move {
    let store = fresh.store;
    let (own, other) = (workshop(&store, "CHE").await, workshop(&store, "CUN").await);
    let hidden = created(&store, other.group("Lunes")).await;
    let session = show(&store, hidden).await.sessions[0].clone();
    let view = own.coordinator(Action::ViewGroups);
    let manage = own.coordinator(Action::ManageGroups);
    for id in [hidden, GroupId(Uuid::from_u128(404))] {
        assert!(matches!(store.get_group(&view, id).await, Err(Error::NotFound)));
        assert!(matches!(store.renew_group_feed(&manage, id).await, Err(Error::NotFound)));
        let change = FacilitatorChange { leaving: other.ana, arriving: own.ana, from: day("2026-04-20") };
        let changed = store.change_facilitator(&manage, id, change).await;
        assert!(matches!(changed, Err(ScheduleError::Store(Error::NotFound))));
        let state = store.change_group_state(&manage, id, GroupState::Cancelled, "x").await;
        assert!(matches!(state, Err(Error::NotFound)));
    }
    let cancelled = store.cancel_session(&manage, session.id, "x").await;
    assert!(matches!(cancelled, Err(ScheduleError::Store(Error::NotFound))));
    let borrowed = NewGroup { facilitators: [own.ana, other.berta], ..own.group("Prestada") };
    let borrowed = store.create_group(&manage, borrowed).await;
    assert!(matches!(borrowed, Err(ScheduleError::Store(Error::NotFound))));
    let made = store.create_group(&manage, other.group("Ajeno")).await;
    assert!(matches!(made, Err(ScheduleError::Store(Error::NotFound))));
    let closure = Closure {
        centre: other.centre,
        from: day("2026-04-06"),
        last: day("2026-04-06"),
        reason: "x".into(),
        instead: Vec::new(),
    };
    let closed = store.close_centre(&own.coordinator(Action::CloseCentre), &closure).await;
    assert!(matches!(closed, Err(ScheduleError::Store(Error::NotFound))));
    assert_eq!(store.list_groups(&view, &GroupFilter::default(), 0, 10).await.expect("lists").total, 0);
});

on_both_engines!(the_list_filters_counts_and_pages, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    for (name, weekday) in [("Árbol", Weekday::Mon), ("Mar", Weekday::Tue), ("Sol", Weekday::Wed)] {
        created(&store, NewGroup { weekday, ..world.group(name) }).await;
    }
    let view = system(Action::ViewGroups);
    let list = |filter: GroupFilter, offset| {
        let (store, view) = (&store, &view);
        async move { store.list_groups(view, &filter, offset, 2).await.expect("lists") }
    };
    let all = list(GroupFilter::default(), 2).await;
    assert_eq!((all.total, all.rows.len()), (3, 1));
    assert_eq!(all.by_state[0], (GroupState::Planned, 3));
    let first = show(&store, all.rows[0].id).await.sessions.remove(0).starts_at;
    assert_eq!(all.rows[0].next_at, Some(first), "none is held yet");
    let named = list(GroupFilter { name: "ARBOL".into(), ..GroupFilter::default() }, 0).await;
    assert_eq!(named.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Árbol"]);
    let wild = list(GroupFilter { name: "%".into(), ..GroupFilter::default() }, 0).await;
    assert_eq!(wild.total, 3, "nothing is left of a name of wildcards");
    let none = list(GroupFilter { facilitator: Some(world.carlos), ..GroupFilter::default() }, 0).await;
    assert_eq!(none.total, 0);
    let running = list(GroupFilter { state: Some(GroupState::Running), ..GroupFilter::default() }, 0).await;
    assert_eq!((running.total, running.by_state[0].1), (0, 3), "the counts of the tabs stay whole");
});

on_both_engines!(a_feed_is_found_by_its_address_only, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = created(&store, world.group("Lunes")).await;
    let file = show(&store, id).await;
    store.cancel_session(&manage(), file.sessions[15].id, "x").await.expect("cancelled");
    let nobody = Ctx::anonymous(now(), Uuid::nil());
    let feed = store.calendar_feed(&nobody, &file.feed_token).await.expect("found");
    assert_eq!((feed.sessions.len(), feed.sessions[0].number, feed.sessions[0].of), (16, 1, 16));
    assert_eq!((feed.sessions[15].is_cancelled, feed.sessions[15].version), (true, 1));
    store.renew_group_feed(&manage(), id).await.expect("renewed");
    assert!(matches!(store.calendar_feed(&nobody, &file.feed_token).await, Err(Error::NotFound)));
});

on_both_engines!(a_mark_made_later_names_the_mens_groups_to_move, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let men = NewGroup { programme: world.men, ..world.group("Hombres") };
    let id = created(&store, men).await;
    let mark = NewWomenMark { centre: world.centre, room: None, since: day("2026-06-01"), until: None };
    let conflicts = || async {
        let ctx = system(Action::ViewCentres);
        store.mark_conflicts(&ctx, world.centre).await.expect("answers")
    };
    assert_eq!(conflicts().await, []);
    store.mark_women_attended(&system(Action::ManageCentres), mark).await.expect("a fact is never refused");
    let found = conflicts().await;
    assert_eq!((found.len(), found[0].group, found[0].name.as_str()), (1, id, "Hombres"));
    assert!((1..16).contains(&found[0].sessions), "only those from June on");
});
