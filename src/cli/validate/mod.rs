//! `opsrepo validate`.

mod base;
mod baseline;
pub(in crate::cli) mod ci;
mod known;
mod paths;
mod verdict;
mod watch;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::missing;
use crate::cli::terminal::Terminal;
use crate::cli::validate::verdict::Measure;
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
  opsrepo validate adr 'runbooks/**/*.md'       report only what is found there
  opsrepo validate --format json > report.json  for programs; `opsrepo schema validate` describes it
  opsrepo validate --at main                    check the last commit of main, not the files on disk
  opsrepo validate --base main                  check what was changed since this branch left main
  opsrepo validate --write-baseline             take all that is found as known
  opsrepo validate --strict                     take warnings for errors
  opsrepo validate --watch                      check again on each change
  opsrepo validate --as-of 2026-08-21           judge review dates as on that day

With --base, opsrepo also checks what was changed: numbers that both sides took, records that are gone while others refer to
them, statuses that went where they may not, accepted texts that were rewritten. The last commit that both sides share is
what is compared with, and what was found there already is known and not reported. In CI, a run for a pull or merge request
does this by itself where the target branch was fetched.

A baseline lists what is known: it is not reported and fails nothing. Findings are known by what their line says, not by its
number, so that lines may move.

Dates are judged as of today unless --as-of is given: a run that shall be repeatable needs it.
The exit code is 0 when no finding is an error, 1 when one is or when there are more warnings than --max-warnings, 2 when
opsrepo could not work or found nothing to check.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Report only what is found in these files, folders or globs; all of the repository is read all the same
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_parser = formats(), default_value = FORMATS[0].name, value_name = "FORMAT")]
    format: &'static Format,
    /// Check the changes since this commit, branch or tag was left, and report only what they brought; `none` for no changes
    /// [default: the target branch, where CI names it]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Take what this file lists as known [default: what opsrepo.toml names]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all that is found into the baseline: from now on it is known
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with = "watch")]
    write_baseline: Option<Option<PathBuf>>,
    /// Report also what is known, by the baseline or from the time before the changes
    #[arg(long)]
    known: bool,
    #[command(flatten)]
    measure: Measure,
    /// Check again whenever a file has changed, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

/// The names of the formats, as the table of formats has them.
fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS
        .iter()
        .map(|format| PossibleValue::new(format.name).help(format.summary));
    PossibleValuesParser::new(names).try_map(|name| report::format(&name).ok_or("not a format"))
}

/// Checks everything, once or again and again.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if args.watch {
        return watch::watch(args, global, terminal);
    }
    let (exit, workspace) = once(args, global, terminal)?;
    // The process ends here. To give a million small pieces of memory back one by one would take longer than the rules.
    std::mem::forget(workspace);
    Ok(exit)
}

/// Checks everything, and tells it.
fn once(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<(Exit, Workspace)> {
    let ground = load::find(global)?;
    let place = (&ground, global);
    let mut workspace = ground.workspace(global, terminal, Past::Leave)?;
    let chosen = paths::choose(&args.paths, &workspace, place)?;
    let mut known = known::read(args, &workspace, place)?;
    missing::look_up(&ground, &mut workspace, terminal);
    base::compare(&mut workspace, args.base.as_deref(), &ground, terminal)?;
    terminal.stage("checking");
    let mut report = lint::run::run(&workspace, rules::ALL);
    refuse_nothing(&workspace, &report)?;
    known.write(args, (&workspace, &report), place, terminal)?;
    if !args.known {
        known.leave_out(&mut report, terminal);
        known::leave_out_older(&mut workspace, &mut report);
    }
    if let Some(chosen) = chosen {
        chosen.keep(&workspace, &mut report);
    }
    args.measure.apply(&mut report);
    lint::cap::cap(&workspace, &mut report);
    tell(args, &workspace, &report, terminal)?;
    let exit = args.measure.exit(&report, terminal);
    Ok((exit, workspace))
}

/// Prints the report, and for people what helps to go on.
fn tell(args: &Args, workspace: &Workspace, report: &Report, terminal: &mut Terminal) -> anyhow::Result<()> {
    let style = terminal.style();
    (args.format.write)(terminal.out(), workspace, report, style)?;
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
    if is_for_people && report.known.is_some_and(|known| known > 0) {
        terminal.hint("`--known` reports also what is known");
    }
    Ok(())
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
