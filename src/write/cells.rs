//! Cells of Markdown tables under change: the bars of a column that stand below each other stay there as long as the text
//! fits. It knows no records.

use crate::syntax::markup::Table;
use crate::text::edit::Edit;
use crate::text::span::Range;
use crate::text::width::columns;

/// The room between two bars, for each cell of a line; `None` for a line that no bar begins and ends.
fn rooms(text: &str, line: Range) -> Option<Vec<Range>> {
    let slice = line.of(text).trim_end();
    let start = line.start as usize + slice.len() - slice.trim_start().len();
    let end = line.start as usize + slice.len();
    let mut bars = Vec::new();
    let mut is_escaped = false;
    for (at, c) in text[start..end].char_indices() {
        if c == '|' && !is_escaped {
            bars.push(start + at);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    let is_closed = bars.first() == Some(&start) && bars.last().is_some_and(|bar| bar + 1 == end);
    is_closed.then(|| bars.windows(2).map(|pair| Range::new(pair[0] + 1, pair[1])).collect())
}

/// The rooms of each line of a table, the line below the head among them.
fn grid(text: &str, table: &Table) -> Vec<Vec<Range>> {
    let mut start = table.range.start as usize;
    // What stands before the first bar, as in a quotation, is left out by `rooms`.
    let lines = table.range.of(text).split_inclusive('\n').filter_map(|line| {
        let range = Range::new(start, start + line.len());
        start += line.len();
        rooms(text, range)
    });
    lines.collect()
}

/// How wide a column is drawn: the width that most of these rooms have.
fn drawn(text: &str, rooms: &[Range]) -> Option<usize> {
    let widths: Vec<usize> = rooms.iter().map(|room| columns(room.of(text))).collect();
    let is_most = |wanted: &&usize| widths.iter().filter(|width| width == wanted).count() * 2 > widths.len();
    widths.iter().find(is_most).copied()
}

/// An edit inside a cell, with the one that gives or takes the blanks before the cell's bar.
pub(super) fn padded(text: &str, tables: &[Table], edit: &Edit) -> Vec<Edit> {
    let blanks = || {
        let table = tables.iter().find(|table| table.range.contains(edit.range))?;
        let grid = grid(text, table);
        let (at, column) = grid.iter().enumerate().find_map(|(at, row)| {
            let column = row.iter().position(|room| room.contains(edit.range))?;
            Some((at, column))
        })?;
        let others = grid.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<Range> = others.filter_map(|(_, row)| row.get(column).copied()).collect();
        let room = grid[at][column];
        let wide = drawn(text, &others).filter(|wide| columns(room.of(text)) >= *wide)?;
        let before = Range::new(room.start as usize, edit.range.start as usize).of(text);
        let behind = Range::new(edit.range.end as usize, room.end as usize).of(text);
        let said = columns(before) + columns(&edit.text) + columns(behind.trim_end());
        let old = behind.len() - behind.trim_end().len();
        Some((room.end as usize, old, wide.saturating_sub(said).max(old.min(1))))
    };
    let Some((bar, old, new)) = blanks().filter(|_| !edit.text.contains('\n')) else {
        return vec![edit.clone()];
    };
    let more = " ".repeat(new.saturating_sub(old));
    if edit.range.end as usize == bar {
        let text = format!("{}{more}", edit.text);
        return vec![Edit { text, ..edit.clone() }];
    }
    let range = Range::new(bar - old.saturating_sub(new), bar);
    match range.is_empty() && more.is_empty() {
        true => vec![edit.clone()],
        false => vec![edit.clone(), Edit { range, text: more }],
    }
}

/// The cells of a further row below that of `model`, as wide as the columns are drawn.
pub(super) fn row(text: &str, (table, model): (&Table, Range), cells: &[&str]) -> String {
    let grid = grid(text, table);
    let is_model = |row: &&Vec<Range>| row.iter().any(|room| room.contains(model));
    let like = grid.iter().find(is_model);
    let cell = |(column, cell): (usize, &&str)| {
        let all: Vec<Range> = grid.iter().filter_map(|row| row.get(column).copied()).collect();
        let room = like.and_then(|row| row.get(column));
        let wide = drawn(text, &all).filter(|wide| room.is_none_or(|room| columns(room.of(text)) >= *wide));
        let said = format!(" {cell} ");
        let more = wide.unwrap_or(0).saturating_sub(columns(&said));
        format!("|{said}{}", " ".repeat(more))
    };
    let cells: Vec<String> = cells.iter().enumerate().map(cell).collect();
    format!("{}|", cells.concat())
}

/// The room of an empty cell, all of which is put in another's place.
pub(super) fn emptied(text: &str, table: &Table, cell: Range) -> Option<Range> {
    let grid = grid(text, table);
    let mut rooms = grid.into_iter().flatten();
    rooms.find(|room| room.contains(cell) && room.of(text).trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::padded;
    use crate::syntax::document::Document;
    use crate::syntax::reader;
    use crate::text::edit::{Edit, apply};
    use crate::text::path::RepoPath;
    use crate::text::span::Range;
    use crate::text::tree::File;

    fn read(text: &str) -> Document {
        let file = File::text(RepoPath::new("x.md").unwrap(), text);
        reader::read(&file.path, &file.content)
    }

    #[test]
    fn bars_stay_below_each_other() {
        let table =
            |row: &str| format!("# X\n\n| a   | b        |\n| --- | -------- |\n| cc  | d        |\n{row}\n\nText\n");
        let cases = [
            ("| By  | Ada      |", "Ada", "Ada, Bo", "| By  | Ada, Bo  |"),
            ("| By  | Ada, Bo  |", "Ada, Bo", "Ada", "| By  | Ada      |"),
            ("| By  | Ada      |", "Ada", "Ada, Bo, Cy", "| By  | Ada, Bo, Cy |"),
            ("| By  | Ada, Bo, Cy |", "Ada, Bo, Cy", "Ada", "| By  | Ada      |"),
            ("| By  | Ada |", "Ada", "Ada, Bo", "| By  | Ada, Bo |"),
            ("| By  | Ada", "Ada", "Ada, Bo", "| By  | Ada, Bo"),
            ("| By  | A\\|a     |", "A\\|a", "A\\|a, Bo", "| By  | A\\|a, Bo |"),
            ("| By  | 日       |", "日", "日本", "| By  | 日本     |"),
        ];
        for (row, old, new, wanted) in cases {
            let text = table(row);
            let start = text.rfind(old).unwrap();
            let range = Range::new(start, start + old.len());
            let edit = Edit {
                range,
                text: new.to_owned(),
            };
            let document = read(&text);
            let edits = padded(&text, &document.markup.as_ref().unwrap().tables, &edit);
            assert_eq!(apply(&text, &edits).unwrap(), table(wanted), "{row}");
        }
    }
}
