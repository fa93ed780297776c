//! What the history says of review dates, read where the rule that asks is switched on: a whole pass that other runs can do
//! without. It judges nothing.

use crate::cli::load::Ground;
use crate::cli::past;
use crate::cli::terminal::Terminal;
use crate::model::bumps;
use crate::model::workspace::Workspace;
use crate::rules::runbook::review_bumped;
use crate::text::history::History;

/// Reads the history if somebody wants to know, and fills [`Workspace::bumps`].
pub(super) fn look_up(ground: &Ground, workspace: &mut Workspace, terminal: &mut Terminal) {
    let is_asked = review_bumped::is_wanted(workspace) && workspace.records.iter().any(|r| r.reviewed().is_some());
    let Some(repository) = ground.repository.as_ref().filter(|found| is_asked && !found.is_empty()) else {
        return;
    };
    if matches!(workspace.history, History::NotAsked) {
        workspace.history = ground.history(&workspace.tree, &[], terminal);
        if let History::Unknown(reason) = &workspace.history {
            let (first, remedy) = reason.split_once("; ").unwrap_or((reason, ""));
            terminal.note(&format!("whether review dates were set alone is not known: {first}"));
            if !remedy.is_empty() {
                terminal.hint(remedy);
            }
        }
    }
    workspace.bumps = bumps::bumps(workspace, &past::Kept(Some(repository)));
}
