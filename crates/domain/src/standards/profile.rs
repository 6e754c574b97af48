//! Profiles of a standard: TOML files under `standards/` with, for each rule, whether it is on, its
//! level, its parameters and its source. No expression, no formula: a rule is code, a profile is numbers.
//! A rule of which a standard gives no figure is absent, never invented.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Table;

use super::params::{
    Absences, Agreement, AuthorityTerm, Break, Completion, ContactHours, Excuse, FacilitatorPair, GroupSize,
    InternalAudit, PlanReviews, ProgressReports, Reentry, Separation, ServiceTerms, SessionLength,
    StaffSuitability, Weeks,
};
use super::{Level, RuleId};
use crate::named::named;

/// The profiles that come with the program, the default first and the law second.
pub const SHIPPED: [&str; 7] = [
    include_str!("../../../../standards/propuesta.toml"),
    include_str!("../../../../standards/ley-mexicana.toml"),
    include_str!("../../../../standards/washington.toml"),
    include_str!("../../../../standards/rhode-island.toml"),
    include_str!("../../../../standards/oklahoma.toml"),
    include_str!("../../../../standards/inglaterra-gales.toml"),
    include_str!("../../../../standards/texas.toml"),
];

named! {
    /// What a profile is.
    ProfileKind {
        /// Ours, not official.
        Proposal = "proposal",
        /// Mexican law; the only kind whose rules may block.
        Law = "law",
        /// A standard published elsewhere, for comparison and self-audit.
        Published = "published",
    }
}

/// A standard with its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Stable key, as in the file's name.
    pub key: String,
    /// Its title on the screen.
    pub title: String,
    /// What it is.
    pub kind: ProfileKind,
    /// Its rules.
    pub rules: Rules,
}

/// One rule of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<P> {
    /// Judged at all.
    pub enabled: bool,
    /// What the screen does if it is not met.
    pub level: Level,
    /// Its parameters.
    pub params: P,
    /// Where they come from.
    pub source: Source,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Article or section, and what it says where it had to be read.
    pub citation: String,
    /// Where it was read.
    pub url: String,
    /// When it was read.
    pub seen: NaiveDate,
    /// The article, if it is Mexican law («LGAMVLV, artículo 8, fracción III»).
    pub mexican_law: Option<String>,
}

/// Defines the table of rules and the way through them.
macro_rules! rules {
    ($($field:ident $id:ident $name:literal $params:ident),* $(,)?) => {
        /// The rules of a profile; those it says nothing of are absent.
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Rules {$(
            #[doc = $name]
            #[serde(rename = $name)]
            pub $field: Option<Entry<$params>>,
        )*}

        impl Rules {
            /// Level and source of each rule there is.
            pub fn entries(&self) -> impl Iterator<Item = (RuleId, Level, &Source)> {
                [$(self.$field.as_ref().map(|entry| (RuleId::$id, entry.level, &entry.source))),*].into_iter().flatten()
            }
        }
    };
}

rules! {
    r1 R1 "R1" ContactHours,
    r2 R2 "R2" Weeks,
    r3 R3 "R3" SessionLength,
    r4 R4 "R4" GroupSize,
    r5 R5 "R5" FacilitatorPair,
    r6 R6 "R6" Absences,
    r7 R7 "R7" Excuse,
    r8 R8 "R8" Break,
    r9 R9 "R9" AuthorityTerm,
    r10 R10 "R10" ServiceTerms,
    r11 R11 "R11" Completion,
    r12 R12 "R12" PlanReviews,
    r13 R13 "R13" ProgressReports,
    r14 R14 "R14" Reentry,
    r15 R15 "R15" InternalAudit,
    r16 R16 "R16" StaffSuitability,
    r17 R17 "R17" Separation,
    r18 R18 "R18" Agreement,
}

/// What is wrong in a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, an unknown rule or parameter, a missing source, a number that makes no sense: in the words
    /// of the reader.
    #[error("{0}")]
    Format(String),
    /// Only a rule of Mexican law may block, with its article, in a profile of the law.
    #[error("only a rule of Mexican law may block: source.mexican_law names its article")]
    BlockWithoutLaw,
    /// A source without text or without address.
    #[error("source needs a citation and an address (https://…)")]
    SourceIncomplete,
    /// Parameters that contradict each other, or ask for nothing.
    #[error("these parameters ask for nothing, or contradict each other")]
    Senseless,
}

/// A mistake in a profile, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {problem}", rule.as_ref().map(|rule| format!(", {rule}")).unwrap_or_default())]
pub struct ProfileError {
    /// The line, from 1.
    pub line: usize,
    /// The rule, as written.
    pub rule: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// Reads a profile.
///
/// ```
/// # use domain::standards::profile::parse;
/// let text = "key = \"x\"\ntitle = \"X\"\nkind = \"published\"\n[rules.R9]\nenabled = true\nlevel = \"warn\"\n\
///     params = { weeks = 1 }\nsource = { citation = \"1\", url = \"https://example.org\", seen = \"2026-11-24\" }\n";
/// let error = parse(text).unwrap_err();
/// assert!(error.to_string().starts_with("line 7, R9: unknown field `weeks`"), "{error}");
/// ```
///
/// # Errors
/// The first mistake.
pub fn parse(text: &str) -> Result<Profile, ProfileError> {
    let profile: Profile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        wrong(text, at, Problem::Format(error.message().to_owned()))
    })?;
    let raw: Table = toml::from_str(text).expect("it was read as a profile");
    let asks_for_nothing = |rule: RuleId| {
        rule != RuleId::R18 && raw["rules"][rule.name()]["params"].as_table().is_none_or(Table::is_empty)
    };
    for (rule, level, source) in profile.rules.entries() {
        let may_block = profile.kind == ProfileKind::Law
            && source.mexican_law.as_ref().is_some_and(|article| article.chars().any(|c| c.is_ascii_digit()));
        let is_complete = !source.citation.trim().is_empty() && source.url.starts_with("http");
        let problem = if level == Level::Block && !may_block {
            Problem::BlockWithoutLaw
        } else if !is_complete {
            Problem::SourceIncomplete
        } else if asks_for_nothing(rule) || profile.rules.contradict(rule) {
            Problem::Senseless
        } else {
            continue;
        };
        return Err(wrong(text, text.find(&format!("[rules.{}]", rule.name())).unwrap_or(0), problem));
    }
    Ok(profile)
}

impl Rules {
    /// Whether the numbers of a rule contradict each other.
    fn contradict(&self, rule: RuleId) -> bool {
        match (rule, &self.r3, &self.r4) {
            (RuleId::R3, Some(Entry { params: p, .. }), _) => {
                p.small_group_up_to.is_some() != p.small_group_minutes.is_some()
                    || p.small_group_minutes.is_some_and(|least| least.get() >= p.min_minutes.get())
            }
            (RuleId::R4, _, Some(Entry { params: p, .. })) => {
                let bounds = [p.min, p.one_facilitator_up_to];
                bounds.into_iter().flatten().any(|count| count.get() > p.max.get())
            }
            _ => false,
        }
    }
}

/// The mistake at a place of the text: its line, and the rule whose table it lies in.
fn wrong(text: &str, at: usize, problem: Problem) -> ProfileError {
    let line = text[..at].matches('\n').count() + 1;
    let up_to = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let rule = text[..up_to].rsplit_once("[rules.").and_then(|(_, rest)| rest.split_once(']'));
    ProfileError { line, rule: rule.map(|(rule, _)| rule.to_owned()), problem }
}
