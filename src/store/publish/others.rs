//! What lies in the folder of a site and is not of it: whose a file is, when the folder is refused for it, and how it gets
//! from the old site into the new one.

use crate::store::found::SITE_MARKER as MARKER;
use crate::store::worktree::list_all;
use crate::store::writer::make_folder;
use crate::text::path::RepoPath;
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// What becomes of files in the folder that opsrepo did not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// The folder is refused.
    Refuse,
    /// They stay where they are.
    Keep,
}

/// The files that opsrepo wrote into a folder.
pub fn ours(folder: &Path) -> BTreeSet<String> {
    let marker = std::fs::read_to_string(folder.join(MARKER)).unwrap_or_default();
    marker.lines().chain([MARKER]).map(str::to_owned).collect()
}

/// Fails where a folder holds files that are to be refused, or that stand where the site is to have its own.
pub(super) fn refuse_foreign(out: &Path, names: &BTreeSet<&str>, others: Others) -> anyhow::Result<()> {
    let found = list_all(out);
    let ours = ours(out);
    let foreign = found.files.iter().filter(|path| !ours.contains(path.as_str()));
    let in_the_way = |path: &&RepoPath| others == Others::Refuse || is_taken(path, names);
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
fn is_taken(path: &RepoPath, names: &BTreeSet<&str>) -> bool {
    let mut above = path.as_str().match_indices('/').map(|(end, _)| &path.as_str()[..end]);
    if above.any(|folder| names.contains(folder)) {
        return true;
    }
    let inside = format!("{path}/");
    let next = names.range(inside.as_str()..).next();
    names.contains(path.as_str()) || next.is_some_and(|next| next.starts_with(&inside))
}

/// Moves what is not ours from the old site into the new one. A link is moved as it is.
pub(super) fn carry((from, to): (&Path, &Path), below: &str, ours: &BTreeSet<String>) -> anyhow::Result<()> {
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
            make_folder(&to.join(below))?;
            std::fs::rename(entry.path(), &target).with_context(|| format!("cannot keep {}", target.display()))?;
        }
    }
    Ok(())
}
