//! The attendance list of a session: blank, to print and sign, or held, with its marks.
//! The signed paper is the evidence; the held list is a copy of what was recorded. It prints no reason of an absence.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::{Value, json};

use crate::{
    Letterhead, Press, PressError,
    press::Sheet,
    text::{clock_time, day_and_date, duration, listed, short_instant},
};

/// Which session a list belongs to. No `Debug`: it holds names.
#[derive(Clone)]
pub struct SessionFacts {
    /// Institution, centre, logos, legend of the year.
    pub letterhead: Letterhead,
    /// Title of the programme, without quotation marks.
    pub programme_title: String,
    /// Name of the group.
    pub group: String,
    /// Number of the session.
    pub number: u32,
    /// Sessions of the programme version.
    pub of: u32,
    /// Title of the session.
    pub title: String,
    /// Beginning, in the centre's zone.
    pub starts_at: NaiveDateTime,
    /// Planned length.
    pub minutes: u32,
    /// Room.
    pub room: String,
    /// One or two names.
    pub facilitators: Vec<String>,
    /// When the file is made.
    pub made_at: DateTime<Utc>,
}

/// A list to print and sign.
#[derive(Clone)]
pub struct BlankRollData {
    /// The session.
    pub session: SessionFacts,
    /// Names in the order of the list.
    pub names: Vec<String>,
    /// Empty rows at the end, for whoever came without being on the list.
    pub spare_rows: usize,
}

/// A list with its marks.
#[derive(Clone)]
pub struct HeldRollData {
    /// The session.
    pub session: SessionFacts,
    /// One line a participant.
    pub lines: Vec<HeldLine>,
    /// Who signed and closed it, and when (centre's zone); `None` while it is a draft.
    pub closed: Option<(String, NaiveDateTime)>,
}

/// One participant in a held list.
#[derive(Clone)]
pub struct HeldLine {
    /// Name.
    pub name: String,
    /// The mark; `None` when it is still owed.
    pub mark: Option<Mark>,
    /// Minutes present.
    pub minutes: u32,
    /// Changed after the list was closed.
    pub corrected: bool,
}

/// Attendance as the list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// «Presente».
    Present,
    /// «Retardo».
    Late,
    /// «Falta justificada».
    Excused,
    /// «Falta injustificada».
    Unexcused,
}

impl Mark {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Present => "Presente",
            Self::Late => "Retardo",
            Self::Excused => "Falta justificada",
            Self::Unexcused => "Falta injustificada",
        }
    }
}

/// Makes the list to sign: portrait letter, heading repeated on every page.
pub fn render_blank(press: &Press, data: &BlankRollData) -> Result<Vec<u8>, PressError> {
    let lines: Vec<Value> = data.names.iter().map(|name| json!({ "name": name })).collect();
    let roll = json!({ "held": false, "lines": lines, "spare": data.spare_rows });
    print(press, &data.session, roll)
}

/// Makes the list with its marks.
pub fn render_held(press: &Press, data: &HeldRollData) -> Result<Vec<u8>, PressError> {
    let line = |line: &HeldLine| {
        json!({
            "name": line.name,
            "mark": line.mark.map_or("Sin registrar", Mark::word),
            "minutes": line.mark.map(|_| line.minutes),
            "corrected": line.corrected,
        })
    };
    let totals: Vec<Value> = [Mark::Present, Mark::Late, Mark::Excused, Mark::Unexcused]
        .map(|mark| json!([mark.word(), data.lines.iter().filter(|line| line.mark == Some(mark)).count()]))
        .into();
    let closed = data.closed.as_ref().map(|(by, at)| json!({ "by": by, "at": short_instant(*at) }));
    let lines: Vec<Value> = data.lines.iter().map(line).collect();
    let roll = json!({ "held": true, "lines": lines, "spare": 0, "totals": totals, "closed": closed });
    print(press, &data.session, roll)
}

fn print(press: &Press, session: &SessionFacts, roll: Value) -> Result<Vec<u8>, PressError> {
    let ident = format!("{} {} {}", session.letterhead.centre, session.group, session.number);
    press.print(Sheet {
        template: "/roll.typ",
        data: json!({
            "letterhead": session.letterhead.json(),
            "programme": session.programme_title,
            "group": session.group,
            "number": session.number,
            "of": session.of,
            "title": session.title,
            "date": day_and_date(session.starts_at.date()),
            "time": clock_time(session.starts_at),
            "duration": duration(session.minutes),
            "room": session.room,
            "facilitators": listed(&session.facilitators),
            "facilitator_names": session.facilitators,
            "roll": roll,
        }),
        files: session.letterhead.files(),
        ident: &ident,
        made_at: session.made_at,
        one_page: false,
    })
}
