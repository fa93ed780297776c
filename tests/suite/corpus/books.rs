//! What the navigation files of the corpora list, and what they leave out. The code must not know any of it.

use crate::corpus::checkout::workspace;
use opsrepo::model::nav::book::{Book, Leads, Tool};
use opsrepo::model::workspace::Workspace;

fn counts(book: &Book) -> [usize; 4] {
    [
        book.entries.len(),
        book.missing().count(),
        book.pages,
        book.unlisted.len(),
    ]
}

fn book<'a>(workspace: &'a Workspace, path: &str) -> &'a Book {
    let found = workspace
        .books
        .iter()
        .find(|book| workspace.tree.path(book.file).as_str() == path);
    found.unwrap_or_else(|| panic!("{path}"))
}

/// Counted by hand and by another program: 95 `file` and the `root` make 96, of which 16 name nothing. Of 100 pages (97 in
/// Markdown, three notebooks) 17 are in no entry. Who does not follow the one `glob` counts its three notebooks too and
/// comes to 20; who leaves out the page that is the `root`, to 99 pages.
#[test]
fn the_table_of_apps_names_sixteen_pages_that_are_gone() {
    let Some(workspace) = workspace("operate-first-apps") else {
        return;
    };
    let toc = book(&workspace, "docs/_toc.yml");
    assert_eq!((toc.tool, counts(toc)), (Tool::JupyterBook, [96, 16, 100, 17]));
    let notebooks = workspace.tree.files().iter();
    let notebooks =
        notebooks.filter(|file| file.path.as_str().starts_with("docs/") && file.path.extension() == Some("ipynb"));
    assert_eq!(notebooks.count(), 3);
    let catalog = book(&workspace, "docs/content/argocd-gitops/mkdocs.yaml");
    assert_eq!((catalog.tool, counts(catalog)), (Tool::MkDocs, [9, 8, 8, 8]));
    let of_catalog = workspace.books.iter().filter(|book| book.tool == Tool::MkDocs);
    let missing: usize = of_catalog.map(|book| book.missing().count()).sum();
    assert_eq!((workspace.books.len(), missing), (19, 10));
}

#[test]
fn the_other_books_name_pages_that_exist() {
    for (name, path, expected) in [
        ("operate-first-blueprint", "_toc.yml", 24),
        ("operate-first-community", "_toc.yml", 12),
        ("operate-first-service-catalog", "mkdocs.yaml", 5),
    ] {
        let Some(workspace) = workspace(name) else { continue };
        let book = book(&workspace, path);
        assert_eq!(book.entries.len(), expected, "{name}");
        assert!(
            book.entries.iter().all(|entry| matches!(entry.target, Leads::Page(_))),
            "{name}"
        );
    }
    // mybinder's documentation is put together by directives in reStructuredText, which opsrepo does not read.
    if let Some(workspace) = workspace("mybinder") {
        assert!(workspace.books.is_empty());
    }
}
