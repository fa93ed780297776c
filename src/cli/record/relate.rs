//! `opsrepo KIND relate`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::record::carry_out::Trial;
use crate::cli::record::step::{change, several};
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::text::article::with_article;
use crate::write::step;
use clap::Args as _;

/// The field that is written into both records.
const FIELD: &str = "relates";

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "relate",
    is_for: |kind| kind.field(FIELD).is_some(),
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Say that {} has to do with others, in all of them",
                with_article(&kind.name)
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// One: its id, number, path, or a part of its name that no other has
    #[arg(value_name = "ID")]
    id: String,
    /// The others
    #[arg(value_name = "OTHER", required = true)]
    others: Vec<String>,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} relate 7 12\n  opsrepo {name} relate 7 12 15 --dry-run\n\n\
         `supersede` and `amend` say more than that two records belong together."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    change(args.trial, (global, terminal), |workspace, _, _| {
        let kind = kind_of(workspace, name)?;
        let id = one(workspace, kind, &args.id)?;
        let others = several(workspace, kind, &args.others)?;
        Ok(step::relate(workspace, &others, (FIELD, id)))
    })
}
