//! What a change takes away from the words around a status: a condition, a day, a link. It takes nothing away itself.

use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::span::Span;
use crate::write::wording;

/// The statuses of which a change drops more than the word: where they stood, and what is dropped; in order of the records.
pub fn qualifiers(workspace: &Workspace, changes: &Changes) -> Vec<(Span, String)> {
    let mut lost = Vec::new();
    for change in changes.files() {
        let (Some(file), Ok(after)) = (workspace.tree.find(&change.path), change.after()) else {
            continue;
        };
        for (_, record) in workspace.iter().filter(|(_, record)| record.file == file) {
            if let Some((span, said)) = said(workspace, record).filter(|(_, said)| !after.contains(said)) {
                lost.push((span, said));
            }
        }
    }
    lost
}

/// What stands behind the status of a record and goes with it.
fn said(workspace: &Workspace, record: &Record) -> Option<(Span, String)> {
    let span = record.status.span()?;
    let said = wording::dropped(workspace.tree.slice(span), &workspace.kind_of(record).statuses)?;
    Some((span, said))
}
