//! Rows of a list, read and judged: each is valid, warned or refused, with the reasons.
//!
//! Pure: who is known or enrolled already is added by the store ([`CheckedRow::note`]).

use std::collections::HashMap;

use chrono::NaiveDate;

use super::headings::Column;
use super::{dates, names};
use crate::people::Sex;
use crate::people::contact::{Contact, ContactError};
use crate::people::curp::{Curp, CurpError};
use crate::people::matching::words;
use crate::people::name::{NameError, PersonName, fold};

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

    fn is_empty(&self) -> bool {
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

/// Something to say of a row. [`RowIssue::refuses`] tells refusals from warnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowIssue {
    /// No name in it.
    NameMissing,
    /// A name that cannot be stored.
    Name(NameError),
    /// The name stood in one cell and was split: look at it.
    NameSplit,
    /// The CURP cannot have come from this name.
    NameDisagreesWithCurp,
    /// No CURP: a reason will be asked.
    CurpMissing,
    /// A CURP wrong in one of its ways.
    Curp(CurpError),
    /// The CURP says X: look at the document.
    CurpSexX,
    /// Neither a column nor a CURP tells the sex.
    SexMissing,
    /// A word that is no sex.
    SexUnreadable,
    /// «M» in a column that has neither H nor F: mujer or masculino?
    SexAmbiguous,
    /// The column and the CURP say different sexes; the column's is kept.
    SexDisagreesWithCurp,
    /// No date can be read.
    BirthDateUnreadable,
    /// The year had two digits and the century was assumed.
    BirthCenturyGuessed,
    /// The date stood as a plain number.
    BirthDateFromNumber,
    /// Born after today.
    BirthDateInTheFuture,
    /// The column and the CURP say different dates.
    BirthDateDisagreesWithCurp,
    /// A formula, of which the last value was taken.
    Formula(Column),
    /// A formula without a value.
    FormulaWithoutValue(Column),
    /// A cell that holds something that cannot stand there.
    WrongKind(Column),
    /// More than 200 characters.
    TooLong(Column),
    /// A telephone or e-mail that cannot be right; it is left out.
    ContactLeftOut(ContactError),
    /// The same person stands in an earlier row.
    SamePersonTwice {
        /// Which.
        row: u32,
    },
    /// The same name stands in an earlier row, and nothing tells them apart.
    SameNameTwice {
        /// Which.
        row: u32,
    },
    /// Is in the group already.
    AlreadyEnrolled,
    /// Has a file: it will be used.
    KnownPerson,
    /// Looks like somebody who has a file: choose.
    LooksLikeKnownPerson,
}

impl RowIssue {
    /// Whether the row cannot be taken as it is.
    #[must_use]
    pub fn refuses(&self) -> bool {
        !matches!(
            self,
            Self::NameSplit
                | Self::NameDisagreesWithCurp
                | Self::CurpMissing
                | Self::CurpSexX
                | Self::SexMissing
                | Self::SexDisagreesWithCurp
                | Self::BirthCenturyGuessed
                | Self::BirthDateFromNumber
                | Self::Formula(_)
                | Self::ContactLeftOut(_)
                | Self::SameNameTwice { .. }
                | Self::KnownPerson
                | Self::LooksLikeKnownPerson
        )
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It can be taken.
    Valid,
    /// It can be taken; look at these.
    Warned(Vec<RowIssue>),
    /// It cannot be taken; warnings are listed too.
    Refused(Vec<RowIssue>),
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

    /// What becomes of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.issues.is_empty() {
            Verdict::Valid
        } else if self.participant.is_none() || self.issues.iter().any(RowIssue::refuses) {
            Verdict::Refused(self.issues.clone())
        } else {
            Verdict::Warned(self.issues.clone())
        }
    }
}

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

struct RowReader<'a> {
    cells: &'a [RawCell],
    columns: &'a [Option<Column>],
    issues: Vec<RowIssue>,
}

impl<'a> RowReader<'a> {
    fn participant(&mut self, m_is: Option<Sex>, today: NaiveDate) -> Option<ParticipantRow> {
        let curp = self.curp(today);
        let name = self.name(curp.as_ref());
        let sex = self.sex(m_is, curp.as_ref());
        let birth_date = self.birth_date(curp.as_ref(), today);
        let (dependency, area, post) =
            (self.short(Column::Dependency), self.short(Column::Area), self.short(Column::Post));
        let contact = self.contact();
        Some(ParticipantRow { name: name?, curp, sex, birth_date, dependency, area, post, contact })
    }

    fn curp(&mut self, today: NaiveDate) -> Option<Curp> {
        let text = self.text(Column::Curp).unwrap_or_default();
        if text.is_empty()
            || matches!(fold(&text).as_str(), "sin curp" | "no tiene" | "n/a" | "na" | "-" | "s/c")
        {
            self.issues.push(RowIssue::CurpMissing);
            return None;
        }
        match Curp::parse(&text) {
            Err(error) => {
                self.issues.push(RowIssue::Curp(error));
                None
            }
            Ok(curp) => {
                if curp.birth_date() > today {
                    self.issues.push(RowIssue::BirthDateInTheFuture);
                }
                if curp.sex() == Sex::X {
                    self.issues.push(RowIssue::CurpSexX);
                }
                Some(curp)
            }
        }
    }

    fn name(&mut self, curp: Option<&Curp>) -> Option<PersonName> {
        let split = self.name_parts(curp)?;
        match PersonName::parse(&split.given, &split.first_surname, &split.second_surname) {
            Ok(name) => {
                if curp.is_some_and(|curp| !names::agrees(curp, &split)) {
                    self.issues.push(RowIssue::NameDisagreesWithCurp);
                }
                Some(name)
            }
            Err(error) => {
                self.issues.push(RowIssue::Name(error));
                None
            }
        }
    }

    /// The parts of the name, from its own columns or split out of one.
    fn name_parts(&mut self, curp: Option<&Curp>) -> Option<names::Split> {
        let found = self.issues.len();
        let mut of = |column| self.text(column).unwrap_or_default();
        let (given, full, surnames) = (of(Column::GivenNames), of(Column::FullName), of(Column::Surnames));
        let (first_surname, second_surname) = (of(Column::FirstSurname), of(Column::SecondSurname));
        let split = if !full.is_empty() {
            self.issues.push(RowIssue::NameSplit);
            names::split_full(&full, curp)
        } else if !surnames.is_empty() {
            self.issues.push(RowIssue::NameSplit);
            let (first_surname, second_surname) = names::split_surnames(&surnames);
            Some(names::Split { given, first_surname, second_surname })
        } else if given.is_empty() && first_surname.is_empty() {
            None
        } else {
            Some(names::Split { given, first_surname, second_surname })
        };
        if split.is_none() && !self.issues[found..].iter().any(RowIssue::refuses) {
            self.issues.push(RowIssue::NameMissing);
        }
        split
    }

    fn sex(&mut self, m_is: Option<Sex>, curp: Option<&Curp>) -> Option<Sex> {
        let text = fold(&self.text(Column::Sex).unwrap_or_default());
        let by_curp = curp.map(Curp::sex);
        let read = match text.trim_end_matches('.') {
            "" => {
                if by_curp.is_none() {
                    self.issues.push(RowIssue::SexMissing);
                }
                return by_curp;
            }
            "h" | "hombre" | "masculino" | "masc" | "varon" => Some(Sex::Man),
            "f" | "mujer" | "femenino" | "fem" => Some(Sex::Woman),
            "x" | "no binario" | "no binaria" | "nb" => Some(Sex::X),
            "m" => m_is.or(by_curp),
            _ => {
                self.issues.push(RowIssue::SexUnreadable);
                return by_curp;
            }
        };
        match (read, by_curp) {
            (None, _) => self.issues.push(RowIssue::SexAmbiguous),
            (Some(read), Some(by_curp)) if read != by_curp => {
                self.issues.push(RowIssue::SexDisagreesWithCurp)
            }
            _ => {}
        }
        read
    }

    fn birth_date(&mut self, curp: Option<&Curp>, today: NaiveDate) -> Option<NaiveDate> {
        let by_curp = curp.map(Curp::birth_date);
        let read = match self.value(Column::BirthDate) {
            None => return by_curp,
            Some(RawCell::Date(date)) => Some(*date),
            Some(RawCell::Number(number)) => {
                self.issues.push(RowIssue::BirthDateFromNumber);
                dates::from_serial(*number)
            }
            Some(RawCell::Text(text)) => dates::read(text, today).map(|read| {
                // Beside a CURP the century is no guess.
                if read.century_guessed && by_curp != Some(read.date) {
                    self.issues.push(RowIssue::BirthCenturyGuessed);
                }
                read.date
            }),
            Some(_) => None,
        };
        match (read, by_curp) {
            (None, _) => self.issues.push(RowIssue::BirthDateUnreadable),
            (Some(read), _) if read > today => self.issues.push(RowIssue::BirthDateInTheFuture),
            (Some(read), Some(by_curp)) if read != by_curp => {
                self.issues.push(RowIssue::BirthDateDisagreesWithCurp)
            }
            _ => {}
        }
        read
    }

    fn contact(&mut self) -> Contact {
        let (phone, email) =
            (self.text(Column::Phone).unwrap_or_default(), self.text(Column::Email).unwrap_or_default());
        let mut read = |phone: &str, email: &str| {
            Contact::parse(phone, email, "").unwrap_or_else(|error| {
                self.issues.push(RowIssue::ContactLeftOut(error));
                Contact::default()
            })
        };
        let (by_phone, by_email) = (read(&phone, ""), read("", &email));
        Contact { phone: by_phone.phone, email: by_email.email, address: None }
    }

    fn short(&mut self, column: Column) -> Option<String> {
        let text = self.text(column)?;
        if text.chars().count() > 200 {
            self.issues.push(RowIssue::TooLong(column));
            return None;
        }
        Some(text)
    }

    /// The trimmed text of a column, if it holds any. Whole numbers are text where digits can stand.
    fn text(&mut self, column: Column) -> Option<String> {
        let takes_digits = !matches!(
            column,
            Column::GivenNames
                | Column::FirstSurname
                | Column::SecondSurname
                | Column::Surnames
                | Column::FullName
        );
        match self.value(column)? {
            RawCell::Text(text) => Some(text.trim().to_owned()),
            RawCell::Number(number) if takes_digits && number.fract() == 0.0 => Some(format!("{number:.0}")),
            _ => {
                self.issues.push(RowIssue::WrongKind(column));
                None
            }
        }
    }

    /// What a column holds, formulas resolved; `None` when empty.
    fn value(&mut self, column: Column) -> Option<&'a RawCell> {
        let place = self.columns.iter().position(|c| *c == Some(column))?;
        let cell = self.cells.get(place).filter(|cell| !cell.is_empty())?;
        match cell {
            RawCell::Formula(Some(value)) if !value.is_empty() => {
                self.issues.push(RowIssue::Formula(column));
                Some(value)
            }
            RawCell::Formula(_) | RawCell::Failed => {
                self.issues.push(RowIssue::FormulaWithoutValue(column));
                None
            }
            cell => Some(cell),
        }
    }
}
