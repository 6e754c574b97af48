//! What can be said of a row of a list: warnings and refusals, each by its name.

use super::headings::Column;
use crate::people::contact::ContactError;
use crate::people::curp::CurpError;
use crate::people::name::NameError;

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
    /// Neither a column nor a CURP tells the sex, which documents and figures need.
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
    /// Has the name of somebody who has a file, and nothing tells them apart: choose.
    SameNameAsKnown,
    /// Another centre has a file of this CURP: its transfer is to be asked for.
    KnownElsewhere,
    /// Whether another centre has a file of this CURP is not told any more within this hour.
    ElsewhereLimited,
    /// Was in the group and left: to be taken back from its list, not enrolled again.
    LeftBefore,
    /// The group is for other people: see [`crate::groups::Audience::takes`].
    OtherAudience,
    /// A public servant without dependency: reports count by it.
    DependencyMissing,
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
                | Self::SexDisagreesWithCurp
                | Self::BirthCenturyGuessed
                | Self::BirthDateFromNumber
                | Self::Formula(_)
                | Self::ContactLeftOut(_)
                | Self::SameNameTwice { .. }
                | Self::KnownPerson
                | Self::LooksLikeKnownPerson
                | Self::SameNameAsKnown
                | Self::DependencyMissing
        )
    }

    /// The column whose value was not understood or is to be looked at; `None` where the row as a whole
    /// is spoken of, or the column is missing.
    #[must_use]
    pub fn column(&self) -> Option<Column> {
        match self {
            Self::Curp(_) | Self::CurpSexX => Some(Column::Curp),
            Self::SexUnreadable | Self::SexAmbiguous | Self::SexDisagreesWithCurp => Some(Column::Sex),
            Self::BirthDateUnreadable
            | Self::BirthCenturyGuessed
            | Self::BirthDateFromNumber
            | Self::BirthDateInTheFuture
            | Self::BirthDateDisagreesWithCurp => Some(Column::BirthDate),
            Self::ContactLeftOut(ContactError::Email) => Some(Column::Email),
            Self::ContactLeftOut(_) => Some(Column::Phone),
            Self::Formula(column)
            | Self::FormulaWithoutValue(column)
            | Self::WrongKind(column)
            | Self::TooLong(column) => Some(*column),
            _ => None,
        }
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
