//! `opsrepo incident action add`, `done` and `list`: what is to be done so that it does not come again.

use crate::cli::args::{Global, options, parse_date};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::carry_out::Trial;
use crate::cli::record::incident::put::{Meant, put};
use crate::cli::record::incident::{is_incident, when, which};
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::terminal::{Look, Terminal};
use crate::model::incidents::lists;
use crate::model::record::Record;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::write::incident::actions::{self, NewAction};
use clap::{ArgMatches, Args as _, Command};

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "action",
    is_for: is_incident,
    command: |kind, command| {
        let name = &kind.name;
        command
            .about("Write down what is to be done, and that it was done")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .after_long_help(format!(
                "Examples:\n  opsrepo {name} action add \"Alert before certificates expire\" --owner ada\n  \
                 opsrepo {name} action list\n  opsrepo {name} action done 1"
            ))
            .subcommand(Add::augment_args(Command::new("add")).about("Add an action to one record").after_long_help(
                format!(
                    "Examples:\n  opsrepo {name} action add \"Renew by machine\" --owner ada --due 2026-04-01\n  \
                     opsrepo {name} action add \"Alert before they expire\" --issue 214\n\n\
                     Without --incident it goes to the one that is open; where none is, to the one that waits for its review."
                ),
            ))
            .subcommand(Done::augment_args(Command::new("done")).about("Say that an action was done").after_long_help(
                format!(
                    "Examples:\n  opsrepo {name} action done 2 --incident certificate-expired\n  \
                     opsrepo {name} action done \"renew certificates\"\n  opsrepo {name} action done 3 --wontdo"
                ),
            ))
            .subcommand(List::augment_args(Command::new("list")).about("List the actions that are open").after_long_help(
                format!("Examples:\n  opsrepo {name} action list\n  opsrepo {name} action list --incident certificate-expired"),
            ))
    },
    run: |(kind, matches), global, terminal| {
        let global = when::without_revision(global);
        which::asking(terminal, |answer, terminal| {
            run((kind, matches, answer), &global, terminal)
        })
    },
};

/// The options of `add`.
#[derive(clap::Args)]
pub(in crate::cli::record) struct Add {
    /// The work, as an order that one person can carry out
    #[arg(value_name = "TEXT")]
    text: String,
    /// The team or person who does it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The day by which it should be done
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    due: Option<Date>,
    /// Where it is followed: an issue's number, or an address
    #[arg(long, value_name = "N|URL")]
    issue: Option<String>,
    /// The incident, by its id, path, or a part of its name [default: the one that is open]
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

/// The options of `done`.
#[derive(clap::Args)]
pub(in crate::cli::record) struct Done {
    /// Its number as `action list` shows it, or words that no other open action has
    #[arg(value_name = "N|WORDS")]
    action: String,
    /// Say that it will not be done; why stands in the text of the record
    #[arg(long)]
    wontdo: bool,
    /// The incident, by its id, path, or a part of its name [default: the only one with such an open action]
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

/// The options of `list`.
#[derive(clap::Args)]
pub(in crate::cli::record) struct List {
    /// Only of this incident, and also those that are done
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
}

fn run(
    (name, matches, answer): (&str, &ArgMatches, Option<&str>),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    match matches.subcommand() {
        Some(("add", matches)) => add((name, &options(matches)?, answer), (global, terminal)),
        Some(("done", matches)) => done((name, &options(matches)?, answer), (global, terminal)),
        Some((_, matches)) => list((name, &options(matches)?), (global, terminal)),
        None => Ok(Exit::Clean),
    }
}

fn add(
    (name, args, answer): (&str, &Add, Option<&str>),
    (global, terminal): (&Global, &mut Terminal),
) -> anyhow::Result<Exit> {
    let meant = Meant {
        kind: name,
        wanted: args.incident.as_deref().or(answer),
        stages: &[&|_, kind, record| which::is_open(kind, record), &|_, kind, record| {
            which::is_unfinished(kind, record)
        }],
        why: which::UNFINISHED,
        already: "so",
    };
    let action = NewAction {
        text: args.text.clone(),
        owner: args.owner.clone(),
        due: args.due,
        issue: args.issue.clone(),
    };
    put(&meant, args.trial, (global, terminal), |workspace, id, _| {
        Ok(actions::add(workspace, id, &action)?)
    })
}

fn done(
    (name, args, answer): (&str, &Done, Option<&str>),
    (global, terminal): (&Global, &mut Terminal),
) -> anyhow::Result<Exit> {
    let position: Option<usize> = args.action.trim().parse().ok();
    let has_such = |workspace: &Workspace, record: &Record| {
        let actions = lists::actions(workspace, record);
        let mut open = (1..).zip(&actions).filter(|(_, action)| action.is_open());
        open.any(|(at, action)| match position {
            Some(wanted) => at == wanted,
            None => actions::answers(action, &args.action),
        })
    };
    let meant = Meant {
        kind: name,
        wanted: args.incident.as_deref().or(answer),
        stages: &[
            // Numbers are counted in each record anew: they are those of the one that is open.
            &|workspace, kind, record| {
                which::is_open(kind, record) && (position.is_some() || has_such(workspace, record))
            },
            &|workspace, _, record| has_such(workspace, record),
            &|workspace, _, record| !lists::actions(workspace, record).is_empty(),
        ],
        why: ("has such an action", "have such an action"),
        already: if args.wontdo { "set aside" } else { "done" },
    };
    let state = if args.wontdo { "wontdo" } else { "done" };
    put(&meant, args.trial, (global, terminal), |workspace, id, _| {
        let position = actions::find(workspace, id, &args.action)?;
        Ok(actions::settle(workspace, id, (position, state))?)
    })
}

fn list((name, args): (&str, &List), (global, terminal): (&Global, &mut Terminal)) -> anyhow::Result<Exit> {
    let workspace = load::find(global)?.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let only = match &args.incident {
        Some(wanted) => Some(one(&workspace, kind, wanted)?),
        None => None,
    };
    let mut is_first = true;
    for (id, record) in workspace
        .of_kind(name)
        .filter(|(id, _)| only.is_none_or(|only| only == *id))
    {
        let actions = lists::actions(&workspace, record);
        let shown = (1..).zip(&actions);
        let shown: Vec<String> = shown
            .filter(|(_, action)| only == Some(id) || action.is_open())
            .map(|(at, action)| format!("  {}", actions::line(at, action)))
            .collect();
        if shown.is_empty() {
            continue;
        }
        let head = terminal.paint(Look::Strong, &format!("{}  {}", record.id, record.name()));
        let gap = if is_first { "" } else { "\n" };
        writeln!(terminal.out(), "{gap}{head}")?;
        for line in &shown {
            let line = terminal.paint(Look::Plain, line);
            writeln!(terminal.out(), "{line}")?;
        }
        is_first = false;
    }
    if is_first {
        let of = if only.is_some() {
            "this one has no actions"
        } else {
            "no action is open"
        };
        terminal.note(of);
        terminal.hint(&format!("`opsrepo {name} action add \"TEXT\"` writes one"));
    }
    Ok(Exit::Clean)
}
