//! Edits gathered for many files, in order; the first that claims some bytes has them. It does not know what they are for.

use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;
use crate::write::moves::Moves;
use std::collections::BTreeMap;

/// Edits by place.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    files: BTreeMap<FileId, BTreeMap<u32, (u32, String)>>,
}

impl Edits {
    /// Puts `text` in the place of `span`, unless something stands there already or nothing would change.
    pub(crate) fn put(&mut self, tree: &Tree, span: Span, text: String) {
        let Range { start, end } = span.range;
        if tree.slice(span) == text {
            return;
        }
        let known = self.files.entry(span.file).or_default();
        let before = known.range(..=start).next_back().map(|(&at, (to, _))| (at, *to));
        let after = known.range(start..).next().map(|(at, _)| *at);
        let is_taken = before.is_some_and(|(at, to)| to > start || at == start) || after.is_some_and(|at| at < end);
        if !is_taken {
            known.insert(start, (end, text));
        }
    }

    /// All of it as changes, with the files that move.
    pub(crate) fn changes(self, tree: &Tree, moves: &Moves) -> Changes {
        let mut changes = Changes::default();
        for (file, edits) in self.files {
            for (start, (end, text)) in edits {
                let range = Range { start, end };
                changes.edit(tree.path(file), tree.text(file), Edit { range, text });
            }
        }
        for (from, to) in moves.files() {
            match tree.find(from).and_then(|file| tree.file(file).source()) {
                Some(source) => changes.rename(from, source.text(), to.clone()),
                None => changes.relocate(from.clone(), to.clone()),
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::Edits;
    use crate::text::path::RepoPath;
    use crate::text::span::{FileId, Range, Span};
    use crate::text::tree::{File, Tree};
    use crate::write::moves::Moves;

    #[test]
    fn the_first_has_the_bytes() {
        let tree = Tree::new(vec![File::text(RepoPath::new("a").unwrap(), "abcdef")]);
        let mut edits = Edits::default();
        for (start, end, text) in [
            (1, 3, "X"),
            (2, 4, "Y"),
            (0, 2, "Z"),
            (0, 6, "W"),
            (3, 4, "d"),
            (4, 6, "V"),
        ] {
            edits.put(&tree, Span::new(FileId(0), Range::new(start, end)), text.to_owned());
        }
        let changes = edits.changes(&tree, &Moves::default());
        assert_eq!(changes.files()[0].after().as_deref(), Ok("aXdV"));
    }
}
