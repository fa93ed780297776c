//! `opsrepo runbook check`: whether the steps of runbooks can be run, without running any.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::runbook::hearing::{self, Hearing};
use crate::cli::record::runbook::is_runbook;
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::cli::validate::outputs::formats;
use crate::lint::{self, Report, Rule, Severity};
use crate::model::kind::Kind;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::report::{FORMATS, Format};
use crate::rules;
use crate::text::span::FileId;
use anyhow::bail;
use clap::Args as _;
use std::collections::BTreeSet;

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "check",
    is_for: is_runbook,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Check the steps of {}, and run none", kind.plural))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The rules about steps and what is told to them.
const RULES: [&str; 5] = [
    "runbook/input",
    "runbook/shell-syntax",
    "runbook/shellcheck",
    "runbook/step",
    "runbook/unquotable",
];

/// The options.
#[derive(clap::Args)]
struct Args {
    /// Those to check: ids, paths, or parts of names that no other has [default: all]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// How findings are printed [default: text]
    #[arg(long, value_parser = formats(), value_name = "FORMAT")]
    format: Option<&'static Format>,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} check\n  opsrepo {name} check disk-full\n  opsrepo {name} check --format sarif\n\n\
         Each step is read by its shell (`bash -n`, `sh -n`), which runs nothing, and by shellcheck where it is installed. \
         `opsrepo validate` checks the rest: attributes, needs and inputs.\n\n\
         The exit code is 0 when no finding is an error, 1 when one is, 2 when opsrepo could not do its work."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut workspace = load::find(global)?.workspace(global, terminal, Past::Leave)?;
    let runbooks = chosen(&workspace, name, &args.ids)?;
    terminal.stage("asking the shells");
    let mut hearing = hearing::hear(&workspace, &runbooks);
    workspace.remarks = Some(std::mem::take(&mut hearing.remarks));
    let is_asked = |rule: &&Rule| RULES.contains(&rule.name);
    let rules: Vec<Rule> = rules::ALL
        .iter()
        .filter(is_asked)
        .map(|rule| Rule { ..*rule })
        .collect();
    let mut report = lint::run::run(&workspace, &rules);
    keep(&workspace, &runbooks, &mut report);
    let format = args.format.unwrap_or(&FORMATS[0]);
    let style = terminal.style();
    (format.write)(terminal.out(), &workspace, &report, style)?;
    tell(&hearing, runbooks.len(), terminal);
    Ok(match report.count(Severity::Error) {
        0 => Exit::Clean,
        _ => Exit::Findings,
    })
}

/// The runbooks that are asked for, each once, in their order; all where none is named.
fn chosen(workspace: &Workspace, name: &str, ids: &[String]) -> anyhow::Result<Vec<RecordId>> {
    let kind = kind_of(workspace, name)?;
    let mut found = BTreeSet::new();
    for id in ids {
        found.insert(one(workspace, kind, id)?);
    }
    if ids.is_empty() {
        found.extend(workspace.of_kind(name).map(|(id, _)| id));
    }
    if found.is_empty() {
        bail!(
            "there are no {} here\n`opsrepo {name} new \"TITLE\"` begins one",
            kind.plural
        );
    }
    Ok(found.into_iter().collect())
}

/// Leaves what is about these runbooks.
fn keep(workspace: &Workspace, runbooks: &[RecordId], report: &mut Report) {
    let files: BTreeSet<FileId> = runbooks.iter().map(|id| workspace.record(*id).file).collect();
    let is_about = |span: crate::text::span::Span| files.contains(&span.file);
    report
        .findings
        .retain(|finding| finding.place.span().is_some_and(is_about));
    report.files = files.len();
    report.records = runbooks.len();
}

/// Says who read the steps, and who is missing.
fn tell(hearing: &Hearing, runbooks: usize, terminal: &mut Terminal) {
    for failure in &hearing.failures {
        terminal.note(failure);
    }
    if hearing.steps == 0 {
        let runbooks = counted(runbooks, "runbook");
        terminal.note(&format!("{runbooks} without a step"));
        terminal.hint("a code block is a step where `check`, `act` or `verify` stands behind its language");
        return;
    }
    let steps = counted(hearing.steps, "step");
    let readers = hearing::listed(&hearing.readers);
    let absent = match hearing.absent.is_empty() {
        true => String::new(),
        false => format!("; not installed: {}", hearing::listed(&hearing.absent)),
    };
    terminal.note(&format!("{steps}, read by {readers}{absent}"));
}
