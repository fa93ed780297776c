//! `opsrepo incident new --from-alert FILE`: what `receive` does with a notification, once and by hand.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::record::incident::{told, union, when};
use crate::cli::record::indexes;
use crate::cli::terminal::Terminal;
use crate::model::incidents::notification::{LONGEST, Notification};
use crate::model::incidents::origin;
use crate::model::kind_names::INCIDENT;
use crate::store::{given, lock, vacant};
use crate::write::incident::receive::{Done, Frame, Held, Wish, receive};
use anyhow::anyhow;
use std::path::Path;

/// Drafts the incident of a saved notification, or extends the one that is there.
pub(in crate::cli::record) fn run(
    (file, wish, set): (&Path, Wish<'_>, Option<&str>),
    trial: Trial,
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let text = given::read(file, LONGEST)?;
    let notification = Notification::read(&text).map_err(|error| {
        anyhow!(
            "{}: {error}\n--from-alert takes the JSON that Alertmanager sends to a webhook",
            file.display()
        )
    })?;
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let severity = told::severity(&workspace, INCIDENT, wish.severity)?;
    let wish = Wish {
        severity: &severity,
        ..wish
    };
    let known = origin::by_source(&workspace);
    let held = known.get(&notification.source()).into_iter().flatten();
    let held: Vec<Held> = held
        .map(|file| Held {
            path: workspace.tree.path(*file).clone(),
            text: workspace.tree.text(*file).to_owned(),
        })
        .collect();
    let zone = when::zone(&workspace.settings);
    let outcome = receive(
        &workspace,
        &held,
        &notification,
        &Frame {
            now: terminal.now(),
            zone: &zone,
            set,
            is_taken: &|path| !vacant::is_vacant(&ground.root, path),
            wish: Some(wish),
        },
    )?;
    if outcome.done == Done::Nothing {
        let path = outcome.path.map(|path| load::shown(&ground.root, &path, &global.dir));
        let path = path.map_or(String::new(), |path| format!(": {path} says it all"));
        terminal.note(&format!("nothing is new{path}"));
        return Ok(Exit::Clean);
    }
    carry_out(&outcome.changes, trial, (&ground, global), terminal)?;
    indexes::tell(&workspace, trial, (&ground, global), terminal)?;
    if let (Done::Opened, Some(path)) = (&outcome.done, &outcome.path) {
        union::provide(&workspace, (INCIDENT, path), trial, (&ground, global, terminal))?;
    }
    Ok(Exit::Clean)
}
