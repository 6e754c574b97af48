//! Protection orders that bear on a man in the service: how long they are in force, and what is odd
//! about their dates.
//!
//! Up to 60 days, 30 more, or as long as the investigation or the risk lasts (LGAMVLV art. 28, text
//! with the reform DOF 15-01-2026). An authority's paper is a fact: what departs from the terms is
//! pointed out, never refused. Nothing here names the woman protected, and no field asks for an
//! address. Weapons are noted; that they are withdrawn from who bears them by profession is LGAMVLV
//! art. 34 Octies, which is the authority's to do.

pub mod restriction;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::named::named;
use crate::period::Period;

named! {
    /// What kind of authority gave it (LGAMVLV arts. 27–28).
    OrderKind {
        /// The prosecutor, an administrative or a police authority (28-I).
        Administrative = "administrative",
        /// A court (28-II).
        Jurisdictional = "jurisdictional",
        /// Another judicial measure that protects somebody from him.
        OtherJudicial = "other-judicial",
    }
}

/// How long the law lets an order last: a dated row of a catalogue, so that a reform is a new row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// For orders that start on these days.
    pub valid: Period,
    /// Days that it may last.
    pub days: u32,
    /// Days that one extension may add.
    pub extension_days: u32,
    /// Article and date.
    pub source: String,
}

/// The rows that a new installation begins with: LGAMVLV art. 28 as reformed DOF 18-03-2021.
#[must_use]
pub fn first_terms() -> Vec<Terms> {
    let from = NaiveDate::from_ymd_opt(2021, 3, 18).expect("a day of the calendar");
    let source = "LGAMVLV 28, DOF 18-03-2021".to_owned();
    vec![Terms { valid: Period { from, until: None }, days: 60, extension_days: 30, source }]
}

/// The row for an order that starts on `day`.
#[must_use]
pub fn terms_on(terms: &[Terms], day: NaiveDate) -> Option<&Terms> {
    terms.iter().find(|row| row.valid.contains(day))
}

/// Until when an order lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// Through that day.
    #[serde(rename = "on")]
    On(NaiveDate),
    /// As long as the investigation or the risk lasts.
    #[serde(rename = "while-lasts")]
    WhileLasts,
}

impl End {
    fn is_before(self, day: NaiveDate) -> bool {
        matches!(self, Self::On(last) if last < day)
    }
}

/// One extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its end.
    pub end: End,
}

/// The dates of a protection order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionOrder {
    /// What kind of authority gave it.
    pub kind: OrderKind,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its end, without extensions.
    pub end: End,
    /// Extensions, in order.
    pub extensions: Vec<Extension>,
    /// He has, or is said to have, weapons.
    pub has_weapons: bool,
}

named! {
    /// What is wrong in the dates, so that they cannot be saved.
    OrderMistake {
        /// The order ends before it starts.
        EndBeforeStart = "end-before-start",
        /// An extension ends before it starts.
        ExtensionEndBeforeStart = "extension-end-before-start",
    }
}

named! {
    /// What is odd in the dates: shown, never refused.
    OrderWarning {
        /// Longer than the terms of its day.
        LongerThanTerms = "longer-than-terms",
        /// An extension is longer than the terms of the order's day.
        ExtensionLongerThanTerms = "extension-longer-than-terms",
        /// An extension does not begin the day after what it extends.
        ExtensionNotContiguous = "extension-not-contiguous",
        /// The catalogue has no row for the day on which it starts.
        TermsUnknown = "terms-unknown",
    }
}

/// Where an order stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Starts later.
    ToCome,
    /// In force.
    InForce,
    /// In force, and ends soon.
    Expires {
        /// Days left; 0 on the last one.
        in_days: i64,
    },
    /// Ended.
    Expired {
        /// Its last day.
        ended_on: NaiveDate,
    },
}

/// Days before the end on which a warning begins. Ours, editable.
pub const WARN_DAYS: u32 = 15;

impl ProtectionOrder {
    /// The end, with the last extension.
    #[must_use]
    pub fn last_end(&self) -> End {
        self.extensions.last().map_or(self.end, |extension| extension.end)
    }

    /// Where it stands on `day`, expiring when at most `warn_days` are left. A gap before an extension
    /// counts as in force: what errs, errs towards protection.
    ///
    /// ```
    /// # use domain::orders::*; use chrono::NaiveDate;
    /// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    /// // 60 days from 5 March run through 3 May.
    /// let order = ProtectionOrder {
    ///     kind: OrderKind::Administrative, starts_on: day(3, 5), end: End::On(day(5, 3)),
    ///     extensions: vec![], has_weapons: false,
    /// };
    /// assert_eq!(order.state_on(day(4, 1), WARN_DAYS), OrderState::InForce);
    /// assert_eq!(order.state_on(day(5, 1), WARN_DAYS), OrderState::Expires { in_days: 2 });
    /// assert_eq!(order.state_on(day(5, 4), WARN_DAYS), OrderState::Expired { ended_on: day(5, 3) });
    /// ```
    #[must_use]
    pub fn state_on(&self, day: NaiveDate, warn_days: u32) -> OrderState {
        if day < self.starts_on {
            return OrderState::ToCome;
        }
        let End::On(last) = self.last_end() else { return OrderState::InForce };
        let in_days = (last - day).num_days();
        match in_days {
            ..0 => OrderState::Expired { ended_on: last },
            _ if in_days <= i64::from(warn_days) => OrderState::Expires { in_days },
            _ => OrderState::InForce,
        }
    }

    /// Whether it binds him on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        matches!(self.state_on(day, 0), OrderState::InForce | OrderState::Expires { .. })
    }

    /// What keeps the dates from being saved.
    #[must_use]
    pub fn mistakes(&self) -> Vec<OrderMistake> {
        let own = self.end.is_before(self.starts_on).then_some(OrderMistake::EndBeforeStart);
        let extended = self.extensions.iter().any(|extension| extension.end.is_before(extension.starts_on));
        own.into_iter().chain(extended.then_some(OrderMistake::ExtensionEndBeforeStart)).collect()
    }

    /// What is odd in the dates.
    #[must_use]
    pub fn warnings(&self, terms: &[Terms]) -> Vec<OrderWarning> {
        let mut warnings = Vec::new();
        match terms_on(terms, self.starts_on) {
            None => warnings.push(OrderWarning::TermsUnknown),
            Some(row) => {
                let is_longer = |starts_on, end, days| days_of(starts_on, end) > Some(i64::from(days));
                if is_longer(self.starts_on, self.end, row.days) {
                    warnings.push(OrderWarning::LongerThanTerms);
                }
                if self.extensions.iter().any(|e| is_longer(e.starts_on, e.end, row.extension_days)) {
                    warnings.push(OrderWarning::ExtensionLongerThanTerms);
                }
            }
        }
        let ends = std::iter::once(self.end).chain(self.extensions.iter().map(|extension| extension.end));
        if ends.zip(&self.extensions).any(|(before, extension)| !follows(before, extension.starts_on)) {
            warnings.push(OrderWarning::ExtensionNotContiguous);
        }
        warnings
    }
}

/// The number of days from the first through the last; `None` when it has no last.
fn days_of(starts_on: NaiveDate, end: End) -> Option<i64> {
    match end {
        End::On(last) => Some((last - starts_on).num_days() + 1),
        End::WhileLasts => None,
    }
}

fn follows(before: End, starts_on: NaiveDate) -> bool {
    matches!(before, End::On(last) if last.checked_add_days(Days::new(1)) == Some(starts_on))
}

#[cfg(test)]
mod tests {
    use super::{
        End, Extension, OrderKind, OrderMistake, OrderState, OrderWarning, ProtectionOrder, first_terms,
    };
    use chrono::NaiveDate;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// 60 days from 5 March, extended.
    fn order(extensions: &[(NaiveDate, End)]) -> ProtectionOrder {
        ProtectionOrder {
            kind: OrderKind::Administrative,
            starts_on: day(3, 5),
            end: End::On(day(5, 3)),
            extensions: extensions.iter().map(|&(starts_on, end)| Extension { starts_on, end }).collect(),
            has_weapons: false,
        }
    }

    fn warnings(order: &ProtectionOrder) -> Vec<OrderWarning> {
        assert_eq!(order.mistakes(), []);
        order.warnings(&first_terms())
    }

    #[test]
    fn sixty_days_and_thirty_more_are_in_order() {
        assert_eq!(warnings(&order(&[(day(5, 4), End::On(day(6, 2)))])), []);
        assert_eq!(warnings(&order(&[(day(5, 4), End::WhileLasts)])), []);
    }

    #[test]
    fn a_day_more_than_the_terms_is_a_warning() {
        let longer = ProtectionOrder { end: End::On(day(5, 4)), ..order(&[]) };
        assert_eq!(warnings(&longer), [OrderWarning::LongerThanTerms]);
        let extended = order(&[(day(5, 4), End::On(day(6, 3)))]);
        assert_eq!(warnings(&extended), [OrderWarning::ExtensionLongerThanTerms]);
        let unknown = ProtectionOrder { starts_on: NaiveDate::from_ymd_opt(2021, 3, 17).unwrap(), ..longer };
        assert_eq!(warnings(&unknown), [OrderWarning::TermsUnknown]);
    }

    #[test]
    fn an_extension_begins_the_day_after() {
        for starts_on in [day(5, 3), day(5, 5)] {
            let apart = order(&[(starts_on, End::On(day(6, 1)))]);
            assert_eq!(warnings(&apart), [OrderWarning::ExtensionNotContiguous]);
        }
    }

    #[test]
    fn nothing_ends_before_it_starts() {
        let backwards = ProtectionOrder { end: End::On(day(3, 4)), ..order(&[]) };
        assert_eq!(backwards.mistakes(), [OrderMistake::EndBeforeStart]);
        let one_day = ProtectionOrder { end: End::On(day(3, 5)), ..order(&[]) };
        assert_eq!(one_day.mistakes(), []);
        let extended = order(&[(day(5, 4), End::On(day(5, 3)))]);
        assert_eq!(extended.mistakes(), [OrderMistake::ExtensionEndBeforeStart]);
    }

    #[test]
    fn an_order_comes_into_force_nears_its_end_and_expires() {
        let state = |on| order(&[]).state_on(on, 15);
        assert_eq!(state(day(3, 4)), OrderState::ToCome);
        assert_eq!(state(day(3, 5)), OrderState::InForce);
        assert_eq!(state(day(4, 17)), OrderState::InForce, "16 days are left");
        assert_eq!(state(day(4, 18)), OrderState::Expires { in_days: 15 });
        assert_eq!(state(day(5, 3)), OrderState::Expires { in_days: 0 });
        assert_eq!(state(day(5, 4)), OrderState::Expired { ended_on: day(5, 3) });
        assert!(order(&[]).is_in_force(day(5, 3)) && !order(&[]).is_in_force(day(5, 4)));
    }

    #[test]
    fn an_extension_moves_the_end_and_a_gap_counts_as_in_force() {
        let extended = order(&[(day(5, 6), End::On(day(6, 4)))]);
        assert_eq!(extended.state_on(day(5, 5), 15), OrderState::InForce);
        let open = order(&[(day(5, 4), End::WhileLasts)]);
        assert_eq!(open.state_on(day(12, 31), 15), OrderState::InForce);
    }
}
