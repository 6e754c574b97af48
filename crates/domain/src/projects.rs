//! What a subsidy project promised, and how much of it was reached: counted from what was done, never
//! typed in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::named::named;

named! {
    /// What a target counts.
    Measure {
        /// Groups that began.
        Groups = "groups",
        /// Sessions held.
        Sessions = "sessions",
        /// People who came to at least one session, each once.
        Participants = "participants",
        /// People who meet the rule of completion, each once.
        Completed = "completed",
    }
}

/// How much was done in the groups of a project, by what is counted.
pub type Tally = BTreeMap<Measure, u32>;

named! {
    /// How a target stands against the calendar.
    Pace {
        /// All of it is there.
        Reached = "reached",
        /// At least as much of it as of the term is past.
        OnPace = "on-pace",
        /// Less of it than of the term is past.
        Behind = "behind",
        /// The term is over without it.
        Missed = "missed",
    }
}

/// How a target of a project from `first` to `last` day stands today.
///
/// ```
/// # use domain::projects::{pace, Pace}; use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let term = (day(1, 1), day(12, 31));
/// assert_eq!(pace(80, 160, term, day(7, 2)), Pace::OnPace); // 182 of 365 days are past
/// assert_eq!(pace(79, 160, term, day(7, 2)), Pace::Behind);
/// assert_eq!(pace(160, 160, term, day(7, 2)), Pace::Reached);
/// ```
#[must_use]
pub fn pace(reached: u32, target: u32, (first, last): (NaiveDate, NaiveDate), today: NaiveDate) -> Pace {
    let (past, whole) = ((today - first).num_days().max(0), (last - first).num_days() + 1);
    match () {
        () if reached >= target => Pace::Reached,
        () if today > last => Pace::Missed,
        () if i64::from(reached) * whole >= i64::from(target) * past => Pace::OnPace,
        () => Pace::Behind,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pace, pace};
    use chrono::NaiveDate;

    #[test]
    fn a_target_is_missed_only_when_the_term_is_over() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let on = |today| pace(3, 4, (day("2026-02-01"), day("2026-12-31")), day(today));
        assert_eq!(on("2026-01-15"), Pace::OnPace, "before it began nothing is owed");
        assert_eq!(on("2026-12-31"), Pace::Behind);
        assert_eq!(on("2027-01-01"), Pace::Missed);
    }
}
