//! `kustomize/missing-reference`: A kustomization that names a file or folder that is not there.

use crate::lint::{Findings, Rule, Severity};
use crate::model::links::{Destination, Origin};
use crate::model::workspace::Workspace;
use crate::rules::suggest::Suggestions;

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
        if let Some(suggestion) = suggestions.of(link) {
            finding.help(suggestion.help);
        }
    }
}
