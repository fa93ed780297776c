//! What lists of owners are made of: names with their places, and what cannot be read. It knows no format.

use crate::model::settings::Settings;
use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;

/// A name and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written: a login, a team, an address, an alias.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Something that cannot be read as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What is read from.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) documents: &'a [Document],
    pub(crate) settings: &'a Settings,
    /// URL of the remote `origin`.
    pub(crate) origin: Option<&'a str>,
    /// The root as seen from the top of its repository.
    pub(crate) folder: &'a RepoPath,
}

impl<'a> Ground<'a> {
    pub(super) fn data(self, file: FileId) -> Option<&'a Node> {
        self.documents[file.index()].data.first()
    }

    /// A text of a file's data as a name; the place is that of its letters.
    pub(super) fn name(self, file: FileId, node: &Node) -> Option<Name> {
        let text = node.scalar()?;
        let written = node.range.of(self.tree.text(file));
        let skipped = usize::from(written.len() == text.len() + 2);
        let range = Range::new(node.range.start as usize + skipped, node.range.end as usize - skipped);
        Some(Name {
            text,
            span: Span::new(file, range),
        })
    }
}
