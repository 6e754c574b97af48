//! What a rule says: of whom, met or not, since when, what is due, and by which facts.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ids::StaffId;
use crate::named::named;

named! {
    /// Why a rule cannot be judged.
    Missing {
        /// A roll is owed.
        Roll = "roll",
        /// How many were there.
        HeadCount = "head-count",
        /// How large the group was.
        GroupSize = "group-size",
        /// Who held the session.
        Facilitators = "facilitators",
        /// The document of the order.
        OrderDocument = "order-document",
        /// Whether the goals are met.
        Goals = "goals",
        /// Whether earlier hours count on.
        KeptHours = "kept-hours",
        /// Training of staff.
        Training = "training",
        /// Whether somebody was sanctioned.
        Sanction = "sanction",
        /// Whether somebody attends the woman too.
        Separation = "separation",
    }
}

named! {
    /// What an amount counts.
    Unit {
        /// Minutes.
        Minutes = "minutes",
        /// Weeks.
        Weeks = "weeks",
        /// Per cent.
        Percent = "percent",
        /// Absences.
        Absences = "absences",
        /// Absences in a row.
        AbsencesInARow = "absences-in-a-row",
        /// Days.
        Days = "days",
        /// Reviews.
        Reviews = "reviews",
        /// Transfers.
        Transfers = "transfers",
        /// Hours of training.
        TrainingHours = "training-hours",
        /// Groups observed.
        ObservedGroups = "observed-groups",
    }
}

named! {
    /// What happened on a day that a rule rests on.
    DayOf {
        /// The term began: what the rule is about happened.
        Start = "start",
        /// The last session attended.
        LastSession = "last-session",
        /// It was done.
        Done = "done",
        /// The last day of the term.
        Limit = "limit",
        /// The case ended.
        End = "end",
        /// Violence or a threat.
        Violence = "violence",
        /// What was valid expired.
        Expiry = "expiry",
    }
}

/// Whether a rule is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Met,
    /// Its time has not come.
    Pending,
    /// It is not, since that day.
    NotMet {
        /// The first day on which it was not.
        since: NaiveDate,
    },
    /// It cannot be judged.
    Unknown {
        /// Because this is not known.
        missing: Missing,
    },
}

/// Whom a judgement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// The case.
    Case,
    /// The centre: the same for all its cases.
    Centre,
    /// A member of staff.
    Staff(StaffId),
}

/// A fact that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The sessions with these numbers.
    Sessions(Vec<u16>),
    /// So much was found where the profile asks for (or allows) so much.
    Amount {
        /// Of what.
        unit: Unit,
        /// What was found.
        found: u32,
        /// What the profile says.
        limit: u32,
    },
    /// Something happened on a day.
    Day(DayOf, NaiveDate),
}

/// What a rule says of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Of whom.
    pub subject: Subject,
    /// The day that names it: when the absence, the event or the period began. With rule and subject it
    /// is unique, and it never changes with the day of judging.
    pub on: NaiveDate,
    /// Met or not.
    pub verdict: Verdict,
    /// The day by which somebody has to act, while there is still something to do.
    pub due_on: Option<NaiveDate>,
    /// By which facts.
    pub evidence: Vec<Evidence>,
}

impl Judgement {
    pub(super) fn new(on: NaiveDate, verdict: Verdict, evidence: Vec<Evidence>) -> Self {
        Self { subject: Subject::Case, on, verdict, due_on: None, evidence }
    }

    /// Of something that began on `on`, has to be done by `due`, and was done on `done`.
    pub(super) fn duty(on: NaiveDate, due: NaiveDate, done: Option<NaiveDate>, today: NaiveDate) -> Self {
        let verdict = match done {
            Some(done) if done <= due => Verdict::Met,
            None if today <= due => Verdict::Pending,
            _ => Verdict::NotMet { since: due + Days::new(1) },
        };
        let mut evidence = vec![Evidence::Day(DayOf::Start, on), Evidence::Day(DayOf::Limit, due)];
        evidence.extend(done.map(|day| Evidence::Day(DayOf::Done, day)));
        Self { due_on: done.is_none().then_some(due), ..Self::new(on, verdict, evidence) }
    }

    pub(super) fn of(self, subject: Subject) -> Self {
        Self { subject, ..self }
    }
}
