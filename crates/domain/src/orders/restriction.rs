//! Where and when a man may not be, as an order or his own plan of safety has it.
//!
//! Kept only as «not in room X» or «not on weekday Y from one hour to another»: never as an address,
//! which would tell where somebody lives or works. It warns when a session or an appointment breaks it.

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use crate::ids::RoomId;
use crate::named::named;

/// What is kept free of him. What is left out holds for all: a weekday alone is the whole day in every room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Only in that room.
    pub room: Option<RoomId>,
    /// Only on that weekday.
    pub weekday: Option<Weekday>,
    /// Only from that hour.
    pub from: Option<NaiveTime>,
    /// Only before that hour.
    pub to: Option<NaiveTime>,
}

named! {
    /// What is wrong in a restriction.
    RestrictionMistake {
        /// Nothing is said: it would forbid everything.
        Empty = "empty",
        /// It ends at or before the hour it begins.
        EndNotAfterStart = "end-not-after-start",
    }
}

impl Restriction {
    /// What keeps it from being saved.
    #[must_use]
    pub fn mistake(&self) -> Option<RestrictionMistake> {
        match (self.room, self.weekday, self.from, self.to) {
            (None, None, None, None) => Some(RestrictionMistake::Empty),
            (_, _, Some(from), Some(to)) if to <= from => Some(RestrictionMistake::EndNotAfterStart),
            _ => None,
        }
    }

    fn is_broken(&self, room: RoomId, start: NaiveDateTime, minutes: u32) -> bool {
        let first = start.hour() * 60 + start.minute();
        let starts_before_end = self.to.is_none_or(|to| first < to.hour() * 60 + to.minute());
        let ends_after_start =
            self.from.is_none_or(|from| from.hour() * 60 + from.minute() < first + minutes);
        self.room.is_none_or(|only| only == room)
            && self.weekday.is_none_or(|only| only == start.weekday())
            && starts_before_end
            && ends_after_start
    }
}

/// The first restriction that being in `room` from `start`, local time, for `minutes` breaks.
///
/// ```
/// # use domain::{ids::RoomId, orders::restriction::*}; use chrono::{NaiveDate, NaiveTime, Weekday};
/// let at = |h| NaiveTime::from_hms_opt(h, 0, 0);
/// let thursdays = [Restriction { room: None, weekday: Some(Weekday::Thu), from: at(16), to: at(18) }];
/// let thursday = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
/// let room = RoomId(uuid::Uuid::from_u128(1));
/// let session = |h| breaks(&thursdays, room, thursday.and_time(at(h).unwrap()), 150);
/// assert_eq!(session(15), Some(&thursdays[0]), "from 15:00 to 17:30");
/// assert_eq!(session(18), None);
/// ```
#[must_use]
pub fn breaks(
    restrictions: &[Restriction],
    room: RoomId,
    start: NaiveDateTime,
    minutes: u32,
) -> Option<&Restriction> {
    restrictions.iter().find(|restriction| restriction.is_broken(room, start, minutes))
}

#[cfg(test)]
mod tests {
    use super::{Restriction, RestrictionMistake, breaks};
    use crate::ids::RoomId;
    use chrono::{NaiveDate, NaiveTime, Weekday};
    use uuid::Uuid;

    const FREE: Restriction = Restriction { room: None, weekday: None, from: None, to: None };

    fn at(hour: u32, minute: u32) -> Option<NaiveTime> {
        NaiveTime::from_hms_opt(hour, minute, 0)
    }

    fn room(id: u128) -> RoomId {
        RoomId(Uuid::from_u128(id))
    }

    /// Two hours from `hour` on Thursday 5 March, in room 1.
    fn broken(restriction: Restriction, hour: u32) -> bool {
        let start = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap().and_time(at(hour, 0).unwrap());
        breaks(&[restriction], room(1), start, 120).is_some()
    }

    #[test]
    fn a_room_and_a_weekday_are_kept_free() {
        assert!(broken(Restriction { room: Some(room(1)), ..FREE }, 9));
        assert!(!broken(Restriction { room: Some(room(2)), ..FREE }, 9));
        assert!(broken(Restriction { weekday: Some(Weekday::Thu), ..FREE }, 9));
        assert!(!broken(Restriction { weekday: Some(Weekday::Fri), ..FREE }, 9));
        let both = Restriction { room: Some(room(2)), weekday: Some(Weekday::Thu), ..FREE };
        assert!(!broken(both, 9), "only in that room on that day");
    }

    #[test]
    fn hours_touch_without_breaking() {
        let hours = Restriction { from: at(11, 0), to: at(13, 0), ..FREE };
        assert!(!broken(hours, 9), "ends at 11:00");
        assert!(broken(Restriction { from: at(10, 59), ..hours }, 9));
        assert!(!broken(hours, 13), "starts at 13:00");
        assert!(broken(Restriction { to: at(13, 1), ..hours }, 13));
        assert!(broken(Restriction { to: None, ..hours }, 21));
    }

    #[test]
    fn a_restriction_says_something_and_ends_after_it_begins() {
        assert_eq!(FREE.mistake(), Some(RestrictionMistake::Empty));
        let hours = |to| Restriction { from: at(11, 0), to, ..FREE };
        assert_eq!(hours(at(11, 0)).mistake(), Some(RestrictionMistake::EndNotAfterStart));
        assert_eq!(hours(at(11, 1)).mistake(), None);
    }
}
