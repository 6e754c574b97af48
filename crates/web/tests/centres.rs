//! Centres, staff, projects, documents and the first steps, as their people meet them.

use axum::http::StatusCode;
use domain::access::{Action, Role};
use store::NewContract;

use crate::support::{House, Person, groups::World};

async fn id_after(person: &Person, path: &str, fields: &[(&str, &str)]) -> String {
    let page = person.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.outline());
    page.location().rsplit('/').next().expect("a path").to_owned()
}

const CENTRE: &[(&str, &str)] = &[
    ("nombre", "CECOVIM Solidaridad"),
    ("clave", "sol"),
    ("municipio", "23008"),
    ("domicilio", "Calle 10"),
    ("zona", "America/Cancun"),
];

const PERSON: &[(&str, &str)] =
    &[("nombres", "Berta"), ("primer-apellido", "Canul"), ("segundo-apellido", ""), ("sexo", "M")];

async fn staff(house: &House) -> String {
    let centre = house.chetumal.to_string();
    let fields: Vec<_> = PERSON.iter().copied().chain([("centro", centre.as_str())]).collect();
    id_after(&house.bruno, "/personal", &fields).await
}

#[tokio::test]
async fn the_guide_leads_from_a_centre_to_a_coordinator() {
    let house = House::open().await;
    let centre = id_after(&house.elena, "/centros", CENTRE).await;
    let page = house.elena.get(&format!("/centros/{centre}")).await;
    assert!(page.outline().contains("# CECOVIM Solidaridad"), "{}", page.outline());
    for words in ["Solidaridad, Quintana Roo", "Hora de Cancún, Quintana Roo"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let room = [("nombre", "Leona Vicario"), ("cupo", "20"), ("domicilio", "")];
    id_after(&house.elena, &format!("/centros/{centre}/salas"), &room).await;
    for step in [[("paso", "calendario"), ("lugar", "")], [("paso", "llave"), ("lugar", "")]] {
        assert_eq!(house.elena.post("/primeros-pasos", &step).await.location(), "/primeros-pasos");
    }
    let guide = house.elena.get("/primeros-pasos").await;
    // The cast is there already: staff, and coordinators with their accounts.
    assert!(guide.text().contains("6 de 8 pasos listos"), "{}", guide.text());
    assert!(!guide.html().contains("[["), "every text is there");
    let empty = house.elena.post("/primeros-pasos", &[("paso", "respaldo"), ("lugar", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.outline().contains("! Escriba dónde se guardarán los respaldos"), "{}", empty.outline());
}

#[tokio::test]
async fn a_centre_with_a_taken_code_keeps_what_was_written() {
    let house = House::open().await;
    id_after(&house.elena, "/centros", CENTRE).await;
    let again = house.elena.post("/centros", CENTRE).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.outline().contains("! Otro centro ya usa esa clave"), "{}", again.outline());
    assert_eq!(again.field("nombre"), "CECOVIM Solidaridad");
    let wrong: Vec<_> = CENTRE.iter().map(|&(n, v)| (n, if n == "municipio" { "230" } else { v })).collect();
    let wrong = house.elena.post("/centros", &wrong).await;
    assert!(wrong.outline().contains("! Elija el municipio de la lista"), "{}", wrong.outline());
}

#[tokio::test]
async fn the_calendar_shows_the_laws_days_and_the_centres_own() {
    let house = House::open().await;
    let path = format!("/centros/{}/calendario", house.chetumal);
    let fields = [("dia", "2026-04-02"), ("motivo", "Jueves Santo")];
    assert_eq!(house.bruno.post(&path, &fields).await.location(), format!("{path}?anio=2026"));
    let page = house.bruno.get(&format!("{path}?anio=2026")).await.outline();
    assert!(page.contains("lunes 16 de marzo de 2026"), "{page}");
    assert!(page.contains("jueves 2 de abril de 2026 | Jueves Santo"), "{page}");
    let next = house.ana.get(&format!("{path}?anio=2030")).await.outline();
    assert!(next.contains("Cambio del Poder Ejecutivo Federal"), "{next}");
    assert!(!house.ana.get(&path).await.html().contains("/quitar"), "who only looks changes nothing");
}

#[tokio::test]
async fn somebody_is_registered_checked_and_may_then_be_assigned() {
    let house = House::open().await;
    let path = format!("/personal/{}", staff(&house).await);
    let page = house.bruno.get(&path).await;
    assert!(page.text().contains("No: falta registrar su contrato"), "{}", page.text());
    assert!(!page.html().contains("<title>Berta"), "a title is neutral");
    let contract = [("funcion", "facilitator"), ("inicio", "2026-01-15"), ("termino", "2026-03-20")];
    id_after(&house.bruno, &format!("{path}/contratos"), &contract).await;
    let check = [("fecha", "2026-01-10"), ("evidencia", "oficio 12/2026"), ("vence", "")];
    id_after(&house.bruno, &format!("{path}/verificaciones"), &check).await;
    let page = house.bruno.get(&path).await.text();
    assert!(page.contains("Sí puede") && page.contains("10/01/2027"), "{page}");
    assert!(page.contains("Su contrato termina en 15 días"), "{page}");
    let list = house.bruno.get("/personal").await.outline();
    assert!(list.contains("Canul, Berta | Facilitadora o facilitador"), "{list}");

    let tomorrow = [("fecha", "2026-03-06"), ("evidencia", "oficio"), ("vence", "")];
    let refused = house.bruno.post(&format!("{path}/verificaciones"), &tomorrow).await;
    assert!(refused.outline().contains("! La verificación no puede ser de un día"), "{}", refused.outline());
}

#[tokio::test]
async fn the_end_of_a_womens_mark_says_what_follows_and_asks_why() {
    let house = House::open().await;
    let centre = format!("/centros/{}", house.chetumal);
    let room = [("nombre", "Leona Vicario"), ("cupo", "20"), ("domicilio", "")];
    id_after(&house.bruno, &format!("{centre}/salas"), &room).await;
    let fields = [("lugar", "domicilio"), ("desde", "2026-01-01"), ("hasta", "")];
    assert_eq!(house.bruno.post(&format!("{centre}/mujeres"), &fields).await.location(), centre);
    let html = house.bruno.get(&centre).await.html();
    let path = html.split("href=\"").find(|part| part.starts_with("/marcas/")).expect("a link");
    let path = path.split('"').next().expect("an address");
    let ask = house.bruno.get(path).await;
    assert!(ask.text().contains("se podrán volver a programar ahí grupos"), "{}", ask.text());
    assert_eq!(ask.field("hasta"), "2026-03-05");
    let silent = house.bruno.post(path, &[("hasta", "2026-03-05")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.outline().contains("! Escriba por qué termina la marca."), "{}", silent.outline());
    let early = [("hasta", "2025-12-31"), ("motivo", "")];
    let early = house.bruno.post(path, &early).await.outline();
    assert!(early.contains("! El último día no puede ser anterior al primero."), "{early}");
    let ended = [("hasta", "2026-03-31"), ("motivo", "Se mudó")];
    assert_eq!(house.bruno.post(path, &ended).await.location(), centre);
    let page = house.bruno.get(&centre).await;
    assert!(page.text().contains("hasta el 31/03/2026 (Se mudó)"), "{}", page.text());
    assert!(page.html().contains("href=\"/marcas/"), "the day can be corrected until it is past");
    assert!(page.text().contains("Cambiar el fin…"), "{}", page.text());
    let past = house.bruno.post(path, &[("hasta", "2026-03-04"), ("motivo", "Se mudó antes")]).await;
    assert!(past.outline().contains("! El último día no puede ser anterior a hoy"), "{}", past.outline());
}

#[tokio::test]
async fn a_contract_for_intake_does_not_let_anybody_be_assigned() {
    let house = House::open().await;
    let path = format!("/personal/{}", staff(&house).await);
    let contract = [("funcion", "intake"), ("inicio", "2026-01-15"), ("termino", "")];
    id_after(&house.bruno, &format!("{path}/contratos"), &contract).await;
    let unchecked = house.bruno.get(&path).await.text();
    assert!(unchecked.contains("No: falta verificar que no tiene sanción"), "{unchecked}");
    let check = [("fecha", "2026-01-10"), ("evidencia", "oficio 12/2026"), ("vence", "")];
    id_after(&house.bruno, &format!("{path}/verificaciones"), &check).await;
    let list = house.bruno.get("/personal").await.outline();
    assert!(list.contains("No: su contrato es de otra función"), "{list}");
}

#[tokio::test]
async fn a_handover_offers_those_of_its_day_and_bars_the_others_with_their_reason() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let group = world.group_of(&house, "Lunes de Hacienda", (9, world.pair), None).await;
    let path = format!("/personal/{}/entrega", world.pair[0]);
    let today = house.bruno.get(&path).await;
    assert_eq!(today.field("desde"), "2026-03-05");
    let option = |who: &dyn std::fmt::Display, html: String| {
        let field = html.split(&format!("name=\"grupo-{group}\"")).nth(1).expect("a field");
        let option = field.split(&format!("value=\"{who}\"")).nth(1).expect("an option");
        option.split("</option>").next().expect("a label").to_owned()
    };
    let partner = option(&world.pair[1], today.html());
    assert!(partner.contains("disabled") && partner.contains("(Ya facilita este grupo)"), "{partner}");
    let spare = option(&world.spare, today.html());
    assert!(!spare.contains("disabled"), "{spare}");
    assert!(today.text().contains("Sesiones por venir desde ese día: 16."), "{}", today.text());

    let chosen = [("accion", "dia"), ("desde", "2030-01-01")];
    let later = house.bruno.post(&path, &chosen).await;
    assert_eq!(later.location(), format!("{path}?desde=2030-01-01"));
    let later = house.bruno.get(later.location()).await;
    assert!(option(&world.spare, later.html()).contains("disabled"), "{}", later.html());
    assert!(later.text().contains("Sesiones por venir desde ese día: 0."), "{}", later.text());
    assert!(later.text().contains("Ese día nadie del centro puede recibir un grupo."), "{}", later.text());
}

#[tokio::test]
async fn a_sanction_says_what_it_ends_and_ends_it() {
    let house = House::open().await;
    let ana = house.ana.staff.expect("Ana is staff");
    let ask = house.bruno.get(&format!("/personal/{ana}/sanciones")).await.text();
    assert!(ask.contains("Se suspende su cuenta y se cierran sus sesiones"), "{ask}");
    assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::OK);
    let fields = [("desde", "2026-03-05"), ("nota", "resolución 7/2026")];
    id_after(&house.bruno, &format!("/personal/{ana}/sanciones"), &fields).await;
    assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::SEE_OTHER, "signed out at once");
}

#[tokio::test]
async fn the_last_coordinator_is_told_why_they_cannot_leave() {
    let house = House::open().await;
    let bruno = house.bruno.staff.expect("Bruno is staff");
    let own = house.bruno.post(&format!("/personal/{bruno}/baja"), &[]).await;
    assert!(own.outline().contains("! No puede darse de baja a sí misma"), "{}", own.outline());
    let last = house.elena.post(&format!("/personal/{bruno}/baja"), &[]).await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!last.html().contains("[["), "{}", last.outline());
}

#[tokio::test]
async fn a_project_keeps_its_targets_and_names_what_is_missing() {
    let house = House::open().await;
    let fields = [
        ("clave", "PFP-2026-01"),
        ("accion", "Talleres"),
        ("responsable", "Instituto estatal"),
        ("beneficiaria", "Ayuntamiento"),
        ("inicio", "2026-02-01"),
        ("termino", "2026-12-31"),
        ("meta-1", "Personas con constancia"),
        ("cantidad-1", "80"),
        ("medida-1", "completed"),
        ("meta-2", "Carteles"),
        ("cantidad-2", "12"),
    ];
    let id = id_after(&house.bruno, "/proyectos", &fields).await;
    let page = house.dario.get(&format!("/proyectos/{id}")).await.outline();
    let line = "| Personas con constancia Personas que cumplen la regla de conclusión | 80 | 0 | Atrasada";
    assert!(page.contains(line) && page.contains("| Carteles Se lleva por separado | 12 | — |"), "{page}");
    assert!(!page.contains("## Contratos"), "no names for who evaluates: {page}");
    let again = house.bruno.get(&format!("/proyectos/{id}/editar")).await;
    assert_eq!(again.html().matches("value=\"completed\" selected").count(), 1);
    let mut wrong = fields;
    wrong[5].1 = "2026-01-01";
    wrong[7].1 = "";
    let page = house.bruno.post(&format!("/proyectos/{id}/editar"), &wrong).await;
    assert!(page.outline().contains("! El último día no puede ser anterior"), "{}", page.outline());
    assert!(page.outline().contains("! Escriba la cantidad con números"), "{}", page.outline());
}

#[tokio::test]
async fn a_project_lists_its_groups_and_contracts_with_links() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let fields = [
        ("clave", "PFP-2026-02"),
        ("accion", "Talleres"),
        ("responsable", "Instituto estatal"),
        ("beneficiaria", "Ayuntamiento"),
        ("inicio", "2026-02-01"),
        ("termino", "2026-12-31"),
    ];
    let id = id_after(&house.bruno, "/proyectos", &fields).await;
    let project = Some(id.parse().expect("an id"));
    let contract = NewContract {
        staff: world.pair[0],
        role: Role::Facilitator,
        starts_on: "2026-03-01".parse().expect("a date"),
        ends_on: None,
        project,
    };
    let manage = house.system(Action::ManageStaff);
    house.programme.store.add_contract(&manage, contract).await.expect("added");
    let group = world.group_of(&house, "Lunes de Hacienda", (9, world.pair), project).await;
    let page = house.bruno.get(&format!("/proyectos/{id}")).await;
    let outline = page.outline();
    assert!(
        outline.contains("| Lunes de Hacienda | CECOVIM Chetumal | 0 | 0 de 16 | Por iniciar"),
        "{outline}"
    );
    assert!(
        outline.contains("| Ana Chan Poot | Facilitadora o facilitador | 01/03/2026 – 31/12/2026"),
        "{outline}"
    );
    let links = [format!("href=\"/grupos/{group}\""), format!("href=\"/personal/{}\"", world.pair[0])];
    assert!(links.iter().all(|link| page.html().contains(link)), "{}", page.html());
}

#[tokio::test]
async fn a_logo_is_cleaned_and_one_that_acts_or_cannot_be_printed_is_refused() {
    let house = House::open().await;
    let centre = house.chetumal.to_string();
    let fields = [
        ("centro", centre.as_str()),
        ("desde", "2026-01-01"),
        ("institucion", "Instituto de la Mujer"),
        ("lugar", "Chetumal, Quintana Roo"),
        ("firma-1", "Nombre de ejemplo"),
        ("cargo-1", "Dirección"),
    ];
    let svg =
        |inside: &str| format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>"#);
    let bad = svg("<script>alert(1)</script>");
    let refused = house.bruno.upload("/documentos", &fields, &[("logotipo", "a.svg", bad.as_bytes())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.outline().contains("! El SVG contiene programas"), "{}", refused.outline());
    let cut_short = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09\x08\x02\0\0\0";
    let refused = house.bruno.upload("/documentos", &fields, &[("logotipo", "a.png", cut_short)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.outline().contains("! El logotipo está dañado"), "{}", refused.outline());
    let good = svg(r#"<path d="M0 0h9"/>"#);
    let saved = house.bruno.upload("/documentos", &fields, &[("logotipo", "a.svg", good.as_bytes())]).await;
    assert_eq!(saved.location(), "/documentos");
    let list = house.bruno.get("/documentos").await.html();
    let src = list.split("src=\"").find(|part| part.starts_with("/documentos/")).expect("a logo");
    let logo = house.bruno.get(src.split('"').next().expect("an address")).await;
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    assert!(logo.html().contains(r#"<path d="M0 0h9">"#), "{}", logo.html());
}
