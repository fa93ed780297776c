//! Which incident is meant where none is named: the one that is open. Where several are, the user is asked, or, where
//! nobody sits at a terminal, told their names.

use crate::cli::record::one;
use crate::cli::terminal::{Look, Terminal};
use crate::model::kind::Kind;
use crate::model::lifecycle::Step;
use crate::model::record::{Record, RecordId};
use crate::model::standing;
use crate::model::workspace::Workspace;
use anyhow::bail;
use std::error::Error;
use std::fmt;
use std::io::{self, IsTerminal};

/// The one that is named, else the only one that `is_meant`. Where there are several, it asks: whoever holds a lock calls
/// [`meant`] within [`asking`] instead.
pub(in crate::cli::record) fn incident(
    workspace: &Workspace,
    (kind, wanted): (&Kind, Option<&str>),
    is_meant: impl Fn(&Kind, &Record) -> bool,
    terminal: &mut Terminal,
) -> anyhow::Result<RecordId> {
    let found = meant(workspace, (kind, wanted), is_meant, OPEN);
    match found.map_err(|error| error.downcast::<Several>()) {
        Ok(id) => Ok(id),
        Err(Ok(several)) => one(workspace, kind, &several.ask(terminal)?),
        Err(Err(error)) => Err(error),
    }
}

/// What makes a record the one that is meant, in words, of one and of several.
pub(in crate::cli::record) type Why = (&'static str, &'static str);

/// It is not over, or, where all are, it waits for its review.
pub(in crate::cli::record) const UNFINISHED: Why = ("is open", "may be meant");

/// It is not over.
pub(in crate::cli::record) const OPEN: Why = ("is open", "are open");

/// The one that is named, else the only one that `is_meant`. Fails with [`Several`] where there are more.
pub(in crate::cli::record) fn meant(
    workspace: &Workspace,
    (kind, wanted): (&Kind, Option<&str>),
    is_meant: impl Fn(&Kind, &Record) -> bool,
    (one_is, several_are): Why,
) -> anyhow::Result<RecordId> {
    if let Some(wanted) = wanted {
        return one(workspace, kind, wanted);
    }
    let records = workspace.of_kind(&kind.name);
    let found = records.filter(|(_, record)| is_meant(kind, record));
    let found: Vec<(RecordId, &Record)> = found.collect();
    match found.as_slice() {
        [] => bail!(
            "no {} {one_is}, so it must be said which one is meant\nname it; `opsrepo {} list` shows them all, `opsrepo {} \
             new \"TITLE\"` begins one",
            kind.name,
            kind.name,
            kind.name
        ),
        [(id, _)] => Ok(*id),
        several => {
            let list = several.iter().map(|(_, record)| Choice {
                path: workspace.path_of(record).to_string(),
                shown: format!("{}  {}", record.id, record.name()),
            });
            Err(anyhow::Error::new(Several {
                count: format!("{} {several_are}", kind.count(several.len())),
                list: list.collect(),
            }))
        }
    }
}

/// Runs a command, and once more with the answer where it did not know which record is meant. So nobody holds a lock while
/// somebody thinks.
pub(in crate::cli::record) fn asking<T>(
    terminal: &mut Terminal,
    mut run: impl FnMut(Option<&str>, &mut Terminal) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let outcome = run(None, terminal);
    match outcome.map_err(|error| error.downcast::<Several>()) {
        Ok(done) => Ok(done),
        Err(Ok(several)) => {
            let answer = several.ask(terminal)?;
            run(Some(&answer), terminal)
        }
        Err(Err(error)) => Err(error),
    }
}

/// True for one that is not over: its status is living, or it has none, and nothing says that it was closed.
pub(in crate::cli::record) fn is_open(kind: &Kind, record: &Record) -> bool {
    let is_living = |word: &str| kind.statuses.iter().any(|row| row.word == word && !row.is_final);
    let is_over = |field: &str| record.time(field).is_some();
    match standing::word(&record.status) {
        Some(word) => is_living(word) && !is_over("closed"),
        None => !is_over("resolved") && !is_over("closed"),
    }
}

/// True for one that waits for a step: it stands where the step mostly leads from, and what the step says is not said yet.
/// From where else it leads, only those records take it that are named.
pub(in crate::cli::record) fn waits_for(step: &Step, record: &Record) -> bool {
    let is_there =
        standing::word(&record.status).is_some_and(|word| step.from.first().is_some_and(|from| from == word));
    is_there && step.stamps.iter().all(|field| record.time(field).is_none())
}

/// True for one with which something is still to be done: a step leads on from its status.
pub(in crate::cli::record) fn is_unfinished(kind: &Kind, record: &Record) -> bool {
    let mut steps = kind.lifecycle.steps.iter().filter(|step| step.clears.is_empty());
    is_open(kind, record) || steps.any(|step| waits_for(step, record))
}

/// Nobody named the record that is meant, and several may be.
#[derive(Debug)]
pub(in crate::cli::record) struct Several {
    count: String,
    list: Vec<Choice>,
}

#[derive(Debug)]
struct Choice {
    path: String,
    shown: String,
}

impl Several {
    /// The path of the one that the user names, or what else the user says.
    fn ask(self, terminal: &mut Terminal) -> anyhow::Result<String> {
        let stdin = io::stdin();
        if !stdin.is_terminal() {
            return Err(anyhow::Error::new(self));
        }
        let lines = self.list.iter().enumerate();
        let lines: Vec<String> = lines
            .map(|(at, one)| format!("  {}  {}", at + 1, terminal.paint(Look::Plain, &one.shown)))
            .collect();
        writeln!(terminal.out(), "{}:\n{}", self.count, lines.join("\n"))?;
        write!(terminal.out(), "Which one? [1-{}] ", self.list.len())?;
        terminal.flush()?;
        let mut answer = String::new();
        stdin.read_line(&mut answer)?;
        let counted = |answer: &str| self.list.get(answer.parse::<usize>().ok()?.checked_sub(1)?);
        match answer.trim() {
            "" => bail!("none was named: nothing was written"),
            answer => Ok(counted(answer).map_or(answer, |one| &one.path).to_owned()),
        }
    }
}

impl fmt::Display for Several {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.list.iter().map(|one| format!("  {}", one.shown)).collect();
        write!(
            out,
            "{}; say which one is meant\nname one by its id:\n{}",
            self.count,
            lines.join("\n")
        )
    }
}

impl Error for Several {}
