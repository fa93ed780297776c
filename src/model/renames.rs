//! Which files have another name here than at the state that a workspace is compared with.
//!
//! It goes by what is there: records that are the same, then files of equal text, then the only two of one name. It asks no
//! history, for what is not committed yet has none.

use crate::model::workspace::{Before, Workspace};
use crate::text::path::RepoPath;
use crate::text::tree::{File, Tree};
use std::collections::{BTreeMap, HashMap};

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
    renamed
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
