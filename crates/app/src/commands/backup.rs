//! `backup key|create|verify|restore`: data first, then keys, each encrypted with age to a public
//! key, so that the server cannot read its own old backups. The root key is never in a backup.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
};

use domain::access::Compartment;
use store::{Programme, Safety, Side, Source};

use crate::{
    config::{Setup, Where, write_private},
    failure::Failure,
    machine, postgres,
};

const SQLITE: &[u8] = b"SQLite format 3\0";

const KEYS_KEPT_DAYS: i64 = 35;

/// Respaldos.
#[derive(clap::Subcommand)]
pub enum Backup {
    /// Crea el par de llaves de los respaldos; la privada se guarda fuera del servidor
    Key {
        /// Archivo nuevo de la llave privada
        #[arg(long, value_name = "ARCHIVO")]
        out: PathBuf,
    },
    /// Copia los datos y después las llaves, cifrados para una llave pública
    Create {
        #[command(flatten)]
        place: Where,
        /// Carpeta donde se deja el respaldo
        #[arg(long, value_name = "CARPETA")]
        to: PathBuf,
        /// Llave pública (age1…)
        #[arg(long, value_name = "LLAVE")]
        recipient: String,
    },
    /// Descifra un respaldo y revisa que esté completo, sin escribir nada
    Verify {
        /// Carpeta del respaldo
        from: PathBuf,
        /// Archivo de la llave privada
        #[arg(long, value_name = "ARCHIVO")]
        identity: PathBuf,
    },
    /// Restaura en una carpeta vacía
    Restore {
        /// Carpeta del respaldo
        from: PathBuf,
        /// Archivo de la llave privada
        #[arg(long, value_name = "ARCHIVO")]
        identity: PathBuf,
        /// Carpeta vacía
        #[arg(long, value_name = "CARPETA")]
        data: PathBuf,
        /// PostgreSQL: archivo de configuración que dice en qué bases, vacías o por crear
        #[arg(long, value_name = "ARCHIVO")]
        config: Option<PathBuf>,
        /// Copia de la llave raíz del programa
        #[arg(long, value_name = "ARCHIVO")]
        programme_root_key: PathBuf,
        /// Copia de la llave raíz de seguridad
        #[arg(long, value_name = "ARCHIVO")]
        safety_root_key: PathBuf,
    },
}

impl Backup {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Key { out } => make_key(&out),
            Self::Create { place, to, recipient } => create(&place.load()?, &to, &recipient).await,
            Self::Verify { from, identity } => verify(&from, &identity),
            Self::Restore { from, identity, data, config, programme_root_key, safety_root_key } => {
                let setup = Where { data, config }.load()?;
                restore(&from, &identity, &setup, [&programme_root_key, &safety_root_key]).await
            }
        }
    }
}

#[expect(clippy::print_stdout, reason = "the public key is the output")]
fn make_key(out: &Path) -> Result<(), Failure> {
    use age::secrecy::ExposeSecret;
    let identity = age::x25519::Identity::generate();
    write_private(out, &format!("{}\n", identity.to_string().expose_secret()))?;
    println!("{}", identity.to_public());
    Ok(())
}

async fn create(setup: &Setup, to: &Path, recipient: &str) -> Result<(), Failure> {
    let recipient: age::x25519::Recipient = recipient.parse().map_err(|_| {
        Failure::environment("La llave pública debe empezar con «age1». Créela con «buentrato backup key».")
    })?;
    let stamp = machine::clock().now().format("%Y%m%dT%H%M%SZ").to_string();
    let folder = to.join(format!("buentrato-{stamp}"));
    std::fs::create_dir_all(&folder)?;
    copy_side::<Programme>(setup, &folder, &recipient).await?;
    copy_side::<Safety>(setup, &folder, &recipient).await?;
    forget_old_key_copies(to)?;
    eprintln!(
        "Respaldo en {}. La llave raíz no va en él: guárdela aparte. Pruebe la restauración cada trimestre.",
        folder.display()
    );
    Ok(())
}

async fn copy_side<S: Side>(
    setup: &Setup,
    folder: &Path,
    recipient: &age::x25519::Recipient,
) -> Result<(), Failure> {
    let store = setup.open::<S>().await?;
    let scratch = tempfile::tempdir_in(folder)?;
    let name = S::COMPARTMENT.name();
    let (data, keys) = (scratch.path().join("data"), scratch.path().join("keys"));
    // Data first: each sealed row of the copy then finds its key in the later copy of the keys.
    match setup.source(S::COMPARTMENT) {
        Source::Sqlite(_) => {
            store.copy_data(&data).await?;
            store.copy_keys(&keys).await?;
        }
        Source::Postgres { url, keys_url } => {
            postgres::dump(&url, &data)?;
            postgres::dump(&keys_url, &keys)?;
        }
    }
    store.close().await?;
    encrypt(&data, &folder.join(format!("{name}-data.age")), recipient)?;
    encrypt(&keys, &folder.join(format!("{name}-keys.age")), recipient)
}

fn encrypt(plain: &Path, out: &Path, recipient: &age::x25519::Recipient) -> Result<(), Failure> {
    let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))
        .map_err(|error| Failure::environment(error.to_string()))?;
    let file = std::fs::File::create_new(out)?;
    let mut writer = encryptor.wrap_output(file)?;
    std::io::copy(&mut std::fs::File::open(plain)?, &mut writer)?;
    let mut file = writer.finish()?;
    file.flush()?;
    file.sync_all()?;
    Ok(())
}

/// Copies of keys live at most 35 days: an erased person must not come back from an old one.
fn forget_old_key_copies(to: &Path) -> Result<(), Failure> {
    let oldest = machine::clock().now() - chrono::Duration::days(KEYS_KEPT_DAYS);
    for entry in std::fs::read_dir(to)?.flatten() {
        let name = entry.file_name();
        let Some(stamp) = name.to_str().and_then(|name| name.strip_prefix("buentrato-")) else { continue };
        let Ok(at) = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ") else { continue };
        if at.and_utc() < oldest {
            for side in [Compartment::Programme, Compartment::Safety] {
                let keys = entry.path().join(format!("{}-keys.age", side.name()));
                if keys.exists() {
                    std::fs::remove_file(keys)?;
                }
            }
        }
    }
    Ok(())
}

fn identity(file: &Path) -> Result<age::x25519::Identity, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::environment(format!("No se puede leer {}: {error}", file.display())))?;
    text.trim().parse().map_err(|_| {
        Failure::environment(format!("{} no es una llave privada de respaldos.", file.display()))
    })
}

/// Decrypts one file of a backup to its end; a flipped byte anywhere is an error.
fn decrypt(file: &Path, identity: &age::x25519::Identity) -> Result<Vec<u8>, Failure> {
    let refused = |why: &str| {
        Failure::bad(format!(
            "El respaldo {} no es íntegro o no es para esta llave: {why}. No se usa.",
            file.display()
        ))
    };
    let sealed = std::fs::File::open(file)
        .map_err(|error| Failure::bad(format!("Falta {} en el respaldo: {error}", file.display())))?;
    let decryptor =
        age::Decryptor::new(std::io::BufReader::new(sealed)).map_err(|error| refused(&error.to_string()))?;
    let mut reader = decryptor
        .decrypt(std::iter::once(identity as &dyn age::Identity))
        .map_err(|error| refused(&error.to_string()))?;
    let mut plain = Vec::new();
    reader.read_to_end(&mut plain).map_err(|error| refused(&error.to_string()))?;
    if !plain.starts_with(SQLITE) && !plain.starts_with(postgres::MAGIC) {
        return Err(refused("no contiene una base de datos"));
    }
    Ok(plain)
}

fn verify(from: &Path, identity_file: &Path) -> Result<(), Failure> {
    let identity = identity(identity_file)?;
    for side in [Compartment::Programme, Compartment::Safety] {
        for part in ["data", "keys"] {
            decrypt(&from.join(format!("{}-{part}.age", side.name())), &identity)?;
        }
    }
    eprintln!("El respaldo {} está completo y se descifra.", from.display());
    Ok(())
}

async fn restore(from: &Path, identity_file: &Path, setup: &Setup, roots: [&Path; 2]) -> Result<(), Failure> {
    let occupied = std::fs::read_dir(&setup.data).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        return Err(Failure::environment(format!(
            "{} no está vacía. Restaure en una carpeta nueva.",
            setup.data.display()
        )));
    }
    let identity = identity(identity_file)?;
    // Everything is decrypted before anything is written: a damaged backup leaves no half folder.
    let mut parts = Vec::new();
    for (side, root) in [Compartment::Programme, Compartment::Safety].into_iter().zip(roots) {
        let key = std::fs::read_to_string(root)
            .map_err(|error| Failure::environment(format!("No se puede leer {}: {error}", root.display())))?;
        let data = decrypt(&from.join(format!("{}-data.age", side.name())), &identity)?;
        let keys = decrypt(&from.join(format!("{}-keys.age", side.name())), &identity)?;
        let engine = if setup.side(side).database.is_some() { postgres::MAGIC } else { SQLITE };
        if !data.starts_with(engine) || !keys.starts_with(engine) {
            return Err(Failure::environment(
                "El respaldo es de otro motor de base de datos. Uno de PostgreSQL se restaura con --config, que dice en \
                 qué bases; uno de SQLite, sin ella.",
            ));
        }
        parts.push((side, key, data, keys));
    }
    for (side, key, data, keys) in parts {
        put(setup, side, &data, &keys).await?;
        write_private(&setup.root_key_file(side), &key)?;
    }
    if setup.config.programme.database.is_some() {
        setup.keep_config()?;
    }
    // Opening applies the list of what was erased before anybody can read.
    let programme = reopen::<Programme>(setup).await?;
    let safety = reopen::<Safety>(setup).await?;
    eprintln!(
        "Restaurado en {}: {programme} y {safety} asientos de auditoría, íntegros.",
        setup.data.display()
    );
    Ok(())
}

/// Puts the copies where the databases of this side are.
async fn put(setup: &Setup, side: Compartment, data: &[u8], keys: &[u8]) -> Result<(), Failure> {
    let folder = setup.folder(side);
    match setup.source(side) {
        Source::Sqlite(_) => {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(folder.join("data.db"), data)?;
            std::fs::write(folder.join("keys.db"), keys)?;
        }
        Source::Postgres { url, keys_url } => {
            store::create_database(&url).await?;
            postgres::restore(&url, data)?;
            // Data and keys in one database came back together.
            if keys_url != url {
                store::create_database(&keys_url).await?;
                postgres::restore(&keys_url, keys)?;
            }
            std::fs::create_dir_all(&folder)?;
        }
    }
    Ok(())
}

async fn reopen<S: Side>(setup: &Setup) -> Result<u64, Failure> {
    let store = setup.open::<S>().await?;
    let report = store.verify_audit(None).await?;
    store.close().await?;
    if report.problems.is_empty() {
        Ok(report.entries)
    } else {
        Err(Failure::bad("El registro de auditoría del respaldo no es íntegro."))
    }
}
