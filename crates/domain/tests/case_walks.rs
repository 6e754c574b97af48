//! 100,000 random walks through a case. What may follow what is written down here a second time, by
//! hand; the same checker must find a planted arrow, a lying refusal and a lost row.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate};
use domain::cases::CaseState::{
    self, Active, Admitted, Closed, Completed, FirstContact, FollowUp, Interview, NotAdmitted, Suspended,
    Waiting, Withdrawn,
};
use domain::cases::history::{BrokenHistory, CaseChange, Flaw, replay};
use domain::cases::moves::{CaseStanding, Move, MoveRefused, apply};
use domain::cases::readiness::Lack;
use domain::cases::reasons::Reason;
use domain::cases::{Deed, legal};
use domain::ids::UserId;
use uuid::Uuid;

/// From each state, where one may go. From suspended: back to where he was, or out.
const ARROWS: &[(CaseState, &[CaseState])] = &[
    (FirstContact, &[Interview, NotAdmitted, Withdrawn]),
    (Interview, &[Admitted, NotAdmitted, Withdrawn]),
    (Admitted, &[Waiting, Active, Suspended, Withdrawn]),
    (NotAdmitted, &[Closed]),
    (Waiting, &[Active, Suspended, Withdrawn]),
    (Active, &[Suspended, Completed, Withdrawn]),
    (Suspended, &[Admitted, Waiting, Active, Withdrawn]),
    (Completed, &[FollowUp, Closed]),
    (Withdrawn, &[FollowUp, Closed]),
    (FollowUp, &[Closed]),
    (Closed, &[]),
];

/// What each deed leads to; resuming leads back.
const LEADS_TO: &[(Deed, CaseState)] = &[
    (Deed::ScheduleInterview, Interview),
    (Deed::Admit, Admitted),
    (Deed::Refuse, NotAdmitted),
    (Deed::PutOnList, Waiting),
    (Deed::Start, Active),
    (Deed::Suspend, Suspended),
    (Deed::Complete, Completed),
    (Deed::Withdraw, Withdrawn),
    (Deed::FollowUp, FollowUp),
    (Deed::Close, Closed),
];

/// Names of reasons, of every deed and of none.
const REASONS: [&str; 10] = [
    "addiction-first",
    "refused-to-sign",
    "no-funds",
    "custody",
    "absences",
    "death",
    "only-asked",
    "transfer",
    "other",
    "came-back",
];

type Step = dyn Fn(&CaseStanding, &Move, NaiveDate) -> Result<CaseState, MoveRefused>;

/// A plain generator with a seed: every run walks the same ways.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()
}

/// The deeds that the arrows allow, worked out without the product's table.
fn allowed(history: &[CaseChange], state: CaseState) -> Vec<Deed> {
    if state == Suspended {
        return vec![Deed::Resume, Deed::Withdraw];
    }
    let nobody = ["death", "transfer", "mistake", "only-asked"];
    let is_lost = |c: &CaseChange| c.deed == Deed::Withdraw && nobody.contains(&c.reason.unwrap().name());
    let asked_after = history.iter().any(|c| c.deed == Deed::Admit) && !history.iter().any(is_lost);
    let may =
        |&&(deed, to): &&(Deed, CaseState)| is_arrow(state, to) && (deed != Deed::FollowUp || asked_after);
    LEADS_TO.iter().filter(may).map(|&(deed, _)| deed).collect()
}

fn is_arrow(from: CaseState, to: CaseState) -> bool {
    ARROWS.iter().any(|(state, targets)| *state == from && targets.contains(&to))
}

fn random_move(chance: &mut Chance, case: &CaseStanding) -> Move {
    let legal = legal(case.state);
    let is_blind = legal.is_empty() || chance.below(4) == 0;
    let deed = chance.one_of(if is_blind { Deed::ALL } else { legal });
    let of_deed = if chance.below(12) == 0 { chance.one_of(Deed::ALL) } else { deed };
    let names: Vec<_> = REASONS.iter().filter_map(|name| Reason::from_name(of_deed, name)).collect();
    let reason = if names.is_empty() || chance.below(12) == 0 { None } else { Some(chance.one_of(&names)) };
    let on = case.last_change + Days::new(chance.below(9)) - Days::new(u64::from(chance.below(9) == 0));
    let expected_return = (chance.below(8) == 0).then(|| on + Days::new(chance.below(40)));
    Move { deed, reason, on, expected_return }
}

/// One walk: what went wrong, if something did.
fn walk(chance: &mut Chance, step: &Step, seen: &mut Seen) -> Result<Vec<CaseChange>, String> {
    let opened = today() - Days::new(40);
    let born = (chance.below(4) > 0).then(|| opened - Days::new(chance.below(3)));
    let mut history: Vec<CaseChange> = vec![];
    let mut case = CaseStanding::opened(opened, born);
    for _ in 0..24 {
        seen.visited.insert(case.state);
        if case.state == Closed && chance.below(3) == 0 {
            break;
        }
        case.lacks = if chance.below(6) == 0 { vec![Lack::Consent] } else { vec![] };
        let asked = random_move(chance, &case);
        let legal_now = allowed(&history, case.state);
        let is_legal = legal_now.contains(&asked.deed);
        match step(&case, &asked, today()) {
            Ok(to) if !is_legal || !is_arrow(case.state, to) => {
                return Err(format!("{} to {} by {:?}", case.state.name(), to.name(), asked.deed));
            }
            Ok(to) if asked.deed == Deed::Resume && Some(to) != history.last().map(|c| c.from) => {
                return Err(format!("resumed to {}", to.name()));
            }
            Ok(to) => {
                wrongly_allowed(&case, &asked)?;
                seen.left.insert(case.state);
                let (from, deed, on, reason) = (case.state, asked.deed, asked.on, asked.reason);
                let (at, by) = (DateTime::UNIX_EPOCH, UserId(Uuid::nil()));
                history.push(CaseChange { from, to, deed, on, reason, at, by });
                case = CaseStanding::replayed(opened, born, &history).map_err(|broken| broken.to_string())?;
            }
            Err(MoveRefused::Illegal { legal }) if is_legal || legal != legal_now => {
                return Err(format!("{} says {legal:?} is legal", case.state.name()));
            }
            Err(MoveRefused::Illegal { .. }) => {}
            Err(refused) if !is_legal => return Err(format!("{refused:?} hides that it is illegal")),
            Err(_) => {}
        }
    }
    if replay(&history) != Ok(case.state) {
        return Err(format!("history does not give {}", case.state.name()));
    }
    Ok(history)
}

/// What no change that was allowed may have.
fn wrongly_allowed(case: &CaseStanding, asked: &Move) -> Result<(), String> {
    let needs_reason = match asked.deed {
        Deed::Refuse | Deed::Suspend | Deed::Withdraw => true,
        Deed::Close => matches!(case.state, Completed | Withdrawn),
        _ => false,
    };
    let of_another = |reason: Reason| Reason::from_name(asked.deed, reason.name()) != Some(reason);
    let deciding = matches!(asked.deed, Deed::Admit | Deed::Complete);
    let wrong = [
        (asked.on > today(), "in the future"),
        (asked.on < case.last_change, "before the last change"),
        (case.born.is_some_and(|born| asked.on < born), "before birth"),
        (needs_reason && asked.reason.is_none(), "without a reason"),
        (asked.reason.is_some_and(of_another), "with the reason of another deed"),
        (deciding && !case.lacks.is_empty(), "with an incomplete file"),
        (asked.expected_return.is_some_and(|back| back <= asked.on), "back before leaving"),
    ];
    wrong.iter().find(|(holds, _)| *holds).map_or(Ok(()), |(_, what)| Err(format!("{:?} {what}", asked.deed)))
}

#[derive(Default)]
struct Seen {
    visited: BTreeSet<CaseState>,
    left: BTreeSet<CaseState>,
}

fn walks(count: u32, step: &Step) -> Result<Seen, String> {
    let mut chance = Chance(5);
    let mut seen = Seen::default();
    for _ in 0..count {
        walk(&mut chance, step, &mut seen)?;
    }
    Ok(seen)
}

#[test]
fn no_walk_reaches_an_illegal_state_and_every_state_is_reached_and_left() {
    let seen = walks(100_000, &apply).unwrap();
    assert_eq!(seen.visited.iter().copied().collect::<Vec<_>>(), CaseState::ALL);
    let never_left: Vec<_> = CaseState::ALL.iter().filter(|state| !seen.left.contains(state)).collect();
    assert_eq!(never_left, [&Closed]);
}

#[test]
fn an_arrow_planted_from_any_state_to_any_other_is_found() {
    for &from in CaseState::ALL {
        for &to in CaseState::ALL.iter().filter(|&&to| !is_arrow(from, to)) {
            let planted = move |case: &CaseStanding, asked: &Move, today: NaiveDate| match asked.deed {
                Deed::Start | Deed::Close if case.state == from => Ok(to),
                _ => apply(case, asked, today),
            };
            assert!(walks(2_000, &planted).is_err(), "{} to {}", from.name(), to.name());
        }
    }
}

#[test]
fn a_refusal_that_lies_a_blocked_arrow_a_forgotten_suspension_and_a_rule_left_out_are_found() {
    let lies = |case: &CaseStanding, asked: &Move, today: NaiveDate| match apply(case, asked, today) {
        Err(MoveRefused::Illegal { legal }) if case.state == Waiting => {
            Err(MoveRefused::Illegal { legal: legal[1..].to_vec() })
        }
        other => other,
    };
    let blocks = |case: &CaseStanding, asked: &Move, today: NaiveDate| match asked.deed {
        Deed::Complete => Err(MoveRefused::Illegal { legal: case.legal() }),
        _ => apply(case, asked, today),
    };
    let forgets = |case: &CaseStanding, asked: &Move, today: NaiveDate| {
        let to = apply(case, asked, today)?;
        Ok(if asked.deed == Deed::Resume { Active } else { to })
    };
    let unready = |case: &CaseStanding, asked: &Move, today: NaiveDate| {
        apply(&CaseStanding { lacks: vec![], ..case.clone() }, asked, today)
    };
    let tomorrow =
        |case: &CaseStanding, asked: &Move, today: NaiveDate| apply(case, asked, today + Days::new(9));
    for step in [&lies as &Step, &blocks, &forgets, &unready, &tomorrow] {
        assert!(walks(10_000, step).is_err());
    }
}

#[test]
fn a_history_without_one_of_its_rows_is_found() {
    let (mut chance, mut seen, mut cut) = (Chance(7), Seen::default(), 0);
    for _ in 0..2_000 {
        let whole = walk(&mut chance, &apply, &mut seen).unwrap();
        for row in 0..whole.len().saturating_sub(1) {
            let mut lost = whole.clone();
            lost.remove(row);
            assert_eq!(replay(&lost), Err(BrokenHistory { row, flaw: Flaw::Gap }));
            cut += 1;
        }
    }
    assert!(cut > 2_000);
}
