//! Reads the sibling repositories that links lead into: the one place from which something outside of the root is read, for
//! the user names it in `opsrepo.toml`. It writes nothing and judges nothing.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::model::siblings::{self, Sibling};
use crate::model::workspace::Workspace;
use crate::store::content::{LIMIT, Wanted};
use crate::store::facts::Index;
use crate::store::worktree;
use crate::syntax::document::{Format, format_of};
use crate::text::path::RepoPath;

/// Finds out where the links into siblings lead. A sibling that nothing leads into is not read; one that is not there is told
/// once, and its links stay as they are.
pub(super) fn look_up(ground: &Ground, workspace: &mut Workspace, terminal: &mut Terminal) {
    let mut known = Vec::new();
    for setting in &workspace.settings.siblings {
        let Some(path) = setting
            .path
            .as_ref()
            .filter(|_| siblings::is_asked_for(workspace, setting))
        else {
            continue;
        };
        terminal.stage("reading the siblings");
        let wanted = Wanted {
            is_read: is_page,
            limit: LIMIT,
        };
        match worktree::read(&ground.root.join(path), &wanted, &Index::default()) {
            Ok(tree) => known.push(Sibling {
                setting: setting.clone(),
                tree,
            }),
            Err(_) => terminal.note(&format!(
                "links into the sibling `{}` are not checked: there is no folder {path} beside this repository",
                setting.name
            )),
        }
    }
    siblings::meet(workspace, &known);
}

/// Pages are asked for their anchors and for the addresses that they give themselves.
fn is_page(path: &RepoPath) -> bool {
    matches!(format_of(path), Format::Markdown | Format::AsciiDoc)
}
