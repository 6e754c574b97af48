//! Certificates: who gets which, folios without gaps, nothing twice, and what anybody may learn.

use crate::support::workshop::{Workshop, day, workshop};
use crate::support::{Fresh, sample::participant, system};
use chrono::{DateTime, TimeZone, Utc};
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    certificates::{Kind, Withheld},
    ids::{CentreId, GroupId, PersonId, ProgrammeVersionId, UserId},
};
use store::{
    Attachment, Draft, Error, NewFace, NewGroup, Programme, PublicDetails, PublicState, Signatory, Standing,
    Store, people::ErasureAsked, synthetic::FilledGroup,
};
use uuid::Uuid;

/// When the sixteen sessions are over.
fn after() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 8, 3, 9, 0, 0).single().expect("a real instant")
}

fn then(action: Action) -> Ctx {
    Ctx::system(action, after(), Uuid::from_u128(7))
}

/// A coordinator of a centre, after the sessions.
fn coordinator(number: u128, centre: CentreId, action: Action) -> Ctx {
    let grants = vec![Grant { role: Role::Coordinator, centre: Some(centre) }];
    let subject = Subject { user: UserId(Uuid::from_u128(number)), staff: None, grants };
    decide(&subject, action, after(), Uuid::nil()).expect("a coordinator may")
}

fn face(centre: CentreId, since: &str, public_details: bool) -> NewFace {
    NewFace {
        centre: Some(centre),
        since: day(since),
        institution: "Instituto de ejemplo".into(),
        place: "Cancún, Quintana Roo".into(),
        legend: String::new(),
        signatories: vec![Signatory { name: "Nombre de ejemplo".into(), post: "Dirección".into() }],
        logo: None,
        public_details,
    }
}

struct Class {
    workshop: Workshop,
    group: GroupId,
}

/// A group whose participants attended 16, 13, 12 and no sessions; the first of `number` and on.
async fn filled(store: &Store<Programme>, plan: NewGroup, number: u128, held: usize) -> GroupId {
    let centre = plan.centre;
    let group = store.create_group(&system(Action::ManageGroups), plan).await.expect("created");
    let attended = [("Zapata", 16), ("Álvarez", 13), ("Muñoz", 12), ("Nadie", 0)];
    let participants = attended.into_iter().zip(number..).map(|((surname, attended), number)| {
        participant(centre, number, ["José Ángel", surname, "de la Ó"], attended)
    });
    let filled = FilledGroup { group, participants: participants.collect(), held };
    store.fill_group(&system(Action::Enrol), filled).await.expect("filled");
    group
}

async fn class(store: &Store<Programme>, of: fn(&Workshop) -> ProgrammeVersionId, held: usize) -> Class {
    let workshop = workshop(store, "CUN").await;
    let face = face(workshop.centre, "2026-01-01", false);
    store.create_face(&system(Action::ManageDocuments), face).await.expect("created");
    let plan = NewGroup { programme: of(&workshop), ..workshop.group("Grupo 1") };
    let group = filled(store, plan, 100, held).await;
    Class { workshop, group }
}

async fn drafts(store: &Store<Programme>, group: GroupId) -> Vec<Draft> {
    store.reserve_certificates(&then(Action::IssueCertificates), group).await.expect("reserved").drafts
}

async fn issue(store: &Store<Programme>, group: GroupId) -> Vec<Draft> {
    let drafts = drafts(store, group).await;
    for draft in &drafts {
        let pdf = format!("%PDF {}", draft.folio);
        let filed = store.file_certificate(&then(Action::IssueCertificates), draft, pdf.as_bytes()).await;
        filed.expect("filed");
    }
    drafts
}

fn folios(drafts: &[Draft]) -> Vec<&str> {
    drafts.iter().map(|draft| draft.folio.as_str()).collect()
}

fn anybody() -> Ctx {
    Ctx::anonymous(after(), Uuid::nil())
}

on_both_engines!(a_whole_group_gets_what_it_met_by_surname, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { group, .. } = class(store, |w| w.servants, 16).await;
    let given: Vec<_> = issue(store, group)
        .await
        .into_iter()
        .map(|draft| (draft.folio, draft.name.first_surname().to_owned(), draft.kind, draft.received))
        .collect();
    let expected = [
        ("CUN-2026-0001", "Álvarez", Kind::Participation, (13, 1950)),
        ("CUN-2026-0002", "Álvarez", Kind::Completion, (13, 1950)),
        ("CUN-2026-0003", "Muñoz", Kind::Participation, (12, 1800)),
        ("CUN-2026-0004", "Zapata", Kind::Participation, (16, 2400)),
        ("CUN-2026-0005", "Zapata", Kind::Completion, (16, 2400)),
    ];
    assert_eq!(given, expected.map(|(f, s, k, r)| (f.to_owned(), s.to_owned(), k, r)));
    let list = store.group_certificates(&then(Action::ViewCertificates), group).await.expect("listed");
    let why = |surname: &str, kind: Kind| {
        let line =
            list.lines.iter().find(|line| line.name.as_ref().is_some_and(|n| n.first_surname() == surname));
        let found = line.and_then(|line| line.documents.iter().find(|(k, _)| *k == kind));
        match found.map(|(_, standing)| standing) {
            Some(Standing::Withheld(reason)) => Some(*reason),
            _ => None,
        }
    };
    assert_eq!(why("Muñoz", Kind::Completion), Some(Withheld::RuleNotMet));
    assert_eq!(why("Nadie", Kind::Participation), Some(Withheld::NothingReceived));
    assert_eq!(why("Zapata", Kind::Completion), None);
});

on_both_engines!(hours_are_not_certified_before_the_last_roll_is_closed, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { group, .. } = class(store, |w| w.servants, 15).await;
    assert!(drafts(store, group).await.is_empty());
    let list = store.group_certificates(&then(Action::ViewCertificates), group).await.expect("listed");
    let all = list.lines.iter().flat_map(|line| &line.documents);
    let is_open = |standing: &Standing| matches!(standing, Standing::Withheld(Withheld::RollOpen));
    assert!(all.clone().count() == 8 && all.clone().all(|(_, standing)| is_open(standing)));
    let now = system(Action::ViewCertificates);
    let list = store.group_certificates(&now, group).await.expect("listed");
    let to_come = |standing: &Standing| matches!(standing, Standing::Withheld(Withheld::NotFinished));
    assert!(list.lines.iter().flat_map(|line| &line.documents).all(|(_, standing)| to_come(standing)));
});

on_both_engines!(a_job_that_died_goes_on_and_nothing_is_issued_twice, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { group, .. } = class(store, |w| w.servants, 16).await;
    let first = drafts(store, group).await;
    let issuing = then(Action::IssueCertificates);
    store.file_certificate(&issuing, &first[0], b"%PDF one").await.expect("filed");
    let left = drafts(store, group).await;
    assert_eq!(folios(&left), folios(&first[1..]), "the same folios, and only what is not printed");
    for draft in &left {
        store.file_certificate(&issuing, draft, b"%PDF two").await.expect("filed");
    }
    // The silent first taker wakes up: what is filed stays, and so does its address.
    store.file_certificate(&issuing, &first[1], b"%PDF late").await.expect("no harm");
    let (_, pdf) = store.certificate_pdf(&then(Action::ViewCertificates), first[1].id).await.expect("read");
    assert_eq!(pdf, b"%PDF two");
    assert!(matches!(store.certificate_public(&anybody(), &first[1].token).await, Err(Error::NotFound)));
    assert!(drafts(store, group).await.is_empty());
    let pdfs = store.group_pdfs(&then(Action::ViewCertificates), group).await.expect("read");
    assert_eq!(pdfs.len(), 5);
});

on_both_engines!(two_jobs_at_once_leave_no_gap_and_no_double, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { workshop, group } = class(store, |w| w.servants, 16).await;
    let tuesday = chrono::Weekday::Tue;
    let plan = NewGroup { weekday: tuesday, ..workshop.group("Grupo 2") };
    let other = filled(store, plan, 200, 16).await;
    let ctx = then(Action::IssueCertificates);
    let (a, b, c) = tokio::join!(
        store.reserve_certificates(&ctx, group),
        store.reserve_certificates(&ctx, other),
        store.reserve_certificates(&ctx, group),
    );
    let (a, b, c) = (a.expect("reserved").drafts, b.expect("reserved").drafts, c.expect("reserved").drafts);
    assert_eq!(folios(&a), folios(&c), "the same group: the same folios");
    let mut all = [folios(&a), folios(&b)].concat();
    all.sort_unstable();
    let expected: Vec<String> = (1..=10).map(|n| format!("CUN-2026-{n:04}")).collect();
    assert_eq!(all, expected);
});

on_both_engines!(a_revoked_certificate_says_so_and_another_takes_its_place, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { group, .. } = class(store, |w| w.servants, 16).await;
    let given = issue(store, group).await;
    let public = store.certificate_public(&anybody(), &given[3].token).await.expect("known");
    assert_eq!((public.state, public.folio.as_str()), (PublicState::InForce, "CUN-2026-0004"));
    assert_eq!((public.initials.as_str(), public.sessions, public.minutes), ("J. Á. Z. Ó.", 16, 2400));
    let details = PublicDetails {
        institution: "Instituto de ejemplo".into(),
        centre: "CECOVIM CUN".into(),
        programme: "De la reflexión a la acción".into(),
        version: 1,
    };
    assert_eq!(public.details, Some(details));
    let ctx = then(Action::RevokeCertificate);
    let unsaid = store.revoke_certificate(&ctx, given[3].id, "  ").await;
    assert!(matches!(unsaid, Err(Error::Refused("certificates-reason-missing"))));
    store.revoke_certificate(&ctx, given[3].id, "El nombre estaba mal escrito").await.expect("revoked");
    let again = store.revoke_certificate(&ctx, given[3].id, "Otra vez").await;
    assert!(matches!(again, Err(Error::Refused("certificates-revoked-before"))));
    let public = store.certificate_public(&anybody(), &given[3].token).await.expect("known");
    assert_eq!(public.state, PublicState::Revoked(after()));
    assert_eq!(folios(&issue(store, group).await), ["CUN-2026-0006"]);
});

on_both_engines!(only_the_token_finds_a_certificate, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { group, .. } = class(store, |w| w.servants, 16).await;
    let given = issue(store, group).await;
    let token = &given[0].token;
    for text in [given[0].folio.as_str(), "", &token.to_uppercase(), &token[1..], "a\0b"] {
        assert!(matches!(store.certificate_public(&anybody(), text).await, Err(Error::NotFound)), "{text}");
    }
});

on_both_engines!(
    a_mans_certificate_names_centre_and_programme_only_where_the_centre_wants_it,
    |fresh: Fresh| async move {
        let store = &fresh.store;
        let Class { workshop, group } = class(store, |w| w.men, 16).await;
        let given = issue(store, group).await;
        let public = store.certificate_public(&anybody(), &given[0].token).await.expect("known");
        assert_eq!((public.details, public.initials.as_str()), (None, "J. Á. Á. Ó."));
        let open = face(workshop.centre, "2026-08-01", true);
        store.create_face(&system(Action::ManageDocuments), open).await.expect("created");
        let public = store.certificate_public(&anybody(), &given[0].token).await.expect("known");
        assert!(public.details.is_some());
    }
);

on_both_engines!(an_erased_persons_certificate_says_nothing_any_more, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { workshop, group } = class(store, |w| w.servants, 16).await;
    let given = issue(store, group).await;
    let zapata = PersonId(Uuid::from_u128(100));
    let scan = Attachment { media_type: "application/pdf".into(), content: b"%PDF signed".to_vec() };
    store
        .attach_signed_certificate(&then(Action::IssueCertificates), given[3].id, &scan)
        .await
        .expect("kept");
    let view = then(Action::ViewCertificates);
    assert_eq!(store.signed_certificate(&view, given[3].id).await.expect("read").content, scan.content);
    let erase = |number| coordinator(number, workshop.centre, Action::ErasePerson);
    let request =
        ErasureAsked { act: "UT/014/2026".into(), closed_on: None, blocked_until: Some(day("2026-08-01")) };
    let asked = store.request_erasure(&erase(11), zapata, request).await.expect("answers").expect("may");
    store.approve_erasure(&erase(12), asked).await.expect("answers").expect("approved");
    let public = store.certificate_public(&anybody(), &given[3].token).await.expect("known");
    assert_eq!((public.state, public.initials.as_str()), (PublicState::Withdrawn, ""));
    assert!(matches!(store.certificate_pdf(&view, given[3].id).await, Err(Error::NotFound)));
    assert!(matches!(store.signed_certificate(&view, given[3].id).await, Err(Error::NotFound)));
    assert_eq!(store.group_pdfs(&view, group).await.expect("read").len(), 3, "the others'");
});

on_both_engines!(another_centres_certificates_do_not_exist, |fresh: Fresh| async move {
    let store = &fresh.store;
    let Class { group, .. } = class(store, |w| w.servants, 16).await;
    let given = issue(store, group).await;
    let other = CentreId(Uuid::from_u128(99));
    let karla = |action| coordinator(13, other, action);
    let view = karla(Action::ViewCertificates);
    assert!(matches!(store.group_certificates(&view, group).await, Err(Error::NotFound)));
    assert!(matches!(store.group_pdfs(&view, group).await, Err(Error::NotFound)));
    assert!(matches!(store.get_certificate(&view, given[0].id).await, Err(Error::NotFound)));
    assert!(matches!(store.certificate_pdf(&view, given[0].id).await, Err(Error::NotFound)));
    let issue = karla(Action::IssueCertificates);
    assert!(matches!(store.ask_for_certificates(&issue, group).await, Err(Error::NotFound)));
    assert!(matches!(store.reserve_certificates(&issue, group).await, Err(Error::NotFound)));
    let revoke = karla(Action::RevokeCertificate);
    assert!(matches!(store.revoke_certificate(&revoke, given[0].id, "No").await, Err(Error::NotFound)));
});
