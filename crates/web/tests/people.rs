//! Registering, finding and opening people; what two files of one person become; erasure.

use axum::http::StatusCode;
use domain::{
    access::{Action, Grant, Role},
    ids::PersonId,
    people::{CurpOrReason, curp::Curp, name::PersonName},
};
use store::people::PersonData;

use crate::support::{House, samples};

const CURP: &str = "HEGG560427MVZRRL04";

fn named(given: &str, first: &str, second: &str) -> PersonData {
    PersonData {
        name: PersonName::parse(given, first, second).expect("a name"),
        ..samples::person("Nadie", "Nadie")
    }
}

async fn register(house: &House, data: &PersonData) -> PersonId {
    let ctx = house.system(Action::EditPerson);
    house.programme.store.create_person(&ctx, house.chetumal, data).await.expect("registered")
}

fn form<'a>(given: &'a str, first: &'a str, second: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("nombres", given),
        ("primer-apellido", first),
        ("segundo-apellido", second),
        ("sin-curp", "not-at-hand"),
        ("nacimiento-dia", "4"),
        ("nacimiento-mes", "3"),
        ("nacimiento-anio", "1990"),
        ("sexo", "H"),
        ("telefono", "983 555 0102"),
    ]
}

#[tokio::test]
async fn a_person_is_registered_and_their_file_shown() {
    let house = House::open().await;
    let saved = house.gala.post("/personas", &form("José Luis", "Pech", "Canul")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let file = house.gala.get(saved.location()).await;
    assert!(file.outline().contains("> La persona quedó registrada."), "{}", file.outline());
    for fact in ["José Luis Pech Canul", "No la trae; la entregará después", "04/03/1990", "9835550102"] {
        assert!(file.text().contains(fact), "{fact}: {}", file.text());
    }
    assert!(!file.html().contains("[["), "a text is missing");
    let title = file.html().split("<title>").nth(1).unwrap_or_default().split('<').next().unwrap().to_owned();
    assert!(!title.contains("Pech"), "no name in a title: {title}");
}

#[tokio::test]
async fn a_form_sent_twice_registers_once() {
    let house = House::open().await;
    let mut fields = form("José Luis", "Pech", "Canul");
    let key = "2a2a2a2a-2a2a-4a2a-8a2a-2a2a2a2a2a2a";
    fields.extend([("_key", key), ("accion", "registrar")]);
    let first = house.gala.post("/personas", &fields).await;
    let second = house.gala.post("/personas", &fields).await;
    assert_eq!((second.status, second.location()), (StatusCode::SEE_OTHER, first.location()));
}

#[tokio::test]
async fn mistakes_are_told_at_their_fields_and_what_was_written_is_kept() {
    let house = House::open().await;
    let mut fields = form("José", "Pech 2", "");
    fields.extend([("curp", "HEGG560427MVZRRL05"), ("correo", "jose@")]);
    let page = house.gala.post("/personas", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for mistake in [
        "! Escriba solo letras: sin números ni signos.",
        "! El último número no corresponde a los demás. Revise cada carácter de la CURP.",
        "! Escriba el correo completo, por ejemplo nombre@correo.mx.",
    ] {
        assert!(page.outline().contains(mistake), "{}", page.outline());
    }
    assert_eq!(
        (page.field("primer-apellido"), page.field("telefono")),
        ("Pech 2".into(), "983 555 0102".into())
    );
}

#[tokio::test]
async fn a_likely_duplicate_is_shown_before_anything_is_written() {
    let house = House::open().await;
    let known = register(&house, &named("José Luis", "Hernández", "Gil")).await;
    let mut fields = form("Jose Luis", "Ernandez", "Gil");
    let review = house.gala.post("/personas", &fields).await;
    assert_eq!(review.status, StatusCode::OK);
    let expected = "| José Luis Hernández Gil | 04/03/1990 | Misma fecha de nacimiento · Mismo nombre";
    assert!(review.outline().contains(expected), "{}", review.outline());
    assert!(review.html().contains(&format!("/personas/{known}")));
    let back = house.gala.post("/personas", &[fields.as_slice(), &[("accion", "corregir")]].concat()).await;
    assert_eq!(back.field("nombres"), "Jose Luis");
    fields.push(("accion", "registrar"));
    assert_eq!(house.gala.post("/personas", &fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_has_the_same_curp_cannot_be_registered_again() {
    let house = House::open().await;
    let curp = CurpOrReason::Curp(Curp::parse(CURP).expect("a CURP"));
    let known = register(&house, &PersonData { curp, ..named("Gloria", "Hernández", "Gil") }).await;
    let fields = [("nombres", "Zoila"), ("primer-apellido", "Quetzal"), ("curp", CURP)];
    let review = house.gala.post("/personas", &fields).await;
    assert_eq!(review.status, StatusCode::OK);
    assert!(review.outline().contains("# Ya hay un expediente con esta CURP"), "{}", review.outline());
    let html = review.html();
    assert!(html.contains(&format!("href=\"/personas/{known}\"")) && html.contains("value=\"corregir\""));
    assert!(!html.contains("value=\"registrar\""), "nothing is offered that would be refused");
}

#[tokio::test]
async fn a_municipality_is_chosen_and_shown_by_its_name() {
    let house = House::open().await;
    let mut fields = form("José Luis", "Pech", "Canul");
    fields.push(("municipio", "Othón P. Blanco, Quintana Roo"));
    let file = house.gala.post("/personas", &fields).await.location().to_owned();
    assert!(house.gala.get(&file).await.text().contains("Othón P. Blanco, Quintana Roo"));
    let edit = house.gala.get(&format!("{file}/edicion")).await;
    assert_eq!(edit.field("municipio"), "Othón P. Blanco, Quintana Roo");
    assert!(edit.html().contains("<option value=\"Puerto Morelos, Quintana Roo\">"));
    fields.retain(|(name, _)| *name != "municipio");
    fields.extend([("municipio", "31050"), ("version", "1")]);
    assert_eq!(house.gala.post(&format!("{file}/edicion"), &fields).await.location(), file);
    assert!(house.gala.get(&file).await.text().contains("Yucatán (31050)"));
    fields.retain(|(name, _)| *name != "municipio");
    fields.push(("municipio", "Atlantis"));
    let wrong = house.gala.post("/personas", &fields).await;
    assert!(wrong.outline().contains("! Elija el municipio de la lista"), "{}", wrong.outline());
}

#[tokio::test]
async fn a_search_finds_by_name_or_curp_and_never_writes_it_into_an_address() {
    let house = House::open().await;
    register(&house, &named("José Luis", "Hernández", "Gil")).await;
    let curp = CurpOrReason::Curp(Curp::parse(CURP).expect("a CURP"));
    register(&house, &PersonData { curp, ..named("Gloria", "Canul", "") }).await;
    for text in ["gil hernandes jose luis", "JOSE LUIS HERNADNEZ"] {
        let page = house.gala.post("/personas/busqueda", &[("buscar", text)]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.outline().contains("| Hernández Gil, José Luis | 04/03/1990 |"), "{}", page.outline());
    }
    let by_curp = house.bruno.post("/personas/busqueda", &[("buscar", "hegg560427 mvzrrl04")]).await;
    assert!(by_curp.outline().contains("| Canul, Gloria |"), "{}", by_curp.outline());
    let wrong = house.gala.post("/personas/busqueda", &[("buscar", "HEGG560427MVZRRL0")]).await;
    assert!(wrong.outline().contains("! La CURP tiene 18 caracteres."), "{}", wrong.outline());
    let elsewhere = house.karla.post("/personas/busqueda", &[("buscar", CURP)]).await;
    assert!(elsewhere.outline().contains("> Hay un expediente con esta CURP en otro centro"));
    assert!(!elsewhere.text().contains("Gloria"));
    let nobody = house.gala.post("/personas/busqueda", &[("buscar", "zoila quetzal")]).await;
    assert!(nobody.outline().contains("## No se encontró a nadie"), "{}", nobody.outline());
}

#[tokio::test]
async fn what_is_wrong_with_a_search_is_told_inside_of_what_the_script_swaps() {
    let house = House::open().await;
    let ask = house.gala.get("/personas/busqueda").await.html();
    assert!(ask.contains("hx-target=\"#contenido\" hx-select=\"#contenido > *\""), "{ask}");
    for (text, told) in [("", "! Escriba un nombre"), ("HEGG560427MVZRRL05", "! El último número no")] {
        let page = house.gala.post("/personas/busqueda", &[("buscar", text)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.outline().contains(told), "{}", page.outline());
        let html = page.html();
        let main = html.split("id=\"contenido\"").nth(1).expect("the part that is swapped");
        assert!(main.contains("data-bt-error-summary") && main.contains("id=\"buscar-mistake\""), "{main}");
    }
}

#[tokio::test]
async fn who_opened_a_file_is_told_to_the_coordinator_only() {
    let house = House::open().await;
    let id = register(&house, &named("José Luis", "Hernández", "Gil")).await;
    house.gala.get(&format!("/personas/{id}")).await;
    let page = house.bruno.get(&format!("/personas/{id}/lecturas")).await;
    assert!(page.text().contains("Abrió el expediente"), "{}", page.text());
    assert!(page.text().contains("gala (gala)"), "{}", page.text());
    assert_eq!(house.gala.get(&format!("/personas/{id}/lecturas")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stale_form_is_shown_beside_what_was_saved_meanwhile() {
    let house = House::open().await;
    let id = register(&house, &named("José Luis", "Hernández", "Gil")).await;
    let path = format!("/personas/{id}/edicion");
    let mut mine = form("José", "Hernández", "Gil");
    mine.push(("version", "1"));
    let mut theirs = form("José Luis", "Hernández", "Gil");
    theirs.extend([("version", "1"), ("correo", "jose@ejemplo.mx")]);
    assert_eq!(house.bruno.post(&path, &theirs).await.location(), format!("/personas/{id}"));
    let page = house.gala.post(&path, &mine).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.outline().contains("| Nombre o nombres | José Luis | José"), "{}", page.outline());
    assert!(page.outline().contains("| Correo electrónico | jose@ejemplo.mx |"), "{}", page.outline());
    assert_eq!((page.field("nombres"), page.field("version")), ("José".into(), "2".into()));
    mine.retain(|(name, _)| *name != "version");
    mine.push(("version", "2"));
    assert_eq!(house.gala.post(&path, &mine).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn two_files_of_one_person_are_compared_merged_and_parted_again() {
    let house = House::open().await;
    let one = register(&house, &named("José Luis", "Hernández", "Gil")).await;
    let other = register(&house, &named("Jose Luis", "Ernandez", "Gil")).await;
    let offered = house.bruno.get(&format!("/personas/{one}/union")).await;
    let compare = format!("/personas/{one}/union/{other}");
    assert!(offered.html().contains(&compare), "{}", offered.outline());
    let page = house.bruno.get(&compare).await;
    assert!(page.text().contains("Jose Luis Ernandez Gil"), "{}", page.text());
    let unsaid = house.bruno.post(&compare, &[("conservar", &one.to_string())]).await;
    assert!(unsaid.outline().contains("! Elija por qué sabe que son la misma persona."));
    let chosen = [("conservar", one.to_string()), ("motivo", "slip".to_owned())];
    let chosen: Vec<(&str, &str)> = chosen.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(house.bruno.post(&compare, &chosen).await.location(), format!("/personas/{one}"));
    assert_eq!(house.gala.get(&format!("/personas/{other}")).await.location(), format!("/personas/{one}"));
    let file = house.bruno.get(&format!("/personas/{one}")).await;
    let (_, rest) = file
        .html()
        .split_once(&format!("/personas/{one}/uniones/"))
        .map(|(a, b)| (a.len(), b.to_owned()))
        .expect("can be undone");
    let undo = format!("/personas/{one}/uniones/{}", rest.split('"').next().expect("an address"));
    assert_eq!(house.bruno.get(&undo).await.status, StatusCode::OK);
    assert_eq!(house.bruno.post(&undo, &[]).await.location(), format!("/personas/{other}"));
    assert_eq!(house.gala.get(&format!("/personas/{other}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_poorer_file_is_not_proposed_and_what_it_alone_knows_stays_visible() {
    let house = House::open().await;
    let poor = PersonData { birth: None, ..named("Jose Luis", "Ernandez", "Gil") };
    let poor = register(&house, &poor).await;
    let curp = CurpOrReason::Curp(Curp::parse(CURP).expect("a CURP"));
    let rich = register(&house, &PersonData { curp, ..named("José Luis", "Hernández", "Gil") }).await;
    let compare = format!("/personas/{poor}/union/{rich}");
    let page = house.bruno.get(&compare).await;
    assert!(page.html().contains(&format!("value=\"{rich}\" checked")), "{}", page.html());
    for words in [
        "Este expediente: Jose Luis Ernandez Gil",
        "El otro expediente: José Luis Hernández Gil",
        "Si conserva este, ya no se mostrará del otro: Nombre: Jose Luis Ernandez Gil",
    ] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let poor_one = poor.to_string();
    let keep = [("conservar", poor_one.as_str()), ("motivo", "slip")];
    assert_eq!(house.bruno.post(&compare, &keep).await.status, StatusCode::SEE_OTHER);
    let file = house.bruno.get(&format!("/personas/{poor}")).await.text();
    assert!(file.contains(&format!("CURP: {CURP}")), "{file}");
}

#[tokio::test]
async fn of_two_equal_files_none_is_proposed() {
    let house = House::open().await;
    let one = register(&house, &named("José Luis", "Hernández", "Gil")).await;
    let other = register(&house, &named("Jose Luis", "Ernandez", "Gil")).await;
    let page = house.bruno.get(&format!("/personas/{one}/union/{other}")).await.html();
    assert!(!page.contains(" checked"), "{page}");
}

#[tokio::test]
async fn a_file_is_handed_to_the_centre_that_asks_for_it() {
    let house = House::open().await;
    let id = register(&house, &named("José Luis", "Hernández", "Gil")).await;
    let path = format!("/personas/{id}/traslado");
    assert!(house.gala.get(&path).await.text().contains("CECOVIM Cancún"));
    let to = house.cancun.to_string();
    let sent = house.gala.post(&path, &[("centro", &to), ("motivo", "moved")]).await;
    assert_eq!(sent.location(), "/personas");
    assert_eq!(house.gala.get(&format!("/personas/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.karla.get(&format!("/personas/{id}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_person_is_erased_by_two_people_and_by_nobody_alone() {
    let house = House::open().await;
    let id = register(&house, &named("José Luis", "Hernández", "Gil")).await;
    let path = format!("/personas/{id}/borrado");
    let ask = |blocked: &'static str| {
        [("fundamento", "cancelacion"), ("acto", "UT/014/2026"), ("bloqueo", blocked)]
    };
    let early = house.bruno.post(&path, &ask("2026-04-01")).await;
    assert!(early.outline().contains("> Todavía no: los datos están bloqueados hasta el 01/04/2026."));
    let held = house.bruno.post(&format!("{path}/reservas"), &[("procedimiento", "Amparo 12/2026")]).await;
    assert_eq!(held.location(), path);
    let refused = house.bruno.post(&path, &ask("2026-03-01")).await;
    assert!(refused.outline().contains("> No se puede borrar: un procedimiento necesita los datos."));
    let holds = house.bruno.get(&path).await;
    let (_, rest) =
        holds.html().split_once("/borrado/reservas/").map(|(a, b)| (a.len(), b.to_owned())).expect("a hold");
    let lift = format!("{path}/reservas/{}", rest.split('"').next().expect("an address"));
    assert_eq!(house.bruno.post(&lift, &[]).await.location(), path);

    assert_eq!(house.bruno.post(&path, &ask("2026-03-01")).await.location(), path);
    assert!(house.bruno.get(&path).await.text().contains("Otra persona de la coordinación debe aprobarla"));
    let alone = house.bruno.post(&format!("{path}/aprobacion"), &[("confirmo", "si")]).await;
    assert!(
        alone.outline().contains("> Quien solicita el borrado no puede aprobarlo."),
        "{}",
        alone.outline()
    );

    let grant = Grant { role: Role::Coordinator, centre: Some(house.chetumal) };
    let ctx = house.system(Action::ManageAccounts);
    house.programme.store.grant_role(&ctx, house.karla.user, grant).await.expect("granted");
    let waiting = house.karla.get("/personas/borrados").await;
    assert!(waiting.outline().contains("| UT/014/2026 | bruno (bruno) |"), "{}", waiting.outline());
    let unsure = house.karla.post(&format!("{path}/aprobacion"), &[]).await;
    assert!(unsure.outline().contains("! Confirme que revisó el acto."), "{}", unsure.outline());
    let done = house.karla.post(&format!("{path}/aprobacion"), &[("confirmo", "si")]).await;
    assert_eq!(done.location(), format!("/personas/{id}"));
    let gone = house.gala.get(&format!("/personas/{id}")).await;
    assert!(gone.outline().contains("# Datos borrados") && gone.text().contains("UT/014/2026"));
    assert!(!gone.text().contains("Hernández"));
}

#[tokio::test]
async fn only_the_technical_administration_says_how_long_files_are_kept() {
    let house = House::open().await;
    let path = "/personas/conservacion";
    let long = house.elena.post(path, &[("anios", "26")]).await;
    assert!(long.outline().contains("! El plazo no puede ser mayor de 25 años."), "{}", long.outline());
    assert_eq!(house.elena.post(path, &[("anios", "12")]).await.location(), path);
    assert_eq!(house.elena.get(path).await.field("anios"), "12");
    assert_eq!(house.bruno.get(path).await.status, StatusCode::NOT_FOUND);
}
