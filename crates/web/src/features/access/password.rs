//! Passwords: Argon2id with 19 MiB and two passes, off the async threads, two at once at most.
//!
//! At least 15 characters and no rules of composition (ASVS 5.0, 6.2: length over mixture); what is
//! easily guessed is refused by name. An unknown user costs the same work as a known one.

use std::{collections::HashSet, sync::Arc, time::Duration};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use vault::{Entropy, Sensitive};

use crate::error::Error;

/// Fewest characters of a password.
pub const SHORTEST: usize = 15;
/// Most bytes: enough for any sentence, too few to keep the machine busy.
pub const LONGEST: usize = 256;

/// What an unknown user's password is checked against: the same cost, and nothing matches.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("19 MiB, 2 passes, 1 lane are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password at once, for commands and tests; a server uses [`Hasher`].
#[must_use]
pub fn hash_now(entropy: &Entropy, password: &str) -> String {
    let salt: [u8; 16] = entropy.bytes();
    let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt);
    hash.expect("Argon2id takes any password up to 4 GiB").to_string()
}

/// Why a password is refused, as a key of its text.
#[must_use]
pub fn weakness(password: &str, username: &str) -> Option<&'static str> {
    if password.chars().count() < SHORTEST {
        return Some("access-password-short");
    }
    if password.len() > LONGEST {
        return Some("access-password-long");
    }
    let lower = password.to_lowercase();
    let distinct: HashSet<char> = lower.chars().filter(|c| !c.is_whitespace()).collect();
    let holds = |word: &str| word.len() >= 4 && lower.contains(word);
    let common =
        ["contraseña", "contrasena", "password", "buentrato", "cecovim", "conavim", "qwerty", "12345"];
    if distinct.len() < 6 || holds(&username.to_lowercase()) || common.iter().any(|word| holds(word)) {
        return Some("access-password-guessable");
    }
    None
}

/// Hashes and checks passwords, two at once at most: 19 MiB each.
#[derive(Debug, Clone)]
pub struct Hasher {
    entropy: Entropy,
    turns: Arc<Semaphore>,
}

impl Hasher {
    /// A hasher that salts from `entropy`.
    #[must_use]
    pub fn new(entropy: Entropy) -> Self {
        Self { entropy, turns: Arc::new(Semaphore::new(2)) }
    }

    /// The hash of a new password, in PHC form.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait.
    pub async fn hash(&self, password: Sensitive<String>) -> Result<String, Error> {
        let entropy = self.entropy.clone();
        self.in_turn(move || hash_now(&entropy, password.expose())).await
    }

    /// Whether a password fits a hash; without a hash the same work is done for nothing.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait.
    pub async fn fits(
        &self,
        password: Sensitive<String>,
        hash: Option<Sensitive<String>>,
    ) -> Result<bool, Error> {
        self.in_turn(move || {
            let known = hash.is_some();
            let hash = hash.map_or_else(|| NOBODY.to_owned(), Sensitive::into_inner);
            // A longer one can be nobody's; it costs no more than any other.
            let password = password.into_inner();
            let end = (0..=LONGEST.min(password.len()))
                .rev()
                .find(|at| password.is_char_boundary(*at))
                .unwrap_or(0);
            let fits = argon2().verify_password(&password.as_bytes()[..end], hash.as_str()).is_ok();
            known && fits && end == password.len()
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let turn = tokio::time::timeout(Duration::from_secs(10), self.turns.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(Error::Unavailable("too many sign-ins at once".to_owned()));
        };
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|_| Error::Failure("password task".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_a_good_password() {
        assert_eq!(weakness("el mar de Bacalar tiene siete azules", "ana.chan"), None);
    }

    #[test]
    fn what_is_short_or_easily_guessed_is_refused_with_its_reason() {
        assert_eq!(weakness("catorce letras", "ana"), Some("access-password-short"));
        assert_eq!(weakness("aaaaaaaaaaaaaaaaaaaa", "ana"), Some("access-password-guessable"));
        assert_eq!(weakness("mi clave es ana.chan 2026", "ana.chan"), Some("access-password-guessable"));
        assert_eq!(weakness("Contraseña muy larga", "ana"), Some("access-password-guessable"));
        assert_eq!(weakness(&"un mar azul ".repeat(40), "ana"), Some("access-password-long"));
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_nobody_s_fits_nothing() {
        let hasher = Hasher::new(Entropy::new(|bytes| bytes.fill(7)));
        let hash = Sensitive::new(hasher.hash("siete azules de Bacalar".to_owned().into()).await.unwrap());
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hasher.fits("siete azules de Bacalar".to_owned().into(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.fits("siete azules de bacalar".to_owned().into(), Some(hash)).await.unwrap());
        assert!(!hasher.fits("siete azules de Bacalar".to_owned().into(), None).await.unwrap());
    }

    #[test]
    fn the_hash_of_nobody_costs_what_any_other_costs() {
        let salted = hash_now(&Entropy::new(|bytes| bytes.fill(7)), "x");
        assert_eq!(
            salted.split('$').take(4).collect::<Vec<_>>(),
            NOBODY.split('$').take(4).collect::<Vec<_>>()
        );
        assert!(argon2::PasswordHash::new(NOBODY).is_ok());
    }
}
