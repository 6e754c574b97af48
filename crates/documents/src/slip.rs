//! The slip of an appointment, to take along: half a page that anyone may find.
//!
//! It shows neither whom it is for nor what for, and of the letterhead only the institution: a centre's name and logo
//! tell what kind of service it gives.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::json;

use crate::{
    Letterhead, Press, PressError,
    press::Sheet,
    text::{clock_time, day_and_date, duration},
};

/// An appointment as its slip shows it.
#[derive(Clone)]
pub struct Slip {
    /// Only institution and colour are used.
    pub letterhead: Letterhead,
    /// Beginning, in the centre's zone.
    pub starts_at: NaiveDateTime,
    /// Length.
    pub minutes: u32,
    /// Address and room, without the name of the service.
    pub place: String,
    /// For whom to ask.
    pub with: String,
    /// Where to call to move it; empty leaves the line out.
    pub telephone: String,
    /// When the file is made.
    pub made_at: DateTime<Utc>,
}

/// Makes the PDF: one page, half a letter.
pub fn render(press: &Press, slip: &Slip) -> Result<Vec<u8>, PressError> {
    let head = Letterhead {
        logos: Vec::new(),
        legend_of_year: None,
        centre: String::new(),
        ..slip.letterhead.clone()
    };
    press.print(Sheet {
        template: "/slip.typ",
        data: json!({
            "letterhead": head.json(),
            "date": day_and_date(slip.starts_at.date()),
            "time": clock_time(slip.starts_at),
            "duration": duration(slip.minutes),
            "place": slip.place,
            "with": slip.with,
            "telephone": slip.telephone,
        }),
        files: Vec::new(),
        ident: &format!("{} {} {}", head.institution, slip.starts_at, slip.with),
        made_at: slip.made_at,
        one_page: true,
    })
}
