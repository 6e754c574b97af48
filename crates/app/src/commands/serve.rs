//! `serve`: a small parent that starts both compartments as child processes, each given only its
//! own folder, key and port. `--only programme|safety` serves one side alone, on its own machine.

use std::{net::SocketAddr, path::PathBuf, process::Stdio, time::Duration};

use domain::access::Compartment;
use store::{Programme, Safety, Side, Source, Store};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
};

use crate::{
    config::{Setup, Where, read_root_key},
    failure::Failure,
    machine,
};

/// Sirve los dos compartimentos.
#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    place: Where,
    /// Sirve solo un compartimento
    #[arg(long, value_parser = ["programme", "safety"])]
    only: Option<String>,
    /// Puerto del programa; el de seguridad es el siguiente (0: dos puertos libres)
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Certificado TLS (PEM)
    #[arg(long, value_name = "ARCHIVO")]
    tls_cert: Option<PathBuf>,
    /// Llave del certificado (PEM)
    #[arg(long, value_name = "ARCHIVO")]
    tls_key: Option<PathBuf>,
    /// Direcciones del proxy que termina TLS delante
    #[arg(long, value_name = "IP")]
    trusted_proxy: Vec<std::net::IpAddr>,
    /// Interno: parte de un solo compartimento, recibida del proceso padre
    #[arg(long, hide = true)]
    child: bool,
}

/// What one side's process needs; travels to the child by the environment, since a database URL may
/// carry a password and arguments are visible to other users of the machine.
#[derive(serde::Serialize, serde::Deserialize)]
struct SideSetup {
    compartment: String,
    folder: PathBuf,
    database: Option<(String, String)>,
    root_key: PathBuf,
    listen: SocketAddr,
    public_url: Option<String>,
    demo: bool,
    tls: Option<(PathBuf, PathBuf)>,
    trusted_proxy: Vec<std::net::IpAddr>,
}

const SETUP_VARIABLE: &str = "BUENTRATO_SIDE_SETUP";

impl Serve {
    pub async fn run(mut self) -> Result<(), Failure> {
        if self.child {
            return run_child().await;
        }
        let mut setup = self.place.load()?;
        setup.config.tls_cert = self.tls_cert.take().or(setup.config.tls_cert);
        setup.config.tls_key = self.tls_key.take().or(setup.config.tls_key);
        setup.config.trusted_proxy.append(&mut self.trusted_proxy);
        let sides: &[Compartment] = match self.only.as_deref() {
            Some("programme") => &[Compartment::Programme],
            Some(_) => &[Compartment::Safety],
            None => &[Compartment::Programme, Compartment::Safety],
        };
        let stop = stop_signal();
        let mut running = start(&setup, sides, self.port).await?;
        for side in &running {
            eprintln!("{}: {}", side.compartment.name(), side.url);
        }
        wait(&mut running, stop).await
    }
}

/// A side that answers.
pub struct Running {
    pub compartment: Compartment,
    pub url: String,
    child: Child,
}

/// Starts the sides as child processes and waits until each listens.
pub async fn start(setup: &Setup, sides: &[Compartment], port: u16) -> Result<Vec<Running>, Failure> {
    let mut running = Vec::new();
    for side in sides {
        let own = side_setup(setup, *side, port)?;
        running.push(spawn(*side, &own).await?);
    }
    Ok(running)
}

/// Runs until it is asked to stop or a child ends; then ends the others.
pub async fn wait(running: &mut [Running], stop: impl Future<Output = ()>) -> Result<(), Failure> {
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            () = tokio::time::sleep(Duration::from_millis(500)) => {
                for side in running.iter_mut() {
                    if let Some(status) = side.child.try_wait()? {
                        return Err(Failure::environment(format!("{} terminó ({status}).", side.compartment.name())));
                    }
                }
            }
        }
    }
    for side in running {
        // Its standard input closes: the child finishes what it is answering, then ends.
        drop(side.child.stdin.take());
        let _ = tokio::time::timeout(Duration::from_secs(10), side.child.wait()).await;
    }
    Ok(())
}

fn side_setup(setup: &Setup, side: Compartment, port: u16) -> Result<SideSetup, Failure> {
    let config = &setup.config;
    let offset = if side == Compartment::Safety && port != 0 { 1 } else { 0 };
    let listen = setup
        .side(side)
        .listen
        .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], port.saturating_add(offset))));
    let tls = match (&config.tls_cert, &config.tls_key) {
        (Some(cert), Some(key)) => Some((cert.clone(), key.clone())),
        (None, None) => None,
        _ => return Err(Failure::environment("TLS necesita las dos cosas: --tls-cert y --tls-key.")),
    };
    if tls.is_none() && config.trusted_proxy.is_empty() && !listen.ip().is_loopback() {
        return Err(Failure::environment(format!(
            "{listen} es visible desde la red y la conexión no iría cifrada. Dé --tls-cert y --tls-key, o nombre con \
             --trusted-proxy el proxy que termina TLS delante."
        )));
    }
    Ok(SideSetup {
        compartment: side.name().to_owned(),
        folder: setup.folder(side),
        database: match setup.source(side) {
            Source::Sqlite(_) => None,
            Source::Postgres { url, keys_url } => Some((url, keys_url)),
        },
        root_key: setup.root_key_file(side),
        listen,
        public_url: config.public_url.clone(),
        demo: config.demo,
        tls,
        trusted_proxy: config.trusted_proxy.clone(),
    })
}

async fn spawn(compartment: Compartment, own: &SideSetup) -> Result<Running, Failure> {
    let json = serde_json::to_string(own).map_err(|error| Failure::environment(error.to_string()))?;
    let mut child = Command::new(std::env::current_exe()?)
        .args(["serve", "--child"])
        .env(SETUP_VARIABLE, json)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let stdout =
        child.stdout.take().ok_or_else(|| Failure::environment("El proceso hijo no tiene salida."))?;
    let mut lines = BufReader::new(stdout).lines();
    match lines.next_line().await? {
        Some(url) => Ok(Running { compartment, url, child }),
        None => {
            Err(Failure::environment(format!("{} no arrancó; vea el mensaje de arriba.", compartment.name())))
        }
    }
}

async fn run_child() -> Result<(), Failure> {
    let json = std::env::var(SETUP_VARIABLE)
        .map_err(|_| Failure::environment("Use «buentrato serve» sin --child."))?;
    let own: SideSetup =
        serde_json::from_str(&json).map_err(|error| Failure::environment(error.to_string()))?;
    if own.compartment == Compartment::Programme.name() {
        serve_side::<Programme>(&own, programme_at_work).await
    } else {
        serve_side::<Safety>(&own, web::safety).await
    }
}

/// The pages of the programme side, with somebody who does the jobs they ask for.
fn programme_at_work(store: Store<Programme>, settings: web::Settings) -> axum::Router {
    let app = web::App::new(store.clone(), settings.clone());
    tokio::spawn(watch_contracts(store.clone()));
    tokio::spawn(async move {
        loop {
            if !web::work_off(&app).await {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    });
    web::programme(store, settings)
}

/// Once a day: announces contracts that end, suspends the accounts of whoever has none in force.
async fn watch_contracts(store: Store<Programme>) {
    loop {
        let ctx = machine::context(domain::access::Action::ManageStaff);
        if let Err(error) = store.watch_contracts(&ctx).await {
            tracing::warn!(%error, "contracts were not looked at");
        }
        tokio::time::sleep(Duration::from_secs(86_400)).await;
    }
}

async fn serve_side<S: Side>(
    own: &SideSetup,
    router: fn(Store<S>, web::Settings) -> axum::Router,
) -> Result<(), Failure> {
    let source = match &own.database {
        None => Source::Sqlite(own.folder.clone()),
        Some((url, keys_url)) => Source::Postgres { url: url.clone(), keys_url: keys_url.clone() },
    };
    let _only_one = lock_folder(&source)?;
    let root = read_root_key(&own.root_key)?;
    let store = Store::<S>::open(&source, &root, machine::clock(), machine::entropy()).await?;
    let listener = std::net::TcpListener::bind(own.listen).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::environment(format!(
            "El puerto {} está ocupado. Cierre el otro programa o elija otro con --port.",
            own.listen.port()
        )),
        _ => Failure::environment(format!("No se puede escuchar en {}: {error}", own.listen)),
    })?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let scheme = if own.tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{address}");
    let settings = web::Settings {
        public_url: own.public_url.clone().unwrap_or_else(|| url.clone()),
        demo: own.demo,
        over_tls: own.tls.is_some() || !own.trusted_proxy.is_empty(),
        trusted_proxy: own.trusted_proxy.clone(),
        ..web::Settings::default()
    };
    let service = router(store.clone(), settings).into_make_service_with_connect_info::<SocketAddr>();
    let upkeep = tokio::spawn(upkeep(store.clone()));
    let handle = axum_server::Handle::new();
    tokio::spawn(shut_down_when_parent_ends(handle.clone(), stop_signal()));
    announce(&url);
    let served = match &own.tls {
        None => {
            let mut server = axum_server::from_tcp(listener)?.handle(handle);
            with_timeouts(&mut server);
            server.serve(service).await
        }
        Some((cert, key)) => {
            // Fails only when a provider is already installed, which is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let tls = axum_server::tls_rustls::RustlsConfig::from_pem_file(cert, key)
                .await
                .map_err(|error| Failure::environment(format!("El certificado TLS no sirve: {error}")))?;
            let mut server = axum_server::from_tcp_rustls(listener, tls)?.handle(handle);
            with_timeouts(&mut server);
            server.serve(service).await
        }
    };
    upkeep.abort();
    store.seal_audit().await?;
    store.close().await?;
    Ok(served?)
}

/// A client that sends its headers too slowly is let go.
fn with_timeouts<A: axum_server::Address, Acc>(server: &mut axum_server::Server<A, Acc>) {
    server
        .http_builder()
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(Duration::from_secs(10));
}

/// Two servers on one SQLite folder would each believe to be the only writer.
fn lock_folder(source: &Source) -> Result<Option<std::fs::File>, Failure> {
    let Some(folder) = source.folder() else { return Ok(None) };
    if !folder.join("data.db").exists() {
        return Err(Failure::environment(format!(
            "No hay datos en {}. Créelos con «buentrato init», o señale otra carpeta con --data.",
            folder.display()
        )));
    }
    let file = std::fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("serve.lock"))
        .map_err(|error| {
            Failure::environment(format!("No se puede escribir en {}: {error}", folder.display()))
        })?;
    file.try_lock().map_err(|_| {
        Failure::environment(format!(
            "Otro servidor ya usa {}. Ciérrelo primero, o use PostgreSQL si necesita varios.",
            folder.display()
        ))
    })?;
    Ok(Some(file))
}

/// Links the audit chain within a second, works off jobs, sweeps what is left over.
async fn upkeep<S: Side>(store: Store<S>) {
    let mut ticks: u64 = 0;
    loop {
        if let Err(error) = store.seal_audit().await {
            tracing::warn!(%error, "the audit chain waits");
        }
        if ticks % 3_600 == 60 {
            let ctx = machine::context(domain::access::Action::ViewAudit);
            let swept = [
                ("unused keys stay", store.sweep_unused_keys(&ctx).await.map(drop)),
                ("lists that nobody confirmed stay", store.sweep_uploads(&ctx).await.map(drop)),
                ("old logins stay", store.sweep_sign_in(&ctx).await.map(drop)),
                ("old idempotency keys stay", store.forget_old_keys(&ctx).await.map(drop)),
            ];
            for (what, error) in swept.into_iter().filter_map(|(what, swept)| Some((what, swept.err()?))) {
                tracing::warn!(%error, "{what}");
            }
        }
        ticks += 1;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn shut_down_when_parent_ends(handle: axum_server::Handle<SocketAddr>, stop: impl Future<Output = ()>) {
    let mut nothing = [0; 1];
    let mut stdin = tokio::io::stdin();
    tokio::select! {
        _ = stdin.read(&mut nothing) => {}
        () = stop => {}
    }
    handle.graceful_shutdown(Some(Duration::from_secs(5)));
}

/// Comes when somebody asks to stop. Asked from the call on, not only once it is waited for: a
/// parent that died of the signal would leave its sides behind.
pub fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    };
    async move {
        #[cfg(unix)]
        if let (Ok(mut terminate), Ok(mut interrupt)) = signals {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Tells the parent that this side listens, and where.
#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn announce(url: &str) {
    println!("{url}");
}
