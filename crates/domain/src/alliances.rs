//! Alliances: agreements (convenios) with institutions, what each side promised, and whether it is kept.
//!
//! A commitment is judged from what was done (referrals answered, reports delivered, places given),
//! never from an opinion. Figures are those of the agreement; none is assumed.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ids::InstitutionId;
use crate::named::named;
use crate::period::Period;
use crate::referrals::Party;

named! {
    /// What an institution is.
    InstitutionKind {
        /// Juzgado, tribunal.
        Court = "court",
        /// Fiscalía.
        Prosecutor = "prosecutor",
        /// Juzgado cívico.
        CivicJudge = "civic-judge",
        /// An authority that supervises measures and suspensions (CNPP arts. 176–177).
        Supervision = "supervision",
        /// A service for women.
        WomensService = "womens-service",
        /// A child-protection office.
        ChildProtection = "child-protection",
        /// A health service.
        Health = "health",
        /// A school.
        School = "school",
        /// A prison.
        Prison = "prison",
        /// An employer.
        Employer = "employer",
        /// Another one.
        Other = "other",
    }
}

named! {
    /// What is promised; its figure is days or a number.
    CommitmentKind {
        /// To answer each referral within so many days.
        AnswerReferrals = "answer-referrals",
        /// To deliver a report at least every so many days.
        ReportEvery = "report-every",
        /// To give so many places in the time of the agreement.
        GivePlaces = "give-places",
    }
}

/// One promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// What.
    pub kind: CommitmentKind,
    /// Who promised it.
    pub by: Party,
    /// Days, or the number of places.
    pub figure: u32,
}

/// An agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The institutions that signed it, besides the centre's.
    pub parties: Vec<InstitutionId>,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// Its last day; `None` while nothing ends it.
    pub expires_on: Option<NaiveDate>,
    /// What each side promised.
    pub commitments: Vec<Commitment>,
}

named! {
    /// What is wrong in an agreement.
    AgreementMistake {
        /// Nobody but the centre signs.
        PartyMissing = "party-missing",
        /// Signed after today.
        SignedInFuture = "signed-in-future",
        /// Ends before it was signed.
        ExpiresBeforeSigned = "expires-before-signed",
        /// A promise without its figure.
        FigureMissing = "figure-missing",
    }
}

/// How many days before its end an agreement asks for attention. Ours.
pub const NOTICE_DAYS: i64 = 60;

named! {
    /// How near the end of an agreement is.
    Expiry {
        /// It has ended.
        Expired = "expired",
        /// At most 30 days are left.
        Within30 = "within-30-days",
        /// At most 60 days are left.
        Within60 = "within-60-days",
    }
}

impl Agreement {
    /// The time in which it holds.
    #[must_use]
    pub fn period(&self) -> Period {
        let open = Period { from: self.signed_on, until: None };
        self.expires_on.map_or(open, |last| Period::through(self.signed_on, last))
    }

    /// What keeps it from being saved.
    #[must_use]
    pub fn mistakes(&self, today: NaiveDate) -> Vec<AgreementMistake> {
        let expires_before = self.expires_on.is_some_and(|last| last < self.signed_on);
        let mistakes = [
            (self.parties.is_empty(), AgreementMistake::PartyMissing),
            (self.signed_on > today, AgreementMistake::SignedInFuture),
            (expires_before, AgreementMistake::ExpiresBeforeSigned),
            (self.commitments.iter().any(|promise| promise.figure == 0), AgreementMistake::FigureMissing),
        ];
        mistakes.into_iter().filter_map(|(holds, mistake)| holds.then_some(mistake)).collect()
    }

    /// How near its end is; `None` when it is far or has none.
    #[must_use]
    pub fn expiry(&self, today: NaiveDate) -> Option<Expiry> {
        match (self.expires_on? - today).num_days() {
            ..0 => Some(Expiry::Expired),
            0..=30 => Some(Expiry::Within30),
            31..=NOTICE_DAYS => Some(Expiry::Within60),
            _ => None,
        }
    }
}

named! {
    /// Whether a promise is kept.
    Verdict {
        /// So far, and at least once.
        Kept = "kept",
        /// At least once it was not.
        Broken = "broken",
        /// There was no occasion, or it is not due.
        NotYet = "not-yet",
    }
}

/// What the promising side did since the agreement began.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deeds {
    /// Referrals that it received, and when it answered each.
    pub referrals: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// Days on which it delivered a report.
    pub reports: Vec<NaiveDate>,
    /// Places that it gave.
    pub places: u32,
}

/// Whether `promise` is kept `today` in an agreement that holds for `period`.
///
/// ```
/// # use domain::{alliances::*, period::Period, referrals::Party}; use chrono::NaiveDate;
/// let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
/// let promise = Commitment { kind: CommitmentKind::AnswerReferrals, by: Party::Centre, figure: 5 };
/// let year = Period { from: day(1), until: None };
/// let answered = |on| Deeds { referrals: vec![(day(2), on)], ..Deeds::default() };
/// assert_eq!(kept(promise, &answered(Some(day(7))), year, day(20)), Verdict::Kept);
/// assert_eq!(kept(promise, &answered(None), year, day(7)), Verdict::NotYet);
/// assert_eq!(kept(promise, &answered(None), year, day(8)), Verdict::Broken);
/// ```
#[must_use]
pub fn kept(promise: Commitment, deeds: &Deeds, period: Period, today: NaiveDate) -> Verdict {
    let after =
        |day: NaiveDate| day.checked_add_days(Days::new(u64::from(promise.figure))).unwrap_or(NaiveDate::MAX);
    // The day on which it is judged: today, or the last day of an agreement that is over.
    let judged_on = period.last_day().map_or(today, |last| last.min(today));
    let is_over = period.last_day().is_some_and(|last| last < today);
    match promise.kind {
        CommitmentKind::AnswerReferrals => {
            let is_late = |&(received, answered): &(NaiveDate, Option<NaiveDate>)| {
                answered.unwrap_or(today) > after(received)
            };
            let is_answered = deeds.referrals.iter().any(|(_, answered)| answered.is_some());
            verdict(is_answered, deeds.referrals.iter().any(is_late))
        }
        CommitmentKind::ReportEvery => {
            let mut days: Vec<_> = deeds.reports.iter().copied().filter(|on| period.contains(*on)).collect();
            let is_reported = !days.is_empty();
            days.extend([period.from, judged_on]);
            days.sort_unstable();
            let is_gap = days.windows(2).any(|pair| pair[1] > after(pair[0]));
            verdict(is_reported, is_gap)
        }
        CommitmentKind::GivePlaces => {
            let is_reached = deeds.places >= promise.figure;
            verdict(is_reached, is_over && !is_reached)
        }
    }
}

fn verdict(is_kept_once: bool, is_broken: bool) -> Verdict {
    match (is_kept_once, is_broken) {
        (_, true) => Verdict::Broken,
        (true, false) => Verdict::Kept,
        (false, false) => Verdict::NotYet,
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, AgreementMistake, Commitment, CommitmentKind, Deeds, Expiry, Verdict, kept};
    use crate::ids::InstitutionId;
    use crate::referrals::Party;
    use chrono::{Days, NaiveDate};
    use uuid::Uuid;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn promise(kind: CommitmentKind, figure: u32) -> Commitment {
        Commitment { kind, by: Party::Institution, figure }
    }

    /// Signed on 1 March, ends on 30 June.
    fn agreement() -> Agreement {
        Agreement {
            parties: vec![InstitutionId(Uuid::from_u128(1))],
            signed_on: day(3, 1),
            expires_on: Some(day(6, 30)),
            commitments: vec![promise(CommitmentKind::AnswerReferrals, 5)],
        }
    }

    fn judged(kind: CommitmentKind, figure: u32, deeds: &Deeds, today: NaiveDate) -> Verdict {
        kept(promise(kind, figure), deeds, agreement().period(), today)
    }

    #[test]
    fn an_agreement_has_another_party_dates_in_order_and_figures() {
        assert_eq!(agreement().mistakes(day(3, 1)), []);
        let wrong = Agreement {
            parties: vec![],
            expires_on: Some(day(2, 28)),
            commitments: vec![promise(CommitmentKind::GivePlaces, 0)],
            ..agreement()
        };
        assert_eq!(wrong.mistakes(day(2, 28)), AgreementMistake::ALL);
    }

    #[test]
    fn an_agreement_nears_its_end_at_60_and_at_30_days() {
        let left = |days| agreement().expiry(day(6, 30) - Days::new(days));
        assert_eq!(left(61), None);
        assert_eq!((left(60), left(31)), (Some(Expiry::Within60), Some(Expiry::Within60)));
        assert_eq!((left(30), left(0)), (Some(Expiry::Within30), Some(Expiry::Within30)));
        assert_eq!(agreement().expiry(day(7, 1)), Some(Expiry::Expired));
        assert_eq!(Agreement { expires_on: None, ..agreement() }.expiry(day(7, 1)), None);
    }

    #[test]
    fn one_late_answer_breaks_the_promise_to_answer() {
        let judge = |answered: &[Option<NaiveDate>]| {
            let referrals = answered.iter().map(|&answered| (day(3, 2), answered)).collect();
            let deeds = Deeds { referrals, ..Deeds::default() };
            judged(CommitmentKind::AnswerReferrals, 5, &deeds, day(3, 7))
        };
        assert_eq!(judge(&[]), Verdict::NotYet);
        assert_eq!(judge(&[Some(day(3, 7)), None]), Verdict::Kept);
        assert_eq!(judge(&[Some(day(3, 7)), Some(day(3, 8))]), Verdict::Broken);
    }

    #[test]
    fn reports_come_at_least_as_often_as_promised_until_the_end() {
        let judge = |reports: &[NaiveDate], today| {
            let deeds = Deeds { reports: reports.to_vec(), ..Deeds::default() };
            judged(CommitmentKind::ReportEvery, 30, &deeds, today)
        };
        assert_eq!(judge(&[], day(3, 31)), Verdict::NotYet);
        assert_eq!(judge(&[], day(4, 1)), Verdict::Broken);
        assert_eq!(judge(&[day(3, 31)], day(4, 30)), Verdict::Kept);
        assert_eq!(judge(&[day(3, 31)], day(5, 1)), Verdict::Broken);
        let monthly = [day(3, 31), day(4, 30), day(5, 30), day(6, 29)];
        assert_eq!(judge(&monthly, day(12, 1)), Verdict::Kept, "nothing is owed after the end");
    }

    #[test]
    fn places_may_be_given_until_the_last_day() {
        let judge = |places, today| {
            judged(CommitmentKind::GivePlaces, 10, &Deeds { places, ..Deeds::default() }, today)
        };
        assert_eq!(judge(10, day(3, 2)), Verdict::Kept);
        assert_eq!(judge(9, day(6, 30)), Verdict::NotYet);
        assert_eq!(judge(9, day(7, 1)), Verdict::Broken);
    }
}
