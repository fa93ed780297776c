//! The table of commands, and the way from arguments to one of them.
//!
//! The commands of the kinds (`opsrepo decision list`) are made from the kinds at run time; see [`crate::cli::record`].

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::cli::{
    completions, explain, init, load, man, policy, record, render, rules, schema, serve, sets, slip, trace, validate,
};
use crate::kinds;
use crate::model::kind::Kind;
use clap::error::ErrorKind as Usage;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  opsrepo validate                       check the repository that you are in
  opsrepo sets                           show which files are records, and why
  opsrepo decision list                  list the decisions with status and date
  opsrepo decision new \"Use PostgreSQL\"  write the next decision
  opsrepo trace 7                        tell how a record came to be
  opsrepo render --out public            render the site
  opsrepo init my-cloud                  begin a new repository
  opsrepo init --adopt                   write down what was found in an old one

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
    /// Test the repository's own rules: policies in Rego
    #[command(display_order = 5, after_long_help = policy::EXAMPLES)]
    Policy(policy::Args),
    /// Show which files are taken for records, and why
    #[command(display_order = 5, after_long_help = sets::EXAMPLES)]
    Sets(sets::Args),
    /// List records of all kinds
    #[command(display_order = 6, after_long_help = record::list::EXAMPLES)]
    List(record::list::AllArgs),
    /// Search records of all kinds for words
    #[command(display_order = 7, after_long_help = record::search::EXAMPLES)]
    Search(record::search::AllArgs),
    /// Trace a record of any kind: its history, what it refers to, and who refers to it
    #[command(display_order = 6, after_long_help = trace::EXAMPLES)]
    Trace(trace::Args),
    /// Render the site
    #[command(display_order = 20, after_long_help = render::EXAMPLES)]
    Render(render::Args),
    /// Show the site while you write
    #[command(display_order = 20, after_long_help = serve::EXAMPLES)]
    Serve(serve::Args),
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
    let mut kinds = kinds::all();
    let line = |kinds: &[Kind]| command(kinds).allow_external_subcommands(true);
    let matches = match line(&kinds).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        // The settings may give a kind more steps than it has by itself, and so more verbs.
        Err(error) => {
            kinds = load::kinds_here(&directory_of(arguments)).unwrap_or(kinds);
            match line(&kinds).try_get_matches_from(arguments) {
                Ok(matches) => matches,
                Err(nearer) if is_about_kind(arguments, &kinds) => {
                    let nearer = slip::corrected(nearer, arguments, (&command(&kinds), &kinds));
                    return usage(&nearer, terminal);
                }
                Err(_) => {
                    let error = slip::corrected(error, arguments, (&command(&kinds), &kinds));
                    return usage(&error, terminal);
                }
            }
        }
    };
    let global = Global::from_arg_matches(&matches)?;
    if global.quiet && global.verbose {
        // The parser does not see a conflict whose sides stand before and behind the command's name.
        let error = command(&kinds).error(Usage::ArgumentConflict, "`--quiet` cannot be used with `--verbose`");
        return usage(&error, terminal);
    }
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

fn run_command(wanted: &Command, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match wanted {
        Command::Init(args) => init::run(args, global, terminal),
        Command::Validate(args) => validate::run(args, global, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Rules(args) => rules::run(args, global, terminal),
        Command::Policy(args) => policy::run(args, global, terminal),
        Command::Sets(args) => sets::run(args, global, terminal),
        Command::List(args) => record::list::run(args, global, terminal),
        Command::Search(args) => record::search::run(args, global, terminal),
        Command::Trace(args) => trace::run(args, global, terminal),
        Command::Render(args) => render::run(args, global, terminal),
        Command::Serve(args) => serve::run(args, global, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Completions(args) => completions::run(args, command(&kinds::all()), terminal),
        Command::Man(args) => man::run(args, (command(&kinds::all()), global), terminal),
    }
}

/// True where the arguments name a kind: then the help and the slips are about the kind as the settings have it.
fn is_about_kind(arguments: &[OsString], kinds: &[Kind]) -> bool {
    let is_kind = |argument: &OsString| kinds.iter().any(|kind| argument.to_str() == Some(kind.name.as_str()));
    arguments.iter().skip(1).any(is_kind)
}

/// A command that opsrepo does not know may be a kind of the user's own, from `opsrepo.toml`.
fn own_kind(name: &str, arguments: &[OsString], terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut kinds = kinds::all();
    let own: Vec<Kind> = load::kinds_here(&directory_of(arguments)).unwrap_or_default();
    kinds.extend(own.into_iter().filter(|kind| kind.name == name));
    let matches = match command(&kinds).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let error = slip::corrected(error, arguments, (&command(&kinds), &kinds));
            return usage(&error, terminal);
        }
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

/// The whole command line, with a command for each kind.
pub fn command(kinds: &[Kind]) -> clap::Command {
    let mut command = Opsrepo::command().max_term_width(100).infer_subcommands(false);
    for (at, kind) in kinds.iter().enumerate() {
        command = command.subcommand(record::command(kind).display_order(10 + at));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::kinds;
    use crate::model::settings::values;

    #[test]
    fn the_command_line_holds_together() {
        command(&kinds::all()).debug_assert();
    }

    #[test]
    fn no_kind_may_be_called_like_a_command() {
        let mut line = command(&[]);
        line.build();
        let mut names: Vec<&str> = line.get_subcommands().map(clap::Command::get_name).collect();
        let mut taken = values::COMMANDS.to_vec();
        names.sort_unstable();
        taken.sort_unstable();
        assert_eq!(names, taken);
    }

    /// The terminal breaks what is too long, and what was broken by hand is then broken twice.
    #[test]
    fn help_reads_well_at_any_width() {
        fn visit(command: &clap::Command, path: &str, faults: &mut Vec<String>) {
            let help = command.get_after_long_help().map(ToString::to_string);
            let help = help.unwrap_or_default();
            for (before, line) in help.lines().zip(help.lines().skip(1)) {
                let (is_list, was_list) = (line.starts_with("  "), before.starts_with("  "));
                if is_list && line.chars().count() > 80 {
                    faults.push(format!("{path}: too long: {line}"));
                }
                if !is_list && !was_list && !line.is_empty() && !before.is_empty() {
                    faults.push(format!("{path}: broken by hand: {line}"));
                }
            }
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                visit(sub, &format!("{path} {}", sub.get_name()), faults);
            }
        }
        let mut faults = Vec::new();
        visit(&command(&kinds::all()), "opsrepo", &mut faults);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
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
