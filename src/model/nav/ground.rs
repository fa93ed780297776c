//! The files of a repository, as the readers of navigation files see them. It knows no format of theirs.

use crate::model::nav::book::{Entry, Leads};
use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;

/// The files of a repository, as the readers of navigation files see them.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) documents: &'a [Document],
}

impl<'a> Ground<'a> {
    /// The first value of a file's data.
    pub(super) fn data(self, file: FileId) -> Option<&'a Node> {
        self.documents[file.index()].data.first()
    }

    /// The first of these names that a folder has.
    pub(super) fn beside(self, folder: &RepoPath, names: &[&str]) -> Option<FileId> {
        let mut found = names.iter().filter_map(|name| self.tree.find(&folder.join(name)?));
        found.next()
    }

    /// An entry of a navigation file in data. `endings` may be left out of what is written.
    pub(super) fn entry(self, place: (FileId, &RepoPath), node: &Node, endings: &[&str]) -> Option<Entry> {
        let (file, folder) = place;
        let raw = node.as_str()?;
        let written = node.range.of(self.tree.text(file));
        // A quoted text stands inside of its quotes.
        let skipped = usize::from(written.len() == raw.len() + 2 && written.get(1..=raw.len()) == Some(raw));
        let start = node.range.start as usize + skipped;
        Some(Entry {
            raw: raw.to_owned(),
            span: Span::new(file, Range::new(start, node.range.end as usize - skipped)),
            target: self.leads(folder, raw, endings),
        })
    }

    pub(super) fn leads(self, folder: &RepoPath, raw: &str, endings: &[&str]) -> Leads {
        let Some(path) = folder.join(raw.trim_start_matches('/')) else {
            return Leads::Unknown;
        };
        if self.tree.is_opaque(&path) {
            return Leads::Unknown;
        }
        // What is looked for is a name without ending, whatever is written.
        let bare = endings.iter().find_map(|ending| path.as_str().strip_suffix(ending));
        let bare = bare.unwrap_or(path.as_str());
        let others = endings
            .iter()
            .filter_map(|ending| RepoPath::new(&format!("{bare}{ending}")));
        let found = std::iter::once(path.clone())
            .chain(others)
            .find_map(|path| self.tree.find(&path));
        found.map_or(Leads::Missing(path), Leads::Page)
    }
}
