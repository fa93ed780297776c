//! `opsrepo validate`.

mod base;
mod baseline;
pub(in crate::cli) mod ci;
mod fix;
mod known;
pub(in crate::cli) mod outputs;
mod paths;
mod shelves;
mod verdict;
mod watch;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::external;
use crate::cli::load::{self, Ground, Past};
use crate::cli::missing;
use crate::cli::patch;
use crate::cli::policy;
use crate::cli::reviews;
use crate::cli::siblings;
use crate::cli::terminal::Terminal;
use crate::cli::validate::fix::{Checked, Mended};
use crate::cli::validate::known::{Known, Wish};
use crate::cli::validate::outputs::{Outputs, Plan};
use crate::cli::validate::verdict::Measure;
use crate::lint::{self, Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::rules;
use crate::store::git::Repository;
use crate::store::visit::Reach;
use crate::store::{changes, lock};
use crate::syntax::document;
use crate::text::path::RepoPath;
use anyhow::bail;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo validate                              check the repository around you
  opsrepo -C path/to/repository validate        check another one
  opsrepo validate adr 'runbooks/**/*.md'       report only what is found there
  opsrepo validate --format json > report.json  for programs
  opsrepo validate --output sarif=found.sarif   write another form too
  opsrepo validate --at main                    check a commit, not the files
  opsrepo validate --base main                  check what this branch did
  opsrepo validate --write-baseline             take all that is found as known
  opsrepo validate --diff                       show how findings can be mended
  opsrepo validate --fix                        mend them
  opsrepo validate --strict                     take warnings for errors
  opsrepo validate --watch                      check again on each change
  opsrepo validate --external                   ask other hosts about links
  opsrepo validate --as-of 2026-08-21           judge dates as on that day

With --base, opsrepo also checks what was changed: numbers that both sides took, records that are gone while others refer \
to them, statuses that went where they may not, accepted texts that were rewritten. The last commit that both sides share \
is what is compared with, and what was found there already is known and not reported. In CI, a run for a pull or merge \
request does this by itself where the target branch was fetched.

Nothing is fetched but with --external: each address is then asked once by your curl, and what answered well is not asked \
again for a week.

A baseline lists what is known: it is not reported and fails nothing. Findings are known by what their line says, not by its \
number, so that lines may move.

One format is printed; each --output writes another one into a file, which appears when it is whole. Its path is as seen \
from the folder that -C names.

Dates are judged as of today unless --as-of is given: a run that shall be repeatable needs it. `opsrepo schema validate` \
describes the JSON.

--fix mends what has one right answer: a link to a file that was moved, a number in a heading, a misspelt status. It \
changes the bytes that are wrong and no others, and nothing where that would lead to another finding; of the files only those \
that PATH names, and nothing that is known, unless --known is given. --diff shows the same as a patch, which `git apply` \
takes; its exit code is 1 when there is something to mend.

The exit code is 0 when no finding is an error, 1 when one is or when there are more warnings than --max-warnings, 2 when \
opsrepo could not work or found nothing to check.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Report only what is found in these files, folders or globs; all of the repository is read all the same
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    outputs: Outputs,
    /// Check the changes since this commit, branch or tag was left, and report only what they brought; `none` for no changes
    /// [default: the target branch, where CI names it]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Ask the policies of this folder, instead of those that opsrepo.toml names; a path from the root
    #[arg(long, value_name = "DIR", value_parser = policy::parse_folder)]
    policies: Vec<RepoPath>,
    /// Check Kubernetes objects against the schemas in this folder too, wherever it lies; may be given several times
    #[arg(long, value_name = "DIR")]
    kubernetes_schemas: Vec<PathBuf>,
    #[command(flatten)]
    known: Wish,
    #[command(flatten)]
    measure: Measure,
    /// Mend what has one right answer, then report what is left
    #[arg(long, conflicts_with = "watch")]
    fix: bool,
    /// Show what --fix would write, as a patch, and write nothing
    #[arg(long, conflicts_with = "watch")]
    diff: bool,
    /// Ask other hosts whether they answer to the links that lead to them; needs curl
    #[arg(long, conflicts_with = "watch")]
    external: bool,
    /// Visit also this machine and private networks
    #[arg(long, requires = "external")]
    external_private: bool,
    /// Check again whenever a file has changed, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

/// Checks everything, once or again and again.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if args.watch {
        return watch::watch(global, terminal, &mut |terminal| once(args, global, terminal).map(drop));
    }
    let (exit, workspace) = once(args, global, terminal)?;
    // The process ends here. To give a million small pieces of memory back one by one would take longer than the rules.
    std::mem::forget(workspace);
    Ok(exit)
}

/// Checks everything, mends it where that is asked for, and tells it.
fn once(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<(Exit, Workspace)> {
    let plan = args.outputs.plan(&global.dir)?;
    let ground = load::find(global)?;
    let place = (&ground, global);
    let _lock = match args.fix && !args.diff {
        true => {
            load::refuse_revision(&ground)?;
            Some(lock::take(&ground.root)?)
        }
        false => None,
    };
    args.known.refuse_slip(&args.paths, global)?;
    let workspace = ground.read(global, terminal, Past::Leave)?;
    let chosen = paths::choose(&args.paths, &workspace, place)?;
    let mut known = Known::read(&args.known, &workspace, place)?;
    let mut beside = Beside {
        here: global.dir.clone(),
        siblings: siblings::Shelf::default(),
        shelves: shelves::Asked::default(),
        base: base::Side::default(),
    };
    let mut checked = check(workspace, (args, &ground, &mut beside), terminal)?;
    refuse_nothing(&checked.workspace, &checked.report)?;
    if global.verbose {
        shelves::tell(&checked.workspace, terminal);
    }
    policy::tell(&checked.workspace, &args.policies, terminal);
    known.look_back(&args.known, &mut checked);
    let mut mended = None;
    if args.fix || args.diff {
        let is_asked = |workspace: &Workspace, found: &Diagnostic| {
            let is_chosen = chosen.as_ref().is_none_or(|chosen| chosen.may_mend(workspace, found));
            is_chosen && (args.known.is_told() || !known.has(found))
        };
        let (left, done) = fix::mend(checked, &is_asked, &mut |workspace| {
            check(workspace, (args, &ground, &mut beside), terminal)
        })?;
        if args.fix && !args.diff {
            changes::apply_all(&ground.root, &done.changes)?;
        }
        (checked, mended) = (left, Some(done));
    }
    known.write(&args.known, &checked, terminal)?;
    if !args.known.is_told() {
        if mended.is_some() {
            known.tell_mendable(&checked.report, terminal);
        }
        known.tell_unnamed(&checked.report, terminal);
        known.leave_out(&mut checked.report, terminal);
    }
    let Checked { workspace, mut report } = checked;
    if let Some(chosen) = chosen {
        chosen.keep(&workspace, &mut report);
    }
    args.measure.apply(&mut report);
    lint::cap::cap(&workspace, &mut report);
    let exit = match mended {
        Some(mended) if args.diff => show_patch(&mended, (args, &report), terminal)?,
        mended => {
            mended.iter().for_each(|mended| fix::tell(mended, "mended", terminal));
            tell(&plan, &workspace, &report, terminal)?;
            args.measure.exit(&report, terminal)
        }
    };
    Ok((exit, workspace))
}

/// What lies beside the files that are checked. It is read once, however often they are checked, and so it is told once.
struct Beside {
    /// The folder from which the paths of the user are seen.
    here: PathBuf,
    siblings: siblings::Shelf,
    shelves: shelves::Asked,
    base: base::Side,
}

/// Completes what is known of a repository and runs the rules.
fn check(
    mut workspace: Workspace,
    (args, ground, beside): (&Args, &Ground, &mut Beside),
    terminal: &mut Terminal,
) -> anyhow::Result<Checked> {
    siblings::look_up(ground, &mut workspace, (&mut beside.siblings, terminal));
    missing::look_up(ground, &mut workspace, terminal);
    if args.external {
        let reach = match args.external_private {
            true => Reach::Anywhere,
            false => Reach::Public,
        };
        external::look_up(&mut workspace, reach, terminal)?;
    }
    reviews::look_up(ground, &mut workspace, terminal);
    base::compare(
        &mut workspace,
        args.base.as_deref(),
        ground,
        (&mut beside.base, terminal),
    )?;
    let folders = shelves::Folders {
        named: &args.kubernetes_schemas,
        here: &beside.here,
        root: &ground.root,
    };
    shelves::fill(&mut workspace, folders, (&mut beside.shelves, terminal))?;
    workspace.revisions = ground.repository.as_ref().and_then(Repository::revisions);
    policy::judge(&mut workspace, &args.policies, terminal)?;
    terminal.stage("checking");
    let report = lint::run::run(&workspace, rules::ALL);
    Ok(Checked { workspace, report })
}

/// Prints and writes the report, and for people what helps to go on.
fn tell(plan: &Plan, workspace: &Workspace, report: &Report, terminal: &mut Terminal) -> anyhow::Result<()> {
    plan.carry_out(workspace, report, terminal)?;
    if workspace.records.is_empty() {
        terminal.hint("no records were found here; `opsrepo init --adopt` writes settings that can say where they are");
    }
    let worst = report.findings.iter().max_by_key(|finding| finding.severity);
    if let Some(worst) = worst.filter(|_| plan.is_for_people()) {
        terminal.hint(&format!(
            "`opsrepo explain {}` says more; so it does for every rule",
            worst.rule
        ));
    }
    if plan.is_for_people() && report.known.is_some_and(|known| known > 0) {
        terminal.hint("`--known` reports also what is known");
    }
    Ok(())
}

/// Prints the patch that would mend findings. There being one is a finding.
fn show_patch(mended: &Mended, (args, left): (&Args, &Report), terminal: &mut Terminal) -> anyhow::Result<Exit> {
    fix::tell(mended, "--fix would mend", terminal);
    for change in mended.changes.files() {
        patch::print(change, terminal)?;
    }
    let errors = left.count(Severity::Error);
    if mended.changes.is_empty() && errors > 0 {
        let errors = counted(errors, "error");
        terminal.hint(&format!(
            "there is work for people, though: {errors}; `opsrepo validate` tells them"
        ));
    }
    Ok(match mended.changes.is_empty() {
        true => args.measure.exit(left, terminal),
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
