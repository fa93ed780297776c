//! `opsrepo sets`.

use crate::cli::args::{Form, Global};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::table::short;
use crate::cli::terminal::{Look, Terminal};
use crate::model::hints::Hint;
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::report::{json, line};
use serde::Serialize;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo sets                 the record sets, and why they were taken
  opsrepo sets -v              also every file of each set
  opsrepo sets --format json
  opsrepo init --adopt         writes them into opsrepo.toml, to be changed";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// How the sets are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

/// A set for programs.
#[derive(Serialize)]
struct SetView<'a> {
    name: &'a str,
    kind: &'a str,
    folder: &'a str,
    files: &'a [String],
    exclude: &'a [String],
    records: usize,
    reason: &'a str,
    configured: bool,
    paths: Vec<&'a str>,
}

/// Shows the record sets.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let workspace = load::find(global)?.workspace(global, terminal, Past::Leave)?;
    let views: Vec<SetView<'_>> = workspace.sets.iter().map(|set| view(&workspace, set)).collect();
    match args.format {
        Form::Json => json::write_value(terminal.out(), &views)?,
        Form::Text => {
            for set in &views {
                print(terminal, set, global)?;
            }
            if views.is_empty() {
                terminal.note("no record sets were found");
                terminal.hint("`opsrepo init --adopt` writes an opsrepo.toml in which you can say where records are");
            }
        }
    }
    for text in workspace.hints.iter().filter_map(|hint| astray(&workspace, hint)) {
        terminal.note(&text);
    }
    Ok(Exit::Clean)
}

/// What is to be said of another tool's settings that lead to no records.
fn astray(workspace: &Workspace, hint: &Hint) -> Option<String> {
    let says = |what: &str| {
        let (path, at) = (workspace.tree.path(hint.span.file), workspace.tree.position(hint.span));
        Some(format!(
            "{path}:{}:{} names `{}`, {what}",
            at.line,
            at.column,
            short(&hint.raw)
        ))
    };
    let Some(folder) = &hint.folder else {
        return says("which lies outside of this repository");
    };
    let is_there = folder.as_str().is_empty() || workspace.tree.is_folder(folder);
    let mut records = workspace.records.iter();
    let has_records = records.any(|record| workspace.path_of(record).is_under(folder));
    match (is_there, has_records) {
        (false, _) => says("and there is no such folder"),
        (true, false) => says("in which no record was found"),
        (true, true) => None,
    }
}

fn view<'a>(workspace: &'a Workspace, set: &'a RecordSet) -> SetView<'a> {
    let mut paths: Vec<&str> = set
        .members
        .iter()
        .map(|(file, _)| workspace.tree.path(*file).as_str())
        .collect();
    paths.dedup();
    SetView {
        name: &set.name,
        kind: &workspace.kinds[set.kind].name,
        folder: set.folder.as_str(),
        files: &set.files,
        exclude: &set.exclude,
        records: set.members.len(),
        reason: &set.reason,
        configured: set.configured.is_some(),
        paths,
    }
}

fn print(terminal: &mut Terminal, set: &SetView<'_>, global: &Global) -> anyhow::Result<()> {
    let name = terminal.paint(Look::Strong, set.name);
    let kind = terminal.paint(Look::Plain, set.kind);
    let count = line::counted(set.records, "record");
    writeln!(terminal.out(), "{name}  {kind}, {count}")?;
    let lines = [
        ("files", set.files.join(", ")),
        ("except", set.exclude.join(", ")),
        ("why", set.reason.to_owned()),
    ];
    for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        let (label, value) = (terminal.paint(Look::Faint, label), terminal.paint(Look::Plain, value));
        writeln!(terminal.out(), "  {label}  {value}")?;
    }
    for path in set.paths.iter().filter(|_| global.verbose) {
        let path = terminal.paint(Look::Plain, path);
        writeln!(terminal.out(), "    {path}")?;
    }
    Ok(())
}
