//! The log of security breaches: what it must hold, and who is still to be told.
//!
//! LGPDPPSO of 20-03-2025 (text with the reform DOF 14-11-2025) arts. 31–35. The person and the
//! authority are told «sin dilación alguna» once it is confirmed: no number of hours is assumed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{duties::StepMistake, named::named};

named! {
    /// What happened to the data (art. 32).
    BreachKind {
        /// I: loss or destruction.
        Loss = "loss",
        /// II: theft, mislaying or copy.
        Theft = "theft",
        /// III: use, access or processing without authority.
        Access = "access",
        /// IV: damage, alteration or change.
        Damage = "damage",
    }
}

named! {
    /// What is noted of a breach with its hour.
    BreachStep {
        /// It is confirmed: from here on the term runs (art. 34).
        Confirmed = "confirmed",
        /// The people were told.
        PeopleTold = "people-told",
        /// The authority was told.
        AuthorityTold = "authority-told",
    }
}

/// One breach. Its words speak of data and systems, never of a person by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// What happened to the data.
    pub kind: BreachKind,
    /// What happened (arts. 33, 35-I).
    pub what: String,
    /// On which day (art. 33).
    pub happened_on: Option<NaiveDate>,
    /// Why (arts. 31, 33).
    pub cause: String,
    /// What was done at once (arts. 33, 35-IV).
    pub immediate_fix: String,
    /// What was done for good (art. 33).
    pub definitive_fix: String,
    /// Which data (art. 35-II).
    pub data: String,
    /// What the person can do (art. 35-III).
    pub advice: String,
    /// Where the person learns more (art. 35-V).
    pub contact: String,
    /// It touches the rights of people significantly, so that they must be told (art. 34).
    pub is_significant: bool,
    /// When it was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When the people were told.
    pub people_told_at: Option<DateTime<Utc>>,
    /// When the authority was told.
    pub authority_told_at: Option<DateTime<Utc>>,
}

named! {
    /// What the log or the notice still lacks.
    BreachGap {
        /// What happened.
        What = "what",
        /// On which day.
        Day = "day",
        /// Why.
        Cause = "cause",
        /// What was done at once.
        ImmediateFix = "immediate-fix",
        /// What was done for good.
        DefinitiveFix = "definitive-fix",
        /// Which data.
        Data = "data",
        /// What the person can do.
        Advice = "advice",
        /// Where the person learns more.
        Contact = "contact",
        /// The people are to be told.
        PeopleToTell = "people-to-tell",
        /// The authority is to be told.
        AuthorityToTell = "authority-to-tell",
    }
}

impl Breach {
    /// When a step was noted.
    #[must_use]
    pub fn noted(&self, step: BreachStep) -> Option<DateTime<Utc>> {
        match step {
            BreachStep::Confirmed => self.confirmed_at,
            BreachStep::PeopleTold => self.people_told_at,
            BreachStep::AuthorityTold => self.authority_told_at,
        }
    }

    /// Notes a step that happened at `at`; what was noted is not told otherwise.
    ///
    /// # Errors
    /// [`StepMistake::AlreadyDone`], [`StepMistake::InFuture`].
    pub fn note(
        &mut self,
        step: BreachStep,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), StepMistake> {
        if self.noted(step).is_some() {
            return Err(StepMistake::AlreadyDone);
        }
        if at > now {
            return Err(StepMistake::InFuture);
        }
        match step {
            BreachStep::Confirmed => self.confirmed_at = Some(at),
            BreachStep::PeopleTold => self.people_told_at = Some(at),
            BreachStep::AuthorityTold => self.authority_told_at = Some(at),
        }
        Ok(())
    }

    /// Whether it is confirmed, significant, and somebody is still to be told (art. 34).
    #[must_use]
    pub fn owes_notice(&self) -> bool {
        let is_told = self.people_told_at.is_some() && self.authority_told_at.is_some();
        self.is_significant && self.confirmed_at.is_some() && !is_told
    }

    /// Hours since it was confirmed, as long as somebody is to be told.
    #[must_use]
    pub fn hours_owed(&self, now: DateTime<Utc>) -> Option<i64> {
        let confirmed_at = self.confirmed_at.filter(|_| self.owes_notice())?;
        Some((now - confirmed_at).num_hours().max(0))
    }

    /// What the log (art. 33) and, for a significant breach, the notice (art. 35) still lack.
    #[must_use]
    pub fn gaps(&self) -> Vec<BreachGap> {
        let is_blank = |text: &str| text.trim().is_empty();
        let to_tell = self.is_significant && self.confirmed_at.is_some();
        let gaps = [
            (is_blank(&self.what), BreachGap::What),
            (self.happened_on.is_none(), BreachGap::Day),
            (is_blank(&self.cause), BreachGap::Cause),
            (is_blank(&self.immediate_fix), BreachGap::ImmediateFix),
            (is_blank(&self.definitive_fix), BreachGap::DefinitiveFix),
            (self.is_significant && is_blank(&self.data), BreachGap::Data),
            (self.is_significant && is_blank(&self.advice), BreachGap::Advice),
            (self.is_significant && is_blank(&self.contact), BreachGap::Contact),
            (to_tell && self.people_told_at.is_none(), BreachGap::PeopleToTell),
            (to_tell && self.authority_told_at.is_none(), BreachGap::AuthorityToTell),
        ];
        gaps.into_iter().filter_map(|(holds, gap)| holds.then_some(gap)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Breach, BreachGap, BreachKind, BreachStep, StepMistake};
    use chrono::{DateTime, NaiveDate, Utc};

    fn at(text: &str) -> Option<DateTime<Utc>> {
        Some(text.parse().unwrap())
    }

    /// Confirmed, significant, everything written, nobody told.
    fn breach() -> Breach {
        let words = || "algo".to_owned();
        Breach {
            kind: BreachKind::Theft,
            what: words(),
            happened_on: NaiveDate::from_ymd_opt(2026, 3, 4),
            cause: words(),
            immediate_fix: words(),
            definitive_fix: words(),
            data: words(),
            advice: words(),
            contact: words(),
            is_significant: true,
            confirmed_at: at("2026-03-05T09:00:00Z"),
            people_told_at: None,
            authority_told_at: None,
        }
    }

    #[test]
    fn a_confirmed_significant_breach_is_told_to_people_and_authority() {
        let open = breach();
        assert_eq!(open.gaps(), [BreachGap::PeopleToTell, BreachGap::AuthorityToTell]);
        assert_eq!(open.hours_owed(at("2026-03-06T09:59:00Z").unwrap()), Some(24));
        let told_at = at("2026-03-05T12:00:00Z");
        let told = Breach { people_told_at: told_at, authority_told_at: told_at, ..open };
        assert_eq!(told.gaps(), []);
        assert_eq!(told.hours_owed(told_at.unwrap()), None);
    }

    #[test]
    fn what_is_not_confirmed_or_not_significant_is_told_to_nobody() {
        assert!(!Breach { confirmed_at: None, ..breach() }.owes_notice());
        let slight = Breach {
            is_significant: false,
            data: String::new(),
            advice: String::new(),
            contact: String::new(),
            ..breach()
        };
        assert_eq!(slight.gaps(), []);
        assert!(!slight.owes_notice());
    }

    #[test]
    fn what_was_noted_is_not_told_otherwise_nor_in_the_future() {
        let (mut one, now) = (breach(), at("2026-03-06T09:00:00Z").unwrap());
        let hour = at("2026-03-05T12:00:00Z").unwrap();
        assert_eq!(one.note(BreachStep::PeopleTold, hour, now), Ok(()));
        assert_eq!(one.noted(BreachStep::PeopleTold), Some(hour));
        assert_eq!(one.note(BreachStep::Confirmed, hour, now), Err(StepMistake::AlreadyDone));
        assert_eq!(one.note(BreachStep::AuthorityTold, now, hour), Err(StepMistake::InFuture));
    }

    #[test]
    fn the_log_needs_each_of_its_facts() {
        let blank = Breach {
            what: " ".into(),
            happened_on: None,
            cause: String::new(),
            immediate_fix: String::new(),
            definitive_fix: String::new(),
            data: String::new(),
            advice: String::new(),
            contact: String::new(),
            ..breach()
        };
        assert_eq!(blank.gaps(), BreachGap::ALL);
    }
}
