//! Contract of the reading of the audit log on both engines: order, pages by key, filters, rights.

use chrono::Duration;
use domain::{
    access::{Action, Ctx, Grant, Role},
    ids::{CentreId, UserId},
};
use store::{AuditFilter, AuditLine, Base, Error, accounts::NewAccount};
use uuid::Uuid;

use crate::support::{Fresh, now, system};

const CHETUMAL: CentreId = CentreId(Uuid::from_u128(23004));

async fn read(base: &Base, filter: &AuditFilter) -> (Vec<AuditLine>, bool) {
    base.audit_log(&system(Action::ViewAudit), filter).await.expect("reads")
}

/// `count` changes of centres, numbered from `first`, in one transaction at one instant.
async fn changes(base: &Base, minutes: i64, first: u128, count: u128) {
    let ctx = Ctx::system(Action::ManageCentres, now() + Duration::minutes(minutes), Uuid::nil());
    let mut tx = base.begin(&ctx).await.expect("begins");
    let ids: Vec<Uuid> = (first..first + count).map(Uuid::from_u128).collect();
    tx.audit_all("centre.changed", "centre", &ids).await.expect("audits");
    tx.commit().await.expect("commits");
}

async fn account(base: &Base, username: &str, role: Role, centre: Option<CentreId>) -> UserId {
    let new = NewAccount {
        username: username.to_owned(),
        display_name: format!("Nombre de {username}"),
        grant: Grant { role, centre },
        staff: None,
        password_hash: "$argon2id$prueba".to_owned(),
        must_change_password: false,
    };
    base.create_account(&system(Action::ManageAccounts), new).await.expect("created")
}

on_both_engines!(pages_by_key_show_every_entry_once_the_newest_first, |fresh: Fresh| async move {
    changes(&fresh.store, 0, 1, 70).await;
    changes(&fresh.store, 1, 100, 50).await;
    fresh.store.seal_audit().await.expect("seals");
    let only = AuditFilter { deed: Some("centre.changed".to_owned()), ..AuditFilter::default() };
    let (mut filter, mut seen) = (only.clone(), Vec::new());
    loop {
        let (lines, has_older) = read(&fresh.store, &filter).await;
        // What is written meanwhile does not move what comes after.
        changes(&fresh.store, 2, 1_000 + seen.len() as u128, 1).await;
        let last = lines.last().expect("a line");
        filter.before = Some((last.at, last.id));
        assert!(lines.iter().all(|line| line.number.is_some() && line.actor_kind == "system"));
        seen.extend(lines.into_iter().map(|line| (line.at, line.object.expect("an object").as_u128())));
        if !has_older {
            break;
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0].0 >= pair[1].0));
    let mut objects: Vec<u128> = seen.into_iter().map(|(_, object)| object).collect();
    objects.sort_unstable();
    assert_eq!(objects, (1..=70).chain(100..150).collect::<Vec<u128>>());
});

on_both_engines!(filters_keep_what_they_name, |fresh: Fresh| async move {
    let base: &Base = &fresh.store;
    let ana = account(base, "ana", Role::Facilitator, Some(CHETUMAL)).await;
    let dario = account(base, "dario", Role::StateEvaluator, None).await;
    for user in [ana, dario] {
        let half = base.open_half_login(&Ctx::anonymous(now(), Uuid::nil()), user, "Firefox").await;
        let ctx = Ctx::anonymous(now(), Uuid::nil());
        let waits = base.presence(&ctx, &half.expect("half"), Duration::minutes(15), true).await;
        let Ok(store::accounts::Presence::Half { login, .. }) = waits else { panic!("half a login") };
        base.complete_login(&ctx, login, Duration::hours(1)).await.expect("signed in");
        let own = domain::access::Subject {
            user,
            staff: None,
            grants: vec![Grant { role: Role::Auditor, centre: None }],
        };
        let own = domain::access::decide(&own, Action::ViewAudit, now(), Uuid::nil()).expect("may");
        base.audit_log(&own, &AuditFilter::default()).await.expect("reads");
    }
    changes(base, 60, 1, 2).await;
    let count = async |filter: AuditFilter| read(base, &filter).await.0.len();
    let none = AuditFilter::default;
    assert_eq!(count(AuditFilter { account: Some("ANA".to_owned()), ..none() }).await, 1);
    assert_eq!(count(AuditFilter { account: Some("nadie".to_owned()), ..none() }).await, 0);
    assert_eq!(count(AuditFilter { centre: Some(CHETUMAL), ..none() }).await, 1);
    assert_eq!(count(AuditFilter { object: Some(Uuid::from_u128(2)), ..none() }).await, 1);
    assert_eq!(count(AuditFilter { deed: Some("account.created".to_owned()), ..none() }).await, 2);
    let late = now() + Duration::minutes(30);
    assert_eq!(count(AuditFilter { since: Some(late), ..none() }).await, 2);
    let early = AuditFilter { until: Some(late), deed: Some("centre.changed".to_owned()), ..none() };
    assert_eq!(count(early).await, 0);
    let (of_ana, _) = read(base, &AuditFilter { object: Some(ana.0), ..none() }).await;
    let said = of_ana.iter().find(|line| line.deed == "account.created").expect("on record");
    assert_eq!(said.object_account.as_deref(), Some("Nombre de ana (ana)"));
});

on_both_engines!(reading_the_log_and_taking_its_checkpoint_are_on_record, |fresh: Fresh| async move {
    let ctx = system(Action::ViewAudit);
    assert!(matches!(fresh.store.last_checkpoint(&ctx).await, Err(Error::NotFound)));
    changes(&fresh.store, 0, 1, 1).await;
    fresh.store.seal_audit().await.expect("seals");
    read(&fresh.store, &AuditFilter::default()).await;
    let taken = fresh.store.last_checkpoint(&ctx).await.expect("signed");
    assert_eq!(fresh.store.verify_audit(Some(&taken)).await.expect("verifies").problems, [""; 0]);
    let (lines, _) = read(&fresh.store, &AuditFilter::default()).await;
    let mut deeds: Vec<&str> = lines.iter().map(|line| line.deed.as_str()).collect();
    deeds.sort_unstable();
    assert_eq!(deeds, ["audit.checkpoint-read", "audit.read", "centre.changed"]);
});

on_both_engines!(nobody_else_reads_the_log, |fresh: Fresh| async move {
    let ctx = system(Action::ManageAccounts);
    assert!(matches!(fresh.store.audit_log(&ctx, &AuditFilter::default()).await, Err(Error::Denied)));
    assert!(matches!(fresh.store.last_checkpoint(&ctx).await, Err(Error::Denied)));
});
