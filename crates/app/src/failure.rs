//! How a command ends badly: 1 when the input or the data was judged bad, 2 for usage or
//! environment. Each message says what to do.

use std::process::ExitCode;

/// A command that did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The input or the data was judged bad: exit 1.
    Bad(String),
    /// Usage or environment: exit 2.
    Environment(String),
}

impl Failure {
    pub fn bad(message: impl Into<String>) -> Self {
        Self::Bad(message.into())
    }

    pub fn environment(message: impl Into<String>) -> Self {
        Self::Environment(message.into())
    }

    /// Says it on stderr and gives the exit code.
    pub fn report(&self) -> ExitCode {
        let (message, code) = match self {
            Self::Bad(message) => (message, 1),
            Self::Environment(message) => (message, 2),
        };
        eprintln!("buentrato: {message}");
        ExitCode::from(code)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        use store::Error as E;
        match error {
            E::WrongRootKey => Self::environment(
                "La llave raíz no es la de estos datos. Use el archivo root.key con que se crearon o \
                 la copia que guardó aparte (opción root_key de la configuración).",
            ),
            E::SchemaBehind => Self::environment(
                "Los datos son de una versión anterior. Haga un respaldo y ejecute «buentrato migrate».",
            ),
            E::NewerData(version) => Self::environment(format!(
                "Los datos son de una versión más nueva del programa ({version}). Instale esa versión o una posterior; \
                 nada se ha cambiado."
            )),
            E::DiskFull => Self::environment("No queda espacio en el disco. Libere espacio y repita."),
            E::Damaged => Self::bad(
                "Un dato sellado no se puede abrir: fue alterado o su llave no es la suya. Ejecute \
                 «buentrato audit verify» y, si hace falta, restaure un respaldo.",
            ),
            E::Refused(code) => Self::bad(format!("No se permite: {code}.")),
            E::NotFound | E::Denied => Self::bad("No existe."),
            E::Conflict(what) => Self::bad(format!("Ya existe uno igual ({what}).")),
            other => Self::environment(format!("La base de datos no responde: {other}")),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => {
                Self::environment("No queda espacio en el disco. Libere espacio y repita.")
            }
            _ => Self::environment(error.to_string()),
        }
    }
}
