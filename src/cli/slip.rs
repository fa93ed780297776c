//! What a command that there is not may have meant: one that stands elsewhere, before a kind or behind one. It runs nothing.

use crate::cli::record;
use crate::model::kind::Kind;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// What other tools call `validate`.
const CHECKS: [&str; 4] = ["check", "lint", "test", "verify"];

/// The same complaint, with the command that is known by this name elsewhere in the place of what only looks like it.
pub(super) fn corrected(
    mut error: clap::Error,
    arguments: &[OsString],
    (commands, kinds): (&clap::Command, &[Kind]),
) -> clap::Error {
    if let Some(tip) = format_meant(&error, commands) {
        error.remove(ContextKind::SuggestedArg);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        return error;
    }
    let word = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) if error.kind() == ErrorKind::InvalidSubcommand => word.clone(),
        _ => return error,
    };
    let known: Vec<&str> = commands.get_subcommands().map(clap::Command::get_name).collect();
    let at = arguments.iter().position(|argument| argument.to_str() == Some(&word));
    let (before, after) = arguments.split_at(at.unwrap_or(arguments.len()));
    let is_behind = |kind: &&Kind| before.iter().any(|argument| argument.to_str() == Some(&kind.name));
    let rest: Vec<String> = after.iter().skip(1).map(shown).collect();
    let rest = rest.iter().map(|argument| format!(" {argument}")).collect::<String>();
    let meant = match kinds.iter().find(is_behind) {
        Some(_) if known.contains(&word.as_str()) => format!("opsrepo {word}{rest}"),
        None if CHECKS.contains(&word.as_str()) => format!("opsrepo validate{rest}"),
        None if let Some(kind) = kinds.iter().find(|kind| record::has_verb(kind, &word)) => {
            format!("opsrepo {} {word}{rest}", kind.name)
        }
        _ => return error,
    };
    error.remove(ContextKind::SuggestedSubcommand);
    let tip = StyledStr::from(format!("there is such a command elsewhere: `{meant}`"));
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    error
}

/// What is meant by `--json` and the like, where a command has `--format json`.
fn format_meant(error: &clap::Error, commands: &clap::Command) -> Option<String> {
    let Some(ContextValue::String(written)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let name = written
        .strip_prefix("--")
        .filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let has_it = |command: &clap::Command| {
        let format = command.get_arguments().find(|argument| argument.get_id() == "format");
        format.is_some_and(|format| {
            format
                .get_possible_values()
                .iter()
                .any(|value| value.get_name() == name)
        })
    };
    let is_format = commands.get_subcommands().any(has_it);
    is_format.then(|| format!("'--format {name}' prints that"))
}

/// An argument as one types it again.
fn shown(argument: &OsString) -> String {
    let text = argument.to_string_lossy();
    match text.contains(char::is_whitespace) {
        true => format!("\"{text}\""),
        false => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::corrected;
    use crate::cli::commands::command;
    use crate::kinds;

    #[test]
    fn a_command_that_stands_elsewhere_is_named() {
        let kinds = kinds::all();
        for (line, wanted) in [
            ("decision trace 7", "`opsrepo trace 7`"),
            ("decision validate", "`opsrepo validate`"),
            ("show 7", "`opsrepo decision show 7`"),
            ("accept 7", "`opsrepo decision accept 7`"),
            ("decision acept 7", "'accept'"),
            ("decisions list", "'decision'"),
            ("check adr", "`opsrepo validate adr`"),
            ("lint", "`opsrepo validate`"),
            ("validate --json", "'--format json'"),
            ("validate --sarif", "'--format sarif'"),
        ] {
            let arguments: Vec<_> = ["opsrepo"].into_iter().chain(line.split(' ')).map(Into::into).collect();
            let commands = command(&kinds);
            let error = commands.clone().try_get_matches_from(&arguments).unwrap_err();
            let said = corrected(error, &arguments, (&commands, &kinds)).to_string();
            assert!(said.contains(wanted), "{line}: {said}");
            assert!(!said.contains("relate"), "{line}: {said}");
        }
    }
}
