//! Evidence that a text was given and signed, or that he would not; and the withdrawal of a consent.
//!
//! Sensitive data need an express written consent, by hand or electronic signature or another
//! authentication (LGPDPPSO art. 15, law of 20-03-2025). The rules on witnesses are this project's.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::texts::TextKind;
use crate::cases::readiness::LegalBasis;
use crate::named::named;
use crate::people::name::fold;

named! {
    /// How it is known that he was given a text and accepts it.
    Evidence {
        /// Signed by hand.
        Autograph = "autograph",
        /// Fingerprint of somebody who cannot write; somebody read the text aloud.
        Fingerprint = "fingerprint",
        /// Electronic signature, or another electronic means that is kept.
        Electronic = "electronic",
        /// He would not sign (negativa), before two witnesses.
        Refused = "refused",
    }
}

impl Evidence {
    /// How many different witnesses it needs: two who saw a refusal, one who read the text aloud.
    #[must_use]
    pub fn witnesses(self) -> usize {
        match self {
            Self::Refused => 2,
            Self::Fingerprint => 1,
            Self::Autograph | Self::Electronic => 0,
        }
    }

    /// Whether he accepts the text.
    #[must_use]
    pub fn is_acceptance(self) -> bool {
        self != Self::Refused
    }
}

/// A text given to somebody, with its evidence. `Debug` leaves the witnesses out.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// Which text.
    pub kind: TextKind,
    /// Its version.
    pub version: u16,
    /// How it is known.
    pub evidence: Evidence,
    /// The day.
    pub signed_on: NaiveDate,
    /// Who saw the refusal, or read the text aloud.
    pub witnesses: Vec<String>,
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signature({:?} v{} {:?} {})", self.kind, self.version, self.evidence, self.signed_on)
    }
}

/// Why a signature cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Fewer different witnesses than needed.
    #[error("{needed} different witnesses are needed")]
    Witnesses {
        /// How many.
        needed: usize,
    },
    /// A day to come.
    #[error("in the future")]
    InTheFuture,
    /// Before the text had that version.
    #[error("before the text")]
    BeforeText,
}

impl Signature {
    /// Checks it against today and the day since which the text has that version.
    ///
    /// ```
    /// # use domain::admission::{signature::*, texts::TextKind}; use chrono::NaiveDate;
    /// let day = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
    /// let refused = |witnesses: &[&str]| Signature { kind: TextKind::CommitmentLetter, version: 1,
    ///     evidence: Evidence::Refused, signed_on: day,
    ///     witnesses: witnesses.iter().map(|&name| name.to_owned()).collect() };
    /// let needed = Err(SignatureError::Witnesses { needed: 2 });
    /// assert_eq!(refused(&["Ana Pech", "ANA  pech"]).check(day, day), needed, "one person");
    /// assert_eq!(refused(&["Ana Pech", "Bruno Canul"]).check(day, day), Ok(()));
    /// ```
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn check(&self, text_since: NaiveDate, today: NaiveDate) -> Result<(), SignatureError> {
        if self.signed_on > today {
            return Err(SignatureError::InTheFuture);
        }
        if self.signed_on < text_since {
            return Err(SignatureError::BeforeText);
        }
        let needed = self.evidence.witnesses();
        if different(&self.witnesses) < needed { Err(SignatureError::Witnesses { needed }) } else { Ok(()) }
    }

    /// The different witnesses, as the file of admission counts them.
    #[must_use]
    pub fn witness_count(&self) -> usize {
        different(&self.witnesses)
    }
}

fn different(names: &[String]) -> usize {
    let key = |name: &String| fold(name).split_whitespace().collect::<Vec<_>>().join(" ");
    let keys: BTreeSet<String> = names.iter().map(key).filter(|key| !key.is_empty()).collect();
    keys.len()
}

named! {
    /// What follows when a consent is withdrawn. What was done before stays lawful; what is kept of it is
    /// blocked and erased by its term, not at once (LGPDPPSO 17-18).
    WithdrawalEffect {
        /// The data rest on the consent alone: the service cannot go on; the coordinator ends the case.
        ServiceEnds = "service-ends",
        /// An order of an authority is the basis: the service goes on without the consent (LGPDPPSO 16).
        MandateRemains = "mandate-remains",
    }
}

named! {
    /// Why a consent cannot be withdrawn.
    WithdrawalRefused {
        /// Only a consent can be: a notice is information, a letter is an agreement of the process.
        NotAConsent = "not-a-consent",
        /// He did not give it.
        NotGiven = "not-given",
        /// A day before it was given, or to come.
        Day = "day",
    }
}

/// What withdrawing a consent on `on` brings.
///
/// # Errors
/// [`WithdrawalRefused`].
pub fn withdraw(
    given: &Signature,
    basis: LegalBasis,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<WithdrawalEffect, WithdrawalRefused> {
    if given.kind != TextKind::InformedConsent {
        return Err(WithdrawalRefused::NotAConsent);
    }
    if !given.evidence.is_acceptance() {
        return Err(WithdrawalRefused::NotGiven);
    }
    if on < given.signed_on || on > today {
        return Err(WithdrawalRefused::Day);
    }
    Ok(match basis {
        LegalBasis::Consent => WithdrawalEffect::ServiceEnds,
        LegalBasis::Mandate => WithdrawalEffect::MandateRemains,
    })
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Signature, SignatureError, WithdrawalEffect, WithdrawalRefused, withdraw};
    use crate::admission::texts::TextKind;
    use crate::cases::readiness::LegalBasis;
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn signed(evidence: Evidence, witnesses: &[&str]) -> Signature {
        let witnesses = witnesses.iter().map(|&name| name.to_owned()).collect();
        Signature { kind: TextKind::InformedConsent, version: 2, evidence, signed_on: day(5), witnesses }
    }

    #[test]
    fn a_signature_by_hand_needs_no_witness() {
        assert_eq!(signed(Evidence::Autograph, &[]).check(day(1), day(5)), Ok(()));
        assert_eq!(signed(Evidence::Electronic, &[]).check(day(5), day(9)), Ok(()));
    }

    #[test]
    fn a_refusal_has_two_witnesses_and_a_fingerprint_one_who_read_aloud() {
        let check = |evidence, witnesses: &[&str]| signed(evidence, witnesses).check(day(1), day(5));
        let short = |needed| Err(SignatureError::Witnesses { needed });
        assert_eq!(check(Evidence::Fingerprint, &[" "]), short(1));
        assert_eq!(check(Evidence::Fingerprint, &["Ana Pech"]), Ok(()));
        assert_eq!(check(Evidence::Refused, &["Ana Pech"]), short(2));
        assert_eq!(check(Evidence::Refused, &["José Can", "jose  can "]), short(2));
        assert_eq!(check(Evidence::Refused, &["Ana Pech", "José Can"]), Ok(()));
        assert!(!format!("{:?}", signed(Evidence::Refused, &["Ana Pech"])).contains("Pech"));
    }

    #[test]
    fn nobody_signs_tomorrow_or_before_the_text() {
        let signed = signed(Evidence::Autograph, &[]);
        assert_eq!(signed.check(day(1), day(4)), Err(SignatureError::InTheFuture));
        assert_eq!(signed.check(day(6), day(6)), Err(SignatureError::BeforeText));
    }

    #[test]
    fn withdrawing_a_consent_ends_the_service_unless_it_was_ordered() {
        let given = signed(Evidence::Autograph, &[]);
        let on = |basis, on| withdraw(&given, basis, on, day(9));
        assert_eq!(on(LegalBasis::Consent, day(5)), Ok(WithdrawalEffect::ServiceEnds));
        assert_eq!(on(LegalBasis::Mandate, day(9)), Ok(WithdrawalEffect::MandateRemains));
        assert_eq!(on(LegalBasis::Consent, day(4)), Err(WithdrawalRefused::Day));
        assert_eq!(on(LegalBasis::Consent, day(10)), Err(WithdrawalRefused::Day));
    }

    #[test]
    fn only_a_consent_that_was_given_can_be_withdrawn() {
        let of = |given: &Signature| withdraw(given, LegalBasis::Consent, day(6), day(9));
        assert_eq!(of(&signed(Evidence::Refused, &[])), Err(WithdrawalRefused::NotGiven));
        let letter = Signature { kind: TextKind::CommitmentLetter, ..signed(Evidence::Autograph, &[]) };
        assert_eq!(of(&letter), Err(WithdrawalRefused::NotAConsent));
    }
}
