//! What a run leaves in the timeline of its incident: a line for each act, and one for its end. It must not know how steps
//! are run.
//!
//! Others write into the record while a step runs: it is read again for each line.

use crate::cli::load::Past;
use crate::cli::record::carry_out::{Trial, carry_out_aloud};
use crate::cli::record::incident::when;
use crate::cli::record::runbook::run::begun::Begun;
use crate::cli::record::runbook::run::session::Session;
use crate::cli::terminal::Terminal;
use crate::model::record::RecordId;
use crate::model::zone::Zone;
use crate::store::lock;
use crate::write::incident::entry::{Entry, Sort};
use crate::write::incident::log;
use anyhow::Context;

/// Writes a line, if the run is for an incident. False where that was not possible; the user was told then.
pub(super) fn tell(
    begun: &Begun,
    (session, terminal): (&Session, &mut Terminal),
    (sort, text): (Option<Sort>, &str),
) -> bool {
    let Some(incident) = begun.incident else { return true };
    let runbook = &begun.workspace.record(begun.runbook).id;
    let text = format!("Ran `{runbook}`, {text}");
    match write(begun, (incident, session), (sort, &text), terminal) {
        Ok(()) => true,
        Err(error) => {
            let error = error.context("the timeline does not have this line");
            terminal.error(&error.context(text));
            false
        }
    }
}

fn write(
    begun: &Begun,
    (incident, session): (RecordId, &Session),
    (sort, text): (Option<Sort>, &str),
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let ground = begun.ground;
    let known = begun.workspace.record(incident);
    let path = begun.workspace.path_of(known);
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.read(begun.global, terminal, Past::Leave)?;
    let mut records = workspace.records.iter().enumerate();
    let now = records.find(|(_, record)| workspace.path_of(record) == path && record.part == known.part);
    let (at, _) = now.with_context(|| format!("{path} is no record any more"))?;
    let id = RecordId(u32::try_from(at)?);
    let zone: Zone = when::zone(&workspace.settings);
    let entry = Entry {
        at: when::now(&zone, (begun.global, terminal))?,
        sort,
        text: text.to_owned(),
        evidence: Some(session.record.page().relative_to(&path.parent())),
    };
    let changes = log::log(&workspace, id, &entry)?;
    carry_out_aloud(&changes, Trial { dry_run: false }, (ground, begun.global), terminal)?;
    terminal.flush()?;
    Ok(())
}
