//! Records that are gone since another commit or are called otherwise, and what still means them. It makes no finding.

use crate::model::links::Destination;
use crate::model::record::{Record, RecordId, Target};
use crate::model::workspace::{Before, Workspace};
use crate::text::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How many places one finding lists besides its own.
pub(crate) const LISTED: usize = 5;

/// The rule that speaks of them.
const RULE: &str = "decision/removed";

/// Places of which a finding says that the record there was removed: that the same link or name leads to nothing is no
/// second news.
pub(crate) struct Told(BTreeSet<Span>);

impl Told {
    /// What is said of the files of a workspace; nothing where that rule is off, or nothing is compared.
    pub(crate) fn of(workspace: &Workspace) -> Told {
        let is_off = workspace
            .settings
            .level_of(RULE)
            .is_some_and(|level| level.word == "off");
        let before = workspace.before.as_deref().filter(|_| !is_off);
        let left = before.map_or_else(Left::new, |before| of(workspace, before));
        let gone = left.into_values().filter(|(became, _)| became.is_none());
        Told(
            gone.flat_map(|(_, places)| places.into_iter().take(LISTED + 1))
                .collect(),
        )
    }

    /// True where such a place is in this one.
    pub(crate) fn is_in(&self, place: Span) -> bool {
        let mut inside = self.0.range(place..).take_while(|told| told.file == place.file);
        inside.next().is_some_and(|told| place.range.contains(told.range))
    }
}

/// Records of the base that are gone or are called otherwise, with what they became and the places that still mean them.
pub(crate) type Left = BTreeMap<RecordId, (Option<RecordId>, Vec<Span>)>;

/// What is left of the records of the base, each place once.
pub(crate) fn of(workspace: &Workspace, before: &Before) -> Left {
    let mut left = left_behind(workspace, before);
    if left.is_empty() {
        return left;
    }
    point_at(workspace, before, &mut left);
    for (_, places) in left.values_mut() {
        places.sort();
        places.dedup();
    }
    left
}

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
