//! From a file that the user names to its place in the repository.

use crate::cli::args::Global;
use crate::cli::load::Ground;
use crate::text::path::RepoPath;
use anyhow::bail;
use std::path::{Component, Path, PathBuf};

/// The path of a file that need not exist: as seen from the current folder, or from the one that `-C` names.
pub(super) fn of(file: &Path, (ground, global): (&Ground, &Global)) -> anyhow::Result<RepoPath> {
    let root = ground.root.canonicalize().unwrap_or_else(|_| ground.root.clone());
    let here = Path::new(".").canonicalize().unwrap_or_default();
    let there = global.dir.canonicalize().unwrap_or_else(|_| global.dir.clone());
    let seen = [here, there].map(|folder| plain(&folder.join(file)));
    let inside = |path: &PathBuf| {
        let below = path.strip_prefix(&root).ok()?;
        RepoPath::new(&below.to_str()?.replace('\\', "/"))
    };
    let existing = seen.iter().filter(|path| path.exists()).find_map(inside);
    match existing.or_else(|| seen.iter().rev().find_map(inside)) {
        Some(path) => Ok(path),
        None => bail!(
            "{} does not lie in {}\nname a file below that folder",
            file.display(),
            root.display()
        ),
    }
}

/// The folder of such a file; the root where none is named.
pub(super) fn folder(file: Option<&Path>, (ground, global): (&Ground, &Global)) -> anyhow::Result<RepoPath> {
    match file {
        Some(file) => Ok(of(file, (ground, global))?.parent()),
        None => Ok(RepoPath::root()),
    }
}

/// The same path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
