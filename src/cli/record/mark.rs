//! Marks on commands: what sort of command was called is read off its matches. It knows no command.
//!
//! A mark is an option that nobody gives and that is there nevertheless. The argument parser's own question for an option
//! that a command may not have says no only where debug assertions are on; in a release it would answer for any name.

use clap::{Arg, ArgAction, ArgMatches};

/// The option to add to a command.
pub(super) fn mark(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).hide(true)
}

/// Whether the command that was called bears the mark.
pub(super) fn bears(matches: &ArgMatches, name: &str) -> bool {
    matches.ids().any(|id| id.as_str() == name)
}

#[cfg(test)]
mod tests {
    use super::{bears, mark};
    use clap::Command;

    #[test]
    fn a_mark_is_there_without_being_given() {
        let with = Command::new("x").arg(mark("m")).get_matches_from(["x"]);
        let without = Command::new("x").get_matches_from(["x"]);
        assert!(bears(&with, "m") && !bears(&with, "n"));
        assert!(!bears(&without, "m"));
    }
}
