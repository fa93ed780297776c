//! `opsrepo init`: begins a new cloud, or adopts a repository.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::terminal::{Look, Terminal};
use crate::cli::{adopt, starter};
use crate::model::forge::Flavour;
use crate::model::settings;
use crate::report::line::counted;
use crate::store::git::Repository;
use crate::store::writer;
use crate::text::path::RepoPath;
use crate::text::tree::{File, Tree};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo init my-cloud                    begin a new cloud in that folder
  opsrepo init my-cloud --name \"My Cloud\"
  opsrepo init my-cloud --forge gitlab     with a pipeline for GitLab alone
  opsrepo init --adopt                     where there are records already

The workflow that is written checks every proposed change, with the whole history, and publishes the site of the main branch \
with GitHub Pages or GitLab Pages. Which forge it is for follows from the remote `origin`; without one, or where its name \
does not tell, both are written, and one may be deleted. Gitea and Forgejo have no pages of their own: none is written.

With --adopt, only opsrepo.toml is written: it says what was found, and why, and every record stays where it is. Nothing that exists is ever overwritten.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The folder; made where it does not exist
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The cloud's name
    #[arg(long, value_name = "NAME", value_parser = cloud_name)]
    name: Option<String>,
    /// Write the workflow of this forge alone
    #[arg(long, value_name = "FORGE", conflicts_with = "adopt")]
    forge: Option<Hosted>,
    /// Write only opsrepo.toml: what was found in this repository, and why
    #[arg(long)]
    adopt: bool,
}

/// Where the repository is, or will be.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Hosted {
    Github,
    Gitlab,
    Gitea,
}

/// Writes the starter, or the settings of what is there.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let folder = match &args.folder {
        Some(folder) => global.dir.join(folder),
        None => global.dir.clone(),
    };
    match args.adopt {
        true => adopt_folder(
            args,
            &Global {
                dir: folder,
                ..global.clone()
            },
            terminal,
        ),
        false => begin(args, &folder, terminal),
    }
}

fn begin(args: &Args, folder: &Path, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if folder.exists() && !folder.is_dir() {
        bail!(
            "{} is a file, not a folder\nname a folder that is empty or does not exist",
            folder.display()
        );
    }
    let starter = starter::files(forge(args, folder));
    refuse_files_in_the_way(folder, &starter)?;
    let name = args.name.as_deref().unwrap_or(starter::NAME);
    let files = starter
        .iter()
        .filter_map(|(path, text)| Some(File::text(RepoPath::new(path)?, text.replace(starter::NAME, name))))
        .collect();
    writer::create_all(folder, &Tree::new(files))
        .with_context(|| format!("cannot begin a cloud in {}", folder.display()))?;
    let here = folder.display().to_string();
    let here = here.strip_prefix("./").unwrap_or(&here);
    writeln!(terminal.out(), "wrote {} into {here}", counted(starter.len(), "file"))?;
    let listed = if terminal.is_quiet() { &[] } else { &starter[..] };
    for (path, _) in listed {
        let path = terminal.paint(Look::Faint, path);
        writeln!(terminal.out(), "  {path}")?;
    }
    let go = if here == "." {
        String::new()
    } else {
        format!("cd {here} && ")
    };
    if !matches!(Repository::discover(folder), Ok(Some(_))) {
        terminal.hint(&format!("{go}git init && git add . && git commit -m \"Begin\""));
    }
    terminal.hint(&format!(
        "{go}opsrepo validate && opsrepo decision new \"What we decide first\""
    ));
    Ok(Exit::Clean)
}

/// The forge that is named, else the one that `origin` tells of.
fn forge(args: &Args, folder: &Path) -> Option<Flavour> {
    let of_origin = || Flavour::of_remote(&Repository::discover(folder).ok()??.origin()?);
    match args.forge {
        Some(Hosted::Github) => Some(Flavour::GitHub),
        Some(Hosted::Gitlab) => Some(Flavour::GitLab),
        Some(Hosted::Gitea) => Some(Flavour::Gitea),
        None => of_origin(),
    }
}

fn refuse_files_in_the_way(folder: &Path, starter: &[(&str, &str)]) -> anyhow::Result<()> {
    let in_the_way: Vec<&str> = starter
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| folder.join(path).symlink_metadata().is_ok())
        .collect();
    if !in_the_way.is_empty() {
        bail!(
            "{} {} already: {}\n\
             `opsrepo init --adopt` adds only an opsrepo.toml to a repository that exists\n\
             or name a folder that is empty or does not exist",
            folder.display(),
            if in_the_way.len() == 1 {
                "holds a file of the starter"
            } else {
                "holds files of the starter"
            },
            in_the_way.join(", ")
        );
    }
    Ok(())
}

fn adopt_folder(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let target = ground.root.join(settings::FILE);
    if target.symlink_metadata().is_ok() {
        bail!(
            "{} exists already\n`opsrepo sets` shows what it leads to; remove it first to start again",
            target.display()
        );
    }
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let name = args
        .name
        .clone()
        .unwrap_or_else(|| adopt::name_of(&workspace, &ground.root));
    let text = adopt::settings(&workspace, &name);
    let path = RepoPath::new(settings::FILE).context("the settings have a name")?;
    writer::create_new(&ground.root, &path, text.as_bytes())?;
    let place = load::shown(&ground.root, &path, &global.dir);
    let found = counted(workspace.records.len(), "record");
    writeln!(
        terminal.out(),
        "wrote {place}: {found} in {}",
        counted(workspace.sets.len(), "set")
    )?;
    terminal.hint("read it: each set says why it was taken; then `opsrepo validate`");
    Ok(Exit::Clean)
}

/// A name that can stand in every file of the starter as it is.
fn cloud_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.is_empty() || text.contains(|c: char| c.is_control() || "\"\\<>[]{}".contains(c)) {
        true => Err("a name has letters, digits and spaces, without quotes and brackets".to_owned()),
        false => Ok(text.to_owned()),
    }
}
