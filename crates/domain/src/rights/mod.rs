//! The register of data rights (ARCO): what follows what, and which term runs.
//!
//! LGPDPPSO of 20-03-2025 (text with the reform DOF 14-11-2025) arts. 45–49; its days are working days
//! (art. 3-XII), counted over the centre's calendar from the day after. Nothing here decides whether a
//! right is granted. The log of breaches is in [`breaches`], what is held of whom in [`inventory`].

pub mod breaches;
pub mod inventory;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::moves::{self, Illegal};
use crate::named::named;

/// Working days to answer (art. 45).
pub const ANSWER_DAYS: u32 = 20;
/// Working days that may be added, once, with notice (art. 45).
pub const EXTENSION_DAYS: u32 = 10;
/// Working days to carry out what was granted (art. 45).
pub const CARRY_OUT_DAYS: u32 = 15;
/// Working days to ask for what is missing (art. 46).
pub const PREVENTION_DAYS: u32 = 5;
/// Working days for the person to add it (art. 46).
pub const CURE_DAYS: u32 = 10;
/// Working days to say that another body is competent (art. 47).
pub const NOT_COMPETENT_DAYS: u32 = 3;

named! {
    /// Which right.
    RightKind {
        /// Acceso (art. 38).
        Access = "access",
        /// Rectificación (art. 39).
        Rectification = "rectification",
        /// Cancelación (art. 40).
        Cancellation = "cancellation",
        /// Oposición (art. 41).
        Objection = "objection",
        /// Portabilidad (art. 51), which names no term: counted like the others, ours.
        Portability = "portability",
    }
}

named! {
    /// Who asks (art. 44 wants the person's identity, and a representative's, accredited).
    Asker {
        /// The person whose data they are (titular).
        Holder = "holder",
        /// Who represents the person.
        Representative = "representative",
    }
}

named! {
    /// Where a request stands.
    RequestState {
        /// Received, with its acknowledgement.
        Received = "received",
        /// The person was asked for what is missing (prevención), once.
        PreventionAsked = "prevention-asked",
        /// The person added it: the term begins anew.
        Cured = "cured",
        /// The term was made longer, once, with notice.
        Extended = "extended",
        /// Granted.
        Granted = "granted",
        /// Refused, on a ground of art. 49.
        Refused = "refused",
        /// What was granted is done.
        CarriedOut = "carried-out",
        /// Another body is competent; the person was told.
        NotCompetent = "not-competent",
        /// What was missing did not come: taken as not presented (art. 46).
        Lapsed = "lapsed",
    }
}

impl RequestState {
    /// Nothing may follow.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.next().is_empty()
    }

    /// What may follow.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Received => {
                &[Self::PreventionAsked, Self::Extended, Self::Granted, Self::Refused, Self::NotCompetent]
            }
            Self::PreventionAsked => &[Self::Cured, Self::Lapsed],
            Self::Cured => &[Self::Extended, Self::Granted, Self::Refused],
            Self::Extended => &[Self::Granted, Self::Refused],
            Self::Granted => &[Self::CarriedOut],
            Self::Refused | Self::CarriedOut | Self::NotCompetent | Self::Lapsed => &[],
        }
    }
}

named! {
    /// The only grounds on which a right may be refused (art. 49, I to XII).
    RefusalGround {
        /// I: the person or the representative is not accredited.
        NotAccredited = "not-accredited",
        /// II: the data are not held.
        NotHeld = "not-held",
        /// III: a legal impediment.
        LegalImpediment = "legal-impediment",
        /// IV: it would harm the rights of a third person.
        ThirdPerson = "third-person",
        /// V: it would obstruct judicial or administrative proceedings.
        Proceedings = "proceedings",
        /// VI: a competent authority restricts it.
        AuthorityRestricts = "authority-restricts",
        /// VII: the cancellation or objection was already made.
        AlreadyMade = "already-made",
        /// VIII: not competent.
        NotCompetent = "not-competent",
        /// IX: the data protect interests of the person.
        ProtectsPerson = "protects-person",
        /// X: the data are needed for obligations of the person.
        PersonsObligations = "persons-obligations",
        /// XI: the stability of the State needs them.
        State = "state",
        /// XII: information of supervised financial bodies.
        FinancialSupervision = "financial-supervision",
    }
}

/// One step of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMove {
    /// The new state.
    pub to: RequestState,
    /// When; for what is told to the person, the day on which it was notified.
    pub on: NaiveDate,
    /// Why, when refused.
    pub ground: Option<RefusalGround>,
}

/// A request and its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightRequest {
    /// Which right.
    pub kind: RightKind,
    /// When it was received.
    pub received_on: NaiveDate,
    /// Its steps, in order.
    pub moves: Vec<RequestMove>,
}

named! {
    /// What a term is for.
    Act {
        /// The centre answers.
        Answer = "answer",
        /// The person adds what is missing.
        Cure = "cure",
        /// The centre does what it granted.
        CarryOut = "carry-out",
    }
}

/// The term that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// What for.
    pub what: Act,
    /// Its last day.
    pub due_on: NaiveDate,
    /// It is over.
    pub is_overdue: bool,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepRefused {
    /// That state cannot follow.
    #[error(transparent)]
    Illegal(#[from] Illegal<RequestState>),
    /// After today.
    #[error("in the future")]
    InFuture,
    /// Before the step it follows.
    #[error("before the last step, of {last}")]
    OutOfOrder {
        /// The day of that step.
        last: NaiveDate,
    },
    /// The law gave it until a day that is past.
    #[error("possible until {until}")]
    TooLate {
        /// That day.
        until: NaiveDate,
    },
    /// The person still has time.
    #[error("the person has until {until}")]
    TooEarly {
        /// Until when.
        until: NaiveDate,
    },
    /// Refused without a ground.
    #[error("ground is missing")]
    GroundMissing,
    /// A ground for something else than a refusal.
    #[error("only a refusal has a ground")]
    GroundNotOfRefusal,
}

impl RightRequest {
    /// Whether the person is owed a copy of the data: access or portability, and granted.
    #[must_use]
    pub fn grants_copy(&self) -> bool {
        matches!(self.kind, RightKind::Access | RightKind::Portability)
            && matches!(self.state(), RequestState::Granted | RequestState::CarriedOut)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> RequestState {
        self.moves.last().map_or(RequestState::Received, |step| step.to)
    }

    /// The day of its last step.
    #[must_use]
    pub fn last_on(&self) -> NaiveDate {
        self.moves.last().map_or(self.received_on, |step| step.on)
    }

    fn on(&self, state: RequestState) -> Option<NaiveDate> {
        self.moves.iter().find(|step| step.to == state).map(|step| step.on)
    }

    /// The last day to answer: 20 working days, 30 when extended. What the person had to add interrupts
    /// the term (art. 46), so that it begins anew.
    #[must_use]
    pub fn answer_by(&self, calendar: &Calendar) -> NaiveDate {
        let start = self.on(RequestState::Cured).unwrap_or(self.received_on);
        let more = self.on(RequestState::Extended).map_or(0, |_| EXTENSION_DAYS);
        calendar.add_working_days(start, ANSWER_DAYS + more)
    }

    /// The last day that the law gives for going to `to`, when it gives one.
    #[must_use]
    pub fn last_day_for(&self, to: RequestState, calendar: &Calendar) -> Option<NaiveDate> {
        let after = |day, count| Some(calendar.add_working_days(day, count));
        match to {
            RequestState::PreventionAsked => after(self.received_on, PREVENTION_DAYS),
            RequestState::NotCompetent => after(self.received_on, NOT_COMPETENT_DAYS),
            RequestState::Cured => after(self.on(RequestState::PreventionAsked)?, CURE_DAYS),
            RequestState::CarriedOut => after(self.on(RequestState::Granted)?, CARRY_OUT_DAYS),
            RequestState::Extended | RequestState::Granted | RequestState::Refused => {
                Some(self.answer_by(calendar))
            }
            RequestState::Received | RequestState::Lapsed => None,
        }
    }

    /// The term that runs today; `None` when the request is over.
    ///
    /// ```
    /// # use domain::{calendar::Calendar, rights::*}; use chrono::NaiveDate;
    /// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    /// let request = RightRequest { kind: RightKind::Access, received_on: day(3, 5), moves: vec![] };
    /// // 20 working days from Thursday 5 March, without Monday 16 March: Friday 3 April.
    /// let due = request.clock(&Calendar::default(), day(3, 6)).unwrap();
    /// assert_eq!((due.what, due.due_on, due.is_overdue), (Act::Answer, day(4, 3), false));
    /// ```
    #[must_use]
    pub fn clock(&self, calendar: &Calendar, today: NaiveDate) -> Option<Due> {
        let (what, to) = match self.state() {
            RequestState::Received | RequestState::Cured | RequestState::Extended => {
                (Act::Answer, RequestState::Granted)
            }
            RequestState::PreventionAsked => (Act::Cure, RequestState::Cured),
            RequestState::Granted => (Act::CarryOut, RequestState::CarriedOut),
            RequestState::Refused
            | RequestState::CarriedOut
            | RequestState::NotCompetent
            | RequestState::Lapsed => return None,
        };
        let due_on = self.last_day_for(to, calendar)?;
        Some(Due { what, due_on, is_overdue: due_on < today })
    }

    /// Whether `step` may follow. A late answer is still owed and is taken; asking for what is missing
    /// and making the term longer are powers that end with their term, and so is adding what is missing.
    ///
    /// # Errors
    /// [`StepRefused`].
    pub fn may_move(
        &self,
        step: &RequestMove,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Result<(), StepRefused> {
        moves::step(self.state(), step.to, self.state().next())?;
        let last = self.last_on();
        if step.on < last {
            return Err(StepRefused::OutOfOrder { last });
        }
        if step.on > today {
            return Err(StepRefused::InFuture);
        }
        match (step.to == RequestState::Refused, step.ground) {
            (true, None) => return Err(StepRefused::GroundMissing),
            (false, Some(_)) => return Err(StepRefused::GroundNotOfRefusal),
            _ => {}
        }
        self.in_term(step, calendar)
    }

    fn in_term(&self, step: &RequestMove, calendar: &Calendar) -> Result<(), StepRefused> {
        match step.to {
            RequestState::PreventionAsked | RequestState::Extended | RequestState::Cured => {
                match self.last_day_for(step.to, calendar) {
                    Some(until) if step.on > until => Err(StepRefused::TooLate { until }),
                    _ => Ok(()),
                }
            }
            RequestState::Lapsed => match self.last_day_for(RequestState::Cured, calendar) {
                Some(until) if step.on <= until => Err(StepRefused::TooEarly { until }),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, Due, RefusalGround, RequestMove, RequestState, RightKind, RightRequest, StepRefused};
    use crate::calendar::Calendar;
    use RequestState as S;
    use chrono::NaiveDate;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn step(to: S, on: NaiveDate) -> RequestMove {
        RequestMove { to, on, ground: (to == S::Refused).then_some(RefusalGround::ThirdPerson) }
    }

    /// Received on Thursday 5 March.
    fn request(steps: &[(S, NaiveDate)]) -> RightRequest {
        let moves = steps.iter().map(|&(to, on)| step(to, on)).collect();
        RightRequest { kind: RightKind::Access, received_on: day(3, 5), moves }
    }

    fn due(steps: &[(S, NaiveDate)], today: NaiveDate) -> Option<(Act, NaiveDate, bool)> {
        let Due { what, due_on, is_overdue } = request(steps).clock(&Calendar::default(), today)?;
        Some((what, due_on, is_overdue))
    }

    fn answer(steps: &[(S, NaiveDate)], to: S, on: NaiveDate) -> Result<(), StepRefused> {
        request(steps).may_move(&step(to, on), &Calendar::default(), day(12, 31))
    }

    #[test]
    fn a_request_is_granted_and_carried_out() {
        assert_eq!(answer(&[], S::Granted, day(3, 20)), Ok(()));
        let granted = [(S::Granted, day(3, 20))];
        assert_eq!(due(&granted, day(3, 23)), Some((Act::CarryOut, day(4, 10), false)));
        assert_eq!(answer(&granted, S::CarriedOut, day(4, 10)), Ok(()));
        assert_eq!(due(&[granted[0], (S::CarriedOut, day(4, 10))], day(4, 11)), None);
    }

    #[test]
    fn a_copy_of_the_data_is_owed_once_access_or_portability_is_granted() {
        let granted = request(&[(S::Granted, day(3, 20))]);
        assert!(granted.grants_copy() && !request(&[]).grants_copy());
        assert!(RightRequest { kind: RightKind::Portability, ..granted.clone() }.grants_copy());
        assert!(!RightRequest { kind: RightKind::Cancellation, ..granted }.grants_copy());
    }

    #[test]
    fn the_term_is_over_the_day_after_its_last() {
        assert_eq!(due(&[], day(4, 3)), Some((Act::Answer, day(4, 3), false)));
        assert_eq!(due(&[], day(4, 4)), Some((Act::Answer, day(4, 3), true)));
        assert_eq!(answer(&[], S::Granted, day(5, 29)), Ok(()), "a late answer is still owed");
    }

    #[test]
    fn an_extension_adds_ten_days_once_and_within_the_term() {
        let extended = [(S::Extended, day(4, 3))];
        assert_eq!(answer(&[], S::Extended, day(4, 3)), Ok(()));
        assert_eq!(answer(&[], S::Extended, day(4, 4)), Err(StepRefused::TooLate { until: day(4, 3) }));
        assert_eq!(due(&extended, day(4, 6)), Some((Act::Answer, day(4, 17), false)));
        assert!(matches!(answer(&extended, S::Extended, day(4, 6)), Err(StepRefused::Illegal(_))));
    }

    #[test]
    fn what_is_missing_is_asked_for_within_five_days_and_begins_the_term_anew() {
        assert_eq!(answer(&[], S::PreventionAsked, day(3, 12)), Ok(()));
        let late = answer(&[], S::PreventionAsked, day(3, 13));
        assert_eq!(late, Err(StepRefused::TooLate { until: day(3, 12) }));
        let asked = [(S::PreventionAsked, day(3, 12))];
        assert_eq!(due(&asked, day(3, 13)), Some((Act::Cure, day(3, 27), false)));
        assert_eq!(answer(&asked, S::Cured, day(3, 27)), Ok(()));
        assert_eq!(answer(&asked, S::Cured, day(3, 28)), Err(StepRefused::TooLate { until: day(3, 27) }));
        let cured = [asked[0], (S::Cured, day(3, 27))];
        assert_eq!(due(&cured, day(3, 30)), Some((Act::Answer, day(4, 24), false)));
    }

    #[test]
    fn a_request_lapses_only_after_the_persons_term() {
        let asked = [(S::PreventionAsked, day(3, 12))];
        let early = answer(&asked, S::Lapsed, day(3, 27));
        assert_eq!(early, Err(StepRefused::TooEarly { until: day(3, 27) }));
        assert_eq!(answer(&asked, S::Lapsed, day(3, 28)), Ok(()));
    }

    #[test]
    fn not_being_competent_is_told_within_three_days_but_also_later() {
        let calendar = Calendar::default();
        assert_eq!(request(&[]).last_day_for(S::NotCompetent, &calendar), Some(day(3, 10)));
        assert_eq!(answer(&[], S::NotCompetent, day(3, 11)), Ok(()));
    }

    #[test]
    fn a_refusal_has_a_ground_of_the_law_and_steps_have_an_order() {
        let calendar = Calendar::default();
        let mut refusal = step(S::Refused, day(3, 9));
        refusal.ground = None;
        let refused = |step: &RequestMove| request(&[]).may_move(step, &calendar, day(3, 9));
        assert_eq!(refused(&refusal), Err(StepRefused::GroundMissing));
        let mut granted = step(S::Granted, day(3, 9));
        granted.ground = Some(RefusalGround::NotHeld);
        assert_eq!(refused(&granted), Err(StepRefused::GroundNotOfRefusal));
        assert_eq!(refused(&step(S::Granted, day(3, 10))), Err(StepRefused::InFuture));
        let before = StepRefused::OutOfOrder { last: day(3, 5) };
        assert_eq!(refused(&step(S::Granted, day(3, 4))), Err(before));
    }

    #[test]
    fn every_state_is_reached_and_exactly_the_open_ones_have_a_clock() {
        for &state in S::ALL {
            let is_reached = state == S::Received || S::ALL.iter().any(|from| from.next().contains(&state));
            assert!(is_reached, "{state:?}");
            let steps = [(S::PreventionAsked, day(3, 9)), (S::Granted, day(3, 9)), (state, day(3, 9))];
            assert_eq!(due(&steps, day(3, 9)).is_some(), !state.next().is_empty(), "{state:?}");
        }
    }
}
