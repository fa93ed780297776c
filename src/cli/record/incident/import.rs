//! `opsrepo incident import`: incidents of issues, status pages and lists become records.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::record::incident::when;
use crate::cli::record::kind_of;
use crate::cli::record::remarks::{self, Extent};
use crate::cli::terminal::Terminal;
use crate::model::incidents::import::draft::{Draft, Problem};
use crate::model::incidents::import::read::{self, Origin};
use crate::model::incidents::import::wanted::Wanted;
use crate::model::incidents::import::words;
use crate::model::incidents::notification::Notification;
use crate::model::incidents::severity::Scale;
use crate::model::kind::Kind;
use crate::report::line::{counted, digits};
use crate::store::content::LIMIT;
use crate::store::lock;
use crate::text::source::Source;
use crate::write::import_note::Note;
use crate::write::incident::import::{self, Told};
use crate::write::incident::import_request::Request;
use anyhow::{Context, bail};
use clap::builder::PossibleValuesParser;
use clap::{Args as _, Command};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};

/// The options.
#[derive(clap::Args)]
pub(in crate::cli::record) struct Args {
    /// What `gh`, `glab`, a status page or Alertmanager wrote, or a list of outages; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    /// What the files are [default: their content tells]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(formats()))]
    from: Option<String>,
    /// The label that makes an issue an incident
    #[arg(long, value_name = "LABEL", default_value = "incident")]
    label: String,
    /// The severity of those that state none [default: the middle of the scale]
    #[arg(long, value_name = "WORD")]
    severity: Option<String>,
    /// The record set to put them into, where there are several; `opsrepo sets` shows the names
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

fn formats() -> Vec<&'static str> {
    Origin::ALL.iter().map(|(name, _)| *name).collect()
}

/// The command of a kind.
pub(in crate::cli::record) fn command(kind: &Kind, command: Command) -> Command {
    let name = &kind.name;
    Args::augment_args(command)
        .about(format!("Take {} from issues, status pages and lists", kind.plural))
        .after_long_help(format!(
            "Examples:\n  gh issue list --state all --label incident --limit 1000 \\\n     \
             --json number,title,body,state,createdAt,closedAt,labels,url \\\n     \
             --json author,comments,assignees > issues.json\n  \
             opsrepo {name} import issues.json --dry-run\n  \
             glab issue list --all --output json | opsrepo {name} import -\n  \
             curl https://status.example.org/api/v2/incidents.json > status.json\n  \
             opsrepo {name} import status.json outages.yaml\n\n\
             Each becomes a record with a `source`, by which it is known again: taken a second time, a record only grows, by a \
             state that goes forward and by new lines of its timeline. What stands in it stays."
        ))
}

/// What was read of all files.
#[derive(Default)]
struct Found {
    drafts: Vec<Draft>,
    notifications: Vec<Notification>,
    problems: Vec<String>,
    left_out: BTreeMap<String, usize>,
}

/// Imports incidents.
pub(in crate::cli::record) fn run(
    (name, args): (&str, &Args),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let texts = args.files.iter().map(|file| Ok((file.as_str(), text_of(file)?)));
    let texts: Vec<(&str, String)> = texts.collect::<anyhow::Result<_>>()?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    kind_of(&workspace, name)?;
    let scale = Scale::of(&workspace.settings);
    let wanted = Wanted {
        label: args.label.clone(),
        scale: scale.words().into_iter().map(str::to_owned).collect(),
        zone: when::zone(&workspace.settings),
    };
    let found = read_all(&texts, args, &wanted)?;
    let request = Request {
        kind: name.to_owned(),
        set: args.set.clone(),
        severity: severity(args, &wanted.scale)?,
        zone: wanted.zone,
        now: terminal.now(),
    };
    let told = Told {
        drafts: &found.drafts,
        notifications: &found.notifications,
    };
    let import = import::import(&workspace, told, &request)?;
    if !import.changes.is_empty() {
        carry_out(&import.changes, args.trial, (&ground, global), terminal)?;
    }
    let about = |note: Note| {
        let path = note.path.map(|path| load::shown(&ground.root, &path, &global.dir));
        let of = Some(note.of).filter(|of| !of.is_empty());
        (note.what, path.into_iter().chain(of).collect::<Vec<_>>().join(": "))
    };
    remarks::tell(import.notes.into_iter().map(about), Extent::of(global), terminal);
    for (why, count) in &found.left_out {
        terminal.note(&format!("{} left out: {why}", digits(*count)));
    }
    terminal.note(&format!(
        "{}: {} new, {} grown, {} as before",
        counted(import.new + import.grown + import.same, name),
        digits(import.new),
        digits(import.grown),
        digits(import.same)
    ));
    if found.problems.is_empty() {
        return Ok(Exit::Clean);
    }
    let head = format!("{} could not be read:", counted(found.problems.len(), "item"));
    terminal.note_of(&head, &Extent::of(global).cut(found.problems));
    Ok(Exit::Findings)
}

/// Reads all texts; one that cannot be read at all ends it before anything is written.
fn read_all(texts: &[(&str, String)], args: &Args, wanted: &Wanted) -> anyhow::Result<Found> {
    let asked = args.from.as_deref();
    let origin = Origin::ALL
        .iter()
        .find(|(name, _)| Some(*name) == asked)
        .map(|(_, origin)| *origin);
    let mut all = Found::default();
    for (file, text) in texts {
        let reading = read::read(text, origin, wanted);
        let source = Source::new(text.as_str());
        let said = |problem: &Problem| {
            let at = source.position(problem.range.start);
            let file = if *file == "-" { "standard input" } else { file };
            format!("{file}:{}:{}: {}", at.line, at.column, problem.message)
        };
        if let Some(problem) = &reading.refusal {
            bail!(
                "{}\nnothing was imported; have it written anew, or say what it is with --from",
                said(problem)
            );
        }
        all.problems.extend(reading.problems.iter().map(said));
        all.drafts.extend(reading.drafts);
        all.notifications.extend(reading.notifications);
        for (why, count) in reading.left_out {
            *all.left_out.entry(why).or_default() += count;
        }
    }
    Ok(all)
}

/// The severity of those that state none.
fn severity(args: &Args, scale: &[String]) -> anyhow::Result<String> {
    match &args.severity {
        Some(word) => words::on_scale(word, scale)
            .with_context(|| format!("`{word}` is no severity\nthere are: {}", scale.join(", "))),
        None => Ok(scale
            .get(scale.len() / 2)
            .cloned()
            .unwrap_or_else(|| "unknown".to_owned())),
    }
}

/// The text of a file or of standard input, no longer than files may be.
fn text_of(file: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let name = if file == "-" { "standard input" } else { file };
    let context = || format!("cannot read {name}");
    match file {
        "-" => io::stdin()
            .lock()
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
            .with_context(context)?,
        path => File::open(path)
            .with_context(context)?
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
            .with_context(context)?,
    };
    if bytes.len() as u64 > LIMIT {
        bail!(
            "{name} has more than {LIMIT} bytes, and opsrepo reads no more at once\ntake the incidents in several files, such as \
             one for each year"
        );
    }
    if bytes.contains(&0) {
        bail!("{name} holds NUL bytes: it is not text");
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!("{name} is not UTF-8 text: byte {at} starts no character")
    })
}
