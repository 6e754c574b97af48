//! Enrolment: the review of a list before anything is written, and forms that ask for what they say.

use axum::http::StatusCode;
use domain::{
    access::Action,
    people::{CurpOrReason, curp::Curp},
};
use store::people::PersonData;

use crate::support::{House, Page, groups::World, samples};

const LIST: &str = "Nombre completo,CURP,Sexo,Dependencia,Puesto
Gloria Hernández García,HEGG560427MVZRRL04,M,Obras,Jefa
Pedro Álvarez Uc,,H,Salud,
Ana Pech,HEGG560427MVZRRL05,M,Obras,
Luis Bacab Ek,,?,Obras,
";

/// The address of the review of [`LIST`].
async fn uploaded(house: &House) -> String {
    let world = World::at_chetumal(house).await;
    let group = world.group(house, "Jueves", 9, world.pair).await.to_string();
    let (fields, files) = ([("grupo", group.as_str())], [("archivo", "lista.csv", LIST.as_bytes())]);
    let kept = house.bruno.upload("/importar", &fields, &files).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.outline());
    kept.location().replace("/columnas", "/revision")
}

fn rows(page: &Page) -> Vec<String> {
    page.outline().lines().filter(|line| line.starts_with("| ")).skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_review_shows_each_column_that_goes_in() {
    let house = House::open().await;
    let path = uploaded(&house).await;
    let page = house.bruno.get(&path).await;
    let outline = page.outline();
    let gloria = "| 2 | Válido | Nombre o nombres Gloria Primer apellido Hernández Segundo apellido García | CURP \
                  HEGG560427MVZRRL04 Sexo Mujer Fecha de nacimiento 27/04/1956 | Dependencia Obras Puesto Jefa";
    assert!(outline.contains(gloria), "{outline}");
    assert!(outline.contains("> En 4 renglones el nombre venía en una sola celda"), "{outline}");
    assert_eq!(page.text().matches("venía en una sola celda").count(), 1, "once, not in each row");
    let ana = "Nombre o nombres Ana Primer apellido Pech | CURP HEGG560427MVZRRL05 Sexo Mujer |";
    assert!(outline.contains(ana), "as typed: {outline}");
    assert!(!page.html().contains("[["), "a text is missing");
}

#[tokio::test]
async fn a_review_is_filtered_and_sorted_by_its_address() {
    let house = House::open().await;
    let path = uploaded(&house).await;
    let numbers = async |query: &str| -> Vec<String> {
        let page = house.bruno.get(&format!("{path}?{query}")).await;
        rows(&page).iter().map(|row| row.split(" | ").next().unwrap_or_default()[2..].to_owned()).collect()
    };
    assert_eq!(numbers("").await, ["2", "3", "4", "5"]);
    assert_eq!(numbers("ver=rechazados").await, ["4", "5"]);
    assert_eq!(numbers("ver=avisos").await, ["3"]);
    assert_eq!(numbers("ver=validos").await, ["2"]);
    assert_eq!(numbers("orden=estado").await, ["4", "5", "3", "2"]);
    assert_eq!(numbers("orden=apellido").await, ["3", "5", "2", "4"]);
    let sorted = house.bruno.get(&format!("{path}?orden=apellido&ver=rechazados")).await.html();
    assert!(
        sorted.contains("ver=rechazados&amp;orden=estado")
            || sorted.contains("ver=rechazados&#38;orden=estado")
    );
}

#[tokio::test]
async fn whoever_has_the_same_curp_is_enrolled_with_the_file_there_is() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let group = world.group(&house, "Jueves", 9, world.pair).await;
    let curp = CurpOrReason::Curp(Curp::parse("HEGG560427MVZRRL04").expect("a CURP"));
    let gloria = PersonData { curp, ..samples::person("Gloria", "Hernández") };
    let ctx = house.system(Action::EditPerson);
    let known = house.programme.store.create_person(&ctx, house.chetumal, &gloria).await.expect("registered");
    let path = format!("/grupos/{group}/participantes/nueva");
    let fields = [
        ("nombres", "Zoila"),
        ("primer-apellido", "Quetzal"),
        ("curp", "HEGG560427MVZRRL04"),
        ("dependencia", "Obras"),
    ];
    let asked = house.bruno.post(&path, &fields).await;
    assert!(asked.text().contains("Ya hay un expediente con esta CURP"), "{}", asked.text());
    assert!(!asked.html().contains("value=\"nueva\""), "nothing is offered that would be refused");
    let back = house.bruno.post(&path, &[fields.as_slice(), &[("accion", "corregir")]].concat()).await;
    assert_eq!(back.field("nombres"), "Zoila");
    let chosen = [("persona", known.to_string()), ("dependencia", "Obras".to_owned())];
    let chosen: Vec<(&str, &str)> = chosen.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(house.bruno.post(&path, &chosen).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_day_of_acceptance_is_not_lost_without_its_evidence() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let group = world.group(&house, "Jueves", 9, world.pair).await;
    let path = format!("/grupos/{group}/participantes/nueva");
    let fields = [("dependencia", "Obras"), ("aviso-fecha", "2026-03-04")];
    let page = house.bruno.post(&path, &fields).await;
    assert!(page.outline().contains("! Elija cómo consta la aceptación."), "{}", page.outline());
}

#[tokio::test]
async fn a_reason_names_the_column_and_quotes_the_value_refusals_first() {
    let house = House::open().await;
    let path = uploaded(&house).await;
    let luis = rows(&house.bruno.get(&path).await).pop().expect("a row");
    let place = |text: &str| luis.find(text).unwrap_or_else(|| panic!("«{text}» is missing: {luis}"));
    assert!(place("Sexo «?»: no se entiende.") < place("Además:"), "{luis}");
    assert!(place("Además:") < place("No trae CURP"), "{luis}");
}

#[tokio::test]
async fn whoever_has_the_name_of_a_participant_is_left_out_unless_it_is_somebody_else() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let group = world.group(&house, "Jueves", 9, world.pair).await;
    let group = group.to_string();
    let fields = [("nombres", "Pedro"), ("primer-apellido", "Álvarez"), ("sexo", "H")];
    let fields = [fields.as_slice(), &[("sin-curp", "not-at-hand"), ("dependencia", "Obras")]].concat();
    let added = house.bruno.post(&format!("/grupos/{group}/participantes/nueva"), &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.outline());
    let list = "Nombre,Apellido paterno,Sexo,Dependencia\nPedro,Alvarez,H,Obras\n";
    let (fields, files) = ([("grupo", group.as_str())], [("archivo", "lista.csv", list.as_bytes())]);
    let kept = house.bruno.upload("/importar", &fields, &files).await;
    let path = kept.location().replace("/columnas", "/revision");
    let row = rows(&house.bruno.get(&path).await).remove(0);
    assert!(row.contains("Rechazado Ya está en el grupo. Además:"), "{row}");
    assert!(row.contains("Hay un expediente con el mismo nombre."), "{row}");
    let row = rows(&house.bruno.get(&format!("{path}?parecidas=misma.2")).await).remove(0);
    assert!(row.contains("Se registrará como otra persona."), "{row}");
}

#[tokio::test]
async fn a_full_group_says_so_before_anything_is_asked() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let group = world.group(&house, "Jueves", 9, world.pair).await;
    let path = format!("/grupos/{group}/participantes/nueva");
    let open = house.bruno.get(&path).await;
    assert_eq!(open.field("desde"), "2026-03-09", "the first session of the group lies ahead");
    let lines: String = (b'a'..=b't').map(|n| format!("Pedro{0}{0},Uc,H,Obras\n", char::from(n))).collect();
    let list = format!("Nombre,Apellido paterno,Sexo,Dependencia\n{lines}");
    let id = group.to_string();
    let (fields, files) = ([("grupo", id.as_str())], [("archivo", "lista.csv", list.as_bytes())]);
    let kept =
        house.bruno.upload("/importar", &fields, &files).await.location().replace("/columnas", "/revision");
    let review = house.bruno.get(&kept).await;
    let sent = ["hoja", "fila", "columnas", "parecidas", "huella"].map(|name| (name, review.field(name)));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = house.bruno.post(&kept, &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.outline());
    let result = house.bruno.get(done.location()).await;
    assert!(result.text().contains("Entraron 20 renglones y ninguno quedó fuera."), "{}", result.text());
    let full = house.bruno.get(&path).await;
    assert!(full.outline().contains("> El grupo está lleno"), "{}", full.outline());
    assert!(!full.html().contains("name=\"nombres\""), "nothing is asked");
}
