//! `opsrepo KIND edit`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::editor::open;
use crate::cli::record::{Verb, always, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::text::article::with_article;
use anyhow::bail;
use clap::Args as _;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "edit",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Open {} in $VISUAL or $EDITOR", with_article(&kind.name)))
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
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let id = if kind.is_numbered() { "7" } else { "ID" };
    format!("Examples:\n  opsrepo {name} edit {id}\n\nPrints the path, and says how to check what was written.")
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    // Nobody is kept waiting while somebody thinks: the lock is not taken.
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let id = one(&workspace, kind_of(&workspace, name)?, &args.id)?;
    let path = workspace.path_of(workspace.record(id)).clone();
    let shown = load::shown(&ground.root, &path, &global.dir);
    let Some(editor) = terminal.editor().map(str::to_owned) else {
        bail!("no editor is known\nset $VISUAL or $EDITOR; the file is {shown}");
    };
    writeln!(terminal.out(), "{shown}")?;
    terminal.flush()?;
    open(&editor, &ground.root.join(path.as_str()))?;
    terminal.hint("`opsrepo validate` checks what was written");
    Ok(Exit::Clean)
}
