//! Columns of text for people.

use crate::cli::terminal::{Look, Terminal};
use std::io;

/// One cell and what it means.
pub type Cell = (Look, String);

/// Prints rows in columns that are as wide as their widest cell; the last column is not filled up.
pub fn print(terminal: &mut Terminal, rows: &[Vec<Cell>]) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|(_, text)| text.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for (at, (look, text)) in row.iter().enumerate() {
            line.push_str(&terminal.paint(*look, text));
            if at + 1 < row.len() {
                let fill = widths[at].saturating_sub(text.chars().count()) + 2;
                line.push_str(&" ".repeat(fill));
            }
        }
        writeln!(terminal.out(), "{}", line.trim_end())?;
    }
    Ok(())
}
