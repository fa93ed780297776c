//! `opsrepo render`.

use crate::cli::Exit;
use crate::cli::args::Global;
use crate::cli::terminal::Terminal;
use anyhow::bail;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo render --out public
  opsrepo render --out public --base-url https://ops.example.org/cloud/
  opsrepo render --out old --at v1.0      the site as it was

The folder is replaced as a whole, and only if opsrepo made it. Findings do not stop a render: broken links are shown as
such. `opsrepo validate` fails on them.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to put the site into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the site will be published, with a sub-path if there is one
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

/// Renders the site.
pub(super) fn run(args: &Args, _global: &Global, _terminal: &mut Terminal) -> anyhow::Result<Exit> {
    bail!("no site yet for {} {:?}", args.out.display(), args.base_url)
}
