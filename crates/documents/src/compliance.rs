//! The report to the authority on compliance: references, dates, marks, sums, a stage. Facts only.
//!
//! [`ComplianceReport`] has no field for what was said or done in a session, and none for free words: what a
//! conditional suspension produces cannot be used if the process goes on (CNPP art. 196, last paragraph, text with the
//! reform DOF 28-11-2025), and attendance is all that the authority needs.

use chrono::NaiveDate;

use crate::{
    letter::{AttendanceLine, EntryRefs, Letter, Oficio},
    text::{counted, duration, long_date, period},
};

/// What every report to an authority warns of, in our words.
pub const WARNING_CNPP_196: &str = "Advertencia. Si el proceso deriva de una suspensión condicional, la información \
    que ésta genera no puede utilizarse en caso de que el proceso penal continúe (artículo 196, último párrafo, del \
    Código Nacional de Procedimientos Penales). Por ello este informe contiene sólo hechos de asistencia.";

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// «Informe de cumplimiento».
    Compliance,
    /// «Informe de incumplimiento».
    NonCompliance,
    /// «Informe de avance».
    Progress,
    /// «Informe final».
    Final,
}

/// How far a man is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Admitted, not begun.
    Waiting,
    /// Takes part.
    Active,
    /// Stands still, with a cause.
    Suspended,
    /// Has completed.
    Completed,
    /// Has left.
    Withdrawn,
}

/// Sums over the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Sessions offered to him.
    pub offered: u32,
    /// Attended, late or not.
    pub attended: u32,
    /// Justified absences.
    pub excused: u32,
    /// Unjustified absences: only these are breach (CNPP art. 210, text with the reform DOF 28-11-2025).
    pub unexcused: u32,
    /// Minutes present.
    pub minutes: u32,
}

/// All that a report on compliance can tell. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct ComplianceReport {
    /// From whom, to whom, number, date, basis.
    pub oficio: Oficio,
    /// Which report.
    pub kind: Kind,
    /// The order's references.
    pub refs: EntryRefs,
    /// Full name.
    pub participant: String,
    /// First and last day that it is about.
    pub period: (NaiveDate, NaiveDate),
    /// How far he is.
    pub stage: Stage,
    /// Sessions of the programme version.
    pub prescribed: u32,
    /// Sums.
    pub counts: Counts,
    /// Session by session.
    pub lines: Vec<AttendanceLine>,
    /// The next session or appointment, when there is one.
    pub next_on: Option<NaiveDate>,
}

impl ComplianceReport {
    /// The letter that tells it.
    pub fn letter(&self) -> Letter {
        let (from, through) = self.period;
        let opening = format!(
            "{} informo los hechos que constan en los registros de este Centro sobre la asistencia de {}, {}.",
            self.refs.opening(),
            self.participant,
            period(from, through)
        );
        let breach = (self.kind == Kind::NonCompliance).then(|| {
            let absences = counted(self.counts.unexcused, "falta injustificada", "faltas injustificadas");
            format!("En ese período se registró un total de {absences}. Las faltas justificadas se cuentan aparte.")
        });
        Letter {
            oficio: self.oficio.clone(),
            subject: self.kind.subject().to_owned(),
            paragraphs: [Some(opening), breach].into_iter().flatten().collect(),
            facts: self.facts(),
            attendance: self.lines.clone(),
            warning: Some(WARNING_CNPP_196),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let counts = self.counts;
        let mut facts = self.refs.facts();
        facts.extend([
            ("Etapa", self.stage.words().to_owned()),
            ("Sesiones del programa", self.prescribed.to_string()),
            ("Sesiones ofrecidas", counts.offered.to_string()),
            ("Asistencias, con retardo o sin él", counts.attended.to_string()),
            ("Faltas justificadas", counts.excused.to_string()),
            ("Faltas injustificadas", counts.unexcused.to_string()),
            ("Tiempo de asistencia", duration(counts.minutes)),
        ]);
        facts.extend(self.next_on.map(|day| ("Próxima fecha programada", long_date(day))));
        facts
    }
}

impl Kind {
    fn subject(self) -> &'static str {
        match self {
            Self::Compliance => "Informe de cumplimiento",
            Self::NonCompliance => "Informe de incumplimiento",
            Self::Progress => "Informe de avance",
            Self::Final => "Informe final",
        }
    }
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::Waiting => "En lista de espera",
            Self::Active => "En proceso",
            Self::Suspended => "En suspensión, con causa",
            Self::Completed => "Con conclusión del programa",
            Self::Withdrawn => "Baja antes de la conclusión",
        }
    }
}
