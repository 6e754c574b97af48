//! People registered, found, opened and changed.

use std::collections::BTreeMap;

use domain::{
    access::{Action, Role},
    ids::{CentreId, PersonId},
    people::{
        CurpOrReason, WithoutCurp, contact::Contact, curp::Curp, likeness::Reason, merge::MergeReason,
        name::PersonName,
    },
};
use store::{
    Error,
    people::{CurpAnswer, Known, NewPerson, PAGE, PeopleFilter, PersonData, SORTED},
};

use crate::{
    people::cast::{
        CANCUN, CHETUMAL, CURP, at, create, intake, owe_a_call, person, seat, with_centres, with_curp,
    },
    people::population::{Draw, population},
    people::variants::CLASSES,
    support::{Fresh, system},
};

on_both_engines!(a_person_is_read_back_as_registered, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let mut data = with_curp(person("María de la Luz", "Hernández", "Gil"), CURP);
    data.contact = Contact::parse("9835550102", "luz@ejemplo.mx", "Calle 2").expect("a contact");
    let id = create(&fresh, CHETUMAL, &data).await;
    let file = fresh.store.get_person(&intake(CHETUMAL, Action::ViewPerson), id).await.expect("opens");
    assert!(file.data == data);
    assert_eq!((file.id, file.centre, file.version), (id, CHETUMAL, 1));
});

on_both_engines!(a_reason_for_having_no_curp_keeps_its_words_sealed, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let reason = WithoutCurp::Other("trámite en curso".into());
    let data = PersonData { curp: CurpOrReason::Without(reason), ..person("Ana", "Pech", "") };
    let id = create(&fresh, CHETUMAL, &data).await;
    let file = fresh.store.get_person(&system(Action::ViewPerson), id).await.expect("opens");
    assert!(file.data == data);
});

on_both_engines!(a_file_of_another_centre_is_not_found, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Pech", "Canul")).await;
    let ctx = |action| intake(CANCUN, action);
    assert!(matches!(fresh.store.get_person(&ctx(Action::ViewPerson), id).await, Err(Error::NotFound)));
    let edited = fresh.store.edit_person(&ctx(Action::EditPerson), id, 1, &person("X", "Y", "")).await;
    assert!(matches!(edited, Err(Error::NotFound)));
    let found =
        fresh.store.search_people(&ctx(Action::SearchPeople), "juan pech", None).await.expect("searches");
    assert!(found.people.is_empty());
    let page =
        fresh.store.list_people(&ctx(Action::ViewPerson), PeopleFilter::default()).await.expect("lists");
    assert_eq!(page.total, 0);
    let elsewhere =
        fresh.store.create_person(&ctx(Action::EditPerson), CHETUMAL, &person("X", "Y", "")).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "nobody registers at another centre");
});

on_both_engines!(opening_a_file_puts_the_reading_on_record, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Pech", "")).await;
    let before = fresh.store.verify_audit(None).await.expect("verifies").entries;
    fresh.store.get_person(&intake(CHETUMAL, Action::ViewPerson), id).await.expect("opens");
    assert_eq!(fresh.store.verify_audit(None).await.expect("verifies").entries, before + 1);
});

on_both_engines!(a_form_made_from_an_older_version_is_stale, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Pech", "")).await;
    let ctx = intake(CHETUMAL, Action::EditPerson);
    fresh.store.edit_person(&ctx, id, 1, &person("Juan", "Poot", "")).await.expect("saved");
    let second = fresh.store.edit_person(&ctx, id, 1, &person("Juan", "Chan", "")).await;
    assert!(matches!(second, Err(Error::Stale)));
    let file = fresh.store.get_person(&system(Action::ViewPerson), id).await.expect("opens");
    assert_eq!((file.data.name.first_surname(), file.version), ("Poot", 2));
});

on_both_engines!(a_changed_name_is_found_and_the_old_one_no_more, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("Juan", "Xool", "")).await;
    let ctx = intake(CHETUMAL, Action::EditPerson);
    fresh.store.edit_person(&ctx, id, 1, &person("Genaro", "Quijano", "")).await.expect("saved");
    let search = async |text: &str| {
        let found = fresh.store.search_people(&intake(CHETUMAL, Action::SearchPeople), text, None).await;
        found.expect("searches").people.len()
    };
    assert_eq!((search("genaro quijano").await, search("juan xool").await), (1, 0));
});

on_both_engines!(one_curp_is_registered_once, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    create(&fresh, CHETUMAL, &with_curp(person("Luz", "Gil", ""), CURP)).await;
    let again = async |centre| {
        let data = with_curp(person("Otra", "Persona", ""), CURP);
        fresh.store.create_person(&intake(centre, Action::EditPerson), centre, &data).await
    };
    assert!(matches!(again(CHETUMAL).await, Err(Error::Refused("people-curp-known"))));
    assert!(matches!(again(CANCUN).await, Err(Error::Refused("people-curp-elsewhere"))));
});

on_both_engines!(
    a_curp_elsewhere_says_only_that_a_file_exists_and_not_without_end,
    |fresh: Fresh| async move {
        with_centres(&fresh).await;
        let id = create(&fresh, CHETUMAL, &with_curp(person("Luz", "Gil", ""), CURP)).await;
        let curp = Curp::parse(CURP).expect("a CURP");
        let ask = async |centre| {
            fresh.store.find_by_curp(&intake(centre, Action::SearchPeople), &curp).await.expect("answers")
        };
        assert!(matches!(ask(CHETUMAL).await, CurpAnswer::Here(found) if found.id == id));
        for _ in 0..20 {
            assert!(matches!(ask(CANCUN).await, CurpAnswer::Elsewhere));
        }
        assert!(matches!(ask(CANCUN).await, CurpAnswer::Limited));
        let unknown = Curp::parse("BOXW310820HNERXN09").expect("a CURP");
        let absent =
            fresh.store.find_by_curp(&intake(CANCUN, Action::SearchPeople), &unknown).await.expect("answers");
        assert!(matches!(absent, CurpAnswer::Limited), "once used up, known and unknown answer alike");
        assert!(matches!(ask(CHETUMAL).await, CurpAnswer::Here(_)), "one's own files are always found");
    }
);

on_both_engines!(likely_duplicates_are_shown_before_registering, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &person("José Luis", "Hernández", "Gil")).await;
    create(&fresh, CHETUMAL, &person("Pedro", "Canul", "Gil")).await;
    let ctx = intake(CHETUMAL, Action::EditPerson);
    let alike = fresh
        .store
        .likely_duplicates(&ctx, &person("Jose Luis", "Ernandez", ""), None)
        .await
        .expect("compares");
    assert_eq!(alike.iter().map(|(one, _)| one.id).collect::<Vec<_>>(), [id]);
    let itself = person("José Luis", "Hernández", "Gil");
    let alike = fresh.store.likely_duplicates(&ctx, &itself, Some(id)).await.expect("compares");
    assert!(alike.is_empty(), "a file is no duplicate of itself");
});

on_both_engines!(whoever_has_the_same_curp_is_a_duplicate_by_any_name, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let id = create(&fresh, CHETUMAL, &with_curp(person("Gloria", "Hernández", "Gil"), CURP)).await;
    let other = with_curp(person("Zoila", "Quetzal", ""), CURP);
    let alike = async |centre| {
        let ctx = intake(centre, Action::EditPerson);
        let found = fresh.store.likely_duplicates(&ctx, &other, None).await.expect("compares");
        found.into_iter().map(|(one, alike)| (one.id, alike.reasons[0])).collect::<Vec<_>>()
    };
    assert_eq!(alike(CHETUMAL).await, [(id, Reason::SameCurp)]);
    assert!(alike(CANCUN).await.is_empty(), "another centre's file is not shown");
});

on_both_engines!(a_small_list_goes_by_surname_and_says_groups_and_calls, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let mut ids = Vec::new();
    for (given, surname) in [("Ana", "Muñoz"), ("Zoe", "Álvarez"), ("Ana", "Munuera")] {
        ids.push(create(&fresh, CHETUMAL, &person(given, surname, "")).await);
    }
    let seat = seat(&fresh, ids[0]).await;
    let task = owe_a_call(&fresh, &seat).await;
    let list = async |centre, filter| {
        fresh.store.list_people(&intake(centre, Action::ViewPerson), filter).await.expect("lists")
    };
    let own = list(CHETUMAL, PeopleFilter::default()).await;
    assert!(own.by_surname);
    let surnames: Vec<&str> = own.lines.iter().map(|line| line.name.first_surname()).collect();
    assert_eq!(surnames, ["Álvarez", "Munuera", "Muñoz"]);
    assert!(own.lines[2].groups.is_empty(), "the group is another centre's");
    let owed = PeopleFilter { owes_call: true, ..Default::default() };
    assert_eq!((list(seat.centre, owed).await.total, list(CHETUMAL, owed).await.total), (1, 0));
    let guest = list(seat.centre, PeopleFilter::default()).await.lines.remove(0);
    assert_eq!((guest.groups, guest.call), (vec![(seat.group, "Grupo 1".to_owned())], Some(task)));
    let merge = at(Role::Coordinator, CHETUMAL, Action::MergePeople);
    fresh.store.merge_people(&merge, ids[2], ids[0], MergeReason::Slip).await.expect("merges");
    let all = fresh.store.list_people(&system(Action::ViewPerson), PeopleFilter::default()).await;
    let all = all.expect("lists").lines;
    assert_eq!((all[1].id, all[1].call), (ids[2], Some(task)), "found through a merge");
    let of = async |filter| {
        let found = fresh.store.list_people(&system(Action::ViewPerson), filter).await.expect("lists");
        found.lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(of(owed).await, [ids[2]], "the filter goes through it too");
    assert_eq!(of(PeopleFilter { without_group: true, ..Default::default() }).await, [ids[1]]);
});

on_both_engines!(a_large_list_goes_by_its_last_change, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let many = (0..=SORTED).map(|n| person("Ana", "Pech", &"x".repeat(n as usize % 50 + 1))).collect();
    register_all(&fresh, CHETUMAL, many).await;
    create(&fresh, CHETUMAL, &with_curp(person("Luz", "Gil", ""), CURP)).await;
    let list = async |filter| {
        fresh.store.list_people(&intake(CHETUMAL, Action::ViewPerson), filter).await.expect("lists")
    };
    let all = list(PeopleFilter::default()).await;
    assert_eq!((all.by_surname, all.total, all.lines.len() as u64), (false, SORTED + 2, PAGE));
    let rest = list(PeopleFilter { page: all.total / PAGE, ..Default::default() }).await;
    assert_eq!(rest.lines.len() as u64, all.total % PAGE, "each is on one page");
});

on_both_engines!(a_list_is_of_ones_own_centre_and_says_how_many, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    for n in ["Uno", "Dos", "Tres"] {
        create(&fresh, CHETUMAL, &person(n, "Pech", "")).await;
    }
    create(&fresh, CHETUMAL, &with_curp(person("Luz", "Gil", ""), CURP)).await;
    create(&fresh, CANCUN, &person("Otro", "Pech", "")).await;
    let list = async |filter| {
        fresh.store.list_people(&intake(CHETUMAL, Action::ViewPerson), filter).await.expect("lists")
    };
    let all = list(PeopleFilter::default()).await;
    assert_eq!((all.total, all.lines.len()), (4, 4));
    assert!(all.lines.iter().all(|line| line.centre == CHETUMAL));
    assert_eq!(list(PeopleFilter { owes_curp: true, ..Default::default() }).await.total, 3);
    assert_eq!(list(PeopleFilter { without_group: true, ..Default::default() }).await.total, 4);
    assert_eq!(list(PeopleFilter { centre: Some(CANCUN), ..Default::default() }).await.total, 0);
    assert!(list(PeopleFilter { page: 1, ..Default::default() }).await.lines.is_empty());
});

/// Registers many people in one transaction, as the importer does.
async fn register_all(fresh: &Fresh, centre: CentreId, people: Vec<PersonData>) -> Vec<PersonId> {
    let ctx = system(Action::Enrol);
    let new: Vec<NewPerson> = people
        .into_iter()
        .map(|data| NewPerson { id: PersonId(fresh.store.entropy().uuid()), centre, data })
        .collect();
    let ids: Vec<PersonId> = new.iter().map(|person| person.id).collect();
    let prepared = fresh.store.prepare_people(&ctx, new).await.expect("seals");
    let mut tx = fresh.store.begin(&ctx).await.expect("begins");
    fresh.store.insert_people(&tx, prepared).await.expect("inserts");
    tx.audit("import.confirmed", "centre", centre.0).await.expect("audits");
    tx.commit().await.expect("commits");
    ids
}

on_both_engines!(a_list_is_registered_in_one_act_and_recognised_again, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let rows = [
        with_curp(person("Luz", "Gil", ""), CURP),
        person("José Luis", "Hernández", "Gil"),
        PersonData { birth: None, ..person("Pedro", "Canul", "") },
    ];
    let ids = register_all(&fresh, CHETUMAL, rows.to_vec()).await;
    let again = [
        with_curp(person("Luz", "Gil", ""), CURP),
        person("JOSE LUIS", "HERNANDEZ", "GIL"),
        rows[2].clone(),
        with_curp(person("José Luis", "Hernández", "Gil"), "BOXW310820HNERXN09"),
    ];
    let known = fresh.store.known_people(&intake(CHETUMAL, Action::Enrol), &again).await.expect("compares");
    let expected =
        BTreeMap::from([(0, Known::ByCurp(ids[0])), (1, Known::ByName(ids[1])), (3, Known::ByName(ids[1]))]);
    assert_eq!(
        known.into_iter().collect::<BTreeMap<_, _>>(),
        expected,
        "without birth date, nobody is assumed"
    );
    let from_cancun =
        fresh.store.known_people(&intake(CANCUN, Action::Enrol), &again).await.expect("compares");
    assert_eq!(from_cancun.into_iter().collect::<Vec<_>>(), [(0, Known::Elsewhere)]);
});

on_both_engines!(a_person_is_found_however_the_name_is_said, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let mut draw = Draw(20_260_305);
    let names = population(&mut draw, 800);
    let data = |name: &PersonName| PersonData { name: name.clone(), ..person("A", "B", "") };
    let ids = register_all(&fresh, CHETUMAL, names.iter().map(data).collect()).await;
    let ctx = intake(CHETUMAL, Action::SearchPeople);
    let (mut asked, mut found) = (0, 0);
    for (class, variant) in CLASSES {
        let (mut of_class, mut found_of_class) = (0, 0);
        while of_class < 17 {
            let place = draw.below(names.len());
            let Some(query) = variant(&names[place], &mut draw) else { continue };
            let answer = fresh.store.search_people(&ctx, &query, None).await.expect("searches");
            of_class += 1;
            found_of_class += usize::from(answer.people.iter().any(|one| one.id == ids[place]));
        }
        eprintln!("{class:20} {found_of_class} of {of_class}");
        asked += of_class;
        found += found_of_class;
    }
    assert!(found * 100 >= asked * 98, "{found} of {asked}");
});

on_both_engines!(too_many_equal_answers_ask_for_another_word, |fresh: Fresh| async move {
    with_centres(&fresh).await;
    let mut people = vec![person("Juan", "Pérez", "Xool")];
    people.extend((0..310).map(|_| person("Juan", "Pérez", "Gil")));
    let ids = register_all(&fresh, CHETUMAL, people).await;
    let ctx = intake(CHETUMAL, Action::SearchPeople);
    let search = async |text: &str| fresh.store.search_people(&ctx, text, None).await.expect("searches");
    assert!(search("juan perez").await.more);
    let precise = search("juan perez xool").await;
    assert_eq!((precise.more, precise.people[0].id), (false, ids[0]));
});
