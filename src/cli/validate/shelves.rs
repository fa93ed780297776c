//! `--kubernetes-schemas`, and folders of schemas in siblings: from folders on disk to what the rules read. Of a folder of thousands of schemas only those of the
//! kinds in use are read, and the files that they refer to.

use crate::cli::load::Ground;
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
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Puts the folders beside the workspace: those of siblings, as `[kubernetes]` names them, then those that the user named. A
/// sibling that is not there is told.
pub(super) fn fill(
    workspace: &mut Workspace,
    (ground, folders): (&Ground, &[PathBuf]),
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let mut shelves = Vec::new();
    for (name, folder) in of_siblings(workspace, &ground.root) {
        match Shelf::open(&folder) {
            Ok(shelf) => shelves.push(read(workspace, name, shelf)),
            Err(_) => terminal.note(&format!(
                "no schemas are taken from `{name}`: there is no folder {} beside this repository",
                folder.strip_prefix(&ground.root).unwrap_or(&folder).display()
            )),
        }
    }
    for folder in folders {
        let shelf = Shelf::open(folder).context("cannot read the folder that --kubernetes-schemas names")?;
        shelves.push(read(workspace, folder.display().to_string(), shelf));
    }
    workspace.shelves = shelves;
    Ok(())
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
    let in_use = workspace.objects.iter();
    let kinds: BTreeSet<(&str, &str, &str)> = in_use
        .map(|object| (object.group(), object.version(), object.kind.as_str()))
        .collect();
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
