//! Lets Git put together what two people write into a new incident on two branches. It must not know what they write.

use crate::cli::args::Global;
use crate::cli::load::Ground;
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::terminal::Terminal;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::path::RepoPath;
use crate::write::incident::union;

/// Writes the attributes where there are none yet and nobody says otherwise; says what is missing where a file stands in the
/// way. Nothing is done outside of Git.
pub(in crate::cli::record) fn provide(
    workspace: &Workspace,
    (kind, record): (&str, &RepoPath),
    trial: Trial,
    (ground, global, terminal): (&Ground, &Global, &mut Terminal),
) -> anyhow::Result<()> {
    let Some(repository) = &ground.repository else {
        return Ok(());
    };
    let wanted = union::attributes(workspace, record);
    let Some(wanted) = wanted.filter(|_| !repository.says_how_to_merge(ground.folder(), record)) else {
        return Ok(());
    };
    let is_free = ground.root.join(wanted.path.as_str()).symlink_metadata().is_err();
    if wanted.is_new && is_free {
        let mut changes = Changes::default();
        changes.create(wanted.path.clone(), wanted.text());
        return carry_out(&changes, trial, (ground, global), terminal);
    }
    terminal.hint(&format!(
        "`{}` in {} lets Git merge what two people write into one {kind}; without it they may get conflicts",
        wanted.line, wanted.path
    ));
    Ok(())
}
