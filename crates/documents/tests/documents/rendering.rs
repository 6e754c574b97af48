//! What the documents say, and that the PDF is the archival and accessible one it claims to be.

use crate::samples::{
    PRESS, blank_roll, certificate, held_roll, longest, pages_of, plan_sheet, print, session, text_of,
};
use documents::{
    Logo, LogoFormat, PressError,
    certificate::{Audience, Kind, WHAT_IT_PROVES, render},
    plan_sheet,
    roll::{render_blank, render_held},
};

#[test]
fn a_completion_certificate_says_who_what_and_how_much() {
    let pdf = print("conclusion", render(&PRESS, &certificate(Kind::Completion, Audience::PublicServant)));
    let text = text_of(&pdf);
    for part in [
        "CONSTANCIA DE CONCLUSIÓN",
        "María Fernanda Peña Góngora",
        "«De la reflexión a la acción»",
        "15 de las 16 sesiones",
        "del 5 de marzo al 25 de junio de 2026",
        "37 horas y 15 minutos",
        "de las 40 horas previstas",
        "cumple la regla de conclusión",
        "Chetumal, Quintana Roo, a 3 de julio de 2026",
        "Folio OPB-2026-00017",
        "SECRETARÍA DE LAS MUJERES DE EJEMPLO",
        "Centro Especializado de Othón P. Blanco",
        "Beatriz Uc Canché",
        "Director de Prevención",
        "https://constancias.example.org/v/mfrggzdfmztwq2lknnwg23tpoa",
        "no sustituye la firma autógrafa",
        "2026, Año de Ejemplo",
    ] {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
    assert!(!text.contains(WHAT_IT_PROVES));
    assert_eq!(pages_of(&pdf), 1);
}

#[test]
fn a_mans_certificate_says_what_it_does_not_prove_and_nothing_of_why_he_was_there() {
    for kind in [Kind::Participation, Kind::Completion] {
        let pdf = print(&format!("hombre-{kind:?}"), render(&PRESS, &certificate(kind, Audience::Man)));
        let text = text_of(&pdf);
        assert!(text.contains("Acredita asistencia; no acredita cambio de conducta ni ausencia de riesgo."));
        let plain = text.to_lowercase();
        for word in ["agresor", "violencia", "juez", "sentencia", "orden", "reeduca", "generador", "delito"] {
            assert!(!plain.contains(word), "«{word}» in: {text}");
        }
    }
}

#[test]
fn a_participation_certificate_claims_no_completion() {
    let pdf =
        print("participacion", render(&PRESS, &certificate(Kind::Participation, Audience::PublicServant)));
    let text = text_of(&pdf);
    assert!(text.contains("CONSTANCIA DE PARTICIPACIÓN") && text.contains("15 de las 16 sesiones"));
    assert!(!text.contains("conclu"));
}

#[test]
fn the_longest_texts_still_fit_on_one_page() {
    for (kind, audience) in
        [(Kind::Completion, Audience::Man), (Kind::Participation, Audience::PublicServant)]
    {
        let data = longest(kind, audience);
        let pdf = print(&format!("larga-{kind:?}"), render(&PRESS, &data));
        assert_eq!(pages_of(&pdf), 1);
        let text = text_of(&pdf);
        assert!(
            text.contains("Oca") && text.contains(&data.folio) && text.contains("leyenda larga"),
            "{text}"
        );
    }
}

#[test]
fn one_signatory_and_no_logo_and_no_legend_are_enough() {
    let mut data = certificate(Kind::Completion, Audience::PublicServant);
    data.signatories.truncate(1);
    data.letterhead.logos.clear();
    data.letterhead.legend_of_year = None;
    let pdf = print("sobria", render(&PRESS, &data));
    assert_eq!(pages_of(&pdf), 1);
}

#[test]
fn every_document_declares_pdf_a_2a_pdf_ua_1_spanish_and_a_title() {
    let documents = [
        (
            print("c", render(&PRESS, &certificate(Kind::Completion, Audience::Man))),
            "Constancia de conclusión OPB-2026-00017",
        ),
        (
            print("b", render_blank(&PRESS, &blank_roll(20))),
            "Lista de asistencia, sesión 3, grupo OPB-2026-A",
        ),
        (print("h", render_held(&PRESS, &held_roll())), "Lista de asistencia, sesión 3, grupo OPB-2026-A"),
        (
            print("p", plan_sheet::render(&PRESS, &plan_sheet())),
            "Carta descriptiva, De la reflexión a la acción, versión 1.0",
        ),
    ];
    for (pdf, title) in documents {
        let text = String::from_utf8_lossy(&pdf);
        assert!(
            text.contains("<pdfaid:part>2</pdfaid:part>")
                && text.contains("<pdfaid:conformance>A</pdfaid:conformance>")
        );
        assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));
        assert!(
            text.contains("<dc:language>") && text.contains("<rdf:li>es-MX</rdf:li>"),
            "{title}: language"
        );
        assert!(text.contains(title), "{title}");
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let data = certificate(Kind::Completion, Audience::Man);
    assert!(render(&PRESS, &data).unwrap() == render(&documents::Press::default(), &data).unwrap());
}

#[test]
fn data_are_never_read_as_markup() {
    let mut data = certificate(Kind::Completion, Audience::Man);
    data.full_name = "#read(\"/etc/passwd\") *Ana* $x$ <a> @b \\".into();
    let pdf = print("marcas", render(&PRESS, &data));
    assert!(text_of(&pdf).contains("#read(\"/etc/passwd\") *Ana* $x$ <a> @b \\"));
}

#[test]
fn a_name_with_direction_and_zero_width_marks_is_printed_without_them() {
    let mut data = certificate(Kind::Completion, Audience::Man);
    data.full_name = "Ana\u{202e}\u{200b} Pe\u{ad}ña\nUc".into();
    assert!(text_of(&print("invisibles", render(&PRESS, &data))).contains("Ana Peña Uc"));
}

#[test]
fn names_of_the_peninsula_and_of_elsewhere_can_be_printed() {
    let mut data = certificate(Kind::Completion, Audience::Man);
    data.full_name = "Xóchitl Kʼuʼuk Ñanco’ Jose\u{301} üïçãøłőșĐÞ Иван Ελένη".into();
    print("letras", render(&PRESS, &data));
}

#[test]
fn every_letter_that_passes_the_check_can_be_printed() {
    let letters: Vec<char> =
        ('!'..='\u{ffff}').filter(|c| PRESS.unprintable(&c.to_string()).is_empty()).collect();
    assert!(letters.len() > 1_500, "{}", letters.len());
    let mut roll = blank_roll(0);
    roll.names = letters.chunks(40).map(|line| line.iter().flat_map(|c| [*c, ' ']).collect()).collect();
    print("todas-las-letras", render_blank(&PRESS, &roll));
}

#[test]
fn texts_that_need_a_second_page_are_refused() {
    let mut data = certificate(Kind::Completion, Audience::Man);
    data.programme_title = "palabra ".repeat(300);
    assert!(matches!(render(&PRESS, &data), Err(PressError::DoesNotFit)));
}

#[test]
fn a_logo_that_links_to_a_file_is_refused() {
    let linked = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>\
                  <image xlink:href='/etc/hostname' width='9' height='9'/></svg>";
    let logo = Logo { bytes: linked.into(), format: LogoFormat::Svg, alt: "Logotipo".into() };
    assert!(matches!(PRESS.check_logo(&logo), Err(PressError::Logo)));
}

#[test]
fn a_failed_template_does_not_quote_the_data() {
    let mut data = certificate(Kind::Completion, Audience::Man);
    data.letterhead.logos[0].bytes = b"hola".to_vec();
    match render(&PRESS, &data) {
        Err(error @ PressError::Template(_)) => {
            assert_eq!(format!("{error:?} {error}"), "Template(«oculto») the template failed");
        }
        other => panic!("{:?}", other.map(|pdf| pdf.len())),
    }
}

#[test]
fn letters_without_a_font_are_named_and_the_document_is_refused() {
    let mut data = certificate(Kind::Completion, Audience::Man);
    data.full_name = "美 Ana".into();
    match render(&PRESS, &data) {
        Err(PressError::Unprintable(letters)) => assert_eq!(letters, ['美']),
        other => panic!("{:?}", other.map(|pdf| pdf.len())),
    }
}

#[test]
fn a_logo_is_refused_when_it_is_damaged_or_has_no_alternative_text() {
    let good = crate::samples::logo("la Secretaría");
    assert!(PRESS.check_logo(&good).is_ok());
    for bad in [
        Logo { bytes: b"hola".to_vec(), ..good.clone() },
        Logo { format: LogoFormat::Png, ..good.clone() },
        Logo { alt: "  ".into(), ..good.clone() },
    ] {
        assert!(matches!(PRESS.check_logo(&bad), Err(PressError::Logo)));
    }
}

#[test]
fn a_blank_roll_has_a_row_for_everyone_and_repeats_its_heading() {
    let pdf = print("lista-en-blanco", render_blank(&PRESS, &blank_roll(20)));
    let text = text_of(&pdf);
    for part in [
        "Lista de asistencia, sesión 3",
        "OPB-2026-A",
        "jueves 19 de marzo de 2026",
        "17:00 h",
        "2 horas y 30 minutos",
        "Leona Vicario",
        "Ana Uc Canché e Íñigo Sosa Novelo",
    ] {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
    for name in crate::samples::NAMES {
        assert!(text.contains(name), "{name}");
    }
    let pages = pages_of(&pdf);
    assert_eq!(text.matches("OBSERVACIONES").count(), pages);
    assert!(
        text.contains(&format!("Página 1 de {pages}"))
            && text.contains(&format!("Página {pages} de {pages}"))
    );
}

#[test]
fn a_blank_roll_of_one_hundred_breaks_into_pages() {
    let pdf = print("lista-de-cien", render_blank(&PRESS, &blank_roll(100)));
    assert!(pages_of(&pdf) > 3);
}

#[test]
fn a_held_roll_shows_marks_and_minutes_and_who_closed_it() {
    let pdf = print("lista-tomada", render_held(&PRESS, &held_roll()));
    let text = text_of(&pdf);
    for part in [
        "Presente: 17",
        "Retardo: 1",
        "Falta justificada: 1",
        "Falta injustificada: 1",
        "corregida",
        "125",
        "Cerrada por Ana Uc Canché el 19/03/2026, 19:42 h",
    ] {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
}

#[test]
fn a_roll_not_yet_taken_shows_no_absence() {
    let mut roll = held_roll();
    roll.closed = None;
    roll.lines.iter_mut().for_each(|line| line.mark = None);
    let text = text_of(&print("lista-pendiente", render_held(&PRESS, &roll)));
    assert!(
        text.contains("Sin registrar")
            && text.contains("Falta injustificada: 0")
            && text.contains("Borrador")
    );
}

#[test]
fn a_single_facilitator_signs_alone() {
    let mut roll = blank_roll(5);
    roll.session.facilitators.truncate(1);
    let text = text_of(&print("lista-corta", render_blank(&PRESS, &roll)));
    assert_eq!(text.matches("Nombre y firma").count(), 1);
    assert_eq!(session().facilitators.len(), 2);
}

#[test]
fn a_plan_sheet_shows_aim_activities_and_whether_the_title_is_an_example() {
    let pdf = print("carta-descriptiva", plan_sheet::render(&PRESS, &plan_sheet()));
    let text = text_of(&pdf);
    for part in [
        "Sesión 3. Lo que aprendimos",
        "Sesión 4. Lo que",
        "3 de 16",
        "Personas servidoras públicas",
        "Línea de vida",
        "plumones",
        "Cada persona formuló",
    ] {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
    assert_eq!(text.matches("no es el título oficial").count(), 1);
    assert_eq!(pages_of(&pdf), 2);
}
