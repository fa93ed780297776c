//! Reads the sibling repositories that links lead into: the one place from which something outside of the root is read, for
//! the user names it in `opsrepo.toml`. It writes nothing and judges nothing.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::model::settings::SiblingSetting;
use crate::model::siblings::{self, Sibling};
use crate::model::workspace::Workspace;
use crate::store::content::{LIMIT, Wanted};
use crate::store::facts::Index;
use crate::store::worktree;
use crate::syntax::document::{Format, format_of};
use crate::text::path::RepoPath;
use std::collections::BTreeMap;

/// The siblings that were read, by their names; `None` for one that is not there. A run that looks at the repository more than
/// once reads each of them once.
#[derive(Default)]
pub(super) struct Shelf(BTreeMap<String, Option<Sibling>>);

/// Finds out where the links into siblings lead. A sibling that nothing leads into is not read; one that is not there is told
/// once, and its links stay as they are.
pub(super) fn look_up(ground: &Ground, workspace: &mut Workspace, (shelf, terminal): (&mut Shelf, &mut Terminal)) {
    let mut asked = Vec::new();
    for setting in &workspace.settings.siblings {
        let Some(path) = setting
            .path
            .as_ref()
            .filter(|_| siblings::is_asked_for(workspace, setting))
        else {
            continue;
        };
        asked.push(setting.name.clone());
        if !shelf.0.contains_key(&setting.name) {
            shelf
                .0
                .insert(setting.name.clone(), read(ground, (setting, path), terminal));
        }
    }
    let known = asked.iter().filter_map(|name| shelf.0.get(name)?.as_ref());
    siblings::meet(workspace, known);
}

/// Reads one that lies at this path, as seen from the root.
fn read(ground: &Ground, (setting, path): (&SiblingSetting, &str), terminal: &mut Terminal) -> Option<Sibling> {
    terminal.stage("reading the siblings");
    let wanted = Wanted {
        is_read: is_page,
        limit: LIMIT,
    };
    match worktree::read(&ground.root.join(path), &wanted, &Index::default()) {
        Ok(tree) => Some(Sibling {
            setting: setting.clone(),
            tree,
        }),
        Err(_) => {
            terminal.note(&format!(
                "links into the sibling `{}` are not checked: there is no folder {path} beside this repository",
                setting.name
            ));
            None
        }
    }
}

/// Pages are asked for their anchors and for the addresses that they give themselves.
fn is_page(path: &RepoPath) -> bool {
    matches!(format_of(path), Format::Markdown | Format::AsciiDoc)
}
