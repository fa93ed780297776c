//! `opsrepo KIND list`, and `opsrepo list` over all kinds.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::place;
use crate::cli::record::filter::{Filter, only_known_options};
use crate::cli::record::{Verb, always, kinds_of, status_look};
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::model::column::{self, COLUMNS, Column};
use crate::model::distinct;
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::select::{self, Order, Selection};
use crate::model::workspace::Workspace;
use crate::report::records::{self, status_word};
use crate::report::{json, list};
use crate::text::similar;
use anyhow::bail;
use clap::{Args as _, ValueEnum};
use std::path::PathBuf;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "list",
    is_for: always,
    command: |kind, command| {
        let is_reviewed = kind.field("review-every").is_some();
        only_known_options(Args::augment_args(command), kind)
            .mut_arg("stale", |arg| arg.hide(!is_reviewed))
            .about(format!("List the {}", kind.plural))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| {
        let kinds = [kind.to_owned()];
        print((&kinds, &options(matches)?), global, terminal)
    },
};

pub(in crate::cli) const EXAMPLES: &str = "\
Examples:
  opsrepo list                              every record of every kind
  opsrepo list --kind decision --kind incident --service dns
  opsrepo list --decider lovelace --sort date --reverse
  opsrepo list --format csv > records.csv";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// In which order; records of which it is not known stand last
    #[arg(long, value_enum, value_name = "ORDER")]
    sort: Option<Sort>,
    /// The other way round
    #[arg(long)]
    reverse: bool,
    /// Only those whose review is past due on the day of `--as-of`, or that never had one though they say how often
    #[arg(long)]
    stale: bool,
    /// How the records are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: ListForm,
    /// The columns of a Markdown table, as id,title,status,date
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,
    /// The file into which a Markdown table goes, so that its links hold there [default: one at the root]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    #[command(flatten)]
    filter: Filter,
}

/// The options of `opsrepo list`.
#[derive(clap::Args)]
pub struct AllArgs {
    /// Only records of this kind. May be given several times
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    #[command(flatten)]
    args: Args,
}

/// Orders that one can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// By number, then id.
    Number,
    /// By date, earliest first.
    Date,
    /// In the order of a life.
    Status,
    /// By title.
    Title,
    /// By last commit, earliest first.
    Changed,
}

/// Forms of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ListForm {
    /// For people.
    #[default]
    Text,
    /// For programs, as `opsrepo schema list` describes it.
    Json,
    /// For spreadsheets.
    Csv,
    /// A table with links.
    Markdown,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let status = kind.statuses.last().map_or("absent", |row| row.word.as_str());
    format!(
        "Examples:\n  opsrepo {name} list\n  opsrepo {name} list --status {status}\n  \
         opsrepo {name} list --since 2026 --sort date --reverse\n  opsrepo {name} list --decider lovelace\n  \
         opsrepo {name} list -v              with paths\n  \
         opsrepo {name} list --format json   for programs\n  \
         opsrepo {name} list --format markdown --to docs/overview.md\n\n\
         Of several values of one option any must fit; of several options all. In CSV, a text that a spreadsheet would \
         take for a formula begins with '. `opsrepo schema list` describes the JSON."
    )
}

/// Lists the records of all kinds, or of some.
pub(in crate::cli) fn run(args: &AllArgs, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    print((&args.kind, &args.args), global, terminal)
}

/// Lists the records of the kinds of these names.
fn print((names, args): (&[String], &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    // A date may come from the history.
    let workspace = ground.workspace(global, terminal, Past::Try)?;
    let kinds = kinds_of(&workspace, names)?;
    let columns = columns(args.columns.as_deref(), &kinds)?;
    let folder = place::folder(args.to.as_deref(), (&ground, global))?;
    let selection = Selection {
        is_stale: args.stale,
        ..args.filter.selection(&workspace, &kinds)?
    };
    let ids = sorted(selection.of(&workspace), &workspace, args);
    match args.format {
        ListForm::Json => {
            let entries: Vec<_> = ids.iter().map(|&id| records::entry(&workspace, id)).collect();
            json::write_value(terminal.out(), &entries)?;
        }
        ListForm::Csv => list::write_csv(terminal.out(), &workspace, &ids)?,
        ListForm::Markdown => list::write_markdown(terminal.out(), &workspace, (&ids, &columns), &folder)?,
        ListForm::Text => {
            let table = Table {
                has_kind: names.len() != 1,
                has_status: kinds.iter().any(|kind| !kind.statuses.is_empty()),
                has_review: args.stale,
                has_path: global.verbose,
            };
            let names = distinct::names(&workspace, &ids);
            let rows = ids
                .iter()
                .zip(names)
                .map(|(&id, name)| table.row(&workspace, (id, &name)));
            let rows: Vec<Vec<Cell>> = rows.collect();
            table::print_fitted(terminal, rows, table.title())?;
        }
    }
    if ids.is_empty() {
        say_none(&workspace, (&kinds, &selection), terminal);
    }
    Ok(Exit::Clean)
}

fn sorted(mut ids: Vec<RecordId>, workspace: &Workspace, args: &Args) -> Vec<RecordId> {
    let order = args.sort.map(|sort| match sort {
        Sort::Number => Order::Number,
        Sort::Date => Order::Date,
        Sort::Status => Order::Status,
        Sort::Title => Order::Title,
        Sort::Changed => Order::Changed,
    });
    match order {
        Some(order) if args.reverse => select::sort_reversed(workspace, &mut ids, order),
        Some(order) => select::sort(workspace, &mut ids, order),
        None if args.reverse => ids.reverse(),
        None => {}
    }
    ids
}

/// The columns of the table for people.
struct Table {
    has_kind: bool,
    has_status: bool,
    has_review: bool,
    has_path: bool,
}

impl Table {
    /// The place of the title, which is cut where the terminal is narrow.
    fn title(&self) -> usize {
        2 + usize::from(self.has_kind) + usize::from(self.has_status) + usize::from(self.has_review)
    }

    fn row(&self, workspace: &Workspace, (id, name): (RecordId, &str)) -> Vec<Cell> {
        let record = workspace.record(id);
        let kind = workspace.kind_of(record);
        let word = status_word(&record.status).unwrap_or("-").to_owned();
        let is_from_git = record.date.locator() == Some(records::FROM_GIT);
        // No record says it; see `opsrepo decision show`.
        let label = if is_from_git { " (git)" } else { "" };
        let date = record
            .date
            .value()
            .map_or_else(|| "-".to_owned(), |date| format!("{date}{label}"));
        let mut cells = Vec::new();
        if self.has_kind {
            cells.push((Look::Faint, kind.name.clone()));
        }
        cells.push((Look::Strong, short(name)));
        // A kind whose records have no status has no column for it.
        if self.has_status {
            cells.push((status_look(kind, &record.status), word));
        }
        // Who asks what is late wants to know that day, and not the record's.
        match self.has_review {
            true => cells.extend(review(workspace, record)),
            false => cells.push((if is_from_git { Look::Faint } else { Look::Plain }, date)),
        }
        cells.push((Look::Plain, short(record.name())));
        if self.has_path {
            cells.push((Look::Faint, workspace.path_of(record).to_string()));
        }
        cells
    }
}

/// When a record was last reviewed, and for how long it should have been again.
fn review(workspace: &Workspace, record: &Record) -> [Cell; 2] {
    let day = record.reviewed().map(|found| found.value.date());
    let reviewed = day.map_or_else(|| "never reviewed".to_owned(), |day| format!("reviewed {day}"));
    let late = record
        .review_due()
        .map(|(due, _)| due.days_until(workspace.context.as_of));
    let late = match late {
        Some(1) => "1 day late".to_owned(),
        Some(days) => format!("{days} days late"),
        None => "-".to_owned(),
    };
    [(Look::Plain, reviewed), (Look::Open, late)]
}

/// The columns that the user names, or the usual ones.
pub(super) fn columns(names: Option<&str>, kinds: &[&Kind]) -> anyhow::Result<Vec<Column>> {
    let Some(names) = names else {
        let has_status = kinds.iter().any(|kind| !kind.statuses.is_empty());
        let usual = [Column::Kind, Column::Id, Column::Title, Column::Status, Column::Date];
        let is_wanted = |column: &Column| match column {
            Column::Kind => kinds.len() != 1,
            Column::Status => has_status,
            _ => true,
        };
        return Ok(usual.into_iter().filter(is_wanted).collect());
    };
    let found = match column::parse_list(names) {
        Ok(found) if found.is_empty() => bail!("--columns names no column"),
        Ok(found) => return Ok(found),
        Err(wrong) => wrong,
    };
    let known: Vec<&str> = COLUMNS.iter().map(|(name, _, _)| *name).collect();
    let near = similar::nearest(&found, known.iter().copied()).map(|near| format!("did you mean `{near}`?\n"));
    bail!(
        "there is no column `{found}`\n{}there are: {}",
        near.unwrap_or_default(),
        known.join(", ")
    )
}

/// `none of the 3 decisions has`, or of a single one `the only decision does not have`; of a verb both forms are given.
pub(super) fn none_of((kinds, total): (&[&Kind], usize), (has, have): (&str, &str)) -> String {
    let (one, many) = match kinds {
        [kind] => (kind.name.as_str(), kind.plural.as_str()),
        _ => ("record", "records"),
    };
    match total {
        1 => format!("the only {one} does not {have}"),
        total => format!("none of the {total} {many} {has}"),
    }
}

/// Says that no record fits, and what was asked for.
pub(super) fn say_none(workspace: &Workspace, (kinds, selection): (&[&Kind], &Selection), terminal: &mut Terminal) {
    let plural = match kinds {
        [kind] => &kind.plural,
        _ => "records",
    };
    let total = selection.candidates(workspace).count();
    if total > 0 {
        let none = none_of((kinds, total), ("has", "have"));
        terminal.note(&format!("{none}: {}", selection.conditions()));
        return;
    }
    terminal.note(&format!("no {plural} were found"));
    let new = match kinds {
        [kind] => format!("; `opsrepo {} new \"TITLE\"` writes the first", kind.name),
        _ => String::new(),
    };
    terminal.hint(&format!("`opsrepo sets` shows what was found{new}"));
}
