//! What the verbs that write into one incident share: the lock, the record that is meant, and that each line which was
//! written is shown. It must not know what is written.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::record::carry_out::{Trial, carry_out_aloud};
use crate::cli::record::incident::which::{self, Why};
use crate::cli::record::{indexes, kind_of};
use crate::cli::terminal::Terminal;
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::store::lock;
use crate::text::change::Changes;

/// Whether a record may be meant.
pub(super) type Stage<'a> = &'a dyn Fn(&Workspace, &Kind, &Record) -> bool;

/// Which record shall be changed.
pub(super) struct Meant<'a> {
    /// The name of its kind.
    pub(super) kind: &'a str,
    /// Its name, where one was given.
    pub(super) wanted: Option<&'a str>,
    /// Which records may be meant where none was, the likeliest first: the first that fits any counts.
    pub(super) stages: &'a [Stage<'a>],
    /// What the first stage asks, in words.
    pub(super) why: Why,
    /// What it is already where nothing changes: `so`, `done`.
    pub(super) already: &'a str,
}

/// Thinks out a change of the record that is meant, and carries it out.
pub(super) fn put(
    meant: &Meant<'_>,
    trial: Trial,
    (global, terminal): (&Global, &mut Terminal),
    think: impl FnOnce(&Workspace, RecordId, (&Ground, &mut Terminal)) -> anyhow::Result<Changes>,
) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let id = find(&workspace, meant)?;
    let changes = think(&workspace, id, (&ground, terminal))?;
    if changes.is_empty() {
        let path = load::shown(&ground.root, workspace.path_of(workspace.record(id)), &global.dir);
        let already = meant.already;
        terminal.note(&format!("it is {already} already in {path}: nothing is to be done"));
        return Ok(Exit::Clean);
    }
    carry_out_aloud(&changes, trial, (&ground, global), terminal)?;
    indexes::tell(&workspace, trial, (&ground, global), terminal)?;
    Ok(Exit::Clean)
}

/// The record that is meant.
pub(super) fn find(workspace: &Workspace, meant: &Meant<'_>) -> anyhow::Result<RecordId> {
    let kind = kind_of(workspace, meant.kind)?;
    let fits = |stage: Stage<'_>| {
        let mut records = workspace.of_kind(&kind.name);
        records.any(|(_, record)| stage(workspace, kind, record))
    };
    let stage = meant.stages.iter().find(|stage| fits(**stage));
    let is_meant = |kind: &Kind, record: &Record| stage.is_some_and(|stage| stage(workspace, kind, record));
    which::meant(workspace, (kind, meant.wanted), is_meant, meant.why)
}
