//! The press: a Typst compiler with embedded fonts and no way to the outside.
//!
//! A template sees its own source, the shared one, `/data.json` and the pictures handed in; no other file, package,
//! network, clock or randomness. The same data give the same bytes.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde_json::Value;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_kit::fonts::{FontStore, embedded};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use vault::Sensitive;

use crate::Logo;

/// Its name in lower case, as the font book keeps it; `base.typ` sets it.
const FAMILY: &str = "libertinus serif";
const DATA: &str = "/data.json";
const SOURCES: [(&str, &str); 8] = [
    ("/base.typ", include_str!("templates/base.typ")),
    ("/certificate.typ", include_str!("templates/certificate.typ")),
    ("/roll.typ", include_str!("templates/roll.typ")),
    ("/plan_sheet.typ", include_str!("templates/plan_sheet.typ")),
    ("/letter.typ", include_str!("templates/letter.typ")),
    ("/slip.typ", include_str!("templates/slip.typ")),
    ("/service_text.typ", include_str!("templates/service_text.typ")),
    ("/logo.typ", include_str!("templates/logo.typ")),
];

/// Why a document was not made.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The embedded fonts lack these letters; archival PDF may not leave them out.
    #[error("letters that cannot be printed: {0:?}")]
    Unprintable(Vec<char>),
    /// The logo is damaged or not of the kind it claims to be.
    #[error("the logo cannot be read")]
    Logo,
    /// The texts are too long for the page.
    #[error("the texts do not fit on the page")]
    DoesNotFit,
    /// The template failed. The text may quote the data and is therefore not shown.
    #[error("the template failed")]
    Template(Sensitive<String>),
}

/// Fonts and library, loaded once and shared by all threads.
pub struct Press {
    fonts: FontStore,
    library: LazyHash<Library>,
    sources: HashMap<FileId, Source>,
}

/// What goes onto the press: template, data, pictures, and what the PDF says of itself.
pub(crate) struct Sheet<'a> {
    pub template: &'static str,
    pub data: Value,
    pub files: Vec<(String, Vec<u8>)>,
    /// Identifies the document among all others and over reprints.
    pub ident: &'a str,
    pub made_at: DateTime<Utc>,
    /// A certificate is one page or it is refused.
    pub one_page: bool,
}

impl Default for Press {
    /// Loads the embedded fonts (some tens of milliseconds).
    fn default() -> Self {
        let mut fonts = FontStore::new();
        fonts.extend(embedded());
        let sources = SOURCES.iter().map(|(path, text)| {
            let id = file_id(path);
            (id, Source::new(id, (*text).to_owned()))
        });
        Self { fonts, library: LazyHash::new(Library::default()), sources: sources.collect() }
    }
}

impl Press {
    /// Frees what the compiler remembers of documents made a while ago; call it after a batch.
    pub fn evict(&self) {
        comemo::evict(10);
    }

    /// Frees all that the compiler remembers, so that no word of what was printed stays in memory for later documents.
    pub(crate) fn forget(&self) {
        comemo::evict(0);
    }

    /// Refuses a logo that a document could not carry; ask when it is uploaded.
    pub fn check_logo(&self, logo: &Logo) -> Result<(), PressError> {
        if logo.alt.trim().is_empty() {
            return Err(PressError::Logo);
        }
        let letterhead = crate::Letterhead {
            institution: String::new(),
            centre: String::new(),
            logos: vec![logo.clone()],
            legend_of_year: None,
            accent: crate::Accent::default(),
        };
        let sheet = Sheet {
            template: "/logo.typ",
            data: letterhead.json(),
            files: letterhead.files(),
            ident: "logo",
            made_at: DateTime::UNIX_EPOCH,
            one_page: false,
        };
        match self.print(sheet) {
            Ok(_) => Ok(()),
            Err(PressError::Unprintable(letters)) => Err(PressError::Unprintable(letters)),
            Err(_) => Err(PressError::Logo),
        }
    }

    /// The letters of a text that the documents cannot show; ask when a name is entered.
    pub fn unprintable(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> =
            text.chars().filter(|c| !c.is_whitespace() && !self.covers(*c)).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// Whether every face of the documents' family has the letter; private-use codes mean nothing to a reader.
    fn covers(&self, letter: char) -> bool {
        let book = self.fonts.book();
        let mut faces = book.select_family(FAMILY).filter_map(|n| book.info(n));
        !matches!(letter, '\u{e000}'..='\u{f8ff}') && faces.all(|face| face.coverage.contains(letter.into()))
    }

    pub(crate) fn print(&self, sheet: Sheet<'_>) -> Result<Vec<u8>, PressError> {
        let mut data = sheet.data;
        let mut missing = Vec::new();
        clean(&mut data, &mut |text| missing.extend(self.unprintable(text)));
        if !missing.is_empty() {
            missing.sort_unstable();
            missing.dedup();
            return Err(PressError::Unprintable(missing));
        }
        let files = sheet.files.into_iter().chain([(DATA.to_owned(), data.to_string().into_bytes())]);
        let world = Desk {
            press: self,
            main: file_id(sheet.template),
            files: files.map(|(path, bytes)| (file_id(&path), Bytes::new(bytes))).collect(),
        };
        let document = typst::compile::<PagedDocument>(&world).output.map_err(|e| failed(&e))?;
        if sheet.one_page && document.pages().len() > 1 {
            return Err(PressError::DoesNotFit);
        }
        typst_pdf::pdf(&document, &options(sheet.ident, sheet.made_at)).map_err(|e| failed(&e))
    }
}

fn options(ident: &str, made_at: DateTime<Utc>) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Buentrato".to_owned())),
        timestamp: timestamp(made_at),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .expect("PDF/A-2a and PDF/UA-1 are both PDF 1.7"),
        ..PdfOptions::default()
    }
}

fn timestamp(at: DateTime<Utc>) -> Option<Timestamp> {
    let part = |n: u32| u8::try_from(n).ok();
    let date = (at.year(), part(at.month())?, part(at.day())?);
    let time = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    Datetime::from_ymd_hms(date.0, date.1, date.2, time.0, time.1, time.2).map(Timestamp::new_utc)
}

fn failed(diagnostics: &[SourceDiagnostic]) -> PressError {
    let messages: Vec<String> = diagnostics
        .iter()
        .map(|d| {
            format!("{} {}", d.message, d.hints.iter().map(|h| h.v.as_str()).collect::<Vec<_>>().join(" "))
        })
        .collect();
    PressError::Template(Sensitive::new(messages.join("; ")))
}

/// Takes out of every text what is no letter but changes how letters are shown (line breaks, zero-width and
/// direction marks), so that a pasted name cannot disturb or disguise a document; then shows the text to `see`.
fn clean(value: &mut Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => {
            let visible = text.chars().filter(|c| !is_invisible(*c));
            *text = visible.map(|c| if is_odd_space(c) { ' ' } else { c }).collect();
            see(text);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, see)),
        Value::Object(fields) => fields.values_mut().for_each(|field| clean(field, see)),
        _ => {}
    }
}

fn is_odd_space(letter: char) -> bool {
    letter.is_control() || (letter.is_whitespace() && letter != '\u{a0}')
}

/// Soft hyphen, zero-width and direction marks, variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}')
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(letter, '\u{fe00}'..='\u{fe0f}')
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths of templates and pictures are our own");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The whole world of one document.
struct Desk<'a> {
    press: &'a Press,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_reaches_nothing_outside() {
        for deed in [
            "#read(\"/etc/hostname\")",
            "#read(\"../../etc/hostname\")",
            "#image(\"/press.rs\", alt: \"x\")",
            "#import \"@preview/cetz:0.3.0\"",
            "#import \"/other.typ\": x",
            "#datetime.today()",
            "#plugin(\"/a.wasm\")",
        ] {
            let mut press = Press::default();
            let id = file_id("/deed.typ");
            let text = format!("#set document(title: \"x\")\n{deed}");
            press.sources.insert(id, Source::new(id, text));
            let sheet = Sheet {
                template: "/deed.typ",
                data: Value::Null,
                files: Vec::new(),
                ident: "x",
                made_at: DateTime::UNIX_EPOCH,
                one_page: true,
            };
            assert!(matches!(press.print(sheet), Err(PressError::Template(_))), "{deed}");
        }
    }
}
