//! Placement: whether a group suits somebody ([`checks`], [`rank`]), whose turn it is ([`waiting`]), what he
//! has next and may make up for ([`course`]), and the way to another centre ([`transfer`]).
//!
//! A hard obstacle keeps him out of the group, a soft one asks for a remedy or a decision. Where he may
//! not be is known only as a room or an hour, and whom he may not meet only as a file: never as an address.

pub mod course;
pub mod needs;
pub mod transfer;
pub mod waiting;

use chrono::NaiveDate;

use self::needs::{Disability, Hours, Language, Literacy, Needs};
use crate::groups::{Audience, GroupState};
use crate::ids::{GroupId, PersonId, RoomId, StaffId};
use crate::named::named;
use crate::orders::restriction::{Restriction, breaks};
use crate::people::Sex;

named! {
    /// Why two people may not be in one group.
    NonAssociationKind {
        /// Of one case.
        SameCase = "same-case",
        /// Relatives, also by marriage.
        Relatives = "relatives",
        /// They work in one place.
        SameWorkplace = "same-workplace",
        /// A conflict that is known.
        Conflict = "conflict",
    }
}

named! {
    /// Why somebody of the staff may not attend him (LGAMVLV 8-III and impartiality).
    StaffConflictKind {
        /// A relative.
        Relative = "relative",
        /// Close to him in private life.
        Close = "close",
        /// They work or worked together elsewhere.
        Workplace = "workplace",
        /// Takes part in a procedure of his.
        Procedure = "procedure",
        /// Said that they cannot attend him; why is not asked, and is not for this side to know.
        Declared = "declared",
    }
}

/// Who looks for a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// As registered.
    pub sex: Sex,
    /// The last day of his process by an order, if there is one.
    pub deadline: Option<NaiveDate>,
    /// What he needs.
    pub needs: Needs,
    /// Where and when he may not be.
    pub restrictions: Vec<Restriction>,
    /// Whom he may not meet, in both directions.
    pub apart_from: Vec<(PersonId, NonAssociationKind)>,
    /// Who may not attend him.
    pub staff_conflicts: Vec<(StaffId, StaffConflictKind)>,
}

/// A group that he might enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFacts {
    /// Which.
    pub group: GroupId,
    /// For whom.
    pub audience: Audience,
    /// Where it stands.
    pub state: GroupState,
    /// How many fit.
    pub capacity: u16,
    /// Open: may be entered at any session; closed: begins and ends together.
    pub is_open: bool,
    /// Sessions held.
    pub sessions_held: u16,
    /// When it meets, local time; at least one.
    pub slots: Vec<Hours>,
    /// The day of the first session that he would be in.
    pub joins_on: Option<NaiveDate>,
    /// The day of the last session.
    pub ends_on: Option<NaiveDate>,
    /// Where.
    pub room: RoomId,
    /// Somebody who cannot climb stairs gets into the room.
    pub room_is_accessible: bool,
    /// What the pair speaks.
    pub languages: Vec<Language>,
    /// Somebody helps with what is to be read and written.
    pub has_reading_support: bool,
    /// Who is in it.
    pub members: Vec<PersonId>,
    /// Who facilitates.
    pub facilitators: Vec<StaffId>,
}

named! {
    /// Whether an obstacle can be remedied.
    Level {
        /// He cannot enter.
        Hard = "hard",
        /// He can, when somebody sees to it.
        Soft = "soft",
    }
}

/// What stands between somebody and a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Is in it.
    AlreadyIn,
    /// It has ended or was called off.
    Over,
    /// It is for others.
    Audience,
    /// No place is left.
    Full,
    /// A closed group has held more sessions than one may miss at the beginning.
    Started {
        /// Held.
        held: u16,
        /// The most with which one may still enter.
        most: u16,
    },
    /// Somebody is in it whom he may not meet.
    NonAssociation(NonAssociationKind),
    /// Somebody facilitates who may not attend him.
    StaffConflict(StaffId, StaffConflictKind),
    /// An hour or the room is not allowed to him.
    Restricted,
    /// The pair does not speak his language.
    Language,
    /// Nobody helps with reading.
    ReadingSupport,
    /// The room cannot be reached, or what is said and shown cannot be followed without an adjustment.
    Access(Disability),
    /// It meets when he has not said that he can come.
    Availability,
    /// It ends after his deadline.
    Deadline {
        /// Its last day.
        ends_on: NaiveDate,
    },
}

impl Obstacle {
    /// Its stable name, for text keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AlreadyIn => "already-in",
            Self::Over => "over",
            Self::Audience => "audience",
            Self::Full => "full",
            Self::Started { .. } => "started",
            Self::NonAssociation(_) => "non-association",
            Self::StaffConflict(..) => "staff-conflict",
            Self::Restricted => "restricted",
            Self::Language => "language",
            Self::ReadingSupport => "reading-support",
            Self::Access(_) => "access",
            Self::Availability => "availability",
            Self::Deadline { .. } => "deadline",
        }
    }

    /// Whether it can be remedied.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::AlreadyIn
            | Self::Over
            | Self::Audience
            | Self::Full
            | Self::Started { .. }
            | Self::NonAssociation(_)
            | Self::StaffConflict(..)
            | Self::Restricted => Level::Hard,
            _ => Level::Soft,
        }
    }
}

/// Sessions of a closed group with which one may still enter, where a centre sets none: ours.
pub const LATEST_ENTRY: u16 = 2;

/// What stands between somebody and a group, hard obstacles first. `latest_entry` is the most sessions that
/// a closed group has held when somebody still enters ([`LATEST_ENTRY`]).
#[must_use]
pub fn checks(who: &Candidate, group: &GroupFacts, latest_entry: u16) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let mut check = |stands: bool, obstacle| found.extend(stands.then_some(obstacle));
    let is_over = matches!(group.state, GroupState::Finished | GroupState::Cancelled);
    check(group.members.contains(&who.person), Obstacle::AlreadyIn);
    check(is_over, Obstacle::Over);
    check(!group.audience.takes(who.sex), Obstacle::Audience);
    check(group.members.len() >= usize::from(group.capacity), Obstacle::Full);
    let started = Obstacle::Started { held: group.sessions_held, most: latest_entry };
    check(!group.is_open && group.sessions_held > latest_entry, started);
    for &(other, kind) in &who.apart_from {
        check(group.members.contains(&other), Obstacle::NonAssociation(kind));
    }
    for &(staff, kind) in &who.staff_conflicts {
        check(group.facilitators.contains(&staff), Obstacle::StaffConflict(staff, kind));
    }
    check(group.slots.iter().any(|&slot| is_restricted(who, group.room, slot)), Obstacle::Restricted);
    check(!group.languages.contains(&who.needs.language), Obstacle::Language);
    check(who.needs.literacy != Literacy::Reads && !group.has_reading_support, Obstacle::ReadingSupport);
    for &disability in &who.needs.disabilities {
        let is_met = disability == Disability::Mobility && group.room_is_accessible;
        check(!is_met, Obstacle::Access(disability));
    }
    let can_come = |slot: &Hours| who.needs.available.iter().any(|hours| hours.covers(*slot));
    check(!who.needs.available.is_empty() && !group.slots.iter().all(can_come), Obstacle::Availability);
    if let (Some(deadline), Some(ends_on)) = (who.deadline, group.ends_on) {
        check(ends_on > deadline, Obstacle::Deadline { ends_on });
    }
    found
}

/// The rule of restrictions speaks of a day: any week has the weekday of a slot.
fn is_restricted(who: &Candidate, room: RoomId, slot: Hours) -> bool {
    let day = NaiveDate::default().week(slot.weekday).first_day();
    breaks(&who.restrictions, room, day.and_time(slot.from), slot.minutes.into()).is_some()
}

/// A group with what stands between it and somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<'a> {
    /// The group.
    pub group: &'a GroupFacts,
    /// What stands in the way.
    pub obstacles: Vec<Obstacle>,
}

impl Ranked<'_> {
    /// Whether he may enter.
    #[must_use]
    pub fn may_enter(&self) -> bool {
        self.obstacles.iter().all(|one| one.level() == Level::Soft)
    }
}

/// The groups, best first: those he may enter; then by fewest obstacles, soonest entry, most free places.
#[must_use]
pub fn rank<'a>(who: &Candidate, groups: &'a [GroupFacts], latest_entry: u16) -> Vec<Ranked<'a>> {
    let ranked = groups.iter().map(|group| Ranked { group, obstacles: checks(who, group, latest_entry) });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|one| {
        let free = usize::from(one.group.capacity).saturating_sub(one.group.members.len());
        let joins_on = one.group.joins_on.unwrap_or(NaiveDate::MAX);
        (!one.may_enter(), one.obstacles.len(), joins_on, usize::MAX - free, one.group.group)
    });
    ranked
}

#[cfg(test)]
mod tests {
    use super::needs::{Disability, Hours, Language, Literacy, Needs};
    use super::{
        Candidate, GroupFacts, LATEST_ENTRY, Level, NonAssociationKind, Obstacle, StaffConflictKind, checks,
        rank,
    };
    use crate::groups::{Audience, GroupState};
    use crate::ids::{PersonId, StaffId};
    use crate::orders::restriction::Restriction;
    use crate::people::Sex;
    use chrono::{NaiveDate, NaiveTime, Weekday};
    use uuid::Uuid;

    const NONE: [Obstacle; 0] = [];

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn person(id: u128) -> PersonId {
        Uuid::from_u128(id).into()
    }

    fn staff(id: u128) -> StaffId {
        Uuid::from_u128(id).into()
    }

    fn hours(weekday: Weekday, hour: u32, minutes: u16) -> Hours {
        Hours { weekday, from: NaiveTime::from_hms_opt(hour, 0, 0).unwrap(), minutes }
    }

    fn who() -> Candidate {
        Candidate {
            person: person(1),
            sex: Sex::Man,
            deadline: None,
            needs: Needs::default(),
            restrictions: Vec::new(),
            apart_from: Vec::new(),
            staff_conflicts: Vec::new(),
        }
    }

    /// Thursdays from 16:00 for 150 minutes, in room 1, with 2 of 20.
    fn group() -> GroupFacts {
        GroupFacts {
            group: Uuid::from_u128(1).into(),
            audience: Audience::Men,
            state: GroupState::Running,
            capacity: 20,
            is_open: false,
            sessions_held: 0,
            slots: vec![hours(Weekday::Thu, 16, 150)],
            joins_on: Some(day(3, 12)),
            ends_on: Some(day(6, 25)),
            room: Uuid::from_u128(1).into(),
            room_is_accessible: false,
            languages: vec![Language::Spanish],
            has_reading_support: false,
            members: vec![person(8), person(9)],
            facilitators: vec![staff(1), staff(2)],
        }
    }

    fn found(who: &Candidate, group: &GroupFacts) -> Vec<Obstacle> {
        checks(who, group, LATEST_ENTRY)
    }

    #[test]
    fn a_group_with_a_place_suits_who_needs_nothing() {
        assert_eq!(found(&who(), &group()), NONE);
    }

    #[test]
    fn the_last_place_can_be_taken_and_none_after_it() {
        assert_eq!(found(&who(), &GroupFacts { capacity: 3, ..group() }), NONE);
        assert_eq!(found(&who(), &GroupFacts { capacity: 2, ..group() }), [Obstacle::Full]);
    }

    #[test]
    fn a_closed_group_is_entered_at_its_beginning_and_an_open_one_at_any_time() {
        let held = |sessions_held, is_open| found(&who(), &GroupFacts { sessions_held, is_open, ..group() });
        assert_eq!(held(2, false), NONE);
        assert_eq!(held(3, false), [Obstacle::Started { held: 3, most: 2 }]);
        assert_eq!(held(15, true), NONE);
    }

    #[test]
    fn a_group_that_is_over_or_for_others_is_not_entered() {
        let over = GroupFacts { state: GroupState::Finished, ..group() };
        assert_eq!(found(&who(), &over), [Obstacle::Over]);
        assert_eq!(found(&Candidate { sex: Sex::Woman, ..who() }, &group()), [Obstacle::Audience]);
        assert_eq!(found(&Candidate { person: person(9), ..who() }, &group()), [Obstacle::AlreadyIn]);
    }

    #[test]
    fn two_who_may_not_meet_are_not_in_one_group() {
        for &kind in NonAssociationKind::ALL {
            let apart = |other| Candidate { apart_from: vec![(person(other), kind)], ..who() };
            assert_eq!(found(&apart(9), &group()), [Obstacle::NonAssociation(kind)]);
            assert_eq!(found(&apart(7), &group()), NONE);
        }
    }

    #[test]
    fn nobody_facilitates_with_a_conflict_of_interest() {
        let kind = StaffConflictKind::Relative;
        let with = |one| Candidate { staff_conflicts: vec![(staff(one), kind)], ..who() };
        assert_eq!(found(&with(2), &group()), [Obstacle::StaffConflict(staff(2), kind)]);
        assert_eq!(found(&with(3), &group()), NONE);
    }

    #[test]
    fn a_restriction_is_broken_by_the_room_or_the_hour() {
        let free = Restriction { room: None, weekday: None, from: None, to: None };
        let with = |one| found(&Candidate { restrictions: vec![one], ..who() }, &group());
        let (room, other) = (Some(Uuid::from_u128(1).into()), Some(Uuid::from_u128(2).into()));
        assert_eq!(with(Restriction { room, ..free }), [Obstacle::Restricted]);
        assert_eq!(with(Restriction { room: other, ..free }), NONE);
        let thursday = Restriction { weekday: Some(Weekday::Thu), ..free };
        assert_eq!(with(thursday), [Obstacle::Restricted]);
        // The group meets from 16:00 to 18:30; what touches it does not break it.
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
        assert_eq!(with(Restriction { from: at(18, 30), ..thursday }), NONE);
        assert_eq!(with(Restriction { from: at(18, 29), ..thursday }), [Obstacle::Restricted]);
        assert_eq!(with(Restriction { to: at(16, 0), ..thursday }), NONE);
        assert_eq!(with(Restriction { to: at(16, 1), ..thursday }), [Obstacle::Restricted]);
    }

    #[test]
    fn needs_are_soft_and_met_by_a_pair_or_a_room_that_answers_to_them() {
        let needs = Needs {
            literacy: Literacy::NeedsHelp,
            disabilities: vec![Disability::Mobility, Disability::Hearing],
            language: Language::Maya,
            ..Needs::default()
        };
        let who = Candidate { needs, ..who() };
        let all = found(&who, &group());
        let hearing = Obstacle::Access(Disability::Hearing);
        let access = Obstacle::Access(Disability::Mobility);
        assert_eq!(all, [Obstacle::Language, Obstacle::ReadingSupport, access, hearing]);
        assert!(all.iter().all(|one| one.level() == Level::Soft));
        let answers = GroupFacts {
            languages: vec![Language::Spanish, Language::Maya],
            has_reading_support: true,
            room_is_accessible: true,
            ..group()
        };
        assert_eq!(found(&who, &answers), [hearing], "an adjustment is somebody's decision");
    }

    #[test]
    fn he_can_come_when_his_hours_cover_the_whole_session() {
        let with = |available| {
            let needs = Needs { available, ..Needs::default() };
            found(&Candidate { needs, ..who() }, &group())
        };
        assert_eq!(with(vec![hours(Weekday::Thu, 16, 150)]), NONE);
        assert_eq!(with(vec![hours(Weekday::Thu, 16, 149)]), [Obstacle::Availability]);
        assert_eq!(with(vec![hours(Weekday::Fri, 8, 600)]), [Obstacle::Availability]);
        assert_eq!(with(Vec::new()), NONE, "he has not said");
    }

    #[test]
    fn the_day_of_the_deadline_is_in_time() {
        let until = |deadline| found(&Candidate { deadline: Some(deadline), ..who() }, &group());
        assert_eq!(until(day(6, 25)), NONE);
        assert_eq!(until(day(6, 24)), [Obstacle::Deadline { ends_on: day(6, 25) }]);
    }

    #[test]
    fn the_best_group_comes_first_and_those_he_cannot_enter_last() {
        let with = |id, change: fn(&mut GroupFacts)| {
            let mut one = GroupFacts { group: Uuid::from_u128(id).into(), ..group() };
            change(&mut one);
            one
        };
        let groups = [
            with(1, |one| one.capacity = 2),
            with(2, |one| one.languages = vec![Language::Maya]),
            with(3, |one| one.joins_on = Some(day(4, 2))),
            with(4, |one| one.capacity = 10),
            with(5, |_| {}),
        ];
        let ranked = rank(&who(), &groups, LATEST_ENTRY);
        assert_eq!(ranked.iter().map(|one| one.group.group.0.as_u128()).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
        assert_eq!(ranked.iter().filter(|one| one.may_enter()).count(), 4);
    }
}
