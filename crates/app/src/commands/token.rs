//! `token create`: a bearer token of the API for an account, shown once.

use domain::{
    access::{Action, Ctx},
    ids::UserId,
};
use store::{Base, Programme, accounts::NewToken};

use crate::{config::Where, failure::Failure, machine};

/// Claves de acceso para la API.
#[derive(clap::Subcommand)]
pub enum Token {
    /// Crea una clave para una cuenta y la muestra una sola vez
    Create {
        #[command(flatten)]
        place: Where,
        /// Cuenta a cuyo nombre actúa
        #[arg(long)]
        user: String,
        /// Para qué es
        #[arg(long)]
        label: String,
        /// Puede escribir (si no, solo lee)
        #[arg(long)]
        write: bool,
        /// Días que vale
        #[arg(long, default_value_t = 90)]
        days: i64,
        /// Escribe el resultado como JSON
        #[arg(long)]
        json: bool,
    },
}

impl Token {
    pub async fn run(self) -> Result<(), Failure> {
        let Self::Create { place, user, label, write, days, json } = self;
        let store = place.load()?.open::<Programme>().await?;
        let account = store.account_named(&machine::context(Action::ManageAccounts), &user).await?;
        let token =
            create(&store, &machine::context(Action::ManageTokens), account.id, &label, write, days).await?;
        store.close().await?;
        say(&token, json);
        Ok(())
    }
}

#[expect(clippy::print_stdout, reason = "the token is the output")]
fn say(token: &str, json: bool) {
    if json {
        println!("{}", serde_json::json!({ "token": token }));
    } else {
        println!("{token}");
    }
}

/// Makes a token for an account.
pub async fn create(
    base: &Base,
    ctx: &Ctx,
    user: UserId,
    label: &str,
    may_write: bool,
    days: i64,
) -> Result<String, Failure> {
    let new = NewToken { label: label.to_owned(), may_write, lifetime: chrono::Duration::days(days) };
    let (_, token) = base.create_token_for(ctx, user, new).await?;
    Ok(token.into_inner())
}
