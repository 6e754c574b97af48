//! The REST API: the roll in all its answers, every other path against the document, the document
//! against the table of routes.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use chrono::Duration;
use domain::{
    access::Action,
    ids::{GroupId, PersonId},
};
use serde_json::{Value, json};
use store::{
    EnrolmentDetails,
    accounts::NewToken,
    people::NewPerson,
    synthetic::{FilledGroup, Participant},
};
use uuid::Uuid;
use web::routes::Entry;

use crate::{
    certificates,
    support::{House, Page, Person, groups::World, samples},
};

/// A group of Ana's with three participants whose first session began an hour ago.
struct Class {
    house: House,
    group: GroupId,
    session: String,
    token: String,
    enrolments: Vec<String>,
}

impl Class {
    async fn open() -> Self {
        let house = House::open().await;
        let world = World::at_chetumal(&house).await;
        let group = world.group(&house, "Lunes", 9, world.pair).await;
        let participant = |(at, surname): (u128, &str)| Participant {
            person: NewPerson {
                id: PersonId(Uuid::from_u128(700 + at)),
                centre: world.centre,
                data: samples::person("José", surname),
            },
            details: EnrolmentDetails::default(),
            marks: Vec::new(),
        };
        let participants = (0..).zip(["Uc", "Peña", "Chan"]).map(participant).collect();
        let filled = FilledGroup { group, participants, held: 0 };
        house.programme.store.fill_group(&house.system(Action::Enrol), filled).await.expect("filled");
        // Monday 9 March, 9:00 at Chetumal is 14:00 UTC.
        house.time.pass(Duration::days(4) + Duration::hours(6));
        let token = house.ana.api_token().await;
        let session = samples::sessions(&house, group).await[0].to_string();
        let mut class = Self { house, group, session, token, enrolments: Vec::new() };
        let people = class.get(&format!("/api/v1/groups/{group}/participants")).await.json();
        let people = people["items"].as_array().expect("a list").clone();
        class.enrolments =
            people.iter().map(|one| one["enrolment"].as_str().expect("an id").to_owned()).collect();
        class
    }

    async fn get(&self, path: &str) -> Page {
        call(&self.house.ana, Method::GET, path, &[("authorization", &self.token)], None).await
    }

    fn path(&self) -> String {
        format!("/api/v1/sessions/{}/attendance", self.session)
    }

    async fn put(&self, headers: &[(&str, &str)], body: &Value) -> Page {
        let headers: Vec<_> =
            [("authorization", self.token.as_str())].iter().chain(headers).copied().collect();
        call(&self.house.ana, Method::PUT, &self.path(), &headers, Some(body)).await
    }

    async fn close(&self, body: &Value) -> Page {
        let path = format!("{}/close", self.path());
        call(&self.house.ana, Method::POST, &path, &[("authorization", &self.token)], Some(body)).await
    }

    /// Everybody with this mark.
    fn all(&self, version: i32, mark: &str) -> Value {
        let line = |id: &String| json!({ "enrolment": id, "mark": mark, "complied": true });
        json!({ "version": version, "lines": self.enrolments.iter().map(line).collect::<Vec<_>>() })
    }
}

async fn call(
    person: &Person,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Page {
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    person.elsewhere().send(method, path, headers, body).await
}

fn problem(page: &Page) -> (u16, String) {
    assert_eq!(page.header("content-type"), "application/problem+json");
    let body = page.json();
    conforms(&web::document(), &json!({ "$ref": "#/components/schemas/Problem" }), &body, "problem");
    (page.status.as_u16(), body["type"].as_str().expect("a type").replace("urn:buentrato:problem:", ""))
}

fn is(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_is_saved_and_reads_back_with_its_version() {
    let class = Class::open().await;
    let before = class.get(&class.path()).await.json();
    assert_eq!(before, json!({ "session": class.session, "version": 0, "roll_state": "owed", "lines": [] }));
    let [a, b, c] = &class.enrolments[..] else { panic!("three") };
    let sent = json!({ "version": 0, "close": false, "transcription": false, "lines": [
        { "enrolment": a, "mark": "present", "minutes": null, "reason": null, "complied": true },
        { "enrolment": b, "mark": "late", "minutes": 120, "reason": null },
        { "enrolment": c, "mark": "excused", "minutes": null, "reason": "Cita médica", "complied": false },
    ] });
    let saved = class.put(&[("idempotency-key", &Uuid::from_u128(1).to_string())], &sent).await;
    assert_eq!((saved.status, saved.header("etag")), (StatusCode::OK, "\"1\""));
    let roll = saved.json();
    assert_eq!((&roll["version"], &roll["roll_state"]), (&json!(1), &json!("saved")));
    let line = |id: &String| {
        let lines = roll["lines"].as_array().expect("lines");
        lines.iter().find(|line| line["enrolment"] == json!(id)).expect("a line").clone()
    };
    assert_eq!(
        line(a),
        json!({ "enrolment": a, "mark": "present", "minutes": 150, "reason": null, "complied": true })
    );
    assert_eq!((&line(b)["minutes"], &line(b)["complied"]), (&json!(120), &json!(null)), "nobody said so");
    assert_eq!(line(c)["reason"], json!("Cita médica"));
    assert_eq!(class.get(&class.path()).await.json(), roll);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeat_with_the_same_key_changes_nothing_and_another_body_is_refused() {
    let class = Class::open().await;
    let key = [("idempotency-key", "11111111-1111-4111-8111-111111111111")];
    let first = class.put(&key, &class.all(0, "present")).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.html());
    let again = class.put(&key, &class.all(0, "present")).await;
    assert_eq!((again.status, again.json()), (StatusCode::OK, first.json()));
    assert_eq!(problem(&class.put(&key, &class.all(1, "unexcused")).await), is(422, "key-reused"));
    class.put(&[], &class.all(1, "unexcused")).await;
    let later = class.put(&key, &class.all(0, "present")).await.json();
    assert_eq!((&later["version"], &later["lines"][0]["mark"]), (&json!(2), &json!("unexcused")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_version_is_a_conflict_and_saves_nothing() {
    let class = Class::open().await;
    class.put(&[], &class.all(0, "present")).await;
    assert_eq!(problem(&class.put(&[], &class.all(0, "unexcused")).await), is(409, "conflict"));
    let mut body = class.all(0, "unexcused");
    body.as_object_mut().expect("an object").remove("version");
    assert_eq!(problem(&class.put(&[("if-match", "\"0\"")], &body).await), is(409, "conflict"));
    assert_eq!(class.get(&class.path()).await.json()["lines"][0]["mark"], json!("present"));
    assert_eq!(class.put(&[("if-match", "\"1\"")], &body).await.status, StatusCode::OK);
    assert_eq!(problem(&class.put(&[], &body).await), is(422, "invalid"), "no version at all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_in_a_roll_is_said_at_its_line() {
    let class = Class::open().await;
    let refused = class.put(&[], &class.all(0, "late")).await;
    assert_eq!(problem(&refused), is(422, "invalid"));
    let first = json!({ "pointer": "/lines/0/minutes", "detail": "Diga cuántos minutos estuvo." });
    assert_eq!(refused.json()["errors"][0], first);
    let mut stranger = class.all(0, "present");
    stranger["lines"][2]["enrolment"] = json!(Uuid::from_u128(9));
    let refused = class.put(&[], &stranger).await;
    assert_eq!(problem(&refused), is(422, "invalid"));
    assert_eq!(refused.json()["errors"][0]["pointer"], json!("/lines/2/enrolment"));
    assert_eq!(problem(&class.put(&[], &class.all(0, "asleep")).await), is(400, "malformed"));
    assert_eq!(problem(&class.put(&[("idempotency-key", "x")], &json!({})).await), is(400, "malformed"));
    assert_eq!(class.get(&class.path()).await.json()["version"], json!(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_is_closed_once_and_only_when_everybody_is_marked() {
    let class = Class::open().await;
    let mut part = class.all(0, "present");
    part["lines"].as_array_mut().expect("lines").pop();
    class.put(&[], &part).await;
    assert_eq!(problem(&class.close(&json!({ "version": 1 })).await), is(422, "roll-unmarked"));
    class.put(&[], &class.all(1, "present")).await;
    assert_eq!(problem(&class.close(&json!({ "version": 1 })).await), is(409, "conflict"));
    let closed = class.close(&json!({ "version": 2 })).await;
    assert_eq!((closed.status, &closed.json()["roll_state"]), (StatusCode::OK, &json!("closed")));
    assert_eq!(problem(&class.put(&[], &class.all(3, "late")).await), is(422, "roll-closed"));
    let page = class.house.ana.get(&format!("/sesiones/{}/lista", class.session)).await;
    assert!(page.text().contains("Presente"), "the page shows the same roll: {}", page.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_is_closed_with_the_call_that_saves_it() {
    let class = Class::open().await;
    let mut body = class.all(0, "present");
    body["close"] = json!(true);
    assert_eq!(class.put(&[], &body).await.json()["roll_state"], json!("closed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_has_not_begun_has_no_roll_yet() {
    let class = Class::open().await;
    class.house.time.pass(Duration::hours(-2));
    assert_eq!(problem(&class.put(&[], &class.all(0, "present")).await), is(422, "roll-in-the-future"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_may_only_read_changes_nothing() {
    let class = Class::open().await;
    let new = NewToken { label: "tablero".to_owned(), may_write: false, lifetime: Duration::days(1) };
    let manage = class.house.system(Action::ManageTokens);
    let made = class.house.programme.store.create_token_for(&manage, class.house.ana.user, new).await;
    let token = format!("Bearer {}", made.expect("a token").1.expose());
    let headers = [("authorization", token.as_str())];
    let read = call(&class.house.ana, Method::GET, &class.path(), &headers, None).await;
    assert_eq!(read.status, StatusCode::OK);
    let body = class.all(0, "present");
    let refused = call(&class.house.ana, Method::PUT, &class.path(), &headers, Some(&body)).await;
    assert_eq!(problem(&refused), is(403, "read-only-token"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hidden_and_absent_answer_alike_however_wrong_the_body() {
    let class = Class::open().await;
    let token = class.house.carla.api_token().await;
    let headers = [("authorization", token.as_str())];
    for body in [json!({}), class.all(0, "present")] {
        let hidden = call(&class.house.carla, Method::PUT, &class.path(), &headers, Some(&body)).await;
        let nowhere = format!("/api/v1/sessions/{}/attendance", Uuid::from_u128(9));
        let absent = call(&class.house.carla, Method::PUT, &nowhere, &headers, Some(&body)).await;
        assert_eq!(problem(&hidden), is(404, "not-found"));
        assert_eq!(hidden.body, absent.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_read_answers_what_the_document_says() {
    let class = Class::open().await;
    class.put(&[], &class.all(0, "present")).await;
    let (document, group, session) = (web::document(), class.group, class.session.as_str());
    for (pattern, path, items) in [
        ("/api/v1/salud", "/api/v1/salud".to_owned(), None),
        ("/api/v1/centres", "/api/v1/centres".to_owned(), Some(1)),
        ("/api/v1/programmes", "/api/v1/programmes".to_owned(), Some(2)),
        ("/api/v1/groups", "/api/v1/groups?page=1&state=running".to_owned(), Some(1)),
        ("/api/v1/groups", "/api/v1/groups?page=2".to_owned(), Some(0)),
        ("/api/v1/groups/{group}", format!("/api/v1/groups/{group}"), None),
        ("/api/v1/groups/{group}/sessions", format!("/api/v1/groups/{group}/sessions"), Some(16)),
        ("/api/v1/groups/{group}/participants", format!("/api/v1/groups/{group}/participants"), Some(3)),
        ("/api/v1/groups/{group}/certificates", format!("/api/v1/groups/{group}/certificates"), Some(6)),
        ("/api/v1/sessions/{session}", format!("/api/v1/sessions/{session}"), None),
        ("/api/v1/sessions/{session}/attendance", format!("/api/v1/sessions/{session}/attendance"), None),
    ] {
        let answer = class.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.html());
        let content = &document["paths"][pattern]["get"]["responses"]["200"]["content"];
        conforms(&document, &content["application/json"]["schema"], &answer.json(), &path);
        let found = answer.json()["items"].as_array().map(Vec::len);
        assert_eq!(found, items, "{path}");
    }
    let groups = class.get("/api/v1/groups").await.json();
    assert_eq!((&groups["total"], &groups["page"]), (&json!(1), &json!(1)));
    let first = &class.get(&format!("/api/v1/groups/{group}/sessions")).await.json()["items"][0];
    assert_eq!((&first["roll_state"], &first["roll_version"]), (&json!("saved"), &json!(1)));
    assert_eq!(problem(&class.get("/api/v1/groups?state=asleep").await), is(422, "invalid"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anybody_verifies_a_certificate_by_its_token_never_by_its_folio() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let group = world.group(&house, "Lunes", 9, world.pair).await;
    certificates::fill(&house, group, world.centre, 500).await;
    house.time.pass(Duration::days(151));
    certificates::face(&house, house.chetumal).await;
    let given = certificates::issue(&house, group).await;
    let stranger = house.stranger();
    let get = async |path: String| call(&stranger, Method::GET, &path, &[], None).await;
    let valid = get(format!("/api/v1/verifications/{}", given[0].token)).await;
    let document = web::document();
    let operation = &document["paths"]["/api/v1/verifications/{token}"]["get"];
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    conforms(&document, schema, &valid.json(), "a verification");
    assert_eq!(
        (&valid.json()["state"], &valid.json()["folio"]),
        (&json!("in_force"), &json!(given[0].folio))
    );
    let (token, folio) = (&given[0].token, &given[0].folio);
    let both = get(format!("/api/v1/verifications/{token}?folio={folio}")).await;
    assert_eq!(both.json(), valid.json());
    for path in [folio.to_string(), format!("{token}?folio=CUN-2020-0001"), "x".to_owned()] {
        assert_eq!(problem(&get(format!("/api/v1/verifications/{path}")).await), is(404, "not-found"));
    }
}

#[tokio::test]
async fn the_document_has_every_call_of_the_table_and_no_other() {
    let house = House::open().await;
    let served = house.stranger().get("/api/v1/openapi.json").await;
    assert_eq!(served.header("content-type"), "application/json");
    let document = served.json();
    assert_eq!(document, web::document());
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let summary = operation["summary"].as_str().expect("a summary");
            assert!(!summary.contains("[["), "{path} has no summary");
            let needs_token = operation["security"].as_array().is_some_and(|all| !all.is_empty());
            described.insert((method.to_uppercase(), path.clone(), needs_token));
        }
    }
    let table: BTreeSet<_> = web::features::programme()
        .into_iter()
        .filter(|route| matches!(route.row.entry, Entry::Api(_)) || route.row.path.starts_with("/api/v1/"))
        .filter(|route| route.row.path != "/api/v1/openapi.json")
        .map(|route| {
            let needs_token = matches!(route.row.entry, Entry::Api(_));
            (route.row.method.to_string(), route.row.path.to_owned(), needs_token)
        })
        .collect();
    assert_eq!(described, table);
    let references = document.to_string();
    for reference in references.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().expect("an end");
        assert!(document.pointer(pointer).is_some(), "{pointer} leads nowhere");
    }
}

#[tokio::test]
async fn the_page_lists_the_operations_in_spanish() {
    let house = House::open().await;
    let page = house.stranger().get("/api").await;
    assert!(page.outline().contains("PUT /api/v1/sessions/{session}/attendance | Guarda la lista completa"));
    assert!(!page.html().contains("[["));
}

/// Checks a value against a schema of the document: types, required and unknown fields, items.
fn conforms(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(&reference[1..]).unwrap_or_else(|| panic!("{at}: {reference}"));
        return conforms(document, target, value, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let choice = choices.iter().find(|choice| (choice["type"] == "null") == value.is_null());
        return conforms(document, choice.unwrap_or_else(|| panic!("{at}: {value}")), value, at);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    assert!(kinds.contains(&json!(kind)), "{at}: {value} is no {kinds:?}");
    for item in value.as_array().into_iter().flatten() {
        conforms(document, &schema["items"], item, at);
    }
    let Some(fields) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(fields.contains_key(name.as_str().expect("a name")), "{at}: {name} is missing");
    }
    for (name, field) in fields {
        let known = &schema["properties"][name];
        assert!(!known.is_null(), "{at}: {name} is not in the document");
        conforms(document, known, field, &format!("{at}.{name}"));
    }
}
