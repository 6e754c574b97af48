//! `user add`: the first accounts, before anybody can sign in to make them on the screen.

use std::io::BufRead;

use domain::{
    access::{Action, Compartment, Grant, Role},
    ids::CentreId,
};
use store::{Base, Programme, Safety, accounts::NewAccount};

use crate::{config::Where, failure::Failure, machine};

/// Cuentas de acceso.
#[derive(clap::Subcommand)]
pub enum User {
    /// Crea una cuenta; la contraseña temporal se lee de la entrada o se genera
    Add(Add),
    /// Da el código de un solo uso de una clave TOTP (para la demostración y para pruebas)
    Code {
        /// Clave en base 32
        #[arg(long)]
        secret: String,
    },
}

/// Crea una cuenta.
#[derive(clap::Args)]
pub struct Add {
    #[command(flatten)]
    place: Where,
    /// Nombre de la cuenta
    username: String,
    /// Nombre que se ve en pantalla
    #[arg(long)]
    name: String,
    /// Papel: coordinator, facilitator, intake, technical-administrator, state-evaluator, auditor, safety-coordinator…
    #[arg(long)]
    role: String,
    /// Clave del centro, para papeles de un centro
    #[arg(long)]
    centre: Option<String>,
    /// Lee la contraseña temporal de la entrada estándar en vez de generarla
    #[arg(long)]
    password_stdin: bool,
}

impl User {
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(add) => add.run().await,
            Self::Code { secret } => code(&secret),
        }
    }
}

impl Add {
    async fn run(self) -> Result<(), Failure> {
        let role = Role::from_name(&self.role).ok_or_else(|| {
            let known: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
            Failure::environment(format!("El papel «{}» no existe. Hay: {}.", self.role, known.join(", ")))
        })?;
        let setup = self.place.load()?;
        if role.compartment() == Compartment::Safety {
            let store = setup.open::<Safety>().await?;
            self.add(&store, Grant { role, centre: None }).await?;
            return Ok(store.close().await?);
        }
        let store = setup.open::<Programme>().await?;
        let centre = self.centre_id(&store).await?;
        self.add(&store, Grant { role, centre }).await?;
        Ok(store.close().await?)
    }

    async fn centre_id(&self, store: &store::Store<Programme>) -> Result<Option<CentreId>, Failure> {
        let Some(code) = &self.centre else { return Ok(None) };
        let centres = store.list_centres(&machine::context(Action::ViewCentres)).await?;
        let found = centres.iter().find(|centre| centre.code.eq_ignore_ascii_case(code));
        found.map(|centre| Some(centre.id)).ok_or_else(|| {
            let known: Vec<&str> = centres.iter().map(|centre| centre.code.as_str()).collect();
            Failure::environment(format!(
                "No hay un centro con la clave «{code}». Hay: {}.",
                known.join(", ")
            ))
        })
    }

    #[expect(clippy::print_stdout, reason = "the temporary password is the output")]
    async fn add(&self, base: &Base, grant: Grant) -> Result<(), Failure> {
        let entropy = machine::entropy();
        let password = if self.password_stdin {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        } else {
            entropy.short_token().to_lowercase()[..20].to_owned()
        };
        if password.chars().count() < 15 {
            return Err(Failure::bad("La contraseña debe tener al menos 15 caracteres."));
        }
        let username = store::accounts::username(&self.username).ok_or_else(|| {
            Failure::bad("El nombre de cuenta lleva letras sin acento, números, punto o guion.")
        })?;
        let new = NewAccount {
            username,
            display_name: self.name.clone(),
            grant,
            staff: None,
            password_hash: web::features::access::password::hash_now(&entropy, &password),
            must_change_password: true,
        };
        base.create_account(&machine::context(Action::ManageAccounts), new).await?;
        if !self.password_stdin {
            println!("{password}");
        }
        eprintln!(
            "Cuenta creada. Al entrar por primera vez elegirá su contraseña y registrará su segundo factor."
        );
        Ok(())
    }
}

#[expect(clippy::print_stdout, reason = "the code is the output")]
fn code(secret: &str) -> Result<(), Failure> {
    let bytes = data_encoding::BASE32_NOPAD
        .decode(secret.trim().trim_end_matches('=').to_ascii_uppercase().as_bytes())
        .map_err(|_| Failure::environment("La clave no está en base 32."))?;
    println!("{}", web::features::access::factor::code_at(&bytes, machine::clock().now()));
    Ok(())
}
