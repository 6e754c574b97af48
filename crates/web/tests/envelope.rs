//! What every answer carries, whatever made it.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use store::Programme;
use web::{
    App, Settings,
    routes::{FORM_LIMIT, Route, router},
};

use crate::support::{House, Page};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn assert_guarded(page: &Page, what: &str) {
    assert_eq!(page.header("content-security-policy"), CSP, "{what}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{what}");
    }
    assert!(page.header("permissions-policy").contains("camera=()"), "{what}");
    assert!(!page.headers.contains_key("allow"), "{what}");
}

async fn panics() -> &'static str {
    panic!("ANA CHAN POOT")
}

#[tokio::test]
async fn every_answer_is_guarded_whatever_made_it() {
    let house = House::open().await;
    let empty = Body::empty;
    let asset = web_asset(&house).await;
    let ana = &house.ana;
    let large = Body::from(vec![b'a'; FORM_LIMIT + 1]);
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let stranger = house.stranger();
    for (what, page, status, cache) in [
        ("a page", ana.get("/cuenta").await, StatusCode::OK, "no-store"),
        ("a redirect", stranger.get("/cuenta").await, StatusCode::SEE_OTHER, "no-store"),
        ("a file", stranger.get(&asset).await, StatusCode::OK, "public, max-age=31536000, immutable"),
        ("an unknown path", ana.get("/no-existe").await, StatusCode::NOT_FOUND, "no-store"),
        (
            "an unknown method",
            ana.send(Method::DELETE, "/cuenta", &[], empty()).await,
            StatusCode::NOT_FOUND,
            "no-store",
        ),
        ("an id that is none", house.elena.get("/cuentas/x").await, StatusCode::NOT_FOUND, "no-store"),
        (
            "a forged form",
            ana.post("/cuenta/codigos", &[("_csrf", "x")]).await,
            StatusCode::FORBIDDEN,
            "no-store",
        ),
        (
            "a large form",
            ana.send(Method::POST, "/cuenta/codigos", &kind, large).await,
            StatusCode::PAYLOAD_TOO_LARGE,
            "no-store",
        ),
        (
            "a form of nonsense",
            ana.send(Method::POST, "/cuenta/codigos", &[], "x".into()).await,
            StatusCode::BAD_REQUEST,
            "no-store",
        ),
        ("an unknown call", ana.get("/api/v1/no-existe").await, StatusCode::NOT_FOUND, "no-store"),
    ] {
        assert_eq!(page.status, status, "{what}");
        assert_eq!(page.header("cache-control"), cache, "{what}");
        assert_guarded(&page, what);
    }
}

async fn web_asset(house: &House) -> String {
    let html = house.stranger().get("/entrar").await.html();
    let start = html.find("/recursos/app.").expect("a style sheet");
    html[start..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_unknown_and_what_is_not_allowed_are_the_same_bytes() {
    let house = House::open().await;
    let unknown = house.ana.get("/no-existe").await;
    for page in [
        house.ana.get("/cuentas").await,
        house.dario.get("/cuentas").await,
        house.ana.get(&format!("/cuentas/{}", house.bruno.user)).await,
        house.stranger().get("/no-existe").await,
    ] {
        assert_eq!(
            (page.status, &page.body, &page.headers),
            (unknown.status, &unknown.body, &unknown.headers)
        );
    }
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_reference_and_nothing_of_its_message() {
    let house = House::open().await;
    let app = App::<Programme>::new(house.programme.store.clone(), Settings::default());
    let pages = router(app, vec![Route::public_get("/falla", panics)]);
    let request = axum::http::Request::get("/falla").body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(pages, request).await.unwrap();
    let page = Page::read(response).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_guarded(&page, "a panic");
    assert!(page.outline().contains("# El sistema falló"), "{}", page.outline());
    assert!(page.text().contains("mencione esta referencia") && !page.html().contains("ANA CHAN"));
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_page_that_says_what_to_do() {
    let house = House::open().await;
    let settings = Settings { patience: std::time::Duration::from_millis(1), ..Settings::default() };
    let app = App::<Programme>::new(house.programme.store.clone(), settings);
    let pages = router(app, vec![Route::public_get("/nunca", std::future::pending::<&str>)]);
    let request = axum::http::Request::get("/nunca").body(Body::empty()).unwrap();
    let page = Page::read(tower::ServiceExt::oneshot(pages, request).await.unwrap()).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_guarded(&page, "an answer that does not come");
    assert!(page.text().contains("vuelva a cargar esta página"), "{}", page.text());
}

#[tokio::test]
async fn a_database_that_is_gone_is_a_page_that_says_how_nothing_is_lost() {
    let house = House::open().await;
    let form = house.bruno.get("/personas/nueva").await;
    let fields = [("nombres", "Ana"), ("_csrf", &form.field("_csrf")), ("_key", &form.field("_key"))];
    house.programme.store.close().await.expect("closes");
    for page in [house.bruno.get("/personas").await, house.bruno.post_raw("/personas", &fields).await] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.outline().contains("# El sistema no está disponible"), "{}", page.outline());
        assert!(page.text().contains("vuelva a cargar esta página") && page.text().contains("referencia"));
        assert_guarded(&page, "a database that is gone");
    }
    let stranger = house.stranger();
    assert_eq!(stranger.get("/api/v1/salud").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn over_tls_cookies_are_bound_to_the_host_and_browsers_are_told_to_stay() {
    let house = House::open_with(|settings| settings.over_tls = true).await;
    let page = house.stranger().get("/entrar").await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-visita="), "{cookie}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert_eq!(page.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
}

#[tokio::test]
async fn a_file_comes_compressed_to_who_takes_it_so() {
    let house = House::open().await;
    let path = web_asset(&house).await;
    let plain = house.stranger().get(&path).await;
    let packed = house
        .stranger()
        .send(Method::GET, &path, &[("accept-encoding", "br, gzip;q=0.8")], Body::empty())
        .await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(plain.header("content-encoding"), "");
    assert!(packed.body.len() < plain.body.len());
}

#[tokio::test]
async fn a_notice_is_shown_once_and_only_a_text_of_ours_is_one() {
    let house = House::open().await;
    house.ana.get("/cuenta").await;
    house.ana.set_cookie("aviso", "access-done-password");
    assert!(house.ana.get("/cuenta").await.outline().contains("> Su contraseña cambió"));
    assert!(!house.ana.get("/cuenta").await.outline().contains("> "));
    for other in ["access-mistake-code", "<b>-done-", "no-done-key"] {
        house.ana.set_cookie("aviso", other);
        assert!(!house.ana.get("/cuenta").await.outline().contains("> "), "{other}");
    }
}
