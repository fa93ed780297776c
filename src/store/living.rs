//! The files below a folder, read once and from then on only where they change.
//!
//! It asks the system about every file and folder that it knows and opens those that changed: ten thousand files cost some
//! hundredths of a second, alike on every system, in containers and on network drives, and no limit of the system has to
//! be raised as for a watch on each folder. It must not know what a file is for.

use crate::store::content::Wanted;
use crate::store::facts::Index;
use crate::store::found::{Found, FoundKind, Reader};
use crate::store::worktree::list;
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Note, Tree};
use anyhow::Context;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file that was changed so short a time before it was looked at may be changed again without a new stamp: clocks of
/// disks are coarse.
const COARSE: Duration = Duration::from_millis(50);

/// A folder whose files are known.
pub struct Living {
    root: PathBuf,
    wanted: Wanted,
    /// Every file, sorted by path, and what the system said of it before it was read.
    files: Vec<(Found, Stamp)>,
    folders: Vec<(PathBuf, Stamp)>,
    tree: Tree,
}

/// What the system says of a file or folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stamp {
    /// There is nothing.
    Gone,
    /// The same of what changed a moment ago: what is done to it now may not show.
    Young(SystemTime, u64),
    /// When it changed, and its length in bytes.
    Since(SystemTime, u64),
}

impl Living {
    /// Reads everything, as [`crate::store::worktree::read`] does.
    pub fn read(root: &Path, wanted: Wanted, index: &Index) -> anyhow::Result<Living> {
        let root = root
            .canonicalize()
            .with_context(|| format!("cannot open {}", root.display()))?;
        let mut living = Living {
            root,
            wanted,
            files: Vec::new(),
            folders: Vec::new(),
            tree: Tree::default(),
        };
        living.list(index)?;
        Ok(living)
    }

    /// The files as they were when they were last looked at.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Looks again. Says which files came, went or changed, sorted; none where all is as it was. `index` is asked only
    /// where files came or went. Fails where the root cannot be listed any more.
    pub fn look(&mut self, index: &dyn Fn() -> anyhow::Result<Index>) -> anyhow::Result<Vec<RepoPath>> {
        let is_moved = self.folders.iter().any(|(path, known)| !Stamp::of(path).is(*known));
        let mut changed = Vec::new();
        let mut may_lead_on = is_moved;
        for (at, (found, known)) in self.files.iter().enumerate() {
            let now = Stamp::of(&found.disk);
            if !now.is(*known) {
                changed.push((at, now));
                // What a link leads to, and what Git ignores, is found by a list alone.
                may_lead_on |= now == Stamp::Gone || found.kind != FoundKind::File || found.path.name() == ".gitignore";
            }
        }
        match may_lead_on {
            true => self.list(&index()?),
            false => Ok(self.read_again(&changed)),
        }
    }

    /// Reads the files at these places of the list again, and says which of them are not as they were.
    fn read_again(&mut self, places: &[(usize, Stamp)]) -> Vec<RepoPath> {
        let reader = Reader {
            root: &self.root,
            wanted: &self.wanted,
        };
        let mut buffer = Vec::new();
        let mut fresh = Vec::new();
        for (at, now) in places {
            let (found, then) = &mut self.files[*at];
            let file = reader.read(found.clone(), &mut buffer).0;
            let known = self.tree.find(&file.path).map(|id| &self.tree.file(id).content);
            if !known.is_some_and(|known| is_same(known, &file.content) || is_untouched(&file, *then, *now)) {
                fresh.push(file);
            }
            *then = *now;
        }
        let paths: Vec<RepoPath> = fresh.iter().map(|file| file.path.clone()).collect();
        if !fresh.is_empty() {
            self.tree = self.tree.with_files(fresh);
        }
        paths
    }

    /// Lists everything anew, and reads what is not as it was. Says what came, went or changed.
    fn list(&mut self, index: &Index) -> anyhow::Result<Vec<RepoPath>> {
        let mut listing = list(&self.root, index)?;
        listing.found.sort_by(|a, b| a.path.cmp(&b.path));
        // Asked before anything is read: what changes meanwhile is seen the next time.
        let stamp = |path: &Path| Stamp::of(path);
        let folders = std::mem::take(&mut listing.folders).into_iter();
        self.folders = folders.map(|path| (path.clone(), stamp(&path))).collect();
        let stamped = std::mem::take(&mut listing.found).into_iter();
        let stamped: Vec<(Found, Stamp)> = stamped.map(|found| (found.clone(), stamp(&found.disk))).collect();
        let reader = Reader {
            root: &self.root,
            wanted: &self.wanted,
        };
        let read: Vec<(File, Option<Note>)> = stamped
            .par_iter()
            .map_init(Vec::new, |buffer, (found, stamp)| match self.known(found, *stamp) {
                Some(file) => (file.clone(), None),
                None => reader.read(found.clone(), buffer),
            })
            .collect();
        let mut files = Vec::with_capacity(read.len());
        let mut changed = BTreeSet::new();
        for ((file, note), (found, stamp)) in read.into_iter().zip(&stamped) {
            let before = self.tree.find(&file.path).map(|id| &self.tree.file(id).content);
            let is_untouched = self.stamp(found).is_some_and(|then| is_untouched(&file, then, *stamp));
            let is_known = is_untouched || self.known(found, *stamp).is_some();
            if !is_known && !before.is_some_and(|before| is_same(before, &file.content)) {
                changed.insert(file.path.clone());
            }
            files.push(file);
            listing.notes.extend(note);
        }
        let tree = Tree::new(files).with_notes(listing.notes).with_opaque(listing.opaque);
        let gone = self.tree.files().iter().filter(|file| tree.find(&file.path).is_none());
        changed.extend(gone.map(|file| file.path.clone()));
        self.tree = tree;
        self.files = stamped;
        Ok(changed.into_iter().collect())
    }

    /// What the system said of a file before.
    fn stamp(&self, found: &Found) -> Option<Stamp> {
        let at = self
            .files
            .binary_search_by(|(file, _)| file.path.cmp(&found.path))
            .ok()?;
        Some(self.files[at].1)
    }

    /// A file as it was read, where it need not be read again. A link may lead elsewhere without a change of its own.
    fn known(&self, found: &Found, now: Stamp) -> Option<&File> {
        let at = self
            .files
            .binary_search_by(|(file, _)| file.path.cmp(&found.path))
            .ok()?;
        let (before, then) = &self.files[at];
        let stays = now.is(*then) && before.kind == found.kind && found.kind == FoundKind::File;
        let id = self.tree.find(&found.path).filter(|_| stays)?;
        Some(self.tree.file(id))
    }
}

impl Stamp {
    fn of(path: &Path) -> Stamp {
        let facts = path.metadata().ok();
        let Some((changed, length)) = facts.and_then(|facts| Some((facts.modified().ok()?, facts.len()))) else {
            return Stamp::Gone;
        };
        match SystemTime::now().duration_since(changed) {
            Ok(age) if age < COARSE => Stamp::Young(changed, length),
            _ => Stamp::Since(changed, length),
        }
    }

    /// Whether nothing has changed since it was `known`.
    fn is(self, known: Stamp) -> bool {
        self == known && !matches!(self, Stamp::Young(..))
    }

    /// When it changed, and its length.
    fn facts(self) -> Option<(SystemTime, u64)> {
        match self {
            Stamp::Gone => None,
            Stamp::Young(changed, length) | Stamp::Since(changed, length) => Some((changed, length)),
        }
    }
}

/// Whether a file that is not read seems to be as it was: all that is known of it is what the system says.
fn is_untouched(file: &File, then: Stamp, now: Stamp) -> bool {
    file.source().is_none() && then.facts() == now.facts()
}

fn is_same(a: &Content, b: &Content) -> bool {
    match (a, b) {
        (Content::Text(a), Content::Text(b)) => a.text() == b.text(),
        (Content::Link(a), Content::Link(b)) | (Content::Unreadable(a), Content::Unreadable(b)) => a == b,
        // Whatever is not read has changed if the system says so.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Living;
    use crate::store::content::Wanted;
    use crate::store::facts::Index;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    #[test]
    fn only_what_changed_is_told() {
        let scratch = Scratch::folder();
        scratch
            .write(".gitignore", "/out/\n")
            .write("a.md", "a")
            .write("d/b.md", "b");
        std::fs::create_dir(scratch.root().join("empty")).unwrap();
        let wanted = Wanted {
            is_read: |path| path.extension() == Some("md"),
            limit: 1000,
        };
        let mut living = Living::read(scratch.root(), wanted, &Index::default()).unwrap();
        let mut look = || {
            let changed = living.look(&|| Ok(Index::default())).unwrap();
            let shown: Vec<String> = changed
                .iter()
                .map(|path| match living.tree().find(path) {
                    Some(id) => format!("{path}={}", living.tree().text(id)),
                    None => format!("{path} is gone"),
                })
                .collect();
            shown.join(" ")
        };
        std::thread::sleep(super::COARSE);
        look();
        assert_eq!(look(), "");
        scratch.write("d/b.md", "b");
        assert_eq!(look(), "", "written, and the same");
        scratch.write("d/b.md", "B");
        assert_eq!(look(), "d/b.md=B", "at once, of the same length");
        scratch.write("out/x.md", "x").write("empty/c.md", "c");
        assert_eq!(look(), "empty/c.md=c");
        std::fs::remove_file(scratch.root().join("a.md")).unwrap();
        assert_eq!(look(), "a.md is gone");
        scratch.write(".gitignore", "");
        assert_eq!(look(), ".gitignore= out/x.md=x");
        scratch.write("e.txt", "1");
        assert_eq!(look(), "e.txt=");
        std::thread::sleep(super::COARSE * 2);
        scratch.write("e.txt", "2");
        assert_eq!(look(), "e.txt=", "of what is not read every change counts");
        let paths: Vec<&RepoPath> = living.tree().files().iter().map(|file| &file.path).collect();
        assert_eq!(paths.len(), 5);
    }
}
