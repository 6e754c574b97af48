//! «Amenaza»: what is done at once when a man threatens somebody, step by step.
//!
//! An alert stays red until a human being was spoken to, at the emergency number or as liaison on call:
//! a message that left is nobody warned. Imminent risk is told to the supervising authority (CNPP art.
//! 178, text with the reform DOF 28-11-2025), and the mandatory report follows ([`super::report`]).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::StepMistake;
use crate::ids::UserId;
use crate::named::named;

named! {
    /// One step, in the order in which they are shown.
    ThreatStep {
        /// 911.
        EmergencyNumber = "emergency-number",
        /// The liaison on call, by telephone.
        LiaisonOnCall = "liaison-on-call",
        /// The centre's coordinator.
        Coordinator = "coordinator",
        /// The authority that supervises his measure or suspension, when there is one.
        SupervisingAuthority = "supervising-authority",
        /// The mandatory report was opened.
        MandatoryReport = "mandatory-report",
    }
}

impl ThreatStep {
    /// Whether it is the call that ends the red.
    #[must_use]
    pub fn is_human_call(self) -> bool {
        matches!(self, Self::EmergencyNumber | Self::LiaisonOnCall)
    }
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDone {
    /// Which.
    pub step: ThreatStep,
    /// Who noted it; `None` is the system.
    pub by: Option<UserId>,
    /// Who answered; needed for a call.
    pub spoke_with: String,
    /// When.
    pub at: DateTime<Utc>,
}

named! {
    /// How an alert stands.
    AlertState {
        /// No human being was spoken to.
        Red = "red",
        /// Somebody was; steps are open.
        Called = "called",
        /// Every step is done.
        Done = "done",
    }
}

/// Steps still to be done; that of the supervising authority only for a man who `is_supervised`.
#[must_use]
pub fn open_steps(done: &[StepDone], is_supervised: bool) -> Vec<ThreatStep> {
    let needed = |step: &ThreatStep| is_supervised || *step != ThreatStep::SupervisingAuthority;
    let is_open = |step: &ThreatStep| done.iter().all(|one| one.step != *step);
    ThreatStep::ALL.iter().copied().filter(needed).filter(is_open).collect()
}

/// How the alert stands.
///
/// ```
/// # use domain::duties::threat::*;
/// let step = |step| StepDone {
///     step, by: None, spoke_with: "Fatima".into(),
///     at: "2026-03-05T09:04:00Z".parse().unwrap(),
/// };
/// let told = [step(ThreatStep::Coordinator), step(ThreatStep::MandatoryReport)];
/// assert_eq!(alert_state(&told, false), AlertState::Red);
/// assert_eq!(alert_state(&[step(ThreatStep::LiaisonOnCall)], false), AlertState::Called);
/// ```
#[must_use]
pub fn alert_state(done: &[StepDone], is_supervised: bool) -> AlertState {
    if !done.iter().any(|one| one.step.is_human_call()) {
        return AlertState::Red;
    }
    if open_steps(done, is_supervised).is_empty() { AlertState::Done } else { AlertState::Called }
}

/// Whether `step` may be recorded on an alert raised at `raised_at`. Hours are typed in whole minutes, so
/// the minute in which it was raised is not too early.
///
/// # Errors
/// [`StepMistake`].
pub fn may_record(
    raised_at: DateTime<Utc>,
    done: &[StepDone],
    step: &StepDone,
    now: DateTime<Utc>,
) -> Result<(), StepMistake> {
    match () {
        () if done.iter().any(|one| one.step == step.step) => Err(StepMistake::AlreadyDone),
        () if step.step.is_human_call() && step.spoke_with.trim().is_empty() => {
            Err(StepMistake::PersonMissing)
        }
        () if step.at + TimeDelta::minutes(1) <= raised_at => Err(StepMistake::TooEarly),
        () if step.at > now => Err(StepMistake::InFuture),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{AlertState, StepDone, StepMistake, ThreatStep, alert_state, may_record, open_steps};
    use chrono::{DateTime, TimeDelta, Utc};

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-03-05T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
    }

    fn done(step: ThreatStep) -> StepDone {
        StepDone { step, by: None, spoke_with: "Fatima".into(), at: at(1) }
    }

    #[test]
    fn a_call_ends_the_red_and_all_steps_end_the_alert() {
        for &step in ThreatStep::ALL {
            let expected = if step.is_human_call() { AlertState::Called } else { AlertState::Red };
            assert_eq!(alert_state(&[done(step)], true), expected, "{step:?}");
        }
        let all: Vec<_> = ThreatStep::ALL.iter().copied().map(done).collect();
        assert_eq!(alert_state(&all, true), AlertState::Done);
    }

    #[test]
    fn only_a_supervised_man_has_an_authority_to_tell() {
        assert_eq!(open_steps(&[], true), ThreatStep::ALL);
        assert!(!open_steps(&[], false).contains(&ThreatStep::SupervisingAuthority));
    }

    #[test]
    fn a_call_names_who_answered_and_a_step_is_done_once_and_after_the_threat() {
        let call = done(ThreatStep::LiaisonOnCall);
        assert_eq!(may_record(at(0), &[], &call, at(1)), Ok(()));
        let again = may_record(at(0), std::slice::from_ref(&call), &call, at(1));
        assert_eq!(again, Err(StepMistake::AlreadyDone));
        assert_eq!(may_record(at(2), &[], &call, at(3)), Err(StepMistake::TooEarly));
        assert_eq!(may_record(at(0), &[], &call, at(0)), Err(StepMistake::InFuture));
        let nobody = StepDone { spoke_with: " ".into(), ..call };
        assert_eq!(may_record(at(0), &[], &nobody, at(1)), Err(StepMistake::PersonMissing));
        let written = StepDone { step: ThreatStep::MandatoryReport, ..nobody };
        assert_eq!(may_record(at(0), &[], &written, at(1)), Ok(()));
    }
}
