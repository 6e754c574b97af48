//! Which column holds what: recognised by its heading, confirmed or changed by the user. The choice
//! travels in the address, as places and names of columns, never what stands in them.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{
    access::Ctx,
    ids::ImportId,
    imports::{
        headings::{Column, ColumnsError, check_columns, find_headings, recognise_row},
        rows::{self, CheckedRow, RawCell},
    },
};
use store::{
    Programme, Store,
    enrolments::{Namesakes, TargetPlace, Upload, UploadState},
};

use crate::{
    error::Error,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Choice, FormView, Shell, form::encode_query},
    upload::SentFile,
    workbook::{self, Sheet},
};

/// An upload with its sheets; none once it was imported.
pub(super) struct List {
    pub(super) id: ImportId,
    pub(super) upload: Upload,
    pub(super) place: TargetPlace,
    pub(super) sheets: Vec<Sheet>,
}

impl List {
    pub(super) async fn open(store: &Store<Programme>, ctx: &Ctx, id: ImportId) -> Result<Self, Error> {
        let (upload, place) = store.open_upload(ctx, id).await?;
        if upload.state != UploadState::Waiting {
            return Ok(Self { id, upload, place, sheets: Vec::new() });
        }
        let file =
            SentFile { field: String::new(), name: upload.name.clone(), bytes: upload.content.clone() };
        let read = tokio::task::spawn_blocking(move || workbook::read(&file)).await;
        let read = read.map_err(|_| Error::Failure("reading a list stopped".to_owned()))?;
        let sheets = read.map_err(|error| Error::Failure(format!("a kept list: {error}")))?;
        Ok(Self { id, upload, place, sheets })
    }

    pub(super) fn is_done(&self) -> bool {
        self.upload.state != UploadState::Waiting
    }
}

/// Where in the file the list stands and what its columns hold.
#[derive(Clone)]
pub(super) struct Selection {
    pub(super) sheet: usize,
    /// Row of the headings, from 0.
    pub(super) headings: usize,
    pub(super) columns: Vec<Option<Column>>,
    pub(super) namesakes: Namesakes,
}

impl Selection {
    /// As the address says, or as recognised.
    pub(super) fn of(query: &FormView, sheets: &[Sheet]) -> Self {
        let found = |sheet: usize| sheets.get(sheet).and_then(|sheet| find_headings(&sheet.rows));
        let asked = query.value("hoja").parse().ok().filter(|sheet| *sheet < sheets.len());
        let first = (0..sheets.len()).find(|sheet| found(*sheet).is_some()).unwrap_or(0);
        let sheet = asked.unwrap_or(first);
        let rows = sheets.get(sheet).map_or(&[] as &[_], |sheet| &sheet.rows);
        let asked = query.value("fila").parse::<usize>().ok().and_then(|row| row.checked_sub(1));
        let asked = asked.filter(|row| *row < rows.len());
        let headings = asked.or(found(sheet).map(|(row, _)| row)).unwrap_or(0);
        let texts: Vec<String> = rows.get(headings).into_iter().flatten().map(RawCell::heading).collect();
        let columns = match query.value("columnas") {
            "" => recognise_row(&texts),
            names => names.split('.').map(Column::from_name).collect(),
        };
        let mut said = query.value("parecidas").split('.');
        let are_others = said.next() == Some("otras");
        let namesakes = Namesakes { are_others, except: said.filter_map(|row| row.parse().ok()).collect() };
        Self { sheet, headings, columns, namesakes }
    }

    /// The same as an address says it.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.map_or("", Column::name)).collect();
        let usual = if self.namesakes.are_others { "otras" } else { "misma" };
        let except = self.namesakes.except.iter().map(|row| format!(".{row}"));
        [
            ("hoja", self.sheet.to_string()),
            ("fila", (self.headings + 1).to_string()),
            ("columnas", names.join(".")),
            ("parecidas", except.fold(usual.to_owned(), |said, row| said + &row)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// What is wrong with it, as a text key.
    pub(super) fn mistake(&self, sheets: &[Sheet]) -> Option<&'static str> {
        let Some(sheet) = sheets.get(self.sheet) else { return Some("enrolments-file-empty") };
        match check_columns(&self.columns) {
            Err(ColumnsError::NoName) => Some("enrolments-mistake-no-name"),
            Err(ColumnsError::Twice(_)) => Some("enrolments-mistake-twice"),
            Ok(()) if sheet.merged_below(self.headings).is_some() => Some("enrolments-mistake-merged"),
            Ok(()) if sheet.rows.len() <= self.headings + 1 => Some("enrolments-mistake-no-rows"),
            Ok(()) if sheet.rows.len() - self.headings - 1 > rows::MOST_ROWS => Some("enrolments-file-rows"),
            Ok(()) => None,
        }
    }

    /// The rows below the headings, read.
    pub(super) fn rows(&self, sheets: &[Sheet], today: NaiveDate) -> Vec<CheckedRow> {
        let Some(sheet) = sheets.get(self.sheet) else { return Vec::new() };
        let first = u32::try_from(self.headings + 2).unwrap_or(u32::MAX);
        rows::read(&sheet.rows[self.headings + 1..], first, &self.columns, today)
    }
}

#[derive(Template)]
#[template(path = "features/enrolments/columns.html")]
struct ColumnsPage {
    shell: Shell,
    id: ImportId,
    form: FormView,
    sheets: Vec<Choice>,
    /// Field, heading and what stands below it.
    columns: Vec<(String, String, String)>,
    choices: Vec<Choice>,
    merged: Option<(usize, usize)>,
}

fn columns_page(shell: Shell, list: &List, selection: &Selection, form: FormView) -> ColumnsPage {
    let rows = list.sheets.get(selection.sheet).map_or(&[] as &[_], |sheet| &sheet.rows);
    let width = rows.iter().skip(selection.headings).map(Vec::len).max().unwrap_or(0);
    let cell = |row: usize, column: usize| rows.get(row).and_then(|cells| cells.get(column));
    let columns = (0..width).map(|column| {
        let heading = cell(selection.headings, column).map(RawCell::heading).unwrap_or_default();
        let below =
            (1..40).filter_map(|row| cell(selection.headings + row, column)).filter_map(shown).take(3);
        let number = shell.tn("enrolments-column-number", "n", column as u64 + 1);
        let heading = if heading.trim().is_empty() { number } else { heading };
        (format!("columna-{column}"), heading, below.collect::<Vec<_>>().join(" · "))
    });
    let columns: Vec<_> = columns.collect();
    let choice = |column: &Column| {
        Choice::new(column.name(), shell.t(&format!("enrolments-column-{}", column.name())))
    };
    let sheets = list.sheets.iter().enumerate().map(|(n, sheet)| Choice::new(n.to_string(), &sheet.name));
    let merged = list.sheets.get(selection.sheet).and_then(|sheet| sheet.merged_below(selection.headings));
    ColumnsPage {
        id: list.id,
        form,
        sheets: sheets.collect(),
        columns,
        choices: Column::ALL.iter().map(choice).collect(),
        merged,
        shell,
    }
}

pub(super) fn shown(cell: &RawCell) -> Option<String> {
    match cell {
        RawCell::Text(text) => Some(text.chars().take(40).collect()),
        RawCell::Number(number) => Some(number.to_string()),
        RawCell::Date(day) => Some(day.format("%d/%m/%Y").to_string()),
        RawCell::Formula(Some(value)) => shown(value),
        _ => None,
    }
}

fn filled(selection: &Selection) -> FormView {
    let named = selection.columns.iter().enumerate().map(|(n, column)| (n, column.map_or("", Column::name)));
    let form = FormView::sent(selection.pairs());
    named.fold(form, |form, (n, name)| form.with(&format!("columna-{n}"), name))
}

pub(super) async fn ask(State(store): ProgrammeState, At(id): At<ImportId>, visit: Visit) -> Answer {
    let list = List::open(&store, &visit.ctx, id).await?;
    if list.is_done() {
        return see(format!("/importar/{id}/resultado"));
    }
    let selection = Selection::of(&visit.query, &list.sheets);
    page(&columns_page(visit.shell, &list, &selection, filled(&selection)))
}

pub(super) async fn choose(State(store): ProgrammeState, At(id): At<ImportId>, mut deed: Deed) -> Answer {
    let list = List::open(&store, &deed.ctx, id).await?;
    let mut selection = Selection::of(&deed.form, &list.sheets);
    let chosen = (0..).map_while(|n| {
        let field = format!("columna-{n}");
        deed.form.pairs().iter().find(|(name, _)| *name == field).map(|(_, name)| Column::from_name(name))
    });
    selection.columns = chosen.collect();
    match selection.mistake(&list.sheets) {
        None => see(format!("/importar/{id}/revision?{}", encode_query(&selection.pairs()))),
        Some(key) => {
            deed.form.fail("columna-0", key);
            mistakes(&columns_page(deed.shell, &list, &selection, deed.form))
        }
    }
}
