//! One file that was found on disk, and the reading of it. It must not know how it was found.

use crate::store::content::{Wanted, judge, without_reading};
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Note, NoteKind};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// What lies below a folder.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) found: Vec<Found>,
    /// Every folder, the root too.
    pub(super) folders: Vec<PathBuf>,
    pub(super) notes: Vec<Note>,
    pub(super) opaque: Vec<RepoPath>,
}

#[derive(Clone)]
pub(super) struct Found {
    pub(super) path: RepoPath,
    pub(super) disk: PathBuf,
    pub(super) kind: FoundKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FoundKind {
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

pub(super) struct Reader<'a> {
    pub(super) root: &'a Path,
    pub(super) wanted: &'a Wanted,
}

impl Reader<'_> {
    pub(super) fn read(&self, found: Found, buffer: &mut Vec<u8>) -> (File, Option<Note>) {
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

/// Names the files of a site that opsrepo wrote, one path per line, and lies in its folder. Only a folder with this file is
/// ever replaced, and what no index names in one is nothing that people wrote.
pub(super) const SITE_MARKER: &str = ".opsrepo-site";

/// A pipe, socket or device: opening one could wait for ever.
fn special() -> Content {
    Content::Unreadable("neither a file nor a folder".to_owned())
}

/// The system's words without the number of the error. A walker wraps them with the path, which the note has already.
pub(super) fn plain(system: Option<&std::io::Error>, error: &dyn std::fmt::Display) -> String {
    let text = match system {
        Some(wrapped) if wrapped.get_ref().is_some() => wrapped.kind().to_string(),
        Some(system) => system.to_string(),
        None => error.to_string(),
    };
    match text.rfind(" (os error ") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}
