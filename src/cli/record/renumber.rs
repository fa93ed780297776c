//! `opsrepo KIND renumber`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::record::carry_out::Trial;
use crate::cli::record::indexes;
use crate::cli::record::renaming::{settle, taken, tell};
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::workspace::Workspace;
use crate::store::lock;
use crate::text::article::with_article;
use crate::text::path::RepoPath;
use crate::write::names::{self, Plan};
use crate::write::{number, onto};
use anyhow::bail;
use clap::Args as _;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "renumber",
    is_for: Kind::is_numbered,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Give {} another number, with every reference to it",
                with_article(&kind.name)
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Its id, number, path, or a part of its name that no other has
    #[arg(value_name = "ID", required_unless_present = "onto")]
    id: Option<String>,
    /// Its new number, or `next` for the next that is free here and on every branch
    #[arg(value_name = "NUMBER", required_unless_present = "onto")]
    number: Option<String>,
    /// Repair a collision: what this branch added under a number that REV took as well gets the next free one
    #[arg(long, value_name = "REV", conflicts_with_all = ["id", "number"])]
    onto: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} renumber 7 12\n  opsrepo {name} renumber 0007-use-dashes next\n  \
         opsrepo {name} renumber --onto origin/main\n\n\
         The file's name, the number in the heading and every reference follow, each in the form in which it is written. \
         With --onto only references of this branch follow; those that came from REV keep meaning REV's record."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let branches = taken(&ground, &workspace, name);
    let plan = match (&args.onto, &args.id, &args.number) {
        (Some(rev), ..) => repaired((&workspace, &branches), &ground, (name, rev))?,
        (None, Some(id), Some(number)) => {
            let id = one(&workspace, kind, id)?;
            let plan = names::renumber(&workspace, id, number.trim(), &branches)?;
            if let Some((_, new)) = plan.moved.first() {
                tell(&workspace, (new, &branches), terminal);
            }
            plan
        }
        _ => bail!("a record and its new number are missing\nopsrepo {name} renumber 7 12"),
    };
    if plan.changes.is_empty() {
        terminal.note(&match &args.onto {
            Some(rev) => format!("no {name} of this branch collides with {rev}: nothing was changed"),
            None => "it has that number already: nothing was changed".to_owned(),
        });
        return Ok(Exit::Clean);
    }
    // A row of an index that was up to date stands where the old number had it.
    let is_repair = args.onto.is_some() && indexes::are_fresh(&workspace, name)?;
    settle(&plan, &workspace, (args.trial, &ground, global), terminal)?;
    match is_repair {
        true => indexes::refresh(name, args.trial, (&ground, global), terminal)?,
        false => indexes::tell(&workspace, args.trial, (&ground, global), terminal)?,
    }
    Ok(Exit::Clean)
}

fn repaired(
    (workspace, branches): (&Workspace, &[number::Taken]),
    ground: &Ground,
    (kind, rev): (&str, &str),
) -> anyhow::Result<Plan> {
    let Some(repository) = &ground.repository else {
        bail!(
            "--onto compares with another branch, and {} is in no Git repository\n\
             `opsrepo {kind} renumber ID NUMBER` gives a single record another number",
            ground.root.display()
        );
    };
    let places = number::folders(workspace, kind);
    let paths = repository.paths_at(rev, ground.folder(), &places)?;
    let Some(parting) = repository.parting(rev)? else {
        bail!("HEAD and {rev} share no commit\nfetch more of the history: git fetch --unshallow");
    };
    let base = repository.paths_at(&parting, ground.folder(), &places)?;
    let text = |path: &RepoPath| String::from_utf8(repository.bytes(rev, ground.folder(), path).ok()?).ok();
    let other = onto::Other {
        paths: &paths,
        base: &base,
        text: &text,
        taken: branches,
    };
    Ok(onto::renumber(workspace, kind, &other)?)
}
