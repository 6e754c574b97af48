//! Appointments: interview, individual session, closing, follow-up, catch-up. When one may be booked,
//! what it clashes with, and how it ends.
//!
//! What leaves the centre about one (slip, calendar entry) holds a day, an hour and a room: [`Slip`] has no
//! field for a name, a kind or a reason. It is told to the man himself, never through the woman
//! (LGAMVLV art. 34 Decies, text with the reform of 15-01-2026).

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::calendar::{Calendar, Skip};
use crate::cases::CaseState;
use crate::centres::rooms::Activity;
use crate::groups::schedule::{Span, local};
use crate::ids::{AppointmentId, PersonId, RoomId, SessionId, StaffId};
use crate::moves::{Illegal, step};
use crate::named::named;

named! {
    /// What an appointment is for.
    AppointmentKind {
        /// First interview.
        Interview = "interview",
        /// A session of the programme with one participant.
        Individual = "individual",
        /// Closing interview.
        Closing = "closing",
        /// Follow-up after the end.
        FollowUp = "follow-up",
        /// Makes up for a session that was missed.
        CatchUp = "catch-up",
    }
}

impl AppointmentKind {
    /// What it is to the place: where women are attended none is held (LGAMVLV art. 8-III, [`Activity`]).
    #[must_use]
    pub fn activity(self) -> Activity {
        match self {
            Self::Interview | Self::Closing | Self::FollowUp => Activity::MensInterview,
            Self::Individual | Self::CatchUp => Activity::MensIndividual,
        }
    }

    /// Whether it is a session of the programme: it counts in the dose, and takes a facilitator to give it.
    #[must_use]
    pub fn is_session(self) -> bool {
        self.activity() == Activity::MensIndividual
    }

    /// Whether it belongs to where the case stands. Individual sessions may begin before the group does.
    ///
    /// ```
    /// # use domain::{appointments::AppointmentKind, cases::CaseState};
    /// assert!(AppointmentKind::Interview.fits(CaseState::FirstContact));
    /// assert!(!AppointmentKind::FollowUp.fits(CaseState::Active));
    /// ```
    #[must_use]
    pub fn fits(self, state: CaseState) -> bool {
        use CaseState as S;
        match self {
            Self::Interview => matches!(state, S::FirstContact | S::Interview),
            Self::Individual => matches!(state, S::Admitted | S::Waiting | S::Active),
            Self::CatchUp | Self::Closing => state == S::Active,
            Self::FollowUp => matches!(state, S::Completed | S::Withdrawn | S::FollowUp),
        }
    }
}

named! {
    /// Why an appointment is moved or called off. Codes only: what somebody told of himself stands nowhere.
    ChangeReason {
        /// He asked for it.
        OwnRequest = "own-request",
        /// He is ill.
        Illness = "illness",
        /// Who was to attend him cannot.
        StaffAbsent = "staff-absent",
        /// The centre is closed or the room cannot be used.
        CentreClosed = "centre-closed",
        /// It was booked by mistake.
        Mistake = "mistake",
        /// Another one.
        Other = "other",
    }
}

named! {
    /// Where an appointment stands.
    AppointmentState {
        /// To come, or over and nobody has said how it went.
        Booked = "booked",
        /// He came.
        Attended = "attended",
        /// He did not come and had not called.
        NoShow = "no-show",
        /// Called off, by him or by the centre.
        Cancelled = "cancelled",
        /// Another one stands for it.
        Rescheduled = "rescheduled",
    }
}

/// Why an appointment cannot be marked so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkRefused {
    /// That state cannot follow.
    #[error(transparent)]
    Illegal(#[from] Illegal<AppointmentState>),
    /// It has not begun: nobody has come or stayed away.
    #[error("the appointment is in the future")]
    InTheFuture,
    /// It has begun: it is marked as attended or not, not moved.
    #[error("the appointment has begun")]
    Begun,
}

impl AppointmentState {
    /// What may follow. A wrong mark can be changed for the other one; the change is a row with its reason.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Booked => &[Self::Attended, Self::NoShow, Self::Cancelled, Self::Rescheduled],
            Self::Attended => &[Self::NoShow],
            Self::NoShow => &[Self::Attended],
            Self::Cancelled | Self::Rescheduled => &[],
        }
    }

    /// Whether it takes its person, its room and its hour.
    #[must_use]
    pub fn takes_place(self) -> bool {
        matches!(self, Self::Booked | Self::Attended)
    }

    /// Whether an appointment that begins at `starts_at` may be marked as `to` now.
    ///
    /// ```
    /// # use domain::appointments::{AppointmentState::*, MarkRefused}; use chrono::{DateTime, TimeDelta};
    /// let (ten, minute) = (DateTime::UNIX_EPOCH, TimeDelta::minutes(1));
    /// assert_eq!(Booked.may_become(Attended, ten, ten), Ok(()));
    /// assert_eq!(Booked.may_become(NoShow, ten, ten - minute), Err(MarkRefused::InTheFuture));
    /// assert_eq!(Booked.may_become(Rescheduled, ten, ten - minute), Ok(()));
    /// ```
    ///
    /// # Errors
    /// [`MarkRefused`].
    pub fn may_become(
        self,
        to: Self,
        starts_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), MarkRefused> {
        step(self, to, self.next())?;
        match to {
            Self::Attended | Self::NoShow if now < starts_at => Err(MarkRefused::InTheFuture),
            Self::Rescheduled if now >= starts_at => Err(MarkRefused::Begun),
            _ => Ok(()),
        }
    }
}

/// What an appointment takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Who attends him.
    pub staff: StaffId,
    /// Where.
    pub room: RoomId,
    /// Whom.
    pub person: PersonId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How long it lasts.
    pub minutes: u16,
}

impl Slot {
    /// From when to when.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::of(self.starts_at, self.minutes)
    }
}

/// An appointment that takes its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// Which.
    pub id: AppointmentId,
    /// What it takes.
    pub slot: Slot,
}

/// A session of a group on the days in question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSession {
    /// Which.
    pub id: SessionId,
    /// Where.
    pub room: RoomId,
    /// Who facilitates, substitutes too.
    pub facilitators: Vec<StaffId>,
    /// The person of the appointment is expected in it.
    pub expects_person: bool,
    /// From when to when.
    pub span: Span,
}

named! {
    /// What would be taken twice.
    Shared {
        /// Who attends.
        Staff = "staff",
        /// The room.
        Room = "room",
        /// The participant.
        Person = "person",
    }
}

/// With what an appointment clashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum With {
    /// Another appointment.
    Appointment(AppointmentId),
    /// A session of a group.
    Session(SessionId),
}

/// A clash: it is not booked so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// What would be taken twice.
    pub on: Shared,
    /// By what it is taken.
    pub with: With,
}

/// What already takes the staff, the room or the person of a new appointment, in the order given. One
/// may begin when another ends. When an appointment is moved, leave the old one out of `booked`.
///
/// ```
/// # use domain::{appointments::*, ids::*}; use chrono::{DateTime, TimeDelta}; use uuid::Uuid;
/// let id = Uuid::from_u128;
/// let ten = Slot { staff: id(1).into(), room: id(2).into(), person: id(3).into(),
///     starts_at: DateTime::UNIX_EPOCH, minutes: 60 };
/// let taken = [Booked { id: id(9).into(), slot: ten }];
/// let at = |minutes| Slot { starts_at: ten.starts_at + TimeDelta::minutes(minutes), person: id(4).into(), ..ten };
/// assert_eq!(clashes(&at(59), &taken, &[]).iter().map(|c| c.on).collect::<Vec<_>>(), [Shared::Staff, Shared::Room]);
/// assert!(clashes(&at(60), &taken, &[]).is_empty());
/// ```
#[must_use]
pub fn clashes(new: &Slot, booked: &[Booked], sessions: &[GroupSession]) -> Vec<Clash> {
    let span = new.span();
    let by_appointment = booked.iter().filter(|taken| taken.slot.span().overlaps(span)).map(|taken| {
        let Slot { staff, room, person, .. } = taken.slot;
        (With::Appointment(taken.id), [staff == new.staff, room == new.room, person == new.person])
    });
    let by_session = sessions.iter().filter(|taken| taken.span.overlaps(span)).map(|taken| {
        let shares_staff = taken.facilitators.contains(&new.staff);
        (With::Session(taken.id), [shares_staff, taken.room == new.room, taken.expects_person])
    });
    let shared = |(with, shares): (With, [bool; 3])| {
        let on = Shared::ALL.iter().zip(shares).filter(|(_, shares)| *shares);
        on.map(|(&on, _)| Clash { on, with }).collect::<Vec<_>>()
    };
    by_appointment.chain(by_session).flat_map(shared).collect()
}

/// The shortest and the longest appointment, in minutes: ours.
pub const MINUTES: std::ops::RangeInclusive<u16> = 10..=240;

/// Why an appointment cannot be booked then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookingRefused {
    /// The day is past. Earlier today is no mistake: who walked in is booked after he came.
    #[error("the day is past")]
    Past,
    /// A rest day of the law, or one on which the centre is closed.
    #[error("closed on that day")]
    Closed(Skip),
    /// Not within [`MINUTES`].
    #[error("minutes")]
    Minutes,
}

/// Whether an appointment may be booked at `starts_at`, by the clock on the wall of the centre.
///
/// # Errors
/// [`BookingRefused`].
pub fn may_book(
    starts_at: DateTime<Utc>,
    minutes: u16,
    now: DateTime<Utc>,
    calendar: &Calendar,
    zone: Tz,
) -> Result<(), BookingRefused> {
    if !MINUTES.contains(&minutes) {
        return Err(BookingRefused::Minutes);
    }
    let day = local(starts_at, zone).date();
    if day < local(now, zone).date() {
        return Err(BookingRefused::Past);
    }
    calendar.skip(day).map_or(Ok(()), |why| Err(BookingRefused::Closed(why)))
}

/// All that a printed slip or a calendar entry says. Whoever finds it learns nothing of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// Random: the UID of the calendar entry.
    pub id: AppointmentId,
    /// From when to when.
    pub span: Span,
    /// Where.
    pub room: RoomId,
    /// It is not held.
    pub is_cancelled: bool,
}

impl Slip {
    /// The slip of an appointment.
    #[must_use]
    pub fn of(booked: &Booked, state: AppointmentState) -> Self {
        let is_cancelled = matches!(state, AppointmentState::Cancelled | AppointmentState::Rescheduled);
        Self { id: booked.id, span: booked.slot.span(), room: booked.slot.room, is_cancelled }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        AppointmentState, Booked, BookingRefused, Clash, GroupSession, MarkRefused, Shared, Slip, Slot, With,
        clashes, may_book,
    };
    use crate::calendar::{Calendar, RestDay, Skip};
    use crate::groups::schedule::Span;
    use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
    use chrono_tz::America::Cancun;
    use uuid::Uuid;

    fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, minute, 0).unwrap().and_utc()
    }

    fn slot(ids: [u128; 3], starts_at: DateTime<Utc>) -> Slot {
        let [staff, room, person] = ids.map(Uuid::from_u128);
        Slot { staff: staff.into(), room: room.into(), person: person.into(), starts_at, minutes: 60 }
    }

    #[test]
    fn nobody_and_no_room_is_taken_twice() {
        let taken = [Booked { id: Uuid::from_u128(9).into(), slot: slot([1, 2, 3], at(5, 10, 0)) }];
        let on = |ids| clashes(&slot(ids, at(5, 10, 30)), &taken, &[]);
        let with = With::Appointment(taken[0].id);
        assert_eq!(on([1, 8, 7]), [Clash { on: Shared::Staff, with }]);
        assert_eq!(on([6, 2, 7]), [Clash { on: Shared::Room, with }]);
        assert_eq!(on([6, 8, 3]), [Clash { on: Shared::Person, with }]);
        assert_eq!(on([6, 8, 7]), []);
    }

    #[test]
    fn back_to_back_is_no_clash() {
        let taken = [Booked { id: Uuid::from_u128(9).into(), slot: slot([1, 2, 3], at(5, 10, 0)) }];
        let found = |hour, minute| clashes(&slot([1, 2, 3], at(5, hour, minute)), &taken, &[]).len();
        assert_eq!([found(9, 0), found(9, 1), found(10, 59), found(11, 0)], [0, 3, 3, 0]);
    }

    #[test]
    fn a_session_of_a_group_takes_its_room_its_pair_and_who_is_expected() {
        let session = GroupSession {
            id: Uuid::from_u128(5).into(),
            room: Uuid::from_u128(2).into(),
            facilitators: vec![Uuid::from_u128(1).into(), Uuid::from_u128(4).into()],
            expects_person: true,
            span: Span::of(at(5, 10, 0), 150),
        };
        let found = |ids, hour| clashes(&slot(ids, at(5, hour, 30)), &[], std::slice::from_ref(&session));
        let on: Vec<Shared> = found([4, 2, 3], 11).iter().map(|clash| clash.on).collect();
        assert_eq!(on, [Shared::Staff, Shared::Room, Shared::Person]);
        assert_eq!(found([4, 2, 3], 12), []);
    }

    #[test]
    fn earlier_today_can_be_booked_and_yesterday_cannot() {
        // 04:59 UTC on the 6th is still the 5th in Cancún.
        let book = |starts_at, now| may_book(starts_at, 60, now, &Calendar::default(), Cancun);
        assert_eq!(book(at(5, 14, 0), at(6, 4, 59)), Ok(()));
        assert_eq!(book(at(5, 14, 0), at(6, 5, 0)), Err(BookingRefused::Past));
    }

    #[test]
    fn rest_days_and_closures_are_not_booked() {
        let calendar = Calendar { extra: vec![(at(10, 0, 0).date_naive(), "huracán".into())] };
        let book = |day| may_book(at(day, 15, 0), 60, at(5, 9, 0), &calendar, Cancun);
        assert_eq!(book(16), Err(BookingRefused::Closed(Skip::Law(RestDay::Juarez))));
        assert_eq!(book(10), Err(BookingRefused::Closed(Skip::Extra("huracán".into()))));
        assert_eq!(book(11), Ok(()));
    }

    #[test]
    fn an_appointment_lasts_from_ten_minutes_to_four_hours() {
        let book = |minutes| may_book(at(5, 15, 0), minutes, at(5, 9, 0), &Calendar::default(), Cancun);
        let is_booked = [9, 10, 240, 241].map(|minutes| book(minutes).is_ok());
        assert_eq!(is_booked, [false, true, true, false]);
    }

    #[test]
    fn what_has_begun_is_marked_and_not_moved() {
        let (booked, ten) = (AppointmentState::Booked, at(5, 10, 0));
        let to = |state, minutes| booked.may_become(state, ten, ten + TimeDelta::minutes(minutes));
        assert_eq!(to(AppointmentState::Rescheduled, 0), Err(MarkRefused::Begun));
        assert_eq!(to(AppointmentState::Cancelled, 0), Ok(()), "the centre could not attend him");
        assert_eq!(to(AppointmentState::NoShow, 0), Ok(()));
        assert_eq!(to(AppointmentState::Attended, -1), Err(MarkRefused::InTheFuture));
    }

    #[test]
    fn a_wrong_mark_can_be_changed_and_what_was_called_off_stays_so() {
        let ten = at(5, 10, 0);
        for &state in AppointmentState::ALL {
            let legal: Vec<_> =
                AppointmentState::ALL.iter().filter(|&&to| state.may_become(to, ten, ten).is_ok()).collect();
            match state {
                AppointmentState::Attended => assert_eq!(legal, [&AppointmentState::NoShow]),
                AppointmentState::NoShow => assert_eq!(legal, [&AppointmentState::Attended]),
                AppointmentState::Booked => assert_eq!(legal.len(), 3),
                _ => assert_eq!(legal, [] as [&AppointmentState; 0]),
            }
        }
    }

    #[test]
    fn each_kind_has_its_place_on_the_way_and_a_closed_case_has_none() {
        use super::AppointmentKind as Kind;
        use crate::cases::CaseState as S;
        let fit = |state| Kind::ALL.iter().filter(|kind| kind.fits(state)).count();
        assert_eq!([S::FirstContact, S::Waiting, S::Active, S::Withdrawn].map(fit), [1, 1, 3, 1]);
        assert_eq!([S::NotAdmitted, S::Suspended, S::Closed].map(fit), [0, 0, 0]);
        assert!(Kind::CatchUp.is_session() && !Kind::Closing.is_session());
    }

    #[test]
    fn a_slip_holds_an_hour_and_a_room() {
        let booked = Booked { id: Uuid::from_u128(9).into(), slot: slot([1, 2, 3], at(5, 10, 0)) };
        let slip = Slip::of(&booked, AppointmentState::Rescheduled);
        assert_eq!((slip.span, slip.is_cancelled), (booked.slot.span(), true));
        assert!(!Slip::of(&booked, AppointmentState::Booked).is_cancelled);
    }
}
