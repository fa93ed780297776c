//! `opsrepo trace`: a record of any kind, through time and among the others.

use crate::cli::args::{Form, Global};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::past;
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::cli::timeline::{self, Links};
use crate::model::lookup::{self, Miss};
use crate::model::record::RecordId;
use crate::model::relatives::{Relative, referred, refers};
use crate::model::workspace::Workspace;
use crate::report::json;
use crate::report::past as shapes;
use anyhow::anyhow;
use serde_json::{Value, json};
use std::io;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo trace 7                    the record with this id or number, of whatever kind
  opsrepo trace decisions/0007-x.md  the record in this file
  opsrepo trace 7 -v                 with all links to the forge
  opsrepo trace 7 --format json      for programs

The steps are told oldest first, through renames; then what the record refers to and who refers to it, by date.
`opsrepo KIND history ID` tells the steps alone.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Its id, number, path, or a part of its name that no other record has
    #[arg(value_name = "RECORD")]
    record: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

/// Traces one record.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let mut workspace = ground.workspace(global, terminal, Past::Leave)?;
    let id = lookup::find(&workspace, None, &args.record).map_err(|miss| missed(&workspace, &args.record, miss))?;
    terminal.stage("reading the history");
    let steps = past::of_one(&ground, &mut workspace, id)?;
    let (to, from) = (refers(&workspace, id), referred(&workspace, id));
    if args.format == Form::Json {
        let mut value = shapes::head(&workspace, id);
        value["history"] = shapes::steps(&workspace, id, &steps);
        value["refers_to"] = to.iter().map(|relative| shape(&workspace, relative)).collect();
        value["referred_to_by"] = from.iter().map(|relative| shape(&workspace, relative)).collect();
        json::write_value(terminal.out(), &value)?;
        return Ok(Exit::Clean);
    }
    let links = match global.verbose {
        true => Links::All,
        false => Links::Transitions,
    };
    timeline::print(terminal, &workspace, (id, &steps), links)?;
    print_relatives(terminal, &workspace, ("refers to", &to))?;
    print_relatives(terminal, &workspace, ("referred to by", &from))?;
    Ok(Exit::Clean)
}

fn print_relatives(
    terminal: &mut Terminal,
    workspace: &Workspace,
    (title, relatives): (&str, &[Relative]),
) -> io::Result<()> {
    if relatives.is_empty() {
        return Ok(());
    }
    writeln!(terminal.out(), "\n{title}")?;
    let row = |relative: &Relative| -> Vec<Cell> {
        let (date, name) = match relative.record {
            Some(id) => {
                let record = workspace.record(id);
                let date = record.date.value().map(ToString::to_string);
                (
                    date,
                    format!("{} {}  {}", workspace.kind_of(record).name, record.id, record.name()),
                )
            }
            None => (None, workspace.tree.path(relative.place.file).to_string()),
        };
        vec![
            (Look::Plain, format!("  {}", date.unwrap_or_else(|| "-".to_owned()))),
            (Look::Strong, short(&relative.field)),
            (Look::Plain, short(&name)),
            (Look::Faint, place(workspace, relative)),
        ]
    };
    table::print(terminal, &relatives.iter().map(row).collect::<Vec<_>>())
}

fn place(workspace: &Workspace, relative: &Relative) -> String {
    let line = workspace.tree.position(relative.place).line;
    format!("{}:{line}", workspace.tree.path(relative.place.file))
}

fn shape(workspace: &Workspace, relative: &Relative) -> Value {
    let record = relative.record.map(|id| shapes::head(workspace, id));
    let date = relative
        .record
        .and_then(|id| workspace.record(id).date.value().map(ToString::to_string));
    json!({
        "relation": relative.field,
        "record": record,
        "date": date,
        "place": place(workspace, relative),
    })
}

fn missed(workspace: &Workspace, wanted: &str, miss: Miss) -> anyhow::Error {
    let path = |id: &RecordId| workspace.path_of(workspace.record(*id)).to_string();
    match miss {
        Miss::Several(found) => {
            let paths = found.iter().take(10).map(path).collect::<Vec<_>>().join(", ");
            anyhow!(
                "{} records answer to `{wanted}`\nname one by its path: {paths}",
                found.len()
            )
        }
        Miss::Nothing(Some(near)) => anyhow!("there is no record `{wanted}`\ndid you mean `{near}`?"),
        Miss::Nothing(None) => anyhow!("there is no record `{wanted}`\n`opsrepo sets` shows where records are"),
    }
}
