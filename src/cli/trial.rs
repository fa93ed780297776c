//! `render --check`: says what is wrong with the site, and writes nothing.

use crate::cli::exit::Exit;
use crate::cli::terminal::{Look, Terminal};
use crate::lint::Report;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::site::theme::Theme;
use crate::site::trial;
use crate::text::escape::pictured;

/// Makes the site and throws it away. Where something is wrong with it, the exit code is that of errors.
pub(super) fn run(
    (workspace, report): (&Workspace, &Report),
    theme: &Theme,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    terminal.stage("rendering");
    let trial = trial::run(workspace, report, theme);
    for (why, files) in &trial.unmade {
        let where_to = match files {
            0 => String::new(),
            files => format!(" ({})", counted(*files, "file")),
        };
        let line = format!("{}{where_to}", pictured(why.clone()));
        let label = terminal.paint(Look::Bad, "cannot be made:");
        writeln!(terminal.out(), "{label} {line}")?;
    }
    for (span, written, why) in &trial.broken {
        let at = workspace.tree.position(*span);
        let path = workspace.tree.path(span.file);
        let line = pictured(format!("{path}:{}:{}: `{written}`: {why}", at.line, at.column));
        writeln!(terminal.out(), "{line}")?;
    }
    for (span, why) in &trial.undrawn {
        let at = workspace.tree.position(*span);
        let path = workspace.tree.path(span.file);
        let line = pictured(format!(
            "{path}:{}:{}: this diagram is not drawn: {why}",
            at.line, at.column
        ));
        writeln!(terminal.out(), "{line}")?;
    }
    let files = counted(trial.files, "file");
    if trial.unmade.is_empty() && trial.broken.is_empty() && trial.undrawn.is_empty() {
        writeln!(
            terminal.out(),
            "the site can be rendered: {files}, nothing broken; nothing was written"
        )?;
        return Ok(Exit::Clean);
    }
    let mut wrong = Vec::new();
    if !trial.unmade.is_empty() {
        wrong.push(counted(trial.unmade.len(), "template fault"));
    }
    if !trial.broken.is_empty() {
        wrong.push(counted(trial.broken.len(), "broken reference"));
    }
    if !trial.undrawn.is_empty() {
        wrong.push(counted(trial.undrawn.len(), "undrawn diagram"));
    }
    writeln!(terminal.out(), "{} in {files}; nothing was written", wrong.join(", "))?;
    Ok(Exit::Findings)
}
