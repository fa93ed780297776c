//! The command that goes on where a run stopped, ready to be pasted into a shell. It must not know why it stopped.

use crate::model::runbook::Input;
use crate::text::escape::steers;

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
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), quoted(value)]);
    if let Some(folder) = &wanted.folder {
        option("-C", folder);
    }
    words.extend(["runbook".to_owned(), "run".to_owned(), quoted(runbook)]);
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), quoted(value)]);
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

/// A word as a shell reads it, on one line.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,…".contains(c);
    let is_odd = |c: char| c == '\n' || c == '\r' || c == '\t' || steers(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if !word.contains(is_odd) {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        let escaped = word.chars().map(|c| match c {
            '\\' | '\'' => format!("\\{c}"),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            c if steers(c) => format!("\\u{:04x}", c as u32),
            c => c.to_string(),
        });
        format!("$'{}'", escaped.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use std::process::Command;

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        for (word, expected) in [
            ("plain-1.2/x=y", "plain-1.2/x=y"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("; rm -rf / $(x) `y`", "'; rm -rf / $(x) `y`'"),
            ("two\nlines\\'", r"$'two\nlines\\\''"),
            ("\u{1b}[0m\u{202e}", r"$'\u001b[0m\u202e'"),
            ("~x", "'~x'"),
            ("a#b", "'a#b'"),
        ] {
            assert_eq!(quoted(word), expected);
            let script = format!("printf %s {}", quoted(word));
            let output = Command::new("bash")
                .args(["-c", &script])
                .env("LC_ALL", "C.UTF-8")
                .output();
            assert_eq!(String::from_utf8(output.unwrap().stdout).unwrap(), word);
        }
    }
}
