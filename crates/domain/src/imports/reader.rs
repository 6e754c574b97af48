//! Reads one row of a list into a participant, cell by cell.

use chrono::NaiveDate;

use super::headings::Column;
use super::issues::RowIssue;
use super::rows::{ParticipantRow, RawCell};
use super::{dates, names};
use crate::people::Sex;
use crate::people::contact::Contact;
use crate::people::curp::Curp;
use crate::people::name::{PersonName, fold};

/// One row being read; what is found on the way is noted.
pub(super) struct RowReader<'a> {
    pub(super) cells: &'a [RawCell],
    pub(super) columns: &'a [Option<Column>],
    pub(super) issues: Vec<RowIssue>,
}

impl<'a> RowReader<'a> {
    /// Who the row speaks of, when a name can be read.
    pub(super) fn participant(&mut self, m_is: Option<Sex>, today: NaiveDate) -> Option<ParticipantRow> {
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
