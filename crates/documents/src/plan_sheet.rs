//! The session plan (carta descriptiva) of a programme version: one page or more a session, for the facilitators.
//! It holds no personal data.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{Letterhead, Press, PressError, press::Sheet, text::duration};

/// The plans to print: one session, or the whole programme.
#[derive(Clone)]
pub struct PlanSheetData {
    /// Institution, centre, logos, legend of the year.
    pub letterhead: Letterhead,
    /// Title of the programme, without quotation marks.
    pub programme_title: String,
    /// Version of the programme.
    pub programme_version: String,
    /// For whom, in words: "Personas servidoras públicas".
    pub audience: String,
    /// Sessions of the programme version, also when fewer are printed.
    pub of: u32,
    /// The sessions to print, in order.
    pub sessions: Vec<SessionSheet>,
    /// When the file is made.
    pub made_at: DateTime<Utc>,
}

/// One session's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSheet {
    /// Number of the session.
    pub number: u32,
    /// Length.
    pub minutes: u32,
    /// Title.
    pub title: String,
    /// The title is an example of ours, not the official one.
    pub is_example_title: bool,
    /// What the session is for.
    pub aim: String,
    /// In order.
    pub activities: Vec<Activity>,
    /// What to bring.
    pub materials: Vec<String>,
    /// What is checked afterwards in the session log.
    pub fidelity: Vec<String>,
}

/// One activity of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// What is done.
    pub text: String,
    /// How long, when the plan says so.
    pub minutes: Option<u32>,
}

/// Makes the PDF: portrait letter, each session on a new page.
pub fn render(press: &Press, data: &PlanSheetData) -> Result<Vec<u8>, PressError> {
    let session = |session: &SessionSheet| {
        let activity = |a: &Activity| json!({ "text": a.text, "minutes": a.minutes });
        json!({
            "number": session.number,
            "duration": duration(session.minutes),
            "title": session.title,
            "example": session.is_example_title,
            "aim": session.aim,
            "activities": session.activities.iter().map(activity).collect::<Vec<Value>>(),
            "materials": session.materials,
            "fidelity": session.fidelity,
        })
    };
    press.print(Sheet {
        template: "/plan_sheet.typ",
        data: json!({
            "letterhead": data.letterhead.json(),
            "programme": data.programme_title,
            "version": data.programme_version,
            "audience": data.audience,
            "of": data.of,
            "sessions": data.sessions.iter().map(session).collect::<Vec<Value>>(),
        }),
        files: data.letterhead.files(),
        ident: &format!("{} {}", data.programme_title, data.programme_version),
        made_at: data.made_at,
        one_page: false,
    })
}
