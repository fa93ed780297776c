//! `kustomize/circular`: Kustomizations that build on each other in a circle.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::kustomizations;
use crate::model::links::{Destination, Link, Origin};
use crate::model::workspace::Workspace;
use crate::rules::circles::circles;
use crate::text::span::FileId;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "kustomize/circular",
    severity: Some(Severity::Error),
    summary: "Kustomizations that build on each other in a circle.",
    page: include_str!("../../../docs/rules/kustomize/circular.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut edges: BTreeMap<FileId, Vec<FileId>> = BTreeMap::new();
    let mut entries: BTreeMap<(FileId, FileId), &Link> = BTreeMap::new();
    for link in workspace
        .links
        .iter()
        .filter(|link| link.origin == Origin::Kustomization)
    {
        let Destination::Folder(folder) = &link.target else {
            continue;
        };
        if let Some(to) = kustomizations::of_folder(&workspace.tree, folder) {
            let from = link.span.file;
            edges.entry(from).or_default().push(to);
            entries.entry((from, to)).or_insert(link);
        }
    }
    for circle in circles(&edges) {
        let next = |at: usize| circle[(at + 1) % circle.len()];
        let mut steps = (0..circle.len()).filter_map(|at| entries.get(&(circle[at], next(at))));
        let Some(first) = steps.next() else { continue };
        let folder = |file: &FileId| match workspace.tree.path(*file).parent() {
            root if root.as_str().is_empty() => ".".to_owned(),
            folder => folder.to_string(),
        };
        let names: Vec<String> = circle.iter().chain(circle.first()).map(folder).collect();
        let finding = findings.add(
            first.span,
            format!(
                "these kustomizations build on each other in a circle: {}",
                names.join(" → ")
            ),
        );
        finding.help("kustomize builds none of them; take one of these entries out");
        for step in steps {
            finding.related(step.span, "is part of the circle");
        }
    }
}
