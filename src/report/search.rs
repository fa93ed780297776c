//! What a search found, for programs: a contract, described by `schemas/search.schema.json`.

use crate::model::search::{Hit, Query};
use crate::model::standing;
use crate::model::workspace::Workspace;
use crate::text::span::Span;
use serde::Serialize;

/// One hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HitView {
    kind: String,
    id: String,
    title: String,
    status: Option<String>,
    date: Option<String>,
    path: String,
    score: u32,
    /// Of the first word on the line that shows the hit best; `None` where only the record's name fits.
    line: Option<u32>,
    column: Option<u32>,
    /// The line, or the name.
    text: String,
    marks: Vec<Mark>,
}

/// A word that was searched for, in characters of the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Mark {
    start: usize,
    end: usize,
}

/// A hit for programs. The query is asked for nothing but its marks in texts that stand in no file.
pub fn view(workspace: &Workspace, hit: &Hit, query: &Query) -> HitView {
    let record = workspace.record(hit.id);
    let source = workspace.tree.text(record.file);
    let line = hit.line.as_ref();
    let first = line.and_then(|line| line.marks.first());
    let position = first.map(|mark| workspace.tree.position(Span::new(record.file, *mark)));
    let text = line.map_or_else(|| record.name().to_owned(), |line| line.range.of(source).to_owned());
    let bytes: Vec<(usize, usize)> = match line {
        Some(line) => {
            let from = line.range.start as usize;
            let offset = |at: u32| (at as usize).saturating_sub(from);
            line.marks
                .iter()
                .map(|mark| (offset(mark.start), offset(mark.end)))
                .collect()
        }
        None => query
            .marks(&text)
            .into_iter()
            .map(|mark| (mark.start, mark.end))
            .collect(),
    };
    let chars = |at: usize| text.get(..at).map_or(0, |before| before.chars().count());
    HitView {
        kind: workspace.kind_of(record).name.clone(),
        id: record.id.clone(),
        title: record.name().to_owned(),
        status: standing::word(&record.status).map(str::to_owned),
        date: record.date.value().map(ToString::to_string),
        path: workspace.path_of(record).to_string(),
        score: hit.score,
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        marks: bytes
            .into_iter()
            .map(|(start, end)| Mark {
                start: chars(start),
                end: chars(end),
            })
            .collect(),
        text,
    }
}
