//! Workbooks that go out: the template, and the list with what became of each row. Every text is
//! written as text: what begins like a formula is none.

use std::collections::HashMap;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::imports::rows::RawCell;
use rust_xlsxwriter::{Color, Format, Workbook, Worksheet, XlsxError};

use crate::{error::Error, workbook::Sheet};

/// Headings that the importer knows.
const HEADINGS: [&str; 11] = [
    "Nombre(s)",
    "Primer apellido",
    "Segundo apellido",
    "CURP",
    "Sexo (H/M)",
    "Fecha de nacimiento",
    "Dependencia",
    "Área",
    "Puesto",
    "Teléfono",
    "Correo electrónico",
];

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self::Failure(format!("workbook: {error}"))
    }
}

/// An answer that saves an XLSX.
pub(super) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let how = format!("attachment; filename=\"{name}.xlsx\"");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, how)], bytes).into_response()
}

/// An empty list with the usual headings.
pub(super) fn template() -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.set_column_format(column, &text)?.set_column_width(column, 22)?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(book.save_to_buffer()?)
}

/// The list as it came, with one column more: `title`, and below it the result of each row (from 1).
pub(super) fn annotated(
    list: &Sheet,
    (title_row, title): (usize, &str),
    results: &HashMap<u32, String>,
) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let shaded = Format::new().set_background_color(Color::RGB(0x00FF_F4CE)).set_text_wrap();
    let sheet = book.add_worksheet();
    let width = list.rows.iter().map(Vec::len).max().unwrap_or(0);
    let last = u16::try_from(width).unwrap_or(u16::MAX);
    for ((row, number), cells) in (0..).zip(1..).zip(&list.rows) {
        for (column, cell) in (0..).zip(cells) {
            write(sheet, (row, column), cell)?;
        }
        let result =
            if row as usize == title_row { Some(title) } else { results.get(&number).map(String::as_str) };
        if let Some(result) = result {
            sheet.write_string_with_format(row, last, result, &shaded)?;
        }
    }
    sheet.set_column_width(last, 60)?;
    Ok(book.save_to_buffer()?)
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &RawCell) -> Result<(), XlsxError> {
    match cell {
        RawCell::Empty => {}
        RawCell::Text(text) => {
            let quoted = Format::new().set_quote_prefix();
            sheet.write_string_with_format(
                row,
                column,
                text.chars().take(32_000).collect::<String>(),
                &quoted,
            )?;
        }
        RawCell::Number(number) => drop(sheet.write_number(row, column, *number)?),
        RawCell::Date(day) => {
            sheet.write_with_format(row, column, day, &Format::new().set_num_format("dd/mm/yyyy"))?;
        }
        RawCell::Bool(is) => drop(sheet.write_boolean(row, column, *is)?),
        RawCell::Formula(Some(value)) => write(sheet, (row, column), value)?,
        RawCell::Formula(None) | RawCell::Failed => drop(sheet.write_string(row, column, "#")?),
    }
    Ok(())
}
