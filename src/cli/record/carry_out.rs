//! From thought-out changes to files, or to a picture of them. It must not know what they are for.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground};
use crate::cli::terminal::{Look, Terminal};
use crate::store::changes;
use crate::text::change::{Changes, FileChange};
use similar::{ChangeTag, TextDiff};
use std::io;

/// What every verb that writes takes.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Trial {
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
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
            print_patch(change, terminal)?;
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

/// A change as a unified patch.
fn print_patch(change: &FileChange, terminal: &mut Terminal) -> io::Result<()> {
    let before = change.before.as_deref().unwrap_or("");
    let after = change.after().unwrap_or_default();
    let old = change
        .before
        .as_ref()
        .map_or("/dev/null".to_owned(), |_| format!("a/{}", change.path));
    let mut head = Vec::new();
    if let Some(to) = &change.to {
        head.extend([format!("rename from {}", change.path), format!("rename to {to}")]);
    }
    if !change.edits.is_empty() {
        head.extend([format!("--- {old}"), format!("+++ b/{}", change.path_after())]);
    }
    for line in head {
        let line = terminal.paint(Look::Strong, &line);
        writeln!(terminal.out(), "{line}")?;
    }
    let diff = TextDiff::from_lines(before, after.as_str());
    for hunk in diff.unified_diff().context_radius(2).iter_hunks() {
        let head = terminal.paint(Look::Faint, &hunk.header().to_string());
        writeln!(terminal.out(), "{head}")?;
        for line in hunk.iter_changes() {
            let (sign, look) = match line.tag() {
                ChangeTag::Delete => ('-', Look::Bad),
                ChangeTag::Insert => ('+', Look::Good),
                ChangeTag::Equal => (' ', Look::Plain),
            };
            let text = line.value().trim_end_matches(['\n', '\r']);
            let text = terminal.paint(look, &format!("{sign}{text}"));
            writeln!(terminal.out(), "{text}")?;
            if line.missing_newline() {
                writeln!(terminal.out(), "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}
