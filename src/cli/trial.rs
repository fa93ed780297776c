//! `render --check`: says what is wrong with the site, and writes nothing.

use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
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
    for slip in &trial.slips {
        writeln!(terminal.out(), "{}", pictured(slip.to_string()))?;
    }
    for fault in &trial.faults {
        let known = fault
            .known
            .as_ref()
            .map(|known| format!("; {known}"))
            .unwrap_or_default();
        let line = pictured(format!("{}{known} ({})", fault.what, fault.pages()));
        writeln!(terminal.out(), "{line}")?;
    }
    let broken = trial.broken.iter();
    let broken = broken.map(|(span, written, why)| (span, format!("`{written}`: {why}")));
    let undrawn = trial.undrawn.iter();
    let undrawn = undrawn.map(|(span, what)| (span, what.clone()));
    for (place, why) in &trial.unset {
        writeln!(terminal.out(), "{}", pictured(format!("{place}: {why}")))?;
    }
    for (span, what) in broken.chain(undrawn) {
        let at = workspace.tree.position(*span);
        let path = workspace.tree.path(span.file);
        let line = pictured(format!("{path}:{}:{}: {what}", at.line, at.column));
        writeln!(terminal.out(), "{line}")?;
    }
    let files = trial.files.map(|files| counted(files, "file"));
    if let (true, Some(files)) = (trial.is_well(), &files) {
        writeln!(
            terminal.out(),
            "the site can be rendered: {files}, nothing broken; nothing was written"
        )?;
        return Ok(Exit::Clean);
    }
    let wrong = [
        (trial.faults.len(), "template fault"),
        (trial.slips.len(), "theme slip"),
        (trial.unset.len(), "broken setting"),
        (trial.broken.len(), "broken reference"),
        (trial.undrawn.len(), "undrawn diagram"),
    ];
    writeln!(
        terminal.out(),
        "{}{}; nothing was written",
        wrong_in_words(&wrong),
        files.map(|files| format!(" in {files}")).unwrap_or_default()
    )?;
    Ok(Exit::Findings)
}

/// `2 template faults, 1 broken reference`: what there is of.
fn wrong_in_words(wrong: &[(usize, &str)]) -> String {
    let found = wrong.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = found.map(|(count, word)| counted(*count, word)).collect();
    words.join(", ")
}
