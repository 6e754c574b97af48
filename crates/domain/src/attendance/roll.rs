//! The roll of a session: owed → saved → closed; afterwards only corrections with a trace.
//!
//! A roll not yet taken is owed work, never a row of absences. Attendance and compliance are two
//! facts: who came may not have complied, who was excused may have, and as long as nobody has said so
//! compliance is unsaid, which never counts as kept.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::ids::{EnrolmentId, UserId};
use crate::named::named;

named! {
    /// How somebody stood at a session.
    Mark {
        /// Presente.
        Present = "present",
        /// Retardo.
        Late = "late",
        /// Falta justificada.
        Excused = "excused",
        /// Falta injustificada.
        Unexcused = "unexcused",
    }
}

impl Mark {
    /// Whether the participant was there.
    #[must_use]
    pub fn is_attendance(self) -> bool {
        matches!(self, Self::Present | Self::Late)
    }
}

/// A line as somebody fills it in.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose.
    pub enrolment: EnrolmentId,
    /// The mark.
    pub mark: Mark,
    /// Minutes present; left out for «all of them» or «none».
    pub minutes: Option<u16>,
    /// Why, when there is something to say.
    pub reason: String,
    /// Whether what had been agreed for the session was done; `None` while nobody has said so.
    pub complied: Option<bool>,
}

/// A line of a roll, checked. `Debug` leaves the reason out: it may speak of health.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// Whose.
    pub enrolment: EnrolmentId,
    /// The mark.
    pub mark: Mark,
    /// Minutes present.
    pub minutes_present: u16,
    /// Why.
    pub reason: Option<String>,
    /// Whether what had been agreed for the session was done; `None` while nobody has said so.
    pub complied: Option<bool>,
}

/// What is wrong in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// More minutes than the session has, or none although present.
    #[error("minutes must be from 1 to {most}")]
    MinutesOutOfRange {
        /// The most that fits the mark.
        most: u16,
    },
    /// Who is late has been there for less than the whole session; how long must be said.
    #[error("how many minutes?")]
    LateNeedsMinutes,
    /// Who was absent has no minutes.
    #[error("absent with minutes")]
    AbsentWithMinutes,
    /// An excuse needs its reason.
    #[error("reason is missing")]
    ReasonMissing,
}

impl Entry {
    /// Everybody's line before exceptions are marked: «todos presentes».
    #[must_use]
    pub fn present(enrolment: EnrolmentId) -> Self {
        Self { enrolment, mark: Mark::Present, minutes: None, reason: String::new(), complied: None }
    }

    /// The line, checked against the length of the session. Present without minutes is the whole session.
    ///
    /// ```
    /// # use domain::{attendance::roll::*, ids::EnrolmentId}; use uuid::Uuid;
    /// let ana = Entry::present(EnrolmentId(Uuid::nil()));
    /// assert_eq!(ana.read(150).unwrap().minutes_present, 150);
    /// let late = Entry { mark: Mark::Late, ..ana.clone() };
    /// assert_eq!(late.read(150), Err(LineError::LateNeedsMinutes));
    /// assert_eq!(Entry { minutes: Some(120), ..late }.read(150).unwrap().minutes_present, 120);
    /// assert_eq!(Entry { mark: Mark::Excused, ..ana }.read(150), Err(LineError::ReasonMissing));
    /// ```
    ///
    /// # Errors
    /// [`LineError`].
    pub fn read(&self, session_minutes: u16) -> Result<Line, LineError> {
        let within = |most: u16, minutes: u16| {
            if (1..=most).contains(&minutes) {
                Ok(minutes)
            } else {
                Err(LineError::MinutesOutOfRange { most })
            }
        };
        let minutes_present = match (self.mark, self.minutes) {
            (Mark::Present, minutes) => within(session_minutes, minutes.unwrap_or(session_minutes))?,
            (Mark::Late, None) => return Err(LineError::LateNeedsMinutes),
            (Mark::Late, Some(minutes)) => within(session_minutes.saturating_sub(1), minutes)?,
            (_, None | Some(0)) => 0,
            (_, Some(_)) => return Err(LineError::AbsentWithMinutes),
        };
        let reason = self.reason.trim();
        if self.mark == Mark::Excused && reason.is_empty() {
            return Err(LineError::ReasonMissing);
        }
        Ok(Line {
            enrolment: self.enrolment,
            mark: self.mark,
            minutes_present,
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            complied: self.complied,
        })
    }
}

/// How far a roll has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollState {
    /// Not taken: owed once the session has begun.
    Owed,
    /// A draft that can be saved again.
    Saved,
    /// Signed.
    Closed {
        /// By whom.
        by: UserId,
        /// When.
        at: DateTime<Utc>,
    },
}

impl RollState {
    /// Stable name, as stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Saved => "saved",
            Self::Closed { .. } => "closed",
        }
    }
}

/// The roll of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    /// When the session begins.
    pub starts_at: DateTime<Utc>,
    /// How long it lasts.
    pub minutes: u16,
    /// One line for each participant marked so far.
    pub lines: Vec<Line>,
    /// How far it has come.
    pub state: RollState,
}

/// Why a roll cannot be saved, closed or corrected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RollRefused {
    /// The session has not begun.
    #[error("the session is in the future")]
    InTheFuture,
    /// It is closed: correct it instead.
    #[error("closed")]
    Closed,
    /// It is not closed: save it instead.
    #[error("not closed")]
    NotClosed,
    /// Lines that cannot be right.
    #[error("{} lines are wrong", .0.len())]
    Lines(Vec<(EnrolmentId, LineError)>),
    /// Somebody who does not belong on this roll.
    #[error("not on this roll")]
    NotOnRoll(EnrolmentId),
    /// Two lines for one participant.
    #[error("twice on this roll")]
    Twice(EnrolmentId),
    /// Participants without a mark; closing needs all.
    #[error("{} are unmarked", .0.len())]
    Unmarked(Vec<EnrolmentId>),
    /// No mark at all: saving it would count a session of which nothing is known.
    #[error("nobody is marked")]
    NobodyMarked,
    /// A correction needs its reason.
    #[error("reason is missing")]
    ReasonMissing,
    /// A correction that changes nothing.
    #[error("nothing changes")]
    NothingChanges,
}

/// A correction of a closed roll: both lines, who, when and why.
#[derive(Clone, PartialEq, Eq)]
pub struct Correction {
    /// The line before.
    pub old: Line,
    /// The line after.
    pub new: Line,
    /// Who corrects.
    pub author: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

impl Roll {
    /// The roll of a session that nobody has taken.
    #[must_use]
    pub fn owed(starts_at: DateTime<Utc>, minutes: u16) -> Self {
        Self { starts_at, minutes, lines: Vec::new(), state: RollState::Owed }
    }

    /// The draft with these lines instead of its own; saving the same again changes nothing.
    /// `active` are the participants who belong on it.
    ///
    /// # Errors
    /// [`RollRefused`]; the roll stays as it was.
    pub fn save(
        &self,
        entries: &[Entry],
        active: &[EnrolmentId],
        now: DateTime<Utc>,
    ) -> Result<Self, RollRefused> {
        self.may_be_taken(now)?;
        if entries.is_empty() {
            return Err(RollRefused::NobodyMarked);
        }
        let mut seen = BTreeSet::new();
        for entry in entries {
            if !active.contains(&entry.enrolment) {
                return Err(RollRefused::NotOnRoll(entry.enrolment));
            }
            if !seen.insert(entry.enrolment) {
                return Err(RollRefused::Twice(entry.enrolment));
            }
        }
        let read = |entry: &Entry| entry.read(self.minutes).map_err(|error| (entry.enrolment, error));
        let (mut lines, mut wrong) = (Vec::new(), Vec::new());
        for entry in entries {
            match read(entry) {
                Ok(line) => lines.push(line),
                Err(error) => wrong.push(error),
            }
        }
        if !wrong.is_empty() {
            return Err(RollRefused::Lines(wrong));
        }
        Ok(Self { lines, state: RollState::Saved, ..self.clone() })
    }

    /// The roll signed and closed; every active participant must be marked.
    ///
    /// # Errors
    /// [`RollRefused`].
    pub fn close(&self, by: UserId, at: DateTime<Utc>, active: &[EnrolmentId]) -> Result<Self, RollRefused> {
        self.may_be_taken(at)?;
        let is_marked = |id: &EnrolmentId| self.lines.iter().any(|line| line.enrolment == *id);
        let unmarked: Vec<EnrolmentId> = active.iter().filter(|id| !is_marked(id)).copied().collect();
        if !unmarked.is_empty() {
            return Err(RollRefused::Unmarked(unmarked));
        }
        Ok(Self { state: RollState::Closed { by, at }, ..self.clone() })
    }

    /// A correction of one line of a closed roll, and the roll after it.
    ///
    /// # Errors
    /// [`RollRefused`].
    pub fn correct(
        &self,
        entry: &Entry,
        reason: &str,
        author: UserId,
        at: DateTime<Utc>,
    ) -> Result<(Self, Correction), RollRefused> {
        if !matches!(self.state, RollState::Closed { .. }) {
            return Err(RollRefused::NotClosed);
        }
        if reason.trim().is_empty() {
            return Err(RollRefused::ReasonMissing);
        }
        let place = self.lines.iter().position(|line| line.enrolment == entry.enrolment);
        let place = place.ok_or(RollRefused::NotOnRoll(entry.enrolment))?;
        let new =
            entry.read(self.minutes).map_err(|error| RollRefused::Lines(vec![(entry.enrolment, error)]))?;
        let old = self.lines[place].clone();
        if old == new {
            return Err(RollRefused::NothingChanges);
        }
        let mut corrected = self.clone();
        corrected.lines[place] = new.clone();
        Ok((corrected, Correction { old, new, author, at, reason: reason.trim().to_owned() }))
    }

    fn may_be_taken(&self, now: DateTime<Utc>) -> Result<(), RollRefused> {
        if matches!(self.state, RollState::Closed { .. }) {
            return Err(RollRefused::Closed);
        }
        if now < self.starts_at { Err(RollRefused::InTheFuture) } else { Ok(()) }
    }
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({} {:?} {} min)", self.enrolment, self.mark, self.minutes_present)
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({} {:?} {:?})", self.enrolment, self.mark, self.minutes)
    }
}

impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Correction({:?} -> {:?} by {})", self.old, self.new, self.author)
    }
}
