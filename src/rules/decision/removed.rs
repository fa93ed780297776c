//! `decision/removed`: A record that was deleted or renumbered while others refer to it.

use crate::lint::{Findings, Rule, Severity};
use crate::model::links::Destination;
use crate::model::record::{Record, RecordId, Target};
use crate::model::workspace::{Before, Workspace};
use crate::rules::words::quote;
use crate::text::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/removed",
    severity: Some(Severity::Error),
    summary: "A record that was deleted or renumbered while others refer to it.",
    page: include_str!("../../../docs/rules/decision/removed.md"),
    check,
};

/// How many places one finding lists besides its own.
const LISTED: usize = 5;

fn check(workspace: &Workspace, findings: &mut Findings) {
    findings.may_differ();
    let Some(before) = workspace.before.as_deref() else {
        return;
    };
    let mut left = left_behind(workspace, before);
    if left.is_empty() {
        return;
    }
    point_at(workspace, before, &mut left);
    for (old, (became, mut places)) in left {
        places.sort();
        places.dedup();
        let Some((first, rest)) = places.split_first() else {
            continue;
        };
        let record = before.base.record(old);
        let path = before.base.path_of(record);
        let kind = &before.base.kind_of(record).name;
        let message = match became {
            Some(new) => {
                let new = workspace.record(new);
                format!(
                    "{kind} {} is {} now, `{}`, and this still means the old one",
                    record.id,
                    new.id,
                    workspace.path_of(new)
                )
            }
            None => format!(
                "{kind} {}, {}, was removed, and this still refers to it",
                record.id,
                quote(record.name())
            ),
        };
        let help = match became {
            Some(new) => format!("name {} here", workspace.record(new).id),
            None => {
                format!("bring `{path}` back and give it a status that says it is over, or take out what refers to it")
            }
        };
        let finding = findings.add(*first, message).help(help);
        for place in rest.iter().take(LISTED) {
            finding.related(*place, "and this");
        }
    }
}

/// Records of the base that are gone or are called otherwise, with what they became and the places that still mean them.
type Left = BTreeMap<RecordId, (Option<RecordId>, Vec<Span>)>;

fn left_behind(workspace: &Workspace, before: &Before) -> Left {
    let has_life = |record: &Record| !before.base.kind_of(record).lifecycle.steps.is_empty();
    let is_numbered = |record: &Record| before.base.kind_of(record).is_numbered();
    let all = before
        .base
        .iter()
        .filter(|(_, record)| has_life(record) || is_numbered(record));
    let left = all.filter_map(|(old, record)| match before.became[old.index()] {
        Some(new) => {
            // Who only moves keeps the number, and links to the old place are for others to mend.
            let called = |record: &Record| record.number.as_ref().map(|number| (number.value, number.letter));
            let same = called(workspace.record(new)) == called(record);
            (!same).then_some((old, (Some(new), Vec::new())))
        }
        // A file that is there but no record any more was not removed.
        None => {
            let is_gone = workspace.tree.find(before.base.path_of(record)).is_none();
            is_gone.then_some((old, (None, Vec::new())))
        }
    });
    left.collect()
}

/// Collects the links to files that are gone, and the references that led to a record and, unchanged, lead elsewhere.
fn point_at(workspace: &Workspace, before: &Before, left: &mut Left) {
    let old_paths: BTreeMap<&str, RecordId> = left
        .keys()
        .map(|&old| (before.base.path_of(before.base.record(old)).as_str(), old))
        .collect();
    let mut links: Vec<(RecordId, Span)> = Vec::new();
    for link in &workspace.links {
        if let Destination::Missing(path) = &link.target
            && let Some(&old) = old_paths.get(path.as_str())
        {
            links.push((old, link.span));
        }
    }
    let mut places = references(workspace, before, left);
    // A reference that is a link is found twice; the link is the narrower place.
    let targets: BTreeSet<Span> = links.iter().map(|(_, link)| *link).collect();
    places.retain(|(_, place)| {
        let next = targets.range(*place..).next();
        !next.is_some_and(|link| link.file == place.file && place.range.contains(link.range))
    });
    for (old, place) in links.into_iter().chain(places) {
        if let Some((_, all)) = left.get_mut(&old) {
            all.push(place);
        }
    }
}

fn references(workspace: &Workspace, before: &Before, left: &Left) -> Vec<(RecordId, Span)> {
    let mut found = Vec::new();
    for (id, record) in workspace.iter() {
        let Some(was) = before.was[id.index()].map(|old| before.base.record(old)) else {
            continue;
        };
        for reference in &record.references {
            let same = was
                .references
                .iter()
                .find(|old| old.field == reference.field && old.raw == reference.raw);
            let Some(Target::Record(meant)) = same.map(|old| &old.target) else {
                continue;
            };
            let Some((became, _)) = left.get(meant) else { continue };
            let leads = match &reference.target {
                Target::Record(now) => Some(*now),
                _ => None,
            };
            if became.is_none() || leads != *became {
                found.push((*meant, reference.span));
            }
        }
    }
    found
}
