//! `opsrepo KIND stats`.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::filter::{Filter, only_known_options};
use crate::cli::record::{Verb, always, kind_of, list};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::stats::Stats;
use crate::report::{Style, json, stats};
use clap::Args as _;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "stats",
    is_for: always,
    command: |kind, command| {
        only_known_options(Args::augment_args(command), kind)
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
    format: Form,
    #[command(flatten)]
    filter: Filter,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} stats\n  opsrepo {name} stats --since 2026 --open-for 30\n  \
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
    if args.format == Form::Json {
        json::write_value(terminal.out(), &stats::view(&workspace, name, &found))?;
    } else if !ids.is_empty() {
        let style = Style {
            width: terminal.width().unwrap_or(terminal.style().width),
            ..terminal.style()
        };
        stats::write(terminal.out(), &workspace, (kind, &found), style)?;
    }
    if ids.is_empty() {
        list::say_none(&workspace, (&[kind], &selection), terminal);
    }
    Ok(Exit::Clean)
}
