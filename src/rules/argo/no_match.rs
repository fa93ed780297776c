//! `argo/no-match`: An Argo CD ApplicationSet whose pattern matches nothing.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::argo;
use crate::model::glob::Globs;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::text::path::RepoPath;
use crate::text::span::Span;
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "argo/no-match",
    severity: Some(Severity::Warning),
    summary: "An Argo CD ApplicationSet whose pattern matches nothing.",
    page: include_str!("../../../docs/rules/argo/no-match.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut folders: Option<BTreeSet<RepoPath>> = None;
    for object in workspace
        .objects
        .iter()
        .filter(|object| object.kind == "ApplicationSet")
    {
        let Some(node) = object.node(&workspace.documents) else {
            continue;
        };
        // Patterns are from the top of the repository, of which only a part may be known.
        let here = workspace.context.here();
        let is_all = here.folder.as_str().is_empty();
        for pattern in argo::patterns(node, here.origin) {
            let Some(raw) = pattern.node.as_str().filter(|_| is_all && here.is_at(pattern.revision)) else {
                continue;
            };
            let globs = Globs::new([raw.trim_end_matches('/')]);
            let (what, is_there) = match pattern.is_for_folders {
                true => {
                    let folders = folders.get_or_insert_with(|| all_folders(workspace));
                    ("folder", folders.iter().any(|folder| globs.matches(folder)))
                }
                false => (
                    "file",
                    workspace.tree.files().iter().any(|file| globs.matches(&file.path)),
                ),
            };
            if !is_there {
                let message = format!("no {what} of this repository matches {}", quote(raw));
                let place = Span::new(object.file, pattern.node.range);
                findings
                    .add(place, message)
                    .help("Argo CD makes no application of it, and removes those that it once made");
            }
        }
    }
}

fn all_folders(workspace: &Workspace) -> BTreeSet<RepoPath> {
    let mut folders = BTreeSet::from([RepoPath::root()]);
    for file in workspace.tree.files() {
        let mut folder = file.path.parent();
        while folders.insert(folder.clone()) {
            folder = folder.parent();
        }
    }
    folders
}
