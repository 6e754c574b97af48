//! Centres, rooms, marks, rest days and projects.

use crate::support::{Fresh, now, system};
use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    ids::{CentreId, RoomId, UserId},
    projects::Measure,
};
use store::{
    Error, FaceLogo, GuideMark, NewCentre, NewFace, NewProject, NewRestDay, NewRoom, NewWomenMark, Programme,
    Signatory, Store, Target,
};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn chetumal() -> NewCentre {
    NewCentre {
        name: "CECOVIM Othón P. Blanco".into(),
        code: "CHE".into(),
        municipality: "23004".into(),
        address: "Calle de ejemplo 1, Centro".into(),
        zone: "America/Cancun".into(),
    }
}

fn cancun() -> NewCentre {
    NewCentre { name: "CECOVIM Benito Juárez".into(), code: "CUN".into(), ..chetumal() }
}

fn coordinator(centre: CentreId, action: Action) -> Ctx {
    let grants = vec![Grant { role: Role::Coordinator, centre: Some(centre) }];
    let bruno = Subject { user: UserId(Uuid::from_u128(11)), staff: None, grants };
    decide(&bruno, action, now(), Uuid::nil()).expect("a coordinator may")
}

async fn centre(store: &Store<Programme>, new: NewCentre) -> CentreId {
    store.create_centre(&system(Action::ManageCentres), new).await.expect("created")
}

async fn room(store: &Store<Programme>, centre: CentreId, name: &str, address: &str) -> RoomId {
    let new = NewRoom { centre, name: name.into(), address: address.into(), capacity: 20 };
    store.create_room(&system(Action::ManageCentres), new).await.expect("created")
}

on_both_engines!(a_centre_reads_back_and_its_code_is_unique, |fresh: Fresh| async move {
    let store = fresh.store;
    let id = centre(&store, chetumal()).await;
    let read = store.get_centre(&system(Action::ViewCentres), id).await.expect("found");
    assert_eq!((read.code.as_str(), read.municipality.as_str(), read.is_open), ("CHE", "23004", true));
    let again = store.create_centre(&system(Action::ManageCentres), chetumal()).await.expect_err("refused");
    assert!(again.is_conflict_on("code"), "{again:?}");
});

on_both_engines!(another_centre_answers_like_an_absent_one, |fresh: Fresh| async move {
    let store = fresh.store;
    let (own, other) = (centre(&store, chetumal()).await, centre(&store, cancun()).await);
    let view = coordinator(own, Action::ViewCentres);
    let manage = coordinator(own, Action::ManageCentres);
    assert_eq!(store.list_centres(&view).await.expect("lists").len(), 1);
    for hidden in [other, CentreId(Uuid::from_u128(404))] {
        assert!(matches!(store.get_centre(&view, hidden).await, Err(Error::NotFound)));
        assert!(matches!(store.list_rooms(&view, hidden).await, Err(Error::NotFound)));
        assert!(matches!(store.change_centre(&manage, hidden, cancun()).await, Err(Error::NotFound)));
    }
    assert!(matches!(store.create_centre(&manage, cancun()).await, Err(Error::NotFound)));
});

on_both_engines!(a_mark_on_the_address_covers_the_rooms_at_that_address, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, cancun()).await;
    let leona = room(&store, centre, "Leona Vicario", "").await;
    let annex = room(&store, centre, "Anexo", "Otra calle 5").await;
    let manage = system(Action::ManageCentres);
    let mark = |room| NewWomenMark { centre, room, since: day("2026-01-01"), until: None };
    let whole = store.mark_women_attended(&manage, mark(None)).await.expect("marked");
    store.mark_women_attended(&manage, mark(Some(annex))).await.expect("marked");
    let view = system(Action::ViewCentres);
    let covered = |room| {
        let (store, view) = (&store, &view);
        async move { store.get_room(view, room).await.expect("found").women }
    };
    assert_eq!(covered(leona).await.iter().map(|mark| mark.id).collect::<Vec<_>>(), [whole]);
    assert_eq!(covered(annex).await.iter().map(|mark| mark.room).collect::<Vec<_>>(), [Some(annex)]);

    let past = store.end_women_mark(&manage, whole, day("2026-03-04"), "se mudó").await;
    assert!(matches!(past, Err(Error::Refused("centres-mistake-until-past"))));
    store.end_women_mark(&manage, whole, day("2026-03-05"), "se mudó").await.expect("ended");
    let ended = covered(leona).await.remove(0);
    assert_eq!((ended.until, ended.end_reason.as_str()), (Some(day("2026-03-05")), "se mudó"));
    assert_eq!(store.get_women_mark(&manage, whole).await.expect("found"), (centre, ended));
    let reversed = store.end_women_mark(&manage, whole, day("2025-12-31"), "error").await;
    assert!(matches!(reversed, Err(Error::Refused("centres-mistake-until"))));
    // Two days later what was true then is not told otherwise.
    let later = Ctx::system(Action::ManageCentres, now() + chrono::Duration::days(2), Uuid::from_u128(7));
    let longer = store.end_women_mark(&later, whole, day("2026-12-31"), "error").await;
    assert!(matches!(longer, Err(Error::Refused("centres-mistake-mark-ended"))));
});

on_both_engines!(what_rests_everywhere_is_said_only_by_who_reaches_everywhere, |fresh: Fresh| async move {
    let store = fresh.store;
    let (own, other) = (centre(&store, chetumal()).await, centre(&store, cancun()).await);
    let manage = coordinator(own, Action::ManageCentres);
    let rest = |centre| NewRestDay { centre, day: day("2026-04-02"), reason: "Jueves Santo".into() };
    assert!(matches!(store.add_rest_day(&manage, rest(None)).await, Err(Error::NotFound)));
    assert!(matches!(store.add_rest_day(&manage, rest(Some(other))).await, Err(Error::NotFound)));
    store.add_rest_day(&system(Action::ManageCentres), rest(None)).await.expect("added");
    let extra = store.add_rest_day(&manage, rest(Some(own))).await.expect("added");
    let view = coordinator(own, Action::ViewCentres);
    let days = |view: Ctx| {
        let store = &store;
        async move {
            let (from, to) = (day("2026-01-01"), day("2026-12-31"));
            store.list_rest_days(&view, own, from, to).await.expect("lists").len()
        }
    };
    assert_eq!(days(view.clone()).await, 2);
    store.remove_rest_day(&manage, extra).await.expect("removed");
    assert_eq!(days(view).await, 1);
});

on_both_engines!(a_project_keeps_its_targets, |fresh: Fresh| async move {
    let store = fresh.store;
    let new = NewProject {
        key: "PFP-2026-01".into(),
        action: "Talleres con personas servidoras públicas".into(),
        responsible: "Instituto estatal".into(),
        receiving: "Ayuntamiento".into(),
        starts_on: day("2026-02-01"),
        ends_on: day("2026-12-31"),
        targets: vec![
            Target { what: "Personas con constancia".into(), target: 80, measure: Some(Measure::Completed) },
            Target { what: "Carteles".into(), target: 12, measure: None },
        ],
    };
    let manage = system(Action::ManageProjects);
    let id = store.create_project(&manage, new.clone()).await.expect("created");
    let read = store.get_project(&system(Action::ViewProjects), id).await.expect("found");
    assert_eq!((read.targets, read.ends_on), (new.targets.clone(), day("2026-12-31")));
    let again = store.create_project(&manage, new.clone()).await.expect_err("refused");
    assert!(again.is_conflict_on("key"), "{again:?}");
    let reversed = NewProject { ends_on: day("2026-01-31"), ..new };
    let refused = store.change_project(&manage, id, reversed).await;
    assert!(matches!(refused, Err(Error::Refused("projects-period-reversed"))));
});

on_both_engines!(a_new_face_keeps_the_logo_and_leaves_the_old_one_as_it_was, |fresh: Fresh| async move {
    let store = fresh.store;
    let centre = centre(&store, chetumal()).await;
    let ctx = system(Action::ManageDocuments);
    let logo = FaceLogo { bytes: vec![1, 2, 3], media_type: "image/png".into() };
    let old = NewFace {
        centre: Some(centre),
        since: day("2025-01-01"),
        institution: "Instituto de la Mujer".into(),
        place: "Chetumal, Quintana Roo".into(),
        legend: String::new(),
        signatories: vec![Signatory { name: "Nombre de ejemplo".into(), post: "Dirección".into() }],
        logo: Some(logo.clone()),
        public_details: false,
    };
    let first = store.create_face(&ctx, old.clone()).await.expect("created");
    let renamed = "Secretaría de las Mujeres".to_owned();
    let new = NewFace { since: day("2026-01-01"), institution: renamed.clone(), logo: None, ..old.clone() };
    let second = store.create_face(&ctx, new).await.expect("created");
    assert_eq!(store.get_face(&ctx, second).await.expect("found").logo, Some(logo));
    let first = store.get_face(&ctx, first).await.expect("found");
    assert_eq!((first.institution, first.signatories), (old.institution.clone(), old.signatories.clone()));

    let coordinator = coordinator(centre, Action::ManageDocuments);
    let common = NewFace { centre: None, ..old };
    assert!(matches!(store.create_face(&coordinator, common).await, Err(Error::NotFound)));
});

on_both_engines!(the_guide_knows_what_is_there_and_what_was_said, |fresh: Fresh| async move {
    let store = fresh.store;
    let ctx = system(Action::ManageCentres);
    assert_eq!(store.first_steps(&ctx).await.expect("answers").done(), 0);
    let centre = centre(&store, chetumal()).await;
    room(&store, centre, "Leona Vicario", "").await;
    let place = GuideMark::BackupPlace("disco externo de la dirección".into());
    for mark in [GuideMark::CalendarSeen, GuideMark::KeyCopied, GuideMark::KeyCopied, place] {
        store.mark_guide(&ctx, mark).await.expect("kept");
    }
    let steps = store.first_steps(&ctx).await.expect("answers");
    assert_eq!((steps.done(), steps.has_staff, steps.has_coordinator), (5, false, false));
    let bruno = coordinator(centre, Action::ManageCentres);
    assert!(matches!(store.first_steps(&bruno).await, Err(Error::NotFound)));
});
