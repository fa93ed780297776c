//! What an incident lists besides its facts: the stretches in which services were hurt, and what is to be done. For programs;
//! what cannot be read stands there as it is written.

use crate::model::fact::Fact;
use crate::model::incidents::account;
use crate::model::incidents::lists::{self, Action, Impact};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use serde_json::{Value, json};

/// The lists by their keys; nothing for kinds whose records have none.
pub(in crate::report) fn lists(workspace: &Workspace, record: &Record) -> Vec<(String, Value)> {
    if !account::is_for(workspace.kind_of(record)) {
        return Vec::new();
    }
    vec![
        ("impacts".to_owned(), impacts(workspace, record)),
        ("actions".to_owned(), actions(workspace, record)),
    ]
}

/// The impacts, in the order of the file.
fn impacts(workspace: &Workspace, record: &Record) -> Value {
    let view = |impact: Impact| {
        json!({
            "service": impact.service.raw(),
            "effect": impact.effect.raw(),
            "started": shown(&impact.started),
            "ended": shown(&impact.ended),
            "fraction": impact.fraction.value(),
            "text": impact.text.value(),
            "line": workspace.tree.position(impact.span).line,
        })
    };
    lists::impacts(workspace, record).into_iter().map(view).collect()
}

/// The actions, in the order of the file; the verbs know them by their place in this list, from 1.
fn actions(workspace: &Workspace, record: &Record) -> Value {
    let view = |(at, action): (usize, Action)| {
        json!({
            "number": at + 1,
            "text": action.text.raw(),
            "owner": action.owner.raw(),
            "due": shown(&action.due),
            "issue": action.issue.raw(),
            "state": action.state.raw(),
            "line": workspace.tree.position(action.span).line,
        })
    };
    let actions = lists::actions(workspace, record).into_iter().enumerate();
    actions.map(view).collect()
}

fn shown<T: ToString>(fact: &Fact<T>) -> Option<String> {
    let value = fact.value().map(ToString::to_string);
    value.or_else(|| fact.raw().map(str::to_owned))
}
