//! `opsrepo KIND stats`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::durations::{self, Chosen, Table};
use crate::cli::record::filter::{Filter, only_known_options};
use crate::cli::record::{Verb, always, kind_of, list};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::stats::Stats;
use crate::report::incidents::svg;
use crate::report::{Style, csv, json, stats};
use anyhow::bail;
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
    /// A picture; only of kinds that take time.
    Svg,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let durations = match durations::has_course(kind) {
        true => {
            format!(
                "  opsrepo {name} stats --by quarter\n  opsrepo {name} stats --since 2026 --table downtime\n  \
                 opsrepo {name} stats --working-hours   as `[calendar]` has them\n  opsrepo {name} stats --format svg > \
                 {plural}.svg\n  opsrepo {name} stats --explain         what is measured\n",
                plural = kind.plural
            )
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
    let chosen = Chosen {
        kind,
        selection: &selection,
        ids: &ids,
    };
    let options = &args.durations;
    if options.explain() && durations::has_course(kind) {
        durations::explain::print(terminal)?;
        return Ok(Exit::Clean);
    }
    let told = durations::told(&workspace, &chosen, options)?;
    if options.table().is_some() && matches!(args.format, StatsForm::Json | StatsForm::Svg) {
        bail!("--table chooses among the tables of text and CSV\nJSON and SVG hold all of them");
    }
    match args.format {
        StatsForm::Json => {
            let mut value = stats::view(&workspace, name, &found);
            if let Some(told) = &told {
                told.add_to(&workspace, &mut value);
            }
            json::write_value(terminal.out(), &value)?;
        }
        StatsForm::Csv => {
            let rows = match &told {
                Some(told) => told.sheet(&workspace, (options.table().unwrap_or(Table::Durations), options)),
                None => stats::sheet(&found),
            };
            csv::write(terminal.out(), &rows)?;
        }
        StatsForm::Svg => match &told {
            Some(told) => svg::write(terminal.out(), &told.chart(&workspace, &ids))?,
            None => bail!(
                "{} do not say when they were resolved, so there is nothing to draw\n`opsrepo incident stats --format svg` \
                 draws incidents",
                kind.plural
            ),
        },
        StatsForm::Text if !ids.is_empty() => {
            if options.by().is_none() && options.table().is_none() {
                let style = Style {
                    width: terminal.width().unwrap_or(terminal.style().width),
                    ..terminal.style()
                };
                stats::write(terminal.out(), &workspace, (kind, &found), style)?;
            }
            if let Some(told) = &told {
                durations::page::print(&workspace, told, options, terminal)?;
            }
        }
        // Nothing began in that time; what began before may have lasted into it.
        StatsForm::Text => {
            if let Some(told) = told.as_ref().filter(|told| told.has_downtime()) {
                durations::page::print(&workspace, told, options, terminal)?;
            }
        }
    }
    if ids.is_empty() {
        list::say_none(&workspace, (&[kind], &selection), terminal);
    }
    Ok(Exit::Clean)
}
