//! `opsrepo KIND show`.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::course;
use crate::cli::record::{Verb, always, kind_of, one, status_look};
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::model::incidents::lists;
use crate::model::kind::{Kind, Shape};
use crate::model::ownership::Owner;
use crate::model::record::{Record, RecordId, Reference, Target};
use crate::model::workspace::Workspace;
use crate::report::json;
use crate::report::records::{self, FactView};
use crate::text::history::Commit;
use clap::Args as _;
use std::io;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "show",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Show all that is known of one {}", kind.name))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Its id, number, path, or a part of its name that no other has
    #[arg(value_name = "ID")]
    id: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let id = if kind.is_numbered() { "7" } else { "ID" };
    format!(
        "Examples:\n  opsrepo {name} show {id}\n  opsrepo {name} show {id} --format json\n  \
         opsrepo {name} list        shows the ids"
    )
}

/// Shows one record.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let workspace = load::find(global)?.workspace(global, terminal, Past::Try)?;
    let kind = kind_of(&workspace, name)?;
    let id = one(&workspace, kind, &args.id)?;
    if args.format == Form::Json {
        json::write_value(terminal.out(), &records::detail(&workspace, id))?;
        return Ok(Exit::Clean);
    }
    let record = workspace.record(id);
    let head = [
        terminal.paint(Look::Strong, &format!("{} {}", kind.name, short(&record.id))),
        terminal.paint(Look::Strong, &short(record.name())),
        terminal.paint(Look::Faint, workspace.path_of(record).as_str()),
    ];
    writeln!(terminal.out(), "{}  {}\n{}\n", head[0], head[1], head[2])?;
    print_facts(terminal, &workspace, record)?;
    course::print(terminal, &workspace, record)?;
    print_owners(terminal, &workspace, record)?;
    print_references(terminal, &workspace, record)?;
    print_referring(terminal, &workspace, id)?;
    print_history(terminal, &workspace, record)?;
    Ok(Exit::Clean)
}

/// All facts but the references, which have a table of their own.
fn print_facts(terminal: &mut Terminal, workspace: &Workspace, record: &Record) -> io::Result<()> {
    let kind = workspace.kind_of(record);
    let is_reference = |fact: &FactView| {
        let field = kind.field(&fact.field);
        field.is_some_and(|field| matches!(field.shape, Shape::References(_)))
    };
    let facts = records::facts(workspace, record);
    // The impacts that are listed below say it better than a line that is not there.
    let is_below = |fact: &FactView| {
        let is_missing = fact.field == "impact" && fact.raw.is_none();
        is_missing && !lists::impacts(workspace, record).is_empty()
    };
    let shown = facts.iter().filter(|fact| !is_reference(fact) && !is_below(fact));
    let rows: Vec<Vec<Cell>> = shown.map(|fact| fact_row(workspace, record, fact)).collect();
    table::print(terminal, &rows)
}

fn fact_row(workspace: &Workspace, record: &Record, fact: &FactView) -> Vec<Cell> {
    let kind = workspace.kind_of(record);
    let is_status = kind
        .field(&fact.field)
        .is_some_and(|field| field.shape == Shape::Status);
    let (look, value) = match (&fact.value, &fact.raw) {
        (Some(value), _) if is_status => (status_look(kind, &record.status), value.clone()),
        (Some(value), _) => (Look::Plain, value.clone()),
        (None, Some(raw)) => (Look::Bad, format!("not understood: {raw}")),
        (None, None) => (Look::Faint, "-".to_owned()),
    };
    let written = fact
        .raw
        .as_ref()
        .filter(|raw| fact.value.is_some() && fact.value.as_ref() != Some(raw));
    let mut source = fact.locator.clone().unwrap_or_default();
    if let Some(raw) = written {
        source = format!("{source}  written `{}`", short(raw));
    }
    vec![
        (Look::Strong, format!("  {}", fact.field)),
        (look, short(&value)),
        (Look::Faint, place(workspace, record, fact)),
        (Look::Faint, source.trim().to_owned()),
    ]
}

/// Where a fact was read; the record's own path stands above the table.
fn place(workspace: &Workspace, record: &Record, fact: &FactView) -> String {
    match (fact.line, fact.column) {
        (Some(line), Some(column)) if fact.path.as_deref() == Some(workspace.path_of(record).as_str()) => {
            format!("{line}:{column}")
        }
        (Some(line), Some(column)) => format!("{}:{line}:{column}", fact.path.as_deref().unwrap_or_default()),
        _ => String::new(),
    }
}

/// Whom `OWNERS` and `CODEOWNERS` name; what the record says itself stands among its facts.
fn print_owners(terminal: &mut Terminal, workspace: &Workspace, record: &Record) -> io::Result<()> {
    let owners = workspace.owners_around(record.file);
    if owners.is_empty() {
        return Ok(());
    }
    writeln!(terminal.out(), "\nowned by")?;
    let row = |owner: &Owner| {
        let (path, position) = (
            workspace.tree.path(owner.span.file),
            workspace.tree.position(owner.span),
        );
        vec![
            (Look::Strong, format!("  {}", short(owner.name))),
            (Look::Faint, format!("{path}:{position}")),
        ]
    };
    let rows: Vec<Vec<Cell>> = owners.iter().map(row).collect();
    table::print(terminal, &rows)
}

fn print_references(terminal: &mut Terminal, workspace: &Workspace, record: &Record) -> io::Result<()> {
    if record.references.is_empty() {
        return Ok(());
    }
    writeln!(terminal.out(), "\nrefers to")?;
    let rows: Vec<Vec<Cell>> = record
        .references
        .iter()
        .map(|reference| {
            let name = |id: &RecordId| {
                let record = workspace.record(*id);
                format!("{} ({})", short(record.name()), workspace.path_of(record))
            };
            let (look, target) = match &reference.target {
                Target::Record(id) => (Look::Good, name(id)),
                Target::Ambiguous(ids) => (
                    Look::Open,
                    format!("one of {}", ids.iter().map(name).collect::<Vec<_>>().join(", ")),
                ),
                Target::Nothing(_) => (Look::Bad, "no such record".to_owned()),
                Target::Elsewhere | Target::Pending => (Look::Plain, String::new()),
            };
            let position = workspace.tree.position(reference.span);
            vec![
                (Look::Strong, format!("  {}", reference.field)),
                (Look::Plain, short(&reference.raw)),
                (look, target),
                (Look::Faint, position.to_string()),
                (Look::Faint, reference.locator.to_string()),
            ]
        })
        .collect();
    table::print(terminal, &rows)
}

fn print_referring(terminal: &mut Terminal, workspace: &Workspace, id: RecordId) -> io::Result<()> {
    let row = |(from, reference): (RecordId, &Reference)| {
        let record = workspace.record(from);
        vec![
            (Look::Strong, format!("  {}", workspace.kind_of(record).name)),
            (
                Look::Plain,
                format!("{} ({})", record.name(), workspace.path_of(record)),
            ),
            (Look::Faint, format!("in its {}", reference.field)),
        ]
    };
    let alerts = workspace.alerts.alerts.iter().filter(|alert| alert.runbook == Some(id));
    let alerts = alerts.map(|alert| {
        let place = format!(
            "{}:{}",
            workspace.tree.path(alert.span.file),
            workspace.tree.position(alert.span)
        );
        let why = alert.runbook_link().map_or_else(
            || "by its name".to_owned(),
            |link| format!("in its {}", short(&link.key)),
        );
        vec![
            (Look::Strong, "  alert".to_owned()),
            (Look::Plain, format!("{} ({place})", short(&alert.name))),
            (Look::Faint, why),
        ]
    });
    let rows: Vec<Vec<Cell>> = workspace.referring_to(id).map(row).chain(alerts).collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(terminal.out(), "\nreferred to by")?;
    table::print(terminal, &rows)
}

fn print_history(terminal: &mut Terminal, workspace: &Workspace, record: &Record) -> io::Result<()> {
    let path = workspace.path_of(record);
    let Some(log) = workspace.history.log() else {
        return Ok(());
    };
    let row = |label: &str, commit: &Commit| {
        let day = commit.date.split('T').next().unwrap_or_default();
        let id = commit.id.get(..9).unwrap_or(&commit.id);
        vec![
            (Look::Strong, format!("  {label}")),
            (Look::Plain, day.to_owned()),
            (Look::Plain, short(&commit.author)),
            (Look::Faint, format!("{id} {}", short(&commit.subject))),
        ]
    };
    let rows: Vec<Vec<Cell>> = [("created", log.created(path)), ("changed", log.changed(path))]
        .into_iter()
        .filter_map(|(label, commit)| Some(row(label, commit?)))
        .collect();
    if !rows.is_empty() {
        writeln!(terminal.out(), "\nhistory")?;
    }
    table::print(terminal, &rows)
}
