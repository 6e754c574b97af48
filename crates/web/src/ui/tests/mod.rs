//! A gallery: every piece of the design system on example pages, rendered in both themes.
//!
//! The pages are written to `target/gallery` so that a person can look at them in a browser
//! (`python3 -m http.server` there). Names and facts are made up.

use std::path::Path;

use askama::Template;
use chrono::NaiveDate;
use domain::access::Compartment;

use super::FormView;
use super::error::{ErrorPage, Situation};
use super::kit::{
    Badge, Choice, Event, Fact, Link, NavItem, Notice, Pager, PersonBanner, RollMark, RollRow, Stat, Tab,
    Tone,
};
use super::shell::{Shell, SignedIn, Theme};
use crate::i18n::Locale;

#[derive(Template)]
#[template(path = "ui/tests/list.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    filters: FormView,
    groups: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<(String, u32, Badge)>,
    day: NaiveDate,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "ui/tests/file.html")]
struct FilePage {
    shell: Shell,
    banner: PersonBanner,
    tabs: Vec<Tab>,
    facts: Vec<Fact>,
    events: Vec<Event>,
}

#[derive(Template)]
#[template(path = "ui/tests/form.html")]
struct FormPage {
    shell: Shell,
    form: FormView,
    entries: Vec<Choice>,
    places: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "ui/tests/board.html")]
struct BoardPage {
    shell: Shell,
    today: String,
    stats: Vec<Stat>,
    overdue: Badge,
}

#[derive(Template)]
#[template(path = "ui/tests/entry.html")]
struct EntryPage {
    shell: Shell,
    form: FormView,
}

#[derive(Template)]
#[template(path = "ui/tests/roll.html")]
struct RollPage {
    shell: Shell,
    form: FormView,
    minutes: Vec<Choice>,
    rows: Vec<RollRow>,
    marks: Vec<RollMark>,
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()
}

fn shell(theme: Theme, compartment: Compartment, current: &str) -> Shell {
    let item = |href, key, icon, waiting| NavItem { href, key, icon, current: key == current, waiting };
    let nav = vec![
        item("/hoy", "ui-error-home", "home", Some(3)),
        item("/grupos", "ui-filters", "groups", None),
        item("/personas", "ui-banner", "people", None),
        item("/calendario", "ui-day", "calendar", None),
        item("/programas", "ui-month", "programme", None),
        item("/constancias", "ui-year", "certificate", None),
    ];
    Shell {
        theme,
        demo: true,
        path: "/personas".into(),
        nav,
        user: Some(SignedIn {
            name: "Ana Chi".into(),
            role: "Facilitadora · Centro de Chetumal".into(),
            session_seconds: 1200,
        }),
        csrf: "csrf".into(),
        key: "key".into(),
        notice: Some(Notice::good("La lista quedó guardada.")),
        ..Shell::bare(Locale::Es, compartment)
    }
}

fn tab(text: &str, count: &str, current: bool) -> Tab {
    Tab { href: "/personas".into(), text: text.into(), current, count: count.into() }
}

fn list(shell: Shell) -> ListPage {
    let states = [
        (Tone::Good, "Activo"),
        (Tone::Watch, "Dos faltas seguidas"),
        (Tone::Bad, "Baja"),
        (Tone::Info, "En espera"),
    ];
    let names = [
        "Abán Pech, Luis",
        "Balam Uc, José",
        "Canul May, Rey",
        "Dzul Ek, Mario",
        "Euán Poot, Iván",
        "Góngora Sosa, Efrén",
    ];
    let rows = names
        .iter()
        .zip(states.iter().cycle())
        .zip(3..)
        .map(|((name, (tone, text)), done)| ((*name).to_owned(), done, Badge::new(*tone, *text)));
    ListPage {
        shell,
        tabs: vec![tab("Activos", "38", true), tab("En espera", "6", false), tab("Concluidos", "112", false)],
        filters: FormView::default().with("estado", "activo"),
        groups: vec![Choice::new("1", "Martes 17 h"), Choice::new("2", "Sábado 9 h")],
        states: vec![Choice::new("activo", "Activo"), Choice::new("baja", "Baja")],
        rows: rows.collect(),
        day: day(),
        pager: Pager::new(3, 6, 380, "/personas", &[]),
    }
}

fn file(shell: Shell) -> FilePage {
    let event = |title: &str, text: &str, tone| Event {
        when: "05/03/2026 16:30".into(),
        machine: "2026-03-05T16:30:00-05:00".into(),
        title: title.into(),
        text: text.into(),
        by: "Ana Chi".into(),
        tone,
    };
    FilePage {
        shell,
        banner: PersonBanner {
            href: "/personas/1".into(),
            name: "Balam Uc, José".into(),
            facts: vec![
                Fact::new("Folio", "QR-CHE-000123"),
                Fact::new("Nacimiento", "27/03/1985 (40 años)"),
                Fact::new("Grupo", "Martes 17 h"),
            ],
            badges: vec![Badge::new(Tone::Good, "Activo"), Badge::new(Tone::Watch, "Dos faltas seguidas")],
        },
        tabs: vec![
            tab("Resumen", "", true),
            tab("Asistencia", "", false),
            tab("Documentos", "2", false),
            tab("Quién lo abrió", "", false),
        ],
        facts: vec![
            Fact::new("CURP", "BAUJ850327HQRLCS09").change("/personas/1/editar"),
            Fact::new("Teléfono", "983 000 0000").change("/personas/1/editar"),
            Fact::new("Segundo apellido", ""),
            Fact::new(
                "Domicilio",
                "Calle de ejemplo 12, colonia Centro, Chetumal, Othón P. Blanco, Quintana Roo",
            )
            .change("/personas/1/editar"),
        ],
        events: vec![
            event("Faltó a la sesión 6", "Falta injustificada.", Tone::Bad),
            event("Llegó tarde a la sesión 5", "", Tone::Watch),
            event("Asistió a la sesión 4", "", Tone::Good),
            event("Se inscribió en el grupo", "Lugar 14 de 20.", Tone::Neutral),
        ],
    }
}

fn form(shell: Shell) -> FormPage {
    let mut form =
        FormView::default().with("nombres", "José").with("curp", "BAUJ85").with("ingreso", "orden");
    form.fail("apellido", "ui-mistake-date");
    form.fail("nacimiento", "ui-mistake-date");
    FormPage {
        shell: Shell { notice: None, ..shell },
        form,
        entries: vec![
            Choice::new("voluntario", "Por decisión propia"),
            Choice::new("orden", "Por orden de una autoridad")
                .hint("Tenga a la mano el oficio: se pedirá su número y su fecha."),
        ],
        places: vec![Choice::new("004", "Othón P. Blanco"), Choice::new("005", "Benito Juárez")],
    }
}

fn board(shell: Shell) -> BoardPage {
    let stat = |figure: &str, label: &str, note: &str, tone| Stat {
        href: "/personas".into(),
        figure: figure.into(),
        label: label.into(),
        note: note.into(),
        tone,
    };
    BoardPage {
        shell,
        today: "Jueves 5 de marzo de 2026".into(),
        stats: vec![
            stat("1", "sesión hoy", "17:00, Sala 2", Tone::Info),
            stat("2", "bitácoras por firmar", "La más antigua, hace 3 días", Tone::Bad),
            stat("3", "personas en riesgo de baja", "Dos faltas seguidas o más", Tone::Watch),
            stat("17 de 20", "lugares ocupados", "Martes 17 h", Tone::Good),
        ],
        overdue: Badge::new(Tone::Bad, "Vencido"),
    }
}

fn roll(shell: Shell) -> RollPage {
    let mark = |value: &str, label: &str, short: &str, tone| RollMark {
        value: value.into(),
        label: label.into(),
        short: short.into(),
        tone,
    };
    let names = [
        "Abán Pech, Luis",
        "Balam Uc, José",
        "Canul May, Rey",
        "Dzul Ek, Mario Alberto de Jesús",
        "Euán Poot, Iván",
    ];
    let marks = ["present", "late", "excused", "unexcused", ""];
    let rows = names.iter().zip(marks).zip(1..).map(|((name, mark), number)| RollRow {
        field: format!("marca-{number}"),
        number,
        name: (*name).to_owned(),
        note: if number == 4 { "2 faltas seguidas".into() } else { String::new() },
        mark: mark.into(),
    });
    RollPage {
        shell: Shell { notice: None, ..shell },
        form: FormView::default(),
        minutes: vec![Choice::new("10", "10 minutos"), Choice::new("20", "20 minutos")],
        rows: rows.collect(),
        marks: vec![
            mark("present", "Presente", "Presente", Tone::Good),
            mark("late", "Retardo", "Retardo", Tone::Watch),
            mark("excused", "Falta justificada", "F. just.", Tone::Info),
            mark("unexcused", "Falta injustificada", "F. injust.", Tone::Bad),
        ],
    }
}

fn pages(theme: Theme) -> Vec<(&'static str, String)> {
    let shell = |current| shell(theme, Compartment::Programme, current);
    let refused = ErrorPage {
        shell: Shell { theme, ..Shell::bare(Locale::Es, Compartment::Programme) },
        situation: Situation::NotFound,
        reference: String::new(),
    };
    let mut watched = list(self::shell(theme, Compartment::Safety, "ui-banner"));
    let notice =
        Notice { link: Some(Link::new("/personas", "Ver la lista")), ..Notice::bad("No se guardó.") };
    watched.shell.notice = Some(notice);
    vec![
        ("board", board(shell("ui-error-home")).render().unwrap()),
        ("list", list(shell("ui-banner")).render().unwrap()),
        ("file", file(shell("ui-banner")).render().unwrap()),
        ("form", form(shell("ui-banner")).render().unwrap()),
        ("roll", roll(shell("ui-filters")).render().unwrap()),
        ("safety", watched.render().unwrap()),
        (
            "entry",
            EntryPage {
                shell: Shell {
                    nav: Vec::new(),
                    user: None,
                    ..self::shell(theme, Compartment::Programme, "")
                },
                form: FormView::default(),
            }
            .render()
            .unwrap(),
        ),
        ("error", refused.render().unwrap()),
    ]
}

#[test]
fn the_gallery_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gallery");
    let assets = folder.join("recursos");
    std::fs::create_dir_all(&assets).unwrap();
    for asset in assets::ALL {
        std::fs::write(assets.join(asset.path), asset.bytes).unwrap();
    }
    for theme in Theme::ALL {
        for (name, page) in pages(theme) {
            std::fs::write(folder.join(format!("{name}-{}.html", theme.code())), page).unwrap();
        }
    }
}

#[test]
fn a_page_keeps_the_content_security_policy() {
    for (name, page) in pages(Theme::Light) {
        for inline in [" style=", "<style", "<script>", " onclick", " hx-on", "javascript:"] {
            assert!(!page.contains(inline), "{name} contains {inline}");
        }
    }
}

#[test]
fn every_key_of_the_design_system_has_a_text() {
    for (name, page) in pages(Theme::Light) {
        assert!(!page.contains("[["), "{name} asks for a text that is nowhere");
    }
    use Situation::{Conflict, Failure, Full, Malformed, NotFound, Stale, TooLarge, TooMany, Unavailable};
    for situation in [NotFound, Stale, Conflict, TooMany, TooLarge, Malformed, Failure, Unavailable, Full] {
        let shell = Shell::bare(Locale::Es, Compartment::Programme);
        assert!(!ErrorPage { shell, situation, reference: "r".into() }.render().unwrap().contains("[["));
    }
}

#[test]
fn a_mistake_is_said_on_top_and_at_its_field() {
    let page = form(shell(Theme::Light, Compartment::Programme, "")).render().unwrap();
    assert!(page.contains("href=\"#apellido\""), "the summary leads to the field");
    assert!(page.contains("aria-describedby=\"apellido-mistake\""), "the field names its mistake");
    assert!(page.contains("id=\"apellido-mistake\""));
}

#[test]
fn every_form_carries_its_keys() {
    let page = form(shell(Theme::Light, Compartment::Programme, "")).render().unwrap();
    assert!(page.contains("name=\"_csrf\" value=\"csrf\"") && page.contains("name=\"_key\" value=\"key\""));
}

#[test]
fn the_page_of_a_404_is_the_same_bytes_for_everybody() {
    let page = || {
        let shell = Shell::bare(Locale::Es, Compartment::Programme);
        ErrorPage { shell, situation: Situation::NotFound, reference: String::new() }.render().unwrap()
    };
    assert_eq!(page(), page());
}
