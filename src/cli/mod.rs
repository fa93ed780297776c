//! The commands: the only room that knows user, terminal, disk and Git at once. Each command is a file of its own.

pub mod adopt;
pub mod args;
pub mod completions;
pub mod explain;
pub mod init;
pub mod load;
pub mod man;
pub mod record;
pub mod render;
pub mod rules;
pub mod schema;
pub mod sets;
pub mod starter;
pub mod table;
pub mod terminal;
pub mod validate;

use crate::cli::args::{Command, Global};
use crate::cli::terminal::Terminal;
use crate::kinds;
use crate::model::kind::Kind;
use clap::{ArgMatches, FromArgMatches};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;

/// How a command ended; its number is the process's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Well, or nothing worse than warnings.
    Clean = 0,
    /// Findings at the level of an error.
    Findings = 1,
    /// opsrepo could not do its work.
    Failed = 2,
}

/// Runs the command that `arguments` (with the program's own name first) ask for.
pub fn run(arguments: &[OsString], terminal: &mut Terminal) -> Exit {
    let outcome = dispatch(arguments, terminal).and_then(|exit| {
        terminal.flush()?;
        Ok(exit)
    });
    match outcome {
        Ok(exit) => exit,
        // Whoever read the output has seen enough: `opsrepo rules | head`.
        Err(error) if is_broken_pipe(&error) => Exit::Clean,
        Err(error) => {
            terminal.error(&error);
            Exit::Failed
        }
    }
}

fn dispatch(arguments: &[OsString], terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let kinds = kinds::all();
    let command = args::command(&kinds).allow_external_subcommands(true);
    let matches = match command.try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error, terminal),
    };
    let global = Global::from_arg_matches(&matches)?;
    terminal.tune(global.color, global.voice());
    match matches.subcommand() {
        Some((name, sub)) if kinds.iter().any(|kind| kind.name == name) => record::run((name, sub), &global, terminal),
        Some((name, _)) => match Command::from_arg_matches(&matches) {
            Ok(command) => run_command(&command, &global, terminal),
            Err(_) => own_kind(name, arguments, terminal),
        },
        None => Ok(Exit::Failed),
    }
}

fn run_command(command: &Command, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match command {
        Command::Init(args) => init::run(args, global, terminal),
        Command::Validate(args) => validate::run(args, global, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Rules(args) => rules::run(args, global, terminal),
        Command::Sets(args) => sets::run(args, global, terminal),
        Command::Render(args) => render::run(args, global, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Completions(args) => completions::run(args, terminal),
        Command::Man(args) => man::run(args, global, terminal),
    }
}

/// A command that opsrepo does not know may be a kind of the user's own, from `opsrepo.toml`.
fn own_kind(name: &str, arguments: &[OsString], terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut kinds = kinds::all();
    let own: Vec<Kind> = load::kinds_here(&directory_of(arguments)).unwrap_or_default();
    kinds.extend(own.into_iter().filter(|kind| kind.name == name));
    let matches = match args::command(&kinds).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error, terminal),
    };
    let global = Global::from_arg_matches(&matches)?;
    match matches.subcommand() {
        Some((name, sub)) => record::run((name, sub), &global, terminal),
        None => Ok(Exit::Failed),
    }
}

/// The folder that `-C` names, before the rest can be understood.
fn directory_of(arguments: &[OsString]) -> PathBuf {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy();
        if text == "-C" || text == "--dir" {
            return rest.next().map(PathBuf::from).unwrap_or_default();
        }
        if let Some(value) = text.strip_prefix("--dir=").or_else(|| text.strip_prefix("-C")) {
            return PathBuf::from(value);
        }
    }
    PathBuf::from(".")
}

fn usage(error: &clap::Error, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    terminal.usage(error);
    Ok(if error.exit_code() == 0 {
        Exit::Clean
    } else {
        Exit::Failed
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<std::io::Error>().map(|error| error.kind());
    error.chain().any(|cause| io(cause) == Some(ErrorKind::BrokenPipe))
}

/// Turns the parsed options of a command that was made at run time into their type.
fn options<T: FromArgMatches>(matches: &ArgMatches) -> anyhow::Result<T> {
    Ok(T::from_arg_matches(matches)?)
}
