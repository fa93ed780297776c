//! From thought-out changes to files, or to a patch. It must not know what they are for.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground};
use crate::cli::patch;
use crate::cli::terminal::Terminal;
use crate::model::workspace::Workspace;
use crate::store::changes;
use crate::text::change::Changes;
use crate::write::lost;

/// What every verb that writes takes.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Trial {
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Says which words around a status go with it.
pub(super) fn tell_lost(
    changes: &Changes,
    workspace: &Workspace,
    (ground, global): (&Ground, &Global),
    terminal: &mut Terminal,
) {
    for (span, said) in lost::qualifiers(workspace, changes) {
        let path = load::shown(&ground.root, workspace.tree.path(span.file), &global.dir);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let place = workspace.tree.position(span);
        terminal.note(&format!(
            "{path}:{place}: behind the old status stood `{said}`, which goes with it"
        ));
    }
}

/// Writes the changes and prints a line for each, or prints them as a patch. Whoever calls it holds the lock.
pub(super) fn carry_out(
    changes: &Changes,
    trial: Trial,
    (ground, global): (&Ground, &Global),
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    if trial.dry_run {
        for change in changes.files() {
            patch::print(change, terminal)?;
        }
        terminal.note("nothing was written");
        return Ok(());
    }
    changes::apply_all(&ground.root, changes)?;
    for change in changes.files() {
        let shown = |path| load::shown(&ground.root, path, &global.dir);
        let path = shown(change.path_after());
        let line = match (&change.before, &change.to) {
            (None, None) => path,
            (Some(_), None) => format!("changed {path}"),
            (_, Some(_)) => format!("moved {} to {path}", shown(&change.path)),
        };
        writeln!(terminal.out(), "{line}")?;
    }
    Ok(())
}
