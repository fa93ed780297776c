//! What a Git repository knows of single files. It must not know why it is asked.

use crate::store::git::Repository;
use crate::text::path::RepoPath;
use std::collections::HashSet;

impl Repository {
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
}
