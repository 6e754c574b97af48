//! Moving and cancelling sessions. Each change is a row with its reason; the session keeps its number
//! and its place in the order, and what was held stays where it was.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime};

use crate::calendar::{Calendar, Skip};
use crate::ids::{GroupId, SessionId};
use crate::named::named;
use crate::period::Period;

named! {
    /// Where a session stands.
    SessionState {
        /// To be held.
        Planned = "planned",
        /// Held: its roll was begun or its log written.
        Held = "held",
        /// Not held and not to be held.
        Cancelled = "cancelled",
    }
}

/// A session as the rules of change need it; times are the centre's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheduled {
    /// Its id.
    pub id: SessionId,
    /// Its group.
    pub group: GroupId,
    /// Its number for ever.
    pub number: u16,
    /// When it begins.
    pub starts_at: NaiveDateTime,
    /// Where it stands.
    pub state: SessionState,
}

/// Why a session cannot be moved or cancelled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionChangeRefused {
    /// It was held.
    #[error("held")]
    Held,
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// No reason was given.
    #[error("reason is missing")]
    ReasonMissing,
    /// The new time is the old one.
    #[error("same time")]
    SameTime,
    /// No session is held on that day.
    #[error("rest day")]
    RestDay(Skip),
    /// It would change places with another session of its group.
    #[error("before or after session {number}")]
    OutOfOrder {
        /// The session it would pass.
        number: u16,
    },
}

/// Whether `session` may be moved to `to`; `group` holds all sessions of its group.
///
/// # Errors
/// [`SessionChangeRefused`].
pub fn may_move(
    session: &Scheduled,
    to: NaiveDateTime,
    reason: &str,
    group: &[Scheduled],
    calendar: &Calendar,
) -> Result<(), SessionChangeRefused> {
    may_cancel(session, reason)?;
    if to == session.starts_at {
        return Err(SessionChangeRefused::SameTime);
    }
    if let Some(why) = calendar.skip(to.date()) {
        return Err(SessionChangeRefused::RestDay(why));
    }
    let others = group.iter().filter(|s| s.group == session.group && s.state != SessionState::Cancelled);
    let passed = others.into_iter().find(|other| match other.number.cmp(&session.number) {
        std::cmp::Ordering::Less => to <= other.starts_at,
        std::cmp::Ordering::Greater => to >= other.starts_at,
        std::cmp::Ordering::Equal => false,
    });
    passed.map_or(Ok(()), |other| Err(SessionChangeRefused::OutOfOrder { number: other.number }))
}

/// Whether `session` may be cancelled.
///
/// # Errors
/// [`SessionChangeRefused`].
pub fn may_cancel(session: &Scheduled, reason: &str) -> Result<(), SessionChangeRefused> {
    match session.state {
        SessionState::Held => Err(SessionChangeRefused::Held),
        SessionState::Cancelled => Err(SessionChangeRefused::Cancelled),
        SessionState::Planned if reason.trim().is_empty() => Err(SessionChangeRefused::ReasonMissing),
        SessionState::Planned => Ok(()),
    }
}

/// A session and its new time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Which.
    pub id: SessionId,
    /// Its number, unchanged.
    pub number: u16,
    /// When it was to begin.
    pub from: NaiveDateTime,
    /// When it will.
    pub to: NaiveDateTime,
}

/// Closes a centre for `closed` (hurricane, emergency): moves every planned session that lies in it,
/// and those after it as far as needed, by whole weeks. Each keeps its weekday, hour, number and
/// order within its group; held and cancelled sessions stay.
#[must_use]
pub fn close_centre(sessions: &[Scheduled], closed: Period, calendar: &Calendar) -> Vec<Moved> {
    let mut groups: BTreeMap<GroupId, Vec<&Scheduled>> = BTreeMap::new();
    for session in sessions.iter().filter(|s| s.state == SessionState::Planned) {
        groups.entry(session.group).or_default().push(session);
    }
    groups.into_values().flat_map(|group| close_group(group, closed, calendar)).collect()
}

fn close_group(mut group: Vec<&Scheduled>, closed: Period, calendar: &Calendar) -> Vec<Moved> {
    group.sort_by_key(|s| s.number);
    let is_free = |day: NaiveDate| !closed.contains(day) && calendar.skip(day).is_none();
    let mut moves = Vec::new();
    let mut before: Option<NaiveDateTime> = None;
    for session in group {
        let mut to = session.starts_at;
        let is_hit = closed.contains(to.date()) || before.is_some_and(|before| to <= before);
        while is_hit && (!is_free(to.date()) || before.is_some_and(|before| to <= before)) {
            to = to + Days::new(7);
        }
        before = Some(to);
        if to != session.starts_at {
            moves.push(Moved { id: session.id, number: session.number, from: session.starts_at, to });
        }
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::{Moved, Scheduled, SessionChangeRefused, SessionState, close_centre, may_cancel, may_move};
    use crate::calendar::{Calendar, RestDay, Skip};
    use crate::ids::{GroupId, SessionId};
    use crate::period::Period;
    use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use uuid::Uuid;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn nine(day: NaiveDate) -> NaiveDateTime {
        day.and_hms_opt(9, 0, 0).unwrap()
    }

    /// Sixteen Thursdays from 5 March on, the first two held.
    fn group(id: u16) -> Vec<Scheduled> {
        let session = |number: u16| Scheduled {
            id: SessionId(Uuid::from_u128(u128::from(id) * 100 + u128::from(number))),
            group: GroupId(Uuid::from_u128(u128::from(id))),
            number,
            starts_at: nine(day(3, 5) + Days::new(7 * u64::from(number - 1))),
            state: if number <= 2 { SessionState::Held } else { SessionState::Planned },
        };
        (1..=16).map(session).collect()
    }

    fn moved(number: usize, to: NaiveDateTime, reason: &str) -> Result<(), SessionChangeRefused> {
        let group = group(1);
        may_move(&group[number - 1], to, reason, &group, &Calendar::default())
    }

    #[test]
    fn a_planned_session_moves_within_its_neighbours_with_a_reason() {
        assert_eq!(moved(4, nine(day(3, 27)), "aula ocupada"), Ok(()));
        assert_eq!(moved(4, nine(day(3, 27)), " "), Err(SessionChangeRefused::ReasonMissing));
        assert_eq!(moved(4, nine(day(3, 26)), "x"), Err(SessionChangeRefused::SameTime));
    }

    #[test]
    fn what_was_held_stays() {
        assert_eq!(moved(2, nine(day(3, 13)), "x"), Err(SessionChangeRefused::Held));
        assert_eq!(may_cancel(&group(1)[0], "x"), Err(SessionChangeRefused::Held));
        assert_eq!(may_cancel(&group(1)[5], "x"), Ok(()));
        let cancelled = Scheduled { state: SessionState::Cancelled, ..group(1)[5] };
        assert_eq!(may_cancel(&cancelled, "x"), Err(SessionChangeRefused::Cancelled));
    }

    #[test]
    fn a_session_does_not_pass_another_or_fall_on_a_rest_day() {
        assert_eq!(moved(4, nine(day(4, 3)), "x"), Err(SessionChangeRefused::OutOfOrder { number: 5 }));
        assert_eq!(moved(4, nine(day(3, 19)), "x"), Err(SessionChangeRefused::OutOfOrder { number: 3 }));
        assert_eq!(
            moved(3, nine(day(3, 16)), "x"),
            Err(SessionChangeRefused::RestDay(Skip::Law(RestDay::Juarez)))
        );
    }

    #[test]
    fn a_hurricane_moves_the_sessions_of_all_groups_in_one_act() {
        let sessions = [group(1), group(2)].concat();
        let moves = close_centre(&sessions, Period::through(day(3, 18), day(4, 1)), &Calendar::default());
        assert_eq!(moves.len(), 2 * 14);
        let first = Moved { id: sessions[2].id, number: 3, from: nine(day(3, 19)), to: nine(day(4, 2)) };
        assert_eq!(moves[0], first);
        assert_eq!(moves[13].to, nine(day(7, 2)));
    }

    #[test]
    fn a_week_left_free_takes_up_the_shift() {
        let mut sessions = group(1);
        for session in &mut sessions[5..] {
            session.starts_at = session.starts_at + Days::new(7);
        }
        let moves = close_centre(&sessions, Period::through(day(3, 19), day(3, 19)), &Calendar::default());
        assert_eq!(moves.iter().map(|m| m.number).collect::<Vec<_>>(), [3, 4, 5]);
    }

    proptest! {
        #[test]
        fn a_closure_keeps_numbers_order_weekdays_and_what_was_held(from in 0_u64..150, days in 1_u64..60) {
            let sessions = group(1);
            let closed = Period { from: day(3, 1) + Days::new(from), until: Some(day(3, 1) + Days::new(from + days)) };
            let moves = close_centre(&sessions, closed, &Calendar::default());
            let mut after = sessions.clone();
            for change in &moves {
                let session = after.iter_mut().find(|s| s.id == change.id).unwrap();
                prop_assert_eq!((session.number, session.starts_at, session.state), (change.number, change.from, SessionState::Planned));
                session.starts_at = change.to;
            }
            prop_assert!(after.windows(2).all(|w| w[0].starts_at < w[1].starts_at));
            for (old, new) in sessions.iter().zip(&after) {
                prop_assert_eq!(old.starts_at.weekday(), new.starts_at.weekday());
                prop_assert!(new.state == SessionState::Held || !closed.contains(new.starts_at.date()));
            }
        }
    }
}
