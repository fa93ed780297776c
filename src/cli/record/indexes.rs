//! Indexes of records after a change: which of them do not say any more what the records say. It must not know what was changed.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground, Past};
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::record::kind_of;
use crate::cli::terminal::Terminal;
use crate::model::workspace::Workspace;
use crate::text::search::Needle;
use crate::text::span::FileId;
use crate::write::index::{self, Start, Wish};
use crate::write::marks::Look;

/// Names the indexes that are out of date now. The files are read again only where there is an index.
pub(super) fn tell(
    before: &Workspace,
    trial: Trial,
    (ground, global): (&Ground, &Global),
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    if trial.dry_run || marked(before).is_empty() {
        return Ok(());
    }
    let now = ground.read(global, terminal, Past::Leave)?;
    for file in marked(&now) {
        let is_stale = |name: &&str| {
            let kind = now.kinds.iter().find(|kind| kind.name == **name);
            kind.is_some_and(|kind| index::stale(&now, kind, file).is_ok_and(|stale| !stale.is_empty()))
        };
        let names: Vec<&str> = now.kinds.iter().map(|kind| kind.name.as_str()).collect();
        if let Some(name) = names.iter().find(|name| is_stale(name)) {
            let path = load::shown(&ground.root, now.tree.path(file), &global.dir);
            terminal.note(&format!("the index in {path} is out of date now"));
            terminal.hint(&format!("`opsrepo {name} index` writes it anew"));
        }
    }
    Ok(())
}

/// True where there are indexes of a kind and all of them say what the records say.
pub(super) fn are_fresh(workspace: &Workspace, kind: &str) -> anyhow::Result<bool> {
    if marked(workspace).is_empty() {
        return Ok(false);
    }
    let refreshed = index::refresh(workspace, kind_of(workspace, kind)?, &all());
    Ok(refreshed.is_ok_and(|(changes, _)| changes.is_empty()))
}

/// Brings the indexes of a kind up to date after a change.
pub(super) fn refresh(
    kind: &str,
    trial: Trial,
    (ground, global): (&Ground, &Global),
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    if trial.dry_run {
        return Ok(());
    }
    let now = ground.read(global, terminal, Past::Leave)?;
    let (changes, _) = index::refresh(&now, kind_of(&now, kind)?, &all())?;
    carry_out(&changes, trial, (ground, global), terminal)
}

/// Every index as it is.
fn all() -> Wish {
    Wish {
        file: None,
        look: Look {
            style: None,
            columns: None,
            set: None,
        },
        start: Start::Never,
    }
}

/// The files that have an index.
fn marked(workspace: &Workspace) -> Vec<FileId> {
    let mark = Needle::new(index::MARK);
    let files = workspace.tree.iter().map(|(file, _)| file);
    let has_one = |file: &FileId| workspace.document(*file).markup.is_some() && mark.is_in(workspace.tree.text(*file));
    files.filter(has_one).collect()
}
