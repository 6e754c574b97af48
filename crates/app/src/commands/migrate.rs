//! `migrate`: brings the schema of both compartments up to date.

use store::{Programme, Safety, Side, Store};

use crate::{
    config::{Setup, Where},
    failure::Failure,
    machine,
};

/// Pone al día el esquema. Haga antes un respaldo.
#[derive(clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Where,
}

impl Migrate {
    pub async fn run(self) -> Result<(), Failure> {
        let setup = self.place.load()?;
        migrate::<Programme>(&setup).await?;
        migrate::<Safety>(&setup).await?;
        eprintln!("El esquema de los dos compartimentos está al día.");
        Ok(())
    }
}

async fn migrate<S: Side>(setup: &Setup) -> Result<(), Failure> {
    let root = setup.root_key(S::COMPARTMENT)?;
    let source = setup.source(S::COMPARTMENT);
    let store = Store::<S>::open_migrated(&source, &root, machine::clock(), machine::entropy()).await?;
    Ok(store.close().await?)
}
