//! `kustomize/unknown-key`: A key of a kustomization that kustomize does not know.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::kustomizations;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::syntax::node::Node;
use crate::text::similar;
use crate::text::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "kustomize/unknown-key",
    severity: Some(Severity::Error),
    summary: "A key of a kustomization that kustomize does not know.",
    page: include_str!("../../../docs/rules/kustomize/unknown-key.md"),
    check,
};

/// Every key that a kustomization had in kustomize 2 to 5, those that are no longer recommended too. Source: the reference
/// of `kustomization.yaml`.
const KEYS: [&str; 39] = [
    "apiVersion",
    "bases",
    "buildMetadata",
    "commonAnnotations",
    "commonLabels",
    "components",
    "configMapGenerator",
    "configurations",
    "crds",
    "generatorOptions",
    "generators",
    "helmChartInflationGenerator",
    "helmCharts",
    "helmGlobals",
    "imageTags",
    "images",
    "inventory",
    "kind",
    "labels",
    "metadata",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "objectAnnotations",
    "openapi",
    "patches",
    "patchesJson6902",
    "patchesStrategicMerge",
    "replacements",
    "replicas",
    "resources",
    "secretGenerator",
    "sortOptions",
    "transformers",
    "validators",
    "varReference",
    "vars",
    "$patch",
    "$schema",
];

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (file, entry) in workspace.tree.iter() {
        let document = workspace.document(file);
        // Half a file has keys in wrong places.
        if !kustomizations::is_one(&entry.path) || !document.problems.is_empty() {
            continue;
        }
        for root in document.data.iter().filter(|root| is_kustomization(root)) {
            for entry in root.entries() {
                let key = &*entry.key;
                // Kustomize reads keys as Go does: a capital letter makes no other key.
                let is_known = KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
                if is_known || key.contains(['{', '<', '.']) || key.starts_with("x-") {
                    continue;
                }
                let place = Span::new(file, entry.key_range);
                let finding = findings.add(
                    place,
                    format!("kustomize knows no key `{key}`, and builds nothing with it"),
                );
                let is_free = |near: &&str| root.get(near).is_none();
                if let Some(near) = similar::nearest(key, KEYS) {
                    finding.help(format!("did you mean `{near}`?"));
                }
                if let Some(near) = similar::certain(key, KEYS).filter(is_free) {
                    let title = format!("write `{near}`");
                    finding.fix(fixes::replace(workspace, (place, key), near.to_owned(), title));
                }
            }
        }
    }
}

fn is_kustomization(root: &Node) -> bool {
    let kind = root.get("kind").and_then(Node::as_str);
    kind.is_none_or(|kind| matches!(kind, "Kustomization" | "Component"))
}
