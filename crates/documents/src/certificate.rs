//! Certificates (constancias): of participation, which states facts and hours, and of completion.
//!
//! A man's certificate says nothing of why he was there, and says what it does not prove.
//! The document is made unsealed; [`crate::seal`] seals the bytes.

use chrono::{DateTime, NaiveDate, Utc};
use qrcode::{EcLevel, QrCode, render::svg};
use serde_json::json;

use crate::{
    Letterhead, Press, PressError,
    press::Sheet,
    text::{duration, long_date, period, sessions},
};

/// What men's certificates state, word for word.
pub const WHAT_IT_PROVES: &str = "Acredita asistencia; no acredita cambio de conducta ni ausencia de riesgo.";

/// Which certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Facts and hours, whether or not the rule of completion is met.
    Participation,
    /// The rule of completion is met (and, for a case, the case was closed as completed).
    Completion,
}

/// For whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A public servant in the workshop for public servants.
    PublicServant,
    /// A man in the service for men.
    Man,
}

/// All that the document shows. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct CertificateData {
    /// Participation or completion.
    pub kind: Kind,
    /// Public servant or man.
    pub audience: Audience,
    /// Institution, centre, logos, legend of the year.
    pub letterhead: Letterhead,
    /// Folio of the centre and year.
    pub folio: String,
    /// Full name as it is to be printed.
    pub full_name: String,
    /// Title of the programme, without quotation marks.
    pub programme_title: String,
    /// Version of the programme the group began with.
    pub programme_version: String,
    /// What was received.
    pub dose: Dose,
    /// First and last session attended.
    pub period: (NaiveDate, NaiveDate),
    /// Where it is issued: "Chetumal, Quintana Roo".
    pub place: String,
    /// Date of issue in the centre's zone.
    pub issued_on: NaiveDate,
    /// One to three.
    pub signatories: Vec<Signatory>,
    /// The address in the QR code; it holds the random token.
    pub verify_url: String,
    /// Fingerprint of the key that will seal it.
    pub key_fingerprint: String,
    /// When the file is made.
    pub made_at: DateTime<Utc>,
}

/// Sessions and minutes, received of prescribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dose {
    /// Sessions attended.
    pub sessions: u32,
    /// Sessions of the programme version.
    pub of_sessions: u32,
    /// Minutes present.
    pub minutes: u32,
    /// Minutes of the programme version.
    pub of_minutes: u32,
}

/// Who signs by hand.
#[derive(Clone)]
pub struct Signatory {
    /// Name.
    pub name: String,
    /// Post at the date of issue.
    pub post: String,
}

/// Makes the PDF: one page, landscape letter; texts that would need a second page are refused.
pub fn render(press: &Press, data: &CertificateData) -> Result<Vec<u8>, PressError> {
    let heading = match data.kind {
        Kind::Participation => "Constancia de participación",
        Kind::Completion => "Constancia de conclusión",
    };
    let proves = match data.audience {
        Audience::Man => Some(WHAT_IT_PROVES),
        Audience::PublicServant => None,
    };
    let signatories: Vec<_> =
        data.signatories.iter().map(|s| json!({ "name": s.name, "post": s.post })).collect();
    let mut files = data.letterhead.files();
    files.push(("/qr.svg".to_owned(), qr_svg(&data.verify_url)));
    press.print(Sheet {
        template: "/certificate.typ",
        data: json!({
            "letterhead": data.letterhead.json(),
            "heading": heading,
            "completed": data.kind == Kind::Completion,
            "folio": data.folio,
            "name": data.full_name,
            "programme": data.programme_title,
            "version": data.programme_version,
            "sessions": sessions(data.dose.sessions, data.dose.of_sessions),
            "received": duration(data.dose.minutes),
            "prescribed": duration(data.dose.of_minutes),
            "period": period(data.period.0, data.period.1),
            "place_and_date": format!("{}, a {}", data.place, long_date(data.issued_on)),
            "signatories": signatories,
            "proves": proves,
            "verify_url": data.verify_url,
            "fingerprint": in_groups(&data.key_fingerprint),
        }),
        files,
        ident: &format!("{} {}", data.letterhead.institution, data.folio),
        made_at: data.made_at,
        one_page: true,
    })
}

fn qr_svg(address: &str) -> Vec<u8> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)
        .expect("an address of ours fits into a QR code");
    code.render::<svg::Color<'_>>().quiet_zone(true).build().into_bytes()
}

/// `0123 4567 89ab ...`
fn in_groups(fingerprint: &str) -> String {
    fingerprint.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}
