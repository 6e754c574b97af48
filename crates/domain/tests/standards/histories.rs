//! Histories worked by hand, each with the article of the standard it rests on.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::standards::evaluate;
use domain::standards::facts::{Facts, SessionFact};
use domain::standards::profile::{Profile, SHIPPED, parse};
use serde::Deserialize;

use crate::{day, said, session};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    history: Vec<History>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    name: String,
    profile: String,
    rule: String,
    article: String,
    today: NaiveDate,
    marks: String,
    minutes: Option<u16>,
    #[serde(default)]
    breaks: u16,
    #[serde(default)]
    head_count: Vec<u16>,
    #[serde(default)]
    group_size: Vec<u16>,
    #[serde(default)]
    facilitators: Vec<u8>,
    #[serde(default)]
    mixed: Vec<bool>,
    #[serde(default)]
    excuse_on: Vec<NaiveDate>,
    #[serde(default)]
    facts: Facts,
    why: String,
    says: Vec<String>,
}

impl History {
    fn facts(&self) -> Facts {
        let weeks = (0_u64..).zip(self.marks.chars()).filter(|(_, letter)| *letter != '-');
        let sessions = weeks.zip(0..).map(|((week, letter), index)| {
            let minutes = self.minutes.unwrap_or(150);
            SessionFact {
                number: u16::try_from(index + 1).unwrap(),
                break_minutes: self.breaks,
                head_count: self.head_count.get(index).copied(),
                group_size: self.group_size.get(index).copied(),
                facilitators: self.facilitators.get(index).copied(),
                is_mixed_pair: self.mixed.get(index).copied(),
                excuse_on: self.excuse_on.get(index).copied(),
                ..session(day(1, 7) + Days::new(week * 7), letter, minutes)
            }
        });
        let sessions = sessions.collect();
        Facts { today: self.today, started: Some(day(1, 7)), sessions, ..self.facts.clone() }
    }
}

fn histories() -> Vec<History> {
    toml::from_str::<File>(include_str!("../golden/standards/histories.toml")).unwrap().history
}

fn profile(key: &str) -> Profile {
    let mut profiles = SHIPPED.into_iter().map(|text| parse(text).unwrap());
    profiles.find(|profile| profile.key == key).expect(key)
}

#[test]
fn histories_worked_by_hand_are_judged_the_same() {
    for history in histories() {
        let profile = profile(&history.profile);
        let results = evaluate(&profile, &history.facts());
        let of_rule: Vec<_> = results.iter().filter(|result| result.rule.name() == history.rule).collect();
        let found: Vec<String> = of_rule.iter().map(|result| said(&result.judgement)).collect();
        assert_eq!(found, history.says, "{}: {}", history.name, history.why);
        for result in of_rule {
            assert!(result.source.citation.contains(&history.article), "{}", history.name);
            assert!(!result.judgement.evidence.is_empty(), "{}: which facts?", history.name);
        }
    }
}

#[test]
fn every_rule_and_every_shipped_standard_has_a_history() {
    let histories = histories();
    assert!(histories.len() >= 20);
    let rules: BTreeSet<&str> = histories.iter().map(|history| history.rule.as_str()).collect();
    assert_eq!(rules.len(), 18);
    let profiles: BTreeSet<&str> = histories.iter().map(|history| history.profile.as_str()).collect();
    assert_eq!(profiles.len(), SHIPPED.len());
}
