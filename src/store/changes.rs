//! Doing what a command thought out: all of it or nothing. It must not know why.

use crate::store::writer::{
    Care, create, create_new, does_not_fit, patch, patch_with, place, refuse_existing, refuse_read_only, unchanged,
};
use crate::text::change::{Changes, FileChange};
use crate::text::edit::Edit;
use crate::text::path::RepoPath;
use crate::text::span::Range;
use anyhow::Context;
use std::path::Path;

/// Does all of `changes` below `root`, or nothing: what was done is taken back when something fails.
///
/// Fails, and changes nothing, where a file has another text by now than when its change was thought out, where a new
/// name is taken, or where a link on the way leads out of `root`.
pub fn apply_all(root: &Path, changes: &Changes) -> anyhow::Result<()> {
    apply(root, changes, Care::Usual)
}

/// As [`apply_all`]; when it returns, everything lies on the disk and is there after the power went out.
pub fn apply_durably(root: &Path, changes: &Changes) -> anyhow::Result<()> {
    apply(root, changes, Care::Durable)?;
    for change in changes.files() {
        settle(root, change.path_after())?;
    }
    Ok(())
}

/// Waits until a file below `root` lies on the disk, with its name and the folders on the way to it.
pub fn settle(root: &Path, path: &RepoPath) -> anyhow::Result<()> {
    let file = place(root, path)?;
    let places = file.ancestors().take_while(|place| place.starts_with(root));
    for place in places {
        let synced = std::fs::File::open(place).and_then(|place| place.sync_all());
        // Not every system lets folders be opened.
        if !cfg!(windows) {
            synced.with_context(|| format!("cannot get {path} onto the disk"))?;
        }
    }
    Ok(())
}

fn apply(root: &Path, changes: &Changes, care: Care) -> anyhow::Result<()> {
    let mut steps = Vec::new();
    for change in changes.files() {
        steps.push(prepare(root, change, care)?);
    }
    for (at, step) in steps.iter().enumerate() {
        if let Err(error) = step.take() {
            for done in steps[..at].iter().rev() {
                done.take_back();
            }
            return Err(error.context("nothing was changed"));
        }
    }
    for change in changes.files().iter().filter(|change| change.to.is_some()) {
        remove_empty(root, &change.path);
    }
    Ok(())
}

/// Moves a file, whatever it holds.
fn relocate(root: &Path, path: &RepoPath, to: &RepoPath) -> anyhow::Result<()> {
    let (from, target) = (place(root, path)?, place(root, to)?);
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder of {to}"))?;
    }
    std::fs::rename(&from, &target).with_context(|| format!("cannot move {path}"))
}

/// Removes the folders that a file left empty, as Git does.
fn remove_empty(root: &Path, path: &RepoPath) {
    let mut folder = path.parent();
    while !folder.as_str().is_empty() && std::fs::remove_dir(root.join(folder.as_str())).is_ok() {
        folder = folder.parent();
    }
}

/// One file's change, checked and ready.
struct Step<'c> {
    root: &'c Path,
    change: &'c FileChange,
    text: String,
    care: Care,
}

fn prepare<'c>(root: &'c Path, change: &'c FileChange, care: Care) -> anyhow::Result<Step<'c>> {
    let text = change.after().map_err(|error| does_not_fit(&change.path, &error))?;
    match &change.before {
        None => {
            let new = change.path_after();
            refuse_existing(&place(root, new)?, new)?;
        }
        Some(before) => {
            let file = unchanged(root, &change.path, before)?;
            if !change.edits.is_empty() {
                refuse_read_only(&file, &change.path)?;
            }
            if let Some(to) = &change.to {
                refuse_existing(&place(root, to)?, to)?;
            }
        }
    }
    Ok(Step {
        root,
        change,
        text,
        care,
    })
}

impl Step<'_> {
    fn take(&self) -> anyhow::Result<()> {
        let FileChange {
            path,
            before,
            edits,
            to,
        } = self.change;
        match (before, to) {
            (None, None) => create(self.root, path, (self.text.as_bytes(), self.care)),
            (None, Some(to)) => relocate(self.root, path, to),
            (Some(before), None) => patch_with(self.root, path, (before, edits), self.care),
            (Some(before), Some(to)) => {
                let old = unchanged(self.root, path, before)?;
                create_new(self.root, to, self.text.as_bytes())?;
                let kept = old.metadata().map(|meta| meta.permissions());
                if let Ok(permissions) = kept {
                    let _ = std::fs::set_permissions(self.root.join(to.as_str()), permissions);
                }
                let removed = std::fs::remove_file(&old).with_context(|| format!("cannot remove {path}"));
                if removed.is_err() {
                    // The old file is there still: the new one would be a copy.
                    let _ = std::fs::remove_file(self.root.join(to.as_str()));
                }
                removed
            }
        }
    }

    /// Undoes a step that was taken, as far as nobody else changed the file since.
    fn take_back(&self) {
        let FileChange { path, before, to, .. } = self.change;
        let now = self.root.join(to.as_ref().unwrap_or(path).as_str());
        match before {
            None if to.is_some() => drop(std::fs::rename(now, self.root.join(path.as_str()))),
            None => drop(std::fs::remove_file(now)),
            Some(before) => {
                if to.is_some() {
                    let _ = create_new(self.root, path, before.as_bytes());
                    let _ = std::fs::remove_file(now);
                } else {
                    let whole = Edit {
                        range: Range::new(0, self.text.len()),
                        text: before.clone(),
                    };
                    let _ = patch(self.root, path, &self.text, &[whole]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::apply_all;
    use crate::store::scratch::Scratch;
    use crate::store::writer::create_new;
    use crate::text::change::Changes;
    use crate::text::edit::Edit;
    use crate::text::path::RepoPath;
    use crate::text::span::Range;

    #[test]
    fn all_changes_or_none() {
        let scratch = Scratch::folder();
        let path = |text: &str| RepoPath::new(text).unwrap();
        for (name, text) in [("a", "1"), ("b", "2"), ("c", "3")] {
            create_new(scratch.root(), &path(name), text.as_bytes()).unwrap();
        }
        let read = |name: &str| std::fs::read_to_string(scratch.root().join(name)).ok();
        let edit = |text: &str| Edit {
            range: Range::new(0, 1),
            text: text.to_owned(),
        };
        let mut changes = Changes::default();
        changes.edit(&path("a"), "1", edit("x"));
        changes.rename(&path("b"), "2", path("d/b"));
        changes.create(path("new"), "n".to_owned());
        // Somebody changed `c` meanwhile.
        let mut stale = changes.clone();
        stale.edit(&path("c"), "4", edit("y"));
        assert!(apply_all(scratch.root(), &stale).is_err());
        assert_eq!((read("a").as_deref(), read("new")), (Some("1"), None));
        // A folder stands where a file shall be: what was done before is taken back.
        let mut stuck = changes.clone();
        stuck.create(path("new/deeper"), "n".to_owned());
        assert!(apply_all(scratch.root(), &stuck).is_err());
        assert_eq!((read("a").as_deref(), read("b").as_deref()), (Some("1"), Some("2")));
        assert_eq!(read("new"), None);
        apply_all(scratch.root(), &changes).unwrap();
        assert_eq!((read("a").as_deref(), read("d/b").as_deref()), (Some("x"), Some("2")));
        assert_eq!((read("b"), read("new").as_deref()), (None, Some("n")));
    }
}
