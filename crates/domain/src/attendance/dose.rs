//! Dose: what a participant has received of what the programme prescribes, and whether completion is
//! still within reach.
//!
//! A session held whose roll is owed is *unknown*: it counts neither as received nor as missed, and
//! never as an absence. A session cancelled for good, or before the participant joined, was not
//! offered: it is no absence either, but nobody has received it.

use serde::{Deserialize, Serialize};

/// What is known of one participant at one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// Was there for so many minutes.
    Attended(u16),
    /// Was not there.
    Missed {
        /// With a reason that was accepted.
        excused: bool,
    },
    /// Held, and the roll is not closed.
    Unknown,
    /// Not held yet.
    ToCome,
    /// Cancelled, or before the participant joined.
    NotOffered,
}

/// One session of the programme for one participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The number of the session.
    pub number: u16,
    /// The minutes that the programme prescribes for it.
    pub prescribed: u16,
    /// What is known.
    pub fact: Fact,
}

/// Sums over the sessions of one participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dose {
    /// Sessions of the programme.
    pub sessions: u32,
    /// Sessions attended.
    pub attended: u32,
    /// Absences with a reason.
    pub excused: u32,
    /// Absences without.
    pub unexcused: u32,
    /// Sessions held with the roll owed.
    pub unknown: u32,
    /// Sessions to come.
    pub to_come: u32,
    /// Minutes received.
    pub minutes_received: u32,
    /// Minutes prescribed, of all sessions.
    pub minutes_prescribed: u32,
}

impl Dose {
    /// The dose of one participant.
    #[must_use]
    pub fn of(receipts: &[Receipt]) -> Self {
        receipts.iter().fold(Self::default(), |mut dose, receipt| {
            dose.sessions += 1;
            dose.minutes_prescribed += u32::from(receipt.prescribed);
            match receipt.fact {
                Fact::Attended(minutes) => {
                    dose.attended += 1;
                    dose.minutes_received += u32::from(minutes);
                }
                Fact::Missed { excused: true } => dose.excused += 1,
                Fact::Missed { excused: false } => dose.unexcused += 1,
                Fact::Unknown => dose.unknown += 1,
                Fact::ToCome => dose.to_come += 1,
                Fact::NotOffered => {}
            }
            dose
        })
    }
}

/// What completing means: so many of the sessions, and so much of the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRule {
    /// The sessions needed.
    pub min_sessions: u16,
    /// Of how many.
    pub of: u16,
    /// The part of all prescribed minutes needed, in per cent.
    pub min_minutes_percent: u8,
}

impl Default for CompletionRule {
    /// 13 of 16 sessions and 80 % of the minutes: our proposal, editable per programme version.
    fn default() -> Self {
        Self { min_sessions: 13, of: 16, min_minutes_percent: 80 }
    }
}

/// Where a participant stands against the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Can still miss at least [`AT_RISK_BELOW`] sessions.
    OnTrack {
        /// How many more sessions can be missed.
        can_miss: u16,
    },
    /// Can miss fewer.
    AtRisk {
        /// How many more sessions can be missed.
        can_miss: u16,
    },
    /// Even attending all that is left is not enough.
    Impossible {
        /// The number of the session that made it so.
        since_session: u16,
    },
    /// The rule is met by what is known.
    Met,
}

/// Fewer sessions than this to miss is a risk (our choice: one more absence leaves no room).
pub const AT_RISK_BELOW: u16 = 2;

/// Where a participant stands, with the sessions in order. Unknown ones may still turn out attended.
///
/// ```
/// # use domain::attendance::dose::*;
/// // 16 sessions of 150 minutes; of the first five, three attended and two missed.
/// let fact = |number| match number { 1 | 3 => Fact::Missed { excused: number == 3 }, 2 | 4 | 5 => Fact::Attended(150), _ => Fact::ToCome };
/// let of = |facts: &dyn Fn(u16) -> Fact| -> Vec<Receipt> {
///     (1..=16).map(|number| Receipt { number, prescribed: 150, fact: facts(number) }).collect() };
/// let rule = CompletionRule::default();
/// // At best 14 of 16: one more can be missed.
/// assert_eq!(standing(&of(&fact), rule), Standing::AtRisk { can_miss: 1 });
/// assert_eq!(Dose::of(&of(&fact)).minutes_received, 450);
/// // With sessions 6 and 9 missed too, 13 are no longer within reach from the ninth on.
/// let four = |number| if matches!(number, 6 | 9) { Fact::Missed { excused: false } } else { fact(number) };
/// assert_eq!(standing(&of(&four), rule), Standing::Impossible { since_session: 9 });
/// // A roll that is owed is unknown, not an absence.
/// let owed = |number| if number == 6 { Fact::Unknown } else { fact(number) };
/// assert_eq!(standing(&of(&owed), rule), Standing::AtRisk { can_miss: 1 });
/// ```
#[must_use]
pub fn standing(receipts: &[Receipt], rule: CompletionRule) -> Standing {
    let prescribed: u32 = receipts.iter().map(|r| u32::from(r.prescribed)).sum();
    let is_enough = |sessions: usize, minutes: u32| {
        sessions >= usize::from(rule.min_sessions)
            && minutes * 100 >= prescribed * u32::from(rule.min_minutes_percent)
    };
    let received = |r: &&Receipt| matches!(r.fact, Fact::Attended(_));
    let dose = Dose::of(receipts);
    if is_enough(receipts.iter().filter(received).count(), dose.minutes_received) {
        return Standing::Met;
    }
    // What would be reached by attending all from here on: falls with each session lost.
    let (mut sessions, mut minutes) = (receipts.len(), prescribed);
    for receipt in receipts {
        match receipt.fact {
            Fact::Attended(present) => minutes -= u32::from(receipt.prescribed.saturating_sub(present)),
            Fact::Missed { .. } | Fact::NotOffered => {
                sessions -= 1;
                minutes -= u32::from(receipt.prescribed);
            }
            Fact::Unknown | Fact::ToCome => {}
        }
        if !is_enough(sessions, minutes) {
            return Standing::Impossible { since_session: receipt.number };
        }
    }
    let can_miss = can_miss(receipts, sessions, minutes, is_enough);
    if can_miss < AT_RISK_BELOW { Standing::AtRisk { can_miss } } else { Standing::OnTrack { can_miss } }
}

/// How many of the sessions left can be missed whichever they are: the longest are taken first.
fn can_miss(
    receipts: &[Receipt],
    mut sessions: usize,
    mut minutes: u32,
    is_enough: impl Fn(usize, u32) -> bool,
) -> u16 {
    let open = |r: &&Receipt| matches!(r.fact, Fact::Unknown | Fact::ToCome);
    let mut left: Vec<u16> = receipts.iter().filter(open).map(|r| r.prescribed).collect();
    left.sort_unstable_by(|a, b| b.cmp(a));
    let mut missed = 0;
    for prescribed in left {
        sessions -= 1;
        minutes -= u32::from(prescribed);
        if !is_enough(sessions, minutes) {
            break;
        }
        missed += 1;
    }
    missed
}

/// The last session in which a first unexcused absence makes a task: most who leave do so in the
/// first five sessions (Chile 2011–15).
pub const EARLY_SESSIONS: u16 = 5;

/// The number of the first unexcused absence, when it is in the first [`EARLY_SESSIONS`]: somebody
/// is to be called.
#[must_use]
pub fn early_absence(receipts: &[Receipt]) -> Option<u16> {
    let first = receipts.iter().find(|r| r.fact == Fact::Missed { excused: false })?;
    (first.number <= EARLY_SESSIONS).then_some(first.number)
}

#[cfg(test)]
mod tests {
    use super::{CompletionRule, Dose, Fact, Receipt, Standing, early_absence, standing};
    use proptest::prelude::{Just, Strategy, prop_assert, prop_oneof, proptest};

    const MISSED: Fact = Fact::Missed { excused: false };

    /// Sixteen sessions of 150 minutes: the facts given, then sessions to come.
    fn course(facts: &[Fact]) -> Vec<Receipt> {
        let fact = |number: u16| facts.get(usize::from(number) - 1).copied().unwrap_or(Fact::ToCome);
        (1..=16).map(|number| Receipt { number, prescribed: 150, fact: fact(number) }).collect()
    }

    fn stands(facts: &[Fact]) -> Standing {
        standing(&course(facts), CompletionRule::default())
    }

    #[test]
    fn at_the_beginning_three_can_be_missed() {
        assert_eq!(stands(&[]), Standing::OnTrack { can_miss: 3 });
        assert_eq!(stands(&[MISSED]), Standing::OnTrack { can_miss: 2 });
        assert_eq!(stands(&[MISSED; 3]), Standing::AtRisk { can_miss: 0 });
        assert_eq!(stands(&[MISSED; 4]), Standing::Impossible { since_session: 4 });
    }

    #[test]
    fn thirteen_whole_sessions_meet_the_rule() {
        assert_eq!(stands(&[Fact::Attended(150); 12]), Standing::OnTrack { can_miss: 3 });
        assert_eq!(stands(&[Fact::Attended(150); 13]), Standing::Met);
    }

    #[test]
    fn minutes_count_beside_sessions() {
        // 13 sessions of 140 minutes are 1,820 of 2,400: less than 80 %.
        let facts = [[Fact::Attended(140); 13].as_slice(), &[MISSED; 3]].concat();
        assert!(matches!(stands(&facts), Standing::Impossible { .. }));
    }

    #[test]
    fn an_owed_roll_is_no_absence() {
        let course = course(&[Fact::Unknown; 5]);
        assert_eq!(standing(&course, CompletionRule::default()), Standing::OnTrack { can_miss: 3 });
        assert_eq!(early_absence(&course), None);
        let dose = Dose::of(&course);
        assert_eq!((dose.unknown, dose.excused + dose.unexcused, dose.minutes_prescribed), (5, 0, 2400));
    }

    #[test]
    fn only_the_first_unexcused_absence_in_the_first_five_is_early() {
        let excused = Fact::Missed { excused: true };
        let here = Fact::Attended(150);
        assert_eq!(early_absence(&course(&[here, excused, MISSED, MISSED])), Some(3));
        assert_eq!(early_absence(&course(&[here, here, here, here, here, MISSED])), None);
    }

    #[test]
    fn a_session_not_offered_is_received_by_nobody_and_missed_by_nobody() {
        let dose = Dose::of(&course(&[Fact::NotOffered, Fact::Attended(150)]));
        assert_eq!((dose.attended, dose.excused + dose.unexcused, dose.to_come), (1, 0, 14));
        assert_eq!(stands(&[Fact::NotOffered; 4]), Standing::Impossible { since_session: 4 });
    }

    fn fact() -> impl Strategy<Value = Fact> {
        prop_oneof![
            (1_u16..=150).prop_map(Fact::Attended),
            Just(MISSED),
            Just(Fact::Missed { excused: true }),
            Just(Fact::Unknown),
            Just(Fact::ToCome),
            Just(Fact::NotOffered),
        ]
    }

    proptest! {
        #[test]
        fn missing_as_many_as_said_is_still_possible_and_one_more_is_not(facts in proptest::collection::vec(fact(), 16)) {
            let open: Vec<usize> = (0..16).filter(|&i| matches!(facts[i], Fact::Unknown | Fact::ToCome)).collect();
            let missing = |n: usize| {
                let mut facts = facts.clone();
                open.iter().take(n).for_each(|&i| facts[i] = MISSED);
                stands(&facts)
            };
            if let Standing::OnTrack { can_miss } | Standing::AtRisk { can_miss } = stands(&facts) {
                let can_miss = usize::from(can_miss);
                prop_assert!(can_miss < open.len());
                let at_most = matches!(missing(can_miss), Standing::AtRisk { can_miss: 0 });
                let over = matches!(missing(can_miss + 1), Standing::Impossible { .. });
                prop_assert!(at_most && over);
            }
        }

        #[test]
        fn what_is_impossible_stays_so_whatever_comes(facts in proptest::collection::vec(fact(), 16)) {
            if matches!(stands(&facts), Standing::Impossible { .. }) {
                let best: Vec<Fact> = facts.iter().map(|&f| if matches!(f, Fact::Unknown | Fact::ToCome) { Fact::Attended(150) } else { f }).collect();
                let still = matches!(stands(&best), Standing::Impossible { .. });
                prop_assert!(still);
            }
        }
    }
}
