//! Starts one side of the real program, talks to it over loopback, kills it when told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_buentrato");

/// Runs a command of the program to its end; gives its standard output.
pub fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    let output = Command::new(PROGRAM).args(arguments).envs(environment.iter().copied()).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// One side, serving. Dropping it ends it at once.
pub struct Served {
    child: Child,
    pub address: String,
}

impl Served {
    /// Starts the programme side of a data folder on a free port, as the parent process would.
    pub fn programme(data: &Path, environment: &[(&str, &str)]) -> Self {
        Self::side(data, None, environment)
    }

    /// The same on PostgreSQL databases (data, keys).
    pub fn side(data: &Path, database: Option<(String, String)>, environment: &[(&str, &str)]) -> Self {
        let folder = data.join("programme");
        let setup = serde_json::json!({
            "compartment": "programme", "folder": folder, "database": database,
            "root_key": folder.join("root.key"), "listen": "127.0.0.1:0",
            "public_url": null, "name": null, "demo": false, "tls": null, "trusted_proxy": [],
        });
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--child"])
            .env("BUENTRATO_SIDE_SETUP", setup.to_string())
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it has an output");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().strip_prefix("http://").expect("an address").to_owned();
        Self { child, address }
    }

    /// What a power cut does to a process.
    pub fn kill(mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ended");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: status and body.
pub type Answer = (u16, String);

/// One call of the API; an error is a connection that broke, as when the server was killed.
pub fn call(
    address: &str,
    token: &str,
    (method, path): (&str, &str),
    key: Option<&str>,
    body: Option<&serde_json::Value>,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let body = body.map(ToString::to_string).unwrap_or_default();
    let key = key.map(|key| format!("Idempotency-Key: {key}\r\n")).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n{key}Content-Type: \
         application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let broken = || std::io::Error::other("the answer broke off");
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").and_then(|n| n.parse().ok()));
    if length.is_some_and(|length: usize| body.len() < length) {
        return Err(broken());
    }
    Ok((status, body.to_owned()))
}

/// The JSON of a successful call.
pub fn get(address: &str, token: &str, path: &str) -> serde_json::Value {
    let (status, body) = call(address, token, ("GET", path), None, None).expect("it answers");
    assert_eq!(status, 200, "{path}: {body}");
    serde_json::from_str(&body).expect("JSON")
}
