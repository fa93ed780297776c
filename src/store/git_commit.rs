//! Commits on branches that nobody has checked out: made of a tree and one file, without a working folder, an index or a
//! hook. The only place that writes into Git's own files.

use crate::store::git::{Repository, plain};
use crate::text::path::RepoPath;
use anyhow::{Context, anyhow, bail};
use git2::{Commit, Delta, FileMode, Oid, Signature, Time};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Who commits where the user's configuration says nothing.
const NOBODY: (&str, &str) = ("opsrepo", "opsrepo@localhost");

/// A lock of a branch that is older than this was left behind.
const STALE: Duration = Duration::from_secs(2);

/// Where HEAD and some branches stand: equal as long as nothing was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tips(Vec<(String, String)>);

/// A text file that a branch has and HEAD has not, or not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideFile {
    /// The branch, without `refs/heads/`.
    pub branch: String,
    /// Its path below the folder that was asked for.
    pub path: RepoPath,
    /// Its text.
    pub text: String,
}

/// A file that is to be committed.
#[derive(Clone, Debug)]
pub struct SideCommit<'a> {
    /// The branch, without `refs/heads/`; made from HEAD where there is none.
    pub branch: &'a str,
    /// The folder that is the root, as seen from the top of the repository.
    pub folder: &'a RepoPath,
    /// The file, below that.
    pub path: &'a RepoPath,
    /// All of its text.
    pub text: &'a str,
    /// The message.
    pub message: &'a str,
    /// When, in seconds since 1970.
    pub at: i64,
}

impl Repository {
    /// Where HEAD and the local branches stand whose names begin with `prefix`.
    pub fn side_tips(&self, prefix: &str) -> anyhow::Result<Tips> {
        let head = self.head_commit()?.id().to_string();
        let mut tips = vec![(String::new(), head)];
        let branches = self.side_branches(prefix)?.into_iter();
        tips.extend(branches.map(|(name, tip)| (name, tip.to_string())));
        Ok(Tips(tips))
    }

    /// What the local branches whose names begin with `prefix` have changed below `folder` since they left HEAD, as UTF-8
    /// texts. A branch that is merged into HEAD has nothing of its own.
    pub fn side_files(&self, prefix: &str, folder: &RepoPath) -> anyhow::Result<Vec<SideFile>> {
        let head = self.head_commit()?;
        let mut found = Vec::new();
        for (branch, tip) in self.side_branches(prefix)? {
            if self.has(&head, tip)? {
                continue;
            }
            let files = self.changed_on(&branch, (&head, tip), folder);
            found.extend(files.with_context(|| format!("cannot read the branch {branch}"))?);
        }
        found.sort_by(|a, b| (&a.branch, &a.path).cmp(&(&b.branch, &b.path)));
        Ok(found)
    }

    /// Whether a local branch that is not merged has a file or folder at this path below `folder`, whoever put it there.
    pub fn side_has(&self, branch: &str, (folder, path): (&RepoPath, &RepoPath)) -> anyhow::Result<bool> {
        let Ok(tip) = self.inner.refname_to_id(&format!("refs/heads/{branch}")) else {
            return Ok(false);
        };
        if self.has(&self.head_commit()?, tip)? {
            return Ok(false);
        }
        let commit = self.inner.find_commit(tip).map_err(plain)?;
        let tree = commit.tree().map_err(plain)?;
        let full = folder.join(path.as_str()).unwrap_or_else(|| path.clone());
        Ok(tree.get_path(Path::new(full.as_str())).is_ok())
    }

    fn changed_on(
        &self,
        branch: &str,
        (head, tip): (&Commit<'_>, Oid),
        folder: &RepoPath,
    ) -> anyhow::Result<Vec<SideFile>> {
        let mut found = Vec::new();
        let tree = |id: Oid| {
            self.inner
                .find_commit(id)
                .and_then(|commit| commit.tree())
                .map_err(plain)
        };
        let base = self.inner.merge_base(head.id(), tip).ok();
        let before = base.map(tree).transpose()?;
        let diff = self.inner.diff_tree_to_tree(before.as_ref(), Some(&tree(tip)?), None);
        for delta in diff.map_err(plain)?.deltas() {
            let file = delta.new_file();
            let path = file.path_bytes().and_then(|path| std::str::from_utf8(path).ok());
            let below = path.and_then(|path| match folder.as_str() {
                "" => RepoPath::new(path),
                folder => RepoPath::new(path.strip_prefix(folder)?.strip_prefix('/')?),
            });
            let Some(path) = below.filter(|_| delta.status() != Delta::Deleted) else {
                continue;
            };
            let Ok(blob) = self.inner.find_blob(file.id()) else {
                continue;
            };
            if let Ok(text) = std::str::from_utf8(blob.content()) {
                found.push(SideFile {
                    branch: branch.to_owned(),
                    path,
                    text: text.to_owned(),
                });
            }
        }
        Ok(found)
    }

    /// Commits one file on a branch, behind what is there: on its tip, or on HEAD where the branch is new or merged into it.
    /// When it returns, everything lies on the disk. Gives the new commit's full id.
    ///
    /// Fails, and moves nothing, where the branch is checked out somewhere, or was moved by somebody else meanwhile.
    pub fn commit_aside(&self, wanted: &SideCommit<'_>) -> anyhow::Result<String> {
        let context = || format!("cannot commit to the branch {}", wanted.branch);
        let name = format!("refs/heads/{}", wanted.branch);
        if !git2::Reference::is_valid_name(&name) {
            bail!("`{}` cannot be the name of a branch", wanted.branch);
        }
        let head = self.head_commit()?;
        let tip = self.tip(&name).with_context(context)?;
        let parent = match tip {
            Some(tip) if !self.has(&head, tip)? => self.inner.find_commit(tip).map_err(plain)?,
            _ => head,
        };
        let full = wanted
            .folder
            .join(wanted.path.as_str())
            .unwrap_or_else(|| wanted.path.clone());
        let objects = self.objects(wanted, (&parent, &full)).with_context(context)?;
        for id in &objects {
            self.sync_object(*id).with_context(context)?;
        }
        let commit = *objects.last().context("a commit has an id")?;
        let log = "opsrepo incident receive";
        self.unlock(&name);
        let moved = match tip {
            Some(tip) => self.inner.reference_matching(&name, commit, true, tip, log),
            None => self.inner.reference(&name, commit, false, log),
        };
        moved.map_err(plain).with_context(context)?;
        sync(&self.inner.commondir().join(&name)).with_context(context)?;
        Ok(commit.to_string())
    }

    /// Takes away the lock of a branch that somebody who was killed left there. Git holds one for a moment only, and whoever
    /// calls this is the only opsrepo that writes.
    fn unlock(&self, name: &str) {
        let lock = self.inner.commondir().join(format!("{name}.lock"));
        let set = std::fs::symlink_metadata(&lock).and_then(|known| known.modified());
        let age = set.ok().and_then(|set| set.elapsed().ok());
        if age.is_some_and(|age| age > STALE) {
            let _ = std::fs::remove_file(&lock);
        }
    }

    /// Writes the blob, the trees and the commit, which comes last.
    fn objects(&self, wanted: &SideCommit<'_>, (parent, path): (&Commit<'_>, &RepoPath)) -> anyhow::Result<Vec<Oid>> {
        let blob = self.inner.blob(wanted.text.as_bytes()).map_err(plain)?;
        let base = parent.tree().map_err(plain)?;
        let mut update = git2::build::TreeUpdateBuilder::new();
        update.upsert(path.as_str(), blob, FileMode::Blob);
        let top = update.create_updated(&self.inner, &base).map_err(plain)?;
        let tree = self.inner.find_tree(top).map_err(plain)?;
        let folders = Path::new(path.as_str()).ancestors().skip(1);
        let folders = folders.filter(|folder| !folder.as_os_str().is_empty());
        let inner = folders.filter_map(|folder| tree.get_path(folder).ok().map(|entry| entry.id()));
        let mut ids: Vec<Oid> = inner.collect();
        let who = self.signature(wanted.at).map_err(plain)?;
        let commit = self
            .inner
            .commit(None, &who, &who, wanted.message, &tree, &[parent])
            .map_err(plain)?;
        ids.extend([blob, top, commit]);
        Ok(ids)
    }

    fn signature(&self, at: i64) -> Result<Signature<'static>, git2::Error> {
        let time = Time::new(at, 0);
        let own = self.inner.signature().ok();
        let own = own.as_ref().and_then(|own| own.name().ok().zip(own.email().ok()));
        let (name, email) = own.unwrap_or(NOBODY);
        Signature::new(name, email, &time)
    }

    fn head_commit(&self) -> anyhow::Result<Commit<'_>> {
        if self.is_empty() {
            bail!("there is no commit yet that a branch could start from\ncommit something first");
        }
        let head = self.inner.head().and_then(|head| head.peel_to_commit());
        head.map_err(plain).context("cannot read HEAD")
    }

    /// Whether a commit is `head` or came before it.
    fn has(&self, head: &Commit<'_>, commit: Oid) -> anyhow::Result<bool> {
        let is_before = || self.inner.graph_descendant_of(head.id(), commit).map_err(plain);
        Ok(head.id() == commit || is_before()?)
    }

    fn side_branches(&self, prefix: &str) -> anyhow::Result<Vec<(String, Oid)>> {
        let references = self.inner.references_glob(&format!("refs/heads/{prefix}*"));
        let references = references.map_err(plain).context("cannot list the branches")?;
        let mut tips: Vec<(String, Oid)> = references
            .flatten()
            .filter_map(|reference| {
                let name = std::str::from_utf8(reference.name_bytes()).ok()?;
                let name = name.strip_prefix("refs/heads/")?.to_owned();
                Some((name, reference.target()?))
            })
            .collect();
        tips.sort();
        Ok(tips)
    }

    /// The tip of a local branch that may be moved.
    fn tip(&self, name: &str) -> anyhow::Result<Option<Oid>> {
        let short = name.trim_start_matches("refs/heads/");
        let branch = match self.inner.find_branch(short, git2::BranchType::Local) {
            Ok(branch) => branch,
            Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(plain(error)),
        };
        if self.is_checked_out(name) {
            bail!("it is checked out, and files on disk are not touched\ngive the receiver a clone of its own");
        }
        let target = branch.get().target();
        target.map(Some).ok_or_else(|| anyhow!("it points to another branch"))
    }

    /// Whether the files of some working folder are those of a branch.
    fn is_checked_out(&self, name: &str) -> bool {
        let common = self.inner.commondir();
        let linked = std::fs::read_dir(common.join("worktrees")).into_iter().flatten();
        let linked = linked.flatten().map(|entry| entry.path().join("HEAD"));
        let own = (!self.inner.is_bare()).then(|| common.join("HEAD"));
        let stands = |place: PathBuf| {
            let text = std::fs::read_to_string(place).unwrap_or_default();
            text.strip_prefix("ref:").is_some_and(|target| target.trim() == name)
        };
        own.into_iter().chain(linked).any(stands)
    }

    fn sync_object(&self, id: Oid) -> anyhow::Result<()> {
        let id = id.to_string();
        let (start, rest) = id.split_at(2);
        let path = self.inner.commondir().join("objects").join(start).join(rest);
        // What was there before may lie in a pack, and was kept then.
        match path.exists() {
            true => sync(&path),
            false => Ok(()),
        }
    }
}

impl Tips {
    /// Takes in that a branch stands elsewhere by now.
    pub fn moved(&mut self, branch: &str, commit: String) {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(branch));
        match at {
            Ok(at) => self.0[at].1 = commit,
            Err(at) => self.0.insert(at, (branch.to_owned(), commit)),
        }
    }
}

/// Waits until a file and its name lie on the disk.
fn sync(path: &Path) -> anyhow::Result<()> {
    let folders = path.ancestors().skip(1).take(2).map(Path::to_owned);
    let places = std::iter::once(path.to_owned()).chain(folders.filter(|_| !cfg!(windows)));
    for place in places.collect::<Vec<PathBuf>>() {
        let synced = File::open(&place).and_then(|file| file.sync_all());
        synced.with_context(|| format!("cannot get {} onto the disk", place.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::SideCommit;
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    #[test]
    fn a_branch_grows_and_nothing_else_moves() {
        let scratch = Scratch::repository();
        scratch.write("cloud/a.md", "a").write("b", "b");
        scratch.commit(1, "first");
        scratch.write("b", "changed by somebody").write("cloud/new", "n");
        let before = String::from_utf8(scratch.try_git(&["status", "--porcelain"]).stdout).unwrap();
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let folder = path("cloud");
        let commit = |text: &str, at: i64| {
            let path = path("incidents/x/README.md");
            let wanted = SideCommit {
                branch: "incidents/x",
                folder: &folder,
                path: &path,
                text,
                message: "x",
                at,
            };
            repository.commit_aside(&wanted)
        };
        let files = || repository.side_files("incidents/", &folder).unwrap();
        let mut tips = repository.side_tips("incidents/").unwrap();
        let first = commit("one", 1).unwrap();
        assert_ne!(tips, repository.side_tips("incidents/").unwrap());
        tips.moved("incidents/x", first);
        assert_eq!(tips, repository.side_tips("incidents/").unwrap());
        commit("two", 2).unwrap();
        assert_eq!(files().len(), 1);
        assert_eq!(
            (files()[0].path.as_str(), files()[0].text.as_str()),
            ("incidents/x/README.md", "two")
        );
        let after = String::from_utf8(scratch.try_git(&["status", "--porcelain"]).stdout).unwrap();
        assert_eq!(before, after);
        // What is merged goes on from HEAD.
        scratch.git(&["stash", "-q", "-u"]);
        scratch.git(&["merge", "-q", "--no-ff", "-m", "merged", "incidents/x"]);
        assert_eq!(files(), []);
        commit("three", 3).unwrap();
        let log = scratch
            .try_git(&["log", "--first-parent", "--format=%s", "incidents/x"])
            .stdout;
        assert_eq!(String::from_utf8(log).unwrap(), "x\nmerged\nfirst\n");
        scratch.git(&["checkout", "-q", "incidents/x"]);
        let error = format!("{:#}", commit("four", 4).unwrap_err());
        assert!(error.contains("checked out"), "{error}");
    }
}
