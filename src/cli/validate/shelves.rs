//! `--kubernetes-schemas`, and folders of schemas in siblings: from folders on disk to what the rules read. Of a folder of thousands of schemas only those of the
//! kinds in use are read, and the files that they refer to.

use crate::cli::terminal::Terminal;
use crate::model::cluster::catalogue;
use crate::model::workspace::{self, Workspace};
use crate::rules::manifests;
use crate::store::shelf::Shelf;
use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::tree::File;
use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where schemas may lie outside of the repository.
#[derive(Clone, Copy)]
pub(super) struct Folders<'a> {
    /// The folders that the user names, as seen from `here`.
    pub(super) named: &'a [PathBuf],
    /// The folder that `-C` names.
    pub(super) here: &'a Path,
    /// The root of the repository, beside which siblings lie.
    pub(super) root: &'a Path,
}

/// The kinds that the shelves were read for, by group, version and name; `None` before they were read. A workspace that is
/// renewed keeps its shelves, and they are read again only where it has other kinds.
#[derive(Default)]
pub(super) struct Asked(Option<BTreeSet<(String, String, String)>>);

/// Puts the folders beside the workspace: those of siblings, as `[kubernetes]` names them, then those that the user named. A
/// sibling that is not there is told once.
pub(super) fn fill(
    workspace: &mut Workspace,
    folders: Folders<'_>,
    (asked, terminal): (&mut Asked, &mut Terminal),
) -> anyhow::Result<()> {
    let of_siblings = of_siblings(workspace, folders.root);
    if of_siblings.is_empty() && folders.named.is_empty() {
        return Ok(());
    }
    let owned = |(group, version, kind): (&str, &str, &str)| (group.to_owned(), version.to_owned(), kind.to_owned());
    let kinds = in_use(workspace).into_iter().map(owned).collect();
    if asked.0.as_ref() == Some(&kinds) {
        return Ok(());
    }
    let is_first = asked.0.replace(kinds).is_none();
    let mut shelves = Vec::new();
    for (name, folder) in of_siblings {
        match Shelf::open(&folder) {
            Ok(shelf) => shelves.push(read(workspace, name, shelf)),
            Err(_) if is_first => terminal.note(&format!(
                "no schemas are taken from `{name}`: there is no folder {} beside this repository",
                folder.strip_prefix(folders.root).unwrap_or(&folder).display()
            )),
            Err(_) => {}
        }
    }
    for folder in folders.named {
        let (place, shown) = (folders.here.join(folder), folder.display());
        if !place.is_dir() {
            let what = match place.exists() {
                true => format!("{shown} is a file, not a folder"),
                false => format!("there is no folder {shown}"),
            };
            bail!("{what}\n--kubernetes-schemas names a folder of schemas; paths are as seen from here, or from -C");
        }
        let shelf = Shelf::open(&place).context("cannot read the folder that --kubernetes-schemas names")?;
        shelves.push(read(workspace, shown.to_string(), shelf));
    }
    workspace.shelves = shelves;
    Ok(())
}

/// The kinds in use: group, version, name.
fn in_use(workspace: &Workspace) -> BTreeSet<(&str, &str, &str)> {
    let objects = workspace.objects.iter();
    objects
        .map(|object| (object.group(), object.version(), object.kind.as_str()))
        .collect()
}

/// The folders that `[kubernetes]` names in siblings: how they are called, and where they lie.
fn of_siblings(workspace: &Workspace, root: &Path) -> Vec<(String, PathBuf)> {
    let settings = &workspace.settings;
    let named = settings.kubernetes.schemas.iter();
    named
        .filter_map(|named| {
            let name = named.sibling.as_deref()?;
            let sibling = settings.siblings.iter().find(|sibling| sibling.name == name)?;
            let folder = root.join(sibling.path.as_ref()?).join(named.folder.as_str());
            Some((format!("{name}:{}", named.folder), folder))
        })
        .collect()
}

/// Reads what describes the kinds in use.
fn read(workspace: &Workspace, name: String, mut shelf: Shelf) -> workspace::Shelf {
    let kinds = in_use(workspace);
    let tree = shelf.tree();
    let places = catalogue::folders(&tree, &RepoPath::root(), &workspace.settings.kubernetes);
    let found = kinds.iter().filter_map(|kind| catalogue::find(&tree, &places, *kind));
    let mut wanted: Vec<RepoPath> = found.map(|file| tree.path(file).clone()).collect();
    let mut read: BTreeMap<RepoPath, Document> = BTreeMap::new();
    while let Some(path) = wanted.pop() {
        if let Some(file) = shelf.read(&path) {
            let document = reader::read(&file.path, &file.content);
            wanted.extend(referred(&document, &path.parent()));
            read.insert(path, document);
        }
    }
    let tree = shelf.tree();
    let unread = |file: &File| reader::read(&file.path, &file.content);
    let documents = tree
        .files()
        .iter()
        .map(|file| read.remove(&file.path).unwrap_or_else(|| unread(file)));
    let documents = documents.collect();
    workspace::Shelf { name, tree, documents }
}

/// Says which kinds are checked, and by what.
pub(super) fn tell(workspace: &Workspace, terminal: &mut Terminal) {
    for kind in manifests::kinds(workspace) {
        let by = kind.by.as_deref().unwrap_or("nothing");
        terminal.detail(&format!("{} ({}) is checked against {by}", kind.name, kind.count));
    }
}

/// The files in the same folder tree that a schema refers to.
fn referred(document: &Document, folder: &RepoPath) -> Vec<RepoPath> {
    let mut found = BTreeSet::new();
    for root in &document.data {
        collect(root, &mut found);
    }
    found.iter().filter_map(|reference| folder.join(reference)).collect()
}

fn collect(node: &Node, found: &mut BTreeSet<String>) {
    for entry in node.entries() {
        if let ("$ref", Some(text)) = (&*entry.key, entry.value.as_str()) {
            let file = text.split('#').next().unwrap_or("");
            if !file.is_empty() && !file.contains("://") && !file.starts_with('/') {
                found.insert(file.to_owned());
            }
        }
        collect(&entry.value, found);
    }
    node.items().iter().for_each(|item| collect(item, found));
}
