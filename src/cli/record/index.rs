//! `opsrepo KIND index`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::place;
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::record::{Verb, always, kind_of, list};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::store::lock;
use crate::write::index::{self, Start, Wish};
use crate::write::marks::{Look, Style};
use anyhow::bail;
use clap::{Args as _, ValueEnum};
use std::path::PathBuf;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "index",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Write an index of the {} into a Markdown file, or check it",
                kind.plural
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The file [default: every file that has such an index, else the README of the folder]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Write nothing; show what is out of date and fail
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Begin an index at the end of the file, which is made where there is none
    #[arg(long, conflicts_with = "check")]
    init: bool,
    /// A table or a list of links; the file remembers it
    #[arg(long, value_enum, value_name = "STYLE")]
    style: Option<Shape>,
    /// The columns of the table, as id,title,status,date; the file remembers them
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,
    /// Only records of this set; the file remembers it
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

/// Shapes of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// With the columns that are asked for.
    Table,
    /// `* [1. Title](file)`.
    List,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} index --init docs/README.md    begin one\n  \
         opsrepo {name} index                          bring all up to date\n  \
         opsrepo {name} index --check                  in CI: fail if out of date\n  \
         opsrepo {name} index --columns id,title,people,date\n  opsrepo {name} index --style list\n\n\
         The index stands between `<!-- opsrepo: index {name} begin -->` and `<!-- opsrepo: index {name} end -->`; \
         nothing else in the file is touched. Dates are those that the records state, never those of commits."
    )
}

/// Brings the indexes of a kind up to date.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let mut trial = args.trial;
    trial.dry_run |= args.check;
    let _lock = match trial.dry_run {
        true => None,
        false => {
            load::refuse_revision(&ground)?;
            Some(lock::take(&ground.root)?)
        }
    };
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let columns = args.columns.as_deref().map(|names| list::columns(Some(names), &[kind]));
    if let Some(set) = args
        .set
        .as_ref()
        .filter(|set| workspace.sets.iter().all(|known| known.name != **set))
    {
        bail!("there is no record set `{set}`\n`opsrepo sets` shows the names");
    }
    let wish = Wish {
        file: args
            .file
            .as_deref()
            .map(|file| place::of(file, (&ground, global)))
            .transpose()?,
        look: Look {
            style: args.style.map(|shape| match shape {
                Shape::Table => Style::Table,
                Shape::List => Style::List,
            }),
            columns: columns.transpose()?,
            set: args.set.clone(),
        },
        start: if args.init { Start::Add } else { Start::Never },
    };
    let (changes, files) = index::refresh(&workspace, kind, &wish)?;
    if changes.is_empty() {
        let files: Vec<&str> = files.iter().map(|file| file.as_str()).collect();
        terminal.note(&format!("up to date: {}", files.join(", ")));
        return Ok(Exit::Clean);
    }
    carry_out(&changes, trial, (&ground, global), terminal)?;
    if !args.check {
        return Ok(Exit::Clean);
    }
    let stale: Vec<&str> = changes.files().iter().map(|change| change.path.as_str()).collect();
    terminal.note(&format!("out of date: {}", stale.join(", ")));
    terminal.hint(&format!("`opsrepo {name} index` writes what is shown above"));
    Ok(Exit::Findings)
}
