//! `opsrepo man`.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::report::line::counted;
use crate::store::writer;
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Tree};
use clap_mangen::Man;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo man | man -l -                    read the manual page
  opsrepo man ~/.local/share/man/man1       write a page for every command";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Write a page for every command into this folder
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints the page of `opsrepo`, or writes all pages.
pub(super) fn run(
    args: &Args,
    (command, global): (clap::Command, &Global),
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.folder else {
        let page = page(&command)?;
        terminal.out().write_all(&page)?;
        return Ok(Exit::Clean);
    };
    let mut files = Vec::new();
    pages(&command, &mut files)?;
    let count = counted(files.len(), "page");
    let folder = global.dir.join(folder);
    writer::create_all(&folder, &Tree::new(files))?;
    writeln!(terminal.out(), "wrote {count} into {}", folder.display())?;
    Ok(Exit::Clean)
}

fn page(command: &clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

fn pages(command: &clap::Command, files: &mut Vec<File>) -> anyhow::Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    if let Some(path) = RepoPath::new(&format!("{name}.1")) {
        let content = Content::Bytes(page(command)?);
        files.push(File { path, content });
    }
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        pages(sub, files)?;
    }
    Ok(())
}
