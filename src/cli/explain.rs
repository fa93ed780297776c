//! `opsrepo explain`.

use crate::cli::exit::Exit;
use crate::cli::terminal::{Look, Terminal};
use crate::rules;
use crate::text::similar;
use anyhow::bail;
use std::io;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo explain link/broken
  opsrepo rules                 lists the names";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The rule's name, as findings and `opsrepo rules` print it
    rule: String,
}

/// Prints the rule's page.
pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let name = args.rule.trim();
    let Some(rule) = rules::find(name) else {
        let ends = |known: &&str| known.split('/').next_back() == name.split('/').next_back();
        let names = || rules::ALL.iter().map(|rule| rule.name);
        let near = names().find(ends).or_else(|| similar::nearest(name, names()));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`opsrepo rules` lists them all".to_owned(),
        };
        bail!("there is no rule `{name}`\n{hint}");
    };
    print_page(terminal, rule.page)?;
    Ok(Exit::Clean)
}

/// Prints Markdown as it is, with heads that stand out and fences that stand back.
fn print_page(terminal: &mut Terminal, page: &str) -> io::Result<()> {
    let mut is_fenced = false;
    for line in page.lines() {
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        let text = match line {
            _ if is_fence => {
                is_fenced = !is_fenced;
                continue;
            }
            line if is_fenced && line.is_empty() => String::new(),
            line if is_fenced => format!("    {}", terminal.paint(Look::Faint, line)),
            line if line.starts_with('#') => terminal.paint(Look::Strong, line.trim_start_matches('#').trim()),
            line => terminal.paint(Look::Plain, line),
        };
        writeln!(terminal.out(), "{text}")?;
    }
    Ok(())
}
