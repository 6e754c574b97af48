//! Programmes: packs, versions and edits.

use crate::support::{Fresh, sample::pack, system, workshop::workshop};
use domain::{
    access::Action,
    groups::Audience,
    programmes::{pack::write, rules::Problem},
};
use store::{Error, NewGroup, ProgrammeError, SHIPPED_PACKS, ScheduleError};

on_both_engines!(the_packs_that_ship_install_once, |fresh: Fresh| async move {
    let store = fresh.store;
    let install = system(Action::EditProgrammes);
    for text in SHIPPED_PACKS.into_iter().chain(SHIPPED_PACKS) {
        store.install_pack(&install, text).await.expect("installed");
    }
    let list = store.list_programmes(&system(Action::ViewProgrammes)).await.expect("lists");
    assert_eq!(list.len(), SHIPPED_PACKS.len());
    let workshop = list.iter().find(|row| row.audience == Audience::PublicServants).expect("the workshop");
    let file = store.get_programme(&system(Action::ViewProgrammes), workshop.id).await.expect("found");
    assert_eq!((file.pack.sessions.len(), file.pack.minutes()), (16, 16 * 150));
});

on_both_engines!(a_version_that_exists_never_changes, |fresh: Fresh| async move {
    let store = fresh.store;
    let install = system(Action::EditProgrammes);
    let mut changed = pack(Audience::Men, 16);
    store.install_pack(&install, &write(&changed)).await.expect("installed");
    changed.title = "Otro título".into();
    let refused = store.install_pack(&install, &write(&changed)).await;
    assert!(matches!(refused, Err(Error::Refused("pack-differs"))));
    let unread = store.install_pack(&install, "key = 12").await;
    assert!(matches!(unread, Err(Error::Refused("pack-mistakes"))));
});

on_both_engines!(an_edit_makes_the_next_version_and_a_group_keeps_its_own, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let manage = system(Action::ManageGroups);
    let group = store.create_group(&manage, world.group("Lunes")).await.expect("created");
    let (edit, view) = (system(Action::EditProgrammes), system(Action::ViewProgrammes));
    let mut edited = store.get_programme(&view, world.servants).await.expect("found").pack;
    edited.sessions[0].title = "Presentación y acuerdos".into();
    let next = store.save_programme(&edit, world.servants, edited.clone()).await.expect("saved");
    let file = store.get_programme(&view, next).await.expect("found");
    assert_eq!((file.row.version, file.others.len(), file.groups), (2, 1, 0));
    assert!(file.others[0].is_retired);
    let kept = store.get_group(&system(Action::ViewGroups), group).await.expect("found");
    assert_eq!(
        (kept.row.programme, kept.sessions[0].title.as_str()),
        (world.servants, "Sesión de ejemplo 1")
    );

    let stale = store.save_programme(&edit, world.servants, edited).await;
    assert!(matches!(stale, Err(ProgrammeError::Store(Error::Stale))), "somebody edited it meanwhile");
    let old = NewGroup { room: world.room, ..world.group("Otro") };
    let refused = store.create_group(&manage, old).await;
    assert!(
        matches!(refused, Err(ScheduleError::Store(Error::NotFound))),
        "a retired version takes no groups"
    );
});

on_both_engines!(an_edit_with_mistakes_is_not_written_and_says_where, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let mut edited = pack(Audience::PublicServants, 16);
    edited.sessions[3].title = " ".into();
    edited.completion.of = 15;
    let refused = store.save_programme(&system(Action::EditProgrammes), world.servants, edited).await;
    let Err(ProgrammeError::Mistakes(mistakes)) = refused else { panic!("refused") };
    assert!(mistakes.iter().any(|(at, what)| at.session == Some(3) && *what == Problem::Empty));
    assert!(mistakes.iter().any(|(at, _)| at.field == "of"));
});
