//! The binary `buentrato`: reads the command line, opens what the command needs, runs it. Rules,
//! pages and SQL live elsewhere; the real clock and the real randomness are made here and only here.

mod commands;
mod config;
mod failure;
mod machine;
mod postgres;
mod synthetic;

use clap::{Parser, Subcommand};
use failure::Failure;

/// Sistema de los centros de reeducación de hombres que ejercen violencia contra las mujeres.
#[derive(Parser)]
#[command(name = "buentrato", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Muestra el sistema con datos sintéticos: los crea, sirve y dice las direcciones y las cuentas
    Demo(commands::demo::Demo),
    /// Prepara una carpeta de datos nueva: llaves, bases de datos y configuración
    Init(commands::init::Init),
    /// Sirve los dos compartimentos, cada uno en su proceso
    Serve(commands::serve::Serve),
    /// Cuentas de acceso
    #[command(subcommand)]
    User(commands::user::User),
    /// Claves de acceso para la API
    #[command(subcommand)]
    Token(commands::token::Token),
    /// Revisa la instalación y dice qué falta
    Doctor(commands::doctor::Doctor),
    /// Pone al día el esquema de las bases de datos
    Migrate(commands::migrate::Migrate),
    /// Respaldos: crear, verificar y restaurar
    #[command(subcommand)]
    Backup(commands::backup::Backup),
    /// Registro de auditoría: verificarlo y sacar un punto de control
    #[command(subcommand)]
    Audit(commands::audit::Audit),
    /// Constancias: verificar un PDF sin conexión, escribir la llave de un centro
    #[cfg(feature = "pdf")]
    #[command(subcommand)]
    Certificate(commands::certificate::Certificate),
    /// Llena una base con datos sintéticos de cualquier tamaño
    Synth(commands::synth::Synth),
    /// Escribe el documento OpenAPI de la API
    Openapi,
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    machine::start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::environment(format!("No se pudo iniciar: {error}")).report(),
    };
    match runtime.block_on(run(cli.command)) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(command) => command.run().await,
        Command::Init(command) => command.run().await,
        Command::Serve(command) => command.run().await,
        Command::User(command) => command.run().await,
        Command::Token(command) => command.run().await,
        Command::Doctor(command) => command.run().await,
        Command::Migrate(command) => command.run().await,
        Command::Backup(command) => command.run().await,
        Command::Audit(command) => command.run().await,
        #[cfg(feature = "pdf")]
        Command::Certificate(command) => command.run().await,
        Command::Synth(command) => command.run().await,
        Command::Openapi => commands::openapi::run(),
    }
}
