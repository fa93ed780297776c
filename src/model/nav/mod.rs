//! Books: navigation files of site generators, the pages that they list, and those of their folder that they leave out.
//!
//! It states what leads where and judges nothing; it runs no generator. What a plugin of a generator may have made is not
//! known, and such a book claims nothing.

mod jupyter;
mod mdbook;
mod mkdocs;
mod pages;

use crate::model::glob::Globs;
use crate::model::nav::pages::Draft;
use crate::model::settings::Glob;
use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;

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

/// The files of a repository, as the readers of navigation files see them.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) documents: &'a [Document],
}

impl<'a> Ground<'a> {
    /// The first value of a file's data.
    fn data(self, file: FileId) -> Option<&'a Node> {
        self.documents[file.index()].data.first()
    }

    /// The first of these names that a folder has.
    fn beside(self, folder: &RepoPath, names: &[&str]) -> Option<FileId> {
        let mut found = names.iter().filter_map(|name| self.tree.find(&folder.join(name)?));
        found.next()
    }

    /// An entry of a navigation file in data. `endings` may be left out of what is written.
    fn entry(self, place: (FileId, &RepoPath), node: &Node, endings: &[&str]) -> Option<Entry> {
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

    fn leads(self, folder: &RepoPath, raw: &str, endings: &[&str]) -> Leads {
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

/// The books of a repository, in the order of their files. What lies in `excluded` is no book and no page.
pub(crate) fn books(ground: Ground, excluded: &[Glob]) -> Vec<Book> {
    let excluded = Globs::of(excluded);
    let found = ground.tree.iter().filter_map(|(file, entry)| {
        let read: fn(Ground, FileId) -> Option<Draft> = match entry.path.name() {
            "_toc.yml" | "_toc.yaml" => jupyter::read,
            "mkdocs.yml" | "mkdocs.yaml" => mkdocs::read,
            "SUMMARY.md" => mdbook::read,
            _ => return None,
        };
        (!excluded.matches(&entry.path)).then(|| read(ground, file)).flatten()
    });
    pages::complete(ground, found.collect(), &excluded)
}
