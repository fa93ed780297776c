//! What a book is: a navigation file, its entries, and the pages that it leaves out. It reads nothing.

use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};

/// What reads a navigation file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Jupyter Book: `_toc.yml`.
    JupyterBook,
    /// MkDocs: `nav` in `mkdocs.yml`.
    MkDocs,
    /// mdBook and GitBook: `SUMMARY.md`.
    MdBook,
}

/// A navigation file, and what it is for.
#[derive(Clone, Debug)]
pub struct Book {
    /// What reads it.
    pub tool: Tool,
    /// The navigation file.
    pub file: FileId,
    /// The folder from which its entries are counted, and in which its pages lie.
    pub folder: RepoPath,
    /// Its entries that name a page, in the order of the file.
    pub entries: Vec<Entry>,
    /// How many pages lie in its folder that the tool would publish.
    pub pages: usize,
    /// Those of them to which no entry leads, in the order of the tree; none where that is as the book wants it.
    pub unlisted: Vec<FileId>,
}

/// An entry that names a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As it is written.
    pub raw: String,
    /// Where, without quotes.
    pub span: Span,
    /// Where it leads.
    pub target: Leads,
}

/// Where an entry leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Leads {
    /// To a file.
    Page(FileId),
    /// To nothing; the path that was looked for, with or without an ending as it is written.
    Missing(RepoPath),
    /// Out of the repository, or to what is not known here.
    Unknown,
}

impl Book {
    /// The entries that lead to nothing.
    pub fn missing(&self) -> impl Iterator<Item = (&Entry, &RepoPath)> {
        self.entries.iter().filter_map(|entry| match &entry.target {
            Leads::Missing(path) => Some((entry, path)),
            _ => None,
        })
    }
}
