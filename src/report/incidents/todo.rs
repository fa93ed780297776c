//! What incidents left to be done.

use crate::model::incidents::todo::{Load, Todo, loads};
use crate::model::workspace::Workspace;
use crate::report::incidents::{Rows, named};
use crate::report::numbers::BAR;
use crate::report::stats::bar;
use serde_json::{Value, json};

/// Whose an action is that nobody owns.
const NOBODY: &str = "(nobody)";

/// How much is open per owner.
pub fn owners(todos: &[Todo]) -> Rows {
    let head = ["owner", "open", "overdue", ""].map(str::to_owned).to_vec();
    let loads = loads(todos);
    let most = loads.iter().map(|load| load.open).max().unwrap_or(0);
    let row = |load: &Load| {
        vec![
            load.owner.clone().unwrap_or_else(|| NOBODY.to_owned()),
            load.open.to_string(),
            load.overdue.to_string(),
            bar(load.open, most, BAR / 2),
        ]
    };
    [head].into_iter().chain(loads.iter().map(row)).collect()
}

/// The actions: when they are due, whose they are, from which incident, and what is to be done.
pub fn lines(workspace: &Workspace, todos: &[Todo]) -> Vec<[String; 4]> {
    let line = |todo: &Todo| {
        let due = match (todo.overdue, todo.action.due.value()) {
            (Some(1), _) => "1 day overdue".to_owned(),
            (Some(days), _) => format!("{days} days overdue"),
            (None, Some(day)) => format!("due {day}"),
            (None, None) => match todo.age {
                Some(days) => format!("no day, {days} days old"),
                None => "no day".to_owned(),
            },
        };
        [
            due,
            todo.action.owner.value().map_or(NOBODY, String::as_str).to_owned(),
            workspace.record(todo.incident).id.clone(),
            todo.action.text.value().map_or("", String::as_str).to_owned(),
        ]
    };
    todos.iter().map(line).collect()
}

/// The open actions for programs.
pub fn view(workspace: &Workspace, todos: &[Todo]) -> Value {
    let owners = loads(todos);
    let owners = owners
        .iter()
        .map(|load| json!({"owner": load.owner, "open": load.open, "overdue": load.overdue}));
    let items = todos.iter().map(|todo| {
        let action = &todo.action;
        let mut value = named(workspace, todo.incident);
        value["text"] = json!(action.text.value());
        value["owner"] = json!(action.owner.value());
        value["due"] = json!(action.due.value().map(ToString::to_string));
        value["issue"] = json!(action.issue.value());
        value["age-days"] = json!(todo.age);
        value["overdue-days"] = json!(todo.overdue);
        value
    });
    json!({
        "open": todos.len(),
        "overdue": todos.iter().filter(|todo| todo.overdue.is_some()).count(),
        "owners": owners.collect::<Vec<Value>>(),
        "items": items.collect::<Vec<Value>>(),
    })
}

/// The open actions for spreadsheets, one row each.
pub fn sheet(workspace: &Workspace, todos: &[Todo]) -> Rows {
    let head = ["incident", "text", "owner", "due", "issue", "age-days", "overdue-days"];
    let rows = todos.iter().map(|todo| {
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let days = |days: Option<i32>| days.map_or_else(String::new, |days| days.to_string());
        let action = &todo.action;
        vec![
            workspace.record(todo.incident).id.clone(),
            text(action.text.value()),
            text(action.owner.value()),
            action.due.value().map_or_else(String::new, ToString::to_string),
            text(action.issue.value()),
            days(todo.age),
            days(todo.overdue),
        ]
    });
    [head.map(str::to_owned).to_vec()].into_iter().chain(rows).collect()
}
