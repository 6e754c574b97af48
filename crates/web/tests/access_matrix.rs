//! Every door: each route of the table x each role x {own, other group, other centre}.
//!
//! The expectations below are written by hand, apart from the code's own access table. A route
//! without a line fails, and so does a line without a route. Who may come in gets anything but a
//! 404; who may not gets the 404 page, byte for byte that of a path that does not exist, and so does
//! who may but asks for a thing out of reach or for none at all.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use store::Side;
use web::routes::{Entry, Route, Row, UPLOAD_LIMIT};

use crate::support::{
    House, Page, Person,
    samples::{Samples, Where},
};

/// Anybody who signed in on the programme side.
const ALL: &str = "ana bruno carla dario elena gala hugo irene julio karla";

/// Whoever may see a centre, of theirs or of all.
const OF_THEIR_CENTRE: &str =
    "ana:own,group bruno:own,group gala:own,group carla:centre karla:centre dario elena hugo irene julio";
/// Whoever manages a centre.
const MANAGES_CENTRE: &str = "bruno:own,group karla:centre elena";
/// Who facilitates a group, and the coordination of its centre.
const OF_THEIR_GROUPS: &str = "ana:own bruno:own,group carla:centre karla:centre";

/// Who enrols in a group.
const ENROLS: &str = "bruno:own,group gala:own,group karla:centre";
/// The three sample lists, each of somebody else.
const UPLOADED_IT: &str = "bruno:own gala:group karla:centre";

/// (route, who may). A name alone reaches every sample; `ana:own`, `bruno:own,group`, `karla:centre`
/// say how far. `public` is a page for anybody; `-` a thing that belongs to nobody of the cast.
const PROGRAMME: &[(&str, &str)] = &[
    // Sign-in and one's own account: the same lines on both sides, see `OWN`.
    ("GET /", ALL),
    ("GET /cuenta/claves", "ana bruno carla karla"),
    ("POST /cuenta/claves", "ana bruno carla karla"),
    ("GET /cuentas", "elena"),
    ("POST /cuentas", "elena"),
    ("GET /cuentas/nueva", "elena"),
    ("GET /cuentas/{cuenta}", "elena"),
    ("POST /cuentas/{cuenta}/funciones", "elena"),
    ("POST /cuentas/{cuenta}/funciones/{funcion}/fin", "elena"),
    ("GET /cuentas/{cuenta}/suspension", "elena"),
    ("POST /cuentas/{cuenta}/suspension", "elena"),
    ("POST /cuentas/{cuenta}/reactivacion", "elena"),
    ("GET /cuentas/{cuenta}/reingreso", "elena"),
    ("POST /cuentas/{cuenta}/reingreso", "elena"),
    ("GET /auditoria", "elena irene"),
    ("GET /auditoria/punto-de-control.txt", "elena irene"),
    ("GET /centros", ALL),
    ("GET /centros/nuevo", "elena"),
    ("POST /centros", "elena"),
    ("GET /centros/{centro}", OF_THEIR_CENTRE),
    ("GET /centros/{centro}/editar", MANAGES_CENTRE),
    ("POST /centros/{centro}/editar", MANAGES_CENTRE),
    ("GET /centros/{centro}/salas/nueva", MANAGES_CENTRE),
    ("POST /centros/{centro}/salas", MANAGES_CENTRE),
    ("GET /salas/{sala}", MANAGES_CENTRE),
    ("POST /salas/{sala}", MANAGES_CENTRE),
    ("GET /centros/{centro}/mujeres", MANAGES_CENTRE),
    ("POST /centros/{centro}/mujeres", MANAGES_CENTRE),
    ("GET /marcas/{marca}/fin", MANAGES_CENTRE),
    ("POST /marcas/{marca}/fin", MANAGES_CENTRE),
    ("GET /centros/{centro}/calendario", OF_THEIR_CENTRE),
    ("POST /centros/{centro}/calendario", MANAGES_CENTRE),
    ("POST /centros/{centro}/calendario/quitar", MANAGES_CENTRE),
    ("GET /primeros-pasos", "elena"),
    ("POST /primeros-pasos", "elena"),
    ("GET /personal", "bruno karla elena"),
    ("GET /personal/nuevo", "bruno karla elena"),
    ("POST /personal", "bruno karla elena"),
    ("GET /personal/{personal}", MANAGES_CENTRE),
    ("GET /personal/{personal}/editar", MANAGES_CENTRE),
    ("POST /personal/{personal}/editar", MANAGES_CENTRE),
    ("GET /personal/{personal}/contratos", MANAGES_CENTRE),
    ("POST /personal/{personal}/contratos", MANAGES_CENTRE),
    ("GET /personal/{personal}/verificaciones", MANAGES_CENTRE),
    ("POST /personal/{personal}/verificaciones", MANAGES_CENTRE),
    ("GET /personal/{personal}/sanciones", MANAGES_CENTRE),
    ("POST /personal/{personal}/sanciones", MANAGES_CENTRE),
    ("GET /personal/{personal}/entrega", MANAGES_CENTRE),
    ("POST /personal/{personal}/entrega", MANAGES_CENTRE),
    ("GET /personal/{personal}/baja", MANAGES_CENTRE),
    ("POST /personal/{personal}/baja", MANAGES_CENTRE),
    ("POST /sanciones/{sancion}/levantar", MANAGES_CENTRE),
    ("GET /proyectos", "bruno karla dario"),
    ("GET /proyectos/nuevo", "bruno karla"),
    ("POST /proyectos", "bruno karla"),
    ("GET /proyectos/{proyecto}", "bruno karla dario"),
    ("GET /proyectos/{proyecto}/editar", "bruno karla"),
    ("POST /proyectos/{proyecto}/editar", "bruno karla"),
    ("GET /documentos", "bruno karla elena"),
    ("GET /documentos/nuevo", "bruno karla elena"),
    ("POST /documentos", "bruno karla elena"),
    ("GET /documentos/{imagen}/logotipo", MANAGES_CENTRE),
    // People. A file is reached by its centre; facilitators reach those of their own groups.
    ("GET /personas", "ana bruno carla gala karla"),
    ("POST /personas", "bruno gala karla"),
    ("GET /personas/busqueda", "bruno gala karla"),
    ("POST /personas/busqueda", "bruno gala karla"),
    ("GET /personas/nueva", "bruno gala karla"),
    ("GET /personas/borrados", "bruno karla"),
    ("GET /personas/conservacion", "elena"),
    ("POST /personas/conservacion", "elena"),
    ("GET /personas/{persona}", "bruno:own,group gala:own,group karla:centre"),
    ("GET /personas/{persona}/edicion", "bruno:own,group gala:own,group karla:centre"),
    ("POST /personas/{persona}/edicion", "bruno:own,group gala:own,group karla:centre"),
    ("GET /personas/{persona}/traslado", "bruno:own,group gala:own,group karla:centre"),
    ("POST /personas/{persona}/traslado", "bruno:own,group gala:own,group karla:centre"),
    ("GET /personas/{persona}/lecturas", "bruno:own,group karla:centre"),
    ("GET /personas/{persona}/union", "bruno:own,group karla:centre"),
    ("POST /personas/{persona}/union", "bruno:own,group karla:centre"),
    ("GET /personas/{persona}/union/{otra}", "bruno:own,group karla:centre"),
    ("POST /personas/{persona}/union/{otra}", "bruno:own,group karla:centre"),
    ("GET /personas/{persona}/uniones/{union}/deshacer", "-"),
    ("POST /personas/{persona}/uniones/{union}/deshacer", "-"),
    ("GET /personas/{persona}/borrado", "bruno:own,group karla:centre"),
    ("POST /personas/{persona}/borrado", "bruno:own,group karla:centre"),
    ("POST /personas/{persona}/borrado/aprobacion", "bruno:own,group karla:centre"),
    ("POST /personas/{persona}/borrado/retiro", "bruno:own,group karla:centre"),
    ("POST /personas/{persona}/borrado/reservas", "bruno:own,group karla:centre"),
    ("POST /personas/{persona}/borrado/reservas/{reserva}/fin", "-"),
    ("GET /grupos", "ana bruno carla gala karla"),
    ("POST /grupos", "bruno karla"),
    ("GET /grupos/nuevo", "bruno karla"),
    ("GET /grupos/{grupo}", "ana:own bruno:own,group gala:own,group carla:centre karla:centre"),
    ("GET /grupos/{grupo}/estado", "bruno:own,group karla:centre"),
    ("POST /grupos/{grupo}/estado", "bruno:own,group karla:centre"),
    ("GET /grupos/{grupo}/facilitacion", "bruno:own,group karla:centre"),
    ("POST /grupos/{grupo}/facilitacion", "bruno:own,group karla:centre"),
    ("POST /grupos/{grupo}/calendario", "bruno:own,group karla:centre"),
    ("GET /grupos/{grupo}/sesiones/{sesion}/cambio", "bruno:own,group karla:centre"),
    ("POST /grupos/{grupo}/sesiones/{sesion}/cambio", "bruno:own,group karla:centre"),
    ("GET /grupos/{grupo}/sesiones/{sesion}/cancelacion", "bruno:own,group karla:centre"),
    ("POST /grupos/{grupo}/sesiones/{sesion}/cancelacion", "bruno:own,group karla:centre"),
    ("GET /grupos/{grupo}/sesiones/{sesion}/suplencia", "bruno:own,group karla:centre"),
    ("POST /grupos/{grupo}/sesiones/{sesion}/suplencia", "bruno:own,group karla:centre"),
    ("GET /centros/{centro}/cierre", "bruno:own,group karla:centre"),
    ("POST /centros/{centro}/cierre", "bruno:own,group karla:centre"),
    ("GET /calendario", "ana bruno carla gala karla"),
    // Only who is on the staff has sessions of their own.
    ("POST /calendario", "ana bruno carla"),
    ("GET /calendario/{clave}", "public"),
    // Programmes are of the whole installation.
    ("GET /programas", ALL),
    ("GET /programas/{programa}", ALL),
    ("GET /programas/{programa}/cartas", ALL),
    ("GET /programas/{programa}/cartas/{numero}", ALL),
    ("GET /programas/{programa}/version", "bruno karla"),
    ("POST /programas/{programa}/version", "bruno karla"),
    // Certificates and what is printed.
    ("GET /grupos/{grupo}/constancias", OF_THEIR_GROUPS),
    ("POST /grupos/{grupo}/constancias", "bruno:own,group karla:centre"),
    ("GET /grupos/{grupo}/constancias/emision", "bruno:own,group karla:centre"),
    ("GET /grupos/{grupo}/constancias.zip", OF_THEIR_GROUPS),
    ("GET /trabajos/{trabajo}", "bruno:own,group karla:centre"),
    ("GET /constancias/{constancia}", OF_THEIR_GROUPS),
    ("GET /constancias/{constancia}/pdf", OF_THEIR_GROUPS),
    ("GET /constancias/{constancia}/firmada", OF_THEIR_GROUPS),
    ("POST /constancias/{constancia}/firmada", "bruno:own,group karla:centre"),
    ("GET /constancias/{constancia}/revocacion", "bruno:own,group karla:centre"),
    ("POST /constancias/{constancia}/revocacion", "bruno:own,group karla:centre"),
    ("GET /v/{clave}", "public"),
    ("GET /llaves/{centro}", "public"),
    ("GET /sesiones/{sesion}/lista.pdf", OF_THEIR_GROUPS),
    ("GET /sesiones/{sesion}/lista-en-blanco.pdf", OF_THEIR_GROUPS),
    ("GET /grupos/{grupo}/asistencia.xlsx", OF_THEIR_GROUPS),
    ("GET /programas/{programa}/cartas.pdf", ALL),
    ("GET /programas/{programa}/cartas/{numero}/carta.pdf", ALL),
    // The roll, the log, what is owed. Facilitators reach their own groups.
    ("GET /sesiones/{sesion}", OF_THEIR_GROUPS),
    ("GET /sesiones/{sesion}/lista", OF_THEIR_GROUPS),
    ("POST /sesiones/{sesion}/lista", OF_THEIR_GROUPS),
    ("GET /sesiones/{sesion}/lista/cierre", OF_THEIR_GROUPS),
    ("POST /sesiones/{sesion}/lista/cierre", OF_THEIR_GROUPS),
    ("GET /sesiones/{sesion}/lista/{inscripcion}", OF_THEIR_GROUPS),
    ("POST /sesiones/{sesion}/lista/{inscripcion}", OF_THEIR_GROUPS),
    ("GET /sesiones/{sesion}/lista-firmada", OF_THEIR_GROUPS),
    ("POST /sesiones/{sesion}/lista-firmada", OF_THEIR_GROUPS),
    ("GET /sesiones/{sesion}/bitacora", OF_THEIR_GROUPS),
    ("POST /sesiones/{sesion}/bitacora", OF_THEIR_GROUPS),
    ("GET /sesiones/{sesion}/bitacora/firma", OF_THEIR_GROUPS),
    ("POST /sesiones/{sesion}/bitacora/firma", OF_THEIR_GROUPS),
    ("POST /sesiones/{sesion}/bitacora/retiro", OF_THEIR_GROUPS),
    ("GET /grupos/{grupo}/avance", OF_THEIR_GROUPS),
    ("GET /pendientes/{tarea}", OF_THEIR_GROUPS),
    ("POST /pendientes/{tarea}", OF_THEIR_GROUPS),
    // Enrolment. A list that waits is its uploader's own.
    ("GET /importar", "bruno gala karla"),
    ("POST /importar", "bruno gala karla"),
    ("GET /importar/plantilla", "bruno gala karla"),
    ("GET /importar/{lista}/columnas", UPLOADED_IT),
    ("POST /importar/{lista}/columnas", UPLOADED_IT),
    ("GET /importar/{lista}/revision", UPLOADED_IT),
    ("POST /importar/{lista}/revision", UPLOADED_IT),
    ("GET /importar/{lista}/copia", UPLOADED_IT),
    ("GET /importar/{lista}/resultado", UPLOADED_IT),
    ("POST /importar/{lista}/descarte", UPLOADED_IT),
    ("GET /grupos/{grupo}/participantes", "ana:own bruno:own,group gala:own,group carla:centre karla:centre"),
    ("GET /grupos/{grupo}/participantes/nueva", ENROLS),
    ("POST /grupos/{grupo}/participantes/nueva", ENROLS),
    ("POST /grupos/{grupo}/participantes/aviso", ENROLS),
    ("GET /grupos/{grupo}/participantes/{inscripcion}/baja", ENROLS),
    ("POST /grupos/{grupo}/participantes/{inscripcion}/baja", ENROLS),
    ("POST /grupos/{grupo}/participantes/{inscripcion}/regreso", ENROLS),
    ("GET /centros/{centro}/aviso", MANAGES_CENTRE),
    ("POST /centros/{centro}/aviso", MANAGES_CENTRE),
    // The API.
    ("GET /api", "public"),
    ("GET /api/v1/openapi.json", "public"),
    ("GET /api/v1/salud", "public"),
    ("GET /api/v1/verifications/{token}", "public"),
    ("GET /api/v1/centres", ALL),
    ("GET /api/v1/programmes", ALL),
    ("GET /api/v1/groups", "ana bruno carla gala karla"),
    ("GET /api/v1/groups/{group}", "ana:own bruno:own,group gala:own,group carla:centre karla:centre"),
    (
        "GET /api/v1/groups/{group}/sessions",
        "ana:own bruno:own,group gala:own,group carla:centre karla:centre",
    ),
    (
        "GET /api/v1/groups/{group}/participants",
        "ana:own bruno:own,group gala:own,group carla:centre karla:centre",
    ),
    ("GET /api/v1/groups/{group}/certificates", OF_THEIR_GROUPS),
    ("GET /api/v1/sessions/{session}", OF_THEIR_GROUPS),
    ("GET /api/v1/sessions/{session}/attendance", OF_THEIR_GROUPS),
    ("PUT /api/v1/sessions/{session}/attendance", OF_THEIR_GROUPS),
    ("POST /api/v1/sessions/{session}/attendance/close", OF_THEIR_GROUPS),
    // Features: a line for each route here.
];

const SAFETY: &[(&str, &str)] = &[
    ("GET /", "fatima luz"),
    // No integration reads that side.
    ("GET /cuenta/claves", ""),
    ("POST /cuenta/claves", ""),
    ("GET /cuentas", "luz"),
    ("POST /cuentas", "luz"),
    ("GET /cuentas/nueva", "luz"),
    ("GET /cuentas/{cuenta}", "luz"),
    ("POST /cuentas/{cuenta}/funciones", "luz"),
    ("POST /cuentas/{cuenta}/funciones/{funcion}/fin", "luz"),
    ("GET /cuentas/{cuenta}/suspension", "luz"),
    ("POST /cuentas/{cuenta}/suspension", "luz"),
    ("POST /cuentas/{cuenta}/reactivacion", "luz"),
    ("GET /cuentas/{cuenta}/reingreso", "luz"),
    ("POST /cuentas/{cuenta}/reingreso", "luz"),
    ("GET /auditoria", "luz"),
    ("GET /auditoria/punto-de-control.txt", "luz"),
];

/// Lines that both sides have, for everybody of the side.
const OWN: &[(&str, &str)] = &[
    ("GET /recursos/{archivo}", "public"),
    ("GET /entrar", "public"),
    ("POST /entrar", "public"),
    ("GET /entrar/codigo", "public"),
    ("POST /entrar/codigo", "public"),
    ("GET /entrar/alta", "public"),
    ("POST /entrar/alta", "public"),
    ("POST /sesion/continuar", "*"),
    ("POST /sesion/cerrar", "*"),
    ("POST /apariencia", "public"),
    ("GET /cuenta", "*"),
    ("GET /cuenta/contrasena", "*"),
    ("POST /cuenta/contrasena", "*"),
    ("GET /cuenta/codigos", "*"),
    ("POST /cuenta/codigos", "*"),
    ("POST /cuenta/sesiones/{ingreso}/cierre", "-"),
    ("POST /cuenta/claves/{token}/revocacion", "-"),
    ("GET /formulario-guardado", "*"),
    ("POST /formulario-guardado", "*"),
    ("POST /formulario-guardado/descarte", "*"),
];

/// How far a name of a line reaches.
fn reach(line: &str, name: &str) -> Vec<Where> {
    let mut found = Vec::new();
    for word in line.split_whitespace() {
        let (who, far) = word.split_once(':').unwrap_or((word, "own,group,centre"));
        if who == name || who == "*" {
            found.extend(far.split(',').map(|far| match far {
                "own" => Where::Own,
                "group" => Where::OtherGroup,
                "centre" => Where::OtherCentre,
                other => panic!("no such reach: {other}"),
            }));
        }
    }
    found
}

fn lines(own: &'static [(&str, &str)]) -> BTreeMap<&'static str, &'static str> {
    let all = OWN.iter().chain(own);
    let map: BTreeMap<_, _> = all.clone().copied().collect();
    assert_eq!(map.len(), all.count(), "a route has two lines");
    map
}

fn name_of<S: Side>(route: &Route<S>) -> String {
    format!("{} {}", route.row.method, route.row.path)
}

type Seen = (StatusCode, Vec<(String, Vec<u8>)>, Vec<u8>);

/// What of an answer must be equal: status, body, and headers but those that count or name a request.
fn bytes(page: &Page) -> Seen {
    let mut headers: Vec<_> =
        page.headers.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    headers.sort();
    (page.status, headers, page.body.clone())
}

struct Walk<'a> {
    lines: BTreeMap<&'static str, &'static str>,
    samples: &'a Samples,
    cast: Vec<&'a Person>,
    deviations: Vec<String>,
}

impl Walk<'_> {
    async fn knock(&mut self, name: &str, row: &Row, absent: &[Page; 2]) {
        let (pattern, entry) = (row.path, row.entry);
        let Some(line) = self.lines.remove(name) else {
            self.deviations.push(format!("{name}: no line in the matrix"));
            return;
        };
        let api = matches!(entry, Entry::Api(_));
        let absent = bytes(&absent[usize::from(api)]);
        if entry == Entry::Public {
            if line != "public" {
                self.deviations.push(format!("{name}: is public"));
            }
            return;
        }
        for index in 0..self.cast.len() {
            let person = self.cast[index];
            let allowed = reach(line, &person.username);
            let places: &[Where] = if pattern.contains('{') { &Where::ALL } else { &[Where::Own] };
            for place in places {
                let path = self.samples.fill(pattern, *place);
                let answer = call(person, row, &path).await;
                let is_absent = bytes(&answer) == absent;
                let to_sign_in =
                    answer.location().starts_with("/entrar") && answer.location() != "/entrar?motivo=salida";
                let turned_away = answer.status == StatusCode::UNAUTHORIZED || to_sign_in;
                let failed = answer.status.is_server_error();
                if is_absent == allowed.contains(place) || turned_away || failed {
                    self.deviations
                        .push(format!("{name} by {} at {place:?}: {}", person.username, answer.status));
                }
            }
            if pattern.contains('{') {
                let answer = call(person, row, &self.samples.absent(pattern)).await;
                if bytes(&answer) != absent {
                    self.deviations
                        .push(format!("{name} by {} of nothing: {}", person.username, answer.status));
                }
            }
        }
    }
}

/// Doors behind which a login ends.
const ENDS_LOGIN: [&str; 2] = ["/sesion/cerrar", "/cuenta/contrasena"];

/// One request; by a fresh login where it may end one, so that it shuts no other door.
async fn call(person: &Person, row: &Row, path: &str) -> Page {
    let method = &row.method;
    if matches!(row.entry, Entry::Api(_)) {
        let token = person.api_token().await;
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        return person.elsewhere().send(method.clone(), path, &headers, Body::from("{}")).await;
    }
    let fresh = ENDS_LOGIN.contains(&row.path).then(|| person.elsewhere());
    let person = fresh.as_ref().unwrap_or(person);
    match *method {
        Method::GET => person.get(path).await,
        _ if row.limit == UPLOAD_LIMIT => person.upload(path, &[], &[]).await,
        _ => person.post(path, &[]).await,
    }
}

async fn walk<S: Side>(routes: Vec<Route<S>>, mut walk: Walk<'_>) {
    let stranger = walk.cast[0].stranger();
    let absent = [
        stranger.send(Method::GET, "/no-existe", &[], Body::empty()).await,
        stranger.send(Method::GET, "/api/v1/no-existe", &[], Body::empty()).await,
    ];
    for page in &absent {
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
    for route in &routes {
        walk.knock(&name_of(route), &route.row, &absent).await;
    }
    let left: Vec<_> = walk.lines.keys().map(|name| format!("{name}: no such route")).collect();
    walk.deviations.extend(left);
    assert!(
        walk.deviations.is_empty(),
        "{} deviations:\n{}",
        walk.deviations.len(),
        walk.deviations.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_door_of_the_programme_side_opens_for_whom_it_should_and_for_nobody_else() {
    let house = House::open().await;
    let samples = Samples::plant(&house).await;
    let h = &house;
    let cast =
        vec![&h.ana, &h.bruno, &h.carla, &h.dario, &h.elena, &h.gala, &h.hugo, &h.irene, &h.julio, &h.karla];
    let lines = lines(PROGRAMME);
    walk(web::features::programme(), Walk { lines, samples: &samples, cast, deviations: Vec::new() }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_door_of_the_safety_side_opens_for_whom_it_should_and_for_nobody_else() {
    let house = House::open().await;
    let samples = Samples::plant_safety(&house).await;
    let cast = vec![&house.fatima, &house.luz];
    let lines = lines(SAFETY);
    walk(web::features::safety(), Walk { lines, samples: &samples, cast, deviations: Vec::new() }).await;
}

#[tokio::test]
async fn no_account_of_one_side_opens_a_door_of_the_other() {
    let house = House::open().await;
    house.ana.sign_in_quickly().await;
    let ana = house.ana.cookie("programa").unwrap();
    let there = house.fatima.elsewhere().stranger();
    for name in ["programa", "enlace"] {
        there.set_cookie(name, &ana);
        assert_eq!(there.send(Method::GET, "/", &[], Body::empty()).await.location(), "/entrar");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_is_taken_without_its_token_or_from_another_site() {
    let house = House::open().await;
    let samples = Samples::plant(&house).await;
    for route in web::features::programme() {
        if route.row.method != Method::POST || matches!(route.row.entry, Entry::Api(_)) {
            continue;
        }
        let name = name_of(&route);
        let path = samples.fill(route.row.path, Where::Own);
        let Some(person) = insider(&house, &name) else { continue };
        let person = person.elsewhere();
        if route.row.entry != Entry::Public {
            person.sign_in_quickly().await;
        }
        let without = match route.row.limit {
            UPLOAD_LIMIT => person.upload_raw(&path, &[("nombre", "x")], &[]).await,
            _ => person.post_raw(&path, &[("nombre", "x")]).await,
        };
        assert_eq!(without.status, StatusCode::FORBIDDEN, "{name} without its token");
        let token = person.form_token().await;
        let kind = ("content-type", "application/x-www-form-urlencoded");
        for elsewhere in [
            ("origin", "https://a.example"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "null"),
        ] {
            let body = Body::from(format!("_csrf={token}"));
            let answer = person.send(Method::POST, &path, &[kind, elsewhere], body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} from {elsewhere:?}");
        }
    }
}

/// Somebody who may come in.
fn insider<'a>(house: &'a House, name: &str) -> Option<&'a Person> {
    let line = lines(PROGRAMME).remove(name)?;
    let cast = [&house.ana, &house.bruno, &house.elena, &house.gala, &house.irene, &house.dario];
    if line == "public" {
        return Some(&house.ana);
    }
    cast.into_iter()
        .find(|person| !reach(line, &person.username).is_empty())
        .or((line == "-").then_some(&house.bruno))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_of_the_api_without_a_token_is_refused_before_its_body_is_read() {
    let house = House::open().await;
    let samples = Samples::plant(&house).await;
    let stranger = house.stranger();
    for route in web::features::programme() {
        let Entry::Api(_) = route.row.entry else { continue };
        let path = samples.fill(route.row.path, Where::Own);
        for header in
            [("authorization", "Bearer bt_nada"), ("authorization", "Basic eDp4"), ("x-nothing", "")]
        {
            // Larger than the route takes: read, it would be a 413.
            let body = Body::from(vec![b'x'; route.row.limit + 1]);
            let answer = stranger.send(route.row.method.clone(), &path, &[header], body).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", name_of(&route));
            assert_eq!(answer.header("www-authenticate"), "Bearer");
            assert!(answer.header("content-type").starts_with("application/problem+json"));
        }
    }
}
