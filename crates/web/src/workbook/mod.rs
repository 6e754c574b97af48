//! Lists as spreadsheets and CSV files hold them, read into raw cells. Nothing in them is run: a formula
//! counts with its last value. Bounds come first: what unpacks to more than it may is refused unread.

mod ods;

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use domain::imports::rows::{MOST_ROWS, RawCell};
use zip::ZipArchive;

use crate::upload::{FileKind, SentFile};

/// Columns beyond it are not read: no list has so many.
const MOST_COLUMNS: usize = 60;
/// Rows of a sheet: those of the longest list, and what may stand above it.
const MOST: usize = MOST_ROWS + 50;
/// Bytes that a workbook may unpack to.
const MOST_UNPACKED: u64 = 100 << 20;

/// A sheet.
#[derive(Clone)]
pub struct Sheet {
    /// Its name; that of the file for CSV.
    pub name: String,
    /// Its rows from the first one on.
    pub rows: Vec<Vec<RawCell>>,
    /// First and last row of each block of merged cells, from 0.
    pub merged: Vec<(usize, usize)>,
}

impl Sheet {
    fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), rows: Vec::new(), merged: Vec::new() }
    }

    /// Puts a cell where it stands; empty ones take no place.
    fn put(&mut self, (row, column): (usize, usize), cell: RawCell) -> Result<(), FileError> {
        if cell == RawCell::Empty || column >= MOST_COLUMNS {
            return Ok(());
        }
        if row >= MOST {
            return Err(FileError::TooManyRows);
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        if self.rows[row].len() <= column {
            self.rows[row].resize(column + 1, RawCell::Empty);
        }
        self.rows[row][column] = cell;
        Ok(())
    }

    /// The first block of merged cells that reaches below a row, as rows from 1.
    #[must_use]
    pub fn merged_below(&self, row: usize) -> Option<(usize, usize)> {
        self.merged.iter().find(|(_, last)| *last > row).map(|(first, last)| (first + 1, last + 1))
    }
}

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// No XLSX, ODS or CSV.
    #[error("wrong type")]
    WrongType,
    /// XLS, the format before 2007.
    #[error("old format")]
    OldFormat,
    /// It brings macros.
    #[error("macros")]
    Macros,
    /// It is protected by a password.
    #[error("encrypted")]
    Encrypted,
    /// More rows than the longest list.
    #[error("too many rows")]
    TooManyRows,
    /// It unpacks to more than it may.
    #[error("too big inside")]
    TooBigInside,
    /// It is damaged.
    #[error("broken")]
    Broken,
    /// Nothing is in it.
    #[error("empty")]
    Empty,
}

/// The sheets of a file that hold anything.
///
/// # Errors
/// [`FileError`].
pub fn read(file: &SentFile) -> Result<Vec<Sheet>, FileError> {
    let mut sheets = match file.kind() {
        FileKind::Zip => packed(&file.bytes)?,
        FileKind::Text | FileKind::Other if file.bytes.is_empty() => return Err(FileError::Empty),
        // A text that calls itself a workbook would be read as one column of nothing.
        FileKind::Text if is_named_workbook(&file.name) => return Err(FileError::WrongType),
        FileKind::Text => vec![csv(file)?],
        FileKind::OldOffice if holds_utf16(&file.bytes, "EncryptedPackage") => {
            return Err(FileError::Encrypted);
        }
        FileKind::OldOffice => return Err(FileError::OldFormat),
        _ => return Err(FileError::WrongType),
    };
    sheets.retain(|sheet| !sheet.rows.is_empty());
    if sheets.is_empty() { Err(FileError::Empty) } else { Ok(sheets) }
}

fn is_named_workbook(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xlsx", ".xlsm", ".xls", ".ods"].iter().any(|kind| name.ends_with(kind))
}

fn holds_utf16(bytes: &[u8], text: &str) -> bool {
    let wanted: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn packed(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileError::Broken)?;
    let (mut names, mut unpacked, mut content) = (Vec::new(), 0, String::new());
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|_| FileError::Broken)?;
        let name = entry.name().map_err(|_| FileError::Broken)?.into_owned();
        // What the directory says of sizes may be a lie: it is unpacked and counted.
        let mut bounded = entry.take(MOST_UNPACKED - unpacked + 1);
        let mut inside = Vec::new();
        let is_read = matches!(name.as_str(), "content.xml" | "META-INF/manifest.xml");
        let size = if is_read {
            bounded.read_to_end(&mut inside).map(|size| size as u64)
        } else {
            std::io::copy(&mut bounded, &mut std::io::sink())
        };
        unpacked += size.map_err(|_| FileError::Broken)?;
        if unpacked > MOST_UNPACKED {
            return Err(FileError::TooBigInside);
        }
        let inside = String::from_utf8_lossy(&inside);
        if inside.contains("manifest:encryption-data") {
            return Err(FileError::Encrypted);
        }
        if name == "content.xml" {
            content = inside.into_owned();
        }
        names.push(name);
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if names.iter().any(|name| name.ends_with("vbaProject.bin") || name.starts_with("Basic/")) {
        Err(FileError::Macros)
    } else if has("xl/workbook.xml") {
        xlsx(bytes)
    } else if content.contains("office:spreadsheet") {
        ods::read(&content)
    } else {
        Err(FileError::WrongType)
    }
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
    let broken = |_: XlsxError| FileError::Broken;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut sheet = Sheet::named(&name);
        let Ok(merged) = book.merge_cells_by_sheet_name(&name) else { continue };
        sheet.merged = merged.iter().map(|block| (block.start.0 as usize, block.end.0 as usize)).collect();
        let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
            let value = raw(&cell.value);
            let value = match cell.formula {
                Some(_) if value == RawCell::Empty => RawCell::Formula(None),
                Some(_) => RawCell::Formula(Some(Box::new(value))),
                None => value,
            };
            sheet.put((cell.pos.0 as usize, cell.pos.1 as usize), value)?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn raw(value: &DataRef<'_>) -> RawCell {
    match value {
        DataRef::Empty => RawCell::Empty,
        DataRef::Int(number) => RawCell::Number(*number as f64),
        DataRef::Float(number) => RawCell::Number(*number),
        DataRef::Bool(is) => RawCell::Bool(*is),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::DateTime(date) => {
            date.as_datetime().map_or(RawCell::Failed, |moment| RawCell::Date(moment.date()))
        }
        DataRef::Error(_) => RawCell::Failed,
    }
}

fn text_cell(text: &str) -> RawCell {
    if text.trim().is_empty() { RawCell::Empty } else { RawCell::Text(text.to_owned()) }
}

fn csv(file: &SentFile) -> Result<Sheet, FileError> {
    let text = decoded(&file.bytes);
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let often = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    // Of several that are equally frequent the last is taken: a comma may stand within a heading.
    let sign = [b',', b'\t', b';'].into_iter().max_by_key(often).unwrap_or(b';');
    let mut lines = csv::ReaderBuilder::new();
    let mut lines = lines.delimiter(sign).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut sheet = Sheet::named(&file.name);
    for (row, line) in lines.records().enumerate() {
        for (column, text) in line.map_err(|_| FileError::Broken)?.iter().enumerate() {
            sheet.put((row, column), text_cell(text))?;
        }
    }
    Ok(sheet)
}

/// UTF-8, or else Windows-1252, as Excel in Mexico saves CSV.
fn decoded(bytes: &[u8]) -> String {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => {
            bytes
                .iter()
                .map(|&byte| {
                    if (0x80..0xa0).contains(&byte) { FROM_80[usize::from(byte) - 0x80] } else { byte.into() }
                })
                .collect()
        }
    }
}
