//! Proof 9: 5,000 rows beside 100,000 people: shown in under 2 s, imported in under 5 s.
//!
//! Over HTTP, reading the workbook included. Without `BUENTRATO_PROOF=full` the sizes are small and the
//! times only told.

#[path = "support/browser.rs"]
mod browser;
#[path = "support/program.rs"]
mod program;

mod proof {
    use std::{process::Stdio, time::Instant};

    use domain::people::curp::Curp;
    use rust_xlsxwriter::Workbook;

    use super::{
        browser::{Account, Answer, Browser},
        program::{Place, code, postgres, run},
    };

    const HEADINGS: [&str; 6] =
        ["Nombre(s)", "Primer apellido", "Segundo apellido", "CURP", "Dependencia", "Correo electrónico"];
    const SURNAMES: [&str; 8] =
        ["Hernández", "Canul", "Pech", "García", "Balam", "López", "Chan", "Martínez"];

    fn curp(n: u32) -> String {
        let day = format!("{:02}{:02}{:02}", 65 + n % 30, 1 + n / 30 % 12, 1 + n / 360 % 28);
        let head =
            format!("ZEXX{day}{}QRBCD{}", if n.is_multiple_of(2) { 'H' } else { 'M' }, n / 10_080 % 10);
        let curp = (0..10).map(|digit| format!("{head}{digit}")).find(|curp| Curp::parse(curp).is_ok());
        curp.expect("one check digit fits")
    }

    /// A workbook of people whom nobody has registered yet, most of them with namesakes.
    fn workbook(rows: u32) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0..).zip(HEADINGS) {
            sheet.write_string(0, column, heading).expect("written");
        }
        for n in 0..rows {
            let surname = |by: u32| SURNAMES[(n / by) as usize % SURNAMES.len()];
            let given = ["José Luis", "María Guadalupe", "Wilberth", "Nayeli"][n as usize % 4];
            let email = format!("persona{n}@ejemplo.mx");
            let row = [given, surname(4), surname(32), &curp(n), "Obras", &email];
            for (column, text) in (0..).zip(row) {
                sheet.write_string(n + 1, column, text).expect("written");
            }
        }
        book.save_to_buffer().expect("a workbook")
    }

    fn upload(browser: &mut Browser, file: &[u8]) -> Answer {
        let token = browser.take_token("/importar").expect("a page");
        let head = format!(
            "--X\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n--X\r\nContent-Disposition: \
             form-data; name=\"archivo\"; filename=\"lista.xlsx\"\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--X--\r\n"].concat();
        let kind = [("Content-Type", "multipart/form-data; boundary=X")];
        browser.send(("POST", "/importar"), &kind, &body).expect("it answers")
    }

    #[expect(clippy::disallowed_methods, reason = "measures")]
    fn timed<T>(deed: impl FnOnce() -> T) -> (f64, T) {
        let begun = Instant::now();
        let done = deed();
        (begun.elapsed().as_secs_f64(), done)
    }

    fn import(engine: &str, server: Option<&str>) {
        let full = std::env::var("BUENTRATO_PROOF").as_deref() == Ok("full");
        let (people, centres, rows) = if full { ("100000", "40", 5_000) } else { ("400", "2", 50) };
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::new(folder.path(), server);
        run(&mut place.command(&["synth", "--people", people, "--centres", centres, "--years", "10"]));
        let add = ["user", "add", "gala", "--name", "Gala", "--role", "intake", "--centre", "EJ01"];
        let password = run(&mut place.command(&add)).0.trim().to_owned();
        let served = place.serve(&[], Stdio::null());
        let mut gala = Browser::new(&served.address);
        gala.sign_in(&mut Account { username: "gala".into(), password, secret: None }, &code)
            .expect("signed in");

        let (sending, kept) = timed(|| upload(&mut gala, &workbook(rows)));
        assert_eq!(kept.status, 303, "{}", kept.text());
        let path = kept.location().replace("/columnas", "/revision");
        let (preview, review) = timed(|| gala.get(&path).expect("it answers"));
        assert_eq!(review.status, 200, "{}", review.text());
        let fields =
            ["hoja", "fila", "columnas", "parecidas", "huella"].map(|name| (name, review.field(name)));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (confirmed, done) = timed(|| gala.post(&path, &fields).expect("it answers"));
        assert_eq!(done.status, 303, "{}", done.text());
        for row in [0, rows / 2, rows - 1] {
            let found = gala.post("/personas/busqueda", &[("buscar", &curp(row))]).expect("it answers");
            assert_eq!(found.ids("/personas/").len(), 1, "row {row} was not taken");
        }

        eprintln!("proof: {engine}: {rows} rows beside {people} people: sent in = {sending:.2} s");
        eprintln!("proof: {engine}: preview = {preview:.2} s (under 2)");
        eprintln!("proof: {engine}: confirmed = {confirmed:.2} s (under 5)");
        assert!(!full || preview < 2.0, "the preview took {preview:.2} s");
        assert!(!full || confirmed < 5.0, "the import took {confirmed:.2} s");
    }

    #[test]
    fn a_large_workbook_is_imported_beside_a_large_register_on_sqlite() {
        import("SQLite", None);
    }

    #[test]
    fn a_large_workbook_is_imported_beside_a_large_register_on_postgres() {
        if let Some(server) = postgres() {
            import("PostgreSQL", Some(&server));
        }
    }
}
