//! Recognises the columns of a list by their usual Spanish headings. The user confirms.

use super::rows::RawCell;
use crate::named::named;
use crate::people::name::fold;

named! {
    /// What a column holds.
    Column {
        /// Nombre(s).
        GivenNames = "given-names",
        /// Primer apellido, apellido paterno.
        FirstSurname = "first-surname",
        /// Segundo apellido, apellido materno.
        SecondSurname = "second-surname",
        /// Both surnames in one cell.
        Surnames = "surnames",
        /// The whole name in one cell.
        FullName = "full-name",
        /// CURP.
        Curp = "curp",
        /// Sexo.
        Sex = "sex",
        /// Fecha de nacimiento.
        BirthDate = "birth-date",
        /// Dependencia.
        Dependency = "dependency",
        /// Área.
        Area = "area",
        /// Puesto, cargo.
        Post = "post",
        /// Teléfono.
        Phone = "phone",
        /// Correo electrónico.
        Email = "email",
    }
}

/// Usual headings, folded. Those in the second list also count inside a longer heading.
const USUAL: [(Column, &[&str], &[&str]); 13] = [
    (Column::GivenNames, &["nombre", "nombres", "nombre de pila", "nombre del participante"], &[]),
    (
        Column::FirstSurname,
        &["paterno", "ap paterno", "a paterno", "apellido 1", "1er apellido", "1 apellido"],
        &["primer apellido", "apellido paterno"],
    ),
    (
        Column::SecondSurname,
        &["materno", "ap materno", "a materno", "apellido 2", "2do apellido", "2 apellido"],
        &["segundo apellido", "apellido materno"],
    ),
    (Column::Surnames, &["apellido", "apellidos", "ambos apellidos"], &[]),
    (
        Column::FullName,
        &["participante", "nombre del servidor publico", "nombre de la persona"],
        &[
            "nombre completo",
            "nombre y apellidos",
            "apellidos y nombre",
            "nombre y apellido",
            "nombres y apellidos",
        ],
    ),
    (Column::Curp, &["c u r p", "clave unica de registro de poblacion"], &["curp"]),
    (Column::Sex, &["h m", "m h", "genero"], &["sexo"]),
    (
        Column::BirthDate,
        &["nacimiento", "f nacimiento", "f nac", "fec nac", "fecha nac", "fecha de nac"],
        &["fecha de nacimiento", "fecha nacimiento"],
    ),
    (Column::Dependency, &["institucion", "secretaria", "organismo"], &["dependencia"]),
    (Column::Area, &["departamento", "unidad administrativa", "direccion de area"], &["area", "adscripcion"]),
    (Column::Post, &[], &["puesto", "cargo"]),
    (Column::Phone, &["tel", "cel", "whatsapp", "numero de contacto"], &["telefono", "celular"]),
    (Column::Email, &["mail", "e mail", "email"], &["correo electronico", "correo"]),
];

/// The column that a heading names, if it can be told.
///
/// ```
/// # use domain::imports::headings::{recognise, Column};
/// assert_eq!(recognise("APELLIDO PATERNO"), Some(Column::FirstSurname));
/// assert_eq!(recognise("Fecha de nacimiento (dd/mm/aaaa)"), Some(Column::BirthDate));
/// assert_eq!(recognise("Telefóno"), Some(Column::Phone));
/// assert_eq!(recognise("Nombre de la dependencia"), Some(Column::Dependency));
/// assert_eq!(recognise("Observaciones"), None);
/// ```
#[must_use]
pub fn recognise(heading: &str) -> Option<Column> {
    score(heading).map(|(_, column)| column)
}

fn score(heading: &str) -> Option<(f64, Column)> {
    let heading = normalise(heading);
    if heading.is_empty() {
        return None;
    }
    let best = USUAL
        .iter()
        .flat_map(|&(column, exact, inside)| {
            let whole = exact.iter().chain(inside).map(|usual| (likeness(&heading, usual), column));
            let within = inside.iter().filter(|usual| contains_words(&heading, usual));
            // The longer of two headings found inside says more: «correo» before «área».
            let of_length = |usual: &&str| 0.9 + f64::from(u32::try_from(usual.len()).unwrap_or(0)) / 1_000.0;
            whole.chain(within.map(|usual| (of_length(usual), column))).collect::<Vec<_>>()
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|&(score, _)| score >= 0.9)
}

/// 1 for equal; a slip in a heading of some length still counts, a short one must be exact.
fn likeness(heading: &str, usual: &str) -> f64 {
    if heading == usual {
        return 1.0;
    }
    let same_length = heading.len().abs_diff(usual.len()) <= 2 && usual.len() >= 6;
    let slips = strsim::damerau_levenshtein(heading, usual);
    if same_length && slips <= usual.len() / 6 { 0.95 } else { 0.0 }
}

fn contains_words(heading: &str, usual: &str) -> bool {
    format!(" {heading} ").contains(&format!(" {usual} "))
}

/// Folded, «(s)» joined to its word, other brackets dropped, signs as spaces.
fn normalise(heading: &str) -> String {
    let folded = fold(heading).replace("(s)", "s").replace('ñ', "n");
    let unbracketed = folded.split('(').next().unwrap_or_default();
    let words = unbracketed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The columns of a heading row. Each column is given once, to the heading that names it best;
/// «nombre» alone, without any column of surnames, is the whole name.
#[must_use]
pub fn recognise_row(headings: &[String]) -> Vec<Option<Column>> {
    let scores: Vec<Option<(f64, Column)>> = headings.iter().map(|heading| score(heading)).collect();
    let is_best = |place: usize, score: f64, column: Column| {
        let rivals = scores.iter().enumerate().filter_map(|(at, s)| s.map(|(score, c)| (at, score, c)));
        !rivals.into_iter().any(|(at, rival, c)| {
            c == column && at != place && (rival > score || (rival.total_cmp(&score).is_eq() && at < place))
        })
    };
    let mut columns: Vec<Option<Column>> = scores
        .iter()
        .enumerate()
        .map(|(place, s)| {
            s.filter(|&(score, column)| is_best(place, score, column)).map(|(_, column)| column)
        })
        .collect();
    let has = |column| columns.contains(&Some(column));
    if has(Column::GivenNames)
        && !has(Column::FirstSurname)
        && !has(Column::Surnames)
        && !has(Column::FullName)
    {
        for column in columns.iter_mut().filter(|c| **c == Some(Column::GivenNames)) {
            *column = Some(Column::FullName);
        }
    }
    columns
}

/// Where the headings are: titles often stand above them. The first of the first 20 rows in which
/// two columns or more are recognised.
#[must_use]
pub fn find_headings(rows: &[Vec<RawCell>]) -> Option<(usize, Vec<Option<Column>>)> {
    rows.iter().take(20).enumerate().find_map(|(place, row)| {
        let headings: Vec<String> = row.iter().map(RawCell::heading).collect();
        let columns = recognise_row(&headings);
        (columns.iter().flatten().count() >= 2).then_some((place, columns))
    })
}

/// What is wrong with a choice of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// No column holds the name.
    #[error("no column of names")]
    NoName,
    /// Two columns hold the same.
    #[error("{0:?} twice")]
    Twice(Column),
}

/// Whether the columns that the user confirmed can be read.
///
/// # Errors
/// [`ColumnsError`].
pub fn check_columns(columns: &[Option<Column>]) -> Result<(), ColumnsError> {
    let has = |column| columns.contains(&Some(column));
    if let Some(&twice) =
        Column::ALL.iter().find(|&&column| columns.iter().filter(|c| **c == Some(column)).count() > 1)
    {
        return Err(ColumnsError::Twice(twice));
    }
    let has_surname = has(Column::FirstSurname) || has(Column::Surnames);
    if has(Column::FullName) || (has(Column::GivenNames) && has_surname) {
        Ok(())
    } else {
        Err(ColumnsError::NoName)
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, ColumnsError, check_columns, find_headings, recognise, recognise_row};
    use crate::imports::rows::RawCell;

    fn row(headings: &[&str]) -> Vec<Option<Column>> {
        recognise_row(&headings.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn usual_headings_are_recognised() {
        for (heading, column) in [
            ("Nombre(s)", Column::GivenNames),
            ("NOMBRES", Column::GivenNames),
            ("Primer Apellido", Column::FirstSurname),
            ("Ap. Materno", Column::SecondSurname),
            ("Apellidos", Column::Surnames),
            ("Nombre completo del participante", Column::FullName),
            ("C.U.R.P.", Column::Curp),
            ("CURP", Column::Curp),
            ("Sexo (H/M)", Column::Sex),
            ("F. Nac.", Column::BirthDate),
            ("fecha de nacimineto", Column::BirthDate),
            ("Dependencia / Institución", Column::Dependency),
            ("Área de adscripción", Column::Area),
            ("Puesto o cargo", Column::Post),
            ("Teléfono celular", Column::Phone),
            ("Correo electrónico institucional", Column::Email),
            ("E-mail", Column::Email),
        ] {
            assert_eq!(recognise(heading), Some(column), "{heading}");
        }
    }

    #[test]
    fn other_headings_are_not() {
        for heading in ["No.", "", "Observaciones", "Firma", "Edad", "Asistencia", "Turno"] {
            assert_eq!(recognise(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_column_is_given_once_and_a_lone_name_is_the_whole_name() {
        assert_eq!(row(&["No.", "Nombre", "CURP"]), [None, Some(Column::FullName), Some(Column::Curp)]);
        assert_eq!(row(&["Nombre", "Apellido paterno"])[0], Some(Column::GivenNames));
        assert_eq!(row(&["Correo", "Correo electrónico"]), [Some(Column::Email), None]);
        assert_eq!(row(&["Teléfono de la oficina", "Teléfono"]), [None, Some(Column::Phone)]);
    }

    #[test]
    fn headings_are_found_below_titles() {
        let text = |t: &str| RawCell::Text(t.into());
        let rows = vec![
            vec![text("Secretaría de ejemplo")],
            vec![text("Lista de participantes"), RawCell::Empty],
            vec![text("Núm."), text("Nombre completo"), text("CURP")],
        ];
        let (place, columns) = find_headings(&rows).unwrap();
        assert_eq!((place, columns), (2, vec![None, Some(Column::FullName), Some(Column::Curp)]));
        assert_eq!(find_headings(&rows[..2]), None);
    }

    #[test]
    fn a_list_needs_names_and_each_column_once() {
        assert_eq!(check_columns(&[Some(Column::FullName)]), Ok(()));
        assert_eq!(check_columns(&[Some(Column::GivenNames), Some(Column::Curp)]), Err(ColumnsError::NoName));
        assert_eq!(
            check_columns(&[Some(Column::Curp), Some(Column::Curp)]),
            Err(ColumnsError::Twice(Column::Curp))
        );
    }
}
