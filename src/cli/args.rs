//! The options that every command takes, and the small words that options are made of. It knows no command.

use crate::model::time::Date;
use clap::{ArgMatches, FromArgMatches, ValueEnum};
use std::path::PathBuf;

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
    #[arg(short, long, global = true)]
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

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// Only what makes a run fail.
    Quiet,
    /// Results and hints.
    #[default]
    Normal,
    /// Also what is being done.
    Verbose,
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

pub(super) fn parse_date(text: &str) -> Result<Date, String> {
    // `05/06/2026` is a day in May to some and in June to others: what is typed has one spelling.
    let is_iso = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let date = Date::parse(text).filter(|date| is_iso && date.to_string() == text);
    date.ok_or_else(|| "not a date; write one as 2026-08-21, the year first".to_owned())
}

/// Turns the parsed options of a command that was made at run time into their type.
pub(super) fn options<T: FromArgMatches>(matches: &ArgMatches) -> anyhow::Result<T> {
    Ok(T::from_arg_matches(matches)?)
}
