//! `opsrepo KIND export`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::remarks::{self, Extent};
use crate::cli::record::{Verb, always, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::kind_names::DECISION;
use crate::model::record::RecordId;
use crate::model::to_adr::{self, Converted};
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::report::{csv, json, json_adr, records, sheet};
use crate::store::writer;
use crate::text::path::RepoPath;
use anyhow::bail;
use clap::{Args as _, ValueEnum};
use std::collections::HashMap;
use std::path::PathBuf;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "export",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Write the {} for other tools", kind.plural))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// Which records, by id, number, path or a part of the name [default: all]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Only records of this set; `opsrepo sets` shows the names
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Write into this file, in the place of one that is there, and not to the terminal
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What other tools read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// All that opsrepo knows, as `show --format json` prints it, in a list
    #[default]
    Json,
    /// JSON-ADR 1.0.0, which other tools for decisions read
    JsonAdr,
    /// A flat table (RFC 4180)
    Csv,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let mut lines = vec![
        format!("opsrepo {name} export --out {}.json", kind.plural),
        format!("opsrepo {name} export --format csv --out {}.csv", kind.plural),
    ];
    if kind.name == DECISION {
        lines.push("opsrepo decision export --format json-adr --out decisions.json".to_owned());
        lines.push("opsrepo decision export --format json-adr 7    one, in a document of its own".to_owned());
    }
    format!("Examples:\n  {}", lines.join("\n  "))
}

/// Writes records for other tools.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    // A date may come from the history.
    let workspace = load::find(global)?.workspace(global, terminal, Past::Try)?;
    let kind = kind_of(&workspace, name)?;
    if args.format == Format::JsonAdr && name != DECISION {
        bail!(
            "JSON-ADR is a format for decisions\n`--format json` has everything that is known of the {}",
            kind.plural
        );
    }
    let ids = chosen(&workspace, kind, args)?;
    let mut bytes = Vec::new();
    let mut written = ids.len();
    match args.format {
        Format::Json => {
            let details: Vec<_> = ids.iter().map(|&id| records::detail(&workspace, id)).collect();
            json::write_value(&mut bytes, &details)?;
        }
        Format::Csv => csv::write(&mut bytes, &sheet::rows(&workspace, kind, &ids))?,
        Format::JsonAdr => {
            let converted = to_adr::convert(&workspace, &ids);
            json::write_value(&mut bytes, &document(&workspace, &converted, args)?)?;
            written = converted.iter().filter(|found| found.adr.is_some()).count();
            tell_losses(&workspace, &converted, Extent::of(global), terminal);
        }
    }
    match &args.out {
        None => terminal.out().write_all(&bytes)?,
        Some(path) => {
            writer::replace(path, &bytes)?;
            terminal.note(&format!(
                "wrote {written} of {} to {}",
                kind.count(ids.len()),
                path.display()
            ));
        }
    }
    Ok(Exit::Clean)
}

fn chosen(workspace: &Workspace, kind: &Kind, args: &Args) -> anyhow::Result<Vec<RecordId>> {
    if let Some(wanted) = &args.set {
        let of_kind = |set: &&crate::model::sets::RecordSet| workspace.kinds[set.kind].name == kind.name;
        let names: Vec<&str> = workspace
            .sets
            .iter()
            .filter(of_kind)
            .map(|set| set.name.as_str())
            .collect();
        if !names.contains(&wanted.as_str()) {
            bail!(
                "there is no set `{wanted}` of {}\nthere are: {}",
                kind.plural,
                names.join(", ")
            );
        }
    }
    let mut ids = Vec::new();
    for wanted in &args.ids {
        let id = one(workspace, kind, wanted)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if args.ids.is_empty() {
        ids = workspace.of_kind(&kind.name).map(|(id, _)| id).collect();
    }
    let is_of_set = |id: &RecordId| {
        let set = &workspace.set_of(workspace.record(*id)).name;
        args.set.as_ref().is_none_or(|wanted| wanted == set)
    };
    ids.retain(is_of_set);
    Ok(ids)
}

/// One decision that was named has a document of its own; several, or all, have one together.
fn document(workspace: &Workspace, converted: &[Converted], args: &Args) -> anyhow::Result<serde_json::Value> {
    if let ([only], [_]) = (converted, &args.ids[..]) {
        let Some(adr) = &only.adr else {
            let path = workspace.path_of(workspace.record(only.record));
            bail!(
                "{path} cannot be written as JSON-ADR: {}\n`--format json` takes every record",
                only.losses.join("; ")
            );
        };
        return Ok(json_adr::single(adr));
    }
    let adrs: Vec<_> = converted.iter().filter_map(|found| found.adr.as_ref()).collect();
    let sets = converted
        .iter()
        .map(|found| &workspace.set_of(workspace.record(found.record)).folder);
    let folder = sets.cloned().reduce(common).unwrap_or_else(RepoPath::root);
    Ok(json_adr::bulk(workspace, &adrs, &folder))
}

/// The innermost folder that holds both.
fn common(mut a: RepoPath, b: RepoPath) -> RepoPath {
    while !b.is_under(&a) {
        a = a.parent();
    }
    a
}

/// Says what the format cannot express: a thing that is so of many records is said once.
fn tell_losses(workspace: &Workspace, converted: &[Converted], extent: Extent, terminal: &mut Terminal) {
    let losses = |found: &Converted| match found.adr {
        None => vec![format!("left out: {}", found.losses.join("; "))],
        Some(_) => found.losses.clone(),
    };
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, record) in workspace.of_kind(DECISION) {
        *counts.entry(&record.id).or_default() += 1;
    }
    // The id of a record, or its file's name where others have the same.
    let name = |found: &Converted| {
        let record = workspace.record(found.record);
        match counts.get(record.id.as_str()) {
            Some(1) => record.id.clone(),
            _ => workspace.path_of(record).name().to_owned(),
        }
    };
    let of_one = |found: &Converted| {
        let name = name(found);
        losses(found).into_iter().map(move |loss| (loss, name.clone()))
    };
    let mut alone: Vec<(String, String)> = Vec::new();
    for (loss, mut names) in remarks::grouped(converted.iter().flat_map(of_one)) {
        if names.len() == 1 {
            alone.extend(names.pop().map(|name| (name, loss)));
            continue;
        }
        let count = counted(names.len(), "record");
        terminal.note(&format!("{loss} ({count}: {})", extent.cut(names).join(", ")));
    }
    // What is so of one record alone is said with what else is so of it alone.
    for (name, losses) in remarks::grouped(alone) {
        terminal.note(&format!("{name}: {}", losses.join("; ")));
    }
    if converted.iter().any(|found| found.adr.is_none()) {
        terminal.hint("`--format json` takes every record, with all that is known of it");
    }
}
