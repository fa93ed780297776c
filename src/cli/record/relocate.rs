//! `opsrepo KIND move`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::record::carry_out::Trial;
use crate::cli::record::indexes;
use crate::cli::record::renaming::settle;
use crate::cli::record::{Verb, always, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::workspace::Workspace;
use crate::store::lock;
use crate::text::article::with_article;
use crate::text::path::RepoPath;
use crate::write::names;
use anyhow::{Context, bail};
use clap::Args as _;
use std::path::Path;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "move",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Move {} to another folder, with every link to it and in it",
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
    /// The folder, or the name of a record set
    #[arg(value_name = "FOLDER")]
    folder: String,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let id = if kind.is_numbered() { "7" } else { "ID" };
    format!(
        "Examples:\n  opsrepo {name} move {id} archive/{}\n  opsrepo {name} move {id} archive --dry-run\n\n\
         A record that is a folder moves as a whole. The folder need not exist. Git sees a move where the text is alike.",
        kind.plural
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let id = one(&workspace, kind, &args.id)?;
    let folder = folder(&workspace, &ground, (&args.folder, &global.dir))?;
    let plan = names::relocate(&workspace, id, &folder)?;
    settle(&plan, &workspace, (args.trial, &ground, global), terminal)?;
    indexes::tell(&workspace, args.trial, (&ground, global), terminal)?;
    if let Some((_, new)) = plan.moved.first().filter(|_| !args.trial.dry_run) {
        let now = ground.read(global, terminal, Past::Leave)?;
        if !now.of_kind(name).any(|(_, record)| now.path_of(record) == new) {
            let shown = load::shown(&ground.root, new, &global.dir);
            terminal.note(&format!("{shown} is no {name} any more: no record set takes it"));
            terminal.hint("`opsrepo sets` shows which files are taken; `files` of a set in opsrepo.toml widens it");
        }
    }
    Ok(Exit::Clean)
}

/// The folder of the set of this name, or the one that is named as seen from where the user stands.
fn folder(workspace: &Workspace, ground: &Ground, (wanted, dir): (&str, &Path)) -> anyhow::Result<RepoPath> {
    if let Some(set) = workspace.sets.iter().find(|set| set.name == wanted) {
        return Ok(set.folder.clone());
    }
    if Path::new(wanted).is_absolute() {
        bail!("{wanted} is a path of this machine\nname a folder of the repository, as seen from here");
    }
    let (root, dir) = (ground.root.canonicalize(), dir.canonicalize());
    let below = match (&root, &dir) {
        (Ok(root), Ok(dir)) => dir.strip_prefix(root).ok().and_then(Path::to_str),
        _ => None,
    };
    let here = RepoPath::new(&below.unwrap_or("").replace(std::path::MAIN_SEPARATOR, "/"));
    let found = here.and_then(|here| here.join(wanted));
    let found = found.with_context(|| format!("{wanted} lies outside of the repository\nname a folder inside"))?;
    if found.parts().any(|part| part == ".git") {
        bail!("{wanted} is Git's own folder\nname a folder for records");
    }
    if workspace.tree.find(&found).is_some() {
        bail!("{wanted} is a file\nname a folder; `rename` gives a record another name");
    }
    Ok(found)
}
