//! Saved notifications of Alertmanager, taken one after the other as if they came now: each sees what the one before it left
//! of its group's record. Nothing is on the disk before the last of them was thought out.

use crate::model::incidents::notification::Notification;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::path::RepoPath;
use crate::text::span::Range;
use crate::write::import_note::Note;
use crate::write::incident::import_request::Request;
use crate::write::incident::receive::{Done, Frame, Held, Wish, receive};
use crate::write::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// What the notifications lead to.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) changes: Changes,
    pub(super) new: usize,
    pub(super) grown: usize,
    pub(super) same: usize,
}

/// Thinks out what all notifications change. `taken` are paths of records that are new, too.
pub(super) fn notified(
    workspace: &Workspace,
    notifications: &[Notification],
    (request, taken): (&Request, &BTreeSet<RepoPath>),
    notes: &mut Vec<Note>,
) -> Result<Groups, Refusal> {
    let mut held = match notifications.is_empty() {
        true => BTreeMap::new(),
        false => all_held(workspace, &request.kind),
    };
    let with_folder = |path: &RepoPath| [path.clone(), path.parent()];
    let mut occupied: BTreeSet<RepoPath> = taken.iter().flat_map(with_folder).collect();
    let mut touched: BTreeSet<String> = BTreeSet::new();
    for notification in notifications {
        let source = notification.source();
        let incidents = held.entry(source.clone()).or_default();
        let is_taken = |path: &RepoPath| occupied.contains(path);
        let outcome = receive(
            workspace,
            incidents,
            notification,
            &Frame {
                now: request.now,
                zone: &request.zone,
                set: request.set.as_deref(),
                is_taken: &is_taken,
                // Somebody asks for it: what is over is told, too.
                wish: Some(Wish::default()),
            },
        )?;
        let is_idle = outcome.done == Done::Nothing && outcome.path.is_none();
        if is_idle && !touched.contains(&source) {
            notes.push(Note::of("a notification tells of no alert", &source));
        }
        for change in outcome.changes.files() {
            let text = change.after().map_err(|_| torn(&change.path))?;
            match incidents.iter_mut().find(|held| held.path == change.path) {
                Some(held) => held.text = text,
                None => {
                    occupied.extend(with_folder(&change.path));
                    incidents.push(Held {
                        path: change.path.clone(),
                        text,
                    });
                }
            }
        }
        touched.insert(source);
    }
    let touched = held.into_iter().filter(|(source, _)| touched.contains(source));
    Ok(counted(workspace, touched.flat_map(|(_, held)| held)))
}

/// The records that came from somewhere, with their texts.
fn all_held(workspace: &Workspace, kind: &str) -> BTreeMap<String, Vec<Held>> {
    let mut held: BTreeMap<String, Vec<Held>> = BTreeMap::new();
    for (_, record) in workspace.of_kind(kind) {
        for word in record.list("source") {
            held.entry(word.text.clone()).or_default().push(Held {
                path: workspace.path_of(record).clone(),
                text: workspace.tree.text(record.file).to_owned(),
            });
        }
    }
    held
}

/// The texts at the end against those at the beginning.
fn counted(workspace: &Workspace, held: impl Iterator<Item = Held>) -> Groups {
    let mut groups = Groups::default();
    for Held { path, text } in held {
        let before = workspace.tree.find(&path).map(|file| workspace.tree.text(file));
        match before {
            None => {
                groups.new += 1;
                groups.changes.create(path, text);
            }
            Some(before) if before == text => groups.same += 1,
            Some(before) => {
                groups.grown += 1;
                groups.changes.edit(&path, before, difference(before, &text));
            }
        }
    }
    groups
}

/// The one edit between two texts: all that they do not share at both ends.
fn difference(before: &str, after: &str) -> Edit {
    let shared = before.char_indices().zip(after.chars()).find(|((_, a), b)| a != b);
    let start = shared.map_or(before.len().min(after.len()), |((at, _), _)| at);
    let (old, new) = (&before[start..], &after[start..]);
    let tail: usize = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    Edit {
        range: Range::new(start, before.len() - tail),
        text: new[..new.len() - tail].to_owned(),
    }
}

fn torn(path: &RepoPath) -> Refusal {
    Refusal::new(
        format!("{path} is written in a way that cannot be changed safely"),
        "change it by hand; nothing was written",
    )
}

#[cfg(test)]
mod tests {
    use super::difference;
    use crate::text::edit::apply;

    #[test]
    fn one_edit_between_two_texts() {
        for (before, after) in [
            ("abc", "abXc"),
            ("", "x"),
            ("aé", "aè"),
            ("aa", "aaa"),
            ("x", ""),
            ("abab", "ab"),
        ] {
            let edit = difference(before, after);
            assert_eq!(apply(before, &[edit]).as_deref(), Ok(after), "{before} {after}");
        }
    }
}
