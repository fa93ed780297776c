//! What incidents left to be done, and for how long.

use crate::model::incidents::group::day_of;
use crate::model::incidents::lists::{Action, actions};
use crate::model::record::RecordId;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use std::collections::BTreeMap;

/// An open action.
#[derive(Clone, Debug, PartialEq)]
pub struct Todo {
    /// The incident that it came out of.
    pub incident: RecordId,
    /// What it says.
    pub action: Action,
    /// Days since the incident began, where it says when.
    pub age: Option<i32>,
    /// Days since it should have been done; `None` where that day is to come, or is not said.
    pub overdue: Option<i32>,
}

/// Open actions of one owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Whose; `None` for those of nobody.
    pub owner: Option<String>,
    /// How many are open.
    pub open: usize,
    /// How many of them are overdue.
    pub overdue: usize,
}

/// The open actions of some incidents: what is overdue first, longest first; then by the day on which they are due; then
/// those without one, oldest first. An action that does not say its state is open.
pub fn open(workspace: &Workspace, ids: &[RecordId]) -> Vec<Todo> {
    let as_of = workspace.context.as_of;
    let mut found = Vec::new();
    for &id in ids {
        let record = workspace.record(id);
        let age = day_of(record).map(|day| day.days_until(as_of));
        let listed = actions(workspace, record).into_iter().filter(Action::is_open);
        found.extend(listed.map(|action| {
            Todo {
                incident: id,
                age,
                overdue: action
                    .due
                    .value()
                    .map(|due| due.days_until(as_of))
                    .filter(|days| *days > 0),
                action,
            }
        }));
    }
    found.sort_by_key(|todo| {
        let due: Option<Date> = todo.action.due.value().copied();
        (due.is_none(), due, todo.age.map(|age| -age), todo.incident)
    });
    found
}

/// How much is open per owner, most first.
pub fn loads(todos: &[Todo]) -> Vec<Load> {
    let mut loads: BTreeMap<Option<&String>, Load> = BTreeMap::new();
    for todo in todos {
        let owner = todo.action.owner.value();
        let load = loads.entry(owner).or_default();
        load.owner = owner.cloned();
        load.open += 1;
        load.overdue += usize::from(todo.overdue.is_some());
    }
    let mut loads: Vec<Load> = loads.into_values().collect();
    loads.sort_by_key(|load| (std::cmp::Reverse(load.open), load.owner.is_none(), load.owner.clone()));
    loads
}
