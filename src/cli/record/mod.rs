//! `opsrepo KIND new|list|show`, for every kind alike: the built-in ones and the user's own.

pub mod list;
pub mod new;
pub mod show;

use crate::cli::args::Global;
use crate::cli::args::options;
use crate::cli::exit::Exit;
use crate::cli::terminal::{Look, Terminal};
use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::model::status::Status;
use crate::model::workspace::Workspace;
use crate::report::records::{UNRECOGNISED, status_word};
use anyhow::bail;
use clap::{ArgMatches, Args, Command};

/// The command of a kind.
pub fn command(kind: &Kind) -> Command {
    let (name, plural) = (&kind.name, &kind.plural);
    let new = new::Args::augment_args(Command::new("new"))
        .about(format!("Write a new {name}"))
        .after_long_help(new::examples(kind));
    let list = list::Args::augment_args(Command::new("list"))
        .about(format!("List the {plural}"))
        .after_long_help(list::examples(kind));
    let show = show::Args::augment_args(Command::new("show"))
        .about(format!("Show all that is known of one {name}"))
        .after_long_help(show::examples(kind));
    let about = match kind.summary.as_str() {
        "" => format!("The {plural}"),
        summary => format!("{plural}: {summary}"),
    };
    Command::new(name.clone())
        .about(capital(&about))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_long_help(format!(
            "Examples:\n  opsrepo {name} list\n  opsrepo {name} show ID\n  opsrepo {name} new \"TITLE\""
        ))
        .subcommands([new::only_known_options(new, kind), list, show])
}

/// Runs a command of the kind `name`.
pub(super) fn run(
    (name, matches): (&str, &ArgMatches),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    match matches.subcommand() {
        Some(("new", sub)) => new::run((name, &options(sub)?), global, terminal),
        Some(("list", sub)) => list::run((name, &options(sub)?), global, terminal),
        Some(("show", sub)) => show::run((name, &options(sub)?), global, terminal),
        _ => bail!("opsrepo {name} takes new, list or show"),
    }
}

/// What a status means to the eye: over, in force, still open, or not understood.
fn status_look(kind: &Kind, status: &Fact<Status>) -> Look {
    let Some(word) = status_word(status) else {
        return Look::Faint;
    };
    let row = kind.statuses.iter().position(|row| row.word == word);
    match row {
        _ if word == UNRECOGNISED => Look::Bad,
        Some(row) if kind.statuses[row].is_final => Look::Faint,
        Some(row) if kind.form.status == word || row == 0 => Look::Open,
        _ => Look::Good,
    }
}

/// The row of a kind that must be there.
fn kind_of<'a>(workspace: &'a Workspace, name: &str) -> anyhow::Result<&'a Kind> {
    match workspace.kinds.iter().find(|kind| kind.name == name) {
        Some(kind) => Ok(kind),
        None => bail!("there is no kind `{name}` here\n[kinds.{name}] in opsrepo.toml makes one"),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
