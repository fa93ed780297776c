//! What the verbs that give other names share: the branches' numbers, and doing what was thought out. It knows no verb.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground};
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::terminal::Terminal;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::Span;
use crate::write::names::Plan;
use crate::write::number::{self, Taken};

/// How many lines that speak of a record by its old name are named.
const SHOWN: usize = 200;

/// What the records' folders hold on all branches, local and remote-tracking.
pub(super) fn taken(ground: &Ground, workspace: &Workspace, kind: &str) -> Vec<Taken> {
    let Some(repository) = &ground.repository else {
        return Vec::new();
    };
    let found = repository.on_branches(ground.folder(), &number::folders(workspace, kind));
    let taken = found.into_iter().map(|file| Taken {
        path: file.path,
        branch: file.branch,
    });
    taken.collect()
}

/// Says that a branch is the reason for the number of a new path.
pub(super) fn tell(workspace: &Workspace, (new, taken): (&RepoPath, &[Taken]), terminal: &mut Terminal) {
    if let Some(reason) = number::reason(workspace, new, taken) {
        let name = reason.path.name();
        let number = name.split(['-', '_', ' ', '.']).next().unwrap_or(name);
        terminal.note(&format!("{number} is taken on {} by {name}", reason.branch));
    }
}

/// Says that another record has this title already: it may well have, and then both are found by it.
pub(super) fn tell_namesake(
    workspace: &Workspace,
    (kind, title, own): (&str, &str, Option<RecordId>),
    (ground, global): (&Ground, &Global),
    terminal: &mut Terminal,
) {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let wanted = plain(title);
    let is_it = |id: RecordId, record: &Record| Some(id) != own && plain(record.name()) == wanted;
    let mut others = workspace.of_kind(kind).filter(|(id, record)| is_it(*id, record));
    if let Some((_, record)) = others.next() {
        let path = load::shown(&ground.root, workspace.path_of(record), &global.dir);
        terminal.note(&format!("{kind} {} has this title already: {path}", record.id));
    }
}

/// Carries out a plan, and names the references that it left alone because they may mean another record.
pub(super) fn settle(
    plan: &Plan,
    workspace: &Workspace,
    (trial, ground, global): (Trial, &Ground, &Global),
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    carry_out(&plan.changes, trial, (ground, global), terminal)?;
    let place = |span: Span| {
        let path = load::shown(&ground.root, workspace.tree.path(span.file), &global.dir);
        format!("{path}:{}", workspace.tree.position(span))
    };
    for span in &plan.unsure {
        let place = place(*span);
        let written = workspace.tree.slice(*span);
        terminal.note(&format!(
            "{place}: `{written}` may mean another record of that number, and stays"
        ));
    }
    if !plan.unsure.is_empty() {
        terminal.hint("name the record there by its file name, then it is never in doubt");
    }
    tell_mentions(plan, workspace, &place, terminal);
    Ok(())
}

/// Names the lines that call a record as it is no longer called: a note for each.
fn tell_mentions(plan: &Plan, workspace: &Workspace, place: &dyn Fn(Span) -> String, terminal: &mut Terminal) {
    let line = |span: &Span| (span.file, workspace.tree.position(*span).line);
    let lines: Vec<&[Span]> = plan.mentions.chunk_by(|a, b| line(a) == line(b)).collect();
    for spans in lines.iter().take(SHOWN) {
        let mut said: Vec<&str> = spans.iter().map(|span| workspace.tree.slice(*span)).collect();
        said.dedup();
        terminal.note(&format!(
            "{}: the text says {}, and stays",
            place(spans[0]),
            said.join(", ")
        ));
    }
    if lines.len() > SHOWN {
        let more = lines.len() - SHOWN;
        let places = if more == 1 { "line" } else { "lines" };
        terminal.note(&format!("and {more} more {places}"));
    }
    if !lines.is_empty() {
        terminal.hint("what stays names the record as it was called: correct it by hand where it means this record");
    }
}
