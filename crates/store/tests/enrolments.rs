//! Enrolments: one by one and from a list; all or nothing, and nobody twice.

use crate::support::workshop::{Workshop, day, workshop};
use crate::support::{Fresh, now, system};
use chrono::{Duration, NaiveDate};
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    groups::{Audience, EnrolRefused, EnrolmentState, NoticeEvidence, WithdrawalReason},
    ids::{CentreId, GroupId, ImportId, UserId},
    imports::{
        headings::Column,
        issues::RowIssue,
        rows::{CheckedRow, RawCell, read},
    },
    people::{CurpOrReason, Sex, WithoutCurp, contact::Contact, curp::Curp, name::PersonName},
};
use store::{
    Error, NewGroup, Programme, Store,
    enrolments::{
        Acceptance, EnrolmentDetails, Import, Namesakes, NewEnrolment, NoticeTexts, Participant, Preview,
        Target, Upload, UploadState, Who,
    },
    people::PersonData,
};
use uuid::Uuid;

const CURP: &str = "HEGG560427MVZRRL04";

fn intake(user: u128, centre: CentreId, action: Action) -> Ctx {
    let grants = vec![Grant { role: Role::Intake, centre: Some(centre) }];
    let subject = Subject { user: UserId(Uuid::from_u128(user)), staff: None, grants };
    decide(&subject, action, now(), Uuid::from_u128(7)).expect("intake may")
}

fn enrol() -> Ctx {
    system(Action::Enrol)
}

async fn group(store: &Store<Programme>, world: &Workshop, audience: Audience, capacity: u16) -> GroupId {
    let programme = if audience == Audience::Men { world.men } else { world.servants };
    let new = NewGroup { programme, capacity, ..world.group("Grupo de los lunes") };
    store.create_group(&system(Action::ManageGroups), new).await.expect("created")
}

fn person(given: &str, sex: Sex) -> PersonData {
    PersonData {
        name: PersonName::parse(given, "Hernández", "García").expect("a name"),
        birth: NaiveDate::from_ymd_opt(1990, 3, 4),
        curp: CurpOrReason::Without(WithoutCurp::NotAtHand),
        sex,
        contact: Contact::default(),
        municipality: None,
    }
}

fn new(data: PersonData) -> NewEnrolment {
    let details = EnrolmentDetails {
        dependency: "Secretaría de ejemplo".into(),
        area: "Área jurídica".into(),
        post: "Analista".into(),
    };
    NewEnrolment { who: Who::New(data), details, acceptance: None, since: None }
}

async fn people(store: &Store<Programme>, id: GroupId) -> Vec<Participant> {
    store.participants(&system(Action::ViewGroups), id).await.expect("listed").people
}

async fn enrolled(store: &Store<Programme>, id: GroupId) -> u32 {
    store.get_group(&system(Action::ViewGroups), id).await.expect("found").row.enrolled
}

/// Rows as a sheet with whole names, CURP, sex and birth date would give them.
fn rows(lines: &[[&str; 4]]) -> Vec<CheckedRow> {
    let columns = [Column::GivenNames, Column::Curp, Column::Sex, Column::BirthDate, Column::FirstSurname];
    let columns: Vec<Option<Column>> = columns.into_iter().chain([Column::Dependency]).map(Some).collect();
    let cells: Vec<Vec<RawCell>> = lines
        .iter()
        .map(|line| {
            line.iter().chain(&["Hernández", "Oficina"]).map(|text| RawCell::Text((*text).into())).collect()
        })
        .collect();
    read(&cells, 2, &columns, now().date_naive())
}

async fn upload(store: &Store<Programme>, ctx: &Ctx, target: Target) -> ImportId {
    let content = b"Nombre;CURP\nSECRETO".to_vec();
    let upload = Upload { target, state: UploadState::Waiting, name: "lista.csv".into(), content };
    store.keep_upload(ctx, upload).await.expect("kept")
}

fn import(upload: ImportId, rows: Vec<CheckedRow>, preview: &Preview) -> Import {
    let digest = preview.digest.clone();
    Import { upload, rows, namesakes: Namesakes::default(), acceptance: None, since: None, digest }
}

fn copy(_: &Preview) -> Vec<u8> {
    b"copia".to_vec()
}

fn issues(preview: &Preview) -> Vec<&[RowIssue]> {
    preview.rows.iter().map(|row| row.checked.issues()).collect()
}

on_both_engines!(somebody_enrolled_is_listed_and_counted, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 20).await;
    store.enrol(&enrol(), id, new(person("Gloria", Sex::Woman))).await.expect("enrolled");
    let listed = people(&store, id).await;
    assert_eq!(listed[0].name.as_ref().expect("a name").display(), "Gloria Hernández García");
    assert_eq!((listed[0].details.area.as_str(), listed[0].since), ("Área jurídica", day("2026-03-05")));
    assert_eq!((listed[0].state, listed[0].notice.as_ref()), (EnrolmentState::Active, None));
    assert_eq!(enrolled(&store, id).await, 1);
    let other = intake(3, CentreId(Uuid::from_u128(99)), Action::Enrol);
    let hidden = store.enrol(&other, id, new(person("Luisa", Sex::Woman))).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "a group of another centre does not exist");
});

on_both_engines!(nobody_is_twice_in_a_group_and_whoever_left_comes_back, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 20).await;
    let first = store.enrol(&enrol(), id, new(person("Gloria", Sex::Woman))).await.expect("enrolled");
    let again = |who| NewEnrolment { who: Who::Known(who), ..new(person("Gloria", Sex::Woman)) };
    let gloria = people(&store, id).await[0].person;
    let refused = store.enrol(&enrol(), id, again(gloria)).await;
    assert!(matches!(refused, Err(Error::Refused("enrolments-already"))));

    let tomorrow = store.withdraw(&enrol(), first, WithdrawalReason::Work, day("2026-03-06")).await;
    assert!(matches!(tomorrow, Err(Error::Refused("enrolments-until-outside"))));
    store.withdraw(&enrol(), first, WithdrawalReason::Work, day("2026-03-05")).await.expect("left");
    let left = people(&store, id).await.remove(0);
    assert_eq!(left.left, Some((day("2026-03-05"), WithdrawalReason::Work)));
    assert_eq!(enrolled(&store, id).await, 0);
    let twice = store.withdraw(&enrol(), first, WithdrawalReason::Work, day("2026-03-05")).await;
    assert!(matches!(twice, Err(Error::Refused("enrolments-not-active"))));
    let refused = store.enrol(&enrol(), id, again(gloria)).await;
    assert!(matches!(refused, Err(Error::Refused("enrolments-left-before"))));

    store.reinstate(&enrol(), first).await.expect("back");
    assert_eq!((people(&store, id).await[0].left, enrolled(&store, id).await), (None, 1));
});

on_both_engines!(a_full_group_takes_nobody_and_keeps_no_file_of_them, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 1).await;
    store.enrol(&enrol(), id, new(person("Gloria", Sex::Woman))).await.expect("enrolled");
    let refused = store.enrol(&enrol(), id, new(person("Luisa", Sex::Woman))).await;
    assert!(matches!(refused, Err(Error::Refused("enrolments-full"))));
    let found = store.search_people(&system(Action::SearchPeople), "Luisa", None).await.expect("searched");
    assert!(found.people.is_empty(), "the registration went back with the enrolment");
});

on_both_engines!(a_group_of_men_takes_no_woman, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::Men, 20).await;
    let refused = store.enrol(&enrol(), id, new(person("Gloria", Sex::Woman))).await;
    assert!(matches!(refused, Err(Error::Refused("enrolments-other-audience"))));
    store.enrol(&enrol(), id, new(person("Mario", Sex::Man))).await.expect("enrolled");
});

on_both_engines!(the_notice_in_force_is_what_is_accepted, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 20).await;
    let acceptance = Acceptance { evidence: NoticeEvidence::SignedList, day: day("2026-03-02") };
    let with = |name| NewEnrolment { acceptance: Some(acceptance), ..new(person(name, Sex::Woman)) };
    let refused = store.enrol(&enrol(), id, with("Gloria")).await;
    assert!(matches!(refused, Err(Error::Refused("enrolments-no-notice"))));

    let write = system(Action::ManageDocuments);
    let texts = |short: &str| NoticeTexts { short: short.into(), full: "Integral".into() };
    assert_eq!(store.save_notice(&write, world.centre, 0, &texts("Uno")).await.expect("written"), 1);
    assert_eq!(store.save_notice(&write, world.centre, 0, &texts("Uno")).await.expect("the same"), 1);
    assert!(matches!(store.save_notice(&write, world.centre, 0, &texts("Dos")).await, Err(Error::Stale)));
    store.enrol(&enrol(), id, with("Gloria")).await.expect("enrolled");
    assert_eq!(store.save_notice(&write, world.centre, 1, &texts("Dos")).await.expect("written"), 2);
    let luisa = store.enrol(&enrol(), id, new(person("Luisa", Sex::Woman))).await.expect("enrolled");

    let all: Vec<_> = people(&store, id).await.iter().map(|one| one.id).collect();
    assert_eq!(store.accept_notice(&enrol(), id, &all, acceptance).await.expect("accepted"), 1);
    assert_eq!(store.accept_notice(&enrol(), id, &[luisa], acceptance).await.expect("done before"), 0);
    let versions: Vec<_> =
        people(&store, id).await.into_iter().map(|one| one.notice.expect("accepted")).collect();
    let of = |version: &str| (version.to_owned(), acceptance.day, acceptance.evidence);
    assert_eq!(versions, [of("1"), of("2")], "what was accepted before stays");
});

on_both_engines!(a_list_is_previewed_and_then_done_as_previewed, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 20).await;
    let other = workshop_centre(&store).await;
    let elsewhere = PersonData { curp: curp("BOXW310820HNERXN09"), ..person("William", Sex::Man) };
    store.create_person(&system(Action::EditPerson), other, &elsewhere).await.expect("registered");
    let gloria = PersonData { curp: curp(CURP), ..person("Gloria", Sex::Woman) };
    let bruno = |action| intake(3, world.centre, action);
    store.create_person(&bruno(Action::EditPerson), world.centre, &gloria).await.expect("registered");
    let namesake =
        PersonData { name: PersonName::parse("Luisa", "Hernández", "").expect("a name"), ..gloria };
    let namesake = PersonData { curp: CurpOrReason::Without(WithoutCurp::NotAtHand), ..namesake };
    store.enrol(&bruno(Action::Enrol), id, new(namesake)).await.expect("enrolled");

    let list = rows(&[
        ["Gloria", CURP, "M", ""],
        ["William", "BOXW310820HNERXN09", "H", ""],
        ["Luisa", "", "M", "04/03/1990"],
        ["Pedro", "", "H", "05/06/1985"],
        ["Pedro", "", "H", "05/06/1985"],
    ]);
    let ctx = bruno(Action::Enrol);
    let target = Target::Group(id);
    let upload = upload(&store, &ctx, target).await;
    let preview =
        store.preview_import(&ctx, target, list.clone(), &Namesakes::default()).await.expect("previewed");
    let expected: [&[RowIssue]; 5] = [
        &[RowIssue::NameDisagreesWithCurp, RowIssue::KnownPerson],
        &[RowIssue::NameDisagreesWithCurp, RowIssue::KnownElsewhere],
        &[RowIssue::CurpMissing, RowIssue::LooksLikeKnownPerson, RowIssue::AlreadyEnrolled],
        &[RowIssue::CurpMissing],
        &[RowIssue::CurpMissing, RowIssue::SamePersonTwice { row: 5 }],
    ];
    assert_eq!(issues(&preview), expected);
    assert_eq!(enrolled(&store, id).await, 1, "a preview writes nothing");

    let done =
        store.confirm_import(&ctx, import(upload, list.clone(), &preview), copy).await.expect("imported");
    assert_eq!(done, UploadState::Done { taken: 2, registered: 1, left_out: 3 });
    assert_eq!(enrolled(&store, id).await, 3);
    let (kept, _) = store.open_upload(&ctx, upload).await.expect("the annotated copy");
    assert_eq!((kept.state, kept.content.as_slice()), (done, b"copia".as_slice()));
    let again = store.confirm_import(&ctx, import(upload, list, &preview), copy).await;
    assert!(matches!(again, Err(Error::Replayed(Some(_)))), "a second confirmation does nothing");
    assert_eq!(enrolled(&store, id).await, 3);
});

on_both_engines!(whoever_has_only_the_same_name_is_not_enrolled_twice, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 20).await;
    store.enrol(&enrol(), id, new(person("Luisa", Sex::Woman))).await.expect("enrolled");
    let short = PersonData {
        name: PersonName::parse("Ana", "Hernández", "").expect("a name"),
        ..person("Ana", Sex::Woman)
    };
    store.enrol(&enrol(), id, new(short)).await.expect("enrolled");
    let edit = system(Action::EditPerson);
    let mario = PersonData { birth: None, ..person("Mario José", Sex::Man) };
    let mario = store.create_person(&edit, world.centre, &mario).await.expect("registered");
    let juan = PersonData { birth: NaiveDate::from_ymd_opt(1971, 8, 9), ..person("Juan José", Sex::Man) };
    store.create_person(&edit, world.centre, &juan).await.expect("registered");

    let list = rows(&[
        ["Luisa", "", "M", ""],
        ["Ana", "", "M", ""],
        ["Mario José", "", "H", ""],
        ["Juan José", "", "H", "01/02/1990"],
        ["Pedro", "", "H", ""],
    ]);
    let (ctx, target) = (enrol(), Target::Group(id));
    let preview =
        store.preview_import(&ctx, target, list.clone(), &Namesakes::default()).await.expect("previewed");
    let expected: [&[RowIssue]; 5] = [
        &[RowIssue::CurpMissing, RowIssue::SameNameAsKnown, RowIssue::AlreadyEnrolled],
        &[RowIssue::CurpMissing, RowIssue::SameNameAsKnown, RowIssue::AlreadyEnrolled],
        &[RowIssue::CurpMissing, RowIssue::SameNameAsKnown],
        &[RowIssue::CurpMissing],
        &[RowIssue::CurpMissing],
    ];
    assert_eq!(
        issues(&preview),
        expected,
        "two words are enough in the group; another birth date is another person"
    );
    assert_eq!(preview.rows[2].file, Some(mario));

    let another = Namesakes::default().turned(3);
    let preview = store.preview_import(&ctx, target, list, &another).await.expect("previewed");
    assert!(preview.rows[1].file.is_none() && !preview.rows[1].checked.is_refused(), "so the user says");
    assert_eq!(preview.rows[2].file, Some(mario), "of each row apart");
});

on_both_engines!(a_list_is_imported_whole_or_not_at_all, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 2).await;
    let list =
        rows(&[["Gloria", CURP, "M", ""], ["Pedro", "", "H", "05/06/1985"], ["Juan", "", "H", "01/02/1980"]]);
    let (ctx, target) = (enrol(), Target::Group(id));
    let upload = upload(&store, &ctx, target).await;
    let preview =
        store.preview_import(&ctx, target, list.clone(), &Namesakes::default()).await.expect("previewed");
    assert_eq!(preview.refused, Some(EnrolRefused::Full { capacity: 2, free: 2 }));
    let full = store.confirm_import(&ctx, import(upload, list.clone(), &preview), copy).await;
    assert!(matches!(full, Err(Error::Refused("enrolments-full"))));
    let stale = store.confirm_import(&ctx, import(upload, list[..2].to_vec(), &preview), copy).await;
    assert!(matches!(stale, Err(Error::Stale)), "only what was shown is done");

    // Somebody registers Gloria between preview and confirmation.
    let two = list[..2].to_vec();
    let preview =
        store.preview_import(&ctx, target, two.clone(), &Namesakes::default()).await.expect("previewed");
    let gloria = PersonData { curp: curp(CURP), ..person("Gloria", Sex::Woman) };
    store.create_person(&system(Action::EditPerson), world.centre, &gloria).await.expect("registered");
    let stale = store.confirm_import(&ctx, import(upload, two.clone(), &preview), copy).await;
    assert!(matches!(stale, Err(Error::Stale)));
    assert!(people(&store, id).await.is_empty());
    let found = store.search_people(&system(Action::SearchPeople), "Pedro", None).await.expect("searched");
    assert!(found.people.is_empty(), "nobody of the list was registered");

    let preview =
        store.preview_import(&ctx, target, two.clone(), &Namesakes::default()).await.expect("previewed");
    store.confirm_import(&ctx, import(upload, two, &preview), copy).await.expect("imported");
    assert_eq!(enrolled(&store, id).await, 2);
});

on_both_engines!(a_list_without_group_goes_into_the_register, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let target = Target::Register(world.centre);
    let list = rows(&[["Gloria", CURP, "M", ""], ["Mario", "", "H", "05/06/1985"]]);
    let upload = upload(&store, &enrol(), target).await;
    let preview =
        store.preview_import(&enrol(), target, list.clone(), &Namesakes::default()).await.expect("previewed");
    let done =
        store.confirm_import(&enrol(), import(upload, list.clone(), &preview), copy).await.expect("imported");
    assert_eq!(done, UploadState::Done { taken: 2, registered: 2, left_out: 0 });
    let others = Namesakes { are_others: true, ..Namesakes::default() };
    let again = store.preview_import(&enrol(), target, list, &others).await.expect("previewed");
    let files: Vec<bool> = again.rows.iter().map(|row| row.file.is_some()).collect();
    assert_eq!(files, [true, false], "the CURP tells who it is; a namesake is another one when so chosen");
});

on_both_engines!(the_first_day_in_a_group_that_begins_later_is_its_own, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let id = group(&store, &world, Audience::PublicServants, 1).await;
    let place = store.target_place(&enrol(), Target::Group(id)).await.expect("found");
    assert!(place.since > place.today, "the group of the workshop begins later: {}", place.since);
    assert_eq!(place.refused, None);
    let with = |since| NewEnrolment { since: Some(since), ..new(person("Gloria", Sex::Woman)) };
    let later = store.enrol(&enrol(), id, with(place.since + Duration::days(1))).await;
    assert!(matches!(later, Err(Error::Refused("enrolments-since-outside"))));
    let one = store.enrol(&enrol(), id, with(place.since)).await.expect("enrolled");
    let full = store.target_place(&enrol(), Target::Group(id)).await.expect("found").refused;
    assert_eq!(full, Some(EnrolRefused::Full { capacity: 1, free: 0 }));
    store.withdraw(&enrol(), one, WithdrawalReason::Work, place.today).await.expect("left before it began");
});

on_both_engines!(an_upload_is_only_its_owners_and_is_forgotten, |fresh: Fresh| async move {
    let store = fresh.store;
    let world = workshop(&store, "CUN").await;
    let target = Target::Register(world.centre);
    let (ana, bruno) = (intake(1, world.centre, Action::Enrol), intake(2, world.centre, Action::Enrol));
    let id = upload(&store, &ana, target).await;
    assert!(store.open_upload(&ana, id).await.is_ok());
    assert!(matches!(store.open_upload(&bruno, id).await, Err(Error::NotFound)));
    store.discard_upload(&ana, id).await.expect("forgotten");
    assert!(matches!(store.open_upload(&ana, id).await, Err(Error::NotFound)));

    let id = upload(&store, &ana, target).await;
    let later = |hours| Ctx::system(Action::ViewAudit, now() + Duration::hours(hours), Uuid::from_u128(8));
    assert_eq!(store.sweep_uploads(&later(23)).await.expect("swept"), 0);
    assert_eq!(store.sweep_uploads(&later(25)).await.expect("swept"), 1);
    assert!(matches!(store.open_upload(&ana, id).await, Err(Error::NotFound)));
});

async fn workshop_centre(store: &Store<Programme>) -> CentreId {
    let centre = store::NewCentre {
        name: "Otro centro".into(),
        code: "CHE".into(),
        municipality: "23004".into(),
        address: "Calle de ejemplo 2".into(),
        zone: "America/Cancun".into(),
    };
    store.create_centre(&system(Action::ManageCentres), centre).await.expect("created")
}

fn curp(text: &str) -> CurpOrReason {
    CurpOrReason::Curp(Curp::parse(text).expect("a CURP"))
}
