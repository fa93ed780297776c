//! Repairing a collision: two branches took one number, Git merged them without a word, and one record must move on.

use crate::model::record::{Number, RecordId};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::Span;
use crate::write::names::{self, Plan};
use crate::write::number::{self, Taken};
use crate::write::refusal::Refusal;
use std::collections::BTreeSet;

/// What is known of the other branch.
pub struct Other<'a> {
    /// Its files in the folders of the records.
    pub paths: &'a [RepoPath],
    /// The files there where the two branches parted.
    pub base: &'a [RepoPath],
    /// The text of a file on the other branch.
    pub text: &'a dyn Fn(&RepoPath) -> Option<String>,
    /// What other branches have taken.
    pub taken: &'a [Taken],
}

/// Gives every record of a kind that this branch added the next free number where the other branch took its number for
/// another file, in their order, with all references of this branch. A plan without changes: nothing collides.
///
/// A reference that both records answer to is this branch's where its line is not the other branch's.
pub fn renumber(workspace: &Workspace, kind: &str, other: &Other<'_>) -> Result<Plan, Refusal> {
    let base: BTreeSet<&RepoPath> = other.base.iter().collect();
    let mut renamed = Vec::new();
    for (at, set) in workspace.sets.iter().enumerate() {
        if workspace.kinds[set.kind].name != kind {
            continue;
        }
        let theirs = number::numbers(Some(set), other.paths);
        // What the other branch renamed here is gone there, and ours is that file under another name.
        let is_theirs = |path: &RepoPath| !base.contains(path) || workspace.tree.find(path).is_some();
        let mut given: Vec<Number> = Vec::new();
        let ours = workspace.iter().filter(|(_, record)| record.set == at);
        for (id, record) in ours {
            let path = workspace.path_of(record);
            let Some(number) = record.number.as_ref().filter(|number| number.digits < 8) else {
                continue;
            };
            let is_new = !base.contains(path) && !other.paths.contains(path);
            let is_same = |theirs: &Number| {
                (theirs.value, theirs.letter, &theirs.area) == (number.value, number.letter, &number.area)
            };
            let collides = || theirs.iter().any(|(theirs, path)| is_same(theirs) && is_theirs(path));
            if is_new && collides() {
                let value = free(workspace, (at, &number.area), &theirs, (other, &given));
                let next = Number {
                    value,
                    letter: None,
                    ..number.clone()
                };
                given.push(next.clone());
                renamed.push((id, names::renumbered(workspace, id, next)?));
            }
        }
    }
    let ids: BTreeSet<RecordId> = renamed.iter().map(|(id, _)| *id).collect();
    let lines = Lines::of(workspace, other, &ids);
    let numbers = renamed.iter().filter_map(|(_, name)| name.old.number.clone()).collect();
    let mut plan = names::plan(workspace, renamed, &|span| lines.are_ours(workspace, span))?;
    let mut mentions = names::left(workspace, &plan, numbers);
    // What the other branch says means the other branch's record.
    let lines = Lines::read(
        other,
        mentions.iter().map(|span| workspace.tree.path(span.file)).collect(),
    );
    mentions.retain(|span| lines.are_ours(workspace, *span));
    plan.mentions = mentions;
    Ok(plan)
}

/// The next number of an area that neither branch, nor any other, nor a record that moved just now has.
fn free(
    workspace: &Workspace,
    (set, area): (usize, &str),
    theirs: &[(Number, &RepoPath)],
    (other, given): (&Other<'_>, &[Number]),
) -> u64 {
    let next = number::next(workspace, Some(set), Some(area), other.taken).0;
    let beyond = |number: &Number| (number.area == area).then_some(number.value.saturating_add(1));
    let theirs = theirs.iter().filter_map(|(number, _)| beyond(number)).max();
    let given = given.iter().filter_map(beyond).max();
    next.max(theirs.unwrap_or(0)).max(given.unwrap_or(0))
}

/// The lines of the other branch, in the files that hold a reference which several records answer to.
struct Lines {
    known: std::collections::BTreeMap<RepoPath, BTreeSet<String>>,
}

impl Lines {
    fn of(workspace: &Workspace, other: &Other<'_>, ids: &BTreeSet<RecordId>) -> Lines {
        let all = workspace.records.iter().flat_map(|record| &record.references);
        let asked = all.filter(|reference| match &reference.target {
            crate::model::record::Target::Ambiguous(found) => found.iter().any(|id| ids.contains(id)),
            _ => false,
        });
        let paths: BTreeSet<&RepoPath> = asked
            .map(|reference| workspace.tree.path(reference.span.file))
            .collect();
        Lines::read(other, paths)
    }

    /// The lines of the other branch in these files.
    fn read(other: &Other<'_>, paths: BTreeSet<&RepoPath>) -> Lines {
        let lines = |path: &RepoPath| {
            let text = (other.text)(path).unwrap_or_default();
            text.lines().map(|line| line.trim().to_owned()).collect()
        };
        Lines {
            known: paths.into_iter().map(|path| (path.clone(), lines(path))).collect(),
        }
    }

    /// True when the line that holds a place does not stand in the other branch's file.
    fn are_ours(&self, workspace: &Workspace, span: Span) -> bool {
        let text = workspace.tree.text(span.file);
        let at = span.range.start as usize;
        let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
        let line = text[start..].lines().next().unwrap_or("").trim();
        self.known
            .get(workspace.tree.path(span.file))
            .is_none_or(|lines| !lines.contains(line))
    }
}
