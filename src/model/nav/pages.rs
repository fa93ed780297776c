//! The pages of a book's folder, and which of them no entry leads to. It does not know how navigation files are written.

use crate::model::discover::is_form;
use crate::model::glob::Globs;
use crate::model::nav::book::{Book, Leads, Tool};
use crate::model::nav::ground::Ground;
use crate::model::patterns::Ignored;
use crate::syntax::markup::Fence;
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::span::FileId;
use std::collections::{BTreeMap, BTreeSet};

/// The endings of pages that Jupyter Book may leave out, in the order in which it tries them.
pub(super) const SPHINX: &[&str] = &[".rst", ".md", ".ipynb"];

/// A book whose pages were not looked at yet.
pub(super) struct Draft {
    pub(super) book: Book,
    /// Pages that are listed by other means than an entry.
    pub(super) listed: Vec<FileId>,
    /// What its pages are; `None` where a page may be in no entry.
    pub(super) wanted: Option<Wanted>,
}

/// Which files below a book's folder are its pages.
pub(super) struct Wanted {
    /// The endings that a page has.
    pub(super) endings: &'static [&'static str],
    /// What is left out, as seen from the folder.
    pub(super) ignored: Ignored,
    /// What else is left out, in globs as seen from the folder.
    pub(super) globs: Globs,
}

/// Completes the books: those of one tool that share a folder list its pages together, and the first of them tells what
/// is left.
pub(super) fn complete(ground: Ground, drafts: Vec<Draft>, excluded: &Globs) -> Vec<Book> {
    let mut listed: BTreeMap<(u8, RepoPath), BTreeSet<FileId>> = BTreeMap::new();
    for Draft { book, listed: more, .. } in &drafts {
        let pages = book.entries.iter().filter_map(|entry| match entry.target {
            Leads::Page(file) => Some(file),
            _ => None,
        });
        let all = listed.entry(key(book)).or_default();
        all.extend(pages.chain(more.iter().copied()));
    }
    let complete = |Draft { mut book, wanted, .. }: Draft| {
        if let (Some(wanted), Some(listed)) = (wanted, listed.remove(&key(&book))) {
            look_through(ground, &mut book, (&wanted, listed), excluded);
        }
        book
    };
    drafts.into_iter().map(complete).collect()
}

fn key(book: &Book) -> (u8, RepoPath) {
    (book.tool as u8, book.folder.clone())
}

fn look_through(ground: Ground, book: &mut Book, (wanted, mut listed): (&Wanted, BTreeSet<FileId>), excluded: &Globs) {
    let is_page = |path: &RepoPath| {
        let inside = &path.as_str()[book.folder.as_str().len()..];
        let below = RepoPath::new(inside.trim_start_matches('/'));
        below.is_some_and(|below| {
            let is_hidden = below.parts().any(|part| part.starts_with(['.', '_']));
            let has_ending = wanted.endings.iter().any(|ending| below.as_str().ends_with(ending));
            has_ending && !is_hidden && !wanted.ignored.matches(&below) && !wanted.globs.matches(&below)
        })
    };
    let below = ground.tree.below(&book.folder);
    let pages =
        below.filter(|(file, entry)| *file != book.file && is_page(&entry.path) && !excluded.matches(&entry.path));
    let pages: Vec<FileId> = pages.map(|(file, _)| file).collect();
    for &page in &pages {
        named_inside(ground, (book.tool, page), &mut listed);
    }
    book.pages = pages.len();
    book.unlisted = pages.into_iter().filter(|page| !listed.contains(page)).collect();
    book.unlisted
        .retain(|&page| !is_orphan_by_will(ground, page) && !is_form(ground.tree.path(page)));
}

/// Pages that another page takes in: MyST's `{toctree}` and `{include}`, mdBook's `{{#include}}`, `--8<--` of snippets.
fn named_inside(ground: Ground, (tool, page): (Tool, FileId), listed: &mut BTreeSet<FileId>) {
    let text = ground.tree.text(page);
    let folder = ground.tree.path(page).parent();
    let endings: &[&str] = match tool {
        Tool::JupyterBook => SPHINX,
        Tool::MkDocs | Tool::MdBook => &[],
    };
    let mut put = |raw: &str| {
        if let Leads::Page(file) = ground.leads(&folder, raw.trim(), endings) {
            listed.insert(file);
        }
    };
    match tool {
        Tool::JupyterBook if search::find(text, "{toctree}").is_some() || search::find(text, "{include}").is_some() => {
            let markup = ground.documents[page.index()].markup.as_ref();
            let fences = markup.map_or(&[][..], |markup| &markup.fences);
            fences
                .iter()
                .flat_map(|fence| directive(text, fence))
                .for_each(&mut put);
        }
        Tool::MdBook => {
            let includes = text.split("{{#include ").skip(1);
            let paths = includes.filter_map(|rest| rest.split(['}', ':']).next());
            paths.for_each(&mut put);
        }
        _ => {}
    }
}

/// The paths that a directive of MyST names: the argument of `{include}`, the lines of `{toctree}`.
fn directive<'t>(text: &'t str, fence: &'t Fence) -> Vec<&'t str> {
    if let Some(path) = fence.info.strip_prefix("{include}") {
        return vec![path];
    }
    if !fence.info.starts_with("{toctree}") {
        return Vec::new();
    }
    let lines = fence.code.of(text).lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with(':'));
    let path = |line: &'t str| match line.strip_suffix('>').and_then(|line| line.rsplit_once('<')) {
        Some((_, path)) => path,
        None => line,
    };
    lines.map(path).collect()
}

/// True where the front matter says that a page stands in no navigation.
fn is_orphan_by_will(ground: Ground, page: FileId) -> bool {
    let data = ground.data(page);
    let orphan = data.and_then(|data| data.get("orphan")).and_then(|node| node.scalar());
    orphan.is_some_and(|word| word == "true")
}
