//! Putting a rendered site on disk: the whole new one in the place of the whole old one.
//!
//! The site is built in a folder beside `out`, then the two are swapped by renaming. A run that is interrupted at any
//! point leaves the old site whole: under its name, or, within the instant of the swap, under a name beside it from which
//! the next run brings it back. It must not know what a page is.

use crate::store::found::SITE_MARKER as MARKER;
use crate::store::worktree::list_all;
use crate::store::writer::bytes_of;
use crate::text::path::RepoPath;
use crate::text::tree::{File, Tree};
use anyhow::{Context, bail};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What becomes of files in the folder that opsrepo did not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// The folder is refused.
    Refuse,
    /// They stay where they are.
    Keep,
}

/// Makes `out` hold the files of `tree`, and none that opsrepo wrote there before. Files that stay equal keep their time of
/// change.
///
/// Fails, and changes nothing, where `out` holds `others` that are not to be kept or that have the name of a file of the
/// site, or where `root`, the folder that was read, lies in it.
pub fn publish(root: &Path, out: &Path, tree: &Tree, others: Others) -> anyhow::Result<()> {
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
    refuse_foreign(&out, tree, others)?;
    if let Err(error) = build(&staging, &out, tree) {
        let _ = clear(&staging);
        return Err(error);
    }
    swap(&out, &staging, &old)
}

fn resolve(out: &Path) -> anyhow::Result<PathBuf> {
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
    std::fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
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

/// The files that opsrepo wrote into a folder.
pub fn ours(folder: &Path) -> BTreeSet<String> {
    let marker = std::fs::read_to_string(folder.join(MARKER)).unwrap_or_default();
    marker.lines().chain([MARKER]).map(str::to_owned).collect()
}

fn refuse_foreign(out: &Path, tree: &Tree, others: Others) -> anyhow::Result<()> {
    let found = list_all(out);
    let ours = ours(out);
    let foreign = found.files.iter().filter(|path| !ours.contains(path.as_str()));
    let in_the_way = |path: &&RepoPath| others == Others::Refuse || is_taken(path, tree);
    let unnamed = found.notes.iter().filter(|_| others == Others::Refuse);
    let foreign: Vec<&str> = foreign
        .filter(in_the_way)
        .map(RepoPath::as_str)
        .chain(unnamed.map(|note| note.place.as_str()))
        .collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let first = foreign.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    let count = match foreign.len() {
        1 => "a file".to_owned(),
        count => format!("{count} files"),
    };
    match others {
        Others::Refuse => bail!(
            "{} holds {count} that opsrepo did not write: {first}\n\
             choose another folder, or move them away; --keep-others leaves them where they are",
            out.display()
        ),
        Others::Keep => bail!(
            "{} holds {count} that opsrepo did not write in the place of the site's own: {first}\nmove them away",
            out.display()
        ),
    }
}

/// Whether a file of the site needs the place of another.
fn is_taken(path: &RepoPath, tree: &Tree) -> bool {
    let mut above = path.parent();
    while !above.as_str().is_empty() {
        if tree.find(&above).is_some() {
            return true;
        }
        above = above.parent();
    }
    tree.find(path).is_some() || tree.is_folder(path)
}

/// Moves what is not ours from the old site into the new one. A link is moved as it is.
fn carry((from, to): (&Path, &Path), below: &str, ours: &BTreeSet<String>) -> anyhow::Result<()> {
    let folder = from.join(below);
    for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        let name = entry.file_name();
        let path = match (name.to_str(), below) {
            (Some(name), "") => name.to_owned(),
            (Some(name), below) => format!("{below}/{name}"),
            (None, _) => String::new(),
        };
        let inside = format!("{path}/");
        let holds_ours = ours
            .range(inside.clone()..)
            .next()
            .is_some_and(|next| next.starts_with(&inside));
        let target = to.join(below).join(&name);
        if !path.is_empty() && entry.file_type().is_ok_and(|kind| kind.is_dir()) && (holds_ours || target.is_dir()) {
            carry((from, to), &path, ours)?;
        } else if !ours.contains(&path) {
            let parent = to.join(below);
            std::fs::create_dir_all(&parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
            std::fs::rename(entry.path(), &target).with_context(|| format!("cannot keep {}", target.display()))?;
        }
    }
    Ok(())
}

fn build(staging: &Path, out: &Path, tree: &Tree) -> anyhow::Result<()> {
    std::fs::create_dir(staging).with_context(|| format!("cannot make the folder {}", staging.display()))?;
    let mut listing = String::new();
    for file in tree.files() {
        if file.path.as_str() == MARKER || file.path.as_str().contains('\n') {
            bail!("a site cannot have a file {:?}", file.path);
        }
        listing.push_str(file.path.as_str());
        listing.push('\n');
    }
    std::fs::write(staging.join(MARKER), listing).context("cannot write the list of the site's files")?;
    let mut folders: BTreeMap<RepoPath, Vec<&File>> = BTreeMap::new();
    for file in tree.files() {
        folders.entry(file.path.parent()).or_default().push(file);
    }
    for folder in folders.keys() {
        let folder = staging.join(folder.as_str());
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    // Whoever makes files in one folder at a time waits for nobody; two in one folder wait for each other at full speed.
    folders
        .par_iter()
        .try_for_each(|(_, files)| files.iter().try_for_each(|file| write(staging, out, file)))
}

/// Writes one file, or takes the old site's where it is the same.
fn write(staging: &Path, out: &Path, file: &File) -> anyhow::Result<()> {
    let bytes = bytes_of(file)?;
    let (before, now) = (out.join(file.path.as_str()), staging.join(file.path.as_str()));
    let facts = before.symlink_metadata();
    let may_stay = facts.is_ok_and(|facts| facts.is_file() && facts.len() == bytes.len() as u64);
    let stays = may_stay && std::fs::read(&before).is_ok_and(|old| old == bytes);
    // Where the disk has no hard links the file is simply written.
    if stays && std::fs::hard_link(&before, &now).is_ok() {
        return Ok(());
    }
    std::fs::write(&now, bytes).with_context(|| format!("cannot write {}", file.path))
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
    use super::{Others, beside};
    use crate::store::worktree::list_all;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};
    use std::path::Path;

    fn publish(root: &Path, out: &Path, tree: &Tree) -> anyhow::Result<()> {
        super::publish(root, out, tree, Others::Refuse)
    }

    fn tree(files: &[(&str, &str)]) -> Tree {
        let file = |&(path, text): &(&str, &str)| File::text(RepoPath::new(path).unwrap(), text);
        Tree::new(files.iter().map(file).collect())
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
            &tree(&[("index.html", "a"), ("x/y.html", "b"), ("gone.html", "c")]),
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
        publish(&root, &out, &tree(&[("index.html", "A"), ("x/y.html", "b")])).unwrap();
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
        let site = tree(&[("index.html", "a")]);
        assert!(publish(&root, &root, &site).is_err());
        assert!(publish(&root, dir.path(), &site).is_err());
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
        publish(&root, &out, &tree(&[("a", "1")])).unwrap();
        std::fs::rename(&out, beside(&out, "old")).unwrap();
        let failing = File {
            content: crate::text::tree::Content::Other(1),
            ..tree(&[("b", "")]).files()[0].clone()
        };
        assert!(publish(&root, &out, &Tree::new(vec![failing])).is_err());
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
        publish(&root, &out, &tree(&[("a", "1")])).unwrap();
        assert!(!staging.exists(), "it was ended before it wrote anything");
        std::fs::create_dir(&staging).unwrap();
        std::fs::write(staging.join("mine"), "").unwrap();
        let refused = publish(&root, &out, &tree(&[("a", "2")])).unwrap_err();
        assert!(refused.to_string().contains("is in the way"), "{refused}");
        assert_eq!(names(&out), ".opsrepo-site a");
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
        let keep = |files: &[(&str, &str)]| super::publish(&root, &out, &tree(files), Others::Keep);
        assert!(publish(&root, &out, &tree(&[("a", "1")])).is_err());
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
        super::build(&out, &beside(&out, "old"), &tree(&[("b", "1")])).unwrap();
        keep(&[("b", "2")]).unwrap();
        assert_eq!(names(&out), ".git/HEAD .opsrepo-site CNAME b x/mine");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
