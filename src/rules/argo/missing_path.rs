//! `argo/missing-path`: An Argo CD application whose path is not in the repository.

use crate::lint::{Findings, Rule, Severity};
use crate::model::links::{Destination, Origin};
use crate::model::workspace::Workspace;
use crate::rules::suggest::Suggestions;

/// The rule.
pub const RULE: Rule = Rule {
    name: "argo/missing-path",
    severity: Some(Severity::Error),
    summary: "An Argo CD application whose path is not in the repository.",
    page: include_str!("../../../docs/rules/argo/missing-path.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut suggestions = Suggestions::new(workspace);
    for link in &workspace.links {
        if link.origin != Origin::ArgoApplication || !link.target.is_broken() {
            continue;
        }
        let problem = match link.target {
            Destination::Outside => "leaves the repository",
            _ => "does not exist",
        };
        let finding = findings.add(
            link.span,
            format!("`{}` is `{}`, which {problem}", link.field, link.raw),
        );
        if let Some(suggestion) = suggestions.of(link) {
            finding.help(suggestion.help);
        }
    }
}
