//! `nav` in the settings of MkDocs. It knows no other tool.
//!
//! Source: MkDocs' page on its configuration. Pages are counted from `docs_dir`. Tags (`!ENV`, `!!python/name:`) are other
//! programs' business: a value that they make is not known here.

use crate::model::glob::Globs;
use crate::model::nav::book::{Book, Entry, Tool};
use crate::model::nav::ground::Ground;
use crate::model::nav::pages::{Draft, Wanted};
use crate::model::patterns::Ignored;
use crate::model::targets::is_elsewhere;
use crate::syntax::node::{Node, Value};
use crate::text::path::RepoPath;
use crate::text::span::FileId;

/// What MkDocs takes for a page.
const ENDINGS: &[&str] = &[".md", ".markdown", ".mdown", ".mkdn", ".mkd"];

/// Plugins that make pages, or that give `nav` another meaning.
const MAKERS: [&str; 11] = [
    "api-autonav",
    "awesome-nav",
    "awesome-pages",
    "exclude",
    "gen-files",
    "include_dir_to_nav",
    "literate-nav",
    "mkdoxy",
    "monorepo",
    "multirepo",
    "simple",
];

/// Reads a book; `None` where it has no navigation of its own, or where its pages are not known.
pub(super) fn read(ground: Ground, file: FileId) -> Option<Draft> {
    let root = ground.data(file)?;
    let nav = root.get("nav")?;
    let has_hooks = root.get("hooks").is_some_and(|hooks| !hooks.is_null());
    if has_hooks || plugins(root).any(|name| MAKERS.contains(&name)) {
        return None;
    }
    let folder = docs(ground, file, root)?;
    let mut entries = Vec::new();
    collect(ground, (file, &folder), nav, &mut entries);
    let blog = plugins(root).any(|name| name.ends_with("blog"));
    let text = |key: &str| root.get(key).and_then(Node::as_str).unwrap_or_default();
    let ignored = format!(
        ".*\n/templates/\n{}\n{}\n{}\n/index.md\n/README.md\n{}",
        text("exclude_docs"),
        text("draft_docs"),
        text("not_in_nav"),
        if blog { "posts/" } else { "" }
    );
    Some(Draft {
        listed: Vec::new(),
        wanted: Some(Wanted {
            endings: ENDINGS,
            ignored: Ignored::new(&ignored),
            globs: Globs::new([]),
        }),
        book: Book {
            tool: Tool::MkDocs,
            file,
            folder,
            entries,
            pages: 0,
            unlisted: Vec::new(),
        },
    })
}

/// The folder of the pages, which must be there; `!ENV [A, B, docs]` has its default last.
fn docs(ground: Ground, file: FileId, root: &Node) -> Option<RepoPath> {
    let above = || {
        let parent = ground.tree.path(file).parent().join(root.get("INHERIT")?.as_str()?)?;
        ground.data(ground.tree.find(&parent)?)?.get("docs_dir")
    };
    let written = match root.get("docs_dir").or_else(above) {
        None => "docs",
        Some(node) => node.as_str().or_else(|| node.items().last()?.as_str())?,
    };
    let folder = ground
        .tree
        .path(file)
        .parent()
        .join(written)
        .filter(|_| !written.starts_with('/'))?;
    ground.tree.is_folder(&folder).then_some(folder)
}

fn plugins(root: &Node) -> impl Iterator<Item = &str> {
    let plugins = root.get("plugins");
    let list = plugins.map_or(&[][..], Node::items).iter();
    let named = list.filter_map(|item| item.as_str().or_else(|| Some(&*item.entries().first()?.key)));
    let keyed = plugins.map_or(&[][..], Node::entries).iter().map(|entry| &*entry.key);
    let names = named.chain(keyed);
    // A theme's own plugins are named `material/blog`.
    names.map(|name| name.rsplit('/').next().unwrap_or(name))
}

fn collect(ground: Ground, place: (FileId, &RepoPath), node: &Node, entries: &mut Vec<Entry>) {
    match &node.value {
        Value::Text(raw) if is_page(raw) => entries.extend(ground.entry(place, node, &[])),
        Value::List(items) => items.iter().for_each(|item| collect(ground, place, item, entries)),
        Value::Map(items) => items
            .iter()
            .for_each(|item| collect(ground, place, &item.value, entries)),
        _ => {}
    }
}

/// What is no address, no pattern and no folder: those are links, or a plugin's.
fn is_page(raw: &str) -> bool {
    let is_address = is_elsewhere(raw) || raw.starts_with(['/', '!', '#']);
    !raw.is_empty() && !is_address && !raw.ends_with('/') && !raw.contains(['*', '#', '?', '{']) && raw.contains('.')
}
