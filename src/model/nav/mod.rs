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

#[cfg(test)]
mod tests {
    use super::books;
    use crate::model::nav::book::Book;
    use crate::model::nav::ground::Ground;
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    /// Entries, those that lead to nothing, pages, and those in no entry.
    fn counts(files: &[(&str, &str)]) -> Vec<[usize; 4]> {
        let files = files
            .iter()
            .map(|(path, text)| File::text(RepoPath::new(path).unwrap(), *text));
        let tree = Tree::new(files.collect());
        let all = tree.files().iter();
        let documents: Vec<_> = all.map(|file| reader::read(&file.path, &file.content)).collect();
        let ground = Ground {
            tree: &tree,
            documents: &documents,
        };
        let count = |book: Book| {
            [
                book.entries.len(),
                book.missing().count(),
                book.pages,
                book.unlisted.len(),
            ]
        };
        books(ground, &[]).into_iter().map(count).collect()
    }

    #[test]
    fn each_tool_lists_in_its_own_way() {
        let old = "- file: a\n- part: P\n  chapters:\n    - file: b\n    - url: https://x.org\n";
        assert_eq!(counts(&[("_toc.yml", old), ("a.md", ""), ("c.md", "")]), [[2, 1, 2, 1]]);
        let tags = "nav: [i.md, {T: [x/a.md, '*.md', 'https://x.org']}]\ndocs_dir: !ENV [D, d]\nnot_in_nav: |\n  /s/\nx: !!python/name:a.b\n";
        let pages = [("mkdocs.yml", tags), ("d/i.md", ""), ("d/s/a.md", ""), ("d/o.md", "")];
        assert_eq!(counts(&pages), [[2, 1, 2, 1]]);
        let book = [
            ("book.toml", "[book]\n"),
            ("src/SUMMARY.md", "- [a](a.md)\n- [d]()\n"),
            ("src/a.md", ""),
            ("src/b.md", ""),
        ];
        assert_eq!(counts(&book), [[1, 0, 2, 1]]);
        assert!(
            counts(&[
                ("SUMMARY.md", "[a](a.md)"),
                ("_toc.yml", "x: 1"),
                ("mkdocs.yml", "nav: 7")
            ])
            .is_empty()
        );
    }
}
