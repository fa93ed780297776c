//! The table in which a log states its facts, seen from its newest records: the rows that the next one begins with. It
//! changes nothing.

use crate::model::head::Head;
use crate::model::kind::{Kind, Shape};
use crate::model::locate::{same_label, says_nothing};
use crate::model::locator::Locator;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::Table;
use crate::text::span::Range;
use crate::text::width::columns;

/// Label and value of each row.
pub(super) struct Rows {
    head: (String, String),
    rows: Vec<(String, Cell)>,
}

/// What stands beside a label in a record that says nothing yet.
enum Cell {
    Status,
    Date,
    /// Nothing, or what this log writes for nothing: `N/A`.
    Empty(String),
}

impl Rows {
    /// The rows that most of the newest records have, as the last of them has them.
    pub(super) fn of(workspace: &Workspace, kind: &Kind, newest: &[&Record]) -> Rows {
        let tables: Vec<Vec<(&str, &str)>> = newest
            .iter()
            .filter_map(|record| rows_of(workspace, kind, record))
            .collect();
        let Some(model) = tables.last() else {
            return Rows::plain();
        };
        // A first row whose label is no fact of the kind names the columns; an empty one names nothing.
        let (head, body) = match model.split_first() {
            Some((head, body)) if !is_label(kind, head.0) => (*head, body),
            _ => (("", ""), model.as_slice()),
        };
        let is_usual = |label: &str| {
            let has = |rows: &&Vec<(&str, &str)>| rows.iter().any(|(other, _)| is_same(other, label));
            tables.iter().filter(has).count() * 2 > tables.len()
        };
        let is_kept = |label: &str| {
            let shape = shape_of(kind, label);
            matches!(shape, Some(Shape::Status | Shape::Date)) || is_usual(label)
        };
        let rows = body.iter().filter(|(label, _)| !label.is_empty() && is_kept(label));
        Rows {
            head: (head.0.to_owned(), head.1.to_owned()),
            rows: rows
                .map(|(label, _)| ((*label).to_owned(), cell(kind, label, &tables)))
                .collect(),
        }
    }

    /// Status and date alone.
    pub(super) fn plain() -> Rows {
        Rows {
            head: Default::default(),
            rows: vec![("Status".to_owned(), Cell::Status), ("Date".to_owned(), Cell::Date)],
        }
    }

    /// The table of a record with this status and date.
    pub(super) fn text(&self, status: &str, date: &str) -> String {
        let value = |cell: &Cell| match cell {
            Cell::Status => status.to_owned(),
            Cell::Date => date.to_owned(),
            Cell::Empty(marker) => marker.clone(),
        };
        let head = std::iter::once(self.head.clone());
        let rows = self.rows.iter().map(|(label, cell)| (label.clone(), value(cell)));
        let rows: Vec<(String, String)> = head.chain(rows).collect();
        let left = rows.iter().map(|(label, _)| columns(label)).max().unwrap_or(0).max(3);
        let right = rows.iter().map(|(_, value)| columns(value)).max().unwrap_or(0).max(3);
        let padded = |text: &str, to: usize| format!("{text}{}", " ".repeat(to - columns(text)));
        let mut lines: Vec<String> = rows
            .iter()
            .map(|(label, value)| format!("| {} | {} |", padded(label, left), padded(value, right)))
            .collect();
        lines.insert(1, format!("| {} | {} |", "-".repeat(left), "-".repeat(right)));
        lines.join("\n")
    }
}

/// The rows of the table in which a record states its status, the head first; `None` where each fact has a column.
fn rows_of<'w>(workspace: &'w Workspace, kind: &Kind, record: &Record) -> Option<Vec<(&'w str, &'w str)>> {
    let text = workspace.tree.text(record.file);
    let head = Head::of(workspace.document(record.file), text);
    let states = |table: &&&Table| {
        let status = |label: &Range| matches!(shape_of(kind, label.of(text)), Some(Shape::Status));
        all_rows(table).all(|row| row.len() == 2)
            && all_rows(table).any(|row| status(&row[0]))
            && (table.rows.len() > 1 || !is_label(kind, table.header[1].of(text)))
    };
    let table = head.tables.iter().find(states)?;
    let rows = all_rows(table).map(|row| (row[0].of(text).trim(), row[1].of(text).trim()));
    Some(rows.collect())
}

fn all_rows(table: &Table) -> impl Iterator<Item = &Vec<Range>> {
    std::iter::once(&table.header).chain(&table.rows)
}

fn cell(kind: &Kind, label: &str, tables: &[Vec<(&str, &str)>]) -> Cell {
    match shape_of(kind, label) {
        Some(Shape::Status) => Cell::Status,
        Some(Shape::Date) => Cell::Date,
        _ => {
            let values = tables.iter().rev().flatten();
            let mut values = values
                .filter(|(other, _)| is_same(other, label))
                .map(|(_, value)| *value);
            Cell::Empty(values.find(|value| says_nothing(value)).unwrap_or_default().to_owned())
        }
    }
}

fn is_label(kind: &Kind, label: &str) -> bool {
    shape_of(kind, label).is_some()
}

/// The shape of the field that a kind looks for beside this label.
fn shape_of<'k>(kind: &'k Kind, label: &str) -> Option<&'k Shape> {
    let is_it = |locator: &Locator| matches!(locator, Locator::Table(known) if is_same(known, label));
    let mut fields = kind.fields.iter();
    let field = fields.find(|field| field.locators.iter().any(|named| is_it(&named.locator)));
    field.map(|field| &field.shape)
}

fn is_same(a: &str, b: &str) -> bool {
    let plain = |text: &str| plain_text(text).trim().trim_end_matches([':', ' ']).to_owned();
    same_label(&plain(a), &plain(b))
}
