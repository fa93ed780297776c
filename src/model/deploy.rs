//! What deployment files refer to: kustomizations and Argo CD applications.
//!
//! Field names and their meaning: the reference of kustomize's `kustomization.yaml` and of Argo CD's `Application`.

use crate::model::cluster::argo::Here;
use crate::model::cluster::{argo, kustomizations};
use crate::model::links::{Destination, Link, Origin};
use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use crate::text::tree::Tree;

/// What a field of a kustomization holds.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    /// Files, or folders with a kustomization.
    Resources,
    /// Files; an entry may be the content itself.
    Files,
    /// `key=path` or a path.
    KeyedFiles,
}

/// Every field that names local files: the way to it, and what it holds.
const FIELDS: [(&str, Holds); 22] = [
    ("resources", Holds::Resources),
    ("bases", Holds::Resources),
    ("components", Holds::Resources),
    ("crds", Holds::Files),
    ("configurations", Holds::Files),
    ("generators", Holds::Resources),
    ("transformers", Holds::Resources),
    ("validators", Holds::Resources),
    ("patches/path", Holds::Files),
    ("patchesStrategicMerge", Holds::Files),
    ("patchesJson6902/path", Holds::Files),
    ("configMapGenerator/files", Holds::KeyedFiles),
    ("configMapGenerator/envs", Holds::Files),
    ("configMapGenerator/env", Holds::Files),
    ("secretGenerator/files", Holds::KeyedFiles),
    ("secretGenerator/envs", Holds::Files),
    ("secretGenerator/env", Holds::Files),
    ("replacements/path", Holds::Files),
    ("openapi/path", Holds::Files),
    ("helmCharts/valuesFile", Holds::Files),
    ("helmCharts/additionalValuesFiles", Holds::Files),
    ("helmChartInflationGenerator/values", Holds::Files),
];

/// The references of a file, if it is a kustomization or holds Argo CD applications.
pub(crate) fn links(tree: &Tree, document: &Document, file: FileId, here: Here<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    if kustomizations::is_one(tree.path(file)) {
        for root in &document.data {
            for (field, holds) in FIELDS {
                let mut nodes = Vec::new();
                collect(root, field.split('/'), &mut nodes);
                links.extend(
                    nodes
                        .into_iter()
                        .filter_map(|node| reference(tree, file, node, (field, holds))),
                );
            }
        }
    }
    for root in &document.data {
        links.extend(argo::links(tree, file, root, here));
    }
    links
}

/// Every text at the end of a way through mappings, with lists flattened.
fn collect<'a>(node: &'a Node, mut way: std::str::Split<'_, char>, out: &mut Vec<&'a Node>) {
    if !node.items().is_empty() {
        for item in node.items() {
            collect(item, way.clone(), out);
        }
        return;
    }
    match way.next() {
        Some(key) => {
            if let Some(next) = node.get(key) {
                collect(next, way, out);
            }
        }
        None if node.as_str().is_some() => out.push(node),
        None => {}
    }
}

fn reference(tree: &Tree, file: FileId, node: &Node, (field, holds): (&str, Holds)) -> Option<Link> {
    let text = node.as_str()?;
    let raw = match holds {
        Holds::KeyedFiles => text.split_once('=').map_or(text, |(_, path)| path),
        Holds::Resources | Holds::Files => text,
    };
    // Entries of several lines are the content itself.
    if raw.is_empty() || raw.contains('\n') || raw.starts_with('{') {
        return None;
    }
    Some(Link {
        origin: Origin::Kustomization,
        field: field.replace('/', "[]."),
        raw: raw.to_owned(),
        span: Span::new(file, node.range),
        target: local(tree, file, raw, holds),
    })
}

fn local(tree: &Tree, file: FileId, raw: &str, holds: Holds) -> Destination {
    let folder = tree.path(file).parent();
    let found = folder.join(raw).filter(|_| !raw.starts_with('/'));
    let exists = |path: &RepoPath| match tree.find(path) {
        Some(found) => Some(Destination::File(found)),
        None if tree.is_opaque(path) => Some(Destination::Unknown),
        None if holds == Holds::Resources && kustomizations::of_folder(tree, path).is_some() => {
            Some(Destination::Folder(path.clone()))
        }
        None => None,
    };
    if let Some(destination) = found.as_ref().and_then(exists) {
        return destination;
    }
    match found {
        _ if is_remote(raw) => Destination::External,
        Some(path) => Destination::Missing(path),
        None => Destination::Outside,
    }
}

/// What kustomize takes for a remote base or file: a URL, an scp-like address, or `host.tld/…`.
fn is_remote(raw: &str) -> bool {
    let host = raw.split('/').next().unwrap_or("");
    let is_host = host.contains('.') && !host.starts_with('.') && raw.contains('/') && !host.ends_with(".yaml");
    raw.contains("://") || raw.starts_with("git@") || raw.contains("?ref=") || is_host
}

#[cfg(test)]
mod tests {
    use super::is_remote;

    #[test]
    fn tells_remote_resources() {
        for raw in [
            "https://x.org/a.yaml",
            "github.com/org/repo//base?ref=v1",
            "git@github.com:a/b",
            "github.com/org/repo/base",
        ] {
            assert!(is_remote(raw), "{raw}");
        }
        for raw in ["../../base", "x.yaml", "./github.com", "base"] {
            assert!(!is_remote(raw), "{raw}");
        }
    }
}
