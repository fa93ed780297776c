//! `argo/empty-path`: An Argo CD application whose folder holds no manifests.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::argo;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::text::path::RepoPath;
use crate::text::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "argo/empty-path",
    severity: Some(Severity::Warning),
    summary: "An Argo CD application whose folder holds no manifests.",
    page: include_str!("../../../docs/rules/argo/empty-path.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let here = workspace.context.here();
    for object in workspace
        .objects
        .iter()
        .filter(|object| object.kind.starts_with("Application"))
    {
        let Some(node) = object.node(&workspace.documents) else {
            continue;
        };
        for folder in argo::folders(node, here) {
            let tree = &workspace.tree;
            let mut files = tree.below(&folder.path).map(|(_, file)| &file.path);
            // What is not there at all is another rule's, and of a submodule nobody knows what is in it.
            let is_known = tree.is_folder(&folder.path) && !tree.is_opaque(&folder.path);
            if !is_known || files.any(|path| path.parent() == folder.path && !is_beside(path)) {
                continue;
            }
            let raw = folder.node.as_str().unwrap_or_default();
            let message = format!(
                "`{}` is {}, a folder without manifests of its own",
                folder.field,
                quote(raw)
            );
            let is_below = tree.below(&folder.path).any(|(_, file)| is_manifest(&file.path));
            findings
                .add(Span::new(object.file, folder.node.range), message)
                .help(match is_below {
                    true => "Argo CD looks into the folders below only with `directory: {recurse: true}`; else name one of them",
                    false => "Argo CD deploys nothing, and removes what it once deployed",
                });
        }
    }
}

/// True for what lies beside manifests: texts, pictures, and files for people and for Git.
fn is_beside(path: &RepoPath) -> bool {
    let is_for_people = matches!(
        path.name(),
        "CODEOWNERS" | "LICENSE" | "OWNERS" | "OWNERS_ALIASES" | "README"
    );
    let ending = path.extension().unwrap_or_default();
    is_for_people || path.name().starts_with(".git") || matches!(ending, "adoc" | "md" | "png" | "rst" | "svg" | "txt")
}

fn is_manifest(path: &RepoPath) -> bool {
    path.extension()
        .is_some_and(|ending| matches!(ending, "json" | "jsonnet" | "yaml" | "yml"))
}
