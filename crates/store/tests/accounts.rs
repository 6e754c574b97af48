//! Contract of accounts on both engines: attempts, logins, second factors, grants, tokens, kept forms.

use crate::support::{Fresh, now, system};
use chrono::Duration;
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    ids::{CentreId, LoginId, StaffId, UserId},
    people::{Sex, name::PersonName},
};
use store::{
    Base, Error, NewCentre, NewStaff, Programme,
    accounts::{AccountFilter, Attempt, AttemptBy, NewAccount, NewToken, Presence},
};
use uuid::Uuid;

const CHETUMAL: CentreId = CentreId(Uuid::from_u128(23004));
const CANCUN: CentreId = CentreId(Uuid::from_u128(23005));
const IDLE: Duration = Duration::minutes(15);

fn manage() -> Ctx {
    system(Action::ManageAccounts)
}

fn anonymous() -> Ctx {
    Ctx::anonymous(now(), Uuid::nil())
}

fn later(time: Duration) -> Ctx {
    Ctx::anonymous(now() + time, Uuid::nil())
}

fn own(user: UserId, action: Action) -> Ctx {
    let grants = vec![Grant { role: Role::Facilitator, centre: Some(CHETUMAL) }];
    decide(&Subject { user, staff: None, grants }, action, now(), Uuid::nil()).expect("a facilitator may")
}

fn named(username: &str, role: Role, centre: Option<CentreId>) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        display_name: format!("Nombre de {username}"),
        grant: Grant { role, centre },
        staff: None,
        password_hash: "$argon2id$prueba".to_owned(),
        must_change_password: false,
    }
}

async fn account(base: &Base, username: &str, role: Role, centre: Option<CentreId>) -> UserId {
    base.create_account(&manage(), named(username, role, centre)).await.expect("created")
}

async fn ana(base: &Base) -> UserId {
    account(base, "ana", Role::Facilitator, Some(CHETUMAL)).await
}

/// A complete login and its token.
async fn login(base: &Base, user: UserId) -> (LoginId, String) {
    let half = base.open_half_login(&anonymous(), user, "Firefox, Linux").await.expect("half");
    let Presence::Half { login, .. } = base.presence(&anonymous(), &half, IDLE, true).await.expect("known")
    else {
        panic!("the second factor is due");
    };
    let token = base.complete_login(&anonymous(), login, Duration::hours(10)).await.expect("complete");
    match base.presence(&anonymous(), &token, IDLE, true).await.expect("known") {
        Presence::Present(found) => (found.id, token),
        other => panic!("signed in, not {other:?}"),
    }
}

on_both_engines!(an_account_is_found_with_its_grants, |fresh: Fresh<Programme>| async move {
    let id = ana(&fresh.store).await;
    let found = fresh.store.account(&manage(), id).await.unwrap();
    assert_eq!(found.username, "ana");
    assert_eq!(found.display_name.expose(), "Nombre de ana");
    assert_eq!(found.subject().grants, [Grant { role: Role::Facilitator, centre: Some(CHETUMAL) }]);
    assert_eq!(fresh.store.account_named(&manage(), " ANA ").await.unwrap().id, id);
});

on_both_engines!(a_username_belongs_to_one_account, |fresh: Fresh<Programme>| async move {
    ana(&fresh.store).await;
    let again = fresh.store.create_account(&manage(), named("Ana", Role::Auditor, None)).await;
    assert!(again.unwrap_err().is_conflict_on("username"));
});

on_both_engines!(a_role_goes_with_its_side_and_its_centre, |fresh: Fresh<Programme>| async move {
    for (role, centre, code) in [
        (Role::SafetyLiaison, None, "access-role-of-other-side"),
        (Role::Coordinator, None, "access-role-needs-centre"),
        (Role::Auditor, Some(CANCUN), "access-role-needs-centre"),
    ] {
        let refused = fresh.store.create_account(&manage(), named("bruno", role, centre)).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(found) if found == code), "{refused:?}");
    }
});

on_both_engines!(who_may_not_manage_accounts_sees_none, |fresh: Fresh<Programme>| async move {
    let id = ana(&fresh.store).await;
    let ctx = own(id, Action::UseOwnAccount);
    assert!(matches!(fresh.store.account(&ctx, id).await, Err(Error::Denied)));
    assert!(matches!(fresh.store.suspend_account(&ctx, id).await, Err(Error::Denied)));
});

on_both_engines!(accounts_are_listed_by_role_and_state, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let id = ana(store).await;
    account(store, "irene", Role::Auditor, None).await;
    store.suspend_account(&manage(), id).await.unwrap();
    let names = async |filter| {
        let (found, total) = store.accounts(&manage(), filter, 0, 10).await.unwrap();
        assert_eq!(found.len() as u64, total);
        found.into_iter().map(|account| account.username).collect::<Vec<_>>()
    };
    assert_eq!(names(AccountFilter::default()).await, ["ana", "irene"]);
    assert_eq!(names(AccountFilter { role: Some(Role::Auditor), suspended: None }).await, ["irene"]);
    assert_eq!(names(AccountFilter { role: None, suspended: Some(true) }).await, ["ana"]);
});

on_both_engines!(
    a_login_needs_its_second_factor_and_then_another_token,
    |fresh: Fresh<Programme>| async move {
        let store = &fresh.store;
        let user = ana(store).await;
        let half = store.open_half_login(&anonymous(), user, "").await.unwrap();
        let Presence::Half { login, account } =
            store.presence(&anonymous(), &half, IDLE, true).await.unwrap()
        else {
            panic!("half");
        };
        assert_eq!(account.id, user);
        let token = store.complete_login(&anonymous(), login, Duration::hours(10)).await.unwrap();
        assert!(matches!(store.presence(&anonymous(), &half, IDLE, true).await.unwrap(), Presence::Nobody));
        assert!(matches!(
            store.presence(&anonymous(), &token, IDLE, true).await.unwrap(),
            Presence::Present(_)
        ));
        let twice = store.complete_login(&anonymous(), login, Duration::hours(10)).await;
        assert!(matches!(twice, Err(Error::NotFound)));
    }
);

on_both_engines!(a_half_login_is_worth_nothing_after_ten_minutes, |fresh: Fresh<Programme>| async move {
    let half = fresh.store.open_half_login(&anonymous(), ana(&fresh.store).await, "").await.unwrap();
    let found = fresh.store.presence(&later(Duration::minutes(10)), &half, IDLE, true).await.unwrap();
    assert!(matches!(found, Presence::Nobody), "and no form is kept for it");
});

on_both_engines!(a_login_rests_only_so_long, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let (_, token) = login(store, user).await;
    let at = async |minutes, seen| {
        store.presence(&later(Duration::minutes(minutes)), &token, IDLE, seen).await.unwrap()
    };
    assert!(matches!(at(14, false).await, Presence::Present(_)));
    let Presence::Expired { user: whose } = at(15, true).await else {
        panic!("looking did not count as being there")
    };
    assert_eq!(whose, user);
    assert!(matches!(at(14, true).await, Presence::Present(_)));
    assert!(matches!(at(28, true).await, Presence::Present(_)));
    assert!(matches!(at(43, true).await, Presence::Expired { .. }));
    assert!(matches!(store.presence(&anonymous(), "nada", IDLE, true).await.unwrap(), Presence::Nobody));
});

on_both_engines!(a_login_that_was_ended_is_nobody_s, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let bruno = account(store, "bruno", Role::Coordinator, Some(CHETUMAL)).await;
    let (id, token) = login(store, user).await;
    let theirs = store.end_own_login(&own(bruno, Action::UseOwnAccount), id).await;
    assert!(matches!(theirs, Err(Error::NotFound)));
    assert_eq!(store.own_logins(&own(user, Action::UseOwnAccount), IDLE).await.unwrap().len(), 1);
    store.end_own_login(&own(user, Action::UseOwnAccount), id).await.unwrap();
    assert!(matches!(store.presence(&anonymous(), &token, IDLE, true).await.unwrap(), Presence::Nobody));
    assert!(store.own_logins(&own(user, Action::UseOwnAccount), IDLE).await.unwrap().is_empty());
});

on_both_engines!(suspending_ends_every_login_at_once, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let (_, token) = login(store, user).await;
    store.suspend_account(&manage(), user).await.unwrap();
    assert!(matches!(store.presence(&anonymous(), &token, IDLE, true).await.unwrap(), Presence::Nobody));
    assert!(store.candidate(&anonymous(), "ana").await.unwrap().is_none());
    store.reinstate_account(&manage(), user).await.unwrap();
    assert!(matches!(store.presence(&anonymous(), &token, IDLE, true).await.unwrap(), Presence::Nobody));
    assert_eq!(store.candidate(&anonymous(), "Ana").await.unwrap().unwrap().user, user);
});

on_both_engines!(
    a_centre_keeps_a_coordinator_and_the_side_an_administrator,
    |fresh: Fresh<Programme>| async move {
        let store = &fresh.store;
        let bruno = account(store, "bruno", Role::Coordinator, Some(CHETUMAL)).await;
        account(store, "karla", Role::Coordinator, Some(CANCUN)).await;
        let elena = account(store, "elena", Role::TechnicalAdministrator, None).await;
        let refusal = |outcome: Result<(), Error>| match outcome {
            Err(Error::Refused(code)) => code,
            other => panic!("refused, not {other:?}"),
        };
        assert_eq!(refusal(store.suspend_account(&manage(), bruno).await), "access-last-coordinator");
        assert_eq!(refusal(store.suspend_account(&manage(), elena).await), "access-last-administrator");
        let grant = store.account(&manage(), bruno).await.unwrap().grants[0].0;
        assert_eq!(refusal(store.end_role(&manage(), bruno, grant).await), "access-last-coordinator");
        let gala = account(store, "gala", Role::Intake, Some(CHETUMAL)).await;
        store
            .grant_role(&manage(), gala, Grant { role: Role::Coordinator, centre: Some(CHETUMAL) })
            .await
            .unwrap();
        store.end_role(&manage(), bruno, grant).await.unwrap();
        assert!(store.account(&manage(), bruno).await.unwrap().grants.is_empty());
        assert_eq!(refusal(store.suspend_account(&manage(), gala).await), "access-last-coordinator");
    }
);

on_both_engines!(failures_make_the_next_attempt_wait_from_there_only, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let thief = AttemptBy { username: "ana", address: "198.51.100.7" };
    let home = AttemptBy { username: "ana", address: "203.0.113.9" };
    for _ in 0..5 {
        assert_eq!(store.claim_attempt(&anonymous(), thief).await.unwrap(), Attempt::Allowed);
    }
    assert_eq!(store.claim_attempt(&anonymous(), thief).await.unwrap(), Attempt::Wait(Duration::seconds(1)));
    assert_eq!(
        store.claim_attempt(&anonymous(), home).await.unwrap(),
        Attempt::Allowed,
        "she is not locked out"
    );
    assert_eq!(store.claim_attempt(&later(Duration::seconds(1)), thief).await.unwrap(), Attempt::Allowed);
    let next = store.claim_attempt(&later(Duration::seconds(1)), thief).await.unwrap();
    assert_eq!(next, Attempt::Wait(Duration::seconds(2)));
    store.attempt_succeeded(&anonymous(), thief).await.unwrap();
    assert_eq!(store.claim_attempt(&later(Duration::seconds(1)), thief).await.unwrap(), Attempt::Allowed);
});

on_both_engines!(many_attempts_at_once_are_no_way_around_the_wait, |fresh: Fresh<Programme>| async move {
    let by = AttemptBy { username: "ana", address: "198.51.100.7" };
    let attempts = (0..40).map(|_| {
        let store = fresh.store.clone();
        tokio::spawn(async move { store.claim_attempt(&anonymous(), by).await.unwrap() })
    });
    let mut allowed = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        allowed += u32::from(attempt.await.unwrap() == Attempt::Allowed);
    }
    assert_eq!(allowed, 5);
});

on_both_engines!(
    attempts_on_one_account_from_everywhere_make_it_wait_half_a_minute_at_most,
    |fresh: Fresh<Programme>| async move {
        for host in 0..40 {
            let address = format!("198.51.100.{host}");
            let by = AttemptBy { username: "ana", address: &address };
            // An hour between them: the longest wait of an account is 30 seconds.
            let allowed = fresh.store.claim_attempt(&later(Duration::hours(host)), by).await.unwrap();
            assert_eq!(allowed, Attempt::Allowed, "attempt {host}");
        }
    }
);

on_both_engines!(
    a_second_factor_is_confirmed_once_and_its_steps_only_grow,
    |fresh: Fresh<Programme>| async move {
        let store = &fresh.store;
        let user = ana(store).await;
        let ctx = anonymous();
        assert!(store.second_factor(&ctx, user).await.unwrap().is_none());
        let secret = store.begin_second_factor(&ctx, user).await.unwrap();
        assert_eq!(
            store.begin_second_factor(&ctx, user).await.unwrap(),
            secret,
            "a reload shows the same picture"
        );
        let codes = store.confirm_second_factor(&ctx, user, 100).await.unwrap();
        assert_eq!(codes.len(), 10);
        assert!(matches!(store.confirm_second_factor(&ctx, user, 101).await, Err(Error::NotFound)));
        assert!(matches!(
            store.begin_second_factor(&ctx, user).await,
            Err(Error::Refused("access-factor-in-force"))
        ));
        for (step, fits) in [(100, false), (99, false), (101, true), (101, false), (103, true), (102, false)]
        {
            assert_eq!(store.use_totp_step(&ctx, user, step).await.unwrap(), fits, "step {step}");
        }
    }
);

on_both_engines!(a_recovery_code_is_good_once_and_for_its_account, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let bruno = account(store, "bruno", Role::Coordinator, Some(CHETUMAL)).await;
    let own = own(user, Action::UseOwnAccount);
    let codes = store.renew_recovery_codes(&own).await.unwrap();
    let ctx = anonymous();
    assert!(!store.use_recovery_code(&ctx, bruno, &codes[0]).await.unwrap());
    assert!(store.use_recovery_code(&ctx, user, &codes[0].to_uppercase().replace('-', " ")).await.unwrap());
    assert!(!store.use_recovery_code(&ctx, user, &codes[0]).await.unwrap());
    assert_eq!(store.recovery_codes_left(&own).await.unwrap(), 9);
    store.renew_recovery_codes(&own).await.unwrap();
    assert!(!store.use_recovery_code(&ctx, user, &codes[1]).await.unwrap(), "old codes are void");
});

on_both_engines!(a_new_password_keeps_one_login_and_ends_the_others, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let ((here, this), (_, other)) = (login(store, user).await, login(store, user).await);
    store.set_password(&own(user, Action::UseOwnAccount), user, "$argon2id$otra", Some(here)).await.unwrap();
    assert!(matches!(store.presence(&anonymous(), &this, IDLE, true).await.unwrap(), Presence::Present(_)));
    assert!(matches!(store.presence(&anonymous(), &other, IDLE, true).await.unwrap(), Presence::Nobody));
    assert_eq!(
        store.candidate(&anonymous(), "ana").await.unwrap().unwrap().password_hash.expose(),
        "$argon2id$otra"
    );
});

on_both_engines!(a_new_entry_takes_password_phone_and_logins_away, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    store.set_second_factor(&manage(), user, &[7; 20]).await.unwrap();
    let (_, token) = login(store, user).await;
    store.reset_entry(&manage(), user, "$argon2id$temporal").await.unwrap();
    let found = store.account(&manage(), user).await.unwrap();
    assert!(found.must_change_password && found.second_factor_at.is_none());
    assert!(matches!(store.presence(&anonymous(), &token, IDLE, true).await.unwrap(), Presence::Nobody));
});

on_both_engines!(a_token_acts_as_its_account_until_it_ends, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let ctx = own(user, Action::ManageTokens);
    let new = NewToken { label: "tablero".to_owned(), may_write: false, lifetime: Duration::days(30) };
    let (id, secret) = store.create_token(&ctx, new.clone()).await.unwrap();
    let bearer = store.bearer(&anonymous(), secret.expose()).await.unwrap().unwrap();
    assert_eq!((bearer.account.id, bearer.may_write), (user, false));
    assert!(store.bearer(&later(Duration::days(30)), secret.expose()).await.unwrap().is_none());
    assert!(store.bearer(&anonymous(), "bt_nada").await.unwrap().is_none());
    assert_eq!(store.own_tokens(&ctx).await.unwrap()[0].used_at, Some(now()));
    let other = account(store, "bruno", Role::Coordinator, Some(CHETUMAL)).await;
    assert!(matches!(store.revoke_token(&own(other, Action::ManageTokens), id).await, Err(Error::NotFound)));
    assert!(matches!(store.create_token_for(&ctx, other, new).await, Err(Error::NotFound)));
    store.revoke_token(&ctx, id).await.unwrap();
    assert!(store.bearer(&anonymous(), secret.expose()).await.unwrap().is_none());
});

on_both_engines!(a_token_of_a_suspended_account_opens_nothing, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let new = NewToken { label: "tablero".to_owned(), may_write: true, lifetime: Duration::days(30) };
    let (_, secret) = store.create_token_for(&system(Action::ManageTokens), user, new).await.unwrap();
    store.suspend_account(&manage(), user).await.unwrap();
    assert!(store.bearer(&anonymous(), secret.expose()).await.unwrap().is_none());
});

on_both_engines!(a_kept_form_is_sealed_and_for_its_account_only, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let bruno = account(store, "bruno", Role::Coordinator, Some(CHETUMAL)).await;
    let (mine, his) = (own(user, Action::UseOwnAccount), own(bruno, Action::UseOwnAccount));
    store.keep_form(&anonymous(), user, "/personas", "nombre=Canario+Amarillo").await.unwrap();
    let kept = store.kept_form(&mine).await.unwrap().unwrap();
    assert_eq!((kept.path.as_str(), kept.body.expose().as_str()), ("/personas", "nombre=Canario+Amarillo"));
    assert!(store.kept_form(&his).await.unwrap().is_none());
    if let Some(folder) = store.folder() {
        for file in std::fs::read_dir(folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(7).any(|window| window == b"Canario"), "in clear on the disk");
        }
    }
    store.drop_kept_form(&mine).await.unwrap();
    assert!(store.kept_form(&mine).await.unwrap().is_none());
});

on_both_engines!(what_nobody_needs_is_swept, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    let (_, token) = login(store, user).await;
    store.keep_form(&anonymous(), user, "/personas", "nombre=x").await.unwrap();
    store.claim_attempt(&anonymous(), AttemptBy { username: "ana", address: "203.0.113.9" }).await.unwrap();
    assert_eq!(store.sweep_sign_in(&later(Duration::hours(23))).await.unwrap(), 0);
    assert_eq!(
        store.sweep_sign_in(&later(Duration::hours(25))).await.unwrap(),
        4,
        "a form and three counters"
    );
    assert!(matches!(store.presence(&anonymous(), &token, IDLE, true).await.unwrap(), Presence::Present(_)));
    assert_eq!(store.sweep_sign_in(&later(Duration::days(31))).await.unwrap(), 2, "both steps of the login");
});

on_both_engines!(a_temporary_password_is_good_for_a_week, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let user = ana(store).await;
    store.reset_entry(&manage(), user, "$argon2id$temporal").await.unwrap();
    assert!(store.candidate(&later(Duration::days(6)), "ana").await.unwrap().is_some());
    assert!(store.candidate(&later(Duration::days(7)), "ana").await.unwrap().is_none());
    store.set_password(&anonymous(), user, "$argon2id$propia", None).await.unwrap();
    assert!(store.candidate(&later(Duration::days(400)), "ana").await.unwrap().is_some());
});

on_both_engines!(a_member_of_staff_is_behind_one_account, |fresh: Fresh<Programme>| async move {
    let store = &fresh.store;
    let centre = NewCentre {
        name: "CECOVIM Chetumal".into(),
        code: "OPB".into(),
        municipality: "23004".into(),
        address: "Calle 1".into(),
        zone: "America/Cancun".into(),
    };
    let centre = store.create_centre(&system(Action::ManageCentres), centre).await.unwrap();
    let name = PersonName::parse("Ana", "Chan", "Poot").unwrap();
    let new = NewStaff { centre, name, curp: None, sex: Sex::Woman };
    let staff = store.create_staff(&system(Action::ManageStaff), new).await.unwrap();
    let free = store.staff_without_account(&manage()).await.unwrap();
    assert_eq!((free[0].id, free[0].name.as_str(), free[0].centre), (staff, "Ana Chan Poot", centre));
    let with = |username: &str, staff| NewAccount {
        staff: Some(staff),
        ..named(username, Role::Facilitator, Some(centre))
    };
    let id = store.create_account(&manage(), with("ana", staff)).await.unwrap();
    assert_eq!(store.account(&manage(), id).await.unwrap().subject().staff, Some(staff));
    assert!(store.staff_without_account(&manage()).await.unwrap().is_empty());
    for (new, code) in [
        (with("otra", staff), "access-staff-has-account"),
        (with("nadie", StaffId(Uuid::from_u128(9))), "access-staff-unknown"),
    ] {
        let refused = store.create_account(&manage(), new).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(found) if found == code), "{refused:?}");
    }
});
