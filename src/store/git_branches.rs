//! What lies on other branches: the paths below some folders at every branch's tip, and where branches parted. Only trees
//! are read, no file and no history.

use crate::store::git::Repository;
use crate::text::path::RepoPath;
use anyhow::{Context, anyhow};
use git2::{ObjectType, Oid, Tree};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A file on a branch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BranchFile {
    /// Its path, seen from the folder that is the root.
    pub path: RepoPath,
    /// The branch, as one names it (`feature`, `origin/feature`).
    pub branch: String,
}

/// A folder to look into, seen from the root, and whether its subfolders belong to it.
pub type Place = (RepoPath, bool);

impl Repository {
    /// The files in `places` at the tips of all local and remote-tracking branches, each once, with the first branch that
    /// has it; local branches come first. `root` is the root as seen from the top of the repository. A branch that cannot
    /// be read is left out.
    pub fn on_branches(&self, root: &RepoPath, places: &[Place]) -> Vec<BranchFile> {
        let mut walk = Walk::new(self, root);
        for (branch, tip) in self.tips() {
            if let Some(tree) = self
                .tree_of(tip)
                .filter(|tree| walk.trees.insert((String::new(), tree.id())))
            {
                walk.branch(&branch, &tree, places);
            }
        }
        walk.found.sort();
        walk.found
    }

    /// The files in `places` in the commit that `rev` names.
    pub fn paths_at(&self, rev: &str, root: &RepoPath, places: &[Place]) -> anyhow::Result<Vec<RepoPath>> {
        let commit = Oid::from_str(&self.commit(rev)?).map_err(|error| anyhow!("{}", error.message()))?;
        let tree = self
            .tree_of(commit)
            .with_context(|| format!("cannot read the files of {rev}"))?;
        let mut walk = Walk::new(self, root);
        walk.branch(rev, &tree, places);
        let mut paths: Vec<RepoPath> = walk.found.into_iter().map(|file| file.path).collect();
        paths.sort();
        Ok(paths)
    }

    /// The commit at which HEAD and `rev` parted; `None` where they share none.
    pub fn parting(&self, rev: &str) -> anyhow::Result<Option<String>> {
        let oid = |rev: &str| Oid::from_str(&self.commit(rev)?).map_err(|error| anyhow!("{}", error.message()));
        match self.inner.merge_base(oid("HEAD")?, oid(rev)?) {
            Ok(base) => Ok(Some(base.to_string())),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => {
                Err(anyhow!("{}", error.message())).with_context(|| format!("cannot compare HEAD with {rev}"))
            }
        }
    }

    /// Local branches, then remote-tracking ones, each group by name.
    fn tips(&self) -> Vec<(String, Oid)> {
        let mut tips = Vec::new();
        for glob in ["refs/heads/*", "refs/remotes/*"] {
            let Ok(references) = self.inner.references_glob(glob) else {
                continue;
            };
            // A symbolic one (`origin/HEAD`) has no target of its own.
            let direct = references.flatten().filter_map(|reference| {
                let name = String::from_utf8_lossy(reference.shorthand_bytes()).into_owned();
                Some((name, reference.target()?))
            });
            let mut direct: Vec<(String, Oid)> = direct.collect();
            direct.sort();
            tips.extend(direct);
        }
        let mut seen = HashSet::new();
        tips.retain(|(_, tip)| seen.insert(*tip));
        tips
    }

    fn tree_of(&self, commit: Oid) -> Option<Tree<'_>> {
        self.inner.find_commit(commit).and_then(|commit| commit.tree()).ok()
    }
}

struct Walk<'a> {
    repository: &'a Repository,
    root: &'a RepoPath,
    /// Trees that were looked into, by the folder for which.
    trees: HashSet<(String, Oid)>,
    /// Names that were found, by folder: most branches hold mostly the same.
    names: HashMap<RepoPath, HashSet<Vec<u8>>>,
    found: Vec<BranchFile>,
}

impl<'a> Walk<'a> {
    fn new(repository: &'a Repository, root: &'a RepoPath) -> Self {
        Walk {
            repository,
            root,
            trees: HashSet::new(),
            names: HashMap::new(),
            found: Vec::new(),
        }
    }

    fn branch(&mut self, branch: &str, top: &Tree<'a>, places: &[Place]) {
        for (folder, is_deep) in places {
            let full = self.root.join(folder.as_str()).unwrap_or_else(RepoPath::root);
            let id = match full.as_str() {
                "" => Some(top.id()),
                path => top.get_path(Path::new(path)).ok().map(|entry| entry.id()),
            };
            if let Some(id) = id {
                self.folder((branch, *is_deep), folder, id);
            }
        }
    }

    fn folder(&mut self, (branch, is_deep): (&str, bool), folder: &RepoPath, id: Oid) {
        // The marker keeps a folder apart from the top, which is noted under the empty name.
        if !self.trees.insert((format!("{folder}/"), id)) {
            return;
        }
        let repository: &'a Repository = self.repository;
        let Ok(tree) = repository.inner.find_tree(id) else {
            return;
        };
        let mut known = self.names.remove(folder).unwrap_or_default();
        for entry in tree.iter() {
            let is_file = entry.kind() == Some(ObjectType::Blob);
            if is_file && known.contains(entry.name_bytes()) {
                continue;
            }
            let name = std::str::from_utf8(entry.name_bytes()).ok();
            let Some(path) = name.and_then(|name| folder.join(name)) else {
                continue;
            };
            match entry.kind() {
                Some(ObjectType::Tree) if is_deep || has_number(&path) => {
                    self.folder((branch, is_deep), &path, entry.id());
                }
                Some(ObjectType::Blob) => {
                    known.insert(entry.name_bytes().to_owned());
                    self.found.push(BranchFile {
                        path,
                        branch: branch.to_owned(),
                    });
                }
                _ => {}
            }
        }
        self.names.insert(folder.clone(), known);
    }
}

/// A numbered folder may stand for a record: its index page lies in it.
fn has_number(path: &RepoPath) -> bool {
    path.name().contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    #[test]
    fn every_branch_is_looked_at_once() {
        let scratch = Scratch::repository();
        scratch.write("adr/0001-a.md", "a");
        scratch.write("src/x", "x");
        scratch.commit(1, "a");
        scratch.git(&["checkout", "-q", "-b", "feature"]);
        scratch.write("adr/0002-b.md", "b");
        scratch.commit(2, "b");
        scratch.git(&["checkout", "-q", "-b", "same"]);
        scratch.git(&["checkout", "-q", "main"]);
        scratch.write("adr/deep/0003-c.md", "c");
        scratch.commit(3, "c");
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let root = RepoPath::root();
        let adr = RepoPath::new("adr").unwrap();
        let seen = |is_deep: bool| -> Vec<String> {
            let found = repository.on_branches(&root, &[(adr.clone(), is_deep)]);
            found
                .iter()
                .map(|file| format!("{} {}", file.path, file.branch))
                .collect()
        };
        assert_eq!(seen(false), ["adr/0001-a.md feature", "adr/0002-b.md feature"]);
        assert_eq!(seen(true).last().map(String::as_str), Some("adr/deep/0003-c.md main"));
        let base = repository.parting("feature").unwrap().unwrap();
        let at = |rev: &str| repository.paths_at(rev, &root, &[(adr.clone(), true)]).unwrap().len();
        assert_eq!((at(&base), at("feature"), at("main")), (1, 2, 2));
        assert!(repository.parting("nowhere").is_err());
    }
}
