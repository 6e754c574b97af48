//! The OpenAPI document, made from the table of routes: what it says of rights and of bodies is what
//! the door and the handlers do. And a page that lists the operations for people.

use std::{collections::BTreeMap, sync::LazyLock};

use askama::Template;
use axum::{
    http::{Method, header},
    response::IntoResponse,
};
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema, openapi::RefOr};

use crate::{
    api::{ApiDoc, Problem},
    i18n::{Locale, text},
    request::{Answer, Guest, page as answer},
    routes::{Entry, Row},
    ui::Shell,
};

type Schemas = Vec<(String, RefOr<utoipa::openapi::Schema>)>;

/// The OpenAPI document of the API. It needs no data.
#[must_use]
pub fn document() -> Value {
    let mut schemas: Schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for (row, doc) in rows() {
        let method = row.method.as_str().to_lowercase();
        paths.entry(row.path).or_default().insert(method, operation(&row, &doc, &mut schemas));
    }
    let schemas: BTreeMap<_, _> = schemas.into_iter().collect();
    let problem = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Buentrato",
            "version": env!("CARGO_PKG_VERSION"),
            "description": text(Locale::En, "api-about", None),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": {
                "description": text(Locale::En, "api-about-problem", None),
                "content": { "application/problem+json": problem },
            } },
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": text(Locale::En, "api-about-token", None),
            } },
        },
    })
}

/// The routes that the document describes.
fn rows() -> impl Iterator<Item = (Row, ApiDoc)> {
    super::routes().into_iter().filter_map(|route| route.row.doc.map(|doc| (route.row, doc)))
}

fn summary(locale: Locale, doc: &ApiDoc) -> String {
    text(locale, &format!("api-op-{}", doc.operation), None)
}

fn operation(row: &Row, doc: &ApiDoc, schemas: &mut Schemas) -> Value {
    let mut responses = Map::new();
    let schema = doc.answers.map(|shape| json!(shape(schemas)));
    let schema = schema.map(|one| match (doc.is_list, doc.query.contains(&"page")) {
        (false, _) => one,
        (true, false) => object(json!({ "items": { "type": "array", "items": one } })),
        (true, true) => object(json!({
            "items": { "type": "array", "items": one },
            "total": { "type": "integer" },
            "page": { "type": "integer" },
        })),
    });
    let content = json!({ "application/json": { "schema": schema } });
    responses.insert("200".into(), json!({ "description": summary(Locale::En, doc), "content": content }));
    let writes = row.method != Method::GET;
    let needs_token = row.entry != Entry::Public;
    let refusals = [
        ("400", writes),
        ("401", needs_token),
        ("403", writes),
        ("404", needs_token || row.path.contains('{')),
        ("409", writes),
        ("422", writes || !doc.query.is_empty()),
        ("default", true),
    ];
    for (status, _) in refusals.into_iter().filter(|(_, said)| *said) {
        responses.insert(status.into(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    let mut operation = json!({
        "operationId": doc.operation,
        "summary": summary(Locale::En, doc),
        "parameters": parameters(row, doc, writes),
        "security": if needs_token { json!([{ "token": [] }]) } else { json!([]) },
        "responses": responses,
    });
    if let Some(shape) = doc.takes {
        let schema = json!(shape(schemas));
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    operation
}

fn object(properties: Value) -> Value {
    let required: Vec<String> =
        properties.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn parameters(row: &Row, doc: &ApiDoc, writes: bool) -> Vec<Value> {
    let parameter = |name: &str, place: &str, schema: Value| json!({ "name": name, "in": place, "required": place == "path", "schema": schema });
    let named = row.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = named
        .map(|name| match name {
            "token" => parameter(name, "path", json!({ "type": "string" })),
            _ => parameter(name, "path", json!({ "type": "string", "format": "uuid" })),
        })
        .collect();
    all.extend(doc.query.iter().map(|name| match *name {
        "page" => parameter(name, "query", json!({ "type": "integer", "minimum": 1 })),
        _ => parameter(name, "query", json!({ "type": "string" })),
    }));
    if writes {
        let key = json!({ "type": "string", "minLength": 8, "maxLength": 128 });
        all.push(parameter("Idempotency-Key", "header", key));
        all.push(parameter("If-Match", "header", json!({ "type": "string" })));
    }
    all
}

/// The document, for programs.
pub(super) async fn serve() -> Answer {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());
    Ok(([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response())
}

#[derive(Debug)]
struct Line {
    method: String,
    path: &'static str,
    summary: String,
    needs_token: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/api/operations.html")]
struct OperationsPage {
    shell: Shell,
    lines: Vec<Line>,
}

/// The operations, for people.
pub(super) async fn page(guest: Guest) -> Answer {
    let line = |(row, doc): (Row, ApiDoc)| Line {
        method: row.method.to_string(),
        path: row.path,
        summary: summary(guest.shell.locale, &doc),
        needs_token: row.entry != Entry::Public,
    };
    let lines = rows().map(line).collect();
    answer(&OperationsPage { shell: Shell { csrf: String::new(), key: String::new(), ..guest.shell }, lines })
}
