//! What a file must hold before a man is admitted, and before a case ends as completed.
//!
//! Admission waits for privacy notice, legal basis and its evidence (LGPDPPSO 15, 16, 20–22, of
//! 20-03-2025; LGAMVLV 29 for the limits of confidentiality). Completion follows a rule that the
//! centre sets: attendance alone is never enough (standards R11); the model's own rule is not public.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::named::named;

named! {
    /// What entitles the service to keep his data.
    LegalBasis {
        /// An order of an authority, with its document attached (LGPDPPSO 16; LGAMVLV 53).
        Mandate = "mandate",
        /// His express written consent (LGPDPPSO 15).
        Consent = "consent",
    }
}

named! {
    /// What a file lacks.
    Lack {
        /// The privacy notice was not given.
        PrivacyNotice = "privacy-notice",
        /// No legal basis was chosen.
        LegalBasis = "legal-basis",
        /// The basis is an order and its document is not attached.
        OrderDocument = "order-document",
        /// The basis is consent and it is not signed.
        Consent = "consent",
        /// The commitment letter is neither signed nor its refusal recorded.
        CommitmentLetter = "commitment-letter",
        /// The refusal to sign has less than two witnesses.
        Witnesses = "witnesses",
        /// No risk record.
        RiskRecord = "risk-record",
        /// The decision has no reason.
        DecisionReason = "decision-reason",
        /// The completion rule of the programme is not met.
        Dose = "dose",
        /// The goals of his plan are not reached.
        Goals = "goals",
        /// Violence was reported too lately.
        TimeWithoutViolence = "time-without-violence",
        /// No final assessment.
        Assessment = "assessment",
        /// No closing interview.
        ClosingInterview = "closing-interview",
        /// The centre's rule asks for attendance alone.
        MoreThanAttendance = "more-than-attendance",
    }
}

fn lacking(needs: &[(bool, Lack)]) -> Vec<Lack> {
    needs.iter().filter(|(lacks, _)| *lacks).map(|&(_, lack)| lack).collect()
}

/// What the file holds for the decision on admission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AdmissionFile {
    /// The privacy notice was given.
    pub privacy_notice: bool,
    /// The legal basis chosen.
    pub basis: Option<LegalBasis>,
    /// The document of the order is attached.
    pub order_attached: bool,
    /// The consent is signed and not withdrawn.
    pub consent: bool,
    /// The commitment letter is signed.
    pub commitment_letter: bool,
    /// Witnesses of a recorded refusal to sign it.
    pub refusal_witnesses: Option<u8>,
    /// The risk record is complete.
    pub risk_record: bool,
    /// The decision has its reason.
    pub decision_reason: bool,
}

impl AdmissionFile {
    /// What keeps him from being admitted, in the order in which it is done.
    ///
    /// ```
    /// # use domain::cases::readiness::{AdmissionFile, Lack, LegalBasis};
    /// let file = AdmissionFile {
    ///     privacy_notice: true, basis: Some(LegalBasis::Mandate), consent: true,
    ///     refusal_witnesses: Some(2), risk_record: true, decision_reason: true, ..AdmissionFile::default()
    /// };
    /// assert_eq!(file.lacks(), [Lack::OrderDocument], "an order still to be proved is no mandate");
    /// assert!(AdmissionFile { basis: Some(LegalBasis::Consent), ..file }.lacks().is_empty());
    /// ```
    #[must_use]
    pub fn lacks(&self) -> Vec<Lack> {
        let unsigned = !self.commitment_letter;
        lacking(&[
            (!self.privacy_notice, Lack::PrivacyNotice),
            (self.basis.is_none(), Lack::LegalBasis),
            (self.basis == Some(LegalBasis::Mandate) && !self.order_attached, Lack::OrderDocument),
            (self.basis == Some(LegalBasis::Consent) && !self.consent, Lack::Consent),
            (unsigned && self.refusal_witnesses.is_none(), Lack::CommitmentLetter),
            (unsigned && self.refusal_witnesses.is_some_and(|count| count < 2), Lack::Witnesses),
            (!self.risk_record, Lack::RiskRecord),
            (!self.decision_reason, Lack::DecisionReason),
        ])
    }
}

/// What a centre asks before a case ends as completed (standards R11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingRule {
    /// The completion rule of the programme is met.
    pub needs_dose: bool,
    /// The goals of his plan are reached.
    pub needs_goals: bool,
    /// Months without reported violence.
    pub months_without_reported_violence: Option<u8>,
    /// A final assessment.
    pub needs_assessment: bool,
    /// A closing interview.
    pub needs_closing_interview: bool,
}

impl ClosingRule {
    /// Proposal of this project, not official: dose, goals and closing interview.
    pub const PROPOSED: Self = Self {
        needs_dose: true,
        needs_goals: true,
        months_without_reported_violence: None,
        needs_assessment: false,
        needs_closing_interview: true,
    };

    /// Whether it asks for nothing but attendance, which is not enough (R11).
    #[must_use]
    pub fn is_attendance_alone(&self) -> bool {
        !self.needs_goals
            && self.months_without_reported_violence.is_none_or(|months| months == 0)
            && !self.needs_assessment
            && !self.needs_closing_interview
    }
}

/// What the file holds for ending the case as completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClosingFile {
    /// The completion rule of the programme is met.
    pub dose_met: bool,
    /// The goals of his plan are reached.
    pub goals_reached: bool,
    /// The later of the day he began and of the last violence reported by a record.
    pub without_violence_since: Option<NaiveDate>,
    /// The final assessment was made.
    pub assessed: bool,
    /// The closing interview was held.
    pub closing_interview: bool,
}

impl ClosingFile {
    /// What keeps the case from ending as completed on `on`.
    ///
    /// Washington asks for 6 months without reported violence (standards R11): with the last report
    /// of 5 September, 5 March is the first day.
    ///
    /// ```
    /// # use domain::cases::readiness::{ClosingFile, ClosingRule, Lack}; use chrono::NaiveDate;
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// let rule = ClosingRule { months_without_reported_violence: Some(6), ..ClosingRule::PROPOSED };
    /// let file = ClosingFile {
    ///     dose_met: true, goals_reached: true, closing_interview: true,
    ///     without_violence_since: Some(day(2025, 9, 5)), ..ClosingFile::default()
    /// };
    /// assert_eq!(file.lacks(&rule, day(2026, 3, 4)), [Lack::TimeWithoutViolence]);
    /// assert!(file.lacks(&rule, day(2026, 3, 5)).is_empty());
    /// ```
    #[must_use]
    pub fn lacks(&self, rule: &ClosingRule, on: NaiveDate) -> Vec<Lack> {
        let too_soon = |months: u8| {
            let since = self.without_violence_since;
            since
                .and_then(|day| day.checked_add_months(Months::new(months.into())))
                .is_none_or(|end| on < end)
        };
        lacking(&[
            (rule.is_attendance_alone(), Lack::MoreThanAttendance),
            (rule.needs_dose && !self.dose_met, Lack::Dose),
            (rule.needs_goals && !self.goals_reached, Lack::Goals),
            (rule.months_without_reported_violence.is_some_and(too_soon), Lack::TimeWithoutViolence),
            (rule.needs_assessment && !self.assessed, Lack::Assessment),
            (rule.needs_closing_interview && !self.closing_interview, Lack::ClosingInterview),
        ])
    }
}
