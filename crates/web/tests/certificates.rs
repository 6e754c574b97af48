//! Certificates from the button to the public page, and what is printed for a group.

use axum::http::StatusCode;
use calamine::{Data, Reader};
use chrono::{DateTime, Duration, TimeZone, Utc};
use domain::{
    access::{Action, Ctx, Grant, Role},
    ids::{CertificateId, GroupId},
};
use store::{Draft, NewFace, Signatory, synthetic::FilledGroup};
use uuid::Uuid;
use web::{App, Settings, work_off};

use crate::support::{House, Page, groups::World, sample::participant};

/// When the sessions of a group that began in March are over.
pub fn after() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 8, 3, 9, 0, 0).single().expect("a real instant")
}

/// Names an institution and who signs.
pub async fn face(house: &House, centre: domain::ids::CentreId) {
    let face = NewFace {
        centre: Some(centre),
        since: "2026-01-02".parse().expect("a date"),
        institution: "Instituto de ejemplo".into(),
        place: "Chetumal, Quintana Roo".into(),
        legend: String::new(),
        signatories: vec![Signatory { name: "Nombre de ejemplo".into(), post: "Dirección".into() }],
        logo: None,
        public_details: false,
    };
    house.programme.store.create_face(&house.system(Action::ManageDocuments), face).await.expect("a face");
}

/// Two participants from `number` on: one attended all sessions, the other twelve.
pub async fn fill(house: &House, group: GroupId, centre: domain::ids::CentreId, number: u128) {
    let attended = [("Uc", 16), ("Peña", 12)];
    let participant =
        |(at, (surname, attended))| participant(centre, number + at, ["José", surname, "Chan"], attended);
    let participants = (0..).zip(attended).map(participant).collect();
    let filled = FilledGroup { group, participants, held: 16 };
    house.programme.store.fill_group(&house.system(Action::Enrol), filled).await.expect("filled");
}

/// Issues what is due without printing it.
pub async fn issue(house: &House, group: GroupId) -> Vec<Draft> {
    let store = &house.programme.store;
    let ctx = Ctx::system(Action::IssueCertificates, after(), Uuid::nil());
    let drafts = store.reserve_certificates(&ctx, group).await.expect("reserved").drafts;
    for draft in &drafts {
        store.file_certificate(&ctx, draft, b"%PDF-1.7 ").await.expect("filed");
    }
    drafts
}

/// Chetumal with a filled group, in August.
async fn class(house: &House) -> GroupId {
    let world = World::at_chetumal(house).await;
    let group = world.group(house, "Grupo 1", 9, world.pair).await;
    fill(house, group, world.centre, 500).await;
    house.time.pass(Duration::days(151));
    group
}

fn row(page: &Page, name: &str) -> String {
    let outline = page.outline();
    outline.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_face_the_page_says_what_to_do_first() {
    let house = House::open().await;
    let group = class(&house).await;
    let page = house.bruno.post(&format!("/grupos/{group}/constancias"), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("falta registrar la institución"));
    assert!(page.html().contains("href=\"/documentos\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_says_who_gets_what_and_why_not() {
    let house = House::open().await;
    let group = class(&house).await;
    face(&house, house.chetumal).await;
    let page = house.bruno.get(&format!("/grupos/{group}/constancias")).await;
    assert!(page.text().contains("Emitir 3 constancias"));
    assert!(row(&page, "Peña").contains("No cumple la regla de conclusión"));
    assert!(row(&page, "Uc").contains("40 h"));
    assert!(!page.html().contains("[["));
    let page = house.ana.get(&format!("/grupos/{group}/constancias")).await;
    assert!(
        page.status == StatusCode::OK && !page.text().contains("Emitir 3"),
        "she sees, she does not issue"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn before_issuing_a_page_says_what_for_whom_and_that_it_is_final() {
    let house = House::open().await;
    let group = class(&house).await;
    let path = format!("/grupos/{group}/constancias/emision");
    assert_eq!(house.bruno.get(&path).await.status, StatusCode::SEE_OTHER, "nobody signs yet");
    face(&house, house.chetumal).await;
    let page = house.bruno.get(&path).await;
    let (text, outline) = (page.text(), page.outline());
    assert!(outline.starts_with("# Revise antes de emitir"), "{outline}");
    for said in ["Nombre de ejemplo, Dirección", "lunes 3 de agosto de 2026", "Uc", "solo se revoca"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(text.contains("Emitir 3 constancias") && !page.html().contains("[["), "{text}");
    assert!(house.bruno.get(&format!("/grupos/{group}/constancias")).await.text().contains("Por emitir"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_lost_the_account_meanwhile_issues_nothing() {
    let house = House::open().await;
    let group = class(&house).await;
    face(&house, house.chetumal).await;
    house.bruno.post(&format!("/grupos/{group}/constancias"), &[]).await;
    let manage = house.system(Action::ManageAccounts);
    let successor = Grant { role: Role::Coordinator, centre: Some(house.chetumal) };
    house
        .programme
        .store
        .grant_role(&manage, house.gala.user, successor)
        .await
        .expect("a second coordinator");
    house.programme.store.suspend_account(&manage, house.bruno.user).await.expect("suspended");
    let app = App::new(house.programme.store.clone(), Settings::default());
    assert!(work_off(&app).await && !work_off(&app).await, "given up at once");
    assert!(house.ana.get(&format!("/grupos/{group}/constancias")).await.text().contains("Por emitir"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoking_states_its_consequences_and_needs_a_reason() {
    let house = House::open().await;
    let group = class(&house).await;
    face(&house, house.chetumal).await;
    let given = issue(&house, group).await;
    let shown = house.ana.get(&format!("/constancias/{}", given[0].id)).await.text();
    assert!(shown.contains("Vigente") && shown.contains("Grupo 1") && shown.contains("Programa"), "{shown}");
    let path = format!("/constancias/{}/revocacion", given[0].id);
    let page = house.bruno.get(&path).await;
    assert!(page.text().contains("No se puede deshacer") && page.text().contains("Quien abra su código QR"));
    assert_eq!(house.bruno.post(&path, &[("motivo", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stranger = house.stranger();
    let public = format!("/v/{}", given[0].token);
    let page = stranger.get(&public).await;
    assert!(page.text().contains("Constancia válida.") && page.text().contains("J. P. C."));
    assert!(!page.text().contains("Peña") && page.set_cookies().is_empty());
    let revoked = house.bruno.post(&path, &[("motivo", "Nombre mal escrito")]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    let page = stranger.get(&public).await;
    assert!(
        page.text().contains("Constancia revocada el lunes 3 de agosto de 2026")
            && !page.text().contains("mal escrito")
    );
    let shown = house.bruno.get(revoked.location()).await.text();
    assert!(shown.contains("Nombre mal escrito") && shown.contains("Revocada por"), "{shown}");
    assert_eq!(house.bruno.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_without_a_certificate_answers_with_the_same_page() {
    let house = House::open().await;
    let stranger = house.stranger();
    let first = stranger.get("/v/23004-2026-0001").await;
    assert_eq!(first.status, StatusCode::NOT_FOUND);
    assert!(first.text().contains("No existe una constancia con esta dirección."));
    for other in ["/v/abcdefghijklmnopqrstuvwxy2", "/v/x", "/v/%00"] {
        assert_eq!(stranger.get(other).await.body, first.body, "{other}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_signed_original_is_kept_and_only_a_scan_is_taken() {
    let house = House::open().await;
    let group = class(&house).await;
    face(&house, house.chetumal).await;
    let id: CertificateId = issue(&house, group).await[0].id;
    let path = format!("/constancias/{id}/firmada");
    let refused = house.bruno.upload(&path, &[], &[("archivo", "a.pdf", b"MZ\x00")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.outline().contains("! El archivo debe ser PDF, JPEG o PNG."));
    let kept = house.bruno.upload(&path, &[], &[("archivo", "a.pdf", b"%PDF-1.4 firmada")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(house.bruno.get(&path).await.body, b"%PDF-1.4 firmada");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_looks_like_a_formula_stays_a_text_in_the_spreadsheet() {
    let house = House::open().await;
    let world = World::at_chetumal(&house).await;
    let group = world.group(&house, "=HYPERLINK(\"x\")", 9, world.pair).await;
    fill(&house, group, world.centre, 500).await;
    let page = house.ana.get(&format!("/grupos/{group}/asistencia.xlsx")).await;
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(page.body)).expect("a workbook");
    let sheet = book.worksheet_range("Asistencia").expect("a sheet");
    let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(cell(0, 0), Data::String("=HYPERLINK(\"x\")".into()));
    assert_eq!(cell(3, 0), Data::String("Peña Chan, José".into()));
    assert_eq!(
        (cell(3, 1), cell(3, 13), cell(3, 18)),
        (150.0.into(), Data::String("F".into()), 1800.0.into())
    );
    assert!(book.worksheet_formula("Asistencia").is_ok_and(|formulas| formulas.is_empty()));
}

#[cfg(feature = "pdf")]
mod printed {
    use documents::seal::verify;
    use vault::PublicKey;

    use super::*;

    fn words(pdf: &[u8]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("in.pdf"), folder.path().join("out.txt"));
        std::fs::write(&from, pdf).expect("written");
        let done = std::process::Command::new("pdftotext").arg(&from).arg(&to).status().expect("pdftotext");
        assert!(done.success());
        std::fs::read_to_string(to).expect("text").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn one_button_issues_sealed_documents_that_anybody_can_verify() {
        let house = House::open().await;
        let group = class(&house).await;
        face(&house, house.chetumal).await;
        let list = format!("/grupos/{group}/constancias");
        let asked = house.bruno.post(&list, &[]).await;
        let job = asked.location().to_owned();
        assert!(job.starts_with("/trabajos/"), "{job}");
        let busy = house.bruno.get(&list).await;
        assert!(busy.html().contains(&format!("href=\"{job}\"")) && !busy.text().contains("Emitir 3"));
        let waits = house.bruno.get(&job).await;
        assert!(waits.html().contains("<noscript><meta http-equiv=\"refresh\""));
        assert_eq!(house.karla.get(&job).await.status, StatusCode::NOT_FOUND);
        let app = App::new(house.programme.store.clone(), Settings::default());
        assert!(work_off(&app).await && !work_off(&app).await);
        let ended = house.bruno.get(&job).await;
        assert!(ended.text().contains("Se emitieron 3 constancias.") && !ended.html().contains("http-equiv"));

        let page = house.bruno.get(&list).await;
        let html = page.html();
        let id = html.split("/constancias/").find_map(|part| part.get(..36)?.parse::<Uuid>().ok());
        let id = id.expect("a link to a certificate");
        let pdf = house.ana.get(&format!("/constancias/{id}/pdf")).await;
        assert_eq!(
            pdf.header("content-disposition"),
            "attachment; filename=\"constancia-23004-2026-0001.pdf\""
        );
        let text = words(&pdf.body);
        for said in [
            "José Peña Chan",
            "30 horas",
            "23004-2026-0001",
            "Chetumal, Quintana Roo",
            "INSTITUTO DE EJEMPLO",
        ] {
            assert!(text.contains(said), "{said} in {text}");
        }
        let stranger = house.stranger();
        let key = stranger.get(&format!("/llaves/{}", house.chetumal)).await.html();
        verify(&pdf.body, &PublicKey::parse(&key).expect("a key")).expect("the seal holds");
        let other = stranger.get(&format!("/llaves/{}", house.cancun)).await.html();
        assert!(verify(&pdf.body, &PublicKey::parse(&other).expect("a key")).is_err());
        let token = text.split("/v/").nth(1).and_then(|rest| rest.get(..26)).expect("the address");
        let public = stranger.get(&format!("/v/{token}")).await;
        assert!(public.text().contains("Constancia válida.") && public.text().contains("J. P. C."));

        let zip = house.bruno.get(&format!("/grupos/{group}/constancias.zip")).await.body;
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).expect("a zip");
        assert_eq!(zip.len(), 3);
        assert_eq!(
            zip.by_index(2).expect("a file").name().expect("a name"),
            "23004-2026-0003-conclusion.pdf"
        );
        // Nothing is left to do, and doing it again does nothing.
        assert!(house.bruno.get(&list).await.text().contains("Por ahora no hay constancias por emitir"));
        let again = house.bruno.post(&list, &[]).await;
        assert!(work_off(&app).await);
        assert!(house.bruno.get(again.location()).await.text().contains("No había constancias por emitir."));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_roll_is_printed_to_sign_and_as_it_was_held() {
        let house = House::open().await;
        let group = class(&house).await;
        let file = house.programme.store.get_group(&house.system(Action::ViewGroups), group).await;
        let session = file.expect("a group").sessions[0].id;
        let blank = house.ana.get(&format!("/sesiones/{session}/lista-en-blanco.pdf")).await;
        let held = house.ana.get(&format!("/sesiones/{session}/lista.pdf")).await;
        let (blank, held) = (words(&blank.body), words(&held.body));
        assert!(blank.contains("Uc Chan, José") && !blank.contains("Presente"));
        assert!(held.contains("Uc Chan, José") && held.contains("Presente"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn session_plans_are_printed_one_by_one_or_all() {
        let house = House::open().await;
        let world = World::at_chetumal(&house).await;
        let path = format!("/programas/{}", world.servants);
        let one = house.ana.get(&format!("{path}/cartas/2/carta.pdf")).await;
        assert!(words(&one.body).contains("Sesión de ejemplo 2"));
        assert_eq!(house.ana.get(&format!("{path}/cartas/17/carta.pdf")).await.status, StatusCode::NOT_FOUND);
        let all = words(&house.dario.get(&format!("{path}/cartas.pdf")).await.body);
        assert!(all.contains("Sesión de ejemplo 1") && all.contains("Sesión de ejemplo 16"));
    }
}
