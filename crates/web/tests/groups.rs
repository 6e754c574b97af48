//! Making a group in steps, its page, every change to it, calendar feeds, programmes.

use axum::http::StatusCode;
use domain::ids::GroupId;

use crate::support::{self, House, Page, groups::World, samples};

/// The answers of all steps, as they travel in the address.
fn answers(world: &World) -> Vec<(&'static str, String)> {
    vec![
        ("programa", world.servants.to_string()),
        ("centro", world.centre.to_string()),
        ("nombre", "Lunes 9 h".into()),
        ("sala", world.room.to_string()),
        ("cupo", "20".into()),
        ("dia", "Mon".into()),
        ("hora", "09:00".into()),
        ("inicio", "2026-03-06".into()),
        ("facilita1", world.pair[0].to_string()),
        ("facilita2", world.pair[1].to_string()),
    ]
}

fn step(number: usize, answers: &[(&'static str, String)]) -> String {
    let mut pairs = vec![("paso".to_owned(), number.to_string())];
    pairs.extend(answers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    format!("/grupos/nuevo?{}", web::ui::form::encode_query(&pairs))
}

fn fields<'a>(answers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    answers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

async fn create(house: &House, world: &World, change: impl Fn(&mut Vec<(&'static str, String)>)) -> Page {
    let mut answers = answers(world);
    change(&mut answers);
    house.bruno.post("/grupos", &fields(&answers)).await
}

fn set(answers: &mut [(&'static str, String)], name: &str, value: impl ToString) {
    let found = answers.iter_mut().find(|(n, _)| *n == name).expect("an answer");
    found.1 = value.to_string();
}

async fn show(house: &House, page: &Page) -> Page {
    house.bruno.get(page.location()).await
}

fn id(page: &Page) -> GroupId {
    page.location().rsplit('/').next().expect("a path").parse().expect("a group")
}

#[tokio::test]
async fn a_group_is_made_in_steps_and_only_when_the_answers_were_checked() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let first = house.bruno.get("/grupos/nuevo").await;
    assert!(first.text().contains("Paso 1 de 4"), "{}", first.text());
    assert!(first.outline().contains("# Programa y centro"), "{}", first.outline());
    let all = answers(&world);
    // Whoever skips ahead is shown the first step with something missing.
    let early = house.bruno.get(&step(5, &all[..2])).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        early.text().contains("Paso 2 de 4") && early.outline().contains("! Escriba un nombre"),
        "{}",
        early.outline()
    );
    let check = house.bruno.get(&step(5, &all)).await;
    assert!(check.outline().starts_with("# Verifique sus respuestas"), "{}", check.outline());
    assert!(
        check.text().contains("Se salta el 16/03/2026: descanso obligatorio por el 21 de marzo"),
        "{}",
        check.text()
    );
    assert!(house.bruno.get("/grupos").await.text().contains("Todavía no hay grupos"), "nothing was written");

    let made = create(&house, &world, |_| {}).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = show(&house, &made).await;
    assert!(page.outline().contains("# Lunes 9 h"), "{}", page.outline());
    assert!(page.text().contains("Día y hora de costumbre lunes, 09:00 Cupo 20"), "{}", page.text());
    assert!(page.outline().contains("lunes 9 de marzo de 2026, 09:00"), "{}", page.outline());
    assert_eq!(page.outline().matches("Por impartir").count(), 16);
    assert!(!page.html().contains("[["), "a text is missing");
    assert!(!page.html().split_once("</title>").expect("a title").0.contains("Lunes"), "titles are neutral");
}

#[tokio::test]
async fn a_clash_is_said_on_the_check_page_and_every_answer_is_kept() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    create(&house, &world, |_| {}).await;
    let again = create(&house, &world, |answers| set(answers, "nombre", "Otro")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let outline = again.outline();
    assert!(outline.contains("! La sala «Leona Vicario» ya está ocupada por el grupo «Lunes 9 h» de 09:00–11:30: 09/03/2026, 23/03/2026, 30/03/2026 y 13 fechas más."), "{outline}");
    assert_eq!(outline.matches("! ").count(), 3, "the room and each of the pair once: {outline}");
    assert!(again.text().contains("Otro"), "{}", again.text());
    assert!(again.html().contains("nombre=Otro"), "the links to change an answer keep the others");
}

#[tokio::test]
async fn who_cannot_facilitate_is_barred_where_facilitators_are_chosen() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    create(&house, &world, |_| {}).await;
    let unchecked = support::staff(&house.programme.store, &house.time, world.centre, "Elvira").await;
    let mut all = answers(&world);
    let offered = house.bruno.get(&step(4, &all)).await.html();
    assert!(offered.contains(&format!("<option value=\"{unchecked}\" disabled>")), "{offered}");
    assert!(offered.contains("ya facilita «Lunes 9 h» a esa hora en 16 de las fechas"), "{offered}");
    set(&mut all, "facilita2", unchecked);
    for refused in [house.bruno.get(&step(5, &all)).await, house.bruno.post("/grupos", &fields(&all)).await] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Paso 4 de 4"), "{}", refused.text());
        assert!(
            refused.outline().contains("! Esa persona no puede facilitar este grupo"),
            "{}",
            refused.outline()
        );
    }
}

#[tokio::test]
async fn a_date_may_be_written_as_people_write_it() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let mut all = answers(&world);
    set(&mut all, "inicio", "06/03/2026");
    assert_eq!(house.bruno.get(&step(3, &all)).await.field("inicio"), "2026-03-06");
    let made = create(&house, &world, |answers| set(answers, "inicio", "6/3/2026")).await;
    assert!(show(&house, &made).await.outline().contains("lunes 9 de marzo de 2026, 09:00"));
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_group() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let key = uuid::Uuid::from_u128(99).to_string();
    let all = answers(&world);
    let mut sent = fields(&all);
    sent.push(("_key", &key));
    let (first, second) =
        (house.bruno.post("/grupos", &sent).await, house.bruno.post("/grupos", &sent).await);
    assert_eq!((first.status, first.location()), (second.status, second.location()));
}

#[tokio::test]
async fn a_session_moves_is_cancelled_and_has_a_substitute() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let made = create(&house, &world, |_| {}).await;
    let group = made.location().to_owned();
    let sessions = samples::sessions(&house, id(&made)).await;
    let path = |number: usize, what: &str| format!("{group}/sesiones/{}/{what}", sessions[number - 1]);

    let form = house.bruno.get(&path(3, "cambio")).await;
    assert_eq!((form.field("fecha"), form.field("hora")), ("2026-03-30".into(), "09:00".into()));
    let (seen, room) = (form.field("visto"), world.room.to_string());
    let to = |day: &'static str, reason: &'static str| {
        [
            ("visto", seen.clone()),
            ("fecha", day.into()),
            ("hora", "10:00".into()),
            ("sala", room.clone()),
            ("motivo", reason.into()),
        ]
    };
    let silent = house.bruno.post(&path(3, "cambio"), &fields(&to("2026-04-01", ""))).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.outline().contains("! Escriba el motivo"), "{}", silent.outline());
    let passed = house.bruno.post(&path(3, "cambio"), &fields(&to("2026-04-08", "Evento"))).await;
    assert!(passed.outline().contains("! Quedaría antes o después de la sesión 4"), "{}", passed.outline());
    let moved = house.bruno.post(&path(3, "cambio"), &fields(&to("2026-04-01", "Evento"))).await;
    assert_eq!(moved.location(), group, "{}", moved.text());
    let page = house.bruno.get(&group).await;
    assert!(page.text().contains("Era el 30/03/2026 09:00. Motivo: Evento"), "{}", page.text());
    let stale = house.bruno.post(&path(3, "cambio"), &fields(&to("2026-04-02", "Evento"))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);

    let cancelled = house.bruno.post(&path(5, "cancelacion"), &[("motivo", "Sin luz")]).await;
    assert_eq!(cancelled.location(), group);
    let stand_in = [
        ("ausente", world.pair[0].to_string()),
        ("suple", world.spare.to_string()),
        ("motivo", "Permiso".into()),
    ];
    let stand_in = house.bruno.post(&path(6, "suplencia"), &fields(&stand_in)).await;
    assert_eq!(stand_in.location(), group, "{}", stand_in.text());
    let text = house.bruno.get(&group).await.text();
    assert!(
        text.contains("Cancelada. Motivo: Sin luz")
            && text.contains("suple a Ana Chan Poot. Motivo: Permiso"),
        "{text}"
    );
}

#[tokio::test]
async fn closing_a_centre_shows_what_moves_and_asks_for_other_times_where_it_clashes() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let made = create(&house, &world, |_| {}).await;
    let sessions = samples::sessions(&house, id(&made)).await;
    // Another group begins in the slot a week after the last session.
    create(&house, &world, |answers| {
        set(answers, "nombre", "Siguiente");
        set(answers, "inicio", "2026-06-30");
    })
    .await;
    let path = format!("/centros/{}/cierre", world.centre);
    let days = "desde=2026-06-29&hasta=2026-06-29&motivo=Hurac%C3%A1n";
    let plan = house.bruno.get(&format!("{path}?{days}")).await;
    assert!(plan.outline().contains("## Se mueve 1 sesión"), "{}", plan.outline());
    assert!(plan.text().contains("ya está ocupada por el grupo «Siguiente»"), "{}", plan.text());
    let closure = |day: &str| {
        let session = &sessions[15];
        vec![
            ("desde".to_owned(), "2026-06-29".to_owned()),
            ("hasta".into(), "2026-06-29".into()),
            ("motivo".into(), "Huracán".into()),
            (format!("otra-fecha-{session}"), day.to_owned()),
            (format!("otra-hora-{session}"), "09:00".into()),
        ]
    };
    let pairs = closure("2026-07-06");
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(house.bruno.post(&path, &pairs).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let pairs = closure("2026-07-01");
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let closed = house.bruno.post(&path, &pairs).await;
    assert_eq!(closed.location(), "/grupos", "{}", closed.text());
    let page = show(&house, &made).await;
    assert!(page.text().contains("Era el 29/06/2026 09:00. Cierre del centro: Huracán"), "{}", page.text());
}

#[tokio::test]
async fn a_facilitator_changes_and_a_group_is_called_off_with_its_reason() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let made = create(&house, &world, |_| {}).await;
    let group = made.location().to_owned();
    let change = [
        ("sale", world.pair[0].to_string()),
        ("entra", world.spare.to_string()),
        ("desde", "2026-04-20".into()),
    ];
    let changed = house.bruno.post(&format!("{group}/facilitacion"), &fields(&change)).await;
    assert_eq!(changed.location(), group, "{}", changed.text());
    assert!(house.bruno.get(&group).await.text().contains("Ana Chan Poot (hasta el 19/04/2026)"));
    let off = house.bruno.post(&format!("{group}/estado"), &[("estado", "cancelled")]).await;
    assert!(off.outline().contains("! Escriba el motivo"), "{}", off.outline());
    let off = house
        .bruno
        .post(&format!("{group}/estado"), &[("estado", "cancelled"), ("motivo", "Sin inscripciones")])
        .await;
    assert_eq!(off.location(), group);
    assert!(house.bruno.get(&group).await.outline().contains("Cancelada"));
}

#[tokio::test]
async fn a_feed_needs_its_address_and_says_nothing_about_anybody() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let made = create(&house, &world, |_| {}).await;
    let page = show(&house, &made).await.html();
    let address =
        page.split("/calendario/").find_map(|rest| rest.split_once(".ics")).expect("an address").0.to_owned();
    let feed = house.stranger().get(&format!("/calendario/{address}.ics")).await;
    assert_eq!((feed.status, feed.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
    let text = feed.html();
    assert_eq!(text.matches("BEGIN:VEVENT\r\n").count(), 16);
    assert!(
        text.contains("DTSTART:20260309T140000Z\r\n") && text.contains("SUMMARY:Sesión 1 de 16\r\n"),
        "{text}"
    );
    for secret in ["Lunes", "Ana", "reflexión", "CECOVIM", "hombres"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert_eq!(house.stranger().get("/calendario/adivinada.ics").await.status, StatusCode::NOT_FOUND);

    let own = house.ana.get("/calendario").await;
    assert!(own.text().contains("Crear mi dirección"));
    house.ana.post("/calendario", &[]).await;
    let own = house.ana.get("/calendario").await.html();
    let address =
        own.split("/calendario/").find_map(|rest| rest.split_once(".ics")).expect("an address").0.to_owned();
    let feed = house.stranger().get(&format!("/calendario/{address}.ics")).await;
    assert_eq!(feed.html().matches("BEGIN:VEVENT").count(), 16);
}

#[tokio::test]
async fn a_list_is_filtered_in_the_address() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    create(&house, &world, |_| {}).await;
    let found = house.bruno.get("/grupos?nombre=LUNES&estado=planned").await;
    assert!(found.outline().contains("| Lunes 9 h"), "{}", found.outline());
    let none = house.bruno.get("/grupos?estado=running").await;
    assert!(none.text().contains("Ningún grupo cumple con esos filtros"), "{}", none.text());
    assert!(!none.html().contains("[["));
    assert!(house.ana.get("/grupos").await.text().contains("Lunes 9 h"), "her own group");
    assert!(!house.carla.get("/grupos").await.text().contains("Lunes 9 h"), "another centre's");
}

#[tokio::test]
async fn a_new_version_is_edited_in_one_form_and_mistakes_are_shown_at_their_fields() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let path = format!("/programas/{}/version", world.servants);
    let form = house.bruno.get(&path).await;
    assert_eq!(form.field("s1-titulo"), "Sesión de ejemplo 1");
    let mut sent = vec![
        ("accion".to_owned(), "guardar".to_owned()),
        ("titulo".into(), "Taller".into()),
        ("resumen".into(), "Dos sesiones".into()),
        ("minimo".into(), "2".into()),
        ("porcentaje".into(), "80".into()),
        ("sesiones".into(), "2".into()),
    ];
    for n in 1..=2 {
        let values = [
            ("titulo", "Inicio"),
            ("minutos", "120"),
            ("tipo", "group"),
            ("objetivo", "Reconocer"),
            ("renglones", "1"),
            ("a1-titulo", "Ronda"),
            ("a1-minutos", "100"),
            ("a1-como", "En círculo"),
        ];
        sent.extend(values.map(|(field, value)| (format!("s{n}-{field}"), value.to_owned())));
    }
    let post = |sent: Vec<(String, String)>| {
        let (house, path) = (&house, &path);
        async move {
            let pairs: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            house.bruno.post(path, &pairs).await
        }
    };
    let wrong = post(sent.clone()).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html().contains("href=\"#s2-minutos\""), "{}", wrong.outline());
    for (name, value) in &mut sent {
        if name.ends_with("a1-minutos") {
            *value = "120".into();
        }
    }
    let mut more = sent.clone();
    more[0].1 = "sesion".into();
    let more = post(more).await;
    assert_eq!(
        (more.status, more.field("s3-minutos")),
        (StatusCode::OK, "120".to_owned()),
        "one session more, nothing saved"
    );
    let saved = post(sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.outline());
    let page = house.bruno.get(saved.location()).await;
    assert!(
        page.outline().contains("# Taller") && page.text().contains("Al menos 2 de 2 sesiones"),
        "{}",
        page.outline()
    );
    let sheet = house.ana.get(&format!("{}/cartas/1", saved.location())).await;
    assert!(sheet.outline().contains("## Sesión 1 de 2: Inicio"), "{}", sheet.outline());
    assert_eq!(house.bruno.get(&path).await.status, StatusCode::CONFLICT, "an earlier version is not edited");
}
