//! Lists of records for spreadsheets and for Markdown files. It must not know which records are wanted, or why.

use crate::model::column::{self, COLUMNS, Column};
use crate::model::record::{Record, RecordId};
use crate::model::standing;
use crate::model::workspace::Workspace;
use crate::report::csv;
use crate::text::markdown;
use crate::text::path::RepoPath;
use std::io::{self, Write};

/// Writes records as CSV, as RFC 4180 has it: a head, CRLF, quotes where they are needed. `written` is the status as it
/// stands in the file.
pub fn write_csv(out: &mut dyn Write, workspace: &Workspace, ids: &[RecordId]) -> io::Result<()> {
    let heads = COLUMNS.iter().map(|(name, _, _)| *name).chain(["written"]);
    let mut rows: Vec<Vec<String>> = vec![heads.map(str::to_owned).collect()];
    rows.extend(ids.iter().map(|&id| {
        let record = workspace.record(id);
        let own = COLUMNS.iter().map(|(_, _, column)| match column {
            Column::Status => standing::word(&record.status).unwrap_or_default().to_owned(),
            column => column.text(workspace, record),
        });
        own.chain([record.status.raw().unwrap_or_default().to_owned()])
            .collect()
    }));
    csv::write(out, &rows)
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
