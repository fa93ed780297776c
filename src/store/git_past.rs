//! What a Git repository knows of single files. It must not know why it is asked.

use crate::store::git::Repository;
use crate::text::path::RepoPath;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

impl Repository {
    /// The ids of the commits at which a shallow clone begins; none where the clone is whole.
    pub(super) fn boundaries(&self) -> HashSet<String> {
        if !self.is_shallow() {
            return HashSet::new();
        }
        // The format: gitformat-shallow, one id on a line.
        let text = std::fs::read_to_string(self.inner.commondir().join("shallow")).unwrap_or_default();
        text.lines().map(|line| line.trim().to_owned()).collect()
    }

    /// Those of the files below `folder` that are not on disk as they are in the last commit, in their order.
    pub fn changed(&self, folder: &RepoPath, paths: &[RepoPath]) -> Vec<RepoPath> {
        let mut options = git2::StatusOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .disable_pathspec_match(true);
        // Few are asked for one by one; of many, asking each would read the index as often.
        if paths.len() <= 8 {
            for path in paths {
                options.pathspec(folder.join(path.as_str()).unwrap_or_else(|| path.clone()).as_str());
            }
        }
        let Ok(statuses) = self.inner.statuses(Some(&mut options)) else {
            return Vec::new();
        };
        let path = |entry: git2::StatusEntry<'_>| String::from_utf8(entry.path_bytes().to_vec()).ok();
        let open: HashSet<String> = statuses.iter().filter_map(path).collect();
        let is_open = |path: &&RepoPath| match folder.join(path.as_str()) {
            Some(full) => open.contains(full.as_str()),
            None => false,
        };
        paths.iter().filter(is_open).cloned().collect()
    }

    /// Of the files below `folder` that the last commit does not have, those that were moved and not committed since: the
    /// name on disk, and the name there. Files are looked at only where one of them is missing there.
    pub fn moved(&self, folder: &RepoPath, paths: &[RepoPath]) -> BTreeMap<RepoPath, RepoPath> {
        let full = |path: &RepoPath| folder.join(path.as_str());
        let head = self.inner.head().and_then(|head| head.peel_to_tree());
        let is_there = |tree: &git2::Tree<'_>, path: &RepoPath| {
            full(path).is_none_or(|full| tree.get_path(Path::new(full.as_str())).is_ok())
        };
        let Some(tree) = head.ok().filter(|tree| !paths.iter().all(|path| is_there(tree, path))) else {
            return BTreeMap::new();
        };
        let mut options = git2::StatusOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .renames_head_to_index(true)
            .renames_index_to_workdir(true);
        let Ok(statuses) = self.inner.statuses(Some(&mut options)) else {
            return BTreeMap::new();
        };
        let mut origins: BTreeMap<String, String> = BTreeMap::new();
        for entry in statuses.iter() {
            // A move may be in the index, and another one on disk behind it.
            let deltas = [entry.head_to_index(), entry.index_to_workdir()];
            let names = |delta: &git2::DiffDelta<'_>| {
                let name = |file: git2::DiffFile<'_>| file.path().and_then(Path::to_str).map(str::to_owned);
                (delta.status() == git2::Delta::Renamed).then_some(())?;
                Some((name(delta.old_file())?, name(delta.new_file())?))
            };
            for (old, new) in deltas.iter().flatten().filter_map(names) {
                let old = origins.remove(&old).unwrap_or(old);
                origins.insert(new, old);
            }
        }
        let moved = paths.iter().filter(|path| !is_there(&tree, path)).filter_map(|path| {
            let origin = RepoPath::new(origins.get(full(path)?.as_str())?)?;
            let inside = origin.is_under(folder).then(|| origin.relative_to(folder))?;
            Some((path.clone(), RepoPath::new(&inside)?))
        });
        moved.collect()
    }
}
