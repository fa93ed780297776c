//! `validate PATH…`: which files the findings shall be about. All of the repository is read and checked all the same.

use crate::cli::args::Global;
use crate::cli::load::Ground;
use crate::cli::place;
use crate::lint::{Diagnostic, Report};
use crate::model::glob::{self, Globs};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use anyhow::bail;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The files that were asked for.
pub(super) struct Chosen(HashSet<RepoPath>);

/// Looks up files, folders and globs, as seen from where the user stands; `None` where none are given.
///
/// Each must match a file, and one of all of them must be checked: a slip in a path must never look like success.
pub(super) fn choose(
    paths: &[PathBuf],
    workspace: &Workspace,
    (ground, global): (&Ground, &Global),
) -> anyhow::Result<Option<Chosen>> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut chosen = HashSet::new();
    for path in paths {
        let found = matching(path, workspace, (ground, global))?;
        chosen.extend(found);
    }
    let excluded = Globs::of(&workspace.settings.exclude);
    chosen.retain(|path| !excluded.matches(path));
    if chosen.is_empty() {
        bail!(
            "nothing was checked: what was named is all left out here\n\
             `[files] exclude` in opsrepo.toml leaves files out, and so does an opsrepo.toml further down"
        );
    }
    Ok(Some(Chosen(chosen)))
}

fn matching(path: &Path, workspace: &Workspace, (ground, global): (&Ground, &Global)) -> anyhow::Result<Vec<RepoPath>> {
    let tree = &workspace.tree;
    let wanted = place::of(path, (ground, global))?;
    if tree.find(&wanted).is_some() {
        return Ok(vec![wanted]);
    }
    let mut found: Vec<RepoPath> = tree.below(&wanted).map(|(_, file)| file.path.clone()).collect();
    let shown = path.display();
    let is_glob = wanted.as_str().contains(['*', '?', '[', '{']);
    if found.is_empty() && is_glob {
        if let Some(why) = glob::problem(wanted.as_str()) {
            bail!("{shown} is no glob: {why}");
        }
        let globs = Globs::new([wanted.as_str()]);
        let files = tree.files().iter().map(|file| &file.path);
        found = files.filter(|path| globs.matches(path)).cloned().collect();
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let is_there = ground.revision().is_none() && ground.root.join(wanted.as_str()).symlink_metadata().is_ok();
    match (is_there, is_glob) {
        (true, _) => bail!("nothing in {shown} is checked\nit holds no files, or Git is told to ignore them"),
        (false, true) => bail!("no file matches {shown}\n`*` does not cross a `/`, `**` does"),
        (false, false) => bail!("there is no file and no folder {shown}\npaths are as seen from here, or from -C"),
    }
}

impl Chosen {
    /// Whether a finding is about one of these files.
    pub(super) fn has(&self, workspace: &Workspace, found: &Diagnostic) -> bool {
        let path = RepoPath::new(found.place.path(workspace));
        path.is_some_and(|path| self.0.contains(&path))
    }

    /// Whether these are all the files that the fix of a finding changes.
    pub(super) fn may_mend(&self, workspace: &Workspace, found: &Diagnostic) -> bool {
        let fix = found.fix.as_ref();
        self.has(workspace, found) && fix.is_none_or(|fix| self.0.contains(workspace.tree.path(fix.file)))
    }

    /// Leaves only the findings about these files.
    pub(super) fn keep(&self, workspace: &Workspace, report: &mut Report) {
        report.findings.retain(|found| self.has(workspace, found));
        report.chosen = Some(self.0.len());
    }
}
