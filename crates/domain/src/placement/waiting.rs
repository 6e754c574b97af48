//! The waiting list: whose turn it is, and what must be explained when somebody is passed over.
//!
//! Who has waited longest comes first. Before all come those whose deadline is lost if they are not
//! placed soon (CNPP 195: the term of a conditional suspension), the earliest first. Who cannot end in
//! time any more stands in his own place: to go first would not help him, and the authority is told.

use chrono::{Days, NaiveDate};

use super::{Level, Obstacle};
use crate::ids::CaseId;
use crate::named::named;
use crate::referrals::feasibility::latest_start;

/// Somebody who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// His case.
    pub case: CaseId,
    /// Since when.
    pub since: NaiveDate,
    /// The last day of his process by an order.
    pub deadline: Option<NaiveDate>,
}

/// When a deadline makes somebody go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UrgencyRule {
    /// The sessions of the programme, one a week.
    pub sessions: u32,
    /// He goes first when the last day to begin is at most so many days away.
    pub within_days: u16,
}

impl UrgencyRule {
    /// 16 weekly sessions, four weeks ahead: our proposal.
    pub const PROPOSED: Self = Self { sessions: 16, within_days: 28 };
}

impl Waiting {
    /// The last day to begin, while it is near and not past.
    #[must_use]
    pub fn urgent_by(&self, rule: UrgencyRule, today: NaiveDate) -> Option<NaiveDate> {
        let last = latest_start(self.deadline?, rule.sessions);
        (today <= last && last <= today + Days::new(rule.within_days.into())).then_some(last)
    }
}

/// The list in the order of turns.
///
/// ```
/// # use domain::placement::waiting::*; use chrono::NaiveDate; use uuid::Uuid;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let who = |id, since, deadline| Waiting { case: Uuid::from_u128(id).into(), since, deadline };
/// // To end 16 weekly sessions by 29 June one begins by 16 March, eleven days from now.
/// let list = [who(1, day(1, 8), None), who(2, day(3, 2), Some(day(6, 29))), who(3, day(2, 3), None)];
/// let turns = in_order(&list, UrgencyRule::PROPOSED, day(3, 5));
/// assert_eq!(turns.iter().map(|one| one.case.0.as_u128()).collect::<Vec<_>>(), [2, 1, 3]);
/// ```
#[must_use]
pub fn in_order(list: &[Waiting], rule: UrgencyRule, today: NaiveDate) -> Vec<Waiting> {
    let mut list = list.to_vec();
    list.sort_by_key(|one| {
        let urgent_by = one.urgent_by(rule, today);
        (urgent_by.is_none(), urgent_by, one.since, one.case)
    });
    list
}

named! {
    /// Why somebody ahead was passed over.
    SkipReason {
        /// Something keeps him out of this group.
        DoesNotFit = "does-not-fit",
        /// What he needs (language, reading, access) is not there.
        NeedNotMet = "need-not-met",
        /// He cannot come at that hour.
        NotAvailable = "not-available",
        /// The group ends after his deadline.
        EndsTooLate = "ends-too-late",
        /// He was not reached.
        NotReached = "not-reached",
        /// He asked to wait.
        AskedToWait = "asked-to-wait",
        /// The one who goes first is at higher risk of violence.
        RiskFirst = "risk-first",
        /// Another reason, known to the coordination.
        Other = "other",
    }
}

impl SkipReason {
    /// The reason that the obstacles between him and the group suggest, if any.
    #[must_use]
    pub fn suggested(obstacles: &[Obstacle]) -> Option<Self> {
        let of = |obstacle: &Obstacle| match obstacle {
            hard if hard.level() == Level::Hard => Self::DoesNotFit,
            Obstacle::Availability => Self::NotAvailable,
            Obstacle::Deadline { .. } => Self::EndsTooLate,
            _ => Self::NeedNotMet,
        };
        obstacles.first().map(of)
    }
}

/// Those ahead of `chosen` in a list in order of turns: each needs a reason. All of the list when `chosen`
/// is not on it: who comes from outside passes over everybody.
#[must_use]
pub fn must_explain(in_order: &[Waiting], chosen: CaseId) -> Vec<CaseId> {
    in_order.iter().map(|one| one.case).take_while(|&case| case != chosen).collect()
}

#[cfg(test)]
mod tests {
    use super::{SkipReason, UrgencyRule, Waiting, in_order, must_explain};
    use crate::ids::CaseId;
    use crate::placement::{NonAssociationKind, Obstacle};
    use chrono::{Days, NaiveDate};
    use uuid::Uuid;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn case(id: u128) -> CaseId {
        Uuid::from_u128(id).into()
    }

    fn turns(list: &[Waiting]) -> Vec<u128> {
        in_order(list, UrgencyRule::PROPOSED, day(3, 5)).iter().map(|one| one.case.0.as_u128()).collect()
    }

    #[test]
    fn who_has_waited_longest_is_next() {
        let waits = |id, since| Waiting { case: case(id), since, deadline: None };
        assert_eq!(turns(&[waits(1, day(2, 3)), waits(2, day(1, 8)), waits(3, day(3, 1))]), [2, 1, 3]);
    }

    #[test]
    fn a_deadline_is_urgent_from_four_weeks_before_the_last_day_to_begin_until_that_day() {
        let with = |days: u64| {
            // 16 weekly sessions end 105 days after the first.
            let deadline = Some(day(3, 5) + Days::new(105 + days));
            Waiting { case: case(1), since: day(3, 1), deadline }
        };
        let today = |days| with(days).urgent_by(UrgencyRule::PROPOSED, day(3, 5));
        assert_eq!(today(0), Some(day(3, 5)));
        assert_eq!(today(28), Some(day(4, 2)));
        assert_eq!(today(29), None);
        assert_eq!(with(0).urgent_by(UrgencyRule::PROPOSED, day(3, 6)), None, "it is lost");
    }

    #[test]
    fn the_earliest_deadline_goes_first_and_a_lost_one_in_its_place() {
        let waits = |id, since, deadline| Waiting { case: case(id), since, deadline: Some(deadline) };
        let lost = waits(1, day(3, 2), day(5, 1));
        let list = [lost, waits(2, day(1, 8), day(7, 5)), waits(3, day(3, 3), day(6, 29))];
        let other = Waiting { case: case(4), since: day(3, 1), deadline: None };
        assert_eq!(turns(&[&list[..], &[other]].concat()), [3, 2, 4, 1]);
    }

    #[test]
    fn each_one_ahead_of_the_chosen_must_be_explained() {
        let list = [1, 2, 3].map(|id| Waiting { case: case(id), since: day(1, 8), deadline: None });
        assert_eq!(must_explain(&list, case(1)), []);
        assert_eq!(must_explain(&list, case(3)), [case(1), case(2)]);
        assert_eq!(must_explain(&list, case(9)).len(), 3);
    }

    #[test]
    fn the_first_obstacle_suggests_the_reason() {
        let hard = Obstacle::NonAssociation(NonAssociationKind::Relatives);
        let reason = |obstacles: &[Obstacle]| SkipReason::suggested(obstacles);
        assert_eq!(reason(&[hard, Obstacle::Language]), Some(SkipReason::DoesNotFit));
        assert_eq!(reason(&[Obstacle::Language]), Some(SkipReason::NeedNotMet));
        assert_eq!(reason(&[Obstacle::Availability]), Some(SkipReason::NotAvailable));
        assert_eq!(reason(&[]), None);
    }
}
