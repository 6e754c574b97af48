//! Fetches the front-end packages by their lock file and writes the table of embedded files.
//!
//! Takes the minified Tabler style sheet, htmx and our own `src/front/*`; each gets a content-hashed
//! name and a gzip twin. `npm ci` runs only when the lock changed; with `BUENTRATO_ASSETS=FOLDER`
//! (a folder that holds `node_modules`) it does not run at all. Never runs package scripts.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::{env, fs};

/// Files taken from packages: name under which we serve it, path below `node_modules`.
const FROM_PACKAGES: [(&str, &str); 2] =
    [("tabler.css", "@tabler/core/dist/css/tabler.min.css"), ("htmx.js", "htmx.org/dist/htmx.min.js")];

/// Our own files, in `src/front`.
const OWN: [&str; 4] = ["app.css", "app.js", "icons.svg", "favicon.svg"];

fn main() {
    for path in ["package.json", "package-lock.json", "src/front"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed=BUENTRATO_ASSETS");

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let modules = match env::var_os("BUENTRATO_ASSETS") {
        Some(folder) => PathBuf::from(folder).join("node_modules"),
        None => fetch_packages(&out.join("npm")),
    };

    let mut table = String::from("&[\n");
    for (name, path) in FROM_PACKAGES {
        embed(&mut table, &out, name, &modules.join(path));
    }
    for name in OWN {
        embed(&mut table, &out, name, &Path::new("src/front").join(name));
    }
    table.push(']');
    write(&out.join("table.rs"), table.as_bytes());
}

/// `npm ci` into `folder` unless it already holds what the lock asks for; answers its `node_modules`.
fn fetch_packages(folder: &Path) -> PathBuf {
    let stamp = folder.join("fetched.lock");
    let lock = read(Path::new("package-lock.json"));
    if fs::read(&stamp).is_ok_and(|fetched| fetched == lock) {
        return folder.join("node_modules");
    }
    fs::create_dir_all(folder).unwrap_or_else(|e| stop(&format!("{}: {e}", folder.display())));
    write(&folder.join("package.json"), &read(Path::new("package.json")));
    write(&folder.join("package-lock.json"), &lock);
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    match Command::new(npm).args(arguments).current_dir(folder).status() {
        Ok(status) if status.success() => {}
        Ok(status) => stop(&format!("npm ci: {status}")),
        Err(error) => stop(&format!("npm: {error}")),
    }
    write(&stamp, &lock);
    folder.join("node_modules")
}

/// Copies one file and its gzip twin to `out` and adds its row to the table.
fn embed(table: &mut String, out: &Path, name: &str, source: &Path) {
    let mut bytes = read(source);
    if let Some(start) = find(&bytes, b"/*# sourceMappingURL=") {
        bytes.truncate(start);
    }
    let (stem, extension) = name.rsplit_once('.').expect("each asset name has an extension");
    let content_type = match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let path = format!("{stem}.{:016x}.{extension}", hasher.finish());

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&bytes).expect("writing to memory does not fail");
    let gzip = encoder.finish().expect("writing to memory does not fail");

    let (plain_file, gzip_file) = (out.join(name), out.join(format!("{name}.gz")));
    write(&plain_file, &bytes);
    write(&gzip_file, &gzip);
    writeln!(
        table,
        "    Asset {{ name: {name:?}, path: {path:?}, url: {:?}, bytes: include_bytes!({plain_file:?}), \
         gzip: include_bytes!({gzip_file:?}), content_type: {content_type:?} }},",
        format!("/recursos/{path}"),
    )
    .expect("writing to a string does not fail");
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| stop(&format!("{}: {error}", path.display())))
}

fn write(path: &Path, bytes: &[u8]) {
    // An unchanged file keeps its date, so that an edit of app.css does not recompile for nothing.
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return;
    }
    fs::write(path, bytes).unwrap_or_else(|error| stop(&format!("{}: {error}", path.display())));
}

/// Ends the build saying what happened and what to do, in the two languages of the project.
fn stop(cause: &str) -> ! {
    eprintln!(
        "\nNo se pudieron preparar los recursos de pantalla (hojas de estilo y htmx): {cause}\n\
         Qué hacer: instale Node.js 20 o posterior con npm y vuelva a compilar; o, sin red, indique en\n\
         BUENTRATO_ASSETS una carpeta donde ya se ejecutó `npm ci --ignore-scripts` con crates/assets/package-lock.json.\n\n\
         The screen assets (style sheets and htmx) could not be prepared: {cause}\n\
         What to do: install Node.js 20 or later with npm and build again; or, without a network, set\n\
         BUENTRATO_ASSETS to a folder where `npm ci --ignore-scripts` has run with crates/assets/package-lock.json.\n"
    );
    exit(1)
}
