//! `opsrepo KIND blame`.

use crate::cli::args::{Form, Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::{Verb, always, kind_of, one};
use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::model::forge::Forge;
use crate::model::kind::Kind;
use crate::model::sections::{Section, sections};
use crate::model::story::asked;
use crate::model::workspace::Workspace;
use crate::report::json;
use crate::store::blame::Blame;
use crate::text::article::with_article;
use crate::text::history::{Commit, Log};
use anyhow::anyhow;
use clap::Args as _;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "blame",
    is_for: always,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!(
                "Say who changed each section of {} last",
                with_article(&kind.name)
            ))
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
        "Examples:\n  opsrepo {name} blame {id}\n  opsrepo {name} blame {id} --at v1.0\n  \
         opsrepo {name} blame {id} --format json\n\nThe last change of a section is that of its newest line; lines that were \
         only moved within the file keep their author. What was deleted leaves no line: `opsrepo {name} history {id}` has it."
    )
}

/// A section and its newest line's commit; `None` where it is not committed, or older than a shallow clone.
struct Row<'a> {
    section: Section,
    commit: Option<&'a Commit>,
    is_open: bool,
    request: Option<String>,
    number: Option<u64>,
}

/// Blames the sections of one record.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let record = workspace.record(one(&workspace, kind, &args.id)?);
    let path = workspace.path_of(record).clone();
    terminal.stage("reading the history");
    let blame = ground.blame(&path).map_err(|reason| {
        let (first, remedy) = reason.split_once("; ").unwrap_or((&reason, ""));
        anyhow!("cannot say who wrote {path}: {first}\n{remedy}")
    })?;
    // Requests and people come from the log; where it cannot be known, a commit's own words must do.
    let history = ground.history_of(&[path]);
    let nothing = Log::default();
    let log = history.log().unwrap_or(&nothing);
    let rows = rows(&workspace, sections(&workspace, record), (&blame, log));
    match args.format {
        Form::Json => json::write_value(terminal.out(), &rows.iter().map(shape).collect::<Vec<_>>())?,
        Form::Text => {
            let head = terminal.paint(
                Look::Strong,
                &format!("{} {}  {}", kind.name, short(&record.id), short(record.name())),
            );
            let path = terminal.paint(Look::Faint, workspace.path_of(record).as_str());
            writeln!(terminal.out(), "{head}\n{path}\n")?;
            let cells: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
            table::print(terminal, &cells)?;
        }
    }
    if blame.is_cut {
        terminal.note("the clone is shallow: who wrote the other lines is older than what it holds");
        terminal.hint("git fetch --unshallow brings the rest (in GitHub Actions: fetch-depth: 0)");
    }
    Ok(Exit::Clean)
}

fn rows<'a>(workspace: &Workspace, sections: Vec<Section>, (blame, log): (&'a Blame, &'a Log)) -> Vec<Row<'a>> {
    let forge = Forge::of(workspace);
    let commits = log.commits.iter().enumerate();
    let known: HashMap<&str, (usize, &Commit)> =
        commits.map(|(at, commit)| (commit.id.as_str(), (at, commit))).collect();
    // Of commits of the same second the log knows the order: it has the newest first.
    let age = |at: u32| {
        let place = known.get(blame.commits[at as usize].id.as_str());
        (blame.times[at as usize], Reverse(place.map(|(place, _)| *place)))
    };
    let row = |section: Section| {
        let lines = (section.first..=section.last).filter_map(|line| blame.lines.get(line as usize - 1));
        let lines: Vec<Option<u32>> = lines.copied().collect();
        let newest = lines.iter().flatten().max_by_key(|&&at| age(at));
        let is_open = !blame.is_cut && lines.iter().any(Option::is_none);
        let commit = newest.map(|&at| &blame.commits[at as usize]);
        let commit = commit.map(|commit| known.get(commit.id.as_str()).map_or(commit, |(_, known)| *known));
        let asked = commit.and_then(|commit| Some(asked(log, commit, forge.as_ref())?.request));
        Row {
            section,
            commit: commit.filter(|_| !is_open),
            is_open,
            request: asked.map(|request| request.to_string()).filter(|_| !is_open),
            number: asked.map(|request| request.number).filter(|_| !is_open),
        }
    };
    sections.into_iter().map(row).collect()
}

fn cells(row: &Row<'_>) -> Vec<Cell> {
    let indent = "  ".repeat(usize::from(row.section.level).max(1));
    let name = (Look::Strong, format!("{}{}", &indent[2..], short(&row.section.name)));
    let Some(commit) = row.commit else {
        let words = if row.is_open { "not committed" } else { "unknown" };
        return vec![name, (Look::Open, words.to_owned())];
    };
    let id = commit.id.get(..9).unwrap_or(&commit.id);
    vec![
        name,
        (Look::Plain, commit.day().to_owned()),
        (Look::Plain, short(&commit.author)),
        (Look::Strong, row.request.clone().unwrap_or_default()),
        (Look::Faint, format!("{id}  {}", short(&commit.subject))),
    ]
}

fn shape(row: &Row<'_>) -> Value {
    let commit = row.commit;
    json!({
        "section": row.section.name,
        "level": row.section.level,
        "first_line": row.section.first,
        "last_line": row.section.last,
        "commit": commit.map(|commit| &commit.id),
        "date": commit.map(|commit| &commit.date),
        "author": commit.map(|commit| &commit.author),
        "request": row.number,
        "summary": match (commit, row.is_open) {
            (Some(commit), _) => Some(commit.subject.as_str()),
            (None, true) => Some("not committed"),
            (None, false) => None,
        },
    })
}
