//! The Spanish phonetic key: two spellings that sound alike in Mexico get one key.
//!
//! b/v/w, s/z/c(e,i), ll/y, j/g(e,i)/x («México», «Méjico»), k/c/qu, mute h, gue/güe, n/ñ, n/m before b
//! and p, doubled letters. It is for finding, never for deciding that two people are one.

/// The key of one folded word.
///
/// ```
/// # use domain::people::matching::phonetic;
/// assert_eq!(phonetic("ximenez"), phonetic("jimenes"));
/// assert_eq!(phonetic("hernandez"), "ernandes");
/// assert_eq!(phonetic("guevara"), "gebara");
/// ```
#[must_use]
pub fn phonetic(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut key = String::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let (sound, taken) = sound(&letters, at);
        if let Some(sound) = sound
            && !key.ends_with(sound)
        {
            key.push(sound);
        }
        at += taken;
    }
    key
}

/// The sound that begins at `at`, if any, and how many letters it takes.
fn sound(letters: &[char], at: usize) -> (Option<char>, usize) {
    let next = letters.get(at + 1).copied();
    let soft = |c: Option<char>| matches!(c, Some('e' | 'i' | 'y'));
    let vowel = |c: Option<char>| matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u'));
    match (letters[at], next) {
        ('c', Some('h')) => (Some('x'), 2),
        ('c', next) if soft(next) => (Some('s'), 1),
        ('q', Some('u')) if soft(letters.get(at + 2).copied()) => (Some('k'), 2),
        ('g', Some('u')) if soft(letters.get(at + 2).copied()) => (Some('g'), 2),
        ('g', next) if soft(next) => (Some('j'), 1),
        ('l', Some('l')) => (Some('y'), 2),
        ('p', Some('h')) => (Some('f'), 2),
        ('x', next) if vowel(next) => (Some('j'), 1),
        ('y', next) if !vowel(next) => (Some('i'), 1),
        ('i', next) if at == 0 && vowel(next) => (Some('y'), 1),
        ('m', Some('b' | 'p' | 'v')) => (Some('n'), 1),
        ('c' | 'q' | 'k', _) => (Some('k'), 1),
        ('v' | 'w', _) => (Some('b'), 1),
        ('z' | 'x', _) => (Some('s'), 1),
        ('ñ', _) => (Some('n'), 1),
        ('h', _) => (None, 1),
        (other, _) => (Some(other), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::phonetic;

    #[test]
    fn spellings_that_sound_alike_share_a_key() {
        let pairs = [
            ("baez", "vaes"),
            ("cecilia", "sesilia"),
            ("yolanda", "iolanda"),
            ("llanes", "yanes"),
            ("jimenez", "gimenez"),
            ("xavier", "javier"),
            ("mexico", "mejico"),
            ("hugo", "ugo"),
            ("quintal", "kintal"),
            ("guillermo", "guiyermo"),
            ("queta", "keta"),
            ("felix", "felis"),
            ("peña", "pena"),
            ("humberto", "unverto"),
            ("reyna", "reina"),
            ("sophia", "sofia"),
            ("becerra", "becera"),
            ("oswaldo", "osvaldo"),
            ("chavez", "chabes"),
        ];
        for (a, b) in pairs {
            assert_eq!(phonetic(a), phonetic(b), "{a} {b}");
        }
    }

    #[test]
    fn spellings_that_sound_apart_do_not() {
        for (a, b) in
            [("gala", "jala"), ("coche", "coque"), ("luis", "luisa"), ("carlos", "karla"), ("lara", "llara")]
        {
            assert_ne!(phonetic(a), phonetic(b), "{a} {b}");
        }
    }
}
