//! `decision/circular`: Records that supersede each other in a circle.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
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

/// Circles, each from its first record on; of circles that share records only one. A walk in depth over every edge once:
/// an edge back onto the walk's own path closes a circle.
fn circles(edges: &BTreeMap<RecordId, Vec<RecordId>>) -> Vec<Vec<RecordId>> {
    let mut found = Vec::new();
    // Position on the current path, or `None` once left.
    let mut seen: BTreeMap<RecordId, Option<usize>> = BTreeMap::new();
    for &start in edges.keys() {
        if seen.contains_key(&start) {
            continue;
        }
        let mut path = vec![(start, 0)];
        seen.insert(start, Some(0));
        while let Some((id, next)) = path.last_mut() {
            let Some(&to) = edges.get(id).and_then(|all| all.get(*next)) else {
                seen.insert(*id, None);
                path.pop();
                continue;
            };
            *next += 1;
            match seen.get(&to) {
                Some(Some(at)) => found.push(path[*at..].iter().map(|(id, _)| *id).collect()),
                Some(None) => {}
                None => {
                    seen.insert(to, Some(path.len()));
                    path.push((to, 0));
                }
            }
        }
    }
    apart(found)
}

/// Turns every circle so that it begins with its first record, and drops circles that share a record with an earlier one.
fn apart(circles: Vec<Vec<RecordId>>) -> Vec<Vec<RecordId>> {
    let mut taken = std::collections::BTreeSet::new();
    let mut kept = Vec::new();
    for mut circle in circles {
        if circle.iter().any(|id| taken.contains(id)) {
            continue;
        }
        let first = (0..circle.len()).min_by_key(|&i| circle[i]).unwrap_or(0);
        circle.rotate_left(first);
        taken.extend(circle.iter().copied());
        kept.push(circle);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::circles;
    use crate::model::record::RecordId;
    use std::collections::BTreeMap;

    #[test]
    fn finds_each_circle_once() {
        let edges = [
            (1, vec![2]),
            (2, vec![3]),
            (3, vec![1, 4]),
            (4, vec![]),
            (5, vec![6]),
            (6, vec![5]),
            (7, vec![5]),
        ];
        let edges: BTreeMap<RecordId, Vec<RecordId>> = edges
            .into_iter()
            .map(|(from, to)| (RecordId(from), to.into_iter().map(RecordId).collect()))
            .collect();
        let found: Vec<Vec<u32>> = circles(&edges)
            .into_iter()
            .map(|circle| circle.into_iter().map(|id| id.0).collect())
            .collect();
        assert_eq!(found, [vec![1, 2, 3], vec![5, 6]]);
    }
}
