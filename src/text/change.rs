//! What a command would do to the files, before it does it: shown by `--dry-run`, done by [`crate::store`].
//!
//! It knows texts and paths, never what they mean.

use crate::text::edit::{Edit, EditError, apply};
use crate::text::path::RepoPath;

/// Changes to files, one entry per file, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    files: Vec<FileChange>,
}

/// What is done to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path before; of a new file its only path.
    pub path: RepoPath,
    /// Its text when the change was thought out; `None` for a new file, and for one that moves unread.
    pub before: Option<String>,
    /// The edits to that text; of a new file one, which inserts all of it.
    pub edits: Vec<Edit>,
    /// Its path afterwards, where it moves.
    pub to: Option<RepoPath>,
}

impl Changes {
    /// Adds a new file.
    pub fn create(&mut self, path: RepoPath, text: String) {
        self.entry(path, None).edits.push(Edit {
            range: crate::text::span::Range::at(0),
            text,
        });
    }

    /// Adds an edit of a file whose text is `before`. The same edit twice is one.
    pub fn edit(&mut self, path: &RepoPath, before: &str, edit: Edit) {
        let change = self.entry(path.clone(), Some(before));
        if !change.edits.contains(&edit) {
            change.edits.push(edit);
        }
    }

    /// Moves a file whose text is `before`.
    pub fn rename(&mut self, path: &RepoPath, before: &str, to: RepoPath) {
        self.entry(path.clone(), Some(before)).to = Some(to);
    }

    /// Moves a file whose text is not known: a picture beside a page.
    pub fn relocate(&mut self, path: RepoPath, to: RepoPath) {
        self.entry(path, None).to = Some(to);
    }

    /// Adds all of `other`, which was thought out from the same texts.
    pub fn merge(&mut self, other: Changes) {
        for change in other.files {
            let known = self.entry(change.path, change.before.as_deref());
            for edit in change.edits {
                if !known.edits.contains(&edit) {
                    known.edits.push(edit);
                }
            }
            known.to = change.to.or(known.to.take());
        }
    }

    /// The changes, sorted by the path before.
    pub fn files(&self) -> &[FileChange] {
        &self.files
    }

    /// True when nothing would be done.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn entry(&mut self, path: RepoPath, before: Option<&str>) -> &mut FileChange {
        let at = match self.files.binary_search_by(|change| change.path.cmp(&path)) {
            Ok(at) => at,
            Err(at) => {
                let change = FileChange {
                    path,
                    before: before.map(str::to_owned),
                    edits: Vec::new(),
                    to: None,
                };
                self.files.insert(at, change);
                at
            }
        };
        &mut self.files[at]
    }
}

impl FileChange {
    /// The path afterwards.
    pub fn path_after(&self) -> &RepoPath {
        self.to.as_ref().unwrap_or(&self.path)
    }

    /// The text afterwards; an error where edits do not fit the text or each other.
    pub fn after(&self) -> Result<String, EditError> {
        apply(self.before.as_deref().unwrap_or(""), &self.edits)
    }
}

#[cfg(test)]
mod tests {
    use super::Changes;
    use crate::text::edit::Edit;
    use crate::text::path::RepoPath;
    use crate::text::span::Range;

    #[test]
    fn one_entry_per_file() {
        let path = |text: &str| RepoPath::new(text).unwrap();
        let edit = |start: usize, end: usize, text: &str| Edit {
            range: Range::new(start, end),
            text: text.to_owned(),
        };
        let mut changes = Changes::default();
        changes.edit(&path("b"), "x y", edit(2, 3, "z"));
        changes.create(path("a"), "new".to_owned());
        changes.rename(&path("b"), "x y", path("c"));
        changes.edit(&path("b"), "x y", edit(0, 1, "w"));
        changes.edit(&path("b"), "x y", edit(0, 1, "w"));
        let seen: Vec<_> = changes
            .files()
            .iter()
            .map(|change| (change.path_after().as_str(), change.after().unwrap()))
            .collect();
        assert_eq!(seen, [("a", "new".to_owned()), ("c", "w z".to_owned())]);
        let mut more = Changes::default();
        more.edit(&path("b"), "x y", edit(1, 2, "-"));
        more.relocate(path("d"), path("e"));
        changes.merge(more);
        let seen: Vec<_> = changes
            .files()
            .iter()
            .map(|change| change.path_after().as_str())
            .collect();
        assert_eq!(seen, ["a", "c", "e"]);
        assert_eq!(changes.files()[1].after().as_deref(), Ok("w-z"));
    }
}
