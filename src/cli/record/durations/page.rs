//! Incidents in numbers, for people.

use crate::cli::record::durations::{Options, Table, Told};
use crate::cli::table;
use crate::cli::terminal::{Look, Terminal};
use crate::model::incidents::hurt::Flaw;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::report::incidents::{Rows, downtime, todo};
use crate::report::numbers;
use crate::text::width::{columns, cut};
use std::io;

/// Incidents and actions that are named; the rest is counted.
const NAMED: usize = 3;
const LISTED: usize = 10;

/// Columns of an action's text, and of an incident's name.
const TEXT: usize = 72;

/// Columns that hold words: all others hold numbers, and are pushed to the right.
const WORDS: [&str; 3] = ["", "service", "objective"];

/// Prints what is wanted of it.
pub(in crate::cli::record) fn print(
    workspace: &Workspace,
    told: &Told,
    options: &Options,
    terminal: &mut Terminal,
) -> io::Result<()> {
    let is_wanted = |table: Table| options.table().is_none_or(|only| only == table);
    if is_wanted(Table::Durations) {
        durations(told, options, terminal)?;
        backwards(workspace, told, terminal);
    }
    if is_wanted(Table::Downtime) {
        services(workspace, told, terminal)?;
        remarks(workspace, told, terminal);
    }
    if is_wanted(Table::Budgets) && !told.budgets.is_empty() {
        print_table(terminal, "error budgets", downtime::budgets(workspace, &told.budgets))?;
    }
    if is_wanted(Table::Actions) {
        actions(workspace, told, terminal)?;
    }
    if options.table() == Some(Table::Budgets) && told.budgets.is_empty() {
        terminal.note("no service has an objective for its availability");
        terminal.hint("an `slo` of a service record with the indicator `availability` is one");
    }
    Ok(())
}

fn durations(told: &Told, options: &Options, terminal: &mut Terminal) -> io::Result<()> {
    let time = match told.calendar {
        Some(_) => ", in working hours",
        None => "",
    };
    let Some(by) = told.by else {
        let rows = numbers::measures(&told.numbers, options.means());
        return print_table(terminal, &format!("how long they took{time}"), rows);
    };
    let tables = numbers::groups(&told.numbers, by, options.means());
    for (at, (head, rows)) in tables.into_iter().enumerate() {
        let time = if at == 0 { "" } else { time };
        print_table(terminal, &format!("{head}{time}"), rows)?;
    }
    Ok(())
}

fn backwards(workspace: &Workspace, told: &Told, terminal: &mut Terminal) {
    let ids: Vec<RecordId> = told.numbers.backwards.iter().map(|(id, _)| *id).collect();
    if !ids.is_empty() {
        terminal.note(&format!(
            "left out where an end stands before its beginning: {}",
            some(workspace, &ids)
        ));
        terminal.hint("`opsrepo validate` says where: incident/time-order");
    }
}

fn services(workspace: &Workspace, told: &Told, terminal: &mut Terminal) -> io::Result<()> {
    let Some(found) = told.downtime.as_ref().filter(|found| !found.all.services.is_empty()) else {
        return Ok(());
    };
    let span = downtime::span(workspace, found.all.window);
    let (rows, by) = match told.by.filter(|_| !found.groups.is_empty()) {
        Some(by) => {
            let by = numbers::name(by);
            (downtime::groups(found, by), format!(" by {by}"))
        }
        None => (downtime::services(&found.all), String::new()),
    };
    print_table(terminal, &format!("how long services were down{by}, {span}"), rows)
}

/// What was assumed, and what could not be counted.
fn remarks(workspace: &Workspace, told: &Told, terminal: &mut Terminal) {
    let hurts = &told.hurts;
    if !hurts.assumed.is_empty() {
        terminal.note(&format!(
            "without `impacts`, their services count as down from beginning to end: {}",
            some(workspace, &hurts.assumed)
        ));
    }
    if !hurts.zoneless.is_empty() {
        let named = some(workspace, &hurts.zoneless);
        terminal.note(&format!("times without offset are taken as UTC: {named}"));
        terminal.hint("`[cloud] timezone` in opsrepo.toml says in which zone they are");
    }
    for (flaw, why) in [
        (Flaw::NoStart, "for want of a time at which it began"),
        (Flaw::NoEnd, "for want of a time at which it ended"),
        (Flaw::Backwards, "because the end stands before the beginning"),
        (
            Flaw::Unread,
            "because an impact does not say which service or effect, or its fraction cannot be read",
        ),
    ] {
        let ids = hurts.left_out.iter().filter(|(_, found)| *found == flaw);
        let ids: Vec<RecordId> = ids.map(|(id, _)| *id).collect();
        if !ids.is_empty() {
            terminal.note(&format!("no downtime is counted {why}: {}", some(workspace, &ids)));
        }
    }
}

fn actions(workspace: &Workspace, told: &Told, terminal: &mut Terminal) -> io::Result<()> {
    let todos = &told.todos;
    if todos.is_empty() {
        return Ok(());
    }
    print_table(terminal, "open actions", todo::owners(todos))?;
    for [due, owner, incident, text] in todo::lines(workspace, &todos[..todos.len().min(LISTED)]) {
        let look = if due.ends_with("overdue") {
            Look::Bad
        } else {
            Look::Open
        };
        let due = terminal.paint(look, &due);
        let owner = terminal.paint(Look::Plain, &owner);
        let incident = terminal.paint(Look::Faint, &cut(&incident, TEXT - due.len().min(TEXT / 2)));
        let text = terminal.paint(Look::Plain, &cut(&table::short(&text), TEXT));
        writeln!(terminal.out(), "{due}, {owner}, {incident}\n  {text}")?;
    }
    match todos.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => writeln!(terminal.out(), "and {more} more"),
    }
}

/// The first ids, and how many more there are.
fn some(workspace: &Workspace, ids: &[RecordId]) -> String {
    let named: Vec<&str> = ids
        .iter()
        .take(NAMED)
        .map(|&id| workspace.record(id).id.as_str())
        .collect();
    match ids.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// A table under its head; none where it has no rows.
fn print_table(terminal: &mut Terminal, head: &str, rows: Rows) -> io::Result<()> {
    if rows.len() < 2 {
        return Ok(());
    }
    let head = terminal.paint(Look::Strong, head);
    writeln!(terminal.out(), "{head}")?;
    table::print(terminal, &aligned(rows))
}

/// Cells that are numbers, pushed to the right of their columns.
fn aligned(rows: Rows) -> Vec<Vec<(Look, String)>> {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| columns(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let is_words = |column: usize| column == 0 || WORDS.contains(&rows[0][column].as_str());
    let words: Vec<bool> = (0..rows[0].len()).map(is_words).collect();
    let cell = |row: usize, column: usize, text: String| {
        let look = if row == 0 { Look::Faint } else { Look::Plain };
        match words[column] {
            true => (look, cut(&text, TEXT / 2)),
            false => {
                let fill = widths[column].saturating_sub(columns(&text));
                (look, format!("{}{text}", " ".repeat(fill)))
            }
        }
    };
    let rows = rows.into_iter().enumerate();
    rows.map(|(row, cells)| {
        let cells = cells.into_iter().enumerate();
        cells.map(|(column, text)| cell(row, column, text)).collect()
    })
    .collect()
}
