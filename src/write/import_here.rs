//! Whether a decision of a JSON-ADR file is among the records already.

use crate::model::interchange::{Adr, words_of};
use crate::model::record::RecordId;
use crate::model::to_adr;
use crate::model::workspace::Workspace;
use crate::write::import_wanted::Taken;
use std::collections::BTreeMap;

/// The records that a decision may be, by the words of their titles.
pub(super) struct Here<'a> {
    workspace: &'a Workspace,
    by_title: BTreeMap<Vec<String>, Vec<RecordId>>,
}

impl<'a> Here<'a> {
    pub(super) fn new(workspace: &'a Workspace, ids: &[RecordId]) -> Self {
        let mut by_title: BTreeMap<Vec<String>, Vec<RecordId>> = BTreeMap::new();
        for id in ids {
            let title = words_of(workspace.record(*id).name());
            by_title.entry(title).or_default().push(*id);
        }
        Here { workspace, by_title }
    }

    /// The record that says what the decision says; each is found once. One of another number is it only where numbers
    /// may change.
    pub(super) fn find(&mut self, adr: &Adr, taken: Taken) -> Option<RecordId> {
        let workspace = self.workspace;
        let ids = self.by_title.get_mut(&words_of(&adr.title))?;
        let number = |id: &RecordId| workspace.record(*id).number.as_ref().map(|number| number.value);
        let may_be = |id: &RecordId| taken == Taken::Renumber || number(id) == Some(adr.number);
        // Of several the one that has kept its file, then the one that has kept its number.
        let mut candidates: Vec<usize> = (0..ids.len()).filter(|at| may_be(&ids[*at])).collect();
        candidates.sort_by_key(|at| {
            let is_file = workspace.path_of(workspace.record(ids[*at])).as_str() == adr.path;
            (!is_file, number(&ids[*at]) != Some(adr.number))
        });
        let words = adr.words();
        let is_read = candidates.iter().find(|at| reads(workspace, ids[**at], &words));
        let is_written = || {
            candidates.iter().find(|at| {
                let id = ids[**at];
                // Where the number is another's, a record that says much more is another one too.
                let more = if number(&id) == Some(adr.number) {
                    usize::MAX
                } else {
                    MORE
                };
                holds(workspace, id, &words, more)
            })
        };
        let found = *is_read.or_else(is_written)?;
        Some(ids.remove(found))
    }
}

/// Words that a record may have besides those of its decision: its headings, its labels, its relations.
const MORE: usize = 40;

/// Whether a record is read as these words.
fn reads(workspace: &Workspace, id: RecordId, words: &[String]) -> bool {
    let read = to_adr::convert(workspace, &[id])
        .into_iter()
        .find_map(|found| found.adr);
    read.is_some_and(|adr| adr.words() == words)
}

/// Whether all these words are written in a record, and at most `more` others.
fn holds(workspace: &Workspace, id: RecordId, words: &[String], more: usize) -> bool {
    let written = words_of(workspace.tree.text(workspace.record(id).file));
    let is_like = written.len().saturating_sub(words.len()) <= more;
    let mut written = written.iter();
    is_like && words.iter().all(|word| written.any(|other| other == word))
}
