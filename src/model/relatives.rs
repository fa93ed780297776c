//! What a record refers to and who refers to it, by date: its place among the others. It knows no history.

use crate::model::links::Link;
use crate::model::record::{RecordId, Target};
use crate::model::workspace::Workspace;
use crate::text::span::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// One reference, seen from one of its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// The record at the other end; `None` for a page that is no record.
    pub record: Option<RecordId>,
    /// The field of the reference (`supersedes`), or `link`.
    pub field: String,
    /// Where it stands.
    pub place: Span,
}

/// The field of what is only linked to.
const LINK: &str = "link";

/// What a record refers to: in its fields, and with links in its text. By the date of the other, undated last.
pub fn refers(workspace: &Workspace, id: RecordId) -> Vec<Relative> {
    let record = workspace.record(id);
    let mut found = Vec::new();
    for reference in &record.references {
        if let Target::Record(to) = reference.target {
            found.push(Relative {
                record: Some(to),
                field: reference.field.to_string(),
                place: reference.span,
            });
        }
    }
    let own = workspace.links.iter().filter(|link| link.span.file == record.file);
    let records = records_of_files(workspace);
    for link in own {
        let to = link.target.file().and_then(|file| records.get(&file).copied());
        found.extend(to.map(|to| linked(Some(to), link)));
    }
    found.retain(|relative| relative.record != Some(id));
    in_order(workspace, found)
}

/// Who refers to a record, in fields and with links. By the date of the other, undated last.
pub fn referred(workspace: &Workspace, id: RecordId) -> Vec<Relative> {
    let record = workspace.record(id);
    let mut found: Vec<Relative> = workspace
        .referring_to(id)
        .map(|(from, reference)| Relative {
            record: Some(from),
            field: reference.field.to_string(),
            place: reference.span,
        })
        .collect();
    let records = records_of_files(workspace);
    for link in &workspace.links {
        if link.target.file() == Some(record.file) && link.span.file != record.file {
            found.push(linked(records.get(&link.span.file).copied(), link));
        }
    }
    found.retain(|relative| relative.record != Some(id));
    in_order(workspace, found)
}

fn linked(record: Option<RecordId>, link: &Link) -> Relative {
    Relative {
        record,
        field: LINK.to_owned(),
        place: link.span,
    }
}

/// The first record of each file.
fn records_of_files(workspace: &Workspace) -> BTreeMap<FileId, RecordId> {
    let mut records = BTreeMap::new();
    for (id, record) in workspace.iter() {
        records.entry(record.file).or_insert(id);
    }
    records
}

/// By date, then place; who is named in a field need not be told as linked too, and each link counts once per file.
fn in_order(workspace: &Workspace, mut found: Vec<Relative>) -> Vec<Relative> {
    let fields = found.iter().filter(|relative| relative.field != LINK);
    let mut told: BTreeSet<(Option<RecordId>, FileId)> =
        fields.map(|relative| (relative.record, relative.place.file)).collect();
    found.retain(|relative| relative.field != LINK || told.insert((relative.record, relative.place.file)));
    let date = |relative: &Relative| {
        relative
            .record
            .and_then(|id| workspace.record(id).date.value().copied())
    };
    found.sort_by_key(|relative| {
        (
            date(relative).is_none(),
            date(relative),
            relative.record.is_none(),
            relative.place,
        )
    });
    found
}
