//! Two commits beside each other: where they parted, and what one of them has that the other has not.
//!
//! It reads commits like [`crate::store::git`], whose type it extends, and like it never writes.

use crate::store::content::Wanted;
use crate::store::git::{Repository, plain};
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use anyhow::{Context, anyhow};
use std::collections::HashSet;

impl Repository {
    /// The commit that `rev` names: as Git reads it, else the branch of that name at `origin`. A clone that a machine made
    /// often has only the latter.
    pub fn commit_or_remote(&self, rev: &str) -> anyhow::Result<String> {
        self.commit(rev)
            .or_else(|error| self.commit(&format!("refs/remotes/origin/{rev}")).map_err(|_| error))
    }

    /// The commit at which two histories parted, both given by full ids. Fails where they share none, and says what to do.
    pub fn merge_base(&self, ours: &str, theirs: &str) -> anyhow::Result<String> {
        let id = |text: &str| {
            git2::Oid::from_str(text)
                .map_err(plain)
                .with_context(|| format!("{text} is no object id"))
        };
        let found = self.inner.merge_base(id(ours)?, id(theirs)?);
        found.map(|id| id.to_string()).map_err(|_| match self.is_shallow() {
            true => anyhow!(
                "the clone is shallow, and what it has of the two histories does not meet\n\
                 git fetch --unshallow brings the rest (in GitHub Actions: fetch-depth: 0)"
            ),
            false => anyhow!("the two histories have no commit in common"),
        })
    }

    /// True when the commit with this full id has `folder`.
    pub fn has_folder(&self, commit: &str, folder: &RepoPath) -> bool {
        let tree = git2::Oid::from_str(commit)
            .and_then(|id| self.inner.find_commit(id))
            .and_then(|commit| commit.tree());
        let is_folder = |tree: git2::Tree<'_>| {
            let entry = tree.get_path(std::path::Path::new(folder.as_str())).ok();
            entry.is_some_and(|entry| entry.kind() == Some(git2::ObjectType::Tree))
        };
        folder.as_str().is_empty() || tree.is_ok_and(is_folder)
    }

    /// The files of the commit with this full id, below `folder`. Most of them are mostly the same as `here`, the files of
    /// the commit `at` or those on disk: these are not read a second time. Without such a folder there are none.
    pub fn tree_like(
        &self,
        commit: &str,
        (here, at): (&Tree, Option<&str>),
        (folder, wanted): (&RepoPath, &Wanted),
    ) -> anyhow::Result<Tree> {
        if !self.has_folder(commit, folder) {
            return Ok(Tree::default());
        }
        let changed = self.changed(commit, at)?;
        let known = |path: &RepoPath| {
            let whole = folder.join(path.as_str())?;
            let file = here.find(path).filter(|_| !changed.contains(&whole))?;
            Some(here.file(file).content.clone())
        };
        self.tree_with(commit, folder, (wanted, &known))
    }

    /// The paths, from the top of the repository, that are not in both a commit and the files of `at` or on disk with the
    /// same content.
    fn changed(&self, commit: &str, at: Option<&str>) -> anyhow::Result<HashSet<RepoPath>> {
        let tree = |id: &str| {
            let commit = git2::Oid::from_str(id).and_then(|id| self.inner.find_commit(id));
            commit.and_then(|commit| commit.tree())
        };
        let mut options = git2::DiffOptions::new();
        options.ignore_submodules(true).include_typechange(true);
        let before = tree(commit).map_err(plain).context("cannot read a commit")?;
        let diff = match at {
            Some(rev) => {
                let after = tree(&self.commit(rev)?)
                    .map_err(plain)
                    .context("cannot read a commit")?;
                self.inner
                    .diff_tree_to_tree(Some(&before), Some(&after), Some(&mut options))
            }
            None => self
                .inner
                .diff_tree_to_workdir_with_index(Some(&before), Some(&mut options)),
        };
        let diff = diff.map_err(plain).context("cannot compare with a commit")?;
        let files = diff.deltas().flat_map(|delta| {
            let paths = [delta.old_file().path_bytes(), delta.new_file().path_bytes()];
            paths.map(|path| RepoPath::new(std::str::from_utf8(path?).ok()?))
        });
        Ok(files.flatten().collect())
    }

    /// The files below `folder` that the commit `to` has and the commit `from` has not, both given by full ids. Two
    /// commits of the same files are not read.
    pub fn added(&self, (from, to): (&str, &str), folder: &RepoPath, wanted: &Wanted) -> anyhow::Result<Tree> {
        if self.tree_id(from)? == self.tree_id(to)? || !self.has_folder(to, folder) {
            return Ok(Tree::default());
        }
        let after = self.tree(to, folder, wanted)?;
        if !self.has_folder(from, folder) {
            return Ok(after);
        }
        let names_only = Wanted {
            is_read: |_| false,
            limit: 0,
        };
        let before = self.tree(from, folder, &names_only)?;
        let files = after.files().iter().filter(|file| before.find(&file.path).is_none());
        Ok(Tree::new(files.cloned().collect()))
    }

    fn tree_id(&self, commit: &str) -> anyhow::Result<git2::Oid> {
        let commit = git2::Oid::from_str(commit).and_then(|id| self.inner.find_commit(id));
        Ok(commit.map_err(plain).context("cannot read a commit")?.tree_id())
    }
}

#[cfg(test)]
mod tests {
    use crate::store::content::{LIMIT, Wanted};
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    #[test]
    fn two_branches_part_and_add() {
        let scratch = Scratch::repository();
        scratch
            .write("a.md", "a")
            .commit(1, "a")
            .git(&["checkout", "-q", "-b", "side"]);
        scratch
            .write("d/b.md", "b")
            .commit(2, "b")
            .git(&["checkout", "-q", "main"]);
        scratch.write("c.md", "c").commit(3, "c");
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let commit = |rev: &str| repository.commit_or_remote(rev).unwrap();
        let base = repository.merge_base(&commit("main"), &commit("side")).unwrap();
        assert_eq!(base, commit("main~1"));
        let wanted = Wanted {
            is_read: |_| true,
            limit: LIMIT,
        };
        let added = |folder: &str, to: &str| {
            let folder = RepoPath::new(folder).unwrap();
            let tree = repository.added((&base, to), &folder, &wanted).unwrap();
            tree.files()
                .iter()
                .map(|file| file.path.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(added("", &commit("side")), ["d/b.md"]);
        assert_eq!(added("d", &commit("side")), ["b.md"]);
        assert!(added("d", &commit("main")).is_empty() && added("", &base).is_empty());
        scratch.git(&["checkout", "-q", "--orphan", "other"]).commit(4, "other");
        let error = repository.merge_base(&commit("main"), &commit("other")).unwrap_err();
        assert_eq!(error.to_string(), "the two histories have no commit in common");
    }
}
