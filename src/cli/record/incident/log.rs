//! `opsrepo incident log`: one line into the timeline, as it happens.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::carry_out::{Trial, carry_out_aloud};
use crate::cli::record::incident::evidence::{self, Shelved};
use crate::cli::record::incident::when::{self, When};
use crate::cli::record::incident::{is_incident, which};
use crate::cli::record::{Verb, indexes, kind_of};
use crate::cli::shell_word::shell_word;
use crate::cli::terminal::Terminal;
use crate::model::incidents::clock;
use crate::model::kind::Kind;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::store::lock;
use crate::write::incident::entry::{Entry, Sort};
use crate::write::incident::log;
use clap::Args as _;

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "log",
    is_for: is_incident,
    command: |kind, command| {
        Args::augment_args(command)
            .about("Write one line into the timeline")
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| {
        let args: Args = options(matches)?;
        let global = when::without_revision(global);
        which::asking(terminal, |answer, terminal| {
            run((kind, &args, answer), &global, terminal)
        })
    },
};

/// Minutes before an incident in which something may have led to it.
const A_DAY: i64 = 24 * 60;

/// The options.
#[derive(clap::Args)]
pub(in crate::cli::record) struct Args {
    /// What was seen or done, in a few words; `code` in backticks and addresses are kept
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    #[command(flatten)]
    when: When,
    /// Where that can be seen: an address, or a file, which is copied beside the record unless it lies in the repository
    #[arg(long, value_name = "PATH|URL")]
    evidence: Option<String>,
    /// What sort of thing it is; nothing for an observation
    #[arg(long, value_name = "WORD", value_parser = Sort::ALL.map(Sort::word))]
    kind: Option<String>,
    /// The incident, by its id, path, or a part of its name [default: the one that is open]
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} log \"Restarted the gateway\" --kind action\n  \
         opsrepo {name} log \"Sign-in fails for two institutes\" --at 14:05\n  \
         opsrepo {name} log \"No requests any more\" --at -20m --evidence graph.png\n\n\
         The line goes where its time belongs, in the form in which the timeline is written. It is printed with its place."
    )
}

fn run(
    (name, args, answer): (&str, &Args, Option<&str>),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let wanted = args.incident.as_deref().or(answer);
    let id = which::meant(&workspace, (kind, wanted), which::is_open, which::OPEN)?;
    let at = args.when.moment(&workspace.settings, (global, terminal))?;
    let record = workspace.path_of(workspace.record(id));
    let shelved = match &args.evidence {
        Some(said) => Some(evidence::find(&ground, &workspace.tree, (record, said))?),
        None => None,
    };
    let entry = Entry {
        at,
        sort: args.kind.as_deref().and_then(Sort::parse),
        text: args.text.clone(),
        evidence: shelved.as_ref().map(|shelved| shelved.target.clone()),
    };
    let changes = log::log(&workspace, id, &entry)?;
    tell_early(&workspace, id, &entry, terminal);
    let copy = shelved.as_ref().filter(|_| !args.trial.dry_run);
    let copied = copy.map(|shelved| shelved.put(&ground)).transpose()?.flatten();
    if let Err(error) = carry_out_aloud(&changes, args.trial, (&ground, global), terminal) {
        // A file of which no record speaks is nobody's.
        copied.iter().for_each(|copied| copied.take_back());
        return Err(error);
    }
    if let Some(path) = shelved.as_ref().and_then(Shelved::copy) {
        let path = load::shown(&ground.root, path, &global.dir);
        match args.trial.dry_run {
            true => terminal.note(&format!("the evidence would be copied to {path}")),
            false => writeln!(terminal.out(), "{path}")?,
        }
    }
    if let Some(shelved) = shelved.filter(|shelved| shelved.is_ignored(&ground)) {
        terminal.note("Git ignores this evidence: others will not get it");
        if let Some(path) = shelved.copy() {
            let path = load::shown(&ground.root, path, &global.dir);
            terminal.hint(&format!("git add --force -- {}", shell_word(&path)));
        }
    }
    indexes::tell(&workspace, args.trial, (&ground, global), terminal)?;
    Ok(Exit::Clean)
}

/// Says that a line speaks of another day than its incident: a date is easily mistyped.
fn tell_early(workspace: &Workspace, id: RecordId, entry: &Entry, terminal: &mut Terminal) {
    let record = workspace.record(id);
    let started = ["started", "detected"].iter().find_map(|name| record.time(name));
    let started = started.map(|time| clock::resolved(workspace, record, time));
    if let Some(started) = started.filter(|started| entry.at.minutes_until(started) > A_DAY) {
        terminal.note(&format!(
            "{} is more than a day before the incident, which started {}",
            entry.at.to_the_minute(),
            started.to_the_minute()
        ));
    }
}
