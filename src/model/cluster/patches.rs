//! Which files hold only parts of Kubernetes objects, and which objects get more than their own file says.
//!
//! Names of fields: the reference of kustomize's `kustomization.yaml`.

use crate::model::cluster::kustomizations;
use crate::model::cluster::objects::Object;
use crate::model::links::{Link, Origin};
use crate::syntax::document::Document;
use crate::syntax::node::{Node, Text};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;
use std::collections::HashSet;

/// The fields of a kustomization that name patches.
const PATCHES: [&str; 3] = ["patches[].path", "patchesStrategicMerge", "patchesJson6902[].path"];

/// What kustomizations do to objects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patches {
    /// Files that a kustomization names as patches.
    files: HashSet<FileId>,
    /// Files that a kustomization names as anything else.
    whole: HashSet<FileId>,
    /// Folders that hold a kustomization.
    folders: HashSet<RepoPath>,
    /// Kind and name of what some patch changes; no name: all of that kind.
    changed: HashSet<(Text, Option<Text>)>,
}

impl Patches {
    /// Reads what the links of kustomizations and the patches inside of them say.
    pub(crate) fn new(tree: &Tree, documents: &[Document], links: &[Link]) -> Self {
        let mut patches = Patches::default();
        for link in links.iter().filter(|link| link.origin == Origin::Kustomization) {
            if let Some(file) = link.target.file() {
                match PATCHES.contains(&link.field.as_str()) {
                    true => patches.files.insert(file),
                    false => patches.whole.insert(file),
                };
            }
        }
        for (file, entry) in tree.iter() {
            if kustomizations::is_one(&entry.path) {
                patches.folders.insert(entry.path.parent());
                for root in &documents[file.index()].data {
                    patches.read_targets(root);
                }
            }
        }
        patches
    }

    /// Takes the objects of patch files as what is changed.
    pub(crate) fn learn(&mut self, objects: &[Object]) {
        for object in objects.iter().filter(|object| self.files.contains(&object.file)) {
            self.changed.insert((object.kind.clone(), object.name.clone()));
        }
    }

    /// True for an object that is only a part of one, or that nothing deploys: a patch, or a file that lies beside a
    /// kustomization that does not name it.
    pub(crate) fn is_partial(&self, tree: &Tree, object: &Object) -> bool {
        let folder = || tree.path(object.file).parent();
        !self.whole.contains(&object.file) && (self.files.contains(&object.file) || self.folders.contains(&folder()))
    }

    /// True for an object that some patch completes.
    pub(crate) fn is_completed(&self, object: &Object) -> bool {
        self.changed.contains(&(object.kind.clone(), object.name.clone()))
            || self.changed.contains(&(object.kind.clone(), None))
    }

    fn read_targets(&mut self, root: &Node) {
        for field in ["patches", "patchesJson6902", "replacements"] {
            for patch in root.get(field).map_or(&[][..], Node::items) {
                let targets = patch.get("targets").map_or(&[][..], Node::items);
                let selected = targets.iter().filter_map(|target| target.get("select"));
                for target in patch.get("target").into_iter().chain(selected) {
                    self.add_target(target);
                }
                let inline = patch.get("patch").and_then(Node::as_str);
                inline.into_iter().for_each(|text| self.add_inline(text));
            }
        }
        for patch in root.get("patchesStrategicMerge").map_or(&[][..], Node::items) {
            patch.as_str().into_iter().for_each(|text| self.add_inline(text));
        }
    }

    fn add_target(&mut self, target: &Node) {
        let text = |key: &str| target.get(key).and_then(Node::as_str).map(Text::from);
        if let Some(kind) = text("kind") {
            // A name may be a pattern; then it stands for all.
            let is_plain = |name: &Text| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            self.changed.insert((kind, text("name").filter(is_plain)));
        }
    }

    /// A patch that is written into the kustomization, as text: its lines say what it is for.
    fn add_inline(&mut self, text: &str) {
        let value = |key: &str| {
            let mut lines = text.lines().map(str::trim);
            lines.find_map(|line| Some(line.strip_prefix(key)?.trim().trim_matches(['"', '\''])))
        };
        if let Some(kind) = value("kind:") {
            self.changed.insert((kind.into(), value("name:").map(Text::from)));
        }
    }
}
