//! Answers that are files to keep: a PDF, a spreadsheet, a scan. A file's name holds no personal data.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{Error, request::Answer};

/// PDF.
pub const PDF: &str = "application/pdf";
/// XLSX.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// ZIP.
pub const ZIP: &str = "application/zip";

/// How the name of a scan of this type ends.
#[must_use]
pub fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => "pdf",
    }
}

/// A file that the browser saves under `name`, made of letters, digits, `-` and `.`.
///
/// # Errors
/// [`Error::Failure`] for a name or type of other signs.
pub fn file(media_type: &str, name: &str, bytes: Vec<u8>) -> Answer {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| Error::Failure("file name".to_owned()));
    let mut response: Response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, value(media_type)?);
    headers.insert(header::CONTENT_DISPOSITION, value(&format!("attachment; filename=\"{name}\""))?);
    Ok(response)
}
