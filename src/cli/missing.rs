//! What Git says of links that lead to nothing: where their targets went, and whether they exist where an address looks
//! for them. It judges nothing; most runs never come here.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::model::links::Destination;
use crate::model::targets::is_elsewhere;
use crate::model::workspace::Workspace;
use crate::rules::moves::{self, Moves};
use crate::store::content::Wanted;
use crate::store::git::Repository;
use crate::text::history::History;
use crate::text::tree::Tree;

/// Reads the history if some link leads to nothing and nobody has read it: a whole pass that other runs can do without.
pub(super) fn look_up(ground: &Ground, workspace: &mut Workspace, terminal: &mut Terminal) {
    let missing = moves::wanted(workspace);
    let Some(repository) = ground.repository.as_ref().filter(|found| !found.is_empty()) else {
        return;
    };
    if missing.is_empty() {
        return;
    }
    let is_wanted = matches!(workspace.history, History::NotAsked) && !moves::is_off(workspace);
    if is_wanted {
        workspace.history = ground.history(&workspace.tree, &missing, terminal);
    }
    if let (true, History::Unknown(reason)) = (is_wanted, &workspace.history) {
        let (first, remedy) = reason.split_once("; ").unwrap_or((reason, ""));
        terminal.note(&format!(
            "whether the targets of broken links have moved is not known: {first}"
        ));
        if !remedy.is_empty() {
            terminal.hint(remedy);
        }
    }
    leave_other_branches(ground, repository, workspace);
}

/// A whole address shows the default branch. On another branch, what is missing here may have been added there since:
/// where the history here never had it, it is not judged.
fn leave_other_branches(ground: &Ground, repository: &Repository, workspace: &mut Workspace) {
    let whole = |target: &Destination, raw: &str| matches!(target, Destination::Missing(_)) && is_elsewhere(raw);
    if !workspace.links.iter().any(|link| whole(&link.target, &link.raw)) {
        return;
    }
    let Some(tip) = tip(ground, repository, workspace) else {
        return;
    };
    let mut moves = Moves::new(workspace);
    let mut others = Vec::new();
    for (at, link) in workspace.links.iter().enumerate() {
        if let (true, Destination::Missing(path)) = (whole(&link.target, &link.raw), &link.target) {
            let is_there = tip.find(path).is_some() || tip.is_folder(path);
            if is_there && moves.of(link).is_none() && moves.deletion(link).is_none() {
                others.push(at);
            }
        }
    }
    for at in others {
        workspace.links[at].target = Destination::External;
    }
}

/// The paths at the tip of the default branch; `None` where that is what is being looked at, or where it is unknown.
fn tip(ground: &Ground, repository: &Repository, workspace: &Workspace) -> Option<Tree> {
    let branch = workspace.context.default_branch.as_deref()?;
    let names = [format!("refs/remotes/origin/{branch}"), format!("refs/heads/{branch}")];
    let (name, commit) = names
        .iter()
        .find_map(|name| Some((name, repository.commit(name).ok()?)))?;
    let here = repository.commit(ground.revision.as_deref().unwrap_or("HEAD")).ok()?;
    let paths_only = Wanted {
        is_read: |_| false,
        limit: 0,
    };
    let tree = || repository.tree(name, &workspace.context.folder, &paths_only).ok();
    Some(()).filter(|()| here != commit).and_then(|()| tree())
}
