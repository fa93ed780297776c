//! Which files have another name here than at the state that a workspace is compared with.
//!
//! It goes by what is there: records that are the same, then files of equal text, the only two of one name, and those that
//! share half of their lines. It asks no history, for what is not committed yet has none.

use crate::model::workspace::{Before, Workspace};
use crate::text::path::RepoPath;
use crate::text::tree::{File, Tree};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Old paths and the new ones.
pub fn between(before: &Before, here: &Workspace) -> BTreeMap<RepoPath, RepoPath> {
    let base = &before.base;
    let mut gone = without(&base.tree, &here.tree);
    let mut came = without(&here.tree, &base.tree);
    let mut renamed = BTreeMap::new();
    if gone.is_empty() || came.is_empty() {
        return renamed;
    }
    for (old, became) in base.records.iter().zip(&before.became) {
        let paths = became.map(|new| (base.path_of(old), here.path_of(here.record(new))));
        if let Some((old, new)) = paths.filter(|(old, new)| gone.contains_key(old) && came.contains_key(new)) {
            gone.remove(old);
            came.remove(new);
            renamed.insert(old.clone(), new.clone());
        }
    }
    pair(&mut gone, &mut came, &mut renamed, |file| {
        let text = file.source().map(|source| source.text());
        text.filter(|text| !text.trim().is_empty())
    });
    pair(&mut gone, &mut came, &mut renamed, |file| Some(file.path.name()));
    renamed.extend(by_lines(&gone, &came));
    renamed
}

/// A line that more of the files have says nothing about any.
const COMMON: usize = 4;

/// Joins what shares at least half of its lines, the most alike first.
fn by_lines(gone: &Files<'_>, came: &Files<'_>) -> Vec<(RepoPath, RepoPath)> {
    let mut holders: HashMap<&str, Vec<&RepoPath>> = HashMap::new();
    for (path, file) in gone {
        for line in lines(file) {
            holders.entry(line).or_default().push(path);
        }
    }
    let mut alike: Vec<(Reverse<usize>, &RepoPath, &RepoPath)> = Vec::new();
    for (new, file) in came {
        let own = lines(file);
        let mut shared: BTreeMap<&RepoPath, usize> = BTreeMap::new();
        for line in &own {
            let found = holders.get(line).filter(|found| found.len() <= COMMON);
            for old in found.into_iter().flatten() {
                *shared.entry(old).or_default() += 1;
            }
        }
        let of = |old: &RepoPath| gone.get(old).map_or(0, |file| lines(file).len());
        let enough = shared
            .into_iter()
            .filter(|(old, shared)| shared * 2 >= own.len().max(of(old)));
        alike.extend(enough.map(|(old, shared)| (Reverse(shared), old, *new)));
    }
    alike.sort();
    let (mut taken, mut given) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    for (_, old, new) in alike {
        if !taken.contains(old) && !given.contains(new) {
            taken.insert(old);
            given.insert(new);
            found.push((old.clone(), new.clone()));
        }
    }
    found
}

/// The lines of a file that say something, each once.
fn lines(file: &File) -> BTreeSet<&str> {
    let text = file.source().map_or("", |source| source.text());
    text.lines()
        .map(str::trim)
        .filter(|line| line.chars().any(char::is_alphanumeric))
        .collect()
}

type Files<'a> = BTreeMap<&'a RepoPath, &'a File>;

fn without<'a>(tree: &'a Tree, other: &Tree) -> Files<'a> {
    let files = tree.files().iter().filter(|file| other.find(&file.path).is_none());
    files.map(|file| (&file.path, file)).collect()
}

/// Joins the files for which `mark` says the same, where there is one such file on each side.
fn pair<'a>(
    gone: &mut Files<'a>,
    came: &mut Files<'a>,
    renamed: &mut BTreeMap<RepoPath, RepoPath>,
    mark: fn(&File) -> Option<&str>,
) {
    let (old, new) = (marked(gone, mark), marked(came, mark));
    for (mark, old) in old {
        if let (Some(old), Some(Some(new))) = (old, new.get(mark)) {
            gone.remove(old);
            came.remove(*new);
            renamed.insert(old.clone(), (*new).clone());
        }
    }
}

/// The path of each mark; `None` where several files have it.
fn marked<'a>(files: &Files<'a>, mark: fn(&File) -> Option<&str>) -> HashMap<&'a str, Option<&'a RepoPath>> {
    let mut found = HashMap::new();
    for (path, file) in files {
        if let Some(mark) = mark(file) {
            found
                .entry(mark)
                .and_modify(|known| *known = None)
                .or_insert(Some(*path));
        }
    }
    found
}
