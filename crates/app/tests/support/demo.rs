//! The demo's data and accounts, made by the real command and then left with nothing running.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{browser::Account, program::Place};

/// The accounts of a demo.
pub struct Cast(Value);

impl Cast {
    /// Makes the demo's data at a place; what the program says on the way goes to `log`.
    pub fn enter(place: &Place, log: Stdio) -> Self {
        let mut command = place.command(&["demo", "--json", "--port", "0"]);
        if let Some(url) = &place.database {
            command.args(["--database", url]);
        }
        let mut demo = command.stdout(Stdio::piped()).stderr(log).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(demo.stdout.take().expect("an output")).read_line(&mut line).expect("its line");
        let cast = Self(serde_json::from_str(&line).expect("one line of JSON"));
        // Asked to end, it waits for both sides; killed, it would leave them behind.
        let ask = format!("kill -TERM {}", demo.id());
        assert!(Command::new("sh").args(["-c", &ask]).status().expect("a shell").success());
        demo.wait().expect("it ended");
        cast
    }

    /// One of the accounts.
    pub fn account(&self, username: &str) -> Account {
        let users = self.0["users"].as_array().expect("accounts");
        let user = users.iter().find(|user| user["username"] == username).expect("of the cast");
        let text = |key: &str| user[key].as_str().expect("text").to_owned();
        Account { username: text("username"), password: text("password"), secret: Some(text("totp_secret")) }
    }
}
