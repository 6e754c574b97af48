//! A text of the service to sign on paper: privacy notice, informed consent, commitment letter.
//!
//! The words are the centre's, versioned by the caller; only the boxes are here: signature, fingerprint, who explained
//! it, and two witnesses of a refusal. The signed paper is the evidence.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{Letterhead, Press, PressError, press::Sheet, text::blocks};

/// One text and whom it is for. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct ServiceText {
    /// Institution, centre, logos, legend of the year.
    pub letterhead: Letterhead,
    /// Title: "Aviso de privacidad integral".
    pub title: String,
    /// Version of the text.
    pub version: u32,
    /// One paragraph a line; "# " begins a heading, "- " an item of a list.
    pub body: String,
    /// Full name of who signs.
    pub participant: String,
    /// The centre's number of the case.
    pub case_number: String,
    /// When the file is made.
    pub made_at: DateTime<Utc>,
}

/// Makes the PDF: portrait letter, the boxes together at the end.
pub fn render(press: &Press, text: &ServiceText) -> Result<Vec<u8>, PressError> {
    press.print(Sheet {
        template: "/service_text.typ",
        data: json!({
            "letterhead": text.letterhead.json(),
            "title": text.title,
            "version": text.version,
            "body": blocks(&text.body),
            "participant": text.participant,
            "case_number": text.case_number,
        }),
        files: text.letterhead.files(),
        ident: &format!(
            "{} {} {} {}",
            text.letterhead.institution, text.case_number, text.title, text.version
        ),
        made_at: text.made_at,
        one_page: false,
    })
}
