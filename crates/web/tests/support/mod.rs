//! A house with both sides, their cast as values, and a browser for each of them:
//! `house.ana.get("/grupos").await`, `house.bruno.post("/grupos", &[("nombre", "x")]).await`.
//!
//! Time stands at 2026-03-05T09:00Z until a test moves it; randomness is seeded.

pub mod groups;
pub mod page;
#[path = "../../../store/tests/support/sample.rs"]
pub mod sample;
pub mod samples;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
};
use chrono::{DateTime, Duration, TimeZone, Utc};
use domain::{
    access::{Action, Ctx, Grant, Role},
    clock::Clock,
    ids::{CentreId, StaffId, UserId},
    people::{Sex, name::PersonName},
};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use store::{
    Base, NewCentre, NewStaff, Programme, Safety, Side, Source, Store,
    accounts::{NewAccount, NewToken, Presence},
};
use tower::ServiceExt;
use uuid::Uuid;
use vault::{Entropy, RootKey};
use web::{
    Settings,
    features::access::{factor, password},
};

pub use page::Page;

/// The password of the whole cast.
pub const PASSWORD: &str = "siete azules de Bacalar";

/// A clock that a test moves.
#[derive(Clone)]
pub struct Time(Arc<AtomicI64>);

impl Time {
    pub fn now(&self) -> DateTime<Utc> {
        Utc.timestamp_millis_opt(self.0.load(Ordering::Relaxed)).single().expect("a real instant")
    }

    pub fn pass(&self, time: Duration) {
        self.0.fetch_add(time.num_milliseconds(), Ordering::Relaxed);
    }
}

fn entropy(seed: u64) -> Entropy {
    let rng = Mutex::new(ChaCha20Rng::seed_from_u64(seed));
    Entropy::new(move |bytes| rng.lock().expect("not poisoned").fill_bytes(bytes))
}

/// One side: its store and its pages.
#[derive(Clone)]
pub struct Served<S> {
    pub store: Store<S>,
    pub router: Router,
}

/// Both sides with their cast. Two centres: Chetumal (Ana, Bruno, Gala) and Cancún (Carla).
pub struct House {
    pub time: Time,
    pub programme: Served<Programme>,
    pub safety: Served<Safety>,
    pub chetumal: CentreId,
    pub cancun: CentreId,
    /// Facilitator, Chetumal.
    pub ana: Person,
    /// Coordinator, Chetumal.
    pub bruno: Person,
    /// Facilitator, Cancún.
    pub carla: Person,
    /// State evaluator.
    pub dario: Person,
    /// Technical administrator.
    pub elena: Person,
    /// Liaison, safety side.
    pub fatima: Person,
    /// Intake, Chetumal.
    pub gala: Person,
    /// National commission.
    pub hugo: Person,
    /// Auditor.
    pub irene: Person,
    /// Transparency.
    pub julio: Person,
    /// Coordinator, Cancún.
    pub karla: Person,
    /// Coordinator of safety.
    pub luz: Person,
    _folder: tempfile::TempDir,
}

impl House {
    /// Two centres and the cast; nothing else.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn open_with(change: impl Fn(&mut Settings)) -> Self {
        let start = Utc.with_ymd_and_hms(2026, 3, 5, 9, 0, 0).single().expect("a real instant");
        let time = Time(Arc::new(AtomicI64::new(start.timestamp_millis())));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut settings = Settings::default();
        change(&mut settings);
        let programme = serve::<Programme>(&folder, &time, settings.clone(), web::programme).await;
        let safety = serve::<Safety>(&folder, &time, settings, web::safety).await;
        let chetumal = centre(&programme.store, &time, "Chetumal", "23004").await;
        let cancun = centre(&programme.store, &time, "Cancún", "23005").await;
        let on = |role: Role, centre: Option<CentreId>| Grant { role, centre };
        let (men, women) = (Seat::of(&programme, &time), Seat::of(&safety, &time));
        let ana = staff(&programme.store, &time, chetumal, "Ana").await;
        let bruno = staff(&programme.store, &time, chetumal, "Bruno").await;
        let carla = staff(&programme.store, &time, cancun, "Carla").await;
        Self {
            ana: men.seat("ana", on(Role::Facilitator, Some(chetumal)), Some(ana)).await,
            bruno: men.seat("bruno", on(Role::Coordinator, Some(chetumal)), Some(bruno)).await,
            carla: men.seat("carla", on(Role::Facilitator, Some(cancun)), Some(carla)).await,
            dario: men.seat("dario", on(Role::StateEvaluator, None), None).await,
            elena: men.seat("elena", on(Role::TechnicalAdministrator, None), None).await,
            fatima: women.seat("fatima", on(Role::SafetyLiaison, None), None).await,
            gala: men.seat("gala", on(Role::Intake, Some(chetumal)), None).await,
            hugo: men.seat("hugo", on(Role::Commission, None), None).await,
            irene: men.seat("irene", on(Role::Auditor, None), None).await,
            julio: men.seat("julio", on(Role::Transparency, None), None).await,
            karla: men.seat("karla", on(Role::Coordinator, Some(cancun)), None).await,
            luz: women.seat("luz", on(Role::SafetyCoordinator, None), None).await,
            time,
            programme,
            safety,
            chetumal,
            cancun,
            _folder: folder,
        }
    }

    /// A context of the system, for arranging through the store.
    pub fn system(&self, action: Action) -> Ctx {
        Ctx::system(action, self.time.now(), Uuid::from_u128(7))
    }

    /// A browser of the programme side in which nobody signed in.
    pub fn stranger(&self) -> Person {
        self.ana.stranger()
    }
}

async fn serve<S: Side>(
    folder: &tempfile::TempDir,
    time: &Time,
    settings: Settings,
    pages: fn(Store<S>, Settings) -> Router,
) -> Served<S> {
    let folder = folder.path().join(S::COMPARTMENT.name());
    std::fs::create_dir(&folder).expect("a new folder");
    let (entropy, clock) = (entropy(1), time.clone());
    let root = RootKey::generate(&entropy);
    let clock = Clock::new(move || clock.now());
    let store = Store::open_migrated(&Source::Sqlite(folder), &root, clock, entropy).await.expect("opens");
    Served { router: pages(store.clone(), settings), store }
}

async fn centre(store: &Store<Programme>, time: &Time, name: &str, municipality: &str) -> CentreId {
    let new = NewCentre {
        name: format!("CECOVIM {name}"),
        code: municipality.to_owned(),
        municipality: municipality.to_owned(),
        address: "Calle 1".to_owned(),
        zone: "America/Cancun".to_owned(),
    };
    store
        .create_centre(&Ctx::system(Action::ManageCentres, time.now(), Uuid::nil()), new)
        .await
        .expect("a centre")
}

pub async fn staff(store: &Store<Programme>, time: &Time, centre: CentreId, given: &str) -> StaffId {
    let name = PersonName::parse(given, "Chan", "Poot").expect("a name");
    let new = NewStaff { centre, name, curp: None, sex: Sex::Woman };
    store.create_staff(&Ctx::system(Action::ManageStaff, time.now(), Uuid::nil()), new).await.expect("staff")
}

/// Where people of one side are seated.
struct Seat {
    base: Base,
    router: Router,
    time: Time,
}

impl Seat {
    fn of<S: Side>(side: &Served<S>, time: &Time) -> Self {
        Self { base: (*side.store).clone(), router: side.router.clone(), time: time.clone() }
    }

    fn stranger(&self) -> Person {
        Person {
            user: UserId(Uuid::nil()),
            username: String::new(),
            staff: None,
            secret: [0; 20],
            quick: false,
            base: self.base.clone(),
            router: self.router.clone(),
            time: self.time.clone(),
            cookies: Mutex::default(),
        }
    }

    async fn seat(&self, username: &str, grant: Grant, staff: Option<StaffId>) -> Person {
        // One hash for the whole cast: hashing takes as long as it should.
        static HASH: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| password::hash_now(&entropy(2), PASSWORD));
        let ctx = Ctx::system(Action::ManageAccounts, self.time.now(), Uuid::nil());
        let new = NewAccount {
            username: username.to_owned(),
            display_name: username.to_owned(),
            grant,
            staff,
            password_hash: HASH.clone(),
            must_change_password: false,
        };
        let user = self.base.create_account(&ctx, new).await.expect("an account");
        let secret = self.base.entropy().bytes();
        self.base.set_second_factor(&ctx, user, &secret).await.expect("a second factor");
        Person { user, username: username.to_owned(), staff, secret, quick: true, ..self.stranger() }
    }
}

/// Somebody with a browser.
pub struct Person {
    pub user: UserId,
    pub username: String,
    pub staff: Option<StaffId>,
    secret: [u8; 20],
    /// Signs in by itself when a page is asked for.
    quick: bool,
    base: Base,
    router: Router,
    time: Time,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Person {
    /// The code that the phone shows now.
    pub fn code(&self) -> String {
        factor::code_at(&self.secret, self.time.now())
    }

    /// The same person on another device.
    pub fn elsewhere(&self) -> Self {
        Self {
            user: self.user,
            username: self.username.clone(),
            staff: self.staff,
            secret: self.secret,
            quick: self.quick,
            base: self.base.clone(),
            router: self.router.clone(),
            time: self.time.clone(),
            cookies: Mutex::default(),
        }
    }

    /// Signs in without the pages: what a test of something else needs.
    pub async fn sign_in_quickly(&self) {
        let ctx = Ctx::anonymous(self.time.now(), Uuid::nil());
        let half = self.base.open_half_login(&ctx, self.user, "Firefox, Linux").await.expect("a half login");
        let idle = Duration::minutes(15);
        let Presence::Half { login, .. } = self.base.presence(&ctx, &half, idle, false).await.expect("known")
        else {
            panic!("the half login waits for its second factor");
        };
        let token = self.base.complete_login(&ctx, login, Duration::hours(10)).await.expect("a login");
        self.set_cookie(self.login_cookie(), &token);
    }

    /// The `Authorization` of a new token of this person that may write, made by the system.
    pub async fn api_token(&self) -> String {
        let ctx = Ctx::system(Action::ManageTokens, self.time.now(), Uuid::nil());
        let new = NewToken { label: "prueba".to_owned(), may_write: true, lifetime: Duration::days(1) };
        let (_, secret) = self.base.create_token_for(&ctx, self.user, new).await.expect("a token");
        format!("Bearer {}", secret.expose())
    }

    /// The same person before signing in: nothing is done for them.
    pub fn as_stranger(&self) -> Self {
        Self { quick: false, ..self.elsewhere() }
    }

    /// A browser of the same side in which nobody signed in.
    pub fn stranger(&self) -> Self {
        Self {
            user: UserId(Uuid::nil()),
            username: String::new(),
            staff: None,
            quick: false,
            ..self.elsewhere()
        }
    }

    fn login_cookie(&self) -> &'static str {
        match self.base.compartment() {
            domain::access::Compartment::Programme => "programa",
            domain::access::Compartment::Safety => "enlace",
        }
    }

    pub fn is_signed_in(&self) -> bool {
        self.cookie(self.login_cookie()).is_some()
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("not poisoned").get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("not poisoned").insert(name.to_owned(), value.to_owned());
    }

    /// Asks for a page; who has not signed in does so first, quickly. Redirects are not followed.
    pub async fn get(&self, path: &str) -> Page {
        self.ready().await;
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    async fn ready(&self) {
        if self.quick && !self.is_signed_in() {
            self.sign_in_quickly().await;
        }
    }

    /// Sends a form with the tokens that its page would carry. A field `_key` or `_csrf` given here wins.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.ready().await;
        let token = self.form_token().await;
        let key = Uuid::from_bytes(self.base.entropy().bytes()).to_string();
        let mut all: Vec<(&str, &str)> = fields.to_vec();
        for (name, value) in [("_csrf", token.as_str()), ("_key", key.as_str())] {
            if !fields.iter().any(|(field, _)| *field == name) {
                all.push((name, value));
            }
        }
        self.post_raw(path, &all).await
    }

    /// Sends a form exactly so.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let body = Body::from(web::ui::form::encode_query(&pairs));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send(Method::POST, path, &[kind], body).await
    }

    /// Sends a form with files: (field, file name, content).
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        self.ready().await;
        let token = self.form_token().await;
        let fields: Vec<_> = fields.iter().copied().chain([("_csrf", token.as_str())]).collect();
        self.upload_raw(path, &fields, files).await
    }

    /// Sends a form with files exactly so.
    pub async fn upload_raw(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let mut body: Vec<u8> = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (field, name, content) in files {
            let head = format!(
                "--X\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.bytes().chain(content.iter().copied()).chain(*b"\r\n"));
        }
        body.extend(*b"--X--\r\n");
        self.send(
            Method::POST,
            path,
            &[("content-type", "multipart/form-data; boundary=X")],
            Body::from(body),
        )
        .await
    }

    /// The token of this browser's forms: a page of its own account, or the sign-in page, carries it.
    pub async fn form_token(&self) -> String {
        let page = if self.is_signed_in() { "/cuenta" } else { "/entrar" };
        self.send(Method::GET, page, &[], Body::empty()).await.field("_csrf")
    }

    /// Any request, with this browser's cookies; cookies that come back are kept.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Page {
        let cookies = self.cookies.lock().expect("not poisoned").clone();
        let cookies: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:8080");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("a router does not fail");
        let page = Page::read(response).await;
        let mut kept = self.cookies.lock().expect("not poisoned");
        for (name, value) in page.set_cookies() {
            if value.is_empty() {
                kept.remove(&name);
            } else {
                kept.insert(name, value);
            }
        }
        page
    }
}
