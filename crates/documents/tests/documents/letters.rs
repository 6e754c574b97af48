//! Letters to authorities, the slip of an appointment, texts to sign.

use std::process::Command;

use crate::samples::{PRESS, at, letterhead, now, on, pages_of, print, text_of};
use documents::{
    case_letters::{Answer, CentreCause, ReferralAnswer, ReferralOut, Suspension},
    certificate::Signatory,
    compliance::{ComplianceReport, Counts, Kind, Stage, WARNING_CNPP_196},
    letter::{AttendanceLine, EntryRefs, Letter, Oficio, render},
    mandatory_report::{self, MandatoryReport},
    roll::Mark,
    service_text::{self, ServiceText},
    slip::{self, Slip},
};

const MAN: &str = "Joaquín Pech Tuz";

fn oficio() -> Oficio {
    Oficio {
        letterhead: letterhead(),
        number: Some("OPB/041/2026".into()),
        place: "Chetumal, Quintana Roo".into(),
        dated_on: on(2026, 7, 3),
        recipient: vec![
            "Lcda. Ofelia Ek Cámara".into(),
            "Jueza de Control del Distrito Judicial de Ejemplo".into(),
            "Poder Judicial del Estado de Ejemplo".into(),
        ],
        legal_basis: "artículo 1 de la Ley de Ejemplo.".into(),
        signatory: Signatory { name: "Bruno Chan Poot".into(), post: "Coordinador del Centro".into() },
        copies: vec!["Expediente.".into(), "Minutario.".into()],
        made_at: now(),
    }
}

fn refs() -> EntryRefs {
    EntryRefs {
        authority: "Juzgado de Control de Ejemplo".into(),
        oficio: Some("JC/112/2026".into()),
        file_number: Some("CP-58/2026".into()),
    }
}

fn report(kind: Kind, sessions: u32) -> ComplianceReport {
    let line = |number: u32| {
        let (mark, minutes) = match number % 7 {
            3 => (Mark::Late, 120),
            5 => (Mark::Excused, 0),
            6 => (Mark::Unexcused, 0),
            _ => (Mark::Present, 150),
        };
        let held_on = on(2026, 1, 8) + chrono::TimeDelta::weeks(i64::from(number) - 1);
        AttendanceLine { number, held_on, mark, minutes }
    };
    ComplianceReport {
        oficio: oficio(),
        kind,
        refs: refs(),
        participant: MAN.into(),
        period: (on(2026, 1, 8), on(2026, 6, 25)),
        stage: Stage::Active,
        prescribed: 16,
        counts: Counts { offered: 14, attended: 10, excused: 2, unexcused: 2, minutes: 1440 },
        lines: (1..=sessions).map(line).collect(),
        next_on: Some(on(2026, 7, 9)),
    }
}

fn suspension() -> Suspension {
    Suspension {
        oficio: oficio(),
        refs: refs(),
        participant: MAN.into(),
        cause: CentreCause::NoFunds,
        since: on(2026, 6, 1),
        expected_return: Some(on(2026, 8, 3)),
    }
}

fn answer(answer: Answer) -> Letter {
    ReferralAnswer { oficio: oficio(), refs: refs(), participant: MAN.into(), answer }.letter()
}

fn mandatory() -> MandatoryReport {
    MandatoryReport {
        oficio: oficio(),
        case_number: "OPB-2026-031".into(),
        participant: Some(MAN.into()),
        known_by: Signatory { name: "Ana Uc Canché".into(), post: "Facilitadora".into() },
        known_at: at(2026, 7, 2, 18, 40),
        happened: vec!["En la sesión del 2 de julio la persona dijo que conserva un arma.".into()],
    }
}

fn appointment() -> Slip {
    Slip {
        letterhead: letterhead(),
        starts_at: at(2026, 3, 12, 17, 30),
        minutes: 60,
        place: "Av. Ejemplo 123, planta baja, sala 2, Chetumal".into(),
        with: "Ana Uc Canché".into(),
        telephone: "983 000 0000".into(),
        made_at: now(),
    }
}

fn consent(paragraphs: usize) -> ServiceText {
    let sentence = "Lo que usted diga se guarda con reserva; este texto de prueba repite su contenido para llenar hojas. ";
    ServiceText {
        letterhead: letterhead(),
        title: "Consentimiento informado".into(),
        version: 3,
        body: format!(
            "# En qué consiste\n{}# Límites de la confidencialidad\n- Un delito probable se informa.\n- La violencia contra niñas y niños se informa.\n",
            format!("{}\n", sentence.repeat(3)).repeat(paragraphs)
        ),
        participant: MAN.into(),
        case_number: "OPB-2026-031".into(),
        made_at: now(),
    }
}

fn letter(name: &str, letter: &Letter) -> Vec<u8> {
    print(name, render(&PRESS, letter))
}

fn assert_says(pdf: &[u8], parts: &[&str]) {
    let text = text_of(pdf);
    for part in parts {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
}

/// The structure that a screen reader follows.
fn tags_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdfinfo").arg("-struct").arg(file).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_compliance_report_tells_references_sums_stage_and_warns_of_article_196() {
    let pdf = letter("oficio-cumplimiento", &report(Kind::Compliance, 14).letter());
    assert_says(
        &pdf,
        &[
            "Oficio núm. OPB/041/2026",
            "Informe de cumplimiento",
            "Chetumal, Quintana Roo, a 3 de julio de 2026",
            "Lcda. Ofelia Ek Cámara",
            "PRESENTE",
            "En atención a su oficio JC/112/2026, relativo al expediente CP-58/2026, informo",
            "asistencia de Joaquín Pech Tuz, del 8 de enero al 25 de junio de 2026",
            "Fundamento: artículo 1 de la Ley de Ejemplo.",
            "Sesiones ofrecidas 14",
            "Faltas justificadas 2",
            "Faltas injustificadas 2",
            "Tiempo de asistencia 24 horas",
            "Etapa En proceso",
            "Próxima fecha programada 9 de julio de 2026",
            "22/01/2026 Retardo 120",
            "ATENTAMENTE",
            "Bruno Chan Poot",
            "C. c. p. Minutario.",
            "2026, Año de Ejemplo",
            WARNING_CNPP_196,
        ],
    );
}

#[test]
fn a_report_of_non_compliance_says_how_many_absences_are_unjustified() {
    let pdf = letter("oficio-incumplimiento", &report(Kind::NonCompliance, 14).letter());
    assert_says(&pdf, &["Informe de incumplimiento", "un total de 2 faltas injustificadas"]);
    let compliance = text_of(&letter("c", &report(Kind::Final, 0).letter()));
    assert!(!compliance.contains("un total de") && !compliance.contains("ASISTENCIA REGISTRADA"));
}

#[test]
fn the_report_to_the_authority_has_no_field_for_content() {
    let ComplianceReport {
        oficio: _,
        kind: Kind::Compliance | Kind::NonCompliance | Kind::Progress | Kind::Final,
        refs: EntryRefs { authority: _, oficio: _, file_number: _ },
        participant: _,
        period: (_, _),
        stage: Stage::Waiting | Stage::Active | Stage::Suspended | Stage::Completed | Stage::Withdrawn,
        prescribed: _,
        counts: Counts { offered: _, attended: _, excused: _, unexcused: _, minutes: _ },
        lines,
        next_on: _,
    } = report(Kind::Progress, 1);
    let AttendanceLine { number: _, held_on: _, mark: _, minutes: _ } = lines[0];
}

#[test]
fn sixty_sessions_break_over_pages_and_each_repeats_the_heading() {
    let pdf = letter("oficio-sesenta", &report(Kind::Final, 60).letter());
    let (text, pages) = (text_of(&pdf), pages_of(&pdf));
    assert!(pages >= 3, "{pages}");
    assert!(text.matches("MINUTOS").count() >= pages - 1 && text.contains("25/02/2027"), "{text}");
    assert!(text.contains(&format!("Página {pages} de {pages}")));
}

#[test]
fn a_letter_about_a_suspension_says_the_cause_is_the_centres_and_that_it_is_no_absence() {
    let mut stopped = suspension();
    let pdf = letter("oficio-suspension", &stopped.letter());
    assert_says(
        &pdf,
        &[
            "está suspendido desde el 1.º de junio de 2026",
            "falta de recursos o de personal",
            "Se prevé reanudarlo el 3 de agosto de 2026",
            "no se cuenta como falta",
        ],
    );
    stopped.expected_return = None;
    assert_says(&letter("s", &stopped.letter()), &["Aún no hay fecha para reanudarlo"]);
}

#[test]
fn the_sender_of_a_referral_is_told_accepted_more_information_or_refused() {
    let accepted = letter("oficio-aceptada", &answer(Answer::Accepted(Some(at(2026, 7, 9, 10, 0)))));
    assert_says(
        &accepted,
        &["acepta la canalización de Joaquín Pech Tuz", "jueves 9 de julio de 2026, a las 10:00 h"],
    );
    let more = vec!["Copia de la resolución.".to_owned(), "Fecha en que vence el plazo.".to_owned()];
    let asked = letter("oficio-informacion", &answer(Answer::MoreAsked(more)));
    assert_says(&asked, &["Copia de la resolución.", "queda pendiente hasta recibir su respuesta"]);
    assert_eq!(tags_of(&asked).matches("LI (block)").count(), 2);
    let refused = letter("oficio-rechazada", &answer(Answer::Refused("reside en otro municipio.".into())));
    assert_says(&refused, &["no puede aceptar la canalización", "Motivo: reside en otro municipio."]);
}

#[test]
fn a_referral_out_asks_for_attention_and_where_to_answer() {
    let out = ReferralOut {
        oficio: oficio(),
        participant: MAN.into(),
        asked: "valoración médica.".into(),
        answer_to: "983 000 0000".into(),
    };
    let pdf = letter("oficio-derivacion", &out.letter());
    assert_says(&pdf, &["Se pide: valoración médica.", "primera cita, a: 983 000 0000."]);
}

#[test]
fn a_letter_without_a_number_says_that_it_is_a_draft() {
    let mut draft = suspension();
    draft.oficio.number = None;
    draft.refs.oficio = None;
    draft.refs.file_number = None;
    assert_says(
        &letter("oficio-borrador", &draft.letter()),
        &["sin número (borrador)", "Por este medio informo"],
    );
}

#[test]
fn what_concerns_her_is_printed_only_when_it_is_handed_over() {
    let marker = "MARCADOR-DE-ELLA";
    let with = print("aviso", mandatory_report::render(&PRESS, &mandatory(), Some(marker)));
    assert_says(
        &with,
        &[
            "Ana Uc Canché, Facilitadora",
            "02/07/2026, 18:40 h",
            "conserva un arma",
            "SOBRE LA PERSONA AFECTADA",
            marker,
        ],
    );
    let without = text_of(&print("aviso-sin", mandatory_report::render(&PRESS, &mandatory(), None)));
    assert!(!without.contains(marker) && !without.contains("PERSONA AFECTADA"), "{without}");
}

#[test]
fn the_slip_of_an_appointment_names_neither_service_nor_person_nor_reason() {
    let pdf = print("cita", slip::render(&PRESS, &appointment()));
    assert_says(
        &pdf,
        &[
            "SECRETARÍA DE LAS MUJERES DE EJEMPLO",
            "jueves 12 de marzo de 2026",
            "17:30 h",
            "983 000 0000",
            "gratuito",
        ],
    );
    let plain = text_of(&pdf).to_lowercase();
    for word in ["centro", "violencia", "participante", "entrevista", "sesión", "motivo", "reeduca", "pech"]
    {
        assert!(!plain.contains(word), "«{word}» in: {plain}");
    }
    assert!(!tags_of(&pdf).contains("Figure"), "no logo");
    assert_eq!(pages_of(&pdf), 1);
}

#[test]
fn a_text_to_sign_has_boxes_for_signature_fingerprint_and_two_witnesses() {
    let pdf = print("consentimiento", service_text::render(&PRESS, &consent(2)));
    assert_says(
        &pdf,
        &[
            "Consentimiento informado",
            "LÍMITES DE LA CONFIDENCIALIDAD",
            "La violencia contra niñas y niños se informa.",
            "FIRMA AUTÓGRAFA",
            "HUELLA DACTILAR",
            "PRIMER TESTIGO",
            "SEGUNDO TESTIGO",
            "Consentimiento informado, versión 3 · Expediente OPB-2026-031",
        ],
    );
    assert!(pages_of(&print("consentimiento-largo", service_text::render(&PRESS, &consent(36)))) >= 3);
}

#[test]
fn letters_slips_and_texts_are_archival_and_tagged() {
    let letters = letter("e", &report(Kind::Compliance, 14).letter());
    let sheet = print("m", mandatory_report::render(&PRESS, &mandatory(), Some("x")));
    let (slip, text) = (slip::render(&PRESS, &appointment()), service_text::render(&PRESS, &consent(1)));
    for (pdf, title, tags) in [
        (letters, "Oficio OPB/041/2026", &["H1", "H2", "Table", "TH", "TD", "Figure"][..]),
        (sheet, "Oficio OPB/041/2026", &["H1", "H2", "Table", "TH"]),
        (print("k", slip), "Cita", &["H1"]),
        (print("t", text), "Consentimiento informado, versión 3", &["H1", "H2", "L ", "Figure"]),
    ] {
        let xmp = String::from_utf8_lossy(&pdf);
        for part in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<rdf:li>es-MX<", title]
        {
            assert!(xmp.contains(part), "{title}: {part}");
        }
        let structure = tags_of(&pdf);
        for tag in tags {
            assert!(structure.contains(tag), "{title}: {tag} in {structure}");
        }
    }
}
