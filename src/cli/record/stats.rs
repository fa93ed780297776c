//! `opsrepo KIND stats`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::filter::{Filter, only_known_options};
use crate::cli::record::{Verb, always, durations, kind_of, list};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::stats::Stats;
use crate::report::{Style, csv, json, numbers, stats};
use clap::{Args as _, ValueEnum};

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "stats",
    is_for: always,
    command: |kind, command| {
        durations::only_where_told(only_known_options(Args::augment_args(command), kind), kind)
            .about(format!("Count the {}: by status, year and person", kind.plural))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Name records that are open for more than so many days; `--as-of` says on which day
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    open_for: i32,
    /// How the counts are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: StatsForm,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    durations: durations::Options,
}

/// Forms of counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum StatsForm {
    /// For people.
    #[default]
    Text,
    /// For programs, as `opsrepo schema stats` describes it.
    Json,
    /// For spreadsheets.
    Csv,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let durations = match durations::has_course(kind) {
        true => {
            format!("  opsrepo {name} stats --by quarter\n  opsrepo {name} stats --explain       what is measured\n")
        }
        false => String::new(),
    };
    format!(
        "Examples:\n  opsrepo {name} stats\n  opsrepo {name} stats --since 2026 --open-for 30\n{durations}  \
         opsrepo {name} stats --format json   for programs\n\n`opsrepo schema stats` describes the JSON."
    )
}

/// Counts the records of a kind.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    // A date may come from the history.
    let workspace = load::find(global)?.workspace(global, terminal, Past::Try)?;
    let kind = kind_of(&workspace, name)?;
    let selection = args.filter.selection(&workspace, &[kind])?;
    let ids = selection.of(&workspace);
    let found = Stats::of(&workspace, kind, (&ids, args.open_for));
    let told = durations::numbers_of(&workspace, (kind, &ids), &args.durations)?;
    let by = args.durations.by();
    match args.format {
        _ if args.durations.explain() => {
            durations::explain(terminal)?;
            return Ok(Exit::Clean);
        }
        StatsForm::Json => {
            let mut value = stats::view(&workspace, name, &found);
            if let Some(told) = &told {
                value["durations"] = numbers::view(&workspace, by, told);
            }
            json::write_value(terminal.out(), &value)?;
        }
        StatsForm::Csv => {
            let rows = match &told {
                Some(told) => numbers::sheet(told, by),
                None => stats::sheet(&found),
            };
            csv::write(terminal.out(), &rows)?;
        }
        StatsForm::Text if !ids.is_empty() => {
            if by.is_none() {
                let style = Style {
                    width: terminal.width().unwrap_or(terminal.style().width),
                    ..terminal.style()
                };
                stats::write(terminal.out(), &workspace, (kind, &found), style)?;
            }
            if let Some(told) = &told {
                durations::print(&workspace, told, &args.durations, terminal)?;
            }
        }
        StatsForm::Text => {}
    }
    if ids.is_empty() {
        list::say_none(&workspace, (&[kind], &selection), terminal);
    }
    Ok(Exit::Clean)
}
