//! `opsrepo validate`.

mod base;
pub(in crate::cli) mod ci;
mod fix;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::missing;
use crate::cli::patch;
use crate::cli::policy;
use crate::cli::terminal::Terminal;
use crate::cli::validate::fix::{Checked, Mended};
use crate::lint::{self, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report;
use crate::report::text::counted;
use crate::report::{FORMATS, Format};
use crate::rules;
use crate::store::{changes, lock};
use crate::syntax::document;
use crate::text::path::RepoPath;
use anyhow::bail;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo validate                              check the repository around you
  opsrepo -C path/to/repository validate        check another one
  opsrepo validate --format json > report.json  for programs
  opsrepo validate --at main                    check a commit, not the files
  opsrepo validate --base main                  check also what this branch did
  opsrepo validate --diff                       show how findings can be mended
  opsrepo validate --fix                        mend them
  opsrepo validate --as-of 2026-08-21           judge dates as on that day

With --base, opsrepo also checks what was changed: numbers that both sides took, records that are gone while others refer \
to them, statuses that went where they may not, accepted texts that were rewritten. The last commit that both sides share \
is what is compared with. In CI, a run for a pull or merge request does this by itself where the target branch was fetched.

Dates are judged as of today unless --as-of is given: a run that shall be repeatable needs it. `opsrepo schema validate` \
describes the JSON.

--fix mends what has one right answer: a link to a file that was moved, a number in a heading, a misspelt status. It \
changes the bytes that are wrong and no others, and nothing where that would lead to another finding. --diff shows the same \
as a patch, which `git apply` takes; its exit code is 1 when there is something to mend.

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
    /// Ask the policies of this folder, instead of those that opsrepo.toml names; a path from the root
    #[arg(long, value_name = "DIR", value_parser = policy::parse_folder)]
    policies: Vec<RepoPath>,
    /// Mend what has one right answer, then report what is left
    #[arg(long)]
    fix: bool,
    /// Show what --fix would write, as a patch, and write nothing
    #[arg(long)]
    diff: bool,
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
    let _lock = match args.fix && !args.diff {
        true => {
            load::refuse_revision(&ground)?;
            Some(lock::take(&ground.root)?)
        }
        false => None,
    };
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let mut checked = check(workspace, (args, &ground), terminal)?;
    refuse_nothing(&checked.workspace, &checked.report)?;
    if args.fix || args.diff {
        let (left, mended) = fix::mend(checked, &mut |workspace| check(workspace, (args, &ground), terminal))?;
        if args.diff {
            fix::tell(&mended, "--fix would mend", terminal);
            return show_patch(&mended, &left.report, terminal);
        }
        changes::apply_all(&ground.root, &mended.changes)?;
        fix::tell(&mended, "mended", terminal);
        checked = left;
    }
    let exit = print(&checked, args, terminal)?;
    // The process ends here. To give a million small pieces of memory back one by one would take longer than the rules.
    std::mem::forget(checked);
    Ok(exit)
}

/// Completes what is known of a repository and runs the rules.
fn check(
    mut workspace: Workspace,
    (args, ground): (&Args, &Ground),
    terminal: &mut Terminal,
) -> anyhow::Result<Checked> {
    missing::look_up(ground, &mut workspace, terminal);
    base::compare(&mut workspace, args.base.as_deref(), ground, terminal)?;
    policy::judge(&mut workspace, &args.policies, terminal)?;
    terminal.stage("checking");
    let report = lint::run::run(&workspace, rules::ALL);
    Ok(Checked { workspace, report })
}

fn print(checked: &Checked, args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let Checked { workspace, report } = checked;
    let style = terminal.style();
    (args.format.write)(terminal.out(), workspace, report, style)?;
    if workspace.records.is_empty() {
        terminal.hint("no records were found here; `opsrepo init --adopt` writes settings that can say where they are");
    }
    policy::tell(workspace, &args.policies, terminal);
    let is_for_people = args.format.name == FORMATS[0].name;
    let worst = report.findings.iter().max_by_key(|finding| finding.severity);
    if let Some(worst) = worst.filter(|_| is_for_people) {
        terminal.hint(&format!(
            "`opsrepo explain {}` says more; so it does for every rule",
            worst.rule
        ));
    }
    Ok(exit(report))
}

fn exit(report: &Report) -> Exit {
    match report.count(Severity::Error) {
        0 => Exit::Clean,
        _ => Exit::Findings,
    }
}

/// Prints the patch that would mend findings. There being one is a finding.
fn show_patch(mended: &Mended, left: &Report, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    for change in mended.changes.files() {
        patch::print(change, terminal)?;
    }
    Ok(match mended.changes.is_empty() {
        true => exit(left),
        false => Exit::Findings,
    })
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
