//! Where things are: the data folder, the configuration file, the root keys.
//!
//! With `--data DIR` alone everything has its place in that folder; `DIR/config.toml`, or the file
//! given by `--config`, changes what a larger installation needs. Secrets are files or environment,
//! never arguments.

use std::path::{Path, PathBuf};

use domain::access::Compartment;
use serde::{Deserialize, Serialize};
use store::Source;
use vault::RootKey;

use crate::failure::Failure;

/// Which data a command works on.
#[derive(clap::Args, Debug, Clone)]
pub struct Where {
    /// Carpeta de los datos
    #[arg(long, value_name = "CARPETA", env = "BUENTRATO_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// Archivo de configuración (si no, CARPETA/config.toml cuando existe)
    #[arg(long, value_name = "ARCHIVO")]
    pub config: Option<PathBuf>,
}

/// The configuration file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address that QR codes and links carry, e.g. `https://constancias.ejemplo.gob.mx`.
    pub public_url: Option<String>,
    /// Synthetic data: a ribbon on every page says so.
    pub demo: bool,
    /// PEM files for TLS.
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    /// Addresses of the proxy that ends TLS in front.
    pub trusted_proxy: Vec<std::net::IpAddr>,
    pub programme: Side,
    pub safety: Side,
}

/// One compartment's part of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Side {
    /// Address to listen on.
    pub listen: Option<std::net::SocketAddr>,
    /// PostgreSQL URLs; SQLite in the data folder without them.
    pub database: Option<String>,
    pub keys_database: Option<String>,
    /// Root key file.
    pub root_key: Option<PathBuf>,
}

/// A loaded configuration with its data folder.
#[derive(Debug, Clone)]
pub struct Setup {
    pub data: PathBuf,
    pub config: Config,
}

impl Where {
    /// Reads the configuration; without a file the defaults hold.
    pub fn load(&self) -> Result<Setup, Failure> {
        let file = self.config.clone().unwrap_or_else(|| self.data.join("config.toml"));
        let config = match std::fs::read_to_string(&file) {
            Ok(text) => toml::from_str(&text)
                .map_err(|error| Failure::environment(format!("{}: {error}", file.display())))?,
            Err(_) if self.config.is_none() => Config::default(),
            Err(error) => {
                return Err(Failure::environment(format!("No se puede leer {}: {error}", file.display())));
            }
        };
        Ok(Setup { data: self.data.clone(), config })
    }
}

impl Setup {
    pub fn side(&self, compartment: Compartment) -> &Side {
        match compartment {
            Compartment::Programme => &self.config.programme,
            Compartment::Safety => &self.config.safety,
        }
    }

    /// The folder of one compartment.
    pub fn folder(&self, compartment: Compartment) -> PathBuf {
        self.data.join(compartment.name())
    }

    /// Where its databases are.
    pub fn source(&self, compartment: Compartment) -> Source {
        let side = self.side(compartment);
        match &side.database {
            Some(url) => Source::Postgres {
                url: url.clone(),
                keys_url: side.keys_database.clone().unwrap_or_else(|| url.clone()),
            },
            None => Source::Sqlite(self.folder(compartment)),
        }
    }

    /// Keeps the configuration in the data folder, where every command looks for it. It may hold the
    /// password of a database: only its owner can read it.
    pub fn keep_config(&self) -> Result<(), Failure> {
        let text = toml::to_string(&self.config).map_err(|error| Failure::environment(error.to_string()))?;
        std::fs::create_dir_all(&self.data)?;
        write_private(&self.data.join("config.toml"), &text)
    }

    pub fn root_key_file(&self, compartment: Compartment) -> PathBuf {
        let default = || self.folder(compartment).join("root.key");
        self.side(compartment).root_key.clone().unwrap_or_else(default)
    }

    pub fn root_key(&self, compartment: Compartment) -> Result<RootKey, Failure> {
        read_root_key(&self.root_key_file(compartment))
    }

    /// Opens a compartment whose schema is up to date.
    pub async fn open<S: store::Side>(&self) -> Result<store::Store<S>, Failure> {
        let root = self.root_key(S::COMPARTMENT)?;
        let source = self.source(S::COMPARTMENT);
        if let Source::Sqlite(folder) = &source
            && !folder.join("data.db").exists()
        {
            return Err(Failure::environment(format!(
                "No hay datos en {}. Ejecute «buentrato init --data {}».",
                folder.display(),
                self.data.display()
            )));
        }
        Ok(store::Store::open(&source, &root, crate::machine::clock(), crate::machine::entropy()).await?)
    }
}

/// Reads a root key and refuses a file that others can read.
pub fn read_root_key(file: &Path) -> Result<RootKey, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::environment(format!(
            "No se puede leer la llave raíz {}: {error}. Sin ella los datos no se abren; si se perdió, use la \
             copia que guardó aparte.",
            file.display()
        ))
    })?;
    refuse_open_permissions(file)?;
    RootKey::parse(text.trim()).map_err(|_| {
        Failure::environment(format!("{} no contiene una llave raíz de Buentrato.", file.display()))
    })
}

#[cfg(unix)]
fn refuse_open_permissions(file: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file)?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(Failure::environment(format!(
        "Otros usuarios pueden leer la llave raíz {} (permisos {mode:o}). Ejecute: chmod 600 {}",
        file.display(),
        file.display()
    )))
}

#[cfg(not(unix))]
fn refuse_open_permissions(_: &Path) -> Result<(), Failure> {
    Ok(())
}

/// Writes a file that only its owner can read, durable when this returns; refuses to overwrite.
pub fn write_private(file: &Path, text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options
        .open(file)
        .map_err(|error| Failure::environment(format!("No se puede escribir {}: {error}", file.display())))?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    Ok(())
}
