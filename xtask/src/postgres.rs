//! A private PostgreSQL for tests: own folder, free port, loopback only, durable as in earnest
//! (`fsync` on), stopped and removed when it goes out of scope. It never touches a server that
//! is already there.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::run;

const FOLDER: &str = "buentrato-pg-";

/// A running server, owned.
pub struct Postgres {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and starts it; ready when this returns.
    pub fn start() -> Result<Self, String> {
        sweep();
        let programs = programs().ok_or("PostgreSQL is not installed: apt-get install postgresql")?;
        let folder = std::env::temp_dir().join(format!("{FOLDER}{}", std::process::id()));
        std::fs::create_dir(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        if is_root() {
            run::output(Command::new("chown").arg("postgres:postgres").arg(&folder))?;
        }
        let data = folder.join("data");
        let mut initdb = as_postgres(&programs.join("initdb"), &folder);
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        run::output(initdb.arg("--pgdata").arg(&data))?;

        let port = free_port()?;
        let log = std::fs::File::create(folder.join("log")).map_err(|why| why.to_string())?;
        let mut server = as_postgres(&programs.join("postgres"), &folder);
        server.arg("-D").arg(&data).arg("-p").arg(port.to_string()).arg("-k").arg(&folder);
        for setting in ["listen_addresses=127.0.0.1", "max_connections=200", "fsync=on"] {
            server.args(["-c", setting]);
        }
        let server = server
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(|why| why.to_string())?)
            .stderr(log)
            .spawn()
            .map_err(|why| format!("postgres: {why}"))?;
        let mut started = Self { server, folder, port };
        started.wait_until_ready(&programs)?;
        Ok(started)
    }

    /// The address of the server, for `BUENTRATO_TEST_PG`.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    #[expect(clippy::disallowed_methods, reason = "waits for another process")]
    fn wait_until_ready(&mut self, programs: &Path) -> Result<(), String> {
        for _ in 0..300 {
            if self.server.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
            let mut ready = Command::new(programs.join("pg_isready"));
            ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if ready.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!("the private PostgreSQL did not start:\n{log}"))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-INT", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// `cargo xtask pg`: runs until it is interrupted.
pub fn serve() -> Result<bool, String> {
    let mut postgres = Postgres::start()?;
    println!("{}", postgres.url());
    eprintln!("For tests on both engines: export BUENTRATO_TEST_PG={}\nCtrl-C stops it.", postgres.url());
    postgres.server.wait().map(|status| status.success()).map_err(|why| why.to_string())
}

/// The folder with `initdb` and `postgres`: Debian's newest, else the one on the path.
pub fn programs() -> Option<PathBuf> {
    let version = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let debian = std::fs::read_dir("/usr/lib/postgresql").ok().and_then(|versions| {
        let newest = versions.flatten().map(|v| v.path()).max_by_key(version)?;
        Some(newest.join("bin"))
    });
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian.into_iter().chain(std::env::split_paths(&path)).find(|folder| folder.join("initdb").is_file())
}

pub fn is_root() -> bool {
    run::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// PostgreSQL refuses to run as root: there it runs as the user `postgres`. It is told to stop
/// when we die, however we die.
fn as_postgres(program: &Path, folder: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=INT", "--"]);
        command.arg(program);
        command
    } else if run::exists("setpriv") {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig=INT", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder);
    command
}

fn free_port() -> Result<u16, String> {
    let bound = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    bound.map(|address| address.port()).map_err(|why| format!("no free port: {why}"))
}

/// Removes the folders of runs that were killed.
fn sweep() {
    if !Path::new("/proc/self").exists() {
        return;
    }
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix(FOLDER)) else { continue };
        if process.parse::<u32>().is_ok() && !Path::new("/proc").join(process).exists() {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
