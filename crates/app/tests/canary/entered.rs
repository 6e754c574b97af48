//! The values that nobody else has, and the pages through which they are entered.

use domain::people::curp::Curp;

use crate::{
    browser::{Answer, Browser},
    demo::Cast,
    program::code,
};

/// A value that stands nowhere else.
pub struct Value {
    pub what: &'static str,
    pub text: String,
    /// Whether it is kept, sealed; else it must leave no trace at all.
    pub is_kept: bool,
}

/// All that were entered.
#[derive(Default)]
pub struct Values(pub Vec<Value>);

impl Values {
    fn keep(&mut self, what: &'static str, text: String) -> String {
        self.0.push(Value { what, text: text.clone(), is_kept: true });
        text
    }

    /// An invented word, written like a name.
    fn word(&mut self, what: &'static str) -> String {
        let mut seed = (self.0.len() as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut text = String::from("Q");
        for _ in 0..5 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push(char::from(b"aeiou"[(seed >> 33) as usize % 5]));
            text.push(char::from(b"bdfgjkmpqrtvwxz"[(seed >> 43) as usize % 15]));
        }
        self.keep(what, text)
    }

    /// A word that is typed and must not be kept.
    fn passing(&mut self, what: &'static str) -> String {
        let text = self.word(what);
        if let Some(last) = self.0.last_mut() {
            last.is_kept = false;
        }
        text
    }

    fn curp(&mut self, what: &'static str) -> String {
        let n = self.0.len();
        let head = format!(
            "XEQX8{}0{}1{}HQRXX{}0",
            n % 10,
            1 + n % 9,
            n % 10,
            char::from(b"BCDFGHJKLMNPQRSTVWXYZBCDFG"[n % 26])
        );
        let digit = (0..10).find(|digit| Curp::parse(&format!("{head}{digit}")).is_ok());
        let curp = format!("{head}{}", digit.expect("one check digit fits"));
        assert!(self.0.iter().all(|value| value.text != curp), "each value is of one person");
        self.keep(what, curp)
    }

    /// The fields of a person, each with a value of its own.
    fn person(&mut self, has_curp: bool) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("nombres", self.word("given name")),
            ("primer-apellido", self.word("first surname")),
            ("segundo-apellido", self.word("second surname")),
            ("sexo", "H".to_owned()),
            ("accion", "registrar".to_owned()),
        ];
        if has_curp {
            fields.push(("curp", self.curp("CURP")));
        } else {
            fields.extend([("sin-curp", "other".to_owned()), ("nacimiento", "1990-03-04".to_owned())]);
            fields.push(("sin-curp-motivo", format!("La perdió en {}", self.word("why there is no CURP"))));
        }
        let phone = format!("98371{:05}", 10_007 * (self.0.len() + 1) % 100_000);
        fields.push(("telefono", self.keep("telephone", phone)));
        fields.push(("correo", format!("{}@ejemplo.mx", self.word("e-mail").to_lowercase())));
        fields.push(("domicilio", format!("Calle {} 12", self.word("address"))));
        fields
    }
}

fn sent(browser: &mut Browser, path: &str, fields: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.post(path, &fields).expect("it answers");
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    answer
}

fn page(browser: &mut Browser, path: &str) -> Answer {
    browser.get(path).expect("it answers")
}

/// Enters values through the pages, as Bruno, who coordinates the centre.
pub fn enter(address: &str, cast: &Cast, values: &mut Values) {
    let mut bruno = Browser::new(address);
    bruno.take_token("/entrar").expect("a page");
    let mistyped = [values.passing("a user name that is not one"), values.passing("a wrong password")];
    let refused = bruno.post("/entrar", &[("usuario", &mistyped[0]), ("contrasena", &mistyped[1])]);
    assert_eq!(refused.expect("it answers").status, 422);
    bruno.sign_in(&mut cast.account("bruno"), &code).expect("signed in");

    let files = [true, true, false].map(|has_curp| sent(&mut bruno, "/personas", &values.person(has_curp)));
    let hold = ("procedimiento", format!("Amparo de {}", values.word("what a hold is for")));
    sent(&mut bruno, &format!("{}/borrado/reservas", files[0].location()), &[hold]);
    let refused =
        [("nombres", values.passing("a name in a form that was refused")), ("sexo", "H".to_owned())];
    let refused = [(refused[0].0, refused[0].1.as_str()), (refused[1].0, refused[1].1.as_str())];
    assert_eq!(bruno.post("/personas", &refused).expect("it answers").status, 422);
    let sought = values.passing("a name searched for");
    assert_eq!(bruno.post("/personas/busqueda", &[("buscar", &sought)]).expect("it answers").status, 200);

    enrol(&mut bruno, values);
    import(&mut bruno, values);
    roll_and_log(&mut bruno, values);
    staff(&mut bruno, values);
    let task = page(&mut bruno, "/").ids("/pendientes/").remove(0);
    let note = ("nota", format!("Contestó {}", values.word("note on a call")));
    let fields = [("canal", "call".to_owned()), ("resultado", "no-answer".to_owned()), note];
    sent(&mut bruno, &format!("/pendientes/{task}"), &fields);
}

fn group(bruno: &mut Browser, name: &str) -> String {
    page(bruno, &format!("/grupos?nombre={name}")).ids("href=\"/grupos/").remove(0)
}

fn enrol(bruno: &mut Browser, values: &mut Values) {
    let id = group(bruno, "turismo");
    let mut fields = values.person(true);
    fields.retain(|(name, _)| *name != "accion");
    fields.extend([("dependencia", "Obras".to_owned()), ("persona", "nueva".to_owned())]);
    fields.extend([("area", values.word("area")), ("puesto", values.word("post"))]);
    sent(bruno, &format!("/grupos/{id}/participantes/nueva"), &fields);
}

fn import(bruno: &mut Browser, values: &mut Values) {
    let id = group(bruno, "turismo");
    let row = [
        values.word("given name in a list"),
        values.word("first surname in a list"),
        values.word("second surname in a list"),
        values.curp("CURP in a list"),
    ];
    let list =
        format!("Nombre(s),Primer apellido,Segundo apellido,CURP,Dependencia\n{},Obras\n", row.join(","));
    let token = bruno.take_token("/importar").expect("a page");
    let body = format!(
        "--X\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n--X\r\nContent-Disposition: form-data; \
         name=\"grupo\"\r\n\r\n{id}\r\n--X\r\nContent-Disposition: form-data; name=\"archivo\"; \
         filename=\"lista.csv\"\r\n\r\n{list}\r\n--X--\r\n"
    );
    let kind = [("Content-Type", "multipart/form-data; boundary=X")];
    let kept = bruno.send(("POST", "/importar"), &kind, body.as_bytes()).expect("it answers");
    assert_eq!(kept.status, 303, "{}", kept.text());
    let path = kept.location().replace("/columnas", "/revision");
    let review = page(bruno, &path);
    let carried = ["hoja", "fila", "columnas", "parecidas", "huella"].map(|name| (name, review.field(name)));
    sent(bruno, &path, &carried);
}

fn roll_and_log(bruno: &mut Browser, values: &mut Values) {
    let id = group(bruno, "obras");
    let sessions = page(bruno, &format!("/grupos/{id}")).ids("/sesiones/");
    let paths = sessions.iter().map(|session| format!("/sesiones/{session}"));
    let open = paths.into_iter().find_map(|path| {
        let sheet = page(bruno, &format!("{path}/lista"));
        let enrolments = sheet.ids("name=\"marca-");
        (!enrolments.is_empty()).then(|| (path, sheet.field("version"), enrolments))
    });
    let (path, version, enrolments) = open.expect("a roll that is owed");
    let mut marks = vec![("version".to_owned(), version), ("accion".to_owned(), "firmar".to_owned())];
    for (n, enrolment) in enrolments.iter().enumerate() {
        let mark = if n == 0 { "excused" } else { "present" };
        marks.push((format!("marca-{enrolment}"), mark.to_owned()));
        marks.push((format!("cumplio-{enrolment}"), "si".to_owned()));
    }
    let first = &enrolments[0];
    marks.push((format!("motivo-{first}"), "other".to_owned()));
    marks.push((format!("detalle-{first}"), format!("Fue a {}", values.word("reason of an absence"))));
    let marks: Vec<(&str, String)> =
        marks.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    sent(bruno, &format!("{path}/lista"), &marks);
    let closing = page(bruno, &format!("{path}/lista/cierre")).field("version");
    sent(bruno, &format!("{path}/lista/cierre"), &[("version", closing)]);

    let second = &enrolments[1];
    let line = format!("{path}/lista/{second}");
    let mark = format!("marca-{second}");
    let why = format!("Llegó con {}", values.word("reason of a correction"));
    let correction =
        [("version", page(bruno, &line).field("version")), (&mark, "unexcused".to_owned()), ("porque", why)];
    sent(bruno, &line, &correction);

    let log = format!("{path}/bitacora");
    let seen = format!("observacion-{first}");
    let fields = [
        ("version", page(bruno, &log).field("version")),
        ("hecho-0", "part".to_owned()),
        ("nota-0", format!("Faltó {}", values.word("note on an activity"))),
        ("tipo-0", "conflict".to_owned()),
        ("texto-0", format!("Discutió con {}", values.word("incident"))),
        (&seen, format!("Mencionó a {}", values.word("observation"))),
    ];
    sent(bruno, &log, &fields);
}

fn staff(bruno: &mut Browser, values: &mut Values) {
    let form = page(bruno, "/personal/nuevo").text();
    let after = form.split_once("name=\"centro\"").expect("a choice of centres").1;
    let centre =
        after.split('"').find(|part| part.parse::<uuid::Uuid>().is_ok()).expect("a centre").to_owned();
    let fields = [
        ("nombres", values.word("given name of staff")),
        ("primer-apellido", values.word("first surname of staff")),
        ("segundo-apellido", values.word("second surname of staff")),
        ("curp", values.curp("CURP of staff")),
        ("sexo", "H".to_owned()),
        ("centro", centre),
    ];
    let file = sent(bruno, "/personal", &fields).location().to_owned();
    let note = format!("Resolución sobre {}", values.word("note of a sanction"));
    sent(bruno, &format!("{file}/sanciones"), &[("desde", "2026-01-05".to_owned()), ("nota", note)]);
}
