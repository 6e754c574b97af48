//! The audit log on the screen: in words, without anybody's data, for who may read it.

use axum::http::StatusCode;
use domain::access::Action;
use store::AuditFilter;

use crate::support::{House, groups::World, samples::Samples};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_entry_of_a_busy_house_is_in_words() {
    let house = House::open().await;
    Samples::plant(&house).await;
    let mut path = "/auditoria".to_owned();
    let mut pages = 0;
    loop {
        let page = house.irene.get(&path).await;
        assert!(page.status == StatusCode::OK && !page.html().contains("[["), "{path}: {}", page.outline());
        assert!(!page.text().contains("Muestra") && !page.html().contains("Otro acto</td>"));
        pages += 1;
        let html = page.html();
        let Some((before, _)) = html.split_once("Anteriores<svg") else { break };
        let (_, href) = before.rsplit_once("href=\"").expect("a link");
        path = href.split('"').next().expect("an address").replace("&#38;", "&").replace("&amp;", "&");
    }
    assert!(pages > 2, "{pages} pages");
}

#[tokio::test]
async fn the_auditor_comes_from_home_and_takes_the_checkpoint_along() {
    let house = House::open().await;
    house.programme.store.seal_audit().await.expect("seals");
    let home = house.irene.get("/").await;
    assert!(home.html().contains("href=\"/auditoria\"") && home.text().contains("punto de control"));
    let page = house.irene.get("/auditoria").await;
    assert!(page.outline().contains("- Último punto de control firmado"), "{}", page.outline());
    assert!(page.outline().contains("| El sistema | Creó una cuenta | Cuenta: irene (irene) |"));
    let file = house.irene.get("/auditoria/punto-de-control.txt").await;
    assert!(file.header("content-disposition").contains("punto-de-control-programme-"));
    let kept = vault::chain::Checkpoint::parse(&file.html()).expect("a checkpoint");
    let report = house.programme.store.verify_audit(Some(&kept)).await.expect("verifies");
    assert_eq!(report.problems, Vec::<String>::new());
}

#[tokio::test]
async fn the_log_is_filtered_by_day_deed_account_centre_and_thing() {
    let house = House::open().await;
    World::at_chetumal(&house).await;
    house.ana.get("/").await;
    house.carla.get("/").await;
    let rows = async |query: &str| {
        let page = house.irene.get(&format!("/auditoria?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let outline = page.outline();
        let rows = outline.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Cuándo"));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let of_ana = rows("cuenta=ana").await;
    assert!(!of_ana.is_empty() && of_ana.iter().all(|row| row.contains("ana (ana)")), "{of_ana:?}");
    assert_eq!(rows(&format!("centro={}&acto=home.read", house.cancun)).await.len(), 1);
    assert!(rows("acto=account.created").await.iter().all(|row| row.contains("Creó una cuenta")));
    assert!(rows("desde=2026-03-06").await.is_empty() && rows("hasta=2026-03-04").await.is_empty());
    assert!(!rows("desde=2026-03-05&hasta=2026-03-05").await.is_empty());
    assert_eq!(rows(&format!("objeto={}", house.ana.user)).await.len(), 3, "made, given its factor, came in");
}

#[tokio::test]
async fn each_side_has_its_own_log() {
    let house = House::open().await;
    let page = house.luz.get("/auditoria").await;
    assert!(page.text().contains("luz (luz)") && !page.text().contains("irene"), "{}", page.outline());
    assert_eq!(house.fatima.get("/auditoria").await.status, StatusCode::NOT_FOUND);
    let ctx = house.system(Action::ViewAudit);
    let (log, _) = house.programme.store.audit_log(&ctx, &AuditFilter::default()).await.expect("reads");
    assert!(log.iter().all(|line| line.deed != "audit.read"));
}
