//! `opsrepo KIND amend`.

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

/// The field that is written into the amended record; its other side goes into the amending one.
const FIELD: &str = "amended-by";

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "amend",
    is_for: |kind| kind.field(FIELD).is_some(),
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Say that {} is amended by another, in both",
                with_article(&kind.name)
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// What is amended: its id, number, path, or a part of its name that no other has
    #[arg(value_name = "OLD", required = true)]
    ids: Vec<String>,
    /// What amends it
    #[arg(long, value_name = "NEW")]
    by: String,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} amend 7 --by 12\n  opsrepo {name} amend 7 --by 12 --dry-run\n\n\
         The status of both stays as it is."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    change(args.trial, (global, terminal), |workspace, _, _| {
        let kind = kind_of(workspace, name)?;
        let ids = several(workspace, kind, &args.ids)?;
        let by = one(workspace, kind, &args.by)?;
        Ok(step::relate(workspace, &ids, (FIELD, by)))
    })
}
