//! «Aquí se atiende a mujeres»: the same place never attends victim and aggressor
//! (LGAMVLV art. 8-III, text with the reform of 15-01-2026).

use chrono::NaiveDate;

use crate::groups::Audience;
use crate::named::named;
use crate::period::Period;

named! {
    /// What is to happen in a room.
    Activity {
        /// A session of a group of men.
        MensGroup = "mens-group",
        /// An interview with a man.
        MensInterview = "mens-interview",
        /// An individual session with a man.
        MensIndividual = "mens-individual",
        /// The workshop for public servants: they are no men who use violence by being in it.
        PublicServantsWorkshop = "public-servants-workshop",
        /// The prevention workshop for young people.
        YouthWorkshop = "youth-workshop",
    }
}

impl From<Audience> for Activity {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Men => Self::MensGroup,
            Audience::PublicServants => Self::PublicServantsWorkshop,
            Audience::Youth => Self::YouthWorkshop,
        }
    }
}

/// Women are attended in that place on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("women are attended here")]
pub struct WomenAttendedHere {
    /// The mark in force.
    pub mark: Period,
}

/// Whether `activity` may take place on `day`, given the marks of the room and of its address.
///
/// ```
/// # use domain::{centres::rooms::{may_schedule, Activity}, period::Period}; use chrono::NaiveDate;
/// let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
/// let marks = [Period { from: day(1), until: None }];
/// assert!(may_schedule(Activity::MensGroup, &marks, day(5)).is_err());
/// assert!(may_schedule(Activity::PublicServantsWorkshop, &marks, day(5)).is_ok());
/// ```
///
/// # Errors
/// [`WomenAttendedHere`] for anything with men who use violence.
pub fn may_schedule(activity: Activity, marks: &[Period], day: NaiveDate) -> Result<(), WomenAttendedHere> {
    let is_of_men =
        matches!(activity, Activity::MensGroup | Activity::MensInterview | Activity::MensIndividual);
    match marks.iter().find(|mark| mark.contains(day)) {
        Some(&mark) if is_of_men => Err(WomenAttendedHere { mark }),
        _ => Ok(()),
    }
}

named! {
    /// Why a mark does not end on a day. The names are keys of texts.
    EndRefused {
        /// The day is before its first.
        BeforeStart = "centres-mistake-until",
        /// It has ended: what was true then is not told otherwise.
        Over = "centres-mistake-mark-ended",
        /// It holds for the days that are past.
        Past = "centres-mistake-until-past",
    }
}

/// Whether a mark since `since`, until `until` so far, may end with the day `last`: today or later.
///
/// # Errors
/// [`EndRefused`].
pub fn may_end(
    (since, until): (NaiveDate, Option<NaiveDate>),
    last: NaiveDate,
    today: NaiveDate,
) -> Result<(), EndRefused> {
    match until {
        _ if last < since => Err(EndRefused::BeforeStart),
        Some(until) if until < today => Err(EndRefused::Over),
        _ if last < today => Err(EndRefused::Past),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Activity, EndRefused, WomenAttendedHere, may_end, may_schedule};
    use crate::period::Period;
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_mark_ends_today_or_later_and_once_past_no_more() {
        let since = |until| (day(2), until);
        assert_eq!(may_end(since(None), day(5), day(5)), Ok(()));
        assert_eq!(may_end(since(Some(day(9))), day(7), day(5)), Ok(()));
        assert_eq!(may_end(since(None), day(4), day(5)), Err(EndRefused::Past));
        assert_eq!(may_end(since(None), day(1), day(5)), Err(EndRefused::BeforeStart));
        assert_eq!(may_end(since(Some(day(4))), day(9), day(5)), Err(EndRefused::Over));
    }

    #[test]
    fn nothing_with_men_happens_where_women_are_attended() {
        let mark = Period::through(day(2), day(20));
        for activity in [Activity::MensGroup, Activity::MensInterview, Activity::MensIndividual] {
            assert_eq!(may_schedule(activity, &[mark], day(20)), Err(WomenAttendedHere { mark }));
            assert_eq!(may_schedule(activity, &[mark], day(21)), Ok(()), "the mark has ended");
        }
    }

    #[test]
    fn workshops_for_public_servants_and_youth_may_share_the_place() {
        let mark = Period { from: day(1), until: None };
        for activity in [Activity::PublicServantsWorkshop, Activity::YouthWorkshop] {
            assert_eq!(may_schedule(activity, &[mark], day(5)), Ok(()));
        }
    }
}
