//! Which incident is meant where none is named: the one that is open. Where several are, the user is asked, or, where
//! nobody sits at a terminal, told their names.

use crate::cli::record::one;
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::standing;
use crate::model::workspace::Workspace;
use anyhow::bail;
use std::io::{self, IsTerminal};

/// The one that is named, else the only one that `is_meant`.
pub fn incident(
    workspace: &Workspace,
    (kind, wanted): (&Kind, Option<&str>),
    is_meant: fn(&Kind, &Record) -> bool,
    terminal: &mut Terminal,
) -> anyhow::Result<RecordId> {
    if let Some(wanted) = wanted {
        return one(workspace, kind, wanted);
    }
    let records = workspace.of_kind(&kind.name);
    let meant = records.filter(|(_, record)| is_meant(kind, record));
    let meant: Vec<(RecordId, &Record)> = meant.collect();
    match meant.as_slice() {
        [] => bail!(
            "no {} is open, so it must be said which one is meant\nname it; `opsrepo {} list` shows them all, `opsrepo {} \
             new \"TITLE\"` begins one",
            kind.name,
            kind.name,
            kind.name
        ),
        [(id, _)] => Ok(*id),
        several => ask(workspace, (kind, several), terminal),
    }
}

/// True for one that is not over: its status is living, or it has none.
pub fn is_open(kind: &Kind, record: &Record) -> bool {
    let word = standing::word(&record.status);
    word.is_none_or(|word| kind.statuses.iter().any(|row| row.word == word && !row.is_final))
}

fn ask(
    workspace: &Workspace,
    (kind, several): (&Kind, &[(RecordId, &Record)]),
    terminal: &mut Terminal,
) -> anyhow::Result<RecordId> {
    let lines = several.iter().enumerate();
    let lines = lines.map(|(at, (_, record))| format!("  {}  {}  {}", at + 1, record.id, record.name()));
    let list = lines.collect::<Vec<_>>().join("\n");
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        bail!(
            "{} are open; say which one is meant\nname one by its id:\n{list}",
            kind.count(several.len())
        );
    }
    writeln!(terminal.out(), "{} are open:\n{list}", kind.count(several.len()))?;
    write!(terminal.out(), "Which one? [1-{}] ", several.len())?;
    terminal.flush()?;
    let mut answer = String::new();
    stdin.read_line(&mut answer)?;
    match answer.trim() {
        "" => bail!("none was named: nothing was written"),
        answer => match answer
            .parse::<usize>()
            .ok()
            .and_then(|at| several.get(at.checked_sub(1)?))
        {
            Some((id, _)) => Ok(*id),
            None => one(workspace, kind, answer),
        },
    }
}
