//! Criteria of admission: a checklist as data, and what its answers suggest.
//!
//! The list that comes with the program is ours, marked «propuesta», and can be changed for one of the
//! centre. A suggestion admits nobody and refuses nobody: a person decides and gives the reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answer, FormError, FormKind, check_questions};
use crate::named::named;

named! {
    /// What a criterion is for.
    CriterionKind {
        /// Must be so to be admitted.
        Inclusion = "inclusion",
        /// Must not be so.
        Exclusion = "exclusion",
    }
}

named! {
    /// What the answers suggest.
    Suggestion {
        /// All criteria are met.
        Admit = "admit",
        /// Something is unknown, or a criterion that is not required is not met.
        LookCloser = "look-closer",
        /// A required criterion is not met.
        ReferElsewhere = "refer-elsewhere",
    }
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Stable id; answers are kept by it.
    pub id: String,
    /// What it is for.
    pub kind: CriterionKind,
    /// Not met, it suggests another service; otherwise only a closer look.
    pub is_required: bool,
    /// As asked on the screen.
    pub text: String,
}

impl Criterion {
    /// Whether an answer meets it; `None` while unknown.
    #[must_use]
    pub fn is_met(&self, answer: Answer) -> Option<bool> {
        match answer {
            Answer::Unknown => None,
            answer => Some((answer == Answer::Yes) == (self.kind == CriterionKind::Inclusion)),
        }
    }
}

/// The checklist of a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// From 1; each change makes the next one.
    pub version: u16,
    /// It is this project's proposal; the screen says «propuesta».
    pub is_proposal: bool,
    /// The criteria, in order.
    #[serde(rename = "criterion")]
    pub criteria: Vec<Criterion>,
}

/// A suggestion with the criteria that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What is suggested.
    pub suggestion: Suggestion,
    /// The ids of the criteria not met, then of those unknown; empty when all are met.
    pub because: Vec<String>,
}

/// The answers of an interview; never changed, the next ones follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriteriaRecord {
    /// The version of the checklist.
    pub form_version: u16,
    /// Answer by criterion; what is missing is unknown.
    pub answers: BTreeMap<String, Answer>,
}

impl Criteria {
    /// Reads a checklist.
    ///
    /// # Errors
    /// [`FormError`].
    pub fn parse(text: &str) -> Result<Self, FormError> {
        let read: Self = FormError::reading(text)?;
        check_questions(read.criteria.iter().map(|one| (one.id.as_str(), one.text.as_str())))?;
        Ok(read)
    }

    /// The proposal that comes with the program.
    #[must_use]
    pub fn proposed() -> Self {
        Self::parse(FormKind::Criteria.proposal()).expect("the shipped checklist is read by a test")
    }

    /// What the answers suggest. An answer that is missing is unknown.
    ///
    /// ```
    /// # use domain::admission::{Answer, criteria::{Criteria, CriterionKind, Suggestion}};
    /// let list = Criteria::proposed();
    /// let mut answers = list.criteria.iter().map(|one| {
    ///     let answer = if one.kind == CriterionKind::Inclusion { Answer::Yes } else { Answer::No };
    ///     (one.id.clone(), answer)
    /// }).collect();
    /// assert_eq!(list.suggest(&answers).suggestion, Suggestion::Admit);
    /// answers.insert("addiction-first".into(), Answer::Yes);
    /// let advice = list.suggest(&answers);
    /// assert_eq!((advice.suggestion, advice.because), (Suggestion::ReferElsewhere, vec!["addiction-first".into()]));
    /// ```
    #[must_use]
    pub fn suggest(&self, answers: &BTreeMap<String, Answer>) -> Advice {
        let met = |one: &Criterion| one.is_met(answers.get(&one.id).copied().unwrap_or(Answer::Unknown));
        let unmet: Vec<&Criterion> = self.criteria.iter().filter(|one| met(one) == Some(false)).collect();
        let unknown = self.criteria.iter().filter(|one| met(one).is_none());
        let refers = unmet.iter().any(|one| one.is_required);
        let because: Vec<String> = unmet.into_iter().chain(unknown).map(|one| one.id.clone()).collect();
        let suggestion = match (refers, because.is_empty()) {
            (true, _) => Suggestion::ReferElsewhere,
            (false, true) => Suggestion::Admit,
            (false, false) => Suggestion::LookCloser,
        };
        Advice { suggestion, because }
    }
}

#[cfg(test)]
mod tests {
    use super::{Criteria, CriterionKind, Suggestion};
    use crate::admission::{Answer, FormError};
    use std::collections::BTreeMap;

    fn suggested(but: &[(&str, Answer)]) -> Suggestion {
        let list = Criteria::proposed();
        let good = |kind| if kind == CriterionKind::Inclusion { Answer::Yes } else { Answer::No };
        let mut answers: BTreeMap<String, Answer> =
            list.criteria.iter().map(|one| (one.id.clone(), good(one.kind))).collect();
        answers.extend(but.iter().map(|(id, answer)| ((*id).to_owned(), *answer)));
        list.suggest(&answers).suggestion
    }

    #[test]
    fn who_meets_all_criteria_is_suggested_for_admission() {
        assert_eq!(suggested(&[]), Suggestion::Admit);
    }

    #[test]
    fn a_required_criterion_not_met_suggests_another_service() {
        assert_eq!(suggested(&[("adult", Answer::No)]), Suggestion::ReferElsewhere);
        assert_eq!(suggested(&[("mental-health-first", Answer::Yes)]), Suggestion::ReferElsewhere);
        let both = [("adult", Answer::No), ("purpose", Answer::Unknown)];
        assert_eq!(suggested(&both), Suggestion::ReferElsewhere);
    }

    #[test]
    fn what_is_unknown_or_not_required_asks_for_a_closer_look() {
        assert_eq!(suggested(&[("adult", Answer::Unknown)]), Suggestion::LookCloser);
        assert_eq!(suggested(&[("intoxicated", Answer::Yes)]), Suggestion::LookCloser);
        assert_eq!(Criteria::proposed().suggest(&BTreeMap::new()).suggestion, Suggestion::LookCloser);
    }

    #[test]
    fn the_proposal_is_marked_and_a_list_with_a_mistake_is_refused() {
        assert!(Criteria::proposed().is_proposal);
        let one = "[[criterion]]\nid = 'x'\nkind = 'inclusion'\nis_required = true\ntext = 'Sí.'\n";
        let head = "version = 1\nis_proposal = false\n";
        assert!(Criteria::parse(&format!("{head}{one}")).is_ok());
        assert_eq!(Criteria::parse(&format!("{head}{one}{one}")), Err(FormError::Id("x".into())));
        assert_eq!(Criteria::parse(&format!("{head}criterion = []")), Err(FormError::Empty));
        assert!(matches!(Criteria::parse(one), Err(FormError::Syntax { .. })));
        let empty = one.replace("Sí.", " ");
        assert_eq!(Criteria::parse(&format!("{head}{empty}")), Err(FormError::Text("x".into())));
    }
}
