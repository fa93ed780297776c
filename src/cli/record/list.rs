//! `opsrepo KIND list`.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::{Verb, always, kind_of, status_look};
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::status::Status;
use crate::model::workspace::Workspace;
use crate::report::json;
use crate::report::records::{self, UNRECOGNISED, status_word};
use anyhow::bail;
use clap::Args as _;

/// The word for "says nothing about its status" in `--status`.
const ABSENT: &str = "absent";

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "list",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("List the {}", kind.plural))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// How the records are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    /// Only records with this status; also `unrecognised` and `absent`. May be given several times
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// Only records of this set; `opsrepo sets` shows the names
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let status = kind.statuses.last().map_or("absent", |row| row.word.as_str());
    format!(
        "Examples:\n  opsrepo {name} list\n  opsrepo {name} list --status {status}\n  opsrepo {name} list -v              with paths\n  \
         opsrepo {name} list --format json   for programs; `opsrepo schema list` describes it"
    )
}

/// Lists the records of a kind.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    // A date may come from the history.
    let workspace = load::find(global)?.workspace(global, terminal, Past::Try)?;
    let kind = kind_of(&workspace, name)?;
    let wanted = wanted_words(kind, &args.status)?;
    check_set(&workspace, args.set.as_deref())?;
    let is_wanted = |record: &Record| {
        let word = status_word(&record.status).unwrap_or(ABSENT);
        let is_of_set = args
            .set
            .as_deref()
            .is_none_or(|set| workspace.set_of(record).name == set);
        is_of_set && (wanted.is_empty() || wanted.iter().any(|wanted| wanted == word))
    };
    let ids: Vec<RecordId> = workspace
        .of_kind(name)
        .filter(|(_, record)| is_wanted(record))
        .map(|(id, _)| id)
        .collect();
    match args.format {
        Form::Json => {
            let entries: Vec<_> = ids.iter().map(|&id| records::entry(&workspace, id)).collect();
            json::write_value(terminal.out(), &entries)?;
        }
        Form::Text => {
            let rows: Vec<Vec<Cell>> = ids.iter().map(|&id| row(kind, workspace.record(id))).collect();
            table::print(terminal, &rows)?;
        }
    }
    if ids.is_empty() {
        say_none(&workspace, kind, terminal);
    }
    Ok(Exit::Clean)
}

fn row(kind: &Kind, record: &Record) -> Vec<Cell> {
    let word = status_word(&record.status).unwrap_or("-").to_owned();
    let date = record.date.value().map_or_else(|| "-".to_owned(), ToString::to_string);
    let mut cells = vec![(Look::Strong, short(&record.id))];
    // A kind whose records have no status has no column for it.
    if !kind.statuses.is_empty() {
        cells.push((status_look(kind, &record.status), word));
    }
    let is_from_git = record.date.locator() == Some(records::FROM_GIT);
    cells.push((if is_from_git { Look::Faint } else { Look::Plain }, date));
    cells.push((Look::Plain, short(record.name())));
    cells
}

/// The canonical words that `--status` asks for, in any spelling that records may use.
fn wanted_words(kind: &Kind, statuses: &[String]) -> anyhow::Result<Vec<String>> {
    let mut words = Vec::new();
    for text in statuses {
        let lower = text.trim().to_lowercase();
        match Status::parse(&lower, &kind.statuses) {
            _ if lower == UNRECOGNISED || lower == ABSENT => words.push(lower),
            Some(status) => words.push(status.word),
            None => {
                let known: Vec<&str> = kind.statuses.iter().map(|row| row.word.as_str()).collect();
                bail!(
                    "`{text}` is no status of a {}\nthere are: {}, {UNRECOGNISED}, {ABSENT}",
                    kind.name,
                    known.join(", ")
                );
            }
        }
    }
    Ok(words)
}

fn check_set(workspace: &Workspace, wanted: Option<&str>) -> anyhow::Result<()> {
    let Some(wanted) = wanted.filter(|wanted| workspace.sets.iter().all(|set| set.name != **wanted)) else {
        return Ok(());
    };
    let names: Vec<&str> = workspace.sets.iter().map(|set| set.name.as_str()).collect();
    bail!("there is no record set `{wanted}`\nthere are: {}", names.join(", "))
}

fn say_none(workspace: &Workspace, kind: &Kind, terminal: &mut Terminal) {
    let total = workspace.of_kind(&kind.name).count();
    if total > 0 {
        terminal.note(&format!("none of the {total} {} is so", kind.plural));
        return;
    }
    terminal.note(&format!("no {} were found", kind.plural));
    terminal.hint(&format!(
        "`opsrepo sets` shows what was found; `opsrepo {} new \"TITLE\"` writes the first",
        kind.name
    ));
}
