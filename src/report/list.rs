//! Lists of records for spreadsheets and for Markdown files. It must not know which records are wanted, or why.

use crate::model::column::{self, COLUMNS, Column};
use crate::model::record::{Record, RecordId};
use crate::model::standing;
use crate::model::workspace::Workspace;
use crate::text::markdown;
use crate::text::path::RepoPath;
use std::io::{self, Write};

/// Writes records as CSV, as RFC 4180 has it: a head, CRLF, quotes where they are needed. `written` is the status as it
/// stands in the file.
///
/// CSV is opened in spreadsheets, which take a text that begins with `=`, `+`, `-` or `@` for a formula: such a text gets
/// a `'` in front, which they do not show. Programs that want each byte take JSON.
pub fn write_csv(out: &mut dyn Write, workspace: &Workspace, ids: &[RecordId]) -> io::Result<()> {
    let heads: Vec<&str> = COLUMNS.iter().map(|(name, _, _)| *name).chain(["written"]).collect();
    out.write_all(heads.join(",").as_bytes())?;
    out.write_all(b"\r\n")?;
    for &id in ids {
        let record = workspace.record(id);
        let own = COLUMNS.iter().map(|(_, _, column)| match column {
            Column::Status => standing::word(&record.status).unwrap_or_default().to_owned(),
            column => column.text(workspace, record),
        });
        let written = record.status.raw().unwrap_or_default().to_owned();
        let cells: Vec<String> = own.chain([written]).map(|text| csv_cell(&text)).collect();
        out.write_all(cells.join(",").as_bytes())?;
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

/// Writes records as a Markdown table whose links hold in a file of `folder`.
pub fn write_markdown(
    out: &mut dyn Write,
    workspace: &Workspace,
    (ids, columns): (&[RecordId], &[Column]),
    folder: &RepoPath,
) -> io::Result<()> {
    let head = columns.iter().map(|column| column.head().to_owned()).collect();
    let row = |record: &Record| column::markdown_row((workspace, record), columns, folder);
    let mut rows: Vec<Vec<String>> = vec![head];
    rows.extend(ids.iter().map(|&id| row(workspace.record(id))));
    out.write_all(markdown::table(&rows, "\n").as_bytes())
}

fn csv_cell(text: &str) -> String {
    let guarded = match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match guarded.contains(['"', ',', '\n', '\r']) || guarded.trim() != guarded {
        true => format!("\"{}\"", guarded.replace('"', "\"\"")),
        false => guarded,
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        for (text, cell) in [
            ("plain", "plain"),
            ("a, \"b\"", "\"a, \"\"b\"\"\""),
            ("a\r\nb", "\"a\r\nb\""),
            (" a", "\" a\""),
            ("=1+1", "'=1+1"),
            ("@ada, +x", "\"'@ada, +x\""),
            ("", ""),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }
}
