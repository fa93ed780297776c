//! Which addresses pages had before their files moved, as the history tells it, and the name that a record never loses.
//!
//! Where the history is unknown nothing has moved. It knows no templates.

use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::site::urls::{Addresses, Subject, home_of};
use crate::text::history::{Change, Log};
use crate::text::path::RepoPath;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The addresses of former days.
#[derive(Default)]
pub(crate) struct Former {
    moved: BTreeMap<RepoPath, Subject>,
    names: Vec<String>,
}

/// A path that a file had, and the commit with which it left it: an index, so that the smaller is the later.
struct Stay {
    path: RepoPath,
    left: u32,
}

impl Former {
    /// Looks over the history of every file that has a page.
    pub(crate) fn new(workspace: &Workspace, addresses: &Addresses) -> Self {
        let subjects: Vec<Subject> = addresses.subjects().collect();
        let stays: Vec<Vec<Stay>> = subjects.iter().map(|&subject| stays(workspace, subject)).collect();
        let homes = homes(workspace, &stays);
        let at = |subject: Subject, path: &RepoPath| candidates(workspace, (addresses, &homes), subject, path);
        let mut moved: BTreeMap<RepoPath, (u32, Subject)> = BTreeMap::new();
        for (&subject, stays) in subjects.iter().zip(&stays) {
            for stay in stays {
                for address in at(subject, &stay.path) {
                    let claim = (stay.left, subject);
                    // Who lived there last is who is looked for there.
                    let known = moved.entry(address).or_insert(claim);
                    *known = claim.min(*known);
                }
            }
        }
        let oldest = stays
            .iter()
            .take(workspace.records.len())
            .zip(&subjects)
            .map(|(stays, &subject)| at(subject, &stays.last()?.path).into_iter().next());
        Former {
            names: names(workspace, addresses, oldest.collect()),
            moved: moved
                .into_iter()
                .filter(|(address, (_, subject))| *address != addresses.of(*subject))
                .map(|(address, (_, subject))| (address, subject))
                .collect(),
        }
    }

    /// Former addresses and what is to be read instead. Another page may stand there today.
    pub(crate) fn moved(&self) -> impl Iterator<Item = (&RepoPath, Subject)> {
        self.moved.iter().map(|(address, &subject)| (address, subject))
    }

    /// What a record is called for ever: the first address that it had. Each name is given once.
    pub(crate) fn name(&self, id: RecordId) -> &str {
        self.names.get(id.index()).map_or("", String::as_str)
    }
}

/// The paths that a subject's file had before, the latest first.
fn stays(workspace: &Workspace, subject: Subject) -> Vec<Stay> {
    let file = subject.file(workspace);
    let mut stays = Vec::new();
    let mut here = workspace.tree.path(file);
    let touches = workspace.history.log().map_or(&[][..], |log| log.of(here));
    for touch in touches {
        // A move that is not committed yet is later than every commit.
        stays.extend(stay(here, &touch.path, 0));
        here = &touch.path;
        if let Change::Renamed { from, .. } = &touch.change {
            stays.extend(stay(here, from, touch.commit));
            here = from;
        }
    }
    stays
}

fn stay(here: &RepoPath, path: &RepoPath, left: u32) -> Option<Stay> {
    (here != path).then(|| Stay {
        path: path.clone(),
        left,
    })
}

/// The folders in which records of one kind stand and no others, today or, where there were several, before.
fn homes(workspace: &Workspace, stays: &[Vec<Stay>]) -> BTreeMap<RepoPath, Option<usize>> {
    let mut homes = BTreeMap::new();
    for record in &workspace.records {
        let kind = homes
            .entry(home_of(workspace.path_of(record)))
            .or_insert(Some(record.kind));
        *kind = kind.filter(|kind| *kind == record.kind);
    }
    let mut before: BTreeMap<RepoPath, Vec<usize>> = BTreeMap::new();
    for (record, stays) in workspace.records.iter().zip(stays) {
        for stay in stays {
            before.entry(home_of(&stay.path)).or_default().push(record.kind);
        }
    }
    for (home, kinds) in before {
        let first = kinds.first().copied().filter(|_| kinds.len() > 1);
        let only = first.filter(|first| kinds.iter().all(|kind| kind == first));
        homes.entry(home).or_insert(only);
    }
    homes
}

type Places<'a> = (&'a Addresses, &'a BTreeMap<RepoPath, Option<usize>>);

/// Where a subject stood when its file lay at a path: the likelier first.
fn candidates(workspace: &Workspace, (addresses, homes): Places, subject: Subject, path: &RepoPath) -> Vec<RepoPath> {
    let kind = homes.get(&home_of(path)).copied().flatten();
    match (subject, kind) {
        (Subject::Record(id), kind) => {
            let record = workspace.record(id);
            match kind {
                Some(kind) if kind == record.kind => vec![addresses.of_record_at(record, path)],
                Some(kind) => vec![addresses.of_kind_at(kind, path)],
                // Nobody knows whether it was a record there.
                None => vec![addresses.of_record_at(record, path), Addresses::of_page_at(path)],
            }
        }
        (Subject::Page(_), Some(kind)) => vec![addresses.of_kind_at(kind, path), Addresses::of_page_at(path)],
        (Subject::Page(_), None) => vec![Addresses::of_page_at(path)],
    }
}

/// A name for every record: the address at which it began. Of those that began at one, the eldest has it, so that no later
/// record takes a name from an earlier one.
fn names(workspace: &Workspace, addresses: &Addresses, oldest: Vec<Option<RepoPath>>) -> Vec<String> {
    let log = workspace.history.log();
    let birth = |id: RecordId| {
        let touches = log.map(|log| log.of(workspace.path_of(workspace.record(id))));
        touches.and_then(|touches| Some(touches.last()?.commit))
    };
    let mut elders: Vec<(RecordId, Option<u32>)> = workspace.iter().map(|(id, _)| (id, birth(id))).collect();
    elders.sort_by_key(|&(id, born)| (born.is_none(), Reverse(born), id));
    let mut taken = BTreeSet::new();
    let mut names = vec![String::new(); elders.len()];
    for (id, born) in elders {
        let first = oldest.get(id.index()).cloned().flatten();
        let first = first.unwrap_or_else(|| addresses.of(Subject::Record(id)));
        let mut name = first.to_string();
        if taken.contains(&name) {
            name = format!("{first}~{}", mark(log, born));
        }
        let mut again = 1;
        while !taken.insert(name.clone()) {
            again += 1;
            name = format!("{first}~{}-{again}", mark(log, born));
        }
        names[id.index()] = name;
    }
    names
}

/// The commit in which a record began, in short.
fn mark(log: Option<&Log>, born: Option<u32>) -> &str {
    let commit = log.and_then(|log| log.commits.get(born? as usize));
    commit.map_or("new", |commit| commit.id.get(..12).unwrap_or(&commit.id))
}
