//! `opsrepo KIND history`.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::past;
use crate::cli::record::{Verb, always, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::cli::timeline::{self, Links};
use crate::model::forge::Forge;
use crate::model::kind::Kind;
use crate::model::record::RecordId;
use crate::report::json;
use crate::report::past::{Head, Steps, Whole};
use crate::text::article::with_article;
use clap::Args as _;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "history",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Tell how {} came to be what it is", with_article(&kind.name)))
            .long_about(format!(
                "Tells, oldest first, every commit that touched {} through its renames: who took part, through which \
                 pull or merge request it came, and the status before and after. Without an ID: of all {}.",
                with_article(&kind.name),
                kind.plural
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Its id, number, path, or a part of its name that no other has
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let id = if kind.is_numbered() { "7" } else { "ID" };
    format!(
        "Examples:\n  opsrepo {name} history {id}\n  opsrepo {name} history {id} -v             with all links to the forge\n  \
         opsrepo {name} history {id} --format json  for programs\n  \
         opsrepo {name} history --format json    of every {name}\n\n`opsrepo schema history` describes the JSON."
    )
}

/// Tells the history of one record, or of all of a kind.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let mut workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    terminal.stage("reading the history");
    let links = match global.verbose {
        true => Links::All,
        false => Links::Transitions,
    };
    if let Some(wanted) = &args.id {
        let id = one(&workspace, kind, wanted)?;
        let steps = past::of_one(&ground, &mut workspace, id)?;
        timeline::tell_cut(terminal, &workspace.history);
        match args.format {
            Form::Json => json::write_value(
                terminal.out(),
                &Steps::new(&workspace, (id, &steps), Forge::of(&workspace).as_ref()),
            )?,
            Form::Text => timeline::print(terminal, &workspace, (id, &steps), links)?,
        }
        return Ok(Exit::Clean);
    }
    let ids: Vec<RecordId> = workspace.of_kind(name).map(|(id, _)| id).collect();
    let all = past::of_many(&ground, &mut workspace, &ids)?;
    timeline::tell_cut(terminal, &workspace.history);
    if args.format == Form::Json {
        let forge = Forge::of(&workspace);
        let whole = all.iter().map(|(id, steps)| Whole {
            head: Head::of(&workspace, *id),
            history: Steps::new(&workspace, (*id, steps), forge.as_ref()),
        });
        json::write_value(terminal.out(), &whole.collect::<Vec<_>>())?;
        return Ok(Exit::Clean);
    }
    for (at, (id, steps)) in all.iter().enumerate() {
        if at > 0 {
            writeln!(terminal.out(), "\n")?;
        }
        timeline::print(terminal, &workspace, (*id, steps), links)?;
    }
    Ok(Exit::Clean)
}
