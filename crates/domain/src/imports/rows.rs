//! Rows of a list, read and judged: each is valid, warned or refused, with the reasons.
//!
//! Pure: who is known or enrolled already is added by the store ([`CheckedRow::note`]).

use std::collections::HashMap;

use chrono::NaiveDate;

use super::headings::Column;
use super::issues::{RowIssue, Verdict};
use super::reader::RowReader;
use crate::groups::Audience;
use crate::people::Sex;
use crate::people::contact::Contact;
use crate::people::curp::Curp;
use crate::people::matching::words;
use crate::people::name::{PersonName, fold};

/// A cell as a workbook or CSV gives it. `Debug` hides what it holds.
#[derive(Clone, PartialEq)]
pub enum RawCell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date.
    Date(NaiveDate),
    /// True or false.
    Bool(bool),
    /// A formula, with the value it had when last computed.
    Formula(Option<Box<RawCell>>),
    /// A formula that failed (#N/A, #REF!).
    Failed,
}

impl RawCell {
    /// The text of a heading cell.
    #[must_use]
    pub fn heading(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Formula(Some(value)) => value.heading(),
            _ => String::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

impl std::fmt::Debug for RawCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text",
            Self::Number(_) => "Number",
            Self::Date(_) => "Date",
            Self::Bool(_) => "Bool",
            Self::Formula(_) => "Formula",
            Self::Failed => "Failed",
        })
    }
}

/// A participant as a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantRow {
    /// The name.
    pub name: PersonName,
    /// The CURP, if given.
    pub curp: Option<Curp>,
    /// The sex, as given or as the CURP says.
    pub sex: Option<Sex>,
    /// The birth date, as given or as the CURP says.
    pub birth_date: Option<NaiveDate>,
    /// Dependencia.
    pub dependency: Option<String>,
    /// Área.
    pub area: Option<String>,
    /// Puesto.
    pub post: Option<String>,
    /// Telephone and e-mail.
    pub contact: Contact,
}

/// A row with what was read and found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRow {
    /// The number of the row in the sheet, from 1.
    pub row: u32,
    /// Who, when a name could be read.
    pub participant: Option<ParticipantRow>,
    issues: Vec<RowIssue>,
}

impl CheckedRow {
    /// Adds what only the store can know.
    pub fn note(&mut self, issue: RowIssue) {
        self.issues.push(issue);
    }

    /// Adds what the group that the list is for asks of whoever takes part.
    pub fn suit(&mut self, audience: Audience) {
        let Some(person) = &self.participant else { return };
        let asks_dependency = audience == Audience::PublicServants && person.dependency.is_none();
        if person.sex.is_some_and(|sex| !audience.takes(sex)) {
            self.issues.push(RowIssue::OtherAudience);
        }
        if asks_dependency {
            self.issues.push(RowIssue::DependencyMissing);
        }
    }

    /// All that there is to say of it.
    #[must_use]
    pub fn issues(&self) -> &[RowIssue] {
        &self.issues
    }

    /// Whether it cannot be taken as it is.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.participant.is_none() || self.issues.iter().any(RowIssue::refuses)
    }

    /// What becomes of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        // That names were split is said of the list, once.
        if self.issues.iter().all(|issue| *issue == RowIssue::NameSplit) && self.participant.is_some() {
            Verdict::Valid
        } else if self.is_refused() {
            Verdict::Refused(self.issues.clone())
        } else {
            Verdict::Warned(self.issues.clone())
        }
    }
}

/// The longest list taken at once; a longer one is a mistake or to be split.
pub const MOST_ROWS: usize = 20_000;

/// Reads the rows below the headings. `first` is the number of the first of them in the sheet; empty
/// rows are passed over. `columns` as confirmed by the user.
#[must_use]
pub fn read(
    rows: &[Vec<RawCell>],
    first: u32,
    columns: &[Option<Column>],
    today: NaiveDate,
) -> Vec<CheckedRow> {
    let m_is = what_m_means(rows, columns);
    let numbered = (first..).zip(rows).filter(|(_, cells)| !cells.iter().all(RawCell::is_empty));
    let mut checked: Vec<CheckedRow> = numbered
        .map(|(row, cells)| {
            let mut reader = RowReader { cells, columns, issues: Vec::new() };
            let participant = reader.participant(m_is, today);
            CheckedRow { row, participant, issues: reader.issues }
        })
        .collect();
    find_twice(&mut checked);
    checked
}

/// «M» is mujer beside H, and masculino beside F; alone it cannot be told.
fn what_m_means(rows: &[Vec<RawCell>], columns: &[Option<Column>]) -> Option<Sex> {
    let place = columns.iter().position(|c| *c == Some(Column::Sex))?;
    let letters: Vec<String> =
        rows.iter().filter_map(|r| r.get(place)).map(|c| fold(c.heading().trim())).collect();
    let has = |letter: &str| letters.iter().any(|l| l == letter);
    match (has("h"), has("f")) {
        (true, false) => Some(Sex::Woman),
        (false, true) => Some(Sex::Man),
        _ => None,
    }
}

/// Marks whoever stands in an earlier row too: by CURP, or by name and birth date.
fn find_twice(rows: &mut [CheckedRow]) {
    let mut by_curp: HashMap<String, u32> = HashMap::new();
    let mut by_name: HashMap<Vec<String>, Vec<(u32, Option<NaiveDate>)>> = HashMap::new();
    for checked in rows {
        let Some(person) = &checked.participant else { continue };
        let twice = person.curp.as_ref().and_then(|curp| match by_curp.get(curp.as_str()) {
            Some(&row) => Some(RowIssue::SamePersonTwice { row }),
            None => by_curp.insert(curp.as_str().to_owned(), checked.row).and(None),
        });
        let mut key = words(&person.name.display());
        key.sort_unstable();
        let namesakes = by_name.entry(key).or_default();
        let like = |(row, born): &(u32, Option<NaiveDate>)| match (person.birth_date, born) {
            (Some(a), Some(b)) if a == *b => Some(RowIssue::SamePersonTwice { row: *row }),
            (Some(_), Some(_)) => None,
            _ => Some(RowIssue::SameNameTwice { row: *row }),
        };
        let twice = twice.or_else(|| namesakes.iter().find_map(like));
        namesakes.push((checked.row, person.birth_date));
        checked.issues.extend(twice);
    }
}
