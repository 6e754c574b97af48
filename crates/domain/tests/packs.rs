//! Programme packs: the four that ship are valid, and every mistake in a pack is found with its line.

use domain::attendance::dose::CompletionRule;
use domain::groups::Audience;
use domain::programmes::pack::{PackError, parse, write};
use domain::programmes::rules::{Expected, Place, Problem};
use domain::programmes::{Programme, SessionKind};
use proptest::prelude::{prop_assert_eq, proptest};

fn shipped(name: &str) -> Programme {
    let path = format!("{}/../../programmes/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect(&path);
    parse(&text).unwrap_or_else(|errors| panic!("{name}: {errors:#?}"))
}

const SMALL: &str = r#"key = "taller"
title = "Taller"
audience = "men"
version = 1
summary = "Prueba"

[completion]
min_sessions = 1
of = 2
min_minutes_percent = 80

[[session]]
number = 1
minutes = 90
title = "Uno"
aim = "Empezar"
activities = [
  { title = "Ronda", minutes = 60, how = "Hablar" },
  { title = "Cierre", minutes = 30, how = "Cerrar" },
]

[[session]]
number = 2
minutes = 90
title = "Dos"
aim = "Seguir"
"#;

/// The mistakes after replacing `from` with `to`, as line, field and problem.
fn mistakes(from: &str, to: &str) -> Vec<(usize, &'static str, Problem)> {
    assert!(SMALL.contains(from), "{from}");
    let errors = parse(&SMALL.replacen(from, to, 1)).expect_err("a mistake");
    errors.into_iter().map(|PackError { line, place, problem }| (line, place.field, problem)).collect()
}

#[test]
fn the_two_workshops_have_sixteen_sessions_of_150_minutes() {
    for (name, audience) in [
        ("reflexion-accion-hombres", Audience::Men),
        ("reflexion-accion-servidores-publicos", Audience::PublicServants),
    ] {
        let programme = shipped(name);
        assert_eq!((programme.key.as_str(), programme.audience), (name, audience));
        assert_eq!(programme.title, "De la reflexión a la acción");
        assert_eq!((programme.sessions.len(), programme.minutes()), (16, 40 * 60));
        assert_eq!(programme.completion, CompletionRule::default());
        assert!(
            programme
                .sessions
                .iter()
                .all(|s| s.is_example_title && s.minutes == 150 && s.activities.len() >= 4)
        );
    }
}

#[test]
fn the_youth_and_the_mixed_pack_are_valid() {
    assert_eq!(shipped("masculinidades-igualitarias-juventudes").audience, Audience::Youth);
    let mixed = shipped("individual-grupal-12-12");
    let of = |kind| mixed.sessions.iter().filter(|s| s.kind == kind).count();
    assert_eq!((of(SessionKind::Individual), of(SessionKind::Group)), (12, 12));
}

#[test]
fn a_small_pack_is_read_and_written_back() {
    let programme = parse(SMALL).unwrap();
    assert_eq!(programme.sessions[0].activities[1].title, "Cierre");
    assert_eq!(parse(&write(&programme)), Ok(programme));
}

#[test]
fn each_mistake_has_its_line() {
    assert_eq!(
        mistakes("version = 1", "version = 1.5"),
        [(4, "version", Problem::WrongType(Expected::Number))]
    );
    assert_eq!(mistakes("\"men\"", "\"mens\""), [(3, "audience", Problem::UnknownValue("mens".into()))]);
    assert_eq!(mistakes("key = \"taller\"", "key = \"El taller\""), [(1, "key", Problem::NotAKey)]);
    assert_eq!(mistakes("of = 2", "of = 16"), [(9, "of", Problem::RuleDoesNotFit { sessions: 2 })]);
    assert_eq!(
        mistakes("number = 2", "number = 3"),
        [(23, "number", Problem::NotInSequence { expected: 2 })]
    );
    assert_eq!(mistakes("title = \"Dos\"", "title = \" \""), [(25, "title", Problem::Empty)]);
    assert_eq!(mistakes("aim = \"Seguir\"\n", ""), [(22, "aim", Problem::Missing)]);
    assert_eq!(
        mistakes("aim = \"Seguir\"", "aim = \"Seguir\"\nobjetivo = 1"),
        [(27, "field", Problem::UnknownField("objetivo".into()))]
    );
    assert_eq!(
        mistakes("minutes = 60", "minutes = 50"),
        [(17, "activities", Problem::MinutesDoNotAddUp { activities: 80, session: 90 })]
    );
    assert_eq!(mistakes("[completion]", "completion = 1\n[otra]").len(), 2);
}

#[test]
fn several_mistakes_are_found_at_once_in_the_order_of_lines() {
    let text = SMALL.replace("minutes = 90", "minutes = 0").replace("version = 1", "version = \"1\"");
    let found: Vec<_> = parse(&text).unwrap_err().into_iter().map(|e| (e.line, e.place.field)).collect();
    assert_eq!(found, [(4, "version"), (14, "minutes"), (17, "activities"), (24, "minutes")]);
}

#[test]
fn what_is_no_toml_says_where() {
    let errors = parse("key = \"a\"\ntitle = \nversion = ]\n").unwrap_err();
    assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [2, 3]);
    assert!(errors.iter().all(|e| matches!(e.problem, Problem::Syntax(_))));
}

#[test]
fn an_empty_file_misses_every_field() {
    let errors = parse("").unwrap_err();
    assert!(errors.iter().all(|e| e.problem == Problem::Missing && e.line == 1));
    assert_eq!(errors.len(), 7);
    assert!(errors.iter().any(|e| e.place == Place::top("session")));
}

proptest! {
    #[test]
    fn a_programme_written_is_read_the_same(title in "[^\\p{C}]{0,20}x", minutes in 15_u16..480, how in "\\PC{0,60}x") {
        let mut programme = parse(SMALL).unwrap();
        programme.title = title;
        programme.sessions[0].minutes = minutes;
        programme.sessions[0].activities.truncate(1);
        programme.sessions[0].activities[0].minutes = minutes;
        programme.sessions[0].activities[0].how = how;
        prop_assert_eq!(parse(&write(&programme)), Ok(programme));
    }

    #[test]
    fn no_text_makes_the_reader_fall(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }
}
