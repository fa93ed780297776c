//! The course of an incident as `show` prints it: its timeline, the services that it hurt, and what is to be done.

use crate::cli::table::{self, Cell, short};
use crate::cli::terminal::{Look, Terminal};
use crate::model::fact::Fact;
use crate::model::incidents::account;
use crate::model::incidents::lists::{self, Action, Impact};
use crate::model::incidents::narrative::{self, Event};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use std::io;

/// Prints it, for kinds whose records have one; lists that are empty have no head.
pub(super) fn print(terminal: &mut Terminal, workspace: &Workspace, record: &Record) -> io::Result<()> {
    if !account::is_for(workspace.kind_of(record)) {
        return Ok(());
    }
    let events = narrative::events(workspace, record);
    let impacts = lists::impacts(workspace, record);
    let actions = lists::actions(workspace, record);
    let tables: [(&str, Vec<Vec<Cell>>); 3] = [
        ("timeline", events.iter().map(event).collect()),
        ("impacts", impacts.iter().map(impact).collect()),
        ("actions", actions.iter().enumerate().map(action).collect()),
    ];
    for (head, rows) in tables.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        writeln!(terminal.out(), "\n{head}")?;
        table::print(terminal, &rows)?;
    }
    Ok(())
}

fn event(event: &Event) -> Vec<Cell> {
    let at = event.at.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    vec![
        (Look::Strong, format!("  {}", short(&at))),
        (Look::Faint, event.kind.clone()),
        (Look::Plain, short(&event.text)),
    ]
}

fn impact(impact: &Impact) -> Vec<Cell> {
    let until = match impact.ended.is_absent() {
        true => "it lasts".to_owned(),
        false => shown(&impact.ended),
    };
    let share = impact.fraction.value();
    let share = share.map_or_else(String::new, |share| format!("{} %", (share * 1000.0).round() / 10.0));
    vec![
        (Look::Strong, format!("  {}", written(&impact.service))),
        (Look::Plain, written(&impact.effect)),
        (Look::Plain, format!("{} – {until}", shown(&impact.started))),
        (Look::Plain, share),
        (Look::Plain, short(impact.text.raw().unwrap_or_default())),
    ]
}

fn action((at, action): (usize, &Action)) -> Vec<Cell> {
    let state = written(&action.state);
    let look = if state == "open" { Look::Open } else { Look::Plain };
    vec![
        (Look::Strong, format!("  {}", at + 1)),
        (Look::Plain, written(&action.text)),
        (Look::Plain, written(&action.owner)),
        (Look::Plain, written(&action.due)),
        (look, state),
    ]
}

/// As it stands in the record.
fn written<T>(fact: &Fact<T>) -> String {
    short(fact.raw().unwrap_or("-"))
}

fn shown<T: ToString>(fact: &Fact<T>) -> String {
    fact.value().map_or_else(|| written(fact), ToString::to_string)
}
