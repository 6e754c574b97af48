//! One participant's marks in a form: shown from the roll, read back as an entry, mistakes at their field.

use domain::attendance::roll::{Entry, Line, LineError, Mark};
use domain::ids::EnrolmentId;
use store::attendance::SheetLine;

use crate::{
    i18n::{self, Locale},
    ui::{Badge, Choice, FormView, RollMark, Shell, Tone},
};

/// Usual reasons of an excused absence, by the last part of their key.
const REASONS: [&str; 6] = ["health", "family", "work", "authority", "transport", "other"];
/// Minutes of a session that somebody usually misses when late.
const LATE: [u16; 8] = [5, 10, 15, 20, 30, 45, 60, 90];

/// The names of the fields of one participant.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) mark: String,
    pub(super) late: String,
    pub(super) reason: String,
    pub(super) words: String,
    pub(super) complied: String,
}

impl Fields {
    pub(super) fn of(id: EnrolmentId) -> Self {
        Self {
            mark: format!("marca-{id}"),
            late: format!("retardo-{id}"),
            reason: format!("motivo-{id}"),
            words: format!("detalle-{id}"),
            complied: format!("cumplio-{id}"),
        }
    }

    /// The form with the marks of a line as they stand.
    pub(super) fn fill(&self, form: FormView, line: Option<&Line>, session: u16) -> FormView {
        let Some(line) = line else { return form };
        let mut form = form.with(&self.mark, line.mark.name());
        if let Some(complied) = line.complied {
            form = form.with(&self.complied, if complied { "si" } else { "no" });
        }
        if line.mark == Mark::Late {
            form = form.with(&self.late, session.saturating_sub(line.minutes_present).to_string());
        }
        match line.reason.as_deref() {
            Some(words) if line.mark == Mark::Excused => {
                match REASONS.iter().find(|code| kept(code) == words) {
                    Some(code) => form.with(&self.reason, *code),
                    None => form.with(&self.reason, "other").with(&self.words, words),
                }
            }
            _ => form,
        }
    }

    /// What the form says of the participant; nothing when there is no mark. What this page does not
    /// show of an equal earlier mark is kept.
    pub(super) fn read(&self, form: &FormView, line: &SheetLine, session: u16) -> Option<Entry> {
        let mark = Mark::from_name(form.value(&self.mark))?;
        let earlier = line.line.as_ref().filter(|earlier| earlier.mark == mark);
        let minutes = match mark {
            Mark::Present => earlier.map(|earlier| earlier.minutes_present),
            Mark::Late => form.value(&self.late).parse().ok().map(|missed| session.saturating_sub(missed)),
            Mark::Excused | Mark::Unexcused => None,
        };
        let words = form.value(&self.words);
        let reason = match (mark, form.value(&self.reason)) {
            (Mark::Excused, "" | "other") => words.to_owned(),
            (Mark::Excused, code) if REASONS.contains(&code) && words.is_empty() => kept(code),
            (Mark::Excused, code) if REASONS.contains(&code) => format!("{}: {words}", kept(code)),
            _ => earlier.and_then(|earlier| earlier.reason.clone()).unwrap_or_default(),
        };
        let complied = match form.value(&self.complied) {
            "si" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Some(Entry { enrolment: line.enrolment, mark, minutes, reason, complied })
    }

    /// Notes what is wrong with the line at the field that mends it.
    pub(super) fn fail(&self, form: &mut FormView, error: LineError) {
        match error {
            LineError::LateNeedsMinutes | LineError::MinutesOutOfRange { .. } => {
                form.fail(&self.late, "attendance-mistake-late");
            }
            LineError::AbsentWithMinutes => {
                form.fail(&format!("{}-present", self.mark), "attendance-mistake-absent")
            }
            LineError::ReasonMissing => form.fail(&self.reason, "attendance-mistake-reason"),
        }
    }
}

/// What a button does to the fields that nobody filled in: the others are present; who attended complied.
pub(super) fn spread(button: &str) -> Option<fn(FormView, &Fields) -> FormView> {
    match button {
        "presentes" => Some(|form, fields| form.filled(&fields.mark, "present")),
        "cumplieron" => Some(|form, fields| match Mark::from_name(form.value(&fields.mark)) {
            Some(mark) if mark.is_attendance() => form.filled(&fields.complied, "si"),
            _ => form,
        }),
        _ => None,
    }
}

/// A usual reason as it is kept: in Spanish, whatever the language of the screen.
fn kept(code: &str) -> String {
    i18n::text(Locale::Es, &format!("attendance-reason-{code}"), None)
}

/// The usual reasons to choose from.
pub(super) fn reasons(shell: &Shell) -> Vec<Choice> {
    REASONS.map(|code| Choice::new(code, shell.t(&format!("attendance-reason-{code}")))).into()
}

/// The minutes to choose from: the usual ones and those in the form already.
pub(super) fn late_choices(shell: &Shell, form: &FormView, session: u16) -> Vec<Choice> {
    let there = form.pairs().iter().filter(|(name, _)| name.starts_with("retardo-"));
    let there = there.filter_map(|(_, value)| value.parse::<u16>().ok());
    let mut minutes: Vec<u16> = LATE.into_iter().chain(there).filter(|minutes| *minutes < session).collect();
    minutes.sort_unstable();
    minutes.dedup();
    minutes.into_iter().map(|n| Choice::new(n.to_string(), shell.tn("attendance-minutes", "n", n))).collect()
}

/// The four marks.
pub(super) fn marks(shell: &Shell) -> Vec<RollMark> {
    let mark = |mark: &Mark| RollMark {
        value: mark.name().to_owned(),
        label: mark_text(shell, *mark),
        short: shell.t(&format!("attendance-short-{}", mark.name())),
        tone: tone(*mark),
    };
    Mark::ALL.iter().map(mark).collect()
}

/// The name of a mark.
pub(super) fn mark_text(shell: &Shell, mark: Mark) -> String {
    shell.t(&format!("attendance-mark-{}", mark.name()))
}

fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Present => Tone::Good,
        Mark::Late => Tone::Watch,
        Mark::Excused => Tone::Info,
        Mark::Unexcused => Tone::Bad,
    }
}

/// A mark in one or two words.
pub(super) fn badge(shell: &Shell, mark: Mark) -> Badge {
    Badge::new(tone(mark), mark_text(shell, mark))
}

/// A line in one sentence: «Retardo, 130 minutos»; with compliance when that has been said.
pub(super) fn sentence(shell: &Shell, (mark, minutes, complied): (Mark, u16, Option<bool>)) -> String {
    let mut words = mark_text(shell, mark);
    if mark == Mark::Late {
        words = format!("{words}, {}", shell.tn("attendance-minutes", "n", minutes));
    }
    match complied {
        Some(true) => format!("{words}; {}", shell.t("attendance-complied-so")),
        Some(false) => format!("{words}; {}", shell.t("attendance-not-complied")),
        None => words,
    }
}

/// A kept line in one sentence.
pub(super) fn line_sentence(shell: &Shell, line: &Line) -> String {
    sentence(shell, (line.mark, line.minutes_present, line.complied))
}

/// What may be said of compliance; nothing chosen is «nobody said so».
pub(super) fn compliances(shell: &Shell) -> Vec<Choice> {
    vec![Choice::new("si", shell.t("attendance-yes")), Choice::new("no", shell.t("attendance-no"))]
}

/// What was said of compliance.
pub(super) fn complied_text(shell: &Shell, complied: Option<bool>) -> String {
    shell.t(match complied {
        Some(true) => "attendance-yes",
        Some(false) => "attendance-no",
        None => "attendance-complied-unsaid",
    })
}
