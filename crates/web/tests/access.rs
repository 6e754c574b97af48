//! Signing in, staying, leaving; accounts and what may be done to them.

use axum::http::StatusCode;
use chrono::Duration;
use domain::access::Action;

use crate::support::{House, PASSWORD, Page, Person, staff};

async fn password_step(person: &Person, username: &str, password: &str) -> Page {
    let token = person.get("/entrar").await.field("_csrf");
    person.post_raw("/entrar", &[("_csrf", &token), ("usuario", username), ("contrasena", password)]).await
}

async fn code_step(person: &Person, code: &str) -> Page {
    let token = person.get("/entrar").await.field("_csrf");
    person.post_raw("/entrar/codigo", &[("_csrf", &token), ("codigo", code)]).await
}

/// Through both pages; who is asked for has not signed in before.
async fn sign_in(person: &Person) -> Page {
    assert_eq!(password_step(person, &person.username.clone(), PASSWORD).await.location(), "/entrar/codigo");
    code_step(person, &person.code()).await
}

#[tokio::test]
async fn a_password_and_a_code_open_the_house() {
    let house = House::open().await;
    let ana = house.ana.as_stranger();
    assert_eq!(ana.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta");
    assert_eq!(sign_in(&ana).await.location(), "/");
    let page = ana.get("/cuenta").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Facilitadora o facilitador (CECOVIM Chetumal)"), "{}", page.text());
}

#[tokio::test]
async fn signing_in_leads_back_to_the_page_that_was_asked_for() {
    let house = House::open().await;
    let ana = house.ana.as_stranger();
    let token = ana.get("/entrar?destino=/cuenta/codigos").await;
    let destination = token.field("destino");
    let fields = [
        ("_csrf", token.field("_csrf")),
        ("usuario", "ana".into()),
        ("contrasena", PASSWORD.into()),
        ("destino", destination),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let step = ana.post_raw("/entrar", &fields).await;
    assert_eq!(step.location(), "/entrar/codigo?destino=%2Fcuenta%2Fcodigos");
    let page = ana.get(step.location()).await;
    let fields = [("_csrf", page.field("_csrf")), ("codigo", ana.code()), ("destino", page.field("destino"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(ana.post_raw("/entrar/codigo", &fields).await.location(), "/cuenta/codigos");
}

#[tokio::test]
async fn the_password_alone_opens_nothing_and_the_code_brings_a_new_token() {
    let house = House::open().await;
    let ana = house.ana.as_stranger();
    password_step(&ana, "ana", PASSWORD).await;
    let half = ana.cookie("programa").unwrap();
    assert_eq!(ana.get("/cuenta").await.location(), "/entrar/codigo");
    code_step(&ana, &ana.code()).await;
    assert_ne!(ana.cookie("programa").unwrap(), half);
    let thief = house.ana.as_stranger();
    thief.set_cookie("programa", &half);
    assert_eq!(thief.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta");
}

#[tokio::test]
async fn an_unknown_user_and_a_wrong_password_get_the_same_answer() {
    let house = House::open().await;
    let answers = [("ana", "no es la de Ana, seguro"), ("nadie", "no es la de Ana, seguro")];
    let mut outlines = Vec::new();
    for (username, password) in answers {
        let page = password_step(&house.ana.as_stranger(), username, password).await;
        outlines.push((page.status, page.outline()));
    }
    assert_eq!(outlines[0], outlines[1]);
    assert_eq!(outlines[0].0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(outlines[0].1.contains("! El usuario o la contraseña no son correctos"), "{}", outlines[0].1);
}

#[tokio::test]
async fn a_code_is_good_once() {
    let house = House::open().await;
    assert_eq!(sign_in(&house.ana.as_stranger()).await.location(), "/");
    let again = sign_in(&house.ana.as_stranger()).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.outline().contains("ya se usó"), "{}", again.outline());
    house.time.pass(Duration::seconds(30));
    assert_eq!(sign_in(&house.ana.as_stranger()).await.location(), "/");
}

#[tokio::test]
async fn a_recovery_code_opens_once_in_place_of_the_phone() {
    let house = House::open().await;
    let page = house.ana.post("/cuenta/codigos", &[("actual", PASSWORD)]).await;
    let code = page.html().split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(code.len(), 11);
    for (attempt, expected) in
        [(code.to_uppercase(), StatusCode::SEE_OTHER), (code, StatusCode::UNPROCESSABLE_ENTITY)]
    {
        let ana = house.ana.as_stranger();
        password_step(&ana, "ana", PASSWORD).await;
        assert_eq!(code_step(&ana, &attempt).await.status, expected);
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_and_nobody_is_locked_out() {
    let house = House::open().await;
    let thief = house.ana.as_stranger();
    let mut last = StatusCode::OK;
    for _ in 0..7 {
        last = password_step(&thief, "ana", "adivinando la clave").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let page = password_step(&thief, "ana", PASSWORD).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "the right password has to wait too");
    assert!(page.text().contains("Su cuenta no está bloqueada"), "{}", page.text());
    house.time.pass(Duration::seconds(page.header("retry-after").parse().unwrap()));
    assert_eq!(password_step(&thief, "ana", PASSWORD).await.location(), "/entrar/codigo");
}

#[tokio::test]
async fn a_thousand_guesses_of_the_code_open_nothing() {
    let house = House::open().await;
    let thief = house.ana.as_stranger();
    password_step(&thief, "ana", PASSWORD).await;
    let token = thief.get("/entrar").await.field("_csrf");
    let mut tried = 0;
    for guess in 0..1_000 {
        let code = format!("{guess:06}");
        let page = thief.post_raw("/entrar/codigo", &[("_csrf", &token), ("codigo", &code)]).await;
        assert_ne!(page.location(), "/");
        tried += u32::from(page.status == StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(tried < 10, "{tried} guesses were looked at");
}

#[tokio::test]
async fn a_login_rests_fifteen_minutes_and_five_on_the_safety_side() {
    let house = House::open().await;
    assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::OK);
    assert_eq!(house.fatima.get("/cuenta").await.status, StatusCode::OK);
    house.time.pass(Duration::minutes(6));
    assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::OK);
    assert_eq!(house.fatima.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta&motivo=caducada");
    house.time.pass(Duration::minutes(14));
    assert_eq!(house.ana.post("/sesion/continuar", &[]).await.status, StatusCode::NO_CONTENT);
    house.time.pass(Duration::minutes(14));
    assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::OK, "going on started the rest anew");
    house.time.pass(Duration::minutes(15));
    assert_eq!(house.ana.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta&motivo=caducada");
}

#[tokio::test]
async fn a_login_ends_after_ten_hours_whatever_is_done() {
    let house = House::open().await;
    for _ in 0..60 {
        assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::OK);
        house.time.pass(Duration::minutes(10));
    }
    assert_eq!(house.ana.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta&motivo=caducada");
}

#[tokio::test]
async fn a_form_sent_after_the_login_ran_out_is_kept_for_its_account_and_sent_by_one_button() {
    let house = House::open().await;
    let elena = &house.elena;
    let token = elena.get("/cuentas/nueva").await;
    let (csrf, key) = (token.field("_csrf"), token.field("_key"));
    house.time.pass(Duration::minutes(20));
    let fields = [
        ("nombre", "María Ñandú Pérez"),
        ("usuario", "maria"),
        ("funcion", "auditor"),
        ("_csrf", &csrf),
        ("_key", &key),
    ];
    assert_eq!(elena.post_raw("/cuentas", &fields).await.location(), "/entrar?motivo=guardado");
    let page = elena.get("/entrar?motivo=guardado").await;
    assert!(page.text().contains("Lo que escribió está guardado"), "{}", page.text());

    let carla = house.carla.as_stranger();
    assert_eq!(sign_in(&carla).await.location(), "/", "nobody else is offered it");

    assert_eq!(sign_in(elena).await.location(), "/formulario-guardado");
    let page = elena.get("/formulario-guardado").await;
    assert!(page.outline().contains("# Sus datos siguen aquí"), "{}", page.outline());
    assert_eq!(page.field("nombre"), "María Ñandú Pérez");
    let mut fields: Vec<(&str, String)> = vec![("_csrf", page.field("_csrf"))];
    fields.extend(["nombre", "usuario", "funcion", "_key"].map(|name| (name, page.field(name))));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let on = elena.post_raw("/formulario-guardado", &fields).await;
    assert_eq!((on.status, on.location()), (StatusCode::TEMPORARY_REDIRECT, "/cuentas"));
    let done = elena.post_raw("/cuentas", &fields).await;
    assert!(done.outline().contains("# Entregue estos datos"), "{}", done.outline());
    assert_eq!(elena.get("/formulario-guardado").await.location(), "/", "it is offered once");
}

#[tokio::test]
async fn a_form_without_the_token_of_the_login_that_ran_out_is_not_kept() {
    let house = House::open().await;
    house.elena.get("/cuentas/nueva").await;
    house.time.pass(Duration::minutes(20));
    let planted = house.elena.post_raw("/cuentas", &[("nombre", "x"), ("_csrf", "falso")]).await;
    assert_eq!(planted.location(), "/entrar?motivo=caducada");
    assert_eq!(sign_in(&house.elena).await.location(), "/");
}

#[tokio::test]
async fn signing_out_ends_the_login_and_what_the_browser_kept() {
    let house = House::open().await;
    house.ana.get("/cuenta").await;
    let token = house.ana.cookie("programa").unwrap();
    let page = house.ana.post("/sesion/cerrar", &[]).await;
    assert_eq!(page.location(), "/entrar?motivo=salida");
    assert_eq!(page.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(house.ana.cookie("programa").is_none());
    let thief = house.ana.as_stranger();
    thief.set_cookie("programa", &token);
    assert_eq!(thief.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta");
}

#[tokio::test]
async fn a_login_on_another_device_is_seen_and_closed() {
    let house = House::open().await;
    let phone = house.ana.elsewhere();
    phone.get("/cuenta").await;
    let page = house.ana.get("/cuenta").await;
    let closing: Vec<String> = page
        .html()
        .split("action=\"/cuenta/sesiones/")
        .skip(1)
        .map(|rest| rest.split('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(closing.len(), 2);
    for id in &closing {
        let path = format!("/cuenta/sesiones/{id}/cierre");
        assert_eq!(house.bruno.post(&path, &[]).await.status, StatusCode::NOT_FOUND, "not his to close");
    }
    let other =
        page.html().split("Cerrar esa sesión").next().unwrap().rsplit("/cuenta/sesiones/").next().unwrap()
            [..36]
            .to_owned();
    assert_eq!(house.ana.post(&format!("/cuenta/sesiones/{other}/cierre"), &[]).await.location(), "/cuenta");
    assert_eq!(phone.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta");
    assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_logins() {
    let house = House::open().await;
    let phone = house.ana.elsewhere();
    phone.get("/cuenta").await;
    let new = "ocho verdes de la selva";
    let wrong =
        house.ana.post("/cuenta/contrasena", &[("actual", "no es"), ("nueva", new), ("repetida", new)]).await;
    assert!(wrong.outline().contains("! Esa no es su contraseña actual."), "{}", wrong.outline());
    let short = house
        .ana
        .post("/cuenta/contrasena", &[("actual", PASSWORD), ("nueva", "corta"), ("repetida", "corta")])
        .await;
    assert!(short.outline().contains("al menos 15 caracteres"), "{}", short.outline());
    assert!(!short.html().contains("value=\"corta\""), "a password is never written back");
    let done = house
        .ana
        .post("/cuenta/contrasena", &[("actual", PASSWORD), ("nueva", new), ("repetida", new)])
        .await;
    assert_eq!(done.location(), "/cuenta");
    assert!(house.ana.get("/cuenta").await.outline().contains("> Su contraseña cambió"));
    assert_eq!(phone.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta");
    let there = house.ana.as_stranger();
    assert_eq!(password_step(&there, "ana", new).await.location(), "/entrar/codigo");
}

#[tokio::test]
async fn a_new_account_begins_with_its_own_password_and_phone() {
    let house = House::open().await;
    let fields = [
        ("nombre", "Mario Uc"),
        ("usuario", "mario.uc"),
        ("funcion", "intake"),
        ("centro", &house.chetumal.to_string()),
    ];
    let page = house.elena.post("/cuentas", &fields).await;
    let given =
        page.html().split("<code class=\"fs-3\">").nth(2).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(given.len(), 23);

    let mario = house.stranger();
    password_step(&mario, "mario.uc", &given).await;
    assert_eq!(mario.get("/entrar/codigo").await.location(), "/entrar/alta");
    let page = mario.get("/entrar/alta").await;
    assert!(page.html().contains("src=\"data:image/svg+xml;base64,"));
    let secret = page
        .html()
        .split("<code class=\"fs-3\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .replace(' ', "");
    let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let code = web::features::access::factor::code_at(&secret, house.time.now());
    let own = "tres tazas de café";
    let token = page.field("_csrf");
    let fields = [
        ("_csrf", token.as_str()),
        ("nueva", own),
        ("repetida", "otra cosa distinta"),
        ("codigo", code.as_str()),
    ];
    let wrong = mario.post_raw("/entrar/alta", &fields).await;
    assert!(wrong.outline().contains("! Las dos contraseñas no son iguales"), "{}", wrong.outline());
    assert!(
        wrong.html().contains(&data_encoding::BASE32_NOPAD.encode(&secret)[..4]),
        "the same phone key is shown"
    );
    let fields = [("_csrf", token.as_str()), ("nueva", own), ("repetida", own), ("codigo", code.as_str())];
    let done = mario.post_raw("/entrar/alta", &fields).await;
    assert_eq!(done.html().matches("<li><code>").count(), 10, "{}", done.outline());
    assert_eq!(mario.get("/cuenta").await.status, StatusCode::OK);
    assert_eq!(
        password_step(&house.stranger(), "mario.uc", &given).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn an_account_made_for_a_member_of_staff_takes_the_name_from_there() {
    let house = House::open().await;
    let staff = staff(&house.programme.store, &house.time, house.chetumal, "Wilma").await.to_string();
    let page = house.elena.get(&format!("/cuentas/nueva?personal={staff}")).await;
    assert!(page.html().contains(&format!("value=\"{staff}\" selected>Wilma Chan Poot (CECOVIM Chetumal)")));
    let centre = house.chetumal.to_string();
    let fields =
        [("personal", staff.as_str()), ("usuario", "wilma"), ("funcion", "facilitator"), ("centro", &centre)];
    let page = house.elena.post("/cuentas", &fields).await;
    assert!(page.outline().contains("# Entregue estos datos"), "{}", page.outline());
    assert!(house.elena.get("/cuentas").await.outline().contains("| wilma | Wilma Chan Poot | "));
    let fields = [
        ("personal", staff.as_str()),
        ("usuario", "otra"),
        ("nombre", "Otra"),
        ("funcion", "facilitator"),
        ("centro", &centre),
    ];
    let page = house.elena.post("/cuentas", &fields).await;
    assert!(page.outline().contains("! Esa persona ya tiene una cuenta."), "{}", page.outline());
}

#[tokio::test]
async fn a_suspended_account_is_out_at_once() {
    let house = House::open().await;
    assert_eq!(house.ana.get("/cuenta").await.status, StatusCode::OK);
    let path = format!("/cuentas/{}/suspension", house.ana.user);
    assert!(house.elena.get(&path).await.outline().contains("# ¿Suspender la cuenta de ana?"));
    assert_eq!(house.elena.post(&path, &[]).await.location(), format!("/cuentas/{}", house.ana.user));
    assert_eq!(house.ana.get("/cuenta").await.location(), "/entrar?destino=%2Fcuenta");
    let out = password_step(&house.ana.as_stranger(), "ana", PASSWORD).await;
    assert_eq!(out.status, StatusCode::UNPROCESSABLE_ENTITY, "and it answers like an unknown one");
    house.elena.post(&format!("/cuentas/{}/reactivacion", house.ana.user), &[]).await;
    house.time.pass(Duration::seconds(40));
    assert_eq!(sign_in(&house.ana.as_stranger()).await.location(), "/");
}

#[tokio::test]
async fn the_last_coordinator_of_a_centre_cannot_be_cut_off_without_a_successor() {
    let house = House::open().await;
    let path = format!("/cuentas/{}/suspension", house.bruno.user);
    let refused = house.elena.post(&path, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.outline().contains("! Es la única persona que coordina su centro"),
        "{}",
        refused.outline()
    );
    let grant = [("funcion", "coordinator"), ("centro", &house.chetumal.to_string())];
    house.elena.post(&format!("/cuentas/{}/funciones", house.gala.user), &grant).await;
    assert_eq!(house.elena.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_suspends_their_own_account() {
    let house = House::open().await;
    let page = house.elena.post(&format!("/cuentas/{}/suspension", house.elena.user), &[]).await;
    assert!(page.outline().contains("! No puede suspender su propia cuenta."), "{}", page.outline());
}

#[tokio::test]
async fn a_role_that_ends_is_gone_with_the_next_request() {
    let house = House::open().await;
    assert_eq!(house.karla.get("/cuenta/claves").await.status, StatusCode::OK);
    let grant = [("funcion", "coordinator"), ("centro", &house.cancun.to_string())];
    house.elena.post(&format!("/cuentas/{}/funciones", house.carla.user), &grant).await;
    let account =
        house.programme.store.account(&house.system(Action::ManageAccounts), house.karla.user).await.unwrap();
    let path = format!("/cuentas/{}/funciones/{}/fin", house.karla.user, account.grants[0].0);
    assert_eq!(house.elena.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.karla.get("/cuenta/claves").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_api_token_is_shown_once_and_revoked() {
    let house = House::open().await;
    let fields = [("para", "tablero"), ("alcance", "leer"), ("dias", "30")];
    let page = house.ana.post("/cuenta/claves", &fields).await;
    assert!(page.html().contains(">bt_"), "{}", page.outline());
    let list = house.ana.get("/cuenta/claves").await;
    assert!(list.outline().contains("| tablero | Solo leer | 04/04/2026 | Sin usar"), "{}", list.outline());
    assert!(!list.html().contains("bt_"));
    let id = list.html().split("/cuenta/claves/").nth(1).unwrap()[..36].to_owned();
    let path = format!("/cuenta/claves/{id}/revocacion");
    assert_eq!(house.bruno.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.ana.post(&path, &[]).await.location(), "/cuenta/claves");
    assert!(house.ana.get("/cuenta/claves").await.outline().contains("Todavía no hay claves"));
}

#[tokio::test]
async fn language_and_theme_are_kept_and_lead_nowhere_else() {
    let house = House::open().await;
    let page = house.ana.post("/apariencia", &[("idioma", "en"), ("volver", "/cuenta")]).await;
    assert_eq!(page.location(), "/cuenta");
    assert!(house.ana.get("/cuenta").await.outline().contains("# My account"));
    let page = house.ana.post("/apariencia", &[("tema", "dark"), ("volver", "//a.example")]).await;
    assert_eq!(page.location(), "/");
    assert!(house.ana.get("/cuenta").await.html().contains("data-bs-theme=\"dark\""));
}

#[tokio::test]
async fn who_has_not_signed_in_chooses_language_and_theme_too() {
    let house = House::open().await;
    let stranger = house.stranger();
    let token = stranger.get("/entrar").await.field("_csrf");
    let fields = [("_csrf", token.as_str()), ("idioma", "en"), ("volver", "/entrar")];
    assert_eq!(stranger.post_raw("/apariencia", &fields).await.location(), "/entrar");
    assert!(stranger.get("/entrar").await.outline().contains("# Sign in"));
}

#[tokio::test]
async fn the_safety_side_has_a_home_that_teaches() {
    let house = House::open().await;
    let page = house.fatima.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.outline().contains("Todavía no hay avisos"), "{}", page.outline());
}

#[tokio::test]
async fn no_page_of_accounts_misses_a_text() {
    let house = House::open().await;
    let account = format!("/cuentas/{}", house.ana.user);
    let pages = ["/", "/cuenta", "/cuenta/contrasena", "/cuenta/codigos", "/cuentas", "/cuentas/nueva"];
    for path in pages.iter().copied().chain([account.as_str()]) {
        let page = house.elena.get(path).await;
        assert!(page.status == StatusCode::OK && !page.html().contains("[["), "{path}: {}", page.text());
    }
}
