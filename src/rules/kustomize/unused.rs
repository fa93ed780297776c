//! `kustomize/unused`: A base or component that no kustomization and no application uses.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::{argo, kfdef, kustomizations};
use crate::model::glob::Globs;
use crate::model::links::{Destination, Origin};
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "kustomize/unused",
    severity: Some(Severity::Hint),
    summary: "A base or component that no kustomization and no application uses.",
    page: include_str!("../../../docs/rules/kustomize/unused.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut used: BTreeSet<&RepoPath> = BTreeSet::new();
    let mut deployed: BTreeSet<&RepoPath> = BTreeSet::new();
    for link in &workspace.links {
        if let (Destination::Folder(folder), Origin::Kustomization | Origin::ArgoApplication) =
            (&link.target, link.origin)
        {
            used.insert(folder);
            if link.origin == Origin::ArgoApplication {
                deployed.insert(folder);
            }
        }
    }
    let layers = kfdef::layers(workspace);
    deployed.extend(layers.iter().map(|layer| &layer.folder));
    // Who builds on nothing here may be built on from elsewhere: a library of bases is left alone.
    if !workspace
        .links
        .iter()
        .any(|link| link.origin == Origin::Kustomization && matches!(link.target, Destination::Folder(_)))
    {
        return;
    }
    let patterns = patterns(workspace);
    for (file, entry) in workspace
        .tree
        .iter()
        .filter(|(_, entry)| kustomizations::is_one(&entry.path))
    {
        let folder = entry.path.parent();
        let is_used = used.contains(&folder) || patterns.matches(&folder) || is_below(&folder, &deployed);
        if let Some(what) = what(workspace, file, &folder).filter(|_| !is_used) {
            findings
                .add(
                    Span::new(file, Range::at(0)),
                    format!("no kustomization here uses this {what}, and no application deploys it"),
                )
                .help("take it out, or use it; what other repositories build on can be spared in opsrepo.toml");
        }
    }
}

/// What a kustomization is that only others use: a component by its kind, a base by the name of its folder.
fn what(workspace: &Workspace, file: FileId, folder: &RepoPath) -> Option<&'static str> {
    let root = workspace.document(file).data.first()?;
    if root.get("kind").and_then(Node::as_str) == Some("Component") {
        return Some("component");
    }
    (folder.name() == "base" || folder.parent().name() == "bases").then_some("base")
}

/// True for a folder below one that Argo CD deploys, with all that is in it.
fn is_below(folder: &RepoPath, deployed: &BTreeSet<&RepoPath>) -> bool {
    let mut above = folder.parent();
    while !above.as_str().is_empty() {
        if deployed.contains(&above) {
            return true;
        }
        above = above.parent();
    }
    false
}

/// What sets of applications look for.
fn patterns(workspace: &Workspace) -> Globs {
    let sets = workspace
        .objects
        .iter()
        .filter(|object| object.kind == "ApplicationSet");
    let nodes = sets.filter_map(|object| object.node(&workspace.documents));
    let origin = workspace.context.origin.as_deref();
    let patterns: Vec<&str> = nodes
        .flat_map(|node| argo::patterns(node, origin))
        .filter_map(|pattern| pattern.node.as_str())
        .collect();
    Globs::new(patterns)
}
