//! `opsrepo trace`: a record of any kind, through time and among the others.

use crate::cli::args::{Form, Global};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::past;
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::cli::timeline::{self, Links};
use crate::model::forge::Forge;
use crate::model::lookup;
use crate::model::relatives::{Relative, referred, refers};
use crate::model::workspace::Workspace;
use crate::report::json;
use crate::report::past::{Head, Steps, Whole};
use crate::write::which::missed;
use serde::Serialize;
use std::io;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo trace 7                    the record of this id or number
  opsrepo trace decisions/0007-x.md  the record in this file
  opsrepo trace 7 -v                 with all links to the forge
  opsrepo trace 7 --format json      for programs

The steps are told oldest first, through renames; then what the record refers to and who refers to it, by date. \
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
    let wanted = args.record.trim();
    let id = lookup::find(&workspace, None, wanted).map_err(|miss| missed(&workspace, None, (wanted, miss)))?;
    terminal.stage("reading the history");
    // Whom it refers to is known without any history.
    let steps = past::of_one(&ground, &mut workspace, id).unwrap_or_default();
    timeline::tell_cut(terminal, &workspace.history);
    let (to, from) = (refers(&workspace, id), referred(&workspace, id));
    if args.format == Form::Json {
        let forge = Forge::of(&workspace);
        let tie = |relative| Tie::of(&workspace, relative);
        let traced = Traced {
            whole: Whole {
                head: Head::of(&workspace, id),
                history: Steps::new(&workspace, (id, &steps), forge.as_ref()),
            },
            refers_to: to.iter().map(tie).collect(),
            referred_to_by: from.iter().map(tie).collect(),
        };
        json::write_value(terminal.out(), &traced)?;
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

/// What `trace --format json` prints.
#[derive(Serialize)]
struct Traced<'a> {
    #[serde(flatten)]
    whole: Whole<'a>,
    refers_to: Vec<Tie<'a>>,
    referred_to_by: Vec<Tie<'a>>,
}

/// A relation, seen from the record that is traced.
#[derive(Serialize)]
struct Tie<'a> {
    relation: &'a str,
    /// The record at its other end; none where a page that is no record refers to this one.
    record: Option<Head<'a>>,
    date: Option<String>,
    /// `path:line`.
    place: String,
}

impl<'a> Tie<'a> {
    fn of(workspace: &'a Workspace, relative: &'a Relative) -> Self {
        let date = |id| workspace.record(id).date.value().map(ToString::to_string);
        Tie {
            relation: &relative.field,
            record: relative.record.map(|id| Head::of(workspace, id)),
            date: relative.record.and_then(date),
            place: place(workspace, relative),
        }
    }
}
