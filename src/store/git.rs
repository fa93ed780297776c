//! A Git repository, read: its index, its commits as trees, and what is known of it. The only home of libgit2.
//!
//! Nothing here writes, runs a hook or touches the network. History is not read here: see [`crate::store::log`].

use crate::store::content::{Wanted, judge, without_reading};
use crate::store::facts::{Head, Index, rfc3339};
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Note, NoteKind, Tree};
use anyhow::{Context, anyhow, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// An opened repository.
pub struct Repository {
    pub(super) inner: git2::Repository,
}

impl Repository {
    /// Opens the repository that holds `from`, looking upwards; `None` where there is none.
    ///
    /// Fails where one is there but cannot be opened, as when it belongs to another user.
    pub fn discover(from: &Path) -> anyhow::Result<Option<Repository>> {
        // Git itself does not hash again what it reads from a pack; it costs as much as reading it.
        git2::opts::strict_hash_verification(false);
        let nothing: [&Path; 0] = [];
        match git2::Repository::open_ext(from, git2::RepositoryOpenFlags::empty(), nothing) {
            Ok(inner) => Ok(Some(Repository { inner })),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) if error.code() == git2::ErrorCode::Owner => bail!(
                "the Git repository at {place} belongs to another user, so Git does not open it\n\
                 if you trust it: git config --global --add safe.directory {place}",
                place = owner_place(from).display()
            ),
            Err(error) => {
                Err(plain(error)).with_context(|| format!("cannot open the Git repository of {}", from.display()))
            }
        }
    }

    /// The folder that holds the files; `None` when bare.
    pub fn workdir(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// The folder that Git runs in: the working folder, or the repository itself when bare.
    pub(super) fn place(&self) -> &Path {
        self.inner.workdir().unwrap_or_else(|| self.inner.path())
    }

    /// True when it has no files of its own, only commits.
    pub fn is_bare(&self) -> bool {
        self.inner.is_bare()
    }

    /// True when older commits were left out on cloning.
    pub fn is_shallow(&self) -> bool {
        self.inner.is_shallow()
    }

    /// True when HEAD has no commit yet.
    pub fn is_empty(&self) -> bool {
        self.inner
            .head()
            .is_err_and(|error| matches!(error.code(), git2::ErrorCode::UnbornBranch | git2::ErrorCode::NotFound))
    }

    /// True while a merge, rebase or the like is not finished.
    pub fn is_unfinished(&self) -> bool {
        self.inner.state() != git2::RepositoryState::Clean
    }

    /// Where `folder` lies in the working folder; `None` when it lies elsewhere.
    pub fn path_of(&self, folder: &Path) -> Option<RepoPath> {
        let workdir = self.inner.workdir()?.canonicalize().ok()?;
        let folder = folder.canonicalize().ok()?;
        let below = folder.strip_prefix(workdir).ok()?.to_str()?;
        RepoPath::new(&below.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// Where HEAD stands; `None` when there is no commit yet.
    pub fn head(&self) -> anyhow::Result<Option<Head>> {
        if self.is_empty() {
            return Ok(None);
        }
        let head = self.inner.head().map_err(plain).context("cannot read HEAD")?;
        let commit = head
            .peel_to_commit()
            .map_err(plain)
            .context("cannot read the commit of HEAD")?;
        let branch = head
            .is_branch()
            .then(|| String::from_utf8_lossy(head.shorthand_bytes()).into_owned());
        Ok(Some(Head {
            branch,
            commit: commit.id().to_string(),
            date: rfc3339(commit.time().seconds(), commit.time().offset_minutes()),
        }))
    }

    /// What the index names below `folder`. A bare repository has an empty one.
    pub fn index(&self, folder: &RepoPath) -> anyhow::Result<Index> {
        let index = self.inner.index().map_err(plain).context("cannot read Git's index")?;
        let mut out = Index::default();
        for entry in index.iter() {
            let path = match std::str::from_utf8(&entry.path) {
                Ok(path) => below(folder, path),
                Err(_) => {
                    out.notes.push(not_utf8(&entry.path));
                    continue;
                }
            };
            match path {
                Some(path) if entry.mode == SUBMODULE => out.submodules.push(path),
                Some(path) => out.files.push(path),
                None => {}
            }
        }
        for paths in [&mut out.files, &mut out.submodules] {
            paths.sort();
            paths.dedup();
        }
        out.notes.dedup();
        Ok(out)
    }

    /// The files that a merge left in conflict, sorted; relative to the working folder.
    pub fn conflicts(&self) -> anyhow::Result<Vec<RepoPath>> {
        let index = self.inner.index().map_err(plain).context("cannot read Git's index")?;
        let mut paths = BTreeSet::new();
        if index.has_conflicts() {
            let conflicts = index.conflicts().map_err(plain).context("cannot read the conflicts")?;
            for conflict in conflicts.flatten() {
                let entry = conflict.our.or(conflict.their).or(conflict.ancestor);
                let path = entry.and_then(|entry| String::from_utf8(entry.path).ok());
                paths.extend(path.and_then(|path| RepoPath::new(&path)));
            }
        }
        Ok(paths.into_iter().collect())
    }

    /// The files of the commit that `rev` names, below `folder`; paths are relative to `folder`.
    ///
    /// A symbolic link is the fact that it is one; a submodule is opaque. Fails when `rev` names nothing.
    pub fn tree(&self, rev: &str, folder: &RepoPath, wanted: &Wanted) -> anyhow::Result<Tree> {
        self.tree_with(rev, folder, (wanted, &|_| None))
    }

    /// The same, where the contents that `known` has are taken from there.
    pub(super) fn tree_with(
        &self,
        rev: &str,
        folder: &RepoPath,
        (wanted, known): (&Wanted, &Known<'_>),
    ) -> anyhow::Result<Tree> {
        let top = self.resolve(rev)?;
        let top = match folder.as_str() {
            "" => top,
            path => {
                let entry = top.get_path(Path::new(path));
                let object = entry.and_then(|entry| entry.to_object(&self.inner));
                let tree = object.and_then(|object| object.peel_to_tree());
                tree.map_err(plain)
                    .with_context(|| format!("there is no folder {path} at {rev}"))?
            }
        };
        let mut reader = TreeReader {
            repository: &self.inner,
            database: self.inner.odb().map_err(plain).context("cannot open Git's objects")?,
            wanted,
            known,
            files: Vec::new(),
            notes: Vec::new(),
            opaque: Vec::new(),
        };
        reader.walk(top)?;
        Ok(Tree::new(reader.files)
            .with_notes(reader.notes)
            .with_opaque(reader.opaque))
    }

    /// The bytes of the file at `path` below `folder` in the commit that `rev` names.
    pub fn bytes(&self, rev: &str, folder: &RepoPath, path: &RepoPath) -> anyhow::Result<Vec<u8>> {
        let full = folder.join(path.as_str()).unwrap_or_else(|| path.clone());
        let top = self.resolve(rev)?;
        let entry = top.get_path(Path::new(full.as_str()));
        let object = entry.and_then(|entry| entry.to_object(&self.inner));
        let blob = object.and_then(|object| object.peel_to_blob()).map_err(plain);
        Ok(blob
            .with_context(|| format!("cannot read {full} at {rev}"))?
            .content()
            .to_owned())
    }

    /// The bytes of the blob with this full id in hex.
    pub fn blob(&self, id: &str) -> anyhow::Result<Vec<u8>> {
        let oid = git2::Oid::from_str(id)
            .map_err(plain)
            .with_context(|| format!("{id} is no object id"))?;
        let blob = self.inner.find_blob(oid).map_err(plain);
        Ok(blob
            .with_context(|| format!("cannot read the blob {id}"))?
            .content()
            .to_owned())
    }

    /// True where a full id in hex names the blob that holds this text. One of another sort than SHA-1 names none.
    pub fn names(id: &str, text: &str) -> bool {
        let blob = git2::Oid::hash_object(git2::ObjectType::Blob, text.as_bytes());
        blob.is_ok_and(|blob| blob.to_string() == id)
    }

    /// The full id of the commit that `rev` names.
    pub fn commit(&self, rev: &str) -> anyhow::Result<String> {
        let object = self
            .inner
            .revparse_single(rev)
            .and_then(|object| object.peel_to_commit());
        object
            .map(|commit| commit.id().to_string())
            .map_err(|error| self.unknown(rev, &error))
    }

    fn resolve(&self, rev: &str) -> anyhow::Result<git2::Tree<'_>> {
        let object = self.inner.revparse_single(rev).and_then(|object| object.peel_to_tree());
        object.map_err(|error| self.unknown(rev, &error))
    }

    fn unknown(&self, rev: &str, error: &git2::Error) -> anyhow::Error {
        if self.is_empty() {
            return anyhow!("there is no commit {rev}: the repository has no commits yet");
        }
        if !matches!(error.code(), git2::ErrorCode::NotFound | git2::ErrorCode::InvalidSpec) {
            return anyhow!("cannot read the commit {rev}: {}", error.message());
        }
        let names = self.nearest(rev);
        let hint = match (self.is_shallow(), names.is_empty()) {
            (true, _) => "\nthe clone is shallow: git fetch --unshallow brings the older commits".to_owned(),
            (false, true) => String::new(),
            (false, false) => format!("\nthere is: {}", names.join(", ")),
        };
        anyhow!("there is no commit {rev}{hint}")
    }

    /// Up to five branches and tags, those most like `rev` first.
    fn nearest(&self, rev: &str) -> Vec<String> {
        let Ok(references) = self.inner.references() else {
            return Vec::new();
        };
        let mut names: Vec<(usize, String)> = references
            .flatten()
            .filter(|reference| reference.is_branch() || reference.is_remote() || reference.is_tag())
            .map(|reference| String::from_utf8_lossy(reference.shorthand_bytes()).into_owned())
            .map(|name| (unlikeness(rev, &name), name))
            .collect();
        names.sort();
        names.truncate(5);
        names.into_iter().map(|(_, name)| name).collect()
    }
}

/// What is known of a file's content before it is read; paths as in the tree that is read.
pub(super) type Known<'a> = dyn Fn(&RepoPath) -> Option<Content> + 'a;

struct TreeReader<'a> {
    repository: &'a git2::Repository,
    database: git2::Odb<'a>,
    wanted: &'a Wanted,
    known: &'a Known<'a>,
    files: Vec<File>,
    notes: Vec<Note>,
    opaque: Vec<RepoPath>,
}

impl<'a> TreeReader<'a> {
    fn walk(&mut self, top: git2::Tree<'a>) -> anyhow::Result<()> {
        let mut pending = vec![(String::new(), top)];
        while let Some((folder, tree)) = pending.pop() {
            for entry in tree.iter() {
                let name = entry.name_bytes();
                let Ok(text) = std::str::from_utf8(name) else {
                    self.notes.push(not_utf8(&[folder.as_bytes(), name].concat()));
                    continue;
                };
                let place = format!("{folder}{text}");
                let Some(path) = RepoPath::new(&place) else { continue };
                match entry.filemode() as u32 {
                    FOLDER => {
                        let inner = self.repository.find_tree(entry.id()).map_err(plain);
                        let inner = inner.with_context(|| format!("cannot read the folder {place}"))?;
                        pending.push((format!("{place}/"), inner));
                    }
                    SUBMODULE => self.opaque.push(path),
                    LINK => {
                        let content = match self.repository.find_blob(entry.id()) {
                            Ok(blob) => Content::Link(String::from_utf8_lossy(blob.content()).into_owned()),
                            Err(error) => Content::Unreadable(error.message().to_owned()),
                        };
                        self.files.push(File { path, content });
                    }
                    _ => {
                        let content = (self.known)(&path).unwrap_or_else(|| self.content(&path, entry.id()));
                        self.files.push(File { path, content });
                    }
                }
            }
        }
        Ok(())
    }

    fn content(&self, path: &RepoPath, id: git2::Oid) -> Content {
        let read = || -> Result<Content, git2::Error> {
            let (length, _) = self.database.read_header(id)?;
            if let Some(fact) = without_reading(path, length as u64, self.wanted) {
                return Ok(fact);
            }
            Ok(judge(self.database.read(id)?.data()))
        };
        // In a partial clone a blob may be missing; only that file is unknown then.
        read().unwrap_or_else(|error| Content::Unreadable(error.message().to_owned()))
    }
}

/// Modes of tree and index entries, as Git writes them.
const FOLDER: u32 = 0o040_000;
const LINK: u32 = 0o120_000;
const SUBMODULE: u32 = 0o160_000;

fn below(folder: &RepoPath, path: &str) -> Option<RepoPath> {
    match folder.as_str() {
        "" => RepoPath::new(path),
        folder => RepoPath::new(path.strip_prefix(folder)?.strip_prefix('/')?),
    }
}

fn not_utf8(path: &[u8]) -> Note {
    Note {
        place: String::from_utf8_lossy(path).into_owned(),
        kind: NoteKind::PathNotUtf8,
    }
}

/// libgit2 appends its class and code to the text; people only need the words.
pub(super) fn plain(error: git2::Error) -> anyhow::Error {
    anyhow!("{}", error.message())
}

fn owner_place(from: &Path) -> PathBuf {
    let from = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    let holder = from.ancestors().find(|folder| folder.join(".git").exists());
    holder.unwrap_or(&from).to_owned()
}

/// 0 for the same name but for case, then one that begins with the other, one inside the other, and what shares the
/// longest beginning.
fn unlikeness(wanted: &str, name: &str) -> usize {
    let (a, b) = (wanted.to_lowercase(), name.to_lowercase());
    if a == b {
        return 0;
    }
    if !a.is_empty() && (b.starts_with(&a) || a.starts_with(&b)) {
        return 1;
    }
    if !a.is_empty() && (b.contains(&a) || a.contains(&b)) {
        return 2;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    1000 - shared.min(900)
}
