//! `opsrepo validate`.

mod base;
pub(in crate::cli) mod ci;
mod shelves;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::missing;
use crate::cli::terminal::Terminal;
use crate::lint::{self, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report;
use crate::report::text::counted;
use crate::report::{FORMATS, Format};
use crate::rules;
use crate::syntax::document;
use anyhow::bail;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo validate                              check the repository that you are in
  opsrepo -C path/to/repository validate        check another one
  opsrepo validate --format json > report.json  for programs; `opsrepo schema validate` describes it
  opsrepo validate --at main                    check the last commit of main, not the files on disk
  opsrepo validate --base main                  check also what was changed since this branch left main
  opsrepo validate --as-of 2026-08-21           judge review dates as on that day

With --base, opsrepo also checks what was changed: numbers that both sides took, records that are gone while others refer to
them, statuses that went where they may not, accepted texts that were rewritten. The last commit that both sides share is
what is compared with. In CI, a run for a pull or merge request does this by itself where the target branch was fetched.

Dates are judged as of today unless --as-of is given: a run that shall be repeatable needs it.
The exit code is 1 when a finding is an error, 2 when opsrepo could not work or found nothing to check.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// How findings are printed
    #[arg(long, value_parser = formats(), default_value = FORMATS[0].name, value_name = "FORMAT")]
    format: &'static Format,
    /// Check also the changes since this commit, branch or tag was left; `none` for no changes
    /// [default: the target branch, where CI names it]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Check Kubernetes objects against the schemas in this folder too, wherever it lies; may be given several times
    #[arg(long, value_name = "DIR")]
    kubernetes_schemas: Vec<PathBuf>,
}

/// The names of the formats, as the table of formats has them.
fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS
        .iter()
        .map(|format| PossibleValue::new(format.name).help(format.summary));
    PossibleValuesParser::new(names).try_map(|name| report::format(&name).ok_or("not a format"))
}

/// Checks everything.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let mut workspace = ground.workspace(global, terminal, Past::Leave)?;
    missing::look_up(&ground, &mut workspace, terminal);
    base::compare(&mut workspace, args.base.as_deref(), &ground, terminal)?;
    shelves::fill(&mut workspace, &args.kubernetes_schemas)?;
    terminal.stage("checking");
    let report = lint::run::run(&workspace, rules::ALL);
    refuse_nothing(&workspace, &report)?;
    if global.verbose {
        shelves::tell(&workspace, terminal);
    }
    let style = terminal.style();
    (args.format.write)(terminal.out(), &workspace, &report, style)?;
    if workspace.records.is_empty() {
        terminal.hint("no records were found here; `opsrepo init --adopt` writes settings that can say where they are");
    }
    let is_for_people = args.format.name == FORMATS[0].name;
    let worst = report.findings.iter().max_by_key(|finding| finding.severity);
    if let Some(worst) = worst.filter(|_| is_for_people) {
        terminal.hint(&format!(
            "`opsrepo explain {}` says more; so it does for every rule",
            worst.rule
        ));
    }
    let exit = match report.count(Severity::Error) {
        0 => Exit::Clean,
        _ => Exit::Findings,
    };
    // The process ends here. To give a million small pieces of memory back one by one would take longer than the rules.
    std::mem::forget(workspace);
    Ok(exit)
}

/// "Nothing found" must never look like "nothing wrong".
fn refuse_nothing(workspace: &Workspace, report: &Report) -> anyhow::Result<()> {
    let holds_data = |format| {
        matches!(
            format,
            document::Format::Yaml | document::Format::Json | document::Format::Toml
        )
    };
    let has_data = workspace
        .documents
        .iter()
        .any(|document| holds_data(document.format) && !document.data.is_empty());
    let is_worth_it = !workspace.records.is_empty() || !workspace.links.is_empty() || has_data;
    if is_worth_it || report.count(Severity::Error) > 0 {
        return Ok(());
    }
    bail!(
        "found nothing to check among {}\n\
         `opsrepo sets` shows what is taken for records, and why\n\
         `opsrepo init --adopt` writes an opsrepo.toml in which you can say where they are",
        counted(report.files, "file")
    )
}
