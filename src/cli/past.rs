//! From records to their steps through the history: asks Git for what is needed and no more. It prints nothing.

use crate::cli::load::Ground;
use crate::model::past::Step;
use crate::model::record::RecordId;
use crate::model::story::{self, Blobs};
use crate::model::workspace::Workspace;
use crate::store::content::LIMIT;
use crate::store::git::Repository;
use crate::text::history::History;
use crate::text::path::RepoPath;
use anyhow::anyhow;
use rayon::prelude::*;
use std::collections::HashSet;

/// The steps of one record, oldest first; the workspace is given the history that they need. What is not committed is the
/// last step. Of a shallow clone those that it holds. Fails where
/// the history cannot be known.
pub fn of_one(ground: &Ground, workspace: &mut Workspace, id: RecordId) -> anyhow::Result<Vec<Step>> {
    let files = story::files(workspace.record(id)).into_iter();
    let paths: Vec<RepoPath> = files.map(|file| workspace.tree.path(file).clone()).collect();
    workspace.history = ground.history_of(&paths);
    require(&workspace.history)?;
    let mut steps = story::steps(workspace, id, &Kept(ground.repository.as_ref()));
    if !ground.changed(&paths).is_empty() {
        steps.push(story::uncommitted(workspace, id, &steps));
    }
    Ok(steps)
}

/// The steps of many records, as [`of_one`] tells them; one pass over the history.
pub fn of_many(
    ground: &Ground,
    workspace: &mut Workspace,
    ids: &[RecordId],
) -> anyhow::Result<Vec<(RecordId, Vec<Step>)>> {
    let files = |id: &RecordId| story::files(workspace.record(*id));
    let paths = ids.iter().flat_map(files).map(|file| workspace.tree.path(file).clone());
    let paths: Vec<RepoPath> = paths.collect();
    workspace.history = ground.history_of(&paths);
    require(&workspace.history)?;
    let workspace = &*workspace;
    let files = |id: &RecordId| story::files(workspace.record(*id));
    let open: HashSet<RepoPath> = ground.changed(&paths).into_iter().collect();
    let mut all = committed(ground, workspace, ids);
    for (id, steps) in &mut all {
        let is_open = |file| open.contains(workspace.tree.path(file));
        if files(id).into_iter().any(is_open) {
            steps.push(story::uncommitted(workspace, *id, steps));
        }
    }
    Ok(all)
}

/// The committed steps of many records. None where the history is not known.
pub fn committed(ground: &Ground, workspace: &Workspace, ids: &[RecordId]) -> Vec<(RecordId, Vec<Step>)> {
    if workspace.history.log().is_none() {
        return Vec::new();
    }
    let root = ground.root.as_path();
    // A repository serves one thread; each of them opens it once for a good number of records.
    ids.par_iter()
        .with_min_len(64)
        .map_init(
            || Repository::discover(root).ok().flatten(),
            |repository, &id| (id, story::steps(workspace, id, &Kept(repository.as_ref()))),
        )
        .collect()
}

fn require(history: &History) -> anyhow::Result<()> {
    let History::Unknown(reason) = history else {
        return Ok(());
    };
    let (first, remedy) = reason.split_once("; ").unwrap_or((reason, ""));
    Err(anyhow!("the history is unknown: {first}\n{remedy}"))
}

/// What a repository keeps; nothing can be read where it could not be opened.
pub(super) struct Kept<'a>(pub(super) Option<&'a Repository>);

impl Blobs for Kept<'_> {
    /// Under the same limits as a file on disk.
    fn text(&self, blob: &str) -> Option<String> {
        let bytes = self.0?.blob(blob).ok()?;
        let is_text = bytes.len() as u64 <= LIMIT && !bytes.contains(&0);
        is_text.then(|| String::from_utf8(bytes).ok()).flatten()
    }

    fn holds(&self, blob: &str, text: &str) -> bool {
        Repository::names(blob, text)
    }
}
