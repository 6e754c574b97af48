//! `certificate verify` needs nothing but the file and the centre's public key: no data, no network.
//! `certificate key` prints that key.

use std::path::PathBuf;

use documents::seal::{SealError, verify};
use domain::access::Action;
use store::Programme;
use vault::PublicKey;

use super::audit::machine_output;
use crate::{config::Where, failure::Failure, machine};

/// Constancias.
#[derive(clap::Subcommand)]
pub enum Certificate {
    /// Verifica sin conexión el sello de una o más constancias en PDF
    Verify {
        /// Las constancias
        #[arg(value_name = "ARCHIVO.pdf", required = true)]
        files: Vec<PathBuf>,
        /// La llave pública del centro: el archivo, o el texto que empieza con «buentrato-pub-1:»
        #[arg(long, value_name = "LLAVE")]
        key: String,
        /// Escribe un renglón de JSON por archivo
        #[arg(long)]
        json: bool,
    },
    /// Escribe la llave pública con que se verifican las constancias de un centro
    Key {
        #[command(flatten)]
        place: Where,
        /// Clave del centro en los folios, p. ej. CUN
        #[arg(long, value_name = "CLAVE")]
        centre: String,
    },
}

impl Certificate {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Verify { files, key, json } => verify_files(&files, &key, json),
            Self::Key { place, centre } => print_key(&place, &centre).await,
        }
    }
}

/// Says of each file whether its seal holds; fails if one of them does not.
fn verify_files(files: &[PathBuf], key: &str, json: bool) -> Result<(), Failure> {
    let key = read_key(key)?;
    let mut broken = Vec::new();
    for file in files {
        let pdf = std::fs::read(file)
            .map_err(|error| Failure::environment(format!("No se puede leer {}: {error}", file.display())))?;
        let outcome = verify(&pdf, &key);
        if json {
            machine_output(&serde_json::json!({
                "file": file, "valid": outcome.is_ok(), "reason": outcome.as_ref().err().map(|error| code(*error)),
                "key": key.fingerprint(),
            }));
        }
        broken.extend(outcome.err().map(|error| (file, error)));
    }
    match broken.as_slice() {
        [] if json => Ok(()),
        [] => {
            eprintln!(
                "El sello es válido: el archivo está íntegro y lo selló la llave {}.\nEl sello no dice si la constancia \
                 sigue vigente: eso lo dice la dirección de su código QR.",
                key.fingerprint()
            );
            Ok(())
        }
        [(_, error)] if files.len() == 1 => Err(Failure::bad(reason(*error))),
        several => {
            let line =
                |(file, error): &(&PathBuf, SealError)| format!("{}: {}", file.display(), reason(*error));
            Err(Failure::bad(several.iter().map(line).collect::<Vec<_>>().join("\n")))
        }
    }
}

/// A key from a file, or written out.
fn read_key(text: &str) -> Result<PublicKey, Failure> {
    let written = match text.starts_with("buentrato-pub-") {
        true => text.to_owned(),
        false => std::fs::read_to_string(text)
            .map_err(|error| Failure::environment(format!("No se puede leer la llave {text}: {error}")))?,
    };
    PublicKey::parse(&written).map_err(|_| {
        Failure::environment(
            "Eso no es una llave pública de Buentrato. Descárguela de la página de verificación o cópiela completa.",
        )
    })
}

fn code(error: SealError) -> &'static str {
    match error {
        SealError::NotFinished => "not-finished",
        SealError::Missing => "no-seal",
        SealError::Damaged => "damaged-seal",
        SealError::OtherKey => "other-key",
        SealError::Altered => "altered",
    }
}

fn reason(error: SealError) -> &'static str {
    match error {
        SealError::NotFinished => {
            "No es una constancia íntegra: el archivo no termina como debe. Pida el archivo original."
        }
        SealError::Missing => "El archivo no tiene sello digital.",
        SealError::Damaged => "El sello está dañado: el archivo fue modificado.",
        SealError::OtherKey => {
            "El sello es de otra llave: no lo emitió este centro, o la llave no es la suya."
        }
        SealError::Altered => {
            "El archivo fue modificado después de sellarlo: no es la constancia que se emitió."
        }
    }
}

#[expect(clippy::print_stdout, reason = "the output of a command")]
async fn print_key(place: &Where, code: &str) -> Result<(), Failure> {
    let store = place.load()?.open::<Programme>().await?;
    let centres = store.list_centres(&machine::context(Action::ViewCentres)).await?;
    let centre = centres.iter().find(|centre| centre.code.eq_ignore_ascii_case(code)).ok_or_else(|| {
        let known: Vec<&str> = centres.iter().map(|centre| centre.code.as_str()).collect();
        Failure::bad(format!("No hay un centro con la clave {code}. Hay: {}.", known.join(", ")))
    })?;
    let key = store.certificate_key(&machine::context(Action::ViewCertificates), centre.id).await?;
    println!("{}", key.to_text());
    Ok(())
}
