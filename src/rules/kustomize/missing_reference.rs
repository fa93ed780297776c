//! `kustomize/missing-reference`: A kustomization that names a file or folder that is not there.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::cluster::kfdef::{self, Layer};
use crate::model::links::{Destination, Link, Origin};
use crate::model::workspace::Workspace;
use crate::rules::moves::Moves;
use crate::rules::suggest::Suggestions;
use crate::rules::{fixes, words};
use crate::text::path::RepoPath;
use std::collections::HashSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "kustomize/missing-reference",
    severity: Some(Severity::Error),
    summary: "A kustomization that names a file or folder that is not there.",
    page: include_str!("../../../docs/rules/kustomize/missing-reference.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut suggestions = Suggestions::new(workspace);
    let mut moves = Moves::new(workspace);
    let named = named(workspace);
    let layers = kfdef::layers(workspace);
    for link in &workspace.links {
        if link.origin != Origin::Kustomization || !link.target.is_broken() {
            continue;
        }
        let message = match &link.target {
            Destination::Outside => format!("`{}` names `{}`, which leaves the repository", link.field, link.raw),
            Destination::Missing(path) if workspace.tree.is_folder(path) => {
                format!(
                    "`{}` names `{}`, a folder without a kustomization",
                    link.field, link.raw
                )
            }
            _ => format!("`{}` names `{}`, which does not exist", link.field, link.raw),
        };
        let finding = findings.add(link.span, message);
        let moved = match &link.target {
            Destination::Missing(path) => moves.target(path),
            _ => None,
        };
        if let Some(moved) = moved {
            finding.help(format!(
                "it is now `{}` (moved in {})",
                moved.to,
                words::commit(moved.commit)
            ));
            finding.fix(rename(workspace, (link, &named), &moved.to));
        } else if let Some(address) = beneath(workspace, link, &layers) {
            finding.help(format!(
                "a KfDef lays this folder over one of {}: leave the entry if the file is there",
                words::quote(address)
            ));
        } else if let Some(suggestion) = suggestions.of(link) {
            finding.help(suggestion.help);
            finding.fix(suggestion.target.and_then(|to| rename(workspace, (link, &named), &to)));
        }
    }
}

/// The repository over whose folder the link's is laid, where it is deployed so.
fn beneath<'l>(workspace: &Workspace, link: &Link, layers: &[Layer<'l>]) -> Option<&'l str> {
    let path = workspace.tree.path(link.span.file);
    let mut around = layers.iter().filter(|layer| path.is_under(&layer.folder));
    around.find_map(|layer| layer.over)
}

/// The files and folders that kustomizations name.
fn named(workspace: &Workspace) -> HashSet<RepoPath> {
    let entries = workspace
        .links
        .iter()
        .filter(|link| link.origin == Origin::Kustomization);
    entries
        .filter_map(|link| match &link.target {
            Destination::Folder(folder) => Some(folder.clone()),
            target => target.file().map(|file| workspace.tree.path(file).clone()),
        })
        .collect()
}

/// Puts another name in the place of the entry's. There is no such change where a kustomization names the other already:
/// what was moved to another one was moved for a reason, and nothing may be deployed twice.
fn rename(workspace: &Workspace, (link, named): (&Link, &HashSet<RepoPath>), to: &RepoPath) -> Option<Fix> {
    if named.contains(to) {
        return None;
    }
    let mut text = to.relative_to(&workspace.tree.path(link.span.file).parent());
    if link.raw.starts_with("./") && !text.starts_with('.') {
        text.insert_str(0, "./");
    }
    // Anything else might need quotes.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '-');
    let written = workspace.tree.slice(link.span);
    let at = written
        .rfind(&link.raw)
        .filter(|_| text.chars().all(is_plain) && !text.is_empty())?;
    let is_end = written[at + link.raw.len()..].trim_matches(['"', '\'']).is_empty();
    let place = fixes::part(link.span, at, link.raw.len());
    let title = format!("name {}", words::quote(&text));
    is_end
        .then(|| fixes::replace(workspace, (place, &link.raw), text, title))
        .flatten()
}
