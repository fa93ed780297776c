//! `opsrepo incident report`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::place;
use crate::cli::record::incident::{is_incident, which};
use crate::cli::record::{Verb, kind_of};
use crate::cli::terminal::Terminal;
use crate::model::incidents::account::Ledger;
use crate::model::kind::Kind;
use crate::report::review;
use crate::store::{worktree, writer};
use anyhow::bail;
use clap::Args as _;
use std::path::{Path, PathBuf};

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "report",
    is_for: is_incident,
    command: |kind, command| {
        Args::augment_args(command)
            .about("Write the document for the review, from the record")
            .long_about(format!(
                "Writes what the meeting that reviews an {} goes through, as Markdown: its facts and durations, its impact by \
                 service, the timeline, factors, actions, evidence, {} like it, and the questions that the record leaves \
                 open. It holds nothing that the repository does not say.",
                kind.name, kind.plural
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// With what every report begins: a file that does not is not replaced.
const BEGINNING: &str = "# Review: ";

/// The options.
#[derive(clap::Args)]
struct Args {
    /// Its id, path, or a part of its name that no other has [default: the one that is open]
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Write it into this file of the repository, so that its links hold there; an older report is replaced
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} report ID\n  opsrepo {name} report ID --out review.md\n  \
         opsrepo {name} report ID | pandoc --output review.pdf\n\n`opsrepo render` puts the same on the site, beside the {name}."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let id = which::incident(&workspace, (kind, args.id.as_deref()), which::is_open, terminal)?;
    let folder = place::folder(args.out.as_deref(), (&ground, global))?;
    let account = Ledger::of(&workspace, name).account(id);
    let Some(out) = &args.out else {
        review::write(terminal.out(), &workspace, (id, &account), &folder)?;
        return Ok(Exit::Clean);
    };
    load::refuse_revision(&ground)?;
    let mut text = Vec::new();
    review::write(&mut text, &workspace, (id, &account), &folder)?;
    let path = place::of(out, (&ground, global))?;
    let target = ground.root.join(path.as_str());
    refuse_other(&target)?;
    writer::replace(&target, &text)?;
    let shown = load::shown(&ground.root, &path, &global.dir);
    writeln!(terminal.out(), "{shown}")?;
    Ok(Exit::Clean)
}

/// Fails where something else than an older report would be lost, or where no file can be.
fn refuse_other(target: &Path) -> anyhow::Result<()> {
    let shown = target.display();
    if target.is_dir() {
        bail!("cannot write {shown}: it is a folder\n--out takes the name of a file");
    }
    if let Some(parent) = target.parent().filter(|parent| !parent.is_dir()) {
        bail!(
            "cannot write {shown}: there is no folder {}\nmake it before",
            parent.display()
        );
    }
    let is_link = target.symlink_metadata().is_ok_and(|found| found.is_symlink());
    let is_report = !target.exists() || worktree::read_text(target).is_ok_and(|text| text.starts_with(BEGINNING));
    if is_link || !is_report {
        bail!("{shown} is there already, and is no report\nname another file, or take that one away");
    }
    Ok(())
}
