//! The command line: the options that every command takes, and the table of commands.
//!
//! The commands of the kinds (`opsrepo decision list`) are made from the kinds at run time; see [`crate::cli::record`].

use crate::cli::terminal::Voice;
use crate::cli::{completions, explain, init, man, record, render, rules, schema, sets, validate};
use crate::model::kind::Kind;
use crate::model::time::Date;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  opsrepo validate                       check the repository that you are in
  opsrepo sets                           show which files are taken for records, and why
  opsrepo decision list                  list the decisions with status and date
  opsrepo decision new \"Use PostgreSQL\"  write the next decision
  opsrepo render --out public            render the site
  opsrepo init my-cloud                  begin a new cloud
  opsrepo init --adopt                   write down what opsrepo found in an old repository

Exit codes:
  0  well, or nothing worse than warnings
  1  a finding at the level of an error
  2  opsrepo could not do its work, or found nothing to check";

#[derive(Parser)]
#[command(
    name = "opsrepo",
    version,
    about = "A cloud's decisions, services, runbooks, incidents and configs, kept in Git",
    long_about = "Finds a cloud's decisions, services, runbooks, incidents and configs in any repository, checks them and \
                  everything that refers to them, writes new ones, and renders the site. No configuration is needed; \
                  opsrepo.toml refines what was found.",
    after_long_help = EXAMPLES,
    after_help = "`--help` tells more and shows examples.",
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Opsrepo {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Work in this folder. Its root is the nearest folder above with an opsrepo.toml, else the Git repository, else itself
    #[arg(short = 'C', long = "dir", value_name = "DIR", default_value = ".", global = true)]
    pub dir: PathBuf,
    /// Read this commit, branch or tag instead of the files on disk
    #[arg(long, value_name = "REV", global = true)]
    pub at: Option<String>,
    /// Judge dates as on this day [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = parse_date, global = true)]
    pub as_of: Option<Date>,
    /// When to use colour; NO_COLOR is respected
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = When::Auto, global = true)]
    pub color: When,
    /// Print only what makes the command fail
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say what is being done
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Where somebody watches.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// In which form a result is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// The commands, except those of the kinds.
#[derive(Subcommand)]
pub enum Command {
    /// Begin a new cloud, or adopt a repository
    #[command(display_order = 1, after_long_help = init::EXAMPLES)]
    Init(init::Args),
    /// Check every record, link and file
    #[command(display_order = 2, after_long_help = validate::EXAMPLES)]
    Validate(validate::Args),
    /// Explain a rule: what it does, why, and how to mend what it finds
    #[command(display_order = 3, after_long_help = explain::EXAMPLES)]
    Explain(explain::Args),
    /// List the rules and their levels here
    #[command(display_order = 4, after_long_help = rules::EXAMPLES)]
    Rules(rules::Args),
    /// Show which files are taken for records, and why
    #[command(display_order = 5, after_long_help = sets::EXAMPLES)]
    Sets(sets::Args),
    /// Render the site
    #[command(display_order = 20, after_long_help = render::EXAMPLES)]
    Render(render::Args),
    /// Print a JSON Schema, of a kind or of machine output
    #[command(display_order = 21, after_long_help = schema::EXAMPLES)]
    Schema(schema::Args),
    /// Print a script that completes commands in your shell
    #[command(display_order = 22, after_long_help = completions::EXAMPLES)]
    Completions(completions::Args),
    /// Print the manual page, or write all of them
    #[command(display_order = 23, after_long_help = man::EXAMPLES)]
    Man(man::Args),
}

impl Global {
    /// How much is said.
    pub fn voice(&self) -> Voice {
        match (self.quiet, self.verbose) {
            (true, _) => Voice::Quiet,
            (_, true) => Voice::Verbose,
            _ => Voice::Normal,
        }
    }
}

/// The whole command line, with a command for each kind.
pub fn command(kinds: &[Kind]) -> clap::Command {
    let mut command = Opsrepo::command().max_term_width(100).infer_subcommands(false);
    for (at, kind) in kinds.iter().enumerate() {
        command = command.subcommand(record::command(kind).display_order(10 + at));
    }
    command
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "not a date; write one as 2026-08-21".to_owned())
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::kinds;

    #[test]
    fn the_command_line_holds_together() {
        command(&kinds::all()).debug_assert();
    }

    #[test]
    fn every_command_shows_examples() {
        fn visit(command: &clap::Command, path: &str) {
            let help = command
                .get_after_long_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(help.contains("opsrepo"), "{path} has no examples");
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                visit(sub, &format!("{path} {}", sub.get_name()));
            }
        }
        visit(&command(&kinds::all()), "opsrepo");
    }
}
