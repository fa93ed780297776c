//! `opsrepo schema`.

use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::kinds;
use crate::text::similar;
use anyhow::bail;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo schema decision    of a decision's front matter
  opsrepo schema opsrepo     of opsrepo.toml
  opsrepo schema list        of what `opsrepo KIND list --format json` prints
  opsrepo schema api-v1      of the JSON that `opsrepo render` puts into a site
  opsrepo schema coverage    of what `runbook coverage --format json` prints
  opsrepo schema history     of what `opsrepo KIND history --format json` prints
  opsrepo schema policy-test of what `opsrepo policy test --format json` prints
  opsrepo schema search      of what `opsrepo search --format json` prints
  opsrepo schema similar     of what `incident similar --format json` prints
  opsrepo schema stats       of what `opsrepo KIND stats --format json` prints
  opsrepo schema transcript  of a line that `opsrepo runbook run` writes down
  opsrepo schema validate    of what `opsrepo validate --format json` prints";

/// Schemas that belong to no kind.
const OTHERS: [(&str, &str); 11] = [
    ("opsrepo", include_str!("../../schemas/opsrepo.schema.json")),
    ("api-v1", include_str!("../../schemas/api-v1.schema.json")),
    ("list", include_str!("../../schemas/list.schema.json")),
    ("search", include_str!("../../schemas/search.schema.json")),
    ("coverage", include_str!("../../schemas/coverage.schema.json")),
    ("similar", include_str!("../../schemas/similar.schema.json")),
    ("stats", include_str!("../../schemas/stats.schema.json")),
    ("history", include_str!("../../schemas/history.schema.json")),
    ("policy-test", include_str!("../../schemas/policy-test.schema.json")),
    ("transcript", include_str!("../../schemas/transcript.schema.json")),
    ("validate", include_str!("../../schemas/validate.schema.json")),
];

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// A built-in kind, or `opsrepo`, `api-v1`, `coverage`, `list`, `history`, `policy-test`, `search`, `similar`, `stats`,
    /// `transcript` or `validate`
    #[arg(value_name = "KIND")]
    name: String,
}

/// Prints a schema.
pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let kinds = kinds::all();
    let known: Vec<(&str, &str)> = kinds
        .iter()
        .filter(|kind| !kind.schema.is_empty())
        .map(|kind| (kind.name.as_str(), kind.schema.as_str()))
        .chain(OTHERS)
        .collect();
    let Some((_, text)) = known.iter().find(|(name, _)| *name == args.name) else {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let hint = match similar::nearest(&args.name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", names.join(", ")),
        };
        bail!("there is no schema `{}`\n{hint}", args.name);
    };
    write!(terminal.out(), "{text}")?;
    Ok(Exit::Clean)
}
