//! Putting a rendered site on disk: the whole new one in the place of the whole old one.
//!
//! The site is built in a folder beside `out`, then the two are swapped by renaming. A run that is interrupted at any
//! point leaves the old site whole: under its name, or, within the instant of the swap, under a name beside it from which
//! the next run brings it back. It must not know what a page is.

pub mod others;

use crate::store::found::SITE_MARKER as MARKER;
use crate::store::publish::others::{Others, carry, ours, refuse_foreign};
use crate::store::writer::make_folder;
use crate::text::path::RepoPath;
use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A new site on its way to the place of the old one. Given up, it leaves nothing behind.
pub struct Publication {
    out: PathBuf,
    staging: PathBuf,
    old: PathBuf,
    others: Others,
    /// Whether there is an old one.
    has_old: bool,
    /// Where files are made, by one at a time: two who make files in one folder wait for each other at full speed.
    folders: BTreeMap<String, Mutex<()>>,
    written: Mutex<BTreeSet<RepoPath>>,
    is_done: bool,
}

impl Publication {
    /// Makes ready for a site whose files have these `names`, and perhaps others besides.
    ///
    /// Fails, and changes nothing, where `out` holds `others` that are not to be kept or that have the name of a file of
    /// the site, or where `root`, the folder that was read, lies in it or keeps its history there.
    pub fn begin(root: &Path, out: &Path, names: &BTreeSet<&str>, others: Others) -> anyhow::Result<Self> {
        let out = resolve(out)?;
        let root = root
            .canonicalize()
            .with_context(|| format!("cannot open {}", root.display()))?;
        if root.starts_with(&out) {
            bail!(
                "{} holds the files that are read; choose a folder of its own for the site",
                out.display()
            );
        }
        let (staging, old) = (beside(&out, "staging"), beside(&out, "old"));
        recover(&out, &staging, &old)?;
        refuse_foreign(&out, names, others)?;
        let mut begun = Publication {
            has_old: out.exists(),
            out,
            staging,
            old,
            others,
            folders: BTreeMap::new(),
            written: Mutex::default(),
            is_done: false,
        };
        begun.make(names)?;
        Ok(begun)
    }

    /// The folders, and first of all what says whose they are.
    fn make(&mut self, names: &BTreeSet<&str>) -> anyhow::Result<()> {
        make_folder(&self.staging)?;
        std::fs::write(self.staging.join(MARKER), "").context("cannot begin the list of the site's files")?;
        self.folders = names
            .iter()
            .map(|name| (folder_of(name).to_owned(), Mutex::default()))
            .collect();
        for folder in self.folders.keys() {
            make_folder(&self.staging.join(folder))?;
        }
        Ok(())
    }

    /// Writes one file, or takes the old site's where it is the same. Any thread may, in any order; each file once.
    pub fn put(&self, path: &RepoPath, bytes: &[u8]) -> anyhow::Result<()> {
        if path.as_str() == MARKER || path.as_str().contains('\n') {
            bail!("a site cannot have a file {path:?}");
        }
        if !lock(&self.written).insert(path.clone()) {
            bail!("two files of the site want to be {path}");
        }
        let (before, now) = (self.out.join(path.as_str()), self.staging.join(path.as_str()));
        let folder = folder_of(path.as_str());
        let turn = self.folders.get(folder);
        if turn.is_none() {
            make_folder(&self.staging.join(folder))?;
        }
        // Where the disk has no hard links the file is simply written.
        if self.has_old && is_same(&before, bytes) && std::fs::hard_link(&before, &now).is_ok() {
            return Ok(());
        }
        let made = {
            let _turn = turn.map(lock);
            File::create(&now)
        };
        made.and_then(|mut file| file.write_all(bytes))
            .with_context(|| format!("cannot write {path}"))
    }

    /// Puts what was written into the place of the old site.
    pub fn finish(mut self) -> anyhow::Result<()> {
        let written = std::mem::take(&mut *lock(&self.written));
        if self.others == Others::Keep {
            refuse_foreign(&self.out, &written.iter().map(RepoPath::as_str).collect(), self.others)?;
        }
        let listing: String = written.iter().flat_map(|path| [path.as_str(), "\n"]).collect();
        std::fs::write(self.staging.join(MARKER), listing).context("cannot write the list of the site's files")?;
        self.is_done = true;
        swap(&self.out, &self.staging, &self.old)
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        if !self.is_done {
            let _ = clear(&self.staging);
        }
    }
}

/// The folder of a file; empty for the root.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Who panicked with a lock in hand left nothing half done behind it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a file of the old site has these bytes.
fn is_same(before: &Path, bytes: &[u8]) -> bool {
    let facts = before.symlink_metadata();
    let may_be = facts.is_ok_and(|facts| facts.is_file() && facts.len() == bytes.len() as u64);
    may_be && std::fs::read(before).is_ok_and(|old| old == bytes)
}

fn resolve(out: &Path) -> anyhow::Result<PathBuf> {
    if out.components().any(|part| part.as_os_str() == ".git") {
        bail!(
            "{} lies among Git's own files; choose another folder for the site",
            out.display()
        );
    }
    if let Ok(real) = out.canonicalize() {
        if !real.is_dir() {
            bail!("{} is a file, not a folder", out.display());
        }
        return Ok(real);
    }
    let absolute = std::path::absolute(out).with_context(|| format!("cannot use {}", out.display()))?;
    let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        bail!("{} cannot be a folder for a site", out.display());
    };
    make_folder(parent)?;
    let parent = parent
        .canonicalize()
        .with_context(|| format!("cannot open {}", parent.display()))?;
    Ok(parent.join(name))
}

fn beside(out: &Path, role: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.opsrepo-{role}"))
}

/// Removes a folder of ours, what says that it is ours at last: whoever is interrupted leaves one that can be told.
fn clear(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => std::fs::remove_dir_all(entry.path())?,
            false if entry.file_name() == MARKER => {}
            false => std::fs::remove_file(entry.path())?,
        }
    }
    std::fs::remove_dir_all(folder)
}

/// Clears away what an interrupted run left; an old site that lost its name gets it back.
fn recover(out: &Path, staging: &Path, old: &Path) -> anyhow::Result<()> {
    if old.exists() && !out.exists() {
        std::fs::rename(old, out).with_context(|| format!("cannot bring back {}", out.display()))?;
    }
    // The swap was done, and what is not ours not yet put back.
    if old.exists() && out.join(MARKER).is_file() {
        carry((old, out), "", &ours(old))?;
        let _ = std::fs::remove_dir(old);
    }
    for left in [staging, old] {
        if left.symlink_metadata().is_ok() {
            // A run that ended before it could say whose folder this is left it empty.
            if !left.join(MARKER).is_file() && std::fs::remove_dir(left).is_err() {
                bail!("{} is in the way and was not made by opsrepo", left.display());
            }
            clear(left).with_context(|| format!("cannot remove {}", left.display()))?;
        }
    }
    Ok(())
}

fn swap(out: &Path, staging: &Path, old: &Path) -> anyhow::Result<()> {
    let had_one = out.exists();
    // An empty folder has no marker; it may go at once.
    if had_one && std::fs::remove_dir(out).is_err() {
        std::fs::rename(out, old).with_context(|| format!("cannot move the old site {} away", out.display()))?;
    }
    if let Err(error) = std::fs::rename(staging, out) {
        if old.exists() {
            let _ = std::fs::rename(old, out);
        }
        let _ = clear(staging);
        return Err(error).with_context(|| format!("cannot put the new site in the place of {}", out.display()));
    }
    if old.exists() {
        carry((old, out), "", &ours(old))?;
        clear(old).with_context(|| format!("cannot remove the old site {}", old.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Others, Publication, beside};
    use crate::store::worktree::list_all;
    use crate::text::path::RepoPath;
    use std::path::Path;

    fn publish(root: &Path, out: &Path, files: &[(&str, &str)]) -> anyhow::Result<()> {
        put((root, out), files, Others::Refuse)?.finish()
    }

    fn put((root, out): (&Path, &Path), files: &[(&str, &str)], others: Others) -> anyhow::Result<Publication> {
        let names = files.iter().map(|(name, _)| *name).collect();
        let begun = Publication::begin(root, out, &names, others)?;
        for (name, text) in files {
            begun.put(&RepoPath::new(name).unwrap(), text.as_bytes())?;
        }
        Ok(begun)
    }

    fn names(out: &Path) -> String {
        let files = list_all(out).files;
        files.iter().map(RepoPath::as_str).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn replaces_the_whole_site_and_keeps_what_is_equal() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("site");
        let root = dir.path().join("src");
        std::fs::create_dir(&root).unwrap();
        publish(
            &root,
            &out,
            &[("index.html", "a"), ("x/y.html", "b"), ("gone.html", "c")],
        )
        .unwrap();
        let time = |name: &str| out.join(name).metadata().unwrap().modified().unwrap();
        let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        std::fs::File::options()
            .write(true)
            .open(out.join("x/y.html"))
            .unwrap()
            .set_modified(past)
            .unwrap();
        publish(&root, &out, &[("index.html", "A"), ("x/y.html", "b")]).unwrap();
        assert_eq!(names(&out), ".opsrepo-site index.html x/y.html");
        assert_eq!(std::fs::read_to_string(out.join("index.html")).unwrap(), "A");
        assert_eq!(time("x/y.html"), past);
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            2,
            "nothing is left beside it"
        );
    }

    #[test]
    fn refuses_what_is_not_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("src");
        std::fs::create_dir(&root).unwrap();
        let site = [("index.html", "a")];
        assert!(publish(&root, &root, &site).is_err());
        assert!(publish(&root, dir.path(), &site).is_err());
        let hidden = publish(&root, &root.join("x/.git/site"), &site)
            .unwrap_err()
            .to_string();
        assert!(hidden.contains("Git's own"), "{hidden}");
        assert!(!root.join("x").exists());
        let out = root.join("out");
        publish(&root, &out, &site).unwrap();
        std::fs::write(out.join("CNAME"), "x").unwrap();
        let error = publish(&root, &out, &site).unwrap_err().to_string();
        assert!(error.contains("CNAME") && !error.contains("index.html"), "{error}");
        assert_eq!(names(&out), ".opsrepo-site CNAME index.html");
    }

    #[test]
    fn an_interrupted_run_is_made_good() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("src");
        let out = dir.path().join("site");
        std::fs::create_dir(&root).unwrap();
        publish(&root, &out, &[("a", "1")]).unwrap();
        std::fs::rename(&out, beside(&out, "old")).unwrap();
        assert!(publish(&root, &out, &[("b", "2"), ("c\nd", "")]).is_err());
        assert_eq!(names(&out), ".opsrepo-site a", "the old site is back and whole");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_a_run_left_that_was_ended_is_no_obstacle() {
        let dir = tempfile::tempdir().unwrap();
        let (root, out) = (dir.path().join("src"), dir.path().join("site"));
        let staging = dir.path().join(".site.opsrepo-staging");
        for folder in [&root, &staging] {
            std::fs::create_dir(folder).unwrap();
        }
        publish(&root, &out, &[("a", "1")]).unwrap();
        assert!(!staging.exists(), "it was ended before it wrote anything");
        std::fs::create_dir(&staging).unwrap();
        std::fs::write(staging.join("mine"), "").unwrap();
        let refused = publish(&root, &out, &[("a", "2")]).unwrap_err();
        assert!(refused.to_string().contains("is in the way"), "{refused}");
        assert_eq!(names(&out), ".opsrepo-site a");
    }

    #[test]
    fn what_is_not_known_before_takes_no_place_either() {
        let dir = tempfile::tempdir().unwrap();
        let (root, out) = (dir.path().join("src"), dir.path().join("site"));
        for folder in [&root, &out] {
            std::fs::create_dir(folder).unwrap();
        }
        std::fs::write(out.join("mine"), "mine").unwrap();
        let begun = put((&root, &out), &[("a", "1")], Others::Keep).unwrap();
        begun.put(&RepoPath::new("files/b").unwrap(), b"2").unwrap();
        let twice = begun.put(&RepoPath::new("files/b").unwrap(), b"3").unwrap_err();
        assert!(twice.to_string().contains("two files"), "{twice}");
        begun.put(&RepoPath::new("mine").unwrap(), b"theirs").unwrap();
        assert!(begun.finish().is_err());
        assert_eq!(names(&out), "mine");
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            2,
            "nothing is left beside it"
        );
    }

    #[test]
    fn others_stay_where_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let (root, out) = (dir.path().join("src"), dir.path().join("site"));
        for folder in [&root, &out.join(".git/refs/tags"), &out.join("x")] {
            std::fs::create_dir_all(folder).unwrap();
        }
        for file in ["CNAME", ".git/HEAD", "x/mine"] {
            std::fs::write(out.join(file), file).unwrap();
        }
        let keep = |files: &[(&str, &str)]| put((&root, &out), files, Others::Keep)?.finish();
        assert!(publish(&root, &out, &[("a", "1")]).is_err());
        keep(&[("a", "1"), ("x/b", "2"), ("y/c", "3")]).unwrap();
        assert_eq!(names(&out), ".git/HEAD .opsrepo-site CNAME a x/b x/mine y/c");
        assert!(out.join(".git/refs/tags").is_dir(), "empty folders too");
        keep(&[("a", "1")]).unwrap();
        assert_eq!(names(&out), ".git/HEAD .opsrepo-site CNAME a x/mine");
        for taken in ["CNAME", "x/mine", "x/mine/deeper", "x"] {
            assert!(keep(&[(taken, "")]).is_err(), "{taken}");
        }
        // Ended between the swap and the putting back.
        std::fs::rename(&out, beside(&out, "old")).unwrap();
        std::fs::create_dir(&out).unwrap();
        std::fs::write(out.join(".opsrepo-site"), "b\n").unwrap();
        std::fs::write(out.join("b"), "1").unwrap();
        keep(&[("b", "2")]).unwrap();
        assert_eq!(names(&out), ".git/HEAD .opsrepo-site CNAME b x/mine");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
