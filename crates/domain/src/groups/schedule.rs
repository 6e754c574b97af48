//! The schedule of a group: one session a week, not on rest days; and who or what would be taken twice.
//!
//! Schedules are made in the centre's own hours; what is stored and compared is the instant.

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

use crate::calendar::{Calendar, Skip};
use crate::ids::{GroupId, RoomId, SessionId, StaffId};

/// What a schedule is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The length of each session in minutes, in order: as many sessions as lengths.
    pub minutes: Vec<u16>,
    /// The day of the week.
    pub weekday: Weekday,
    /// The hour, in the centre's zone.
    pub start: NaiveTime,
    /// No session is before this day.
    pub first_day: NaiveDate,
}

/// A session of a schedule. It keeps its number for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedSession {
    /// From 1.
    pub number: u16,
    /// When it begins, in the centre's zone.
    pub starts_at: NaiveDateTime,
    /// How long it lasts.
    pub minutes: u16,
    /// The days before it on which there would have been a session, and why there is none.
    pub skipped: Vec<(NaiveDate, Skip)>,
}

/// Lays the sessions on the weekday of the plan, week by week, skipping rest days.
///
/// ```
/// # use domain::{calendar::*, groups::schedule::*}; use chrono::*;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let plan = Plan { minutes: vec![150; 16], weekday: Weekday::Mon,
///     start: NaiveTime::from_hms_opt(9, 0, 0).unwrap(), first_day: day(3, 5) };
/// let sessions = propose(&plan, &Calendar::default());
/// assert_eq!(sessions[0].starts_at.date(), day(3, 9));
/// assert_eq!(sessions[1].starts_at.date(), day(3, 23), "the 16th is a rest day");
/// assert_eq!(sessions[1].skipped, [(day(3, 16), Skip::Law(RestDay::Juarez))]);
/// ```
#[must_use]
pub fn propose(plan: &Plan, calendar: &Calendar) -> Vec<PlannedSession> {
    let to_first = plan.weekday.days_since(plan.first_day.weekday());
    let mut day = plan.first_day + Days::new(u64::from(to_first));
    let mut number = 0;
    let mut next = |&minutes: &u16| {
        let mut skipped = Vec::new();
        while let Some(why) = calendar.skip(day) {
            skipped.push((day, why));
            day = day + Days::new(7);
        }
        let starts_at = day.and_time(plan.start);
        day = day + Days::new(7);
        number += 1;
        PlannedSession { number, starts_at, minutes, skipped }
    };
    plan.minutes.iter().map(&mut next).collect()
}

/// The instant of an hour on the wall of the centre. An hour that a change of clocks repeats is the
/// first of the two; one that it leaves out is moved forward by an hour.
#[must_use]
pub fn instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let found = |at: NaiveDateTime| zone.from_local_datetime(&at).earliest();
    let moved = found(local).or_else(|| found(local + TimeDelta::hours(1)));
    moved.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// The hour on the wall of the centre at an instant.
#[must_use]
pub fn local(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    instant.with_timezone(&zone).naive_local()
}

/// That the schedule goes beyond the project that pays for it (AVGM projects end by 31 December).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndsAfterProject {
    /// The day of the last session.
    pub last: NaiveDate,
    /// How many sessions lie beyond.
    pub sessions: usize,
}

/// Warns of sessions after `project_end` (its last day).
#[must_use]
pub fn ends_after(sessions: &[PlannedSession], project_end: NaiveDate) -> Option<EndsAfterProject> {
    let beyond = sessions.iter().map(|s| s.starts_at.date()).filter(|&day| day > project_end);
    let (mut last, mut count) = (None, 0);
    for day in beyond {
        last = last.max(Some(day));
        count += 1;
    }
    last.map(|last| EndsAfterProject { last, sessions: count })
}

/// What can be in one session only at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// A room.
    Room(RoomId),
    /// A facilitator, also as a substitute.
    Facilitator(StaffId),
}

/// A stretch of time, open at its end: one session may begin when another ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The beginning.
    pub start: DateTime<Utc>,
    /// The end.
    pub end: DateTime<Utc>,
}

impl Span {
    /// The span of a session.
    #[must_use]
    pub fn of(start: DateTime<Utc>, minutes: u16) -> Self {
        Self { start, end: start + TimeDelta::minutes(i64::from(minutes)) }
    }

    /// Whether both share a moment; one that begins when the other ends does not.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A resource taken by a session of some group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupied {
    /// What is taken.
    pub resource: Resource,
    /// When.
    pub span: Span,
    /// By which session.
    pub session: SessionId,
    /// Of which group.
    pub group: GroupId,
}

/// A session that somebody wants to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its number in its group.
    pub number: u16,
    /// When.
    pub span: Span,
    /// The room and the facilitators that it needs.
    pub needs: Vec<Resource>,
    /// The session itself when it is being moved: it does not clash with itself.
    pub session: Option<SessionId>,
}

/// A candidate and what already takes one of its needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// The number of the candidate.
    pub number: u16,
    /// What stands in the way.
    pub with: Occupied,
}

/// Every clash of the candidates with what is taken, in the order of the candidates. None may be booked.
#[must_use]
pub fn clashes(taken: &[Occupied], candidates: &[Candidate]) -> Vec<Clash> {
    let mut found = Vec::new();
    for candidate in candidates {
        let clashing = taken.iter().filter(|t| {
            t.span.overlaps(candidate.span)
                && candidate.needs.contains(&t.resource)
                && candidate.session != Some(t.session)
        });
        found.extend(clashing.map(|&with| Clash { number: candidate.number, with }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{
        Candidate, EndsAfterProject, Occupied, Plan, Resource, Span, clashes, ends_after, instant, local,
        propose,
    };
    use crate::calendar::{Calendar, Skip};
    use crate::ids::{GroupId, RoomId, SessionId, StaffId};
    use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use uuid::Uuid;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn plan(first_day: NaiveDate, weekday: Weekday) -> Plan {
        Plan { minutes: vec![150; 16], weekday, start: NaiveTime::from_hms_opt(16, 0, 0).unwrap(), first_day }
    }

    fn at(hour: u32, minute: u32) -> DateTime<Utc> {
        day(3, 5).and_hms_opt(hour, minute, 0).unwrap().and_utc()
    }

    fn taken(resource: Resource) -> Occupied {
        let (session, group) = (SessionId(Uuid::from_u128(7)), GroupId(Uuid::from_u128(8)));
        Occupied { resource, span: Span::of(at(16, 0), 150), session, group }
    }

    #[test]
    fn sixteen_thursdays_begin_on_the_first_day_itself() {
        let sessions = propose(&plan(day(3, 5), Weekday::Thu), &Calendar::default());
        assert_eq!((sessions.len(), sessions[0].starts_at.date()), (16, day(3, 5)));
        assert_eq!(sessions[15].starts_at.date(), day(6, 18));
    }

    #[test]
    fn the_centres_own_days_are_skipped_with_their_reason() {
        let calendar = Calendar { extra: vec![(day(3, 12), "feria".into()), (day(3, 19), "feria".into())] };
        let sessions = propose(&plan(day(3, 5), Weekday::Thu), &calendar);
        assert_eq!(sessions[1].starts_at.date(), day(3, 26));
        let why = Skip::Extra("feria".into());
        assert_eq!(sessions[1].skipped, [(day(3, 12), why.clone()), (day(3, 19), why)]);
    }

    #[test]
    fn an_end_after_the_project_is_announced() {
        let sessions = propose(&plan(day(9, 21), Weekday::Mon), &Calendar::default());
        let warning = ends_after(&sessions, day(12, 31)).unwrap();
        assert_eq!(warning, EndsAfterProject { last: day(12, 31) + Days::new(11), sessions: 2 });
        assert_eq!(ends_after(&sessions, warning.last), None);
    }

    #[test]
    fn a_room_and_a_facilitator_are_in_one_session_only() {
        let (room, ana) =
            (Resource::Room(RoomId(Uuid::from_u128(1))), Resource::Facilitator(StaffId(Uuid::from_u128(2))));
        let want = |hour, minute| Candidate {
            number: 3,
            span: Span::of(at(hour, minute), 60),
            needs: vec![room, ana],
            session: None,
        };
        let all = [taken(room), taken(ana)];
        let found = clashes(&all, &[want(18, 29)]);
        assert_eq!(found.iter().map(|c| (c.number, c.with)).collect::<Vec<_>>(), [(3, all[0]), (3, all[1])]);
        assert_eq!(clashes(&all, &[want(18, 30), want(15, 0)]), [], "one may begin when another ends");
        let other = [taken(Resource::Room(RoomId(Uuid::from_u128(9))))];
        assert_eq!(clashes(&other, &[want(16, 0)]), []);
        let itself = Candidate { session: Some(all[0].session), ..want(16, 30) };
        assert_eq!(clashes(&all, &[itself]), [], "a moved session does not clash with itself");
    }

    #[test]
    fn hours_on_the_wall_become_instants_and_back() {
        let nine = day(3, 5).and_hms_opt(9, 0, 0).unwrap();
        assert_eq!(instant(nine, chrono_tz::America::Cancun).to_rfc3339(), "2026-03-05T14:00:00+00:00");
        assert_eq!(local(at(14, 0), chrono_tz::America::Cancun), nine);
        let left_out = day(3, 8).and_hms_opt(2, 30, 0).unwrap();
        let moved = local(instant(left_out, chrono_tz::America::Tijuana), chrono_tz::America::Tijuana);
        assert_eq!(moved, day(3, 8).and_hms_opt(3, 30, 0).unwrap());
    }

    proptest! {
        #[test]
        fn a_schedule_is_numbered_in_order_on_its_weekday(offset in 0_u64..5_000, weekday in 0_u8..7) {
            let weekday = Weekday::try_from(weekday).unwrap();
            let sessions = propose(&plan(day(1, 1) + Days::new(offset), weekday), &Calendar::default());
            for (place, session) in sessions.iter().enumerate() {
                prop_assert_eq!(usize::from(session.number), place + 1);
                prop_assert_eq!(session.starts_at.weekday(), weekday);
                prop_assert_eq!(Calendar::default().skip(session.starts_at.date()), None);
            }
            prop_assert!(sessions.windows(2).all(|w| w[0].starts_at < w[1].starts_at));
        }
    }
}
