//! Forms that bring files. Everything is read into memory (10 MB at most) after the door has decided;
//! nothing is written to a temporary file, and a file's name is never used as a path.

use axum::{
    extract::{FromRef, FromRequest, FromRequestParts, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};

use crate::{
    error::Error,
    kit::Kit,
    request::{Deed, Visit},
};

/// A file as it came.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// Name of the field.
    pub field: String,
    /// Name that the device gave it: for showing it back, never for storing.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// What a file is, by its first bytes: its name and declared type prove nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// A ZIP container: XLSX and ODS are, among others.
    Zip,
    /// The container of old and of encrypted Office files.
    OldOffice,
    /// Text in UTF-8 or Latin-1, such as CSV.
    Text,
    /// Anything else.
    Other,
}

impl SentFile {
    /// The file as a scan or photo of a paper; `None` when it is neither PDF, JPEG nor PNG.
    #[must_use]
    pub fn scan(&self) -> Option<store::Attachment> {
        let media_type = match self.kind() {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            _ => return None,
        };
        Some(store::Attachment { media_type: media_type.to_owned(), content: self.bytes.clone() })
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        const SIGNATURES: [(&[u8], FileKind); 5] = [
            (b"%PDF-", FileKind::Pdf),
            (&[0xff, 0xd8, 0xff], FileKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n", FileKind::Png),
            (b"PK\x03\x04", FileKind::Zip),
            (&[0xd0, 0xcf, 0x11, 0xe0], FileKind::OldOffice),
        ];
        if let Some((_, kind)) = SIGNATURES.iter().find(|(start, _)| self.bytes.starts_with(start)) {
            return *kind;
        }
        let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
        if self.bytes.iter().any(control) { FileKind::Other } else { FileKind::Text }
    }
}

/// Somebody signed in sends a form with files. The route is marked `.upload()`.
#[derive(Debug)]
pub struct Upload {
    /// The form with its decision, as for any form; the key covers the files too.
    pub deed: Deed,
    /// The files that were chosen; a field left empty brings none.
    pub files: Vec<SentFile>,
}

impl Upload {
    /// The file of a field, if one was chosen.
    #[must_use]
    pub fn file(&self, field: &str) -> Option<&SentFile> {
        self.files.iter().find(|file| file.field == field)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload
where
    Kit: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let multipart = Multipart::from_request(Request::from_parts(parts, body), state).await;
        let multipart = multipart.map_err(|_| Error::Malformed("no multipart form".to_owned()))?;
        let (pairs, files) = read(multipart).await.map_err(unreadable)?;
        let contents: Vec<&[u8]> =
            files.iter().flat_map(|file| [file.field.as_bytes(), &file.bytes]).collect();
        let deed = Deed::made(visit, pairs, (&method, &path), &contents)?;
        Ok(Self { deed, files })
    }
}

async fn read(mut multipart: Multipart) -> Result<(Vec<(String, String)>, Vec<SentFile>), MultipartError> {
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = multipart.next_field().await? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            None => pairs.push((field, part.text().await?)),
            Some(name) => {
                let bytes = part.bytes().await?.to_vec();
                if !(name.is_empty() && bytes.is_empty()) {
                    files.push(SentFile { field, name, bytes });
                }
            }
        }
    }
    Ok((pairs, files))
}

fn unreadable(error: MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::Malformed("multipart form".to_owned()),
    }
}
