//! The sheet of a mandatory report: who knew what, when, and to which office it is told.
//!
//! What concerns her (or a child) is printed once and kept nowhere: it is an argument, not a field, and the printer
//! forgets it before the bytes are handed over. Whoever calls must not store those bytes.

use chrono::NaiveDateTime;

use crate::{
    Press, PressError,
    certificate::Signatory,
    letter::{Letter, Oficio, print},
    text::short_instant,
};

/// The facts of the case. No `Debug`: it holds names.
#[derive(Clone)]
pub struct MandatoryReport {
    /// From whom, to which office, number, date, basis.
    pub oficio: Oficio,
    /// The centre's number of the case.
    pub case_number: String,
    /// Full name of the man, when the report is about one.
    pub participant: Option<String>,
    /// Who knew.
    pub known_by: Signatory,
    /// When, in the centre's zone.
    pub known_at: NaiveDateTime,
    /// What happened, one a paragraph, without what concerns her.
    pub happened: Vec<String>,
}

/// Makes the PDF, with what concerns her when there is something, and makes the printer forget all it printed.
pub fn render(
    press: &Press,
    report: &MandatoryReport,
    about_her: Option<&str>,
) -> Result<Vec<u8>, PressError> {
    let printed = print(press, &report.letter(), about_her);
    press.forget();
    printed
}

impl MandatoryReport {
    fn letter(&self) -> Letter {
        let opening = "Por este medio informo a esa autoridad de hechos conocidos en el ejercicio de la función \
                       pública, para los efectos que procedan:";
        let known_by = format!("{}, {}", self.known_by.name, self.known_by.post);
        let mut facts = vec![
            ("Expediente de este Centro", self.case_number.clone()),
            ("Quién conoció los hechos", known_by),
            ("Cuándo los conoció", short_instant(self.known_at)),
        ];
        facts.extend(self.participant.clone().map(|name| ("Persona de quien se informa", name)));
        Letter {
            oficio: self.oficio.clone(),
            subject: "Aviso de hechos a la autoridad".to_owned(),
            paragraphs: [opening.to_owned()].into_iter().chain(self.happened.clone()).collect(),
            facts,
            attendance: Vec::new(),
            warning: None,
        }
    }
}
