//! Sample data, and what poppler's tools see in a PDF.

use std::{
    path::Path,
    process::Command,
    sync::{LazyLock, Mutex},
};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use documents::{
    Accent, Letterhead, Logo, LogoFormat, Press, PressError,
    certificate::{Audience, CertificateData, Dose, Kind, Signatory},
    plan_sheet::{Activity, PlanSheetData, SessionSheet},
    roll::{BlankRollData, HeldLine, HeldRollData, Mark, SessionFacts},
};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use uuid::Uuid;
use vault::{Entropy, KeyRing, RootKey, Signer};

pub static PRESS: LazyLock<Press> = LazyLock::new(Press::default);

pub fn now() -> DateTime<Utc> {
    "2026-03-05T09:00:00Z".parse().unwrap()
}

pub fn on(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    on(year, month, day).and_hms_opt(hour, minute, 0).unwrap()
}

pub fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub fn signer(centre: u128) -> Signer {
    let rng = Mutex::new(rng(7));
    let entropy = Entropy::new(move |out| rng.lock().unwrap().fill_bytes(out));
    KeyRing::derive(&RootKey::generate(&entropy), "programme").certificate_signer(Uuid::from_u128(centre))
}

/// A drawing of our own: three leaves on a disc.
pub fn logo(text: &str) -> Logo {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 60'><circle cx='30' cy='30' r='29' fill='#6f1d3f'/>\
               <path d='M30 50 C14 40 14 22 30 8 C46 22 46 40 30 50Z' fill='#f3e7d3'/><path d='M30 50V18' stroke='#6f1d3f' stroke-width='2'/></svg>";
    Logo { bytes: svg.into(), format: LogoFormat::Svg, alt: format!("Logotipo de {text}") }
}

pub fn letterhead() -> Letterhead {
    Letterhead {
        institution: "Secretaría de las Mujeres de Ejemplo".into(),
        centre: "Centro Especializado de Othón P. Blanco".into(),
        logos: vec![logo("la Secretaría"), logo("el Centro")],
        legend_of_year: Some("2026, Año de Ejemplo".into()),
        accent: Accent::default(),
    }
}

pub fn certificate(kind: Kind, audience: Audience) -> CertificateData {
    CertificateData {
        kind,
        audience,
        letterhead: letterhead(),
        folio: "OPB-2026-00017".into(),
        full_name: "María Fernanda Peña Góngora".into(),
        programme_title: "De la reflexión a la acción".into(),
        programme_version: "1.0".into(),
        dose: Dose { sessions: 15, of_sessions: 16, minutes: 2235, of_minutes: 2400 },
        period: (on(2026, 3, 5), on(2026, 6, 25)),
        place: "Chetumal, Quintana Roo".into(),
        issued_on: on(2026, 7, 3),
        signatories: vec![
            Signatory { name: "Beatriz Uc Canché".into(), post: "Coordinadora del Centro".into() },
            Signatory { name: "Arturo Sosa Novelo".into(), post: "Director de Prevención".into() },
        ],
        verify_url: "https://constancias.example.org/v/mfrggzdfmztwq2lknnwg23tpoa".into(),
        key_fingerprint: signer(1).public_key().fingerprint(),
        made_at: now(),
    }
}

pub fn longest(kind: Kind, audience: Audience) -> CertificateData {
    let mut data = certificate(kind, audience);
    data.full_name =
        "María de los Ángeles Guadalupe Concepción Hernández-Villavicencio de la Torre y Montes de Oca"
            .into();
    data.programme_title = "Construcción de masculinidades igualitarias y prevención de la violencia en las relaciones de noviazgo y de pareja".into();
    data.letterhead.institution =
        "Secretaría de las Mujeres y de la Igualdad Sustantiva del Estado Libre y Soberano de Ejemplo".into();
    data.letterhead.centre = "Centro Especializado para la Erradicación de las Conductas Violentas contra las Mujeres de Felipe Carrillo Puerto".into();
    data.letterhead.legend_of_year = Some("2026, año de una leyenda larga que ocupa casi todo el renglón disponible en el pie de un documento oficial".into());
    data.period = (on(2026, 11, 4), on(2027, 2, 17));
    data.place = "Felipe Carrillo Puerto, Quintana Roo".into();
    data.verify_url =
        format!("https://constancias.secretaria-de-las-mujeres.ejemplo.gob.mx/verificar/{}", "q".repeat(26));
    data.signatories = vec![
        Signatory {
            name: "Mtra. María Guadalupe Hernández-Villavicencio de la Torre".into(),
            post: "Titular de la Secretaría de las Mujeres y de la Igualdad Sustantiva".into(),
        };
        3
    ];
    data
}

pub const NAMES: [&str; 20] = [
    "Aguilar Pech, Rosa Elena",
    "Balam Cauich, José Manuel",
    "Canul Dzib, Wendy Patricia",
    "Chan Poot, Luis Ángel",
    "Cocom Ek, María del Socorro",
    "Domínguez Ruiz, Héctor",
    "Euan Tun, Addy Noemí",
    "Flores Ñanco, Íñigo",
    "Góngora Peña, María Fernanda",
    "Hau Moo, Ubaldo",
    "Itzá Puc, Silvia",
    "Jiménez de la Cruz, Ma. Luisa",
    "Kú Chi, Xóchitl",
    "López y López, Adrián",
    "May Couoh, Jesús Enrique",
    "Noh Uicab, Yolanda",
    "Ortegón Argüelles, Begoña",
    "Pat Xiu, Ramón",
    "Quijano Tzuc, Zoila Inés",
    "Rosado Yam, Óscar",
];

pub fn session() -> SessionFacts {
    SessionFacts {
        letterhead: letterhead(),
        programme_title: "De la reflexión a la acción".into(),
        group: "OPB-2026-A".into(),
        number: 3,
        of: 16,
        title: "Lo que aprendimos sobre ser hombres".into(),
        starts_at: at(2026, 3, 19, 17, 0),
        minutes: 150,
        room: "Leona Vicario".into(),
        facilitators: vec!["Ana Uc Canché".into(), "Íñigo Sosa Novelo".into()],
        made_at: now(),
    }
}

pub fn blank_roll(people: usize) -> BlankRollData {
    let names = NAMES.iter().cycle().take(people).map(|name| (*name).to_owned()).collect();
    BlankRollData { session: session(), names, spare_rows: 3 }
}

pub fn held_roll() -> HeldRollData {
    let line = |(n, name): (usize, &&str)| {
        let (mark, minutes) = match n {
            4 => (Mark::Late, 125),
            9 => (Mark::Excused, 0),
            13 => (Mark::Unexcused, 0),
            _ => (Mark::Present, 150),
        };
        HeldLine { name: (*name).to_owned(), mark: Some(mark), minutes, corrected: n == 4 }
    };
    HeldRollData {
        session: session(),
        lines: NAMES.iter().enumerate().map(line).collect(),
        closed: Some(("Ana Uc Canché".into(), at(2026, 3, 19, 19, 42))),
    }
}

pub fn plan_sheet() -> PlanSheetData {
    let activity = |text: &str, minutes| Activity { text: text.into(), minutes: Some(minutes) };
    let session = SessionSheet {
        number: 3,
        minutes: 150,
        title: "Lo que aprendimos sobre ser hombres".into(),
        is_example_title: true,
        aim: "Reconocer mensajes recibidos en la familia, la escuela y el trabajo sobre cómo debe ser un hombre, y su relación con el ejercicio de la violencia.".into(),
        activities: vec![
            activity("Bienvenida y encuadre: acuerdos del grupo y de confidencialidad, con sus límites.", 15),
            activity("Ronda: una situación de la semana en la que apliqué lo visto.", 25),
            activity("Línea de vida: mensajes sobre la masculinidad a los 7, a los 15 y hoy.", 45),
            activity("Reflexión en parejas y en plenaria: qué ganamos y qué costó obedecer esos mensajes.", 40),
            activity("Compromiso concreto para la semana y cierre.", 25),
        ],
        materials: vec!["Papel y plumones".into(), "Hojas de línea de vida, una por persona".into()],
        fidelity: vec![
            "Se recordaron los límites de la confidencialidad.".into(),
            "Cada persona formuló un compromiso concreto.".into(),
        ],
    };
    PlanSheetData {
        letterhead: letterhead(),
        programme_title: "De la reflexión a la acción".into(),
        programme_version: "1.0".into(),
        audience: "Personas servidoras públicas".into(),
        of: 16,
        sessions: vec![session.clone(), SessionSheet { number: 4, is_example_title: false, ..session }],
        made_at: now(),
    }
}

/// Runs one of poppler's tools on a file in a folder of its own and gives what it wrote there.
pub fn poppler(tool: &str, arguments: &[&str], pdf: &[u8], output: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.pdf"), pdf).unwrap();
    let status = Command::new(tool).args(arguments).current_dir(folder.path()).status();
    let status =
        status.unwrap_or_else(|e| panic!("{tool}: {e}; install it: apt-get install -y poppler-utils"));
    assert!(status.success(), "{tool} failed");
    std::fs::read(folder.path().join(output)).unwrap()
}

pub fn text_of(pdf: &[u8]) -> String {
    let text = String::from_utf8(poppler("pdftotext", &["in.pdf", "out.txt"], pdf, "out.txt")).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn pages_of(pdf: &[u8]) -> usize {
    let text = poppler("pdftotext", &["in.pdf", "out.txt"], pdf, "out.txt");
    text.iter().filter(|byte| **byte == 0x0c).count()
}

/// Keeps a sample for looking at, when `BUENTRATO_SAMPLES` names a folder.
pub fn keep(name: &str, pdf: &[u8]) {
    if let Ok(folder) = std::env::var("BUENTRATO_SAMPLES") {
        std::fs::write(Path::new(&folder).join(format!("{name}.pdf")), pdf).unwrap();
    }
}

/// The PDF of a sample that must be printed; the failure names what the template said.
pub fn print(name: &str, result: Result<Vec<u8>, PressError>) -> Vec<u8> {
    let pdf = result.unwrap_or_else(|error| match error {
        PressError::Template(why) => panic!("{name}: {:.500}", why.expose()),
        other => panic!("{name}: {other}"),
    });
    keep(name, &pdf);
    pdf
}
