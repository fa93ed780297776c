//! Columns of text for people.

use crate::cli::terminal::{Look, Terminal};
use crate::text::width::{columns, cut};
use std::io;

/// Characters of a cell that holds prose.
const WIDEST: usize = 80;

/// Columns of a cell that is cut because the terminal is narrow.
const NARROWEST: usize = 16;

/// One cell and what it means.
pub type Cell = (Look, String);

/// Prints rows in columns that are as wide as their widest cell; the last column is not filled up.
pub fn print(terminal: &mut Terminal, rows: &[Vec<Cell>]) -> io::Result<()> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|(_, text)| columns(text)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for (at, (look, text)) in row.iter().enumerate() {
            line.push_str(&terminal.paint(*look, text));
            if at + 1 < row.len() {
                let fill = widths[at].saturating_sub(columns(text)) + 2;
                line.push_str(&" ".repeat(fill));
            }
        }
        writeln!(terminal.out(), "{}", line.trim_end())?;
    }
    Ok(())
}

/// Prints rows like [`print`], with the column `flexible` cut so that the rows fit the terminal, where there is one.
pub(super) fn print_fitted(terminal: &mut Terminal, mut rows: Vec<Vec<Cell>>, flexible: usize) -> io::Result<()> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|(_, text)| columns(text) + 2).max().unwrap_or(0)
    };
    let others: usize = (0..count).filter(|&column| column != flexible).map(widest).sum();
    if let Some(room) = terminal
        .width()
        .map(|width| width.saturating_sub(others).max(NARROWEST))
    {
        for (_, text) in rows.iter_mut().filter_map(|row| row.get_mut(flexible)) {
            *text = cut(text, room);
        }
    }
    print(terminal, &rows)
}

/// One line of at most 80 characters: a title that a record gives has no bounds.
pub(super) fn short(text: &str) -> String {
    // Of a text without end only the beginning is looked at.
    let start = text.char_indices().nth(WIDEST * 8).map_or(text, |(at, _)| &text[..at]);
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() > WIDEST || start.len() < text.trim_end().len() {
        true => line.chars().take(WIDEST - 1).chain(['…']).collect(),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn long_cells_are_cut() {
        assert_eq!(short(" a\n b "), "a b");
        assert_eq!(short(&"é".repeat(80)), "é".repeat(80));
        for long in ["é".repeat(81), "x ".repeat(500_000)] {
            assert!(short(&long).chars().count() == 80 && short(&long).ends_with('…'));
        }
    }
}
