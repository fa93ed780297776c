//! `opsrepo runbook coverage`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::Verb;
use crate::cli::siblings::{self, Shelf};
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::model::alerts::coverage::{AlertRow, Counts, Coverage, Way};
use crate::model::alerts::torn;
use crate::model::kind_names::RUNBOOK;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::report::coverage::{self, svg};
use crate::report::{csv, json};
use crate::text::plural::counted;
use crate::text::similar;
use crate::text::span::Span;
use anyhow::bail;
use clap::{Args as _, ValueEnum};
use std::io;

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "coverage",
    // Alerts lead to records of this kind.
    is_for: |kind| kind.name == RUNBOOK,
    command: |_, command| {
        Args::augment_args(command)
            .about("Show which alert leads to which runbook and service, and the gaps")
            .after_long_help(EXAMPLES)
    },
    run: |(_, matches), global, terminal| run(&options(matches)?, global, terminal),
};

const EXAMPLES: &str = "\
Examples:
  opsrepo runbook coverage
  opsrepo runbook coverage --gaps              only what is missing
  opsrepo runbook coverage --service identity
  opsrepo runbook coverage --format svg > coverage.svg
  opsrepo runbook coverage --format json       for programs

An alert leads to the runbook that its annotation links to, else to the one that bears its name or names it under \
`alerts`. Its services are those that its labels name, else those of its runbook. `opsrepo schema coverage` describes \
the JSON.";

/// Names that are listed for a gap; `-v` lists all.
const NAMED: usize = 12;

/// The place of the services in a row.
const SERVICES: usize = 3;

/// The options.
#[derive(clap::Args)]
struct Args {
    /// Only what is about this service
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// Only alerts that lead nowhere, and what else is missing
    #[arg(long)]
    gaps: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

/// Forms of the coverage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    #[default]
    Table,
    /// For programs, as `opsrepo schema coverage` describes it.
    Json,
    /// For spreadsheets.
    Csv,
    /// A picture that needs no other program.
    Svg,
}

fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let mut workspace = ground.workspace(global, terminal, Past::Leave)?;
    siblings::look_up(&ground, &mut workspace, (&mut Shelf::default(), terminal));
    let mut found = Coverage::of(&workspace);
    if let Some(service) = &args.service {
        found = about(found, &workspace, service)?;
    }
    if args.gaps {
        found
            .alerts
            .retain(|row| matches!(row.way, Way::Broken(..) | Way::Nothing));
        found.runbooks.retain(|row| row.alerts.is_empty());
        found
            .services
            .retain(|row| row.alerts.is_empty() || row.runbooks.is_empty());
    }
    match args.format {
        Form::Json => json::write_value(terminal.out(), &coverage::view(&workspace, &found))?,
        Form::Csv => csv::write(terminal.out(), &coverage::sheet(&workspace, &found))?,
        Form::Svg => svg::write(terminal.out(), &workspace, &found)?,
        Form::Table => print((&workspace, &found), args, terminal)?,
    }
    let has_torn = tell_torn(&workspace, terminal);
    if workspace.alerts.alerts.is_empty() {
        if has_torn {
            return Ok(Exit::Findings);
        }
        terminal.note("no alert rules were found here");
        terminal.hint("they are found in rule files, PrometheusRule objects, values of charts and their templates");
    }
    Ok(Exit::Clean)
}

/// Names the files that look like rules and cannot be read; whether there are some.
fn tell_torn(workspace: &Workspace, terminal: &mut Terminal) -> bool {
    let torn: Vec<(Span, &str)> = torn::files(workspace).collect();
    for (span, message) in &torn {
        let place = format!("{}:{}", workspace.tree.path(span.file), workspace.tree.position(*span));
        terminal.error(&anyhow::anyhow!(
            "{place}: {message}\nit looks like a file of alert rules, and what it holds cannot be read"
        ));
    }
    !torn.is_empty()
}

fn about(found: Coverage, workspace: &Workspace, service: &str) -> anyhow::Result<Coverage> {
    let names = found.service_names(workspace);
    if names.iter().any(|name| name.eq_ignore_ascii_case(service)) {
        return Ok(found.about(workspace, service));
    }
    let what = format!("there is no service `{service}`, and no alert or runbook names it");
    // A person may know it by its title.
    let is_titled = |id: &RecordId| workspace.record(*id).name().trim().eq_ignore_ascii_case(service.trim());
    let titled = found.services.iter().map(|row| row.record).find(is_titled);
    let titled = titled.map(|id| workspace.record(id).id.as_str());
    match titled.or_else(|| similar::nearest(service, names.iter().map(String::as_str))) {
        Some(near) => bail!("{what}\ndid you mean `{near}`?"),
        None => bail!("{what}\n`opsrepo service list` shows what there is"),
    }
}

fn print((workspace, found): (&Workspace, &Coverage), args: &Args, terminal: &mut Terminal) -> io::Result<()> {
    if !found.alerts.is_empty() {
        let mut rows = vec![head()];
        rows.extend(found.alerts.iter().map(|row| line(workspace, row)));
        if found.alerts.iter().all(|row| row.services.is_empty()) {
            // A column in which nothing stands.
            for row in &mut rows {
                row.remove(SERVICES);
            }
        }
        let last = rows[0].len() - 1;
        table::print_fitted(terminal, rows, last)?;
        writeln!(terminal.out())?;
    }
    let counts = found.counts();
    if !args.gaps {
        sums((found, counts), terminal)?;
    }
    let is_whole = found.alerts.is_empty() && found.runbooks.is_empty() && found.services.is_empty();
    if args.gaps && is_whole && !workspace.alerts.alerts.is_empty() {
        let about = args
            .service
            .as_ref()
            .map(|service| format!(" about `{}`", short(service)));
        writeln!(terminal.out(), "nothing is missing{}", about.unwrap_or_default())?;
    }
    gaps((workspace, found), terminal)
}

fn head() -> Vec<Cell> {
    let names = ["alert", "severity", "runbook", "services", "defined in", "expr"];
    names.map(|name| (Look::Faint, name.to_owned())).to_vec()
}

fn line(workspace: &Workspace, row: &AlertRow) -> Vec<Cell> {
    let alert = coverage::alert(workspace, row);
    let severity = alert.severity().map_or("-", |label| label.text.as_str());
    let look = match row.way {
        Way::Linked(_) | Way::Named(_) | Way::Page(_) | Way::Sibling(_) => Look::Good,
        Way::Elsewhere(_) | Way::Said => Look::Plain,
        Way::Broken(..) => Look::Bad,
        Way::Nothing => Look::Open,
        Way::Silent => Look::Faint,
    };
    let services = match row.services.is_empty() {
        true => "-".to_owned(),
        false => row.services.join(", "),
    };
    vec![
        (Look::Strong, short(&alert.name)),
        (Look::Plain, short(severity)),
        (look, short(&coverage::target(workspace, &row.way))),
        (Look::Plain, short(&services)),
        (Look::Faint, coverage::place(workspace, alert.span)),
        (Look::Faint, coverage::expression(alert)),
    ]
}

/// How many of each there are, and how many of them are well.
fn sums((found, counts): (&Coverage, Counts), terminal: &mut Terminal) -> io::Result<()> {
    let mut lines = Vec::new();
    if !found.alerts.is_empty() {
        let parts = [
            (counts.led, "to a runbook"),
            (counts.broken, "to nothing"),
            (counts.without, "without one"),
            (counts.silent, "without one, which call nobody"),
        ];
        lines.push(sum(found.alerts.len(), "alert", &parts));
    }
    if !found.runbooks.is_empty() {
        let led = found.runbooks.len() - counts.unled;
        let parts = [(led, "with an alert"), (counts.unled, "without")];
        lines.push(sum(found.runbooks.len(), "runbook", &parts));
    }
    if !found.services.is_empty() {
        let parts = [
            (counts.without_runbook, "without a runbook"),
            (counts.without_alert, "without an alert"),
        ];
        lines.push(sum(found.services.len(), "service", &parts));
    }
    for text in lines {
        let text = terminal.paint(Look::Strong, &text);
        writeln!(terminal.out(), "{text}")?;
    }
    Ok(())
}

fn sum(total: usize, what: &str, parts: &[(usize, &str)]) -> String {
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, said)| format!("{count} {said}")).collect();
    let total = counted(total, what);
    match parts.is_empty() {
        true => total,
        false => format!("{total}: {}", parts.join(", ")),
    }
}

/// What is missing, by name.
fn gaps((workspace, found): (&Workspace, &Coverage), terminal: &mut Terminal) -> io::Result<()> {
    let alerts = |is_meant: fn(&Way) -> bool| {
        let rows = found.alerts.iter().filter(|row| is_meant(&row.way));
        let mut names: Vec<&str> = rows.map(|row| coverage::alert(workspace, row).name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let id = |record| workspace.record(record).id.as_str();
    let unled = found.runbooks.iter().filter(|row| row.alerts.is_empty());
    let unread = found.services.iter().filter(|row| row.runbooks.is_empty());
    let unwatched = found.services.iter().filter(|row| row.alerts.is_empty());
    let lists: [(&str, Vec<&str>); 5] = [
        (
            "alerts that lead to nothing",
            alerts(|way| matches!(way, Way::Broken(..))),
        ),
        ("alerts without a runbook", alerts(|way| *way == Way::Nothing)),
        (
            "runbooks that no alert leads to",
            unled.map(|row| id(row.record)).collect(),
        ),
        ("services without a runbook", unread.map(|row| id(row.record)).collect()),
        (
            "services that no alert is about",
            unwatched.map(|row| id(row.record)).collect(),
        ),
    ];
    for (what, names) in lists.iter().filter(|(_, names)| !names.is_empty()) {
        let shown = if terminal.is_verbose() {
            names.len()
        } else {
            names.len().min(NAMED)
        };
        let mut text: Vec<String> = names[..shown].iter().map(|name| short(name)).collect();
        if shown < names.len() {
            text.push(format!("and {} more", names.len() - shown));
        }
        let head = terminal.paint(Look::Open, what);
        let text = terminal.paint(Look::Plain, &text.join(", "));
        writeln!(terminal.out(), "{head}: {text}")?;
    }
    Ok(())
}
