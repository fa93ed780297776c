//! `opsrepo runbook steps`: what a runbook can do, in the order in which it would.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::runbook::is_runbook;
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::model::kind::Kind;
use crate::model::runbook::plan::plan;
use crate::model::runbook::{Input, Plan, Sort, Step};
use crate::report::json;
use crate::text::article::with_article;
use clap::Args as _;
use serde::Serialize;
use std::time::Duration;

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "steps",
    is_for: is_runbook,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Show the steps of {}, and what they have to be told",
                with_article(&kind.name)
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
struct Args {
    /// Its id, path, or a part of its name that no other has
    #[arg(value_name = "ID")]
    id: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!("Examples:\n  opsrepo {name} steps disk-full\n  opsrepo {name} steps disk-full --format json")
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let workspace = load::find(global)?.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let record = workspace.record(one(&workspace, kind, &args.id)?);
    let plan = plan(&workspace, record);
    if args.format == Form::Json {
        json::write_value(terminal.out(), &PlanView::of(&plan))?;
        return Ok(Exit::Clean);
    }
    let steps = plan.order.iter().filter_map(|at| plan.steps.get(*at));
    let rows: Vec<Vec<Cell>> = steps.map(row).collect();
    table::print(terminal, &rows)?;
    if !rows.is_empty() && !plan.inputs.is_empty() {
        writeln!(terminal.out())?;
    }
    let rows: Vec<Vec<Cell>> = plan.inputs.iter().map(input).collect();
    table::print(terminal, &rows)?;
    if plan.steps.is_empty() {
        terminal.note("no step");
        terminal.hint("a code block is a step where `check`, `act` or `verify` stands behind its language");
    }
    if plan.obstacles().next().is_some() {
        terminal.hint(&format!(
            "it cannot be run as it is: `opsrepo {name} check {}` says why",
            args.id
        ));
    }
    Ok(Exit::Clean)
}

fn row(step: &Step) -> Vec<Cell> {
    let look = match step.sort {
        Sort::Act => Look::Open,
        Sort::Check | Sort::Verify => Look::Good,
    };
    let mut about: Vec<String> = Vec::new();
    if !step.needs.is_empty() {
        about.push(format!("after {}", names(step).join(", ")));
    }
    about.extend(step.timeout.map(|timeout| format!("at most {}", said(timeout))));
    vec![
        (look, step.sort.as_str().to_owned()),
        (Look::Strong, short(&step.name)),
        (Look::Plain, short(step.code.first_line())),
        (Look::Faint, short(&about.join(", "))),
    ]
}

fn input(input: &Input) -> Vec<Cell> {
    let value = match (&input.default, input.secret) {
        (_, true) => "secret".to_owned(),
        (Some(default), _) => format!("[{default}]"),
        (None, _) => "must be set".to_owned(),
    };
    let description = input.description.clone().unwrap_or_default();
    vec![
        (Look::Faint, "input".to_owned()),
        (Look::Strong, input.name.clone()),
        (Look::Plain, input.kind.as_str().to_owned()),
        (Look::Plain, short(&value)),
        (Look::Faint, short(&description)),
    ]
}

fn names(step: &Step) -> Vec<&str> {
    step.needs.iter().map(|(name, _)| name.as_str()).collect()
}

/// `90s`, `5m`, `1h`.
fn said(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

/// A plan for programs.
#[derive(Serialize)]
struct PlanView<'a> {
    steps: Vec<StepView<'a>>,
    inputs: Vec<InputView<'a>>,
    /// Whether it can be run as it is.
    runnable: bool,
}

#[derive(Serialize)]
struct StepView<'a> {
    name: &'a str,
    sort: &'static str,
    shell: &'static str,
    heading: &'a str,
    needs: Vec<&'a str>,
    #[serde(rename = "timeout-seconds")]
    timeout: Option<u64>,
    code: &'a str,
}

#[derive(Serialize)]
struct InputView<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: Option<&'a str>,
    choices: &'a [String],
    pattern: Option<&'a str>,
    default: Option<&'a str>,
    secret: bool,
}

impl<'a> PlanView<'a> {
    fn of(plan: &'a Plan) -> Self {
        let steps = plan.order.iter().filter_map(|at| plan.steps.get(*at));
        PlanView {
            steps: steps
                .map(|step| StepView {
                    name: &step.name,
                    sort: step.sort.as_str(),
                    shell: step.shell.program(),
                    heading: &step.heading,
                    needs: names(step),
                    timeout: step.timeout.map(|timeout| timeout.as_secs()),
                    code: step.code.text(),
                })
                .collect(),
            inputs: plan
                .inputs
                .iter()
                .map(|input| InputView {
                    name: &input.name,
                    kind: input.kind.as_str(),
                    description: input.description.as_deref(),
                    choices: &input.choices,
                    pattern: input.pattern.as_deref(),
                    default: input.default.as_deref().filter(|_| !input.secret),
                    secret: input.secret,
                })
                .collect(),
            runnable: plan.obstacles().next().is_none() && !plan.steps.is_empty(),
        }
    }
}
