//! The files below a folder on disk, as a tree. The only home of the two directory walkers.
//!
//! It honours `.gitignore` files and `.git/info/exclude`, and nothing that lies outside the folder's repository, so that
//! two people see the same files. It must not know what a file is for.

use crate::store::content::{Wanted, judge, without_reading};
use crate::store::git::Index;
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Note, NoteKind, Tree};
use anyhow::Context;
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Reads the files below `root`.
///
/// Hidden files belong to it, `.git` never. What `index` names is read though it be ignored. Nested repositories and
/// submodules are opaque. A link to a file below the root is read as that file; every other link is a fact, and a note
/// where it leads out of the root, in a circle or nowhere. Fails only when `root` itself cannot be listed.
pub fn read(root: &Path, wanted: &Wanted, index: &Index) -> anyhow::Result<Tree> {
    let real_root = root
        .canonicalize()
        .with_context(|| format!("cannot open {}", root.display()))?;
    let mut listing = walk(&real_root)?;
    add_tracked(&real_root, &mut listing, index);
    let reader = Reader {
        root: &real_root,
        wanted,
    };
    let read: Vec<(File, Option<Note>)> = listing
        .found
        .into_par_iter()
        .map_init(Vec::new, |buffer, found| reader.read(found, buffer))
        .collect();
    let mut files = Vec::with_capacity(read.len());
    for (file, note) in read {
        files.push(file);
        listing.notes.extend(note);
    }
    listing.opaque.extend(index.submodules.iter().cloned());
    listing.opaque.sort();
    listing.opaque.dedup();
    listing.notes.extend(index.notes.iter().cloned());
    listing.notes.sort();
    listing.notes.dedup();
    Ok(Tree::new(files).with_notes(listing.notes).with_opaque(listing.opaque))
}

/// Every file below a folder, hidden and ignored ones too.
#[derive(Clone, Debug, Default)]
pub(super) struct Everything {
    /// Files and links, sorted.
    pub(super) files: Vec<RepoPath>,
    /// What could not be listed or named.
    pub(super) notes: Vec<Note>,
}

/// Lists every file below `root`, ignoring nothing and following no link. A folder that does not exist holds nothing.
pub(super) fn list_all(root: &Path) -> Everything {
    let mut all = Everything::default();
    if root.symlink_metadata().is_err() {
        return all;
    }
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => match repo_path(root, entry.path()) {
                Ok(path) => all.files.push(path),
                Err(note) => all.notes.push(note),
            },
            Err(error) => all.notes.push(Note {
                place: error.path().map_or_else(String::new, |path| printable(root, path)),
                kind: NoteKind::FolderUnreadable(plain(error.io_error(), &error)),
            }),
        }
    }
    all.files.sort();
    all
}

struct Found {
    path: RepoPath,
    disk: PathBuf,
    kind: FoundKind,
}

enum FoundKind {
    File,
    Link,
    Special,
}

impl From<std::fs::FileType> for FoundKind {
    fn from(kind: std::fs::FileType) -> Self {
        match kind {
            kind if kind.is_file() => FoundKind::File,
            kind if kind.is_symlink() => FoundKind::Link,
            _ => FoundKind::Special,
        }
    }
}

#[derive(Default)]
struct Listing {
    found: Vec<Found>,
    notes: Vec<Note>,
    opaque: Vec<RepoPath>,
}

fn walk(root: &Path) -> anyhow::Result<Listing> {
    let nested = Arc::new(Mutex::new(Vec::new()));
    let mut listing = Listing::default();
    for entry in walker(root, Arc::clone(&nested)).build() {
        match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_none_or(|kind| kind.is_dir());
                match repo_path(root, entry.path()) {
                    Ok(_) if is_folder => {}
                    Ok(path) => listing.found.push(Found {
                        path,
                        kind: entry.file_type().map_or(FoundKind::Special, FoundKind::from),
                        disk: entry.into_path(),
                    }),
                    // One note for a folder that cannot be named, none for what lies in it.
                    Err(note) if entry.path().parent().is_none_or(|up| up.to_str().is_some()) => {
                        listing.notes.push(note);
                    }
                    Err(_) => {}
                }
            }
            Err(error) => {
                let place = path_of(&error).map(|path| printable(root, path)).unwrap_or_default();
                if place.is_empty() {
                    return Err(error).with_context(|| format!("cannot list {}", root.display()));
                }
                listing.notes.push(Note {
                    place,
                    kind: NoteKind::FolderUnreadable(plain(error.io_error(), &error)),
                });
            }
        }
    }
    let nested = std::mem::take(&mut *nested.lock().unwrap_or_else(PoisonError::into_inner));
    listing.opaque = nested
        .iter()
        .filter_map(|folder: &PathBuf| repo_path(root, folder).ok())
        .collect();
    Ok(listing)
}

fn walker(root: &Path, nested: Arc<Mutex<Vec<PathBuf>>>) -> ignore::WalkBuilder {
    let has_git = |folder: &Path| folder.join(".git").symlink_metadata().is_ok();
    // Ignore files above the root count only where they belong to the same repository: a stray one in somebody's home
    // would change the result.
    let in_repository = root.ancestors().any(has_git);
    let mut walker = ignore::WalkBuilder::new(root);
    walker
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .git_ignore(true)
        .git_exclude(true)
        .require_git(in_repository)
        .parents(in_repository && !has_git(root))
        .follow_links(false)
        .filter_entry(move |entry| {
            if entry.depth() == 0 {
                return true;
            }
            if entry.file_name() == ".git" {
                return false;
            }
            let is_nested = entry.file_type().is_some_and(|kind| kind.is_dir()) && has_git(entry.path());
            if is_nested {
                let mut nested = nested.lock().unwrap_or_else(PoisonError::into_inner);
                nested.push(entry.path().to_owned());
            }
            !is_nested
        });
    walker
}

/// Adds the files that Git tracks although an ignore file names them.
fn add_tracked(root: &Path, listing: &mut Listing, index: &Index) {
    let mut known: HashSet<&str> = listing.found.iter().map(|found| found.path.as_str()).collect();
    let opaque: HashSet<&str> = listing.opaque.iter().map(RepoPath::as_str).collect();
    let mut missing = Vec::new();
    for path in &index.files {
        if known.insert(path.as_str()) && !folders_above(path).any(|folder| opaque.contains(folder)) {
            missing.push(path.clone());
        }
    }
    for path in missing {
        let disk = root.join(path.as_str());
        // A file that was deleted, or whose folder became a link, is not here.
        let Ok(facts) = disk.symlink_metadata() else { continue };
        let in_place = disk.parent().and_then(|folder| folder.canonicalize().ok()).as_deref() == disk.parent();
        if in_place && !facts.is_dir() {
            listing.found.push(Found {
                kind: facts.file_type().into(),
                path,
                disk,
            });
        }
    }
}

fn folders_above(path: &RepoPath) -> impl Iterator<Item = &str> {
    let text = path.as_str();
    text.match_indices('/').map(move |(at, _)| &text[..at])
}

struct Reader<'a> {
    root: &'a Path,
    wanted: &'a Wanted,
}

impl Reader<'_> {
    fn read(&self, found: Found, buffer: &mut Vec<u8>) -> (File, Option<Note>) {
        let (content, note) = match found.kind {
            FoundKind::File => (self.content(&found.path, &found.disk, buffer), None),
            FoundKind::Link => self.link(&found, buffer),
            FoundKind::Special => (special(), None),
        };
        let path = found.path;
        (File { path, content }, note)
    }

    fn content(&self, path: &RepoPath, disk: &Path, buffer: &mut Vec<u8>) -> Content {
        let outcome = match (self.wanted.is_read)(path) {
            true => self.text(path, disk, buffer),
            false => disk.symlink_metadata().map(|facts| Content::Other(facts.len())),
        };
        outcome.unwrap_or_else(|error| Content::Unreadable(plain(Some(&error), &error)))
    }

    fn text(&self, path: &RepoPath, disk: &Path, buffer: &mut Vec<u8>) -> std::io::Result<Content> {
        let mut file = std::fs::File::open(disk)?;
        let length = file.metadata()?.len();
        if let Some(fact) = without_reading(path, length, self.wanted) {
            return Ok(fact);
        }
        // The length is known, so that one call reads a file and a second one to find its end is spared.
        buffer.resize(length as usize, 0);
        let mut filled = 0;
        while filled < buffer.len() {
            match file.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(judge(&buffer[..filled]))
    }

    fn link(&self, found: &Found, buffer: &mut Vec<u8>) -> (Content, Option<Note>) {
        let target = match std::fs::read_link(&found.disk) {
            Ok(target) => target.to_string_lossy().into_owned(),
            Err(error) => return (Content::Unreadable(plain(Some(&error), &error)), None),
        };
        // Resolving is left to the system: it ends circles and follows links on the way.
        let inside = found.disk.canonicalize().ok().filter(|real| {
            real.strip_prefix(self.root)
                .is_ok_and(|below| below.components().all(|part| part.as_os_str() != ".git"))
        });
        let Some(real) = inside else {
            let note = Note {
                place: found.path.to_string(),
                kind: NoteKind::LinkNotFollowed(target.clone()),
            };
            return (Content::Link(target), Some(note));
        };
        match real.metadata() {
            Ok(facts) if facts.is_file() => (self.content(&found.path, &real, buffer), None),
            Ok(facts) if facts.is_dir() => (Content::Link(target), None),
            Ok(_) => (special(), None),
            Err(error) => (Content::Unreadable(plain(Some(&error), &error)), None),
        }
    }
}

/// A pipe, socket or device: opening one could wait for ever.
fn special() -> Content {
    Content::Unreadable("neither a file nor a folder".to_owned())
}

fn repo_path(root: &Path, path: &Path) -> Result<RepoPath, Note> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let text = match std::path::MAIN_SEPARATOR {
        '/' => below.to_str().and_then(RepoPath::new),
        other => below.to_str().and_then(|text| RepoPath::new(&text.replace(other, "/"))),
    };
    text.ok_or_else(|| Note {
        place: printable(root, path),
        kind: NoteKind::PathNotUtf8,
    })
}

fn printable(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// The system's words without the number of the error.
fn plain(system: Option<&std::io::Error>, error: &dyn std::fmt::Display) -> String {
    let text = system.map_or_else(|| error.to_string(), ToString::to_string);
    match text.rfind(" (os error ") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}
