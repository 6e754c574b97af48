//! OpenDocument sheets, cell by cell: repeated cells and rows are bounded while they are read.

use domain::imports::rows::RawCell;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{FileError, MOST, MOST_COLUMNS, Sheet, text_cell};

/// Where reading stands.
#[derive(Default)]
struct Place {
    row: usize,
    column: usize,
    /// Rows that the current one stands for.
    times: usize,
    /// The current row's cells that are not empty.
    cells: Vec<(usize, RawCell)>,
    cell: Option<Cell>,
    /// Within a note on a cell, which is no part of it.
    notes: usize,
}

struct Cell {
    kind: String,
    value: String,
    text: String,
    is_formula: bool,
    times: usize,
    rows: usize,
    columns: usize,
}

pub(super) fn read(content: &str) -> Result<Vec<Sheet>, FileError> {
    let (mut reader, mut sheets, mut place) = (Reader::from_str(content), Vec::new(), Place::default());
    loop {
        let event = reader.read_event().map_err(|_| FileError::Broken)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_whole = matches!(event, Event::Empty(_));
                match tag.name().as_ref() {
                    "table:table" => {
                        sheets.push(Sheet::named(attribute(tag, "table:name")));
                        place = Place::default();
                    }
                    "table:table-row" => {
                        (place.column, place.times) = (0, number(tag, "table:number-rows-repeated"));
                    }
                    "table:table-cell" | "table:covered-table-cell" => place.cell = Some(Cell::begun(tag)),
                    "office:annotation" if !is_whole => place.notes += 1,
                    _ => {}
                }
                if is_whole {
                    place.end(tag.name().as_ref(), &mut sheets)?;
                }
            }
            Event::Text(text) => place.say(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let plain = match name.resolve_char_ref() {
                    Ok(Some(sign)) => sign.to_string(),
                    _ => quick_xml::escape::resolve_xml_entity(name).unwrap_or_default().to_owned(),
                };
                place.say(&plain);
            }
            Event::End(tag) => place.end(tag.name().as_ref(), &mut sheets)?,
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

impl Place {
    fn say(&mut self, text: &str) {
        if let (Some(cell), 0) = (&mut self.cell, self.notes) {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str, sheets: &mut [Sheet]) -> Result<(), FileError> {
        let Some(sheet) = sheets.last_mut() else { return Ok(()) };
        match name {
            "office:annotation" => self.notes = self.notes.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => {
                let Some(cell) = self.cell.take() else { return Ok(()) };
                if cell.rows > 1 || cell.columns > 1 {
                    sheet.merged.push((self.row, self.row.saturating_add(cell.rows - 1)));
                }
                let end = self.column.saturating_add(cell.times);
                let value = cell.raw();
                if value != RawCell::Empty {
                    self.cells.extend((self.column..end.min(MOST_COLUMNS)).map(|at| (at, value.clone())));
                }
                self.column = end;
            }
            "table:table-row" => {
                let end = self.row.saturating_add(self.times);
                let cells = std::mem::take(&mut self.cells);
                let filled = if cells.is_empty() { self.row } else { end.min(MOST + 1) };
                for row in self.row..filled {
                    for (column, value) in &cells {
                        sheet.put((row, *column), value.clone())?;
                    }
                }
                self.row = end;
            }
            _ => {}
        }
        Ok(())
    }
}

impl Cell {
    fn begun(tag: &BytesStart<'_>) -> Self {
        let kind = attribute(tag, "office:value-type");
        let value = match kind.as_str() {
            "date" => attribute(tag, "office:date-value"),
            "boolean" => attribute(tag, "office:boolean-value"),
            _ => attribute(tag, "office:value"),
        };
        let is_failed = attribute(tag, "calcext:value-type") == "error";
        Self {
            kind: if is_failed { "error".to_owned() } else { kind },
            value,
            text: String::new(),
            is_formula: !attribute(tag, "table:formula").is_empty(),
            times: number(tag, "table:number-columns-repeated"),
            rows: number(tag, "table:number-rows-spanned"),
            columns: number(tag, "table:number-columns-spanned"),
        }
    }

    fn raw(self) -> RawCell {
        let value = match self.kind.as_str() {
            "float" | "percentage" | "currency" => {
                self.value.parse().map_or(RawCell::Failed, RawCell::Number)
            }
            "date" => {
                self.value.get(..10).and_then(|day| day.parse().ok()).map_or(RawCell::Failed, RawCell::Date)
            }
            "boolean" => RawCell::Bool(self.value == "true"),
            "error" => RawCell::Failed,
            _ => text_cell(&self.text),
        };
        match value {
            value if !self.is_formula => value,
            RawCell::Empty => RawCell::Formula(None),
            value => RawCell::Formula(Some(Box::new(value))),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    found
        .and_then(|found| found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok())
        .map(|value| value.into_owned())
        .unwrap_or_default()
}

/// How often or how far; 1 when it does not say.
fn number(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name).parse().unwrap_or(1).max(1)
}
