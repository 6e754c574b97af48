//! Letters about a case other than reports: the service stands still, the answer to a referral, a referral out.
//! They tell the other side what it needs to act, and nothing of what a man said.

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    letter::{EntryRefs, Letter, Oficio},
    text::{clock_time, day_and_date, long_date},
};

/// Why the centre cannot give the service. A man's own causes (illness, custody) are not told by this letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CentreCause {
    /// No funds or no staff.
    NoFunds,
    /// Hurricane or other disaster.
    Disaster,
}

/// The service stands still by the centre's cause. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct Suspension {
    /// From whom, to whom, number, date, basis.
    pub oficio: Oficio,
    /// The order's references.
    pub refs: EntryRefs,
    /// Full name.
    pub participant: String,
    /// The centre's cause.
    pub cause: CentreCause,
    /// First day without service.
    pub since: NaiveDate,
    /// When it is expected to go on.
    pub expected_return: Option<NaiveDate>,
}

/// What the centre decided on a referral.
#[derive(Clone)]
pub enum Answer {
    /// It takes him; the interview, when it is booked.
    Accepted(Option<NaiveDateTime>),
    /// It needs more: one thing a line.
    MoreAsked(Vec<String>),
    /// It does not take him, and why.
    Refused(String),
}

/// The answer to who referred him. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct ReferralAnswer {
    /// From whom, to whom, number, date, basis.
    pub oficio: Oficio,
    /// The referral's references.
    pub refs: EntryRefs,
    /// Full name.
    pub participant: String,
    /// What was decided.
    pub answer: Answer,
}

/// A referral out, to another service. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct ReferralOut {
    /// From whom, to whom, number, date, basis.
    pub oficio: Oficio,
    /// Full name.
    pub participant: String,
    /// What is asked for: "valoración médica".
    pub asked: String,
    /// Where the answer is to be sent: a telephone or address of the centre.
    pub answer_to: String,
}

impl Suspension {
    /// The letter that tells it.
    pub fn letter(&self) -> Letter {
        let cause = match self.cause {
            CentreCause::NoFunds => "falta de recursos o de personal",
            CentreCause::Disaster => "un desastre que impide dar las sesiones",
        };
        let back = match self.expected_return {
            Some(day) => format!("Se prevé reanudarlo el {}.", long_date(day)),
            None => "Aún no hay fecha para reanudarlo; se le informará en cuanto la haya.".to_owned(),
        };
        let paragraphs = vec![
            format!(
                "{} informo que el servicio a {} está suspendido desde el {} por una causa de este Centro: {cause}. {back}",
                self.refs.opening(),
                self.participant,
                long_date(self.since)
            ),
            "La suspensión no es atribuible a la persona: el tiempo que dure no se cuenta como falta ni como abandono \
             del proceso. Al reanudarse el servicio se le comunicará la nueva fecha prevista de conclusión."
                .to_owned(),
        ];
        plain(&self.oficio, "Suspensión del servicio por causa del Centro", paragraphs)
    }
}

impl ReferralAnswer {
    /// The letter that gives it.
    pub fn letter(&self) -> Letter {
        let (opening, name) = (self.refs.opening(), &self.participant);
        let (subject, paragraphs) = match &self.answer {
            Answer::Accepted(interview) => (
                "Canalización aceptada",
                vec![
                    format!("{opening} informo que este Centro acepta la canalización de {name}."),
                    match interview {
                        Some(at) => format!(
                            "Se programó una entrevista para el {}, a las {}.",
                            day_and_date(at.date()),
                            clock_time(*at)
                        ),
                        None => "Se le buscará para acordar la fecha de una entrevista.".to_owned(),
                    },
                    "La atención es gratuita.".to_owned(),
                ],
            ),
            Answer::MoreAsked(things) => (
                "Se solicita información sobre una canalización",
                [format!(
                    "{opening} informo que para resolver sobre la canalización de {name} este Centro necesita:"
                )]
                .into_iter()
                .chain(things.iter().map(|thing| format!("- {thing}")))
                .chain(["La canalización queda pendiente hasta recibir su respuesta.".to_owned()])
                .collect(),
            ),
            Answer::Refused(reason) => (
                "Canalización no aceptada",
                vec![
                    format!("{opening} informo que este Centro no puede aceptar la canalización de {name}."),
                    format!("Motivo: {reason}"),
                ],
            ),
        };
        plain(&self.oficio, subject, paragraphs)
    }
}

impl ReferralOut {
    /// The letter that sends him.
    pub fn letter(&self) -> Letter {
        let paragraphs = vec![
            format!(
                "Por este medio solicito su apoyo para la atención de {}. Se pide: {}.",
                self.participant,
                self.asked.trim_end_matches('.')
            ),
            format!(
                "Agradeceré que informe si puede atenderle y, en su caso, la fecha de la primera cita, a: {}.",
                self.answer_to.trim_end_matches('.')
            ),
        ];
        plain(&self.oficio, "Canalización para su atención", paragraphs)
    }
}

fn plain(oficio: &Oficio, subject: &str, paragraphs: Vec<String>) -> Letter {
    Letter {
        oficio: oficio.clone(),
        subject: subject.to_owned(),
        paragraphs,
        facts: Vec::new(),
        attendance: Vec::new(),
        warning: None,
    }
}
