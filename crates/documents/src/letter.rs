//! An official letter (oficio): one template for all that a centre writes to authorities and institutions.
//!
//! The letters the service needs are structs with a `letter`: [`crate::case_letters`], [`crate::compliance`] and
//! [`crate::mandatory_report`]. Legal references come from the caller's dated catalogue; none is invented here.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::{
    Letterhead, Press, PressError,
    certificate::Signatory,
    press::Sheet,
    roll::Mark,
    text::{blocks, long_date, short_date},
};

/// What all letters have: from whom, to whom, number, date, basis. No `Debug`: it holds names.
#[derive(Clone)]
pub struct Oficio {
    /// Institution, centre, logos, legend of the year.
    pub letterhead: Letterhead,
    /// Its number in the centre and year; `None` while it is a draft, which the page then says.
    pub number: Option<String>,
    /// Where it is written: "Chetumal, Quintana Roo".
    pub place: String,
    /// Its date in the centre's zone.
    pub dated_on: NaiveDate,
    /// Name, post and institution of who receives it, one a line.
    pub recipient: Vec<String>,
    /// On what law it rests, in words.
    pub legal_basis: String,
    /// Who signs by hand.
    pub signatory: Signatory,
    /// Who gets a copy, one a line.
    pub copies: Vec<String>,
    /// When the file is made.
    pub made_at: DateTime<Utc>,
}

/// What the other side's paper is called: the authority with its oficio and file number.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryRefs {
    /// The authority or institution.
    pub authority: String,
    /// Number of its oficio.
    pub oficio: Option<String>,
    /// Number of its file.
    pub file_number: Option<String>,
}

/// One letter.
#[derive(Clone)]
pub struct Letter {
    /// From whom, to whom, number, date, basis.
    pub oficio: Oficio,
    /// Subject (asunto).
    pub subject: String,
    /// What it says; a line beginning with "- " is an item of a list.
    pub paragraphs: Vec<String>,
    /// Facts as a table of two columns: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// Attendance as a table; empty for none.
    pub attendance: Vec<AttendanceLine>,
    /// What the reader must heed, in a frame.
    pub warning: Option<&'static str>,
}

/// One session as a letter tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttendanceLine {
    /// Number of the session.
    pub number: u32,
    /// Its day.
    pub held_on: NaiveDate,
    /// The mark.
    pub mark: Mark,
    /// Minutes present.
    pub minutes: u32,
}

impl EntryRefs {
    /// The beginning of a letter: `En atención a su oficio 12/2026, relativo al expediente 7/2026,`
    pub(crate) fn opening(&self) -> String {
        match (&self.oficio, &self.file_number) {
            (Some(oficio), Some(file)) => {
                format!("En atención a su oficio {oficio}, relativo al expediente {file},")
            }
            (Some(oficio), None) => format!("En atención a su oficio {oficio},"),
            (None, Some(file)) => format!("En relación con el expediente {file},"),
            (None, None) => "Por este medio".to_owned(),
        }
    }

    /// The rows of a table of facts.
    pub(crate) fn facts(&self) -> Vec<(&'static str, String)> {
        let oficio = self.oficio.clone().map(|oficio| ("Oficio de la autoridad", oficio));
        let file = self.file_number.clone().map(|file| ("Expediente de la autoridad", file));
        [Some(("Autoridad o institución", self.authority.clone())), oficio, file]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// Makes the PDF: portrait letter, as many pages as it needs.
pub fn render(press: &Press, letter: &Letter) -> Result<Vec<u8>, PressError> {
    print(press, letter, None)
}

/// Prints a letter and, once, what concerns another person; the latter is in no struct that could be kept.
pub(crate) fn print(press: &Press, letter: &Letter, about_her: Option<&str>) -> Result<Vec<u8>, PressError> {
    let oficio = &letter.oficio;
    let number = oficio.number.as_deref().unwrap_or("sin número (borrador)");
    let line = |line: &AttendanceLine| {
        json!({
            "number": line.number,
            "date": short_date(line.held_on),
            "mark": line.mark.word(),
            "minutes": line.minutes,
        })
    };
    press.print(Sheet {
        template: "/letter.typ",
        data: json!({
            "letterhead": oficio.letterhead.json(),
            "number": number,
            "place_and_date": format!("{}, a {}", oficio.place, long_date(oficio.dated_on)),
            "recipient": oficio.recipient,
            "legal_basis": oficio.legal_basis,
            "signatory": { "name": oficio.signatory.name, "post": oficio.signatory.post },
            "copies": oficio.copies,
            "subject": letter.subject,
            "body": blocks(&letter.paragraphs.join("\n")),
            "facts": letter.facts,
            "attendance": letter.attendance.iter().map(line).collect::<Vec<Value>>(),
            "about_her": about_her.map(blocks),
            "warning": letter.warning,
        }),
        files: oficio.letterhead.files(),
        ident: &format!("{} {number} {}", oficio.letterhead.institution, letter.subject),
        made_at: oficio.made_at,
        one_page: false,
    })
}
