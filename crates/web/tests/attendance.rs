//! The roll on its page: compliance stays unsaid until it is said, two versions are shown side by side,
//! a signed roll names who signed and corrected; the progress of a group; the call after an absence.

use axum::http::StatusCode;
use chrono::Duration;
use domain::{
    access::Action,
    attendance::roll::Mark,
    groups::Audience,
    ids::{GroupId, PersonId, ProgrammeVersionId},
    people::contact::Contact,
    programmes::{PlannedActivity, pack::write},
};
use store::{
    EnrolmentDetails,
    people::{NewPerson, PersonData},
    synthetic::{FilledGroup, Participant},
};
use uuid::Uuid;

use crate::support::{House, Page, groups::World, sample::pack, samples};

/// Four weeks of Mondays, as marked: `+` present, `-` absent without a reason.
const COURSES: [(&str, &str); 4] = [("Bien", "++++"), ("Justo", "--++"), ("Tarde", "----"), ("Uno", "-+++")];

/// A group of Ana's whose first four rolls are signed.
async fn class(house: &House) -> GroupId {
    let mut world = World::at_chetumal(house).await;
    world.servants = planned(house).await;
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

/// A programme whose first session has two activities.
async fn planned(house: &House) -> ProgrammeVersionId {
    let activity =
        |title: &str, minutes| PlannedActivity { title: title.into(), minutes, how: "En círculo".into() };
    let mut programme = pack(Audience::PublicServants, 16);
    programme.key = "taller-con-actividades".into();
    programme.sessions[0].activities = vec![activity("Bienvenida", 60), activity("Acuerdos", 90)];
    let install = house.system(Action::EditProgrammes);
    house.programme.store.install_pack(&install, &write(&programme)).await.expect("installed")
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

/// The path of the log of the first session, and how many activities its plan has.
async fn log(house: &House, group: GroupId) -> (String, usize) {
    let path = format!("/sesiones/{}/bitacora", samples::sessions(house, group).await[0]);
    let html = house.ana.get(&path).await.html();
    let activities = (0..).take_while(|n| html.contains(&format!("name=\"hecho-{n}\""))).count();
    assert!(activities > 0, "{html}");
    (path, activities)
}

/// A log with every activity done as planned, and more.
fn all_done(activities: usize, version: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let done = (0..activities).map(|n| (format!("hecho-{n}"), "full".to_owned()));
    let rest = [("version", version), ("accion", "firmar")];
    let more = more.iter().chain(&rest).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    done.chain(more).collect()
}

#[tokio::test]
async fn an_incomplete_log_is_kept_and_says_everything_that_is_missing() {
    let house = House::open().await;
    let group = class(&house).await;
    let (path, activities) = log(&house, group).await;
    let mut sent = all_done(activities, "0", &[("tipo-0", "health"), ("texto-0", "")]);
    sent.retain(|(name, _)| name != "hecho-0");
    let page = send(&house, &path, &sent).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let outline = page.outline();
    assert_eq!(outline.matches("! ").count(), 2, "{outline}");
    assert!(
        outline.contains("! Bienvenida: Diga qué se hizo.") && outline.contains("! Salud o consumo: "),
        "{outline}"
    );
    let html = page.html();
    assert!(html.contains("href=\"#hecho-0\"") && html.contains("href=\"#texto-0\""), "{html}");
    assert_eq!(house.ana.get(&path).await.field("version"), "1", "the draft is saved");

    sent = all_done(activities, "1", &[]);
    sent[0].1 = "part".to_owned();
    let page = send(&house, &path, &sent).await;
    assert!(page.html().contains("href=\"#nota-0\"") && !page.html().contains("[["), "{}", page.html());
}

#[tokio::test]
async fn a_signed_log_is_a_record_without_fields() {
    let house = House::open().await;
    let group = class(&house).await;
    let (path, activities) = log(&house, group).await;
    let seen = house.ana.get(&path).await.html();
    let seen =
        seen.split("name=\"observacion-").nth(1).and_then(|part| part.get(..36)).expect("a participant");
    let seen = format!("observacion-{seen}");
    let more = [(seen.as_str(), "Llegó con su tarea"), ("tipo-0", "place"), ("texto-0", "Se fue la luz")];
    let to_sign = send(&house, &path, &all_done(activities, "0", &more)).await;
    assert_eq!(to_sign.location(), format!("{path}/firma"), "{}", to_sign.text());
    let signed = house.ana.post(to_sign.location(), &[("como", "pareja")]).await;
    assert_eq!(signed.location(), path, "{}", signed.text());
    let record = house.ana.get(&path).await;
    let (text, html) = (record.text(), record.html());
    for said in
        ["Como se planeó", "Se fue la luz", "Llegó con su tarea", "Firma autógrafa de", "Retirar mi firma"]
    {
        assert!(text.contains(said), "{said} in {text}");
    }
    let main = html.split("<main").nth(1).expect("the page");
    assert!(!main.contains("<textarea") && !main.contains("type=\"radio\"") && !main.contains("<select"));
    assert!(!text.contains("(opcional)") && !html.contains("[["), "{text}");
}

#[tokio::test]
async fn each_mistake_of_a_roll_says_whose_it_is() {
    let house = House::open().await;
    let group = class(&house).await;
    let (path, ids) = roll(&house, group).await;
    let mut sent = all_present(&ids, "0", "guardar");
    sent[0].1 = "excused".into();
    sent[1].1 = "excused".into();
    let outline = send(&house, &path, &sent).await.outline();
    let mistakes: Vec<&str> = outline.lines().filter(|line| line.starts_with("! ")).collect();
    assert_eq!(mistakes.len(), 2, "{outline}");
    assert!(mistakes.iter().all(|one| one.contains("José")) && mistakes[0] != mistakes[1], "{outline}");
}

#[tokio::test]
async fn today_says_once_why_to_call_and_in_words_what_is_overdue() {
    let house = House::open().await;
    class(&house).await;
    house.time.pass(Duration::days(2));
    let text = house.ana.get("/").await.text();
    assert_eq!(text.matches("quien falta al principio").count(), 1, "{text}");
    assert!(text.contains("Venció el ") && text.contains("Faltó sin justificar"), "{text}");
}
