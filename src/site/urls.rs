//! All addresses of the site: which page stands where, and how one page refers to another.
//!
//! An address follows from a file's path alone, as long as no two files want the same one. It knows no templates.

use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
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
/// The page of the search.
pub(crate) const SEARCH: &str = "search/index.html";
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

/// Where everything stands. Every address is unique, also where letters' case does not count.
pub(crate) struct Addresses {
    records: Vec<RepoPath>,
    pages: BTreeMap<FileId, RepoPath>,
    first_record: BTreeMap<FileId, RecordId>,
    /// Files that hold several records.
    shared: BTreeSet<FileId>,
    folders: Vec<String>,
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
        let records = settle(wishes.collect());
        let files: Vec<FileId> = workspace
            .tree
            .iter()
            .map(|(file, _)| file)
            .filter(|&file| is_page(workspace, file) && !first_record.contains_key(&file))
            .collect();
        let wishes = files.iter().map(|&file| wish_of_page(workspace.tree.path(file)));
        let pages = files.iter().copied().zip(settle(wishes.collect())).collect();
        Addresses {
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
        fixed(&format!("{}.html", wish_of_page(path).first))
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

    /// The marked-up files that are no records, by path.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (FileId, &RepoPath)> {
        self.pages.iter().map(|(&file, path)| (file, path))
    }

    /// The list of a kind's records, by the kind's index.
    pub(crate) fn index(&self, kind: usize) -> RepoPath {
        fixed(&format!("{}/index.html", self.folders[kind]))
    }

    /// The copy of a file that a page shows. Letters that addresses or systems quarrel about are encoded in links only.
    pub(crate) fn asset(path: &RepoPath) -> RepoPath {
        fixed(&format!("{FILES}/{path}"))
    }
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

fn is_page(workspace: &Workspace, file: FileId) -> bool {
    matches!(workspace.document(file).format, Format::Markdown | Format::AsciiDoc)
        && workspace.tree.file(file).source().is_some()
}

/// A kind of the user's own may have the name of one of our folders.
fn folder_of(plural: &str) -> String {
    match slug(plural).as_str() {
        PAGES | FILES | "checks" | "changes" | "people" | "join" | "search" | "api" | "feeds" | "all" | "theme" => {
            format!("kind-{}", slug(plural))
        }
        name => name.to_owned(),
    }
}

/// What a file would like to be called: at first, and when that is taken.
struct Wish {
    first: String,
    second: String,
    identity: String,
}

impl Wish {
    /// One of several records of a file is called after the file and itself.
    fn add(&mut self, part: &str) {
        for name in [&mut self.first, &mut self.second] {
            name.push('-');
            name.push_str(part);
        }
    }
}

fn wish_of_record(folder: &str, path: &RepoPath, part: usize) -> Wish {
    let parent = path.parent();
    let stem = stem(path);
    let (short, long) = match is_front_page(&stem) {
        true => (slug(parent.name()), slug(parent.as_str())),
        false => (slug(&stem), slug(&format!("{}-{stem}", parent.name()))),
    };
    Wish {
        first: format!("{folder}/{short}"),
        second: format!("{folder}/{long}"),
        identity: format!("{path}#{part}"),
    }
}

fn wish_of_page(path: &RepoPath) -> Wish {
    let mut parts: Vec<String> = path.parent().parts().map(slug).collect();
    parts.insert(0, PAGES.to_owned());
    let stem = stem(path);
    parts.push(slug(if is_front_page(&stem) { "readme" } else { &stem }));
    let first = parts.join("/");
    Wish {
        second: first.clone(),
        first,
        identity: path.to_string(),
    }
}

/// The folder in which a record stands among its like: that of its file, or, for the front page of a folder, the one above.
pub(crate) fn home_of(path: &RepoPath) -> RepoPath {
    match is_front_page(&stem(path)) {
        true => path.parent().parent(),
        false => path.parent(),
    }
}

fn is_front_page(stem: &str) -> bool {
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

/// The name without the endings that tell its format; dots inside a name stay.
fn stem(path: &RepoPath) -> String {
    let mut stem = path.name();
    for ending in [
        ".erb",
        ".md",
        ".markdown",
        ".html",
        ".adoc",
        ".asciidoc",
        ".yaml",
        ".yml",
        ".json",
        ".toml",
    ] {
        stem = stem
            .strip_suffix(ending)
            .filter(|rest| !rest.is_empty())
            .unwrap_or(stem);
    }
    stem.to_owned()
}

/// Gives each its first wish where nobody else has it, else its second, else the first with a mark of its path.
fn settle(wishes: Vec<Wish>) -> Vec<RepoPath> {
    let count = |wish: fn(&Wish) -> &String| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for each in &wishes {
            *counts.entry(wish(each)).or_default() += 1;
        }
        counts
    };
    let (firsts, seconds) = (count(|wish| &wish.first), count(|wish| &wish.second));
    let is_free = |name: &str| name.rsplit('/').next() != Some("index");
    let mut taken = BTreeSet::new();
    let mut settled = Vec::with_capacity(wishes.len());
    for wish in &wishes {
        let name = if firsts.get(wish.first.as_str()) == Some(&1) && is_free(&wish.first) {
            wish.first.clone()
        } else if seconds.get(wish.second.as_str()) == Some(&1)
            && !firsts.contains_key(wish.second.as_str())
            && is_free(&wish.second)
        {
            wish.second.clone()
        } else {
            format!("{}-{}", wish.first, mark(&wish.identity))
        };
        let mut unique = name.clone();
        let mut again = 1;
        while !taken.insert(unique.clone()) {
            again += 1;
            unique = format!("{name}-{again}");
        }
        settled.push(fixed(&format!("{unique}.html")));
    }
    settled
}

/// Six hexadecimal digits of a text (FNV-1a, 32 bits).
fn mark(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{:06x}", hash & 0x00ff_ffff)
}

#[cfg(test)]
mod tests {
    use super::{Wish, fixed, href, href_to, root, settle, stem};

    #[test]
    fn every_address_is_its_own() {
        let wish = |first: &str, second: &str, identity: &str| Wish {
            first: first.to_owned(),
            second: second.to_owned(),
            identity: identity.to_owned(),
        };
        let settled = settle(vec![
            wish("d/0001-a", "d/x-0001-a", "x/0001-a.md"),
            wish("d/0001-a", "d/y-0001-a", "y/0001-a.md"),
            wish("d/0002-b", "d/z-0002-b", "z/0002-B.md"),
            wish("d/0002-b", "d/z-0002-b", "z/0002-b.md"),
            wish("d/index", "d/index", "d/index.md"),
        ]);
        let names: Vec<&str> = settled.iter().map(|path| path.as_str()).collect();
        assert_eq!(names[..2], ["d/x-0001-a.html", "d/y-0001-a.html"]);
        assert_ne!(names[2], names[3]);
        assert_ne!(names[4], "d/index.html");
    }

    #[test]
    fn references_are_relative_and_encoded() {
        let from = fixed("decisions/1.html");
        assert_eq!(href(&from, &fixed("files/a b\"é.png")), "../files/a%20b%22%C3%A9.png");
        assert_eq!(href(&fixed("index.html"), &fixed("a:b.html")), "a%3Ab.html");
        assert_eq!(href_to(&from, &from, "x y"), "#x%20y");
        assert_eq!((root(&from).as_str(), root(&fixed("index.html")).as_str()), ("../", ""));
    }

    #[test]
    fn dots_inside_names_stay() {
        assert_eq!(stem(&fixed("a/v1.2-upgrade.html.md.erb")), "v1.2-upgrade");
        assert_eq!(stem(&fixed(".md")), ".md");
    }
}
