//! `kubernetes/unknown-kind`: A kind of Kubernetes objects for which there is no schema.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::manifests::{self, Manifests, Origin};
use crate::text::plural::counted;
use crate::text::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "kubernetes/unknown-kind",
    severity: Some(Severity::Hint),
    summary: "A kind of Kubernetes objects for which there is no schema.",
    page: include_str!("../../../docs/rules/kubernetes/unknown-kind.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    if !manifests::is_asked_for(workspace) {
        return;
    }
    let manifests = Manifests::new(workspace);
    for kind in manifests.kinds.iter().filter(|kind| kind.origin == Origin::Unknown) {
        let first = kind.objects[0];
        let Some(node) = first.node(&workspace.documents).and_then(|node| node.get("kind")) else {
            continue;
        };
        let objects = counted(kind.objects.len(), "object");
        findings
            .add(
                Span::new(first.file, node.range),
                format!(
                    "there is no schema for `{}` of `{}`: {objects} not checked",
                    kind.name, kind.api_version
                ),
            )
            .help("add one to the folder of schemas, or name the kind in `skip` under `[kubernetes]` in opsrepo.toml");
    }
}
