//! `_toc.yml` of Jupyter Book, in its two forms. It knows no other tool.
//!
//! Sources: the pages of sphinx-external-toc and Jupyter Book on the structure of a table of contents and on
//! `_config.yml`. Files are counted from the folder of the table and may leave out their ending. A list at the top is the
//! form before version 0.11.

use crate::model::glob::Globs;
use crate::model::nav::book::{Book, Entry, Tool};
use crate::model::nav::ground::Ground;
use crate::model::nav::pages::{Draft, SPHINX as ENDINGS, Wanted};
use crate::model::patterns::Ignored;
use crate::syntax::node::{Node, Value};
use crate::text::path::RepoPath;
use crate::text::span::FileId;

/// The keys that hold more entries.
const BRANCHES: [&str; 6] = ["parts", "chapters", "sections", "subtrees", "entries", "items"];

/// Reads a table of contents; `None` for another file of that name.
pub(super) fn read(ground: Ground, file: FileId) -> Option<Draft> {
    let root = ground.data(file)?;
    let is_one = match &root.value {
        Value::Map(_) => root.get("root").is_some() || root.get("format").is_some(),
        Value::List(items) => items.iter().any(|item| item.get("file").is_some()),
        _ => false,
    };
    if !is_one {
        return None;
    }
    let folder = ground.tree.path(file).parent();
    let mut walk = Walk {
        ground,
        place: (file, &folder),
        entries: Vec::new(),
        globs: Vec::new(),
    };
    walk.entry(root);
    let (entries, globs) = (walk.entries, walk.globs);
    let globs = Globs::new(globs.iter().map(String::as_str));
    let below = ground.tree.below(&folder);
    let listed = below.filter(|(_, entry)| inside(&folder, &entry.path).is_some_and(|path| globs.matches(&path)));
    Some(Draft {
        listed: listed.map(|(file, _)| file).collect(),
        wanted: wanted(ground, &folder),
        book: Book {
            tool: Tool::JupyterBook,
            file,
            folder,
            entries,
            pages: 0,
            unlisted: Vec::new(),
        },
    })
}

struct Walk<'a> {
    ground: Ground<'a>,
    place: (FileId, &'a RepoPath),
    entries: Vec<Entry>,
    globs: Vec<String>,
}

impl Walk<'_> {
    fn entry(&mut self, node: &Node) {
        for key in ["root", "file"] {
            let named = node
                .get(key)
                .and_then(|value| self.ground.entry(self.place, value, ENDINGS));
            self.entries.extend(named);
        }
        self.globs
            .extend(node.get("glob").and_then(Node::as_str).map(str::to_owned));
        node.items().iter().for_each(|item| self.entry(item));
        for key in BRANCHES {
            let branch = node.get(key).map_or(&[][..], Node::items);
            branch.iter().for_each(|item| self.entry(item));
        }
    }
}

/// What `_config.yml` beside the table leaves out; `None` where only what is listed is built.
fn wanted(ground: Ground, folder: &RepoPath) -> Option<Wanted> {
    let config = ground.beside(folder, &["_config.yml", "_config.yaml"]);
    let config = config.and_then(|file| ground.data(file));
    let only_listed = config
        .and_then(|config| config.get("only_build_toc_files"))
        .and_then(Node::scalar);
    if only_listed.is_some_and(|word| word == "true") {
        return None;
    }
    let patterns = config.and_then(|config| config.get("exclude_patterns"));
    let patterns = patterns.map_or(&[][..], Node::items).iter().filter_map(Node::as_str);
    let globs: Vec<String> = patterns
        .flat_map(|pattern| [pattern.to_owned(), format!("{pattern}/**")])
        .collect();
    Some(Wanted {
        endings: ENDINGS,
        ignored: Ignored::new(""),
        globs: Globs::new(globs.iter().map(String::as_str)),
    })
}

/// A path as seen from a folder above it.
fn inside(folder: &RepoPath, path: &RepoPath) -> Option<RepoPath> {
    RepoPath::new(path.as_str().strip_prefix(folder.as_str())?.trim_start_matches('/'))
}
