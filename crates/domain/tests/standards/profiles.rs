//! The shipped profiles are valid and honest, and a mistake in one is found with its line and rule.

use domain::standards::Level;
use domain::standards::profile::{Problem, Profile, ProfileKind, SHIPPED, parse};
use proptest::prelude::proptest;

const SMALL: &str = r#"key = "prueba"
title = "Prueba"
kind = "published"

[rules.R4]
enabled = true
level = "warn"
params = { min = 2, max = 12 }
[rules.R4.source]
citation = "1.2"
url = "https://example.org"
seen = "2026-11-24"

[rules.R16]
enabled = true
level = "warn"
params = { not_sanctioned = true }
source = { citation = "3.4", url = "https://example.org", seen = "2026-11-24" }
"#;

fn shipped() -> Vec<Profile> {
    SHIPPED.into_iter().map(|text| parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))).collect()
}

/// The mistake after replacing `from` with `to`, as line, rule and text.
fn mistake(from: &str, to: &str) -> (usize, String, String) {
    assert!(SMALL.contains(from), "{from}");
    let error = parse(&SMALL.replacen(from, to, 1)).expect_err("a mistake");
    (error.line, error.rule.clone().unwrap_or_default(), error.problem.to_string())
}

#[test]
fn the_default_is_ours_with_all_eighteen_rules_and_says_so() {
    let proposal = &shipped()[0];
    assert_eq!((proposal.key.as_str(), proposal.kind), ("propuesta", ProfileKind::Proposal));
    assert!(proposal.title.contains("no oficial"));
    assert_eq!(proposal.rules.entries().count(), 18);
    for (rule, level, source) in proposal.rules.entries() {
        assert_eq!(level, Level::Warn);
        assert!(source.citation.starts_with("Propuesta nuestra, no oficial"), "{rule:?}");
    }
}

#[test]
fn only_mexican_law_blocks_and_five_standards_are_there_to_compare() {
    let profiles = shipped();
    let law = &profiles[1];
    assert!(
        law.rules.entries().all(|(_, level, source)| level == Level::Block && source.mexican_law.is_some())
    );
    let published: Vec<_> =
        profiles.iter().filter(|profile| profile.kind == ProfileKind::Published).collect();
    assert_eq!(published.len(), 5);
    for profile in published {
        assert!(profile.rules.entries().count() >= 2);
        assert!(profile.rules.entries().all(|(_, level, _)| level == Level::Warn));
    }
}

#[test]
fn a_key_names_its_file_and_occurs_once() {
    for profile in shipped() {
        let path = format!("{}/../../standards/{}.toml", env!("CARGO_MANIFEST_DIR"), profile.key);
        let text = std::fs::read_to_string(&path).expect(&path);
        assert_eq!(parse(&text).unwrap(), profile);
    }
}

#[test]
fn what_is_unknown_is_refused_with_its_line_and_rule() {
    let (line, rule, text) = mistake("[rules.R16]", "[rules.R19]");
    assert_eq!((line, rule.as_str()), (14, "R19"));
    assert!(text.starts_with("unknown field `R19`"), "{text}");
    let (line, rule, text) = mistake("min = 2", "mean = 2");
    assert_eq!((line, rule.as_str()), (8, "R4"));
    assert!(text.starts_with("unknown field `mean`"), "{text}");
    assert_eq!(mistake("level = \"warn\"", "level = \"stop\"").0, 7);
    assert_eq!(mistake("kind = \"published\"", "kind = \"published\"\nnote = 1").0, 4);
}

#[test]
fn a_number_without_sense_is_refused() {
    let (line, rule, text) = mistake("max = 12", "max = 0");
    assert_eq!((line, rule.as_str(), text.trim()), (8, "R4", "0 is not from 1 to 200"));
    assert_eq!(mistake("max = 12", "max = -3").0, 8);
    assert_eq!(mistake("max = 12", "max = 1.5").0, 8);
    assert_eq!(mistake("max = 12", "max = \"12 + 1\"").0, 8, "no expressions");
    assert_eq!(mistake("max = 12", "max = 1"), (5, "R4".into(), Problem::Senseless.to_string()));
    assert_eq!(
        mistake("{ not_sanctioned = true }", "{}"),
        (14, "R16".into(), Problem::Senseless.to_string())
    );
}

#[test]
fn a_rule_without_its_source_is_refused() {
    let (line, rule, text) = mistake(
        "source = { citation = \"3.4\", url = \"https://example.org\", seen = \"2026-11-24\" }\n",
        "",
    );
    assert_eq!((line, rule.as_str()), (14, "R16"));
    assert!(text.contains("missing field `source`"), "{text}");
    let incomplete = (5, "R4".to_owned(), Problem::SourceIncomplete.to_string());
    assert_eq!(mistake("citation = \"1.2\"", "citation = \" \""), incomplete);
    assert_eq!(mistake("url = \"https://example.org\"", "url = \"a book\""), incomplete);
    assert_eq!(mistake("seen = \"2026-11-24\"", "seen = \"2026-13-24\"").0, 12);
}

#[test]
fn only_law_with_its_article_may_block() {
    let refused = (14, "R16".to_owned(), Problem::BlockWithoutLaw.to_string());
    let blocking = SMALL.replace("level = \"warn\"\nparams = { not", "level = \"block\"\nparams = { not");
    let mistake = |text: &str| {
        let error = parse(text).expect_err("a mistake");
        (error.line, error.rule.unwrap_or_default(), error.problem.to_string())
    };
    assert_eq!(mistake(&blocking), refused);
    let law = blocking.replace("\"published\"", "\"law\"");
    assert_eq!(mistake(&law), refused, "no article");
    let named = |text: &str, article: &str| {
        text.replace("citation = \"3.4\"", &format!("mexican_law = \"{article}\", citation = \"3.4\""))
    };
    assert_eq!(mistake(&named(&law, "LGAMVLV")), refused, "a law without article");
    assert_eq!(mistake(&named(&blocking, "LGAMVLV, artículo 8")), refused, "a profile that is not law");
    assert!(parse(&named(&law, "LGAMVLV, artículo 8")).is_ok());
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fall(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn a_cut_profile_is_read_or_refused(length in 0_usize..5000) {
        let text: String = SHIPPED[0].chars().take(length).collect();
        let _ = parse(&text);
    }
}
