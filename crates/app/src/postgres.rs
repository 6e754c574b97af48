//! PostgreSQL's own tools for copies, `pg_dump` and `pg_restore` of the installed client. A password
//! travels by the environment, never as an argument that other users of the machine can see.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::failure::Failure;

/// What a copy begins with.
pub const MAGIC: &[u8] = b"PGDMP";

/// Copies a database into a new file, consistent at one instant.
pub fn dump(url: &str, file: &Path) -> Result<(), Failure> {
    let into = format!("--file={}", file.display());
    run("pg_dump", url, &["--format=custom", "--no-owner", "--no-privileges", &into], &[])
}

/// Fills an empty database from a copy, all of it or nothing.
pub fn restore(url: &str, copy: &[u8]) -> Result<(), Failure> {
    run("pg_restore", url, &["--single-transaction", "--no-owner", "--no-privileges"], copy)
}

fn run(name: &str, url: &str, arguments: &[&str], input: &[u8]) -> Result<(), Failure> {
    let (url, password) = without_password(url);
    let mut command = Command::new(name);
    command.args(arguments).arg(format!("--dbname={url}")).envs(password.map(|text| ("PGPASSWORD", text)));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| {
        Failure::environment(format!(
            "No se puede ejecutar «{name}» ({error}). Instale el cliente de PostgreSQL, de la versión del servidor o \
             posterior."
        ))
    })?;
    // A tool that refuses closes its input; why is what it says.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input));
    let output = child.wait_with_output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::environment(format!("{name} no terminó: {}", said.trim())))
}

/// The address without its password, and the password.
fn without_password(url: &str) -> (String, Option<String>) {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let (login, place) = rest.split_at(rest[..rest.find('/').unwrap_or(rest.len())].rfind('@')?);
        let (user, password) = login.split_once(':')?;
        Some((format!("{scheme}://{user}{place}"), Some(decoded(password))))
    };
    parts().unwrap_or_else(|| (url.to_owned(), None))
}

/// A part of an address without its `%XX`.
fn decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        match piece.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(piece[2..].bytes());
            }
            None => bytes.extend(b"%".iter().copied().chain(piece.bytes())),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::without_password as split;

    #[test]
    fn a_password_leaves_the_address() {
        assert_eq!(
            split("postgres://ana:c%40ve%3a1@db:5432/x?sslmode=require"),
            ("postgres://ana@db:5432/x?sslmode=require".to_owned(), Some("c@ve:1".to_owned()))
        );
        assert_eq!(split("postgres://ana@db/x"), ("postgres://ana@db/x".to_owned(), None));
        assert_eq!(split("postgres://db/a@b:c"), ("postgres://db/a@b:c".to_owned(), None));
    }
}
