//! The session log (bitácora): plan against done, incidents, observations, signed by both
//! facilitators. Once one has signed it is not written any more; as long as the other has not, the
//! first may withdraw the signature so that it can be.

use chrono::{DateTime, Utc};

use crate::ids::{EnrolmentId, StaffId};
use crate::named::named;

named! {
    /// How far an activity of the plan was done.
    Done {
        /// As planned.
        Full = "full",
        /// In part, or in another way.
        Part = "part",
        /// Not at all.
        No = "no",
    }
}

named! {
    /// What kind of thing happened outside the plan.
    IncidentKind {
        /// A threat or a disclosure of danger to somebody.
        Risk = "risk",
        /// A conflict in the group.
        Conflict = "conflict",
        /// Somebody unwell, or not sober.
        Health = "health",
        /// The room, the hour, a power cut.
        Place = "place",
        /// Something else.
        Other = "other",
    }
}

/// What was done of one activity of the session plan.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivityDone {
    /// Its place in the plan, from 0.
    pub activity: usize,
    /// How far; `None` until somebody says.
    pub done: Option<Done>,
    /// Why otherwise than planned.
    pub note: String,
}

/// Something outside the plan.
#[derive(Clone, PartialEq, Eq)]
pub struct Incident {
    /// Of which kind.
    pub kind: IncidentKind,
    /// What happened.
    pub text: String,
}

/// What was observed of one participant; sealed with that person's key.
#[derive(Clone, PartialEq, Eq)]
pub struct Observation {
    /// Of whom.
    pub enrolment: EnrolmentId,
    /// What.
    pub text: String,
}

/// A facilitator's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why there is one signature only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alone {
    /// The other was not there, with the reason.
    OtherAbsent(String),
    /// The other no longer works here, with the reason.
    OtherLeft(String),
}

impl Alone {
    /// Stable name, as stored.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::OtherAbsent(_) => "other-absent",
            Self::OtherLeft(_) => "other-left",
        }
    }

    /// The reason in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        let (Self::OtherAbsent(reason) | Self::OtherLeft(reason)) = self;
        reason.trim()
    }
}

/// The log of a session. Its texts are sealed; `Debug` leaves them out.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SessionLog {
    /// One for each activity of the plan.
    pub activities: Vec<ActivityDone>,
    /// What happened outside it.
    pub incidents: Vec<Incident>,
    /// What was observed of participants.
    pub observations: Vec<Observation>,
    /// One or two.
    pub signatures: Vec<Signature>,
    /// Set when one signature is enough.
    pub alone: Option<Alone>,
}

named! {
    /// How far a log has come, told by its signatures.
    LogState {
        /// Can be written.
        Draft = "draft",
        /// One of two has signed.
        HalfSigned = "half-signed",
        /// Both have, or one with the reason.
        Signed = "signed",
    }
}

/// Why a log cannot be written or signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogRefused {
    /// Somebody has signed it.
    #[error("signed")]
    Signed,
    /// The session has not begun.
    #[error("the session is in the future")]
    InTheFuture,
    /// An activity of the plan has no answer.
    #[error("activity {activity} is not answered")]
    ActivityOpen {
        /// Its place in the plan, from 0.
        activity: usize,
    },
    /// Done otherwise than planned needs a note.
    #[error("activity {activity} needs a note")]
    NoteMissing {
        /// Its place in the plan, from 0.
        activity: usize,
    },
    /// An incident has a kind and no words.
    #[error("incident {incident} is not told")]
    IncidentUntold {
        /// Its place among the incidents, from 0.
        incident: usize,
    },
    /// Neither facilitated this session nor substituted.
    #[error("not a facilitator of this session")]
    NotFacilitator,
    /// Has signed already.
    #[error("signed twice")]
    SignedTwice,
    /// Signing alone needs its reason.
    #[error("reason is missing")]
    ReasonMissing,
}

impl SessionLog {
    /// An empty log for a plan of so many activities.
    #[must_use]
    pub fn of_plan(activities: usize) -> Self {
        let open = |activity| ActivityDone { activity, done: None, note: String::new() };
        Self { activities: (0..activities).map(open).collect(), ..Self::default() }
    }

    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> LogState {
        match (self.signatures.len(), &self.alone) {
            (0, _) => LogState::Draft,
            (1, None) => LogState::HalfSigned,
            _ => LogState::Signed,
        }
    }

    /// Whether it may be written now.
    ///
    /// # Errors
    /// [`LogRefused::Signed`] once anybody has signed.
    pub fn may_write(&self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), LogRefused> {
        if self.state() != LogState::Draft {
            return Err(LogRefused::Signed);
        }
        if now < starts_at { Err(LogRefused::InTheFuture) } else { Ok(()) }
    }

    /// Everything that is still to be written before anybody signs, in the order of the log: an
    /// activity without an answer, a deviation without its note, an incident without words.
    ///
    /// ```
    /// # use domain::sessions::log::{LogRefused, SessionLog};
    /// let open = |activity| LogRefused::ActivityOpen { activity };
    /// assert_eq!(SessionLog::of_plan(2).hindrances(), [open(0), open(1)]);
    /// ```
    #[must_use]
    pub fn hindrances(&self) -> Vec<LogRefused> {
        let activity = |one: &ActivityDone| match one.done {
            None => Some(LogRefused::ActivityOpen { activity: one.activity }),
            Some(Done::Part | Done::No) if one.note.trim().is_empty() => {
                Some(LogRefused::NoteMissing { activity: one.activity })
            }
            Some(_) => None,
        };
        let untold = |(incident, one): (usize, &Incident)| {
            one.text.trim().is_empty().then_some(LogRefused::IncidentUntold { incident })
        };
        let incidents = self.incidents.iter().enumerate().filter_map(untold);
        self.activities.iter().filter_map(activity).chain(incidents).collect()
    }

    /// The log with one more signature. `pair` are those who facilitated this session, substitutes
    /// in the place of whom they substituted.
    ///
    /// # Errors
    /// [`LogRefused`].
    pub fn sign(&self, signature: Signature, pair: [StaffId; 2]) -> Result<Self, LogRefused> {
        self.may_sign(&signature, pair)?;
        let mut signed = self.clone();
        signed.signatures.push(signature);
        Ok(signed)
    }

    /// The log signed by one facilitator only, with the reason: before the other, or instead.
    ///
    /// ```
    /// # use domain::{ids::StaffId, sessions::log::*}; use uuid::Uuid;
    /// let (ana, bruno) = (StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
    /// let signature = Signature { by: ana, at: chrono::DateTime::UNIX_EPOCH };
    /// let half = SessionLog::default().sign(signature.clone(), [ana, bruno]).unwrap();
    /// assert_eq!(half.state(), LogState::HalfSigned);
    /// let left = Alone::OtherLeft("terminó su contrato".into());
    /// let signed = SessionLog::default().sign_alone(signature, [ana, bruno], left).unwrap();
    /// assert_eq!(signed.state(), LogState::Signed);
    /// ```
    ///
    /// # Errors
    /// [`LogRefused`].
    pub fn sign_alone(
        &self,
        signature: Signature,
        pair: [StaffId; 2],
        why: Alone,
    ) -> Result<Self, LogRefused> {
        if why.reason().is_empty() {
            return Err(LogRefused::ReasonMissing);
        }
        // Who has signed as one of two may say later that the other never will.
        let signs_again = self.state() == LogState::HalfSigned && self.signatures[0].by == signature.by;
        let mut signed = if signs_again { self.clone() } else { self.sign(signature, pair)? };
        if signed.signatures.len() == 1 {
            signed.alone = Some(why);
        }
        Ok(signed)
    }

    /// The log open again: the only signature, withdrawn by who gave it.
    ///
    /// # Errors
    /// [`LogRefused::Signed`] when it is complete, [`LogRefused::NotFacilitator`] when it is another's.
    pub fn withdraw(&self, by: StaffId) -> Result<Self, LogRefused> {
        match (self.state(), self.signatures.first()) {
            (LogState::HalfSigned, Some(first)) if first.by == by => {
                Ok(Self { signatures: Vec::new(), ..self.clone() })
            }
            (LogState::Signed, _) => Err(LogRefused::Signed),
            _ => Err(LogRefused::NotFacilitator),
        }
    }

    fn may_sign(&self, signature: &Signature, pair: [StaffId; 2]) -> Result<(), LogRefused> {
        if self.state() == LogState::Signed {
            return Err(LogRefused::Signed);
        }
        if !pair.contains(&signature.by) {
            return Err(LogRefused::NotFacilitator);
        }
        if self.signatures.iter().any(|s| s.by == signature.by) {
            return Err(LogRefused::SignedTwice);
        }
        self.hindrances().first().map_or(Ok(()), |first| Err(*first))
    }
}

impl std::fmt::Debug for SessionLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SessionLog({:?}, {} activities)", self.state(), self.activities.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Alone, Done, Incident, IncidentKind, LogRefused, LogState, SessionLog, Signature};
    use crate::ids::StaffId;
    use chrono::{DateTime, TimeDelta, Utc};
    use uuid::Uuid;

    const ANA: StaffId = StaffId(Uuid::from_u128(1));
    const BRUNO: StaffId = StaffId(Uuid::from_u128(2));
    const CARLA: StaffId = StaffId(Uuid::from_u128(3));
    const PAIR: [StaffId; 2] = [ANA, BRUNO];

    fn now() -> DateTime<Utc> {
        "2026-03-05T09:00:00Z".parse().unwrap()
    }

    fn by(who: StaffId) -> Signature {
        Signature { by: who, at: now() }
    }

    fn filled() -> SessionLog {
        let mut log = SessionLog::of_plan(2);
        log.activities.iter_mut().for_each(|a| a.done = Some(Done::Full));
        log
    }

    #[test]
    fn both_facilitators_sign() {
        let signed = filled().sign(by(BRUNO), PAIR).unwrap().sign(by(ANA), PAIR).unwrap();
        assert_eq!(signed.state(), LogState::Signed);
        assert_eq!(signed.sign(by(ANA), PAIR).unwrap_err(), LogRefused::Signed);
    }

    #[test]
    fn a_signed_log_is_not_written_any_more() {
        let half = filled().sign(by(ANA), PAIR).unwrap();
        assert_eq!(filled().may_write(now(), now()), Ok(()));
        assert_eq!(half.may_write(now(), now()), Err(LogRefused::Signed));
        assert_eq!(filled().may_write(now() + TimeDelta::hours(1), now()), Err(LogRefused::InTheFuture));
    }

    #[test]
    fn the_only_signature_can_be_withdrawn_by_who_gave_it() {
        let half = filled().sign(by(ANA), PAIR).unwrap();
        assert_eq!(half.withdraw(ANA), Ok(filled()));
        assert_eq!(half.withdraw(BRUNO), Err(LogRefused::NotFacilitator));
        assert_eq!(half.sign(by(BRUNO), PAIR).unwrap().withdraw(ANA), Err(LogRefused::Signed));
    }

    #[test]
    fn a_signature_is_of_a_facilitator_of_the_session_and_once() {
        let half = filled().sign(by(ANA), PAIR).unwrap();
        assert_eq!(half.sign(by(ANA), PAIR).unwrap_err(), LogRefused::SignedTwice);
        assert_eq!(half.sign(by(CARLA), PAIR).unwrap_err(), LogRefused::NotFacilitator);
        assert!(half.sign(by(CARLA), [ANA, CARLA]).is_ok(), "a substitute stands in the pair");
    }

    #[test]
    fn one_signature_needs_a_reason() {
        let absent = |reason: &str| Alone::OtherAbsent(reason.into());
        assert_eq!(filled().sign_alone(by(ANA), PAIR, absent(" ")).unwrap_err(), LogRefused::ReasonMissing);
        assert_eq!(filled().sign_alone(by(ANA), PAIR, absent("enfermo")).unwrap().state(), LogState::Signed);
        let half = filled().sign(by(ANA), PAIR).unwrap();
        let later = half.sign_alone(by(ANA), PAIR, Alone::OtherLeft("terminó su contrato".into())).unwrap();
        assert_eq!((later.state(), later.signatures.len()), (LogState::Signed, 1));
    }

    #[test]
    fn every_activity_is_answered_and_every_deviation_explained() {
        let mut log = filled();
        log.activities[1].done = None;
        assert_eq!(log.sign(by(ANA), PAIR).unwrap_err(), LogRefused::ActivityOpen { activity: 1 });
        log.activities[1].done = Some(Done::Part);
        assert_eq!(log.sign(by(ANA), PAIR).unwrap_err(), LogRefused::NoteMissing { activity: 1 });
        log.activities[1].note = "faltó tiempo".into();
        assert!(log.sign(by(ANA), PAIR).is_ok());
    }

    #[test]
    fn everything_that_hinders_a_signature_is_said_in_the_order_of_the_log() {
        let mut log = filled();
        log.activities[0].done = None;
        log.activities[1].done = Some(Done::No);
        log.incidents.push(Incident { kind: IncidentKind::Other, text: String::new() });
        let all = [
            LogRefused::ActivityOpen { activity: 0 },
            LogRefused::NoteMissing { activity: 1 },
            LogRefused::IncidentUntold { incident: 0 },
        ];
        assert_eq!(log.hindrances(), all);
        assert_eq!(filled().hindrances(), []);
    }

    #[test]
    fn an_incident_is_told_before_the_log_is_signed() {
        let mut log = filled();
        log.incidents.push(Incident { kind: IncidentKind::Other, text: " ".into() });
        assert_eq!(log.sign(by(ANA), PAIR).unwrap_err(), LogRefused::IncidentUntold { incident: 0 });
        log.incidents[0].text = "se fue la luz".into();
        assert!(log.sign(by(ANA), PAIR).is_ok());
    }
}
