//! From thought-out changes to files, or to a patch. It must not know what they are for.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground};
use crate::cli::patch;
use crate::cli::terminal::{Look, Terminal};
use crate::model::workspace::Workspace;
use crate::store::changes;
use crate::text::change::{Changes, FileChange};
use crate::text::source::Source;
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

/// Like [`carry_out`], but of a changed file the lines that were written are printed, each with its place: who writes while
/// things burn sees that it was the right line in the right record.
pub(super) fn carry_out_aloud(
    changes: &Changes,
    trial: Trial,
    (ground, global): (&Ground, &Global),
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    if trial.dry_run {
        return carry_out(changes, trial, (ground, global), terminal);
    }
    changes::apply_all(&ground.root, changes)?;
    for change in changes.files() {
        let path = load::shown(&ground.root, change.path_after(), &global.dir);
        if change.before.is_none() {
            writeln!(terminal.out(), "{path}")?;
        }
        for line in written(change) {
            let line = terminal.paint(Look::Plain, &line);
            writeln!(terminal.out(), "{path}{line}")?;
        }
    }
    Ok(())
}

/// The lines of a changed file in which something new stands, as `:LINE: TEXT`, and those that went.
fn written(change: &FileChange) -> Vec<String> {
    let (Some(before), Ok(after)) = (&change.before, change.after()) else {
        return Vec::new();
    };
    let source = Source::new(after.as_str());
    let mut edits: Vec<_> = change.edits.iter().collect();
    edits.sort_by_key(|edit| edit.range);
    let mut lines: Vec<String> = Vec::new();
    let mut moved: i64 = 0;
    for edit in edits {
        let at = usize::try_from(i64::from(edit.range.start) + moved).unwrap_or(0);
        moved += edit.text.len() as i64 - edit.range.len() as i64;
        if edit.text.trim().is_empty() {
            let gone = edit.range.of(before).lines().filter(|line| !line.trim().is_empty());
            lines.extend(gone.map(|line| format!(": no more: {}", line.trim())));
            continue;
        }
        let from = at + edit.text.len() - edit.text.trim_start().len();
        let to = at + edit.text.trim_end().len();
        let start = after[..from].rfind('\n').map_or(0, |end| end + 1);
        let stop = after[to..].find('\n').map_or(after.len(), |end| to + end);
        let number = source.position(from as u32).line;
        let texts = (number..).zip(after[start..stop].lines());
        let texts = texts.filter(|(_, text)| !text.trim().is_empty());
        lines.extend(texts.map(|(number, text)| format!(":{number}: {}", text.trim())));
    }
    lines.dedup();
    lines
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
