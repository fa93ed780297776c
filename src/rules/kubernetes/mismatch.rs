//! `kubernetes/mismatch`: A Kubernetes object that does not follow the schema of its kind.

use crate::lint::{Findings, Place, Rule, Severity};
use crate::model::cluster::objects::Object;
use crate::model::workspace::Workspace;
use crate::rules::manifests::{self, Kind, Manifests};
use crate::rules::secrets;
use crate::syntax::mismatch::Mismatch;
use crate::syntax::node::Node;
use crate::syntax::schema::Schema;
use crate::text::span::Span;
use rayon::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    name: "kubernetes/mismatch",
    severity: Some(Severity::Error),
    summary: "A Kubernetes object that does not follow the schema of its kind.",
    page: include_str!("../../../docs/rules/kubernetes/mismatch.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    if !manifests::is_worth_it(workspace) {
        return;
    }
    let manifests = Manifests::new(workspace);
    let found: Vec<(Place, String, String)> = manifests
        .kinds
        .par_iter()
        .flat_map_iter(|kind| of_kind(workspace, &manifests, kind))
        .collect();
    for (place, message, help) in found {
        findings.add(place, message).help(help);
    }
}

fn of_kind(workspace: &Workspace, manifests: &Manifests<'_>, kind: &Kind<'_>) -> Vec<(Place, String, String)> {
    let schemas: Vec<Schema> = manifests
        .schemas(kind)
        .into_iter()
        .filter_map(|(schema, _)| manifests::compile(schema).ok())
        .collect();
    let Some(by) = manifests.told(workspace, kind).by.filter(|_| !schemas.is_empty()) else {
        return Vec::new();
    };
    let help = format!("`{by}` says what a {} of {} may hold", kind.name, kind.api_version);
    let mut found = Vec::new();
    for object in &kind.objects {
        let Some(node) = object.node(&workspace.documents) else {
            continue;
        };
        // A kind that is defined several times, as for several clusters, is right by any of them.
        let judged = schemas.iter().map(|schema| {
            let all = schema.check(node).into_iter();
            let counting = all.filter(|mismatch| counts(workspace, manifests, (object, node), mismatch));
            counting.collect::<Vec<Mismatch>>()
        });
        let best = judged.min_by_key(Vec::len).unwrap_or_default();
        for mismatch in best {
            let shown = node.get("kind").filter(|_| is_secret(kind, &mismatch));
            let span = |range| Span::new(object.file, range);
            let (place, message) = match shown {
                Some(kind) => (
                    secrets::place(workspace, span(kind.range), &[mismatch.range]),
                    format!("the value at `{}` is not as its schema wants it", mismatch.pointer),
                ),
                None => (span(mismatch.range).into(), mismatch.message),
            };
            found.push((place, message, help.clone()));
        }
    }
    found
}

/// True for what a Secret holds, which is never shown.
fn is_secret(kind: &Kind<'_>, mismatch: &Mismatch) -> bool {
    let data = ["/data/", "/stringData/"];
    kind.name == "Secret" && data.iter().any(|start| mismatch.pointer.starts_with(start))
}

/// Whether a mismatch is one for a cluster too.
fn counts(
    workspace: &Workspace,
    manifests: &Manifests<'_>,
    (object, root): (&Object, &Node),
    mismatch: &Mismatch,
) -> bool {
    // A cluster writes the status itself, and leaves out what is null.
    if mismatch.pointer == "/status" || mismatch.pointer.starts_with("/status/") {
        return false;
    }
    if mismatch.is_missing {
        return !manifests.patches.is_completed(object);
    }
    let Some(node) = root.at(&mismatch.pointer).filter(|_| !mismatch.on_key) else {
        return true;
    };
    let is_filled_later = node
        .as_str()
        .is_some_and(|text| ["{{", "${", "$("].iter().any(|mark| text.contains(mark)));
    // Kubernetes reads YAML 1.1, in which these bare words are booleans.
    let written = workspace
        .tree
        .slice(Span::new(object.file, node.range))
        .to_ascii_lowercase();
    let is_boolean = matches!(written.as_str(), "yes" | "no" | "on" | "off");
    !(node.is_null() || is_filled_later || is_boolean)
}
