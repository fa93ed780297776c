//! `opsrepo decision import`, and the door to that of incidents.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::record::incident::{self, import as incidents};
use crate::cli::record::remarks::{self, Extent};
use crate::cli::record::{Verb, kind_of};
use crate::cli::terminal::Terminal;
use crate::model::interchange::Adr;
use crate::model::kind::Kind;
use crate::model::kind_names::DECISION;
use crate::report::line::counted;
use crate::store::content::LIMIT;
use crate::store::{lock, worktree};
use crate::syntax::document::Problem;
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::Range;
use crate::text::tree::Content;
use crate::write::adr_fields::Remark;
use crate::write::adr_json::{self, Document};
use crate::write::import;
use crate::write::import_note::Note;
use crate::write::import_wanted::{Request, Taken};
use crate::write::refusal::Refusal;
use anyhow::bail;
use clap::Args as _;
use std::path::{Path, PathBuf};

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "import",
    is_for: |kind| kind.name == DECISION || incident::is_incident(kind),
    command: |kind, command| {
        if kind.name != DECISION {
            return incidents::command(kind, command);
        }
        Args::augment_args(command)
            .about(format!("Take {} from a JSON-ADR file", kind.plural))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| match kind == DECISION {
        true => run((kind, &options(matches)?), global, terminal),
        false => incidents::run((kind, &options(matches)?), global, terminal),
    },
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// A JSON-ADR 1.0.0 document, of one decision or of many
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The record set to put them into, where there are several; `opsrepo sets` shows the names
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Give decisions whose number is taken the next free one, and mend the relations among them
    #[arg(long)]
    renumber: bool,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} import decisions.json\n  \
         opsrepo {name} import decisions.json --dry-run   shows what would be written\n  \
         opsrepo {name} import theirs.json --renumber     gives taken numbers anew\n\n\
         Each decision is written as those around it are. What is here already is left alone, so that a file can be taken \
         twice.\n\nTo adopt a log of adr-tools, log4brains or adrs, nothing is imported: `opsrepo init --adopt` reads their \
         settings and leaves every file where it is."
    )
}

/// Imports decisions.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let document = read(&args.file, Extent::of(global), terminal)?;
    let _lock = lock::take(&ground.root)?;
    // Whether a decision is here already may hang on its date, and that on the history.
    let workspace = ground.workspace(global, terminal, Past::Try)?;
    kind_of(&workspace, name)?;
    let request = Request {
        kind: name.to_owned(),
        set: args.set.clone(),
        taken: if args.renumber { Taken::Renumber } else { Taken::Refuse },
        folder: document.folder,
    };
    let adrs: Vec<Adr> = document.adrs.into_iter().map(|(adr, _)| adr).collect();
    let import = import::import(&workspace, &adrs, &request)?;
    let about = |note: Note| {
        let path = note.path.map(|path| load::shown(&ground.root, &path, &global.dir));
        let of = Some(note.of).filter(|of| !of.is_empty());
        (note.what, path.into_iter().chain(of).collect::<Vec<_>>().join(": "))
    };
    let extent = Extent::of(global);
    remarks::tell(import.notes.into_iter().map(about), extent, terminal);
    if !import.changes.is_empty() {
        carry_out(&import.changes, args.trial, (&ground, global), terminal)?;
    }
    if import.known > 0 {
        terminal.note(&format!("{} here already", counted_are(import.known)));
    }
    if adrs.is_empty() {
        terminal.note("the file holds no decision");
    }
    Ok(Exit::Clean)
}

fn counted_are(known: usize) -> String {
    let verb = if known == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(known, "decision"))
}

/// Reads the file, or says all that is wrong with it, with its places.
fn read(path: &Path, extent: Extent, terminal: &mut Terminal) -> anyhow::Result<Document> {
    let length = path.metadata().map_or(0, |facts| facts.len());
    if length > LIMIT {
        bail!(
            "{} has {length} bytes; opsrepo reads files of up to {LIMIT}\ntake the decisions in several files",
            path.display()
        );
    }
    let text = worktree::read_text(path)?;
    let name = RepoPath::new("import.json").unwrap_or_else(RepoPath::root);
    let source = Source::new(text);
    let content = Content::Text(source.clone());
    let parsed = reader::read(&name, &content);
    let place = |range: Range| {
        let at = source.position(range.start);
        format!("{}:{}:{}", path.display(), at.line, at.column)
    };
    if let Some(Problem { range, message, .. }) = parsed.problems.first() {
        bail!("{}: {message}", place(*range));
    }
    let Some(root) = parsed.data.first() else {
        bail!("{} is empty: expected a JSON-ADR document", path.display());
    };
    let document = adr_json::read(root);
    if !document.remarks.faults.is_empty() {
        let line = |fault: &Remark| format!("{}: {}", place(fault.range), fault.message);
        let faults = counted(document.remarks.faults.len(), "fault");
        let message = format!("{faults} in {}; nothing was imported", path.display());
        let refusal = Refusal::new(message, "correct the file, or have it written anew:");
        return Err(refusal.listing(document.remarks.faults.iter().map(line)).into());
    }
    let unknown = document.remarks.unknown.iter();
    let unknown = unknown.map(|remark| (remark.message.clone(), place(remark.range)));
    remarks::tell(unknown, extent, terminal);
    Ok(document)
}
