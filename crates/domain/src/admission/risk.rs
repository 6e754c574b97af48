//! The risk record: topics with yes, no or unknown, a level suggested by an open point rule, and the
//! professional's own level with its justification.
//!
//! The topics are common knowledge in words of this project, marked «propuesta»; it is no psychometric
//! instrument, is not validated and predicts nothing. The points stand in `risk.toml` and can be changed.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Answer, FormError, FormKind, check_questions};
use crate::named::named;

named! {
    /// How high the risk is.
    RiskLevel {
        /// Bajo.
        Low = "low",
        /// Medio.
        Medium = "medium",
        /// Alto.
        High = "high",
    }
}

/// A topic of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskItem {
    /// Stable id; answers are kept by it.
    pub id: String,
    /// What a «yes» adds.
    pub points: u8,
    /// The level that a «yes» suggests at least, by itself.
    pub at_least: Option<RiskLevel>,
    /// As asked on the screen.
    pub text: String,
}

/// Days to the next review, by level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewDays {
    /// At low risk.
    pub low: u16,
    /// At medium risk.
    pub medium: u16,
    /// At high risk.
    pub high: u16,
}

/// The form of a centre: its topics and its point rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskForm {
    /// From 1; each change makes the next one.
    pub version: u16,
    /// It is this project's proposal; the screen says «propuesta».
    pub is_proposal: bool,
    /// From so many points on the level is medium.
    pub medium_from: u32,
    /// From so many points on it is high.
    pub high_from: u32,
    /// With so many unknown it is at least medium: what is not known is not low.
    pub unknown_for_medium: usize,
    /// Days to the next review.
    pub review_days: ReviewDays,
    /// The topics, in order.
    #[serde(rename = "item")]
    pub items: Vec<RiskItem>,
}

/// What the point rule makes of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// The points of all «yes».
    pub points: u32,
    /// Topics not known.
    pub unknown: usize,
    /// The level suggested.
    pub suggested: RiskLevel,
    /// The ids of the topics that suggested it by themselves.
    pub alone: Vec<String>,
}

impl RiskForm {
    /// Reads a form.
    ///
    /// # Errors
    /// [`FormError`].
    pub fn parse(text: &str) -> Result<Self, FormError> {
        let form: Self = FormError::reading(text)?;
        check_questions(form.items.iter().map(|item| (item.id.as_str(), item.text.as_str())))?;
        let days = form.review_days;
        let numbers = [
            (form.medium_from > 0, "medium_from"),
            (form.high_from > form.medium_from, "high_from"),
            (form.unknown_for_medium > 0, "unknown_for_medium"),
            (0 < days.high && days.high <= days.medium && days.medium <= days.low, "review_days"),
        ];
        match numbers.iter().find(|(is_right, _)| !is_right) {
            Some((_, field)) => Err(FormError::Number((*field).to_owned())),
            None => Ok(form),
        }
    }

    /// The proposal that comes with the program.
    #[must_use]
    pub fn proposed() -> Self {
        Self::parse(FormKind::Risk.proposal()).expect("the shipped form is read by a test")
    }

    /// Adds up: each «yes» its points, the level from the two limits; then a «yes» to a topic with a
    /// level of its own raises it to that, and many unknown to medium.
    ///
    /// ```
    /// # use domain::admission::{Answer, risk::*};
    /// let form = RiskForm::proposed(); // medium from 4 points, high from 10
    /// let of = |yes: &[&str]| {
    ///     let says = |id: &str| if yes.contains(&id) { Answer::Yes } else { Answer::No };
    ///     form.points(|id| says(id)).suggested
    /// };
    /// assert_eq!(of(&["separation", "losses"]), RiskLevel::Low, "2 + 1");
    /// assert_eq!(of(&["separation", "alcohol-drugs"]), RiskLevel::Medium, "2 + 2");
    /// assert_eq!(of(&["strangling"]), RiskLevel::High, "by itself");
    /// ```
    #[must_use]
    pub fn points(&self, answer: impl Fn(&str) -> Answer) -> Points {
        let yes: Vec<&RiskItem> = self.items.iter().filter(|item| answer(&item.id) == Answer::Yes).collect();
        let points = yes.iter().map(|item| u32::from(item.points)).sum();
        let is_unknown = |item: &&RiskItem| answer(&item.id) == Answer::Unknown;
        let unknown = self.items.iter().filter(is_unknown).count();
        let by_points = match points {
            points if points >= self.high_from => RiskLevel::High,
            points if points >= self.medium_from => RiskLevel::Medium,
            _ => RiskLevel::Low,
        };
        let by_itself = yes.iter().filter_map(|item| item.at_least).max();
        let by_unknown = (unknown >= self.unknown_for_medium).then_some(RiskLevel::Medium);
        let suggested = [by_itself, by_unknown].into_iter().flatten().fold(by_points, RiskLevel::max);
        let alone = yes.iter().filter(|item| by_points < suggested && item.at_least == Some(suggested));
        Points { points, unknown, suggested, alone: alone.map(|item| item.id.clone()).collect() }
    }

    /// The last day for the next review of a record made on `on`.
    #[must_use]
    pub fn review_by(&self, level: RiskLevel, on: NaiveDate) -> NaiveDate {
        let days = match level {
            RiskLevel::Low => self.review_days.low,
            RiskLevel::Medium => self.review_days.medium,
            RiskLevel::High => self.review_days.high,
        };
        on + Days::new(days.into())
    }
}

/// An answer, with what was noted. `Debug` leaves the note out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAnswer {
    /// The answer.
    pub answer: Answer,
    /// What was noted; never who she is or where.
    pub note: Option<String>,
}

impl std::fmt::Debug for RiskAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RiskAnswer({:?})", self.answer)
    }
}

/// What the professional says beside the rule.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Opinion {
    /// Another level than the one suggested.
    pub level: Option<RiskLevel>,
    /// Why; needed for another level.
    pub justification: String,
    /// An earlier day for the next review.
    pub review_on: Option<NaiveDate>,
}

/// A risk record; it is never changed, the next one follows it. `Debug` leaves words out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskRecord {
    /// The version of the form.
    pub form_version: u16,
    /// The day.
    pub on: NaiveDate,
    /// Answer by topic; all topics of the form.
    pub answers: BTreeMap<String, RiskAnswer>,
    /// What the rule made of them.
    pub points: Points,
    /// The level that holds: the professional's, else the one suggested.
    pub level: RiskLevel,
    /// Why it is another than the one suggested.
    pub justification: Option<String>,
    /// When it is looked at again.
    pub review_on: NaiveDate,
}

/// Why a risk record cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RiskError {
    /// Topics without an answer; «unknown» is one.
    #[error("{} topics are unanswered", .0.len())]
    Unanswered(Vec<String>),
    /// An answer to no topic of the form.
    #[error("no topic {0}")]
    NoSuchTopic(String),
    /// A note of more than 500 characters.
    #[error("note of {0}")]
    NoteTooLong(String),
    /// Another level than the one suggested needs its justification.
    #[error("justification is missing")]
    JustificationMissing,
    /// The review is not after the record, or later than the level allows.
    #[error("review from the day after to {latest}")]
    ReviewOutOfRange {
        /// The last day for it.
        latest: NaiveDate,
    },
}

impl RiskRecord {
    /// The record of answers given on `on`.
    ///
    /// # Errors
    /// [`RiskError`].
    pub fn new(
        form: &RiskForm,
        answers: BTreeMap<String, RiskAnswer>,
        opinion: &Opinion,
        on: NaiveDate,
    ) -> Result<Self, RiskError> {
        check_answers(form, &answers)?;
        let points = form.points(|id| answers[id].answer);
        let level = opinion.level.unwrap_or(points.suggested);
        let justification = opinion.justification.trim();
        if level != points.suggested && justification.is_empty() {
            return Err(RiskError::JustificationMissing);
        }
        let latest = form.review_by(level, on);
        let review_on = opinion.review_on.unwrap_or(latest);
        if review_on <= on || review_on > latest {
            return Err(RiskError::ReviewOutOfRange { latest });
        }
        Ok(Self {
            form_version: form.version,
            on,
            answers,
            points,
            level,
            justification: (!justification.is_empty()).then(|| justification.to_owned()),
            review_on,
        })
    }

    /// Whether a topic was answered with «yes».
    #[must_use]
    pub fn says_yes(&self, topic: &str) -> bool {
        self.answers.get(topic).is_some_and(|one| one.answer == Answer::Yes)
    }
}

impl std::fmt::Debug for RiskRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RiskRecord({} {:?}, review {})", self.on, self.level, self.review_on)
    }
}

fn check_answers(form: &RiskForm, answers: &BTreeMap<String, RiskAnswer>) -> Result<(), RiskError> {
    let is_topic = |id: &String| form.items.iter().any(|item| item.id == *id);
    if let Some(id) = answers.keys().find(|id| !is_topic(id)) {
        return Err(RiskError::NoSuchTopic(id.clone()));
    }
    let unanswered = form.items.iter().map(|item| &item.id).filter(|id| !answers.contains_key(*id));
    let unanswered: Vec<String> = unanswered.cloned().collect();
    if !unanswered.is_empty() {
        return Err(RiskError::Unanswered(unanswered));
    }
    let is_long = |one: &RiskAnswer| one.note.as_ref().is_some_and(|note| note.chars().count() > 500);
    match answers.iter().find(|(_, one)| is_long(one)) {
        Some((id, _)) => Err(RiskError::NoteTooLong(id.clone())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Opinion, RiskAnswer, RiskError, RiskForm, RiskLevel, RiskRecord};
    use crate::admission::{Answer, FormError};
    use chrono::NaiveDate;
    use std::collections::BTreeMap;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn answers(but: &[(&str, Answer)]) -> BTreeMap<String, RiskAnswer> {
        let answer = |id: &str| but.iter().find(|(one, _)| *one == id).map_or(Answer::No, |(_, a)| *a);
        let items = RiskForm::proposed().items.into_iter();
        items.map(|item| (item.id.clone(), RiskAnswer { answer: answer(&item.id), note: None })).collect()
    }

    fn record(but: &[(&str, Answer)], opinion: &Opinion) -> Result<RiskRecord, RiskError> {
        RiskRecord::new(&RiskForm::proposed(), answers(but), opinion, day(3, 5))
    }

    fn level(but: &[(&str, Answer)]) -> RiskLevel {
        record(but, &Opinion::default()).unwrap().level
    }

    const YES: Answer = Answer::Yes;

    #[test]
    fn the_limits_of_points_are_boundaries() {
        assert_eq!(level(&[]), RiskLevel::Low);
        assert_eq!(level(&[("escalation", YES)]), RiskLevel::Low, "3");
        assert_eq!(level(&[("escalation", YES), ("losses", YES)]), RiskLevel::Medium, "4");
        let nine = [("escalation", YES), ("sexual-violence", YES), ("control", YES), ("losses", YES)];
        assert_eq!(level(&nine), RiskLevel::Medium, "9");
        let ten = [("escalation", YES), ("sexual-violence", YES), ("control", YES), ("separation", YES)];
        assert_eq!(level(&ten), RiskLevel::High, "10");
    }

    #[test]
    fn one_topic_can_raise_the_level_by_itself_and_the_record_says_which() {
        let record = record(&[("broken-orders", YES), ("weapons", YES)], &Opinion::default()).unwrap();
        assert_eq!((record.points.points, record.level), (7, RiskLevel::High));
        assert_eq!(record.points.alone, ["broken-orders"]);
        assert!(record.says_yes("weapons") && !record.says_yes("security-job"));
        assert_eq!(level(&[("stalking", YES)]), RiskLevel::Medium);
    }

    #[test]
    fn what_is_not_known_is_not_low() {
        let unknown = |count| {
            let form = RiskForm::proposed();
            let ids = form.items.iter().take(count).map(|item| (item.id.as_str(), Answer::Unknown));
            level(&ids.collect::<Vec<_>>())
        };
        assert_eq!((unknown(5), unknown(6)), (RiskLevel::Low, RiskLevel::Medium));
    }

    #[test]
    fn another_level_needs_a_justification() {
        let says = |level, why: &str| Opinion {
            level: Some(level),
            justification: why.to_owned(),
            ..Opinion::default()
        };
        let high = [("strangling", YES)];
        assert_eq!(record(&high, &says(RiskLevel::Low, " ")), Err(RiskError::JustificationMissing));
        assert_eq!(record(&high, &says(RiskLevel::High, "")).unwrap().level, RiskLevel::High);
        let lower =
            record(&high, &says(RiskLevel::Medium, "Hace veinte años, sin hechos desde entonces")).unwrap();
        assert_eq!((lower.level, lower.points.suggested), (RiskLevel::Medium, RiskLevel::High));
        assert!(!format!("{lower:?}").contains("veinte"));
    }

    #[test]
    fn a_review_comes_after_the_record_and_within_the_term_of_its_level() {
        let with = |on| record(&[], &Opinion { review_on: Some(on), ..Opinion::default() });
        assert_eq!(record(&[], &Opinion::default()).unwrap().review_on, day(6, 3), "90 days");
        assert_eq!(record(&[("strangling", YES)], &Opinion::default()).unwrap().review_on, day(3, 20));
        let refused = Err(RiskError::ReviewOutOfRange { latest: day(6, 3) });
        assert_eq!((with(day(3, 5)), with(day(6, 4))), (refused.clone(), refused));
        assert!(with(day(3, 6)).is_ok() && with(day(6, 3)).is_ok());
    }

    #[test]
    fn every_topic_is_answered_and_nothing_else() {
        let (form, opinion) = (RiskForm::proposed(), Opinion::default());
        let new = |answers| RiskRecord::new(&form, answers, &opinion, day(3, 5));
        let mut short = answers(&[]);
        let one = short.remove("weapons").unwrap();
        assert_eq!(new(short.clone()), Err(RiskError::Unanswered(vec!["weapons".into()])));
        short.insert("other".into(), one.clone());
        assert_eq!(new(short), Err(RiskError::NoSuchTopic("other".into())));
        let mut long = answers(&[]);
        long.insert("weapons".into(), RiskAnswer { note: Some("x".repeat(501)), ..one });
        assert_eq!(new(long), Err(RiskError::NoteTooLong("weapons".into())));
    }

    #[test]
    fn the_proposal_is_marked_and_a_rule_that_cannot_be_is_refused() {
        assert!(RiskForm::proposed().is_proposal);
        let text = include_str!("risk.toml");
        let with = |from: &str, to: &str| RiskForm::parse(&text.replace(from, to));
        assert_eq!(with("high_from = 10", "high_from = 4"), Err(FormError::Number("high_from".into())));
        assert_eq!(with("medium = 45", "medium = 5"), Err(FormError::Number("review_days".into())));
        assert!(matches!(with("points = 4", "points = 'mucho'"), Err(FormError::Syntax { .. })));
    }
}
