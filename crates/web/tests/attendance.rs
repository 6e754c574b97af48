//! The roll on its page: compliance stays unsaid until it is said, two versions are shown side by side,
//! a signed roll names who signed and corrected; the progress of a group; the call after an absence.

use axum::http::StatusCode;
use chrono::Duration;
use domain::{
    access::Action,
    attendance::roll::Mark,
    ids::{GroupId, PersonId},
    people::contact::Contact,
};
use store::{
    EnrolmentDetails,
    people::{NewPerson, PersonData},
    synthetic::{FilledGroup, Participant},
};
use uuid::Uuid;

use crate::support::{House, Page, groups::World, samples};

/// Four weeks of Mondays, as marked: `+` present, `-` absent without a reason.
const COURSES: [(&str, &str); 4] = [("Bien", "++++"), ("Justo", "--++"), ("Tarde", "----"), ("Uno", "-+++")];

/// A group of Ana's whose first four rolls are signed.
async fn class(house: &House) -> GroupId {
    let world = World::at_chetumal(house).await;
    let group = world.group(house, "Lunes", 9, world.pair).await;
    let participant = |(at, (surname, marks)): (u128, (&str, &str))| {
        let contact = Contact::parse("983 555 0102", "", "").expect("a contact");
        let mark = |mark| if mark == '+' { (Mark::Present, 150) } else { (Mark::Unexcused, 0) };
        Participant {
            person: NewPerson {
                id: PersonId(Uuid::from_u128(700 + at)),
                centre: world.centre,
                data: PersonData { contact, ..samples::person("José", surname) },
            },
            details: EnrolmentDetails::default(),
            marks: marks.chars().map(mark).collect(),
        }
    };
    let participants = (0..).zip(COURSES).map(participant).collect();
    let filled = FilledGroup { group, participants, held: 4 };
    house.programme.store.fill_group(&house.system(Action::Enrol), filled).await.expect("filled");
    // The fifth Monday, an hour after it began.
    house.time.pass(Duration::days(39) + Duration::hours(6));
    group
}

/// The path of the fifth roll, which is owed, and the fields of its marks.
async fn roll(house: &House, group: GroupId) -> (String, Vec<String>) {
    let path = format!("/sesiones/{}/lista", samples::sessions(house, group).await[4]);
    let html = house.ana.get(&path).await.html();
    let fields: Vec<String> = html.split("name=\"marca-").skip(1).filter_map(|part| part.get(..36)).fold(
        Vec::new(),
        |mut all, id| {
            if !all.contains(&id.to_owned()) {
                all.push(id.to_owned());
            }
            all
        },
    );
    assert_eq!(fields.len(), 4, "{html}");
    (path, fields)
}

async fn send(house: &House, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    house.ana.post(path, &fields).await
}

fn all_present(ids: &[String], version: &str, deed: &str) -> Vec<(String, String)> {
    let marks = ids.iter().map(|id| (format!("marca-{id}"), "present".to_owned()));
    let rest = [("version".to_owned(), version.to_owned()), ("accion".to_owned(), deed.to_owned())];
    marks.chain(rest).collect()
}

#[tokio::test]
async fn compliance_is_unsaid_until_somebody_says_so() {
    let house = House::open().await;
    let group = class(&house).await;
    let (path, ids) = roll(&house, group).await;
    assert!(
        !house.ana.get(&path).await.html().contains("value=\"si\" selected"),
        "nothing is said beforehand"
    );
    let mut sent = all_present(&ids, "0", "firmar");
    sent.push((format!("cumplio-{}", ids[0]), "no".into()));
    sent.push((format!("cumplio-{}", ids[1]), "si".into()));
    let to_sign = send(&house, &path, &sent).await;
    let page = house.ana.get(to_sign.location()).await;
    assert!(page.text().contains("Sí: 1 · No: 1 · Sin anotar: 2"), "{}", page.text());
    let version = page.field("version");
    let signed = house.ana.post(to_sign.location(), &[("version", &version)]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    let closed = house.ana.get(&path).await;
    assert_eq!(closed.outline().matches("Sin anotar").count(), 2, "{}", closed.outline());
    assert!(closed.text().contains("Firmó la lista") && closed.text().contains("(ana)"), "{}", closed.text());
    assert!(!closed.html().contains("[["), "a text is missing");

    let line = format!("{path}/{}", ids[2]);
    let version = house.ana.get(&line).await.field("version");
    let marked = (format!("marca-{}", ids[2]), format!("cumplio-{}", ids[2]));
    let correction = [
        (marked.0.as_str(), "present"),
        (marked.1.as_str(), "si"),
        ("version", version.as_str()),
        ("porque", "Entregó la tarea"),
    ];
    let corrected = house.ana.post(&line, &correction).await;
    assert_eq!(corrected.location(), path, "{}", corrected.text());
    let text = house.ana.get(&path).await.text();
    for said in ["de Presente a Presente; cumplió lo acordado", "Motivo: Entregó la tarea", "Corrigió: "] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[tokio::test]
async fn those_who_attended_comply_with_one_button_and_what_was_said_stays() {
    let house = House::open().await;
    let group = class(&house).await;
    let (path, ids) = roll(&house, group).await;
    let mut sent = all_present(&ids[..3], "0", "cumplieron");
    sent.push((format!("marca-{}", ids[3]), "unexcused".into()));
    sent.push((format!("cumplio-{}", ids[0]), "no".into()));
    sent.push((format!("cumplio-{}", ids[1]), String::new()));
    let html = send(&house, &path, &sent).await.html();
    let chosen = |id: &str| {
        let field = html.split(&format!("name=\"cumplio-{id}\"")).nth(1).expect("a field");
        let field = field.split("</select>").next().expect("its end");
        ["si", "no"].into_iter().find(|one| field.contains(&format!("value=\"{one}\" selected")))
    };
    let all: Vec<_> = ids.iter().map(|id| chosen(id)).collect();
    assert_eq!(all, [Some("no"), Some("si"), Some("si"), None]);
}

#[tokio::test]
async fn a_stale_roll_shows_both_versions() {
    let house = House::open().await;
    let group = class(&house).await;
    let (path, ids) = roll(&house, group).await;
    send(&house, &path, &all_present(&ids, "0", "guardar")).await;
    let mut mine = all_present(&ids, "0", "guardar");
    mine[0].1 = "unexcused".into();
    let page = send(&house, &path, &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(
        page.text().matches("Guardado: Presente").count(),
        1,
        "only where they differ: {}",
        page.text()
    );
}

#[tokio::test]
async fn progress_begins_with_those_at_risk_and_its_figures_lead_to_them() {
    let house = House::open().await;
    let group = class(&house).await;
    let path = format!("/grupos/{group}/avance");
    let page = house.ana.get(&path).await;
    let outline = page.outline();
    let place = |name: &str| outline.find(name).unwrap_or_else(|| panic!("{name} in {outline}"));
    assert!(place("Justo") < place("Tarde") && place("Tarde") < place("Uno") && place("Uno") < place("Bien"));
    assert!(page.text().contains("Falta cerrar 1 lista"), "{}", page.text());
    assert!(!page.html().contains("[["), "a text is missing");
    let risk = house.ana.get(&format!("{path}?situacion=at-risk")).await.outline();
    assert!(risk.contains("Justo") && !risk.contains("Bien"), "{risk}");
}

#[tokio::test]
async fn a_call_that_is_owed_is_said_in_the_list_and_in_the_file() {
    let house = House::open().await;
    class(&house).await;
    let list = house.bruno.get("/personas?pendiente=llamada").await;
    let outline = list.outline();
    assert!(outline.contains("Justo") && outline.contains("Uno") && !outline.contains("Bien"), "{outline}");
    assert!(list.html().contains("href=\"/pendientes/"), "{}", list.html());
    let person = list.html().split("href=\"/personas/").find_map(|part| part.get(..36)?.parse::<Uuid>().ok());
    let file = house.bruno.get(&format!("/personas/{}", person.expect("somebody"))).await;
    assert!(
        file.text().contains("Falta una llamada") && file.html().contains("/pendientes/"),
        "{}",
        file.text()
    );
}

#[tokio::test]
async fn a_call_can_be_dialled_by_who_may_see_the_number() {
    let house = House::open().await;
    class(&house).await;
    let html = house.ana.get("/").await.html();
    let task = html.split("href=\"/pendientes/").nth(1).and_then(|part| part.get(..36)).expect("a call");
    let page = house.ana.get(&format!("/pendientes/{task}")).await;
    assert!(page.html().contains("href=\"tel:9835550102\""), "{}", page.html());
    assert!(page.text().contains("Llamar al 983 555 0102") && !page.html().contains("[["));
}
