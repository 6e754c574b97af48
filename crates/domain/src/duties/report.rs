//! The mandatory report: who knew, when, whom they told, and the receipt.
//!
//! Whoever in public function learns of a probable crime against a woman or girl reports it at once to
//! the prosecutor (LGAMVLV art. 29, text with the reform DOF 15-01-2026; CNPP art. 222), and whoever
//! knows of violence against children tells the authority immediately (LGDNNA art. 12). «At once» is no
//! number of hours: the clock counts up, and only an institution's own figure colours it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::StepMistake;
use crate::ids::{StaffId, UserId};
use crate::named::named;

named! {
    /// What was learned of.
    DutyKind {
        /// A probable crime against a woman.
        Woman = "woman",
        /// Violence against a girl or boy.
        Minor = "girl-or-boy",
        /// What a pupil told in a school workshop.
        PupilDisclosure = "pupil-disclosure",
    }
}

named! {
    /// Who is told.
    Recipient {
        /// Ministerio Público, fiscalía.
        Prosecutor = "prosecutor",
        /// Procuraduría de protección de niñas, niños y adolescentes.
        ChildProtection = "child-protection",
    }
}

impl DutyKind {
    /// Who may be told: the prosecutor always, the child-protection office of a girl, boy or pupil.
    #[must_use]
    pub fn recipients(self) -> &'static [Recipient] {
        match self {
            Self::Woman => &[Recipient::Prosecutor],
            Self::Minor | Self::PupilDisclosure => &[Recipient::ChildProtection, Recipient::Prosecutor],
        }
    }
}

named! {
    /// How far a report is.
    DutyStep {
        /// Known: to be told at once.
        Known = "known",
        /// Told: the receipt is missing.
        Told = "told",
        /// The receipt is there.
        Filed = "filed",
    }
}

/// Who told whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The office.
    pub recipient: Recipient,
    /// Who noted it; `None` is the system.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Its number, or that of the investigation file.
    pub receipt: String,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDuty {
    /// What was learned of.
    pub kind: DutyKind,
    /// Who knew; `None` is whoever noted it, without being of the staff.
    pub known_by: Option<StaffId>,
    /// When.
    pub known_at: DateTime<Utc>,
    /// Who told whom.
    pub told: Option<Told>,
    /// The receipt.
    pub filed: Option<Filed>,
}

/// Hours after which an untold report is red. The law gives no figure («inmediatamente»): ours, editable.
pub const RED_AFTER_HOURS: u32 = 2;

/// The clock of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyClock {
    /// Minutes from knowing to telling, or to now.
    pub minutes: i64,
    /// It still runs: nobody was told.
    pub is_running: bool,
    /// It took, or takes, as long as the institution calls red.
    pub is_red: bool,
}

impl ReportDuty {
    /// How far it is.
    #[must_use]
    pub fn step(&self) -> DutyStep {
        match (&self.told, &self.filed) {
            (_, Some(_)) => DutyStep::Filed,
            (Some(_), None) => DutyStep::Told,
            (None, None) => DutyStep::Known,
        }
    }

    /// Whether it may be opened: nobody knows in the future.
    ///
    /// # Errors
    /// [`StepMistake::InFuture`].
    pub fn may_open(&self, now: DateTime<Utc>) -> Result<(), StepMistake> {
        if self.known_at > now { Err(StepMistake::InFuture) } else { Ok(()) }
    }

    /// Whether `told` may be recorded.
    ///
    /// # Errors
    /// [`StepMistake`].
    pub fn may_tell(&self, told: &Told, now: DateTime<Utc>) -> Result<(), StepMistake> {
        match () {
            () if self.step() != DutyStep::Known => Err(StepMistake::AlreadyDone),
            () if !self.kind.recipients().contains(&told.recipient) => Err(StepMistake::WrongRecipient),
            () if told.at < self.known_at => Err(StepMistake::TooEarly),
            () if told.at > now => Err(StepMistake::InFuture),
            () => Ok(()),
        }
    }

    /// Whether `filed` may be recorded.
    ///
    /// # Errors
    /// [`StepMistake`].
    pub fn may_file(&self, filed: &Filed, now: DateTime<Utc>) -> Result<(), StepMistake> {
        let told = self.told.as_ref().ok_or(StepMistake::NotToldYet)?;
        match () {
            () if self.step() == DutyStep::Filed => Err(StepMistake::AlreadyDone),
            () if filed.receipt.trim().is_empty() => Err(StepMistake::ReceiptMissing),
            () if filed.at < told.at => Err(StepMistake::TooEarly),
            () if filed.at > now => Err(StepMistake::InFuture),
            () => Ok(()),
        }
    }

    /// The clock, red from `red_after_hours` on.
    ///
    /// ```
    /// # use domain::duties::report::*; use chrono::{DateTime, TimeDelta};
    /// let nine: DateTime<chrono::Utc> = "2026-03-05T09:00:00Z".parse().unwrap();
    /// let duty = ReportDuty {
    ///     kind: DutyKind::Woman, known_by: None, known_at: nine,
    ///     told: None, filed: None,
    /// };
    /// let clock = duty.clock(nine + TimeDelta::minutes(90), RED_AFTER_HOURS);
    /// assert_eq!((clock.minutes, clock.is_running, clock.is_red), (90, true, false));
    /// ```
    #[must_use]
    pub fn clock(&self, now: DateTime<Utc>, red_after_hours: u32) -> DutyClock {
        let until = self.told.as_ref().map_or(now, |told| told.at);
        let minutes = (until - self.known_at).num_minutes().max(0);
        let is_red = minutes >= 60 * i64::from(red_after_hours);
        DutyClock { minutes, is_running: self.told.is_none(), is_red }
    }
}

#[cfg(test)]
mod tests {
    use super::{DutyKind, DutyStep, Filed, Recipient, ReportDuty, StepMistake, Told};
    use chrono::{DateTime, TimeDelta, Utc};

    /// 09:00 and so many minutes.
    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-03-05T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
    }

    fn duty(kind: DutyKind) -> ReportDuty {
        ReportDuty { kind, known_by: None, known_at: at(0), told: None, filed: None }
    }

    fn told(recipient: Recipient, minutes: i64) -> Told {
        Told { recipient, by: None, at: at(minutes) }
    }

    #[test]
    fn what_is_known_is_told_and_then_filed() {
        let mut duty = duty(DutyKind::Woman);
        assert_eq!(duty.may_open(at(0)), Ok(()));
        let call = told(Recipient::Prosecutor, 10);
        assert_eq!(duty.may_tell(&call, at(20)), Ok(()));
        duty.told = Some(call);
        let filed = Filed { receipt: "FGE/12/2026".into(), at: at(30) };
        assert_eq!(duty.may_file(&filed, at(30)), Ok(()));
        duty.filed = Some(filed);
        assert_eq!(duty.step(), DutyStep::Filed);
    }

    #[test]
    fn a_crime_against_a_woman_goes_to_the_prosecutor_a_childs_to_either_office() {
        let office = told(Recipient::ChildProtection, 10);
        let refused = duty(DutyKind::Woman).may_tell(&office, at(20));
        assert_eq!(refused, Err(StepMistake::WrongRecipient));
        for kind in [DutyKind::Minor, DutyKind::PupilDisclosure] {
            for &recipient in Recipient::ALL {
                assert_eq!(duty(kind).may_tell(&told(recipient, 10), at(20)), Ok(()));
            }
        }
    }

    #[test]
    fn hours_follow_each_other_and_lie_in_the_past() {
        let mut duty = duty(DutyKind::Woman);
        assert_eq!(duty.may_open(at(-1)), Err(StepMistake::InFuture));
        let tell = |minutes| told(Recipient::Prosecutor, minutes);
        assert_eq!(duty.may_tell(&tell(-1), at(20)), Err(StepMistake::TooEarly));
        assert_eq!(duty.may_tell(&tell(21), at(20)), Err(StepMistake::InFuture));
        let filed = |minutes, receipt: &str| Filed { receipt: receipt.into(), at: at(minutes) };
        assert_eq!(duty.may_file(&filed(10, "1"), at(20)), Err(StepMistake::NotToldYet));
        duty.told = Some(tell(10));
        assert_eq!(duty.may_tell(&tell(11), at(20)), Err(StepMistake::AlreadyDone));
        assert_eq!(duty.may_file(&filed(9, "1"), at(20)), Err(StepMistake::TooEarly));
        assert_eq!(duty.may_file(&filed(21, "1"), at(20)), Err(StepMistake::InFuture));
        assert_eq!(duty.may_file(&filed(10, " "), at(20)), Err(StepMistake::ReceiptMissing));
    }

    #[test]
    fn the_clock_stops_when_somebody_is_told_and_a_late_report_stays_red() {
        let mut duty = duty(DutyKind::Minor);
        assert!(!duty.clock(at(119), 2).is_red);
        assert!(duty.clock(at(120), 2).is_red && duty.clock(at(120), 2).is_running);
        duty.told = Some(told(Recipient::Prosecutor, 120));
        let clock = duty.clock(at(999), 2);
        assert_eq!((clock.minutes, clock.is_running, clock.is_red), (120, false, true));
    }
}
