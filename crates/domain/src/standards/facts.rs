//! What the rules of a standard look at: the facts of one man's case, of his group and of his centre
//! on one day. Plain data without names and without free text; only what one of the 18 rules needs.
//!
//! Whoever makes them leaves out what has not happened by `today`, and gives sessions and dates in order.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::attendance::roll::Mark;
use crate::ids::{StaffId, UserId};
use crate::named::named;
use crate::period::Period;

/// All that is known on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// The day on which is judged.
    pub today: NaiveDate,
    /// The day on which the programme began for him, if it has.
    pub started: Option<NaiveDate>,
    /// The end of the case, if it has ended; to ask «could he be closed as completed today?» put it here.
    pub ended: Option<Ending>,
    /// The order of an authority, if one is said to exist; without it he came by himself.
    pub order: Option<Order>,
    /// The sessions held so far to which he belonged, in order of date.
    pub sessions: Vec<SessionFact>,
    /// Stretches that never count as absence, break or dropout.
    pub suspensions: Vec<Period>,
    /// Breaks that somebody approved.
    pub approved_breaks: Vec<ApprovedBreak>,
    /// Days on which somebody of the centre spoke with him or tried to, in order.
    pub contacts: Vec<NaiveDate>,
    /// Non-compliances, and what was told to the authority.
    pub authority_notices: Vec<AuthorityNotice>,
    /// What happened that the women's service has to know.
    pub service_notices: Vec<ServiceNotice>,
    /// Days on which his plan was reviewed, in order.
    pub plan_reviews: Vec<NaiveDate>,
    /// Days on which a progress report went to the authority, in order.
    pub progress_reports: Vec<NaiveDate>,
    /// Whether the goals of his plan are met; `None` while nobody has said so.
    pub goals_met: Option<bool>,
    /// The day of the assessment at the end.
    pub assessed_on: Option<NaiveDate>,
    /// The last violence or threat reported, by whatever source.
    pub last_violence_on: Option<NaiveDate>,
    /// Earlier episodes and transfers, in order.
    pub earlier: Vec<Earlier>,
    /// The centre.
    pub centre: CentreFacts,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Ending {
    /// When.
    pub on: NaiveDate,
    /// As completed; otherwise withdrawn, transferred, …
    pub is_completed: bool,
}

/// The order of an authority that makes the service compulsory (LGAMVLV art. 53).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// Its document is attached; until then nothing compulsory follows (orden por acreditar).
    pub is_attached: bool,
    /// The day by which he has to be done.
    pub deadline: Option<NaiveDate>,
}

/// One session held, for him.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct SessionFact {
    /// Its number.
    pub number: u16,
    /// Its day.
    pub on: NaiveDate,
    /// With the group; otherwise with him alone.
    pub is_group: bool,
    /// His mark; `None` while the roll is owed, which is never an absence.
    pub mark: Option<Mark>,
    /// Minutes he was there.
    pub minutes_present: u16,
    /// Minutes of breaks.
    pub break_minutes: u16,
    /// Minutes the session lasts, breaks included.
    pub prescribed_minutes: u16,
    /// How many participants were there.
    pub head_count: Option<u16>,
    /// How many participants belonged to the group that day.
    pub group_size: Option<u16>,
    /// How many facilitators held it: 0 to 2.
    pub facilitators: Option<u8>,
    /// A woman and a man held it.
    pub is_mixed_pair: Option<bool>,
    /// The day on which evidence of his excuse was handed in.
    pub excuse_on: Option<NaiveDate>,
}

/// A break that a supervisor approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ApprovedBreak {
    /// Which days.
    pub days: Period,
    /// By whom.
    pub by: UserId,
}

named! {
    /// In what he did not comply.
    NonCompliance {
        /// Absences without a reason.
        Absences = "absences",
        /// A rule of the programme or of his commitment.
        Rules = "rules",
        /// Violence or a threat while in the service.
        Violence = "violence",
    }
}

/// A non-compliance that the ordering authority has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct AuthorityNotice {
    /// In what.
    pub what: NonCompliance,
    /// The day from which the term runs.
    pub since: NaiveDate,
    /// When the notice went out.
    pub sent_on: Option<NaiveDate>,
}

named! {
    /// Why the women's service has to know.
    NoticeReason {
        /// He was accepted.
        Accepted = "accepted",
        /// He was refused.
        Refused = "refused",
        /// He dropped out.
        Dropped = "dropped",
        /// He was discharged.
        Discharged = "discharged",
        /// He disclosed a threat.
        Threat = "threat",
    }
}

/// Something the women's service has to know. Nothing comes back from there: what counts is our outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ServiceNotice {
    /// What.
    pub reason: NoticeReason,
    /// When it happened.
    pub on: NaiveDate,
    /// When the row of the outbox was made.
    pub queued_on: Option<NaiveDate>,
}

named! {
    /// How he came to this episode.
    EarlierKind {
        /// He had left, and came back.
        Reentry = "reentry",
        /// Another centre sent him on.
        Transfer = "transfer",
    }
}

/// An earlier episode or a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Earlier {
    /// Which of both.
    pub kind: EarlierKind,
    /// When he came.
    pub on: NaiveDate,
    /// Minutes received before that count on; `None` while not decided.
    pub kept_minutes: Option<u32>,
}

/// The centre, and who works with him.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CentreFacts {
    /// Since when the centre gives the service.
    pub since: NaiveDate,
    /// Rest days that the state or the centre adds to those of the law.
    pub rest_days: Vec<NaiveDate>,
    /// Internal audits, in order.
    pub audits: Vec<Audit>,
    /// Who leads his group or sees him.
    pub staff: Vec<StaffFacts>,
    /// The first day on which the agreement with a women's service no longer counts; `None`: there is none.
    pub agreement_expires_on: Option<NaiveDate>,
    /// Data of hers lie in his file.
    pub her_data_in_his_file: Since,
    /// Women are attended in the same place.
    pub same_place: Since,
}

/// An internal audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Audit {
    /// When.
    pub on: NaiveDate,
    /// A group was observed directly.
    pub observed_a_group: bool,
    /// A sample of files was read.
    pub sampled_files: bool,
}

/// One member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct StaffFacts {
    /// Who.
    pub staff: StaffId,
    /// Since when with him or his group.
    pub since: NaiveDate,
    /// Hours of training before.
    pub training_hours: Option<u16>,
    /// Groups observed before.
    pub observed_groups: Option<u16>,
    /// The first day on which the check for sanctions no longer counts; `None`: there is none.
    pub check_expires_on: Option<NaiveDate>,
    /// Sanctioned for violence.
    #[serde(default)]
    pub sanctioned: Since,
    /// Also attends the woman.
    #[serde(default)]
    pub attends_her: Since,
}

/// Whether something that must not be is so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Nobody has looked.
    #[default]
    Unknown,
    /// It is not.
    Never,
    /// It is, since that day.
    Day(NaiveDate),
}

impl SessionFact {
    /// He was there; late counts.
    #[must_use]
    pub fn is_attended(&self) -> bool {
        self.mark.is_some_and(Mark::is_attendance)
    }

    /// Minutes of contact: those he was there, without breaks.
    #[must_use]
    pub fn contact_minutes(&self) -> u32 {
        if self.is_attended() {
            u32::from(self.minutes_present.saturating_sub(self.break_minutes))
        } else {
            0
        }
    }
}

impl Facts {
    /// Whether `day` lies in a suspension.
    #[must_use]
    pub fn is_suspended(&self, day: NaiveDate) -> bool {
        self.suspensions.iter().any(|period| period.contains(day))
    }

    /// The days strictly between two days that no suspension covers.
    pub(super) fn days_between(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        from.iter_days().skip(1).take_while(move |day| *day < to).filter(|day| !self.is_suspended(*day))
    }

    /// The day on which he is judged last: the end of the case, or today.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.ended.map_or(self.today, |ending| ending.on)
    }

    /// Completed on that day, if he was.
    pub(super) fn completed_on(&self) -> Option<NaiveDate> {
        self.ended.filter(|ending| ending.is_completed).map(|ending| ending.on)
    }
}
