//! `doctor`: looks at an installation and says what is missing and what to do. Changes nothing.

use domain::access::Compartment;
use store::{Programme, Safety, Side, Source};

use crate::{
    config::{Setup, Where},
    failure::Failure,
};

/// Revisa la instalación.
#[derive(clap::Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Where,
}

impl Doctor {
    pub async fn run(self) -> Result<(), Failure> {
        let setup = self.place.load()?;
        let mut bad = 0;
        for (side, outcome) in [
            (Compartment::Programme, examine::<Programme>(&setup).await),
            (Compartment::Safety, examine::<Safety>(&setup).await),
        ] {
            match outcome {
                Ok(()) => eprintln!(
                    "bien      {}: abre, sus bases responden y la auditoría es íntegra",
                    side.name()
                ),
                Err(Failure::Bad(message) | Failure::Environment(message)) => {
                    bad += 1;
                    eprintln!("MAL       {}: {message}", side.name());
                }
            }
        }
        for warning in warnings(&setup) {
            eprintln!("atención  {warning}");
        }
        if bad == 0 { Ok(()) } else { Err(Failure::bad(format!("{bad} compartimentos no están bien."))) }
    }
}

async fn examine<S: Side>(setup: &Setup) -> Result<(), Failure> {
    let store = setup.open::<S>().await?;
    store.check_health().await?;
    let report = store.verify_audit(None).await?;
    store.close().await?;
    match report.problems.first() {
        None => Ok(()),
        Some(problem) => Err(Failure::bad(format!("la auditoría no es íntegra ({problem})"))),
    }
}

fn warnings(setup: &Setup) -> Vec<String> {
    let mut found = Vec::new();
    for side in [Compartment::Programme, Compartment::Safety] {
        if let Source::Postgres { url, keys_url } = setup.source(side)
            && url == keys_url
        {
            found.push(format!(
                "{}: las llaves están en la misma base que los datos; ponga keys_database en otro servidor",
                side.name()
            ));
        }
        if setup.root_key_file(side).starts_with(setup.folder(side)) {
            found.push(format!(
                "{}: la llave raíz está junto a los datos; quien robe el disco tiene las dos cosas (opción root_key)",
                side.name()
            ));
        }
    }
    if setup.config.public_url.is_none() {
        found.push(
            "falta public_url: los códigos QR de las constancias llevarán la dirección local".to_owned(),
        );
    }
    if setup.config.tls_cert.is_none() && setup.config.trusted_proxy.is_empty() {
        found.push("sin TLS ni proxy: solo se sirve en esta misma máquina".to_owned());
    }
    found
}
