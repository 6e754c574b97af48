//! `init`: makes the folder, the root keys and the databases of both compartments.

use domain::access::Compartment;
use store::{Programme, Safety, Side, Source, Store};

use crate::{
    config::{Setup, Where, write_private},
    failure::Failure,
    machine,
};

/// Prepara una carpeta de datos nueva.
#[derive(clap::Args)]
pub struct Init {
    #[command(flatten)]
    place: Where,
    /// Prepara solo un compartimento (en otra máquina irá el otro)
    #[arg(long, value_parser = ["programme", "safety"])]
    only: Option<String>,
}

impl Init {
    pub async fn run(self) -> Result<(), Failure> {
        let setup = self.place.load()?;
        let wants = |side: Compartment| self.only.as_deref().is_none_or(|only| only == side.name());
        if wants(Compartment::Programme) {
            let store = prepare::<Programme>(&setup).await?;
            super::demo::install_programmes(&store).await?;
            store.close().await?;
        }
        if wants(Compartment::Safety) {
            prepare::<Safety>(&setup).await?;
        }
        eprintln!(
            "Listo. Guarde ya una copia de cada llave raíz en otro lugar (memoria en caja fuerte, papel): sin ella \
             los datos no se abren, y con ella y los datos se leen.\n\
             Siga con: buentrato user add … --data {0}   y   buentrato serve --data {0}",
            setup.data.display()
        );
        Ok(())
    }
}

/// Makes one compartment; an existing one is left as it is.
pub async fn prepare<S: Side>(setup: &Setup) -> Result<Store<S>, Failure> {
    let folder = setup.folder(S::COMPARTMENT);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::environment(format!("No se puede crear {}: {error}", folder.display())))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700))?;
    }
    let key_file = setup.root_key_file(S::COMPARTMENT);
    if !key_file.exists() {
        if folder.join("data.db").exists() {
            return Err(Failure::environment(format!(
                "Hay datos en {} pero falta su llave raíz {}. No se crea otra: reponga la copia que guardó aparte.",
                folder.display(),
                key_file.display()
            )));
        }
        let root = vault::RootKey::generate(&machine::entropy());
        write_private(&key_file, &format!("{}\n", root.to_text().as_str()))?;
    }
    let root = setup.root_key(S::COMPARTMENT)?;
    let source = setup.source(S::COMPARTMENT);
    if let Source::Postgres { url, keys_url } = &source {
        for url in [url, keys_url] {
            store::create_database(url).await?;
        }
    }
    Ok(Store::open_migrated(&source, &root, machine::clock(), machine::entropy()).await?)
}
