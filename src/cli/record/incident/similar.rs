//! `opsrepo incident similar`.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::incident::{is_incident, which};
use crate::cli::record::{Verb, kind_of, status_look};
use crate::cli::table::short;
use crate::cli::terminal::{Look, Terminal};
use crate::model::incidents::similar::{Log, Near};
use crate::model::kind::Kind;
use crate::model::standing;
use crate::model::workspace::Workspace;
use crate::report::{json, similar};
use crate::text::width::cut;
use clap::Args as _;
use std::io;

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "similar",
    is_for: is_incident,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Find {} of the past that are like one", kind.plural))
            .long_about(format!(
                "Finds {} that hurt the same services, fired the same alerts, used the same runbooks or are told in the \
                 same words, and says how they ended: how long it took and what mended it.",
                kind.plural
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// Columns of the bar of a score.
const BAR: usize = 10;

/// The options.
#[derive(clap::Args)]
struct Args {
    /// Its id, path, or a part of its name that no other has [default: the one that is open]
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// How many are shown at most
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// How they are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} similar                   of the one that is open\n  opsrepo {name} similar ID --limit 3\n  \
         opsrepo {name} similar ID --format json  for programs\n\n\
         What few of them have says more than what all have. `opsrepo schema similar` describes the JSON."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let workspace = load::find(global)?.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let id = which::incident(&workspace, (kind, args.id.as_deref()), which::is_open, terminal)?;
    let near = Log::of(&workspace, name).near(id, args.limit as usize);
    if args.format == Form::Json {
        json::write_value(terminal.out(), &similar::view(&workspace, id, &near))?;
        return Ok(Exit::Clean);
    }
    for (at, near) in near.iter().enumerate() {
        if at > 0 {
            writeln!(terminal.out())?;
        }
        print(&workspace, near, terminal)?;
    }
    if near.is_empty() {
        let record = workspace.record(id);
        terminal.note(&format!("no other {name} is like {}", record.id));
        terminal.hint("`services`, `alerts` and `runbooks` in its front matter, and a title that says what failed, help to find some");
    }
    Ok(Exit::Clean)
}

/// The name of an incident; below it what is shared, and how it ended.
fn print(workspace: &Workspace, near: &Near, terminal: &mut Terminal) -> io::Result<()> {
    let record = workspace.record(near.record);
    let kind = workspace.kind_of(record);
    let mut head = terminal.paint(Look::Strong, &short(&record.id));
    head.push_str("  ");
    head.push_str(&terminal.paint(Look::Plain, &short(record.name())));
    if let Some(severity) = record.text("severity") {
        head.push_str("  ");
        head.push_str(&terminal.paint(Look::Plain, &short(severity)));
    }
    if let Some(word) = standing::word(&record.status) {
        head.push_str("  ");
        head.push_str(&terminal.paint(status_look(kind, &record.status), word));
    }
    writeln!(terminal.out(), "{head}")?;
    let room = terminal.width().unwrap_or(terminal.style().width).max(40);
    let bar = terminal.paint(Look::Found, &bar(near.score));
    let why = terminal.paint(Look::Plain, &cut(&similar::why(near), room - BAR - 4));
    writeln!(terminal.out(), "  {bar}  {why}")?;
    let ending = similar::ending(workspace, record);
    if let Some(mended) = &ending.mended {
        let took = similar::took(&ending).map_or_else(|| "ended".to_owned(), |took| format!("over after {took}"));
        let text = terminal.paint(Look::Plain, &cut(&format!("{took}: {mended}"), room - 2));
        writeln!(terminal.out(), "  {text}")?;
    } else if let Some(took) = similar::took(&ending) {
        writeln!(terminal.out(), "  over after {took}")?;
    }
    for action in &ending.open {
        let text = terminal.paint(Look::Open, &cut(&format!("still to be done: {action}"), room - 2));
        writeln!(terminal.out(), "  {text}")?;
    }
    let path = terminal.paint(Look::Faint, workspace.path_of(record).as_str());
    writeln!(terminal.out(), "  {path}")
}

/// A score as a bar of a fixed width; what is not nothing is at least half a column.
fn bar(score: f64) -> String {
    let halves = ((score * 2.0 * BAR as f64).round() as usize).clamp(1, 2 * BAR);
    let full = "━".repeat(halves / 2);
    let half = if halves % 2 == 1 { "╸" } else { "" };
    let rest = BAR - halves.div_ceil(2);
    format!("{full}{half}{}", "·".repeat(rest))
}
