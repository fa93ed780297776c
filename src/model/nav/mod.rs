//! Books: navigation files of site generators, the pages that they list, and those of their folder that they leave out.
//!
//! It states what leads where and judges nothing; it runs no generator. What a plugin of a generator may have made is not
//! known, and such a book claims nothing.

pub mod book;
pub(crate) mod ground;
mod jupyter;
mod mdbook;
mod mkdocs;
mod pages;

use crate::model::glob::Globs;
use crate::model::nav::book::Book;
use crate::model::nav::ground::Ground;
use crate::model::nav::pages::Draft;
use crate::model::settings::Glob;
use crate::text::span::FileId;

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
