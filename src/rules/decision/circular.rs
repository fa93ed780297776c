//! `decision/circular`: Records that supersede each other in a circle.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::rules::circles::circles;
use crate::rules::names::{self, SUPERSEDES};
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/circular",
    severity: Some(Severity::Error),
    summary: "Records that supersede each other in a circle.",
    page: include_str!("../../../docs/rules/decision/circular.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let successors = successors(workspace);
    for circle in circles(&successors) {
        let names: Vec<&str> = circle
            .iter()
            .chain(circle.first())
            .map(|&id| workspace.record(id).id.as_str())
            .collect();
        let Some((first, rest)) = circle.split_first() else {
            continue;
        };
        let finding = findings.add(
            workspace.record(*first).place(),
            format!("these records supersede each other in a circle: {}", names.join(" → ")),
        );
        finding.help("the one that holds today supersedes the others and is superseded by none");
        for id in rest {
            finding.related(workspace.record(*id).place(), "is part of the circle");
        }
    }
}

/// For each record that was superseded, what took its place, by what either side says.
fn successors(workspace: &Workspace) -> BTreeMap<RecordId, Vec<RecordId>> {
    let mut edges: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
    for (id, reference, other) in names::supersessions(workspace) {
        let (old, new) = match reference.field.as_str() {
            SUPERSEDES => (other, id),
            _ => (id, other),
        };
        let known = edges.entry(old).or_default();
        if !known.contains(&new) {
            known.push(new);
        }
    }
    edges
}
