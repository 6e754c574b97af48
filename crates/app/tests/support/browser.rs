//! A browser without a screen: one kept connection, cookies, form tokens, sign-in with a second
//! factor. An error is a connection that broke, as when the server was killed.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// What came back.
pub struct Answer {
    pub status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let pairs = self.head.lines().filter_map(|line| line.split_once(": "));
        pairs.filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers("location").next().unwrap_or("")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of the first field with that name.
    pub fn field(&self, name: &str) -> String {
        let text = self.text();
        let after = text.split_once(&format!("name=\"{name}\"")).map_or("", |(_, rest)| rest);
        let tag = after.split_once('>').map_or("", |(tag, _)| tag);
        let value = tag.split_once("value=\"").and_then(|(_, rest)| rest.split_once('"'));
        value.map_or("", |(value, _)| value).to_owned()
    }

    /// The ids that follow `prefix` on the page, in order, each once.
    pub fn ids(&self, prefix: &str) -> Vec<String> {
        let text = self.text();
        let mut found: Vec<String> = Vec::new();
        for (at, _) in text.match_indices(prefix) {
            let id = text.get(at + prefix.len()..at + prefix.len() + 36).unwrap_or("");
            if id.parse::<uuid::Uuid>().is_ok() && !found.iter().any(|one| one == id) {
                found.push(id.to_owned());
            }
        }
        found
    }
}

/// Who signs in. Without a secret the second factor is enrolled first, with a password of one's own.
#[derive(Clone)]
pub struct Account {
    pub username: String,
    pub password: String,
    pub secret: Option<String>,
}

/// Somebody's browser.
pub struct Browser {
    /// Host and port; may change, as when the server was started again.
    pub address: String,
    cookies: BTreeMap<String, String>,
    token: String,
    line: Option<(String, BufReader<TcpStream>)>,
}

impl Browser {
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), cookies: BTreeMap::new(), token: String::new(), line: None }
    }

    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send(("GET", path), &[], b"")
    }

    /// Sends a form with its tokens. A field `_key` given here wins.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let mut fields = fields.to_vec();
        let (token, key) = (self.token.clone(), fresh_key());
        fields.push(("_csrf", &token));
        if !fields.iter().any(|(name, _)| *name == "_key") {
            fields.push(("_key", &key));
        }
        let pair = |(name, value): &(&str, &str)| format!("{}={}", escaped(name), escaped(value));
        let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        self.send(("POST", path), &[("Content-Type", "application/x-www-form-urlencoded")], body.as_bytes())
    }

    /// The token of this browser's forms, as the page at `path` carries it.
    pub fn take_token(&mut self, path: &str) -> io::Result<String> {
        self.token = self.get(path)?.field("_csrf");
        Ok(self.token.clone())
    }

    /// Signs in; `code` tells the code of a secret now.
    pub fn sign_in(&mut self, who: &mut Account, code: &dyn Fn(&str) -> String) -> io::Result<()> {
        self.take_token("/entrar")?;
        let password = who.password.clone();
        let entered = self.post("/entrar", &[("usuario", &who.username), ("contrasena", &password)])?;
        let goes_on = entered.location().starts_with("/entrar/codigo");
        assert!(goes_on, "{} may not enter: {}", who.username, entered.text());
        let signed_in = if let Some(secret) = &who.secret {
            self.post("/entrar/codigo", &[("codigo", &code(secret))])?
        } else {
            let page = self.get("/entrar/alta")?.text();
            let shown = page.split_once("<code class=\"fs-3\">").and_then(|(_, rest)| rest.split_once('<'));
            let secret = shown.expect("the secret as text").0.replace(' ', "");
            who.password = format!("{password} y algo propio");
            let fields = [
                ("nueva", who.password.as_str()),
                ("repetida", who.password.as_str()),
                ("codigo", &code(&secret)),
            ];
            let enrolled = self.post("/entrar/alta", &fields)?;
            who.secret = Some(secret);
            enrolled
        };
        assert!(matches!(signed_in.status, 200 | 303), "{}: {}", who.username, signed_in.text());
        assert_ne!(self.take_token("/cuenta")?, "", "{} did not get in", who.username);
        Ok(())
    }

    /// Any request, with this browser's cookies. A kept connection that the server closed meanwhile is
    /// opened again once.
    pub fn send(
        &mut self,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Answer> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head += &format!("Cookie: {}\r\n", pairs.join("; "));
        }
        let head = format!("{head}Content-Length: {}\r\n\r\n", body.len());
        let request = [head.as_bytes(), body].concat();
        let kept = self.line.take().filter(|(address, _)| *address == self.address);
        let answered = kept.and_then(|(_, mut line)| Some((ask(&mut line, &request).ok()?, line)));
        let (answer, line) = match answered {
            Some(answered) => answered,
            None => {
                let stream = TcpStream::connect(&self.address)?;
                stream.set_read_timeout(Some(Duration::from_secs(60)))?;
                stream.set_nodelay(true)?;
                let mut line = BufReader::new(stream);
                (ask(&mut line, &request)?, line)
            }
        };
        for cookie in answer.headers("set-cookie") {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.cookies.retain(|_, value| !value.is_empty());
        if answer.headers("connection").next() != Some("close") {
            self.line = Some((self.address.clone(), line));
        }
        Ok(answer)
    }
}

/// The same login on a connection of its own.
impl Clone for Browser {
    fn clone(&self) -> Self {
        let (address, cookies) = (self.address.clone(), self.cookies.clone());
        Self { address, cookies, token: self.token.clone(), line: None }
    }
}

fn ask(line: &mut BufReader<TcpStream>, request: &[u8]) -> io::Result<Answer> {
    line.get_mut().write_all(request)?;
    let broken = || io::Error::other("the answer broke off");
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if line.read_line(&mut head)? == 0 {
            return Err(broken());
        }
    }
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
    let mut answer = Answer { status, head, body: Vec::new() };
    let length = answer.headers("content-length").next().and_then(|length| length.parse().ok());
    answer.body = vec![0; length.unwrap_or(0)];
    line.read_exact(&mut answer.body)?;
    Ok(answer)
}

/// A key that no form had before, in this run or another.
fn fresh_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("00000000-0000-4000-8000-{:06x}{:06x}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Text as it travels in a form.
fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}
