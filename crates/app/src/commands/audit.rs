//! `audit verify` and `audit checkpoint`: they read beside a running server and change nothing but
//! the checkpoint that they are asked for.

use std::path::PathBuf;

use store::{AuditReport, Programme, Safety, Side};
use vault::chain::Checkpoint;

use crate::{
    config::{Setup, Where},
    failure::Failure,
};

/// Registro de auditoría.
#[derive(clap::Subcommand)]
pub enum Audit {
    /// Verifica la cadena de los dos compartimentos
    Verify {
        #[command(flatten)]
        place: Where,
        /// Punto de control guardado en otro lugar
        #[arg(long, value_name = "ARCHIVO")]
        checkpoint: Option<PathBuf>,
        /// Escribe el resultado como JSON
        #[arg(long)]
        json: bool,
    },
    /// Firma un punto de control y lo escribe, para guardarlo en otro lugar
    Checkpoint {
        #[command(flatten)]
        place: Where,
        /// De qué compartimento
        #[arg(long, value_parser = ["programme", "safety"], default_value = "programme")]
        side: String,
        /// Archivo nuevo en que se escribe
        #[arg(long, value_name = "ARCHIVO")]
        out: PathBuf,
    },
}

impl Audit {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Verify { place, checkpoint, json } => verify(&place.load()?, checkpoint, json).await,
            Self::Checkpoint { place, side, out } => {
                let setup = place.load()?;
                let signed = if side == "safety" {
                    setup.open::<Safety>().await?.checkpoint_now().await?
                } else {
                    setup.open::<Programme>().await?.checkpoint_now().await?
                };
                crate::config::write_private(&out, &signed.to_text())
            }
        }
    }
}

async fn verify(setup: &Setup, checkpoint: Option<PathBuf>, json: bool) -> Result<(), Failure> {
    let kept = checkpoint.map(|file| read_checkpoint(&file)).transpose()?;
    let programme = verify_side::<Programme>(setup, kept.as_ref()).await?;
    let safety = verify_side::<Safety>(setup, kept.as_ref()).await?;
    let sides = [("programme", programme), ("safety", safety)];
    if json {
        let report: serde_json::Map<String, serde_json::Value> =
            sides.iter().map(|(name, report)| ((*name).to_owned(), to_json(report))).collect();
        machine_output(&serde_json::Value::Object(report));
    } else {
        for (name, report) in &sides {
            say(name, report);
        }
    }
    let problems: usize = sides.iter().map(|(_, report)| report.problems.len()).sum();
    if problems == 0 {
        Ok(())
    } else {
        Err(Failure::bad(format!("El registro de auditoría no es íntegro: {problems} hallazgos.")))
    }
}

async fn verify_side<S: Side>(setup: &Setup, kept: Option<&Checkpoint>) -> Result<AuditReport, Failure> {
    let store = setup.open::<S>().await?;
    let kept = kept.filter(|kept| kept.compartment == S::COMPARTMENT.name());
    let report = store.verify_audit(kept).await?;
    store.close().await?;
    Ok(report)
}

fn read_checkpoint(file: &std::path::Path) -> Result<Checkpoint, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::environment(format!("No se puede leer {}: {error}", file.display())))?;
    Checkpoint::parse(&text)
        .map_err(|_| Failure::bad(format!("{} no es un punto de control de Buentrato.", file.display())))
}

fn to_json(report: &AuditReport) -> serde_json::Value {
    serde_json::json!({
        "entries": report.entries, "linked": report.linked, "checkpoints": report.checkpoints,
        "proven_up_to": report.proven_up_to, "window": report.window, "problems": report.problems,
    })
}

fn say(name: &str, report: &AuditReport) {
    eprintln!(
        "{name}: {} asientos, {} encadenados, {} puntos de control válidos.\n  Probado sin cambios hasta el asiento {}; \
         después de él hay {} que ningún punto de control cubre todavía.",
        report.entries, report.linked, report.checkpoints, report.proven_up_to, report.window
    );
    for problem in &report.problems {
        eprintln!("  HALLAZGO: {problem}");
    }
}

/// JSON alone on stdout.
#[expect(clippy::print_stdout, reason = "the output of a command")]
pub fn machine_output(value: &serde_json::Value) {
    println!("{value}");
}
