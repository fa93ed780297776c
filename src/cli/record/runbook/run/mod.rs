//! `opsrepo runbook run`: the one command that runs what stands in a repository, and only of the runbook that is named.

mod begun;
mod course;
mod given;
mod record;
mod resume;
mod screen;
mod session;
mod timeline;
mod unread;
mod walk;

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::record::incident::{is_incident, which};
use crate::cli::record::runbook::is_runbook;
use crate::cli::record::runbook::run::begun::{Begun, Where};
use crate::cli::record::runbook::run::course::{Course, Part, course};
use crate::cli::record::runbook::run::given::Told;
use crate::cli::record::runbook::run::resume::Wanted;
use crate::cli::record::runbook::run::session::{Session, Task};
use crate::cli::record::runbook::run::unread::refuse_unread;
use crate::cli::record::runbook::run::walk::walk;
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::kind_names::INCIDENT;
use crate::model::record::RecordId;
use crate::model::runbook::Plan;
use crate::model::runbook::command::command;
use crate::model::runbook::mask::Mask;
use crate::model::runbook::plan::plan;
use crate::model::workspace::Workspace;
use crate::ops::signals::Interrupts;
use crate::report::transcript::Allowed;
use crate::text::article::with_article;
use anyhow::bail;
use clap::Args as _;

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "run",
    is_for: is_runbook,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Run the steps of {}, and write a transcript",
                with_article(&kind.name)
            ))
            .after_long_help(EXAMPLES)
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

const EXAMPLES: &str = "\
Examples:
  opsrepo runbook run identity-down --dry-run   show every command, run nothing
  opsrepo runbook run identity-down             run it step by step
  opsrepo runbook run identity-down --incident 2026-03-04-logins-fail
  opsrepo runbook run identity-down --set namespace=identity --from restart

Steps are the code blocks that say so behind their language: ```sh check, ```sh act, ```sh verify. Before each act you are \
asked; the run stops at the first step that fails and says how to go on.

The transcript is written to the incident's folder `evidence`, or to .opsrepo/runs, which Git ignores.

Exit codes: 0 every step ended well, 1 a step failed or was declined, 2 the run could not be begun or could not go on, 130 it \
was interrupted.";

/// The options.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Its id, path, or a part of its name that no other has
    #[arg(value_name = "ID")]
    id: String,
    /// Write the transcript into the evidence of this incident, and lines into its timeline
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    /// Run this step alone
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    step: Option<String>,
    /// Begin at this step
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The value of an input; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = given::parse)]
    set: Vec<(String, String)>,
    /// Allow every act beforehand; the transcript says so
    #[arg(long)]
    yes: bool,
    /// Show every command, and run nothing, not even checks
    #[arg(long)]
    dry_run: bool,
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let id = one(&workspace, kind_of(&workspace, name)?, &args.id)?;
    let plan = plan(&workspace, workspace.record(id));
    refuse_obstacles(&plan, (&workspace, id), (&ground, global))?;
    let part = match (&args.step, &args.from) {
        (Some(step), _) => Part::Only(step),
        (None, Some(step)) => Part::From(step),
        (None, None) => Part::All,
    };
    let course = course(&plan, part)?;
    let here = Where {
        workspace: &workspace,
        ground: &ground,
        global,
    };
    refuse_unread(&course, &plan, here)?;
    let incident = match &args.incident {
        Some(wanted) => Some(one(&workspace, kind_of(&workspace, INCIDENT)?, wanted)?),
        None => None,
    };
    if args.dry_run {
        return show((args, &course), (&plan, &workspace), terminal);
    }
    let interrupts = Interrupts::catch()?;
    let Some(told) = given::values(&plan.inputs, &args.set, (&interrupts, terminal))? else {
        return Ok(Exit::Interrupted);
    };
    let tasks = tasks(&course, (&plan, &told), &workspace)?;
    let mask = Mask::new(told.values.secrets());
    let begun = Begun {
        workspace: &workspace,
        ground: &ground,
        global,
        plan: &plan,
        runbook: id,
        incident,
        wanted: wanted((args, &told), global),
    };
    tell_of_open(&begun, terminal);
    let mut record = begun.record((&told, &tasks), terminal)?;
    let session = Session {
        root: &ground.root,
        variables: told.values.environment().map(owned).collect(),
        mask,
        allowed: if args.yes { Allowed::Beforehand } else { Allowed::Asked },
        interrupts: &interrupts,
        record: &mut record,
        skipped: Vec::new(),
        trouble: None,
    };
    walk(&begun, session, (&tasks, terminal))
}

/// Shows every command, with `{{ name }}` in the places of values that are not known yet.
fn show(
    (args, course): (&Args, &Course),
    (plan, workspace): (&Plan, &Workspace),
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let told = given::known(&plan.inputs, &args.set, terminal)?;
    let mask = Mask::new(told.values.secrets());
    for task in tasks(course, (plan, &told), workspace)? {
        task.show(&mask, terminal)?;
    }
    terminal.note("nothing was run");
    Ok(Exit::Clean)
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Refuses a runbook of which it is not certain what would be run.
fn refuse_obstacles(
    plan: &Plan,
    (workspace, id): (&Workspace, RecordId),
    (ground, global): (&Ground, &Global),
) -> anyhow::Result<()> {
    let path = workspace.path_of(workspace.record(id));
    let shown = load::shown(&ground.root, path, &global.dir);
    let obstacles: Vec<String> = plan
        .obstacles()
        .map(|problem| {
            format!(
                "  {shown}:{}: {}",
                workspace.tree.position(problem.span),
                problem.message
            )
        })
        .collect();
    if !obstacles.is_empty() {
        bail!(
            "nothing was run: it is not certain what {shown} would run\n{}\n`opsrepo runbook check` tells what to do",
            obstacles.join("\n")
        );
    }
    if plan.steps.is_empty() {
        bail!(
            "{shown} has no steps\na code block becomes one by a word behind its language: ```sh check, ```sh act or \
             ```sh verify"
        );
    }
    Ok(())
}

/// The steps with their commands; all of them, before the first is run.
fn tasks(course: &Course, (plan, told): (&Plan, &Told), workspace: &Workspace) -> anyhow::Result<Vec<Task>> {
    let mut tasks = Vec::new();
    let mut refusals = Vec::new();
    for (number, step) in &course.steps {
        let text = match command(step, &plan.inputs, &told.values) {
            Ok(text) => text,
            Err(refused) => {
                refusals.extend(refused.into_iter().map(|refusal| {
                    let place = workspace.tree.position(refusal.span);
                    format!(
                        "  {}:{place}: {}; {}",
                        workspace.tree.path(refusal.span.file),
                        refusal.message,
                        refusal.help
                    )
                }));
                continue;
            }
        };
        tasks.push(Task {
            name: step.name.clone(),
            sort: step.sort,
            shell: step.shell,
            number: *number,
            of: course.of,
            needs: step.needs.iter().map(|(name, _)| name.clone()).collect(),
            left_out: course.left_out(step).into_iter().map(str::to_owned).collect(),
            timeout: step.timeout,
            command: text,
        });
    }
    match refusals.is_empty() {
        true => Ok(tasks),
        false => bail!(
            "nothing was run: a value cannot stand where it should\n{}",
            refusals.join("\n")
        ),
    }
}

fn wanted((args, told): (&Args, &Told), global: &Global) -> Wanted {
    let folder = global.dir.display().to_string();
    Wanted {
        folder: Some(folder).filter(|folder| folder != "."),
        is_single: args.step.is_some(),
        set: told.set.clone(),
    }
}

/// Says that an incident is open, where the run is not for one.
fn tell_of_open(begun: &Begun, terminal: &mut Terminal) {
    let kinds = begun.workspace.kinds.iter().filter(|kind| is_incident(kind));
    let mut records = kinds.flat_map(|kind| {
        begun
            .workspace
            .of_kind(&kind.name)
            .map(move |(_, record)| (kind, record))
    });
    let open = records.find(|(kind, record)| which::is_open(kind, record));
    if let (None, Some((kind, record))) = (begun.incident, open) {
        terminal.hint(&format!(
            "the {} {} is open: with `--incident {}` the transcript is kept as its evidence",
            kind.name, record.id, record.id
        ));
    }
}
