//! Over the real repositories: a record that is given another name and its old one again leaves no byte changed, and no
//! finding appears on the way.

use crate::corpus::checkout;
use crate::workspaces::AS_OF;
use opsrepo::kinds;
use opsrepo::lint;
use opsrepo::model::record::RecordId;
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::rules;
use opsrepo::text::change::Changes;
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::{File, Tree};
use opsrepo::write::names::{self, Plan};
use opsrepo::write::refusal::Refusal;
use std::collections::BTreeMap;

const LOGS: [&str; 11] = [
    "adr-tools",
    "arachne",
    "brighter",
    "govuk-aws",
    "log4brains",
    "madr",
    "moj-cloud-platform",
    "opendatahub",
    "operate-first-blueprint",
    "stackable",
    "tams",
];

/// How many records of each log are tried: reading a log again costs more than renaming.
const TRIED: usize = 6;

/// The workspace after the changes.
pub(super) fn after(workspace: &Workspace, changes: &Changes) -> Workspace {
    let changed: BTreeMap<&RepoPath, _> = changes.files().iter().map(|change| (&change.path, change)).collect();
    let files = workspace.tree.files().iter().map(|file| match changed.get(&file.path) {
        Some(change) if change.before.is_some() => File::text(change.path_after().clone(), change.after().unwrap()),
        Some(change) => File {
            path: change.path_after().clone(),
            content: file.content.clone(),
        },
        None => file.clone(),
    });
    build(Tree::new(files.collect()), &workspace.context)
}

pub(super) fn build(tree: Tree, context: &Context) -> Workspace {
    let context = Context {
        as_of: Date::parse(AS_OF).unwrap(),
        now: None,
        ..context.clone()
    };
    Workspace::build(tree, kinds::all(), context, History::NotAsked)
}

fn at(workspace: &Workspace, path: &RepoPath) -> RecordId {
    let found = workspace.iter().find(|(_, record)| workspace.path_of(record) == path);
    found
        .map(|(id, _)| id)
        .unwrap_or_else(|| panic!("{path} is no record any more"))
}

/// Findings per rule.
fn findings(workspace: &Workspace) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in lint::run::run(workspace, rules::ALL).findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

/// Goes there and back with each of some records; `there` and `back` get the record.
fn there_and_back(
    name: &'static str,
    wanted: impl Fn(&Workspace, RecordId) -> bool,
    there: impl Fn(&Workspace, RecordId) -> Result<Plan, Refusal>,
    back: impl Fn(&Workspace, (&Workspace, RecordId), RecordId) -> Result<Plan, Refusal>,
) -> usize {
    let Some(read) = checkout::workspace(name) else {
        return 0;
    };
    let before = build(read.tree.clone(), &read.context);
    let known = findings(&before);
    // Those that others refer to most are worth most. Whether one is wanted may take long to tell.
    let mut ids: Vec<(usize, RecordId)> = before
        .of_kind("decision")
        .map(|(id, _)| (usize::MAX - links_to(&before, id), id))
        .collect();
    ids.sort();
    let ids: Vec<RecordId> = ids
        .into_iter()
        .map(|(_, id)| id)
        .filter(|&id| wanted(&before, id))
        .take(TRIED)
        .collect();
    for &id in &ids {
        let path = before.path_of(before.record(id)).clone();
        let plan = there(&before, id).unwrap_or_else(|refusal| panic!("{name} {path}: {}", refusal.message));
        let new = plan.moved.first().map_or(path.clone(), |(_, new)| new.clone());
        let middle = after(&before, &plan.changes);
        assert_eq!(findings(&middle), known, "{name}: findings after {path} → {new}");
        let plan = back(&middle, (&before, id), at(&middle, &new))
            .unwrap_or_else(|refusal| panic!("{name} {new}: {}", refusal.message));
        let end = after(&middle, &plan.changes);
        for (file, same) in end.tree.files().iter().zip(before.tree.files()) {
            assert_eq!(file.path, same.path, "{name}: {path}");
            let texts = (file.source().map(|s| s.text()), same.source().map(|s| s.text()));
            assert!(
                texts.0 == texts.1,
                "{name}: {path} → {new} and back changed {}",
                file.path
            );
        }
    }
    ids.len()
}

fn links_to(workspace: &Workspace, id: RecordId) -> usize {
    let file = workspace.record(id).file;
    workspace
        .links
        .iter()
        .filter(|link| link.target.file() == Some(file))
        .count()
}

/// Only one record has its number: then there is a way back.
fn is_alone(workspace: &Workspace, id: RecordId) -> bool {
    let record = workspace.record(id);
    let Some(number) = record.number.as_ref().filter(|number| number.digits < 8) else {
        return false;
    };
    let same = workspace
        .records
        .iter()
        .filter(|other| other.set == record.set && other.number.as_ref() == Some(number));
    same.count() == 1
}

#[test]
fn renumbering_there_and_back_changes_no_byte() {
    let mut tried = 0;
    for name in LOGS {
        tried += there_and_back(
            name,
            is_alone,
            |workspace, id| names::renumber(workspace, id, "next", &[]),
            |middle, (before, old), id| names::renumber(middle, id, &before.record(old).id, &[]),
        );
    }
    println!("renumbered {tried} records");
}

#[test]
fn renaming_there_and_back_changes_no_byte() {
    let mut tried = 0;
    for name in LOGS {
        tried += there_and_back(
            name,
            |workspace, id| {
                // The way back is known where the file is called by its title, and the title is a plain text.
                let Ok(there) = names::rename(workspace, id, "Zebras cross") else {
                    return false;
                };
                let middle = after(workspace, &there.changes);
                let (path, new) = match there.moved.first() {
                    Some((old, new)) => (old.clone(), new.clone()),
                    None => return false,
                };
                let title = workspace.record(id).name();
                let back = names::rename(&middle, at(&middle, &new), title).unwrap();
                let raw = workspace.record(id).title.raw().unwrap_or_default();
                back.moved.iter().any(|(_, back)| *back == path) && raw.contains(title)
            },
            |workspace, id| names::rename(workspace, id, "Zebras cross"),
            |middle, (before, old), id| names::rename(middle, id, before.record(old).name()),
        );
    }
    println!("renamed {tried} records");
}

#[test]
fn moving_there_and_back_changes_no_byte() {
    for name in ["adr-tools", "moj-cloud-platform", "operate-first-blueprint"] {
        there_and_back(
            name,
            |_, _| true,
            |workspace, id| {
                let folder = workspace.path_of(workspace.record(id)).parent();
                names::relocate(workspace, id, &folder.join("archive").unwrap())
            },
            |middle, (before, old), id| names::relocate(middle, id, &before.path_of(before.record(old)).parent()),
        );
    }
}
