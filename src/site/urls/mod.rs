//! All addresses of the site: which page stands where, and how one page refers to another.
//!
//! An address follows from a file's path alone, as long as no two files want the same one. It knows no templates.

mod wish;

use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::site::urls::wish::{Wish, front_rank, settle, stem, wish_of_page, wish_of_record};
use crate::syntax::document::Format;
use crate::text::escape::percent_encode;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::template::slug;
use std::collections::{BTreeMap, BTreeSet};

/// Folder of the pages that are no records.
pub(crate) const PAGES: &str = "pages";
/// Folder of files that pages show.
pub(crate) const FILES: &str = "files";
/// Folders of the site that are no kind's; and `all`, whose feed is that of everything. A test tells when one is missing.
const FOLDERS: [&str; 11] = [
    PAGES, FILES, "all", "api", "changes", "checks", "feeds", "join", "people", "search", "theme",
];
/// Page of the findings.
pub(crate) const CHECKS: &str = "checks/index.html";
/// Page of what changed.
pub(crate) const CHANGES: &str = "changes/index.html";
/// Page of the people.
pub(crate) const PEOPLE: &str = "people/index.html";
/// Page of how to take part.
pub(crate) const JOIN: &str = "join/index.html";
/// The first page.
pub(crate) const HOME: &str = "index.html";
/// The page that a server shows where there is none.
pub(crate) const LOST: &str = "404.html";
/// The page of the search.
pub(crate) const SEARCH: &str = "search/index.html";
/// The list of all records from A to Z.
pub(crate) const LETTERS: &str = "search/a-z.html";
/// The style sheet.
pub(crate) const STYLE: &str = "style.css";
/// The script that runs when a page stands.
pub(crate) const SCRIPT: &str = "site.js";
/// The script that runs before a page is drawn.
pub(crate) const EARLY: &str = "early.js";

/// Something that has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Subject {
    /// A record.
    Record(RecordId),
    /// A marked-up file that is no record.
    Page(FileId),
}

impl Subject {
    /// The file that it is, or in which it stands.
    pub(crate) fn file(self, workspace: &Workspace) -> FileId {
        match self {
            Subject::Record(id) => workspace.record(id).file,
            Subject::Page(file) => file,
        }
    }
}

/// Where everything stands. Every address is unique, also where letters' case does not count.
pub(crate) struct Addresses {
    records: Vec<RepoPath>,
    pages: BTreeMap<FileId, RepoPath>,
    first_record: BTreeMap<FileId, RecordId>,
    /// Files that hold several records.
    shared: BTreeSet<FileId>,
    folders: Vec<String>,
    /// The list of each kind's records.
    indexes: Vec<RepoPath>,
    /// By folder of the repository.
    front_pages: BTreeMap<RepoPath, FileId>,
}

impl Addresses {
    /// Gives every record and every marked-up file its address.
    pub(crate) fn new(workspace: &Workspace) -> Self {
        let mut folders: Vec<String> = Vec::with_capacity(workspace.kinds.len());
        for kind in &workspace.kinds {
            let wanted = folder_of(&kind.plural);
            // Two kinds may be called alike when they are many; no two have one name.
            let is_free = !folders.contains(&wanted);
            folders.push(if is_free {
                wanted
            } else {
                format!("kind-{}", slug(&kind.name))
            });
        }
        let mut first_record = BTreeMap::new();
        let mut parts: BTreeMap<FileId, usize> = BTreeMap::new();
        for (id, record) in workspace.iter() {
            first_record.entry(record.file).or_insert(id);
            *parts.entry(record.file).or_default() += 1;
        }
        let shared: BTreeSet<FileId> = parts
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(file, _)| file)
            .collect();
        let wishes = workspace.records.iter().map(|record| {
            let path = workspace.path_of(record);
            let mut wish = wish_of_record(&folders[record.kind], path, record.part);
            if shared.contains(&record.file) {
                wish.add(&slug(&record.id));
            }
            wish
        });
        let records = settled(wishes);
        let files: Vec<FileId> = workspace
            .tree
            .iter()
            .map(|(file, _)| file)
            .filter(|&file| is_page(workspace, file) && !first_record.contains_key(&file))
            .collect();
        let wishes = files.iter().map(|&file| wish_of_page(PAGES, workspace.tree.path(file)));
        let pages = files.iter().copied().zip(settled(wishes)).collect();
        Addresses {
            front_pages: front_pages(workspace, files.iter().chain(first_record.keys())),
            indexes: folders
                .iter()
                .map(|folder| fixed(&format!("{folder}/index.html")))
                .collect(),
            records,
            pages,
            first_record,
            shared,
            folders,
        }
    }

    /// The address that a record would have if its file lay at another path, and nobody else wanted it.
    pub(crate) fn of_record_at(&self, record: &Record, path: &RepoPath) -> RepoPath {
        let mut wish = wish_of_record(&self.folders[record.kind], path, record.part);
        if self.shared.contains(&record.file) {
            wish.add(&slug(&record.id));
        }
        fixed(&format!("{}.html", wish.first))
    }

    /// The address that the only record of a file would have as one of a kind, by the kind's index.
    pub(crate) fn of_kind_at(&self, kind: usize, path: &RepoPath) -> RepoPath {
        fixed(&format!("{}.html", wish_of_record(&self.folders[kind], path, 0).first))
    }

    /// The address that a page would have if its file lay at another path.
    pub(crate) fn of_page_at(path: &RepoPath) -> RepoPath {
        fixed(&format!("{}.html", wish_of_page(PAGES, path).first))
    }

    /// The address of a subject.
    pub(crate) fn of(&self, subject: Subject) -> RepoPath {
        match subject {
            Subject::Record(id) => self.records[id.index()].clone(),
            Subject::Page(file) => self.pages.get(&file).cloned().unwrap_or_else(RepoPath::root),
        }
    }

    /// What stands for a file: its first record, else its page.
    pub(crate) fn subject(&self, file: FileId) -> Option<Subject> {
        match self.first_record.get(&file) {
            Some(&id) => Some(Subject::Record(id)),
            None => self.pages.contains_key(&file).then_some(Subject::Page(file)),
        }
    }

    /// Everything that has a page: the records in their order, then the other pages by path.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = Subject> {
        let records = (0u32..)
            .take(self.records.len())
            .map(|index| Subject::Record(RecordId(index)));
        records.chain(self.pages.keys().map(|&file| Subject::Page(file)))
    }

    /// The marked-up files that are no records, by path.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (FileId, &RepoPath)> {
        self.pages.iter().map(|(&file, path)| (file, path))
    }

    /// How many of those there are.
    pub(crate) fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// What people see first of a folder of the repository: its README, else its index, if it has such a text.
    pub(crate) fn front_page(&self, folder: &RepoPath) -> Option<FileId> {
        self.front_pages.get(folder).copied()
    }

    /// The list of a kind's records, by the kind's index.
    pub(crate) fn index(&self, kind: usize) -> RepoPath {
        self.indexes[kind].clone()
    }

    /// The copy of a file that a page shows. Letters that addresses or systems quarrel about are encoded in links only.
    pub(crate) fn asset(path: &RepoPath) -> RepoPath {
        fixed(&format!("{FILES}/{path}"))
    }
}

/// Where a rule's page stands.
pub(crate) fn rule_page(name: &str) -> RepoPath {
    fixed(&format!("checks/rules/{name}.html"))
}

/// An address that is written here and therefore well formed.
pub(crate) fn fixed(path: &str) -> RepoPath {
    RepoPath::new(path).unwrap_or_else(RepoPath::root)
}

/// How the page at `from` refers to the file at `to`: relative, encoded.
pub(crate) fn href(from: &RepoPath, to: &RepoPath) -> String {
    let mut out = String::new();
    percent_encode(&to.relative_to(&from.parent()), &mut out);
    out
}

/// `href` with a fragment.
pub(crate) fn href_to(from: &RepoPath, to: &RepoPath, anchor: &str) -> String {
    let mut out = if from == to { String::new() } else { href(from, to) };
    out.push('#');
    percent_encode(anchor, &mut out);
    out
}

/// The way from a page up to the root of the site: `../`, `../../`, or nothing.
pub(crate) fn root(from: &RepoPath) -> String {
    "../".repeat(from.parts().count().saturating_sub(1))
}

fn settled(wishes: impl Iterator<Item = Wish>) -> Vec<RepoPath> {
    let names = settle(wishes.collect()).into_iter();
    names.map(|name| fixed(&format!("{name}.html"))).collect()
}

fn is_page(workspace: &Workspace, file: FileId) -> bool {
    matches!(workspace.document(file).format, Format::Markdown | Format::AsciiDoc)
        && workspace.tree.file(file).source().is_some()
}

/// A kind of the user's own may have the name of one of our folders.
fn folder_of(plural: &str) -> String {
    match slug(plural).as_str() {
        name if FOLDERS.contains(&name) => format!("kind-{name}"),
        name => name.to_owned(),
    }
}

/// The folder in which a record stands among its like: that of its file, or, for the front page of a folder, the one above.
pub(crate) fn home_of(path: &RepoPath) -> RepoPath {
    match front_rank(&stem(path)).is_some() {
        true => path.parent().parent(),
        false => path.parent(),
    }
}

/// The front pages among some files that have pages, by folder. Of several the better name counts, then Markdown, then the
/// path.
fn front_pages<'f>(workspace: &Workspace, files: impl Iterator<Item = &'f FileId>) -> BTreeMap<RepoPath, FileId> {
    let mut found: BTreeMap<RepoPath, (usize, bool, FileId)> = BTreeMap::new();
    for &file in files.filter(|&&file| is_page(workspace, file)) {
        let path = workspace.tree.path(file);
        let is_markdown = workspace.document(file).format == Format::Markdown;
        let Some(rank) = front_rank(&stem(path)) else { continue };
        let claim = (rank, !is_markdown, file);
        let best = found.entry(path.parent()).or_insert(claim);
        *best = claim.min(*best);
    }
    found.into_iter().map(|(folder, (.., file))| (folder, file)).collect()
}

#[cfg(test)]
mod tests {
    use super::{fixed, href, href_to, root};

    #[test]
    fn references_are_relative_and_encoded() {
        let from = fixed("decisions/1.html");
        assert_eq!(href(&from, &fixed("files/a b\"é.png")), "../files/a%20b%22%C3%A9.png");
        assert_eq!(href(&fixed("index.html"), &fixed("a:b.html")), "a%3Ab.html");
        assert_eq!(href_to(&from, &from, "x y"), "#x%20y");
        assert_eq!((root(&from).as_str(), root(&fixed("index.html")).as_str()), ("../", ""));
    }
}
