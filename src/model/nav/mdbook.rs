//! `SUMMARY.md` of mdBook and GitBook. It knows no other tool.
//!
//! Sources: mdBook's page on `SUMMARY.md` and its `book.toml` (`src`), GitBook's page on `.gitbook.yaml` (`root`). Its
//! links are links of a text, so whether they lead anywhere is told with those.

use crate::model::glob::Globs;
use crate::model::nav::book::{Book, Entry, Leads, Tool};
use crate::model::nav::ground::Ground;
use crate::model::nav::pages::{Draft, Wanted};
use crate::model::patterns::Ignored;
use crate::model::targets::{decode, is_elsewhere};
use crate::syntax::markup::Link;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};

/// Reads a summary; `None` where no settings of a book lead to it.
pub(super) fn read(ground: Ground, file: FileId) -> Option<Draft> {
    let folder = ground.tree.path(file).parent();
    if !is_root(ground, &folder) {
        return None;
    }
    let markup = ground.documents[file.index()].markup.as_ref()?;
    let entry = |link: &Link| {
        let path = decode(link.target.split(['#', '?']).next().unwrap_or_default());
        let found = ground.leads(&folder, &path, &[]);
        (!path.is_empty() && !is_elsewhere(&link.target)).then(|| Entry {
            raw: link.target.clone(),
            span: Span::new(file, link.target_range),
            target: match found {
                Leads::Page(page) => Leads::Page(page),
                _ => Leads::Unknown,
            },
        })
    };
    let entries: Vec<Entry> = markup.links.iter().filter_map(entry).collect();
    let is_empty = entries.is_empty();
    Some(Draft {
        listed: Vec::new(),
        wanted: (!is_empty).then(|| Wanted {
            endings: &[".md"],
            ignored: Ignored::new("README.md\nSUMMARY.md\nindex.md\nGLOSSARY.md\n"),
            globs: Globs::new([]),
        }),
        book: Book {
            tool: Tool::MdBook,
            file,
            folder,
            entries,
            pages: 0,
            unlisted: Vec::new(),
        },
    })
}

/// True where the settings of a book, in this folder or above it, name the folder.
fn is_root(ground: Ground, folder: &RepoPath) -> bool {
    let mut place = folder.clone();
    loop {
        for (name, way, usual) in [
            ("book.toml", "/book/src", "src"),
            (".gitbook.yaml", "/root", "."),
            (".gitbook.yml", "/root", "."),
        ] {
            let settings = place.join(name).and_then(|path| ground.tree.find(&path));
            let named = settings.map(|file| ground.data(file).and_then(|data| data.at(way)).and_then(Node::as_str));
            if named.is_some_and(|named| place.join(named.unwrap_or(usual)).as_ref() == Some(folder)) {
                return true;
            }
        }
        if place.as_str().is_empty() {
            return false;
        }
        place = place.parent();
    }
}
