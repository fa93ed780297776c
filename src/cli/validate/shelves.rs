//! `--kubernetes-schemas`: from folders on disk to what the rules read. Of a folder of thousands of schemas only those of the
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

/// Puts the folders beside the workspace. They lie as seen from `here`.
pub(super) fn fill(workspace: &mut Workspace, folders: &[PathBuf], here: &Path) -> anyhow::Result<()> {
    let in_use = workspace.objects.iter();
    let kinds: BTreeSet<(&str, &str, &str)> = in_use
        .map(|object| (object.group(), object.version(), object.kind.as_str()))
        .collect();
    let mut shelves = Vec::new();
    for folder in folders {
        let place = here.join(folder);
        if !place.is_dir() {
            let shown = folder.display();
            let what = match place.exists() {
                true => format!("{shown} is a file, not a folder"),
                false => format!("there is no folder {shown}"),
            };
            bail!("{what}\n--kubernetes-schemas names a folder of schemas; paths are as seen from here, or from -C");
        }
        let mut shelf = Shelf::open(&place).context("cannot read the folder that --kubernetes-schemas names")?;
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
        shelves.push(workspace::Shelf {
            name: folder.display().to_string(),
            tree,
            documents,
        });
    }
    workspace.shelves = shelves;
    Ok(())
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
