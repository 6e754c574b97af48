//! Jobs: put down once, taken by one at a time, taken again when their taker is silent.

use crate::support::workshop::workshop;
use crate::support::{Fresh, now, system};
use chrono::{DateTime, Duration, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{CentreId, GroupId},
};
use store::{Error, JobState, NewFace, Programme, Signatory, Store};
use uuid::Uuid;

fn at(when: DateTime<Utc>) -> Ctx {
    Ctx::system(Action::IssueCertificates, when, Uuid::nil())
}

fn face(centre: CentreId) -> NewFace {
    NewFace {
        centre: Some(centre),
        since: "2026-01-01".parse().expect("a date"),
        institution: "Instituto de ejemplo".into(),
        place: "Chetumal, Quintana Roo".into(),
        legend: String::new(),
        signatories: vec![Signatory { name: "Nombre de ejemplo".into(), post: "Dirección".into() }],
        logo: None,
        public_details: false,
    }
}

async fn group(store: &Store<Programme>) -> GroupId {
    let workshop = workshop(store, "CUN").await;
    store.create_face(&system(Action::ManageDocuments), face(workshop.centre)).await.expect("created");
    store.create_group(&system(Action::ManageGroups), workshop.group("Grupo 1")).await.expect("created")
}

on_both_engines!(nobody_is_named_to_sign_so_nothing_is_asked_for, |fresh: Fresh| async move {
    let workshop = workshop(&fresh.store, "CUN").await;
    let plan = workshop.group("Grupo 1");
    let group = fresh.store.create_group(&system(Action::ManageGroups), plan).await.expect("created");
    let asked = fresh.store.ask_for_certificates(&at(now()), group).await;
    assert!(matches!(asked, Err(Error::Refused("certificates-no-face"))));
    assert_eq!(fresh.store.take_job(&at(now())).await.expect("looks"), None);
});

on_both_engines!(asking_again_means_the_same_job_until_it_is_done, |fresh: Fresh| async move {
    let (store, group) = (&fresh.store, group(&fresh.store).await);
    let first = store.ask_for_certificates(&at(now()), group).await.expect("asked");
    assert_eq!(store.ask_for_certificates(&at(now()), group).await.expect("asked"), first);
    let listed = async || {
        let list = store.group_certificates(&system(Action::ViewCertificates), group).await;
        list.expect("listed").job.map(|job| (job.id, job.state))
    };
    assert_eq!(listed().await, Some((first, JobState::Waiting)), "the page of the group shows it");
    let job = store.take_job(&at(now())).await.expect("looks").expect("one waits");
    assert_eq!(listed().await, Some((first, JobState::Running)));
    assert_eq!(
        (job.id, job.state, job.attempts, job.input.clone()),
        (first, JobState::Running, 1, group.to_string())
    );
    assert_eq!(store.take_job(&at(now())).await.expect("looks"), None, "it is taken");
    store.finish_job(&at(now()), &job).await.expect("finished");
    assert_eq!(listed().await, None);
});

on_both_engines!(a_silent_taker_loses_its_job_and_cannot_finish_it, |fresh: Fresh| async move {
    let (store, group) = (&fresh.store, group(&fresh.store).await);
    store.ask_for_certificates(&at(now()), group).await.expect("asked");
    let silent = store.take_job(&at(now())).await.expect("looks").expect("one waits");
    let later = now() + Duration::minutes(3);
    let other = store.take_job(&at(later)).await.expect("looks").expect("the lease ran out");
    assert_eq!((other.id, other.attempts), (silent.id, 2));
    assert!(matches!(store.note_progress(&at(later), &silent, 1, 2).await, Err(Error::Stale)));
    assert!(matches!(store.finish_job(&at(later), &silent).await, Err(Error::Stale)));
    store.finish_job(&at(later), &other).await.expect("finished");
    let again = store.ask_for_certificates(&at(later), group).await.expect("asked");
    assert_ne!(again, other.id, "the key is free");
});

on_both_engines!(progress_keeps_the_job_and_failure_waits_longer_each_time, |fresh: Fresh| async move {
    let (store, group) = (&fresh.store, group(&fresh.store).await);
    store.ask_for_certificates(&at(now()), group).await.expect("asked");
    let mut when = now();
    let job = store.take_job(&at(when)).await.expect("looks").expect("one waits");
    store.note_progress(&at(when + Duration::minutes(1)), &job, 1, 2).await.expect("noted");
    assert_eq!(store.take_job(&at(when + Duration::minutes(2))).await.expect("looks"), None);
    store.fail_job(&at(when), &job, "unavailable", false).await.expect("waits");
    for wait in [10, 20, 40, 80] {
        assert_eq!(store.take_job(&at(when + Duration::seconds(wait - 1))).await.expect("looks"), None);
        when += Duration::seconds(wait);
        let job = store.take_job(&at(when)).await.expect("looks").expect("due again");
        store.fail_job(&at(when), &job, "unavailable", false).await.expect("failed");
    }
    assert_eq!(store.take_job(&at(when + Duration::days(1))).await.expect("looks"), None, "given up");
});

on_both_engines!(two_takers_never_get_the_same_job, |fresh: Fresh| async move {
    let (store, group) = (&fresh.store, group(&fresh.store).await);
    store.ask_for_certificates(&at(now()), group).await.expect("asked");
    let ctx = at(now());
    let (a, b) = tokio::join!(store.take_job(&ctx), store.take_job(&ctx));
    let taken = [a.expect("looks"), b.expect("looks")];
    assert_eq!(taken.iter().flatten().count(), 1);
});
