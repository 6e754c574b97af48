//! The title of entry: on what a man's coming rests.
//!
//! Only an order of a competent authority makes it compulsory (LGAMVLV art. 53, text with the reform
//! DOF 15-01-2026), and only once the document is there. Until then it is an «orden por acreditar»:
//! the service begins, nothing is compulsory. Own will is never turned into an order.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::named::named;

named! {
    /// Who or what sends him.
    EntryKind {
        /// A sentence (LGAMVLV art. 9-V).
        Sentence = "sentence",
        /// A conditional suspension of proceedings (CNPP arts. 191–195).
        ConditionalSuspension = "conditional-suspension",
        /// A precautionary measure, with its fraction of CNPP art. 155.
        PrecautionaryMeasure = "precautionary-measure",
        /// A protection order (LGAMVLV art. 28): possible, but rare.
        ProtectionOrder = "protection-order",
        /// A civic judge.
        Civic = "civic",
        /// A family court.
        Family = "family",
        /// An administrative authority or tribunal.
        Administrative = "administrative",
        /// An electoral court.
        Electoral = "electoral",
        /// An employer; not an order.
        Workplace = "workplace",
        /// A prison sends him; what binds him is a sentence, which is its own kind.
        Prison = "prison",
        /// A health service.
        Health = "health",
        /// Comes by himself.
        OwnWill = "own-will",
    }
}

impl EntryKind {
    /// Whether it is an order of an authority, so that it can be compulsory.
    #[must_use]
    pub fn is_order(self) -> bool {
        !matches!(self, Self::Workplace | Self::Prison | Self::Health | Self::OwnWill)
    }
}

/// A fraction of CNPP art. 155, I to XIV (text with the reform DOF 28-11-2025).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fraction(u8);

const ROMAN: [&str; 14] =
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"];

/// Not a fraction from I to XIV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a fraction from I to XIV")]
pub struct NoSuchFraction;

impl Fraction {
    /// All, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..14).map(Self)
    }

    /// As the article writes it.
    #[must_use]
    pub fn roman(self) -> &'static str {
        ROMAN[usize::from(self.0)]
    }
}

impl std::str::FromStr for Fraction {
    type Err = NoSuchFraction;

    /// ```
    /// # use domain::referrals::title::Fraction;
    /// assert_eq!(" viii ".parse::<Fraction>().unwrap().roman(), "VIII");
    /// assert!("XV".parse::<Fraction>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, NoSuchFraction> {
        let text = text.trim().to_uppercase();
        let at = ROMAN.iter().position(|roman| *roman == text).ok_or(NoSuchFraction)?;
        u8::try_from(at).map(Self).map_err(|_| NoSuchFraction)
    }
}

impl TryFrom<String> for Fraction {
    type Error = NoSuchFraction;
    fn try_from(text: String) -> Result<Self, NoSuchFraction> {
        text.parse()
    }
}

impl From<Fraction> for String {
    fn from(fraction: Fraction) -> Self {
        fraction.roman().to_owned()
    }
}

named! {
    /// What stands behind the entry.
    Accreditation {
        /// He comes without an order.
        Voluntary = "voluntary",
        /// An order, and the document is there.
        Accredited = "accredited",
        /// An order is said to exist; the document is not there («orden por acreditar»).
        ToBeAccredited = "to-be-accredited",
    }
}

/// On what the entry rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryTitle {
    /// Who or what sends him.
    pub kind: EntryKind,
    /// The fraction, of a precautionary measure.
    pub fraction: Option<Fraction>,
    /// The number of the oficio.
    pub oficio: Option<String>,
    /// The number of the file or case at the authority.
    pub file_number: Option<String>,
    /// The date of the oficio or order.
    pub dated_on: Option<NaiveDate>,
    /// When it reached the centre.
    pub received_on: NaiveDate,
    /// Until when the process has to be done.
    pub deadline_on: Option<NaiveDate>,
    /// The order is attached.
    pub has_order_attached: bool,
}

named! {
    /// What is wrong in a title.
    TitleMistake {
        /// The order is attached, its number is not written.
        OficioMissing = "oficio-missing",
        /// The order is attached, its date is not written.
        DateMissing = "date-missing",
        /// The measure is attached, its fraction is not written.
        FractionMissing = "fraction-missing",
        /// A fraction, but no precautionary measure.
        FractionNotOfMeasure = "fraction-not-of-measure",
        /// An order attached to an entry that is none.
        OrderNotOfAuthority = "order-not-of-authority",
        /// Dated after today.
        DatedInFuture = "dated-in-future",
        /// Received after today.
        ReceivedInFuture = "received-in-future",
        /// Received before it was written.
        ReceivedBeforeDated = "received-before-dated",
        /// The deadline is before the date of the order.
        DeadlineBeforeDate = "deadline-before-date",
    }
}

impl EntryTitle {
    /// What stands behind the entry.
    ///
    /// ```
    /// # use domain::referrals::title::*; use chrono::NaiveDate;
    /// // «Me mandó el juez», without the paper.
    /// let said = EntryTitle {
    ///     kind: EntryKind::Civic, fraction: None, oficio: None, file_number: None, dated_on: None,
    ///     received_on: NaiveDate::from_ymd_opt(2026, 3, 5).unwrap(), deadline_on: None,
    ///     has_order_attached: false,
    /// };
    /// assert_eq!(said.accreditation(), Accreditation::ToBeAccredited);
    /// assert!(!said.is_compulsory());
    /// ```
    #[must_use]
    pub fn accreditation(&self) -> Accreditation {
        match (self.kind.is_order(), self.has_order_attached) {
            (false, _) => Accreditation::Voluntary,
            (true, true) => Accreditation::Accredited,
            (true, false) => Accreditation::ToBeAccredited,
        }
    }

    /// Whether coming is compulsory: an order, and the document attached (LGAMVLV art. 53).
    #[must_use]
    pub fn is_compulsory(&self) -> bool {
        self.accreditation() == Accreditation::Accredited
    }

    /// Everything that is wrong. What is read off the document is asked for only once it is there: a
    /// man who comes with his word alone is not turned away.
    #[must_use]
    pub fn mistakes(&self, today: NaiveDate) -> Vec<TitleMistake> {
        let is_measure = self.kind == EntryKind::PrecautionaryMeasure;
        let is_shown = self.is_compulsory();
        let is_dated_after = |day: NaiveDate| self.dated_on.is_some_and(|dated_on| day < dated_on);
        let first_day = self.dated_on.unwrap_or(self.received_on);
        let oficio = self.oficio.as_deref().unwrap_or_default().trim();
        let mistakes = [
            (is_shown && oficio.is_empty(), TitleMistake::OficioMissing),
            (is_shown && self.dated_on.is_none(), TitleMistake::DateMissing),
            (is_shown && is_measure && self.fraction.is_none(), TitleMistake::FractionMissing),
            (!is_measure && self.fraction.is_some(), TitleMistake::FractionNotOfMeasure),
            (!self.kind.is_order() && self.has_order_attached, TitleMistake::OrderNotOfAuthority),
            (is_dated_after(today), TitleMistake::DatedInFuture),
            (self.received_on > today, TitleMistake::ReceivedInFuture),
            (is_dated_after(self.received_on), TitleMistake::ReceivedBeforeDated),
            (self.deadline_on.is_some_and(|deadline| deadline < first_day), TitleMistake::DeadlineBeforeDate),
        ];
        mistakes.into_iter().filter_map(|(holds, mistake)| holds.then_some(mistake)).collect()
    }

    /// Whether the deadline of a conditional suspension lies outside what the law gives it, six months
    /// to three years (CNPP art. 195, text with the reform DOF 28-11-2025): worth asking the judge, no
    /// reason to refuse the man.
    #[must_use]
    pub fn has_unusual_term(&self) -> bool {
        let (Some(dated_on), Some(deadline)) = (self.dated_on, self.deadline_on) else { return false };
        let after = |months| dated_on.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
        self.kind == EntryKind::ConditionalSuspension && !(after(6)..=after(36)).contains(&deadline)
    }
}

#[cfg(test)]
mod tests {
    use super::{Accreditation, EntryKind, EntryTitle, TitleMistake};
    use chrono::NaiveDate;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// A suspension in order, after `change`.
    fn title(change: impl FnOnce(&mut EntryTitle)) -> EntryTitle {
        let mut title = EntryTitle {
            kind: EntryKind::ConditionalSuspension,
            fraction: None,
            oficio: Some("JC-114/2026".into()),
            file_number: Some("CP 20/2026".into()),
            dated_on: Some(day(2026, 3, 2)),
            received_on: day(2026, 3, 5),
            deadline_on: Some(day(2026, 9, 2)),
            has_order_attached: true,
        };
        change(&mut title);
        title
    }

    fn mistakes(change: impl FnOnce(&mut EntryTitle)) -> Vec<TitleMistake> {
        title(change).mistakes(day(2026, 3, 5))
    }

    #[test]
    fn an_order_with_its_document_is_compulsory() {
        assert!(title(|_| ()).is_compulsory());
        assert_eq!(mistakes(|_| ()), []);
    }

    #[test]
    fn an_order_without_its_document_is_to_be_accredited_and_asks_for_nothing_yet() {
        let said = |t: &mut EntryTitle| {
            t.has_order_attached = false;
            t.oficio = None;
            t.dated_on = None;
        };
        assert_eq!(title(said).accreditation(), Accreditation::ToBeAccredited);
        assert!(!title(said).is_compulsory());
        assert_eq!(mistakes(said), []);
    }

    #[test]
    fn no_paper_makes_own_will_compulsory() {
        for kind in [EntryKind::Workplace, EntryKind::Prison, EntryKind::Health, EntryKind::OwnWill] {
            assert_eq!(title(|t| t.kind = kind).accreditation(), Accreditation::Voluntary);
            assert_eq!(mistakes(|t| t.kind = kind), [TitleMistake::OrderNotOfAuthority]);
        }
    }

    #[test]
    fn each_mistake_has_its_name() {
        use TitleMistake as M;
        assert_eq!(mistakes(|t| t.oficio = Some(" ".into())), [M::OficioMissing]);
        assert_eq!(mistakes(|t| t.dated_on = None), [M::DateMissing]);
        assert_eq!(mistakes(|t| t.kind = EntryKind::PrecautionaryMeasure), [M::FractionMissing]);
        assert_eq!(mistakes(|t| t.fraction = "VI".parse().ok()), [M::FractionNotOfMeasure]);
        assert_eq!(mistakes(|t| t.received_on = day(2026, 3, 6)), [M::ReceivedInFuture]);
        assert_eq!(mistakes(|t| t.received_on = day(2026, 3, 1)), [M::ReceivedBeforeDated]);
        assert_eq!(mistakes(|t| t.deadline_on = Some(day(2026, 3, 1))), [M::DeadlineBeforeDate]);
        let tomorrow = |t: &mut EntryTitle| t.dated_on = Some(day(2026, 3, 6));
        assert_eq!(mistakes(tomorrow), [M::DatedInFuture, M::ReceivedBeforeDated]);
    }

    #[test]
    fn a_suspension_lasts_six_months_to_three_years() {
        let unusual = |deadline| title(|t| t.deadline_on = Some(deadline)).has_unusual_term();
        assert!(unusual(day(2026, 9, 1)));
        assert!(!unusual(day(2026, 9, 2)));
        assert!(!unusual(day(2029, 3, 2)));
        assert!(unusual(day(2029, 3, 3)));
    }
}
