//! `opsrepo policy`, and the asking of policies for the commands that check. It knows no Rego.

use crate::cli::args::{Form, Global};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::terminal::{Look, Terminal};
use crate::model::verdicts::Fault;
use crate::model::workspace::Workspace;
use crate::policy::files::{self, Files};
use crate::policy::reader::Dialect;
use crate::policy::run;
use crate::policy::trial::{self, Outcome, Trial, Trials};
use crate::report::json;
use crate::report::line::counted;
use crate::text::path::RepoPath;
use crate::text::span::Span;
use anyhow::bail;
use clap::Subcommand;
use serde::Serialize;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo policy test         run the tests of the policies of opsrepo.toml
  opsrepo policy test policy  run those of a folder

Policies are rules of your own, in Rego. `opsrepo validate` asks those that opsrepo.toml names under `[policies]`, or that \
you name with --policies, and no others.";

const TEST_EXAMPLES: &str = "\
Examples:
  opsrepo policy test                the policies that opsrepo.toml names
  opsrepo policy test policy         those of a folder
  opsrepo policy test --format json  for programs
  opsrepo policy test --verbose      name also the tests that pass

`opsrepo schema policy-test` describes the JSON.

A test is a rule whose name begins with `test_`; it passes where it holds. One whose name begins with `todo_test_` is not \
run.

The exit code is 1 when a test fails or a policy cannot be used, 2 when there is no test.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the policies' own tests
    #[command(after_long_help = TEST_EXAMPLES)]
    Test(TestArgs),
}

/// The options of `policy test`.
#[derive(clap::Args)]
struct TestArgs {
    /// The folder of the policies, from the root [default: those that opsrepo.toml names]
    #[arg(value_name = "DIR", value_parser = parse_folder)]
    folders: Vec<RepoPath>,
    /// How the result is printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

/// What `policy test --format json` prints.
#[derive(Serialize)]
struct Output<'a> {
    tests: Vec<TestView<'a>>,
    faults: Vec<FaultView<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct TestView<'a> {
    name: &'a str,
    path: &'a str,
    line: u32,
    /// `passed`, `failed` or `skipped`.
    outcome: &'static str,
    message: Option<&'a str>,
    printed: &'a [String],
}

#[derive(Serialize)]
struct FaultView<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary {
    tests: usize,
    passed: usize,
    failed: usize,
    skipped: usize,
    faults: usize,
}

/// A folder of policies, which lies in the repository.
pub(in crate::cli) fn parse_folder(text: &str) -> Result<RepoPath, String> {
    let text = text.trim_start_matches("./").trim_end_matches('/');
    RepoPath::new(text).ok_or_else(|| "not a folder of this repository; paths start at its root".to_owned())
}

/// Asks the policies that are named, and keeps what they say.
pub(super) fn judge(workspace: &mut Workspace, extra: &[RepoPath], terminal: &mut Terminal) -> anyhow::Result<()> {
    refuse_missing(workspace, extra)?;
    if !extra.is_empty() || workspace.settings.policies.is_some() {
        terminal.stage("asking the policies");
    }
    workspace.verdicts = run::judge(workspace, extra);
    Ok(())
}

/// Says what was judged, and which folders look like policies while nobody names them.
pub(super) fn tell(workspace: &Workspace, extra: &[RepoPath], terminal: &mut Terminal) {
    let verdicts = &workspace.verdicts;
    if verdicts.judged > 0 {
        let excepted = match verdicts.excepted {
            0 => String::new(),
            count => format!("; {} left out by their exceptions", counted(count, "result")),
        };
        terminal.detail(&format!(
            "the policies judged {}{excepted}",
            counted(verdicts.judged, "value")
        ));
    }
    let unnamed = files::unnamed(workspace);
    if let (true, Some(folder)) = (extra.is_empty(), unnamed.first()) {
        terminal.hint(&format!(
            "the policies in `{folder}` were not asked: `[policies]` in opsrepo.toml, or `--policies {folder}`, names them"
        ));
    }
}

/// Runs a command about policies.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let Command::Test(args) = &args.command;
    let ground = load::find(global)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    refuse_missing(&workspace, &args.folders)?;
    let Some(files) = Files::named(&workspace, &args.folders).filter(|files| !files.is_empty()) else {
        bail!(
            "no policies are named\n\
             `opsrepo policy test DIR` takes a folder; `[policies]` in opsrepo.toml names it for good"
        );
    };
    terminal.stage("testing the policies");
    let trials = trial::run(&workspace, &files);
    if trials.trials.is_empty() && trials.faults.is_empty() {
        bail!("the policies have no tests\nwrite rules `test_…` into files `*_test.rego`");
    }
    let summary = Summary::of(&trials);
    match args.format {
        Form::Json => json::write_value(terminal.out(), &output(&workspace, &trials, &summary))?,
        Form::Text => print(&workspace, (&trials, &summary), terminal)?,
    }
    Ok(match summary.failed + summary.faults {
        0 => Exit::Clean,
        _ => Exit::Findings,
    })
}

fn refuse_missing(workspace: &Workspace, folders: &[RepoPath]) -> anyhow::Result<()> {
    for folder in folders {
        if !files::has_policies(workspace, folder) {
            bail!(
                "there is no policy in `{folder}`\npolicies are files `*.rego`; the path starts at the root of the repository"
            );
        }
    }
    Ok(())
}

impl Summary {
    fn of(trials: &Trials) -> Summary {
        let count = |is: fn(&Outcome) -> bool| trials.trials.iter().filter(|trial| is(&trial.outcome)).count();
        Summary {
            tests: trials.trials.len(),
            passed: count(|outcome| *outcome == Outcome::Passed),
            failed: count(|outcome| matches!(outcome, Outcome::Failed(_))),
            skipped: count(|outcome| *outcome == Outcome::Skipped),
            faults: trials.faults.len(),
        }
    }
}

impl Trial {
    fn word(&self) -> (&'static str, Look) {
        match self.outcome {
            Outcome::Passed => ("passed", Look::Good),
            Outcome::Failed(_) => ("failed", Look::Bad),
            Outcome::Skipped => ("skipped", Look::Open),
        }
    }

    fn message(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Failed(why) => Some(why),
            Outcome::Passed | Outcome::Skipped => None,
        }
    }
}

fn output<'a>(workspace: &'a Workspace, trials: &'a Trials, summary: &Summary) -> Output<'a> {
    let path = |span: Span| workspace.tree.path(span.file).as_str();
    let position = |span: Span| workspace.tree.position(span);
    let test = |trial: &'a Trial| TestView {
        name: &trial.name,
        path: path(trial.span),
        line: position(trial.span).line,
        outcome: trial.word().0,
        message: trial.message(),
        printed: &trial.printed,
    };
    let fault = |fault: &'a Fault| FaultView {
        path: path(fault.span),
        line: position(fault.span).line,
        column: position(fault.span).column,
        message: &fault.message,
        help: fault.help.as_deref(),
    };
    Output {
        tests: trials.trials.iter().map(test).collect(),
        faults: trials.faults.iter().map(fault).collect(),
        summary: Summary { ..*summary },
    }
}

fn print(workspace: &Workspace, (trials, summary): (&Trials, &Summary), terminal: &mut Terminal) -> anyhow::Result<()> {
    for (file, dialect) in &trials.dialects {
        let dialect = if *dialect == Dialect::V1 { "v1" } else { "v0" };
        terminal.detail(&format!("{} is Rego {dialect}", workspace.tree.path(*file)));
    }
    let is_told = |trial: &&Trial| terminal.is_verbose() || trial.outcome != Outcome::Passed;
    let told: Vec<&Trial> = trials.trials.iter().filter(is_told).collect();
    for trial in told {
        let (word, look) = trial.word();
        let message = trial.message().map_or(String::new(), |why| format!(": {why}"));
        let line = format!("{}{message}", place(workspace, trial.span, &trial.name));
        say(terminal, (look, word), &line)?;
        for printed in &trial.printed {
            let printed = terminal.paint(Look::Faint, &format!("  {printed}"));
            writeln!(terminal.out(), "{printed}")?;
        }
    }
    for fault in &trials.faults {
        say(
            terminal,
            (Look::Bad, "error"),
            &place(workspace, fault.span, &fault.message),
        )?;
        if let Some(help) = &fault.help {
            let help = terminal.paint(Look::Faint, &format!("  help: {help}"));
            writeln!(terminal.out(), "{help}")?;
        }
    }
    let mut parts = vec![counted(summary.tests, "test"), format!("{} passed", summary.passed)];
    let counts = [(summary.failed, "failed"), (summary.skipped, "skipped")];
    parts.extend(
        counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}")),
    );
    if summary.faults > 0 {
        parts.push(counted(summary.faults, "error"));
    }
    writeln!(terminal.out(), "{}", parts.join(", "))?;
    Ok(())
}

fn say(terminal: &mut Terminal, (look, word): (Look, &str), text: &str) -> anyhow::Result<()> {
    let (word, text) = (terminal.paint(look, word), terminal.paint(Look::Plain, text));
    writeln!(terminal.out(), "{word}: {text}")?;
    Ok(())
}

fn place(workspace: &Workspace, span: Span, text: &str) -> String {
    let position = workspace.tree.position(span);
    let path = workspace.tree.path(span.file);
    format!("{path}:{}:{}: {text}", position.line, position.column)
}
