//! Finding a person by a name as somebody says or types it: accents, order, particles, «Ma.», one
//! surname only, a typing slip.
//!
//! Sealed names are searched through tokens: the store keeps a keyed hash of each [`Part`] of
//! [`index_parts`], counts how many equal those of [`search_words`], opens the 300 people with most
//! and orders them by [`rank`]. **Slips**: a phonetic key of n letters is also kept as two halves,
//! each with n (`8<erna`, `8>ndes`). One slip leaves one half whole, so a query asks for the halves
//! of its words as if n were one less, the same and one more; and, for two letters swapped across
//! the middle, with the middle swapped back. This costs two tokens a word, where keeping every
//! one-letter deletion would cost one a letter, and a half with its length is rarely shared.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::likeness::{BirthLikeness, birth_likeness};
use super::name::{PersonName, fold};
pub use super::sound::phonetic;
use crate::named::named;

named! {
    /// What a token is made of; its name is the field of the blind index.
    PartKind {
        /// A word of the name, normalised.
        Whole = "name-whole",
        /// Its phonetic key.
        Phonetic = "name-phonetic",
        /// Half of the phonetic key, with the length of the whole.
        Half = "name-half",
    }
}

/// An input for one blind-index token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// Which field of the index.
    pub kind: PartKind,
    /// The text to hash.
    pub text: String,
}

/// Words that are dropped from names and queries: people leave them out or join them at will.
#[must_use]
pub fn is_particle(folded: &str) -> bool {
    matches!(folded, "de" | "del" | "dela" | "la" | "las" | "los" | "y")
}

/// The words of a name that count, normalised: folded, abbreviations written out, without particles
/// and hyphens. Ñ stays a letter of its own.
///
/// ```
/// # use domain::people::matching::words;
/// assert_eq!(words("Ma. de la Luz PÉREZ-Peña"), ["maria", "luz", "perez", "peña"]);
/// assert_eq!(words("J. Jesús Hdez."), ["jose", "jesus", "hernandez"]);
/// assert_eq!(words("de la"), ["de", "la"], "nothing else is there to look for");
/// ```
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded =
        fold(text).replace(['\'', '’', '´', '`', '·'], "").replace("m.ª", "ma").replace("m.a.", "ma");
    let all: Vec<String> = folded
        .split(|c: char| !(c.is_alphanumeric() || c == '.' || c == 'ª'))
        .flat_map(spell_out)
        .filter(|word| !word.is_empty())
        .collect();
    let counting: Vec<String> = all.iter().filter(|w| !is_particle(w)).cloned().collect();
    if counting.is_empty() { all } else { counting }
}

/// Writes an abbreviation out. «J.» is José only with its dot; «Gpe.Pérez» is two words.
fn spell_out(chunk: &str) -> Vec<String> {
    if chunk == "j." {
        return vec!["jose".to_owned()];
    }
    chunk.split('.').map(|word| written_out(word).to_owned()).collect()
}

fn written_out(word: &str) -> &str {
    match word {
        "ma" | "mª" => "maria",
        "fco" => "francisco",
        "gpe" => "guadalupe",
        "fdez" | "fndez" => "fernandez",
        "glez" | "gzlez" | "gonz" => "gonzalez",
        "gtz" | "gtez" => "gutierrez",
        "hdez" | "hdz" | "hndez" => "hernandez",
        "mtz" | "mtnez" | "mnez" => "martinez",
        "rdz" | "rguez" | "rdguez" => "rodriguez",
        "vzqz" | "vqz" => "vazquez",
        other => other,
    }
}

/// What the store keeps of a name: four tokens for each word.
#[must_use]
pub fn index_parts(name: &PersonName) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    for word in words(&name.display()) {
        let key: Vec<char> = phonetic(&word).chars().collect();
        add_halves(&mut parts, &key, key.len());
        parts.insert(Part { kind: PartKind::Phonetic, text: key.into_iter().collect() });
        parts.insert(Part { kind: PartKind::Whole, text: word });
    }
    parts
}

/// What to ask the index for one word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchWord {
    /// The word as it sounds: asked always.
    pub phonetic: Part,
    /// The word as written, and the halves it would have without a slip: asked for a rare word only.
    pub if_rare: BTreeSet<Part>,
}

/// A word whose phonetic key fewer people bear may be a slip. Asking the halves of common words too
/// would read three times the rows and find nobody else.
pub const RARE: usize = 300;

/// What a query asks for, word by word. The store first counts the rows of each phonetic token.
///
/// ```
/// # use domain::people::{matching::{index_parts, search_words}, name::PersonName};
/// let parts = index_parts(&PersonName::parse("Gabriela", "Hernández", "Gil").unwrap());
/// let equal = |query: &str| {
///     let asked = search_words(query).into_iter().flat_map(|word| word.if_rare.into_iter().chain([word.phonetic]));
///     asked.filter(|part| parts.contains(part)).count()
/// };
/// assert_eq!(equal("hernandez"), 4);
/// assert_eq!(equal("ernandes"), 3, "it sounds the same");
/// assert_eq!(equal("hernadnez"), 1, "two letters swapped: the other half remains");
/// assert_eq!(equal("lópez"), 0);
/// ```
#[must_use]
pub fn search_words(query: &str) -> Vec<SearchWord> {
    words(query).into_iter().map(search_word).collect()
}

fn search_word(word: String) -> SearchWord {
    let mut key: Vec<char> = phonetic(&word).chars().collect();
    let length = key.len();
    let phonetic = Part { kind: PartKind::Phonetic, text: key.iter().collect() };
    let mut if_rare = BTreeSet::from([Part { kind: PartKind::Whole, text: word }]);
    for assumed in length.saturating_sub(1)..=length + 1 {
        add_halves(&mut if_rare, &key, assumed);
    }
    if length > 2 {
        key.swap(length / 2 - 1, length / 2);
        add_halves(&mut if_rare, &key, length);
    }
    SearchWord { phonetic, if_rare }
}

/// The two halves of a key as if it were `length` letters long; short keys have none.
fn add_halves(parts: &mut BTreeSet<Part>, key: &[char], length: usize) {
    if length < 3 {
        return;
    }
    let (left, right) = (length / 2, length - length / 2);
    if key.len() < left.max(right) {
        return;
    }
    let half = |sign, letters: &[char]| Part {
        kind: PartKind::Half,
        text: format!("{length}{sign}{}", letters.iter().collect::<String>()),
    };
    parts.insert(half('<', &key[..left]));
    parts.insert(half('>', &key[key.len() - right..]));
}

/// A search as typed, ready to be compared with many names.
#[derive(Debug, Clone)]
pub struct Query {
    words: Vec<Word>,
    born: Option<NaiveDate>,
}

impl Query {
    /// The words of a name, and a birth date if one was given.
    #[must_use]
    pub fn new(text: &str, born: Option<NaiveDate>) -> Self {
        Self { words: compared_words(text), born }
    }
}

/// How well a person answers a query, from 0 to 1: the words of the query are given to those of the
/// name in the best way, whatever their order; Jaro–Winkler compares what is not equal.
///
/// ```
/// # use domain::people::{matching::{Query, rank}, name::PersonName};
/// let name = PersonName::parse("José Luis", "Pech", "Canul").unwrap();
/// let score = |text: &str| rank(&Query::new(text, None), &name, None);
/// assert!(score("canul pech josé luis") > 0.99);
/// assert!(score("jose pehc") > score("jose perez"));
/// ```
#[must_use]
pub fn rank(query: &Query, name: &PersonName, birth: Option<NaiveDate>) -> f64 {
    let score = name_likeness(&query.words, &compared_words(&name.display()));
    match birth_likeness(query.born, birth) {
        BirthLikeness::Equal => score + (1.0 - score) * 0.4,
        BirthLikeness::Different => score * 0.7,
        BirthLikeness::OneSlip | BirthLikeness::Unknown => score,
    }
}

/// A word of a name with its phonetic key.
#[derive(Clone)]
pub(super) struct Word {
    text: String,
    sound: String,
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("oculto")
    }
}

/// Words beyond this many in a name are not compared: the search of the best way is exhaustive.
const MOST_WORDS: usize = 7;

pub(super) fn compared_words(text: &str) -> Vec<Word> {
    let word = |text: String| Word { sound: phonetic(&text), text };
    words(text).into_iter().take(MOST_WORDS).map(word).collect()
}

pub(super) fn name_likeness(query: &[Word], name: &[Word]) -> f64 {
    if query.is_empty() || name.is_empty() {
        return 0.0;
    }
    let row = |q: &Word| name.iter().map(|n| word_likeness(q, n)).collect();
    let scores: Vec<Vec<f64>> = query.iter().map(row).collect();
    let count = |n: usize| f64::from(u32::try_from(n).expect("at most MOST_WORDS"));
    let unasked = count(name.len().saturating_sub(query.len()));
    (best_sum(&scores, 0) / count(query.len()) - 0.01 * unasked).max(0.0)
}

/// The largest sum that giving each row another column can reach; `taken` has a bit per column.
fn best_sum(scores: &[Vec<f64>], taken: u32) -> f64 {
    let Some((row, rest)) = scores.split_first() else { return 0.0 };
    let without = best_sum(rest, taken);
    let free = (0..row.len()).filter(|&c| taken & (1 << c) == 0 && row[c] > 0.0);
    free.map(|c| row[c] + best_sum(rest, taken | (1 << c))).fold(without, f64::max)
}

/// Below this, two words are simply different.
const ALIKE: f64 = 0.78;

fn word_likeness(a: &Word, b: &Word) -> f64 {
    if a.text == b.text {
        return 1.0;
    }
    if a.sound == b.sound {
        return 0.97;
    }
    // Lengths this far apart cannot reach ALIKE by more than a shared beginning.
    if a.sound.len().abs_diff(b.sound.len()) > 3 {
        return 0.0;
    }
    let closest = strsim::jaro_winkler(&a.sound, &b.sound);
    if closest >= ALIKE { closest * 0.97 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{Query, rank, words};
    use crate::people::name::PersonName;
    use chrono::NaiveDate;

    fn name(given: &str, first: &str, second: &str) -> PersonName {
        PersonName::parse(given, first, second).unwrap()
    }

    fn on(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn maria_is_one_word_however_abbreviated() {
        for text in ["María Gil", "Ma. Gil", "Ma Gil", "M.ª Gil", "Mª Gil", "M.a. Gil", "MARIA GIL"] {
            assert_eq!(words(text), ["maria", "gil"], "{text}");
        }
    }

    #[test]
    fn an_initial_is_jose_only_with_its_dot() {
        assert_eq!(words("J. Guadalupe"), ["jose", "guadalupe"]);
        assert_eq!(words("J Guadalupe"), ["j", "guadalupe"]);
        assert_eq!(words("O'Farrill y Gpe.Pérez"), ["ofarrill", "guadalupe", "perez"]);
    }

    #[test]
    fn a_birth_date_sorts_namesakes() {
        let namesake = name("Juan", "Pérez", "Gil");
        let query = Query::new("juan perez", on(1990, 3, 4));
        let scored = |birth| rank(&query, &namesake, birth);
        assert!(scored(on(1990, 3, 4)) > scored(on(1990, 4, 3)));
        assert!(scored(None) > scored(on(1971, 1, 1)));
    }

    #[test]
    fn each_word_of_a_query_takes_another_word_of_the_name() {
        let query = Query::new("pérez pérez", None);
        assert!(
            rank(&query, &name("Juan", "Pérez", "Pérez"), None)
                > rank(&query, &name("Juan", "Pérez", "Gil"), None) + 0.3
        );
    }
}
