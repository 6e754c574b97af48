//! Rows of a list: each way of being doubtful or wrong is named, and nothing is guessed in silence.

use chrono::NaiveDate;
use domain::groups::Audience;
use domain::imports::headings::Column;
use domain::imports::issues::{RowIssue, Verdict};
use domain::imports::rows::{CheckedRow, RawCell, read};
use domain::people::Sex;
use domain::people::contact::ContactError;
use domain::people::curp::CurpError;
use domain::people::name::{NameError, NamePart};
use proptest::prelude::{Just, Strategy, prop_assert, prop_oneof, proptest};

const COLUMNS: [Option<Column>; 8] = [
    Some(Column::GivenNames),
    Some(Column::FirstSurname),
    Some(Column::SecondSurname),
    Some(Column::Curp),
    Some(Column::Sex),
    Some(Column::BirthDate),
    Some(Column::Dependency),
    Some(Column::Phone),
];

/// Gloria Hernández García, who does not exist; her CURP is a published example.
const GLORIA: [&str; 8] = [
    "Gloria",
    "Hernández",
    "García",
    "HEGG560427MVZRRL04",
    "mujer",
    "27/04/1956",
    "Secretaría",
    "9835550102",
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()
}

fn texts(values: &[&str]) -> Vec<RawCell> {
    values.iter().map(|v| if v.is_empty() { RawCell::Empty } else { RawCell::Text((*v).into()) }).collect()
}

/// Gloria's row with some cells changed.
fn with(changes: &[(usize, RawCell)]) -> Vec<RawCell> {
    let mut row = texts(&GLORIA);
    changes.iter().for_each(|(place, cell)| row[*place] = cell.clone());
    row
}

fn text(text: &str) -> RawCell {
    RawCell::Text(text.into())
}

fn checked(row: Vec<RawCell>) -> CheckedRow {
    read(&[row], 2, &COLUMNS, today()).remove(0)
}

fn refused(changes: &[(usize, RawCell)]) -> Vec<RowIssue> {
    match checked(with(changes)).verdict() {
        Verdict::Refused(issues) => issues,
        other => panic!("{other:?}"),
    }
}

fn warned(changes: &[(usize, RawCell)]) -> Vec<RowIssue> {
    match checked(with(changes)).verdict() {
        Verdict::Warned(issues) => issues,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_complete_row_is_valid() {
    let row = checked(texts(&GLORIA));
    assert_eq!((row.row, row.verdict()), (2, Verdict::Valid));
    let gloria = row.participant.unwrap();
    assert_eq!((gloria.sex, gloria.birth_date.unwrap().to_string()), (Some(Sex::Woman), "1956-04-27".into()));
    assert_eq!(gloria.contact.phone.as_deref(), Some("9835550102"));
}

#[test]
fn a_curp_wrong_in_any_way_refuses_the_row() {
    let wrong = [
        ("HEGG560427MVZRRL0", CurpError::Length { found: 17 }),
        ("HEGG561327MVZRRL04", CurpError::Date),
        ("HEGG560427MVZRRL05", CurpError::CheckDigit { expected: 4, found: '5' }),
    ];
    for (curp, error) in wrong {
        assert_eq!(refused(&[(3, text(curp))]), [RowIssue::Curp(error)], "{curp}");
    }
}

#[test]
fn a_row_without_curp_is_warned_and_without_any_sex_refused() {
    for none in [RawCell::Empty, text("sin CURP"), text("N/A")] {
        assert_eq!(warned(&[(3, none)]), [RowIssue::CurpMissing]);
    }
    let neither = refused(&[(3, RawCell::Empty), (4, RawCell::Empty)]);
    assert_eq!(neither, [RowIssue::CurpMissing, RowIssue::SexMissing]);
}

#[test]
fn what_a_curp_tells_need_not_be_given() {
    let row = checked(with(&[(4, RawCell::Empty), (5, RawCell::Empty)]));
    assert_eq!(row.verdict(), Verdict::Valid);
    let gloria = row.participant.unwrap();
    assert_eq!((gloria.sex, gloria.birth_date.unwrap().to_string()), (Some(Sex::Woman), "1956-04-27".into()));
}

#[test]
fn what_disagrees_with_the_curp_is_named() {
    assert_eq!(warned(&[(4, text("Hombre"))]), [RowIssue::SexDisagreesWithCurp]);
    assert_eq!(refused(&[(5, text("28/04/1956"))]), [RowIssue::BirthDateDisagreesWithCurp]);
    assert_eq!(warned(&[(0, text("Beatriz"))]), [RowIssue::NameDisagreesWithCurp]);
}

#[test]
fn dates_as_text_number_or_date_are_read_or_refused() {
    let day = NaiveDate::from_ymd_opt(1956, 4, 27).unwrap();
    for date in [RawCell::Date(day), text("1956-04-27"), text("27-4-56"), text("27 de abril de 1956")] {
        assert_eq!(checked(with(&[(5, date)])).verdict(), Verdict::Valid);
    }
    assert_eq!(warned(&[(5, RawCell::Number(20_572.0))]), [RowIssue::BirthDateFromNumber]);
    let guessed = warned(&[(3, RawCell::Empty), (5, text("27-4-56"))]);
    assert_eq!(guessed, [RowIssue::CurpMissing, RowIssue::BirthCenturyGuessed]);
    assert_eq!(refused(&[(5, text("abril de 1956"))]), [RowIssue::BirthDateUnreadable]);
    let future = refused(&[(3, RawCell::Empty), (5, text("06/03/2026"))]);
    assert_eq!(future, [RowIssue::CurpMissing, RowIssue::BirthDateInTheFuture]);
}

#[test]
fn names_are_needed_and_must_be_names() {
    assert_eq!(refused(&[(0, RawCell::Empty), (1, RawCell::Empty)]), [RowIssue::NameMissing]);
    let missing = RowIssue::Name(NameError::Missing(NamePart::FirstSurname));
    assert_eq!(refused(&[(1, RawCell::Empty)]), [missing]);
    assert_eq!(refused(&[(0, text("Gl0ria"))]), [RowIssue::Name(NameError::Character(NamePart::Given, '0'))]);
    let number = refused(&[(1, RawCell::Number(4.0))]);
    assert_eq!(number[0], RowIssue::WrongKind(Column::FirstSurname));
}

#[test]
fn a_whole_name_is_split_and_only_that_is_no_warning_of_its_row() {
    let columns = [Some(Column::FullName), Some(Column::Curp), None];
    let cells = texts(&["HERNÁNDEZ GARCÍA GLORIA", "HEGG560427MVZRRL04", "ignored"]);
    let row = read(&[cells], 2, &columns, today()).remove(0);
    assert_eq!((row.verdict(), row.issues()), (Verdict::Valid, [RowIssue::NameSplit].as_slice()));
    assert_eq!(row.participant.unwrap().name.display(), "GLORIA HERNÁNDEZ GARCÍA");
}

#[test]
fn m_is_a_woman_beside_h_and_a_man_beside_f() {
    let columns = [Some(Column::GivenNames), Some(Column::FirstSurname), Some(Column::Sex)];
    let sexes = |letters: &[&str]| -> Vec<_> {
        let rows: Vec<_> = letters.iter().map(|letter| texts(&["Ana", "Pech", letter])).collect();
        read(&rows, 2, &columns, today()).into_iter().map(|row| row.participant.unwrap().sex).collect()
    };
    assert_eq!(sexes(&["M", "H"]), [Some(Sex::Woman), Some(Sex::Man)]);
    assert_eq!(sexes(&["M", "F"]), [Some(Sex::Man), Some(Sex::Woman)]);
    assert_eq!(sexes(&["M", "M"]), [None, None]);
    let alone = read(&[texts(&["Ana", "Pech", "M"])], 2, &columns, today()).remove(0);
    assert!(matches!(alone.verdict(), Verdict::Refused(issues) if issues.contains(&RowIssue::SexAmbiguous)));
}

#[test]
fn formulas_are_taken_by_their_last_value_with_a_warning() {
    let formula = |value: Option<RawCell>| RawCell::Formula(value.map(Box::new));
    assert_eq!(warned(&[(0, formula(Some(text("Gloria"))))]), [RowIssue::Formula(Column::GivenNames)]);
    assert_eq!(refused(&[(6, formula(None))]), [RowIssue::FormulaWithoutValue(Column::Dependency)]);
    assert_eq!(refused(&[(6, RawCell::Failed)]), [RowIssue::FormulaWithoutValue(Column::Dependency)]);
}

#[test]
fn a_telephone_may_be_a_number_and_a_wrong_one_is_left_out() {
    assert_eq!(checked(with(&[(7, RawCell::Number(9_835_550_102.0))])).verdict(), Verdict::Valid);
    assert_eq!(warned(&[(7, text("555"))]), [RowIssue::ContactLeftOut(ContactError::Phone)]);
}

#[test]
fn the_same_person_twice_names_the_earlier_row() {
    let other = |birth: &str| texts(&["Gloria", "Hernandez", "Garcia", "", "M", birth, "", ""]);
    let rows = [
        texts(&GLORIA),
        texts(&[""; 8]),
        texts(&GLORIA),
        other("27/04/1956"),
        other(""),
        other("01/01/1990"),
    ];
    let verdicts: Vec<_> =
        read(&rows, 2, &COLUMNS, today()).into_iter().map(|r| (r.row, r.verdict())).collect();
    let has = |verdict: &Verdict, issue: RowIssue| matches!(verdict, Verdict::Warned(i) | Verdict::Refused(i) if i.contains(&issue));
    assert_eq!(
        verdicts.iter().map(|v| v.0).collect::<Vec<_>>(),
        [2, 4, 5, 6, 7],
        "empty rows are passed over"
    );
    assert!(has(&verdicts[1].1, RowIssue::SamePersonTwice { row: 2 }), "by CURP");
    assert!(has(&verdicts[2].1, RowIssue::SamePersonTwice { row: 2 }), "by name and birth date");
    assert!(has(&verdicts[3].1, RowIssue::SameNameTwice { row: 2 }), "nothing tells them apart");
    assert!(!has(&verdicts[4].1, RowIssue::SameNameTwice { row: 2 }), "another birth date");
}

#[test]
fn the_store_adds_what_it_knows() {
    let mut row = checked(texts(&GLORIA));
    row.note(RowIssue::KnownPerson);
    assert_eq!(row.verdict(), Verdict::Warned(vec![RowIssue::KnownPerson]));
    row.note(RowIssue::AlreadyEnrolled);
    assert!(matches!(row.verdict(), Verdict::Refused(_)));
}

#[test]
fn a_row_never_shows_its_person_in_debug() {
    let row = with(&[]);
    let shown = format!("{row:?} {:?}", checked(row.clone()));
    assert!(["Gloria", "Hern", "HEGG", "9835"].iter().all(|secret| !shown.contains(secret)), "{shown}");
}

fn cell() -> impl Strategy<Value = RawCell> {
    let simple = prop_oneof![
        Just(RawCell::Empty),
        "\\PC{0,20}".prop_map(RawCell::Text),
        proptest::num::f64::ANY.prop_map(RawCell::Number),
        Just(RawCell::Date(NaiveDate::MIN)),
        Just(RawCell::Bool(true)),
        Just(RawCell::Failed),
    ];
    prop_oneof![simple.clone(), simple.prop_map(|c| RawCell::Formula(Some(Box::new(c))))]
}

proptest! {
    #[test]
    fn any_sheet_is_judged_and_what_is_valid_has_a_person(rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..9), 0..8)) {
        for row in read(&rows, 2, &COLUMNS, today()) {
            prop_assert!(row.participant.is_some() || matches!(row.verdict(), Verdict::Refused(_)));
        }
    }
}

#[test]
fn a_group_asks_for_its_audience_and_of_servants_the_dependency() {
    let suited = |changes: &[(usize, RawCell)], audience| {
        let mut row = checked(with(changes));
        row.suit(audience);
        row.verdict()
    };
    assert_eq!(suited(&[], Audience::PublicServants), Verdict::Valid);
    assert_eq!(suited(&[], Audience::Men), Verdict::Refused(vec![RowIssue::OtherAudience]));
    let no_dependency = [(6, RawCell::Empty)];
    let missing = Verdict::Warned(vec![RowIssue::DependencyMissing]);
    assert_eq!(suited(&no_dependency, Audience::PublicServants), missing);
    assert_eq!(suited(&no_dependency, Audience::Youth), Verdict::Valid);
}
