//! Entries of navigation files that name a page which moves. The summary of an mdBook is a text, and its links are edited as
//! links; what stands in other data is not this file's business.

use crate::model::nav::book::{Book, Entry, Leads, Tool};
use crate::text::path::RepoPath;
use crate::text::span::Span;
use crate::write::edits::Edits;
use crate::write::ways::Ways;
use std::collections::BTreeSet;

/// Edits all of them, and gives the places of those that lead to a page: a path there means that page and no other.
pub(crate) fn rename(ways: &Ways<'_>, edits: &mut Edits) -> BTreeSet<Span> {
    let tree = &ways.workspace.tree;
    let mut known = BTreeSet::new();
    for book in ways.workspace.books.iter().filter(|book| book.tool != Tool::MdBook) {
        for entry in &book.entries {
            let Leads::Page(page) = entry.target else { continue };
            known.insert(entry.span);
            // What is written with escapes is not what is read.
            let is_plain = tree.slice(entry.span) == entry.raw;
            if let Some(new) = moved(ways, (book, entry), tree.path(page)).filter(|_| is_plain) {
                edits.put(tree, entry.span, new);
            }
        }
    }
    known
}

/// The entry as it must be written when its page has moved, with an ending where it has one; `None` where it stays.
fn moved(ways: &Ways<'_>, (book, entry): (&Book, &Entry), page: &RepoPath) -> Option<String> {
    let (to, folder) = (ways.moves.of(page), ways.moves.of(&book.folder));
    if to == *page && folder == book.folder {
        return None;
    }
    let written = entry.raw.trim_start_matches('/');
    let head = match written.len() < entry.raw.len() {
        true => "/",
        false if written.starts_with("./") => "./",
        false => "",
    };
    let ending = page.name().strip_prefix(written.rsplit('/').next()?)?;
    let new = to.relative_to(&folder);
    // A page that left the book's folder has no name in it, and what a plain scalar cannot hold is for people to quote.
    let is_safe = new.chars().all(|c| c.is_alphanumeric() || "/._- ".contains(c));
    let new = new
        .strip_suffix(ending)
        .filter(|_| is_safe && !new.starts_with("../"))?;
    Some(format!("{head}{new}"))
}
