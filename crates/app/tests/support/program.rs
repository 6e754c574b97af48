//! Runs the real program: its commands to their end, and one side of it serving on loopback. On
//! PostgreSQL each place has four databases of its own, which vanish with it.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use sea_orm::{ConnectionTrait, Database};

/// The program under test; another one when `BUENTRATO_BIN` names it.
pub fn program() -> String {
    let built = || option_env!("CARGO_BIN_EXE_buentrato").unwrap_or("buentrato").to_owned();
    std::env::var("BUENTRATO_BIN").unwrap_or_else(|_| built())
}

/// The PostgreSQL server of the tests, if there is one; set to nothing is as good as unset.
pub fn postgres() -> Option<String> {
    std::env::var("BUENTRATO_TEST_PG").ok().filter(|server| !server.is_empty())
}

/// The code of a second factor now.
pub fn code(secret: &str) -> String {
    run(Command::new(program()).args(["user", "code", "--secret", secret])).0.trim().to_owned()
}

/// Runs a command that must succeed; gives its output and its messages.
pub fn run(command: &mut Command) -> (String, String) {
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, messages) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?} failed: {out}{messages}");
    (out, messages)
}

/// A data folder with its databases.
pub struct Place {
    pub data: PathBuf,
    /// PostgreSQL: the URL whose name the four databases begin with.
    pub database: Option<String>,
    /// Settings of whatever runs on it.
    pub environment: Vec<(&'static str, String)>,
}

impl Place {
    /// In `folder`; on the PostgreSQL server whose URL is given, else on SQLite.
    pub fn new(folder: &Path, server: Option<&str>) -> Self {
        let data = folder.join("data");
        std::fs::create_dir_all(&data).expect("made");
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let database = server.map(|server| {
            let (base, _) = server.rsplit_once('/').expect("a URL with a database");
            format!("{base}/b{}_{}", std::process::id(), name.to_lowercase())
        });
        let place = Self { data, database, environment: Vec::new() };
        if place.database.is_some() {
            let urls = |side: &str| place.urls(side).expect("on PostgreSQL");
            let part = |side: &str| {
                let (data, keys) = urls(side);
                format!("[{side}]\ndatabase = \"{data}\"\nkeys_database = \"{keys}\"\n")
            };
            let config = [part("programme"), part("safety")].concat();
            std::fs::write(place.data.join("config.toml"), config).expect("written");
        }
        place
    }

    /// The databases of one side, data and keys, named as the demo names them.
    pub fn urls(&self, side: &str) -> Option<(String, String)> {
        self.database.as_ref().map(|url| (format!("{url}_{side}"), format!("{url}_{side}_keys")))
    }

    /// A command on this data.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).arg("--data").arg(&self.data);
        command.envs(self.environment.iter().cloned());
        command
    }

    /// Serves the programme side on a free port, as the parent process would, until it is dropped.
    pub fn serve(&self, environment: &[(&str, &str)], log: Stdio) -> Served {
        let folder = self.data.join("programme");
        let setup = serde_json::json!({
            "compartment": "programme", "folder": folder, "database": self.urls("programme"),
            "root_key": folder.join("root.key"), "listen": "127.0.0.1:0",
            "public_url": null, "demo": false, "tls": null, "trusted_proxy": [],
        });
        let mut command = Command::new(program());
        command.args(["serve", "--child"]).env("BUENTRATO_SIDE_SETUP", setup.to_string());
        command.envs(self.environment.iter().cloned());
        command.envs(environment.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(log).spawn().expect("it starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it has an output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().trim_start_matches("http://").to_owned();
        Served { child, address }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(url) = &self.database else { return };
        let (base, _) = url.rsplit_once('/').expect("a URL with a database");
        let sides = ["programme", "safety"].into_iter().filter_map(|side| self.urls(side));
        let names: Vec<String> = sides.flat_map(|(data, keys)| [data, keys]).collect();
        let drop_all = async {
            let admin = Database::connect(format!("{base}/postgres")).await.expect("the server answers");
            for url in names {
                let name = url.rsplit('/').next().unwrap_or_default();
                let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
                admin.execute_unprepared(&sql).await.expect("dropped");
            }
        };
        tokio::runtime::Runtime::new().expect("a runtime").block_on(drop_all);
    }
}

/// One side, serving.
pub struct Served {
    pub child: Child,
    /// Host and port; empty when it ended before it listened.
    pub address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
