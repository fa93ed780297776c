//! Files that Git tracks although an ignore file names them: they belong to the folder like all others. It opens none.

use crate::store::facts::Index;
use crate::store::found::{Found, Listing};
use crate::text::path::RepoPath;
use std::collections::HashSet;
use std::path::Path;

/// Adds the files that Git tracks although an ignore file names them.
pub(super) fn add(root: &Path, listing: &mut Listing, index: &Index) {
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
