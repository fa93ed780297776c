//! `opsrepo KIND rename`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::carry_out::Trial;
use crate::cli::record::indexes;
use crate::cli::record::renaming::{settle, tell_namesake};
use crate::cli::record::{Verb, always, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::store::lock;
use crate::text::article::with_article;
use crate::write::names;
use clap::Args as _;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "rename",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Give {} another title, with every reference to it",
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
    #[arg(value_name = "ID")]
    id: String,
    /// Its new title
    #[arg(value_name = "TITLE")]
    title: String,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let id = if kind.is_numbered() { "7" } else { "ID" };
    format!(
        "Examples:\n  opsrepo {name} rename {id} \"A better title\"\n  \
         opsrepo {name} rename {id} \"A better title\" --dry-run\n\n\
         The title changes in the heading or the front matter, the file's name follows it where it was made of a title, \
         and so do links, their labels and references by name. Labels that are texts of their own stay."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let id = one(&workspace, kind_of(&workspace, name)?, &args.id)?;
    let plan = names::rename(&workspace, id, &args.title)?;
    tell_namesake(&workspace, (name, &args.title, Some(id)), (&ground, global), terminal);
    settle(&plan, &workspace, (args.trial, &ground, global), terminal)?;
    let record = workspace.record(id);
    let life = &workspace.kind_of(record).lifecycle;
    let is_text = record.title.locator() == Some("heading");
    if let Some(status) = record
        .status
        .value()
        .filter(|status| is_text && life.is_frozen(&status.word))
    {
        terminal.note(&format!(
            "this {name} is {}: `validate --base` will say that its text was changed (decision/frozen)",
            status.word
        ));
        terminal.hint("say in it why it may: <!-- opsrepo: allow decision/frozen -- the title was wrong -->");
    }
    indexes::tell(&workspace, args.trial, (&ground, global), terminal)?;
    Ok(Exit::Clean)
}
