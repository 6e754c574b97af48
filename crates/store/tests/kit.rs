//! The kit's own contract: transactions, idempotency, audit, keys.

use crate::support::{Fresh, now, system};
use domain::access::{Action, Once, Subject, decide};
use domain::{
    access::{Grant, Role},
    ids::UserId,
};
use store::{Error, ReadEntry};
use uuid::Uuid;

on_both_engines!(a_write_without_an_audit_entry_is_not_committed, |fresh: Fresh| async move {
    let tx = fresh.store.begin(&system(Action::ManageGroups)).await.expect("begins");
    assert!(matches!(tx.commit().await, Err(Error::Unaudited(_))));
});

on_both_engines!(the_same_key_and_body_is_done_once, |fresh: Fresh| async move {
    let subject = Subject {
        user: UserId(Uuid::from_u128(5)),
        staff: None,
        grants: vec![Grant { role: Role::TechnicalAdministrator, centre: None }],
    };
    let once = |body: u8| {
        let ctx = decide(&subject, Action::ManageCentres, now(), Uuid::nil()).expect("may");
        ctx.once(Once { key: Uuid::from_u128(9), route: "/centros".into(), body: [body; 32] })
    };
    let made = Uuid::from_u128(77);
    let mut tx = fresh.store.begin(&once(1)).await.expect("begins");
    tx.audit("centre.created", "centre", made).await.expect("audits");
    tx.commit_as(made).await.expect("commits");

    let again = fresh.store.begin(&once(1)).await.err().expect("replayed");
    assert!(matches!(again, Error::Replayed(Some(id)) if id == made));
    assert!(matches!(fresh.store.begin(&once(2)).await.err(), Some(Error::KeyReused)));
});

on_both_engines!(every_entry_is_linked_and_the_chain_verifies, |fresh: Fresh| async move {
    let ctx = system(Action::ManageCentres);
    for n in 0..5_u128 {
        let mut tx = fresh.store.begin(&ctx).await.expect("begins");
        tx.audit("centre.changed", "centre", Uuid::from_u128(n)).await.expect("audits");
        tx.commit().await.expect("commits");
    }
    let read = ReadEntry { deed: "person.read", kind: "person", object: Some(Uuid::from_u128(1)) };
    fresh.store.record_read(&ctx, read).await.expect("on record");
    assert_eq!(fresh.store.seal_audit().await.expect("seals"), 6);
    let report = fresh.store.verify_audit(None).await.expect("verifies");
    assert_eq!(report.problems, Vec::<String>::new());
    assert_eq!((report.entries, report.linked, report.checkpoints, report.window), (6, 6, 1, 0));
});

on_both_engines!(another_root_key_is_refused, |fresh: Fresh| async move {
    let other = vault::RootKey::generate(&crate::support::entropy(2));
    let clock = domain::clock::Clock::fixed(now());
    let opened =
        store::Store::<store::Programme>::open(&fresh.source, &other, clock, crate::support::entropy(3))
            .await;
    assert!(matches!(opened.err(), Some(Error::WrongRootKey)));
});
