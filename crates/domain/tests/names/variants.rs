//! How somebody says or types a name: the classes of variants that a search must find.

use domain::people::name::{PersonName, fold};

use super::population::Draw;

/// Letters beside each other on the keyboard.
fn neighbour(c: char, draw: &mut Draw) -> char {
    for row in ["qwertyuiop", "asdfghjklñ", "zxcvbnm"] {
        if let Some(at) = row.chars().position(|k| k == c) {
            let letters: Vec<char> = row.chars().collect();
            let left = at > 0 && (at + 1 == letters.len() || draw.below(2) == 0);
            return if left { letters[at - 1] } else { letters[at + 1] };
        }
    }
    'x'
}

/// One slip in one word of three letters or more.
pub fn slip(text: &str, kind: usize, draw: &mut Draw) -> String {
    let mut words: Vec<String> = fold(text).split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len()).filter(|&w| words[w].chars().count() >= 4).collect();
    let Some(&chosen) = long.get(draw.below(long.len().max(1))) else { return text.to_owned() };
    let mut letters: Vec<char> = words[chosen].chars().collect();
    let at = draw.below(letters.len() - 1);
    match kind {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = neighbour(letters[at], draw),
    }
    words[chosen] = letters.into_iter().collect();
    words.join(" ")
}

pub fn one_surname(name: &PersonName) -> String {
    format!("{} {}", name.given(), name.first_surname())
}

fn without_particles(text: &str) -> String {
    text.split(' ')
        .filter(|w| !matches!(*w, "de" | "del" | "la" | "las" | "los"))
        .collect::<Vec<_>>()
        .join(" ")
}

pub type Variant = fn(&PersonName, &mut Draw) -> Option<String>;

/// The classes of variants. `None` when a name has nothing to vary in that way.
pub const CLASSES: [(&str, Variant); 12] = [
    ("as written", |n, _| Some(n.display())),
    ("accents missing", |n, _| Some(fold(&n.display()).replace('ñ', "n"))),
    ("surnames first", |n, _| Some(n.by_surname().to_uppercase())),
    ("surnames swapped", |n, _| Some(format!("{} {} {}", n.given(), n.second_surname()?, n.first_surname()))),
    ("particles dropped", |n, _| Some(without_particles(&n.display())).filter(|v| *v != n.display())),
    ("Ma. for María", |n, _| Some(n.display().replacen("María", "Ma.", 1)).filter(|v| *v != n.display())),
    ("one surname only", |n, _| Some(one_surname(n))),
    ("spelt as it sounds", |n, _| {
        Some(fold(&n.display()).replace('z', "s").replace('v', "b").replace("ll", "y"))
    }),
    ("slip: swap", |n, d| Some(slip(&n.display(), 0, d))),
    ("slip: drop", |n, d| Some(slip(&n.display(), 1, d))),
    ("slip: double", |n, d| Some(slip(&n.display(), 2, d))),
    ("slip: neighbour key", |n, d| Some(slip(&n.display(), 3, d))),
];
