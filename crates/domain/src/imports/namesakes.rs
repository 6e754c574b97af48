//! Whether a row of a list may be of somebody who has a file, by name alone: lists often bring neither
//! CURP nor birth date. It is said of the row, never passed over: whoever imports has the last word.

use std::collections::BTreeSet;

use crate::people::curp::Curp;
use crate::people::likeness::{Identity, likely_duplicate};
use crate::people::matching::{phonetic, words};
use crate::people::name::PersonName;

/// Whether `row` may be the person of `file`: nothing contradicts it (no other CURP, no other birth
/// date), and it is as alike as a single registration would ask about. In the same group it is enough
/// that the file has all the words of the row, two or more.
///
/// ```
/// # use domain::{imports::namesakes::may_be, people::{likeness::Identity, name::PersonName}};
/// # use chrono::NaiveDate;
/// let ana = |first, second| PersonName::parse("Ana", first, second).expect("a name");
/// let (long, short) = (ana("Canul", "Pech"), ana("Canul", ""));
/// let of = |name, birth| Identity { name, birth, curp: None };
/// let born = NaiveDate::from_ymd_opt;
/// assert!(may_be(of(&long, None), of(&long, born(1990, 3, 4)), false));
/// assert!(!may_be(of(&long, born(1985, 6, 5)), of(&long, born(1990, 3, 4)), true));
/// assert!(!may_be(of(&short, None), of(&short, None), false));
/// assert!(may_be(of(&short, None), of(&short, None), true));
/// ```
#[must_use]
pub fn may_be(row: Identity<'_>, file: Identity<'_>, in_group: bool) -> bool {
    let born = |one: Identity<'_>| one.birth.or(one.curp.map(Curp::birth_date));
    let other_birth = born(row).zip(born(file)).is_some_and(|(a, b)| a != b);
    let other_curp = row.curp.zip(file.curp).is_some_and(|(a, b)| a.root() != b.root());
    if other_birth || other_curp {
        return false;
    }
    likely_duplicate(row, file).is_some() || (in_group && has_all_words(file.name, row.name))
}

fn has_all_words(name: &PersonName, of: &PersonName) -> bool {
    let sounds = |name: &PersonName| -> BTreeSet<String> {
        words(&name.display()).iter().map(|word| phonetic(word)).collect()
    };
    let asked = sounds(of);
    asked.len() > 1 && asked.is_subset(&sounds(name))
}
