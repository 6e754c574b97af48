//! The rows of a list in their review: filtered, in order, page by page. Each shows what goes in, read
//! and split, or, where nothing could be taken, what stands in the list. Nothing is changed here.

use domain::imports::{
    headings::Column,
    issues::{RowIssue, Verdict},
    rows::ParticipantRow,
};
use store::enrolments::{Preview, PreviewRow};

use super::{
    columns::{List, Selection, shown},
    issue_text,
};
use crate::{
    features::people::sex_key,
    ui::{Badge, FormView, Pager, Shell, Tab, Tone, form::encode_query},
};

const PAGE: u64 = 50;

/// What is shown of the rows.
pub(super) struct Table {
    pub(super) tabs: Vec<Tab>,
    pub(super) orders: Vec<Tab>,
    pub(super) columns: Vec<String>,
    pub(super) lines: Vec<Line>,
    pub(super) pager: Pager,
}

pub(super) struct Line {
    pub(super) row: u32,
    pub(super) badge: Badge,
    /// Why it cannot be taken.
    pub(super) refusals: Vec<String>,
    /// What else is to be looked at.
    pub(super) warnings: Vec<String>,
    pub(super) likely: Option<Likely>,
    /// In the order of the columns: the name of each value, and the value.
    pub(super) cells: Vec<Vec<(String, String)>>,
}

/// Whose file a row may be of: what is assumed, and where the contrary is said.
pub(super) struct Likely {
    pub(super) file: String,
    pub(super) said: String,
    pub(super) turn: String,
    pub(super) turn_to: String,
}

/// What becomes of a row: its colour, and its name in filters and keys.
pub(super) fn verdict(row: &PreviewRow) -> (Tone, &'static str) {
    match row.checked.verdict() {
        Verdict::Valid => (Tone::Good, "validos"),
        Verdict::Warned(_) => (Tone::Watch, "avisos"),
        Verdict::Refused(_) => (Tone::Bad, "rechazados"),
    }
}

impl Table {
    /// The page of rows that the address asks for: `ver`, `orden`, `pagina`.
    pub(super) fn new(rows: &Rows<'_>, preview: &Preview, asked: &FormView) -> Self {
        let path = format!("/importar/{}/revision", rows.list.id);
        let or = |name: &str, usual: &str| {
            let value = asked.value(name);
            if value.is_empty() { usual.to_owned() } else { value.to_owned() }
        };
        let (filter, order) = (or("ver", "todos"), or("orden", "renglon"));
        let query = |filter: &str, order: &str| {
            let more = [("ver", filter), ("orden", order)].map(|(name, v)| (name.to_owned(), v.to_owned()));
            [rows.selection.pairs(), more.to_vec()].concat()
        };
        let here = [query(&filter, &order), vec![("pagina".to_owned(), asked.value("pagina").to_owned())]];
        let here: Vec<(String, String)> =
            here.concat().into_iter().filter(|(name, _)| name != "parecidas").collect();
        let tab = |ver: &str, orden: &str, key: String, count: String| Tab {
            href: format!("{path}?{}", encode_query(&query(ver, orden))),
            text: rows.shell.t(&key),
            current: (ver, orden) == (filter.as_str(), order.as_str()),
            count,
        };
        let of = |filter: &str| -> Vec<&PreviewRow> {
            let is_shown = |row: &&PreviewRow| filter == "todos" || verdict(row).1 == filter;
            preview.rows.iter().filter(is_shown).collect()
        };
        let tabs = ["todos", "validos", "avisos", "rechazados"].map(|ver| {
            let count = rows.shell.number(of(ver).len() as i64);
            tab(ver, &order, format!("enrolments-rows-{ver}"), count)
        });
        let orders = ["renglon", "estado", "apellido"]
            .map(|orden| tab(&filter, orden, format!("enrolments-order-{orden}"), String::new()));
        let mut chosen = of(&filter);
        chosen.sort_by_cached_key(|row| rank(row, &order));
        let page = asked.value("pagina").parse().unwrap_or(1);
        let pager = Pager::new(page, PAGE, chosen.len() as u64, &path, &query(&filter, &order));
        let lines = chosen.iter().skip(pager.offset() as usize).take(PAGE as usize);
        let columns = rows.columns();
        Self {
            tabs: tabs.to_vec(),
            orders: orders.to_vec(),
            lines: lines.map(|row| rows.line(&columns, row, (&path, &here))).collect(),
            columns: columns.iter().map(|(key, _)| rows.shell.t(key)).collect(),
            pager,
        }
    }
}

/// What a row is sorted by: the worst first, a surname, else as in the list.
fn rank(row: &PreviewRow, order: &str) -> (bool, bool, String) {
    match (order, &row.checked.participant) {
        ("estado", _) => (!row.checked.is_refused(), verdict(row).0 == Tone::Good, String::new()),
        ("apellido", Some(one)) => (false, false, one.name.sort_key()),
        ("apellido", None) => (true, false, String::new()),
        _ => (false, false, String::new()),
    }
}

/// A list with how it is read.
pub(super) struct Rows<'a> {
    pub(super) shell: &'a Shell,
    pub(super) list: &'a List,
    pub(super) selection: &'a Selection,
}

impl Rows<'_> {
    /// The columns that go in, a few in one: those chosen, and those that can come out of others.
    fn columns(&self) -> Vec<(&'static str, Vec<Column>)> {
        use Column as C;
        let goes_in = |column: &Column| match column {
            C::FullName | C::Surnames => false,
            C::GivenNames | C::FirstSurname | C::SecondSurname | C::Curp | C::Sex | C::BirthDate => true,
            other => self.selection.columns.contains(&Some(*other)),
        };
        let of = |columns: &[Column]| columns.iter().copied().filter(goes_in).collect::<Vec<_>>();
        let all = [
            ("enrolments-part-name", of(&[C::GivenNames, C::FirstSurname, C::SecondSurname])),
            ("enrolments-part-identity", of(&[C::Curp, C::Sex, C::BirthDate])),
            ("enrolments-part-rest", of(&[C::Dependency, C::Area, C::Post, C::Phone, C::Email])),
        ];
        all.into_iter().filter(|(_, columns)| !columns.is_empty()).collect()
    }

    fn heading(&self, column: Column) -> String {
        self.shell.t(&format!("enrolments-column-{}", column.name()))
    }

    /// What keeps a row out, and what else there is to say of it: the column, the value as it stands in
    /// the list, and what to do.
    pub(super) fn reasons(&self, row: &PreviewRow) -> (Vec<String>, Vec<String>) {
        let said = row.checked.issues().iter().filter(|issue| **issue != RowIssue::NameSplit);
        let (refusals, warnings): (Vec<_>, Vec<_>) = said.partition(|issue| issue.refuses());
        let text = |issue: &RowIssue| {
            let text = issue_text(self.shell, issue);
            let Some(column) = issue.column() else { return text };
            let value = self.typed(row, column).map(|value| format!(" «{}»", value.trim()));
            format!("{}{}: {text}", self.heading(column), value.unwrap_or_default())
        };
        (refusals.into_iter().map(text).collect(), warnings.into_iter().map(text).collect())
    }

    fn likely(&self, row: &PreviewRow, (path, here): (&str, &[(String, String)])) -> Option<Likely> {
        let file = row.likely?;
        let namesakes = self.selection.namesakes.turned(row.checked.row);
        let turned = Selection { namesakes, ..self.selection.clone() };
        let said = turned.pairs().into_iter().filter(|(name, _)| name == "parecidas");
        let query: Vec<(String, String)> = here.iter().cloned().chain(said).collect();
        let name = if row.file.is_some() { "same" } else { "other" };
        Some(Likely {
            file: format!("/personas/{file}"),
            said: self.shell.t(&format!("enrolments-likely-{name}")),
            turn: self.shell.t(&format!("enrolments-likely-{name}-turn")),
            turn_to: format!("{path}?{}#lista", encode_query(&query)),
        })
    }

    fn line(
        &self,
        columns: &[(&'static str, Vec<Column>)],
        row: &PreviewRow,
        at: (&str, &[(String, String)]),
    ) -> Line {
        let (tone, name) = verdict(row);
        let (refusals, warnings) = self.reasons(row);
        let text = |column: &Column| {
            let taken = row.checked.participant.as_ref().and_then(|one| self.taken(one, *column));
            Some((self.heading(*column), taken.or_else(|| self.typed(row, *column))?))
        };
        Line {
            row: row.checked.row,
            badge: Badge::new(tone, self.shell.t(&format!("enrolments-row-{name}"))),
            refusals,
            warnings,
            likely: self.likely(row, at),
            cells: columns.iter().map(|(_, columns)| columns.iter().filter_map(text).collect()).collect(),
        }
    }

    fn taken(&self, one: &ParticipantRow, column: Column) -> Option<String> {
        match column {
            Column::GivenNames => Some(one.name.given().to_owned()),
            Column::FirstSurname => Some(one.name.first_surname().to_owned()),
            Column::SecondSurname => one.name.second_surname().map(str::to_owned),
            Column::Curp => one.curp.as_ref().map(|curp| curp.as_str().to_owned()),
            Column::Sex => one.sex.map(|sex| self.shell.t(sex_key(sex))),
            Column::BirthDate => one.birth_date.map(|day| self.shell.date(day)),
            Column::Dependency => one.dependency.clone(),
            Column::Area => one.area.clone(),
            Column::Post => one.post.clone(),
            Column::Phone => one.contact.phone.clone(),
            Column::Email => one.contact.email.clone(),
            Column::Surnames | Column::FullName => None,
        }
    }

    /// What stands in the list; a name that could not be split stands whole.
    fn typed(&self, row: &PreviewRow, column: Column) -> Option<String> {
        let cells = self.list.sheets.get(self.selection.sheet)?.rows.get(row.checked.row as usize - 1)?;
        let place = |column| self.selection.columns.iter().position(|one| *one == Some(column));
        let whole = match column {
            Column::GivenNames => Column::FullName,
            Column::FirstSurname => Column::Surnames,
            column => column,
        };
        shown(cells.get(place(column).or_else(|| place(whole))?)?)
    }
}
