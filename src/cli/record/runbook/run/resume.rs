//! The command that goes on where a run stopped, ready to be pasted into a shell. It must not know why it stopped.

use crate::cli::shell_word::shell_word;
use crate::model::runbook::Input;

/// What stands for a value that is not written down; whoever pastes it is asked, or writes the value there.
pub(super) const UNSAID: &str = "…";

/// What a run was asked to do.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// The folder behind `-C`, where it is not the current one.
    pub folder: Option<String>,
    /// True where only one step was to be run.
    pub is_single: bool,
    /// Inputs that were set, with their values; defaults are none of them.
    pub set: Vec<(String, String)>,
}

/// The command that begins at a step.
pub(super) fn command(
    wanted: &Wanted,
    (runbook, incident): (&str, Option<&str>),
    inputs: &[Input],
    step: &str,
) -> String {
    let mut words: Vec<String> = vec!["opsrepo".to_owned()];
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), shell_word(value)]);
    if let Some(folder) = &wanted.folder {
        option("-C", folder);
    }
    words.extend(["runbook".to_owned(), "run".to_owned(), shell_word(runbook)]);
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), shell_word(value)]);
    option(if wanted.is_single { "--step" } else { "--from" }, step);
    if let Some(incident) = incident {
        option("--incident", incident);
    }
    for (name, value) in &wanted.set {
        let is_secret = inputs.iter().any(|input| input.name == *name && input.secret);
        let value = if is_secret { UNSAID } else { value };
        option("--set", &format!("{name}={value}"));
    }
    words.join(" ")
}
