//! `opsrepo completions`.

use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use clap_complete::Shell;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo completions bash > ~/.local/share/bash-completion/completions/opsrepo
  opsrepo completions zsh > ~/.zfunc/_opsrepo
  opsrepo completions fish > ~/.config/fish/completions/opsrepo.fish";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script for a command line.
pub(super) fn run(args: &Args, mut command: clap::Command, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "opsrepo", &mut script);
    terminal.out().write_all(&script)?;
    Ok(Exit::Clean)
}
